"""Documents as text: .txt, .docx, .pdf and saved web pages, known by their content."""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple

from ducha.files.documents.pdf import LockedPdf, UnreadablePdf, pdf_text
from ducha.files.documents.web import page_text
from ducha.files.documents.word import DamagedWord, word_text
from ducha.files.sandbox.limits import Allowance
from ducha.files.sandbox.pool import JobFailure, WorkerPool, WorkerTask
from ducha.findings import Problem

LARGEST_FILE = 30 * 1024 * 1024
LARGEST_TEXT = 4 * 1024 * 1024
_LARGEST_PART = 64 * 1024 * 1024
_FEWEST_CHARACTERS = 20
_HEAD = 16_000
"""Bytes within which a saved page has shown that it is one."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")

_ALLOWANCE = Allowance(10.0, 1024**3)
_RESAVE = "请用 Word 或 WPS 打开，把通知正文和附件另存为新的 .docx 或 .txt，再导入"
_EXHAUSTED = f"太复杂，内存不够，没有读完。{_RESAVE}"
_FAILURES = {
    JobFailure.SLOW: (
        f"太复杂，处理器算了{_ALLOWANCE.seconds:.0f}秒以上还没有读完，已经停止。{_RESAVE}"
    ),
    JobFailure.DEAD: f"的内部写法使读取程序中止。{_RESAVE}",
    JobFailure.LARGE: f"的文字太多，不像一份通知。{_RESAVE}",
}


class _NamedDocument(NamedTuple):
    data: bytes
    name: str


def read_document(data: bytes, name: str) -> str:
    """The text of a document, read in a process of its own (R6.376).

    Plain text is not: there is nothing to parse.

    Args:
        data: The file's bytes.
        name: What the file is called in messages.

    Raises:
        Problem: In one sentence, why it is no document we can read, or why the machine cannot.
    """
    if not data.startswith((b"%PDF", b"PK")) and b"<" not in data[:_HEAD]:
        return text_of(data, name)
    with WorkerPool(_TASK, 1) as pool:
        ((_, answer),) = pool.answers([_NamedDocument(data, name)])
    if isinstance(answer, JobFailure):
        raise _refusal(name, _FAILURES[answer])
    if isinstance(answer, Problem):
        raise answer
    return answer


def _text_or_problem(document: _NamedDocument) -> str | Problem:
    """What a worker answers; whatever goes wrong inside a parser is a sentence too."""
    try:
        return text_of(*document)
    except Problem as problem:
        return problem
    except MemoryError:
        return _refusal(document.name, _EXHAUSTED)
    except (OSError, ImportError):
        raise  # bytes in memory cannot cause these: the machine did
    except Exception as error:  # noqa: BLE001 - parsers raise what they like over damaged bytes
        return _refusal(document.name, f"读不了（{type(error).__name__}）。{_RESAVE}")


_TASK: WorkerTask[_NamedDocument, str | Problem] = WorkerTask(
    _text_or_problem, lambda document: len(document.data), _NamedDocument(b"1", "1"), _ALLOWANCE
)


def text_of(data: bytes, name: str) -> str:
    """The text of a document.

    Args:
        data: The file's bytes, which say what it is.
        name: What the file is called in messages.

    Raises:
        Problem: In one sentence, why it is no document we can read.
    """
    _refuse_size(data, name)
    if data.startswith(b"%PDF"):
        text = _pdf_text(data, name)
    elif data.startswith(b"PK"):
        text = _package_text(data, name)
    elif data.startswith(_PICTURES) or data[8:12] == b"WEBP":
        raise _refusal(name, "是图片，读不出文字。请先用文字识别软件转成 Word 或文本文件，再导入")
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refusal(
            name,
            "是旧格式（.doc 或 .xls）或加了密的文件。请用 Word 或 WPS 打开，另存为 .docx 后再导入",
        )
    else:
        text = _plain_text(data, name)
    return _check_text(text, name)


def _refusal(name: str, why: str) -> Problem:
    """The sentence that says which file is refused and why."""
    return Problem(f"“{name}”{why}")


def _refuse_size(data: bytes, name: str) -> None:
    if not data.strip():
        raise _refusal(name, "是空文件，没有内容")
    if len(data) > LARGEST_FILE:
        size = len(data) // (1024 * 1024)
        raise _refusal(
            name, f"有{size}MB，太大了，不像一份通知。请只保留通知正文和附件，另存后再导入"
        )


def _check_text(text: str, name: str) -> str:
    if len(text) > LARGEST_TEXT:
        raise _refusal(
            name, f"的文字太多（{len(text) // 10_000}万字），不像一份通知。请只保留通知正文和附件"
        )
    if not text.strip():
        raise _refusal(name, "里没有文字。如果是扫描件或图片，请先转成文字再导入")
    return text


def _plain_text(data: bytes, name: str) -> str:
    text = _decode(data, name)
    start = text[:4000].lower()
    if re.search(r"<!doctype html|<html|<body|<table|<meta |<p[ >]", start):
        return page_text(text)
    if start.startswith(("{\\rtf", "from:", "received:", "return-path:")):
        raise _refusal(name, "是 RTF 或邮件，不能直接导入。请另存为 .docx 或 .txt 后再导入")
    if start.lstrip().startswith("<?xml"):
        raise _refusal(
            name, "是 XML 文件，不能直接导入。请用 Word 或 WPS 打开，另存为 .docx 后再导入"
        )
    return text


def _decode(data: bytes, name: str) -> str:
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
    raise _refusal(name, "不是文本、Word、PDF 或网页文件，读不出文字")


def _package_text(data: bytes, name: str) -> str:
    """A zip: a Word document, or a sentence about what else it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            largest = max((part.file_size for part in package.infolist()), default=0)
    except (zipfile.BadZipFile, ValueError) as error:
        raise _refusal(name, "已损坏，打不开。请重新保存一份再导入") from error
    if "word/document.xml" in names:
        if largest > _LARGEST_PART:
            raise _refusal(name, "展开后太大，不像一份通知")
        return _word_text(data, name)
    if any(part.startswith("xl/") for part in names):
        why = "是 Excel 表格，不是通知。要导入的是任务分解通知（Word、PDF、网页或文本文件）"
        raise _refusal(name, f"{why}；填报表请放进 inbox")
    if "content.xml" in names:
        raise _refusal(name, "是 OpenDocument 文件。请另存为 .docx 后再导入")
    raise _refusal(name, "是压缩包或其他文件，不是通知。请解压后导入其中的通知")


def _word_text(data: bytes, name: str) -> str:
    try:
        return word_text(data)
    except DamagedWord as error:
        raise _refusal(name, "打不开，可能已损坏。请用 Word 或 WPS 打开后另存，再导入") from error


def _pdf_text(data: bytes, name: str) -> str:
    try:
        text = pdf_text(data)
    except LockedPdf as error:
        raise _refusal(name, "加了密码。请用原软件去掉密码另存后再导入") from error
    except UnreadablePdf as error:
        raise _refusal(name, "打不开：可能已损坏，或页数太多。请重新导出 PDF 再导入") from error
    if len(re.findall(r"[\u4e00-\u9fff]", text)) < _FEWEST_CHARACTERS:
        raise _refusal(name, "是扫描件，里面没有文字。请先用文字识别软件转成文字，再导入")
    return text
