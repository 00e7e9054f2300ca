"""What must not stand in a part of a workbook, whatever its encoding: definitions, ways out."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import unquote

from ducha.files.workbook.gate.refusals import CROWDED, DEFINING, OUTSIDE, UNUSUAL, Unreadable

UNREAD = ("xl/media/", "xl/externalLinks/", "Pictures/", "Basic/", "Dialogs/", "__MACOSX/")
"""Folders for pictures and macros, and what a Mac adds when it packs: they are not read.

LibreOffice writes a DOCTYPE there, and a Mac gives its own parts the names of others. What is
remembered of other workbooks looks like a sheet, and like one that gives a row twice.
"""

_RELATIONS = ".rels"
_XML = (".xml", _RELATIONS, ".vml")
MAX_RELATIONS = 200_000
"""Tags in all the parts with relations; every link to click in a sheet is one."""
BLANK = b"\0\xef\xbb\xbf\xff\xfe \t\r\n"
"""What may stand before the first tag: white space and marks of the encoding."""

_HEAD = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)""", re.IGNORECASE)
_ENCODINGS = frozenset(
    {
        *(b"utf-8", b"utf8", b"utf-16", b"utf-16le", b"utf-16be", b"us-ascii", b"ascii"),
        *(b"iso-8859-1", b"windows-1252", b"gb2312", b"gbk", b"gb18030"),
    }
)
"""Encodings in which a tag looks as in ASCII once zero bytes are left out."""

_DEFINITION = re.compile(rb"<!\s*(?:doctype|entity|element|attlist|notation)", re.IGNORECASE)
_RELATION = re.compile(
    rb"""<(?:[^\s<>/:]+:)?Relationship\s((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""",
)
_ATTRIBUTE = re.compile(rb"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
"""No pattern here goes back over what it has seen: a tag may be as long as its part."""

_INWARD = re.compile(rb'Target="/?(?:\w[\w.-]*/)*\w[\w.-]*"')
"""Targets as nearly all of them are written: a path downwards."""

_CORE = frozenset({"officeDocument", "worksheet", "chartsheet", "sharedStrings", "styles", "theme"})
"""What a workbook cannot be read without: it lies within the file."""


def _attributes(tag: bytes) -> dict[str, str]:
    """Names and values of the attributes in a tag."""
    pairs = _ATTRIBUTE.findall(tag)
    try:
        return {
            name.decode("utf-8", "replace"): html.unescape(
                (double or single).decode("utf-8", "replace")
            )
            for name, double, single in pairs
        }
    except ValueError as error:  # a character whose number has thousands of digits
        raise Unreadable(UNUSUAL) from error


def check_part(name: str, content: bytes) -> None:
    """Raise `Unreadable` if a part holds what no spreadsheet program writes.

    In UTF-16 and UTF-32 a tag is ASCII between zero bytes, so without these it is seen too.
    """
    is_xml = name.lower().endswith(_XML)
    start = content.lstrip(BLANK)[:200]
    if not start.startswith(b"<"):
        if is_xml and start:
            raise Unreadable(UNUSUAL)
        return
    declared = _HEAD.match(start.replace(b"\0", b""))
    if declared and declared[1].lower() not in _ENCODINGS:
        raise Unreadable(UNUSUAL)
    ascii_form = content.replace(b"\0", b"") if b"\0" in content else content
    if b"!" in ascii_form and b"<!" in ascii_form and _DEFINITION.search(ascii_form):
        raise Unreadable(DEFINING)
    if name.lower().endswith(_RELATIONS):
        _check_relations(name, ascii_form)


def count_relations(parts: Mapping[str, bytes]) -> None:
    """Raise `Unreadable` if there are more relations than can be looked at one by one."""
    counts = (
        content.count(b"<") for name, content in parts.items() if name.lower().endswith(_RELATIONS)
    )
    if sum(counts) > MAX_RELATIONS:
        raise Unreadable(CROWDED)


def _check_relations(name: str, content: bytes) -> None:
    """Nothing points out of the file, but links that a reader would have to click."""
    if b"TargetMode" not in content and content.count(b"Target") == len(_INWARD.findall(content)):
        return
    depth = max(name.count("/") - 1, 0)
    for tag in _RELATION.findall(content):
        attributes = _attributes(tag)
        kind = attributes.get("Type", "").rpartition("/")[2]
        outward = attributes.get("TargetMode", "").lower() == "external"
        if outward and kind in _CORE:
            raise Unreadable(OUTSIDE)
        if (
            not outward
            and kind != "hyperlink"
            and _leads_outside(attributes.get("Target", ""), depth)
        ):
            raise Unreadable(OUTSIDE)


def _leads_outside(target: str, depth: int) -> bool:
    """Whether a target, seen from so many folders down, lies outside the file."""
    path = unquote(target).partition("#")[0].replace("\\", "/")
    if ":" in path or path.startswith("//"):
        return True
    depth = 0 if path.startswith("/") else depth
    for step in path.split("/"):
        if step == "..":
            depth -= 1
        elif step not in {"", "."}:
            depth += 1
        if depth < 0:
            return True
    return False
