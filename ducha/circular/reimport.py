"""A corrected circular over an existing ledger: codes and the clerk's work stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ducha.cells import as_text
from ducha.circular.model import Doubt, LedgerDraft
from ducha.ledger import sheets
from ducha.ledger.columns import cell_of
from ducha.ledger.model import Indicator, Ledger, Unit

_ALIKE = 0.6
"""Texts with this share in common (0 to 1) are one text, corrected."""
_RETIRED = re.compile(r"〔停用编码：([^〕]*)〕")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A new indicator and the old one that it is, if any."""

    new: Indicator
    old: Indicator | None


def reimport(draft: LedgerDraft, old: Ledger) -> tuple[Ledger, tuple[Doubt, ...], tuple[str, ...]]:
    """Put the draft over the old ledger.

    Returns:
        The new ledger, the doubts (with the codes of that ledger), and a sentence a change.
    """
    pairs = _pairs(_with_own_names(draft.ledger, old), old.indicators)
    matched = {pair.old.code for pair in pairs if pair.old}
    unmatched = [indicator for indicator in old.indicators if indicator.code not in matched]
    added = [indicator for indicator in unmatched if not indicator.source]
    vanished = [indicator for indicator in unmatched if indicator.source]
    merged = tuple(_with_codes(pairs, old))
    kept = _with_retired_codes(
        (*merged, *added), {*_retired_codes(old), *(indicator.code for indicator in vanished)}
    )
    ledger = replace(
        old,
        document=sheets.DOCUMENT.merged(draft.ledger.document, old.document),
        indicators=kept,
        units=_all_units(draft.ledger.units, old),
        targets={
            key: value for key, value in old.targets.items() if key[0] in {i.code for i in kept}
        },
        milestones={
            code: value for code, value in old.milestones.items() if code in {i.code for i in kept}
        },
    )
    recoded = {pair.new.code: indicator.code for pair, indicator in zip(pairs, merged, strict=True)}
    doubts = (
        *_with_new_codes(draft.doubts, recoded),
        *_loss_doubts(vanished, old),
        *_kept_doubts(added),
    )
    return ledger, doubts, (*_change_sentences(pairs, merged), *_vanished_sentences(vanished))


def _with_own_names(new: Ledger, old: Ledger) -> tuple[Indicator, ...]:
    """The circular's indicators, units that the old ledger knows by their own names (R6.340)."""
    own = {
        unit.name: name
        for unit in new.units
        for spelling in (*reversed(unit.aliases), unit.name)
        if (name := old.named(spelling))
    }

    def named(units: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(own.get(unit, unit) for unit in units))

    return tuple(
        replace(indicator, leads=named(indicator.leads), supports=named(indicator.supports))
        for indicator in new.indicators
    )


def _retired_codes(ledger: Ledger) -> set[str]:
    """Codes once used and given up; the ledger remembers them behind its first source sentence."""
    matches = (_RETIRED.search(indicator.source) for indicator in ledger.indicators)
    return {code for match in matches if match for code in match[1].split("、")}


def _with_retired_codes(
    indicators: tuple[Indicator, ...], retired: set[str]
) -> tuple[Indicator, ...]:
    """Write the codes given up behind the first source sentence: no later import reuses one."""
    if not (indicators and retired):
        return indicators
    without_note = tuple(replace(i, source=_RETIRED.sub("", i.source)) for i in indicators)
    carrier = replace(
        without_note[0],
        source=f"{without_note[0].source}〔停用编码：{'、'.join(sorted(retired))}〕",
    )
    return (carrier, *without_note[1:])


def _pairs(new: Sequence[Indicator], old: Sequence[Indicator]) -> list[_Pair]:
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
    return [_Pair(indicator, matches.get(index)) for index, indicator in enumerate(new)]


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


def _with_codes(pairs: Sequence[_Pair], old: Ledger) -> Iterator[Indicator]:
    used = _used_codes(old)
    for pair in pairs:
        if pair.old:
            yield sheets.INDICATORS.merged(pair.new, pair.old)
            continue
        code = _free_code(pair.new.code, used)
        used.add(code)
        yield replace(pair.new, code=code)


def _used_codes(old: Ledger) -> set[str]:
    """Every code that the ledger has ever given, as far as it still shows."""
    in_other_sheets = (
        *(code for code, _ in old.targets),
        *old.milestones,
        *(change.code for change in old.adjustments),
        *(override.code for override in old.overrides),
    )
    return {
        *(indicator.code for indicator in old.indicators),
        *_retired_codes(old),
        *filter(None, in_other_sheets),
    }


def _free_code(code: str, used: set[str]) -> str:
    """The code itself, or the number after the highest that its item has used."""
    item = code.rpartition("-")[0]
    taken = [
        int(c.rpartition("-")[2])
        for c in used
        if c.rpartition("-")[0] == item and c.rpartition("-")[2].isdigit()
    ]
    order = int(code.rpartition("-")[2])
    return code if not taken or order > max(taken) else f"{item}-{max(taken) + 1}"


def _all_units(new: Sequence[Unit], old: Ledger) -> tuple[Unit, ...]:
    """Old units as they are, all of them the clerk's, then those that the circular adds."""
    added = (unit for unit in new if not any(map(old.named, (unit.name, *unit.aliases))))
    return (*old.units, *added)


def _change_sentences(pairs: Sequence[_Pair], merged: Sequence[Indicator]) -> Iterator[str]:
    for pair, indicator in zip(pairs, merged, strict=True):
        if pair.old is None:
            target = f"{_cell_text(indicator.target)}{indicator.measure}"
            yield f"新增指标{indicator.code}：{indicator.name}，年度目标{target}"
            continue
        for column in sheets.INDICATORS.columns:
            before, after = getattr(pair.old, column.field), getattr(indicator, column.field)
            if column.compared and before != after:
                named = f"{indicator.code}（{indicator.name}）{column.heading}"
                yield f"{named}由{_cell_text(before)}改为{_cell_text(after)}"


def _cell_text(value: object) -> str:
    cell = cell_of(value)
    return "空" if cell is None or value == () else as_text(cell)


def _vanished_sentences(vanished: Sequence[Indicator]) -> Iterator[str]:
    for indicator in vanished:
        yield f"指标{indicator.code}（{indicator.name}）在新文件中没有了，编码停用"


def _kept_doubts(added: Sequence[Indicator]) -> Iterator[Doubt]:
    for indicator in added:
        sentence = "这个指标没有原文，视为人工增补，予以保留；如不再需要，请删除这一行"
        yield Doubt("人工增补", indicator.code, indicator.name, sentence)


def _loss_doubts(vanished: Sequence[Indicator], old: Ledger) -> Iterator[Doubt]:
    for indicator in vanished:
        filled = (
            any(code == indicator.code for code, _ in old.targets)
            or indicator.code in old.milestones
        )
        sentence = "新文件中没有这个指标，已从台账移出，编码不再使用" + (
            "；原有的县区分解或时间节点随之移出" if filled else ""
        )
        yield Doubt("指标消失", indicator.code, indicator.name, sentence, indicator.source)


def _with_new_codes(doubts: Sequence[Doubt], recoded: dict[str, str]) -> Iterator[Doubt]:
    for doubt in doubts:
        yield replace(doubt, place=recoded.get(doubt.place, doubt.place))
