"""collect: mails in by IMAP, each whole into the inbox; the mailbox stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ducha.files.disk import plan as disk
from ducha.files.inbox.archive import MAX_SIZE
from ducha.files.post.collected import FOLDER, Shelf, mail_digest, read_seen, save_seen
from ducha.files.post.imap import ListedMail, MailFolder, mail_folder
from ducha.files.post.smtp import LineLostError
from ducha.findings import Problem
from ducha.ledger.names import same_mail
from ducha.period import CHINA, MONTHS, Period, months_between
from ducha.workflow.command import PROGRAM
from ducha.workflow.keys import first_forms
from ducha.workflow.post.mailbox import Mailbox, mailbox_of
from ducha.workflow.sent import bounce_lines, read_posted, read_returned
from ducha.workflow.workspace import AFTER_DRY_RUN, Outcome, Watch, Workspace

ATTEMPTS = 3
"""So often a mail is fetched that breaks off, and a line is opened that breaks."""

_NO_INBOX = (
    "收件箱文件夹不见了：{}。请把移走的文件夹放回原处，或从备份恢复，再收信；"
    "确实还没有收过表的，新建一个空文件夹。"
)
_LARGE = "　太大（{size}MB），没有收：{when} {sender}。请到网页邮箱下载附件，放进收件箱"
_BROKEN = "　收到一半断线，试了{times}次没有收下来：{when} {sender}。请过一会儿再运行一次"
_DOWN = "　和收信服务器的连接一再断开，没有收完。请过几分钟再运行一次，收下的不会重收"


@dataclass(slots=True, kw_only=True)
class _Run:
    """How far a run has come: what lies there, what was new, what stays on the server and why.

    `failed` counts by key how often a mail broke off; `at` is the one being fetched.
    """

    shelf: Shelf
    seen: dict[str, tuple[int, str]]
    keys: list[str] = field(default_factory=list)
    new: set[str] = field(default_factory=set)
    there: int = 0
    left: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    at: str = ""
    sentences: dict[str, str] = field(default_factory=dict)

    def begin(self, keys: Sequence[str]) -> None:
        """Count anew: the line was opened, perhaps not for the first time."""
        self.keys = list(keys)
        self.there = self.left = 0
        self.at = ""

    def holds(self, key: str) -> bool:
        """Whether the mail was fetched before, and lies there still."""
        return key in self.seen and self.shelf.holds(*self.seen[key])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Which mails are fetched: of whom, since when."""

    senders: frozenset[str]
    since: date
    everything: bool

    def leaves(self, mail: ListedMail) -> bool:
        """Whether a mail is surely no return: of no unit, and carrying nothing (R10.32)."""
        if self.everything or mail.carries:
            return False
        return not any(same_mail(sender) in self.senders for sender in mail.senders)


def collect(
    space: Workspace,
    today: date,
    *,
    everything: bool = False,
    dry_run: bool = False,
    watch: Watch | None = None,
) -> Outcome:
    """Bring every mail of the last days into the inbox, each once (R10.31).

    Args:
        space: The workspace.
        today: From which the days are counted back.
        everything: Also mails that are surely no returns (R10.32).
        dry_run: Only say what would be looked at; nothing is connected (R10.35).
        watch: Shows how far it has come.

    Returns:
        Code 1 where something needs a person: a mail that was not fetched, a 退信.

    Raises:
        Problem: No mailbox, password, server or folder.
    """
    box = mailbox_of(space)
    since = today - timedelta(days=box.settings.since_days)
    _check_inbox(space, dry_run=dry_run)
    if dry_run:
        return _plan(space, box, since)
    run = _Run(shelf=Shelf(space.settings.inbox), seen=read_seen(space.settings.outbox))
    wanted = _Wanted(senders=frozenset(space.ledger.by_mail), since=since, everything=everything)
    try:
        _collect_all(box, wanted, run, watch)
    finally:
        save_seen(space.settings.outbox, run.seen, run.keys)
    return _outcome(space, box, run)


def _check_inbox(space: Workspace, *, dry_run: bool) -> None:
    """An inbox that is lost is said, never taken for an empty one (R6.14)."""
    inbox = space.settings.inbox
    if inbox.is_dir():
        return
    if not first_forms(space):
        raise Problem(_NO_INBOX.format(inbox))
    if not dry_run:
        disk.make_folder(inbox)


