"""更正还是本月: a form for a reported month that may hold the figures of the month it came in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns, sample
from kit.returns import APRIL, JULY, JUNE, MAY, arrival, merged, reason, verdicts
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN

from ducha.cells import Cells, Sheet, Value
from ducha.form.monthly import PROGRESS_SHEET
from ducha.ledger.year.decisions import Override
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.submission.arrival import FILE_TIME, Arrival

CODE, RATE = sample.COUNT.code, sample.RATE.code
BOOK = returns.book(
    replace(sample.COUNT, target=1200.0), sample.RATE, targets={QIXIAN: 600.0, LANKAO: 600.0}
)


def count(done: str, place: str = QIXIAN) -> str:
    """One row with this count."""
    return f"| {CODE} | {place} | {done} |"


def rate(parts: str) -> str:
    """One row with 分子 and 分母."""
    return f"| {RATE} | {QIXIAN} | | {parts} |"


def april(figures: str = "", at: str = "05-20", **how: str) -> Arrival:
    """April's form of 杞县 once more, by default with 371 for 287."""
    return arrival(QIXIAN, figures or count("371"), period=APRIL, at=at, **how)


def may(done: str = "371", at: str = "05-25", period: Period = MAY) -> Arrival:
    """杞县's own form for May."""
    return arrival(QIXIAN, count(done), period=period, at=at)


FIRST = arrival(QIXIAN, count("287"), period=APRIL)
REFUSED = arrival(QIXIAN, count("-1"), period=APRIL, at="04-19")


def held(merge: MergedInbox) -> bool:
    """Whether a file is asked about."""
    return any("更正还是本月" in judgement.reason for judgement in merge.judgements)


def counts(merge: MergedInbox) -> tuple[float | None, float | None]:
    """What April and May have for 杞县."""
    first, second = (returns.line(merge, QIXIAN, CODE, month) for month in (APRIL, MAY))
    return first.figure.done, second.figure.done


# what came besides 287 for April on 20 April, whether April's second form is held
DOUBTS = (
    ((april(),), True),
    ((april(), may()), True),  # the right form that follows leaves it held
    ((april(), may("380")), True),
    ((may("371", "05-18"), april()), True),  # what May says too
    ((may("380", "05-18"), april()), False),  # May had its own figure before
    ((may("380", "05-18"), april(), may("371", "05-22")), True),  # corrected to what April's says
    ((may("-1", "05-18"), april()), True),  # nothing of May had been accepted
    ((april(count("250")),), False),  # a lower figure is a correction
    ((april(count("287")),), False),  # the same again
    ((april(count("")),), False),  # a blank is no higher figure
    ((april(at="04-28 23:59"),), False),  # in time
    ((april(at="04-30 23:59"),), False),  # late, within its own month
    ((april(at="05-01 00:00"),), True),
    ((may("371", "05-28"), april(at="06-03")), True),  # June had not been reported
    ((may("371", "05-28"), may("400", "06-02", JUNE), april(at="06-03")), False),
    ((april(basis=FILE_TIME),), True),
    ((april(at="04-21", basis=FILE_TIME),), False),
    ((arrival(LANKAO, count("371", LANKAO), period=APRIL, at="05-20"),), False),
)


@pytest.mark.parametrize("period", [APRIL, MAY, JULY])
@pytest.mark.parametrize(("others", "expected"), DOUBTS)
def test_a_form_that_may_be_the_next_month_s_is_held(
    others: tuple[Arrival, ...], period: Period, *, expected: bool
) -> None:
    """Whichever month is merged says the same of it (R6.65, R6.66, R6.67)."""
    assert held(merged(BOOK, FIRST, *others, period=period)) is expected


def test_april_stands_and_may_is_reported() -> None:
    """287 is not made 371 in silence, and May's 84 are new ones (R6.65)."""
    merge = merged(BOOK, FIRST, april(), may())
    assert counts(merge) == (287, 371)
    assert verdicts(merge)[april().source.file] == "退回"


