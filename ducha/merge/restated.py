"""What months before this one read differently from what was written of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ducha.cells import Cells, Value, as_text, find_heading, squeeze
from ducha.ledger.model import CITY
from ducha.merge.data import DataRow
from ducha.status.rating import Status

DATA_SHEET = "数据"


class StatedRow(NamedTuple):
    """What is compared of a row of 数据, as it is shown; blank where a cell is."""

    period: str
    code: str
    indicator: str
    place: str
    target: str
    amount: str
    numerator: str
    denominator: str
    gap: str
    status: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells the row from all others."""
        return self.period, self.code, self.place


_HEADINGS = {
    "period": "期次",
    "code": "编码",
    "indicator": "指标",
    "place": "县区",
    "target": "年度目标",
    "amount": "累计",
    "numerator": "分子",
    "denominator": "分母",
    "gap": "差距",
    "status": "状态",
}
"""Where each field of a `StatedRow` stands in 数据."""

COMPARED = ("amount", "numerator", "denominator", "target", "gap", "status")
"""Fields that may read differently, in the order in which they are told."""


class Change(NamedTuple):
    """A cell of 数据 that reads differently: its heading, how it read, how it reads."""

    heading: str
    before: str
    now: str


class Restatement(NamedTuple):
    """A row of an earlier month that reads differently; None where there was or is no such row."""

    before: StatedRow | None
    now: StatedRow | None

    @property
    def row(self) -> StatedRow:
        """The row as it is named today, if it still is.

        Raises:
            AssertionError: There is neither: a fault of the program.
        """
        row = self.now or self.before
        if row is None:
            message = "a restatement of nothing"
            raise AssertionError(message)
        return row

    @property
    def changes(self) -> tuple[Change, ...]:
        """Its cells that read differently; none where the row is new or gone."""
        if self.before is None or self.now is None:
            return ()
        cells = zip(StatedRow._fields, self.before, self.now, strict=True)
        read = {field: (before, now) for field, before, now in cells}
        return tuple(
            Change(_HEADINGS[field], *read[field])
            for field in COMPARED
            if read[field][0] != read[field][1]
        )


def stated(rows: Iterable[DataRow]) -> tuple[StatedRow, ...]:
    """What 数据 shows of these rows."""
    return tuple(
        StatedRow(
            period=row.period,
            code=row.code,
            indicator=row.indicator,
            place=row.place,
            target=_shown(row.target),
            amount=_shown(row.amount),
            numerator=_shown(row.numerator),
            denominator=_shown(row.denominator),
            gap=_shown(row.gap),
            status=row.status,
        )
        for row in rows
    )


def _shown(value: float | str | None) -> str:
    return "" if value is None else as_text(value)


def read_stated(workbook: Cells, names: Mapping[str, str]) -> tuple[StatedRow, ...] | None:
    """The rows of 数据 in a consolidated workbook; None where it has no such sheet (R6.357).

    Args:
        workbook: As it was written.
        names: Every name of a unit to its name today, so that a county may have been renamed.
    """
    sheet = workbook.sheet(DATA_SHEET)
    heading = find_heading(sheet, tuple(_HEADINGS.values())) if sheet else None
    if sheet is None or heading is None:
        return None
    columns = [heading.columns[name] for name in _HEADINGS.values()]
    rows = ([row[column] for column in columns] for row in sheet.rows[heading.row + 1 :])
    return tuple(_read_row(row, names) for row in rows if row[0] != "")


def _read_row(cells: Sequence[Value], names: Mapping[str, str]) -> StatedRow:
    row = StatedRow._make(map(as_text, cells))
    return row._replace(place=names.get(squeeze(row.place), row.place))


def find_restated(
    before: Iterable[StatedRow], now: Iterable[StatedRow], periods: Iterable[str]
) -> tuple[Restatement, ...]:
    """Rows of these months that read differently (R6.356).

    By month, the whole city's before those of its places, each in the order of 数据.
    """
    months = frozenset(periods)
    was = {row.key: row for row in before if row.period in months and _says_something(row)}
    reads = {row.key: row for row in now if row.period in months and _says_something(row)}
    pairs = [
        Restatement(was.get(key), reads.get(key))
        for key in dict.fromkeys((*reads, *was))
        if was.get(key) is None or reads.get(key) is None or _differ(was[key], reads[key])
    ]
    return tuple(sorted(pairs, key=lambda pair: (pair.row.period, pair.row.place != CITY)))


def _says_something(row: StatedRow) -> bool:
    """Whether it were missed: a row without task and figure is as good as none."""
    return bool(row.status != Status.NO_TASK or row.amount or row.denominator)


def _differ(before: StatedRow, now: StatedRow) -> bool:
    return bool(Restatement(before, now).changes)
