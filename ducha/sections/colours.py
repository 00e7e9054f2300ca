"""[colours]: how each status is painted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ducha.sections.section import Section, refuse_unknown
from ducha.status.rating import Status

KEYS = tuple(Status)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_PATTERNS = ("solid", "hatch")


@dataclass(frozen=True, slots=True)
class Colour:
    """How a status is painted: `pattern` is solid or hatch."""

    fill: str
    font: str
    pattern: str = "solid"


COLOURS = {
    Status.DONE: Colour("#1E7B34", "#FFFFFF"),
    Status.ON_TRACK: Colour("#A9D18E", "#1E3D0F"),
    Status.LAGGING: Colour("#FFD966", "#5C4400"),
    Status.BEHIND: Colour("#D92D20", "#FFFFFF"),
    Status.NO_RETURN: Colour("#D0CECE", "#333333"),
    Status.HELD: Colour("#D9C3EE", "#4B1A75", "hatch"),
    Status.NOT_BROKEN_DOWN: Colour("#FFFFFF", "#595959"),
    Status.NO_TASK: Colour("#FFFFFF", "#595959"),
}


def read_colours(section: Section) -> dict[Status, Colour]:
    """How each status is painted."""
    return {status: _colour(section, status, default) for status, default in COLOURS.items()}


def _colour(section: Section, status: Status, default: Colour) -> Colour:
    value = section.table.get(status, {})
    if not isinstance(value, dict):
        section.complain(status, '应写成 { fill = "#FFFFFF", font = "#000000" }。')
        return default
    keys = Section(f"colours.{status}", value, section.mistakes)
    refuse_unknown(keys, ("fill", "font", "pattern"))
    colour = Colour(
        keys.text("fill", default.fill),
        keys.text("font", default.font),
        keys.text("pattern", default.pattern),
    )
    for key, typed in (("fill", colour.fill), ("font", colour.font)):
        if not _COLOUR.fullmatch(typed):
            keys.complain(key, f"颜色“{typed}”写法不对，应为 # 加六位十六进制数，如 #FFD966。")
    if colour.pattern not in _PATTERNS:
        keys.complain("pattern", f"“{colour.pattern}”不认识，应为 solid（实色）或 hatch（斜线）。")
    if colour.fill.upper() == colour.font.upper():
        keys.complain("font", "文字和底色相同，会看不见字，请改其中一个。")
    return colour
