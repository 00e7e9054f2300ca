"""What was read of a circular, in the words of a ledger that is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ducha.cells import as_text, squeeze
from ducha.circular.model import Doubt, LedgerDraft
from ducha.ledger import sheets
from ducha.ledger.columns import cell_of
from ducha.ledger.model import Document, Indicator


def by_own_names(indicator: Indicator, names: Mapping[str, str]) -> Indicator:
    """The indicator with units as the ledger calls them."""
    leads, supports = (
        tuple(dict.fromkeys(names.get(squeeze(name), name) for name in group))
        for group in (indicator.leads, indicator.supports)
    )
    return replace(indicator, leads=leads, supports=supports)


def unread_facts(draft: LedgerDraft) -> set[str]:
    """Items of 文件信息 on which the circular is silent, whatever stands there for want of it."""
    return {doubt.place for doubt in draft.doubts if doubt.kind == sheets.DOCUMENT.name}


def still_open(draft: LedgerDraft, document: Document) -> Iterator[Doubt]:
    """The draft's doubts, but for facts on which the ledger has something all the same."""
    filled = {c.heading for c in sheets.DOCUMENT.columns if getattr(document, c.field)}
    for doubt in draft.doubts:
        if not (doubt.kind == sheets.DOCUMENT.name and doubt.place in filled):
            yield doubt


def shown(value: object) -> str:
    """A field's value in a sentence."""
    cell = cell_of(value)
    return "空" if cell is None or cell == "" else as_text(cell)
