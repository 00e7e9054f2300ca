"""What honest people in a hurry type, on forms as they are sent out, and what must come of it.

Each row of a table is a kind: what was done to the form, what counts afterwards, what is asked.
Of the small city's six counties none has a target of its own unless a case gives it one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO

import pytest
import xlsxwriter
from kit import posted, returns, sample
from kit.posted import Change, at, spoiled
from kit.returns import APRIL, MAY, merged, source
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from ducha.files.workbook.reading import read
from ducha.form.monthly import PROGRESS_SHEET, LastMonth
from ducha.ledger.model import OWN, Group, Ledger
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.status.rating import Figure
from ducha.submission.arrival import Arrival

WEISHI, TONGXU, GULOU = "尉氏县", "通许县", "鼓楼区"
SIX = (QIXIAN, LANKAO, LONGTING, WEISHI, TONGXU, GULOU)
COUNT = replace(sample.COUNT, target=6000.0)
OTHERS = tuple(
    replace(COUNT, code=f"三.2-{n}", name=f"第{n}项培训", target=9000.0 + n) for n in (2, 3, 4)
)
RATE = sample.RATE
STANDARD = sample.STANDARD
UNITS = (
    sample.unit(HEALTH),
    *(sample.unit(name, Group.COUNTY) for name in SIX),
)
BOOK = sample.ledger(units=UNITS, indicators=(COUNT, *OTHERS, RATE, STANDARD), targets={})
C, R, S = COUNT.code, RATE.code, STANDARD.code

Said = set[tuple[str, str]]
"""Codes of findings with their grades."""
Cell = tuple[str, str, str]
"""编码, 县区 and the heading of a column."""


def done(figures: Mapping[str, float], code: str = C) -> dict[Cell, object]:
    """Counts by county."""
    return {(code, county, "本月累计"): figure for county, figure in figures.items()}


def pairs(figures: Mapping[str, tuple[float, float]], code: str = R) -> dict[Cell, object]:
    """分子 and 分母 by county."""
    columns = ("分子", "分母")
    return {
        (code, county, column): part
        for county, both in figures.items()
        for column, part in zip(columns, both, strict=True)
    }


def typed(cells: Mapping[Cell, object]) -> Change:
    """Somebody types these, whatever the protection says."""

    def change(book: Workbook) -> None:
        sheet = book[PROGRESS_SHEET]
        for place, value in cells.items():
            sheet.cell(*at(book, *place)).value = value

    return change


def arrive(
    *changes: Change,
    unit: str = HEALTH,
    book: Ledger = BOOK,
    period: Period = MAY,
    before: Mapping[tuple[str, str], Figure] | None = None,
    day: str = "20",
) -> Arrival:
    """A form as it was sent out, prefilled with the month `before`, after these changes."""
    form = posted.form(unit, book, period, LastMonth(before or {}, {}))
    name = f"{period}/{unit}{day}.xlsx"
    return Arrival(source(name, f"{period.month:02d}-{day}"), read(spoiled(form, *changes)))


def asked(merge: MergedInbox) -> Said:
    """What is said besides the foot, which nobody signed here."""
    return {(f.code, str(f.severity)) for f in merge.findings if f.code not in {"落款", "整份退回"}}


def figure(merge: MergedInbox, county: str, code: str = C) -> float | tuple[float, float] | None:
    """What counts of a row; None where nothing does."""
    found = returns.line(merge, county, code).figure
    if found.denominator is not None:
        return found.numerator or 0.0, found.denominator
    return found.done


def sentence(merge: MergedInbox, code: str) -> str:
    """What is said under a code, once."""
    (words,) = {f.sentence for f in merge.findings if f.code == code}
    return words


# ---- one figure where several were meant ----


def merge_cells(first: str, last: str, name: str = "本月累计", name_of_last: str = "") -> Change:
    """Merge the cells of a column from one county's to another's; the values stay beneath."""

    def change(book: Workbook) -> None:
        ends = at(book, C, first, name), at(book, C, last, name_of_last or name)
        sheet = book[PROGRESS_SHEET]
        sheet.merged_cells.add(":".join(sheet.cell(*end).coordinate for end in ends))

    return change


PLAIN = {QIXIAN: 330, LANKAO: 281, LONGTING: 402, WEISHI: 297, TONGXU: 364, GULOU: 188}
HELD, VERIFY, NOTE = "退回", "需核实", "提示"

# what was done, what counts in 杞县, 兰考县 and 龙亭区, what is asked
MEANT: tuple[tuple[str, tuple[Change, ...], tuple[float | None, ...], Said], ...] = (
    ("as it should be", (typed(done(PLAIN)),), (330, 281, 402), set()),
    (
        "one value over three counties",
        (typed(done({**PLAIN, LANKAO: "", LONGTING: ""})), merge_cells(QIXIAN, LONGTING)),
        (None, None, None),
        {("合并单元格", HELD)},
    ),
    (
        "stale values beneath a merge",
        (typed(done(PLAIN)), merge_cells(QIXIAN, LANKAO)),
        (None, None, 402),
        {("合并单元格", HELD)},
    ),
    (
        "stale values beneath a blank one",
        (typed(done({**PLAIN, QIXIAN: ""})), merge_cells(QIXIAN, LANKAO)),
        (None, None, 402),
        {("合并单元格", HELD)},
    ),
    (
        "two cells of one row merged",
        (typed(done(PLAIN)), merge_cells(QIXIAN, QIXIAN, "本月累计", "分子")),
        (330, 281, 402),
        set(),
    ),
    (
        "a figure hidden beneath last month's",
        (
            typed({**done(PLAIN), (C, QIXIAN, "上月累计"): 45}),
            merge_cells(QIXIAN, QIXIAN, "上月累计", "本月累计"),
        ),
        (None, 281, 402),
        {("合并单元格", HELD)},
    ),
    (
        "the city's figure in every county",
        (typed(done(dict.fromkeys(SIX, 1862))),),
        (1862, 1862, 1862),
        {("雷同", VERIFY), ("远超", VERIFY)},
    ),
    (
        "filled down over three",
        (typed(done({**PLAIN, QIXIAN: 471, LANKAO: 471, LONGTING: 471})),),
        (471, 471, 471),
        {("雷同", VERIFY)},
    ),
    (
        "two alike",
        (typed(done({**PLAIN, QIXIAN: 471, LANKAO: 471})),),
        (471, 471, 402),
        set(),
    ),
    ("few are often alike", (typed(done(dict.fromkeys(SIX, 12))),), (12, 12, 12), set()),
    ("nobody has begun", (typed(done(dict.fromkeys(SIX, 0))),), (0, 0, 0), set()),
    (
        "one figure in three indicators",
        (
            typed(
                {
                    **done(PLAIN),
                    **{(one.code, QIXIAN, "本月累计"): 330 for one in OTHERS[:2]},
                }
            ),
        ),
        (330, 281, 402),
        {("雷同", VERIFY)},
    ),
    (
        "市本级 with the sum of the counties",
        (typed(done({**PLAIN, OWN: sum(PLAIN.values())})),),
        (330, 281, 402),
        {("市本级重计", VERIFY)},
    ),
    (
        "the city's total in one county and in 市本级",
        (typed(done({QIXIAN: 1862, OWN: 1862})),),
        (1862, None, None),
        {("市本级重计", VERIFY)},
    ),
    (
        "市本级 with work of its own",
        (typed(done({**PLAIN, OWN: 90})),),
        (330, 281, 402),
        set(),
    ),
    (
        "another total than the rows give",
        (typed({**done(PLAIN), (C, "全市", "本月累计"): 4143}),),
        (330, 281, 402),
        {("合计被改", VERIFY)},
    ),
    (
        "the total as a value",
        (typed({**done(PLAIN), (C, "全市", "本月累计"): 1862}),),
        (330, 281, 402),
        set(),
    ),
    (
        "a total beside text that is read",
        (typed({**done({**PLAIN, QIXIAN: "330"}), (C, "全市", "本月累计"): 1532}),),
        (330, 281, 402),
        {("文本数字", NOTE)},
    ),
)


@pytest.mark.parametrize(
    ("changes", "counts", "said"), [row[1:] for row in MEANT], ids=[row[0] for row in MEANT]
)
def test_one_figure_where_several_were_meant(
    changes: tuple[Change, ...], counts: tuple[float | None, ...], said: Said
) -> None:
    """Nothing is taken for what nobody wrote, and what chance does not explain is asked about.

    (R6.400, R6.406, R6.407, R6.408)
    """
    merge = merged(BOOK, arrive(*changes))
    assert tuple(figure(merge, county) for county in SIX[:3]) == counts
    assert asked(merge) == said


def test_the_sentences_name_cells_and_figures() -> None:
    """So that a clerk can read them out over the telephone."""
    double = merged(BOOK, arrive(typed(done({QIXIAN: 2000, LANKAO: 2143, OWN: 4143}))))
    assert figure(double, OWN) == 4143
    assert sentence(double, "市本级重计") == (
        "市本级填了4143，正好是各县区相加，像是把合计又填在了市本级，全市数会重复计算"
    )
    total = merged(BOOK, arrive(typed({**done(PLAIN), (C, "全市", "本月累计"): 4143})))
    assert sentence(total, "合计被改").startswith("全市一行填的是4143，各行相加是1862；")
    alike = merged(BOOK, arrive(typed(done({**PLAIN, **dict.fromkeys(SIX[:3], 471)}))))
    assert sentence(alike, "雷同").startswith("3行填的都是471（M5、M6、M7），")


def test_places_of_one_task_may_be_done_or_round_alike() -> None:
    """Each has 500 to do: all done, or 300 each, is nothing odd; 471 each is (R6.406)."""
    shared = {(C, county): 500.0 for county in SIX}
    book = replace(BOOK, indicators=(replace(COUNT, target=3000.0),), targets=shared)
    for each, said in ((500, set()), (300, set()), (471, {("雷同", VERIFY)})):
        assert asked(merged(book, arrive(typed(done(dict.fromkeys(SIX, each))), book=book))) == said


def test_a_pair_filled_down() -> None:
    """The same 分子 of the same 分母 in three counties (R6.406)."""
    same = merged(BOOK, arrive(typed(pairs(dict.fromkeys(SIX[:3], (213, 340))))))
    assert asked(same) == {("雷同", VERIFY)}
    small = merged(BOOK, arrive(typed(pairs(dict.fromkeys(SIX[:3], (2, 3))))))
    assert asked(small) == set()
    own = merged(BOOK, arrive(typed(pairs({QIXIAN: (70, 90), LANKAO: (31, 44), OWN: (101, 134)}))))
    assert asked(own) == {("市本级重计", VERIFY)}


# ---- the wrong place ----

# what was done, unit, the row's code, what counts in 杞县, what is asked
PLACES: tuple[
    tuple[str, dict[Cell, object], str, float | tuple[float, float] | None, Said],
    ...,
] = (
    ("in 上月累计", {(C, QIXIAN, "上月累计"): 45}, C, None, {("错栏", HELD)}),
    ("in 分子 of a count", {(C, QIXIAN, "分子"): 45}, C, None, {("错栏", HELD)}),
    (
        "beside the count",
        {(C, QIXIAN, "本月累计"): 45, (C, QIXIAN, "分子"): 45},
        C,
        45,
        {("多填", NOTE)},
    ),
    ("in 完成率 of a count", {(C, QIXIAN, "完成率"): 0.45}, C, None, {("错栏", HELD)}),
    ("in 完成率 of a rate", {(R, QIXIAN, "完成率"): "96.5%"}, R, None, {("错栏", HELD)}),
    ("a rate in 本月累计", {(R, QIXIAN, "本月累计"): 96.5}, R, None, {("错栏", HELD)}),
    ("of 100, in fractions", pairs({QIXIAN: (96.5, 100)}), R, None, {("不是整数", HELD)}),
    ("of 100, once", pairs({QIXIAN: (66, 100)}), R, (66, 100), set()),
    (
        "of 100, all along",
        pairs({QIXIAN: (66, 100), LANKAO: (71, 100)}),
        R,
        (66, 100),
        {("像百分数", VERIFY)},
    ),
    ("the level as 分子", pairs({QIXIAN: (6000, 6000)}, S), S, None, {("填成标准", HELD)}),
    ("the level as 分母", pairs({QIXIAN: (5200, 6000)}, S), S, None, {("填成标准", HELD)}),
    ("a standard", pairs({QIXIAN: (212, 248)}, S), S, (212, 248), set()),
)


@pytest.mark.parametrize(
    ("cells", "code", "counts", "said"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES]
)
def test_a_figure_in_the_wrong_place(
    cells: dict[Cell, object],
    code: str,
    counts: float | tuple[float, float] | None,
    said: Said,
) -> None:
    """Held out and asked back, never passed over as a blank row.

    (R6.402, R6.403, R6.404, R6.405)
    """
    merge = merged(BOOK, arrive(typed(cells)))
    assert figure(merge, QIXIAN, code) == counts
    assert asked(merge) == said


def test_what_we_printed_in_last_month_s_column_is_nobody_s_figure() -> None:
    """A blank row beside last month's count, share or base says nothing (R6.403)."""
    april = arrive(
        typed({**done({QIXIAN: 45, LANKAO: 50}), **pairs({QIXIAN: (30, 40)})}), period=APRIL
    )
    before = {
        (C, QIXIAN): Figure(45.0),
        (C, LANKAO): Figure(50.0),
        (R, QIXIAN): Figure(None, 30, 40),
    }
    blank = arrive(typed(done({LANKAO: 61})), before=before)
    assert asked(merged(BOOK, april, blank)) == set()
    over = arrive(typed({**done({LANKAO: 61}), (C, QIXIAN, "上月累计"): 58}), before=before)
    merge = merged(BOOK, april, over)
    assert asked(merge) == {("错栏", HELD)}
    assert sentence(merge, "错栏") == (
        "〔本月累计〕空着，数却填在了〔上月累计〕（J5：58），没有采用"
    )


