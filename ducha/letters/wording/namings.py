"""Who is praised and criticised: 拟 until 通报名单 says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ducha.ledger.model import Group
from ducha.letters.parts import Paragraph
from ducha.standing.notice.namings import NamedUnit
from ducha.standing.proposals import ProposalKind

_GROUPS = {Group.CITY: "市直单位。", Group.COUNTY: "县区。"}


def praise(named: Sequence[NamedUnit]) -> tuple[Paragraph, ...]:
    """二、进展较好的单位: departments and counties apart, by rank (R9.35)."""
    return tuple(
        Paragraph("".join(praise_sentences(of_group)), lead)
        for group, lead in _GROUPS.items()
        if (of_group := [each for each in named if each.proposal.group is group])
    )


def praise_sentences(named: Iterable[NamedUnit]) -> Iterator[str]:
    """对市教体局（第1名，98.6分）予以通报表扬。; with 拟 what is not decided (R9.36)."""
    listed = list(named)
    for decided in (True, False):
        for single in (False, True):
            chosen = [e for e in listed if e.decided is decided and _is_single(e) is single]
            if chosen:
                units = "、".join(f"{each.unit}{_in_brackets(each)}" for each in chosen)
                work = "的单项工作" if single else ""
                yield f"{'' if decided else '拟'}对{units}{work}予以通报表扬。"


def criticism_sentences(named: Iterable[NamedUnit]) -> Iterator[str]:
    """拟对杞县予以通报批评：催报2次后仍未报送。, unit by unit (R9.36, R9.41)."""
    for each in named:
        reason = each.proposal.reason
        why = f"：{reason.rstrip('。')}" if reason else ""
        yield f"{'' if each.decided else '拟'}对{each.unit}予以通报批评{why}。"


def _is_single(named: NamedUnit) -> bool:
    return named.proposal.kind is ProposalKind.PRAISE_ITEM


def _in_brackets(named: NamedUnit) -> str:
    """（并列第2名，97.0分）, or what leaders gave as grounds."""
    reason = named.proposal.reason
    if named.tied and named.rank is not None:
        place = f"第{named.rank.place}名"
        reason = f"并列{reason}" if reason.startswith(place) else reason
    return f"（{reason}）" if reason else ""
