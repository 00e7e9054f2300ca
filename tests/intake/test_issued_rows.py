"""A return is held against the rows it was issued with, whatever has become of the ledger since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from kit import breakdowns, returns, sample
from kit.old_forms import as_old, old_form
from kit.posted import FOOT, Figures
from kit.returns import MAY, merged
from kit.sample import COUNT, HEALTH, LANKAO, LENGTH, LEVEL, LONGTING, QIXIAN, RATE, ROADS, STANDARD

from ducha.files.demo.answer import fill_form
from ducha.files.workbook import reading as workbook
from ducha.files.writing.form import book as form_xlsx
from ducha.findings import Severity
from ducha.form.breakdown import issue_breakdown
from ducha.form.claim import issued_digest
from ducha.form.monthly import Form, fingerprint, reporting_units
from ducha.ledger.model import Kind, Ledger
from ducha.ledger.year.decisions import Override
from ducha.letters.returned import corrections
from ducha.merge.model import MergeRules
from ducha.merge.year import MergedInbox, MergeTerms
from ducha.merge.year import merge as merge_inbox
from ducha.period import Period
from ducha.standing.reporting import State
from ducha.submission.arrival import Arrival

BOOK = sample.ledger(indicators=(COUNT, RATE, LENGTH))
"""杞县 is asked for all three, 市卫生健康委 for the first two."""

WHOLE: Figures = {
    (COUNT.code, QIXIAN, "done"): 30.0,
    (RATE.code, QIXIAN, "numerator"): 40.0,
    (RATE.code, QIXIAN, "denominator"): 50.0,
    (LENGTH.code, QIXIAN, "done"): 20.5,
}
WORDS = {("三.2", "progress"): "已开班两期"}


def issued(unit: str = QIXIAN, book: Ledger = BOOK, period: Period = MAY) -> Form:
    """A unit's form as it was issued, by an older ledger perhaps."""
    return sample.form(unit, book, period)


def sent(
    form: Form,
    figures: Figures = WHOLE,
    words: Mapping[tuple[str, str], str] = WORDS,
    file: str = "a.xlsx",
    at: str = "05-20",
) -> Arrival:
    """The form filled in, in the inbox."""
    data = fill_form(form_xlsx.write(form), figures, words, FOOT)
    return Arrival(returns.source(file, at), workbook.read(data))


def codes(merge: MergedInbox) -> list[tuple[str, str]]:
    """What was found in forms, as code and grade; that nobody named a problem aside."""
    aside = {"未说明问题", "分解不足"}
    return [(f.code, str(f.severity)) for f in merge.findings if f.code not in aside]


def owed(book: Ledger, merge: MergedInbox, unit: str = QIXIAN) -> tuple[State, int, int]:
    """State, 实填 and 应填."""
    stands = returns.states(book, merge)[unit]
    return stands.state, stands.filled, stands.owed


# the ledger of today, what is then said of a form of yesterday, how its unit stands
NEW = sample.indicator("三.2-2", target=80.0, name="新增的培训")
LATER: dict[str, tuple[Ledger, list[tuple[str, str]], tuple[str, int, int]]] = {
    "as it was": (BOOK, [], ("按时", 3, 3)),
    "an indicator added": (
        replace(BOOK, indicators=(*BOOK.indicators, NEW)),
        [],
        ("按时", 3, 3),
    ),
    "an indicator deleted": (
        replace(BOOK, indicators=(COUNT, RATE)),
        [("已撤下", "提示")],
        ("按时", 2, 2),
    ),
    "no county answers any more": (
        replace(BOOK, indicators=(COUNT, RATE, replace(LENGTH, all_counties=False))),
        [("已撤下", "提示")],
        ("按时", 2, 2),
    ),
    "a target raised": (
        replace(BOOK, targets={**BOOK.targets, (COUNT.code, QIXIAN): 90.0}),
        [],
        ("按时", 3, 3),
    ),
    "a target taken away": (
        replace(BOOK, targets={**BOOK.targets, (COUNT.code, QIXIAN): 0.0}),
        [],
        ("按时", 3, 3),
    ),
    "a target given": (
        replace(BOOK, targets={**BOOK.targets, (LENGTH.code, QIXIAN): 91.0}),
        [],
        ("按时", 3, 3),
    ),
    "another name of the measure": (
        replace(BOOK, indicators=(replace(COUNT, measure="名"), RATE, LENGTH)),
        [],
        ("按时", 3, 3),
    ),
    "ten thousand times the measure": (
        replace(BOOK, indicators=(replace(COUNT, measure="万人"), RATE, LENGTH)),
        [("要求已改", "退回")],
        ("按时", 3, 3),
    ),
    "another kind": (
        replace(BOOK, indicators=(replace(COUNT, kind=Kind.STANDARD), RATE, LENGTH)),
        [("要求已改", "退回")],
        ("按时", 3, 3),
    ),
}


