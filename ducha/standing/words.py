"""Tables of words and files: items, problems, suggestions, returns, files, findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ducha.findings import Finding, Severity
from ducha.form.monthly import NARRATIVE
from ducha.intake.examined import TextEntry
from ducha.intake.verdicts import Judgement
from ducha.ledger.model import Indicator, Ledger, Unit, first_of_items
from ducha.merge.model import MonthTable
from ducha.merge.open_problems import YES, OpenProblem, is_nil
from ducha.standing.reporting import UnitState
from ducha.standing.table import (
    USUAL_WIDTH,
    Cell,
    ItemStanding,
    PageSetup,
    Style,
    T,
    Table,
    TableColumn,
    item_standings,
    table,
)
from ducha.status.rating import Status
from ducha.texts import brief, join_labelled, shown_name, shown_names

TIME = "%Y-%m-%d %H:%M"
_MORE = "……（过长，全文见〔情况明细〕）"
_LONGEST_SENTENCE = 500
_MOST_FILES = 50
"""So many files of a unit are named; all of them stand in 文件清单."""

_FORM = {column.key: column.heading for column in NARRATIVE}
_WORDS = {
    "progress": (62, Style.TEXT),
    "problem": (46, Style.TEXT),
    "suggestion": (36, Style.TEXT),
    "next_step": (28, Style.TEXT),
    "coordination": (8, Style.SHORT),
}
"""How wide what units write stands, by the key of the form's column; others are short answers."""


def _words_column(key: str, value: Callable[[T], Cell]) -> TableColumn[T]:
    """What units write in a column of the form, under the form's own heading."""
    return TableColumn(_FORM[key], value, *_WORDS.get(key, (USUAL_WIDTH, Style.SHORT)))


class ItemWords(NamedTuple):
    """An item, and what every unit says of it."""

    item: ItemStanding
    ledger: Ledger
    texts: Mapping[tuple[str, str, str], TextEntry]

    def count(self, status: Status) -> int:
        """How many of its indicators stand so."""
        return sum(line.rating.status is status for line in self.item.lines)


ITEM_COLUMNS: tuple[TableColumn[ItemWords], ...] = (
    TableColumn("编码", lambda row: row.item.first.item, 9, Style.SHORT),
    TableColumn("事项", lambda row: row.item.first.matter, 20),
    TableColumn("任务内容", lambda row: row.item.first.task, 34),
    TableColumn("牵头单位", lambda row: "、".join(row.item.first.leads), 21),
    TableColumn("状态", lambda row: str(row.item.light), 12, Style.LIGHT),
    TableColumn("指标数", lambda row: len(row.item.lines), style=Style.SHORT),
    TableColumn("未报送", lambda row: row.count(Status.NO_RETURN), style=Style.SHORT),
    TableColumn("待更正", lambda row: row.count(Status.HELD), style=Style.SHORT),
    _words_column("progress", lambda row: _unit_texts(row, "progress")),
    _words_column("problem", lambda row: _unit_texts(row, "problem")),
)


def item_table(ledger: Ledger, month: MonthTable) -> Table:
    """事项进展: a row per item, its light, and what every unit says of it."""
    rows = [ItemWords(item, ledger, month.texts) for item in item_standings(month.lines)]
    return table("事项进展", ITEM_COLUMNS, rows, PageSetup(frozen=2))


def _unit_texts(row: ItemWords, key: str) -> str | None:
    """What the lead says, then every county with its name before it; 无 is left out."""
    first = row.item.first
    units = dict.fromkeys((*first.leads, *row.ledger.by_unit))
    texts = [
        (f"【{unit}】", row.texts[unit, first.item, key].text)
        for unit in units
        if (unit, first.item, key) in row.texts
    ]
    worth_showing = [
        (label, text) for label, text in texts if key == "progress" or not is_nil(text)
    ]
    return join_labelled(worth_showing, _MORE) or None


class OpenProblemRow(NamedTuple):
    """A problem or a suggestion, with what the ledger says of its unit and its item."""

    problem: OpenProblem
    unit: Unit
    first: Indicator


def _open_problem_columns(key: str) -> tuple[TableColumn[OpenProblemRow], ...]:
    return (
        TableColumn("单位", lambda row: row.unit.name, 21),
        TableColumn("类别", lambda row: str(row.unit.group), 8, Style.SHORT),
        TableColumn("编码", lambda row: row.first.item, 9, Style.SHORT),
        TableColumn("事项", lambda row: row.first.matter, 20),
        _words_column(key, lambda row: row.problem.text),
        _words_column("coordination", lambda row: row.problem.coordination or None),
        TableColumn("持续月数", lambda row: row.problem.months, style=Style.SHORT),
        _words_column("next_step", lambda row: row.problem.next_step or None),
    )


def open_problem_table(
    name: str, key: str, ledger: Ledger, problems: Mapping[tuple[str, str], OpenProblem]
) -> Table:
    """问题清单 or 工作建议: what units state this month, the longest standing first.

    `key` is the form's column that they stand in.
    """
    order = {unit.name: n for n, unit in enumerate(ledger.units)}
    first = first_of_items(ledger.whole.indicators)
    stated = sorted(
        (p for p in problems.values() if p.stated),
        key=lambda p: (p.coordination != YES, -p.months, order[p.unit], p.item),
    )
    rows = [OpenProblemRow(p, ledger.by_unit[p.unit], first[p.item]) for p in stated]
    return table(name, _open_problem_columns(key), rows, PageSetup(frozen=1))