def test_a_base_that_shrinks_to_a_hundred() -> None:
    """66 of 100 where there were 1,240 last month (R6.405)."""
    april = arrive(typed(pairs({QIXIAN: (800, 1240)})), period=APRIL)
    may = arrive(typed(pairs({QIXIAN: (66, 100)})), before={(R, QIXIAN): Figure(None, 800, 1240)})
    assert ("像百分数", VERIFY) in asked(merged(BOOK, april, may))


def test_a_later_version_a_row_too_low() -> None:
    """Figures of the row above, which nobody carried on from (R6.414)."""
    first = arrive(typed(done(PLAIN)))
    low = {LANKAO: 330, LONGTING: 281, WEISHI: 402, TONGXU: 297, GULOU: 364}
    merge = merged(BOOK, first, arrive(typed(done(low)), day="21"))
    assert ("错位", VERIFY) in asked(merge)
    assert "三.2-1 兰考县：采用330，正是“2024-05/市卫生健康委20.xlsx”里 三.2-1 杞县的数" in (
        sentence(merge, "错位")
    )
    assert "错位" in returns.line(merge, LANKAO).doubts
    right = merged(BOOK, first, arrive(typed(done({**PLAIN, QIXIAN: 341})), day="21"))
    assert asked(right) == set()


def test_a_figure_moved_to_where_it_belongs_is_no_shift() -> None:
    """杞县's 330 stood beside 兰考县, whose own goes on from April's (R6.414)."""
    april = arrive(typed(done({QIXIAN: 240, LANKAO: 305})), period=APRIL)
    before = {(C, QIXIAN): Figure(240.0), (C, LANKAO): Figure(305.0)}
    wrong = arrive(typed(done({QIXIAN: 362, LANKAO: 1001})), before=before)
    right = arrive(typed(done({QIXIAN: 255, LANKAO: 362})), before=before, day="21")
    assert "错位" not in {code for code, _ in asked(merged(BOOK, april, wrong, right))}


