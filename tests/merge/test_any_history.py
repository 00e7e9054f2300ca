"""Versions of any history: file order changes nothing, file times nothing that is not told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from kit import returns
from kit.returns import arrival, merged
from kit.sample import COUNT, HEALTH, LANKAO, QIXIAN

from ducha.merge.year import MergedInbox
from ducha.period import CHINA
from ducha.submission.arrival import FILE_TIME, MAIL_TIME, SAVED_TIME, Arrival

BOOK = returns.book(COUNT, targets={QIXIAN: 60.0, LANKAO: 60.0})
PLACES = (QIXIAN, LANKAO)
START = datetime(2024, 5, 10, 9, tzinfo=CHINA)


class Sent(NamedTuple):
    """One return: figures of two counties, hours until it came and was saved, its basis."""

    figures: tuple[str, str]
    received: int
    saved: int | None
    basis: str


hours = st.integers(0, 96)
figures = st.sampled_from(("", "-1", "20", "28", "37"))
returns_sent = st.lists(
    st.builds(
        Sent,
        st.tuples(figures, figures),
        hours,
        st.none() | hours,
        st.sampled_from((MAIL_TIME, SAVED_TIME, FILE_TIME)),
    ),
    min_size=2,
    max_size=4,
)


def came(number: int, sent: Sent) -> Arrival:
    """The department's return with this number."""
    rows = zip(PLACES, sent.figures, strict=True)
    typed = "\n".join(f"| {COUNT.code} | {place} | {done} |" for place, done in rows)
    plain = arrival(HEALTH, typed)
    saved = None if sent.saved is None else START + timedelta(hours=sent.saved)
    source = replace(
        plain.source,
        file=f"{number}.xlsx",
        sha256=f"{number}",
        received=START + timedelta(hours=sent.received),
        basis=sent.basis,
        saved=None if sent.basis == FILE_TIME else saved,
    )
    return replace(plain, source=source)


def inbox_of(history: list[Sent]) -> list[Arrival]:
    """All returns, the first one first."""
    return [came(number, sent) for number, sent in enumerate(history)]


def counting(year: MergedInbox, place: str) -> float | None:
    """The figure that counts for a county."""
    return returns.line(year, place).figure.done


def doubted(year: MergedInbox) -> str:
    """What 先后待核 says of all files."""
    return "".join(f.sentence for f in year.findings if f.code == "先后待核")


@settings(max_examples=40)  # each merges months twice
@given(returns_sent, st.randoms(use_true_random=False))
def test_the_order_of_reading_changes_nothing(history: list[Sent], chance: object) -> None:
    """The same figures, verdicts and findings, in the same order (R6.62)."""
    inbox = inbox_of(history)
    shuffled = list(inbox)
    chance.shuffle(shuffled)
    assert merged(BOOK, *shuffled) == merged(BOOK, *inbox)


@settings(max_examples=40)  # each merges months twice
@given(returns_sent, st.lists(hours, min_size=4, max_size=4))
def test_a_touched_file_changes_no_figure_in_silence(
    history: list[Sent], touched: list[int]
) -> None:
    """Where another figure counts after it, 先后待核 names both before it and after it (R6.63)."""
    again = [
        sent._replace(received=hour) if sent.basis == FILE_TIME else sent
        for sent, hour in zip(history, touched, strict=False)
    ]
    before, after = merged(BOOK, *inbox_of(history)), merged(BOOK, *inbox_of(again))
    for place in PLACES:
        if counting(before, place) != counting(after, place):
            for year in (before, after):
                assert f"{place}：采用{counting(year, place):g}（" in doubted(year)


@settings(max_examples=40)  # each merges months twice
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=4))
def test_what_only_grows_is_never_asked_about(steps: list[tuple[int, int]]) -> None:
    """Returns by mail, each saved an hour before, no figure below the one before (R6.158)."""
    first, second, history = 10, 10, []
    for day, (more, other) in enumerate(steps):
        first, second = first + more, second + other
        history.append(Sent((f"{first}", f"{second}"), 24 * day + 1, 24 * day, MAIL_TIME))
    codes = {finding.code for finding in merged(BOOK, *inbox_of(history)).findings}
    assert codes & {"先后待核", "又成旧数", "旧数仍在", "改小"} == set()
