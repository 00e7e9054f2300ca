"""数据核查: every finding, those of one cause in one file on one line."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from ducha.checks.returns import RESTATED, RULING, SUPPLIED, UNMET
from ducha.findings import Finding, Severity
from ducha.standing.table import PageSetup, Style, Table, TableColumn, table
from ducha.standing.words.cells import name_cells
from ducha.standing.words.columns import LONGEST_SENTENCE, list_first
from ducha.texts import brief, shown_name

_MOST_VALUES = 12
_MOST_SENTENCES = 6
_LONGEST_VALUE, _LONGEST_OF_MANY = 20, 120
"""So much is quoted of a value, and of a sentence, among several."""

_EACH_ITS_OWN = frozenset({RULING, UNMET, RESTATED, SUPPLIED})
"""Rules whose findings are about different things, however alike their places are."""


class FindingGroup(NamedTuple):
    """Findings of one cause in one file."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """What holds for every one of them stands in the first."""
        return self.findings[0]


_HARDNESS = {severity: rank for rank, severity in enumerate(Severity)}


def finding_table(findings: Iterable[Finding], units: Sequence[str] = ()) -> Table:
    """数据核查: the hardest first, then unit by unit (R7.264, R7.265).

    Args:
        findings: All findings of the month.
        units: The names of the ledger's units in their order; any other follows, then nobody's.
    """
    order = {unit: n for n, unit in enumerate(units)}

    def place(group: FindingGroup) -> tuple[int, int]:
        unit = group.first.unit
        return _HARDNESS[group.first.severity], order.get(unit, len(order) + (not unit))

    groups = map(FindingGroup, group_findings(findings))
    return table("数据核查", FINDING_COLUMNS, sorted(groups, key=place), PageSetup(wide=True))


def group_findings(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """Together what has one cause in one file, where it stands first (R7.264)."""
    groups: dict[Hashable, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_cause(finding), []).append(finding)
    return [tuple(group) for group in groups.values()]


def _cause(finding: Finding) -> Hashable:
    """What is the same of findings that stand on one line."""
    sheet = finding.place.sheet
    alone = finding.place.row is None or finding.rule in _EACH_ITS_OWN
    words = finding.sentence if alone else ""
    return finding.severity, finding.code, finding.unit, finding.file, sheet, finding.remedy, words


def _values(row: FindingGroup) -> str:
    """What stands in the cells, each value once (R7.267)."""
    values = list(dict.fromkeys(finding.found for finding in row.findings if finding.found))
    if len(values) == 1:
        return brief(values[0])
    return list_first([brief(value, _LONGEST_VALUE) for value in values], _MOST_VALUES)


def _explanation(row: FindingGroup) -> str:
    """What is wrong: once where it is the same everywhere, else cell by cell (R7.267)."""
    by_sentence: dict[str, list[Finding]] = {}
    for finding in row.findings:
        by_sentence.setdefault(finding.sentence, []).append(finding)
    if len(by_sentence) == 1:
        return brief(row.first.sentence, LONGEST_SENTENCE)
    told = [
        f"{name_cells(finding.place for finding in same)}：{brief(sentence, _LONGEST_OF_MANY)}"
        for sentence, same in by_sentence.items()
    ]
    rest = sum(len(same) for same in list(by_sentence.values())[_MOST_SENTENCES:])
    more = (f"另有{rest}条，见所列的单元格",) if rest else ()
    return "\n".join((*told[:_MOST_SENTENCES], *more))


FINDING_COLUMNS: tuple[TableColumn[FindingGroup], ...] = (
    TableColumn("级别", lambda row: str(row.first.severity), 8, Style.SHORT),
    TableColumn("代码", lambda row: row.first.code, style=Style.SHORT),
    TableColumn("条数", lambda row: len(row.findings), 7, Style.SHORT),
    TableColumn("单位", lambda row: shown_name(row.first.unit) or None, 21),
    TableColumn("文件", lambda row: shown_name(row.first.file) or None, 44),
    TableColumn("工作表", lambda row: shown_name(row.first.place.sheet) or None, style=Style.SHORT),
    TableColumn(
        "单元格", lambda row: name_cells(f.place for f in row.findings) or None, 16, Style.SHORT
    ),
    TableColumn("原值", lambda row: _values(row) or None, 16),
    TableColumn("说明", _explanation, 44),
    TableColumn("处理建议", lambda row: row.first.remedy or None, 36),
)
