"""status, and what the program says without a verb: the month's situation and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ducha.ledger.model import Unit
from ducha.letters.reminders import DAYS_BEFORE, TO_REMIND
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.standing.reporting import ANSWERED, UnitState
from ducha.standing.words.return_words import (
    answered_words,
    chased_lines,
    reporting_lines,
    unit_lines,
)
from ducha.standing.words.scope import scope
from ducha.workflow.command import PROGRAM
from ducha.workflow.editions import find_edition, issue_folders, list_published
from ducha.workflow.next_step import (
    Situation,
    breakdown_lines,
    correction_lines,
    finding_lines,
    handed_lines,
    needs_a_person,
    next_step,
)
from ducha.workflow.outbox.parcels import FORMS
from ducha.workflow.outbox.reports import report_path
from ducha.workflow.sent import bounce_lines, read_posted, read_returned
from ducha.workflow.workspace import (
    Outcome,
    Watch,
    Workspace,
    gather_inbox,
    ledger_notes,
    merge_inbox,
    unit_states,
)


def show_home(space: Workspace, period: Period, today: date) -> Outcome:
    """Where the month stands, and what to do next."""
    merged = merge_inbox(space, gather_inbox(space), period)
    states = unit_states(space, merged, space.calendar(period, today))
    forms, report = space.folder(period) / FORMS, report_path(space, period)
    published = find_edition(space, period)
    month = Situation(
        period=period,
        forms=space.shown(forms),
        issued=forms.is_dir(),
        report=space.shown(report),
        reported=report.is_file(),
        states=states,
        published=published.name.told if published else "",
        signed=bool(published and issue_folders(published.folder)),
    )
    lines = (
        space.ledger.document.title,
        f"台账：{scope(merged.ledger.indicators)}，应报单位{len(states)}个",
        f"今天{today:%Y-%m-%d}，{period.label}报送截止{space.deadline(period):%Y-%m-%d}",
        f"收件箱{len(merged.judgements)}个文件；本期{answered_words(states)}",
        *chased_lines(states),
        *_open_lines(space, merged),
        *handed_lines(space, merged, today),
        *_to_remind(space, period, today, states),
        *list_published(space),
    )
    return Outcome((*lines, *ledger_notes(space), next_step(month)))


def show_status(
    space: Workspace, period: Period, today: date, watch: Watch | None = None
) -> Outcome:
    """Who has reported for the month, who has not."""
    merged = merge_inbox(space, gather_inbox(space, watch), period)
    states = unit_states(space, merged, space.calendar(period, today))
    unsaved = ledger_notes(space)
    back = bounce_lines(read_returned(space, read_posted(space, period)))
    standing = (
        *reporting_lines(states),
        *unit_lines(states),
        *_open_lines(space, merged),
        *handed_lines(space, merged, today),
        *_to_remind(space, period, today, states),
        *back,
        *list_published(space),
    )
    ending = _ending(states, space.deadline(period), today, period)
    code = 1 if unsaved or back or needs_a_person(merged, states) else 0
    return Outcome((*standing, *unsaved, ending), code)


def _ending(states: Sequence[UnitState], deadline: date, today: date, period: Period) -> str:
    """How the month stands in one sentence, and what to do about it (R7.273)."""
    silent = sum(unit.state not in ANSWERED for unit in states)
    merge = f"{PROGRAM} merge --period {period}"
    if not silent:
        return f"{answered_words(states)}。下一步：{merge}"
    if today <= deadline:
        return f"还有{silent}个单位未报，截止{deadline:%Y-%m-%d}；收到的文件存入 inbox 后再查看"
    return f"已过截止日{deadline:%Y-%m-%d}，{silent}个单位需催报；也可先汇总：{merge}"


def _to_remind(
    space: Workspace, period: Period, today: date, states: Sequence[UnitState]
) -> tuple[str, ...]:
    """Whom to call, once it is time to remind (R10.63)."""
    deadline = space.deadline(period)
    if today < space.settings.days.before(deadline, DAYS_BEFORE):
        return ()
    what = "提醒" if today <= deadline else "催报"
    names = [unit for unit in states if unit.state in TO_REMIND]
    called = "；".join(_whom(space.ledger.by_unit[unit.unit]) for unit in names)
    return (f"该{what}了（{PROGRAM} remind）：{called}",) if names else ()


def _whom(unit: Unit) -> str:
    return " ".join(word for word in (unit.name, unit.contact, unit.phone) if word)


def _open_lines(space: Workspace, merged: MergedInbox) -> tuple[str, ...]:
    """What is open besides the returns: findings, what was sent back, breakdowns."""
    return (
        *finding_lines(merged.findings, merged.ledger),
        *correction_lines(merged, space.ledger, space.settings.reporters),
        *breakdown_lines(merged.ledger),
    )
