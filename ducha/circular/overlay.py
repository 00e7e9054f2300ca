"""A corrected circular laid over a ledger, indicator by indicator: what a clerk changed stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ducha.cells import squeeze
from ducha.circular.codes import free_code
from ducha.circular.figures.indicators import read_targets
from ducha.circular.pairing import Pair, paired
from ducha.ledger import sheets
from ducha.ledger.columns import Stated
from ducha.ledger.model import OWN, Indicator, Ledger

_PRINTED = ("matter_no", "matter", "item_no", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """One indicator of the circular over the ledger's: what comes of it, and what was there.

    `ours` is None for a new one, `merged` for one that a clerk has deleted; `before` is what the
    last import read, None where nobody knows, and `stated` what is known of it all the same.
    """

    new: Indicator
    ours: Indicator | None
    merged: Indicator | None
    before: Indicator | None
    stated: Stated

    @property
    def code(self) -> str:
        """The code in the ledger; a deleted indicator keeps it."""
        return self.merged.code if self.merged else self.new.code


def laid_over(
    new: Sequence[Indicator], old: Ledger, before: Mapping[str, Indicator], used: set[str]
) -> list[Laid]:
    """Matched by what the circular said before, which a clerk may since have reworded."""
    deleted = [said for code, said in before.items() if code not in old.by_code]
    known = [*(before.get(ours.code, ours) for ours in old.indicators), *deleted]
    laid = []
    for pair in paired(new, known):
        laid.append(_laid(pair, old, before, free_code(pair.new.code, used)))
        used.add(laid[-1].code)
    return laid


def _laid(pair: Pair, old: Ledger, before: Mapping[str, Indicator], code: str) -> Laid:
    if pair.old is None:
        coded = replace(pair.new, code=code)
        return Laid(new=coded, ours=None, merged=coded, before=None, stated={})
    new, ours = replace(pair.new, code=pair.old.code), old.by_code.get(pair.old.code)
    if ours is None:
        return Laid(new=new, ours=None, merged=None, before=pair.old, stated={})
    said = before.get(ours.code)
    stated = sheets.INDICATORS.stated(said) if said else _confirmed(ours, old.document.year)
    merged = _fitting(sheets.INDICATORS.merged(new, ours, stated), ours, old)
    return Laid(new=new, ours=ours, merged=merged, before=said, stated=stated)


def _confirmed(ours: Indicator, year: int) -> Stated:
    """What an earlier circular is known to have said where no import has left its record (R8.47).

    The ledger quotes it in 原文: figures that stand there are its own, and so is a task that
    holds the quotation.
    """
    full = sheets.INDICATORS.stated(ours)
    fields = [*_PRINTED]
    if ours.source and squeeze(ours.source) in squeeze(ours.task):
        fields.append("task")
    targets, _ = read_targets(ours.source, ours.matter, year, ours.code)
    quoted = [t for t in targets if (t.value, t.measure) == (ours.target, ours.measure)]
    if quoted:
        fields.extend(("target", "measure"))
    if any(target.direction is ours.direction for target in quoted):
        fields.append("direction")
    return {field: full[field] for field in fields}


def _fitting(merged: Indicator, ours: Indicator, old: Ledger) -> Indicator:
    """Who answers and by when stays where a clerk's targets and milestones rest on it (R8.46)."""
    if _fits(merged, old):
        return merged
    return replace(
        merged,
        leads=ours.leads,
        supports=ours.supports,
        all_counties=ours.all_counties,
        start=ours.start,
        deadline=ours.deadline,
    )


def _fits(indicator: Indicator, old: Ledger) -> bool:
    """Whether what else the ledger says of the indicator can stand beside it."""
    places = {place for code, place in old.targets if code == indicator.code}
    places |= {c.county for c in old.adjustments if c.code == indicator.code}
    answering = {OWN, *old.counties_of(indicator)}
    later = old.milestones.get(indicator.code, {}).items()
    in_time = all(share >= 1 for month, share in later if month > indicator.deadline)
    is_shared = all(place in answering for place in places & {*old.counties})
    return is_shared and in_time and indicator.start <= indicator.deadline
