"""The breakdown form in a clerk's hands: what it takes, what it shows, how it prints."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from kit.breakdowns import force
from kit.office import Office, pages, text
from kit.sample import COUNT, HEALTH, LANKAO, LONGTING, QIXIAN, RATE, STANDARD, ledger, unit
from kit.tables import table
from openpyxl import load_workbook

from ducha.breakdown.in_force import accept_breakdowns
from ducha.breakdown.known import known_cells
from ducha.cells import letters
from ducha.files.workbook import reading as workbook
from ducha.files.writing.breakdown import book as breakdown_xlsx
from ducha.files.writing.breakdown import formulas
from ducha.form.breakdown import BREAKDOWN_SHEET, BreakdownForm, issue_breakdown
from ducha.form.claim import SHEET
from ducha.ledger.model import CITY, OWN, Direction, Group, Ledger
from ducha.ledger.year.decisions import Adjustment

RED, ORANGE, ENTRY = "#F8B4B4", "#FBCB8E", "#FFF8DC"
FIRST = 5
"""Row of the first indicator, counted from 1: the count, then the standard, then the rate."""

BOOK = ledger(targets={})


def form(book: Ledger = BOOK) -> BreakdownForm:
    """The form of 市卫生健康委."""
    return issue_breakdown(book, HEALTH, b"k", "f")


def at(key: str, row: int = FIRST, book: Ledger = BOOK) -> str:
    """Address of a cell by its column's key."""
    keys = [column.key for column in form(book).columns]
    return f"{letters(keys.index(key))}{row}"


@pytest.fixture
def issued(tmp_path: Path) -> Path:
    """The form as it lies in the outbox."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(breakdown_xlsx.write(form()))
    return path


def shown(office: Office, path: Path, key: str, row: int = FIRST) -> str | float:
    """What a cell shows after everything is computed."""
    keys = [column.key for column in form().columns]
    return office.recalculated(path)[BREAKDOWN_SHEET][row - 1][keys.index(key)]


def typed(office: Office, path: Path, **entries: str | float) -> Path:
    """Type into the first indicator's row by column key; county names by their place."""
    names = {"one": QIXIAN, "two": LANKAO, "three": LONGTING, "own": OWN}
    edits = [(BREAKDOWN_SHEET, at(names.get(k, k)), value) for k, value in entries.items()]
    out = path.with_name(f"{path.stem}-{len(list(path.parent.iterdir()))}.xlsx")
    assert all(office.edit(path, out, edits))
    return out


# What it is


def test_the_same_form_gives_the_same_bytes() -> None:
    """And no warning of the library's, however long a name is."""
    long = replace(COUNT, name="名" * 300, note="注" * 300)
    with warnings.catch_warnings(action="error"):
        assert breakdown_xlsx.write(form()) == breakdown_xlsx.write(form())
        breakdown_xlsx.write(form(ledger(indicators=(long,))))


def test_sheets_and_columns() -> None:
    """The hidden sheet says whose form it is."""
    book = load_workbook(BytesIO(breakdown_xlsx.write(form())))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("填报说明", "visible"),
        (BREAKDOWN_SHEET, "visible"),
        (SHEET, "veryHidden"),
    ]
    sheet = book[BREAKDOWN_SHEET]
    assert sheet["B1"].value == "2024年重点民生实事任务分解表"
    assert "填报单位：市卫生健康委" in sheet["B2"].value
    assert "年度：2024年" in sheet["B2"].value
    assert [cell.value for cell in sheet[4]] == [
        *("编码", "类型", "事项", "指标", "计量单位", "全市目标"),
        *("杞县", "兰考县", "龙亭区", "市本级", "合计", "差额"),
        *("3月底", "6月底", "9月底", "12月底", "完成时限", "联系人", "联系电话"),
        *("校验提示", "口径", "下发内容"),
    ]
    assert sheet.column_dimensions[sheet[4][-1].column_letter].hidden
    assert [sheet.cell(row, 1).value for row in (5, 6, 7)] == [COUNT.code, STANDARD.code, RATE.code]


def test_nothing_is_prefilled_while_nothing_is_known() -> None:
    """Only the cells to fill in are unlocked."""
    sheet = load_workbook(BytesIO(breakdown_xlsx.write(form())))[BREAKDOWN_SHEET]
    open_cells = [
        cell for row in sheet.iter_rows(min_row=FIRST) for cell in row if not cell.protection.locked
    ]
    assert len(open_cells) == 3 * (4 + 4 + 3)
    assert {cell.value for cell in open_cells} == {None}


