"""A monthly form in the hands of a clerk: LibreOffice opens, fills, re-saves and prints it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from kit.office import Office, flat, pages, text
from kit.sample import (
    COUNT,
    DOCUMENT,
    HEALTH,
    KEY,
    LANKAO,
    LENGTH,
    LEVEL,
    LONGTING,
    QIXIAN,
    RATE,
    ROADS,
    SCHOOLS,
    STANDARD,
    form,
    indicator,
    ledger,
)
from openpyxl import load_workbook

from ducha.cells import address
from ducha.files.demo.answer import fill_form
from ducha.files.workbook import reading as workbook
from ducha.files.writing.form import book as form_xlsx
from ducha.form.claim import SHEET, Trust, verify
from ducha.form.monthly import (
    FOOT,
    GUIDE_SHEET,
    NARRATIVE,
    NARRATIVE_SHEET,
    PROGRESS,
    PROGRESS_SHEET,
    Form,
    LastMonth,
)
from ducha.intake.examined import ExaminedReturn
from ducha.intake.numbers import MonthContext
from ducha.intake.rows import examine_return
from ducha.ledger.model import CITY, OWN, Direction, Level
from ducha.status.rating import Figure
from ducha.submission import reading as returns
from ducha.submission.arrival import FILE_TIME, Source
from ducha.submission.hidden import claim_of

ENTRY, WHITE, RED, ORANGE = "#FFF8DC", "#FFFFFF", "#F8B4B4", "#FBCB8E"
SOURCE = Source("inbox/x.xlsx", "0" * 64, datetime(2024, 5, 27, tzinfo=UTC), FILE_TIME)
APRIL = LastMonth(
    {
        (COUNT.code, QIXIAN): Figure(done=20.0),
        (RATE.code, QIXIAN): Figure(numerator=60.0, denominator=80.0),
        (LEVEL.code, LANKAO): Figure(level=Level.UNDER_WAY),
    },
    {"三.3": "补助资金没有到位"},
)


def saved(folder: Path, of: Form) -> Path:
    """Write a form to a folder."""
    path = folder / f"{of.unit}.xlsx"
    path.write_bytes(form_xlsx.write(of))
    return path


@pytest.fixture(scope="module")
def health(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of a lead department, with April's figures."""
    return saved(tmp_path_factory.mktemp("health"), form(HEALTH, before=APRIL))


@pytest.fixture(scope="module")
def qixian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of a county, with April's figures."""
    return saved(tmp_path_factory.mktemp("qixian"), form(QIXIAN, before=APRIL))


def at(of: Form, code: str, place: str, key: str) -> str:
    """Address of a cell of 进度填报."""
    keys = [(row.task.indicator.code, row.task.county) for row in of.progress]
    return address(4 + keys.index((code, place)), [c.key for c in PROGRESS].index(key))


def told_at(of: Form, item: str, key: str) -> str:
    """Address of a cell of 情况说明."""
    row = 4 + [each.code for each in of.items].index(item)
    return address(row, [column.key for column in NARRATIVE].index(key))


def line(grid: list[list[object]], code: str, place: str) -> dict[str, object]:
    """One row of 进度填报 by heading."""
    headings = [column.heading for column in PROGRESS]
    rows = [dict(zip(headings, row, strict=False)) for row in grid]
    (found,) = [row for row in rows if (row["编码"], row["县区"]) == (code, place)]
    return found


def returned(path: Path, month: int = 5) -> ExaminedReturn:
    """Read a form that came back, as merging does."""
    cells = workbook.read(path.read_bytes())
    claim = claim_of(cells)
    assert claim is not None
    assert verify(KEY, claim) is Trust.GENUINE
    read = returns.read_return(cells, SOURCE, claim)
    assert read is not None
    return examine_return(read, 1, MonthContext(ledger(), month, {claim.unit: APRIL}))


# what a clerk sees


