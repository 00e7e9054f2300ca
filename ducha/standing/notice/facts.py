"""All that the notice and the report upward quote of a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ducha.findings import Severity
from ducha.ledger.model import Ledger
from ducha.merge.model import JudgedLine
from ducha.merge.open_problems import open_problems
from ducha.merge.year import MergedInbox
from ducha.standing.awards import Awards
from ducha.standing.handed.proposed import ProposedMatter
from ducha.standing.notice.agreement import Agreement, agreement
from ducha.standing.notice.lagging import Lagging, Unnamed, lagging
from ducha.standing.notice.namings import Namings, ReturnFault, namings, return_faults
from ducha.standing.notice.upward import (
    HelpWanted,
    causes,
    help_wanted,
)
from ducha.standing.notice.verification import (
    NamedInNotice,
    NamedPoint,
    named_points,
    open_findings,
)
from ducha.standing.overview.view import MonthView
from ducha.standing.reporting import Calendar, State, UnitState
from ducha.standing.table import AwardRules, Table
from ducha.status.rating import Status


@dataclass(frozen=True, kw_only=True)
class NoticeInput:
    """What the notice is made from; `tables` are those of the workbook that become 附件."""

    ledger: Ledger
    merged: MergedInbox
    calendar: Calendar
    view: MonthView
    states: Sequence[UnitState]
    stand: Awards
    rules: AwardRules
    tables: Sequence[Table]


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    """What the notice and the report upward say of a month, in no words yet.

    `awaited` are units whose returns are still to come, `open_findings` counts 退回 and 需核实 on
    what is named, by unit. `causes` are the words of lead departments by code, `unverified` counts
    what is 需核实 in all. `tables` are the workbook's that become 附件.
    """

    ledger: Ledger
    calendar: Calendar
    view: MonthView
    states: tuple[UnitState, ...]
    agreements: Mapping[str, Agreement]
    namings: Namings
    lagging: Lagging
    faults: tuple[ReturnFault, ...]
    points: tuple[NamedPoint, ...]
    awaited: tuple[str, ...]
    open_findings: Mapping[str, tuple[int, int]]
    tables: tuple[Table, ...]
    causes: Mapping[str, str]
    wanted: tuple[HelpWanted, ...]
    matters: tuple[ProposedMatter, ...]
    unverified: int

    @property
    def closed(self) -> bool:
        """Whether the deadline of the month is over."""
        return self.calendar.today > self.calendar.deadline

    @property
    def closing(self) -> bool:
        """Whether the year is being closed (R7.74)."""
        return any(line.plan.closing for line in self.view.lines)


def gather_facts(inputs: NoticeInput) -> NoticeFacts:
    """Choose what is said of a month, from what its tables show."""
    view, stand, order = inputs.view, inputs.stand, [u.name for u in inputs.ledger.units]
    named = namings(stand.proposals, stand.ranks, order)
    disputed = {entry.unit: entry.disputed for entry in stand.ranks}
    said = NamedInNotice(
        agreements=_agreements(view, named),
        namings=named,
        lagging=lagging(view, Unnamed(named.unnamed, disputed), inputs.rules.most_lagging),
        faults=_faults(inputs, named),
        places=view.places,
    )
    points = named_points(said)
    findings = inputs.merged.findings
    problems = open_problems(inputs.merged.tables, "problem")
    return NoticeFacts(
        ledger=inputs.ledger,
        calendar=inputs.calendar,
        view=view,
        states=tuple(inputs.states),
        agreements=said.agreements,
        namings=named,
        lagging=said.lagging,
        faults=tuple(said.faults),
        points=points,
        awaited=tuple(s.unit for s in inputs.states if s.state is State.AWAITED),
        open_findings=open_findings(points, findings, inputs.merged.examined),
        tables=tuple(inputs.tables),
        causes=causes(_red(view), problems),
        wanted=help_wanted(problems, inputs.ledger),
        matters=stand.matters,
        unverified=sum(finding.severity is Severity.VERIFY for finding in findings),
    )


def _agreements(view: MonthView, named: Namings) -> dict[str, Agreement]:
    """By code; a unit that is praised or spared is no exception."""
    unnamed = named.spared | {each.unit for each in named.praised}
    found = ((line.code, agreement(view.places.get(line.code, ()), unnamed)) for line in view.city)
    return {code: each for code, each in found if each}


def _faults(inputs: NoticeInput, named: Namings) -> tuple[ReturnFault, ...]:
    """None while returns may still come (R9.40)."""
    if inputs.calendar.today <= inputs.calendar.deadline:
        return ()
    return return_faults(inputs.states, named.unnamed)


def _red(view: MonthView) -> list[JudgedLine]:
    return [line for line in view.city if line.rating.status is Status.BEHIND]
