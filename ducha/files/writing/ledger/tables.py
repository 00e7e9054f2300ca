"""The ledger as tables of text and numbers, one per sheet, with drop-downs and hints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ducha.ledger import columns
from ducha.ledger.columns import Layout
from ducha.ledger.model import (
    CITY,
    OWN,
    Direction,
    Group,
    Indicator,
    Judged,
    Kind,
    Ledger,
    Override,
    Sources,
    Unit,
)
from ducha.period import MONTHS, Period

Cell = str | float | None
Rows = tuple[tuple[Cell, ...], ...]

_BEFORE_CHANGES = 0
"""No month: the targets that 目标调整 has not touched yet."""

_ORIGIN_WIDTHS = {"指标": 42.0, "县区": 20.0, "目标": 12.0, columns.SOURCE: 62.0}
"""One line a row: the sheet has a row for every target."""

_YES_NO = ("是", "否")
HINTS = {
    "编码": "写法如 三.3-2：事项.子项-序号。用过的编码不要改给别的指标。",
    "类型": "累计：报1月至今的总数；比率：报分子、分母；标准：达标数、应达标数；定性：选进展。",
    "方向": "目标是下限填≥（可留空），超过才算填>，是上限填≤。",
    "年度目标": "只填数字。比率填百分数本身，如65%填65。定性指标留空。",
    "整数": "按个、户、人等整数计的填是；公里等可以有小数的填否。",
    "判定": "比率和标准必填。按月：每月都要达到；到期：到完成时限时达到。",
    "各县区": "各县区都承担的填是；否则只有牵头、配合单位里写到的县区承担。",
    "起始月": "从几月开始，填数字；留空是1月。",
    "完成时限": "哪个月底前完成，写法如 2024-12；留空是12月。",
    "报送": "每月要报填报表的填是。",
    "计入全市": "数字计入全市合计的填是；与别的县区重复统计的填否。",
    "市本级": "不在任何县区、由市级直接做的任务。没有就留空。",
    "生效月": "从几月起用新目标，如 7 或 2024-07；之前的月份仍用原目标。",
}
_NODE_HINT = "到这个月底应完成全年目标的百分之几，是累计数，如50%。整行留空按月平均。"
_COUNTY_HINT = "留空是还没有分解，0是没有任务。"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet to write; columns are named by their headings."""

    name: str
    headings: tuple[str, ...]
    rows: Rows
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    widths: Mapping[str, float] = field(default_factory=dict)
    frozen: int = 1
    tab: str = ""


def tables(
    ledger: Ledger,
    doubts: tuple[tuple[str, ...], ...] | None,
    sources: Sources | None,
) -> list[Table]:
    """Every sheet of the ledger, in order; with `sources` also where what is in force came from."""
    found = [
        Table("文件信息", columns.DOCUMENT.headings, _document_rows(ledger)),
        _indicators(ledger),
        _targets(ledger),
        _beside(_milestones(ledger), sources.milestones if sources else None),
        _beside(_units(ledger), sources.contacts if sources else None),
        _adjustments(ledger),
        _overrides(ledger),
    ]
    if doubts:
        found.append(Table(columns.DOUBTS, doubts[0], doubts[1:], tab="#ED7D31"))
    if sources is not None:
        found.append(_origins(ledger, sources))
    return found


def _document_rows(ledger: Ledger) -> Rows:
    document = ledger.document
    values: tuple[Cell, ...] = (
        document.title,
        document.number,
        document.issuer,
        document.issued,
        float(document.year),
        float(document.report_day),
        str(document.first),
        document.host,
        document.mailbox,
        document.phone,
    )
    return tuple(zip(columns.DOCUMENT_ITEMS, values, strict=True))


def _indicators(ledger: Ledger) -> Table:
    layout = columns.INDICATORS
    sourced = any(indicator.source for indicator in ledger.indicators)
    headings = layout.headings if sourced else layout.headings[:-1]
    year = ledger.document.year
    choices = {
        "类型": tuple(Kind),
        "方向": tuple(Direction),
        "判定": tuple(Judged),
        "整数": _YES_NO,
        "各县区": _YES_NO,
    }
    rows = tuple(_indicator_row(each, year)[: len(headings)] for each in ledger.indicators)
    return Table(layout.sheet, headings, rows, choices)


def _indicator_row(indicator: Indicator, year: int) -> tuple[Cell, ...]:
    judged = indicator.asks_parts or indicator.judged is not Judged.BY_DEADLINE
    return (
        indicator.code,
        indicator.matter_no,
        indicator.matter,
        indicator.item_no,
        indicator.task,
        indicator.name,
        indicator.kind,
        indicator.direction,
        indicator.target,
        indicator.measure,
        _yes(value=indicator.whole),
        indicator.judged if judged else "",
        "、".join(indicator.leads),
        "、".join(indicator.supports),
        _yes(value=indicator.all_counties),
        float(indicator.start),
        str(Period(year, indicator.deadline)),
        indicator.note,
        indicator.numerator_note,
        indicator.denominator_note,
        indicator.source,
    )


