"""待核: which figures stand under an open question about their size or order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ducha.findings import Finding, Severity
from ducha.intake.examined import ExaminedReturn, FigureEntry
from ducha.merge.model import Memory, PlaceKey, RowKey
from ducha.merge.versions import Version
from ducha.status.rating import Figure

RowFinding = tuple[RowKey, Finding]
"""A finding about a row beside earlier months, and which row that is."""

_Place = tuple[int, str, int | None]
"""Which return, sheet and row a figure stands in."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """The month's rows with what is doubted of them.

    `sound` are the undoubted figures that a unit gave earlier in the month than its doubted one;
    `vouched` are the words of the clerk by whom lasting doubts are settled, this month's not
    among them.
    """

    versions: tuple[Version, ...]
    sound: Mapping[RowKey, Figure]
    vouched: Mapping[PlaceKey, str]


def is_open(finding: Finding) -> bool:
    """Whether a finding doubts a figure: excused, settled or graded down it does not (R6.165)."""
    return finding.rule.doubting and finding.severity is Severity.VERIFY


def find_doubted(
    versions: Sequence[Version],
    returns: Iterable[ExaminedReturn],
    stories: Iterable[RowFinding],
    others: Mapping[RowKey, frozenset[str]],
    memory: Memory,
) -> Doubted:
    """Which of the month's figures are doubted, and by what.

    Args:
        versions: Every unit's row of the month.
        returns: The returns that they come from.
        stories: What is found in rows beside earlier months.
        others: What is doubted of rows besides, such as the order of two returns.
        memory: What earlier months have left; a clerk's 采用 of a lasting doubt holds until
            a figure of the place jumps anew (R6.168).
    """
    listed = list(returns)
    stories = list(stories)
    shaken = {key[1:] for key, f in stories if is_open(f) and not f.rule.lasting}
    vouched = {place: words for place, words in memory.adopted.items() if place not in shaken}
    jumped: dict[RowKey, set[str]] = {}
    for key, finding in stories:
        if is_open(finding) and not (finding.rule.lasting and key[1:] in vouched):
            jumped.setdefault(key, set()).add(finding.code)
    found = _doubts_by_place(listed, vouched)
    doubted: list[Version] = []
    for version in versions:
        codes = found.get(_place_of(version.row), frozenset())
        if not version.row.vouched:
            codes = codes.union(jumped.get(version.row.key, ()), others.get(version.row.key, ()))
        doubted.append(replace(version, doubts=codes) if codes else version)
    return Doubted(tuple(doubted), _sound_before(doubted, listed, found), vouched)


def _doubts_by_place(
    returns: Iterable[ExaminedReturn], vouched: Mapping[PlaceKey, str]
) -> dict[_Place, frozenset[str]]:
    """Codes of the open doubts by row, without lasting ones that a clerk has settled before."""
    codes: dict[_Place, frozenset[str]] = {}
    for examined in returns:
        doubts = [finding for finding in examined.findings if is_open(finding)]
        rows = {row.place.row: row for row in examined.figures} if doubts else {}
        for finding in doubts:
            row = rows.get(finding.place.row)
            if row is None or (finding.rule.lasting and (row.code, row.county) in vouched):
                continue
            place = _place_of(row)
            codes[place] = codes.get(place, frozenset()) | {finding.code}
    return codes


def _place_of(row: FigureEntry) -> _Place:
    return row.order, row.place.sheet, row.place.row


def _sound_before(
    versions: Iterable[Version],
    returns: Sequence[ExaminedReturn],
    found: Mapping[_Place, frozenset[str]],
) -> dict[RowKey, Figure]:
    """What a unit gave earlier in the month, undoubted, of a figure that is doubted now."""
    doubted = {version.row.key: version.row.order for version in versions if version.doubts}
    if not doubted:
        return {}
    return {
        row.key: row.figure
        for examined in returns
        for row in examined.figures
        if row.order < doubted.get(row.key, 0) and not row.held and _place_of(row) not in found
    }


def newly_adopted(
    returns: Iterable[ExaminedReturn], stories: Iterable[RowFinding]
) -> dict[PlaceKey, str]:
    """The lasting doubts that a clerk has settled this month, in his words (R6.168)."""
    lasting = {key for key, finding in stories if finding.rule.lasting}
    return {
        (row.code, row.county): row.ruling
        for examined in returns
        for row in examined.figures
        if row.adopted or (row.vouched and row.key in lasting)
    }


def settled_stories(
    stories: Iterable[RowFinding], vouched: Mapping[PlaceKey, str]
) -> Iterator[Finding]:
    """Findings beside earlier months, notes where a clerk has settled a lasting one before."""
    for key, finding in stories:
        words = vouched.get(key[1:]) if finding.rule.lasting else None
        yield finding.lowered(f"（此前月份已认定：{words}）") if words else finding
