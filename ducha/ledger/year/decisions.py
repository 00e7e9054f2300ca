"""What a clerk decides in the course of the year: another target, a ruling on what came in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A target changed during the year; `county` is 全市, 市本级 or a county.

    `month` (1 to 12) is the first in which `target`, in base units, is in force.
    """

    code: str
    county: str
    month: int
    target: float
    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A clerk's audited decision about a file, a row or a cell (sheet 人工处置), as text.

    Blank is what the decision does not narrow down; `period` is written 2024-05.
    """

    file: str
    unit: str
    period: str
    code: str
    county: str
    field: str
    action: str
    value: str
    reason: str
    officer: str
    day: str