def test_sheets_in_their_order(office: Office, health: Path) -> None:
    """Three to see, one to hide; the three are protected."""
    sheets = office.sheets(health)
    assert [sheet.name for sheet in sheets] == [GUIDE_SHEET, PROGRESS_SHEET, NARRATIVE_SHEET, SHEET]
    assert [sheet.visible for sheet in sheets] == [True, True, True, False]
    assert all(sheet.protected for sheet in sheets)


def test_a_ceiling_as_issued(office: Office, tmp_path: Path) -> None:
    """Neither 序时进度 nor 应达进度 beside what may only not be exceeded (R7.21)."""
    book = ledger(indicators=(replace(COUNT, direction=Direction.AT_MOST),))
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_xlsx.write(form(book=book)))
    row = line(office.displayed(path)[PROGRESS_SHEET], COUNT.code, QIXIAN)
    assert (row["年度目标"], row["序时进度"], row["应达进度"]) == ("60", "", "")


def test_a_row_as_issued(office: Office, health: Path) -> None:
    """Target, last month, schedule; a rate's last month is a share; nothing unfilled reads as 0."""
    shown = office.displayed(health)[PROGRESS_SHEET]
    count, rate = line(shown, COUNT.code, QIXIAN), line(shown, RATE.code, QIXIAN)
    assert (count["年度目标"], count["上月累计"], count["序时进度"]) == ("60", "20", "41.7%")
    assert (rate["年度目标"], rate["上月累计"], rate["分子"]) == ("65", "75.0%", "")
    assert [count[name] for name in ("本月累计", "完成率", "状态预判", "校验提示")] == [
        *("", "", "未报送", "")
    ]
    assert "分母：同期产妇总数" in rate["口径"]


def test_a_county_has_its_own_rows(office: Office, qixian: Path) -> None:
    """No city line, no other county; a level is shown as its word."""
    grid = office.recalculated(qixian)[PROGRESS_SHEET]
    assert [(row[0], row[7]) for row in grid[4:8]] == [
        (each.code, QIXIAN) for each in (COUNT, STANDARD, RATE, LENGTH)
    ]
    assert CITY not in flat(grid)


def test_the_guide_tells_when_where_and_how(office: Office, health: Path) -> None:
    """By when, to whom, and an example of a count and of a rate."""
    page = " ".join(map(str, flat(office.recalculated(health)[GUIDE_SHEET])))
    for words in ("2024年5月28日", DOCUMENT.mailbox, DOCUMENT.phone, HEALTH, "6+3=9", "分子、分母"):
        assert words in page


def test_no_task_no_entry(office: Office, health: Path) -> None:
    """A target of 0 locks the row and says so."""
    shown = line(office.recalculated(health)[PROGRESS_SHEET], COUNT.code, LONGTING)
    assert (shown["状态预判"], shown["备注"]) == ("无任务", "无任务，不用填")
    cell = at(form(HEALTH), COUNT.code, LONGTING, "done")
    assert office.formats(health, PROGRESS_SHEET, cell).refuses


def test_paper(office: Office, health: Path, tmp_path: Path) -> None:
    """Large letters take two pages for fifteen rows; unit and page number at each foot."""
    pdf = office.convert(health, "pdf", tmp_path)
    assert pages(pdf) == 4
    printed = ["".join(page.split()) for page in text(pdf).split("\f")]
    assert all(HEALTH in page and f"第{n}页共4页" in page for n, page in enumerate(printed[:4], 1))
    assert ["填报日期" in page for page in printed[1:4]] == [False, True, False]


def test_long_forms_repeat_their_headings(office: Office, tmp_path: Path) -> None:
    """A row per indicator and county runs over several pages, each with the heading row."""
    many = tuple(indicator(f"三.{n}-1", name=f"第{n}项指标") for n in range(1, 31))
    path = saved(tmp_path, form(HEALTH, ledger(indicators=many, targets={})))
    printed = text(office.convert(path, "pdf", tmp_path)).split("\f")
    filled = [page for page in printed if "进度填报" in page and "填报说明" not in page]
    assert len(filled) > 3
    assert all("本月累计" in page and "序时进度" in page for page in filled)


