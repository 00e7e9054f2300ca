"""The hidden sheet of a form: exactly as it was written, cell by cell, or it is no claim."""

from __future__ import annotations

from dataclasses import fields

from ducha.cells import Cells, Row, Sheet, Value, address, as_text, spelled, squeeze
from ducha.form.claim import LABELS, SHEET, Claim

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
    sheets = [sheet for sheet in cells.sheets if sheet.name.startswith(SHEET) or _has_labels(sheet)]
    fault = next((fault for sheet in sheets if (fault := _fault(sheet))), "")
    if fault:
        return None, f"隐藏的〔{SHEET}〕被改动过：{fault}"
    claims = list(dict.fromkeys(map(_claim, sheets)))
    if len(claims) > 1:
        return None, f"文件里有{len(sheets)}张〔{SHEET}〕，内容不同，不知是哪一张填报表的"
    return (claims[0] if claims else None), ""


def claim_of(cells: Cells) -> Claim | None:
    """The hidden sheet's claim; None without one that is as it was written."""
    return hidden_claim(cells)[0]


def _has_labels(sheet: Sheet) -> bool:
    labels = {squeeze(value) for row in sheet.rows[:_TOP] for value in row[:_LEFT] if value != ""}
    return len(labels.intersection(LABELS)) >= _ENOUGH_LABELS


def _claim(sheet: Sheet) -> Claim:
    """The claim of a sheet that is as written."""
    texts = (str(row[1]) for row in sheet.rows[: len(LABELS)])
    return Claim(**dict(zip((field.name for field in fields(Claim)), texts, strict=True)))


def _fault(sheet: Sheet) -> str:
    """The first cell that is not as written: our labels in A, texts in B, nothing else (R6.20)."""
    typed_over = sorted(sheet.formulas | sheet.errors)
    if typed_over:
        return f"{typed_over[0]}是公式或错误值"
    rows = [_trim(row) for row in sheet.rows]
    rows += [()] * (len(LABELS) - len(rows))
    for index, row in enumerate(rows):
        label = LABELS[index] if index < len(LABELS) else ""
        fault = _wrong_entry(row, index, label) if label else ""
        fault = fault or _surplus(row, index, 2 if label else 0)
        if fault:
            return fault
    return ""


def _wrong_entry(row: Row, index: int, label: str) -> str:
    """What is wrong with a label and its value; a number that reads like the text is no text."""
    padded: Row = (*row, "", "")
    name, value = padded[:2]
    if name != label:
        instead = "却是空的" if name == "" else f"却是“{_quote(name)}”"
        return f"{address(index, 0)}应是“{label}”，{instead}"
    if value == "":
        return f"{address(index, 1)}（{label}）是空的"
    if not isinstance(value, str):
        return f"{address(index, 1)}（{label}）改成了数字或日期“{_quote(value)}”"
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
