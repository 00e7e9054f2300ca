"""Whom to propose for praise or criticism, and why: a person decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ducha.ledger.handed.records import Decision, Naming
from ducha.ledger.model import Group
from ducha.period import Period
from ducha.standing.ranking.places import Rank
from ducha.standing.ranking.praised import best_item, is_praiseworthy
from ducha.standing.reporting import Calendar, State
from ducha.standing.table import AwardRules
from ducha.status.rating import Status


class ProposalKind(StrEnum):
    """What is proposed; 通报名单 decides, and until then it bears 拟."""

    PRAISE = "拟表扬"
    PRAISE_ITEM = "拟表扬（单项）"
    CRITICISM_RETURN = "拟批评（未按要求报送）"
    CRITICISM_PROGRESS = "拟批评（进度）"

    @property
    def side(self) -> Naming:
        """What leaders decide who follow it."""
        praises = self in {ProposalKind.PRAISE, ProposalKind.PRAISE_ITEM}
        return Naming.PRAISED if praises else Naming.CRITICISED


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A unit to be named, and the facts for it: 第1名，98.6分.

    `decided` is what 通报名单 says of the unit (表扬, 批评, 不点名); blank where it says nothing.
    """

    unit: str
    group: Group
    kind: ProposalKind
    reason: str
    decided: str = ""

    @property
    def word(self) -> str:
        """What is said of the unit: the decision, or the proposal with its 拟."""
        return self.decided or str(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalInput:
    """What proposals are made from beside the ranks.

    `first` is the 首报期, `groups` the group of every unit. `reminders` counts the 催报 on record,
    `overdue` the matters handed to a unit that are 超期; `sent_back` are units with something of
    the month that was sent back and stands open.
    """

    calendar: Calendar
    rules: AwardRules
    first: Period
    groups: Mapping[str, Group] = field(default_factory=dict)
    decisions: Sequence[Decision] = ()
    reminders: Mapping[str, int] = field(default_factory=dict)
    overdue: Mapping[str, int] = field(default_factory=dict)
    sent_back: frozenset[str] = frozenset()

    @property
    def decided(self) -> dict[str, Decision]:
        """What leaders have decided for the month, by unit."""
        month = str(self.calendar.period)
        return {each.unit: each for each in self.decisions if each.period == month}


def proposals(ranks: Sequence[Rank], inputs: ProposalInput) -> tuple[Proposal, ...]:
    """Whom to name, praise first, each kind in the order of the ranks (R7.120).

    What 通报名单 says stands in place of them, also where the rules made none (R7.126).
    """
    made = tuple(_proposed(ranks, inputs)) if _is_time(inputs) else ()
    decided = inputs.decided
    named = [*_settle(made, decided), *_added(ranks, made, inputs)]
    order = list(ProposalKind)
    return tuple(sorted(named, key=lambda proposal: order.index(proposal.kind)))


def _is_time(inputs: ProposalInput) -> bool:
    """Never before the deadline is over, nor before the first month that is told (R7.122).

    A month of another year than the ledger's is none: config.toml may have come from last year.
    """
    calendar, first, told = inputs.calendar, inputs.first, inputs.rules.rank_from
    since = told if told and told.year == first.year else first.plus(1)
    return calendar.today > calendar.deadline and calendar.period >= since


def _proposed(ranks: Sequence[Rank], inputs: ProposalInput) -> Iterator[Proposal]:
    for entry in ranks:
        yield from _for_its_return(entry, inputs)
    for group in Group:
        placed = [e for e in ranks if e.group is group and e.place is not None]
        for entry in _top(placed, inputs.rules.praised):
            yield from _praise(entry, inputs)
        for entry in _bottom(placed, inputs.rules.criticised):
            yield from _for_its_progress(entry)


def _top(placed: Sequence[Rank], count: int) -> list[Rank]:
    """The first so many, a third of those ranked at most; a tie that overflows is left out whole.

    (R7.120, R7.123)
    """
    limit = min(count, len(placed) // 3)
    last = {entry.place: position for position, entry in enumerate(placed, 1)}
    return [entry for entry in placed if last[entry.place] <= limit]


def _bottom(placed: Sequence[Rank], count: int) -> list[Rank]:
    """The last so many in the same way: competition places count from the first of a tie."""
    limit = min(count, len(placed) // 3)
    return [entry for entry in placed if (entry.place or 0) > len(placed) - limit]


def _praise(entry: Rank, inputs: ProposalInput) -> Iterator[Proposal]:
    """For all that it does, or, where some of that lags, for one item alone (R7.120, R7.124)."""
    blameless = entry.unit not in inputs.sent_back and not inputs.overdue.get(entry.unit)
    if not (blameless and is_praiseworthy(entry, inputs.rules)):
        return
    if not entry.lights[Status.LAGGING]:
        yield _proposal(entry, ProposalKind.PRAISE, _place_words(entry))
        return
    item = best_item(entry)
    if item:
        yield _proposal(entry, ProposalKind.PRAISE_ITEM, f"{_place_words(entry)}；{item}")


def _for_its_return(entry: Rank, inputs: ProposalInput) -> Iterator[Proposal]:
    """未报 or 空表 although it was reminded, however many there are (R7.125)."""
    times = inputs.reminders.get(entry.unit, 0)
    outcome = {State.MISSING: "仍未报送", State.EMPTY: "仍报空表"}.get(entry.state.state)
    if times and outcome:
        yield _proposal(entry, ProposalKind.CRITICISM_RETURN, f"催报{times}次后{outcome}")


def _for_its_progress(entry: Rank) -> Iterator[Proposal]:
    """With a 严重滞后 of its own that nobody doubts or disputes (R7.121)."""
    if entry.blamed:
        reason = f"严重滞后{entry.blamed}项，{_score_words(entry)}"
        yield _proposal(entry, ProposalKind.CRITICISM_PROGRESS, reason)


def _proposal(entry: Rank, kind: ProposalKind, reason: str) -> Proposal:
    return Proposal(unit=entry.unit, group=entry.group, kind=kind, reason=reason)


def _place_words(entry: Rank) -> str:
    return f"第{entry.place}名，{_score_words(entry)}"


def _score_words(entry: Rank) -> str:
    return f"{float(entry.score or 0):.1f}分"


# What leaders have decided


def _settle(made: Iterable[Proposal], decided: Mapping[str, Decision]) -> Iterator[Proposal]:
    """Proposals with what was decided; one decided the other way round is none any more."""
    for proposal in made:
        decision = decided.get(proposal.unit)
        if decision is None:
            yield proposal
        elif decision.naming in {proposal.kind.side, Naming.NOT_NAMED}:
            reason = decision.grounds or proposal.reason
            yield replace(proposal, reason=reason, decided=str(decision.naming))


def _added(
    ranks: Iterable[Rank], made: Iterable[Proposal], inputs: ProposalInput
) -> Iterator[Proposal]:
    """Units that leaders named without a proposal (R7.126)."""
    proposed = {(proposal.unit, proposal.kind.side) for proposal in made}
    by_unit = {entry.unit: entry for entry in ranks}
    for unit, decision in inputs.decided.items():
        entry, group = by_unit.get(unit), inputs.groups.get(unit)
        if decision.naming is Naming.NOT_NAMED or (unit, decision.naming) in proposed:
            continue
        if entry or group:
            yield Proposal(
                unit=unit,
                group=entry.group if entry else group or Group.CITY,
                kind=_kind_of(decision, entry),
                reason=decision.grounds or _standing_words(entry),
                decided=str(decision.naming),
            )


def _kind_of(decision: Decision, entry: Rank | None) -> ProposalKind:
    if decision.naming is Naming.PRAISED:
        return ProposalKind.PRAISE
    silent = entry is not None and entry.state.state in {State.MISSING, State.EMPTY}
    return ProposalKind.CRITICISM_RETURN if silent else ProposalKind.CRITICISM_PROGRESS


def _standing_words(entry: Rank | None) -> str:
    if entry is None:
        return ""
    return entry.note if entry.place is None else _place_words(entry)
