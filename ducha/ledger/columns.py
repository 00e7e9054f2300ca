"""What a column of the ledger is: said once for its reader, its writer and re-import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Generic, TypeVar

from ducha.ledger.cells import LedgerRow
from ducha.ledger.model import Ledger

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

Cell = str | float | None
"""What is written into a cell; None leaves it blank."""

DOUBTS = "待确认"
ORIGINS = "目标来源"
SOURCE = "来源"
"""Sheets and a column that the program adds to the ledger and does not read."""

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
    """Whose word a cell is when a corrected circular is imported over a ledger."""

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
    on it. On re-import a matched record gives its cell to the `owner`, or to what `merge` makes
    of the new record and the old one; a change of what is `compared` is reported. An `optional`
    heading may be missing; a `spare` column is left out while nobody has anything in it.
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

    def cell(self, record: T, ledger: Ledger) -> Cell:
        """What a record shows in this column."""
        return self.show(record, ledger) if self.show else cell_of(getattr(record, self.field))

    def options(self, ledger: Ledger) -> tuple[str, ...]:
        """What the drop-down offers; empty where there is none."""
        return self.choices(ledger) if callable(self.choices) else self.choices

    def merged(self, new: T, old: T) -> object:
        """The field's value when the circular's record is put over the ledger's."""
        if self.merge:
            return self.merge(new, old)
        old_value: object = getattr(old, self.field)
        if self.owner is Owner.CLERK:
            return old_value
        new_value: object = getattr(new, self.field)
        return new_value or old_value if self.owner is Owner.STATED else new_value


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSheet(Generic[T]):
    """One sheet; in all of them any other columns may be added, which nobody reads.

    `record` makes a row's record of its fields, `records` gives those of a ledger, `check` looks
    at a row as a whole. An `upright` sheet has but one record, whose columns stand under each
    other, as items in two columns that look so.
    """

    name: str
    record: type[T]
    columns: tuple[LedgerColumn[T], ...]
    records: Callable[[Ledger], tuple[T, ...]]
    check: Callable[[LedgerRow, T], None] | None = None
    upright: tuple[ColumnLook, ...] = ()
    frozen: int = 1
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

    def merged(self, new: T, old: T) -> T:
        """Put the circular's record over the ledger's: only what is the circular's is taken."""
        return replace(old, **{column.field: column.merged(new, old) for column in self.columns})


def cell_of(value: object) -> Cell:
    """A field's value as its cell: 是 and 否, several words joined by 、, numbers as numbers."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return None if value is None else str(value)
