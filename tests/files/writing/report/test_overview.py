"""The first page as it is written and printed: one sheet of A4, readable, its charts native."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from kit import sample
from kit.office import Office, pages, text
from kit.pages import (
    BEHIND,
    DONE,
    FINE,
    HELD,
    LAGGING,
    SILENT,
    april,
    city,
    ledger_of,
    page,
)
from kit.returns import answer
from kit.sample import HEALTH, QIXIAN
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.grid import raise_lowest, share_rows
from ducha.files.writing.report.overview import write_overview
from ducha.files.writing.report.styles import ReportStyles
from ducha.ledger.model import Group
from ducha.merge.model import JudgedLine
from ducha.sections.colours import COLOURS
from ducha.standing.overview import matters
from ducha.standing.overview.matters import MatterStanding
from ducha.standing.overview.page import Overview
from ducha.standing.proposals import Proposal, ProposalKind
from ducha.standing.reporting import State, UnitState
from ducha.standing.table import Style, TableColumn

SHEETS = ("报送情况", "数据核查", "前期更正", "排名", "指标明细", "事项进展")
NOW = (
    city("一.1-1", DONE, -20.0),
    city("二.1-1", BEHIND, 31.0),
    city("二.1-2", LAGGING, 12.0),
    city("三.1-1", FINE, 3.0),
    city("四.1-1", FINE, -8.0),
)
BEFORE = tuple(april(line.code, FINE) for line in NOW)


def written(facts: Overview, sheets: Sequence[str] = SHEETS) -> bytes:
    """A workbook of the page, and of these sheets with nothing on them."""
    buffer = BytesIO()
    book = safe.new_workbook(buffer)
    front = safe.new_sheet(book, "总览")
    write_overview(book, front, facts, ReportStyles(book, COLOURS), sheets)
    for name in sheets:
        safe.new_sheet(book, name)
    book.close()
    return buffer.getvalue()


def sheet_of(facts: Overview, sheets: Sequence[str] = SHEETS) -> Worksheet:
    """The page, read again."""
    return load_workbook(BytesIO(written(facts, sheets)))["总览"]


def values(sheet: Worksheet) -> dict[object, str]:
    """Addresses by what stands there, hidden columns left out."""
    last = sheet.print_area.rpartition("$")[0].rpartition(":")[2].strip("$")
    cells = sheet[f"A1:{last}{sheet.max_row}"]
    return {c.value: c.coordinate for row in cells for c in row if c.value is not None}


# ---- the cells ----


def test_the_parts_of_the_page_from_top_to_bottom() -> None:
    """Each caption below the one before it, as the leader reads them."""
    shown = values(sheet_of(page(NOW, BEFORE)))
    order = (
        *("2024年5月重点民生实事督查汇总", "较上月 +1", "各事项", "决定状态的指标", "落后较多"),
        *("落后(百分点)", "进度靠前"),
    )
    rows = [int(re.sub(r"\D", "", shown[caption])) for caption in order]
    assert rows == sorted(rows)
    assert {"报送与未决", "拟表扬、拟批评（由局领导审定）", "未报送"} <= shown.keys()


def test_lights_have_their_word_and_symbol() -> None:
    """The word is the cell's, the symbol its format's; a count is a number."""
    sheet = sheet_of(page(NOW, BEFORE))
    lights = [c for row in sheet.iter_rows() for c in row if c.value == "严重滞后"]
    assert {cell.number_format for cell in lights if not _hidden(sheet, cell.column_letter)} == {
        '"■ "@'
    }
    counts = [c.value for row in sheet.iter_rows() for c in row if c.number_format == '0"个"']
    assert [count for count in counts if count is not None] == [1, 2, 1, 1, 0, 0]


def _hidden(sheet: Worksheet, letter: str) -> bool:
    groups = sheet.column_dimensions.values()
    index = sheet[f"{letter}1"].column
    return any(g.hidden and g.min <= index <= g.max for g in groups)


def test_a_column_more_is_a_declaration_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """So wide as it says, right of the one declared before it."""
    *kept, reason = matters.MATTER_COLUMNS
    narrow = TableColumn[MatterStanding](reason.heading, reason.value, 164)
    count = TableColumn[MatterStanding]("指标数", lambda m: len(m.lines), 60, Style.SHORT)
    monkeypatch.setattr("ducha.standing.overview.page.MATTER_COLUMNS", (*kept, narrow, count))
    sheet = sheet_of(page(NOW))
    shown = values(sheet)
    below = sheet[shown["指标数"]].offset(row=1)
    assert (below.value, below.number_format) == (1, "#,##0")


def test_lines_lead_to_their_sheets_and_nowhere_else() -> None:
    """To those that the workbook has; the label is the link, the text beside it none."""
    sheet = sheet_of(page(NOW, states=[answer(QIXIAN, State.MISSING), answer(HEALTH)]))
    links = {c.value: c.hyperlink.location for r in sheet.iter_rows() for c in r if c.hyperlink}
    assert links == {
        "未报 1": "'报送情况'!A1",
        "未决": "'数据核查'!A1",
        "前期更正": "'前期更正'!A1",
        "进度靠前": "'指标明细'!A1",
        "建议": "'排名'!A1",
    }
    assert all(c.hyperlink.target is None for r in sheet.iter_rows() for c in r if c.hyperlink)


def test_names_from_outside_stay_text() -> None:
    """A matter, a unit or an indicator that looks like a formula, a link or markup."""
    name = '=HYPERLINK("http://x")'
    units = (sample.unit(name), sample.unit("<r>县</r>", Group.COUNTY))
    line = city("一.1-1", BEHIND, 31.0, name=name, matter="<r><t>x</t></r>", leads=(name,))
    states = [answer("<r>县</r>", State.MISSING)]
    facts = page([line], states=states, ledger=ledger_of([line], units=units))
    data = written(facts)
    sheet = load_workbook(BytesIO(data))["总览"]
    assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n"}
    assert "<r><t>x</t></r>" in values(sheet)
    with ZipFile(BytesIO(data)) as parts:
        links = [n for n in parts.namelist() if n.endswith("sheet1.xml.rels")]
        assert all("http" not in parts.read(n).decode().replace(SCHEMAS, "") for n in links)


SCHEMAS = "http://schemas.openxmlformats.org/"


def test_the_same_facts_are_the_same_bytes() -> None:
    """Charts too."""
    assert written(page(NOW, BEFORE)) == written(page(NOW, BEFORE))


# ---- charts ----


def charts_of(data: bytes) -> list[str]:
    """The charts of a workbook, in the order in which they were made."""
    with ZipFile(BytesIO(data)) as parts:
        names = sorted(n for n in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n))
        return [parts.read(name).decode() for name in names]


def ranges(chart: str, tag: str) -> list[str]:
    """What its series read: of their values, or of their names."""
    found = ET.fromstring(chart).iter(f"{{{SCHEMAS}drawingml/2006/chart}}{tag}")  # noqa: S314
    return ["".join(f.text or "" for f in node.iter() if f.tag.endswith("}f")) for node in found]


def test_charts_read_what_the_tables_say() -> None:
    """Every series by its cells: lights by month, completion beside due (R7.201, R7.208)."""
    data = written(page(NOW, BEFORE))
    sheet = load_workbook(BytesIO(data))["总览"]

    def read(reference: str) -> list[object]:
        area = sheet[reference.rpartition("!")[2].replace("$", "")]
        return [c.value for row in area for c in row] if isinstance(area, tuple) else [area.value]

    months, bars = charts_of(data)
    assert [read(name)[0] for name in ranges(months, "tx") if name] == [
        *("★已完成", "●正常", "▲滞后", "■严重滞后"),
    ]
    assert [read(values) for values in ranges(months, "val")] == [[0, 1], [5, 2], [0, 1], [0, 1]]
    assert read(ranges(months, "cat")[0]) == ["4月\n▲0 ■0", "5月\n▲1 ■1"]
    names = ["指标二.1-1", "指标二.1-2", "指标三.1-1", "指标四.1-1"]
    assert read(ranges(bars, "cat")[0]) == names
    done, due = ([round(float(str(v)), 3) for v in read(r)] for r in ranges(bars, "val"))
    assert (done, due) == ([0.107, 0.297, 0.387, 0.497], [0.417] * 4)
    assert 'plotVisOnly val="1"' not in months + bars  # the cells are hidden


def test_parts_of_a_bar_can_be_told_apart_without_colour() -> None:
    """Patterns on what is not as it should be, each number in its part where it fits."""
    months, _ = charts_of(written(page(NOW, BEFORE)))
    assert re.findall(r'pattFill prst="(\w+)"', months) == ["ltUpDiag", "wdDnDiag"]
    assert months.count("showVal") >= 4


def test_charts_end_inside_the_page() -> None:
    """Beside the matters: from their caption to their last row, within the printed columns."""
    data = written(page(NOW, BEFORE))
    with ZipFile(BytesIO(data)) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    sheet = load_workbook(BytesIO(data))["总览"]
    last = sheet[sheet.print_area.rpartition(":")[2].replace("$", "")]
    anchors = [
        [int(number) for number in re.findall(r"<xdr:(?:col|row)>(\d+)<", anchor)]
        for anchor in drawing.split("</xdr:twoCellAnchor>")[:-1]
    ]
    foot = int(re.sub(r"\D", "", values(sheet)["落后较多"])) - 1
    assert len(anchors) == 2
    for _, top, right, bottom in anchors:
        assert right < last.column
        assert top < bottom < foot


def test_without_anything_due_one_chart_has_the_room() -> None:
    """Before anything has come there are no bars (R7.206)."""
    assert len(charts_of(written(page([city("一.1-1", SILENT)])))) == 1


# ---- one page ----

LONG = "全面提升城乡基层医疗卫生机构服务能力和水平以及重点人群家庭医生签约服务覆盖面与质量的工程"
LIGHTS = (BEHIND, LAGGING, FINE, FINE, HELD, LAGGING, SILENT)


def crowded(number_of_matters: int, counties: int, *, long: bool = False) -> Overview:
    """A page with four indicators a matter, thirty silent units, and every kind of line."""
    ending = LONG if long else ""
    lines: list[JudgedLine] = [
        city(
            f"{n}.{k}-1",
            LIGHTS[(n + k) % 7] if long or k == 1 else FINE,
            31.0 - n / 4,
            name=f"指标{n}之{k}{ending}"[:50],
            matter=f"事项{n}{ending}"[:50],
            leads=tuple(f"市第{(n + m) % 12 + 1}局{ending}"[:30] for m in range(3)),
        )
        for n in range(1, number_of_matters + 1)
        for k in range(1, 5)
    ]
    lines[3] = replace(lines[3], doubts=frozenset({"远超"}))
    units = [sample.unit(f"市第{n}局{ending}"[:30], phone="0371-23456789") for n in range(1, 13)]
    units += [sample.unit(f"第{n}县", Group.COUNTY, phone="0371-1") for n in range(counties)]
    kinds = list(ProposalKind)
    proposals = [
        Proposal(unit=u.name, group=u.group, kind=kinds[n % 4], reason="第1名，98.6分")
        for n, u in enumerate(units[:12])
    ]
    before = [replace(april(line.code, FINE), plan=line.plan) for line in lines]
    book = ledger_of(lines, units=tuple(units))
    states = [_state(n, unit.name) for n, unit in enumerate(units)]
    return page(lines, before, states=states, ledger=book, proposals=proposals)


_STATES = (State.EMPTY, State.USELESS, State.RETURNED, State.PARTIAL, State.LATE)


def _state(number: int, unit: str) -> UnitState:
    silent = 5 <= number < 35
    return answer(unit, State.MISSING if silent else _STATES[number % 5])


CROWDED = {
    "10, 7": lambda: crowded(10, 7),
    "10, 160, long": lambda: crowded(10, 160, long=True),
    "40, 160": lambda: crowded(40, 160),
    "40, 160, long": lambda: crowded(40, 160, long=True),
    "1, 7": lambda: crowded(1, 7),
    "empty": lambda: page([city("一.1-1", SILENT)]),
}


@pytest.mark.parametrize("case", CROWDED)
def test_nothing_is_printed_smaller_than_8_points(case: str) -> None:
    """What has 9 points keeps 8 as long as no more than 601 points stand on A4 (R7.213).

    541 points of height are left between the margins, and 541 / 601 is 0.9.
    """
    sheet = sheet_of(CROWDED[case]())
    heights = sum(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1))
    sizes = {c.font.size for row in sheet.iter_rows() for c in row if c.value is not None}
    assert 560 <= heights <= 601
    assert min(sizes) == 9
    assert sheet.page_setup.fitToHeight in {None, 1}
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")


def test_each_is_printed_on_one_page(office: Office, tmp_path: Path) -> None:
    """At 1, 10 and 40 matters, at 7 and 160 counties, whole, with its footer (R7.213)."""
    for number, (case, facts) in enumerate(CROWDED.items()):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(written(facts(), ()))
        printed = office.convert(path, "pdf", tmp_path)
        assert pages(printed) == 1, case
        assert "内部资料，不得外传" in text(printed)
        assert "前期更正" in text(printed), case


def test_rows_are_shared_out() -> None:
    """One each, the rest to what needs the most lines."""
    assert share_rows([1, 1, 1], 3) == [1, 1, 1]
    assert share_rows([3, 1, 1], 6) == [3, 2, 1]
    assert share_rows([1, 2], 5) == [2, 3]
    assert share_rows([], 4) == []


def test_what_is_left_of_the_page_goes_to_the_lowest_rows() -> None:
    """Until they are level."""
    assert raise_lowest({0: 10.0, 1: 20.0, 2: 12.0}, 8.0) == {0: 15.0, 1: 20.0, 2: 15.0}
    assert raise_lowest({0: 10.0, 1: 20.0}, 20.0) == {0: 25.0, 1: 25.0}
    assert raise_lowest({}, 5.0) == {}
