"""Formulas of the form: the checks and the status rules once more, in Excel's words.

Each is a template in which {key} stands for the cell of that column in the row: {done} -> $M7.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from ducha.cells import letters
from ducha.checks.rows import CHECKS
from ducha.files.writing.form.page import HEADING_ROW
from ducha.files.writing.sheet import quote
from ducha.findings import Severity
from ducha.form.monthly import (
    PROGRESS,
    PROGRESS_SHEET,
    Duty,
    IssuedGrades,
    ProgressRow,
    asked_columns,
)
from ducha.ledger.model import CITY, Direction, Judged, Kind, Level
from ducha.status.rating import Plan, Status, Thresholds

LETTERS = {column.key: letters(index) for index, column in enumerate(PROGRESS)}
ERROR_HINT = "单元格有错误值，请改填数字"

_SIGNS = {Direction.AT_MOST: "<=", Direction.MORE: ">"}


def cells(row: int) -> dict[str, str]:
    """References to the cells of one row, counted from 0: the column fixed, the row not."""
    return {key: f"${letter}{row + 1}" for key, letter in LETTERS.items()}


class _LiveCheck(NamedTuple):
    """A check as the bureau grades it, and its formula per column."""

    severity: Severity
    sentence: str
    tests: tuple[tuple[str, str], ...]


@cache
def _live_checks(grades: IssuedGrades) -> tuple[_LiveCheck, ...]:
    """The checks without those that the bureau has switched off (R6.9)."""
    given = dict(grades)
    graded = ((given.get(check.code, check.severity), check) for check in CHECKS)
    return tuple(
        _LiveCheck(severity, check.sentence, check.live) for severity, check in graded if severity
    )


@cache
def hint(kind: Kind, grades: IssuedGrades = ()) -> str:
    """校验提示: the sentence of the first check that fails in the columns asked."""
    inner = '""'
    for check in reversed(_live_checks(grades)):
        tests = ",".join(test for key, test in check.tests if key in asked_columns(kind))
        if tests:
            inner = f'IF(OR({tests}),"{check.sentence}",{inner})'
    return f'=IFERROR({inner},"{ERROR_HINT}")'


@cache
def _held_test(kinds: tuple[Kind, ...], grades: IssuedGrades) -> str:
    """Whether a check that costs the value has spoken in a row of these kinds."""
    keys = {key for kind in kinds for key in asked_columns(kind)}
    costly = (
        check.sentence
        for check in _live_checks(grades)
        if check.severity is Severity.RETURN and keys.intersection(key for key, _ in check.tests)
    )
    return "OR(" + ",".join(f'{{hint}}="{sentence}"' for sentence in (*costly, ERROR_HINT)) + ")"


def colours(grades: IssuedGrades = ()) -> tuple[tuple[Severity, str, str], ...]:
    """Severity, column key and formula of every live colour; the city's own line is not checked.

    What is but a 提示 colours no cell; its sentence stands in 校验提示.
    """
    return (
        *(
            (check.severity, key, f'=AND({{county}}<>"{CITY}",{test})')
            for check in _live_checks(grades)
            if check.severity is not Severity.NOTE
            for key, test in check.tests
        ),
        (Severity.RETURN, "hint", f"={_held_test(tuple(Kind), grades)}"),
        (Severity.VERIFY, "hint", f'=AND({{county}}<>"{CITY}",LEN({{hint}})>0)'),
    )


def completion(kind: Kind) -> str:
    """完成率: nothing while there is nothing to divide."""
    if kind is Kind.QUALITATIVE:
        return ""
    part, whole = ("done", "target") if kind is Kind.COUNT else ("numerator", "denominator")
    return f'=IFERROR(IF(AND(ISNUMBER({{{part}}}),{{{whole}}}>0),{{{part}}}/{{{whole}}},""),"")'


def preview(row: ProgressRow, thresholds: Thresholds, grades: IssuedGrades = ()) -> str:
    """状态预判: what `status.rate` will say of the row, runs over months left out."""
    if row.plan.target == 0:
        return ""
    early = row.plan.month < row.plan.indicator.start
    silent = "" if row.task.duty is Duty.OPTIONAL else Status.NO_TASK if early else Status.NO_RETURN
    held = _held_test((row.plan.indicator.kind,), grades)
    return _preview(row.plan, thresholds, silent, held)


@lru_cache(maxsize=1024)
def _preview(plan: Plan, thresholds: Thresholds, silent: str, held: str) -> str:
    kind = plan.indicator.kind
    if kind is Kind.QUALITATIVE:
        blank, judged = "LEN({done})=0", _level(plan)
    elif kind is Kind.COUNT:
        blank, judged = "LEN({done})=0", _count(plan, thresholds)
    else:
        blank, judged = "LEN({numerator}&{denominator})=0", _share(plan, thresholds)
    if plan.target is None and kind is not Kind.QUALITATIVE:
        judged = _word(Status.NOT_BROKEN_DOWN)
    # Of the city a sum may lack its other half while a county's is still to be put right.
    inner = f'IF({held},"{Status.HELD}",IF({blank},"{silent}",{judged}))'
    return f'=IFERROR({inner},"{Status.HELD}")'


def _word(status: Status) -> str:
    return f'"{status}"'


def _level(plan: Plan) -> str:
    waiting = Status.ON_TRACK if plan.month < plan.indicator.start else Status.LAGGING
    rest = f'IF({{done}}="{Level.UNDER_WAY}","{Status.ON_TRACK}","{waiting}")'
    if plan.over:
        rest = _word(Status.BEHIND)
    return f'IF({{done}}="{Level.FINISHED}","{Status.DONE}",{rest})'


def _count(plan: Plan, thresholds: Thresholds) -> str:
    sign = _SIGNS.get(plan.indicator.direction, ">=")
    kept = plan.indicator.is_ceiling and not plan.final_month
    met = Status.ON_TRACK if kept else Status.DONE
    return f'IF({{done}}{sign}{{target}},"{met}",{_unmet_count(plan, thresholds)})'


def _unmet_count(plan: Plan, thresholds: Thresholds) -> str:
    if plan.over or plan.indicator.is_ceiling:
        return _word(Status.BEHIND)
    gap = "{due}-{done}/{target}"
    if plan.final_month:
        return _lagging_or_worse(gap, thresholds)
    if plan.due == 0:
        return _word(Status.ON_TRACK)
    by_gap = _by_gap(gap, thresholds)
    if not plan.indicator.whole:
        return by_gap
    enough = "{done}>=INT(ROUND({target}*{due},9))"
    return f'IF({enough},"{Status.ON_TRACK}",{by_gap})'


def _by_gap(gap: str, thresholds: Thresholds) -> str:
    on_track = f"{_points(gap)}<={thresholds.on_track:.15g}"
    return f'IF({on_track},"{Status.ON_TRACK}",{_lagging_or_worse(gap, thresholds)})'


def _lagging_or_worse(gap: str, thresholds: Thresholds) -> str:
    severe = f"{_points(gap)}<={thresholds.severe:.15g}"
    return f'IF({severe},"{Status.LAGGING}","{Status.BEHIND}")'


def _points(share: str) -> str:
    """Percentage points to 0.1; the inner rounding takes binary noise off the half."""
    return f"ROUND(ROUND(({share})*100,8),1)"


def _share(plan: Plan, thresholds: Thresholds) -> str:
    line = f"{float(plan.line * 100):.15g}"
    sign = _SIGNS.get(plan.indicator.direction, ">=")
    monthly = plan.indicator.judged is Judged.MONTHLY and not plan.final_month
    met = Status.ON_TRACK if monthly else Status.DONE
    reached = f"ROUND({{numerator}}*100-{line}*{{denominator}},6){sign}0"
    missed = _missed_line(plan, line, thresholds)
    return f'IF({{denominator}}=0,"{Status.ON_TRACK}",IF({reached},"{met}",{missed}))'


def _missed_line(plan: Plan, line: str, thresholds: Thresholds) -> str:
    if plan.over or plan.indicator.direction is Direction.AT_MOST:
        return _word(Status.BEHIND)
    if plan.indicator.judged is Judged.MONTHLY or plan.final_month:
        return _lagging_or_worse(f"{line}/100-{{numerator}}/{{denominator}}", thresholds)
    if plan.by_milestone:
        return _by_gap(f"{line}/100*{{due}}-{{numerator}}/{{denominator}}", thresholds)
    return _word(Status.ON_TRACK)


def total(key: str, first: int, last: int) -> str:
    """全市: the counted rows above, from `first` to `last`; blank while none of them is filled."""
    mine, counted = _span(key, first, last), _span("counted", first, last)
    filled = f'{counted},1,{mine},">=0"'
    return f'=IF(COUNTIFS({filled})=0,"",SUMIFS({mine},{filled}))'


def worst_level(first: int, last: int) -> str:
    """全市 of a qualitative indicator: the worst of the counted rows above."""
    mine, counted = _span("done", first, last), _span("counted", first, last)
    inner = '""'
    for level in reversed(Level):
        inner = f'IF(COUNTIFS({counted},1,{mine},"{level}")>0,"{level}",{inner})'
    return f"={inner}"


def missing(first: int, last: int) -> str:
    """Beside 全市: how many rows above still wait for a figure."""
    waiting = f'COUNTIF({_span("preview", first, last)},"{Status.NO_RETURN}")'
    return f'=IF({waiting}=0,"","还有"&{waiting}&"行未填")'


def jump(code: str, name: str, rows: int) -> tuple[str, str]:
    """From another sheet: a link to an indicator's first row, and how many rows lack a figure.

    Of a code that is no longer there only the name is left (R5.7).
    """
    sheet = f"'{PROGRESS_SHEET}'!"
    first, last = HEADING_ROW + 1, HEADING_ROW + rows
    spans = (f"{sheet}{_span(key, first, last)}" for key in ("code", "county", "preview"))
    codes, places, words = spans
    wanted, shown = quote(code), quote(name)
    row = f"MATCH({wanted},{codes},0)+{first}"
    target = f'"#{sheet}${LETTERS["indicator"]}$"&{row}'
    waiting = f'=COUNTIFS({codes},{wanted},{places},"<>{CITY}",{words},"{Status.NO_RETURN}")'
    return f"=IFERROR(HYPERLINK({target},{shown}),{shown})", waiting


def _span(key: str, first: int, last: int) -> str:
    letter = LETTERS[key]
    return f"${letter}${first + 1}:${letter}${last + 1}"
