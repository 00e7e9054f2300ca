"""Real forms, filled and spoiled by other programs, laid into a folder and merged from there."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ducha.files.demo.answer import fill_form
from ducha.files.inbox import arrivals as inbox
from ducha.files.writing.form import book as form_xlsx
from ducha.form.monthly import NOTHING_BEFORE, PROGRESS_SHEET, LastMonth
from ducha.ledger.model import Ledger
from ducha.merge.year import MergedInbox
from ducha.period import CHINA, Period
from ducha.submission.clock import Clock
from kit import returns, sample
from kit.returns import MAY
from kit.sample import QIXIAN

FOOT = {"填报人": "张三", "审核人": "李四", "联系电话": "0371-1"}
Figures = Mapping[tuple[str, str, str], str | float]
Change = Callable[[Workbook], None]


def form(
    unit: str = QIXIAN,
    book: Ledger | None = None,
    period: Period = MAY,
    before: LastMonth = NOTHING_BEFORE,
) -> bytes:
    """A unit's form as it is sent out."""
    return form_xlsx.write(sample.form(unit, book, period, before))


def filled(
    figures: Figures,
    unit: str = QIXIAN,
    book: Ledger | None = None,
    period: Period = MAY,
    words: Mapping[tuple[str, str], str] | None = None,
) -> bytes:
    """The form with these figures by (code, county, column key), signed."""
    return fill_form(form(unit, book, period), figures, words or {}, FOOT)


def spoiled(data: bytes, *changes: Change) -> bytes:
    """The workbook after a person did these things to it, as openpyxl saves it."""
    book = load_workbook(BytesIO(data))
    for change in changes:
        change(book)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def heading(sheet: Worksheet, name: str) -> tuple[int, int]:
    """Row and column of a heading."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == name:
                return cell.row, cell.column
    raise KeyError(name)


def at(book: Workbook, code: str, county: str, name: str) -> tuple[int, int]:
    """Row and column of a row's cell on 进度填报, by its heading."""
    sheet = book[PROGRESS_SHEET]
    top, codes = heading(sheet, "编码")
    counties, column = heading(sheet, "县区")[1], heading(sheet, name)[1]
    for row in range(top + 1, sheet.max_row + 1):
        if (sheet.cell(row, codes).value, sheet.cell(row, counties).value) == (code, county):
            return row, column
    raise KeyError(code, county)


def address(data: bytes, code: str, county: str, name: str = "本月累计") -> str:
    """Where that cell stands, for a person with another program."""
    book = load_workbook(BytesIO(data))
    return book[PROGRESS_SHEET].cell(*at(book, code, county, name)).coordinate


def put(folder: Path, name: str, data: bytes, day: str = "05-20 09:00") -> Path:
    """Lay a file into the inbox; it came on that day of 2024."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    moment = day if " " in day else f"{day} 09:00"
    when = datetime.strptime(f"2024-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
    os.utime(path, (when.timestamp(), when.timestamp()))
    return path


def merged(folder: Path, book: Ledger, period: Period = MAY) -> MergedInbox:
    """Read the folder and merge it; every file and member has exactly one verdict."""
    arrivals = inbox.read_inbox(folder, Clock(book.document.year))
    merge_result = returns.merged(book, *arrivals, period=period)
    assert [one.source.file for one in merge_result.judgements] == sorted(
        a.source.file for a in arrivals
    )
    return merge_result


def told(merged_inbox: MergedInbox) -> set[tuple[str, str]]:
    """Every finding as code and severity."""
    return {(one.code, str(one.severity)) for one in merged_inbox.findings}