def test_a_change_of_the_year_is_told_beside() -> None:
    """The form still divides the year's own target."""
    book = ledger(adjustments=(Adjustment(COUNT.code, CITY, 7, 150.0, "会议纪要"),))
    sheet = load_workbook(BytesIO(breakdown_xlsx.write(form(book))))[BREAKDOWN_SHEET]
    assert sheet[at("target")].value == 120
    assert "7月起全市目标改为150人" in sheet[at("note")].value


# What it takes


def test_locked_cells_refuse_and_entries_take(office: Office, issued: Path) -> None:
    """Typed as a person does."""
    locked = ["code", "kind", "indicator", "measure", "target", "sum", "difference", "hint", "note"]
    entries = [QIXIAN, OWN, "milestone3", "milestone12", "deadline", "contact", "phone"]
    for key in locked:
        assert office.formats(issued, BREAKDOWN_SHEET, at(key)).refuses, key
    for key in entries:
        facts = office.formats(issued, BREAKDOWN_SHEET, at(key))
        assert not facts.refuses, key
        assert facts.background == ENTRY, key


def test_a_county_that_does_not_answer_is_locked(office: Office, tmp_path: Path) -> None:
    """And grey."""
    some = replace(COUNT, supports=(LANKAO,), all_counties=False)
    path = tmp_path / "some.xlsx"
    path.write_bytes(breakdown_xlsx.write(form(ledger(indicators=(some,)))))
    silent = office.formats(path, BREAKDOWN_SHEET, at(QIXIAN))
    assert (silent.refuses, silent.background) == (True, "#F4F4F4")
    assert not office.formats(path, BREAKDOWN_SHEET, at(LANKAO)).refuses


def test_number_rules_and_hints(office: Office, issued: Path) -> None:
    """Whole persons, percents of milestones, a rate's own line."""
    county = office.formats(issued, BREAKDOWN_SHEET, at(QIXIAN))
    assert (county.validation, county.formulas[0], county.strict) == ("whole", "0", True)
    assert "没有任务填0" in county.hint
    assert "整数" in county.refusal
    milestone = office.formats(issued, BREAKDOWN_SHEET, at("milestone6"))
    assert (milestone.validation, milestone.formulas) == ("decimal", ("0", "1"))
    assert "0%到100%" in milestone.refusal
    line = office.formats(issued, BREAKDOWN_SHEET, at(QIXIAN, FIRST + 2))
    assert (line.validation, line.formulas) == ("decimal", ("0", "100"))
    assert "不是把全市的拆开" in line.hint
    assert "空着就按全市目标65%" in line.hint


def test_words_stay_words(office: Office, issued: Path) -> None:
    """2024-12 is no date, a telephone no number."""
    path = typed(office, issued, deadline="2024-10", phone="03710000")
    assert shown(office, path, "deadline") == "2024-10"
    assert shown(office, path, "phone") == "03710000"


# What it shows


def test_sum_and_difference_are_live(office: Office, issued: Path) -> None:
    """120 are to be divided."""
    path = typed(office, issued, one=60, two=40, own=5)
    assert shown(office, path, "sum") == 105
    assert shown(office, path, "difference") == -15
    assert shown(office, path, "hint") == "合计比全市目标少15人"
    full = typed(office, path, three=15)
    assert (shown(office, full, "sum"), shown(office, full, "difference")) == (120, 0)
    assert shown(office, full, "hint") == ""


def test_red_while_the_sum_is_short(office: Office, issued: Path) -> None:
    """As it is drawn; rates are never added up."""
    cells = [at("sum"), at("difference"), at("hint")]
    short = typed(office, issued, one=60, two=40, three=0)
    assert office.effective_backgrounds(short, BREAKDOWN_SHEET, cells) == [RED] * 3
    full = typed(office, short, three=20)
    assert RED not in office.effective_backgrounds(full, BREAKDOWN_SHEET, cells)
    rate = [at("sum", FIRST + 2), at("difference", FIRST + 2)]
    assert RED not in office.effective_backgrounds(short, BREAKDOWN_SHEET, rate)
    assert shown(office, short, "sum", FIRST + 2) == "不相加"


def test_red_where_a_cell_is_wrong(office: Office, issued: Path) -> None:
    """A falling milestone, a negative figure, half a person; the others stay as they are."""
    path = typed(
        office,
        issued,
        one=-1,
        two=0.5,
        three=9,
        milestone3="50%",
        milestone6="40%",
        milestone9="60%",
    )
    keys = (QIXIAN, LANKAO, LONGTING, "milestone3", "milestone6", "milestone9")
    drawn = office.effective_backgrounds(path, BREAKDOWN_SHEET, [at(key) for key in keys])
    assert drawn == [RED, RED, ENTRY, ENTRY, RED, ENTRY]


