"""Rows of the ledger's tables, their cells read as clerks and other programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from ducha.cells import (
    Cells,
    Heading,
    Sheet,
    Value,
    address,
    find_heading,
    narrow,
    plain,
    squeeze,
)
from ducha.findings import Severity
from ducha.ledger.columns import Layout
from ducha.values.months import month_of
from ducha.values.reading import read as read_number

T = TypeVar("T")

_SEPARATORS = re.compile(r"[、，,；;\s]+")
_YES = {"是": True, "√": True, "✓": True, "Y": True, "YES": True, "TRUE": True, "1": True}
_NO = {"否": False, "×": False, "✗": False, "N": False, "NO": False, "FALSE": False, "0": False}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table. What is wrong goes into `wrong`, one list for the whole ledger."""

    sheet: Sheet
    heading: Heading
    index: int
    wrong: list[str]

    def value(self, column: str) -> Value:
        """Give the cell under a heading; blank where the ledger has no such column."""
        position = self.heading.columns.get(column)
        if position is None:
            return ""
        sentence = self._hollow(position)
        if sentence:
            self._note(position, sentence)
        return self.sheet.rows[self.index][position]

    def text(self, column: str) -> str:
        """Give the cell as a person sees it."""
        return plain(self.value(column))

    def say(self, column: str, sentence: str) -> None:
        """Note a mistake in a cell."""
        position = self.heading.columns.get(column, 0)
        if not self._hollow(position):
            self._note(position, sentence)

    def _note(self, position: int, sentence: str) -> None:
        message = f"{place(self.sheet.name)}{address(self.index, position)}：{sentence}"
        if message not in self.wrong:
            self.wrong.append(message)

    def _hollow(self, position: int) -> str:
        """Say so where an error cell, or a formula never calculated, only looks blank."""
        cell = address(self.index, position)
        if cell in self.sheet.errors:
            return "公式出错，读不到值。请改正公式，或直接填写。"
        if cell in self.sheet.formulas and self.sheet.rows[self.index][position] == "":
            return "公式还没有算出结果。请用 Excel 或 WPS 打开台账重新保存，或直接填写。"
        return ""


def place(sheet: str) -> str:
    """Name a sheet of the ledger in a sentence."""
    return f"台账〔{sheet}〕"


def lines(
    cells: Cells, layout: Layout, wrong: list[str], *, optional: bool = False
) -> tuple[Line, ...]:
    """Rows of a sheet that have anything under its headings; blank rows are skipped."""
    sheet = next((s for s in cells.sheets if squeeze(s.name) == layout.sheet), None)
    if sheet is None:
        if not optional:
            wrong.append(f"台账缺少工作表〔{layout.sheet}〕，请补上或从原台账复制。")
        return ()
    heading = find_heading(sheet, layout.required)
    if heading is None:
        wrong.append(_without_heading(sheet, layout))
        return ()
    rows = (Line(sheet, heading, at, wrong) for at in range(heading.row + 1, len(sheet.rows)))
    return tuple(line for line in rows if _filled(line))


def needed_lines(cells: Cells, layout: Layout, wrong: list[str]) -> tuple[Line, ...]:
    """Rows of a sheet that must not be empty."""
    before = len(wrong)
    table = lines(cells, layout, wrong)
    if not table and len(wrong) == before:
        wrong.append(f"{place(layout.sheet)}标题下面没有内容，请至少填一行。")
    return table


def _without_heading(sheet: Sheet, layout: Layout) -> str:
    """Name the headings that the most likely heading row lacks."""
    rows = [{squeeze(value) for value in row} for row in sheet.rows] or [set()]
    best = max(rows, key=lambda names: sum(name in names for name in layout.required))
    missing = "、".join(name for name in layout.required if name not in best)
    return f"{place(layout.sheet)}缺少列标题：{missing}。请补上，标题须在同一行，名称不能改。"


def _filled(line: Line) -> bool:
    marked = line.sheet.errors | line.sheet.formulas
    row = line.sheet.rows[line.index]
    return any(
        squeeze(row[position]) or address(line.index, position) in marked
        for name, position in line.heading.columns.items()
        if name
    )


def chosen(line: Line, column: str, choices: Mapping[str, T], default: T | None = None) -> T | None:
    """Read one of several words; blank is `default`, which None makes a mistake."""
    text = narrow(line.value(column))
    if not text and default is not None:
        return default
    if text in choices:
        return choices[text]
    allowed = "、".join(dict.fromkeys(str(choice) for choice in choices.values()))
    line.say(column, f"{column}{_found(text)}，请填：{allowed}。")
    return default


def yes(line: Line, column: str, *, default: bool) -> bool:
    """Read 是 or 否."""
    text = narrow(line.value(column)).upper()
    if text in _YES or text in _NO:
        return text in _YES
    if text:
        line.say(column, f"{column}{_found(text)}，请填 是 或 否。")
    return default


def needed(line: Line, column: str) -> str:
    """Read a text that must not be blank."""
    text = line.text(column)
    if not text:
        line.say(column, f"{column}没有填写，请补上。")
    return text


def amount(line: Line, column: str, measure: str = "") -> float | None:
    """Read a number of nothing or more; None when blank or, after a complaint, not understood."""
    reading = read_number(line.value(column), measure)
    if reading.blank:
        return None
    if reading.severity in {None, Severity.NOTE}:
        return reading.number
    line.say(column, f"{column}{reading.sentence}。请只填一个确定的、不小于0的数字。")
    return None


def month(line: Line, column: str, year: int, default: int | None = None) -> int:
    """Read a month of the ledger's year; blank is `default`, which None makes a mistake."""
    value = line.value(column)
    if not squeeze(value) and default is not None:
        return default
    found = month_of(value, year)
    if found is not None:
        return found
    example = f"{year or 2024}-07"
    text = _found(plain(value))
    line.say(column, f"{column}{text}，请填{year or '本'}年度的月份，如 7 或 {example}。")
    return default or 1


def names(line: Line, column: str) -> tuple[str, ...]:
    """Read several names or addresses in one cell, each once."""
    return tuple(dict.fromkeys(name for name in _SEPARATORS.split(line.text(column)) if name))


def repeated(line: Line, column: str, key: str, seen: dict[str, int]) -> bool:
    """Complain when `key` has stood in an earlier row; remember it otherwise."""
    first = seen.setdefault(key, line.index)
    if first != line.index:
        line.say(column, f"{column}“{key}”与第{first + 1}行重复，请删除或改正其中一个。")
    return first != line.index


def listed(words: Iterable[str]) -> str:
    """Put several words into a sentence."""
    return "、".join(f"“{word}”" for word in words)


def _found(text: str) -> str:
    return f"“{text}”不认识" if text else "没有填写"
