"""先后待核: a figure that counts only because its file is taken for the later one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import breakdowns, returns, sample
from kit.returns import APRIL, JUNE, arrival, line, merged
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN

from ducha.ledger.year.decisions import Override
from ducha.merge.doubt.orders import order_doubts
from ducha.merge.year import MergedInbox
from ducha.submission.arrival import FILE_TIME, MAIL_TIME, SAVED_TIME, Arrival

CODE, RATE, LEVEL = sample.COUNT.code, sample.RATE.code, sample.LEVEL.code
BOOK = returns.book(sample.COUNT, sample.RATE, sample.LEVEL, targets={QIXIAN: 900.0, LANKAO: 900.0})
COPIED = "先后只凭文件时间，复制文件就会改变"


def lead(figures: dict[str, str], at: str, basis: str = MAIL_TIME, saved: str = "") -> Arrival:
    """The department's counts by county."""
    typed = "\n".join(f"| {CODE} | {place} | {done} |" for place, done in figures.items())
    came = arrival(HEALTH, typed, at=at, basis=basis)
    moment = returns.source(at=saved).received if saved else None
    return replace(came, source=replace(came.source, saved=moment))


def doubts(year: MergedInbox) -> list[tuple[str, str, str, str]]:
    """Severity, file, cell and words of every 先后待核."""
    return [
        (str(f.severity), f.file.rpartition(" ")[2], f.place.address, f.sentence)
        for f in year.findings
        if f.code == "先后待核"
    ]


def decision(action: str, file: str = "", code: str = "", value: str = "") -> Override:
    """A clerk's decision on a file of the department or on a row of it."""
    return Override(
        file=file,
        unit=HEALTH,
        period="",
        code=code,
        county=QIXIAN if code else "",
        field="本月累计" if action == "改值" else "",
        action=action,
        value=value,
        reason="核实",
        officer="王五",
        day="",
    )


OLD = lead({QIXIAN: "287"}, "05-20", FILE_TIME)
NEW = lead({QIXIAN: "371"}, "05-21")


def test_the_file_that_counts_names_both_values() -> None:
    """Once, at the row, and with what to do (R6.63)."""
    year = merged(BOOK, OLD, NEW)
    assert line(year, QIXIAN).figure.done == 371
    assert doubts(year) == [
        (
            "需核实",
            "05-21.xlsx",
            "C2",
            (
                f"同一单位同月的两份所填不同，不知哪一份在后（{COPIED}）：{CODE} {QIXIAN}："
                f"采用371（“{NEW.source.file}”），另一份为287（“{OLD.source.file}”）"
            ),
        )
    ]
    (finding,) = [f for f in year.findings if f.code == "先后待核"]
    assert (finding.unit, finding.found) == (HEALTH, "371")
    assert "认定时间" in finding.remedy
    assert [doubt.key for doubt in order_doubts(year.examined)] == [(HEALTH, CODE, QIXIAN)]
    assert order_doubts(year.examined)[0].other.value.done == 287


# the returns of 杞县, which counts, how many doubts
HISTORIES = (
    (("287", "05-20", MAIL_TIME, ""), ("371", "05-21", MAIL_TIME, ""), 371, 0),
    (("287", "05-20", MAIL_TIME, ""), ("371", "05-20", MAIL_TIME, ""), 371, 1),
    (("287", "05-20", FILE_TIME, ""), ("287", "05-21", FILE_TIME, ""), 287, 0),
    (("287", "05-20", FILE_TIME, ""), ("371", "05-21", SAVED_TIME, "05-21"), 371, 1),
    (("287", "05-20", SAVED_TIME, "05-20"), ("371", "05-21", SAVED_TIME, "05-21"), 371, 0),
    (("287", "05-20", MAIL_TIME, "05-19"), ("371", "05-21", MAIL_TIME, "05-18"), 371, 1),
    (("287", "05-20", MAIL_TIME, "05-22"), ("371", "05-21", MAIL_TIME, ""), 371, 1),
    (("287", "05-20", FILE_TIME, ""), ("-1", "05-21", MAIL_TIME, ""), 287, 0),  # held out
    (("-1", "05-20", FILE_TIME, ""), ("371", "05-21", MAIL_TIME, ""), 371, 0),
    (("", "05-20", FILE_TIME, ""), ("371", "05-21", MAIL_TIME, ""), 371, 0),
)


