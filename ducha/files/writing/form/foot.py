"""The foot of 进度填报: one row to sign, high enough for the seal (R5.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.form.styles import FormStyles
from ducha.files.writing.sheet import text
from ducha.form.column import Column
from ducha.form.monthly import PROGRESS

GAP, POINTS = 15.0, 84.0
"""Heights of the row between table and foot, and of the foot."""

_SEALED = "单位负责人"
_PLACES = {
    "填报人": ("matter", ("indicator",)),
    "审核人": ("measure", ("county", "target")),
    _SEALED: ("previous", ("done", "numerator", "denominator")),
    "填报日期": ("completion", ("schedule", "preview")),
    "联系电话": ("hint", ("note", "remark")),
}
"""Columns of each label and of the cells to sign.

Clerks delete 完成率 and 序时进度, which they do not fill in: nothing that is missed stands there.
"""

_AT = {column.key: index for index, column in enumerate(PROGRESS)}


class _FootPlace(NamedTuple):
    """Where a label stands and where it is answered: the first of these cells is read first."""

    label: str
    at: int
    entries: tuple[int, ...]


def _places(columns: tuple[Column, ...]) -> Iterator[_FootPlace]:
    """Where the labels stand among the columns that are shown."""
    shown = {column.key for column in columns if not column.hidden}
    for label, (name, entries) in _PLACES.items():
        yield _FootPlace(label, _AT[name], tuple(_AT[key] for key in entries if key in shown))


def write_foot(
    sheet: Worksheet,
    row: int,
    columns: tuple[Column, ...],
    styles: FormStyles,
    signed: Mapping[str, str] | None = None,
) -> None:
    """Write labels and the cells to sign beside them, as they were `signed` before.

    The word for the seal is no part of the label, by which the foot is read.
    """
    sheet.set_row(row, POINTS)
    answers = signed or {}
    for label, at, entries in _places(columns):
        text(sheet, row, at, label, styles.plain["seal" if label == _SEALED else "label"])
        for entry in entries:
            said = answers.get(label, "") if entry == entries[0] else ""
            text(sheet, row, entry, said, styles.plain["sign"])