# ---- ten times too much, with nothing to hold it against ----

# April's counts, May's, what is asked in May
SIZES: tuple[tuple[str, dict[str, float], dict[str, float], Said], ...] = (
    ("honest", {QIXIAN: 240}, {QIXIAN: 330}, set()),
    ("13 times", {QIXIAN: 190}, {QIXIAN: 2470}, {("量级", VERIFY)}),
    ("a zero too many", {QIXIAN: 30}, {QIXIAN: 410}, {("量级", VERIFY)}),
    ("above the whole city", {QIXIAN: 640}, {QIXIAN: 6001}, {("远超", VERIFY), ("量级", VERIFY)}),
    ("above it at first", {}, {QIXIAN: 6400}, {("远超", VERIFY), ("量级", VERIFY)}),
    ("three shares at first", {}, {QIXIAN: 3001}, {("量级", VERIFY)}),
    ("a share at first", {}, {QIXIAN: 1000}, set()),
    ("unlike all others", {}, {**dict.fromkeys(SIX, 90), QIXIAN: 1600}, {("量级", VERIFY)}),
    ("ahead of all others", {}, {QIXIAN: 900, LANKAO: 90, LONGTING: 95, WEISHI: 88}, set()),
    ("from nothing", {QIXIAN: 0}, {QIXIAN: 900}, set()),
    ("few", {QIXIAN: 3}, {QIXIAN: 45}, set()),
    ("a beginning", {QIXIAN: 12}, {QIXIAN: 190}, set()),
    ("doubled", {QIXIAN: 1500}, {QIXIAN: 3100}, set()),
    ("the leading county", {QIXIAN: 2600}, {QIXIAN: 3300}, set()),
    (
        "together far above the city's",
        {},
        {QIXIAN: 2900, LANKAO: 2400, LONGTING: 2500, WEISHI: 2300, TONGXU: 310},
        {("远超", VERIFY)},
    ),
)


