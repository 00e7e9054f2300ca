"""What a ledger of another year takes over from the one before, and what it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ducha.cells import squeeze
from ducha.circular.in_ledger import by_own_names, shown, still_open, unread_facts
from ducha.circular.model import Doubt, LedgerDraft
from ducha.circular.place import is_of_another_place, place_of
from ducha.ledger import sheets
from ducha.ledger.columns import same_cell
from ducha.ledger.model import Document, Group, Indicator, Ledger, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """A ledger for another year, what a person should confirm, and how many units came along."""

    ledger: Ledger
    doubts: tuple[Doubt, ...]
    units: int


def outlasting(old: Ledger) -> Takeover:
    """Units and facts of the bureau alone; nothing that is of the old year (R8.54)."""
    units = tuple(map(sheets.UNITS.outlasting, old.units))
    document = sheets.DOCUMENT.outlasting(old.document)
    doubts = tuple(doubt for unit in old.units for doubt in _blanked(unit))
    return Takeover(
        ledger=Ledger(document=document, indicators=(), units=units),
        doubts=doubts,
        units=len(units),
    )


def with_circular(draft: LedgerDraft, old: Ledger) -> Takeover:
    """A new circular with what outlasts the old year (R8.55).

    Of a circular of another place nothing is taken over: the offices bear the same names there.
    """
    if is_of_another_place(draft.ledger, old):
        places = place_of(draft.ledger.document), place_of(old.document)
        sentence = "另一个地方的台账，单位和联系人没有带过来，只带了设置和模板"
        doubt = Doubt("责任单位", "责任单位", f"通知：{places[0]}，台账：{places[1]}", sentence)
        return Takeover(ledger=draft.ledger, doubts=(doubt, *draft.doubts), units=0)
    kept = outlasting(old)
    named = {name for unit in draft.ledger.units if (name := _own_name(unit, kept.ledger))}
    units, left = _units(draft.ledger.units, kept.ledger, named)
    names = kept.ledger.own_names
    indicators = _with_leaders([by_own_names(i, names) for i in draft.ledger.indicators], old)
    document, document_doubts = _document(draft, kept.ledger.document)
    new = replace(draft.ledger, document=document, units=units, indicators=indicators)
    gone = {unit.name for unit in left}
    doubts = (
        *document_doubts,
        *(doubt for doubt in kept.doubts if doubt.place not in gone),
        *_left_doubts(left),
        *still_open(draft, document),
    )
    return Takeover(
        ledger=new, doubts=doubts, units=sum(u.name in kept.ledger.by_unit for u in units)
    )


def _own_name(unit: Unit, kept: Ledger) -> str:
    """What the old ledger calls a unit of the new circular; empty where it does not know it."""
    names = (kept.own_names.get(squeeze(name)) for name in (unit.name, *unit.aliases))
    return next(filter(None, names), "")


def _units(
    new: Sequence[Unit], kept: Ledger, named: set[str]
) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Those of the new circular as the old ledger has them, and the old ones left behind.

    Counties stay: a circular hardly ever names them all. Departments come first, as in a circular.
    """
    known = [unit for unit in kept.units if unit.name in named or unit.group is Group.COUNTY]
    unknown = [unit for unit in new if not _own_name(unit, kept)]
    both = (*known, *unknown)
    ordered = sorted(both, key=lambda unit: unit.group is Group.COUNTY)
    left = tuple(unit for unit in kept.units if unit not in known)
    return tuple(ordered), left


def _with_leaders(indicators: Sequence[Indicator], old: Ledger) -> tuple[Indicator, ...]:
    """What went with a lead department goes with it again, where it was one thing throughout."""
    fields = [column.field for column in sheets.INDICATORS.columns if column.of_lead]
    out = []
    for indicator in indicators:
        lead = indicator.leads[:1]
        same = [other for other in old.indicators if lead and other.leads[:1] == lead]
        values = {field: {getattr(other, field) for other in same} for field in fields}
        alone = {field: each.pop() for field, each in values.items() if len(each) == 1}
        out.append(replace(indicator, **alone) if alone else indicator)
    return tuple(out)


def _document(draft: LedgerDraft, kept: Document) -> tuple[Document, list[Doubt]]:
    """The circular's facts; where it is silent, those of the bureau as they were."""
    new = draft.ledger.document
    unread = unread_facts(draft)
    silent: list[str] = []
    doubts = []
    for column in sheets.DOCUMENT.columns:
        now, before = getattr(new, column.field), getattr(kept, column.field)
        if column.is_of_year or not before or same_cell(now, before):
            continue
        if not now or column.heading in unread:
            silent.append(column.field)
            continue
        both = f"{column.heading}：通知{shown(now)}，上一年{shown(before)}"
        sentence = "按新的通知填，请核对"
        doubts.append(Doubt(sheets.DOCUMENT.name, sheets.DOCUMENT.name, both, sentence))
    return sheets.DOCUMENT.filled(new, kept, silent), doubts


def _blanked(unit: Unit) -> Iterator[Doubt]:
    """What a unit's row said of the old year alone."""
    blank = sheets.UNITS.outlasting(unit)
    for column in sheets.UNITS.columns:
        before, now = getattr(unit, column.field), getattr(blank, column.field)
        if not same_cell(before, now):
            sentence = "只管上一年，没有带过来；请核对这个单位今年还报不报"
            found = f"上一年{column.heading}{shown(before)}"
            yield Doubt(sheets.UNITS.name, unit.name, found, sentence)


def _left_doubts(left: Sequence[Unit]) -> Iterator[Doubt]:
    for unit in left:
        sentence = "今年的通知没有提到，没有带过来；还要的，请从上一年的台账复制这一行"
        contact = "　".join(filter(None, (unit.contact, unit.phone, *unit.mails)))
        yield Doubt(sheets.UNITS.name, unit.name, contact, sentence)
