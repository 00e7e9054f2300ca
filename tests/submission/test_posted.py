"""Whether a draft is still to be sent, by what is known of the mails to its unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from ducha.period import CHINA, Period
from ducha.submission.posted import Draft, Posted, Step, decide, message_id, own_part
from ducha.submission.sent import SentKind, SentRecord

MAY = Period(2024, 5)
DRAFT = Draft(
    kind=SentKind.FORMS,
    period=MAY,
    unit="杞县",
    name="杞县",
    round=None,
    data=b"draft",
    to=("a@example.com", "b@example.com"),
)
REMINDER = replace(DRAFT, kind=SentKind.REMINDERS, round=2)
OTHER = replace(DRAFT, data=b"another")


def post(draft: Draft = DRAFT, number: int = 1, refused: tuple[str, ...] = ()) -> Posted:
    """What is known of a draft that was sent."""
    sent = decide(draft, ())
    return Posted(
        path="2024-05/x.eml",
        record=SentRecord(
            kind=draft.kind,
            period=draft.period,
            unit=draft.unit,
            round=number,
            sent_at=datetime(2024, 5, 20, 9, number, tzinfo=CHINA),
            how="邮件",
        ),
        draft=draft.digest,
        identity=message_id(sent.identity, "me@example.org"),
        accepted=tuple(address for address in draft.to if address not in refused),
        refused=refused,
    )


UNCERTAIN = replace(post(), uncertain=True)
BY_HAND = replace(post(), draft="", identity="", accepted=())
B_REFUSED = post(refused=("b@example.com",))
B_LATER = replace(B_REFUSED, refused=(), accepted=("B@example.com",), path="2024-05/y.eml")
APRIL = replace(post(), record=replace(post().record, period=Period(2024, 4)))
LANKAO = replace(post(), record=replace(post().record, unit="兰考县"))


@pytest.mark.parametrize(
    ("draft", "known", "step", "number", "to"),
    [
        (DRAFT, [], Step.SEND, 1, DRAFT.to),
        (DRAFT, [APRIL, LANKAO], Step.SEND, 1, DRAFT.to),
        (DRAFT, [post()], Step.DONE, 1, ()),
        (DRAFT, [BY_HAND], Step.DONE, 1, ()),
        (OTHER, [post()], Step.OLDER, 1, ()),
        (DRAFT, [UNCERTAIN], Step.UNCERTAIN, 1, ()),
        (DRAFT, [post(), UNCERTAIN], Step.UNCERTAIN, 1, ()),
        (DRAFT, [B_REFUSED], Step.RETRY, 1, ("b@example.com",)),
        (DRAFT, [B_REFUSED, B_LATER], Step.DONE, 1, ()),
        (
            replace(DRAFT, to=("a@example.com", "c@example.com")),
            [B_REFUSED],
            Step.RETRY,
            1,
            ("c@example.com",),
        ),
        (replace(DRAFT, to=()), [], Step.NO_ADDRESS, 1, ()),
        (REMINDER, [post(REMINDER, 1)], Step.SEND, 2, DRAFT.to),
        (REMINDER, [post(REMINDER, 2)], Step.DONE, 2, ()),
    ],
)
def test_each_key_once(
    draft: Draft, known: list[Posted], step: Step, number: int, to: tuple[str, ...]
) -> None:
    """By kind, month, unit and round (R10.11, R10.13, R10.14, R10.15)."""
    decision = decide(draft, known)
    assert (decision.step, decision.round, decision.to) == (step, number, to)


@pytest.mark.parametrize(
    ("draft", "known", "named", "step", "number"),
    [
        (OTHER, [post()], False, Step.SEND, 2),
        (OTHER, [post(), post(OTHER, 2)], False, Step.DONE, 2),
        (DRAFT, [post()], False, Step.DONE, 1),
        (DRAFT, [post()], True, Step.SEND, 2),
        (DRAFT, [UNCERTAIN], True, Step.UNCERTAIN, 1),
        (replace(REMINDER, data=b"x"), [post(REMINDER, 2)], False, Step.SEND, 2),
    ],
)
def test_again(
    draft: Draft,
    known: list[Posted],
    named: bool,  # noqa: FBT001 - of the table above
    step: Step,
    number: int,
) -> None:
    """Another draft, or one whose unit was named; never what is 不确定 (R10.13, R10.15)."""
    decision = decide(draft, known, again=True, named=named)
    assert (decision.step, decision.round) == (step, number)


def test_the_message_id_derives_from_draft_and_round() -> None:
    """The same for the same mail, another for any other (R10.12)."""
    first = decide(DRAFT, ())
    assert first.identity == decide(DRAFT, ()).identity
    assert decide(DRAFT, [B_REFUSED]).identity == first.identity
    others = [
        decide(OTHER, ()),
        decide(REMINDER, ()),
        decide(replace(DRAFT, unit="兰考县"), ()),
        decide(DRAFT, [post()], again=True, named=True),
    ]
    identities = {decision.identity for decision in (first, *others)}
    assert len(identities) == 5
    assert own_part(message_id(first.identity, "me@example.org")) == first.identity
