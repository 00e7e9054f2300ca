"""What is known of the mails to one unit, and whether a draft is still to be sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from ducha.ledger.model import Ledger
from ducha.ledger.names import same_mail
from ducha.period import Period
from ducha.submission.sent import (
    ACCEPTED,
    DRAFT,
    IDENTITY,
    REFUSED,
    SentFile,
    SentKind,
    SentRecord,
    record_of,
)

_DIGEST = 32
_MARK = ".ducha@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A record with what the file tells besides.

    `draft` is the digest of the draft that was sent, blank where it is not known; `uncertain` says
    that nobody knows whether the server has taken it (待定).
    """

    path: str
    record: SentRecord
    draft: str
    identity: str
    accepted: tuple[str, ...]
    refused: tuple[str, ...]
    uncertain: bool = False


def posted(
    files: Iterable[SentFile], ledger: Ledger, *, uncertain: bool = False
) -> tuple[Posted, ...]:
    """What the files are records of, with all that they tell (R7.140, R10.10)."""
    read = ((file, record_of(file, ledger)) for file in files)
    return tuple(
        Posted(
            path=file.path,
            record=record,
            draft=file.facts.get(DRAFT, ""),
            identity=file.facts.get(IDENTITY, ""),
            accepted=_addresses(file.facts.get(ACCEPTED, "")),
            refused=_addresses(file.facts.get(REFUSED, "")),
            uncertain=uncertain,
        )
        for file, record in read
        if record is not None
    )


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it lies in the outbox, and to whom it may go.

    `round` is None where the draft does not say it: whatever is sent again is the next round.
    `data` are its bytes, `name` how its unit is called in the names of files.
    """

    kind: SentKind
    period: Period
    unit: str
    name: str
    round: int | None
    data: bytes
    to: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What tells one draft from another."""
        return draft_digest(self.data)


def draft_digest(data: bytes) -> str:
    """What tells one draft from another."""
    return hashlib.sha256(data).hexdigest()


class Step(Enum):
    """What is to be done about a draft."""

    SEND = auto()
    RETRY = auto()
    """Only those addressees who were refused (R10.14)."""
    DONE = auto()
    OLDER = auto()
    """已发的是旧表: what was sent is another draft (R10.13)."""
    UNCERTAIN = auto()
    NO_ADDRESS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDecision:
    """A draft, what is to be done about it, in which round and to whom.

    `identity` is the part of the Message-ID that is ours; `last` is what was sent before.
    """

    draft: Draft
    step: Step
    round: int
    to: tuple[str, ...]
    identity: str
    last: Posted | None = None


def decide(
    draft: Draft, known: Sequence[Posted], *, again: bool = False, named: bool = False
) -> DraftDecision:
    """Whether a draft is to be sent: each (kind, period, unit, round) once (R10.11).

    Args:
        draft: The draft.
        known: All that is known to have been sent, to whomever.
        again: Another draft than the one that was sent may follow it (R10.13).
        named: The unit was named, so that the same draft, too, is sent again.
    """
    earlier = _earlier(draft, known)
    if any(post.uncertain for post in earlier):
        return _decision(draft, Step.UNCERTAIN, earlier)
    differs = bool(earlier and earlier[-1].draft not in {"", draft.digest})
    if earlier and not (again and (differs or named)):
        return _settled(draft, earlier, differs=differs)
    step = Step.SEND if draft.to else Step.NO_ADDRESS
    return _decision(draft, step, earlier, draft.to)


def _settled(draft: Draft, earlier: Sequence[Posted], *, differs: bool) -> DraftDecision:
    """What is left to do of a draft whose key was sent: at most those who were refused."""
    left = _left(draft, earlier)
    if differs or not left:
        return _decision(draft, Step.OLDER if differs else Step.DONE, earlier)
    return _decision(draft, Step.RETRY, earlier, left)


def _earlier(draft: Draft, known: Sequence[Posted]) -> list[Posted]:
    """What went to the unit under the same key, in order; of what is no 催报 in every round."""
    same = [
        post
        for post in known
        if (post.record.kind, post.record.period, post.record.unit)
        == (draft.kind, draft.period, draft.unit)
        and draft.round in {None, post.record.round}
    ]
    return sorted(same, key=_order)


def latest(known: Iterable[Posted]) -> dict[tuple[SentKind, str], Posted]:
    """The last of what went to each unit, by kind and unit."""
    return {(post.record.kind, post.record.unit): post for post in sorted(known, key=_order)}


def _order(post: Posted) -> tuple[int, str, str]:
    when = post.record.sent_at
    return post.record.round, when.isoformat() if when else "", post.path


def _left(draft: Draft, earlier: Sequence[Posted]) -> tuple[str, ...]:
    """The addressees that the last mail did not reach, because it was refused for some."""
    last = earlier[-1]
    if not last.refused:
        return ()
    reached = {
        same_mail(address)
        for post in earlier
        if post.record.round == last.record.round
        for address in post.accepted
    }
    return tuple(address for address in draft.to if same_mail(address) not in reached)


def _decision(
    draft: Draft, step: Step, earlier: Sequence[Posted], to: tuple[str, ...] = ()
) -> DraftDecision:
    last = earlier[-1] if earlier else None
    number = draft.round if draft.round is not None else 1
    if last and draft.round is None:
        number = last.record.round + (step is Step.SEND)
    sent = {post.identity for post in earlier if post.record.round == number} - {""}
    if step is Step.RETRY and last:
        identity = own_part(last.identity)
    else:
        identity = _identity(draft, number, len(sent))
    return DraftDecision(draft=draft, step=step, round=number, to=to, identity=identity, last=last)


def message_id(own: str, sender: str) -> str:
    """The Message-ID of a mail: our own part of it, and the sender's domain (R10.12)."""
    return f"<{own}{_MARK}{sender.rpartition('@')[2]}>"


def own_part(identity: str) -> str:
    """Our own part of a Message-ID."""
    return identity.strip("<>").partition(_MARK)[0]


def _identity(draft: Draft, number: int, before: int) -> str:
    """What a Message-ID begins with: it derives from the draft and the round (R10.12)."""
    key = (str(draft.kind), str(draft.period), draft.unit, str(number), str(before), draft.digest)
    return hashlib.sha256("\0".join(key).encode()).hexdigest()[:_DIGEST]