def _collect_all(box: Mailbox, wanted: _Wanted, run: _Run, watch: Watch | None) -> None:
    """Fetch what is wanted; one that breaks off is fetched again (R10.34)."""
    login = box.login(box.imap)
    while True:
        try:
            with mail_folder(box.imap, login, box.settings.folder) as folder:
                _collect(folder, wanted, run, watch)
                return
        except LineLostError:
            run.failed[run.at] += 1
            if not run.at and run.failed[run.at] >= ATTEMPTS:
                run.sentences[""] = _DOWN
                return


def _collect(folder: MailFolder, wanted: _Wanted, run: _Run, watch: Watch | None) -> None:
    uids = folder.since(wanted.since)
    run.begin([_key(folder, uid) for uid in uids])
    unseen = [uid for uid in uids if not run.holds(_key(folder, uid))]
    run.there = sum(key not in run.new for key in run.keys) - sum(
        _key(folder, uid) not in run.new for uid in unseen
    )
    due = [mail for mail in folder.listed(unseen) if _is_due(folder, mail, wanted, run)]
    for mail in _watched(due, watch):
        _fetch(folder, mail, run)


def _key(folder: MailFolder, uid: int) -> str:
    """How a mail is remembered, as long as the numbers of the server hold."""
    return f"{folder.name}/{folder.validity}/{uid}"


def _is_due(folder: MailFolder, mail: ListedMail, wanted: _Wanted, run: _Run) -> bool:
    key = _key(folder, mail.uid)
    if wanted.leaves(mail):
        run.left += 1
        return False
    if mail.size > MAX_SIZE:
        run.sentences[key] = _LARGE.format(size=mail.size // 1024**2, **_about(mail))
        return False
    if run.failed[key] >= ATTEMPTS:
        run.sentences[key] = _BROKEN.format(times=ATTEMPTS, **_about(mail))
        return False
    return True


def _about(mail: ListedMail) -> dict[str, str]:
    sender = mail.senders[0] if mail.senders else "发件人不明"
    return {"when": f"{mail.came.astimezone(CHINA):%m-%d %H:%M}", "sender": sender}


def _fetch(folder: MailFolder, mail: ListedMail, run: _Run) -> None:
    """Fetch a mail; one that is shorter than the server said is fetched once more."""
    run.at = key = _key(folder, mail.uid)
    data = folder.mail(mail.uid)
    if data is not None and len(data) < mail.size:
        data = folder.mail(mail.uid)
    run.at = ""
    if data is None:  # gone meanwhile
        return
    run.seen[key] = (len(data), mail_digest(data))
    if run.shelf.put(data, mail.came, mail.senders[0] if mail.senders else ""):
        run.new.add(key)
    else:
        run.there += 1


def _watched(mails: Sequence[ListedMail], watch: Watch | None) -> Iterator[ListedMail]:
    """The mails one by one, with how far it has come."""
    if watch is None:
        yield from mails
        return
    for mail, _ in zip(mails, watch([Path(str(mail.uid)) for mail in mails]), strict=True):
        yield mail


# What is said


def _plan(space: Workspace, box: Mailbox, since: date) -> Outcome:
    """What would be looked at, and where it would go."""
    where = space.shown(space.settings.inbox / FOLDER)
    plan = (
        f"（试运行，没有连接服务器）将从 {box.imap.server.shown} 收 {box.address} 的 "
        f"{box.settings.folder}，{since} 以来的信，存在 {where}"
    )
    return Outcome((plan, AFTER_DRY_RUN))


def _outcome(space: Workspace, box: Mailbox, run: _Run) -> Outcome:
    days = box.settings.since_days
    head = f"{box.address} 的 {box.settings.folder} 最近{days}天共{len(run.keys)}封："
    lines = [f"{head}新收{len(run.new)}封，以前收过{run.there}封"]
    if run.left:
        lines.append(
            f"另有{run.left}封留在邮箱：不是责任单位发来的，也没有表格、压缩包；要收的加 --all"
        )
    lines.extend(run.sentences.values())
    back = _came_back(space)
    code = 1 if run.sentences or back else 0
    where = space.shown(space.settings.inbox / FOLDER)
    ending = f"存在 {where}。下一步：{PROGRAM} merge"
    return Outcome((*lines, *back, ending), code)


def _came_back(space: Workspace) -> tuple[str, ...]:
    """退信 of any month (R10.42)."""
    months = months_between(space.first, Period(space.first.year, MONTHS))
    known = [post for month in months for post in read_posted(space, month)]
    return bounce_lines(read_returned(space, known))
