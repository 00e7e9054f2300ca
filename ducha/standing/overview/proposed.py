"""拟表扬, 拟批评: what the rules propose, until leaders have decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ducha.standing.handed.proposed import ProposedMatter
from ducha.standing.overview.names import cut, listed
from ducha.standing.overview.returns import PageLine
from ducha.standing.overview.view import MonthView
from ducha.standing.proposals import Proposal, ProposalKind
from ducha.standing.reporting import Calendar
from ducha.texts import display_width

_LINE_WIDTH = 24
"""Of a printed line, in half-width characters."""
_LINES = 6
"""Printed lines for all kinds together; two at least for each of them."""
_REASON_WIDTH = 36
_SHEET = "排名"


class _Named(NamedTuple):
    """Units under one label."""

    label: str
    before: str
    proposals: Sequence[Proposal]


def proposal_lines(
    proposals: Sequence[Proposal],
    view: MonthView,
    calendar: Calendar,
    matters: Sequence[ProposedMatter] = (),
) -> tuple[PageLine, ...]:
    """What is proposed, kind by kind; what 通报名单 has decided stands without 拟 (R7.212).

    The matters to be handed over come last (R9.74).
    """
    if view.empty:
        return (PageLine("建议", "本期尚无数据，不提建议", _SHEET),)
    groups = [*_open(proposals), *_decided(proposals)]
    if groups or matters:
        width = _LINE_WIDTH * max(_LINES // (len(groups) + bool(matters)), 2)
        lines = [PageLine(group.label, _text(group, width), _SHEET) for group in groups]
        handed = [PageLine("拟督办", _matter_words(matters, width), "拟督办")] if matters else []
        return (*lines, *handed)
    early = calendar.today <= calendar.deadline
    return (PageLine("建议", "报送未截止，暂不提建议" if early else "没有建议", _SHEET),)


def _open(proposals: Sequence[Proposal]) -> Iterator[_Named]:
    """What nobody has decided yet: 拟批评（进度） is 拟批评, 进度：甲、乙."""
    for kind in ProposalKind:
        named = [p for p in proposals if p.kind is kind and not p.decided]
        label, _, detail = str(kind).rstrip("）").partition("（")
        if named:
            yield _Named(label, f"{detail}：" if detail else "", named)


def _decided(proposals: Sequence[Proposal]) -> Iterator[_Named]:
    for word in dict.fromkeys(proposal.decided for proposal in proposals if proposal.decided):
        yield _Named(word, "已审定：", [p for p in proposals if p.decided == word])


def _matter_words(matters: Sequence[ProposedMatter], width: int) -> str:
    """Unit, item and why; where there is no room, units, with how many of theirs."""
    whole = "、".join(f"{m.unit}（{m.code}，{m.reason}）" for m in matters)
    if display_width(whole) <= width:
        return whole
    counts = Counter(matter.unit for matter in matters)
    units = [f"{unit}{number}件" if number > 1 else unit for unit, number in counts.items()]
    return listed(units, width)


def _text(group: _Named, width: int) -> str:
    """The units with the facts for them, where there is room for those of all."""
    with_facts = "、".join(
        f"{proposal.unit}（{cut(proposal.reason, _REASON_WIDTH)}）"
        if proposal.reason
        else proposal.unit
        for proposal in group.proposals
    )
    if display_width(group.before + with_facts) <= width:
        return group.before + with_facts
    units = list(dict.fromkeys(proposal.unit for proposal in group.proposals))
    return group.before + listed(units, width - display_width(group.before))
