"""Circulars of every kind, each beside the rows that a careful reader would write down."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ducha.circular.draft import read

FOLDER = Path(__file__).parent / "circulars"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))

Row = tuple[str, str, str, str, str, str, str]


def expected(name: str) -> list[Row]:
    """The rows beside a circular: item, value, measure, kind, leads, supports, all counties."""
    lines = (FOLDER / f"{name}.rows").read_text(encoding="utf-8").splitlines()
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines if line.strip()]
    return [row for row in rows if len(row) == 7]


def found(name: str) -> list[Row]:
    """The rows that the program reads, in the same form."""
    draft = read((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
    return [
        (
            f"{indicator.matter_no}.{indicator.item_no}",
            "" if indicator.target is None else f"{indicator.target:.15g}",
            indicator.measure,
            indicator.kind,
            "、".join(indicator.leads),
            "、".join(indicator.supports),
            "是" if indicator.all_counties else "否",
        )
        for indicator in draft.ledger.indicators
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_pattern_is_read_as_a_careful_reader_would(name: str) -> None:
    """Items, targets and units agree with the rows beside the circular, no more and no less."""
    assert Counter(found(name)) == Counter(expected(name))


@pytest.mark.parametrize("name", NAMES)
def test_codes_are_never_given_twice(name: str) -> None:
    """A code names one indicator, also where two lists both start at 一."""
    ledger = read((FOLDER / f"{name}.txt").read_text(encoding="utf-8")).ledger
    assert len(ledger.by_code) == len(ledger.indicators)
