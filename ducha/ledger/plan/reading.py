"""The ledger's sheets 县区分解 and 时间节点: targets by place, milestones by month."""

from __future__ import annotations

from collections.abc import Iterable

from ducha.cells import Cells, Value, address, narrow, squeeze
from ducha.ledger import sheets
from ducha.ledger.cells import LedgerRow, indicator_of, is_repeated, read_target, sheet_label
from ducha.ledger.in_time import ever_answering
from ducha.ledger.model import OWN, Indicator, Ledger
from ducha.ledger.plan.milestones import MilestoneFault, find_misplaced
from ducha.ledger.rows import rows
from ducha.values.reading import read as read_number

_HELPERS = frozenset(
    {
        *("事项", "子项", "类型", "方向", "计量单位", "牵头单位", "备注", "说明", "序号"),
        *("合计", "小计", "县区合计", "各县区合计", "已分解", "差额", "核对"),
    }
)
"""Columns beside the counties that people add for themselves."""


def read_targets(cells: Cells, base: Ledger, wrong: list[str]) -> dict[tuple[str, str], float]:
    """Read 县区分解, targets by code and place; only what is filled in is kept."""
    table = rows(cells, sheets.TARGETS, base, wrong)
    if not table:
        return {}
    columns = _county_columns(table, base)
    targets: dict[tuple[str, str], float] = {}
    for row in table:
        indicator = _indicator_of_row(row, columns.values())
        if indicator is not None:
            targets |= _targets_of(row, indicator, columns)
    return targets


def _county_columns(table: tuple[LedgerRow, ...], base: Ledger) -> dict[str, str]:
    """Heading of each county's column, by the county's own name; 市本级 among them."""
    first = table[0]
    known_headings = _HELPERS.union(column.heading for column in sheets.TARGETS.columns)
    columns: dict[str, str] = {}
    for heading, position in first.heading.columns.items():
        county = OWN if heading == OWN else base.named(heading) or ""
        place = f"{sheet_label(sheets.TARGETS.name)}{address(first.heading.row, position)}"
        if county in columns:
            first.wrong.append(f"{place}：“{heading}”这个县区已有一列，请合并为一列。")
        elif county == OWN or county in base.counties:
            columns[county] = heading
        elif base.units and heading not in known_headings and _has_numbers(table, heading):
            first.wrong.append(
                f"{place}：列标题“{heading}”不是〔责任单位〕里的县区，请改正，或删除这一列的数字。"
            )
    return columns


def _has_numbers(table: tuple[LedgerRow, ...], heading: str) -> bool:
    return any(read_number(row.value(heading)).given for row in table if heading)


def _indicator_of_row(row: LedgerRow, columns: Iterable[str]) -> Indicator | None:
    """The indicator that a row is about; a row of remarks alone is passed by."""
    code = narrow(row.value("编码"))
    if not code:
        if any(squeeze(row.value(column)) for column in columns):
            row.say("编码", "编码没有填写，这一行不知属于哪个指标。")
        return None
    return None if is_repeated(row, "编码", code) else indicator_of(row, code)


def _targets_of(
    row: LedgerRow, indicator: Indicator, columns: dict[str, str]
) -> dict[tuple[str, str], float]:
    answering = {OWN, *ever_answering(row.ledger, indicator)}
    targets: dict[tuple[str, str], float] = {}
    for county, heading in columns.items():
        value = read_target(row, heading, indicator)
        if value is None:
            continue
        if county in answering:
            targets[indicator.code, county] = value
        elif value:
            row.say(
                heading, f"“{county}”不承担这个指标，不应有目标。请清空，或在〔指标〕里改责任单位。"
            )
    return targets


def read_milestones(cells: Cells, base: Ledger, wrong: list[str]) -> dict[str, dict[int, float]]:
    """Read 时间节点; a row without milestones is left out."""
    milestones: dict[str, dict[int, float]] = {}
    for row in rows(cells, sheets.MILESTONES, base, wrong):
        indicator = _indicator_of_row(row, sheets.MONTH_HEADINGS)
        if indicator is None:
            continue
        shares = {
            month: _share(row, name) for month, name in enumerate(sheets.MONTH_HEADINGS, start=1)
        }
        filled = {month: share for month, share in shares.items() if share is not None}
        _check_milestones(row, indicator, filled)
        if filled:
            milestones[indicator.code] = filled
    return milestones


def _share(row: LedgerRow, column: str) -> float | None:
    """Read a share of the target: 0.5 in any format, or 50% as text."""
    value = row.value(column)
    if not squeeze(value):
        return None
    share = _as_share(value)
    if share is None or not 0 <= share <= 1:
        row.say(column, f"“{row.text(column)}”不是 0 到 100% 之间的比例，请填如 50%（或 0.5）。")
        return None
    return share


def _as_share(value: Value) -> float | None:
    text = narrow(value)
    if isinstance(value, str) and text.endswith("%"):
        percent = read_number(text[:-1]).number
        return None if percent is None else float(f"{percent / 100:.15g}")
    return read_number(value).number


def _check_milestones(row: LedgerRow, indicator: Indicator, milestones: dict[int, float]) -> None:
    """Shares never fall, ask for nothing before the start, and are whole from the deadline on."""
    for month, fault in find_misplaced(milestones, indicator):
        row.say(sheets.MONTH_HEADINGS[month - 1], _explain(fault, indicator))


def _explain(fault: MilestoneFault, indicator: Indicator) -> str:
    """What is wrong with a milestone, and what to do (R6.219, R6.230)."""
    return {
        MilestoneFault.TOO_EARLY: f"起始月是{indicator.start}月，之前的节点应为空或 0。",
        MilestoneFault.FALLING: "时间节点是累计比例，不能比前面的月份小，请改正。",
        MilestoneFault.NOT_WHOLE: (
            f"完成时限是{indicator.deadline}月，从这个月起节点应为 100%，请改正或清空。"
        ),
        MilestoneFault.INCREMENT: (
            "这一行像是每个季度的增量，不是累计数：各节点相加正好是 100%，到完成时限却不足 100%。"
            "请改填累计比例，如 25%、50%、75%、100%。"
        ),
    }[fault]