@pytest.mark.parametrize(("now", "told", "stands"), LATER.values(), ids=LATER)
def test_a_ledger_changed_since(
    now: Ledger, told: list[tuple[str, str]], stands: tuple[str, int, int]
) -> None:
    """Nothing that the bureau did later is the unit's fault (R6.322, R6.323, R6.325, R6.326)."""
    merge = merged(now, sent(issued()))
    assert codes(merge) == told
    assert owed(now, merge) == stands


def test_a_form_of_version_1_is_held_against_the_ledger() -> None:
    """It does not say which rows it had: those of today are owed; the digest proves those on it.

    (R6.307, R6.321, R6.322, R6.323)
    """
    now = replace(BOOK, indicators=(*BOOK.indicators, NEW))
    assert owed(now, merged(now, sent(old_form(issued())))) == ("报送不全", 3, 4)
    less = replace(BOOK, indicators=(COUNT, RATE))
    merge = merged(less, sent(old_form(issued())))
    assert codes(merge) == [("已撤下", "提示")]
    assert returns.line(merge, QIXIAN).figure.done == 30


def test_what_is_said_of_a_row_that_was_dropped() -> None:
    """Its figure is nowhere, nothing goes back, and the clerk reads why (R6.325)."""
    now = replace(BOOK, indicators=(COUNT, RATE))
    merge = merged(now, sent(issued()))
    (finding,) = (f for f in merge.findings if f.code == "已撤下")
    assert finding.sentence == (
        "发这张表时有五.1-1（杞县），台账里现在没有了（指标删去、县区不再承担，或换了责任单位），"
        "所填没有并入"
    )
    assert returns.verdicts(merge) == {"a.xlsx": "采用"}
    assert corrections(merge, reporting_units(now, returns.BOTH)) == {}


def test_a_dropped_indicator_is_told_once() -> None:
    """A department's rows of it, however many counties it had (R6.325)."""
    counties = [sample.unit(f"第{n}县", sample.Group.COUNTY) for n in range(1, 6)]
    units = (sample.unit(HEALTH), *counties)
    then, now = (
        sample.ledger(indicators=indicators, units=units, targets={})
        for indicators in ((COUNT, RATE), (RATE,))
    )
    answers: Figures = {(COUNT.code, unit.name, "done"): 3.0 for unit in counties}
    merge = merged(now, sent(issued(HEALTH, then), answers, {}))
    (finding,) = (f for f in merge.findings if f.code == "已撤下")
    assert "三.2-1（第1县、第2县、第3县等5处）" in finding.sentence


def test_texts_about_an_item_that_was_dropped() -> None:
    """Told, and taken nowhere (R6.325)."""
    now = replace(BOOK, indicators=(COUNT, RATE))
    merge = merged(now, sent(issued(), {}, {("五.1", "progress"): "已开工"}))
    assert codes(merge) == [("已撤下", "提示")]
    assert merge.table.texts == {}


def test_a_return_with_nothing_else_is_no_blank_form() -> None:
    """All that it was asked is gone: it did its duty (R6.325)."""
    before = sample.ledger(indicators=(LENGTH,))
    answers: Figures = {(LENGTH.code, QIXIAN, "done"): 20.5}
    merge = merged(sample.ledger(indicators=(COUNT,)), sent(issued(book=before), answers, {}))
    assert returns.verdicts(merge) == {"a.xlsx": "采用"}
    assert returns.reason(merge, "a.xlsx") == "所填各行台账里现在都没有了，没有并入"


def with_row(form: Form, extra: Form) -> Form:
    """The form with a row of another one pasted in, its hidden sheet untouched."""
    rows = (*form.progress, *(row for row in extra.progress if row not in form.progress))
    return replace(form, progress=rows)


