"""The consolidated workbooks in the outbox: where they lie, what the last one said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ducha.files.disk import plan as disk
from ducha.files.disk.plan import read_bytes
from ducha.files.workbook import reading as workbook
from ducha.findings import Problem
from ducha.merge.data import data_rows
from ducha.merge.restated import Restatement, StatedRow, find_restated, read_stated, stated
from ducha.merge.year import MergedInbox
from ducha.period import Period, months_between
from ducha.workflow.workspace import WIDEST, Workspace

REPORT = "督查汇总"

_LISTED = 20

_NO_REPORT = "outbox 里没有以前的督查汇总表，比不出以前月份有没有变化"
_COMPARED = "与〔{name}〕{edited}相比，以前月份（{months}）"
_EDITED = "（生成以后被人改过，按里面现有的内容）"


class LastReport(NamedTuple):
    """The newest consolidated workbook that can be read, and the rows of its 数据.

    `period` is its month; `edited` says that it is not as this program wrote it.
    """

    path: Path
    period: Period
    rows: tuple[StatedRow, ...]
    edited: bool


def report_path(space: Workspace, period: Period) -> Path:
    """Where the consolidated workbook of the month lies."""
    return space.folder(period) / f"{REPORT}_{period.label}.xlsx"


def say_restated(space: Workspace, merged: MergedInbox) -> tuple[str, ...]:
    """What months before the one merged read differently from the last report (R6.356).

    Nothing where there are none.
    """
    before = merged.period.plus(-1)
    if before < space.first:
        return ()
    last = next(_reports(space, merged.period), None)
    if last is None:
        return (_NO_REPORT,)
    months = [str(month) for month in months_between(space.first, min(last.period, before))]
    found = find_restated(last.rows, stated(data_rows(merged.data)), months)
    compared = _COMPARED.format(
        name=last.path.name,
        edited=_EDITED if last.edited else "",
        months="至".join(dict.fromkeys((months[0], months[-1]))),
    )
    return _list_restated(compared, found)


def _list_restated(compared: str, found: Sequence[Restatement]) -> tuple[str, ...]:
    if not found:
        return (f"{compared}没有变化",)
    counts = Counter(restatement.row.period for restatement in found)
    by_month = "，".join(f"{month}有{number}处" for month, number in counts.items())
    return (
        f"{compared}有{len(found)}处不同（{by_month}）：",
        *(f"　　{_describe(restatement)}" for restatement in found[:_LISTED]),
        *((f"　　等{len(found)}处",) if len(found) > _LISTED else ()),
    )


def _describe(restatement: Restatement) -> str:
    """One row: whose it is, what it read and what it reads."""
    row = restatement.row
    changes = "，".join(
        f"{change.heading}{change.before or '空'}→{change.now or '空'}"
        for change in restatement.changes
    )
    if restatement.before is None:
        changes = f"原来没有这一行，现在{row.status}"
    elif restatement.now is None:
        changes = f"原来{row.status}，现在没有这一行"
    return f"{row.period}　{row.code} {row.indicator}　{row.place}：{changes}"


def _reports(space: Workspace, period: Period) -> Iterator[LastReport]:
    """Reports of months up to this one that can be read, the newest first (R6.357)."""
    for month in reversed(months_between(space.first, period)):
        for path, edited in _editions(space, report_path(space, month)):
            rows = _rows(space, path)
            if rows is not None:
                yield LastReport(path, month, rows, edited)


def _editions(space: Workspace, path: Path) -> Sequence[tuple[Path, bool]]:
    """A month's report and those written beside it; such as a person has changed come last."""
    there = [
        file for file in (path, *sorted(path.parent.glob(f"{path.stem}（*.xlsx"))) if file.is_file()
    ]
    ours = disk.own(there, space.settings.outbox)
    return [
        *((file, False) for file in ours),
        *((file, True) for file in there if file not in ours),
    ]


def _rows(space: Workspace, path: Path) -> tuple[StatedRow, ...] | None:
    """The rows of its 数据; None where it cannot be read."""
    with suppress(Problem, workbook.Unreadable):
        cells = workbook.read(read_bytes(path), columns=WIDEST)
        return read_stated(cells, space.ledger.own_names)
    return None
