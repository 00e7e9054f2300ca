"""Which indicator of an older reading each indicator of a circular is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ducha.ledger.model import Indicator

_ALIKE = 0.6
"""Texts with this share in common (0 to 1) are one text, corrected."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A new indicator and the old one that it is, if any."""

    new: Indicator
    old: Indicator | None


def share_in_common(new: Sequence[Indicator], old: Sequence[Indicator]) -> float:
    """The share (0 to 1) of the new items whose wording, figures aside, is an old item's."""
    tasks = {_without_figures(indicator.task) for indicator in new}
    old_tasks = {_without_figures(indicator.task) for indicator in old}
    alike = [t for t in tasks if any(t == o or _likeness(t, o) >= _ALIKE for o in old_tasks)]
    return len(alike) / len(tasks) if tasks else 0.0


def paired(new: Sequence[Indicator], old: Sequence[Indicator]) -> list[Pair]:
    """Match within an item: name and measure first, then the target, then a similar name."""
    item_of = _item_matches(new, old)
    unmatched = list(old)
    matches: dict[int, Indicator] = {}
    for test in (_is_same, _has_same_name, _has_same_target, _is_similar):
        for index, indicator in enumerate(new):
            if index in matches:
                continue
            old_item = item_of.get(indicator.item)
            match = next((o for o in unmatched if o.item == old_item and test(indicator, o)), None)
            if match:
                matches[index] = match
                unmatched.remove(match)
    return [Pair(indicator, matches.get(index)) for index, indicator in enumerate(new)]


def _item_matches(new: Sequence[Indicator], old: Sequence[Indicator]) -> dict[str, str]:
    """Which old item each new item is: by its wording, wherever it stands, else by its number."""
    tasks = {indicator.item: _without_figures(indicator.task) for indicator in new}
    old_tasks = {indicator.item: _without_figures(indicator.task) for indicator in old}
    matches: dict[str, str] = {}
    for likeness in (1.0, _ALIKE):
        for item, task in tasks.items():
            free = {o: t for o, t in old_tasks.items() if o not in matches.values()}
            if item not in matches and (old_item := _nearest_item(item, task, free, likeness)):
                matches[item] = old_item
    rest = (item for item in tasks if item not in matches and item in old_tasks)
    matches.update({item: item for item in rest if item not in matches.values()})
    return matches


def _nearest_item(item: str, task: str, free: dict[str, str], likeness: float) -> str:
    """The old item with this wording, of equals the one with the same number."""
    if likeness == 1:
        same = [old for old, text in free.items() if text == task]
        return item if item in same else next(iter(same), "")
    scores = {old: _likeness(task, text) for old, text in free.items()}
    best = max(scores, key=lambda old: (scores[old], old == item), default="")
    return best if best and scores[best] >= likeness else ""


def _is_same(new: Indicator, old: Indicator) -> bool:
    return (new.name, new.measure, new.target) == (old.name, old.measure, old.target)


def _has_same_name(new: Indicator, old: Indicator) -> bool:
    return (new.name, new.measure) == (old.name, old.measure)


def _has_same_target(new: Indicator, old: Indicator) -> bool:
    return (new.measure, new.target) == (old.measure, old.target)


def _is_similar(new: Indicator, old: Indicator) -> bool:
    """The same measure and much the same words, in the name or around the number."""
    if new.measure != old.measure:
        return False
    return max(_likeness(new.name, old.name), _likeness(new.source, old.source)) >= _ALIKE


def _likeness(left: str, right: str) -> float:
    """Share of common text; a cheap upper bound spares most comparisons."""
    if not (left and right):
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _without_figures(text: str) -> str:
    """A sentence without its figures, which are what a correction changes."""
    return re.sub(r"[\d.%]+", "", text)[:120]
