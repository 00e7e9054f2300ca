"""Later returns that bring back an older figure, or leave one standing by a blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from kit import returns
from kit.returns import APRIL, MAY, arrival, line, merged
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, indicator

from ducha.ledger.model import Kind
from ducha.ledger.year.decisions import Override
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.submission.arrival import FILE_TIME, Arrival

CODE, RATE, LEVEL = "三.2-1", "三.3-1", "三.4-1"
FAR = "九.1-1"
BOOK = returns.book(
    indicator(CODE, target=9000.0),
    indicator(RATE, Kind.RATE, 65.0),
    indicator(LEVEL, Kind.QUALITATIVE, None),
    indicator("三.5-1", target=9000.0),
    indicator(FAR, target=9000.0),
    targets=dict.fromkeys((QIXIAN, LANKAO, LONGTING), 3000.0),
)

Told = list[tuple[str, str, str]]


def county(
    cells: Mapping[str, str], at: str, remark: str = "", *, period: Period = MAY, **how: str
) -> Arrival:
    """杞县's return: 本月累计, or 分子 and 分母, by code; 备注 in every row."""
    head = "| 编码 | 县区 | 本月累计 | 分子 | 分母 | 备注 |\n"
    rows = "\n".join(
        f"| {code} | {QIXIAN} | {cell if '/' not in cell else ''} | "
        f"{cell.replace('/', ' | ') if '/' in cell else ' | '} | {remark} |"
        for code, cell in cells.items()
    )
    return arrival(QIXIAN, head + rows, at=at, period=period, **how)


def lead(cells: Mapping[str, str], at: str, remarks: Mapping[str, str] | None = None) -> Arrival:
    """The department's counts of one indicator by county."""
    head = "| 编码 | 县区 | 本月累计 | 分子 | 分母 | 备注 |\n"
    rows = "\n".join(
        f"| {CODE} | {place} | {cell} | | | {(remarks or {}).get(place, '')} |"
        for place, cell in cells.items()
    )
    return arrival(HEALTH, head + rows, at=at)


def told(year: MergedInbox, *codes: str) -> Told:
    """Code, severity and file of what is said of older figures."""
    wanted = codes or ("又成旧数", "改小", "旧数仍在")
    return [
        (f.code, str(f.severity), f.file.rpartition(" ")[2].removesuffix(".xlsx"))
        for f in year.findings
        if f.code in wanted
    ]


def sentences(year: MergedInbox, code: str) -> list[str]:
    """What is said under a code."""
    return [f.sentence for f in year.findings if f.code == code]


def counts(*figures: str, code: str = CODE) -> list[Arrival]:
    """One row sent again and again, a day apart."""
    return [county({code: figure}, f"05-{10 + n}") for n, figure in enumerate(figures)]


OLDER, LOWER = "又成旧数", "改小"

# ---- an older figure comes back ----

# figures one after the other in May, what is said of the last
HISTORIES = (
    (("350",), []),
    (("350", "350"), []),
    (("350", "370"), []),
    (("350", "370", "380"), []),
    (("350", "370", "370"), []),
    (("350", "350", "370"), []),
    (("350", "370", "350"), [OLDER]),
    (("350", "370", "350", "350"), [OLDER]),
    (("350", "370", "370", "350"), [OLDER]),
    (("350", "370", "350", "370"), []),  # the correction is stood by
    (("350", "370", "350", "380"), []),
    (("350", "370", "380", "350"), [OLDER]),
    (("350", "370", "380", "370"), [OLDER]),
    (("380", "415", "380"), [OLDER]),
    (("415", "380", "415"), [OLDER]),  # what was corrected downwards comes back too
    (("415", "380"), [LOWER]),
    (("415", "380", "380"), []),
    (("415", "", "380"), [LOWER]),
    (("350", "-1", "350"), []),  # what was held out corrected nothing
    (("-1", "370", "-1"), []),
    (("350", "370", ""), []),
)


@pytest.mark.parametrize(("figures", "codes"), HISTORIES)
def test_a_count_sent_again_and_again(figures: tuple[str, ...], codes: list[str]) -> None:
    """Only what had been replaced is an older figure, and it is told on the file that counts.

    (R6.158)
    """
    last = f"05-{9 + len(figures)}"
    severity = {OLDER: "需核实", LOWER: "提示"}
    expected = [(code, severity[code], last) for code in codes]
    assert told(merged(BOOK, *counts(*figures))) == expected


