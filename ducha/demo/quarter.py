"""Three months of a made-up city, through the same generate and the same merge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from ducha.demo.answers import figures, invent_breakdown, texts_of
from ducha.form.monthly import reporting_units
from ducha.period import CHINA, Period, last_day, months_between
from ducha.workflow.demo import DemoReturn, demo_workspace, furnish, put_foreign, put_return
from ducha.workflow.generate import generate
from ducha.workflow.merge import merge_month
from ducha.workflow.workspace import Outcome, Workspace, open_workspace

MONTHS_SHOWN = 3

FOREIGN = (("姓名", "单位", "电话"), ("（示例）", "市教体局", "00000000"))
"""A list of addresses that somebody sent along by mistake."""


def run(
    space: Workspace,
    folder: Path | None,
    say: Callable[[str], None],
    waiting: Callable[[], None] | None = None,
) -> Outcome:
    """Make a workspace of its own, live through three months in it, and say what to open."""
    with demo_workspace(space, folder, waiting) as (config, lock):
        furnish(space, config, invent_breakdown(space.ledger))
        last = space.first.plus(MONTHS_SHOWN - 1)
        for period in months_between(space.first, last):
            say(f"{period.label}：生成填报表，填写并送回……")
            generate(open_workspace(config, lock), period)
            deliver(open_workspace(config, lock), period, last)
        today = date(last.year, last.month, last_day(last))
        outcome = merge_month(open_workspace(config, lock), last, today)
    return replace(outcome, lines=("演示完成（数据都是虚构的）：", *outcome.lines), code=0)


def deliver(demo: Workspace, period: Period, last: Period) -> None:
    """Fill the month's forms and put them into the inbox, with the faults of the last month."""
    units = reporting_units(demo.ledger, demo.settings.reporters)
    faults = _faults(units) if period == last else {}
    for order, unit in enumerate(units):
        sent = datetime(period.year, period.month, 20 + order % 8, 9, order, tzinfo=CHINA)
        plain = DemoReturn(
            unit=unit,
            sent=sent,
            answers=figures(demo.ledger, unit, period.month),
            texts=texts_of(demo.ledger, unit, period),
        )
        for returned in faults.get(unit, _send_as_asked)(plain):
            put_return(demo, period, returned)
    if faults:
        put_foreign(demo, period, FOREIGN)


Fault = Callable[[DemoReturn], tuple[DemoReturn, ...]]


def _faults(units: Sequence[str]) -> dict[str, Fault]:
    """What goes wrong in the last month, and with whom."""
    return {
        units[1]: _send_correction,
        units[3]: _type_words,
        units[-4]: _send_late_by_mail,
        units[-2]: _send_nothing,
    }


def _send_as_asked(returned: DemoReturn) -> tuple[DemoReturn, ...]:
    return (returned,)


def _send_nothing(_: DemoReturn) -> tuple[DemoReturn, ...]:
    return ()


def _send_late_by_mail(returned: DemoReturn) -> tuple[DemoReturn, ...]:
    return (replace(returned, sent=returned.sent.replace(day=30, hour=16), mailed=True),)


def _type_words(returned: DemoReturn) -> tuple[DemoReturn, ...]:
    """Text in number cells: one can be read, one is not given, one cannot be read."""
    answers = dict(returned.answers)
    counts = [key for key in answers if key[2] == "done"]
    first = f"约{answers[counts[0]]:g}"
    answers.update(zip(counts, (first, "待统计", "完成过半"), strict=False))
    return (replace(returned, answers=answers),)


def _send_correction(returned: DemoReturn) -> tuple[DemoReturn, ...]:
    """A correction later the same day, with a little more done."""
    more = {
        key: value + 1 if isinstance(value, float) and key[2] == "done" else value
        for key, value in returned.answers.items()
    }
    correction = replace(
        returned, sent=returned.sent.replace(hour=15), answers=more, suffix="（更正）"
    )
    return returned, correction
