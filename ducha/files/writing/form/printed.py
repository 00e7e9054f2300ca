"""What is printed in a row of 进度填报, and which columns a unit's form shows for it."""

from __future__ import annotations

from dataclasses import replace

from ducha.files.writing.form.paper import fitted
from ducha.form.column import Column
from ducha.form.monthly import PROGRESS, Duty, Form, ProgressRow
from ducha.ledger.model import Indicator, Kind, Level
from ducha.status.rating import Figure, Status

_LONG = 30
"""A form with more rows of figures is a long one."""

Printed = dict[str, str | float | None]


def shown_columns(form: Form) -> tuple[Column, ...]:
    """All columns of 进度填报, those hidden that this unit does not need (R5.5, R5.6)."""
    needed = {
        "county": any(row.task.county != form.unit for row in form.progress),
        "numerator": any(row.task.indicator.asks_parts for row in form.progress),
        "denominator": any(row.task.indicator.asks_parts for row in form.progress),
        "note": any(map(_is_explained, form.progress)),
        "due": any(map(is_surpassed, form.progress)),
    }
    shown = {column.key for column in PROGRESS if needed.get(column.key, not column.hidden)}
    return fitted([replace(column, hidden=column.key not in shown) for column in PROGRESS])


def is_long(form: Form) -> bool:
    """Whether its rows are to be filtered and jumped to (R5.7)."""
    return len(form.progress) > _LONG


def _is_explained(row: ProgressRow) -> bool:
    return row.task.duty is Duty.EARLY or bool(_note(row.task.indicator))


def is_surpassed(row: ProgressRow) -> bool:
    """Whether something else is due than the months that have passed (R5.6)."""
    return _is_paced(row) and row.plan.due != row.plan.schedule


def _is_paced(row: ProgressRow) -> bool:
    return row.task.duty is not Duty.NO_TASK and not row.task.indicator.is_ceiling


def printed(row: ProgressRow, *, first: bool) -> Printed:
    """What stands in a row as issued; `first` of its indicator."""
    indicator, duty = row.task.indicator, row.task.duty
    paced = _is_paced(row)
    return {
        "code": indicator.code,
        "kind": indicator.kind,
        "whole": "是" if indicator.whole else "否",
        "counted": float(row.counted),
        "matter": indicator.matter,
        "indicator": indicator.name,
        "measure": indicator.measure,
        "county": row.task.county,
        "target": row.plan.target,
        "previous": _previous(row.previous),
        "previous_numerator": row.previous.numerator,
        "previous_denominator": row.previous.denominator,
        "schedule": float(row.plan.schedule) if paced else None,
        "preview": Status.NO_TASK if duty is Duty.NO_TASK else "",
        "note": _row_note(indicator, duty, first=first),
        "remark": _REMARKS.get(duty, ""),
        "due": float(row.plan.due) if paced else None,
    }


_REMARKS = {Duty.NO_TASK: "无任务，不用填", Duty.TOTAL: "自动合计，不用填"}
_DUTY_NOTES = {
    Duty.OPTIONAL: "没有直接承担任务的，不用填。",
    Duty.EARLY: "还没有到起始月，有进展的可以填，不填不算漏报。",
}


def _row_note(indicator: Indicator, duty: Duty, *, first: bool) -> str:
    """What the indicator counts, said once; beside its other rows what they ask."""
    note = _note(indicator) if first else ""
    if first and duty is not Duty.EARLY:
        return note
    return "\n".join(filter(None, (note, _DUTY_NOTES.get(duty, ""))))


def _previous(figure: Figure) -> str | float | None:
    if figure.level is not None:
        return Level(figure.level)
    if figure.no_object:
        return "无对象"
    return figure.done if figure.share is None else float(figure.share)


def _note(indicator: Indicator) -> str:
    parts = (
        indicator.note,
        f"分子：{indicator.numerator_note}" if indicator.numerator_note else "",
        f"分母：{indicator.denominator_note}" if indicator.denominator_note else "",
    )
    return "\n".join(part for part in parts if part)


LOOKS = {
    **dict.fromkeys(("matter", "indicator", "note", "remark"), "text"),
    **dict.fromkeys(("completion", "schedule"), "share"),
    "hint": "top",
    "due": "last_share",
    **dict.fromkeys(("measure", "county", "preview"), "centre"),
}


def look(key: str, row: ProgressRow) -> str:
    """How a cell holds what is in it."""
    kind = row.task.indicator.kind
    if key == "previous" and kind in {Kind.RATE, Kind.STANDARD}:
        return "share"
    if key in {"done", "previous"} and kind is Kind.QUALITATIVE:
        return "centre"
    if key == "schedule" and is_surpassed(row):
        return "surpassed"
    return LOOKS.get(key, "number")
