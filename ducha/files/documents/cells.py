"""How a cell of a table stands in a line: tabs part cells, a sign of its own parts lines."""

from __future__ import annotations

import re

_LINE = "\v"
"""A line break inside a cell."""


def one_cell(text: str) -> str:
    """A cell's text without tabs, its line breaks kept apart from those between rows."""
    return _LINE.join(
        part.strip() for part in re.split(r"[\n\v]", text.replace("\t", " ")) if part.strip()
    )
