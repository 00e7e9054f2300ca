"""Newest version per row, then one line per place: which of the reported figures count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ducha.intake.examined import FigureEntry
from ducha.ledger.model import OWN
from ducha.status.rating import Figure

LEAD_LINE = "牵头口径"
COUNTY_LINE = "县区口径"


@dataclass(frozen=True, slots=True)
class Version:
    """The row of one unit that stands: the newest accepted, or the newest if none was.

    `held` says that the newest one is held out; `orders` are the submissions that matter for it.
    Where the line that has authority is silent, `origin` names the one that counts in its stead.
    `doubts` are the codes of what is still to be verified of its size or order.
    (R6.151, R6.171)
    """

    row: FigureEntry
    held: bool
    orders: frozenset[int]
    origin: str = ""
    doubts: frozenset[str] = frozenset()

    @property
    def figure(self) -> Figure:
        """What was accepted; nothing where only held figures came."""
        return Figure() if self.row.held else self.row.figure

    @property
    def place(self) -> tuple[str, str]:
        """Code and county, for which several units may report."""
        return self.row.code, self.row.county


def newest_versions(entries: Iterable[FigureEntry]) -> tuple[Version, ...]:
    """Per unit and row the newest submission that gives a figure (a blank erases nothing).

    Where the newest is held out, the newest accepted one is shown and the version marked held.
    Sorted by unit, code and county (R6.150).
    """
    by_age = sorted(entries, key=lambda entry: entry.order)
    newest_by_key = {entry.key: entry for entry in by_age}
    accepted = {entry.key: entry for entry in by_age if not entry.held}
    return tuple(
        Version(shown_entry, newest.held, frozenset((shown_entry.order, newest.order)))
        for key, newest in sorted(newest_by_key.items())
        for shown_entry in [accepted.get(key, newest)]
    )


def choose_versions(
    versions: Sequence[Version], *, lead_first: bool
) -> dict[tuple[str, str], Version]:
    """What counts for each place: who has authority, else the other, marked with its name.

    City-level work has only the department's line, so it is never marked (R6.170, R6.173).
    """
    other_line = COUNTY_LINE if lead_first else LEAD_LINE
    chosen: dict[tuple[str, str], Version] = {}
    for version in sorted(versions, key=lambda version: version.row.lead != lead_first):
        if version.place not in chosen:
            in_place_of_other = version.row.lead != lead_first and version.row.county != OWN
            chosen[version.place] = (
                replace(version, origin=other_line) if in_place_of_other else version
            )
    return chosen


def differing_pairs(
    versions: Sequence[Version],
) -> Iterator[tuple[tuple[str, str], Figure, Figure]]:
    """Places where both lines were accepted and differ: key, the lead's figure, the county's.

    (R6.172)
    """
    accepted = [version for version in versions if not version.held]
    by_lead = {version.place: version.figure for version in accepted if version.row.lead}
    for version in accepted:
        lead_figure = by_lead.get(version.place)
        if not version.row.lead and lead_figure is not None and lead_figure != version.figure:
            yield version.place, lead_figure, version.figure
