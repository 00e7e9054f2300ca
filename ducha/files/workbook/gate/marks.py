"""What is known of a sheet's cells beside their values, whatever the make tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_BEFORE_MARK = re.compile(r"[0-9０-９万亿]\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Addresses in one sheet: formulas, error cells, numbers shown as percentages or as others.

    And what cells show beside their values, as in `ducha.cells.Sheet`.
    """

    formulas: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()
    percents: frozenset[str] = frozenset()
    altered: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    struck: frozenset[str] = frozenset()
    raised: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


class TextPiece(NamedTuple):
    """A piece of a cell's text and how it is set."""

    text: str
    struck: bool
    raised: bool


@dataclass(frozen=True, slots=True)
class Dressed:
    """A text in pieces: whether one is struck out; the text without what is raised, if any is."""

    struck: bool
    plain: str | None


def look_at(pieces: Sequence[TextPiece]) -> Dressed | None:
    """What is odd about a text; None where nothing is. Raised behind a figure is a footnote."""
    struck = any(piece.struck and piece.text.strip() for piece in pieces)
    plain, cut = "", False
    for piece in pieces:
        if piece.raised and _BEFORE_MARK.search(plain):
            cut = True
        else:
            plain += piece.text
    return Dressed(struck, plain if cut else None) if struck or cut else None
