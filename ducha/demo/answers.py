"""The whole month on made-up answers, through the same generate and the same merge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from random import Random

from ducha.form.monthly import Duty, reporting_units, tasks_of
from ducha.ledger.model import Indicator, Judged, Kind, Ledger, Level
from ducha.period import CHINA, Period, last_day, months
from ducha.workflow.demo import Return, foreign, prepare, put
from ducha.workflow.generate import generate
from ducha.workflow.merge import merge_month
from ducha.workflow.workspace import Outcome, Workspace, open_workspace

MARK = "【演示数据，非真实】"
MONTHS_SHOWN = 3
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

FOREIGN = (("姓名", "单位", "电话"), ("（示例）", "市教体局", "00000000"))
"""A list of addresses that somebody sent along by mistake."""


def run(space: Workspace, folder: Path | None, say: Callable[[str], None]) -> Outcome:
    """Make a workspace of its own, live through three months in it, and say what to open."""
    config = prepare(space, folder, invented(space.ledger))
    last = space.first.plus(MONTHS_SHOWN - 1)
    for period in months(space.first, last):
        say(f"{period.label}：生成填报表，填写并送回……")
        generate(open_workspace(config), period)
        deliver(open_workspace(config), period, last)
    today = date(last.year, last.month, last_day(last))
    outcome = merge_month(open_workspace(config), last, today)
    return Outcome(("演示完成（数据都是虚构的）：", *outcome.lines))


def deliver(demo: Workspace, period: Period, last: Period) -> None:
    """Fill the month's forms and put them into the inbox, with the faults of the last month."""
    units = reporting_units(demo.ledger, demo.settings.reporters)
    faults = _faults(units) if period == last else {}
    for order, unit in enumerate(units):
        sent = datetime(period.year, period.month, 20 + order % 8, 9, order, tzinfo=CHINA)
        plain = Return(
            unit, sent, _answers(demo.ledger, unit, period.month), _texts(demo.ledger, unit, period)
        )
        for one in faults.get(unit, _as_asked)(plain):
            put(demo, period, one)
    if faults:
        foreign(demo, period, FOREIGN)


def invented(ledger: Ledger) -> Ledger:
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


Fault = Callable[[Return], tuple[Return, ...]]


def _faults(units: Sequence[str]) -> dict[str, Fault]:
    """What goes wrong in the last month, and with whom."""
    return {
        units[1]: _twice,
        units[3]: _in_words,
        units[-4]: _late_by_mail,
        units[-2]: _silent,
    }


def _as_asked(one: Return) -> tuple[Return, ...]:
    return (one,)


def _silent(_: Return) -> tuple[Return, ...]:
    return ()


def _late_by_mail(one: Return) -> tuple[Return, ...]:
    return (replace(one, sent=one.sent.replace(day=30, hour=16), mailed=True),)


def _in_words(one: Return) -> tuple[Return, ...]:
    """Text in number cells: one can be read, one is not given, one cannot be read."""
    answers = dict(one.answers)
    counts = [key for key in answers if key[2] == "done"]
    first = f"约{answers[counts[0]]:g}"
    answers.update(zip(counts, (first, "待统计", "完成过半"), strict=False))
    return (replace(one, answers=answers),)


def _twice(one: Return) -> tuple[Return, ...]:
    """A correction later the same day, with a little more done."""
    more = {
        key: value + 1 if isinstance(value, float) and key[2] == "done" else value
        for key, value in one.answers.items()
    }
    again = replace(one, sent=one.sent.replace(hour=15), answers=more, suffix="（更正）")
    return one, again


def _answers(ledger: Ledger, unit: str, month: int) -> Mapping[tuple[str, str, str], str | float]:
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


def _texts(ledger: Ledger, unit: str, period: Period) -> Mapping[tuple[str, str], str]:
    texts: dict[tuple[str, str], str] = {}
    codes = dict.fromkeys(t.indicator.item for t in tasks_of(ledger, unit, period.month))
    for item in codes:
        chance = _chance(f"{unit}{item}{period}")
        for key, choices in _WORDS.items():
            text = chance.choice(choices)
            texts[item, key] = text if text == "无" else f"{period.month}月：{text}"
        texts[item, "coordination"] = "是" if chance.random() < _ASKS_HELP else "否"
    return texts


def _chance(seed: str) -> Random:
    """Chance that falls the same way every time, on any machine."""
    return Random(seed)  # noqa: S311 - made-up figures, nothing secret
