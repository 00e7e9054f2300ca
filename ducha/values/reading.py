"""Numbers as people type them: the exact value meant, or a finding; never another value."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from ducha.cells import Value, as_text
from ducha.findings import Finding, Place, Rule, Severity
from ducha.values import cases
from ducha.values.text import parse

_LIMIT = 1e15
"""The first number with more digits than a spreadsheet keeps."""
_DIGITS = 15
_QUOTED = 60
_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """What one cell says. `rule` is None for a plain number and for a blank cell.

    A rule that is a note: read, though not typed as a plain number. To be verified: read but
    uncertain, or not given. To be returned: held out. `sentence` and `remedy` are for the unit,
    `typed` is the text as typed (R6.106).
    """

    number: float | None
    rule: Rule | None
    sentence: str
    remedy: str
    typed: str

    @property
    def severity(self) -> Severity | None:
        """How much it costs; None where there is nothing to say."""
        return self.rule.severity if self.rule else None

    @property
    def given(self) -> bool:
        """Whether a number was read."""
        return self.number is not None

    @property
    def blank(self) -> bool:
        """Whether the cell is empty to the eye."""
        return self.number is None and self.rule is None

    def finding(self, place: Place) -> Finding | None:
        """What is said of the cell at its place; None where there is nothing to say."""
        if self.rule is None:
            return None
        return Finding(
            rule=self.rule,
            severity=self.rule.severity,
            sentence=self.sentence,
            remedy=self.remedy,
            place=place,
            found=self.typed,
        )


def read(cell: Value, measure: str = "", *, whole: bool = False) -> Reading:
    """Read a cell that asks for one figure counted in `measure` (户, 公里) (R6.100).

    Args:
        cell: What the cell holds.
        measure: What this very cell is counted in: empty for 分子 and 分母, where it is not known,
            and % only where the percent number itself is asked.
        whole: Whether fractions are refused.
    """
    if isinstance(cell, float) and cell == cell // 1 and 0 <= cell < _LIMIT:
        return _read_whole(cell)
    if isinstance(cell, str):
        remember = len(cell) <= _REMEMBERED and len(measure) <= _REMEMBERED
        return (_read_text if remember else _read_text.__wrapped__)(cell, measure, whole)
    if isinstance(cell, bool):
        return _make_reading(cell, cases.LOGICAL)
    if isinstance(cell, int | float):
        return _read_number(cell, whole=whole)
    return _make_reading(cell, cases.DATE)


def read_percentage(share: float, measure: str = "", *, whole: bool = False) -> Reading:
    """Read a number that its cell shows as a percentage: 0.95 was typed as 95%."""
    return read(f"{shown(float(f'{share * 100:.13g}'))}%", measure, whole=whole)


def read_noted(typed: str, without_note: str, measure: str = "", *, whole: bool = False) -> Reading:
    """Read a text of which a part is set as a footnote, without that part: 38¹ is 38 (R6.430)."""
    reading = read(without_note, measure, whole=whole)
    if reading.number is None or reading.severity in {Severity.RETURN, Severity.VERIFY}:
        return replace(reading, typed=typed)
    return _make_reading(typed, cases.FOOTNOTE, reading.number)


def exact(number: float) -> Fraction:
    """The decimal number that a reader sees (15 digits), for arithmetic without binary noise."""
    return Fraction(f"{number:.15g}")


def exact_sum(numbers: Iterable[float]) -> float:
    """The sum to the 15 digits a reader sees, so that 0.1 + 0.2 is 0.3 (R6.176)."""
    return float(f"{math.fsum(numbers):.15g}")


def shown(number: float) -> str:
    """Write a number as a Chinese reader expects it: 1200, 12.5; no exponent, no separators."""
    text = f"{number + 0.0:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text


@lru_cache(maxsize=1 << 14)
def _read_whole(number: float) -> Reading:
    """Read a whole number; few different ones fill most cells, so they are remembered."""
    number += 0.0  # a zero without its sign: -0.0 is no figure
    return Reading(number, None, "", "", as_text(number))


def _read_number(cell: float, *, whole: bool) -> Reading:
    """Read any other number cell: fractions, and numbers that cannot be meant (R6.105)."""
    if cell != cell or cell in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN
        return _make_reading(cell, cases.NOT_FINITE)
    if cell < 0:
        return _make_reading(cell, cases.NEGATIVE)
    if cell >= _LIMIT:
        return _make_reading(cell, cases.DIGITS)
    # A formula leaves 1199.9999999999998 where everyone sees 1200.
    displayed = float(f"{cell:.15g}")
    if whole and not displayed.is_integer():
        return _make_reading(cell, cases.NOT_WHOLE)
    return Reading(displayed, None, "", "", as_text(cell))


@lru_cache(maxsize=1 << 12)
def _read_text(cell: str, measure: str, whole: bool) -> Reading:  # noqa: FBT001 - positional for speed
    """Read a text cell."""
    parsed = parse(cell, measure)
    case, number = parsed.case, parsed.number
    if number is None:
        return _make_reading(cell, case, measure=measure, detail=parsed.detail)
    if len(number.normalize().as_tuple().digits) > _DIGITS or number >= Decimal(_LIMIT):
        return _make_reading(cell, cases.DIGITS)
    if whole and number != number.to_integral_value():
        return _make_reading(cell, cases.NOT_WHOLE)
    return _make_reading(cell, case, float(number), measure=measure, detail=parsed.detail)


def _make_reading(
    cell: Value,
    case: Rule | None,
    number: float | None = None,
    *,
    measure: str = "",
    detail: str = "",
) -> Reading:
    """Put an outcome into words."""
    typed = as_text(cell)
    if case is None:
        return Reading(number, None, "", "", typed)
    words = {
        "typed": _quote(cell, typed),
        "value": "" if number is None else shown(number),
        "measure": measure or "未注明",
        "detail": detail,
    }
    sentence, remedy = case.sentence.format_map(words), case.remedy.format_map(words)
    return Reading(number, case, sentence, remedy, typed)


def _quote(cell: Value, typed: str) -> str:
    """Shorten a text to one line that fits a sentence; a day is quoted without midnight."""
    if isinstance(cell, datetime) and cell.time() == time.min:
        return f"{cell:%Y-%m-%d}"
    line = " ".join(typed.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"