def test_a_row_that_somebody_pasted_in() -> None:
    """The ledger asks it of the unit, the form did not: taken, not owed (R6.323)."""
    now = replace(BOOK, indicators=(*BOOK.indicators, NEW))
    form = with_row(issued(), issued(book=now))
    merge = merged(now, sent(form, {**WHOLE, (NEW.code, QIXIAN, "done"): 7.0}))
    assert codes(merge) == []
    assert returns.line(merge, QIXIAN, NEW.code).figure.done == 7
    assert owed(now, merge) == ("按时", 3, 3)
    strange = merged(BOOK, sent(form, {**WHOLE, (NEW.code, QIXIAN, "done"): 7.0}))
    assert codes(strange) == [("未知行", "退回")]


def test_a_newer_form_asks_more() -> None:
    """What any of the forms that a unit has returned was issued with is owed (R6.323)."""
    now = replace(BOOK, indicators=(*BOOK.indicators, NEW))
    again = sent(issued(book=now), {(COUNT.code, QIXIAN, "done"): 31.0}, {}, "b.xlsx", "05-22")
    merge = merged(now, sent(issued()), again)
    assert owed(now, merge) == ("报送不全", 3, 4)


def test_a_target_that_the_unit_has_changed() -> None:
    """Against what it was issued with, not against today's (R6.87, R6.324)."""
    now = replace(BOOK, targets={**BOOK.targets, (COUNT.code, QIXIAN): 90.0})
    form = issued()
    edited = replace(
        form,
        progress=tuple(
            replace(row, plan=replace(row.plan, target=90.0))
            if row.task.indicator is COUNT
            else row
            for row in form.progress
        ),
    )
    for book in (now, BOOK):
        assert codes(merged(book, sent(edited))) == [("目标被改", "提示")]


# target on the form, target of today, the figure, what is found
FIGURES: tuple[tuple[float | None, float | None, float, list[str]], ...] = (
    (60.0, 600.0, 100.0, ["远超"]),
    (600.0, 60.0, 100.0, []),
    (None, 60.0, 100.0, ["远超"]),
    (0.0, 60.0, 30.0, []),
    (0.0, 0.0, 30.0, ["无任务"]),
    (60.0, 0.0, 30.0, []),
)


@pytest.mark.parametrize(("then", "today", "figure", "found"), FIGURES)
def test_what_a_figure_is_asked_about(
    then: float | None, today: float | None, figure: float, found: list[str]
) -> None:
    """By the target on the form; one that was issued without is asked by today's (R6.324)."""
    book, now = (
        sample.ledger(
            indicators=(replace(COUNT, target=600.0),),
            targets={} if target is None else {(COUNT.code, QIXIAN): target},
        )
        for target in (then, today)
    )
    answer: Figures = {(COUNT.code, QIXIAN, "done"): figure}
    assert [code for code, _ in codes(merged(now, sent(issued(book=book), answer)))] == found


def test_a_row_is_owed_by_what_the_form_said() -> None:
    """0 on the form: nothing is owed, though there is a target today (R6.324)."""
    book = sample.ledger(indicators=(COUNT, LENGTH), targets={(COUNT.code, QIXIAN): 0.0})
    now = replace(book, targets={(COUNT.code, QIXIAN): 60.0})
    merge = merged(now, sent(issued(book=book), {(LENGTH.code, QIXIAN, "done"): 1.0}))
    assert owed(now, merge) == ("按时", 1, 1)


# today's indicator, the words
REWORKED = (
    (
        replace(COUNT, measure="万人"),
        "发这张表时，这一项的计量单位是“人”，台账后来改成了“万人”；所填答的是原来的要求，没有并入",
    ),
    (
        replace(COUNT, kind=Kind.QUALITATIVE, target=None),
        "发这张表时，这一项的类型是“累计”，台账后来改成了“定性”；所填答的是原来的要求，没有并入",
    ),
)


@pytest.mark.parametrize(("today", "words"), REWORKED)
def test_an_answer_to_another_question(today: sample.Indicator, words: str) -> None:
    """Held, said plainly, and not given back where it would pass for an answer (R6.326)."""
    now = replace(BOOK, indicators=(today, RATE, LENGTH))
    merge = merged(now, sent(issued()))
    (finding,) = (f for f in merge.findings if f.severity is Severity.RETURN)
    assert finding.sentence == words
    assert not returns.line(merge, QIXIAN).figure.given
    back = corrections(merge, reporting_units(now, returns.BOTH))[QIXIAN]
    assert [f.sentence for f in back.others] == [words]
    assert not any(code == COUNT.code for code, _, _ in back.answers)


