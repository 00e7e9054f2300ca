"""Breakdown forms accepted: their county targets and milestones, the ledger then in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from ducha.breakdown.contacts import fill_contacts
from ducha.breakdown.examined import ExaminedBreakdown, examine_breakdown
from ducha.breakdown.sums import explain_mismatch, total_of
from ducha.breakdown.worksheet import CountyTarget, MilestoneEntry
from ducha.checks.breakdowns import OTHER_MILESTONES, OTHER_TARGET
from ducha.findings import Finding
from ducha.form.breakdown import breaking_units, rows_of
from ducha.ledger.model import CITY, Indicator, Kind, Ledger, Sources
from ducha.submission.reading import Submission
from ducha.texts import shown_name
from ducha.values.reading import shown

Key = tuple[str, str]

BY_CLERK = "台账"
BY_FORM = "分解表"
BY_LINE = "按全市目标线"
_DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The ledger now in force, where its targets and milestones came from, what was found.

    `examined` are the breakdown returns, oldest first; `used` those that anything came from;
    `told` the codes whose wrong sum is a form's own (R6.221).
    """

    ledger: Ledger
    sources: Sources = field(default_factory=Sources)
    findings: tuple[Finding, ...] = ()
    examined: tuple[ExaminedBreakdown, ...] = ()
    used: frozenset[int] = frozenset()
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What the forms say beyond the ledger: per cell the newest figure, milestones from one form.

    (R6.210)
    """

    goals: dict[Key, tuple[CountyTarget, ExaminedBreakdown]]
    milestones: dict[str, tuple[MilestoneEntry, ExaminedBreakdown]]
    lines: dict[Key, tuple[float, ExaminedBreakdown]]

    @property
    def orders(self) -> frozenset[int]:
        """The forms that anything comes from."""
        told = (*self.goals.values(), *self.milestones.values(), *self.lines.values())
        return frozenset(one.order for _, one in told)


def accept_breakdowns(ledger: Ledger, returns: Sequence[Submission]) -> InForce:
    """Accept what the breakdown forms say; a clerk's figure in the ledger wins over a form's.

    (R6.211)
    """
    examined = tuple(examine_breakdown(one, order, ledger) for order, one in enumerate(returns))
    goals = {key: (goal, one) for one in examined for key, goal in one.goals.items()}
    milestones = {code: (told, one) for one in examined for code, told in one.milestones.items()}
    chosen = _Chosen(
        {key: told for key, told in goals.items() if key not in ledger.targets},
        {code: told for code, told in milestones.items() if code not in ledger.milestones},
        _default_lines(ledger, examined, ledger.targets.keys() | goals.keys()),
    )
    units, contacts = fill_contacts(ledger, examined)
    merged = _filled(replace(ledger, units=units), chosen)
    sums = dict(_wrong_sums(merged, chosen.goals))
    findings = (
        *(finding for one in examined for finding in one.findings),
        *sums.values(),
        *_other_targets(ledger, goals),
        *_other_milestones(ledger, milestones),
    )
    sources = replace(_sources(ledger, chosen), contacts=contacts)
    return InForce(
        ledger=merged,
        sources=sources,
        findings=findings,
        examined=examined,
        used=chosen.orders,
        told=frozenset(sums),
    )


def _filled(ledger: Ledger, chosen: _Chosen) -> Ledger:
    """The ledger with its blanks filled from the forms (R6.212)."""
    lines = {key: line for key, (line, _) in chosen.lines.items()}
    goals = {key: goal.value for key, (goal, _) in chosen.goals.items()}
    milestones = {code: told.shares for code, (told, _) in chosen.milestones.items()}
    return replace(
        ledger,
        targets={**lines, **goals, **ledger.targets},
        milestones={**milestones, **ledger.milestones},
    )


def _default_lines(
    ledger: Ledger, examined: Sequence[ExaminedBreakdown], known: AbstractSet[Key]
) -> dict[Key, tuple[float, ExaminedBreakdown]]:
    """A rate or standard is never split: an accepted form leaves blank counties the city's line.

    (R6.213)
    """
    newest = {one.unit: one for one in examined if one.accepted}
    held = {key for one in examined for key in one.held}
    return {
        (indicator.code, county): (indicator.target, newest[indicator.leads[0]])
        for indicator in ledger.indicators
        if indicator.asks_parts and indicator.target is not None
        if indicator.leads[0] in newest
        for county in ledger.counties_of(indicator)
        if (indicator.code, county) not in known | held
    }


def _sources(ledger: Ledger, chosen: _Chosen) -> Sources:
    """Where every target and every milestone in force came from, in words."""
    return Sources(
        {(one.code, CITY): BY_CLERK for one in ledger.indicators if one.target is not None}
        | dict.fromkeys(ledger.targets, BY_CLERK)
        | {key: f"{BY_LINE}（{_form(one)}没有另定）" for key, (_, one) in chosen.lines.items()}
        | {key: _form(one) for key, (_, one) in chosen.goals.items()},
        dict.fromkeys(ledger.milestones, BY_CLERK)
        | {code: _form(one) for code, (_, one) in chosen.milestones.items()},
    )


def _form(one: ExaminedBreakdown) -> str:
    return f"{BY_FORM} {shown_name(one.source.file)}"


def _wrong_sums(
    ledger: Ledger, goals: Mapping[Key, tuple[CountyTarget, ExaminedBreakdown]]
) -> Iterator[tuple[str, Finding]]:
    """Sums of the year's own targets that miss what the newest form of a part was asked."""
    newest: dict[str, ExaminedBreakdown] = {}
    for (code, _), (_, one) in goals.items():
        newest[code] = max(newest.get(code, one), one, key=lambda broken: broken.order)
    for code, one in newest.items():
        indicator = ledger.by_code[code]
        total = total_of(ledger, indicator, 0)
        if total is None or indicator.kind is not Kind.COUNT:
            continue
        finding = explain_mismatch(indicator, total, one.asked[code])
        if finding:
            yield code, replace(finding, place=one.sums[code]).about(one.unit, one.source.file)


