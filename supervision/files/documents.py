"""Documents as text: .txt, .docx, .pdf and saved web pages, told apart by their content."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from supervision.findings import Problem

if TYPE_CHECKING:
    from bs4 import Tag
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table
    from docx.text.paragraph import Paragraph

LARGEST_FILE = 30 * 1024 * 1024
LARGEST_TEXT = 4 * 1024 * 1024
_LARGEST_PART = 64 * 1024 * 1024
_MOST_PAGES = 400
_FEWEST_CHARACTERS = 20
_LOCKED = "加了密码。请用原软件去掉密码另存后再导入"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINE = "\v"
"""A line break inside a cell of a table; a tab parts two cells."""

_CHINESE_STYLES = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_DIGITS = "〇一二三四五六七八九"
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def text_of(data: bytes, name: str) -> str:
    """The text of a document; a `Problem` says in one sentence why a file is none."""
    _refuse_size(data, name)
    if data.startswith(b"%PDF"):
        text = _pdf(data, name)
    elif data.startswith(b"PK"):
        text = _package(data, name)
    elif data.startswith(_PICTURES) or data[8:12] == b"WEBP":
        raise _no(name, "是图片，读不出文字。请先用文字识别软件转成 Word 或文本文件，再导入")
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _no(
            name,
            "是旧格式（.doc 或 .xls）或加了密的文件。请用 Word 或 WPS 打开，另存为 .docx 后再导入",
        )
    else:
        text = _plain(data, name)
    return _checked(text, name)


def _no(name: str, why: str) -> Problem:
    """The sentence that says which file is refused and why."""
    return Problem(f"“{name}”{why}")


def _refuse_size(data: bytes, name: str) -> None:
    if not data.strip():
        raise _no(name, "是空文件，没有内容")
    if len(data) > LARGEST_FILE:
        size = len(data) // (1024 * 1024)
        raise _no(name, f"有{size}MB，太大了，不像一份通知。请只保留通知正文和附件，另存后再导入")


def _checked(text: str, name: str) -> str:
    if len(text) > LARGEST_TEXT:
        raise _no(
            name, f"的文字太多（{len(text) // 10_000}万字），不像一份通知。请只保留通知正文和附件"
        )
    if not text.strip():
        raise _no(name, "里没有文字。如果是扫描件或图片，请先转成文字再导入")
    return text


def _plain(data: bytes, name: str) -> str:
    text = _decoded(data, name)
    start = text[:4000].lower()
    if re.search(r"<!doctype html|<html|<body|<table|<meta |<p[ >]", start):
        return _html(text)
    if start.startswith(("{\\rtf", "from:", "received:", "return-path:")):
        raise _no(name, "是 RTF 或邮件，不能直接导入。请另存为 .docx 或 .txt 后再导入")
    if start.lstrip().startswith("<?xml"):
        raise _no(name, "是 XML 文件，不能直接导入。请用 Word 或 WPS 打开，另存为 .docx 后再导入")
    return text


def _decoded(data: bytes, name: str) -> str:
    """UTF-8 or UTF-16 by its mark, else UTF-8, else the Chinese national encoding."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text[:4000]:
            return text
    raise _no(name, "不是文本、Word、PDF 或网页文件，读不出文字")


def _package(data: bytes, name: str) -> str:
    """A zip: a Word document, or a sentence about what else it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            largest = max((part.file_size for part in package.infolist()), default=0)
    except (zipfile.BadZipFile, ValueError) as error:
        raise _no(name, "已损坏，打不开。请重新保存一份再导入") from error
    if "word/document.xml" in names:
        if largest > _LARGEST_PART:
            raise _no(name, "展开后太大，不像一份通知")
        return _docx(data, name)
    if any(part.startswith("xl/") for part in names):
        why = "是 Excel 表格，不是通知。要导入的是任务分解通知（Word、PDF、网页或文本文件）"
        raise _no(name, f"{why}；填报表请放进 inbox")
    if "content.xml" in names:
        raise _no(name, "是 OpenDocument 文件。请另存为 .docx 后再导入")
    raise _no(name, "是压缩包或其他文件，不是通知。请解压后导入其中的通知")


def _docx(data: bytes, name: str) -> str:
    from docx import Document as opened  # noqa: N813, PLC0415 - heavy, and only this reader needs it
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    try:
        document = opened(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise _no(name, "打不开，可能已损坏。请用 Word 或 WPS 打开后另存，再导入") from error
    return "\n".join(_docx_lines(document))


def _docx_lines(document: Document) -> Iterator[str]:
    """Paragraphs and tables in the order of the page."""
    from docx.table import Table as DocxTable  # noqa: PLC0415 - heavy

    numbers = _Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, DocxTable):
            yield from _docx_rows(block)
        else:
            yield numbers.mark(block) + block.text.replace("\t", " ")


def _docx_rows(table: Table) -> Iterator[str]:
    """A row per line; what is merged from above or from the left is blank."""
    seen: set[BaseOxmlElement] = set()
    for row in table.rows:
        cells = []
        for cell in row.cells:
            element = cell._tc  # noqa: SLF001 - a merged cell is one element in several places
            cells.append("" if element in seen else _one_cell(cell.text))
            seen.add(element)
        yield "\t".join(cells)


def _one_cell(text: str) -> str:
    return _LINE.join(
        part.strip() for part in re.split(r"[\n\v]", text.replace("\t", " ")) if part.strip()
    )


class _Numbering:
    """Numbers that Word makes itself (自动编号) are not in the text; count them again."""

    def __init__(self, document: Document) -> None:
        self.levels = _levels(document)
        self.counts: dict[tuple[str, int], int] = {}

    def mark(self, paragraph: Paragraph) -> str:
        """The number in front of a paragraph, as Word would show it."""
        list_id, depth = _numbered(paragraph)
        if not list_id or (list_id, depth) not in self.levels:
            return ""
        style, shown, start = self.levels[list_id, depth]
        self.counts[list_id, depth] = self.counts.get((list_id, depth), start - 1) + 1
        for key in [key for key in self.counts if key[0] == list_id and key[1] > depth]:
            del self.counts[key]
        return shown.replace(f"%{depth + 1}", _numeral(self.counts[list_id, depth], style))


def _numbered(paragraph: Paragraph) -> tuple[str, int]:
    """List and level of a paragraph, its own or its style's; an empty list where it has none."""
    style = paragraph.style
    holders = [paragraph._p, *([style.element] if style is not None else [])]  # noqa: SLF001 - the API has no numbering
    for holder in holders:
        given = holder.find(f"{_W}pPr/{_W}numPr")
        if given is not None:
            return _attribute(given, "numId"), int(_attribute(given, "ilvl") or 0)
    return "", 0


