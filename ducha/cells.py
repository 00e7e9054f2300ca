"""A workbook as plain values with addresses: what a reader hands to the rules."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Value = str | float | bool | datetime | date | time | timedelta
"""What a cell can hold; a blank cell is the empty string."""

Row = tuple[Value, ...]

NOTE_AUTHOR = "民生实事督查"
"""Whose comments those are that the program puts on cells: they are no words of a unit's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet from A1, rows of equal length.

    Addresses such as B3 tell of cells what their values do not: formulas, errors, numbers shown as
    percentages, numbers shown as other ones (`altered`, 5 as 5万), and what is `struck` out wholly
    or in part. `merged` are ranges that show as one cell, M7:M9; `raised` cells with a figure set
    as a footnote, with their text without it; `notes` the comments that people have put on cells.
    """

    name: str
    rows: tuple[Row, ...]
    formulas: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()
    percents: frozenset[str] = frozenset()
    altered: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    struck: frozenset[str] = frozenset()
    raised: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """One workbook. `telling` is false where the format hides formulas and error cells (R6.39).

    `untouched` is one of ours that nobody has saved since we made it, as far as it says (R6.460).
    """

    sheets: tuple[Sheet, ...]
    telling: bool = True
    untouched: bool = False

    def sheet(self, name: str) -> Sheet | None:
        """Find a sheet by its name, never by its position."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a table starts: the index of its heading row and the column of each heading."""

    row: int
    columns: dict[str, int]


def letters(column: int) -> str:
    """Column letters of a zero-based index: 0 -> A, 27 -> AB."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address(row: int, column: int) -> str:
    """Address of zero-based indices: (2, 1) -> B3."""
    return f"{letters(column)}{row + 1}"


def squeeze(value: Value) -> str:
    """A cell as one line without any white space, for comparing names and headings."""
    return "".join(str(value).split()) if value != "" else ""


PICTURE = "（图片，未读）"
"""What stands for a picture in a cell."""

_PICTURE = re.compile(r"=?\s*(?:_xlfn\.)?(?:DISPIMG|IMAGE)\(.*\)", re.IGNORECASE | re.DOTALL)
"""How WPS and Excel write a picture that lies in a cell: as a formula, its value the same text."""


def is_picture(value: Value) -> bool:
    """Whether what stands in a cell is a picture (R6.454)."""
    if not isinstance(value, str) or "(" not in value:
        return False
    return bool(_PICTURE.fullmatch(value.strip()))


def as_text(value: Value) -> str:
    """A cell as a person sees it: whole numbers without .0, outer white space off.

    A picture is no text (R6.454).
    """
    if is_picture(value):
        return PICTURE
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).strip()


_USUAL = frozenset("，。、；：？！“”‘’（）《》〈〉【】〔〕—…·")
"""Punctuation that nobody takes for anything else."""


def spelled(text: str) -> str:
    """A text with every character named that a reader cannot see or takes for another one.

    杞县 with a zero-width space behind it reads 杞县[U+200B], a full-width １ reads １[U+FF11].
    Chinese characters, ASCII and the usual punctuation stand as they are.
    """
    return "".join(char if _is_plain(char) else _name_character(char) for char in text)


def oddities(*texts: str) -> str:
    """What to add to a sentence about texts with such characters; empty where there are none."""
    odd = [f"“{spelled(text)}”" for text in texts if spelled(text) != text]
    return f"。注意方括号标出的字符，看不见或与常用字形似：{'、'.join(odd)}" if odd else ""


def _is_plain(char: str) -> bool:
    if " " <= char <= "~" or char in _USUAL:
        return True
    return unicodedata.name(char, "").startswith("CJK UNIFIED IDEOGRAPH")


def _name_character(char: str) -> str:
    """A character with its number; one that takes no room of its own as the number alone."""
    visible = char if unicodedata.category(char)[0] in "LNPS" else ""
    return f"{visible}[U+{ord(char):04X}]"


def find_heading(sheet: Sheet, required: tuple[str, ...]) -> Heading | None:
    """Find the first row that holds every required heading, wherever it is (R6.80)."""
    for index, row in enumerate(sheet.rows):
        names = [squeeze(value) for value in row]
        if all(name in names for name in required):
            columns: dict[str, int] = {}
            for position, name in enumerate(names):
                columns.setdefault(name, position)
            return Heading(index, columns)
    return None


def plain(value: Value) -> str:
    """A cell as text; a day without midnight, a moment to the minute."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time.min else f"{value:%Y-%m-%d %H:%M}"
    return as_text(value)


def narrow(value: Value) -> str:
    """A cell as one line, full-width forms made narrow, for codes, months and choices."""
    return squeeze(unicodedata.normalize("NFKC", plain(value)))
