"""One column of a form, all that is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Its key in code, its heading, its width in characters, how it is used.

    `grows` is its part of the room that the others leave on the paper.
    """

    key: str
    heading: str
    width: float
    entry: bool = False
    hidden: bool = False
    grows: float = 0.0
