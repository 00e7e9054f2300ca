"""The rows of one month in one DataFrame: newest version per row, one line per place, sums.

pandas sorts, picks and adds; what it picks are positions in plain lists, so that a missing number
stays None and never turns into a NaN or a 0 on the way.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ducha.intake.examined import Reported
from ducha.ledger.model import OWN, Level
from ducha.status.rating import Figure

LEAD_LINE = "牵头口径"
COUNTY_LINE = "县区口径"

_SCHEMA = {
    "order": "int64",
    "unit": "str",
    "lead": "bool",
    "code": "str",
    "county": "str",
    "held": "bool",
}
_ROW = ["unit", "code", "county"]
_KEY = ["code", "county"]


@dataclass(frozen=True, slots=True)
class Version:
    """The row of one unit that stands: the newest accepted, or the newest if none was.

    `held` says that the newest one is held out; `orders` are the submissions that matter for it.
    """

    row: Reported
    held: bool
    orders: frozenset[int]

    @property
    def figure(self) -> Figure:
        """What was accepted; nothing where only held figures came."""
        return Figure() if self.row.held else self.row.figure


@dataclass(frozen=True, slots=True)
class Chosen:
    """The version that counts for one place; `origin` names its line if that lacks authority."""

    version: Version
    origin: str


def newest(reported: Sequence[Reported]) -> tuple[Version, ...]:
    """Per unit and row the newest submission that gives a figure (a blank erases nothing).

    Where the newest is held out, the newest accepted one is shown and the row is marked held.
    """
    frame = pd.DataFrame([_key_of(row) for row in reported], columns=list(_SCHEMA))
    frame = frame.astype(_SCHEMA)
    by_age = frame.sort_values([*_ROW, "order"], kind="stable")
    last = by_age.drop_duplicates(_ROW, keep="last")
    # False sorts before True: an accepted row comes last whatever its age.
    accepted_last = by_age.assign(fine=~by_age["held"]).sort_values(
        [*_ROW, "fine", "order"], kind="stable"
    )
    standing = accepted_last.drop_duplicates(_ROW, keep="last")
    return tuple(
        Version(
            reported[shown],
            held=reported[latest].held,
            orders=frozenset((reported[shown].order, reported[latest].order)),
        )
        for shown, latest in zip(standing.index.tolist(), last.index.tolist(), strict=True)
    )


def _key_of(row: Reported) -> tuple[int, str, bool, str, str, bool]:
    return row.order, row.unit, row.lead, row.code, row.county, row.held


def choose(versions: Sequence[Version], *, lead_first: bool) -> dict[tuple[str, str], Chosen]:
    """One line per place: who has authority, else the other, marked with its name.

    City-level work has only the department's line, so it is never marked.
    """
    frame = pd.DataFrame([_key_of(v.row) for v in versions], columns=list(_SCHEMA))
    frame = frame.astype(_SCHEMA)
    ranked = frame.assign(second=frame["lead"] != lead_first).sort_values(
        [*_KEY, "second"], kind="stable"
    )
    kept = ranked.drop_duplicates(_KEY, keep="first")
    other = COUNTY_LINE if lead_first else LEAD_LINE
    return {
        (versions[at].row.code, versions[at].row.county): Chosen(
            versions[at], other if second and versions[at].row.county != OWN else ""
        )
        for at, second in zip(kept.index.tolist(), kept["second"].tolist(), strict=True)
    }


def sums(parts: Sequence[Chosen]) -> Mapping[str, Figure]:
    """City figures per indicator: sums of counts, of 分子 and of 分母; the worst level."""
    rows = [
        (part.version.row.code, figure.done, figure.numerator, figure.denominator, figure.level)
        for part in parts
        if (figure := part.version.figure).given
    ]
    frame = pd.DataFrame(rows, columns=["code", "done", "numerator", "denominator", "level"])
    return {
        str(code): Figure(
            _total(group["done"].tolist()),
            _total(group["numerator"].tolist()),
            _total(group["denominator"].tolist()),
            _worst(group["level"].tolist()),
        )
        for code, group in frame.groupby("code", sort=True)
    }


def _total(column: Sequence[float | None]) -> float | None:
    """The sum to the 15 digits a reader sees, so that 0.1 + 0.2 is 0.3; None of nothing."""
    given = [value for value in column if value is not None and not math.isnan(value)]
    return float(f"{math.fsum(given):.15g}") if given else None


def _worst(column: Sequence[Level | None]) -> Level | None:
    return next((level for level in Level if level in column), None)


def pairs(versions: Sequence[Version]) -> Iterator[tuple[tuple[str, str], Figure, Figure]]:
    """Places where both lines were accepted and differ: key, the lead's figure, the county's."""
    fine = [version for version in versions if not version.held]
    by_lead = {(v.row.code, v.row.county): v.figure for v in fine if v.row.lead}
    for version in fine:
        key = version.row.code, version.row.county
        if not version.row.lead and key in by_lead and by_lead[key] != version.figure:
            yield key, by_lead[key], version.figure