# what a clerk can do


def test_only_the_cells_to_fill_take_anything(office: Office, health: Path, tmp_path: Path) -> None:
    """Proved on the file that LibreOffice saved: unlocked are the entries and the foot."""
    again = load_workbook(office.convert(health, "xlsx", tmp_path))
    issued = form(HEALTH)
    expected = {
        at(issued, row.task.indicator.code, row.task.county, key)
        for row in issued.progress
        if row.task.county != CITY and (row.task.indicator, row.task.county) != (COUNT, LONGTING)
        for key in (
            *(("numerator", "denominator") if row.task.indicator.asks_parts else ("done",)),
            "remark",
        )
    }
    open_cells = {
        cell.coordinate
        for row in again[PROGRESS_SHEET].iter_rows(max_col=len(PROGRESS))
        for cell in row
        if not cell.protection.locked
    }
    assert expected < open_cells
    foot = open_cells - expected
    assert foot == {f"{column}21" for column in ("F", "H", "I", "M", "N", "O", "Q", "R", "T", "U")}
    assert {again[PROGRESS_SHEET][cell].fill.fgColor.rgb[2:] for cell in foot} == {ENTRY[1:]}


@pytest.mark.parametrize("key", ["target", "previous", "county", "hint", "numerator"])
def test_a_locked_cell_refuses(office: Office, health: Path, tmp_path: Path, key: str) -> None:
    """Targets, last month's figures, names and what is not asked."""
    cell = at(form(HEALTH), COUNT.code, QIXIAN, key)
    done = office.edit(health, tmp_path / "out.xlsx", [(PROGRESS_SHEET, cell, 1)])
    assert done == [False]
    shown = office.formats(health, PROGRESS_SHEET, cell)
    assert shown.refuses
    assert shown.background != ENTRY


def test_an_entry_cell_takes_and_is_tinted(office: Office, qixian: Path, tmp_path: Path) -> None:
    """The figure stands, its share and its preview follow."""
    of = form(QIXIAN)
    out = tmp_path / "out.xlsx"
    cell = at(of, COUNT.code, QIXIAN, "done")
    assert office.formats(qixian, PROGRESS_SHEET, cell).background == ENTRY
    assert office.edit(qixian, out, [(PROGRESS_SHEET, cell, 30)]) == [True]
    shown = line(office.displayed(out)[PROGRESS_SHEET], COUNT.code, QIXIAN)
    assert (shown["本月累计"], shown["完成率"], shown["状态预判"]) == ("30", "50.0%", "正常")


def test_number_rules_speak_chinese(office: Office, qixian: Path) -> None:
    """Whole numbers of people, decimals of kilometres; hint and refusal in words."""
    of = form(QIXIAN)
    people = office.formats(qixian, PROGRESS_SHEET, at(of, COUNT.code, QIXIAN, "done"))
    assert (people.validation, people.operator, people.strict) == ("whole", "greater_equal", True)
    assert "1月至5月累计" in people.hint
    assert "不小于0的整数" in people.refusal
    road = office.formats(qixian, PROGRESS_SHEET, at(of, LENGTH.code, QIXIAN, "done"))
    assert (road.validation, "数字" in road.refusal) == ("decimal", True)
    base = office.formats(qixian, PROGRESS_SHEET, at(of, RATE.code, QIXIAN, "denominator"))
    assert (base.validation, "同期产妇总数" in base.hint) == ("whole", True)


