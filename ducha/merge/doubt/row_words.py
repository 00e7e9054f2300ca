"""What is said of several rows of one file: in one sentence, with the figures of the first few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ducha.findings import Finding, FindingCollector, Grades, Place, Rule
from ducha.status.rating import Figure
from ducha.texts import shown_name
from ducha.values.reading import shown

_NAMED = 3
_EXCUSED = "（备注已写明原因）"


class RowWords(NamedTuple):
    """What is said of one row of a file; `found` stands there, `excused` by the unit's 备注."""

    unit: str
    file: str
    place: Place
    found: str
    words: str
    why: str = ""
    excused: bool = False


def row_findings(rule: Rule, rows: Iterable[RowWords], grades: Grades) -> tuple[Finding, ...]:
    """One finding a file, at its first row; what 备注 explains is a finding of its own, a note.

    The rule's sentence has the braces {rows}, and {why} where rows give a reason.
    """
    by_file: dict[tuple[str, str, bool], list[RowWords]] = defaultdict(list)
    for row in rows:
        by_file[row.unit, row.file, row.excused].append(row)
    findings: list[Finding] = []
    for (unit, file, excused), said in by_file.items():
        collector = FindingCollector(unit, file, grades)
        ordered = sorted(said, key=_standing_order)
        collector.add(_finding(rule, ordered))
        findings += [f.lowered(_EXCUSED) if excused else f for f in collector.kept]
    return tuple(findings)


def _standing_order(row: RowWords) -> tuple[int, str]:
    """As the rows stand on the sheet, those that are not there first."""
    return (-1 if row.place.row is None else row.place.row), row.words


def _finding(rule: Rule, rows: list[RowWords]) -> Finding:
    listed = "；".join(row.words for row in rows[:_NAMED])
    if len(rows) > _NAMED:
        listed = f"{listed}；等{len(rows)}行"
    why = "；".join(dict.fromkeys(row.why for row in rows))
    return rule.finding(rows[0].place, rows[0].found, rows=listed, why=why)


def figure_words(figure: Figure) -> str:
    """A figure as it is read aloud: 371, 30/40 or 推进中."""
    if figure.level is not None:
        return str(figure.level)
    if figure.denominator is None:
        return "空白" if figure.done is None else shown(figure.done)
    return f"{shown(figure.numerator or 0.0)}/{shown(figure.denominator)}"


def quoted(file: str) -> str:
    """The name of a file within a sentence."""
    return f"“{shown_name(file)}”"
