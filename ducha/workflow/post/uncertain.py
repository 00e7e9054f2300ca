"""不确定: mails of which nobody knows whether they went out, asked about or listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ducha.files.sent import store
from ducha.period import CHINA
from ducha.submission.posted import Posted
from ducha.submission.sent import KIND_WORDS
from ducha.workflow.post.drafts import DraftFolder
from ducha.workflow.sent import read_posted
from ducha.workflow.workspace import Workspace

Answer = Callable[[str], bool | None]
"""Asks a person whether a mail went out; None where nobody knows, or nobody is there (R10.15)."""

_QUESTION = (
    "不确定：给{unit}的{what}（{when}，{to}）不知道发出去没有。"
    "请到网页邮箱的“已发送”里查：发出去了输入 是，没有发出去输入 否，查不到直接按回车"
)


def settle(
    space: Workspace, folders: Sequence[DraftFolder], answer: Answer | None
) -> tuple[Posted, ...]:
    """Ask about every mail that is 待定; what is not answered stays so (R10.15).

    Returns:
        Those that stay: none of them is ever sent again by itself.
    """
    kinds = {folder.kind for folder in folders}
    pending = [
        post
        for period in dict.fromkeys(folder.period for folder in folders)
        for post in read_posted(space, period)
        if post.uncertain and post.record.kind in kinds
    ]
    return tuple(post for post in pending if not _is_settled(space, post, answer))


def _is_settled(space: Workspace, post: Posted, answer: Answer | None) -> bool:
    path = space.settings.sent / post.path
    went = answer(_question(post)) if answer else None
    if went is not None:
        (store.confirm if went else store.discard)(path)
    return went is not None


def _question(post: Posted) -> str:
    when = post.record.sent_at
    return _QUESTION.format(
        unit=post.record.unit,
        what=KIND_WORDS[post.record.kind],
        when=f"{when.astimezone(CHINA):%m-%d %H:%M}" if when else "时间不明",
        to="、".join(post.accepted),
    )