def test_a_clerk_cannot_adopt_an_answer_to_another_question() -> None:
    """It cannot be read; a figure of his own can be put in its place (R6.246, R6.326)."""
    today = replace(COUNT, measure="万人")
    ruling = Override(
        file="a.xlsx",
        unit="",
        period="",
        code=COUNT.code,
        county="",
        field="本月累计",
        action="采用",
        value="",
        reason="属实",
        officer="王",
        day="",
    )
    book = replace(BOOK, indicators=(today, RATE, LENGTH))
    adopted = merged(replace(book, overrides=(ruling,)), sent(issued()))
    assert returns.line(adopted, QIXIAN).rating.status == "待更正"
    changed = replace(ruling, action="改值", value="0.003")
    merge = merged(replace(book, overrides=(changed,)), sent(issued()))
    assert returns.line(merge, QIXIAN).figure.done == 0.003


def test_a_returned_form_is_held_against_its_own_rows() -> None:
    """Issued anew with today's rows, the kind of today: nothing more to say (R6.322, R6.326)."""
    now = replace(BOOK, indicators=(replace(COUNT, measure="万人"), RATE, LENGTH))
    again = sent(
        issued(book=now), {**WHOLE, (COUNT.code, QIXIAN, "done"): 0.003}, WORDS, "b.xlsx", "05-22"
    )
    whole = replace(now, indicators=(replace(now.indicators[0], whole=False), *now.indicators[1:]))
    merge = merged(whole, sent(issued()), again)
    assert returns.line(merge, QIXIAN).figure.done == 0.003
    assert not [code for code in codes(merge) if code[1] == "退回"]


def test_a_form_moved_to_another_month_is_held_against_the_ledger() -> None:
    """Its rows were issued for its own month (R6.322)."""
    move = Override(
        file="a.xlsx",
        unit="",
        period="",
        code="",
        county="",
        field="",
        action="改期",
        value="2024-05",
        reason="填错了表",
        officer="王",
        day="",
    )
    now = replace(BOOK, indicators=(*BOOK.indicators, NEW), overrides=(move,))
    merge = merged(now, sent(issued(period=Period(2024, 4))))
    assert owed(now, merge) == ("报送不全", 3, 4)


SPAN = tuple(Period(2024, month) for month in range(4, 13))


@pytest.mark.parametrize("key", [b"another key", None])
def test_rows_that_nobody_vouches_for(key: bytes | None) -> None:
    """Under another key the rows are not believed (R6.24, R6.322)."""
    now = replace(BOOK, indicators=(*BOOK.indicators, NEW))
    deadlines = {month: date(2024, month.month, 28) for month in SPAN}
    terms = MergeTerms(MergeRules(), deadlines, "ledger.xlsx")
    merge = merge_inbox((sent(issued()),), replace(returns.desk(now), key=key), terms)
    assert owed(now, merge) == ("报送不全", 3, 4)
    assert ("密钥", "需核实") in codes(merge)


# ---- whose rows they are ----


def test_rows_that_went_to_another_department() -> None:
    """Its indicator is another's today: the form is still its own (R6.29, R6.327)."""
    now = sample.ledger(indicators=(COUNT, RATE, replace(LENGTH, leads=(HEALTH,))))
    before = sample.ledger(indicators=(replace(COUNT, leads=(ROADS,)), RATE, LENGTH))
    answers: Figures = {(LENGTH.code, QIXIAN, "done"): 3.0}
    form = sent(issued(ROADS, before), answers, {})
    merge = merged(replace(now, indicators=(*now.indicators, road())), form)
    assert "像是" not in returns.reason(merge, "a.xlsx")


def road() -> sample.Indicator:
    """So that 市交通运输局 still owes a return."""
    return sample.indicator("五.2-1", leads=(ROADS,), name="养护公路")


def test_another_units_rows_under_a_genuine_sheet() -> None:
    """The hidden sheet names 杞县's rows, and 兰考县's stand there (R6.29, R6.327)."""
    form = replace(issued(LANKAO), claim=issued(QIXIAN).claim, unit=QIXIAN)
    answers: Figures = {(COUNT.code, LANKAO, "done"): 3.0}
    merge = merged(BOOK, sent(form, answers))
    assert returns.reason(merge, "a.xlsx") == (
        "表上的3行，有0行是“杞县”填报表的，有3行是“兰考县”填报表的，像是“兰考县”的表"
    )


# ---- a large city ----


