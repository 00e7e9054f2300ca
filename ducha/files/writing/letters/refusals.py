"""What a template must not hold: macros, objects, fields that fetch, ways out of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ducha.files.writing.letters.package import Refused
from ducha.texts import brief

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TYPES, _RELATIONS = "[Content_Types].xml", ".rels"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RESAVE = "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”。"
_MACROS = (
    re.compile(r"vbaProject|vbaData|macroEnabled|keyMapCustomizations", re.IGNORECASE),
    f"带有宏。{_RESAVE}",
)
_OBJECTS = (
    re.compile(
        r"oleObject|activeX|/embeddings/|relationships/(?:package|control)\b", re.IGNORECASE
    ),
    "带有嵌入的对象或控件。请在 Word 里删除它，需要的内容改用文字、表格或图片。",
)
_CHUNKS = (
    re.compile(r"aFChunk|subDocument", re.IGNORECASE),
    "带有插入的外部文件。请在 Word 里打开后复制其中的文字，再另存。",
)
_FORBIDDEN = (_MACROS, _OBJECTS, _CHUNKS)

_OBJECT_TAGS = frozenset({"OLEObject", "object", "control", "altChunk", "subDoc"})
_WAYS_OUT = frozenset({"src", "href", "althref"})
_KINDS = {
    "attachedTemplate": "链接着另一个模板。请在 Word 的“开发工具—文档模板”里改为 Normal，再另存",
    "hyperlink": "有超链接。请在 Word 里右键“取消超链接”",
    "image": "有链接的图片。请在 Word 里改为插入图片本身",
}
_OTHER_KIND = "链接着文件以外的内容。请在 Word 的“文件—编辑指向文件的链接”里断开"
_FIELDS = frozenset(
    {
        *("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF", "REF", "SEQ", "STYLEREF"),
        *("TOC", "EQ", "SYMBOL", "ADVANCE", "=", "IF", "QUOTE"),
    }
)
"""Fields that make numbers and signs of the document itself: they fetch nothing."""


def check_parts(parts: Mapping[str, bytes]) -> None:
    """Whether the parts are those of a plain Word document (R9.4).

    Raises:
        Refused: The first thing that is wrong, and what to do.
    """
    types = parts.get(_TYPES, b"")
    for pattern, sentence in _FORBIDDEN:
        if any(pattern.search(f"/{name}") for name in parts) or pattern.search(_text(types)):
            raise Refused(sentence)
    if _DOCX not in _text(types):
        message = f"不是 Word 文档（.docx）。{_RESAVE}"
        raise Refused(message)
    for name, content in parts.items():
        if name.endswith(_RELATIONS):
            _check_relations(_tree(content))
        elif name.endswith((".xml", ".vml")):
            check_tree(_tree(content))


def _text(content: bytes) -> str:
    """Markup as ASCII, in whatever encoding it is."""
    return content.replace(b"\0", b"").decode("utf-8", "replace")


def _tree(content: bytes) -> Element:
    """A part as a tree, without definitions of its own.

    Raises:
        Refused: It is broken, or defines something.
    """
    try:
        tree: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        message = f"里面有损坏的或不常见的内容，无法安全读取。{_RESAVE}"
        raise Refused(message) from error
    return tree


def _check_relations(relations: Element) -> None:
    for relation in relations:
        kind = relation.get("Type", "")
        target = relation.get("Target", "")
        for pattern, sentence in _FORBIDDEN:
            if pattern.search(kind):
                raise Refused(sentence)
        outward = relation.get("TargetMode", "").lower() == "external"
        if outward or ":" in target or "\\" in target or target.startswith("//"):
            sentence = _KINDS.get(kind.rpartition("/")[2], _OTHER_KIND)
            message = f"{sentence}（现在指向“{brief(target, 60)}”）。"
            raise Refused(message)


def check_tree(tree: Element) -> None:
    """Whether a part holds no object, no field and no address that would fetch (R9.4).

    Raises:
        Refused: It does.
    """
    for element in tree.iter():
        if _local(element.tag) in _OBJECT_TAGS:
            raise Refused(_OBJECTS[1])
        for key, value in element.attrib.items():
            if _local(key) in _WAYS_OUT and (":" in value or "\\" in value or "//" in value):
                message = f"{_OTHER_KIND}（现在指向“{brief(value, 60)}”）。"
                raise Refused(message)
    for code in _field_codes(tree):
        name = (code.split() or [""])[0].upper()
        if name not in _FIELDS and not name.startswith("="):
            message = f"带有域“{brief(code.strip(), 60)}”，程序不允许。请在 Word 里删除这个域。"
            raise Refused(message)


def _local(name: str) -> str:
    return str(name).rpartition("}")[2]


def _field_codes(tree: Element) -> Iterator[str]:
    """The instructions of all fields, whichever way they are written; nested ones by themselves."""
    open_codes: list[str] = []
    for element in tree.iter():
        if element.tag == f"{_W}fldSimple":
            yield element.get(f"{_W}instr", "")
        elif element.tag in {f"{_W}instrText", f"{_W}delInstrText"}:
            open_codes[-1:] = ["".join([*open_codes[-1:], element.text or ""])]
        elif element.tag == f"{_W}fldChar":
            kind = element.get(f"{_W}fldCharType")
            if kind == "begin":
                open_codes.append("")
            elif kind == "end" and open_codes:
                yield open_codes.pop()
    yield from open_codes
