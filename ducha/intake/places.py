"""Figures that stand where they are not asked for, or of which nobody knows whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from ducha.checks.cells import MERGED, MISPLACED, STRUCK
from ducha.checks.rows import NUMERIC
from ducha.findings import Finding
from ducha.form.monthly import PROGRESS, asked_columns
from ducha.intake.expected import ExpectedRow
from ducha.ledger.model import Kind
from ducha.status.rating import Figure
from ducha.submission.reading import TypedSheet
from ducha.values.reading import read

_HEADINGS = {column.key: column.heading for column in PROGRESS}
_LARGEST_SHARE = 2.0
"""No rate of last month's is shown as more: 200%."""
_HINTS = {
    "previous": "；〔上月累计〕由督查局预填，不用改",
    "completion": "；〔完成率〕由表格自动算出，不用填",
}


def unclear_figures(typed: TypedSheet, index: int, columns: tuple[str, ...]) -> list[Finding]:
    """Figures under a merged range, and such as are struck out: they are not taken.

    (R6.400, R6.401)
    """
    if not typed.merged and not typed.struck:
        return []
    merged = [
        typed.finding(MERGED, key, index, range=typed.merged[cell])
        for key in columns
        if (cell := typed.at(key, index)) in typed.merged
    ]
    return merged or [
        typed.finding(STRUCK, key, index)
        for key in columns
        if typed.at(key, index) in typed.struck and typed.value(key, index) != ""
    ]


def misplaced_figures(typed: TypedSheet, index: int, expected: ExpectedRow) -> list[Finding]:
    """Figures that stand in another column while the cells that are asked are blank.

    (R6.402, R6.403)
    """
    kind = expected.task.indicator.kind
    columns = asked_columns(kind)
    if kind is Kind.QUALITATIVE or any(typed.touched(key, index) for key in columns):
        return []
    key = next(iter(_columns_filled(typed, index, expected)), "")
    if not key:
        return []
    words = typed.text(key, index)
    finding = MISPLACED.finding(
        typed.place(columns[0], index),
        words,
        asked="、".join(f"〔{_HEADINGS[column]}〕" for column in columns),
        heading=_HEADINGS[key],
        cell=typed.at(key, index),
        typed=words,
        hint=_HINTS.get(key, ""),
    )
    return [finding]


def _columns_filled(typed: TypedSheet, index: int, expected: ExpectedRow) -> Iterator[str]:
    """The columns, not asked of this row, in which somebody has put a figure."""
    for key in NUMERIC:
        if _is_figure(typed, key, index):
            yield key
    if _is_figure(typed, "completion", index):
        yield "completion"
    if _goes_beyond(typed, index, expected.previous):
        yield "previous"


def _is_figure(typed: TypedSheet, key: str, index: int) -> bool:
    """Whether a figure above 0 was typed there: what a formula of ours gives was not."""
    value = typed.value(key, index)
    if value in {"", 0.0} or isinstance(value, bool) or typed.at(key, index) in typed.formulas:
        return False
    return not isinstance(value, str) or any(char.isdigit() for char in value)


def _goes_beyond(typed: TypedSheet, index: int, previous: Figure) -> bool:
    """Whether 上月累计 holds more than last month's figure, which we have put there ourselves.

    A smaller one may have been right when the form was issued; of a rate we have put its share.
    """
    if not _is_figure(typed, "previous", index):
        return False
    number = read(typed.value("previous", index)).number
    if number is None or not previous.given:
        return number is not None
    return number > (_LARGEST_SHARE if previous.done is None else previous.done)


def is_filled(typed: TypedSheet, index: int) -> bool:
    """Whether anything stands in the entry cells of a row, or beneath a merged range.

    (R6.81)
    """
    return any(
        typed.touched(key, index)
        or (typed.doubled and typed.at(key, index) in typed.doubled)
        or (typed.merged and typed.at(key, index) in typed.merged)
        for key in NUMERIC
    )