def _other_targets(
    ledger: Ledger, goals: Mapping[Key, tuple[CountyTarget, ExaminedBreakdown]]
) -> Iterator[Finding]:
    """Where a form and the ledger differ, the ledger stands and the difference is told."""
    for (code, county), (goal, one) in goals.items():
        ours = ledger.targets.get((code, county))
        if ours is not None and ours != goal.value:
            theirs, name = shown(goal.value), ledger.by_code[code].name
            words = {"name": name, "county": county, "theirs": theirs, "ours": shown(ours)}
            finding = OTHER_TARGET.finding(goal.place, theirs, **words)
            yield finding.about(one.unit, one.source.file)


def _other_milestones(
    ledger: Ledger, milestones: Mapping[str, tuple[MilestoneEntry, ExaminedBreakdown]]
) -> Iterator[Finding]:
    for code, (told, one) in milestones.items():
        ours = ledger.milestones.get(code)
        if ours is not None and ours != told.shares:
            theirs, name = _listed(told.shares), ledger.by_code[code].name
            words = {"name": name, "theirs": theirs, "ours": _listed(ours)}
            finding = OTHER_MILESTONES.finding(told.place, theirs, **words)
            yield finding.about(one.unit, one.source.file)


def _listed(shares: Mapping[int, float]) -> str:
    return "、".join(f"{month}月底{share * 100:.12g}%" for month, share in sorted(shares.items()))


def owed_breakdowns(ledger: Ledger) -> dict[str, tuple[Indicator, ...]]:
    """Departments that still owe a breakdown: their indicators with counties left blank."""
    found: dict[str, tuple[Indicator, ...]] = {}
    for unit in breaking_units(ledger):
        blank = tuple(
            row.indicator for row in rows_of(ledger, unit) if not _complete(ledger, row.indicator)
        )
        if blank:
            found[unit] = blank
    return found


def _complete(ledger: Ledger, indicator: Indicator) -> bool:
    counties = ledger.counties_of(indicator)
    return all(ledger.target_of(indicator, name, _DECEMBER) is not None for name in counties)
