"""The ledger's sheet 指标: what is measured, how, by when, by whom."""

from __future__ import annotations

import re

from ducha.cells import Cells, narrow
from ducha.ledger.cells import (
    Line,
    amount,
    chosen,
    month,
    names,
    needed,
    needed_lines,
    repeated,
    yes,
)
from ducha.ledger.columns import INDICATORS
from ducha.ledger.model import Direction, Indicator, Judged, Kind
from ducha.ledger.units import Names
from ducha.period import MONTHS

_CODE = re.compile(r"[^\W_]+\.[^\W_]+-\d+")
_KINDS = {str(kind): kind for kind in Kind}
_DIRECTIONS = {
    **dict.fromkeys(("≥", "≧", "⩾", ">=", "=>", "不少于", "不低于"), Direction.AT_LEAST),
    **dict.fromkeys((">", "超过", "大于"), Direction.MORE),
    **dict.fromkeys(("=", "等于"), Direction.EQUAL),
    **dict.fromkeys(("≤", "≦", "⩽", "<=", "=<", "不超过", "不高于"), Direction.AT_MOST),
}
_JUDGED = {str(judged): judged for judged in Judged}


def read_indicators(
    cells: Cells, year: int, units: Names, wrong: list[str]
) -> tuple[Indicator, ...]:
    """Read 指标. A row with a mistake is kept, so that other sheets may refer to it."""
    table = needed_lines(cells, INDICATORS, wrong)
    seen: dict[str, int] = {}
    return tuple(_indicator(line, year, units, seen) for line in table)


def _indicator(line: Line, year: int, units: Names, seen: dict[str, int]) -> Indicator:
    kind = chosen(line, "类型", _KINDS)
    direction = chosen(line, "方向", _DIRECTIONS, Direction.AT_LEAST) or Direction.AT_LEAST
    start, deadline = _span(line, year)
    return Indicator(
        code=_code(line, seen),
        matter_no=needed(line, "事项序号"),
        matter=needed(line, "事项"),
        item_no=line.text("子项"),
        task=line.text("任务内容"),
        name=needed(line, "指标"),
        kind=kind or Kind.COUNT,
        direction=direction,
        target=_target(line, kind, direction),
        measure=line.text("计量单位") if kind is Kind.QUALITATIVE else needed(line, "计量单位"),
        leads=_leads(line, units),
        supports=tuple(units.of(line, "配合单位", name) for name in names(line, "配合单位")),
        all_counties=yes(line, "各县区", default=False),
        whole=yes(line, "整数", default=True),
        judged=_judged(line, kind),
        start=start,
        deadline=deadline,
        note=line.text("口径"),
        numerator_note=line.text("分子口径"),
        denominator_note=line.text("分母口径"),
        source=line.text("原文"),
    )


def _code(line: Line, seen: dict[str, int]) -> str:
    code = narrow(line.value("编码"))
    if not _CODE.fullmatch(code):
        found = f"“{code}”写法不对" if code else "没有填写"
        line.say("编码", f"编码{found}，应为 事项.子项-序号，如 三.3-2。")
    if code:
        repeated(line, "编码", code, seen)
    return code


def _span(line: Line, year: int) -> tuple[int, int]:
    start = month(line, "起始月", year, default=1)
    deadline = month(line, "完成时限", year, default=MONTHS)
    if start > deadline:
        line.say("起始月", f"起始月（{start}月）晚于完成时限（{deadline}月），请改正。")
    return start, deadline


def _leads(line: Line, units: Names) -> tuple[str, ...]:
    leads = tuple(units.of(line, "牵头单位", name) for name in names(line, "牵头单位"))
    if not leads:
        line.say("牵头单位", "没有牵头单位，请至少填一个。")
    return tuple(dict.fromkeys(leads))


def _judged(line: Line, kind: Kind | None) -> Judged:
    if kind in {Kind.RATE, Kind.STANDARD}:
        return chosen(line, "判定", _JUDGED) or Judged.BY_DEADLINE
    return chosen(line, "判定", _JUDGED, Judged.BY_DEADLINE) or Judged.BY_DEADLINE


def _target(line: Line, kind: Kind | None, direction: Direction) -> float | None:
    before = len(line.wrong)
    measure = "%" if kind is Kind.RATE else line.text("计量单位")
    target = amount(line, "年度目标", measure)
    if len(line.wrong) > before:
        return None
    if target is None and kind is not Kind.QUALITATIVE:
        line.say("年度目标", "年度目标没有填写，请填数字；只有定性指标可以留空。")
    if target == 0:
        line.say("年度目标", "年度目标是 0，请填大于 0 的数字。")
    if kind is Kind.RATE and direction is not Direction.AT_MOST and 0 < (target or 0) < 1:
        line.say(
            "年度目标", f"比率的目标是 {target}%，请填百分数本身，如 65% 填 65，不设百分比格式。"
        )
    return target
