"""County targets and nodes from breakdown forms: what is accepted, and the ledger then in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import TypeVar

from supervision.breakdown_rows import Broken, examine_breakdown
from supervision.findings import Finding, Severity
from supervision.form_breakdown import breaking_units, rows_of
from supervision.ledger import OWN, Indicator, Kind, Ledger
from supervision.submission import Submission
from supervision.values import shown

K = TypeVar("K")
V = TypeVar("V")

BY_CLERK = "台账"
BY_LINE = "按全市目标线"


@dataclass(frozen=True, slots=True)
class InForce:
    """The ledger now in force, where each county target came from, what was found on the way.

    `examined` are the breakdown returns, oldest first; `used` those that anything came from.
    """

    ledger: Ledger
    origins: Mapping[tuple[str, str], str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    examined: tuple[Broken, ...] = ()
    used: frozenset[int] = frozenset()


def in_force(ledger: Ledger, returns: Sequence[Submission]) -> InForce:
    """Accept what the breakdown forms say; a clerk's figure in the ledger wins over a form's.

    Per cell the newest form with a figure counts; the nodes of an indicator come from one form.
    """
    examined = tuple(examine_breakdown(one, order, ledger) for order, one in enumerate(returns))
    targets = {key: (cell, one) for one in examined for key, cell in one.targets.items()}
    nodes = {code: (months, one) for one in examined for code, months in one.nodes.items()}
    new = {key: told for key, told in targets.items() if key not in ledger.targets}
    kept = {code: told for code, told in nodes.items() if code not in ledger.milestones}
    lines = _default_lines(ledger, examined, ledger.targets.keys() | new.keys())
    origins = dict.fromkeys(ledger.targets, BY_CLERK) | dict.fromkeys(lines, BY_LINE)
    findings = [finding for one in examined for finding in one.findings]
    return InForce(
        replace(
            ledger,
            targets={**lines, **_values(new), **ledger.targets},
            milestones={**_values(kept), **ledger.milestones},
        ),
        origins | {key: one.source.file for key, (_, one) in new.items()},
        (*findings, *_overruled(ledger, targets)),
        examined,
        frozenset(one.order for _, one in (*new.values(), *kept.values())),
    )


def _values(told: Mapping[K, tuple[V, Broken]]) -> dict[K, V]:
    return {key: value for key, (value, _) in told.items()}


def _overruled(
    ledger: Ledger, targets: Mapping[tuple[str, str], tuple[float, Broken]]
) -> list[Finding]:
    """Where a form and the ledger differ, the ledger stands and the difference is told."""
    return [
        Finding(
            Severity.NOTE,
            "分解不一",
            f"{ledger.by_code[code].name}·{county}：分解表填{shown(value)}，"
            f"台账为{shown(ledger.targets[code, county])}，以台账为准",
            "两数不同时请与牵头单位核对；要采用分解表的数，清空台账〔县区分解〕的这一格",
            one.source_unit,
            one.source.file,
            one.sheet,
            found=shown(value),
        )
        for (code, county), (value, one) in targets.items()
        if (code, county) in ledger.targets and ledger.targets[code, county] != value
    ]


def _default_lines(
    ledger: Ledger, examined: Sequence[Broken], known: AbstractSet[tuple[str, str]]
) -> dict[tuple[str, str], float]:
    """A rate or standard is never split: a returned form leaves blank counties the city's line."""
    answered = {one.source_unit for one in examined if not one.empty}
    held = {key for one in examined for key in one.held}
    return {
        (indicator.code, county): indicator.target
        for indicator in ledger.indicators
        if indicator.asks_parts and indicator.target is not None
        if indicator.leads[0] in answered
        for county in ledger.counties_of(indicator)
        if (indicator.code, county) not in known | held
    }


def owing(ledger: Ledger) -> dict[str, tuple[Indicator, ...]]:
    """Departments that still owe a breakdown: their counts with counties left blank."""
    found: dict[str, tuple[Indicator, ...]] = {}
    for unit in breaking_units(ledger):
        blank = tuple(
            row.indicator
            for row in rows_of(ledger, unit)
            if row.indicator.kind is Kind.COUNT and not _complete(ledger, row.indicator)
        )
        if blank:
            found[unit] = blank
    return found


def _complete(ledger: Ledger, indicator: Indicator) -> bool:
    places = (place for place in ledger.counties_of(indicator) if place != OWN)
    return all((indicator.code, place) in ledger.targets for place in places)