# figures of a rate or a level, what is said of the last
OTHERS = (
    (RATE, ("30/40", "35/40", "30/40"), [OLDER]),
    (RATE, ("30/40", "35/40", "36/41"), []),
    (RATE, ("30/40", "29/40"), [LOWER]),
    (RATE, ("30/40", "29/41"), []),  # one rose
    (LEVEL, ("推进中", "已完成", "推进中"), [OLDER]),
    (LEVEL, ("未启动", "推进中", "已完成"), []),
    (LEVEL, ("已完成", "推进中"), [LOWER]),
)


@pytest.mark.parametrize(("code", "figures", "codes"), OTHERS)
def test_rates_and_levels_too(code: str, figures: tuple[str, ...], codes: list[str]) -> None:
    """A rate by its parts together, a level by its order (R6.158)."""
    assert [t[0] for t in told(merged(BOOK, *counts(*figures, code=code)))] == codes


def test_both_figures_are_named() -> None:
    """With the file of each, at the cell that counts (R6.158)."""
    inbox = counts("350", "370", "350")
    (finding,) = [f for f in merged(BOOK, *inbox).findings if f.code == OLDER]
    first, second, third = (came.source.file for came in inbox)
    assert finding.sentence == (
        "后来的一份又填回了已经改过的数，按后来的采用："
        f"{CODE} {QIXIAN}：采用350，先前“{second}”为370，350是更早的“{first}”所报"
    )
    assert (finding.file, finding.place.address, finding.found) == (third, "C2", "350")
    assert "采用" in finding.remedy


# April's figure, May's figures, what is said of the last
AFTER_APRIL = (
    ("380", ("415", "380"), [OLDER]),
    ("380", ("380", "415", "380"), [OLDER]),
    ("380", ("380", "415"), []),
    ("380", ("380", "380"), []),
    ("400", ("380", "400"), []),  # a figure that had fallen is put right
    ("400", ("380", "400", "390"), [LOWER]),
    ("380", ("415", "390"), [LOWER]),
)


@pytest.mark.parametrize(("april", "may", "codes"), AFTER_APRIL)
def test_last_month_s_figure_is_an_older_one(
    april: str, may: tuple[str, ...], codes: list[str]
) -> None:
    """A colleague's copy may never have come before: its rows are last month's (R6.158)."""
    year = merged(BOOK, county({CODE: april}, "04-20", period=APRIL), *counts(*may))
    assert [t[0] for t in told(year)] == codes


def test_a_copy_of_an_older_state_is_told_once() -> None:
    """Two rows fall back, a third is new: one finding with both rows (R6.158)."""
    year = merged(
        BOOK,
        county({CODE: "380", "三.5-1": "10"}, "05-10"),
        county({CODE: "415", "三.5-1": "12"}, "05-11"),
        county({CODE: "380", "三.5-1": "10", FAR: "7"}, "05-12"),
    )
    assert told(year) == [(OLDER, "需核实", "05-12")]
    ((sentence),) = sentences(year, OLDER)
    assert "采用380，先前" in sentence
    assert "采用10，先前" in sentence


# 备注 of the first, second and third return (350, 370, 350), what is said
REMARKS = (
    (("", "", "经核实为350"), [(OLDER, "提示", "05-12")]),
    (("分两批", "分两批", "分两批"), [(OLDER, "需核实", "05-12")]),  # copied with the row
    (("分两批", "", "分两批"), [(OLDER, "需核实", "05-12")]),
    (("分两批", "", ""), [(OLDER, "需核实", "05-12")]),
)


@pytest.mark.parametrize(("remarks", "expected"), REMARKS)
def test_a_new_remark_explains_it(remarks: tuple[str, ...], expected: Told) -> None:
    """One that was copied from the older return does not (R6.76)."""
    inbox = [
        county({CODE: figure}, f"05-{10 + n}", remark)
        for n, (figure, remark) in enumerate(zip(("350", "370", "350"), remarks, strict=True))
    ]
    assert told(merged(BOOK, *inbox)) == expected


def test_a_remark_of_one_row_leaves_the_other_in_question() -> None:
    """杞县 is explained, 兰考县 is not: a note and a question (R6.76)."""
    old, new = {QIXIAN: "350", LANKAO: "80"}, {QIXIAN: "370", LANKAO: "90"}
    year = merged(
        BOOK, lead(old, "05-10"), lead(new, "05-11"), lead(old, "05-12", {QIXIAN: "核减20"})
    )
    assert [
        (s, QIXIAN in w, LANKAO in w)
        for s, w in zip([t[1] for t in told(year)], sentences(year, OLDER), strict=True)
    ] == [("提示", True, False), ("需核实", False, True)]


