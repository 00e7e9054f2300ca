"""Which indicators lead and counties disagree about: on a row, and on the city's whole figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from ducha.ledger.model import CITY
from ducha.merge.model import Difference, JudgedLine
from ducha.standing.ranking.places import is_disputed
from ducha.status.rating import Figure
from ducha.values.reading import exact


class Disputes(NamedTuple):
    """Codes of indicators: `rows` with a row in dispute, `whole` with the city's line in it."""

    rows: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()


NO_DISPUTES = Disputes()


def find_disputes(
    city: Iterable[JudgedLine], differences: Sequence[Difference], limit: Fraction
) -> Disputes:
    """By the one measure: two figures are apart by over `limit` of the lead's (R7.105, R7.204)."""
    by_code: dict[str, list[Difference]] = defaultdict(list)
    for difference in differences:
        by_code[difference.indicator.code].append(difference)
    rows = (code for code, listed in by_code.items() if any(is_disputed(d, limit) for d in listed))
    whole = (
        line.code
        for line in city
        if line.code in by_code and is_disputed(_of_city(line, by_code[line.code]), limit)
    )
    return Disputes(frozenset(rows), frozenset(whole))


def _of_city(line: JudgedLine, differences: Sequence[Difference]) -> Difference:
    """The city's figure, and what it would be by the counties'."""
    first = differences[0]
    if any(difference.lead.level for difference in differences):
        return first
    figure = line.figure
    other = Figure(
        _moved(figure.done, [(d.lead.done, d.by_county.done) for d in differences]),
        _moved(figure.numerator, [(d.lead.numerator, d.by_county.numerator) for d in differences]),
        _moved(
            figure.denominator, [(d.lead.denominator, d.by_county.denominator) for d in differences]
        ),
    )
    return Difference(first.indicator, CITY, figure, other)


def _moved(total: float | None, pairs: Iterable[tuple[float | None, float | None]]) -> float | None:
    """A sum with each lead's part replaced by the county's."""
    if total is None:
        return None
    moves = (exact(county or 0.0) - exact(lead or 0.0) for lead, county in pairs)
    return float(exact(total) + sum(moves, Fraction(0)))