class TextRow(NamedTuple):
    """What a unit wrote of an item, by the column of the form."""

    unit: str
    first: Indicator
    texts: Mapping[str, str]


def _text_column(key: str) -> TableColumn[TextRow]:
    return _words_column(key, lambda row: row.texts.get(key))


TEXT_COLUMNS: tuple[TableColumn[TextRow], ...] = (
    TableColumn("单位", lambda row: row.unit, 21),
    TableColumn("编码", lambda row: row.first.item, 9, Style.SHORT),
    TableColumn("事项", lambda row: row.first.matter, 20),
    *(_text_column(column.key) for column in NARRATIVE if column.entry),
)


def text_table(ledger: Ledger, texts: Mapping[tuple[str, str, str], TextEntry]) -> Table:
    """情况明细: every text as each unit wrote it, so that none is only quoted in part."""
    first = first_of_items(ledger.indicators)
    written: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for (unit, item, key), entry in texts.items():
        written[unit, item][key] = entry.text
    rows = [
        TextRow(unit.name, first[item], written[unit.name, item])
        for unit in ledger.units
        for item in first
        if (unit.name, item) in written
    ]
    return table("情况明细", TEXT_COLUMNS, rows)


REPORTING_COLUMNS: tuple[TableColumn[UnitState], ...] = (
    TableColumn("单位", lambda row: row.unit, 21),
    TableColumn("类别", lambda row: str(row.group), 8, Style.SHORT),
    TableColumn("状态", lambda row: str(row.state), 12, Style.SHORT),
    TableColumn(
        "报送时间",
        lambda row: row.received.strftime(TIME) if row.received else None,
        16,
        Style.SHORT,
    ),
    TableColumn("时间依据", lambda row: row.basis or None, style=Style.SHORT),
    TableColumn("应填", lambda row: row.owed, style=Style.SHORT),
    TableColumn("实填", lambda row: row.filled, style=Style.SHORT),
    TableColumn("退回项", lambda row: row.held, style=Style.SHORT),
    TableColumn("是否迟报", lambda row: "是" if row.late else "否", style=Style.SHORT),
    TableColumn("说明", lambda row: row.lateness if row.supplemented else None, 14),
    TableColumn("文件", lambda row: _list_files(row.files) or None, 44),
    TableColumn("其他来件", lambda row: _list_lines([o.label for o in row.others]) or None, 44),
)


def reporting_table(states: Iterable[UnitState]) -> Table:
    """报送情况: every unit that owes a return."""
    return table("报送情况", REPORTING_COLUMNS, states)


def _list_files(files: Sequence[str]) -> str:
    return _list_lines([shown_name(file) for file in files])


def _list_lines(lines: Sequence[str]) -> str:
    names = list(lines[:_MOST_FILES])
    rest = len(lines) - _MOST_FILES
    return "\n".join([*names, f"另有{rest}个，见〔文件清单〕"] if rest > 0 else names)


class FileRow(NamedTuple):
    """A file's verdict, and its name as shown, unlike all others."""

    judgement: Judgement
    shown: str


FILE_COLUMNS: tuple[TableColumn[FileRow], ...] = (
    TableColumn("文件", lambda row: row.shown, 44),
    TableColumn("结论", lambda row: str(row.judgement.verdict), style=Style.SHORT),
    TableColumn("单位", lambda row: shown_name(row.judgement.unit) or None, 21),
    TableColumn("期次", lambda row: shown_name(row.judgement.period) or None, style=Style.SHORT),
    TableColumn("版本", lambda row: row.judgement.version or None, style=Style.SHORT),
    TableColumn("原因", lambda row: brief(row.judgement.reason, _LONGEST_SENTENCE) or None, 30),
    TableColumn(
        "收到时间", lambda row: row.judgement.source.received.strftime(TIME), 16, Style.SHORT
    ),
    TableColumn("时间依据", lambda row: row.judgement.source.basis, style=Style.SHORT),
    TableColumn("发件人", lambda row: shown_name(row.judgement.source.sender) or None, 22),
    TableColumn("SHA-256", lambda row: row.judgement.source.sha256, 68),
)


def file_table(judgements: Sequence[Judgement]) -> Table:
    """文件清单: every file of the inbox with its verdict."""
    names = shown_names([judgement.source.file for judgement in judgements])
    rows = map(FileRow, judgements, names)
    return table("文件清单", FILE_COLUMNS, rows, PageSetup(wide=True))


FINDING_COLUMNS: tuple[TableColumn[Finding], ...] = (
    TableColumn("级别", lambda row: str(row.severity), 8, Style.SHORT),
    TableColumn("代码", lambda row: row.code, style=Style.SHORT),
    TableColumn("单位", lambda row: shown_name(row.unit) or None, 21),
    TableColumn("文件", lambda row: shown_name(row.file) or None, 44),
    TableColumn("工作表", lambda row: shown_name(row.place.sheet) or None, style=Style.SHORT),
    TableColumn("单元格", lambda row: shown_name(row.place.address) or None, style=Style.SHORT),
    TableColumn("原值", lambda row: brief(row.found) or None, 14),
    TableColumn("说明", lambda row: brief(row.sentence, _LONGEST_SENTENCE), 40),
    TableColumn("处理建议", lambda row: row.remedy or None, 36),
)
_HARDNESS = {severity: rank for rank, severity in enumerate(Severity)}


def finding_table(findings: Iterable[Finding]) -> Table:
    """数据核查: every finding, the hardest first."""
    hardest_first = sorted(findings, key=lambda finding: _HARDNESS[finding.severity])
    return table("数据核查", FINDING_COLUMNS, hardest_first)
