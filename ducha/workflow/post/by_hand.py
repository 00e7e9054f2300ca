"""send --by-hand: a record of what went by OA, WeChat or telephone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ducha.files.sent import store
from ducha.findings import Problem
from ducha.ledger.model import Unit
from ducha.submission.posted import Draft, Posted, Step, decide
from ducha.submission.sent import DRAFT, HOW, KIND, KIND_WORDS, PERIOD, ROUND, TIME, UNIT, SentKind
from ducha.workflow.outbox.parcels import file_stem
from ducha.workflow.post.drafts import DraftFolder, choose, draft_folders, read_drafts
from ducha.workflow.post.lists import refresh_lists
from ducha.workflow.post.names import names_taken, sent_folder, sent_name
from ducha.workflow.post.send import Orders
from ducha.workflow.sent import read_posted
from ducha.workflow.workspace import AFTER_DRY_RUN, Outcome, Workspace

_ANYBODY = ("-",)
"""What goes another way needs no address."""

_NOTHING = (
    "没有要登记的：没有还没发的草稿。没有草稿的单位，用 --unit 写明；"
    "已登记过的要再登记一次，加 --again"
)


def record_by_hand(space: Workspace, orders: Orders, how: str) -> Outcome:
    """Write a record for every draft not sent yet, or for the units named (R10.19).

    Args:
        space: The workspace.
        orders: What was sent, to whom.
        how: 电话, 微信, OA: the clerk's word for it.

    Raises:
        Problem: A mail of a unit is 不确定: that must be settled first.
    """
    folders = draft_folders(space, orders.kind, orders.period)
    drafts = [pair for folder in folders for pair in _due(space, orders, folder)]
    if not drafts:
        return Outcome((_NOTHING,), 1 if orders.units else 0)
    lines = [
        f"　{draft.unit}　{KIND_WORDS[draft.kind]}　{_round(number)}" for draft, number in drafts
    ]
    if orders.dry_run:
        return Outcome((f"将登记{len(lines)}条（{how}）：", *lines, AFTER_DRY_RUN))
    for draft, number in drafts:
        _record(space, orders, draft, number, how)
    told = refresh_lists(space, folders)
    head = f"登记了{len(lines)}条（{how}）："
    ending = f"记录存在 {space.shown(space.settings.sent)}"
    return Outcome((head, *lines, *told, ending), 1 if told else 0)


def _due(space: Workspace, orders: Orders, folder: DraftFolder) -> Iterator[tuple[Draft, int]]:
    """Drafts of the folder that are to be recorded, each with its round."""
    known = read_posted(space, folder.period)
    chosen = choose(space, orders.units)
    drafts = [draft for draft, _ in read_drafts(space, folder, chosen).drafts]
    if orders.units and folder.kind is orders.kind:
        have = {draft.unit for draft in drafts}
        units = [unit for unit in space.ledger.units if unit.name in chosen - have]
        drafts += [_without_draft(folder, unit, known) for unit in units]
    for draft in drafts:
        decision = decide(
            replace(draft, to=draft.to or _ANYBODY),
            known,
            again=orders.again,
            named=bool(orders.units),
        )
        if decision.step is Step.UNCERTAIN:
            message = f"{draft.unit}的{KIND_WORDS[draft.kind]}不确定发出去没有，请先运行 send 回答"
            raise Problem(message)
        if decision.step is Step.SEND:
            yield draft, decision.round


def _without_draft(folder: DraftFolder, unit: Unit, known: Sequence[Posted]) -> Draft:
    """What was sent without a draft of ours; a 催报 by telephone is the next one."""
    rounds = [
        post.record.round
        for post in known
        if post.record.kind is folder.kind and post.record.unit == unit.name
    ]
    number = max(rounds, default=0) + 1 if folder.kind is SentKind.REMINDERS else None
    return Draft(
        kind=folder.kind,
        period=folder.period,
        unit=unit.name,
        name=file_stem(unit.name),
        round=number,
        data=b"",
        to=(),
    )


def _record(space: Workspace, orders: Orders, draft: Draft, number: int, how: str) -> None:
    folder = sent_folder(space.settings.sent, draft.period)
    facts: dict[str, str | int] = {
        KIND: KIND_WORDS[draft.kind],
        PERIOD: str(draft.period),
        UNIT: draft.unit,
        ROUND: number,
        TIME: f"{orders.clock():%Y-%m-%dT%H:%M}",
        HOW: how,
    }
    if draft.data:
        facts[DRAFT] = draft.digest
    name = sent_name(draft.kind, draft.name, number, names_taken(folder))
    store.put_record(folder, name, facts)


def _round(number: int) -> str:
    return f"第{number}次" if number else "提醒"
