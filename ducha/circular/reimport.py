"""A corrected circular over an existing ledger: codes and the clerk's work stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ducha.cells import squeeze
from ducha.circular.codes import (
    free_code,
    retired_codes,
    used_codes,
    with_retired_codes,
    without_retired_codes,
)
from ducha.circular.figures.indicators import read_targets
from ducha.circular.in_ledger import by_own_names, shown, still_open, unread_facts
from ducha.circular.model import Doubt, LedgerDraft
from ducha.circular.pairing import Pair, paired
from ducha.ledger import sheets
from ducha.ledger.columns import LedgerColumn, LedgerSheet, Stated, T, same_cell
from ducha.ledger.handed.records import Assignment
from ducha.ledger.model import OWN, Document, Indicator, Ledger, Unit

CORRECTED, DIFFERING = "通知更正", "与通知不同"
"""Kinds of doubts: what the circular has changed in the ledger, and what a clerk's word stopped."""

_PRINTED = ("matter_no", "matter", "item_no", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A ledger with a corrected circular laid over it.

    `doubts` bear the codes of the ledger; `changes` are sentences, one a change; `imported` is
    what the circular says, for the next time.
    """

    ledger: Ledger
    doubts: tuple[Doubt, ...]
    changes: tuple[str, ...]
    imported: Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
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


def reimport(draft: LedgerDraft, old: Ledger, imported: Ledger | None = None) -> Update:
    """Put the draft over the old ledger: the clerk's changes stay (R8.44, R8.45, R8.46).

    Args:
        draft: What was read of the corrected circular.
        old: The ledger as it stands.
        imported: What the last import read; None where nobody knows.
    """
    retired, names = retired_codes(old), old.own_names
    ledger = replace(old, indicators=tuple(map(without_retired_codes, old.indicators)))
    before = {i.code: by_own_names(i, names) for i in (imported.indicators if imported else ())}
    new = [by_own_names(indicator, names) for indicator in draft.ledger.indicators]
    laid = _laid_over(new, ledger, before, used_codes(old) | before.keys())
    matched = {each.code for each in laid}
    rest = [indicator for indicator in ledger.indicators if indicator.code not in matched]
    added = [i for i in rest if (i.code not in before if before else not i.source)]
    vanished = [indicator for indicator in rest if indicator not in added]
    kept = tuple(each.merged for each in laid if each.merged)
    retired |= {i.code for i in vanished} | (before.keys() - matched - ledger.by_code.keys())
    document, document_doubts = _document(draft, old, imported)
    updated = replace(
        _with_indicators(old, with_retired_codes((*kept, *added), retired)),
        document=document,
        units=_all_units(draft.ledger.units, old, imported, (*kept, *added)),
    )
    doubts = (
        *document_doubts,
        *(doubt for each in laid for doubt in _doubts_about(each)),
        *_loss_doubts(vanished, old),
        *_kept_doubts(added),
        *_still_open(draft, laid, document),
    )
    return Update(
        ledger=updated,
        doubts=doubts,
        changes=(
            *(doubt.found for doubt in document_doubts if doubt.kind == CORRECTED),
            *(_change_sentences(laid) if old.indicators else ()),
            *_vanished_sentences(vanished),
        ),
        imported=_remembered(draft, laid, imported),
    )


def as_imported(draft: LedgerDraft) -> Update:
    """A first import, where no ledger is."""
    ledger = draft.ledger
    return Update(ledger=ledger, doubts=draft.doubts, changes=(), imported=ledger)


def _laid_over(
    new: Sequence[Indicator], old: Ledger, before: Mapping[str, Indicator], used: set[str]
) -> list[_Laid]:
    """Matched by what the circular said before, which a clerk may since have reworded."""
    deleted = [said for code, said in before.items() if code not in old.by_code]
    known = [*(before.get(ours.code, ours) for ours in old.indicators), *deleted]
    laid = []
    for pair in paired(new, known):
        laid.append(_laid(pair, old, before, free_code(pair.new.code, used)))
        used.add(laid[-1].code)
    return laid


def _laid(pair: Pair, old: Ledger, before: Mapping[str, Indicator], code: str) -> _Laid:
    if pair.old is None:
        coded = replace(pair.new, code=code)
        return _Laid(new=coded, ours=None, merged=coded, before=None, stated={})
    new, ours = replace(pair.new, code=pair.old.code), old.by_code.get(pair.old.code)
    if ours is None:
        return _Laid(new=new, ours=None, merged=None, before=pair.old, stated={})
    said = before.get(ours.code)
    stated = sheets.INDICATORS.stated(said) if said else _confirmed(ours, old.document.year)
    merged = _fitting(sheets.INDICATORS.merged(new, ours, stated), ours, old)
    return _Laid(new=new, ours=ours, merged=merged, before=said, stated=stated)


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


def _with_indicators(old: Ledger, indicators: tuple[Indicator, ...]) -> Ledger:
    """The ledger with other indicators; what is said of those that went goes with them (R8.48)."""
    codes = {indicator.code for indicator in indicators}
    items = {indicator.item for indicator in indicators}
    return replace(
        old,
        indicators=indicators,
        targets={key: value for key, value in old.targets.items() if key[0] in codes},
        milestones={code: value for code, value in old.milestones.items() if code in codes},
        adjustments=tuple(change for change in old.adjustments if change.code in codes),
        overrides=tuple(each for each in old.overrides if each.code in {"", *codes}),
        assignments=tuple(_with_item(each, items) for each in old.assignments),
    )


def _with_item(assignment: Assignment, items: Collection[str]) -> Assignment:
    """A matter handed over stays handed over when its item goes: only the code does (R7.163)."""
    if not assignment.code or assignment.code in items:
        return assignment
    problem = f"{assignment.problem}（原编码{assignment.code}）"
    return replace(assignment, code="", problem=problem)


def _document(
    draft: LedgerDraft, old: Ledger, imported: Ledger | None
) -> tuple[Document, tuple[Doubt, ...]]:
    """The facts of the circular over those of the ledger; what it does not state is not held."""
    new, ours = draft.ledger.document, old.document
    stated = sheets.DOCUMENT.stated(imported.document) if imported else {}
    if not ours.year:  # nobody has begun to fill it in: blanks are nobody's word
        day = ours.report_day if ours.report_day.day else new.report_day
        ours = replace(ours, year=new.year, first=new.first, report_day=day)
        stated = {field: "" for field, value in sheets.DOCUMENT.stated(ours).items() if not value}
    unread = unread_facts(draft)
    said = replace(
        new,
        report_day=ours.report_day if "报送日" in unread else new.report_day,
        first=new.first if new.issued else ours.first,
    )
    merged = sheets.DOCUMENT.merged(said, ours, stated)
    doubts = _differences(sheets.DOCUMENT, (said, ours, merged), stated, "文件信息")
    return merged, tuple(doubts)


def _differences(
    layout: LedgerSheet[T], records: tuple[T, T, T], stated: Stated, place: str, source: str = ""
) -> Iterator[Doubt]:
    """Where the circular's record, the ledger's and what came of them say different things."""
    new, ours, merged = records
    for column in layout.columns:
        said = column.said(new, ours)
        now, before = getattr(merged, column.field), getattr(ours, column.field)
        if not same_cell(now, said):
            if column.compared or column.is_news(new, stated):
                both = f"{column.heading}：台账{shown(before)}，通知{shown(said)}"
                sentence = "台账里的与通知不同，保留台账的；应按通知的，请在台账里改过来"
                yield Doubt(DIFFERING, place, both, sentence, source)
        elif _is_reported(column, before, now):
            both = f"{column.heading}：由{shown(before)}改为{shown(now)}"
            yield Doubt(CORRECTED, place, both, "已按新的通知改，请核对", source)


def _is_reported(column: LedgerColumn[T], before: object, now: object) -> bool:
    """Whether a change is told: the long texts are not, which say what the figures say."""
    is_told = column.compared or bool(column.choices)
    is_new = before is None or before in {"", ()}
    return is_told and not is_new and not same_cell(before, now)


def _doubts_about(laid: _Laid) -> Iterator[Doubt]:
    new, ours = laid.new, laid.ours
    if laid.merged is None:
        sentence = "您从台账里删去过，没有加回；要恢复的，请从导入前的台账复制这一行"
        yield Doubt("已删指标", new.code, new.name, sentence, new.source)
    elif ours is not None:
        records = (new, ours, laid.merged)
        yield from _differences(sheets.INDICATORS, records, laid.stated, ours.code, new.source)


def _all_units(
    new: Sequence[Unit], old: Ledger, imported: Ledger | None, indicators: Iterable[Indicator]
) -> tuple[Unit, ...]:
    """Old units as they are, all of them the clerk's, then those that the circular adds.

    One that a clerk has deleted comes back only where an indicator names it.
    """
    known = {*old.own_names}
    deleted = {*(imported.own_names if imported else ())} - known
    named = {squeeze(name) for i in indicators for name in (*i.leads, *i.supports)}
    added = (
        unit
        for unit in new
        if not any(map(old.named, (unit.name, *unit.aliases)))
        if squeeze(unit.name) not in deleted or squeeze(unit.name) in named
    )
    return (*old.units, *added)


def _remembered(draft: LedgerDraft, laid: Sequence[_Laid], imported: Ledger | None) -> Ledger:
    """What the circular says, by the codes of the ledger; where it is silent, what it said."""
    earlier = imported or draft.ledger
    known = draft.ledger.own_names
    units = (unit for unit in earlier.units if squeeze(unit.name) not in known)
    return replace(
        draft.ledger,
        document=sheets.DOCUMENT.remembered(draft.ledger.document, earlier.document),
        indicators=tuple(
            sheets.INDICATORS.remembered(replace(each.new, code=each.code), each.before or each.new)
            for each in laid
        ),
        units=(*draft.ledger.units, *units),
    )


def _change_sentences(laid: Sequence[_Laid]) -> Iterator[str]:
    for each in laid:
        merged, ours = each.merged, each.ours
        if merged is None:
            continue
        if ours is None:
            target = f"{shown(merged.target)}{merged.measure}"
            yield f"新增指标{merged.code}：{merged.name}，年度目标{target}"
            continue
        for column in sheets.INDICATORS.columns:
            before, after = getattr(ours, column.field), getattr(merged, column.field)
            if column.compared and not same_cell(before, after):
                named = f"{merged.code}（{merged.name}）{column.heading}"
                yield f"{named}由{shown(before)}改为{shown(after)}"


def _vanished_sentences(vanished: Sequence[Indicator]) -> Iterator[str]:
    for indicator in vanished:
        yield f"指标{indicator.code}（{indicator.name}）在新文件中没有了，编码停用"


def _kept_doubts(added: Sequence[Indicator]) -> Iterator[Doubt]:
    for indicator in added:
        sentence = "通知里没有这个指标，视为人工增补，予以保留；如不再需要，请删除这一行"
        yield Doubt("人工增补", indicator.code, indicator.name, sentence)


def _loss_doubts(vanished: Sequence[Indicator], old: Ledger) -> Iterator[Doubt]:
    for indicator in vanished:
        along = [word for word, codes in _said_elsewhere(old) if indicator.code in codes]
        sentence = "新文件中没有这个指标，已从台账移出，编码不再使用"
        if along:
            sentence += f"；它的{'、'.join(along)}随之移出，导入前的台账里还有"
        yield Doubt("指标消失", indicator.code, indicator.name, sentence, indicator.source)


def _said_elsewhere(old: Ledger) -> tuple[tuple[str, set[str]], ...]:
    """Codes of which the other sheets say something."""
    return (
        (sheets.TARGETS.name, {code for code, _ in old.targets}),
        (sheets.MILESTONES.name, {*old.milestones}),
        (sheets.ADJUSTMENTS.name, {change.code for change in old.adjustments}),
        (sheets.OVERRIDES.name, {override.code for override in old.overrides}),
    )


def _still_open(draft: LedgerDraft, laid: Sequence[_Laid], document: Document) -> Iterator[Doubt]:
    """The draft's doubts with the codes of the ledger, none about what a clerk has deleted."""
    deleted = {each.code for each in laid if each.merged is None}
    pairs = zip(draft.ledger.indicators, laid, strict=True)
    codes = {indicator.code: each.code for indicator, each in pairs}
    for doubt in still_open(draft, document):
        place = codes.get(doubt.place, doubt.place)
        if place not in deleted:
            yield replace(doubt, place=place)
