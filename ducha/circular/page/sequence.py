"""Number marks right before a digit (2.2025年底前…): the count tells them from decimals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ducha.circular.model import TextLine
from ducha.circular.vocabulary import AMOUNTS, LABEL, alternation

_MARK = re.compile(
    r"(?:^|(?<=[。；）)]))(?P<mark>[★☆●◆▲※]?(?P<n>\d{1,3})(?P<sign>[.．、]))(?P<digits>\d*)"
)
_LONG = 3
"""A decimal of people, money or lengths seldom has so many digits behind its point."""
_SCALED = re.compile(rf"[万亿千百%‰]|余|多|{alternation(AMOUNTS)}")
_CLEAR = "．"
"""A mark with this sign is one whatever follows; a printed one has become a full stop."""


def clear_marks(lines: Sequence[TextLine]) -> list[TextLine]:
    """Write a mark before a digit with ． so that nobody reads a decimal; the rest stays."""
    cleared: list[TextLine] = []
    last = 0
    for line in lines:
        if line.cells:
            cleared.append(line)
            continue
        text, last = _clear_line(line.text, cleared[-1].text if cleared else "", last)
        cleared.append(replace(line, text=text))
    return cleared


def _clear_line(text: str, before: str, last: int) -> tuple[str, int]:
    """The line with its marks made clear, and the number that its count has come to."""
    pieces, copied = [], 0
    for match in _MARK.finditer(text):
        number, plain = int(match["n"]), not match["digits"]
        if not plain and not _is_mark(match, before, last):
            continue
        if plain and match.start() and number != last + 1:
            continue
        last = number
        if not plain:
            pieces.append(text[copied : match.start("sign")] + _CLEAR)
            copied = match.end("sign")
    return "".join(pieces) + text[copied:], last


def _is_mark(match: re.Match[str], before: str, last: int) -> bool:
    """Whether the number is the next of its count and what follows is no decimal part."""
    long = len(match["digits"]) >= _LONG
    if int(match["n"]) != last + 1 or (not last and not long):
        return False
    if not match.start() and not _is_complete(before, long=long):
        return False
    return long or match["sign"] == "、" or not _SCALED.match(match.string, match.end())


def _is_complete(before: str, *, long: bool) -> bool:
    """Whether the line above is complete, so that this one begins something."""
    if not before or before[-1] in "。；）):：" or LABEL.match(before):
        return True
    return long and before[-1] not in "、，和及至到约为"
