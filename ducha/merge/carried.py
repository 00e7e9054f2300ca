"""沿用: the last accepted count of a place, where no figure of the month came from either line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ducha.intake.examined import DroppedRow
from ducha.ledger.in_time import successor_in
from ducha.ledger.model import OWN, Direction, Indicator, Kind
from ducha.merge.model import JudgedLine, Kept, Memory, MonthInputs, PlaceKey
from ducha.merge.versions import Version
from ducha.status.rating import Figure
from ducha.values.reading import exact_sum, shown

Chosen = Mapping[PlaceKey, Version]


def carries(indicator: Indicator) -> bool:
    """Whether a missing part falls back on an earlier one: counts that only grow (R6.160)."""
    return indicator.kind is Kind.COUNT and indicator.direction is not Direction.AT_MOST


def codes_reported(chosen: Chosen, counted: AbstractSet[str]) -> frozenset[str]:
    """Indicators of which the city has an accepted figure of this month at all (R6.163)."""
    return frozenset(
        code
        for (code, county), version in chosen.items()
        if county in counted and version.figure.given
    )


def forget(
    memory: Memory, inputs: MonthInputs, dropped: Iterable[DroppedRow], chosen: Chosen
) -> Memory:
    """The memory without what a clerk's 清空, 排除 or 改期 of this month has broken off.

    Where a place has no other figure of the month, nothing earlier of it is carried, now or later;
    the line with authority falls back on nothing that is older than its own figure taken out
    (R6.161).
    """
    counts, leading, sound = dict(memory.counts), dict(memory.leading), dict(memory.sound)
    for row in dropped:
        place = row.code, row.county
        if place not in chosen or not chosen[place].figure.given:
            counts.pop(place, None)
            sound.pop(place, None)
            leading.pop(place, None)
        elif _is_leading(inputs, row):
            leading.pop(place, None)
    return replace(memory, counts=counts, leading=leading, sound=sound)


def hand_over(memory: Memory, inputs: MonthInputs, chosen: Chosen) -> Memory:
    """The memory without places that their successors have reported by now (R6.308).

    What a unit gave that has stopped is carried until the unit that it is 并入 has an accepted
    figure in the row; it is then a part of that figure, and never counted beside it.
    """
    ledger, month = inputs.ledger, inputs.period.month
    heirs = {
        unit.name: heir
        for unit in ledger.units
        if (heir := successor_in(ledger.whole, unit, month).name) != unit.name
    }
    reported = {place for place, version in chosen.items() if version.figure.given}
    handed = memory.handed_over | {
        (indicator.code, name)
        for name, heir in heirs.items()
        for indicator in ledger.indicators
        if (indicator.code, heir) in reported
    }
    return replace(
        memory,
        counts={place: kept for place, kept in memory.counts.items() if place not in handed},
        leading={place: kept for place, kept in memory.leading.items() if place not in handed},
        handed_over=handed,
    )


def stopped_places(
    inputs: MonthInputs, memory: Memory, reported: AbstractSet[str]
) -> Iterator[tuple[Indicator, str, Kept]]:
    """Counties that answer no more, and the last counts of theirs that the city still has.

    (R6.308, R6.309)
    """
    ledger = inputs.ledger
    for (code, county), kept in memory.counts.items():
        indicator = ledger.by_code.get(code)
        if indicator is None or county not in ledger.absent or code not in reported:
            continue
        if inputs.rules.carry and carries(indicator) and county in ledger.counted:
            yield indicator, county, kept


def _is_leading(inputs: MonthInputs, row: DroppedRow) -> bool:
    indicator = inputs.ledger.by_code.get(row.code)
    return indicator is not None and (indicator.leads[0] == row.unit) is inputs.rules.lead_first


def carried_at(
    inputs: MonthInputs,
    memory: Memory,
    place: tuple[Indicator, str],
    version: Version | None,
    reported: AbstractSet[str],
) -> Kept | None:
    """What a place adds to the city's count from an earlier month; None where nothing.

    That is its last count, where none of the month was accepted and it is not 0 (R6.160); and the
    last one of the line with authority, where the other line stands in with less (R6.162).
    """
    indicator, county = place
    key = indicator.code, county
    if not inputs.rules.carry or not carries(indicator) or indicator.code not in reported:
        return None
    if county not in inputs.ledger.counted:
        return None
    if version is None or version.figure.done is None:
        kept = memory.counts.get(key)
        return kept if kept and kept.amount else None
    return _stays(version, version.figure.done, memory.leading.get(key))


def _stays(version: Version, done: float, last: Kept | None) -> Kept | None:
    """The last count of the line with authority, where the other stands in with less (R6.162)."""
    if last is None or version.held or not version.origin:
        return None
    return last if last.amount > done else None


def remember(
    memory: Memory,
    inputs: MonthInputs,
    versions: Sequence[Version],
    lines: Sequence[JudgedLine],
    sound: Mapping[PlaceKey, Figure],
) -> Memory:
    """The memory after a month: its own figures stand before older ones.

    Args:
        memory: What was known before, see `forget`.
        inputs: What the month is merged under.
        versions: Every unit's row of the month.
        lines: The lines of the month's places.
        sound: The last undoubted figures, before the month's own.
    """
    counts, leading = dict(memory.counts), dict(memory.leading)
    sounds = dict(sound)
    for version in versions:
        done, lead_first = version.figure.done, inputs.rules.lead_first
        if done is not None and version.row.lead is lead_first and version.row.county != OWN:
            leading[version.place] = Kept(done, inputs.period, version.doubts)
    for line in lines:
        done = line.figure.done
        if done is not None:
            counts[line.key] = Kept(done, inputs.period, line.doubts)
        elif line.carried is not None and line.since is not None:
            counts[line.key] = Kept(line.carried, line.since, line.doubts)
        if line.figure.given and not line.doubts:
            sounds[line.key] = line.figure
    return replace(memory, counts=counts, leading=leading, sound=sounds)


def describe_carried(lines: Iterable[JudgedLine], inputs: MonthInputs) -> str:
    """How much is carried, by the month it comes from, the latest first: 沿用上月85、3月30."""
    amounts: dict[int, list[float]] = {}
    for line in lines:
        if line.carried is not None and line.since is not None:
            amounts.setdefault(line.since.month, []).append(line.carried)
    words = [
        f"{month_words(inputs, month)}{shown(exact_sum(amounts[month]))}"
        for month in sorted(amounts, reverse=True)
    ]
    return f"沿用{'、'.join(words)}" if words else ""


def month_words(inputs: MonthInputs, month: int) -> str:
    """An earlier month as the reason of a line names it."""
    return "上月" if month == inputs.period.month - 1 else f"{month}月"
