"""What the made-up city answers: its breakdown, its figures, its words; the same every time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

from ducha.form.monthly import Duty, tasks_of
from ducha.ledger.model import Indicator, Judged, Kind, Ledger, Level
from ducha.period import Period

MARK = "【演示数据，非真实】"
_CAPACITY = (9, 14, 12, 10, 11, 6, 8, 7, 9, 4)
"""How a city's target is shared among counties, in turn: invented."""

_WORDS = {
    "progress": (
        "按计划推进，已完成阶段性任务。",
        "进展顺利，正在组织验收。",
        "已完成招标，陆续开工。",
    ),
    "problem": ("无", "部分点位资金尚未到位。", "施工受雨季影响，进度偏慢。", "专业人员不足。"),
    "suggestion": ("无", "建议加快市级配套资金拨付。", "建议统一组织业务培训。"),
    "next_step": ("加快进度，确保按期完成。", "逐项倒排工期，每周调度。"),
}


_DIFFERS, _STUCK, _ASKS_HELP = 0.03, 0.06, 0.1
"""How often a county differs from its lead, a task is stuck, a unit asks the city for help."""


def invent_breakdown(ledger: Ledger) -> Ledger:
    """The ledger with a made-up, clearly marked breakdown to counties."""
    targets = {
        (indicator.code, county): share
        for indicator in ledger.indicators
        for county, share in _shares(ledger, indicator)
    }
    document = replace(ledger.document, title=MARK + ledger.document.title)
    return replace(ledger, document=document, targets=targets)


def _shares(ledger: Ledger, indicator: Indicator) -> Iterator[tuple[str, float]]:
    """A count is split by weights, the last county taking the rest; a rate is every county's."""
    counties = ledger.counties_of(indicator)
    if indicator.target is None:
        return
    if indicator.kind is not Kind.COUNT:
        yield from ((county, indicator.target) for county in counties)
        return
    weights = [_CAPACITY[n % len(_CAPACITY)] for n in range(len(counties))]
    step = 1 if indicator.whole else 0.5
    left = indicator.target
    for county, weight in zip(counties[:-1], weights, strict=False):
        share = indicator.target * weight / sum(weights) // step * step
        left -= share
        yield county, share
    if counties:
        yield counties[-1], left


def figures(ledger: Ledger, unit: str, month: int) -> Mapping[tuple[str, str, str], str | float]:
    """What a unit types in number cells, by (code, county, column); a few beside their lead's."""
    answers: dict[tuple[str, str, str], str | float] = {}
    for task in tasks_of(ledger, unit, month):
        if task.duty is Duty.OWED:
            key = (task.indicator.code, task.county)
            for column, value in _figure(ledger, task.indicator, task.county, month).items():
                answers[(*key, column)] = value
            if unit not in task.indicator.leads and _chance(f"{key}差").random() < _DIFFERS:
                answers.update(_disagreeing(answers, key))
    return answers


def _disagreeing(
    answers: Mapping[tuple[str, str, str], str | float], key: tuple[str, str]
) -> dict[tuple[str, str, str], str | float]:
    done = answers.get((*key, "done"))
    return {(*key, "done"): done + 2} if isinstance(done, float) else {}


def _figure(
    ledger: Ledger, indicator: Indicator, county: str, month: int
) -> dict[str, str | float]:
    """An invented figure that grows from month to month, at a pace of the place's own."""
    chance = _chance(f"{indicator.code}{county}")
    pace = 0.86 + 0.3 * chance.random()
    if chance.random() < _STUCK:
        pace *= 0.3
    if indicator.kind is Kind.QUALITATIVE:
        return {"done": str(Level.UNDER_WAY)}
    if indicator.kind is Kind.COUNT:
        target = ledger.target_of(indicator, county, month) or 0.0
        done = target * min(month / 12 * pace, 1.1)
        return {"done": float(int(done)) if indicator.whole else round(done, 1)}
    whole = float(chance.randint(40, 400) * (month if indicator.judged is Judged.MONTHLY else 12))
    line = 1.0 if indicator.kind is Kind.STANDARD else (indicator.target or 0.0) / 100
    reached = min(line * (0.97 + 0.08 * chance.random()), 1.0)
    if indicator.judged is Judged.BY_DEADLINE:
        reached *= month / 12 * pace
    return {"numerator": float(int(whole * reached)), "denominator": whole}


def texts_of(ledger: Ledger, unit: str, period: Period) -> Mapping[tuple[str, str], str]:
    """What a unit writes about each of its items, by (item, column)."""
    texts: dict[tuple[str, str], str] = {}
    codes = dict.fromkeys(t.indicator.item for t in tasks_of(ledger, unit, period.month))
    for item in codes:
        chance = _chance(f"{unit}{item}{period}")
        for key, choices in _WORDS.items():
            text = chance.choice(choices)
            texts[item, key] = text if text == "无" else f"{period.month}月{text}"
        texts[item, "coordination"] = "是" if chance.random() < _ASKS_HELP else "否"
    return texts


def _chance(seed: str) -> Random:
    """Chance that falls the same way every time, on any machine."""
    return Random(seed)  # noqa: S311 - made-up figures, nothing secret
