"""The ledger's sheets 县区分解, 时间节点 and 目标调整: who owes how much by when."""

from __future__ import annotations

from itertools import pairwise

from ducha.cells import Cells, Value, address, narrow, spelled, squeeze
from ducha.ledger.cells import Line, amount, lines, listed, month, place, repeated
from ducha.ledger.columns import ADJUSTMENTS, MILESTONES, MONTHS, TARGETS
from ducha.ledger.model import CITY, OWN, Adjustment, Indicator, Ledger
from ducha.ledger.units import Names
from ducha.values.reading import read as read_number

_HELPERS = frozenset(
    {
        *TARGETS.headings,
        *("事项", "子项", "类型", "方向", "计量单位", "牵头单位", "备注", "说明", "序号"),
        *("合计", "小计", "县区合计", "各县区合计", "已分解", "差额", "核对"),
    }
)
"""Columns beside the counties that people add for themselves."""


def read_targets(
    cells: Cells, base: Ledger, units: Names, wrong: list[str]
) -> dict[tuple[str, str], float]:
    """Read 县区分解; only what is filled in is kept."""
    table = lines(cells, TARGETS, wrong)
    if not table:
        return {}
    columns = _county_columns(table, base, units)
    targets: dict[tuple[str, str], float] = {}
    seen: dict[str, int] = {}
    for line in table:
        indicator = _indicator(line, base, seen, tuple(columns.values()))
        if indicator is not None:
            targets |= _targets_of(line, indicator, base, columns)
    return targets


def _county_columns(table: tuple[Line, ...], base: Ledger, units: Names) -> dict[str, str]:
    """Heading of each county's column, by the county's own name; 市本级 among them."""
    first = table[0]
    columns: dict[str, str] = {}
    for heading, position in first.heading.columns.items():
        name = OWN if heading == OWN else units.known.get(heading, "")
        place_ = f"{place(TARGETS.sheet)}{address(first.heading.row, position)}"
        if name in columns:
            first.wrong.append(f"{place_}：“{heading}”这个县区已有一列，请合并为一列。")
        elif name == OWN or name in base.counties:
            columns[name] = heading
        elif base.units and heading not in _HELPERS and _has_numbers(table, heading):
            first.wrong.append(
                f"{place_}：列标题“{heading}”不是〔责任单位〕里的县区，请改正，或删除这一列的数字。"
            )
    return columns


def _has_numbers(table: tuple[Line, ...], heading: str) -> bool:
    return any(read_number(line.value(heading)).given for line in table if heading)


def _indicator(
    line: Line, base: Ledger, seen: dict[str, int], columns: tuple[str, ...]
) -> Indicator | None:
    """The indicator that a row is about; a row of remarks without code and figures is passed by."""
    code = narrow(line.value("编码"))
    if not code:
        if any(squeeze(line.value(column)) for column in columns):
            line.say("编码", "编码没有填写，这一行不知属于哪个指标。")
        return None
    if repeated(line, "编码", code, seen):
        return None
    return known_indicator(line, code, base)


def known_indicator(line: Line, code: str, base: Ledger) -> Indicator | None:
    """Find an indicator by code; an unknown one is a mistake, once indicators are known."""
    indicator = base.by_code.get(code)
    if indicator is None and base.indicators:
        line.say("编码", f"编码“{code}”在〔指标〕中没有，请改正或删除这一行。")
    return indicator


def _targets_of(
    line: Line, indicator: Indicator, base: Ledger, columns: dict[str, str]
) -> dict[tuple[str, str], float]:
    answering = {OWN, *base.counties_of(indicator)}
    targets: dict[tuple[str, str], float] = {}
    for name, heading in columns.items():
        target = amount(line, heading, _measure(indicator))
        if target is None:
            continue
        if name in answering:
            targets[indicator.code, name] = target
        elif target:
            line.say(
                heading, f"“{name}”不承担这个指标，不应有目标。请清空，或在〔指标〕里改责任单位。"
            )
    return targets


