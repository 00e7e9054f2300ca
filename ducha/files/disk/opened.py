"""Whether somebody has a workbook open, by the file that his program lays beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

_SIGNS = (("Excel", "~${}"), ("WPS", ".~{}"), ("LibreOffice", ".~lock.{}#"))
"""Programs, and what they call the file that tells others that one of theirs is open."""


class Opened(NamedTuple):
    """Which program has a workbook open, and the name of the file by which it says so."""

    program: str
    sign: str


def opened(path: Path) -> Opened | None:
    """Who has the workbook open; None where nobody says so (R6.354).

    A program that broke down leaves its sign behind.
    """
    signs = (Opened(program, sign.format(path.name)) for program, sign in _SIGNS)
    return next((each for each in signs if os.path.lexists(path.with_name(each.sign))), None)
