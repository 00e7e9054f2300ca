"""When an .xls or .et was last saved, as its summary says: a list of properties, each by number."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from ducha.files.workbook.gate.refusals import Unreadable
from ducha.files.workbook.legacy import ole
from ducha.period import CHINA

_SUMMARY = "\x05summaryinformation"
_LARGEST = 64 * 1024
_FIRST_SECTION = 44
"""Where the place of the first section is written: after the head and the name of the section."""
_PAIR, _WORD, _LONG = struct.Struct("<2L"), struct.Struct("<L"), struct.Struct("<Q")
_MOST_PROPERTIES = 200
_LAST_SAVED, _FILE_TIME = 13, 0x40
_BEGIN = datetime(1601, 1, 1, tzinfo=UTC)


def summary_time(data: bytes) -> datetime | None:
    """When it was last saved, in China's time; None where it does not say so, or not in order."""
    try:
        stream = _summary(data)
        ticks = _last_saved(stream) if stream else 0
        return (_BEGIN + timedelta(microseconds=ticks // 10)).astimezone(CHINA) if ticks else None
    except (Unreadable, struct.error, OverflowError):
        return None


def _summary(data: bytes) -> bytes | None:
    """The stream at the top: what is embedded has one of its own."""
    compound = ole.open_compound(data)
    if compound is None:
        return None
    sizes = [entry.size for entry in compound.top if entry.name.lower() == _SUMMARY]
    return compound.stream(_SUMMARY) if len(sizes) == 1 and sizes[0] <= _LARGEST else None


def _last_saved(stream: bytes) -> int:
    """Tenths of microseconds since 1601; 0 where it is not told, or more than once."""
    (section,) = _WORD.unpack_from(stream, _FIRST_SECTION)
    _, count = _PAIR.unpack_from(stream, section)
    pairs = [
        _PAIR.unpack_from(stream, section + _PAIR.size * (number + 1))
        for number in range(min(count, _MOST_PROPERTIES))
    ]
    places = [section + place for name, place in pairs if name == _LAST_SAVED]
    if len(places) != 1 or _WORD.unpack_from(stream, places[0])[0] & 0xFFFF != _FILE_TIME:
        return 0
    ticks: int = _LONG.unpack_from(stream, places[0] + _WORD.size)[0]
    return ticks
