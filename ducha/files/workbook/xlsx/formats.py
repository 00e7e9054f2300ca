"""Which cells of an .xlsx show another figure than they hold; works on the bytes of its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from ducha.files.workbook.gate.refusals import CROWDED, Unreadable

_BUILT_IN = frozenset({b"9", b"10"})
"""0% and 0.00%, which every program knows by number."""

_FORMAT = re.compile(rb"<(?:[^\s<>/:]+:)?numFmt\s((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>")
_STYLES = re.compile(rb"<(?:[^\s<>/:]+:)?cellXfs[\s>]")
_STYLES_END = re.compile(rb"</(?:[^\s<>/:]+:)?cellXfs>")
_STYLE = re.compile(rb"<(?:[^\s<>/:]+:)?xf\s([^<>]*)>")
_NUMBER = re.compile(rb"""numFmtId\s*=\s*["'](\d+)["']""")
_CODE = re.compile(rb"""formatCode\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TOKEN = re.compile(
    r""""([^"]*)"?|[\\!](.)|[_*].|\[\$([^][-]*)[^][]*\]|\[([^][]*)\]|;|.""", re.DOTALL
)
"""A piece of a format: text shown as it stands, room or filling, a bracket, or one sign."""
_OPEN, _SHUT, _NEXT = "\x02", "\x03", "\x04"
"""Around text that a format shows as it stands, 0"%" shows 95 as 95%; and between sections."""
_ANY = re.compile(f"{_OPEN}[^{_OPEN}{_SHUT}]*{_SHUT}")
_SHOWS = re.compile(r"[0#?@ymdhsaegb]", re.IGNORECASE)
"""Places of digits, or of a date, without which a number does not show."""
_ALTERS = re.compile(
    rf"[万千百亿]|[kK](?![A-Za-z])|{_OPEN}[^{_OPEN}{_SHUT}]*M(?![A-Za-z])"  # 5 as 5万, 5k, 5M
    rf"|[0#?],+(?![0#?,])"  # 5000 shown as 5
    rf"|[0#?]{_OPEN}\d|\d{_SHUT}[0#?]"  # 5 shown as 50
)

_MAX_FORMATS = 1024**2
"""Bytes of all formats of a workbook; the usual programs allow some hundred of 255 signs."""
_KEPT = 256 * 1024
"""Bytes of a part that is worth remembering: the forms of a month have the same."""
_FEW = 64
"""Styles that a pattern tries one by one faster than a set finds them."""
_NUMBERED = re.compile(rb'<c r="([A-Z]+\d+)" s="(\d+)"(?: t="n")?><[vf][ >/]')


@dataclass(frozen=True, slots=True)
class CellFormats:
    """Numbers of cell styles, as they stand in cells: with a percentage; that scale or hide."""

    percents: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()


def telling_styles(part: bytes) -> CellFormats:
    """The cell styles by which a number looks like another one.

    Raises `Unreadable` where there are more formats than any program writes.
    """
    return _read_cached(part) if len(part) <= _KEPT else _read_formats(part)


@lru_cache(maxsize=64)
def _read_cached(part: bytes) -> CellFormats:
    return _read_formats(part)


def _read_formats(part: bytes) -> CellFormats:
    shares, altering = set(_BUILT_IN), set[bytes]()
    formats = _FORMAT.findall(part)
    if sum(map(len, formats)) > _MAX_FORMATS:
        raise Unreadable(CROWDED)
    for attributes in formats:
        number, code = _NUMBER.search(attributes), _CODE.search(attributes)
        if number and code:
            text = unescape((code[1] or code[2] or b"").decode("utf-8", "replace"))
            percent, altered = how_it_shows(text)
            if percent:
                shares.add(number[1])
            if altered:
                altering.add(number[1])
    numbers = [_NUMBER.search(attributes) for attributes in _STYLE.findall(_styles(part))]
    return CellFormats(_style_numbers(numbers, shares), _style_numbers(numbers, altering))


def how_it_shows(code: str) -> tuple[bool, bool]:
    """Whether a format shows a number as a percentage, and whether as another number, or not."""
    sections, conditional = _sections(code)
    percent = any("%" in _ANY.sub("", section) for section in sections)
    return percent, any(map(_alters, sections if conditional else sections[:1]))


def _style_numbers(numbers: list[re.Match[bytes] | None], formats: set[bytes]) -> tuple[str, ...]:
    return tuple(str(n) for n, number in enumerate(numbers) if number and number[1] in formats)


def _sections(code: str) -> tuple[list[str], bool]:
    """Sections of a format, and whether it has conditions: without, the first is what counts."""
    pieces, conditional = list[str](), False
    for token in _TOKEN.finditer(code):
        shown = next((text for text in token.groups()[:3] if text is not None), None)
        if shown is not None:
            pieces.append(f"{_OPEN}{shown}{_SHUT}")
        elif token[4] is not None:
            conditional = conditional or token[4][:1] in {"<", ">", "="}
        elif len(token[0]) == 1:
            pieces.append(_NEXT if token[0] == ";" else token[0])
    return "".join(pieces).replace(_SHUT + _OPEN, "").split(_NEXT), conditional


def _alters(section: str) -> bool:
    """Whether a number shows as another one in this section, or not at all."""
    return not _SHOWS.search(_ANY.sub("", section)) or _ALTERS.search(section) is not None


def _styles(part: bytes) -> bytes:
    """The list of the cell styles; one pattern for both its ends would search again and again."""
    start = _STYLES.search(part)
    end = _STYLES_END.search(part, start.end()) if start else None
    return part[start.end() : end.start()] if start and end else b""


def styled_cells(body: bytes, styles: tuple[str, ...]) -> frozenset[str]:
    """Addresses of the numbers in these styles, in a sheet as the usual programs write it."""
    if not styles:
        return frozenset()
    if len(styles) <= _FEW:
        return frozenset(name.decode("ascii") for name in _pattern(styles).findall(body))
    wanted = {number.encode("ascii") for number in styles}
    cells = _NUMBERED.findall(body)
    return frozenset(name.decode("ascii") for name, style in cells if style in wanted)


@lru_cache(maxsize=64)
def _pattern(styles: tuple[str, ...]) -> re.Pattern[bytes]:
    among = "|".join(styles).encode("ascii")
    return re.compile(rb'<c r="([A-Z]+\d+)" s="(?:' + among + rb')"(?: t="n")?><[vf][ >/]')
