"""The sheet 任务分解: a row per indicator, a column per county, sums and checks alive."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ducha.cells import Value, as_text
from ducha.files.writing.breakdown import formulas
from ducha.files.writing.breakdown.formulas import Grid
from ducha.files.writing.breakdown.rules import rules_of
from ducha.files.writing.form.page import (
    HEADING_ROW,
    blank_repeats,
    first_shown,
    page_of,
    set_up_page,
    write_headings,
    write_warning,
)
from ducha.files.writing.form.paper import (
    A3,
    A4,
    LETTERS,
    READABLE_PERCENT,
    fitted,
    holds,
    page_starts,
)
from ducha.files.writing.form.styles import ENTRY, IDLE, LOCKED, TOTAL, FormStyles, height
from ducha.files.writing.sheet import condition, number, rule, text
from ducha.files.writing.sheet import formula as write_formula
from ducha.form.breakdown import (
    BREAKDOWN_SHEET,
    MILESTONE_MONTHS,
    BreakdownForm,
    BreakdownRow,
)
from ducha.form.column import Column
from ducha.period import Period
from ducha.values.reading import shown

FIRST = HEADING_ROW + 1
_ADVICE = (
    "只填浅黄色格子。没有任务的县区填0，还没有定的空着；时间节点填1月到季度末的累计百分比，"
    "整行空着按月平均；差额红色是不够全市目标。已填好的，有变化直接改。"
)
_NOT_ADDED = "不相加"
_SENT_BACK = "标红的格子请改正"
_ROW_POINTS = 36

_LOOKS = {
    **dict.fromkeys(("matter", "indicator", "hint", "note"), "text"),
    **dict.fromkeys(("kind", "measure"), "centre"),
    **dict.fromkeys((f"milestone{month}" for month in MILESTONE_MONTHS), "share"),
    **dict.fromkeys(("deadline", "contact", "phone"), "typed"),
}


def write(sheet: Worksheet, form: BreakdownForm, styles: FormStyles) -> None:
    """Write the whole sheet, on paper on which it can be read (R5.10)."""
    grid = formulas.grid_of(form)
    paper = A4 if holds(A4, form.columns) else A3
    columns = fitted(form.columns, paper)
    headings = height([(column.heading, column.width, LETTERS) for column in columns], 50)
    _head(sheet, form, columns, headings, styles)
    heights = [
        _row(sheet, row, (form, line), (grid, columns), styles)
        for row, line in enumerate(form.rows, start=FIRST)
    ]
    starts = page_starts([[points] for points in heights], page_of(columns, headings, paper=paper))
    first_rows = [FIRST + row for row in starts]
    blank_repeats(sheet, grid.at["matter"], first_rows, FIRST + len(form.rows), styles)
    footer = f"{form.unit}　{form.year}年　{BREAKDOWN_SHEET}"
    set_up_page(sheet, footer, grid.at["target"] + 1, paper)
    sheet.set_h_pagebreaks(first_rows[1:])
    if not holds(paper, columns):
        sheet.set_print_scale(READABLE_PERCENT)
        sheet.repeat_columns(0, grid.at["target"])


def _head(
    sheet: Worksheet,
    form: BreakdownForm,
    columns: tuple[Column, ...],
    headings: float,
    styles: FormStyles,
) -> None:
    left = first_shown(columns)
    lines = (
        (f"{form.year}年重点民生实事任务分解表", "title"),
        (f"填报单位：{form.unit}　　年度：{form.year}年　　收表单位：{form.host}", "line"),
        (_ADVICE + _uncounted(form), "advice"),
    )
    for row, (content, style) in enumerate(lines):
        text(sheet, row, left, content, styles.plain[style])
    write_warning(sheet, columns, styles)
    write_headings(sheet, columns, headings, styles)


def _uncounted(form: BreakdownForm) -> str:
    """Counties whose figures are counted in another's; the clerk must know why Σ is smaller."""
    names = [place for place in form.places if place not in form.counted]
    return f"{'、'.join(names)}的数不计入合计。" if names else ""


