"""What was wrong with a breakdown form closes when a newer form puts it right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.breakdowns import arrival, claim, force
from kit.returns import merged
from kit.sample import COUNT, HEALTH, LANKAO, QIXIAN, ROADS, indicator, ledger

from ducha.ledger.model import OWN, Ledger
from ducha.merge.year import MergedInbox

EMPTY = ledger(targets={})
C = COUNT.code
ADDED = "| 编码 | 全市目标 | 杞县 | 兰考县 | 龙亭区 | 市本级 | 合计 | 通许县 |\n"
FULL = "| 三.2-1 | 120 | 60 | 60 | 0 | |"


def open_findings(book: Ledger, *forms: str) -> list[tuple[str, str]]:
    """Code and cell of what is more than a note, in the order of the files."""
    return [(f.code, f.place.address) for f in force(book, *forms).findings if f.severity != "提示"]


CLOSED = {
    "a cell given anew": ("| 三.2-1 | 120 | -5 | 40 | | |", "| 三.2-1 | 120 | 70 | | | |"),
    "milestones, by a row of others": (
        "| 三.2-1 | 120 | | | | | | 0.5 | 0.4 | | |",
        "| 三.2-1 | 120 | | | | | | | | 0.8 | |",
    ),
    "a row twice": (
        "| 三.2-1 | 120 | 70 | | | |\n| 三.2-1 | 120 | 60 | | | |",
        "| 三.2-1 | 120 | 70 | | | |",
    ),
    "a row of nobody's": ("| 九.9-9 | 5 | 70 | | | |\n" + FULL, "| 三.2-1 | 120 | 70 | | | |"),
    "an unknown county": (ADDED + FULL + " 120 | 5 |", "| 三.2-1 | 120 | 70 | | | |"),
    "a doubt about a figure": ("| 三.2-1 | 120 | 约50 | | | |", "| 三.2-1 | 120 | 50 | | | |"),
    "increments": (
        "| 三.2-1 | 120 | | | | | | 0.25 | 0.25 | 0.25 | 0.25 |",
        "| 三.2-1 | 120 | | | | | | 0.25 | 0.5 | 0.75 | 1 |",
    ),
    "everything, by a form that leaves it out": (
        "| 三.2-1 | 120 | 60 | 60 | 0 | | | 0.5 | 0.4 | | |",
        FULL,
    ),
}


@pytest.mark.parametrize("case", CLOSED)
def test_what_a_newer_form_puts_right_is_a_note(case: str) -> None:
    """Told with the reason, and without the newer form as grave as ever (R6.225)."""
    older, newer = CLOSED[case]
    assert open_findings(EMPTY, older) != []
    now = force(EMPTY, older, newer)
    assert [f.code for f in now.findings if f.severity != "提示"] == []
    assert all(f.sentence.endswith("（已有后来的报送件）") for f in now.settled[0].findings)


STILL_OPEN = {
    "another cell": (
        ("| 三.2-1 | 120 | -5 | 40 | | |", "| 三.2-1 | 120 | | 50 | 0 | |"),
        [("负数", "C2")],
    ),
    "other milestones do not answer for a county": (
        ("| 三.2-1 | 120 | -5 | 40 | | |", "| 三.2-1 | 120 | | | | | | 0.5 | | | |"),
        [("负数", "C2")],
    ),
    "a row of nobody's, while nothing came after": (
        ("| 九.9-9 | 5 | 70 | | | |\n" + FULL, "| 三.2-1 | 120 | -1 | | | |"),
        [("未知行", "A2"), ("负数", "C2")],
    ),
    "held anew": (
        ("| 三.2-1 | 120 | -5 | 40 | | |", "| 三.2-1 | 120 | 很多 | | | |"),
        [("文字", "C2")],
    ),
}


@pytest.mark.parametrize("case", STILL_OPEN)
def test_what_nobody_put_right_stays_open(case: str) -> None:
    """What is wrong anew stands in place of what was (R6.225)."""
    forms, wanted = STILL_OPEN[case]
    assert open_findings(EMPTY, *forms) == wanted


def test_another_department_s_form_closes_nothing() -> None:
    """Each department answers for its own (R6.225)."""
    wrong = arrival("| 三.2-1 | 120 | -5 | 40 | | |")
    other = arrival("| 五.1-1 | 150 | 50 | 50 | 50 | |", ROADS, at="04-20")
    assert "负数" in returned(merged(EMPTY, wrong, other))


def test_a_clerk_s_figure_answers_for_a_cell() -> None:
    """Nobody has to send 杞县 again once the ledger has it (R6.225)."""
    book = ledger(targets={(C, QIXIAN): 70.0})
    now = force(book, "| 三.2-1 | 120 | -5 | 40 | | |")
    (finding,) = now.findings
    assert (str(finding.severity), finding.code) == ("提示", "负数")
    assert finding.sentence.endswith("（台账已填，以台账为准）")


def test_a_county_that_does_not_answer_is_emptied_by_the_next_form() -> None:
    """Whoever puts it right leaves the cell blank (R6.225)."""
    some = indicator(supports=(LANKAO,), all_counties=False)
    book = ledger(indicators=(some,), targets={})
    wrong = "| 三.2-1 | 120 | 5 | 120 | | |"
    assert open_findings(book, wrong) == [("不承担", "C2")]
    assert open_findings(book, wrong, "| 三.2-1 | 120 | | 100 | | 20 |") == []


# Files refused as a whole


def returned(inbox: MergedInbox) -> list[str]:
    """The codes of what is still 退回."""
    return [finding.code for finding in inbox.findings if finding.severity == "退回"]


REFUSED = {
    "blank": arrival("| 三.2-1 | 120 | | | | |"),
    "all held out": arrival("| 三.2-1 | 120 | -1 | | | |"),
    "another version": arrival(FULL, claimed=replace(claim(HEALTH, FULL), version="9")),
    "another year": arrival(FULL, claimed=replace(claim(HEALTH, FULL), period="2023")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_file_is_closed_by_the_next_one(case: str) -> None:
    """Not by one that was refused too, nor by one that came before (R6.225)."""
    bad = REFUSED[case]
    assert "整份退回" in returned(merged(EMPTY, bad))
    again = arrival("| 三.2-1 | 120 | | | | |", at="04-20")
    assert "整份退回" in returned(merged(EMPTY, bad, again))
    assert returned(merged(EMPTY, bad, arrival(FULL, at="04-20"))) == []
    assert "整份退回" in returned(merged(EMPTY, bad, arrival(FULL, at="04-01")))


@pytest.mark.parametrize(("digest", "still"), [("z", []), ("0", ["整份退回"])])
def test_of_two_forms_of_one_moment_the_larger_digest_is_later(
    digest: str, still: list[str]
) -> None:
    """As everywhere, and as which of them counts (R6.62, R6.225)."""
    bad, good = REFUSED["another version"], arrival(FULL)
    first = replace(bad, source=replace(bad.source, file="甲.xlsx", sha256="5"))
    other = replace(good, source=replace(good.source, file="乙.xlsx", sha256=digest))
    assert other.source.received == first.source.received
    assert returned(merged(EMPTY, first, other)) == still


def test_the_verdict_says_that_it_was_put_right() -> None:
    """Part of the first form stands still (R6.224, R6.225)."""
    inbox = merged(
        EMPTY,
        arrival("| 三.2-1 | 120 | -5 | 40 | | |"),
        arrival("| 三.2-1 | 120 | 70 | | | 10 |", at="04-20"),
    )
    assert [(str(j.verdict), j.reason) for j in inbox.judgements] == [
        ("部分采用", "任务分解表1处退回（后来已更正），其余采用，原因见〔数据核查〕"),
        ("采用", "任务分解表"),
    ]
    assert inbox.force.ledger.targets[C, OWN] == 10.0