HINTS = table("""
| case               | 类型 | 杞县 | 兰考 | 龙亭 | 节点      | 提示                             |
|--------------------|------|------|------|------|-----------|----------------------------------|
| nothing            | 累计 |      |      |      |           | 还没有分解                       |
| all                | 累计 | 60   | 60   | 0    |           |                                  |
| more               | 累计 | 60   | 60   | 5    |           |                                  |
| short              | 累计 | 60   | 40   | 0    |           | 合计比全市目标少20人             |
| short and open     | 累计 | 60   |      |      |           | 合计比全市目标少60人             |
| enough and open    | 累计 | 60   | 60   |      |           | 还有1个县区没有填，没有任务的填0 |
| a word             | 累计 | 很多 | 60   | 0    |           | 县区任务只能填数字               |
| below nothing      | 累计 | -1   | 60   | 0    |           | 县区任务不能小于0                |
| half a person      | 累计 | 0.5  | 120  | 0    |           | 县区任务只能填整数               |
| within the ceiling | 控制 | 60   | 40   | 0    |           |                                  |
| over the ceiling   | 控制 | 60   | 70   | 0    |           | 合计比全市目标多10人             |
| milestones falling | 累计 | 60   | 60   | 0    | 0.5/0.4// | 时间节点不能比前面的小           |
| over a gap         | 累计 | 60   | 60   | 0    | 0.5//0.4/ | 时间节点不能比前面的小           |
| above everything   | 累计 | 60   | 60   | 0    | /1.01//   | 时间节点填0%到100%               |
| milestone below 0  | 累计 | 60   | 60   | 0    | -0.1///   | 时间节点填0%到100%               |
| before the start   | 中段 | 60   | 60   | 0    | 0.1/0.4// | 起始月之前的节点应空着           |
| after the deadline | 中段 | 60   | 60   | 0    | /0.4/0.9/ | 完成时限当月及以后的节点应为100% |
| not all in time    | 累计 | 60   | 60   | 0    | ///0.9    | 完成时限当月及以后的节点应为100% |
| increments         | 累计 | 60   | 60   | 0    | .25/.25/.25/.25 | 像是每季度增量，请填累计比例 |
| rising increments  | 累计 | 60   | 60   | 0    | .1/.2/.3/.4 | 像是每季度增量，请填累计比例 |
| may be increments  | 累计 | 60   | 60   | 0    | .1/.3/.6/ | 节点相加100%，请核对是否累计 |
| cumulative         | 累计 | 60   | 60   | 0    | .1/.3/.7/1 |                               |
| the city's target  | 累计 | 120  | 120  | 120  |           | 每个县区都填了全市目标，请核对   |
| far above          | 累计 | 100  | 81   |      |           | 合计比全市目标多一半以上，请核对 |
| not so far above   | 累计 | 100  | 80   | 0    |           |                                  |
| in the middle      | 中段 | 60   | 60   | 0    | 0/0.4/1/1 |                                  |
| city's line        | 比率 |      |      |      |           | 空着的县区按全市目标65%          |
| own lines          | 比率 | 65   | 70   | 0    |           |                                  |
| 0.65               | 比率 | 0.65 |      |      |           | 目标线填百分数本身，如65%填65    |
| 650                | 比率 | 650  |      |      |           | 目标线填百分数本身，如65%填65    |
| a standard         | 标准 |      | 7000 |      |           | 空着的县区按全市目标6000元       |
""")[1:]
KINDS = {
    "累计": COUNT,
    "控制": replace(COUNT, direction=Direction.AT_MOST),
    "中段": replace(COUNT, start=4, deadline=8),
    "比率": RATE,
    "标准": STANDARD,
}
KEYS = (QIXIAN, LANKAO, LONGTING, "milestone3", "milestone6", "milestone9", "milestone12")
TO_DO = ("还没有分解", "还有", "空着")


def entries(case: Sequence[object]) -> list[object]:
    """What a row of the table types, in the order of `KEYS`; milestones are written 0.5/0.4//."""
    milestones = [
        float(milestone) if milestone else "" for milestone in str(case[5] or "///").split("/")
    ]
    return [*case[2:5], *milestones]


