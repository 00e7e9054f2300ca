"""Breakdown forms accepted: their county targets and milestones, the ledger then in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from ducha.breakdown.examined import ExaminedBreakdown, examine_breakdown
from ducha.breakdown.sums import (
    BY_CLERK,
    breakdown_of,
    doubt_milestones,
    explain_breakdown,
)
from ducha.breakdown.superseded import LATER, settle_forms
from ducha.breakdown.worksheet import CountyTarget, MilestoneEntry
from ducha.checks.breakdowns import OTHER_MILESTONES, OTHER_TARGET
from ducha.findings import Finding
from ducha.form.breakdown import breaking_units, rows_of
from ducha.ledger.model import CITY, Indicator, Ledger, Sources, Unit
from ducha.submission.arrival import Source
from ducha.submission.order import receipt_order
from ducha.submission.reading import Submission
from ducha.texts import shown_name
from ducha.values.reading import shown

Key = tuple[str, str]

BY_FORM = "分解表"
BY_LINE = "按全市目标线"
_DECEMBER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The ledger now in force, where its targets and milestones came from, what was found.

    `examined` are the breakdown returns, oldest first, `settled` the same with what newer ones put
    right as notes; `used` the orders of those that anything came from; `told` the codes whose wrong
    sum is already a finding about a form; `lines` the places that have the city's line by default;
    `ledger_file` what the ledger is called (R6.381).
    """

    ledger: Ledger
    ledger_file: str
    sources: Sources = field(default_factory=Sources)
    findings: tuple[Finding, ...] = ()
    examined: tuple[ExaminedBreakdown, ...] = ()
    used: frozenset[int] = frozenset()
    told: frozenset[str] = frozenset()
    settled: tuple[ExaminedBreakdown, ...] = ()
    lines: frozenset[Key] = frozenset()

    def lowered(self, finding: Finding, unit: str, source: Source) -> Finding:
        """A finding about a form from there, a note once a later one of the unit was accepted.

        For what is wrong with a form as a whole; later is what `receipt_order` says (R6.225).
        """
        later = any(
            form.unit == unit
            and form.accepted
            and receipt_order(form.source) > receipt_order(source)
            for form in self.examined
        )
        return finding.lowered(LATER) if later else finding


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
        choices = (*self.goals.values(), *self.milestones.values(), *self.lines.values())
        return frozenset(form.order for _, form in choices)


def accept_breakdowns(ledger: Ledger, returns: Sequence[Submission], ledger_file: str) -> InForce:
    """Accept what the breakdown forms say; a clerk's figure in the ledger wins over a form's.

    What they say holds from January on (R6.221).

    Args:
        ledger: The ledger as the clerk keeps it.
        returns: The breakdown returns, oldest first: of two figures the newer one counts (R6.211).
        ledger_file: What the ledger is called where something is wrong with it.
    """
    former = _former_leads(ledger, returns)
    examined = tuple(
        examine_breakdown(sent, order, _ledger_issued(ledger, sent.claim.unit, former))
        for order, sent in enumerate(returns)
    )
    goals = {key: (goal, form) for form in examined for key, goal in form.goals.items()}
    milestones = {
        code: (entry, form) for form in examined for code, entry in form.milestones.items()
    }
    chosen = _Chosen(
        {key: entry for key, entry in goals.items() if key not in ledger.targets},
        {code: entry for code, entry in milestones.items() if code not in ledger.milestones},
        _default_lines(ledger, examined, ledger.targets.keys() | goals.keys()),
    )
    units, contacts = _fill_contacts(ledger, examined)
    merged = _fill_ledger(replace(ledger, units=units), chosen)
    sums = dict(_wrong_sums(merged, chosen.goals))
    sources = replace(_sources(ledger, chosen), contacts=contacts)
    settled = settle_forms(examined, ledger)
    findings = (
        *(finding for form in settled for finding in form.findings),
        *sums.values(),
        *_other_targets(ledger, goals),
        *_other_milestones(ledger, milestones),
        *doubt_milestones(merged, sources, ledger_file),
    )
    return InForce(
        ledger=merged,
        sources=sources,
        findings=findings,
        examined=examined,
        used=chosen.orders,
        told=frozenset(sums),
        settled=settled,
        lines=frozenset(chosen.lines),
        ledger_file=ledger_file,
    )