@pytest.mark.parametrize(
    ("april", "may", "said"), [row[1:] for row in SIZES], ids=[row[0] for row in SIZES]
)
def test_a_size_without_a_target(
    april: dict[str, float], may: dict[str, float], said: Said
) -> None:
    """Held against the figure before, the city's target and the other counties.

    (R6.410, R6.411, R6.412)
    """
    before = {(C, county): Figure(float(count)) for county, count in april.items()}
    inbox = [arrive(typed(done(april)), period=APRIL)] if april else []
    merge = merged(BOOK, *inbox, arrive(typed(done(may)), before=before))
    assert asked(merge) == said
    doubted = returns.line(merge, QIXIAN).doubts
    assert doubted == {code for code, _ in said}


def test_a_doubted_figure_is_no_yardstick() -> None:
    """41,000 stays in doubt the month after, until it is settled or put right (R6.411)."""
    june = Period(2024, 6)
    months = {APRIL: 190, MAY: 2470, june: 2600}
    inbox = [arrive(typed(done({QIXIAN: n})), period=month) for month, n in months.items()]
    assert asked(merged(BOOK, *inbox, period=june)) == {("量级", VERIFY)}


def test_a_base_of_eight_times_as_many() -> None:
    """Of a rate the base tells (R6.413)."""
    april = arrive(typed(pairs({QIXIAN: (80, 124)})), period=APRIL)
    before = {(R, QIXIAN): Figure(None, 80, 124)}
    for base, said in ((1340, {("量级", VERIFY)}), (300, set())):
        may = arrive(typed(pairs({QIXIAN: (96, base)})), before=before)
        assert asked(merged(BOOK, april, may)) == said


