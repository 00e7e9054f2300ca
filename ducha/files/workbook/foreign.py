"""What a file is that is certainly no workbook we can read, known by how it begins."""

from __future__ import annotations

import re

from ducha.files.workbook.gate.refusals import RESAVE
from ducha.files.workbook.gate.signatures import GZIP, JPG, PDF, PNG, RAR, SEVEN_ZIP, pattern

_MUCH = 4096
"""Bytes that tell what a text is."""
_MISTAKE = "请报送填报表（.xlsx）本身。"
_UNPACK = "请解压后报送里面的填报表。"
_SHORT = 4
"""Bytes of a signature that are enough here: what follows may be mangled."""

_BEGINNINGS = (
    (pattern(PDF, most=_SHORT), f"这是 PDF 文件，不是 Excel 工作簿。{_MISTAKE}"),
    (re.compile(rb"\{\\rtf"), f"这是 RTF 文档，不是 Excel 工作簿。{_MISTAKE}"),
    (pattern(RAR, SEVEN_ZIP, most=_SHORT), f"这是压缩包，不是 Excel 工作簿。{_UNPACK}"),
    (pattern(GZIP, most=_SHORT), f"这是压缩文件（gz），不是 Excel 工作簿。{_UNPACK}"),
    (pattern(PNG, JPG, most=_SHORT), f"这是图片，不是 Excel 工作簿。{_MISTAKE}"),
    (
        re.compile(rb"\x09[\0\2\4\x08].\0", re.DOTALL),
        f"这是很旧的 Excel 文件，程序读不了。{RESAVE}",
    ),
)
"""How files that are often sent by mistake begin, and workbooks from before 1993."""

_MHT = f"这是单个文件网页（MHT），不是 Excel 工作簿。{RESAVE}"
_HTML = f"这是网页（HTML），只是起了工作簿的名字，常见于从业务系统导出的表格。{RESAVE}"
_TEXTS = (
    (re.compile(rb"(?:[^\n]+\n)*?mime-version:", re.IGNORECASE), _MHT),
    (re.compile(rb"ID;P"), f"这是 SYLK 文件，不是 Excel 工作簿。{RESAVE}"),
)
_MARKUP = (
    (
        re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet"),
        f"这是“XML 表格 2003”，不是 Excel 工作簿。{RESAVE}",
    ),
    (re.compile(rb"<office:document\s"), f"这是单个文件的 ODF 表格，不是 Excel 工作簿。{RESAVE}"),
    (re.compile(rb"<(?:html|table|body|head|meta|div)[\s>]", re.IGNORECASE), _HTML),
    (re.compile(rb""), f"这是网页或 XML 文件，只是起了工作簿的名字。{RESAVE}"),
)
"""What stands near the beginning of a text that starts with a tag."""

_EMPTY = "文件是空的，没有任何内容。请单位重新发送。"
_CSV = f"不是 Excel 工作簿（可能是 CSV 等文本文件改了扩展名）。{RESAVE}"
_UNKNOWN = (
    "不是 Excel 工作簿，也不是文本：文件可能已损坏，或被单位的加密软件加了密。"
    f"加了密的请先解密；能打开的，{RESAVE}"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LONGEST = 4
"""Bytes of a character."""


def explain_foreign(data: bytes) -> str:
    """Say to the person who sent it what it is, and what to do."""
    start = data[:_MUCH]
    sentence = next((reason for pattern, reason in _BEGINNINGS if pattern.match(start)), "")
    if sentence:
        return sentence
    text = _text(start)
    if text is None:
        return _UNKNOWN
    if not text:
        return _EMPTY
    sentence = next((reason for pattern, reason in _TEXTS if pattern.match(text)), _CSV)
    if text.startswith(b"<"):
        return next(reason for markup, reason in _MARKUP if markup.search(text))
    return sentence


def _text(start: bytes) -> bytes | None:
    """The beginning of a text in UTF-8, white space off; None for what no editor would show.

    Chinese Windows writes GBK; the last character may be cut.
    """
    is_wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030", "latin-1"):
        for cut in range(_LONGEST):
            try:
                text = start[: len(start) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return None if _CONTROLS.search(text) else text.strip().encode()
    return None