def _attribute(element: BaseOxmlElement, tag: str) -> str:
    """The w:val of a child; empty where there is none."""
    child = element.find(f"{_W}{tag}")
    return "" if child is None else str(child.get(f"{_W}val", ""))


def _levels(document: Document) -> dict[tuple[str, int], tuple[str, str, int]]:
    """Style, text and first number of every level of every list."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstracts = {one.get(f"{_W}abstractNumId"): one for one in root.iterfind(f"{_W}abstractNum")}
    out: dict[tuple[str, int], tuple[str, str, int]] = {}
    for number in root.iterfind(f"{_W}num"):
        abstract = abstracts.get(_attribute(number, "abstractNumId"))
        for level in [] if abstract is None else abstract.iterfind(f"{_W}lvl"):
            key = (str(number.get(f"{_W}numId")), int(str(level.get(f"{_W}ilvl"))))
            start = int(_attribute(level, "start") or 1)
            out[key] = (_attribute(level, "numFmt"), _attribute(level, "lvlText"), start)
    return {key: level for key, level in out.items() if level[0] != "bullet"}


def _numeral(number: int, style: str) -> str:
    if style in _CHINESE_STYLES:
        tens, ones = divmod(number, 10)
        head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
        return head + (_DIGITS[ones] if ones else "")
    if style.startswith("decimalEnclosedCircle") and number <= len(_CIRCLES):
        return _CIRCLES[number - 1]
    return str(number)


def _pdf(data: bytes, name: str) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - heavy, and only this reader needs it
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _no(name, _LOCKED)
        pages = len(reader.pages)
        text = "\f".join(page.extract_text() for page in reader.pages[:_MOST_PAGES])
    except DependencyError as error:
        raise _no(name, _LOCKED) from error
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        raise _no(name, "打不开，可能已损坏。请重新导出 PDF 再导入") from error
    if pages > _MOST_PAGES:
        raise _no(name, f"有{pages}页，不像一份通知。请只保留通知正文和附件")
    if len(re.findall(r"[\u4e00-\u9fff]", text)) < _FEWEST_CHARACTERS:
        raise _no(name, "是扫描件，里面没有文字。请先用文字识别软件转成文字，再导入")
    return text


def _html(text: str) -> str:
    from bs4 import BeautifulSoup  # noqa: PLC0415 - heavy, and only this reader needs it

    page = BeautifulSoup(text[: LARGEST_TEXT * 4], "html.parser")
    for hidden in page(
        [
            "script",
            "style",
            "noscript",
            "head",
            "nav",
            "header",
            "footer",
            "form",
            "button",
            "select",
        ]
    ):
        hidden.decompose()
    for table in page.find_all("table"):
        if table.find("table") is None and len(table.find_all("tr")) > 1:
            table.replace_with("\n" + "\n".join(_html_rows(table)) + "\n")
    for line_break in page.find_all("br"):
        line_break.replace_with("\n")
    for block in page.find_all(
        ["p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "section", "article"]
    ):
        block.insert_after("\n")
        block.insert_before("\n")
    return "\n".join(line for line in page.get_text().splitlines() if line.strip())


def _html_rows(table: Tag) -> Iterator[str]:
    """Rows of a table as lines; cells that span are blank after their first place."""
    waiting: dict[int, int] = {}
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"]):
            while waiting.get(len(cells), 0):
                waiting[len(cells)] -= 1
                cells.append("")
            wide, tall = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(wide):
                waiting[len(cells)] = tall - 1
                cells.append("" if column else _one_cell(cell.get_text("\n")))
        while waiting.get(len(cells), 0):
            waiting[len(cells)] -= 1
            cells.append("")
        yield "\t".join(cells)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(int(value), 60) if value.isdigit() and int(value) else 1
