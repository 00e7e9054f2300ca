"""提醒 and 催报: what every unit still owes for a month, and the letter that says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ducha.breakdown.in_force import owed_breakdowns
from ducha.form.breakdown import BreakdownCorrection
from ducha.form.monthly import Correction, Duty, tasks_of
from ducha.ledger.model import Indicator, Ledger, Unit
from ducha.letters.breakdowns import breakdown_corrections
from ducha.letters.facts import Fact, Letter, addressee_facts, addresses, bureau_facts, long_day
from ducha.letters.returned import corrections
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.standing.reporting import State, UnitState

_MOST_NAMED = 20
_NOTHING_CAME = {
    State.AWAITED: "本月月报表还没有报送",
    State.MISSING: "本月月报表没有报送",
    State.EMPTY: "报来的月报表没有填数，按没有报送算",
    State.USELESS: "来过的文件不能用，没有收到填好的月报表",
}
"""States in which the month's return is owed whole."""

TO_REMIND = frozenset({*_NOTHING_CAME, State.PARTIAL, State.RETURNED})
"""States of a return that is not there, or not whole."""

DAYS_BEFORE = 2
"""Working days from 提醒 to the deadline, and from one 催报 to the next (R10.62)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What one unit owes: its state, each thing in a sentence, which forms it needs again."""

    unit: Unit
    state: str
    missing: tuple[str, ...]
    monthly: bool = False
    returned: bool = False
    breakdown: bool = False
    breakdown_returned: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """What the inbox says of all units."""

    merged: MergedInbox
    states: Mapping[str, UnitState]
    corrections: Mapping[str, Correction]
    divided: Mapping[str, BreakdownCorrection]
    blank: Mapping[str, tuple[Indicator, ...]]


def shortfalls(
    merged: MergedInbox, states: Sequence[UnitState], ledger: Ledger
) -> tuple[Shortfall, ...]:
    """Every unit that is to be reminded, in the order of the ledger (R10.60).

    It is 未报, 空表, 来件无效 or 报送不全, has an unanswered 退回件, or owes a breakdown.

    Args:
        merged: The inbox, up to the month.
        states: How every unit stands with its return of the month.
        ledger: Which rows of the breakdown are asked.
    """
    known = _Known(
        merged,
        {state.unit: state for state in states},
        corrections(merged, [state.unit for state in states]),
        breakdown_corrections(merged, ledger),
        owed_breakdowns(merged.ledger),
    )
    found = (_shortfall(known, unit) for unit in ledger.units)
    return tuple(shortfall for shortfall in found if shortfall.missing)


def _shortfall(known: _Known, unit: Unit) -> Shortfall:
    name = unit.name
    state = known.states.get(name)
    returned, divided = name in known.corrections, name in known.divided
    return Shortfall(
        unit=unit,
        state=str(state.state) if state else "",
        missing=tuple(_missing(known, name)),
        monthly=state is not None and not returned and _owes_form(state),
        returned=returned,
        breakdown=name in known.blank and not divided,
        breakdown_returned=divided,
    )


def _owes_form(state: UnitState) -> bool:
    return state.state in _NOTHING_CAME or state.state is State.PARTIAL


def _missing(known: _Known, unit: str) -> Iterator[str]:
    """What is missing, a sentence each."""
    state = known.states.get(unit)
    if state and state.state in _NOTHING_CAME:
        yield _NOTHING_CAME[state.state]
    elif state and state.state is State.PARTIAL:
        left = state.owed - state.filled
        yield f"月报表没有填全，应填{state.owed}行，还差{left}行{_rows(known, unit)}"
    if unit in known.corrections:
        faults = known.corrections[unit]
        number = len(faults.faults) + len(faults.others)
        yield f"退回的月报表还有{number}处没有更正，见附件〔退回原因〕"
    if unit in known.divided:
        number = len(known.divided[unit].faults) + len(known.divided[unit].others)
        yield f"退回的任务分解表还有{number}处没有更正，见附件〔退回原因〕"
    if unit in known.blank:
        names = [indicator.name for indicator in known.blank[unit]]
        yield f"任务分解表还有{len(names)}个指标没有分解到县区：{_named(names)}"


def _rows(known: _Known, unit: str) -> str:
    """The rows that are owed and blank, by name."""
    ledger, month = known.merged.ledger, known.merged.period.month
    filled = {
        (row.code, row.county)
        for examined in known.merged.examined
        if examined.submission.claim.unit == unit
        for row in examined.figures
    }
    blank = [
        f"{task.indicator.name}（{task.county}）"
        for task in tasks_of(ledger, unit, month)
        if task.duty is Duty.OWED and (task.indicator.code, task.county) not in filled
    ]
    return f"：{_named(blank)}" if blank else ""


def _named(names: Sequence[str]) -> str:
    more = f"等{len(names)}项" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more


# The letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One reminder: of what, the how manieth, by when; `round` 0 is a 提醒 before the deadline."""

    shortfall: Shortfall
    period: Period
    round: int
    deadline: date
    until: date
    """The day whose noon is the new time limit of a 催报."""


def reminder_letter(reminder: Reminder, ledger: Ledger) -> Letter:
    """The letter of a reminder: what is missing, by when (R10.61)."""
    unit, month = reminder.shortfall.unit, reminder.period.label
    what = round_words(reminder.round)
    urged: dict[str, Fact] = {"催报": what, "新期限": new_limit(reminder.until)}
    return Letter(
        addresses(unit),
        f"{what}：{month}月报表（{unit.name}）",
        {
            **addressee_facts(unit),
            "期次": month,
            "截止日期": long_day(reminder.deadline),
            **(urged if reminder.round else {}),
            **bureau_facts(ledger.document),
            "缺项": reminder.shortfall.missing,
        },
    )


def round_words(number: int) -> str:
    """A round as it is called: 提醒, 催报, 第2次催报."""
    return "提醒" if not number else "催报" if number == 1 else f"第{number}次催报"


def new_limit(day: date) -> str:
    """The new time limit: noon of a day (R10.62)."""
    return f"{long_day(day)}12:00"


# The list for the telephone


CALL_HEADINGS = (
    *("单位", "类别", "状态", "缺什么", "联系人", "电话", "收件邮箱"),
    *("催报次数", "最近一次", "本次", "新期限", "通话记录（谁接的，怎么说）"),
)
"""The last is left blank, for a pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One unit in the list for the telephone: how often it was reminded, what goes out now."""

    shortfall: Shortfall
    times: int
    last: str
    now: str
    until: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Under `CALL_HEADINGS`."""
        unit = self.shortfall.unit
        return (
            *(unit.name, str(unit.group), self.shortfall.state),
            "\n".join(self.shortfall.missing),
            *(unit.contact, unit.phone, "；".join(unit.mails)),
            *(str(self.times), self.last, self.now, self.until, ""),
        )
