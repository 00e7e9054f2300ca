"""Rows of the ledger's sheets, their cells read as clerks and other programs write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from ducha.cells import Heading, Sheet, Value, address, narrow, plain, spelled, squeeze
from ducha.findings import Severity
from ducha.ledger.model import CITY, OWN, Indicator, Ledger
from ducha.period import Period
from ducha.values.months import month_of
from ducha.values.reading import read as read_number

T = TypeVar("T")

_SEPARATORS = re.compile(r"[、，,；;\s]+")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:时](\d{1,2})分?(?::\d{1,2})?)?"
)
_YES = {"是": True, "√": True, "✓": True, "Y": True, "YES": True, "TRUE": True, "1": True}
_NO = {"否": False, "×": False, "✗": False, "N": False, "NO": False, "FALSE": False, "0": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One row of a sheet, `index` from 0. Mistakes go into `wrong`, one list for the whole ledger.

    `ledger` is what the sheets read before say; `seen` is what must not stand twice in this
    sheet, by the row where it stood first.
    """

    sheet: Sheet
    heading: Heading
    index: int
    wrong: list[str]
    ledger: Ledger
    seen: dict[str, int]

    @property
    def year(self) -> int:
        """The ledger's year; 0 where it was not understood."""
        return self.ledger.document.year

    def value(self, column: str) -> Value:
        """Give the cell under a heading; blank where the ledger has no such column."""
        place = self.place(column)
        if place is None:
            return ""
        sentence = self._formula_fault(place)
        if sentence:
            self._add_mistake(place, sentence)
        return self._cell(place)

    def text(self, column: str) -> str:
        """Give the cell as a person sees it."""
        return plain(self.value(column))

    def say(self, column: str, sentence: str) -> None:
        """Note a mistake in a cell."""
        place = self.place(column) or (self.index, 0)
        if not self._formula_fault(place):
            self._add_mistake(place, sentence)

    def is_filled(self, column: str) -> bool:
        """Whether anything stands under a heading, be it a formula that came to nothing."""
        place = self.place(column)
        if place is None:
            return False
        cell = address(*place)
        hollow = cell in self.sheet.errors or cell in self.sheet.formulas
        return hollow or bool(squeeze(self._cell(place)))

    def place(self, column: str) -> tuple[int, int] | None:
        """Row and column of the cell under a heading, from 0."""
        position = self.heading.columns.get(column)
        return None if position is None else (self.index, position)

    def _cell(self, place: tuple[int, int]) -> Value:
        row, position = place
        return self.sheet.rows[row][position]

    def _add_mistake(self, place: tuple[int, int], sentence: str) -> None:
        message = f"{sheet_label(self.sheet.name)}{address(*place)}：{sentence}"
        if message not in self.wrong:
            self.wrong.append(message)

    def _formula_fault(self, place: tuple[int, int]) -> str:
        """Say so where an error cell, or a formula never calculated, only looks blank."""
        cell = address(*place)
        if cell in self.sheet.errors:
            return "公式出错，读不到值。请改正公式，或直接填写。"
        if cell in self.sheet.formulas and self._cell(place) == "":
            return "公式还没有算出结果。请用 Excel 或 WPS 打开台账重新保存，或直接填写。"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerItems(LedgerRow):
    """A sheet of items under each other (文件信息), read as one row with a cell for each item."""

    items: Mapping[str, int]
    values: str

    def place(self, column: str) -> tuple[int, int] | None:
        """Row of the item, column of the values."""
        row = self.items.get(column)
        return None if row is None else (row, self.heading.columns[self.values])


def sheet_label(sheet: str) -> str:
    """Name a sheet of the ledger in a sentence."""
    return f"台账〔{sheet}〕"


def read_choice(
    row: LedgerRow, column: str, choices: Mapping[str, T], otherwise: T, *, required: bool = False
) -> T:
    """Read one of several words; blank is `otherwise`, a mistake where it is `required`."""
    text = narrow(row.value(column))
    if text in choices:
        return choices[text]
    if text or required:
        allowed = "、".join(dict.fromkeys(str(choice) for choice in choices.values()))
        row.say(column, f"{column}{_fault(text)}，请填：{allowed}。")
    return otherwise


def read_yes(row: LedgerRow, column: str, *, default: bool) -> bool:
    """Read 是 or 否."""
    text = narrow(row.value(column)).upper()
    if text in _YES or text in _NO:
        return text in _YES
    if text:
        row.say(column, f"{column}{_fault(text)}，请填 是 或 否。")
    return default


def read_needed(row: LedgerRow, column: str) -> str:
    """Read a text that must not be blank."""
    text = row.text(column)
    if not text:
        row.say(column, f"{column}没有填写，请补上。")
    return text


