"""Cells of a sheet named in few words, as Excel takes them: H5:H22, H25."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from ducha.findings import Place
from ducha.texts import shown_name

_MOST = 40
"""So many stretches of cells are named."""

Columns = tuple[str, ...]


def name_cells(places: Iterable[Place]) -> str:
    """Every cell among places of one sheet, those below each other as one stretch (R7.266).

    What lies in no row is named by its key. Blank where nothing is named.
    """
    listed = list(places)
    rows: dict[Columns, set[int]] = {}
    for place in listed:
        if place.row is not None:
            rows.setdefault(place.letters, set()).add(place.row + 1)
    stretches = sorted(
        (first, letters, last)
        for letters, numbers in rows.items()
        for first, last in _stretches(numbers)
    )
    named = [_name(letters, first, last) for first, letters, last in stretches]
    keys = dict.fromkeys(shown_name(p.address) for p in listed if p.row is None and p.address)
    stretch = [*named, *keys]
    more = f"等{len(stretch)}处" if len(stretch) > _MOST else ""
    return ", ".join(stretch[:_MOST]) + more


def _stretches(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of numbers that follow each other: first and last."""
    ordered = sorted(numbers)
    breaks = [n for n, (one, other) in enumerate(pairwise(ordered), start=1) if other > one + 1]
    for start, end in pairwise([0, *breaks, len(ordered)]):
        yield ordered[start], ordered[end - 1]


def _name(letters: Columns, first: int, last: int) -> str:
    """One stretch, over each of its columns."""
    if first == last:
        return ",".join(f"{letter}{first}" for letter in letters)
    return ",".join(f"{letter}{first}:{letter}{last}" for letter in letters)
