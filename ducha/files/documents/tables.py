"""A table as text: a row a line, tabs between its cells, a sign of its own between their lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BREAK = "\v"
"""A line break inside a cell."""


def join_row(cells: Iterable[str]) -> str:
    """A row as a line; a cell's own tabs become blanks, its line breaks a sign that is not ours."""
    return "\t".join(map(_cell, cells))


def _cell(text: str) -> str:
    parts = (part.strip() for part in re.split(r"[\n\v]", text.replace("\t", " ")))
    return _BREAK.join(filter(None, parts))