def test_drop_downs_survive_a_save(office: Office, tmp_path: Path) -> None:
    """Levels, and 是/否 where something is to be answered."""
    of = form(LANKAO, before=APRIL)
    again = office.convert(saved(tmp_path, of), "xlsx", new(tmp_path))
    level = office.formats(again, PROGRESS_SHEET, at(of, LEVEL.code, LANKAO, "done"))
    assert (level.choices, level.refuses) == (("未启动", "推进中", "已完成"), False)
    asked = office.formats(again, NARRATIVE_SHEET, told_at(of, "三.3", "resolved"))
    assert (asked.choices, asked.refuses) == (("是", "否"), False)
    wished = office.formats(again, NARRATIVE_SHEET, told_at(of, "三.2", "coordination"))
    assert wished.choices == ("是", "否")
    nothing_open = office.formats(again, NARRATIVE_SHEET, told_at(of, "三.2", "resolved"))
    assert nothing_open.refuses


def new(folder: Path) -> Path:
    """Make a folder inside a folder."""
    (folder / "again").mkdir()
    return folder / "again"


def test_last_months_problem_is_shown_and_locked(office: Office, health: Path) -> None:
    """What was open in April is to be answered in May."""
    cell = told_at(form(HEALTH), "三.3", "last_problem")
    assert "补助资金没有到位" in flat(office.recalculated(health)[NARRATIVE_SHEET])
    assert office.formats(health, NARRATIVE_SHEET, cell).refuses


# the live checks


def test_colours_follow_what_is_typed(office: Office, qixian: Path, tmp_path: Path) -> None:
    """Red where the value will be returned, orange where it is to be looked at, else the tint."""
    of = form(QIXIAN)
    part, whole = (at(of, RATE.code, QIXIAN, key) for key in ("numerator", "denominator"))
    done, road = (at(of, each.code, QIXIAN, "done") for each in (COUNT, LENGTH))
    cells = [done, road, part, whole]
    colours = {}
    for name, figures in {
        "right": (30, 10.5, 65, 90),
        "wrong": (-1, "半截", 65, 0),
        "doubtful": (10, 200, 95, 90),
    }.items():
        out = tmp_path / f"{name}.xlsx"
        edits = [(PROGRESS_SHEET, cell, now) for cell, now in zip(cells, figures, strict=True)]
        assert office.edit(qixian, out, edits) == [True] * 4
        colours[name] = office.effective_backgrounds(out, PROGRESS_SHEET, cells)
    assert colours == {
        "right": [ENTRY] * 4,
        "wrong": [RED, RED, ENTRY, RED],
        "doubtful": [ORANGE, ORANGE, ORANGE, ENTRY],
    }


def test_the_reason_stands_beside_the_colour(office: Office, qixian: Path, tmp_path: Path) -> None:
    """In words, so that a black and white print tells as much."""
    out = tmp_path / "out.xlsx"
    cell = at(form(QIXIAN), COUNT.code, QIXIAN, "done")
    office.edit(qixian, out, [(PROGRESS_SHEET, cell, 19)])
    shown = line(office.recalculated(out)[PROGRESS_SHEET], COUNT.code, QIXIAN)
    assert shown["校验提示"] == "累计数小于上月"
    assert office.printed(out)[1].shows(ORANGE)
    assert not office.printed(qixian)[1].shows(ORANGE)


def test_the_citys_line_adds_up(office: Office, health: Path, tmp_path: Path) -> None:
    """Counted rows only; blank while nothing is filled, and it tells how many rows still wait."""
    before = office.recalculated(health)[PROGRESS_SHEET]
    empty = line(before, COUNT.code, CITY)
    assert (empty["本月累计"], empty["状态预判"], empty["校验提示"]) == (
        "",
        "未报送",
        "还有2行未填",
    )
    of, out = form(HEALTH), tmp_path / "out.xlsx"
    figures = {
        (COUNT.code, QIXIAN, "done"): 20,
        (COUNT.code, LANKAO, "done"): 24,
        (COUNT.code, OWN, "done"): 7,
        (RATE.code, QIXIAN, "numerator"): 60,
        (RATE.code, QIXIAN, "denominator"): 80,
        (RATE.code, LANKAO, "numerator"): 5,
        (RATE.code, LANKAO, "denominator"): 20,
    }
    edits = [(PROGRESS_SHEET, at(of, *where), now) for where, now in figures.items()]
    assert office.edit(health, out, edits) == [True] * 7
    after = office.displayed(out)[PROGRESS_SHEET]
    count, rate = line(after, COUNT.code, CITY), line(after, RATE.code, CITY)
    assert (count["本月累计"], count["完成率"], count["校验提示"]) == ("51", "42.5%", "")
    assert count["状态预判"] == "正常"
    assert (rate["分子"], rate["分母"], rate["完成率"]) == ("65", "100", "65.0%")
    assert (rate["状态预判"], rate["校验提示"]) == ("正常", "还有1行未填")


