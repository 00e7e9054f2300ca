"""The one way into a workbook: what comes back, and that nothing else writes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from defusedxml import ElementTree
from kit import office as harness
from kit import returns, sample
from kit.layout import ROOT, Source, called, imports, planted, sources
from kit.sample import COUNT, HEALTH, LANKAO, LONGTING, RATE
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from ducha.files.workbook.reading import read
from ducha.files.writing import list as list_xlsx
from ducha.files.writing import sheet
from ducha.files.writing.breakdown import book as breakdown_xlsx
from ducha.files.writing.form import book as form_xlsx
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.files.writing.report import book as report_xlsx
from ducha.files.writing.sheet import new_sheet, new_workbook
from ducha.findings import Rule, Severity
from ducha.form.breakdown import issue_breakdown
from ducha.form.monthly import Correction
from ducha.ledger.model import Group, Ledger
from ducha.merge.year import MergedInbox
from ducha.settings import read as read_settings
from ducha.standing.report import report
from ducha.standing.reporting import Calendar
from ducha.texts import MARK, clean, excel_length

# What comes back from a workbook, whoever reads it.

WRITTEN = (
    *("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "'引号", " 两边空格 ", "制\t表", "换\n行"),
    *("_x0041_", "_x000D_", "a_x0007_b", "_X0041_", "__x0041_", "http://x", "internal:'甲'!A1"),
    *(
        "<r><t>粗</t></r>",
        '<r>"</sst>&amp;</r>',
        "<b>粗</b>&amp;",
        "{{7*7}}",
        "%s{0}",
        "零\u200b宽",
    ),
)
CHAINED = ("_x0041_x0042_", "<r>_x0041_x0042_</r>")
"""Escapes that touch: openpyxl misreads them, and LibreOffice spoils them when it saves."""


def lone_column(texts: tuple[str, ...]) -> bytes:
    """A workbook of ours with these texts one below the other."""
    buffer = BytesIO()
    book = new_workbook(buffer)
    page = new_sheet(book, "表")
    for row, value in enumerate(texts):
        sheet.text(page, row, 0, value)
    book.close()
    return buffer.getvalue()


def by_calamine(data: bytes) -> list[object]:
    """The first column as calamine reads it."""
    page = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
    return [row[0] for row in page.to_python(skip_empty_area=False)]


def test_every_text_comes_back_as_it_was_typed() -> None:
    """Whatever the libraries take for markup or for an escape of theirs."""
    data = lone_column((*WRITTEN, *CHAINED))
    assert by_calamine(data) == [*WRITTEN, *CHAINED]
    cells = load_workbook(BytesIO(data)).active.iter_rows(max_row=len(WRITTEN))
    assert [(cell.value, cell.data_type) for (cell,) in cells] == [(t, "s") for t in WRITTEN]


def test_every_text_comes_back_from_libreoffice(office: harness.Office, tmp_path: Path) -> None:
    """Shown there as typed, and read as typed after it was saved there."""
    path = tmp_path / "甲.xlsx"
    path.write_bytes(lone_column((*WRITTEN, *CHAINED)))
    assert [row[0] for row in office.displayed(path)["表"]] == [*WRITTEN, *CHAINED]
    saved = office.convert(path, "xlsx", tmp_path / "saved")
    assert by_calamine(saved.read_bytes())[: len(WRITTEN)] == [*WRITTEN]


@pytest.mark.parametrize("size", [32_767, 40_000])
def test_markup_that_fills_a_cell_is_still_only_text(size: int) -> None:
    """Where there is no room to protect it, it loses its last letters."""
    typed = "<r>" + "&" * (size - 7) + "</r>"
    (merged,) = by_calamine(lone_column((typed,)))
    assert isinstance(merged, str)
    assert merged.startswith("<r>&&&")
    assert excel_length(merged) <= 32_767


def test_a_number_that_is_none_is_text() -> None:
    """1E+999 comes out of a file as an infinite number, which no cell can hold."""
    buffer = BytesIO()
    book = new_workbook(buffer)
    page = new_sheet(book, "表")
    for row, value in enumerate((float("inf"), float("nan"), 1.5)):
        sheet.number(page, row, 0, value)
    book.close()
    assert by_calamine(buffer.getvalue()) == ["inf", "nan", 1.5]


CLEANED = [
    ("正常文字\n第二行", "正常文字\n第二行"),
    ("a\r\nb\rc", "a\nb\nc"),
    ("响铃\x07", f"响铃{MARK}"),
    ("半个\ud83d", f"半个{MARK}"),
    ("\ufffe", MARK),
]


@pytest.mark.parametrize(("typed", "safe"), CLEANED)
def test_text_is_made_safe_where_one_can_see_it(typed: str, safe: str) -> None:
    """Nothing is dropped in silence."""
    assert clean(typed) == safe


@pytest.mark.parametrize("letter", ["长", "😀"])
def test_long_text_is_cut_with_a_mark(letter: str) -> None:
    """Excel counts rare characters twice."""
    cut = clean(letter * 40_000)
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert cut.endswith("（原文过长，以下截断）")


def test_text_never_becomes_a_formula_or_a_link_and_bytes_stay_the_same() -> None:
    """The usual attacks stay text, and 2024-12 stays as typed."""
    typed = ('=HYPERLINK("http://x","点我")', "+1", "@SUM(A1)", "http://x", "2024-12", "x\x01")

    def once() -> bytes:
        buffer = BytesIO()
        book = new_workbook(buffer)
        page = book.add_worksheet("表")
        for row, value in enumerate(typed):
            sheet.text(page, row, 0, value)
        sheet.number(page, 0, 1, 0.1)
        sheet.number(page, 1, 1, None)
        book.close()
        return buffer.getvalue()

    (merged,) = read(once()).sheets
    assert tuple(row[0] for row in merged.rows) == (*typed[:5], f"x{MARK}")
    assert merged.formulas == frozenset()
    assert b"hyperlink" not in b"".join(
        ZipFile(BytesIO(once())).read(name) for name in ("xl/worksheets/sheet1.xml",)
    )
    assert once() == once()


def test_a_cell_outside_the_sheet_is_a_bug_that_shows() -> None:
    """The library only answers with a code."""
    page = new_workbook(BytesIO()).add_worksheet("表")
    with pytest.raises(ValueError, match="not written"):
        sheet.text(page, 1_048_576, 0, "x")


# One way only.

WRITING = re.compile(
    "write|write_.*|merge_range|data_validation|conditional_format|set_header|set_footer"
    "|add_(worksheet|chartsheet|table|sparkline|chart|vba_project)|create_sheet"
    "|define_name|set_properties|set_custom_property|set_comments_author|set_background"
    "|insert_.*|filter_column.*|embed_image|protect_range"
)
"""How xlsxwriter and openpyxl take text in."""

KEPT_BY_OPENPYXL = {"value", "hyperlink", "comment", "data_type", "title", "oddHeader", "oddFooter"}


def ways(source: Source) -> Iterator[str]:
    """Where a module hands text to one of the two libraries by itself."""
    used = {one.partition(".")[0] for one in imports(source)} & {"xlsxwriter", "openpyxl"}
    if not used or source.name == "ducha.files.writing.sheet":
        return
    modules = {
        alias.asname or alias.name
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
    }
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Attribute):
            continue
        ours = isinstance(node.value, ast.Name) and node.value.id in modules
        stored = isinstance(node.ctx, ast.Store) and node.attr in KEPT_BY_OPENPYXL
        if stored or (WRITING.fullmatch(node.attr) and not ours):
            yield f"{source.name}:{node.lineno} {called(node)}"


def test_only_one_module_writes_into_workbooks() -> None:
    """Everything else goes through it, so that nothing foreign is ever forgotten."""
    assert [way for source in sources(ROOT).values() for way in ways(source)] == []


@pytest.mark.parametrize(
    ("library", "text"),
    [
        ("xlsxwriter.worksheet", "def f(sheet): sheet.write(0, 0, 'x')"),
        ("xlsxwriter.worksheet", "def f(sheet): sheet.write_string(0, 0, 'x')"),
        ("xlsxwriter.worksheet", "def f(self): self.sheet.write_url(0, 0, 'x')"),
        ("xlsxwriter.worksheet", "def f(sheet):\n    put = sheet.write_rich_string"),
        ("xlsxwriter", "def f(sheet): sheet.set_footer('x')"),
        ("xlsxwriter", "def f(book): book.add_worksheet('x')"),
        ("xlsxwriter", "def f(sheet): sheet.insert_textbox(0, 0, 'x')"),
        ("openpyxl.cell", "def f(cell): cell.value = 'x'"),
        ("openpyxl.cell", "def f(cell): cell.hyperlink = 'x'"),
    ],
)
def test_another_way_is_found(tmp_path: Path, library: str, text: str) -> None:
    """The test of the test: one fault each."""
    files = {"ducha/files/list_xlsx.py": f"import {library}\n{text}"}
    (source,) = sources(planted(tmp_path, files)).values()
    assert len(list(ways(source))) == 1


# Names in the ledger: clerks type them, a circular may bring them.

ODD = ('a"b', "A&G县", "=1+1", "甲,乙", '"&1+1&"', "{done}{0}%s", "<r><b/></r>", "长" * 300)


def named(odd: str) -> Ledger:
    """The small city with a county, a contact, a title, an indicator and a measure so called."""
    book = sample.ledger(
        indicators=(
            replace(COUNT, measure=odd, name=odd, task=odd, matter=odd, note=odd),
            replace(RATE, numerator_note=odd, denominator_note=odd, name=odd),
        ),
        units=(
            sample.unit(HEALTH, contact=odd, phone=odd, mails=(odd,)),
            *(sample.unit(name, Group.COUNTY) for name in (odd, LANKAO, LONGTING)),
        ),
        targets={(COUNT.code, odd): 60.0, (COUNT.code, LANKAO): 60.0, (RATE.code, odd): 65.0},
    )
    return replace(book, document=replace(book.document, title=odd, host=odd, phone=odd))


def written(odd: str) -> dict[str, bytes]:
    """Every workbook that such a ledger gives."""
    book = named(odd)
    place = (COUNT.code, odd, "done")
    rule = Rule("x", Severity.RETURN, "填写的是“{typed}”", "请改填数字", source="")
    fault = rule.finding(typed=odd)
    back = Correction({place: odd}, {("三.2", "problem"): odd}, {place: fault}, (fault,), {})
    merged = returns.merged(book, returns.arrival(odd, f"| {COUNT.code} | {odd} | 5 | | |"))
    return {
        "月报表": form_xlsx.write(sample.form(HEALTH, book)),
        "退回件": form_xlsx.write(sample.form(odd, book), back),
        "分解表": breakdown_xlsx.write(issue_breakdown(book, HEALTH, sample.KEY, "")),
        "台账": ledger_xlsx.write(book),
        "清单": list_xlsx.write((odd,), ((odd,),), odd, odd),
        "汇总": told_in_full(book, merged),
    }


def told_in_full(book: Ledger, merged: MergedInbox) -> bytes:
    """The report of a merge."""
    settings = read_settings("", Path("/"))
    calendar = Calendar(merged.period, sample.form(HEALTH, book).deadline, sample.form().deadline)
    facts = report(
        book, merged, calendar, tuple(returns.states(book, merged).values()), settings.awards
    )
    return report_xlsx.write(facts, settings.colours)


def bones(data: bytes) -> tuple[list[str], list[str]]:
    """Every formula without its literals, of cells, rules and colours; every header and footer."""
    formulas: list[str] = []
    margins: list[str] = []
    with ZipFile(BytesIO(data)) as parts:
        for name in sorted(parts.namelist()):
            for node in ElementTree.fromstring(parts.read(name)).iter():
                tag = node.tag.rpartition("}")[2]
                if tag in {"f", "formula", "formula1", "formula2"}:
                    formulas.append(re.sub('"(?:[^"]|"")*"', '""', node.text or ""))
                if tag in {"oddHeader", "oddFooter"}:
                    margins.append(node.text or "")
    return formulas, margins


# workbook, and of each sheet the first cell that moves; what has none is short
FROZEN = {
    "月报表": {"填报说明": None, "进度填报": "I5", "情况说明": "D5", "表单标识": None},
    "退回件": {
        "退回原因": None,
        "填报说明": None,
        "进度填报": "I5",
        "情况说明": "D5",
        "表单标识": None,
    },
    "分解表": {"填报说明": None, "任务分解": "G5", "表单标识": None},
    "台账": {
        "文件信息": "B2",
        "指标": "B2",
        "县区分解": "C2",
        "时间节点": "C2",
        "责任单位": "B2",
        "目标调整": "B2",
        "人工处置": "B2",
        "督办事项": "B2",
        "通报名单": "B2",
    },
    "清单": {"清单": "B4"},
    "汇总": {
        "总览": None,
        "事项进展": "C2",
        "指标明细": "D2",
        "县区一览": "F4",
        "县区对比": "E2",
        "单位情况": "A2",
        "排名": None,
        "点名核实": "C2",
        "拟督办": "C2",
        "问题清单": "B2",
        "工作建议": "B2",
        "督办事项": "C2",
        "趋势": "E1",
        "报送情况": "B2",
        "文件清单": "A2",
        "数据核查": "A2",
        "口径核对": "A2",
        "前期更正": "E2",
        "年度考核": "B2",
        "情况明细": "A2",
        "数据": "E2",
    },
}


def test_headings_and_names_stay_in_sight() -> None:
    """Whoever scrolls down or right still sees what a row is about and what a column is called."""
    assert {
        what: {sheet.title: sheet.freeze_panes for sheet in load_workbook(BytesIO(data))}
        for what, data in written("杞县").items()
    } == FROZEN


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:12])
def test_a_name_never_leaves_the_literal_it_stands_in(odd: str) -> None:
    """Formulas, drop-downs, colours: the same as with a plain name, their literals aside."""
    plain, merged = written("杞县"), written(odd)
    for what, data in merged.items():
        formulas, margins = bones(data)
        ours = set(bones(plain[what])[0])
        assert set(formulas) <= ours, what
        codes = {code for margin in margins for code in re.findall("&(.)", margin)}
        assert codes <= set("LCRPNA19"), what
        assert len(margins) == len(bones(plain[what])[1]), what


@pytest.mark.parametrize(
    ("county", "lists"), [("杞县", 1), ("甲,乙", 0), ('a"b', 0), ("长" * 300, 0), ("=1+1", 1)]
)
def test_a_drop_down_holds_every_county_whole(county: str, lists: int) -> None:
    """A name with a comma would be two choices: then anything may be typed instead."""
    page = load_workbook(BytesIO(ledger_xlsx.write(named(county))))["目标调整"]
    rules = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert len(rules) == lists