def _targets(ledger: Ledger) -> Table:
    places = (OWN, *ledger.counties)
    rows = tuple(
        (each.code, each.name, each.target, *(ledger.targets.get((each.code, p)) for p in places))
        for each in ledger.indicators
    )
    headings = (*columns.TARGETS.headings[:3], *places)
    hints = {OWN: HINTS[OWN], **dict.fromkeys(ledger.counties, _COUNTY_HINT)}
    return Table(columns.TARGETS.sheet, headings, rows, hints=hints, frozen=2)


def _milestones(ledger: Ledger) -> Table:
    rows = tuple(
        (each.code, each.name, *_nodes(ledger.milestones.get(each.code, {})))
        for each in ledger.indicators
    )
    hints = dict.fromkeys(columns.MONTHS, _NODE_HINT)
    layout = columns.MILESTONES
    return Table(layout.sheet, layout.headings, rows, hints=hints, frozen=2)


def _nodes(nodes: Mapping[int, float]) -> tuple[float | None, ...]:
    return tuple(nodes.get(month) for month in range(1, MONTHS + 1))


def _units(ledger: Ledger) -> Table:
    choices = {"类别": tuple(Group), "报送": _YES_NO, "计入全市": _YES_NO}
    rows = tuple(_unit_row(unit) for unit in ledger.units)
    return _plain(columns.UNITS, rows, choices)


def _unit_row(unit: Unit) -> tuple[Cell, ...]:
    return (
        unit.name,
        "、".join(unit.aliases),
        unit.group,
        _yes(value=unit.reports),
        _yes(value=unit.counted),
        unit.contact,
        unit.phone,
        "、".join(unit.mails),
    )


def _adjustments(ledger: Ledger) -> Table:
    rows = tuple(
        (
            each.code,
            each.county,
            str(Period(ledger.document.year, each.month)),
            each.target,
            each.grounds,
        )
        for each in ledger.adjustments
    )
    return _plain(columns.ADJUSTMENTS, rows, {"县区": (CITY, OWN, *ledger.counties)})


def _overrides(ledger: Ledger) -> Table:
    rows = tuple(_override_row(each) for each in ledger.overrides)
    fields = (*columns.FIGURES, *columns.TEXTS)
    return _plain(columns.OVERRIDES, rows, {"处置": columns.ACTIONS, "字段": fields})


def _override_row(override: Override) -> tuple[Cell, ...]:
    return (
        override.file,
        override.unit,
        override.period,
        override.code,
        override.county,
        override.field,
        override.action,
        override.value,
        override.reason,
        override.officer,
        override.day,
    )


def _beside(table: Table, sources: Mapping[str, str] | None) -> Table:
    """A sheet with a last column that says where each row came from, by its first cell."""
    if sources is None:
        return table
    rows = tuple((*row, sources.get(str(row[0]), "")) for row in table.rows)
    return replace(table, headings=(*table.headings, columns.SOURCE), rows=rows)


def _origins(ledger: Ledger, sources: Sources) -> Table:
    """Targets with their sources, each followed by its changes during the year."""
    rows: list[tuple[Cell, ...]] = []
    for each in ledger.indicators:
        for county in (CITY, OWN, *ledger.counties):
            origin = sources.targets.get((each.code, county))
            if origin is not None:
                target = ledger.target_of(each, county, _BEFORE_CHANGES)
                rows.append((each.code, each.name, county, target, origin))
            rows.extend(_changes(ledger, each, county))
    headings = ("编码", "指标", "县区", "目标", columns.SOURCE)
    return Table(columns.ORIGINS, headings, tuple(rows), widths=_ORIGIN_WIDTHS)


def _changes(ledger: Ledger, indicator: Indicator, county: str) -> Rows:
    """What 目标调整 makes of one target, and from which month on."""
    year = ledger.document.year
    return tuple(
        (
            indicator.code,
            indicator.name,
            county,
            each.target,
            f"目标调整，{Period(year, each.month)}起" + (f"：{each.grounds}" * bool(each.grounds)),
        )
        for each in ledger.adjustments
        if (each.code, each.county) == (indicator.code, county)
    )


def _plain(layout: Layout, rows: Rows, choices: Mapping[str, tuple[str, ...]]) -> Table:
    return Table(layout.sheet, layout.headings, rows, choices)


def _yes(*, value: bool) -> str:
    return "是" if value else "否"