# figures of April's first form and of its second, whether the second is held
STEPS = (
    (count("30") + "\n" + count("20", LANKAO), count("35") + "\n" + count("19", LANKAO), True),
    (count("30") + "\n" + count("20", LANKAO), count("29") + "\n" + count("19", LANKAO), False),
    (count("30") + "\n" + count("20", LANKAO), count("35") + "\n" + count("20", LANKAO), True),
    (count("-1") + "\n" + count("20", LANKAO), count("35") + "\n" + count("20", LANKAO), False),
    (count("30") + "\n" + rate("6 | 9"), count("35") + "\n" + rate("5 | 8"), True),
    (count("30") + "\n" + rate("6 | 9"), count("29") + "\n" + rate("7 | 12"), False),
    (count("30") + "\n" + rate("6 | 9"), count("30") + "\n" + rate("7 | 12"), True),
    (rate("6 | 9"), rate("7 | 8"), True),
    (rate("6 | 9"), rate("5 | 8"), False),
    (count("30"), count("20", LANKAO), False),  # two divisions, each its part
)


@pytest.mark.parametrize(("before", "after", "expected"), STEPS)
def test_half_of_the_changed_counts_must_rise(before: str, after: str, *, expected: bool) -> None:
    """Counts alone; 分子 and 分母 where no count has changed (R6.65)."""
    first = arrival(HEALTH, before, period=APRIL)
    second = arrival(HEALTH, after, period=APRIL, at="05-20")
    assert held(merged(BOOK, first, second)) is expected


def test_two_of_three_down_is_a_correction() -> None:
    """One count of three rises: fewer than half (R6.65)."""
    places = (QIXIAN, LANKAO, LONGTING)
    rows = (
        "\n".join(count(done, place) for place, done in zip(places, figures, strict=True))
        for figures in (("30", "20", "10"), ("35", "19", "9"))
    )
    first, second = (
        arrival(HEALTH, row, period=APRIL, at=at)
        for row, at in zip(rows, ("04-20", "05-20"), strict=True)
    )
    assert not held(merged(BOOK, first, second))


def test_april_must_have_been_accepted() -> None:
    """What follows a form that was sent back whole is its correction; a first one is only late.

    (R6.64, R6.65)
    """
    assert not held(merged(BOOK, REFUSED, april()))
    assert held(merged(BOOK, REFUSED, FIRST, april()))
    late = merged(BOOK, april(at="06-20"), period=JUNE)
    assert returns.line(late, QIXIAN, CODE, APRIL).figure.done == 371
    assert not returns.line(late, QIXIAN, CODE, JUNE).figure.given


def test_of_several_higher_forms_each_is_held() -> None:
    """A held form is no new yardstick (R6.67)."""
    merge = merged(BOOK, FIRST, april(), april(count("372"), "05-21"))
    assert sorted(verdicts(merge).values()) == ["退回", "退回", "采用"]


def test_after_the_year_s_end_only_december_can_be_meant() -> None:
    """November's form in January may be December's; December's can be no other month's (R6.66)."""
    last = [Period(2024, month) for month in (11, 12)]
    for month, expected in zip(last, (True, False), strict=True):
        first = arrival(QIXIAN, count("287"), period=month)
        again = arrival(QIXIAN, count("371"), period=month, at=f"{month.month}-29")
        in_january = again.source.received.replace(year=2025, month=1, day=6)
        late = replace(again, source=replace(again.source, received=in_january))
        assert held(merged(BOOK, first, late, period=last[-1])) is expected


def ruling(action: str, file: str, value: str = "") -> Override:
    """A clerk's decision on a file."""
    empty = dict.fromkeys(("unit", "period", "code", "county", "field", "day"), "")
    return Override(
        **empty, file=file, action=action, value=value, reason="电话核实", officer="王五"
    )


