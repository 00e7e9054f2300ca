"""Rows of the ledger's sheets 督办事项 and 通报名单."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Occasion(StrEnum):
    """Why a matter was handed over (来源)."""

    NOTICE = "通报"
    INSTRUCTION = "领导批示"
    MEETING = "会议"
    PUBLIC = "群众反映"
    VERIFICATION = "核查"


class Progress(StrEnum):
    """How far a matter that was handed over has come (状态)."""

    OPEN = "在办"
    CLOSED = "办结"
    STOPPED = "中止"


class Naming(StrEnum):
    """What leaders have decided about a unit (决定)."""

    PRAISED = "表扬"
    CRITICISED = "批评"
    NOT_NAMED = "不点名"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A matter that the bureau has handed to a unit (sheet 督办事项).

    `code` is an item's, blank where it is about none; days are None where they are not filled in.
    """

    number: str
    unit: str
    code: str
    problem: str
    occasion: Occasion | None
    leader: str
    demand: str
    handed: date | None
    due: date | None
    extended: date | None
    answer: str
    answered: date | None
    progress: Progress
    closed: date | None
    verifier: str
    visited: date | None
    visit: str

    @property
    def deadline(self) -> date | None:
        """The day by which it is to be closed: 延期至, else 办结时限."""
        return self.extended or self.due

    def is_open_on(self, day: date) -> bool:
        """Whether it is 在办 on a day: it is now, or was closed only after it (R7.164)."""
        closed_since = self.progress is Progress.CLOSED and self.closed and self.closed > day
        return self.progress is Progress.OPEN or bool(closed_since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What leaders have decided about a unit for a month, written 2024-05 (sheet 通报名单)."""

    period: str
    unit: str
    naming: Naming
    grounds: str = ""
    approver: str = ""
    approved: date | None = None