def case_ledger() -> Ledger:
    """One indicator for every row of the table."""
    return ledger(
        indicators=tuple(
            replace(KINDS[case[1]], code=f"一.{number}-1") for number, case in enumerate(HINTS, 1)
        ),
        targets={},
    )


def test_live_hints(office: Office, tmp_path: Path) -> None:
    """Every row of the table in one form, filled by another program, computed by LibreOffice."""
    blank = breakdown_xlsx.write(form(case_ledger()))
    book = load_workbook(BytesIO(blank))
    sheet = book[BREAKDOWN_SHEET]
    for row, case in enumerate(HINTS, FIRST):
        for key, value in zip(KEYS, entries(case), strict=True):
            if value != "":
                sheet[at(key, row)].value = value
    book.save(tmp_path / "hints.xlsx")
    shown = office.recalculated(tmp_path / "hints.xlsx")[BREAKDOWN_SHEET]
    column = [column.key for column in form().columns].index("hint")
    assert [shown[row][column] for row in range(FIRST - 1, FIRST - 1 + len(HINTS))] == [
        case[6] for case in HINTS
    ]


@pytest.mark.parametrize("case", HINTS, ids=lambda case: case[0])
def test_reading_finds_what_the_hint_says(case: Sequence[object]) -> None:
    """A row that the form calls wrong is found when it comes back, and no other."""
    kind, hint = KINDS[str(case[1])], str(case[6])
    typed = entries(case)
    row = [kind.code, f"{kind.target:g}", *typed[:3], "", "", *typed[3:]]
    book = ledger(indicators=(kind,), targets={})
    findings = force(book, f"| {' | '.join(map(str, row))} |").findings
    still_open = case[0] == "short and open"  # of this only the form complains
    assert bool(findings) == (bool(hint) and not hint.startswith(TO_DO) and not still_open)


# What is known already


def known_form(targets: dict[str, float], milestones: dict[int, float]) -> BreakdownForm:
    """The form after these targets and milestones of the count have come into force."""
    book = ledger(
        targets={(COUNT.code, place): target for place, target in targets.items()},
        milestones={COUNT.code: milestones} if milestones else {},
    )
    force = accept_breakdowns(book, (), "ledger.xlsx")
    return issue_breakdown(book, HEALTH, b"k", "f", known_cells(book, force, HEALTH))


KNOWN = table("""
| case    | 杞县 | 兰考 | 龙亭 | 本级 | 节点   | 合计 | 差额 | 提示                             |
|---------|------|------|------|------|--------|------|------|----------------------------------|
| nothing |      |      |      |      |        | 0    |      | 还没有分解                       |
| nodes   |      |      |      |      | 0.5/1  | 0    |      | 还没有分解                       |
| some    | 60   |      |      |      |        | 60   | -60  | 还有2个县区没有填，没有任务的填0 |
| short   | 60   | 30   | 0    | 10   |        | 100  | -20  | 合计比全市目标少20人             |
| all     | 60   | 60   | 0    |      | 0.4/1  | 120  | 0    |                                  |
""")[1:]


@pytest.mark.parametrize("case", KNOWN, ids=lambda case: case[0])
def test_a_form_as_it_is_issued_is_calm(
    office: Office, tmp_path: Path, case: Sequence[object]
) -> None:
    """Whatever is known, nothing is coloured; what a program shows is what it computes (R6.228)."""
    places = zip((QIXIAN, LANKAO, LONGTING, OWN), case[1:5], strict=True)
    targets = {place: float(str(value)) for place, value in places if value != ""}
    nodes = [float(node) for node in str(case[5]).split("/") if node]
    issued = known_form(targets, dict(zip((6, 12), nodes, strict=False)))
    path = tmp_path / "known.xlsx"
    path.write_bytes(breakdown_xlsx.write(issued))
    keys = ("sum", "difference", "hint")
    columns = [column.key for column in issued.columns]
    for rows in (
        workbook.read(path.read_bytes()).sheet(BREAKDOWN_SHEET).rows,
        office.recalculated(path)[BREAKDOWN_SHEET],
    ):
        assert [rows[FIRST - 1][columns.index(key)] for key in keys] == case[6:9]
    cells = [at(key) for key in (QIXIAN, LANKAO, OWN, "milestone6", "milestone12", *keys)]
    drawn = office.effective_backgrounds(path, BREAKDOWN_SHEET, cells)
    assert not {RED, ORANGE} & set(drawn)


