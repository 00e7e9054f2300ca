"""Which of two returns came later, and when nobody can know it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns

from ducha.submission.arrival import FILE_TIME, MAIL_TIME, RULED_TIME, SAVED_TIME, Source
from ducha.submission.order import receipt_order, why_unsure


def came(at: str, basis: str = MAIL_TIME, saved: str = "") -> Source:
    """A return that came and was saved at these moments of 2024."""
    source = returns.source(f"{basis} {at}.xlsx", at, basis)
    return replace(source, saved=returns.source(at=saved).received) if saved else source


TIED = "两份是同一时刻收到的"
COPIED = "先后只凭文件时间，复制文件就会改变"
REVERSED = "后收到的一份存盘反而更早"
FUTURE = "存盘时间比邮件时间还晚，有一个时间不准"

# what came first, what came later, why nobody can be sure
PAIRS = (
    (came("05-20"), came("05-21"), ""),
    (came("05-20 09:00"), came("05-20 09:01"), ""),
    (came("05-20"), came("05-20", SAVED_TIME), TIED),
    (came("05-20"), came("05-20", FILE_TIME), TIED),
    (came("05-20", SAVED_TIME), came("05-21", SAVED_TIME), ""),
    (came("05-20", SAVED_TIME), came("05-21"), ""),
    (came("05-20", FILE_TIME), came("05-21"), COPIED),
    (came("05-20"), came("05-21", FILE_TIME), COPIED),
    (came("05-20", FILE_TIME), came("05-21", FILE_TIME), COPIED),
    (came("05-20", FILE_TIME), came("05-21", RULED_TIME), COPIED),
    (came("05-20", RULED_TIME), came("05-21", RULED_TIME), ""),
    (came("05-20"), came("05-21", RULED_TIME), ""),
    # saved as they were sent, or so nearly
    (came("05-20", saved="05-19"), came("05-21", saved="05-20"), ""),
    (came("05-20", saved="05-19 21:00"), came("05-21", saved="05-19 09:00"), ""),
    (came("05-20", saved="05-19 21:01"), came("05-21", saved="05-19 09:00"), REVERSED),
    (came("05-20", saved="05-19"), came("05-21"), ""),
    (came("05-20", saved="05-19"), came("05-21", RULED_TIME, saved="05-10"), ""),
    # saved after they were sent
    (came("05-20 09:00", saved="05-20 21:00"), came("05-22"), ""),
    (came("05-20 09:00", saved="05-20 21:01"), came("05-22"), FUTURE),
    (came("05-20"), came("05-22 09:00", saved="05-23"), FUTURE),
    (came("05-20"), came("05-22 09:00", RULED_TIME, saved="05-23"), ""),
)


@pytest.mark.parametrize(("earlier", "later", "why"), PAIRS)
def test_what_makes_an_order_unsure(earlier: Source, later: Source, why: str) -> None:
    """A file time, a tie, or saved times that contradict the mails by over 12 hours.

    (R6.63, R6.73, R6.74)
    """
    assert why_unsure(earlier, later) == why


def test_the_order_is_total() -> None:
    """Time, then digest, then path, whatever the basis (R6.62)."""
    first = returns.source("z.xlsx", "05-20", FILE_TIME)
    other_digest = replace(first, file="a.xlsx", sha256="zz", basis=MAIL_TIME)
    copy = replace(other_digest, file="b.xlsx")
    later = returns.source("0.xlsx", "05-20 09:01")
    for sources in ([later, copy, other_digest, first], [copy, later, first, other_digest]):
        assert sorted(sources, key=receipt_order) == [first, other_digest, copy, later]
