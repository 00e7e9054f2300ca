"""Hostile identities: forms that are not whose they say they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

from kit.hostile.parts import (
    BOOK,
    HIDDEN,
    NARRATIVE,
    PROGRESS,
    STRINGS,
    Genuine,
    Hostile,
    Variant,
    inline,
    unzipped,
    with_cell,
)

_LABELS = ("unit", "month", "kind", "version", "ledger", "digest", "key", "number", "signature")
_VALUES = ("", "兰考县", "2024-04", "x" * 40_000, "=1+1", "\u202e\n")


def _hidden_cells(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for (row, label), value in product(enumerate(_LABELS, start=1), _VALUES):
        cell = inline(value, f"B{row}")
        yield Variant(f"{label} is {value[:9]!a}", genuine.cell(cell, f"B{row}", HIDDEN))


def _others(genuine: Genuine, _: Random) -> Iterator[Variant]:
    """The hidden sheet of one form in another, and forms of other keys, months and years."""
    for what, data in genuine.others.items():
        if what == "blank":
            continue
        parts = unzipped(data)
        if what != "neighbour":
            yield Variant(f"a form of {what}", data)
        for name, sheet in (("claim", HIDDEN), ("figures", PROGRESS), ("words", NARRATIVE)):
            yield Variant(f"the {name} of {what}", genuine.plus({sheet: parts[sheet]}))


_ALIKE = (
    *(
        "杞縣",
        "杞县 ",
        "杞\u200b县",
        "杞县\u202e",
        "杞 县",
        "县杞",
        "杞",
        "杞市",
        "\uff1a杞县",
        "𣏌县",
    ),
    *("兰考县", "蘭考縣", "兰 考 县", "兰\u200b考县", "龙亭区", "市交通运输局", "全市", "市本级"),
    *("开封市杞县", "杞县、兰考县", "杞县\n兰考县", "杞县<", "=1+1", "nobody", "", "县" * 5000),
)


def _alike(genuine: Genuine, _: Random) -> Iterator[Variant]:
    """The unit's name otherwise, in the hidden sheet and everywhere else."""
    for name in _ALIKE:
        cell = inline(name, "B1")
        yield Variant(f"claimed {name[:9]!a}", genuine.cell(cell, "B1", HIDDEN))
        written = name.replace("&", "&amp;").replace("<", "&lt;").encode()
        everywhere = genuine.parts[STRINGS].replace("杞县".encode(), written)
        yield Variant(f"everywhere {name[:9]!a}", genuine.with_parts(STRINGS=everywhere))


def _unsigned(genuine: Genuine, _: Random) -> Iterator[Variant]:
    """No claim at all, and a look as if it were another unit's or another thing."""
    bare = dict(genuine.parts)
    bare[BOOK] = bare[BOOK].replace("表单标识".encode(), b"Sheet4")
    yield Variant("renamed", genuine.plus(bare))
    for number in range(1, 10):
        part = with_cell(genuine.parts[HIDDEN], f"A{number}", inline("x", f"A{number}"))
        yield Variant(f"label {number} gone", genuine.with_parts(HIDDEN=part))
    for place in ("E1", "E2", "H5"):
        part = with_cell(
            genuine.parts[PROGRESS], place, inline("填报单位：兰考县　期次：2024年5月", place)
        )
        yield Variant(f"another unit in {place}", genuine.with_parts(PROGRESS=part))


CLASSES = (
    Hostile("hidden cells", "one cell of the hidden sheet changed", _hidden_cells),
    Hostile("other forms", "sheets of one form in another, other keys and months", _others),
    Hostile("look-alikes", "names of units that look like others", _alike),
    Hostile(
        "unsigned", "forms without their labels, or with another unit's name on them", _unsigned
    ),
)
