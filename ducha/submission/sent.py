"""What went out to units: a record for every mail sent, and for what went another way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath

from ducha.ledger.model import Ledger
from ducha.period import CHINA, Period, parse_period

KIND, PERIOD, UNIT, ROUND, TIME, HOW = "类型", "期次", "单位", "次数", "时间", "方式"
"""The facts of a by-hand record, by their names."""

DRAFT, ACCEPTED, REFUSED, IDENTITY = "草稿", "已收", "未收", "邮件号"
"""Further facts of a mail: its draft's digest, who was taken and who refused, its Message-ID."""

MAIL = "邮件"

MAIL_HEADERS = {
    KIND: "X-Ducha-Kind",
    PERIOD: "X-Ducha-Period",
    UNIT: "X-Ducha-Unit",
    ROUND: "X-Ducha-Round",
    TIME: "Date",
    DRAFT: "X-Ducha-Draft",
    ACCEPTED: "X-Ducha-Accepted",
    REFUSED: "X-Ducha-Refused",
    IDENTITY: "Message-ID",
}
"""The headers of a mail of ours that tell these facts."""


class SentKind(StrEnum):
    """What was sent: the word that `send` takes, which brings the 退回件 of either kind."""

    FORMS = "forms"
    BREAKDOWN = "breakdown"
    RETURNED = "returned"
    BREAKDOWN_RETURNED = "breakdown-returned"
    REMINDERS = "reminders"


KIND_WORDS = {
    SentKind.FORMS: "填报表",
    SentKind.BREAKDOWN: "任务分解表",
    SentKind.RETURNED: "退回件",
    SentKind.BREAKDOWN_RETURNED: "任务分解表退回件",
    SentKind.REMINDERS: "催报",
}
"""The kinds as a clerk calls them, in a by-hand record and in the names of files."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of sent/: its path there, with slashes, and the facts that it tells."""

    path: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRecord:
    """One thing that was sent to one unit; each (kind, period, unit, round) is sent once.

    `round` counts from 1; 0 is a friendly 提醒 before the deadline. `how` is 邮件, or the clerk's
    word for another way (电话). `sent_at` is None where the record does not tell it.
    """

    kind: SentKind
    period: Period
    unit: str
    round: int
    sent_at: datetime | None
    how: str


def sent_records(files: Iterable[SentFile], ledger: Ledger) -> tuple[SentRecord, ...]:
    """What the files are records of, by their facts, else by their paths (R7.140).

    A file that tells no kind, month or unit of the ledger is no record of ours.
    """
    records = (record_of(file, ledger) for file in files)
    return tuple(record for record in records if record is not None)


def record_of(file: SentFile, ledger: Ledger) -> SentRecord | None:
    """What one file is a record of; None for no record of ours (R7.140)."""
    facts, path = file.facts, PurePosixPath(file.path)
    kind = _kind(facts.get(KIND, "")) or _kind_of_path(path)
    period = parse_period(facts.get(PERIOD, "")) or parse_period(path.parts[0])
    unit = ledger.named(facts.get(UNIT, "")) or _unit_of_path(path, ledger)
    if kind is None or period is None or unit is None:
        return None
    number = facts.get(ROUND, "1").strip()
    return SentRecord(
        kind=kind,
        period=period,
        unit=unit,
        round=int(number) if number.isdecimal() else 1,
        sent_at=moment(facts.get(TIME, "")),
        how=facts.get(HOW, "") or MAIL,
    )


def _kind(word: str) -> SentKind | None:
    """A kind by either of its words."""
    word = word.strip()
    return next((kind for kind in SentKind if word in {str(kind), KIND_WORDS[kind]}), None)


def _kind_of_path(path: PurePosixPath) -> SentKind | None:
    """A kind by the folder, or a part of the name: 催报/杞县.eml, 杞县_催报.eml."""
    words = (*path.parent.parts, *path.stem.split("_"))
    return next((kind for word in words if (kind := _kind(word))), None)


def _unit_of_path(path: PurePosixPath, ledger: Ledger) -> str | None:
    """A unit of the ledger by a part of the name."""
    words = path.stem.split("_")
    return next((unit for word in words if (unit := ledger.named(word))), None)


def moment(text: str) -> datetime | None:
    """A moment written as 2024-05-29T09:00, in China where it names no zone; None for none."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=CHINA)


def reminders(records: Iterable[SentRecord], period: Period, after: datetime) -> dict[str, int]:
    """How often each unit was reminded (催报) of a month after its deadline (R7.141).

    The same round sent twice is one 催报; what went before the deadline is a 提醒 and none.
    """
    rounds: dict[str, set[int]] = {}
    for record in records:
        counts = record.round > 0 and (record.sent_at is None or record.sent_at > after)
        if record.kind is SentKind.REMINDERS and record.period == period and counts:
            rounds.setdefault(record.unit, set()).add(record.round)
    return {unit: len(numbers) for unit, numbers in rounds.items()}
