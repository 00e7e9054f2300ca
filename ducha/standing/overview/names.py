"""Names and lists of names cut to the room that a printed line has."""

from __future__ import annotations

from collections.abc import Sequence

from ducha.texts import display_width, one_line

_MORE = "…"


def cut(name: str, width: int) -> str:
    """A name on one line of at most so many half-width characters; one that is cut ends in …."""
    name = one_line(name)
    if display_width(name) <= width:
        return name
    kept = ""
    for character in name:
        if display_width(kept + character + _MORE) > width:
            break
        kept += character
    return kept + _MORE


def listed(names: Sequence[str], width: int, measure: str = "个") -> str:
    """As many names as fit into a width in half-width characters, at least one: 甲、乙等5个."""
    shown = "、".join(map(one_line, names))
    if display_width(shown) <= width:
        return shown
    more = f"等{len(names)}{measure}"
    kept = cut(names[0], max(width - display_width(more), 0))
    for name in names[1:]:
        longer = f"{kept}、{one_line(name)}"
        if display_width(longer + more) > width:
            break
        kept = longer
    return kept if len(names) == 1 else kept + more
