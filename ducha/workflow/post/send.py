"""send: the drafts in the outbox out by SMTP, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ducha.period import CHINA, Period
from ducha.submission.posted import DraftDecision, Posted, Step, decide
from ducha.submission.sent import KIND_WORDS, SentKind
from ducha.workflow.post.drafts import DraftFolder, choose, draft_folders, read_drafts
from ducha.workflow.post.lists import refresh_lists
from ducha.workflow.post.mailbox import mailbox_of
from ducha.workflow.post.sending import SendingRun
from ducha.workflow.post.uncertain import Answer, settle
from ducha.workflow.sent import OLDER, bounce_lines, read_posted, read_returned
from ducha.workflow.workspace import AFTER_DRY_RUN, Outcome, Watch, Workspace

_NO_DRAFTS = "没有可发的草稿：{}。先运行 {} 生成，再来发送"
_UNCERTAIN = "不确定：上次不知道发出去没有，没有再发；请到网页邮箱的“已发送”核实"
_HOW = {
    SentKind.FORMS: "generate",
    SentKind.BREAKDOWN: "generate --breakdown",
    SentKind.RETURNED: "merge",
    SentKind.REMINDERS: "remind",
}


@dataclass(frozen=True, kw_only=True)
class Orders:
    """What is said to `send`: which kind and month, of which units, what may be done.

    `clock` tells the time that mails bear; `answer` asks about what is 不确定, where somebody sits
    at a terminal.
    """

    kind: SentKind
    period: Period
    units: tuple[str, ...] = ()
    again: bool = False
    dry_run: bool = False
    clock: Callable[[], datetime]
    answer: Answer | None = None
    watch: Watch | None = None


def send(space: Workspace, orders: Orders) -> Outcome:
    """Send the drafts of one kind: each (kind, period, unit, round) once (R10.11).

    Returns:
        Code 1 where something needs a person: no address, 不确定, an older draft, a refusal.

    Raises:
        Problem: No mailbox, password or server; nothing was sent then.
    """
    folders = draft_folders(space, orders.kind, orders.period)
    pending = settle(space, folders, None if orders.dry_run else orders.answer)
    decisions, strays = _decide(space, orders, folders)
    strays = [*_without_draft(pending, decisions), *strays]
    if not decisions:
        where = "、".join(space.shown(folder.path) for folder in folders)
        none = _NO_DRAFTS.format(where, _HOW[orders.kind])
        return Outcome((*strays, none), 1 if strays or orders.units else 0)
    if orders.dry_run:
        return _plan(space, decisions, strays)
    due = [decision for decision in decisions if decision.step in {Step.SEND, Step.RETRY}]
    most = space.settings.mail.most
    run = SendingRun(folder=space.settings.sent, clock=orders.clock)
    if due:
        run.send_all(mailbox_of(space), due[:most], orders.watch)
    told = [*_notes(decisions), *strays, *run.sentences]
    if len(due) > most and not run.stopped:
        told.append(f"一次最多发{most}封，还有{len(due) - most}封没有发，请再运行一次")
    told.extend(refresh_lists(space, folders))
    return _outcome(space, orders, decisions, run, told)


def _decide(
    space: Workspace, orders: Orders, folders: Sequence[DraftFolder]
) -> tuple[list[DraftDecision], list[str]]:
    """What is to be done about every draft; a note on mails that are no draft of a unit."""
    chosen = choose(space, orders.units)
    decisions: list[DraftDecision] = []
    strays: list[str] = []
    for folder in folders:
        found = read_drafts(space, folder, chosen)
        known = read_posted(space, folder.period)
        decisions += [
            decide(draft, known, again=orders.again, named=bool(orders.units))
            for draft, _ in found.drafts
        ]
        if found.strays:
            names = "、".join(found.strays)
            strays.append(f"{space.shown(folder.path)} 里不是按单位命名的草稿，没有发：{names}")
    have = {decision.draft.unit for decision in decisions}
    missing = [unit for unit in sorted(chosen - have) if orders.units]
    if missing and decisions:
        strays.append(f"没有草稿，没有发：{'、'.join(missing)}")
    return decisions, strays


def _without_draft(pending: Sequence[Posted], decisions: Sequence[DraftDecision]) -> Iterator[str]:
    """What is 不确定 of drafts that do not lie there any more."""
    drafts = {(decision.draft.kind, decision.draft.unit) for decision in decisions}
    for post in pending:
        if (post.record.kind, post.record.unit) not in drafts:
            yield f"　{post.record.unit}　{KIND_WORDS[post.record.kind]}　{_UNCERTAIN}"


# What is shown


def _plan(space: Workspace, decisions: Sequence[DraftDecision], strays: Sequence[str]) -> Outcome:
    """The whole list; nothing is connected, nothing written (R10.17)."""
    box = mailbox_of(space)
    due = sum(decision.step in {Step.SEND, Step.RETRY} for decision in decisions)
    head = f"（试运行，没有连接服务器）从 {box.address} 将发{due}封："
    lines = [head, *(f"　　{_plan_line(decision)}" for decision in decisions), *strays]
    open_steps = {Step.UNCERTAIN, Step.OLDER, Step.NO_ADDRESS}
    code = 1 if any(decision.step in open_steps for decision in decisions) else 0
    return Outcome((*lines, AFTER_DRY_RUN), code)


def _plan_line(decision: DraftDecision) -> str:
    draft = decision.draft
    what = f"{draft.unit}　{KIND_WORDS[draft.kind]}"
    if decision.step in {Step.SEND, Step.RETRY}:
        only = "（只补发被拒收的）" if decision.step is Step.RETRY else ""
        return f"{what} → {'、'.join(decision.to)}{only}"
    return f"{what}　{_state(decision)}"


def _state(decision: DraftDecision) -> str:
    """Why a draft is not sent."""
    if decision.step is Step.DONE:
        return f"已发（{_time(decision.last)}），不再发"
    if decision.step is Step.OLDER:
        return f"{OLDER}（{_time(decision.last)}），草稿后来变了；要发新的，加 --again"
    if decision.step is Step.UNCERTAIN:
        return _UNCERTAIN
    return "台账〔责任单位〕里没有可用的邮箱，没有发"


def _time(post: Posted | None) -> str:
    when = post.record.sent_at if post else None
    return f"{when.astimezone(CHINA):%m-%d %H:%M}" if when else "时间不明"


def _notes(decisions: Sequence[DraftDecision]) -> Iterator[str]:
    """A sentence on every draft that a person must see to."""
    for decision in decisions:
        if decision.step in {Step.UNCERTAIN, Step.OLDER, Step.NO_ADDRESS}:
            yield f"　{decision.draft.unit}　{_state(decision)}"


def _outcome(
    space: Workspace,
    orders: Orders,
    decisions: Sequence[DraftDecision],
    run: SendingRun,
    told: Sequence[str],
) -> Outcome:
    done = sum(decision.step is Step.DONE for decision in decisions)
    head = f"{KIND_WORDS[orders.kind]}：发出{run.sent}封"
    head += f"，以前已发{done}封，不重发" if done else ""
    known = [
        post
        for period in dict.fromkeys(decision.draft.period for decision in decisions)
        for post in read_posted(space, period)
    ]
    back = bounce_lines(read_returned(space, known))
    needs = bool(told or run.stopped or back)
    last = run.stopped or ("请看上面要处理的几条" if needs else "都已发出")
    return Outcome(
        (head, *told, *back, f"{last}；发出的邮件存在 {space.shown(space.settings.sent)}"),
        1 if needs else 0,
    )