# ---- marks in a cell ----


def dressed(county: str, look: Callable[[object], None]) -> Change:
    """Somebody changes how a cell looks."""

    def change(book: Workbook) -> None:
        look(book[PROGRESS_SHEET].cell(*at(book, C, county, "本月累计")))

    return change


def strike(cell: object) -> None:
    """Through the whole cell."""
    cell.font = Font(strike=True)


def rich(*pieces: str | tuple[str, InlineFont]) -> CellRichText:
    """A text in pieces, some of them in a font of their own."""
    return CellRichText(*(p if isinstance(p, str) else TextBlock(p[1], p[0]) for p in pieces))


RAISED, STRUCK = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
# what stands in 杞县's cell, what counts, what is asked
MARKS: tuple[tuple[object, float | None, Said], ...] = (
    (rich("38", ("1", RAISED)), 38, {("脚注", NOTE)}),
    (rich("38", ("①", RAISED)), 38, {("脚注", NOTE)}),
    ("38¹", 38, {("脚注", NOTE)}),
    ("1.2万³", 12000, {("脚注", NOTE), ("远超", VERIFY), ("量级", VERIFY)}),
    (rich(("38", STRUCK), "45"), None, {("删除线", HELD)}),
    (rich(("38", STRUCK)), None, {("删除线", HELD)}),
    (rich("38", (" ", STRUCK)), 38, {("文本数字", NOTE)}),
)


