"""How the consolidated workbook looks: formats by meaning, each made once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from ducha.files.writing.sizes import Setting, height
from ducha.sections.colours import Colour
from ducha.standing.table import Style
from ducha.status.rating import Status
from ducha.texts import display_width

SYMBOLS = {
    Status.DONE: "★",
    Status.ON_TRACK: "●",
    Status.LAGGING: "▲",
    Status.BEHIND: "■",
    Status.NO_RETURN: "○",
    Status.HELD: "◇",
    Status.NOT_BROKEN_DOWN: "□",
    Status.NO_TASK: "－",
}
"""Beside every status word, so that a copy in black and white still tells them apart."""

BODY = 10
"""Points of a table's text."""

HEAD_FILL = "#1F3864"
LINE = "#BFBFBF"
_HATCH = 14

WHOLE = "#,##0"
DECIMAL = "#,##0.####"

_FIXED = {Style.POINTS: "0.0", Style.SCORE: "0.0"}
_IN_THE_MIDDLE = {Style.SHORT, Style.SCORE, Style.LIGHT}


_SINGLE = 16.0
"""Points of a row whose texts are all a line long."""

_ROOMY = 1.18
"""Characters of ours in one of those that widths are counted in, at least."""

_SETTING = Setting(line=15.0, around=4.0, lost=0.3, tight=True, least=18.0, most=400.0)
"""Tight: text of 10 points stands in columns that are counted in digits of 11."""


def row_height(cells: Iterable[tuple[str, float]]) -> float:
    """Points that a row needs for its (text, column width) cells, within what Excel allows.

    Excel grows such rows by itself, but neither LibreOffice nor a merged cell does.
    """
    fitted = ((text, width * _ROOMY) for text, width in cells)
    broken = [cell for cell in fitted if not _fits(*cell)]
    return height(broken, _SETTING) if broken else _SINGLE


def _fits(text: str, width: float) -> bool:
    """Whether it is one line: only what is broken loses anything by it."""
    return "\n" not in text and display_width(text, tight=True) <= width


def cell_kinds(style: Style) -> tuple[str, str]:
    """The kinds of cell that a column has for words and blanks, and for numbers."""
    return ("middle", "middle") if style in _IN_THE_MIDDLE else ("text", "number")


def number_format(style: Style, number: float) -> str:
    """How a number reads in such a column: points and scores keep their places."""
    return _FIXED.get(style) or (WHOLE if float(number).is_integer() else DECIMAL)


def queried(format_: str) -> str:
    """The format of a figure that is 待核: a ? behind it, its value untouched (R6.165)."""
    return f'{format_ or "@"}"?"'


_DARK = "#262626"
_FAINT = "#A6A6A6"
_WASHED = 0.55
"""How much white a pale colour has."""


def pale(colour: Colour) -> Colour:
    """A status's colour with much white in it, beside which the full one of another stands out."""
    shades = bytes.fromhex(colour.fill.removeprefix("#"))
    washed = bytes(round(shade + (255 - shade) * _WASHED) for shade in shades)
    return Colour(f"#{washed.hex().upper()}", _DARK)


def percent(decimals: int) -> str:
    """Number format of a share."""
    return f"0.{'0' * decimals}%"


@dataclass
class ReportStyles:
    """Formats of one workbook, made when first asked for."""

    book: Workbook
    colours: Mapping[Status, Colour]
    made: dict[tuple[str, str, Status | None, int], Format] = field(default_factory=dict)

    def cell(
        self, kind: str = "text", number: str = "", status: Status | None = None, *, size: int = 10
    ) -> Format:
        """A body cell: `kind` is text, line, middle or number; coloured where it bears a status."""
        key = (kind, number, status, size)
        if key not in self.made:
            look = self._properties(kind, number, status) | {"font_size": size}
            self.made[key] = self.book.add_format(look)
        return self.made[key]

    def repeated(self, kind: str) -> Format:
        """A word that the row above says already: faint, and never more than a line."""
        properties = self._properties(kind, "", None) | {"font_color": _FAINT, "text_wrap": False}
        return self.plain(**properties)

    def _properties(
        self, kind: str, number: str, status: Status | None
    ) -> dict[str, str | int | bool]:
        properties: dict[str, str | int | bool] = {
            "border": 1,
            "border_color": LINE,
            "valign": "vcenter",
            "font_size": BODY,
        }
        if kind == "text":
            properties["text_wrap"] = True
        if kind == "middle":
            properties |= {"align": "center", "text_wrap": True}
        if number:
            properties["num_format"] = number
        if status is not None:
            properties |= self._paint(status)
        return properties

    def _paint(self, status: Status) -> dict[str, str | int | bool]:
        colour = self.colours[status]
        paint: dict[str, str | int | bool] = {"font_color": colour.font}
        if colour.pattern == "hatch":
            return paint | {"pattern": _HATCH, "bg_color": "#FFFFFF", "fg_color": colour.fill}
        return paint | {"bg_color": colour.fill}

    def light(self, status: Status) -> Format:
        """A cell that holds a status word: its symbol comes from the number format."""
        return self.cell("middle", f'"{SYMBOLS[status]} "@', status)

    def head(self) -> Format:
        """A heading cell."""
        key = ("head", "", None, 10)
        if key not in self.made:
            self.made[key] = self.book.add_format(
                {
                    "bold": True,
                    "font_color": "#FFFFFF",
                    "bg_color": HEAD_FILL,
                    "align": "center",
                    "valign": "vcenter",
                    "text_wrap": True,
                    "border": 1,
                    "border_color": LINE,
                    "font_size": BODY,
                }
            )
        return self.made[key]

    def link(self, *, bordered: bool = True) -> Format:
        """A cell that leads to another place of the workbook."""
        looks = self._properties("text", "", None)
        border = int(bordered)
        return self.plain(**{**looks, "font_color": "#0563C1", "underline": 1, "border": border})

    def plain(self, **properties: str | float | bool) -> Format:
        """A format of its own, for the few cells of the first page that need one."""
        key = ("plain", repr(sorted(properties.items())), None, 0)
        if key not in self.made:
            self.made[key] = self.book.add_format(properties)
        return self.made[key]
