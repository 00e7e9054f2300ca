"""The hidden sheet of a form: exactly as it was written, cell by cell, or it is no claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ducha.cells import Cells, Row, Sheet, Value, address, as_text, spelled, squeeze
from ducha.form.claim import (
    FORM_VERSION,
    LABELS,
    ROW_LABELS,
    SHEET,
    TEXTS,
    WITHOUT_ROWS,
    Claim,
    IssuedRow,
)

_ENOUGH_LABELS = 5
"""With so many of our labels a sheet is the hidden one, renamed."""

_TOP, _LEFT = 40, 3
"""Rows and columns in which the labels of a renamed sheet are looked for."""


def hidden_claim(cells: Cells) -> tuple[Claim | None, str]:
    """The hidden sheet's claim, found by name or labels (R6.21, R6.22).

    Returns:
        The claim and a blank; None and a sentence that says what is not as it was written; None
        and a blank where there is no hidden sheet at all.
    """
    sheets = _hidden_sheets(cells)
    fault = next((fault for sheet in sheets if (fault := _fault(sheet))), "")
    if fault:
        return None, f"隐藏的〔{SHEET}〕被改动过：{fault}"
    claims = list(dict.fromkeys(map(_claim, sheets)))
    if len(claims) > 1:
        return None, f"文件里有{len(sheets)}张〔{SHEET}〕，内容不同，不知是哪一张填报表的"
    return (claims[0] if claims else None), ""


def name_given_instead(cells: Cells) -> str:
    """What the hidden sheet is called where it has lost its name; blank where it has not (R6.383).

    A copy beside the one of our name, as Excel calls it, is no loss (R6.22).
    """
    names = [sheet.name for sheet in _hidden_sheets(cells)]
    return names[0] if names and SHEET not in names else ""


def claim_of(cells: Cells) -> Claim | None:
    """The hidden sheet's claim; None without one that is as it was written."""
    return hidden_claim(cells)[0]


def _hidden_sheets(cells: Cells) -> list[Sheet]:
    return [sheet for sheet in cells.sheets if sheet.name.startswith(SHEET) or _has_labels(sheet)]


def _has_labels(sheet: Sheet) -> bool:
    labels = {squeeze(value) for row in sheet.rows[:_TOP] for value in row[:_LEFT] if value != ""}
    return len(labels.intersection(LABELS)) >= _ENOUGH_LABELS


_VERSION = LABELS.index("表版本")
_FIRST = len(LABELS) + 1
"""Index of the first issued row, below the headings of the rows."""

_MAY_BE_BLANK = frozenset({"计量单位", "年度目标"})


def _claim(sheet: Sheet) -> Claim:
    """The claim of a sheet that is as written."""
    texts = (str(row[1]) for row in sheet.rows[: len(LABELS)])
    unit, period, kind, version, ledger, issued, key_id, form_id, signature = texts
    rows = _issued_rows(sheet.rows) if version == FORM_VERSION else ()
    return Claim(
        unit=unit,
        period=period,
        kind=kind,
        version=version,
        ledger=ledger,
        issued=issued,
        key_id=key_id,
        form_id=form_id,
        signature=signature,
        rows=tuple(IssuedRow(*map(str, cells)) for cells in rows),
    )


def _issued_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """The cells of the rows below the labels and their headings."""
    width = len(ROW_LABELS)
    for row in rows[_FIRST:]:
        cells = (*row[:width], *("",) * (width - len(row)))
        if any(cells):
            yield cells


def _fault(sheet: Sheet) -> str:
    """The first cell that is not as written: our labels and texts, our rows, nothing else.

    A sheet of version 1 ends with its labels (R6.20, R6.320, R6.321).
    """
    typed_over = sorted(sheet.formulas | sheet.errors)
    if typed_over:
        return f"{typed_over[0]}是公式或错误值"
    rows = [_trim(row) for row in sheet.rows]
    rows += [()] * (len(LABELS) - len(rows))
    while len(rows) > len(LABELS) and not rows[-1]:
        rows.pop()
    return next(_faults(rows), "")


def _faults(rows: Sequence[Row]) -> Iterator[str]:
    """What is wrong, from the top."""
    for index, label in enumerate(LABELS):
        fault = _wrong_entry(rows[index], index, label) or _surplus(rows[index], index, 2)
        if fault:
            yield fault
    version = rows[_VERSION][1]
    if version == WITHOUT_ROWS:
        for index in range(len(LABELS), len(rows)):
            if rows[index]:
                yield _surplus(rows[index], index, 0)
    elif version == FORM_VERSION:  # how another one is written nobody here knows
        yield from _row_faults(rows)


def _row_faults(rows: Sequence[Row]) -> Iterator[str]:
    """What is wrong with the issued rows and their headings, from the top."""
    yield from _heading_faults(rows[len(LABELS)] if len(rows) > len(LABELS) else ())
    for index in range(_FIRST, len(rows)):
        fault = _wrong_row(rows[index], index) or _surplus(rows[index], index, len(ROW_LABELS))
        if fault:
            yield fault


def _wrong_entry(row: Row, index: int, label: str) -> str:
    """What is wrong with a label and its value; a number that reads like the text is no text."""
    padded: Row = (*row, "", "")
    name, value = padded[:2]
    if name != label:
        return _not_the_label(name, label, address(index, 0))
    return _no_text(value, f"{address(index, 1)}（{label}）")


def _heading_faults(row: Row) -> Iterator[str]:
    """What is wrong with the headings of the rows."""
    padded: Row = (*row, *("",) * len(ROW_LABELS))
    for column, label in enumerate(ROW_LABELS):
        if padded[column] != label:
            yield _not_the_label(padded[column], label, address(len(LABELS), column))
    if surplus := _surplus(row, len(LABELS), len(ROW_LABELS)):
        yield surplus


def _wrong_row(row: Row, index: int) -> str:
    """What is wrong with an issued row: texts all, and only a row of texts names no county."""
    padded: Row = (*row, *("",) * len(ROW_LABELS))
    for column, label in enumerate(ROW_LABELS):
        value = padded[column]
        blank = label in _MAY_BE_BLANK or (label == "县区" and padded[column + 1] in TEXTS)
        if isinstance(value, str) and (value or blank):
            continue
        return _no_text(value, f"{address(index, column)}（{label}）")
    return ""


def _not_the_label(name: Value, label: str, cell: str) -> str:
    instead = "却是空的" if name == "" else f"却是“{_quote(name)}”"
    return f"{cell}应是“{label}”，{instead}"


def _no_text(value: Value, cell: str) -> str:
    """What is wrong with a cell that must hold a text."""
    if value == "":
        return f"{cell}是空的"
    if not isinstance(value, str):
        return f"{cell}改成了数字或日期“{_quote(value)}”"
    return ""


def _surplus(row: Row, index: int, start: int) -> str:
    """A cell that is filled where nothing was written."""
    filled = next((n for n in range(start, len(row)) if row[n] != ""), None)
    return "" if filled is None else f"{address(index, filled)}多出了“{_quote(row[filled])}”"


def _quote(value: Value) -> str:
    return spelled(value if isinstance(value, str) else as_text(value))


def _trim(row: Row) -> Row:
    """A row without the blanks behind it."""
    return row[: max((n + 1 for n, value in enumerate(row) if value != ""), default=0)]