# what a clerk answers, what April and May then have
ANSWERS = (
    (ruling("采用", april().source.file), (371, None)),
    (ruling("改期", april().source.file, "2024-05"), (287, 371)),
    (ruling("排除", april().source.file), (287, None)),
    (ruling("认定时间", april().source.file, "2024-04-27"), (371, None)),
)


@pytest.mark.parametrize(("answer", "expected"), ANSWERS)
def test_a_clerk_answers(answer: Override, expected: tuple[float, float | None]) -> None:
    """更正 is 采用, 本月 is 改期 (R6.65, R6.243)."""
    merge = merged(replace(BOOK, overrides=(answer,)), FIRST, april())
    assert not held(merge)
    assert counts(merge) == expected


@pytest.mark.parametrize(("day", "expected"), [("", 371), ("2024-05-20", 371), ("2024-05-19", 287)])
def test_what_was_vouched_for_before_it_came_is_no_answer(day: str, expected: float) -> None:
    """A 采用 on the unit's April, from the days when April was merged (R6.65)."""
    whole = replace(ruling("采用", ""), unit=QIXIAN, period="2024-04", day=day)
    assert counts(merged(replace(BOOK, overrides=(whole,)), FIRST, april())) == (expected, None)


def test_the_question_is_in_words() -> None:
    """What was seen, and how to answer; nothing else asks for anything (R6.65)."""
    merge = merged(BOOK, FIRST, april())
    assert reason(merge, april().source.file) == (
        "2024-04已有报送件，截止以后又收到一份，与前一份不同的1个数有1个变大，"
        "而2024年5月的表当时还没有收到：是更正还是本月数？"
        "请问清后在台账〔人工处置〕中填：更正填“采用”，本月数填“改期”"
    )
    assert [(str(finding.severity), finding.remedy) for finding in merge.findings] == [
        ("退回", "先向该单位问清是哪个月的数，再按说明在台账〔人工处置〕中填写")
    ]
    same = merged(BOOK, FIRST, may("371", "05-18"), april())
    assert "与2024年5月报的数相同：是更正还是本月数？" in reason(same, april().source.file)


# ---- a workbook with a sheet for each month ----


def tab(name: str, done: str, title: str = "") -> Sheet:
    """A copy of 进度填报 under its own name, with or without a month on the page."""
    head: list[list[Value]] = [[f"{title}重点民生实事月报"]] if title else []
    table: list[list[Value]] = [
        ["编码", "县区", "本月累计"],
        [CODE, QIXIAN, float(done) if done else ""],
    ]
    return returns.sheet(name, [*head, *table])


def running(*tabs: Sheet, period: Period = APRIL, at: str = "05-20") -> Arrival:
    """A workbook with the hidden sheet of this month's form and these tabs in place of ours."""
    plain = arrival(QIXIAN, count("0"), period=period, at=at)
    assert plain.cells is not None
    ours = tuple(s for s in plain.cells.sheets if s.name != PROGRESS_SHEET)
    return replace(plain, cells=Cells((*tabs, *ours)))


OLD, NEW = tab("4月", "287"), tab("5月", "371")

# the workbook's tabs for April and May
BOTH = (
    (OLD, NEW),
    (NEW, OLD),
    (tab(PROGRESS_SHEET, "287", "2024年4月"), NEW),
    (tab(PROGRESS_SHEET, "287", "2024年4月"), tab("5月", "371", "2024年4月")),  # a copied title
    (tab("表一", "287", "2024年4月"), tab("表二", "371", "2024年5月")),
    (tab("2024年4月", "287"), tab("１-5月", "371")),
    (tab("202404", "287"), tab("2024-05", "371")),
)


