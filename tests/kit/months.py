"""Merged months made of lines by themselves: what stands in 情况说明 is given by unit and item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ducha.findings import Place
from ducha.intake.examined import TextEntry
from ducha.merge.model import JudgedLine, Memory, MonthTable
from ducha.period import Period


def month(
    number: int,
    *lines: JudgedLine,
    texts: Mapping[tuple[str, str, str], str] | None = None,
    returned: Sequence[str] = (),
) -> MonthTable:
    """A month of 2024; `texts` by unit, item and key of the column."""
    entries = {
        key: TextEntry(0, *key, text, "a.xlsx", Place("情况说明"))
        for key, text in (texts or {}).items()
    }
    return MonthTable(
        period=Period(2024, number),
        lines=lines,
        data=pd.DataFrame(),
        differences=(),
        own={},
        texts=entries,
        used=frozenset(),
        bases={},
        returned=frozenset((*returned, *(unit for unit, _, _ in entries))),
        findings=(),
        vouched={},
        memory=Memory(),
    )
