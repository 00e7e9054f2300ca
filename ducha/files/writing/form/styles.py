"""How the form looks: calm colours, one Format object per look, heights that show whole texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from ducha.files.writing.sizes import Setting
from ducha.files.writing.sizes import height as row_height

ENTRY, TOTAL, IDLE, LOCKED = "entry", "total", "idle", "locked"
"""What a cell is: to be filled, the city's line, not asked here, or printed by us."""

TINTS = {ENTRY: "#FFF8DC", TOTAL: "#E9EEF4", IDLE: "#F4F4F4"}
INKS = {TOTAL: "#1F3A5F", IDLE: "#8C8C8C", LOCKED: "#333333"}
HEADING, HEADING_ENTRY, INK, LINE = "#DCE5EF", "#FCE9A9", "#1F3A5F", "#BFC7D1"
TAB = "#F2C94C"
RETURN_FILL, RETURN_INK = "#F8B4B4", "#7A0000"
VERIFY_FILL, VERIFY_INK = "#FBCB8E", "#5C3300"

LOOKS: dict[str, dict[str, object]] = {
    "text": {"text_wrap": True},
    "centre": {"align": "center", "text_wrap": True},
    "typed": {"align": "center", "text_wrap": True, "num_format": "@"},
    "number": {"align": "center", "shrink": True},
    "share": {"align": "center", "num_format": "0.0%", "shrink": True},
    "last_share": {"align": "left", "indent": 1, "num_format": "0.0%"},
    "surpassed": {"align": "center", "num_format": '0.0%"*"'},
    "top": {"text_wrap": True, "valign": "top"},
}
"""How a cell holds what is in it."""

_LEADING = 1.34


@dataclass(frozen=True, slots=True)
class FormStyles:
    """Every format of one workbook, made once."""

    cell: dict[tuple[str, str], Format]
    plain: dict[str, Format]


def make_styles(book: Workbook) -> FormStyles:
    """Make the formats."""
    cell = {
        (look, tone): book.add_format(
            {
                "border": 1,
                "border_color": LINE,
                "valign": "vcenter",
                "locked": tone != ENTRY,
                "bold": tone == TOTAL,
                **({"bg_color": TINTS[tone]} if tone in TINTS else {}),
                **({"font_color": INKS[tone]} if tone in INKS else {}),
                **how,
            }
        )
        for look, how in LOOKS.items()
        for tone in (ENTRY, TOTAL, IDLE, LOCKED)
    }
    return FormStyles(cell, {name: book.add_format(how) for name, how in _PLAIN.items()})


_BOX: dict[str, object] = {"border": 1, "border_color": LINE}
_PLAIN: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 18, "font_color": INK, "valign": "vcenter"},
    "line": {"font_size": 11, "font_color": INK, "valign": "vcenter"},
    "advice": {"font_color": "#7A5C00", "valign": "vcenter"},
    "warning": {
        "bold": True,
        "font_color": RETURN_INK,
        "align": "right",
        "valign": "vcenter",
    },
    "unsaid": {"num_format": ";;;"},
    "heading": {
        **_BOX,
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "bg_color": HEADING,
        "font_color": INK,
    },
    "heading_entry": {
        **_BOX,
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "bg_color": HEADING_ENTRY,
        "font_color": INK,
    },
    "returned": {"bg_color": RETURN_FILL, "font_color": RETURN_INK},
    "verify": {"bg_color": VERIFY_FILL, "font_color": VERIFY_INK},
    "behind": {"font_color": "#B00020", "bold": True},
    "silent": {"font_color": INKS[IDLE]},
    "lagging": {"font_color": "#9A5B00", "bold": True},
    "returned_box": {
        **_BOX,
        "align": "center",
        "valign": "vcenter",
        "bg_color": RETURN_FILL,
        "font_color": RETURN_INK,
    },
    "verify_box": {
        **_BOX,
        "align": "center",
        "valign": "vcenter",
        "bg_color": VERIFY_FILL,
        "font_color": VERIFY_INK,
    },
    "sample": {
        **_BOX,
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": TINTS[ENTRY],
    },
    "jump": {
        **_BOX,
        "font_color": "#1F5FA8",
        "underline": 1,
        "text_wrap": True,
        "valign": "vcenter",
    },
    "left": {
        **_BOX,
        "align": "center",
        "valign": "vcenter",
        "num_format": '"还差"0"行";;"已填"',
    },
    "section": {"bold": True, "font_size": 12, "font_color": INK, "valign": "vcenter"},
    "paragraph": {"font_color": INKS[LOCKED], "text_wrap": True, "valign": "vcenter"},
    "label": {"align": "right", "valign": "vcenter", "font_color": INK, "text_wrap": True},
    "seal": {
        "align": "right",
        "valign": "vcenter",
        "font_color": INK,
        "text_wrap": True,
        "num_format": '@"\n（盖章）"',
    },
    "sign": {
        "num_format": "@",
        "locked": False,
        "valign": "vcenter",
        "bg_color": TINTS[ENTRY],
        "bottom": 1,
        "bottom_color": LINE,
    },
}


def height(cells: Iterable[tuple[str, float, float]], least: float) -> float:
    """Height in points of a row with such (text, column width, font size) cells.

    A column is as wide as so many digits of 11 points. A Chinese character is a little narrower
    than two of them in every usual font, so a line loses nothing but an odd half.
    """
    needed = (
        row_height([(text, width * 11 / size // 2 * 2)], _setting(size, least))
        for text, width, size in cells
    )
    return max(needed, default=least)


def _setting(size: float, least: float) -> Setting:
    return Setting(line=size * _LEADING, around=6.0, least=least)
