"""What a column of the ledger is: said once for its reader, its writer and re-import."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, MISSING, dataclass, fields, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Generic, TypeVar

from ducha.cells import Value, squeeze
from ducha.ledger.cells import LedgerRow
from ducha.ledger.model import Ledger
from ducha.period import ReportDay

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

Cell = str | float | None
"""What is written into a cell; None leaves it blank."""

Stated = Mapping[str, object]
"""What the circular said when it was last imported, by field; what is not known is not in it."""

DOUBTS = "待确认"
ORIGINS = "目标来源"
SOURCE = "来源"
RECORD = "导入记录_"
"""Sheets and a column that the program adds to the ledger and does not read.

RECORD begins the names of hidden sheets: what the last import read.
"""

DOUBT_HEADINGS = ("类别", "位置", "内容", "说明", "原文")

EXCLUDE, ADOPT, CHANGE = "排除", "采用", "改值"
ERASE, MOVE, RECEIVED = "清空", "改期", "认定时间"
ACTIONS = (EXCLUDE, ADOPT, CHANGE, ERASE, MOVE, RECEIVED)
"""What a clerk may decide in 人工处置."""

FIGURES = ("本月累计", "分子", "分母")
TEXTS = ("备注", "工作进展情况", "存在问题", "工作建议", "下步措施", "需市级协调", "是否解决")


class LedgerStyle(Enum):
    """How cells look; TEXT and CENTRED keep 2024-12 as it is typed."""

    TEXT = auto()
    CENTRED = auto()
    NUMBER = auto()
    PERCENT = auto()


class Owner(Enum):
    """Whose word a cell is when a corrected circular is imported over a ledger.

    What a clerk has changed since the last import is the clerk's in any case (R8.44).
    """

    CLERK = auto()
    """What stands in the ledger stays."""
    CIRCULAR = auto()
    """What the circular says now."""
    STATED = auto()
    """What the circular says now, if it says anything; else what stands."""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """A column as it is drawn: heading, width in characters, style, hint."""

    heading: str
    _: KW_ONLY
    width: float = 11.0
    style: LedgerStyle = LedgerStyle.TEXT
    hint: str = ""


@dataclass(frozen=True, slots=True)
class LedgerColumn(ColumnLook, Generic[T]):
    """All there is to say about one column, or one item of 文件信息.

    `field` is the record's own; `read` gets the row and the heading; `show` gives the cell where
    the field as it is would not do; `choices` fill a drop-down, with `ledger` where they depend
    on it. On re-import a matched record gives its cell to the `owner`; what the circular says is
    what `merge` makes of the new record and the old one, if it is given; a change of what is
    `compared` is reported. An `optional` heading may be missing; a `spare` column is left out
    while nobody has anything in it. What is `of_year` means nothing in another year (R8.54); what
    is `of_lead` goes to the indicators of the same lead department there.
    """

    field: str = ""
    read: Callable[[LedgerRow, str], object] = LedgerRow.text
    _: KW_ONLY
    show: Callable[[T, Ledger], Cell] | None = None
    choices: tuple[str, ...] | Callable[[Ledger], tuple[str, ...]] = ()
    owner: Owner = Owner.CLERK
    merge: Callable[[T, T], object] | None = None
    compared: bool = False
    optional: bool = False
    spare: bool = False
    of_year: bool = False
    of_lead: bool = False

    @property
    def is_of_year(self) -> bool:
        """Whether it means nothing in another year, as no month does."""
        return self.of_year or self.heading.endswith("月")

    def cell(self, record: T, ledger: Ledger) -> Cell:
        """What a record shows in this column."""
        return self.show(record, ledger) if self.show else cell_of(getattr(record, self.field))

    def options(self, ledger: Ledger) -> tuple[str, ...]:
        """What the drop-down offers; empty where there is none."""
        return self.choices(ledger) if callable(self.choices) else self.choices

    def said(self, new: T, old: T) -> object:
        """What the circular says now; where it is silent, what stands."""
        if self.merge:
            return self.merge(new, old)
        value: object = getattr(new, self.field)
        is_silent = self.owner is Owner.STATED and not value
        return getattr(old, self.field) if is_silent else value

    def merged(self, new: T, old: T, stated: Stated) -> object:
        """The field's value when the circular's record is put over the ledger's (R8.44)."""
        if self.owner is Owner.CLERK:
            return self.merge(new, old) if self.merge else getattr(old, self.field)
        return self.said(new, old) if self.is_untouched(old, stated) else getattr(old, self.field)

    def is_untouched(self, old: T, stated: Stated) -> bool:
        """Whether the ledger still holds what the circular said when it was last imported."""
        if self.field not in stated:
            return False
        return same_cell(getattr(old, self.field), stated[self.field])

    def is_news(self, new: T, stated: Stated) -> bool:
        """Whether the circular says what it did not say when it was last imported."""
        return self.field in stated and not same_cell(getattr(new, self.field), stated[self.field])


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSheet(Generic[T]):
    """One sheet; in all of them any other columns may be added, which nobody reads.

    `record` makes a row's record of its fields, `records` gives those of a ledger, `check` looks
    at a row as a whole. An `upright` sheet has but one record, whose columns stand under each
    other, as items in two columns that look so. In a `keyed` sheet the first cell names the row.
    """

    name: str
    record: type[T]
    columns: tuple[LedgerColumn[T], ...]
    records: Callable[[Ledger], tuple[T, ...]]
    check: Callable[[LedgerRow, T], None] | None = None
    upright: tuple[ColumnLook, ...] = ()
    frozen: int = 1
    keyed: bool = False
    may_be_missing: bool = False
    may_be_empty: bool = False

    @property
    def required(self) -> tuple[str, ...]:
        """Headings, or items, without which the sheet cannot be understood."""
        return tuple(column.heading for column in self.columns if not column.optional)

    def read(self, row: LedgerRow) -> T:
        """Read one row; what is wrong with it is noted in the row."""
        record = self.record(
            **{column.field: column.read(row, column.heading) for column in self.columns}
        )
        if self.check:
            self.check(row, record)
        return record

    def merged(self, new: T, old: T, stated: Stated) -> T:
        """Put the circular's record over the ledger's: only what is the circular's is taken."""
        values = {column.field: column.merged(new, old, stated) for column in self.columns}
        return replace(old, **values)

    def remembered(self, new: T, before: T) -> T:
        """What the circular says; where it is silent on what it may state, what it said before."""
        columns = (column for column in self.columns if column.owner is Owner.STATED)
        return replace(new, **{column.field: column.said(new, before) for column in columns})

    def filled(self, new: T, old: T, fields: Iterable[str]) -> T:
        """One record with these fields of another."""
        return replace(new, **{field: getattr(old, field) for field in fields})

    def stated(self, record: T) -> Stated:
        """All that a circular's record says."""
        return {column.field: getattr(record, column.field) for column in self.columns}

    def outlasting(self, record: T) -> T:
        """The record without what means nothing in another year (R8.54)."""
        blank = {field.name: field.default for field in fields(record)}
        of_year = (column.field for column in self.columns if column.is_of_year)
        return replace(
            record, **{field: blank[field] for field in of_year if blank[field] is not MISSING}
        )


def cell_of(value: object) -> Cell:
    """A field's value as its cell: 是 and 否, several words joined by 、, numbers as numbers."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, tuple) and not isinstance(value, ReportDay):
        return "、".join(map(str, value))
    return None if value is None else str(value)


def same_cell(left: object, right: object) -> bool:
    """Whether two values of a field look alike in a cell, white space aside."""
    return squeeze(_shown(left)) == squeeze(_shown(right))


def _shown(value: object) -> Value:
    cell = cell_of(value)
    return "" if cell is None else cell