def test_a_city_of_many_counties() -> None:
    """160 counties, 40 indicators: thousands of rows under one signature, none of them lost.

    (R6.320)
    """
    counties = [sample.unit(f"第{n}县", sample.Group.COUNTY) for n in range(160)]
    items = [sample.indicator(f"三.{n}-1", name=f"指标{n}") for n in range(1, 41)]
    city = sample.ledger(
        indicators=tuple(items), units=(sample.unit(HEALTH), *counties), targets={}
    )
    claim = issued(HEALTH, city).claim
    assert len(claim.rows) == 40 * 161 + 40
    typed = f"| {items[39].code} | 第159县 | 7 |\n| {items[0].code} | 第0县 | 8 |"
    merge = merged(city, Arrival(returns.source(), returns.cells(claim, typed)))
    assert returns.line(merge, "第159县", items[39].code).figure.done == 7
    assert owed(city, merge, HEALTH) == ("报送不全", 2, 40 * 160)


def test_the_rows_make_a_form_little_larger() -> None:
    """A lead's form of over 100 rows: within a tenth of what it was (R6.320)."""
    counties = [sample.unit(f"第{n}县", sample.Group.COUNTY) for n in range(10)]
    items = [sample.indicator(f"三.{n}-1", name=f"指标{n}") for n in range(1, 12)]
    city = sample.ledger(
        indicators=tuple(items), units=(sample.unit(HEALTH), *counties), targets={}
    )
    form = issued(HEALTH, city)
    assert len(form.progress) == 132
    with_rows, without = (len(form_xlsx.write(f)) for f in (form, old_form(form)))
    assert with_rows - without < 0.1 * without
    assert with_rows < 60_000


# ---- breakdown ----

SPLIT = sample.ledger(targets={})


def broken_down(*, old: bool = False) -> Arrival:
    """市卫生健康委's breakdown form, as the ledger then had it, 杞县 and 兰考县 filled in."""
    claim = issue_breakdown(SPLIT, HEALTH, sample.KEY, fingerprint(SPLIT)).claim
    written = f"| {COUNT.code} | 120 | 60 | 60 |"
    return breakdowns.arrival(written, claimed=as_old(claim) if old else claim)


@pytest.mark.parametrize("old", [False, True])
def test_a_breakdown_when_another_leads(old: bool) -> None:  # noqa: FBT001 - a case of the table
    """What was divided stays so; version 1 cannot say that it was the department's (R6.328)."""
    now = replace(SPLIT, indicators=(replace(COUNT, leads=(ROADS,)), STANDARD, RATE, LENGTH, LEVEL))
    merge = merged(now, broken_down(old=old))
    target = merge.force.ledger.targets.get((COUNT.code, QIXIAN))
    assert target == (None if old else 60.0)
    assert ("整份退回" in dict(codes(merge))) is old


# the ledger of today, what is found on the breakdown form
SPLIT_LATER: dict[str, tuple[Ledger, list[tuple[str, str]]]] = {
    "as it was": (SPLIT, []),
    "deleted": (replace(SPLIT, indicators=SPLIT.indicators[1:]), [("已撤下", "提示")]),
    "another kind": (
        replace(SPLIT, indicators=(replace(COUNT, kind=Kind.STANDARD), *SPLIT.indicators[1:])),
        [("要求已改", "退回")],
    ),
    "ten thousand times": (
        replace(SPLIT, indicators=(replace(COUNT, measure="万人"), *SPLIT.indicators[1:])),
        [("要求已改", "退回")],
    ),
}


@pytest.mark.parametrize(("now", "told"), SPLIT_LATER.values(), ids=SPLIT_LATER)
def test_a_breakdown_and_a_ledger_changed_since(now: Ledger, told: list[tuple[str, str]]) -> None:
    """As with a return (R6.328)."""
    found = codes(merged(now, broken_down()))
    assert [pair for pair in found if pair[0] != "整份退回"] == told


def test_the_digest_of_a_form_is_that_of_its_figures() -> None:
    """Without the items: what stood on a form of version 1 (R6.320)."""
    claim = issued().claim
    assert claim.issued == issued_digest(
        (row.code, row.county, row.target) for row in claim.rows if row.county
    )


@pytest.mark.parametrize("change", [lambda f: f, old_form])
def test_both_versions_are_taken_without_a_word(change: Callable[[Form], Form]) -> None:
    """The yardstick (R6.321)."""
    merge = merged(BOOK, sent(change(issued())))
    assert codes(merge) == []
    assert LONGTING not in {finding.unit for finding in merge.findings}
