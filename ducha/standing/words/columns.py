"""Columns of what units write, under the form's own headings, wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ducha.form.monthly import NARRATIVE
from ducha.standing.table import USUAL_WIDTH, Cell, Style, T, TableColumn

TIME = "%Y-%m-%d %H:%M"
TIME_WIDTH = 18
"""How a moment is written in a table, and how wide its column is."""

LONGEST_SENTENCE = 500

_FORM = {column.key: column.heading for column in NARRATIVE}
_WORDS = {
    "progress": (44, Style.TEXT),
    "problem": (32, Style.TEXT),
    "suggestion": (32, Style.TEXT),
    "next_step": (24, Style.TEXT),
    "coordination": (8, Style.SHORT),
}
"""How wide what units write stands, by the key of the form's column; others are short answers."""


def words_column(key: str, value: Callable[[T], Cell]) -> TableColumn[T]:
    """What units write in a column of the form, under the form's own heading."""
    return TableColumn(_FORM[key], value, *_WORDS.get(key, (USUAL_WIDTH, Style.SHORT)))


def list_first(names: Sequence[str], most: int, measure: str = "个") -> str:
    """Names one after the other; of more than so many the first, and how many there are."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等{len(names)}{measure}"
