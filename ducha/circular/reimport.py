"""A corrected circular over an existing ledger: codes and the clerk's work stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ducha.cells import squeeze
from ducha.circular.codes import (
    retired_codes,
    used_codes,
    with_retired_codes,
    without_retired_codes,
)
from ducha.circular.differences import (
    CORRECTED,
    DIFFERING,
    change_sentences,
    differences,
    doubts_about,
    kept_doubts,
    loss_doubts,
    remaining_doubts,
    vanished_sentences,
)
from ducha.circular.in_ledger import by_own_names, unread_facts
from ducha.circular.model import Doubt, LedgerDraft
from ducha.circular.overlay import Laid, laid_over
from ducha.ledger import sheets
from ducha.ledger.handed.records import Assignment
from ducha.ledger.model import Document, Indicator, Ledger, Unit


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

    @property
    def differing(self) -> int:
        """In how many places the ledger's own word stays against the circular's."""
        return sum(doubt.kind == DIFFERING for doubt in self.doubts)


def reimport(draft: LedgerDraft, old: Ledger, imported: Ledger | None = None) -> Update:
    """Put the draft over the old ledger: the clerk's changes stay (R8.44, R8.45, R8.46).

    Args:
        draft: What was read of the corrected circular.
        old: The ledger as it stands.
        imported: What the last import read; None where nobody knows.
    """
    names = old.own_names
    ledger = replace(old, indicators=tuple(map(without_retired_codes, old.indicators)))
    before = {i.code: by_own_names(i, names) for i in (imported.indicators if imported else ())}
    new = [by_own_names(indicator, names) for indicator in draft.ledger.indicators]
    laid = laid_over(new, ledger, before, used_codes(old) | before.keys())
    added, vanished = _unmatched(laid, ledger, before)
    kept = (*(each.merged for each in laid if each.merged), *added)
    retired = {
        *(retired_codes(old) | {indicator.code for indicator in vanished}),
        *(before.keys() - {each.code for each in laid} - ledger.by_code.keys()),
    }
    document, document_doubts = _document(draft, old, imported)
    updated = replace(
        _with_indicators(old, with_retired_codes(kept, retired)),
        document=document,
        units=_all_units(draft.ledger.units, old, imported, kept),
    )
    return Update(
        ledger=updated,
        doubts=(
            *document_doubts,
            *doubts_about(laid),
            *loss_doubts(vanished, old),
            *kept_doubts(added),
            *remaining_doubts(draft, laid, document),
        ),
        changes=(
            *(doubt.found for doubt in document_doubts if doubt.kind == CORRECTED),
            *(change_sentences(laid) if old.indicators else ()),
            *vanished_sentences(vanished),
        ),
        imported=_remembered(draft, laid, imported),
    )


def as_imported(draft: LedgerDraft) -> Update:
    """A first import, where no ledger is."""
    ledger = draft.ledger
    return Update(ledger=ledger, doubts=draft.doubts, changes=(), imported=ledger)


def _unmatched(
    laid: Sequence[Laid], ledger: Ledger, before: Mapping[str, Indicator]
) -> tuple[list[Indicator], list[Indicator]]:
    """Indicators of the ledger alone: those a clerk has added, and those the circular dropped."""
    matched = {each.code for each in laid}
    rest = [indicator for indicator in ledger.indicators if indicator.code not in matched]
    added = [i for i in rest if (i.code not in before if before else not i.source)]
    return added, [indicator for indicator in rest if indicator not in added]


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
    doubts = differences(sheets.DOCUMENT, (said, ours, merged), stated, "文件信息")
    return merged, tuple(doubts)


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


def _remembered(draft: LedgerDraft, laid: Sequence[Laid], imported: Ledger | None) -> Ledger:
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