def _row(
    sheet: Worksheet,
    row: int,
    asked: tuple[BreakdownForm, BreakdownRow],
    table: tuple[Grid, tuple[Column, ...]],
    styles: FormStyles,
) -> float:
    """Write a row; its height."""
    (form, line), (grid, columns) = asked, table
    printed = _printed(line, form)
    live = _live(grid, form, line, row)
    points = _height(printed, columns)
    sheet.set_row(row, points)
    for index, column in enumerate(columns):
        style = styles.cell[_LOOKS.get(column.key, "number"), _tone(column, line, form)]
        value = printed.get(column.key)
        if column.key in live:
            formula, result = live[column.key]
            write_formula(sheet, (row, index), formula, style, result)
        elif isinstance(value, float):
            number(sheet, row, index, value, style)
        else:
            text(sheet, row, index, as_text(value or ""), style)
    for first, last, settings in rules_of(line, form.places, form.year):
        rule(sheet, (row, grid.at[first], row, grid.at[last]), settings)
    for first, last, test, colour in formulas.colour_rules(grid, line, row, _filled(form, line)):
        area = (row, grid.at[first], row, grid.at[last])
        condition(sheet, area, test, styles.plain[colour])
    return points


def _filled(form: BreakdownForm, line: BreakdownRow) -> dict[str, float]:
    """The numbers in the cells of a row when the form is issued, by column."""
    return {
        key: value
        for (code, key), value in form.known.items()
        if code == line.indicator.code and isinstance(value, float)
    }


def _tone(column: Column, line: BreakdownRow, form: BreakdownForm) -> str:
    if column.key in form.places and column.key not in line.places:
        return IDLE
    if column.key in {"sum", "difference"}:
        return TOTAL if line.adds_up else IDLE
    return ENTRY if column.entry else LOCKED


def _printed(line: BreakdownRow, form: BreakdownForm) -> dict[str, Value]:
    """What stands in the cells of a row, but for formulas."""
    indicator = line.indicator
    known = {key: value for (code, key), value in form.known.items() if code == indicator.code}
    return {
        **known,
        "code": indicator.code,
        "kind": str(indicator.kind),
        "matter": indicator.matter,
        "indicator": indicator.name,
        "measure": indicator.measure,
        "target": line.target,
        "sum": _NOT_ADDED,
        "note": _note(line, form.year),
        "issued": form.issued(indicator.code),
    }


def _note(line: BreakdownRow, year: int) -> str:
    """The ledger's own words, its deadline, and what changes the target later in the year."""
    indicator = line.indicator
    months = f"{indicator.start}月起，" if indicator.start > 1 else ""
    parts = [indicator.note, f"{months}{Period(year, indicator.deadline).label}底前完成。"]
    parts.extend(
        f"{change.month}月起全市目标改为{shown(change.target)}{indicator.measure}，"
        "新增部分另行登记，这里仍按原目标分解。"
        for change in line.changes
    )
    return "\n".join(part for part in parts if part)


def _live(
    grid: Grid, form: BreakdownForm, line: BreakdownRow, row: int
) -> dict[str, tuple[str, str | float]]:
    """The formulas of a row, each with what it gives while nothing is typed."""
    filled = _filled(form, line)
    sent_back = any(code == line.indicator.code for code, _ in form.sent_back)
    first = _SENT_BACK if sent_back else formulas.first_hint(line, filled, form.counted)
    hint = formulas.hint(grid, line, row, filled), first
    if not line.adds_up:
        return {"hint": hint}
    total = formulas.issued_total(filled, form.counted)
    divided = any(place in filled for place in form.places)
    left = float(f"{total - line.target:.15g}") if divided else ""
    return {
        "sum": (formulas.total(grid, row), total),
        "difference": (formulas.difference(grid, row), left),
        "hint": hint,
    }


def _height(printed: dict[str, Value], columns: tuple[Column, ...]) -> float:
    wrapped = (
        (as_text(printed.get(c.key, "")), c.width, LETTERS)
        for c in columns
        if _LOOKS.get(c.key) in {"text", "centre", "typed"}
    )
    return height(wrapped, _ROW_POINTS)
