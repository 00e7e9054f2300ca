"""password: the mailbox's 授权码 into the system's keyring, or out of it."""

from __future__ import annotations

from collections.abc import Callable

from ducha.files.post import password as kept
from ducha.workflow.command import PROGRAM
from ducha.workflow.post.mailbox import mailbox_of
from ducha.workflow.workspace import Outcome, Workspace

_IN_ENVIRONMENT = f"注意：环境变量 {kept.VARIABLE} 也设了，以它为准，钥匙串里的用不上"


def keep(space: Workspace, ask: Callable[[str], str]) -> Outcome:
    """Ask for the 授权码, unseen, and keep it (R10.3).

    Raises:
        Problem: It cannot be one, or the system has no safe keyring.
    """
    user = mailbox_of(space).user
    kept.keep_password(user, kept.checked(ask(f"{user} 的授权码（输入时不显示）")))
    return Outcome(
        (
            f"{user} 的授权码已存进系统的钥匙串，不写进任何文件",
            *_note(),
            f"下一步：{PROGRAM} mail-check 检查能不能收发",
        )
    )


def forget(space: Workspace) -> Outcome:
    """Take it out of the keyring."""
    user = mailbox_of(space).user
    was = kept.forget_password(user)
    done = f"已从钥匙串删去 {user} 的授权码" if was else f"钥匙串里没有 {user} 的授权码"
    return Outcome((done, *_note()))


def _note() -> tuple[str, ...]:
    return (_IN_ENVIRONMENT,) if kept.is_in_environment() else ()