def test_a_lower_figure_that_is_explained_asks_nothing() -> None:
    """Neither one whose order is in doubt: that is told already (R6.158, R6.76)."""
    first = county({CODE: "415"}, "05-10")
    assert told(merged(BOOK, first, county({CODE: "380"}, "05-11", "核减35"))) == []
    unsure = merged(BOOK, first, county({CODE: "380"}, "05-11", basis=FILE_TIME))
    assert told(unsure, LOWER, "先后待核") == [("先后待核", "需核实", "05-11")]


def ruling(action: str, file: str = "", code: str = "", county: str = "") -> Override:
    """A clerk's decision."""
    return Override(
        file=file,
        unit="" if file else QIXIAN,
        period="",
        code=code,
        county=county,
        field="",
        action=action,
        value="",
        reason="核实",
        officer="王五",
        day="",
    )


def test_a_clerk_s_word_settles_it() -> None:
    """采用 of the file or the row; 排除 brings the correction back (R6.76)."""
    inbox = counts("350", "370", "350")
    last = inbox[-1].source.file
    for decision, done in (
        (ruling("采用", last), 350),
        (ruling("采用", last, CODE), 350),
        (ruling("排除", last), 370),
        (ruling("排除", last, CODE), 370),
    ):
        year = merged(replace(BOOK, overrides=(decision,)), *inbox)
        assert told(year) == []
        assert line(year, QIXIAN, CODE).figure.done == done


# ---- a blank erases nothing ----

STILL = [("旧数仍在", "需核实", "05-11")]

# the department's counts of one indicator by county, twice, what is said of the second
BLANKS = (
    # two divisions, each its own part
    ({QIXIAN: "200", LANKAO: "100"}, {LONGTING: "50"}, []),
    ({QIXIAN: "200"}, {QIXIAN: "", LANKAO: "150", LONGTING: "50"}, []),
    ({QIXIAN: "200", LANKAO: "100"}, {LONGTING: "100"}, []),  # one figure alike, one left
    # nothing beside it changes
    ({QIXIAN: "200", LANKAO: "100"}, {QIXIAN: "", LANKAO: "100"}, []),
    ({QIXIAN: "200", LANKAO: "100"}, {QIXIAN: "210", LANKAO: "100"}, []),
    # a neighbour is changed or filled by who had filled this one too
    ({QIXIAN: "200", LANKAO: "100"}, {QIXIAN: "", LANKAO: "150"}, STILL),
    ({QIXIAN: "200", LANKAO: "100"}, {LANKAO: "150", LONGTING: "50"}, STILL),
    ({QIXIAN: "200", LANKAO: "100"}, {LANKAO: "100", LONGTING: "200"}, STILL),
    ({QIXIAN: "200", LANKAO: "100"}, {LANKAO: "100", LONGTING: "210"}, STILL),
    # moved, and nothing else on the form
    ({QIXIAN: "200"}, {LANKAO: "200"}, STILL),
    ({QIXIAN: "200", LANKAO: "100"}, {QIXIAN: "", LANKAO: "200"}, STILL),
    ({QIXIAN: "0"}, {LANKAO: "0"}, []),  # nobody moves nothing
    ({QIXIAN: "200", LANKAO: "100"}, {QIXIAN: "-1", LANKAO: "150"}, []),  # no blank: held out
    ({QIXIAN: "-1", LANKAO: "100"}, {QIXIAN: "", LANKAO: "150"}, []),
)


@pytest.mark.parametrize(("first", "second", "expected"), BLANKS)
def test_a_blank_beside_what_changed(
    first: Mapping[str, str], second: Mapping[str, str], expected: Told
) -> None:
    """The old figure still counts, and who blanked it may not know (R6.159)."""
    year = merged(BOOK, lead(first, "05-10"), lead(second, "05-11"))
    assert told(year, "旧数仍在") == expected


def test_what_still_counts_is_named() -> None:
    """Row, figure and the file that it comes from, at the blank cell (R6.159)."""
    first = lead({QIXIAN: "200", LANKAO: "100"}, "05-10")
    second = lead({QIXIAN: "", LANKAO: "300"}, "05-11")
    year = merged(BOOK, first, second)
    (finding,) = [f for f in year.findings if f.code == "旧数仍在"]
    assert finding.sentence.endswith(f"{CODE} {QIXIAN}：“{first.source.file}”所报的200")
    assert (finding.file, finding.place.address) == (second.source.file, "C2")
    assert line(year, QIXIAN, CODE).figure.done == 200


