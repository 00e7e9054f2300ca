"""How the rows of 进度填报 lie on their pages: how high each is, and where a page begins (R5.2)."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from ducha.files.writing.form.paper import LETTERS, PageRoom, page_starts
from ducha.files.writing.form.printed import LOOKS, Printed, printed
from ducha.files.writing.form.styles import height
from ducha.form.column import Column
from ducha.form.monthly import Form

_WRAPPED = {"text", "centre"}
"""Looks that break into lines."""
_LEAST = 36.0
"""Two lines, of 校验提示 too."""


class Layout(NamedTuple):
    """Every row as it is printed, how high it is, and which rows begin a page, from 0."""

    contents: list[Printed]
    heights: list[float]
    starts: tuple[int, ...]


def lay_out(form: Form, columns: tuple[Column, ...], page: PageRoom) -> Layout:
    """Lay out a form that has rows.

    A matter is named in its first row and in the first one of a page, and needs room there alone.
    """
    contents = _contents(form)
    matters = [str(content["matter"]) for content in contents]
    named = {0} | {row for row in range(1, len(matters)) if matters[row] != matters[row - 1]}
    heights = [_height(content, columns, named=n in named) for n, content in enumerate(contents)]
    opening = [_height(content, columns) for content in contents]
    more = [high - low for high, low in zip(opening, heights, strict=True)]
    blocks = _by_indicator(form, heights)
    starts = page_starts(blocks, page, more)
    for row in starts:
        heights[row] = opening[row]
    return Layout(contents, heights, starts)


def _contents(form: Form) -> list[Printed]:
    codes = ["", *(row.task.indicator.code for row in form.progress)]
    return [printed(row, first=codes[n] != codes[n + 1]) for n, row in enumerate(form.progress)]


def _by_indicator(form: Form, heights: list[float]) -> list[list[float]]:
    """The heights of rows that are to stand together."""
    numbered = groupby(
        zip(form.progress, heights, strict=True), key=lambda pair: pair[0].task.indicator.code
    )
    return [[points for _, points in group] for _, group in numbered]


def _height(content: Printed, columns: tuple[Column, ...], *, named: bool = True) -> float:
    wrapped = (
        (str(content.get(column.key) or ""), column.width, LETTERS)
        for column in columns
        if not column.hidden and LOOKS.get(column.key) in _WRAPPED
        if named or column.key != "matter"
    )
    return height(wrapped, _LEAST)
