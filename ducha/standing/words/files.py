"""文件清单: every file of the inbox with its verdict, this month's first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from ducha.intake.verdicts import Judgement
from ducha.period import Period, end_of, parse_period
from ducha.standing.lateness import SURE_TIMES
from ducha.standing.other_files import Window
from ducha.standing.table import PageSetup, Style, Table, TableColumn, table
from ducha.standing.words.columns import LONGEST_SENTENCE, TIME, TIME_WIDTH
from ducha.texts import brief, shown_name, shown_names


class FileRow(NamedTuple):
    """A file's verdict, and its name as shown, unlike all others."""

    judgement: Judgement
    shown: str


def _moment(judgement: Judgement) -> str:
    """When it came."""
    return judgement.source.received.strftime(TIME)


FILE_COLUMNS: tuple[TableColumn[FileRow], ...] = (
    TableColumn("文件", lambda row: row.shown, 44),
    TableColumn("结论", lambda row: str(row.judgement.verdict), style=Style.SHORT),
    TableColumn("单位", lambda row: shown_name(row.judgement.unit) or None, 21),
    TableColumn("期次", lambda row: shown_name(row.judgement.period) or None, style=Style.SHORT),
    TableColumn("版本", lambda row: row.judgement.version or None, 7, Style.SHORT),
    TableColumn("原因", lambda row: brief(row.judgement.reason, LONGEST_SENTENCE) or None, 40),
    TableColumn(
        "收到时间",
        lambda row: row.judgement.source.received.strftime(TIME),
        TIME_WIDTH,
        Style.SHORT,
    ),
    TableColumn("时间依据", lambda row: row.judgement.source.basis, style=Style.SHORT),
    TableColumn("发件人", lambda row: shown_name(row.judgement.source.sender) or None, 22),
    TableColumn("SHA-256", lambda row: row.judgement.source.sha256, 68, folded=True),
)


def file_table(judgements: Sequence[Judgement], window: Window) -> Table:
    """文件清单: what is of earlier months comes last and is folded up (R7.263)."""
    names = shown_names([judgement.source.file for judgement in judgements])
    rows = list(map(FileRow, judgements, names))
    present = sorted(
        (row for row in rows if not _is_earlier(row.judgement, window)),
        key=lambda row: _is_later(row.judgement, window),
    )
    earlier = _newest_month_first(row for row in rows if _is_earlier(row.judgement, window))
    whole = table("文件清单", FILE_COLUMNS, [*present, *earlier], PageSetup(wide=True))
    return replace(whole, folded=frozenset(range(len(present), len(rows))))


def _is_earlier(judgement: Judgement, window: Window) -> bool:
    """Whether a file is of an earlier month, by its form, or without one by when it came.

    What is known to have come since the last deadline is this month's news, whatever it is for.
    """
    source = judgement.source
    since = end_of(window.since)
    if source.basis in SURE_TIMES and source.received > since:
        return False
    period = parse_period(judgement.period)
    return period < window.period if period else source.received <= since


def _is_later(judgement: Judgement, window: Window) -> bool:
    """Whether a file is for a month that is yet to be reported on."""
    period = parse_period(judgement.period)
    return period is not None and period > window.period


def _newest_month_first(rows: Iterable[FileRow]) -> list[FileRow]:
    """By the month of the form, else that of the time; in each as they stood."""

    def month(row: FileRow) -> Period:
        received = row.judgement.source.received
        return parse_period(row.judgement.period) or Period(received.year, received.month)

    return sorted(rows, key=month, reverse=True)
