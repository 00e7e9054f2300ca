"""mail-check: step by step what works of the mailbox, and what to do where it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from ducha.files.post import checking
from ducha.files.post.imap import mail_folder
from ducha.files.post.password import VARIABLE, is_in_environment
from ducha.files.post.reaching import Way
from ducha.files.post.smtp import smtp_line
from ducha.findings import Problem
from ducha.workflow.command import PROGRAM
from ducha.workflow.post.mailbox import Mailbox, mailbox_of
from ducha.workflow.workspace import Outcome, Workspace

Steps = Sequence[Callable[[], str]]
"""What is tried one after the other; each says what works, or raises a Problem."""

_WORKS = f"都通了。下一步：{PROGRAM} send forms --dry-run 看将发给谁；收信用 {PROGRAM} collect"
_FAILS = f"请照打 × 的一行处理，再运行 {PROGRAM} mail-check"


def check_mail(space: Workspace) -> Outcome:
    """Try both servers, mails out and mails in; nothing is sent or fetched (R10.50).

    Returns:
        Code 1 where something does not work.
    """
    box = mailbox_of(space)
    out = [f"发信（{box.smtp.server.shown}）：", *_try(_out(box))]
    into = [f"收信（{box.imap.server.shown}）：", *_try(_into(box))]
    lines = (f"邮箱：{box.address}，登录名 {box.user}", *out, *into)
    fails = any(line.startswith("　×") for line in lines)
    return Outcome((*lines, _FAILS if fails else _WORKS), 1 if fails else 0)


def _try(steps: Steps) -> Iterator[str]:
    """A line for each step; nothing follows one that does not work."""
    for step in steps:
        try:
            yield f"　√ {step()}"
        except Problem as problem:
            yield f"　× {'；'.join(problem.messages)}"
            return


def _out(box: Mailbox) -> Steps:
    way = box.smtp
    trusted = partial(checking.trust_smtp, way)
    return (*_reached(way), trusted, partial(_password, box, way), partial(_log_in, box))


def _into(box: Mailbox) -> Steps:
    way = box.imap
    trusted = partial(checking.trust_imap, way)
    return (*_reached(way), trusted, partial(_password, box, way), partial(_open_folder, box))


def _reached(way: Way) -> Steps:
    return partial(checking.find, way), partial(checking.reach, way)


def _password(box: Mailbox, way: Way) -> str:
    if box.login(way) is None:
        return "不加密时从不登录，不用授权码"
    return f"授权码：在环境变量 {VARIABLE}" if is_in_environment() else "授权码：在系统的钥匙串"


def _log_in(box: Mailbox) -> str:
    login = box.login(box.smtp)
    with smtp_line(box.smtp, login):
        return "登录成功，可以发信" if login else "没有登录，可以发信"


def _open_folder(box: Mailbox) -> str:
    with mail_folder(box.imap, box.login(box.imap), box.settings.folder) as folder:
        told = "，已答复 ID 命令" if folder.answers_id else "，不需要 ID 命令"
        return f"登录成功{told}，打开了文件夹 {box.settings.folder}，可以收信"
