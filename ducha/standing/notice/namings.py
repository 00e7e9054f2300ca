"""Who is praised and criticised in a notice, and whose returns are found fault with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from ducha.ledger.handed.records import Naming
from ducha.ledger.model import Group
from ducha.standing.proposals import Proposal, ProposalKind
from ducha.standing.ranking.places import Rank
from ducha.standing.reporting import State, UnitState


class NamedUnit(NamedTuple):
    """A unit that is praised or criticised, with its place; `tied` where others share that."""

    proposal: Proposal
    rank: Rank | None
    tied: bool = False

    @property
    def unit(self) -> str:
        """Its name."""
        return self.proposal.unit

    @property
    def decided(self) -> bool:
        """Whether 通报名单 says so; else it bears 拟 (R9.36)."""
        return bool(self.proposal.decided)


class Namings(NamedTuple):
    """Whom the notice praises, by rank, and whom it criticises, in the ledger's order.

    `spared` are units of which leaders decided 不点名, `undecided` those that nobody has decided
    on.
    """

    praised: tuple[NamedUnit, ...]
    criticised: tuple[NamedUnit, ...]
    spared: frozenset[str]
    undecided: tuple[str, ...]

    @property
    def unnamed(self) -> frozenset[str]:
        """Who is not named under 存在问题: 不点名, or praised for all that it does (R9.37)."""
        whole = (n.unit for n in self.praised if n.proposal.kind is not ProposalKind.PRAISE_ITEM)
        return self.spared | frozenset(whole)


def namings(proposals: Sequence[Proposal], ranks: Sequence[Rank], order: Sequence[str]) -> Namings:
    """Read from proposals, and what 通报名单 says in their place; `order` is the ledger's."""
    by_unit = {entry.unit: entry for entry in ranks}
    shared = Counter((entry.group, entry.place) for entry in ranks if entry.place is not None)
    named = [
        NamedUnit(proposal, rank, bool(rank and rank.place and shared[rank.group, rank.place] > 1))
        for proposal in proposals
        for rank in [by_unit.get(proposal.unit)]
        if proposal.decided != str(Naming.NOT_NAMED)
    ]
    praised = [each for each in named if each.proposal.kind.side is Naming.PRAISED]
    criticised = [each for each in named if each.proposal.kind.side is Naming.CRITICISED]
    spared = (p.unit for p in proposals if p.decided == str(Naming.NOT_NAMED))
    return Namings(
        praised=tuple(sorted(praised, key=_by_rank)),
        criticised=tuple(sorted(criticised, key=lambda each: order.index(each.unit))),
        spared=frozenset(spared),
        undecided=tuple(dict.fromkeys(each.unit for each in named if not each.decided)),
    )


_LAST = 10**6


def _by_rank(named: NamedUnit) -> tuple[int, int]:
    place = named.rank.place if named.rank else None
    return list(Group).index(named.proposal.group), _LAST if place is None else place


# Returns


class ReturnFault(NamedTuple):
    """Units whose returns have one fault; `unnamed` counts others that are not to be named."""

    kind: State
    units: tuple[UnitState, ...]
    unnamed: int


def return_faults(states: Iterable[UnitState], unnamed: Collection[str]) -> tuple[ReturnFault, ...]:
    """未报, 空表, 来件无效, 迟报, and 退回 that was not corrected, units in order (R9.40)."""
    listed = list(states)
    found = ((kind, [s for s in listed if _has(s, kind)]) for kind in _FAULTS)
    return tuple(
        ReturnFault(
            kind,
            tuple(s for s in units if s.unit not in unnamed),
            sum(s.unit in unnamed for s in units),
        )
        for kind, units in found
        if units
    )


_FAULTS = (State.MISSING, State.EMPTY, State.USELESS, State.LATE, State.RETURNED)


def _has(state: UnitState, kind: State) -> bool:
    if kind is State.LATE:
        return state.late
    if kind is State.RETURNED:
        return state.state is State.RETURNED or state.held > 0
    return state.state is kind