@pytest.mark.parametrize(("first", "second", "done", "count"), HISTORIES)
def test_only_accepted_figures_that_differ_are_in_doubt(
    first: tuple[str, ...], second: tuple[str, ...], done: float, count: int
) -> None:
    """A file time, a tie, or saved times against the mails; in any order of reading.

    (R6.63, R6.73)
    """
    one, other = (lead({QIXIAN: figure}, *how) for figure, *how in (first, second))
    if one.source.file == other.source.file:
        renamed = replace(other.source, file="z.xlsx", sha256="z")
        other = replace(other, source=renamed)
    for inbox in ((one, other), (other, one)):
        year = merged(BOOK, *inbox)
        assert line(year, QIXIAN).figure.done == done
        assert len(doubts(year)) == count


def test_of_many_rows_the_first_are_named() -> None:
    """Four rows differ: one finding, three of them in words (R6.63)."""
    book = returns.book(sample.COUNT, sample.RATE, sample.LENGTH)
    rows = "| {0} | {4} | {1} |\n| {0} | {5} | {1} |\n| {0} | {6} | {1} |\n| {2} | {4} | | {3} |"
    first, second = (
        arrival(
            HEALTH,
            rows.format(CODE, done, RATE, parts, QIXIAN, LANKAO, LONGTING),
            at=at,
            basis=FILE_TIME,
        )
        for done, parts, at in (("20", "30 | 40", "05-20"), ("21", "31 | 40", "05-21"))
    )
    ((_, _, cell, sentence),) = doubts(merged(book, first, second))
    assert cell == "C2"
    assert sentence.count("采用21（") == 3
    assert sentence.endswith("；等4行")
    ((_, _, cell, sentence),) = doubts(
        merged(
            book,
            *(
                arrival(
                    HEALTH, f"| {RATE} | {QIXIAN} | | {n} | 40 |", at=f"05-{n}", basis=FILE_TIME
                )
                for n in (20, 21)
            ),
        )
    )
    assert (cell, "采用21/40" in sentence, "另一份为20/40" in sentence) == ("D2,E2", True, True)


def test_levels_are_in_doubt_too_and_texts_are_not() -> None:
    """推进中 against 已完成; words that differ concern no figure (R6.63)."""
    for words, count in ((("推进中", "已完成"), 1), (("推进中", "推进中"), 0)):
        year = merged(
            BOOK,
            *(
                arrival(
                    sample.SCHOOLS,
                    f"| {LEVEL} | 市本级 | {word} |",
                    f"| 编码 | 存在问题 |\n| 二.1 | 缺人{at} |",
                    at=at,
                    basis=FILE_TIME,
                )
                for word, at in zip(words, ("05-20", "05-21"), strict=True)
            ),
        )
        assert len(doubts(year)) == count


NEW_FILE, OLD_FILE = NEW.source.file, OLD.source.file

# decisions of a clerk, what counts, whether it is still asked
DECISIONS = (
    ((decision("采用", NEW_FILE),), 371, 0),
    ((decision("采用", NEW_FILE, CODE),), 371, 0),
    ((decision("采用", "", CODE),), 371, 0),
    ((decision("采用", OLD_FILE),), 371, 1),
    ((decision("改值", NEW_FILE, CODE, "370"),), 370, 0),
    ((decision("排除", NEW_FILE),), 287, 0),
    ((decision("排除", OLD_FILE),), 371, 0),
    ((decision("认定时间", OLD_FILE, value="2024-05-22"),), 287, 0),
    ((decision("认定时间", OLD_FILE, value="2024-05-19"),), 371, 0),
    ((decision("认定时间", NEW_FILE, value="2024-05-21"),), 371, 1),  # the other has a file time
)


