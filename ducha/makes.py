"""The makes of workbook that are read: how their files end, and what they tell of formulas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Make:
    """One make; `telling` is false where it hides formulas and error cells (R6.39)."""

    endings: tuple[str, ...]
    telling: bool


MADE = datetime(2024, 1, 1, tzinfo=UTC)
"""When every workbook of ours says that it was made: never the clock, so that the same contents
give the same bytes. One that still says so has not been saved by anybody (R6.69)."""

XLSX = Make((".xlsx", ".xlsm"), telling=True)
XLS = Make((".xls", ".et"), telling=False)
XLSB = Make((".xlsb",), telling=False)
ODS = Make((".ods",), telling=False)
CSV = Make((".csv",), telling=False)
XML = Make((".xml",), telling=True)

MAKES = (XLSX, XLS, XLSB, ODS)
TEXT_MAKES = (CSV, XML)
"""Tables that are texts: they are read where a table of ours stands in them (R6.382)."""

ENDINGS = tuple(ending for make in (*MAKES, *TEXT_MAKES) for ending in make.endings)
"""Those of every make, in the order in which they are named."""
UNTELLING_ENDINGS = tuple(
    ending for make in (*MAKES, *TEXT_MAKES) if not make.telling for ending in make.endings
)
"""Those of the makes that hide formulas."""
