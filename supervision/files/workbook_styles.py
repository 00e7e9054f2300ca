"""Which cells of an .xlsx show their number as a percentage; works on the bytes of its parts."""

from __future__ import annotations

import re
from functools import lru_cache

_BUILT_IN = frozenset({b"9", b"10"})
"""0% and 0.00%, which every program knows by number."""

_FORMAT = re.compile(rb"<(?:[^\s<>/:]+:)?numFmt\s([^<>]*)>")
_STYLES = re.compile(rb"<(?:[^\s<>/:]+:)?cellXfs[\s>]")
_STYLES_END = re.compile(rb"</(?:[^\s<>/:]+:)?cellXfs>")
_STYLE = re.compile(rb"<(?:[^\s<>/:]+:)?xf\s([^<>]*)>")
_NUMBER = re.compile(rb"""numFmtId\s*=\s*["'](\d+)["']""")
_CODE = re.compile(rb"""formatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LITERAL = re.compile(rb"&quot;.*?&quot;|\\.|_.")
"""Parts of a format that are shown as they stand: 0\"%\" shows 95 as 95%."""


_KEPT = 256 * 1024
"""Bytes of a part that is worth remembering: the forms of a month have the same."""
_FEW = 64
"""Styles that a pattern tries one by one faster than a set finds them."""
_NUMBERED = re.compile(rb'<c r="([A-Z]+\d+)" s="(\d+)"(?: t="n")?><[vf][ >/]')


def percent_styles(part: bytes) -> tuple[str, ...]:
    """Numbers of the cell styles with a percentage, as they stand in cells."""
    return _remembered(part) if len(part) <= _KEPT else _found(part)


@lru_cache(maxsize=64)
def _remembered(part: bytes) -> tuple[str, ...]:
    return _found(part)


def _found(part: bytes) -> tuple[str, ...]:
    shares = set(_BUILT_IN)
    for attributes in _FORMAT.findall(part):
        number, code = _NUMBER.search(attributes), _CODE.search(attributes)
        if number and code and b"%" in _LITERAL.sub(b"", code[1] or code[2] or b""):
            shares.add(number[1])
    numbers = (_NUMBER.search(attributes) for attributes in _STYLE.findall(_styles(part)))
    return tuple(
        str(index) for index, number in enumerate(numbers) if number and number[1] in shares
    )


def _styles(part: bytes) -> bytes:
    """The list of the cell styles; one pattern for both its ends would search again and again."""
    start = _STYLES.search(part)
    end = _STYLES_END.search(part, start.end()) if start else None
    return part[start.end() : end.start()] if start and end else b""


def percent_cells(body: bytes, shares: tuple[str, ...]) -> frozenset[str]:
    """Addresses of the numbers in these styles, in a sheet as the usual programs write it."""
    if not shares:
        return frozenset()
    if len(shares) <= _FEW:
        return frozenset(name.decode("ascii") for name in _pattern(shares).findall(body))
    styles = {one.encode("ascii") for one in shares}
    found = _NUMBERED.findall(body)
    return frozenset(name.decode("ascii") for name, style in found if style in styles)


@lru_cache(maxsize=64)
def _pattern(shares: tuple[str, ...]) -> re.Pattern[bytes]:
    styles = "|".join(shares).encode("ascii")
    return re.compile(rb'<c r="([A-Z]+\d+)" s="(?:' + styles + rb')"(?: t="n")?><[vf][ >/]')
