"""What a corrected circular changes in a ledger, and what it could not: doubts and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ducha.circular.in_ledger import shown, still_open
from ducha.circular.model import Doubt, LedgerDraft
from ducha.circular.overlay import Laid
from ducha.ledger import sheets
from ducha.ledger.columns import LedgerColumn, LedgerSheet, Stated, T, same_cell
from ducha.ledger.model import Document, Indicator, Ledger

CORRECTED, DIFFERING = "通知更正", "与通知不同"
"""Kinds of doubts: what the circular has changed in the ledger, and what a clerk's word stopped."""


def differences(
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


def doubts_about(laid: Sequence[Laid]) -> Iterator[Doubt]:
    """What a person should confirm of each indicator; one that a clerk has deleted stays away."""
    for each in laid:
        new, ours = each.new, each.ours
        if each.merged is None:
            sentence = "您从台账里删去过，没有加回；要恢复的，请从导入前的台账复制这一行"
            yield Doubt("已删指标", new.code, new.name, sentence, new.source)
        elif ours is not None:
            records = (new, ours, each.merged)
            yield from differences(sheets.INDICATORS, records, each.stated, ours.code, new.source)


def change_sentences(laid: Sequence[Laid]) -> Iterator[str]:
    """New indicators, and each figure of an old one that the circular has changed."""
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


def vanished_sentences(vanished: Sequence[Indicator]) -> Iterator[str]:
    """Indicators that the circular no longer has."""
    for indicator in vanished:
        yield f"指标{indicator.code}（{indicator.name}）在新文件中没有了，编码停用"


def kept_doubts(added: Sequence[Indicator]) -> Iterator[Doubt]:
    """Indicators that a clerk has added stay, and are named."""
    for indicator in added:
        sentence = "通知里没有这个指标，视为人工增补，予以保留；如不再需要，请删除这一行"
        yield Doubt("人工增补", indicator.code, indicator.name, sentence)


def loss_doubts(vanished: Sequence[Indicator], old: Ledger) -> Iterator[Doubt]:
    """What goes from the ledger together with an indicator that the circular no longer has."""
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


def remaining_doubts(
    draft: LedgerDraft, laid: Sequence[Laid], document: Document
) -> Iterator[Doubt]:
    """The draft's doubts with the codes of the ledger, none about what a clerk has deleted."""
    deleted = {each.code for each in laid if each.merged is None}
    pairs = zip(draft.ledger.indicators, laid, strict=True)
    codes = {indicator.code: each.code for indicator, each in pairs}
    for doubt in still_open(draft, document):
        place = codes.get(doubt.place, doubt.place)
        if place not in deleted:
            yield replace(doubt, place=place)