# a county's form, row by row: first and second return, what is said
FORMS = (
    # into the row below
    ({CODE: "10", "三.5-1": "371", FAR: ""}, {CODE: "10", "三.5-1": "", FAR: "371"}, STILL),
    # far away, into a blank row, the rest as it was
    (
        {CODE: "371", RATE: "30/40", LEVEL: "推进中", "三.5-1": "5", FAR: ""},
        {CODE: "", RATE: "30/40", LEVEL: "推进中", "三.5-1": "5", FAR: "371"},
        STILL,
    ),
    # far away, over another figure
    (
        {CODE: "371", RATE: "30/40", LEVEL: "推进中", "三.5-1": "5", FAR: "8"},
        {CODE: "", RATE: "30/40", LEVEL: "推进中", "三.5-1": "5", FAR: "371"},
        STILL,
    ),
    # one row of another division's, corrected to what stands elsewhere by chance
    (
        {CODE: "5", RATE: "30/40", LEVEL: "推进中", "三.5-1": "", FAR: "3"},
        {CODE: "", RATE: "", LEVEL: "", "三.5-1": "", FAR: "5"},
        [],
    ),
    # far away something else is filled
    (
        {CODE: "371", RATE: "30/40", LEVEL: "推进中", "三.5-1": "5", FAR: ""},
        {CODE: "", RATE: "30/40", LEVEL: "推进中", "三.5-1": "5", FAR: "8"},
        [],
    ),
    # two divisions, one of which corrects its own part
    (
        {CODE: "371", RATE: "30/40", LEVEL: "", "三.5-1": "", FAR: ""},
        {CODE: "", RATE: "", LEVEL: "推进中", "三.5-1": "5", FAR: "8"},
        [],
    ),
)


@pytest.mark.parametrize(("first", "second", "expected"), FORMS)
def test_a_figure_moved_on_a_county_s_form(
    first: Mapping[str, str], second: Mapping[str, str], expected: Told
) -> None:
    """Above, below or elsewhere (R6.159)."""
    year = merged(BOOK, county(first, "05-10"), county(second, "05-11"))
    assert told(year, "旧数仍在") == expected


def test_two_divisions_may_each_correct_their_part() -> None:
    """A fills the counts, B the rest, B corrects a figure of its own (R6.159)."""
    ours = county({CODE: "371", RATE: "30/40", LEVEL: "", "三.5-1": "", FAR: ""}, "05-10")
    theirs = {CODE: "", RATE: "", LEVEL: "推进中", "三.5-1": "5", FAR: "8"}
    corrected = {**theirs, LEVEL: "已完成", "三.5-1": "6"}
    year = merged(BOOK, ours, county(theirs, "05-11"), county(corrected, "05-12"))
    assert told(year) == []


def test_it_is_told_on_the_newest_file_that_does_it() -> None:
    """A third return like the second bears it; one that gives the row again ends it (R6.159)."""
    first = lead({QIXIAN: "200", LANKAO: "100"}, "05-10")
    second = lead({QIXIAN: "", LANKAO: "150"}, "05-11")
    third = lead({QIXIAN: "", LANKAO: "150"}, "05-12")
    again = lead({QIXIAN: "210", LANKAO: "150"}, "05-12")
    assert told(merged(BOOK, first, second, third)) == [("旧数仍在", "需核实", "05-12")]
    assert told(merged(BOOK, first, second, again)) == []


def test_what_settles_a_figure_that_still_counts() -> None:
    """采用 of the newer file or of the row, 清空 of the row; a new remark explains it.

    (R6.76)
    """
    first = lead({QIXIAN: "200", LANKAO: "100"}, "05-10")
    second = lead({QIXIAN: "", LANKAO: "150"}, "05-11")
    old, new = first.source.file, second.source.file
    for decision, done in (
        (ruling("采用", new), 200),
        (ruling("采用", old, CODE, QIXIAN), 200),
        (ruling("清空", new, CODE, QIXIAN), None),
        (ruling("排除", old, CODE, QIXIAN), None),
    ):
        year = merged(replace(BOOK, overrides=(decision,)), first, second)
        assert told(year) == []
        assert line(year, QIXIAN, CODE).figure.done == done
    explained = lead({QIXIAN: "", LANKAO: "150"}, "05-11", {QIXIAN: "数不变"})
    assert told(merged(BOOK, first, explained)) == [("旧数仍在", "提示", "05-11")]
