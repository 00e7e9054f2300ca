"""Workbooks that say when they were saved."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

from kit import xls
from kit.killers import archive
from kit.tables import workbook as tabled
from kit.workbooks import parts_in

CORE, APP = "docProps/core.xml", "docProps/app.xml"
_PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dcterms="http://purl.org/dc/terms/">{}</cp:coreProperties>'
)
_MODIFIED = "<dcterms:modified>{}</dcterms:modified>"
SHEET = {"进度填报": "| 编码 | 县区 | 本月累计 |\n| 三.3-2 | 杞县 | 12 |"}


def core(*modified: str) -> bytes:
    """Core properties with so many times."""
    return _PROPERTIES.format("".join(map(_MODIFIED.format, modified))).encode()


def saved_xlsx(*modified: str, application: str = "Microsoft Excel") -> bytes:
    """A form that says when it was saved, and by which program."""
    return with_core(core(*modified), application)


def with_core(part: bytes | None, application: str = "Microsoft Excel") -> bytes:
    """A form with this part in place of its core properties, or without."""
    parts = parts_in(tabled(SHEET))
    parts[APP] = f"<Properties><Application>{application}</Application></Properties>".encode()
    del parts[CORE]
    return archive(parts if part is None else {**parts, CORE: part})


def summary(*saved: datetime) -> bytes:
    """The summary of an .xls that was last saved at these times."""
    pairs, values = b"", b""
    for number, moment in enumerate(saved):
        ticks = (moment - datetime(1601, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 10
        pairs += struct.pack("<2L", 13, 8 + 8 * len(saved) + 12 * number)
        values += struct.pack("<LQ", 0x40, ticks)
    section = struct.pack("<2L", 8 + len(pairs) + len(values), len(saved)) + pairs + values
    head = struct.pack("<2HL16sL", 0xFFFE, 0, 0, bytes(16), 1)
    return head + bytes(16) + struct.pack("<L", 48) + section


def saved_xls(*saved: datetime, stream: bytes | None = None) -> bytes:
    """The least .xls with a summary."""
    book = xls.book({"表": xls.cell(0, 0, "甲")})
    told = summary(*saved) if stream is None else stream
    return xls.compound({"Workbook": book, "\x05SummaryInformation": told})
