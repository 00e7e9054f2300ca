"""Foreign text made fit to be shown: it cannot act, turn a line round, or overflow its place."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

MARK = "\N{REPLACEMENT CHARACTER}"
"""Stands, for everyone to see, where a character was that must not be shown."""

MAX_TEXT = 32_767
"""What a cell of Excel can hold, counted as `excel_length` does."""

LONGEST_NAME = 255
CUT = "……（原文过长，以下截断）"

_HEAD, _TAIL = 120, 100
"""What is kept of a name that is too long; with the note between it stays below the limit."""

_QUOTED = 200

_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters: ESC and CSI drive a terminal
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # turn what stands beside them round: exe.xlsx
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # text behind the text, which nobody sees
    "\ud800-\udfff\ufffe\uffff"  # no characters at all: no file can hold them
    "]"
)
_BREAK = re.compile("\r\n|[\r\u2028\u2029]")
"""Line breaks of other programs, which WPS and the Mac leave in honest texts."""

_UNSEEN = re.compile(
    "[\t\n\r\u2028\u2029\u00ad\u180e\u200b\u200c\u2060-\u2064\ufeff]"
    "|(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
)
"""What cannot be seen, so that two names may look alike.

In a text these stay: they come with what is pasted from web pages and WeChat and do no harm there.
The joiner of emoji stays in a name too, behind an emoji.
"""

_GAP = re.compile("[\t\n]+")


def clean(text: str) -> str:
    """Text for a cell or a mail: what is unsafe becomes `MARK`, what is too long is cut there."""
    if text.isprintable() and len(text) * 2 <= MAX_TEXT:
        return text
    return clip(_UNSAFE.sub(MARK, _BREAK.sub("\n", text)), MAX_TEXT, CUT)


def one_line(text: str) -> str:
    """Text for a screen or a heading: on one line, so that none can be made up."""
    return text if text.isprintable() else _GAP.sub(" ", clean(text))


def shown_name(text: str) -> str:
    """The name of a file, a sheet or a unit: on one line, with nothing in it that is not seen.

    One that is too long loses its middle, in whose place stands a number that tells it from others.
    """
    if text.isprintable() and len(text) <= LONGEST_NAME:
        return text
    shown = _UNSAFE.sub(MARK, _UNSEEN.sub(MARK, text))
    if len(shown) <= LONGEST_NAME:
        return shown
    left_out = len(shown) - _HEAD - _TAIL
    return f"{shown[:_HEAD]}……（略{left_out}字，{text_digest(text)}）……{shown[-_TAIL:]}"


def shown_apart(text: str) -> str:
    """The same name where another one is shown alike."""
    return f"{shown_name(text)}#{text_digest(text)}"


def shown_names(texts: Sequence[str]) -> tuple[str, ...]:
    """Names as they are shown in a list; two that differ never look alike."""
    shown = [shown_name(text) for text in texts]
    counts = Counter(shown)
    return tuple(
        shown_apart(text) if counts[name] > 1 else name
        for text, name in zip(texts, shown, strict=True)
    )


def brief(text: str, most: int = _QUOTED) -> str:
    """What is quoted in a sentence: its beginning, and how long it is."""
    return text if len(text) <= most else f"{text[:most]}……（共{len(text)}字）"


def join_labelled(parts: Iterable[tuple[str, str]], more: str, most: int = MAX_TEXT) -> str:
    """Texts with a label before each, one below the other in one cell.

    Where they do not fit into `most` (as `excel_length` counts), the longest are cut to one length,
    so that something of each is shown; each that is cut ends in `more`.
    """
    labelled = [(label, clean(text)) for label, text in parts]
    joined = "\n".join(label + text for label, text in labelled)
    if excel_length(joined) <= most:
        return joined
    room = most - sum(excel_length(label) + 1 for label, _ in labelled)
    share = share_room([excel_length(text) for _, text in labelled], room)
    return "\n".join(label + clip(text, share, more) for label, text in labelled)


def share_room(lengths: Iterable[int], room: int) -> int:
    """The length to which texts are cut so that together they fill the room."""
    waiting = sorted(lengths)
    for number, length in enumerate(waiting):
        texts_left = len(waiting) - number
        if length * texts_left > room:
            return max(room // texts_left, 0)
        room -= length
    return room


def clip(text: str, most: int, more: str) -> str:
    """Text of at most so many units of `excel_length`; one that is cut ends in `more`."""
    if excel_length(text) <= most:
        return text
    room = max(most - excel_length(more), 0)
    kept = text.encode("utf-16-le", "surrogatepass")[: room * 2].decode("utf-16-le", "ignore")
    return kept + more


def excel_length(text: str) -> int:
    """Length as Excel counts it, rare characters as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def display_width(line: str, *, tight: bool = False) -> int:
    """How wide a line looks, in half-width characters: a Chinese one takes two.

    So do signs like “ and ≥, whose width is ambiguous, for Chinese fonts draw them wide; in a
    `tight` count they take one.
    """
    if line.isascii():
        return len(line)
    wide = "WF" if tight else "WFA"
    return sum(2 if east_asian_width(character) in wide else 1 for character in line)


def text_digest(text: str) -> str:
    """A number that tells one text from all others, in eight letters."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
