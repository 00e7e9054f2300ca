"""When a workbook says that it was saved: for its time of receipt, and for nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from ducha.files.workbook.gate import parts as gate_parts
from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.refusals import Unreadable
from ducha.files.workbook.gate.xml import Attributes, walk_xml
from ducha.files.workbook.legacy.summary import summary_time
from ducha.makes import MADE
from ducha.period import CHINA

_LARGEST = 64 * 1024
"""Bytes of a part that is looked into; an honest one has one or two thousand."""
_MOST_TAGS = 1000

_CORE, _APP, _META = "docprops/core.xml", "docprops/app.xml", "meta.xml"
_CORE_OF_DOTNET = ".psmdcp"
"""How the core properties end that the packaging library of .NET writes."""
_LOCAL_WRITER = "LibreOffice"
"""Writes its local time into an .xlsx and marks it as UTC; see docs/times.md."""

_STAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})(:[0-9]{2})?(?:\.([0-9]{1,6})[0-9]*)?"
    r"(Z|[+-][0-9]{2}:?[0-9]{2})?"
)


def saved_in_parts(parts: Mapping[str, bytes]) -> datetime | None:
    """The time in an archive, in China's time; None where none can be told (R6.69).

    Args:
        parts: Those of a workbook, by their names, as the gate let them in.
    """
    return _unless_made(_time_in_parts(parts))


def untouched_in_parts(parts: Mapping[str, bytes]) -> bool:
    """Whether a workbook still says the time of our own: nobody has saved it since (R6.460)."""
    moment = _time_in_parts(parts)
    return moment is not None and _unless_made(moment) is None


def _time_in_parts(parts: Mapping[str, bytes]) -> datetime | None:
    lower = {name.lower(): part for name, part in parts.items()}
    if "mimetype" in lower:
        return _parse_time(_only_text(lower.get(_META, b""), "date"))
    others = [part for name, part in lower.items() if name.endswith(_CORE_OF_DOTNET)]
    core = lower.get(_CORE, others[0] if len(others) == 1 else b"")
    is_local = _only_text(lower.get(_APP, b""), "Application").startswith(_LOCAL_WRITER)
    return _parse_time(_only_text(core, "modified"), is_local=is_local)


def saved_in_container(data: bytes) -> datetime | None:
    """The time in the summary of an .xls or .et, in China's time (R6.69)."""
    return _unless_made(summary_time(data))


def parse_saved_time(text: str, *, is_local: bool = False) -> datetime | None:
    """Read a time as XML has it; without a zone it is China's (R6.70).

    Args:
        text: What stands there.
        is_local: Whether the program that wrote it names a zone and means its own.
    """
    return _unless_made(_parse_time(text, is_local=is_local))


def _parse_time(text: str, *, is_local: bool = False) -> datetime | None:
    match = _STAMP.fullmatch(text.strip())
    if not match:
        return None
    day, minute, second, fraction, zone = match.groups()
    written = f"{day}T{minute}{second or ':00'}.{(fraction or '0'):0<6}"
    try:
        moment = datetime.fromisoformat(f"{written}{'' if is_local else zone or ''}")
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=CHINA)
        return moment.astimezone(CHINA)
    except (ValueError, OverflowError):
        return None


def _unless_made(moment: datetime | None) -> datetime | None:
    """A time, unless it is the one of our own forms; a program may have taken that for China's."""
    made = MADE.replace(tzinfo=None)
    if moment is None or made in {moment.astimezone(zone).replace(tzinfo=None) for zone in _ZONES}:
        return None
    return moment


_ZONES = (UTC, CHINA)


def _only_text(part: bytes, name: str) -> str:
    """The text of the one element of this name; blank where there is none, or more than one."""
    if not part or len(part) > _LARGEST:
        return ""
    element = _Element(name)
    try:
        gate_parts.check_part(".xml", part)
        bounds = RemainingBounds(tags=_MOST_TAGS)
        walk_xml(part, bounds, element.start, element.end, element.text)
    except Unreadable:
        return ""
    return "".join(element.pieces) if element.count == 1 else ""


class _Element:
    """The text of an element, whatever its prefix, and how often it stands there."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self.is_open = False
        self.pieces: list[str] = []

    def start(self, tag: str, _: Attributes) -> None:
        """Come to a tag."""
        if tag.rpartition(":")[2] == self.name:
            self.count += 1
            self.is_open = True

    def end(self, tag: str) -> None:
        """Leave a tag."""
        if tag.rpartition(":")[2] == self.name:
            self.is_open = False

    def text(self, text: str) -> None:
        """Keep what stands in the element."""
        if self.is_open:
            self.pieces.append(text)
