"""What a file is, by its name where that says enough, else by how its content begins."""

from __future__ import annotations

import re
from enum import Enum, auto
from zipfile import ZipFile

from ducha.files.inbox.archive import WRONG_ENTRY, list_members
from ducha.files.inbox.furniture import explain_furniture, explain_pointer
from ducha.files.inbox.scans import OFD, explain_scan
from ducha.files.workbook.gate import signatures
from ducha.files.workbook.reading import Unreadable


class FileKind(Enum):
    """How a file is to be opened."""

    WORKBOOK = auto()
    MAIL = auto()
    ZIP = auto()
    SEVEN_ZIP = auto()
    SCAN = auto()
    FOREIGN = auto()
    FURNITURE = auto()


_LEFTOVERS = (
    (re.compile(r"~\$.*"), "Excel 或 WPS 打开文件时留下的临时标记（~$），不是报送件"),
    (re.compile(r"\.~.*"), "WPS 或 LibreOffice 打开文件时留下的临时标记，不是报送件"),
    (re.compile(r".*\.tmp", re.IGNORECASE), "临时文件（.tmp），不是报送件"),
    (re.compile(r"thumbs\.db|ehthumbs\.db", re.IGNORECASE), "Windows 的缩略图缓存，不是报送件"),
    (re.compile(r"desktop\.ini", re.IGNORECASE), "Windows 的文件夹设置，不是报送件"),
    (re.compile(r"\.ds_store|\._.*", re.IGNORECASE), "苹果电脑留下的系统文件，不是报送件"),
)

_UNPACK = "程序不打开这种压缩包（{}）。请解压后把里面的填报表放进收件箱，或请单位改发 .xlsx"
_WINMAIL = (
    "winmail.dat，是 Outlook 的专用格式，附件包在里面，程序不打开。"
    "请单位用网页邮箱或改为 HTML 格式重新发送填报表"
)
_NUMBERS = "苹果电脑的 Numbers 表格，程序不打开。请单位导出为 .xlsx 后重新发送"
_WORD = "Word 或演示文档，不是填报表。请单位用本局发出的填报表（.xlsx）重新报送"

_OUR_LETTER = "本局程序生成的 Word 文件（通报、专报、督办单），没有人改过，不是报送件"
_PROPERTIES = re.compile(r"docProps/core\d*\.xml")
_NO_PROPERTIES = re.compile(rb"(?:<\?xml[^<>]*\?>)?\s*<cp:coreProperties\b[^<>]*/>\s*")
_FEW = 512
"""Bytes of properties that say nothing."""

_FOREIGN = (
    (signatures.pattern(signatures.RAR), _UNPACK.format("RAR")),
    (signatures.pattern(signatures.GZIP), _UNPACK.format("gz")),
    (re.compile(rb"\x78\x9f\x3e\x22"), _WINMAIL),
)

_MSG_MARK = "__properties_version1.0".encode("utf-16-le")

_HEADER = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:From [^\n]*\n)?"
    rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
    rb"(?:from|to|subject|date|received|return-path|message-id|mime-version|x-unsent):",
    re.IGNORECASE,
)
"""Header lines, one of which only a mail has."""
_START = 64
"""Bytes that tell a scan."""
_HEAD = 65_536
"""Bytes within which the header ends."""
_WEB_PAGE = re.compile(
    rb"\s*MIME-Version:[^\n]*\n(?:[!-9;-~]+:[^\n]*\n)*?X-Document-Type:", re.IGNORECASE
)
"""A single-file web page, as Excel and WPS save it under the name of a workbook."""
_WEB_ENDINGS = (".mht", ".mhtml")

_OF_ODF = frozenset({"mimetype", "meta-inf/manifest.xml"})
"""Parts of an .ods; not every program writes the first."""


def explain_leftover(path: str) -> str:
    """Why a file of this path is certainly no return; empty when it may be one."""
    *folders, name = path.split("/")
    if "__MACOSX" in folders:
        return "苹果电脑打包时附带的系统文件（__MACOSX），不是报送件"
    return next((reason for pattern, reason in _LEFTOVERS if pattern.fullmatch(name)), "")


def file_kind(path: str, data: bytes) -> tuple[FileKind, str]:
    """What the content is, whatever it is called; with the reason where it is not opened."""
    not_opened = _not_opened(path.rpartition("/")[2], data)
    if not_opened:
        return not_opened
    if data.startswith((signatures.ZIP, signatures.SEVEN_ZIP)):
        return _kind_of_archive(data)
    if data.startswith(signatures.COMPOUND):
        return (FileKind.MAIL if _MSG_MARK in data else FileKind.WORKBOOK), ""
    if path.lower().endswith(_WEB_ENDINGS) or _WEB_PAGE.match(data[:_HEAD]):
        return FileKind.WORKBOOK, ""  # its reader says what it is
    if _HEADER.match(data[:_HEAD]) or path.lower().endswith(".eml"):
        return FileKind.MAIL, ""
    return FileKind.WORKBOOK, ""


def _not_opened(name: str, data: bytes) -> tuple[FileKind, str] | None:
    """A file that its beginning or its name tells to be no workbook, mail or archive to open."""
    if scan := explain_scan(data[:_START]):
        return FileKind.SCAN, scan
    if furniture := explain_furniture(name, data):
        return FileKind.FURNITURE, furniture
    foreign = (reason for start, reason in _FOREIGN if start.match(data))
    told = explain_pointer(name, data) or next(foreign, "")
    return (FileKind.FOREIGN, told) if told else None


def _kind_of_archive(data: bytes) -> tuple[FileKind, str]:
    """Tell a workbook from a plain archive by its list of parts, without unpacking any."""
    if data.startswith(signatures.SEVEN_ZIP):
        return FileKind.SEVEN_ZIP, ""
    try:
        archive = list_members(data)
    except Unreadable:
        return FileKind.WORKBOOK, ""  # its reader says what is wrong with it
    names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    tops = {name.partition("/")[0] for name in names}
    if "ofd.xml" in names:
        return FileKind.SCAN, OFD
    if "xl" in tops:
        return FileKind.WORKBOOK, ""
    if "[content_types].xml" in names:
        return _kind_of_document(archive) if tops & {"word", "ppt"} else (FileKind.WORKBOOK, "")
    if any(name.endswith(".iwa") for name in names):
        return FileKind.FOREIGN, _NUMBERS
    return (FileKind.WORKBOOK, "") if names & _OF_ODF else (FileKind.ZIP, "")


def _kind_of_document(archive: ZipFile) -> tuple[FileKind, str]:
    """A Word file; ours is one in which nobody, and no program, has left a name or a time.

    (R6.460)
    """
    properties = [entry for entry in archive.infolist() if _PROPERTIES.fullmatch(entry.filename)]
    if len(properties) != 1 or properties[0].file_size > _FEW:
        return FileKind.FOREIGN, _WORD
    try:
        with archive.open(properties[0]) as stream:
            nameless = _NO_PROPERTIES.fullmatch(stream.read(_FEW))
    except WRONG_ENTRY:
        return FileKind.FOREIGN, _WORD
    return (FileKind.FURNITURE, _OUR_LETTER) if nameless else (FileKind.FOREIGN, _WORD)
