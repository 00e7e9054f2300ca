"""退回件: what goes back to a unit, its own figures with the cells to correct."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ducha.cells import Value, as_text, squeeze
from ducha.checks.of_returns import TWICE, WRONG_ROW
from ducha.checks.row import NUMERIC
from ducha.findings import Finding, Severity
from ducha.form.monthly import NARRATIVE, PROGRESS, Column, Correction
from ducha.intake.examined import Examined
from ducha.intake.verdicts import refusal
from ducha.merge.year import Merged
from ducha.submission.arrival import Verdict
from ducha.submission.reading import Typed

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(slots=True)
class _Paper:
    """One unit's answers while its returns are laid over each other, oldest first."""

    answers: dict[tuple[str, str, str], Value] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    others: list[Finding] = field(default_factory=list)
    foot: dict[str, str] = field(default_factory=dict)


def corrections(merged: Merged, owing: Sequence[str]) -> dict[str, Correction]:
    """Per unit with something sent back this month: its form as typed, and what to correct."""
    papers: dict[str, _Paper] = {}
    for one in merged.examined:
        _lay(papers.setdefault(one.submission.claim.unit, _Paper()), one)
    taken = {one.submission.claim.unit for one in merged.examined if one.accepted}
    for judgement in merged.judgements:
        whole = judgement.verdict is Verdict.RETURNED and judgement.period == str(merged.period)
        if not whole or judgement.unit not in owing or judgement.unit in taken:
            continue
        paper = papers.setdefault(judgement.unit, _Paper())
        if not paper.faults and not paper.others:  # what is wrong with a file as a whole
            paper.others.extend(refusal(judgement))
    return {
        unit: Correction(paper.answers, paper.texts, paper.faults, tuple(paper.others), paper.foot)
        for unit, paper in papers.items()
        if paper.faults or paper.others
    }


def _lay(paper: _Paper, one: Examined) -> None:
    """Lay a newer return over what is there: a blank covers nothing."""
    typed = one.submission.progress
    torn = _torn(one)
    for index, key in enumerate(typed.keys):
        if (typed.sheet, typed.rows[index]) in torn:
            continue
        remark = typed.value("remark", index)
        if remark != "":
            paper.answers[(*key, "remark")] = remark
        figures = [c.key for c in _entries(PROGRESS, typed) if c.key != "remark"]
        if all(_untouched(typed, column, index) for column in figures):
            continue
        for column in figures:
            paper.answers[(*key, column)] = typed.columns[column][index]
            paper.faults.pop((*key, column), None)
    if one.texts:  # torn texts that an older return was told of have been written anew
        paper.others = [fault for fault in paper.others if fault.code != WRONG_ROW.code]
    for key, text in _texts(one.submission.narrative, torn):
        paper.texts[key] = text
    paper.foot |= {label: text for label, text in one.submission.foot.items() if text}
    _mark(paper, one)


def _torn(one: Examined) -> frozenset[tuple[str, int]]:
    """Rows that say they are another's, by sheet and index: laid back they would pass for right."""
    cells = (
        (finding.sheet, _ADDRESS.fullmatch(finding.cell))
        for finding in one.findings
        if finding.code == WRONG_ROW.code and finding.severity is Severity.RETURN
    )
    return frozenset((sheet, int(found[2]) - 1) for sheet, found in cells if found)


def _untouched(typed: Typed, column: str, index: int) -> bool:
    """A cell with nothing in it, not even an error or a formula without a value."""
    cell = typed.at(column, index)
    marked = cell in typed.errors or cell in typed.formulas
    return typed.columns[column][index] == "" and not marked


def _mark(paper: _Paper, one: Examined) -> None:
    """Put every held cell's finding where the unit will see it."""
    typed = one.submission.progress
    for finding in one.findings:
        if finding.severity is not Severity.RETURN:
            continue
        place = _place(typed, finding)
        if place is None:
            paper.others.append(finding)
        else:
            paper.faults.setdefault(place, finding)


def _place(typed: Typed, finding: Finding) -> tuple[str, str, str] | None:
    """Which row and column a finding is about; None where it is no cell of our rows."""
    found = _ADDRESS.fullmatch(finding.cell)
    if found is None or finding.sheet != typed.sheet:
        return None
    column = next((key for key, letters in typed.letters.items() if letters == found[1]), "")
    row = int(found[2]) - 1
    if row not in typed.rows:
        return None
    index = typed.rows.index(row)
    if finding.code == TWICE.code:  # a row, not a cell: its first figure stands for it
        filled = (key for key in NUMERIC if not _untouched(typed, key, index))
        column = next(filled, "")
    if column not in {c.key for c in PROGRESS if c.entry}:
        return None
    return (*typed.keys[index], column)


def _entries(columns: Sequence[Column], typed: Typed) -> list[Column]:
    return [column for column in columns if column.entry and column.key in typed.columns]


def _texts(typed: Typed, torn: frozenset[tuple[str, int]]) -> Iterable[tuple[tuple[str, str], str]]:
    for column in _entries(NARRATIVE, typed):
        codes, cells = typed.columns["code"], typed.columns[column.key]
        for row, code, cell in zip(typed.rows, codes, cells, strict=True):
            if as_text(cell) and (typed.sheet, row) not in torn:
                yield (squeeze(code), column.key), as_text(cell)
