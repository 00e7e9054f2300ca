"""The makes of workbook that are read: how their files end, and what they tell of formulas."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Make:
    """One make; `telling` is false where it hides formulas and error cells (R6.39)."""

    endings: tuple[str, ...]
    telling: bool


XLSX = Make((".xlsx", ".xlsm"), telling=True)
XLS = Make((".xls", ".et"), telling=False)
XLSB = Make((".xlsb",), telling=False)
ODS = Make((".ods",), telling=False)

MAKES = (XLSX, XLS, XLSB, ODS)

ENDINGS = tuple(ending for make in MAKES for ending in make.endings)
"""Those of every make, in the order in which they are named."""
UNTELLING_ENDINGS = tuple(ending for make in MAKES if not make.telling for ending in make.endings)
"""Those of the makes that hide formulas."""
