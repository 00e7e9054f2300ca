"""拟表扬, 拟批评: what the rules propose, until leaders have decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ducha.standing.overview.names import cut, listed
from ducha.standing.overview.returns import PageLine
from ducha.standing.overview.view import MonthView
from ducha.standing.proposals import Proposal, ProposalKind
from ducha.standing.reporting import Calendar

_LINE_WIDTH = 48
_REASON_WIDTH = 36
_SHEET = "排名"

_WITH_REASON = frozenset({ProposalKind.PRAISE_ITEM})
"""Kinds of which the unit alone does not say what for."""


def proposal_lines(
    proposals: Sequence[Proposal], view: MonthView, calendar: Calendar
) -> tuple[PageLine, ...]:
    """What is proposed, kind by kind; what 通报名单 has decided stands without 拟 (R7.212)."""
    if view.empty:
        return (PageLine("建议", "本期尚无数据，不提建议", _SHEET),)
    named = [*_open(proposals), *_decided(proposals)]
    if named:
        return tuple(named)
    early = calendar.today <= calendar.deadline
    return (PageLine("建议", "报送未截止，暂不提建议" if early else "没有建议", _SHEET),)


def _open(proposals: Sequence[Proposal]) -> Iterator[PageLine]:
    """What nobody has decided yet: 拟批评（进度） is 拟批评, 进度：甲、乙."""
    for kind in ProposalKind:
        named = [p for p in proposals if p.kind is kind and not p.decided]
        label, _, detail = str(kind).rstrip("）").partition("（")
        if named:
            before = f"{detail}：" if detail else ""
            yield PageLine(label, before + _names(named, len(before) * 2), _SHEET)


def _decided(proposals: Sequence[Proposal]) -> Iterator[PageLine]:
    for word in dict.fromkeys(proposal.decided for proposal in proposals if proposal.decided):
        named = [proposal for proposal in proposals if proposal.decided == word]
        yield PageLine(word, f"已审定：{_names(named, 8)}", _SHEET)


def _names(proposals: Sequence[Proposal], taken: int) -> str:
    named = [
        f"{proposal.unit}（{cut(proposal.reason, _REASON_WIDTH)}）"
        if proposal.kind in _WITH_REASON and proposal.reason
        else proposal.unit
        for proposal in proposals
    ]
    return listed(list(dict.fromkeys(named)), _LINE_WIDTH - taken)