def _former_leads(ledger: Ledger, returns: Sequence[Submission]) -> dict[str, tuple[str, ...]]:
    """Units that were issued an indicator to divide although today another one leads it, by code.

    Rows that bear out the digest prove it: a change of the lead takes back nothing that was
    divided before (R6.303).
    """
    former: dict[str, tuple[str, ...]] = {}
    for sent in returns:
        proven = sent.progress.digest == sent.claim.issued
        for code, _ in sent.progress.keys if proven else ():
            indicator, unit = ledger.by_code.get(code), sent.claim.unit
            if indicator and indicator.leads[0] != unit and unit not in former.get(code, ()):
                former[code] = (*former.get(code, ()), unit)
    return former


def _ledger_issued(ledger: Ledger, unit: str, former: Mapping[str, Sequence[str]]) -> Ledger:
    """The ledger with the unit as the lead of all that it was issued to divide."""
    codes = {code for code, units in former.items() if unit in units}
    if not codes:
        return ledger
    indicators = tuple(
        replace(i, leads=(unit, *i.leads)) if i.code in codes else i for i in ledger.indicators
    )
    return replace(ledger, indicators=indicators)


def _fill_ledger(ledger: Ledger, chosen: _Chosen) -> Ledger:
    """The ledger with its blanks filled from the forms (R6.212)."""
    lines = {key: line for key, (line, _) in chosen.lines.items()}
    goals = {key: goal.value for key, (goal, _) in chosen.goals.items()}
    milestones = {code: entry.shares for code, (entry, _) in chosen.milestones.items()}
    return replace(
        ledger,
        targets={**lines, **goals, **ledger.targets},
        milestones={**milestones, **ledger.milestones},
    )


def _default_lines(
    ledger: Ledger,
    examined: Sequence[ExaminedBreakdown],
    settled: AbstractSet[Key],
) -> dict[Key, tuple[float, ExaminedBreakdown]]:
    """A rate or standard is never split: an accepted form leaves blank counties the city's line.

    (R6.213)
    """
    newest = {code: form for form in examined if form.accepted for code in form.asked}
    held: set[Key] = set()
    for form in examined:  # a cell that was emptied afterwards is as blank as any other
        held = (held - form.cleared) | form.held
    return {
        (indicator.code, county): (indicator.target, newest[indicator.code])
        for indicator in ledger.indicators
        if indicator.asks_parts and indicator.target is not None
        if indicator.code in newest
        for county in ledger.counties_of(indicator)
        if (indicator.code, county) not in settled | held
    }


def _sources(ledger: Ledger, chosen: _Chosen) -> Sources:
    """Where every target and every milestone in force came from, in words."""
    return Sources(
        {(i.code, CITY): BY_CLERK for i in ledger.indicators if i.target is not None}
        | dict.fromkeys(ledger.targets, BY_CLERK)
        | {
            key: f"{BY_LINE}（{_name_form(form)}没有另定）"
            for key, (_, form) in chosen.lines.items()
        }
        | {key: _name_form(form) for key, (_, form) in chosen.goals.items()},
        dict.fromkeys(ledger.milestones, BY_CLERK)
        | {code: _name_form(form) for code, (_, form) in chosen.milestones.items()},
    )


def _name_form(form: ExaminedBreakdown) -> str:
    return f"{BY_FORM} {shown_name(form.source.file)}"


