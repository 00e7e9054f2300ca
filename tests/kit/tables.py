"""Workbooks written in a test as Markdown tables, so that a reader sees the case."""

from __future__ import annotations

import re
from io import BytesIO

from openpyxl import Workbook

Value = str | int | float

NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
RULE = re.compile(r":?-{3,}:?")


def value(written: str) -> Value:
    """Read one field: a number, "12" in quotes as the text 12, <br> as a new line."""
    written = written.strip().replace("\\|", "|").replace("<br>", "\n")
    if len(written) > 1 and written[0] == written[-1] == '"':
        return written[1:-1]
    if NUMBER.fullmatch(written):
        return float(written) if "." in written else int(written)
    return written


def table(markdown: str) -> list[list[Value]]:
    """Turn a Markdown table into rows, the heading first; a blank field is ''.

    The line of dashes is left out. A line without a bar ends nothing and counts for nothing, so
    the table may stand in a docstring.
    """
    rows = []
    for line in markdown.splitlines():
        line_ = line.strip()
        if not (line_.startswith("|") and line_.endswith("|") and len(line_) > 1):
            continue
        written = re.split(r"(?<!\\)\|", line_[1:-1])
        if not all(RULE.fullmatch(field.strip()) for field in written):
            rows.append([value(field) for field in written])
    return rows


def workbook(sheets: dict[str, str]) -> bytes:
    """Write Markdown tables as a workbook, one sheet for each; blanks are no cells at all."""
    book = Workbook()
    book.remove(book.active)
    for name, markdown in sheets.items():
        sheet = book.create_sheet(name)
        for row, values in enumerate(table(markdown), start=1):
            for column, found in enumerate(values, start=1):
                if found != "":
                    sheet.cell(row, column).value = found
    written = BytesIO()
    book.save(written)
    return written.getvalue()