def test_a_short_form_turns_red_once_the_unit_types(office: Office, tmp_path: Path) -> None:
    """60 + 30 were known and are short of 120; now 40 stand in place of 30 (R6.228)."""
    path = tmp_path / "short.xlsx"
    path.write_bytes(breakdown_xlsx.write(known_form({QIXIAN: 60, LANKAO: 30, LONGTING: 0}, {})))
    changed = typed(office, path, two=40)
    cells = [at("sum"), at("difference"), at("hint")]
    assert office.effective_backgrounds(changed, BREAKDOWN_SHEET, cells) == [RED] * 3


def test_what_is_doubtful_turns_orange(office: Office, issued: Path) -> None:
    """市本级 holds the sum of the counties (R6.228, R6.233)."""
    path = typed(office, issued, one=70, two=60, three=0, own=130)
    assert shown(office, path, "hint") == "市本级像是填了合计，请核对"
    assert office.effective_backgrounds(path, BREAKDOWN_SHEET, [at("hint")]) == [ORANGE]


def test_increments_are_red_as_a_row(office: Office, issued: Path) -> None:
    """All of them have to be typed anew (R6.230)."""
    nodes = {f"milestone{month}": "25%" for month in (3, 6, 9, 12)}
    path = typed(office, issued, one=120, two=0, three=0, **nodes)
    cells = [at(key) for key in nodes]
    assert office.effective_backgrounds(path, BREAKDOWN_SHEET, cells) == [RED] * 4


# How it prints


def ten_counties() -> Ledger:
    """As many counties as a real city has."""
    names = ("通许县", "尉氏县", "祥符区", "顺河回族区", "鼓楼区", "禹王台区", "城乡一体化示范区")
    return ledger(units=(*BOOK.units, *(unit(name, Group.COUNTY) for name in names)), targets={})


def one_county() -> Ledger:
    """A city of a single county."""
    units = tuple(u for u in BOOK.units if u.name not in {LANKAO, LONGTING})
    return ledger(units=units, targets={})


def test_it_prints_on_paper_that_can_be_read(office: Office, tmp_path: Path) -> None:
    """The guide on one page; the form on A4 for a single county, on A3 for more (R5.10)."""
    sizes = {}
    for name, book in (("one", one_county()), ("few", BOOK), ("many", ten_counties())):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(breakdown_xlsx.write(form(book)))
        printed = office.convert(path, "pdf", tmp_path / name)
        assert pages(printed) == 2
        assert "校验提示" in text(printed)
        sheet = load_workbook(path)[BREAKDOWN_SHEET]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$4:$4"
        sizes[name] = sheet.page_setup.paperSize
    assert sizes == {"one": 9, "few": 8, "many": 8}


def test_what_no_paper_holds_runs_over_several(office: Office, tmp_path: Path) -> None:
    """Forty counties: each page repeats the indicators, and loses no column (R5.10)."""
    names = [f"第{number}县" for number in range(1, 41)]
    book = ledger(units=(unit(HEALTH), *(unit(name, Group.COUNTY) for name in names)), targets={})
    path = tmp_path / "wide.xlsx"
    path.write_bytes(breakdown_xlsx.write(form(book)))
    guide, *printed, end = text(office.convert(path, "pdf", tmp_path / "pdf")).split("\f")
    assert (len(printed), "任务分解" in guide, end) == (3, True, "")
    assert all("全市目标" in page and "120" in page for page in printed)
    headed = " ".join(printed)
    assert [name for name in names if name not in headed] == []
    assert load_workbook(path)[BREAKDOWN_SHEET].page_setup.scale == 73


def test_the_guide_says_what_is_asked(tmp_path: Path, office: Office) -> None:
    """How, an example of every kind that is asked, to whom."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(breakdown_xlsx.write(form()))
    words = re.sub(r"\s+", "", text(office.convert(path, "pdf", tmp_path / "pdf")))
    for phrase in ("8+10+2=20", "96%填96", "整行空着", "ducha@example.gov.cn", "0371-00000000"):
        assert phrase in words
    only = ledger(indicators=(COUNT,))
    guide = workbook.read(breakdown_xlsx.write(form(only))).sheet("填报说明")
    assert not any("96%" in str(value) for row in guide.rows for value in row)


def test_formula_of_a_sum_that_skips_a_county() -> None:
    """A county that is counted in another's figure."""
    grid = formulas.Grid({"甲": 1, "乙": 2, "丙": 3}, ("甲", "乙", "丙"), frozenset({"甲", "丙"}))
    assert formulas.total(grid, 4) == "=ROUND(N($B5)+N($D5),9)"