def _wrong_sums(
    ledger: Ledger, goals: Mapping[Key, tuple[CountyTarget, ExaminedBreakdown]]
) -> Iterator[tuple[str, Finding]]:
    """The year's own targets that are no sound breakdown of what the newest form was asked."""
    newest: dict[str, ExaminedBreakdown] = {}
    for (code, _), (_, form) in goals.items():
        newest[code] = max(newest.get(code, form), form, key=lambda entry: entry.order)
    for code, form in newest.items():
        indicator = ledger.by_code[code]
        divided = breakdown_of(ledger, indicator, 0, form.city_targets[code])
        finding = explain_breakdown(divided) if divided else None
        if finding:
            yield code, replace(finding, place=form.sums[code]).about(form.unit, form.source.file)


def _other_targets(
    ledger: Ledger, goals: Mapping[Key, tuple[CountyTarget, ExaminedBreakdown]]
) -> Iterator[Finding]:
    """Where a form and the ledger differ, the ledger stands and the difference is a finding."""
    for (code, county), (goal, form) in goals.items():
        ours = ledger.targets.get((code, county))
        if ours is not None and ours != goal.value:
            theirs, name = shown(goal.value), ledger.by_code[code].name
            words = {"name": name, "county": county, "theirs": theirs, "ours": shown(ours)}
            finding = OTHER_TARGET.finding(goal.place, theirs, **words)
            yield finding.about(form.unit, form.source.file)


def _other_milestones(
    ledger: Ledger, milestones: Mapping[str, tuple[MilestoneEntry, ExaminedBreakdown]]
) -> Iterator[Finding]:
    for code, (entry, form) in milestones.items():
        ours = ledger.milestones.get(code)
        if ours is not None and ours != entry.shares:
            theirs, name = _list_shares(entry.shares), ledger.by_code[code].name
            words = {"name": name, "theirs": theirs, "ours": _list_shares(ours)}
            finding = OTHER_MILESTONES.finding(entry.place, theirs, **words)
            yield finding.about(form.unit, form.source.file)


def _list_shares(shares: Mapping[int, float]) -> str:
    return "、".join(f"{month}月底{share * 100:.12g}%" for month, share in sorted(shares.items()))


def owed_breakdowns(ledger: Ledger) -> dict[str, tuple[Indicator, ...]]:
    """Departments that still owe a breakdown: their indicators with counties left blank."""
    owed: dict[str, tuple[Indicator, ...]] = {}
    for unit in breaking_units(ledger):
        blank = tuple(
            row.indicator
            for row in rows_of(ledger, unit)
            if not _is_complete(ledger, row.indicator)
        )
        if blank:
            owed[unit] = blank
    return owed


def _is_complete(ledger: Ledger, indicator: Indicator) -> bool:
    counties = ledger.counties_of(indicator)
    return all(ledger.target_of(indicator, name, _DECEMBER) is not None for name in counties)


def _fill_contacts(
    ledger: Ledger, examined: Sequence[ExaminedBreakdown]
) -> tuple[tuple[Unit, ...], Mapping[str, str]]:
    """Fill the blanks of units from the newest form that names anybody (R6.222).

    What a clerk wrote stays; a telephone joins a name in the ledger only if it is that person's.

    Returns:
        All units in the order of the ledger, and by unit the form that filled one, in words.
    """
    newest = {form.unit: form for form in examined if form.contacts}
    units: list[Unit] = []
    filled: dict[str, str] = {}
    for unit in ledger.units:
        form = newest.get(unit.name)
        completed = _fill_unit(unit, [*form.contacts.values()]) if form else unit
        if form and completed != unit:
            filled[unit.name] = f"分解表 {shown_name(form.source.file)}"
        units.append(completed)
    return tuple(units), filled


def _fill_unit(unit: Unit, contacts: Sequence[tuple[str, str]]) -> Unit:
    if unit.contact:
        contacts = [(name, phone) for name, phone in contacts if name == unit.contact]
    return replace(
        unit,
        contact=unit.contact or _join_names([name for name, _ in contacts]),
        phone=unit.phone or _join_names([phone for _, phone in contacts]),
    )


def _join_names(names: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(name for name in names if name))
