"""What is wrong with single rows and columns of a breakdown return: lines, deadlines, headings."""

from __future__ import annotations

from ducha.breakdown.worksheet import BreakdownContent, CountyTarget
from ducha.cells import as_text, spelled, squeeze
from ducha.checks.breakdowns import (
    ADDED_COLUMN,
    BELOW_LINE,
    DEADLINE,
    KEPT,
    NO_COLUMN,
    TOO_LARGE_RATE,
    TOO_SMALL_RATE,
    UNKNOWN_PLACE,
)
from ducha.findings import NOWHERE, Rule
from ducha.form.breakdown import BreakdownRow, columns_for
from ducha.form.monthly import target_text
from ducha.ledger.model import Direction, Kind
from ducha.period import Period
from ducha.texts import brief
from ducha.values.months import month_of
from ducha.values.reading import Reading

_PERCENT = "%"
_MOST_PERCENT = 100.0


def check_cleared(content: BreakdownContent, place: str, index: int) -> None:
    """An emptied cell changes nothing; whoever emptied it may think otherwise (R6.226)."""
    known = content.issued[index].get(place)
    if known and content.cleared(place, index):
        content.add(KEPT, place, index, known=brief(known))


def rate_fault(row: BreakdownRow, reading: Reading) -> Rule | None:
    """A line in percent that can be no percent number: 0.65 for 65%, or more than everything.

    (R6.215)
    """
    value = reading.number
    if row.indicator.kind is not Kind.RATE or row.indicator.measure != _PERCENT or not value:
        return None
    if value > max(row.target, _MOST_PERCENT):
        return TOO_LARGE_RATE
    return TOO_SMALL_RATE if value <= 1 < row.target else None


def check_line(content: BreakdownContent, row: BreakdownRow, index: int) -> None:
    """Counties whose own line asks less than the city's: perhaps the city's line was split.

    (R6.215)
    """
    indicator = row.indicator
    if row.adds_up or indicator.direction is Direction.AT_MOST:
        return
    low = [
        place
        for place in row.places
        if 0
        < content.goals.get((indicator.code, place), CountyTarget(0.0, NOWHERE)).value
        < row.target
    ]
    if low:
        line = f"{target_text(row.target)}{indicator.measure}"
        named = {"name": indicator.name, "places": "、".join(low), "line": line}
        content.add(BELOW_LINE, low[0], index, **named)


def check_deadline(content: BreakdownContent, row: BreakdownRow, index: int, year: int) -> None:
    """A 完成时限 other than the ledger's: it changes nothing (R6.223)."""
    typed = content.typed.value("deadline", index)
    if (
        not (squeeze(typed) and content.said("deadline", index))
        or month_of(typed, year) == row.indicator.deadline
    ):
        return
    written, ours = brief(as_text(typed)), str(Period(year, row.indicator.deadline))
    words = {"name": row.indicator.name, "typed": written, "ours": ours}
    content.add(DEADLINE, "deadline", index, **words)


def check_columns(content: BreakdownContent, places: tuple[str, ...]) -> None:
    """Columns that somebody added, with figures in them, and county columns that are gone.

    (R6.214, R6.216)
    """
    columns = content.typed.columns
    ours = {column.key for column in columns_for(places)}
    for key in (key for key in columns if key not in ours):
        index = next((n for n, cell in enumerate(columns[key]) if cell != ""), None)
        if index is not None:
            figures = any(content.read(key, n, "").given for n in range(len(columns[key])))
            added = UNKNOWN_PLACE if figures else ADDED_COLUMN
            content.add(added, key, index, county=brief(spelled(key)))
    gone = [place for place in places if place not in columns]
    if gone and columns["code"]:
        content.add(NO_COLUMN, "code", 0, columns="、".join(gone))
