"""What went out to units: a record for every mail sent, and for what went another way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ducha.period import Period


class SentKind(StrEnum):
    """What was sent: the word that `send` takes."""

    FORMS = "forms"
    BREAKDOWN = "breakdown"
    RETURNED = "returned"
    REMINDERS = "reminders"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRecord:
    """One thing that was sent to one unit; each (kind, period, unit, round) is sent once.

    `round` counts from 1; `how` is 邮件, or the clerk's word for another way (电话). `sent_at` is
    None where the record does not tell it.
    """

    kind: SentKind
    period: Period
    unit: str
    round: int
    sent_at: datetime | None
    how: str
