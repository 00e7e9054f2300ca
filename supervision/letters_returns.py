"""退回件: what goes back to a unit, its own figures with the cells to correct."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from supervision.cells import Value, as_text, squeeze
from supervision.findings import Finding, Severity
from supervision.form import NARRATIVE, PROGRESS, Column, Correction
from supervision.intake_rows import Examined
from supervision.merge_months import Merged
from supervision.submission import Typed

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(slots=True)
class _Paper:
    """One unit's answers while its returns are laid over each other, oldest first."""

    answers: dict[tuple[str, str, str], Value] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    others: list[Finding] = field(default_factory=list)
    foot: dict[str, str] = field(default_factory=dict)


def corrections(merged: Merged) -> dict[str, Correction]:
    """Per unit with something held out of the month's merge: its form to be corrected."""
    papers: dict[str, _Paper] = {}
    for one in merged.examined:
        _lay(papers.setdefault(one.submission.claim.unit, _Paper()), one)
    return {
        unit: Correction(paper.answers, paper.texts, paper.faults, tuple(paper.others), paper.foot)
        for unit, paper in papers.items()
        if paper.faults or paper.others
    }


def _lay(paper: _Paper, one: Examined) -> None:
    """Lay a newer return over what is there: a blank covers nothing."""
    typed = one.submission.progress
    ruled = {(row.code, row.county) for row in one.figures if row.ruling}
    for index, key in enumerate(_keys(typed)):
        cells = {c.key: typed.columns[c.key][index] for c in _entries(PROGRESS, typed)}
        if all(value == "" for value in cells.values()):
            continue
        for column, value in cells.items():
            paper.answers[(*key, column)] = value
            paper.faults.pop((*key, column), None)
    for key, text in _texts(one.submission.narrative):
        paper.texts[key] = text
    paper.foot |= {label: text for label, text in one.submission.foot.items() if text}
    _mark(paper, one, ruled)


def _mark(paper: _Paper, one: Examined, ruled: set[tuple[str, str]]) -> None:
    """Put every held cell's finding where the unit will see it."""
    typed = one.submission.progress
    for finding in one.findings:
        if finding.severity is not Severity.RETURN:
            continue
        place = _place(typed, finding)
        if place is None:
            paper.others.append(finding)
        elif place[:2] not in ruled:
            paper.faults.setdefault(place, finding)


def _place(typed: Typed, finding: Finding) -> tuple[str, str, str] | None:
    """Which row and column a finding is about; None where it is no cell of our rows."""
    found = _ADDRESS.fullmatch(finding.cell)
    if found is None or finding.sheet != typed.sheet:
        return None
    column = next((key for key, letters in typed.letters.items() if letters == found[1]), "")
    row = int(found[2]) - 1
    if row not in typed.rows or column not in {c.key for c in PROGRESS if c.entry}:
        return None
    code, county = list(_keys(typed))[typed.rows.index(row)]
    return code, county, column


def _keys(typed: Typed) -> Iterable[tuple[str, str]]:
    counties = typed.columns.get("county", ("",) * len(typed.rows))
    for code, county in zip(typed.columns.get("code", ()), counties, strict=True):
        yield squeeze(code), squeeze(county)


def _entries(columns: Sequence[Column], typed: Typed) -> list[Column]:
    return [column for column in columns if column.entry and column.key in typed.columns]


def _texts(typed: Typed) -> Iterable[tuple[tuple[str, str], str]]:
    for column in _entries(NARRATIVE, typed):
        codes, cells = typed.columns["code"], typed.columns[column.key]
        for code, cell in zip(codes, cells, strict=True):
            if as_text(cell):
                yield (squeeze(code), column.key), as_text(cell)