def test_the_citys_line_leaves_out_who_is_not_counted(office: Office, tmp_path: Path) -> None:
    """A district inside another one is shown and not added (计入全市 = 否)."""
    units = tuple(
        unit if unit.name != LANKAO else type(unit)(name=unit.name, group=unit.group, counted=False)
        for unit in ledger().units
    )
    of = form(HEALTH, ledger(units=units))
    out = tmp_path / "out.xlsx"
    edits = [(PROGRESS_SHEET, at(of, COUNT.code, place, "done"), 20) for place in (QIXIAN, LANKAO)]
    office.edit(saved(tmp_path, of), out, edits)
    assert line(office.recalculated(out)[PROGRESS_SHEET], COUNT.code, CITY)["本月累计"] == 20


def test_the_worst_level_is_the_citys(office: Office, tmp_path: Path) -> None:
    """One county not begun, one under way: the city has not begun."""
    of = form(SCHOOLS)
    out = tmp_path / "out.xlsx"
    levels = {LANKAO: "未启动", OWN: "推进中"}
    edits = [(PROGRESS_SHEET, at(of, LEVEL.code, p, "done"), word) for p, word in levels.items()]
    assert office.edit(saved(tmp_path, of), out, edits) == [True, True]
    shown = line(office.recalculated(out)[PROGRESS_SHEET], LEVEL.code, CITY)
    assert (shown["本月累计"], shown["状态预判"]) == ("未启动", "滞后")


# what comes back


def test_a_resaved_form_is_read_as_typed(office: Office, qixian: Path, tmp_path: Path) -> None:
    """Figures, texts and the foot, with a genuine claim, from the file that LibreOffice saved."""
    of, out = form(QIXIAN), tmp_path / "out.xlsx"
    edits = [
        (PROGRESS_SHEET, at(of, COUNT.code, QIXIAN, "done"), 30),
        (PROGRESS_SHEET, at(of, RATE.code, QIXIAN, "numerator"), 60),
        (PROGRESS_SHEET, at(of, RATE.code, QIXIAN, "denominator"), 90),
        (PROGRESS_SHEET, at(of, LENGTH.code, QIXIAN, "done"), 12.5),
        (NARRATIVE_SHEET, told_at(of, "三.3", "problem"), "'=1+1"),
        (NARRATIVE_SHEET, told_at(of, "三.3", "resolved"), "否"),
        (PROGRESS_SHEET, foot_at(qixian, "填报人"), "张三"),
        (PROGRESS_SHEET, foot_at(qixian, "联系电话"), "037112345678"),
    ]
    assert office.edit(qixian, out, edits) == [True] * 8
    assert all(sheet.protected for sheet in office.sheets(out) if sheet.visible)
    examined = returned(out)
    figures = {
        row.code: (row.figure.done, row.figure.numerator, row.figure.denominator, row.held)
        for row in examined.figures
    }
    assert figures == {
        COUNT.code: (30, None, None, False),
        RATE.code: (None, 60, 90, False),
        LENGTH.code: (12.5, None, None, False),
    }
    assert {(each.item, each.key): each.text for each in examined.texts} == {
        ("三.3", "problem"): "=1+1",
        ("三.3", "resolved"): "否",
    }
    assert examined.submission.foot["联系电话"] == "037112345678"
    assert [finding.code for finding in examined.findings] == ["落款"]