def read_amount(row: LedgerRow, column: str, measure: str = "") -> float | None:
    """Read a number of nothing or more; None when blank or, after a complaint, not understood."""
    reading = read_number(row.value(column), measure)
    if reading.blank:
        return None
    if reading.severity in {None, Severity.NOTE}:
        return reading.number
    row.say(column, f"{column}{reading.sentence}。请只填一个确定的、不小于0的数字。")
    return None


def read_month(row: LedgerRow, column: str, *, default: int | None = None) -> int:
    """Read a month (1 to 12) of the ledger's year; blank is `default`, or a mistake without one."""
    value = row.value(column)
    if not squeeze(value) and default is not None:
        return default
    number = month_of(value, row.year)
    if number is not None:
        return number
    example = f"{row.year or 2024}-07"
    text = _fault(plain(value))
    row.say(column, f"{column}{text}，请填{row.year or '本'}年度的月份，如 7 或 {example}。")
    return default or 1


def read_month_if_any(row: LedgerRow, column: str) -> int | None:
    """Read a month of the ledger's year; None where the cell is blank."""
    return read_month(row, column) if squeeze(row.value(column)) else None


def read_period(row: LedgerRow, column: str) -> str:
    """Read a month as 2024-05; blank stays blank."""
    text = row.text(column)
    number = month_of(row.value(column), row.year) if text else None
    if text and number is None:
        example = f"{row.year or 2024}-05"
        row.say(column, f"{column}“{text}”不是年度内的月份，请填如 {example}。")
    return str(Period(row.year, number)) if number else text


def moment_of(value: Value) -> datetime | date | None:
    """Read a day or a moment: a date, 2024-05-28, 2024年5月28日 17:30; None where it is none."""
    if isinstance(value, date):
        return value
    match = _MOMENT.fullmatch(plain(value))
    if not match:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - a wall clock in China, written as such
    except ValueError:
        return None


def read_day(row: LedgerRow, column: str) -> date | None:
    """Read a day, be it a date or text; None when blank or, after a complaint, not understood."""
    value = row.value(column)
    if not squeeze(value):
        return None
    moment = moment_of(value)
    if moment is None:
        row.say(column, f"{column}“{plain(value)}”不是日期，请填如 2024-05-28。")
    return moment.date() if isinstance(moment, datetime) else moment


def read_needed_day(row: LedgerRow, column: str) -> date | None:
    """Read a day that must not be blank."""
    if not row.is_filled(column):
        row.say(column, f"{column}没有填写，请填如 2024-05-28。")
    return read_day(row, column)


def read_names(row: LedgerRow, column: str) -> tuple[str, ...]:
    """Read several names or addresses in one cell, each once."""
    return tuple(dict.fromkeys(word for word in _SEPARATORS.split(row.text(column)) if word))


def read_unit(row: LedgerRow, column: str, name: str) -> str:
    """Give a unit's own name; a name that nobody bears is a mistake, once units are known."""
    own = row.ledger.named(name)
    if own is None and row.ledger.own_names:
        row.say(
            column,
            f"{column}里的“{spelled(name)}”不在〔责任单位〕中。"
            "请改正，或在〔责任单位〕的单位、别名里补上。",
        )
    return own or name


def read_county(row: LedgerRow, column: str = "县区") -> str:
    """Read a place: blank, 全市, 市本级, or a county by name or alias."""
    text = squeeze(row.value(column))
    if text in {"", CITY, OWN} or not row.ledger.units:
        return text
    name = row.ledger.named(text) or ""
    if name not in row.ledger.counties:
        row.say(
            column,
            f"“{spelled(text)}”不是〔责任单位〕里的县区，可填：“{CITY}”、“{OWN}”或县区名称。",
        )
    return name or text


def indicator_of(row: LedgerRow, code: str) -> Indicator | None:
    """Find an indicator by code; an unknown one is a mistake, once indicators are known."""
    indicator = row.ledger.by_code.get(code)
    if indicator is None and row.ledger.indicators:
        row.say("编码", f"编码“{code}”在〔指标〕中没有，请改正或删除这一行。")
    return indicator


def read_target(row: LedgerRow, column: str, indicator: Indicator | None) -> float | None:
    """Read a target as `read_amount` does, in the measure of its indicator."""
    return read_amount(row, column, indicator.measure if indicator else "")


def is_repeated(row: LedgerRow, column: str, key: str) -> bool:
    """Complain when `key` has stood in an earlier row; remember it otherwise."""
    first = row.seen.setdefault(key, row.index)
    if first != row.index:
        row.say(column, f"{column}“{key}”与第{first + 1}行重复，请删除或改正其中一个。")
    return first != row.index


def _fault(text: str) -> str:
    return f"“{text}”不认识" if text else "没有填写"