@pytest.mark.parametrize("tabs", BOTH)
def test_may_s_sheet_in_april_s_workbook_is_found(tabs: tuple[Sheet, ...]) -> None:
    """Held with the same question; 改期 takes May's sheet, 采用 April's (R6.40, R6.42)."""
    sent = running(*tabs)
    merge = merged(BOOK, FIRST, sent)
    assert "是更正还是本月数" in reason(merge, sent.source.file)
    assert counts(merge) == (287, None)
    for answer, expected in (
        (ruling("改期", sent.source.file, "2024-05"), (287, 371)),
        (ruling("采用", sent.source.file), (287, None)),
    ):
        assert counts(merged(replace(BOOK, overrides=(answer,)), FIRST, sent)) == expected


def test_april_s_own_sheet_of_a_workbook_may_hold_may_s_figures() -> None:
    """The sheets of other months beside it change nothing of the question (R6.65)."""
    sent = running(tab("4月", "371"), tab("3月", "200"))
    assert held(merged(BOOK, FIRST, sent))
    assert counts(merged(BOOK, FIRST, sent, may())) == (287, 371)


def told(merge: MergedInbox) -> list[tuple[str, str, str]]:
    """What is said of sheets of other months."""
    codes = {"后月的表", "前月的表"}
    return [(f.code, str(f.severity), f.found) for f in merge.findings if f.code in codes]


LATER, EARLIER = ("后月的表", "需核实", "2024年5月"), ("前月的表", "提示", "2024年4月")
MAY_S = running(OLD, NEW, period=MAY, at="05-20")

# the inbox, the month merged, what is told
BESIDE = (
    ((running(OLD, NEW),), MAY, [LATER]),  # April's only return
    ((running(OLD, NEW),), APRIL, [LATER]),
    ((running(OLD, NEW),), JUNE, []),
    ((running(OLD, NEW), may()), MAY, []),  # May has said it
    ((FIRST, MAY_S), MAY, []),  # kept, and April has said it
    ((arrival(QIXIAN, count("288"), period=APRIL), MAY_S), MAY, [EARLIER]),
    ((arrival(QIXIAN, count("288"), period=APRIL), MAY_S), APRIL, [EARLIER]),
    ((MAY_S,), MAY, [EARLIER]),
    ((FIRST, running(NEW, tab("6月", "371"), period=MAY)), MAY, []),  # a copy made for June
    ((FIRST, running(NEW, tab("6月", ""), period=MAY)), MAY, []),
    ((FIRST, running(NEW, tab("3月", "200"), period=MAY)), MAY, []),  # before the first report
    ((FIRST, running(NEW, tab("2023年4月", "200"), period=MAY)), MAY, []),
)


@pytest.mark.parametrize(("inbox", "period", "expected"), BESIDE)
def test_a_sheet_of_another_month_is_not_dropped_in_silence(
    inbox: tuple[Arrival, ...], period: Period, expected: list[tuple[str, str, str]]
) -> None:
    """Told in both months unless the unit's returns of its month have said it (R6.41)."""
    assert told(merged(BOOK, *inbox, period=period)) == expected


@pytest.mark.parametrize("order", [1, -1])
def test_a_month_kept_beside_is_no_other_month_than_claimed(order: int) -> None:
    """The page of April's sheet in May's workbook contradicts nothing (R6.31, R6.40)."""
    tabs = (tab("4月", "287", "2024年4月"), tab("5月", "371", "2024年5月"))[::order]
    merge = merged(BOOK, FIRST, running(*tabs, period=MAY))
    assert counts(merge) == (287, 371)
    assert [f for f in merge.findings if f.severity != "提示"] == []


def test_two_sheets_of_the_month_it_is_moved_to_are_asked_about() -> None:
    """改期 chooses no sheet at random (R6.35)."""
    sent = running(OLD, NEW, tab("5月改", "380"))
    moved = replace(BOOK, overrides=(ruling("改期", sent.source.file, "2024-05"),))
    assert "有2张同样的表（〔5月〕、〔5月改〕）" in reason(
        merged(moved, FIRST, sent), sent.source.file
    )
