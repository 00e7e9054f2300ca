"""The parts of a Word file: read with bounds, written so that the same parts are the same bytes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

MAX_PARTS = 500
MAX_BYTES = 64 * 1024**2
"""Of all parts together, inflated; a template with a seal and a coat of arms has a hundredth."""

_FIRST = "[Content_Types].xml"
_DAY = (1980, 1, 1, 0, 0, 0)
_OLE = b"\xd0\xcf\x11\xe0"
_RESAVE = "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”。"
_PROPERTIES = re.compile(r"docProps/core\d*\.xml")
_NO_CLOCK = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
"""Properties of a document without author, day and hour."""


class Refused(Exception):  # noqa: N818 - a template that is not filled in, not an error of ours
    """Why a template is not filled in, in a sentence without its name."""


def read_parts(template: bytes) -> dict[str, bytes]:
    """The parts of a Word file by their names (R9.3).

    Raises:
        Refused: It is none, or one that no honest template is as big as.
    """
    if template.startswith(_OLE):
        message = f"是旧格式（.doc）或加了打开密码的文件，程序打不开。{_RESAVE}"
        raise Refused(message)
    try:
        with ZipFile(BytesIO(template)) as package:
            members = package.infolist()
            if len(members) > MAX_PARTS or sum(part.file_size for part in members) > MAX_BYTES:
                message = (
                    f"里面的内容太多（最多{MAX_PARTS}个部分、{MAX_BYTES // 1024**2}MB），没有读取。"
                )
                raise Refused(message)
            parts = {part.filename: package.read(part) for part in members if not part.is_dir()}
    except (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        message = f"不是 Word 文档（.docx），或已损坏。{_RESAVE}"
        raise Refused(message) from error
    if len(parts) != sum(not part.is_dir() for part in members):
        message = f"里面有重名的部分，无法安全读取。{_RESAVE}"
        raise Refused(message)
    return parts


def pack_parts(parts: Mapping[str, bytes]) -> bytes:
    """A Word file of these parts, without a clock: the same parts are the same bytes (R9.2)."""
    packed = BytesIO()
    with ZipFile(packed, "w") as package:
        for name in sorted(parts, key=lambda name: (name != _FIRST, name)):
            member = ZipInfo(name, _DAY)
            member.compress_type = ZIP_DEFLATED
            member.create_system = 0  # else the system on which it is made
            content = _NO_CLOCK if _PROPERTIES.fullmatch(name) else parts[name]
            package.writestr(member, content)
    return packed.getvalue()


def repack(document: bytes) -> bytes:
    """A Word file as a library wrote it, packed anew."""
    with ZipFile(BytesIO(document)) as package:
        return pack_parts({name: package.read(name) for name in package.namelist()})