@pytest.mark.parametrize(("value", "counts", "said"), MARKS)
def test_marks_in_a_cell(value: object, counts: float | None, said: Said) -> None:
    """A footnote is none of the figure, and what is struck out may be withdrawn.

    (R6.401, R6.430)
    """
    merge = merged(BOOK, arrive(typed({(C, QIXIAN, "本月累计"): value})))
    assert figure(merge, QIXIAN) == counts
    assert asked(merge) == said


def test_a_number_struck_out_as_a_cell() -> None:
    """The figure that is crossed out does not count; a blank cell so formatted says nothing."""
    crossed = dressed(QIXIAN, strike), dressed(GULOU, strike)
    merge = merged(BOOK, arrive(typed(done({QIXIAN: 38, LANKAO: 41})), *crossed))
    assert (figure(merge, QIXIAN), figure(merge, LANKAO)) == (None, 41)
    assert asked(merge) == {("删除线", HELD)}


def test_what_excel_writes_into_the_shared_strings() -> None:
    """Excel keeps rich texts in a table of their own (R6.401, R6.430)."""
    written = BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet()
        raised, struck = (
            book.add_format({"font_script": 1}),
            book.add_format({"font_strikeout": True}),
        )
        sheet.write_rich_string(0, 0, "38", raised, "1", book.add_format())
        sheet.write_rich_string(1, 0, struck, "38", "45")
        sheet.write(2, 0, 7, struck)
        sheet.write_blank(3, 0, None, struck)
    (cells,) = read(written.getvalue()).sheets
    assert cells.raised == (("A1", "38"),)
    assert cells.struck == {"A2", "A3"}


def test_comments_and_words_beside_the_table_are_shown() -> None:
    """To the officer, with their text; no figure comes of them (R6.431)."""

    def talk(book: Workbook) -> None:
        sheet = book[PROGRESS_SHEET]
        row, column = at(book, C, LANKAO, "本月累计")
        sheet.cell(row, column).comment = Comment("实际是320，待审计", "张三")
        sheet.cell(row, at(book, C, LANKAO, "备注")[1] + 2).value = "含上月漏报35人"

    merge = merged(BOOK, arrive(typed(done(PLAIN)), talk))
    assert figure(merge, LANKAO) == 281
    said = {(f.place.address, f.found) for f in merge.findings if f.code == "表外附言"}
    assert said == {("M6", "实际是320，待审计"), ("W6", "含上月漏报35人")}
    assert asked(merge) == {("表外附言", NOTE)}


# ---- increments ----

LAST = {QIXIAN: 240, LANKAO: 210, LONGTING: 330, WEISHI: 250, TONGXU: 270, GULOU: 150}
OWN_MONTH = {QIXIAN: 61, LANKAO: 55, LONGTING: 80, WEISHI: 66, TONGXU: 70, GULOU: 41}
# May's counts, what is asked, in how many sentences
MONTHLY: tuple[tuple[dict[str, float], Said, int], ...] = (
    (OWN_MONTH, {("倒退", VERIFY)}, 1),
    ({**OWN_MONTH, TONGXU: 340, GULOU: 190}, {("倒退", VERIFY)}, 1),
    ({**PLAIN, QIXIAN: 230}, {("倒退", VERIFY)}, 1),
    (PLAIN, set(), 0),
)


@pytest.mark.parametrize(("may", "said", "sentences"), MONTHLY)
def test_increments_are_one_question(may: dict[str, float], said: Said, sentences: int) -> None:
    """Most rows far below last month's: the form holds May's own figures (R6.409)."""
    before = {(C, county): Figure(float(count)) for county, count in LAST.items()}
    april = arrive(typed(done(LAST)), period=APRIL)
    merge = merged(BOOK, april, arrive(typed(done(may)), before=before))
    assert asked(merge) == said
    assert len({f.sentence for f in merge.findings if f.code == "倒退"}) == sentences


def test_the_question_about_increments() -> None:
    """It says of how many rows, and what is to be done."""
    before = {(C, county): Figure(float(count)) for county, count in LAST.items()}
    april = arrive(typed(done(LAST)), period=APRIL)
    merge = merged(BOOK, april, arrive(typed(done(OWN_MONTH)), before=before))
    assert sentence(merge, "倒退") == ("6行中有6行比上月小，像是填了当月数，不是累计数")
    assert "倒退" in returns.line(merge, QIXIAN).doubts
