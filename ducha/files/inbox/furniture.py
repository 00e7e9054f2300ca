"""What mail programs add to a mail, and what only points to a file: told for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ADDED = "{}，不是报送件"
_BY_NAME = (
    (r".*\.p7s", "邮件的数字签名（.p7s）"),
    (r".*\.(?:asc|sig)", "邮件的数字签名"),
    (r".*\.vcf", "邮件附带的名片（.vcf）"),
    (r".*\.ics", "会议邀请或日程（.ics）"),
    (r"att\d{3,6}\.(?:txt|html?|c|bin|dat)", "邮件程序附带的正文片段（ATT）"),
)
_BY_CONTENT = (
    (rb"\s*BEGIN:VCARD", "邮件附带的名片"),
    (rb"\s*BEGIN:VCALENDAR", "会议邀请或日程"),
    (rb"\s*-----BEGIN PGP SIGNATURE", "邮件的数字签名"),
)
_NAMES = tuple((re.compile(name, re.IGNORECASE), what) for name, what in _BY_NAME)
_CONTENTS = tuple(
    (re.compile(rb"(?:\xef\xbb\xbf)?" + content, re.IGNORECASE), what)
    for content, what in _BY_CONTENT
)
_DOCUMENTS = (b"PK\3\4", b"\xd0\xcf\x11\xe0", b"%PDF")
"""What begins so is a file of its own, whatever it is called."""

_POINTER = "是{}，只指向别处的文件，里面没有填报表。请单位发送填报表（.xlsx）本身"
_POINTERS = (
    (re.compile(rb"L\0\0\0\x01\x14\x02\0"), "快捷方式（.lnk）"),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*\[InternetShortcut\]", re.IGNORECASE),
        "网址快捷方式（.url）",
    ),
    (re.compile(rb"\s*\[Desktop Entry\]"), "快捷方式（.desktop）"),
)
_CLOSED_MAIL = (
    "是加密或签名的邮件内容（.p7m），程序打不开。请在邮箱里打开这封邮件，把附件另存到收件箱"
)
_CLOSED_NAME = re.compile(r".*\.p7m", re.IGNORECASE)

LINK = (
    "网盘、中转站或超大附件的链接，程序不会下载。"
    "请在链接过期前下载，把文件放进收件箱；或请单位改用普通附件重发"
)
_LINK_FILE = f"里面没有填报表，只有{LINK}"
_LINKS = re.compile(
    r"pan\.baidu\.com|yun\.baidu\.com|ftn(?:Exs)?_download|mail\.qq\.com/(?:ftn|cgi-bin/ftn)|"
    r"wx\.mail\.qq\.com/ftn|large-?attachment|mail\.1(?:63|26)\.com/.{0,40}(?:bigattach|attach-?download)|"
    r"dashi\.163\.com|u\.163\.com|fs\.163\.com|weiyun\.com|kdocs\.cn|docs\.qq\.com|115\.com/|"
    r"ali(?:yundrive|pan)\.com|123pan\.com|cloud\.189\.cn|caiyun\.139\.com|yun\.139\.com|lanzou\w?\.com|"
    r"cowtransfer\.com|wenshushu\.cn|pan\.quark\.cn|pan\.xunlei\.com|drive\.uc\.cn|1drv\.ms|"
    r"超大附件|文件中转站|云附件|网盘(?:链接|分享|提取|下载)|提取码",
    re.IGNORECASE,
)
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|div|a|p|meta)\b", re.IGNORECASE
)
_HEADING = "本月累计"
_LOOKED_AT = 262_144


def explain_furniture(name: str, data: bytes) -> str:
    """What of a mail's own a file is, by its name or how it begins; empty where it is none.

    (R6.463)
    """
    if data.startswith(_DOCUMENTS):
        return ""
    told = next((what for pattern, what in _NAMES if pattern.fullmatch(name)), "")
    told = told or next((what for pattern, what in _CONTENTS if pattern.match(data)), "")
    return _ADDED.format(told) if told else ""


def explain_pointer(name: str, data: bytes) -> str:
    """Why a file that only points to another one cannot be read; empty where it is none.

    (R6.464)
    """
    told = next((what for pattern, what in _POINTERS if pattern.match(data)), "")
    if told:
        return _POINTER.format(told)
    if _CLOSED_NAME.fullmatch(name) and not data.startswith(_DOCUMENTS):
        return _CLOSED_MAIL
    page = _PAGE.match(data) or name.lower().endswith((".txt", ".htm", ".html"))
    return _LINK_FILE if page and holds_link((data,)) and not _holds_table(data) else ""


def _holds_table(data: bytes) -> bool:
    """Whether a text may be a form itself, with a link in some words of it."""
    return any(_HEADING.encode(encoding) in data for encoding in ("utf-8", "gb18030"))


def holds_link(texts: Iterable[bytes]) -> bool:
    """Whether a text points to a file that lies in a cloud (R6.464)."""
    return any(
        _LINKS.search(text[:_LOOKED_AT].decode(encoding, "ignore"))
        for text in texts
        for encoding in ("utf-8", "gb18030")
    )
