"""The parts of a workbook that are XML, tag by tag, as a parser will see them."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from xml.parsers import expat

from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.refusals import BROKEN, UNUSUAL, Unreadable

Attributes = dict[str, str]
_WHITE = {ord(sign): f"&#{ord(sign)};" for sign in "\t\n\r"}
_BUFFER = 64 * 1024


def walk_xml(
    part: bytes,
    bounds: RemainingBounds,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call these for every tag and every piece of text. Raises `Unreadable` for broken XML."""
    bounds.take_tags(part.count(b"<"))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(part, True)  # noqa: FBT003 - a parameter without a name: this is all of it
    except expat.ExpatError as error:
        raise Unreadable(BROKEN) from error
    except (LookupError, ValueError) as error:  # an encoding that the library does not know
        raise Unreadable(UNUSUAL) from error


def escape_text(text: str) -> str:
    """Text as it stands between tags."""
    return escape(text, quote=False)


def quote_attribute(value: str) -> str:
    """The value of an attribute with its quotes; white space in it would else become blanks."""
    return f'"{escape(value).translate(_WHITE)}"'


def elements(part: bytes, bounds: RemainingBounds, name: str) -> tuple[Attributes, ...]:
    """The attributes of every element of this name, with whatever prefix."""
    matches: list[Attributes] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag.rpartition(":")[2] == name:
            matches.append(attributes)

    walk_xml(part, bounds, start)
    return tuple(matches)
