"""What lies in sent/ of a month, and which of it came back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ducha.files.inbox.bounces import find_bounces
from ducha.files.sent.reading import read_pending, read_sent
from ducha.period import CHINA, Period
from ducha.submission.bounces import Returned, tie
from ducha.submission.posted import Posted, latest, posted
from ducha.submission.sent import KIND_WORDS, MAIL, SentKind
from ducha.workflow.command import PROGRAM
from ducha.workflow.workspace import Workspace

OLDER = "已发的是旧表"


def read_posted(space: Workspace, period: Period) -> tuple[Posted, ...]:
    """All that was sent for a month, and what may have been (待定)."""
    folder, ledger = space.settings.sent, space.ledger
    return (
        *posted(read_sent(folder, period), ledger),
        *posted(read_pending(folder, period), ledger, uncertain=True),
    )


def read_returned(space: Workspace, known: Sequence[Posted]) -> tuple[Returned, ...]:
    """Which of the mails came back, by what lies in the inbox (R10.41)."""
    if not any(post.identity for post in known):
        return ()
    return tie(find_bounces(space.settings.inbox), known)


def bounce_lines(returned: Iterable[Returned]) -> tuple[str, ...]:
    """A line for every mail that came back (R10.42)."""
    lines = (
        f"　{back.words}：{back.post.record.unit}（{KIND_WORDS[back.post.record.kind]}，"
        f"{'、'.join(back.whom or back.post.accepted)}）"
        for back in returned
    )
    return tuple(dict.fromkeys(lines))


def sent_words(
    kind: SentKind, digests: Mapping[str, str], known: Sequence[Posted], back: Sequence[Returned]
) -> dict[str, str]:
    """已发时间 of every unit: when and how, or what is to be known of it (R10.13, R10.42).

    Args:
        kind: What was sent.
        digests: What the drafts that lie there now are told by, of every unit.
        known: What was sent.
        back: What came back.
    """
    words: dict[str, list[str]] = {}
    for post in sorted(known, key=lambda post: (post.record.round, post.path)):
        if post.record.kind is kind:
            words.setdefault(post.record.unit, []).append(_when(post))
    for (sent, unit), post in latest(known).items():
        if sent is kind and post.draft and digests.get(unit, post.draft) != post.draft:
            words[unit].append(OLDER)
    for returned in back:
        if returned.post.record.kind is kind:
            words[returned.post.record.unit].append(returned.words)
    return {unit: "；".join(dict.fromkeys(said)) for unit, said in words.items()}


def say_older(sent: Mapping[str, str], kind: SentKind) -> tuple[str, ...]:
    """Whose form has changed since it was sent (R10.13)."""
    older = [unit for unit, words in sent.items() if OLDER in words]
    if not older:
        return ()
    send = f"{PROGRAM} send {kind} --again"
    return (f"{OLDER}：{'、'.join(older)}；要发新的：{send}",)


def _when(post: Posted) -> str:
    if post.uncertain:
        return "不确定"
    when = post.record.sent_at
    moment = f"{when.astimezone(CHINA):%Y-%m-%d %H:%M}" if when else "时间不明"
    how = "" if post.record.how == MAIL else f"（{post.record.how}）"
    missed = f"，{'、'.join(post.refused)} 被拒收" if post.refused else ""
    return f"{moment}{how}{missed}"