@pytest.mark.parametrize(("decisions", "done", "count"), DECISIONS)
def test_a_clerk_settles_it(decisions: tuple[Override, ...], done: float, count: int) -> None:
    """采用 of what counts, or times that no copy changes (R6.74)."""
    year = merged(replace(BOOK, overrides=decisions), OLD, NEW)
    assert line(year, QIXIAN).figure.done == done
    assert len(doubts(year)) == count
    assert len(order_doubts(year.examined)) == count


def test_it_is_told_in_its_own_month() -> None:
    """Neither before nor after."""
    for period, count in ((APRIL, 0), (returns.MAY, 1), (JUNE, 0)):
        assert len(doubts(merged(BOOK, OLD, NEW, period=period))) == count


def test_a_bureau_may_make_it_softer() -> None:
    """config.toml: a note, or nothing at all."""
    assert [d[0] for d in doubts(merged(BOOK, OLD, NEW, grades={"先后待核": None}))] == []


# ---- breakdown forms ----

FORMS = returns.book(sample.COUNT, targets={})


def form(goal: int, at: str, basis: str = FILE_TIME, quarter: str = "") -> Arrival:
    """A breakdown of 市卫生健康委 with one county's target."""
    written = f"| {CODE} | 120 | {goal} | | | | | {quarter} | | | |"
    came = breakdowns.arrival(written, at=at)
    return replace(came, source=replace(came.source, basis=basis))


def test_breakdown_forms_are_in_doubt_as_returns_are() -> None:
    """60 counts, 50 may be the later one; by mail, or alike, or in the ledger nothing is asked.

    (R6.75)
    """
    year = merged(FORMS, form(50, "04-10"), form(60, "04-11"))
    assert year.force.ledger.targets[CODE, QIXIAN] == 60
    ((severity, file, cell, sentence),) = doubts(year)
    assert (severity, file, cell) == ("需核实", "04-11.xlsx", "C2")
    assert f"{CODE} 杞县：采用60（" in sentence
    assert "另一份为50（" in sentence
    mailed = (form(50, "04-10", MAIL_TIME), form(60, "04-11", MAIL_TIME))
    assert doubts(merged(FORMS, *mailed)) == []
    assert doubts(merged(FORMS, form(60, "04-10"), form(60, "04-11"))) == []
    kept = replace(FORMS, targets={(CODE, QIXIAN): 55.0})
    assert doubts(merged(kept, form(50, "04-10"), form(60, "04-11"))) == []
    adopted = decision("采用", form(60, "04-11").source.file)
    settled = replace(FORMS, overrides=(adopted,))
    assert doubts(merged(settled, form(50, "04-10"), form(60, "04-11"))) == []


def test_milestones_are_in_doubt_too() -> None:
    """10% against 20% by the end of March; the ledger's own cannot be changed (R6.75)."""
    forms = (form(60, "04-10", quarter="10%"), form(60, "04-11", quarter="20%"))
    ((*_, sentence),) = doubts(merged(FORMS, *forms))
    assert f"{CODE} 时间节点：采用3月底20%（" in sentence
    kept = replace(FORMS, milestones={CODE: {3: 0.1, 12: 1.0}})
    assert doubts(merged(kept, *forms)) == []


def test_breakdown_forms_of_one_time_go_by_their_digest() -> None:
    """In whatever order they are read (R6.62)."""
    first, second = form(50, "04-10", MAIL_TIME), form(60, "04-10", MAIL_TIME)
    second = replace(second, source=replace(second.source, file="a.xlsx", sha256="z"))
    for inbox in ((first, second), (second, first)):
        assert merged(FORMS, *inbox).force.ledger.targets[CODE, QIXIAN] == 60