def foot_at(path: Path, label: str) -> str:
    """Where to sign: the unlocked cell right of the label."""
    sheet = load_workbook(path)[PROGRESS_SHEET]
    (found,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == label]
    right = sheet[found.row][found.column :]
    return next(cell.coordinate for cell in right if not cell.protection.locked)


def test_an_untouched_form_is_empty(office: Office, health: Path, tmp_path: Path) -> None:
    """Saved and sent back as it was: no figure, no text, nothing to complain about."""
    examined = returned(office.convert(health, "xlsx", tmp_path))
    assert examined.empty
    assert examined.findings == ()


def test_answers_of_another_program(tmp_path: Path) -> None:
    """Filled by openpyxl: texts stay as typed, even those that look like formulas."""
    filled = tmp_path / "filled.xlsx"
    figures = {
        (COUNT.code, QIXIAN, "done"): 30.0,
        (LENGTH.code, QIXIAN, "done"): "=12",
        (COUNT.code, QIXIAN, "remark"): "@SUM(A1)",
    }
    signed = dict(zip(FOOT, ("张三", "李四", "王五", "13800000000", "2024-05-27"), strict=True))
    texts = {("三.3", "problem"): '=HYPERLINK("http://x","点我")', ("三.3", "next_step"): "a\x01b"}
    filled.write_bytes(fill_form(form_xlsx.write(form(QIXIAN)), figures, texts, signed))
    examined = returned(filled)
    assert [(row.code, row.figure.done, row.typed, row.held) for row in examined.figures] == [
        (COUNT.code, 30, "30", False),
        (LENGTH.code, None, "=12", True),
    ]
    assert [each.text for each in examined.texts] == ['=HYPERLINK("http://x","点我")', "a\ufffdb"]
    assert examined.submission.foot == signed


def test_an_answer_without_a_cell_is_a_mistake() -> None:
    """The demo must not believe it filled what is not there."""
    with pytest.raises(KeyError):
        fill_form(form_xlsx.write(form(QIXIAN)), {("无.1-1", QIXIAN, "done"): 1.0}, {}, {})


# what never changes


def test_the_same_form_gives_the_same_bytes() -> None:
    """Made twice, from nothing each time."""
    assert form_xlsx.write(form(HEALTH)) == form_xlsx.write(form(HEALTH))


HOSTILE = ("=1+1", "http://x", "+1", "@SUM(A1)", "a\x01b\x0bc", "mailto:a@b", "{=1}", "&L&9")


@pytest.mark.parametrize("word", HOSTILE)
def test_words_of_the_ledger_stay_words(word: str, office: Office, tmp_path: Path) -> None:
    """No formula, no link, whatever stands in the ledger; the file still opens."""
    hostile = indicator(
        matter=word, task=word, name=word, measure=word, note=word, numerator_note=word
    )
    path = saved(tmp_path, form(HEALTH, ledger(indicators=(hostile,)), before=named(word)))
    seen = word.translate({1: 0xFFFD, 11: 0xFFFD})
    grid = office.recalculated(path)
    assert line(grid[PROGRESS_SHEET], hostile.code, QIXIAN)["指标"] == seen
    assert flat(grid[NARRATIVE_SHEET]).count(seen) == 3
    assert not any("<hyperlink " in part for part in parts(path))


def named(problem: str) -> LastMonth:
    """A last month of which only a problem is known."""
    return LastMonth({}, {"三.2": problem})


def parts(path: Path) -> list[str]:
    """Every part of a workbook as text, in lower case."""
    with ZipFile(BytesIO(path.read_bytes())) as book:
        return [book.read(name).decode().lower() for name in book.namelist()]


def test_a_form_without_rows_is_a_form(office: Office, tmp_path: Path) -> None:
    """A department whose indicators were all given to another one."""
    path = saved(tmp_path, form(ROADS, ledger(indicators=(COUNT,))))
    assert office.sheets(path)[1].name == PROGRESS_SHEET
    assert returned(path).empty