def _measure(indicator: Indicator) -> str:
    return "%" if indicator.asks_parts and indicator.measure == "%" else indicator.measure


def read_milestones(cells: Cells, base: Ledger, wrong: list[str]) -> dict[str, dict[int, float]]:
    """Read 时间节点; a row without nodes is left out."""
    milestones: dict[str, dict[int, float]] = {}
    seen: dict[str, int] = {}
    for line in lines(cells, MILESTONES, wrong, optional=True):
        indicator = _indicator(line, base, seen, MONTHS)
        if indicator is None:
            continue
        found = {at: _share(line, name) for at, name in enumerate(MONTHS, start=1)}
        nodes = {at: share for at, share in found.items() if share is not None}
        _check_nodes(line, indicator, nodes)
        if nodes:
            milestones[indicator.code] = nodes
    return milestones


def _share(line: Line, column: str) -> float | None:
    """Read a share of the target: 0.5 in any format, or 50% as text."""
    value = line.value(column)
    if not squeeze(value):
        return None
    share = _as_share(value)
    if share is None or not 0 <= share <= 1:
        line.say(column, f"“{line.text(column)}”不是 0 到 100% 之间的比例，请填如 50%（或 0.5）。")
        return None
    return share


def _as_share(value: Value) -> float | None:
    text = narrow(value)
    if isinstance(value, str) and text.endswith("%"):
        percent = read_number(text[:-1]).number
        return None if percent is None else float(f"{percent / 100:.15g}")
    return read_number(value).number


def _check_nodes(line: Line, indicator: Indicator, nodes: dict[int, float]) -> None:
    """Shares never fall, ask for nothing before the start, and stay whole after the deadline."""
    early = [at for at, share in nodes.items() if at < indicator.start and share > 0]
    if early:
        line.say(MONTHS[early[0] - 1], f"起始月是{indicator.start}月，之前的节点应为空或 0。")
    if nodes:
        nodes = {indicator.deadline: 1.0, **nodes}
    for (_, share), (later, next_share) in pairwise(sorted(nodes.items())):
        if next_share < share:
            line.say(MONTHS[later - 1], "时间节点是累计比例，不能比前面的月份小，请改正。")


def read_adjustments(
    cells: Cells, base: Ledger, units: Names, wrong: list[str]
) -> tuple[Adjustment, ...]:
    """Read 目标调整."""
    table = lines(cells, ADJUSTMENTS, wrong, optional=True)
    return tuple(_adjustment(line, base, units) for line in table)


def _adjustment(line: Line, base: Ledger, units: Names) -> Adjustment:
    code = narrow(line.value("编码"))
    indicator = known_indicator(line, code, base)
    county = county_of(line, units, base) or CITY
    if indicator and county in base.counties and county not in base.counties_of(indicator):
        line.say("县区", f"“{county}”不承担这个指标，请改正。")
    return Adjustment(
        code=code,
        county=county,
        month=month(line, "生效月", base.document.year),
        target=_new_target(line, indicator, county),
        grounds=line.text("依据"),
    )


def _new_target(line: Line, indicator: Indicator | None, county: str) -> float:
    before = len(line.wrong)
    target = amount(line, "新目标", _measure(indicator) if indicator else "")
    if target is None and len(line.wrong) == before:
        line.say("新目标", "新目标没有填写，请填数字。")
    if target == 0 and county == CITY:
        line.say("新目标", "全市目标不能是 0，请填大于 0 的数字。")
    return target or 0.0


def county_of(line: Line, units: Names, base: Ledger) -> str:
    """Read the column 县区: blank, 全市, 市本级, or a county by name or alias."""
    text = squeeze(line.value("县区"))
    if text in {"", CITY, OWN} or not base.units:
        return text
    name = units.known.get(text, "")
    if name not in base.counties:
        line.say(
            "县区",
            f"“{spelled(text)}”不是〔责任单位〕里的县区，可填：{listed((CITY, OWN))}或县区名称。",
        )
    return name or text
