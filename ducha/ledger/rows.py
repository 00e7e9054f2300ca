"""Rows of the ledger's sheets, found by their headings wherever they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ducha.cells import Cells, Sheet, find_heading, squeeze
from ducha.ledger.cells import LedgerItems, LedgerRow, sheet_label
from ducha.ledger.columns import LedgerSheet, T
from ducha.ledger.model import Ledger


def records(
    cells: Cells, layout: LedgerSheet[T], ledger: Ledger, wrong: list[str]
) -> tuple[T, ...]:
    """Read a sheet; a row with a mistake is kept, so that other sheets may refer to it."""
    return tuple(layout.read(row) for row in rows(cells, layout, ledger, wrong))


def record(cells: Cells, layout: LedgerSheet[T], ledger: Ledger, wrong: list[str]) -> T | None:
    """Read an upright sheet; None where nothing stands in it."""
    table = rows(cells, layout, ledger, wrong)
    if not table:
        return None
    item, value = (column.heading for column in layout.upright)
    items = {squeeze(row.value(item)): row.index for row in table}
    missing = [heading for heading in layout.required if heading not in items]
    wrong += [f"{sheet_label(layout.name)}缺少“{heading}”一行，请补上。" for heading in missing]
    first = table[0]
    return layout.read(
        LedgerItems(
            sheet=first.sheet,
            heading=first.heading,
            index=first.index,
            wrong=wrong,
            ledger=ledger,
            seen={},
            items=items,
            values=value,
        )
    )


def rows(
    cells: Cells, layout: LedgerSheet[T], ledger: Ledger, wrong: list[str]
) -> tuple[LedgerRow, ...]:
    """Rows of a sheet that have anything under its headings; blank rows are skipped.

    `ledger` is what the sheets read before say; a sheet that cannot be read, or must not be
    empty, is noted in `wrong`.
    """
    sheet = next((s for s in cells.sheets if squeeze(s.name) == layout.name), None)
    if sheet is None:
        if not layout.may_be_missing:
            wrong.append(f"台账缺少工作表〔{layout.name}〕，请补上或从原台账复制。")
        return ()
    headings = tuple(column.heading for column in layout.upright) or layout.required
    heading = find_heading(sheet, headings)
    if heading is None:
        wrong.append(_without_heading(sheet, headings))
        return ()
    shared = LedgerRow(
        sheet=sheet, heading=heading, index=heading.row, wrong=wrong, ledger=ledger, seen={}
    )
    table = tuple(_filled_rows(shared))
    if not (table or layout.may_be_missing or layout.may_be_empty):
        wrong.append(f"{sheet_label(layout.name)}标题下面没有内容，请至少填一行。")
    return table


def _filled_rows(heading_row: LedgerRow) -> Iterator[LedgerRow]:
    names = [name for name in heading_row.heading.columns if name]
    for index in range(heading_row.index + 1, len(heading_row.sheet.rows)):
        row = replace(heading_row, index=index)
        if any(map(row.is_filled, names)):
            yield row


def _without_heading(sheet: Sheet, headings: Iterable[str]) -> str:
    """Name the headings that the most likely heading row lacks."""
    rows = [{squeeze(value) for value in row} for row in sheet.rows] or [set()]
    best = max(rows, key=lambda names: sum(name in names for name in headings))
    missing = "、".join(name for name in headings if name not in best)
    return f"{sheet_label(sheet.name)}缺少列标题：{missing}。请补上，标题须在同一行，名称不能改。"
