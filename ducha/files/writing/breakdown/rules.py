"""Number rules of the breakdown form, with hints in plain Chinese."""

from __future__ import annotations

from collections.abc import Iterator

from ducha.files.writing.form.rules import amount, prompt, words
from ducha.form.breakdown import MILESTONE_MONTHS, BreakdownRow
from ducha.ledger.model import OWN, Kind
from ducha.period import Period
from ducha.values.reading import shown

Rule = tuple[str, str, dict[str, object]]
"""First column, last column, the rule."""


def rules_of(line: BreakdownRow, places: tuple[str, ...], year: int) -> Iterator[Rule]:
    """The rules on one row's cells."""
    *counties, _ = places
    city = f"{shown(line.target)}{line.indicator.measure}"
    yield counties[0], counties[-1], _amount(line, f"县区{_what(line)}", _advice(line, city))
    yield OWN, OWN, _amount(line, OWN, _own_advice(line))
    for month in MILESTONE_MONTHS:
        yield f"milestone{month}", f"milestone{month}", _share(line, month)
    deadline = Period(year, line.indicator.deadline)
    yield (
        "deadline",
        "deadline",
        prompt("完成时限", f"哪个月底前完成，写法如 {deadline}。台账上是 {deadline}。"),
    )
    yield "contact", "contact", prompt("联系人", "这项工作找谁，写姓名。")
    yield "phone", "phone", prompt("联系电话", "联系人的电话。")


def _what(line: BreakdownRow) -> str:
    return f"任务（{line.indicator.measure}）" if line.adds_up else "目标线"


def _advice(line: BreakdownRow, city: str) -> str:
    name = line.indicator.name
    if line.adds_up:
        return (
            f"{name}\n全市目标{city}，这个县区分多少。没有任务填0；还没有定的空着，按未分解处理。"
        )
    how = "填百分数本身，如65%填65。" if line.indicator.kind is Kind.RATE else ""
    return (
        f"{name}\n填这个县区自己的目标线，不是把全市的拆开。{how}"
        f"空着就按全市目标{city}；没有任务填0。"
    )


def _own_advice(line: BreakdownRow) -> str:
    what = "任务" if line.adds_up else "工作的目标线"
    return f"{line.indicator.name}\n不在任何县区、由市级直接做的{what}。没有就空着。"


def _amount(line: BreakdownRow, title: str, message: str) -> dict[str, object]:
    if line.indicator.kind is Kind.RATE:
        most = max(line.target, 100.0)
        refusal = "只能填0到100之间的百分数本身，如65%填65，不写百分号和文字。"
        bounds: dict[str, object] = {"criteria": "between", "minimum": 0, "maximum": most}
        return {"validate": "decimal", **bounds, **words(title, message, refusal)}
    return amount(title, message, whole=line.adds_up and line.indicator.whole)


def _share(line: BreakdownRow, month: int) -> dict[str, object]:
    message = (
        f"{line.indicator.name}\n到{month}月底应完成全年任务的百分之几，是累计比例，如50%；"
        "不能比前面的小。整行空着，按月平均。"
    )
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": 1,
        **words(f"{month}月底节点", message, "只能填0%到100%之间的百分数，如50%。"),
    }
