"""Word files for the tests: templates made of paragraphs, parts that are not to be there."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import docx

from ducha.letters.notice import Notice
from ducha.letters.order import SupervisionOrder
from ducha.letters.parts import Attachment, LetterFacts, Paragraph, Passage
from ducha.letters.upward import UpwardReport

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"

_RELATION = (
    '<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"{mode}/></Relationships>'
)

LONG_NAME = "市城乡一体化示范区管理委员会（含市先进制造业开发区管理委员会）"

FACTS: LetterFacts = {
    "机关": "市政府督查局",
    "标题": ("第一行", "第二行"),
    "节": ({"标题": "总体进展", "段落": ("甲", "乙")},),
}
"""What templates of these tests can show."""


def template(*paragraphs: str) -> bytes:
    """A Word file of plain paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    """The bytes of a document."""
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def parts_of(document: bytes) -> dict[str, bytes]:
    """The parts of a Word file, as a plain reader sees them."""
    with zipfile.ZipFile(BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of parts."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def changed(document: bytes, name: str, old: str, new: str) -> bytes:
    """A Word file in whose part a text is another."""
    parts = parts_of(document)
    assert old in parts[name].decode()
    return zipped(parts | {name: parts[name].decode().replace(old, new).encode()})


def with_part(document: bytes, name: str, content: bytes = b"<a/>") -> bytes:
    """A Word file with a further part."""
    return zipped(parts_of(document) | {name: content})


def with_relation(document: bytes, kind: str, target: str, *, external: bool) -> bytes:
    """A Word file whose body is related to something else."""
    mode = ' TargetMode="External"' if external else ""
    relation = _RELATION.format(number=900, kind=kind, target=target, mode=mode)
    return changed(document, "word/_rels/document.xml.rels", "</Relationships>", relation)


def with_body(document: bytes, markup: str) -> bytes:
    """A Word file with more markup at the end of its body."""
    return changed(document, "word/document.xml", "<w:sectPr", f"{markup}<w:sectPr")


def texts(document: bytes) -> list[str]:
    """The paragraphs of a document outside of its tables."""
    return [paragraph.text for paragraph in docx.Document(BytesIO(document)).paragraphs]


def attachment(
    rows: int, *, landscape: bool = False, title: str = "重点民生实事进展情况一览表"
) -> Attachment:
    """A table with long names in it."""
    names = ("市教体局", "杞县", LONG_NAME)
    return Attachment(
        title=title,
        columns=("序号", "单位", "指标", "完成率", "状态"),
        rows=tuple(
            (str(n), names[n % 3], "基层卫生技术人员在线培训", "43.1%", "滞后")
            for n in range(1, rows + 1)
        ),
        landscape=landscape,
    )


def notice(**changes: object) -> Notice:
    """A notice of four sections, one of them empty."""
    fields: dict[str, object] = {
        "issuer": "开封市政府督查局",
        "year": 2024,
        "title": "关于2024年6月重点民生实事进展情况的通报",
        "addressees": "各县、区人民政府，市直有关单位",
        "opening": ("现将有关情况通报如下：",),
        "sections": (
            Passage("总体进展", (Paragraph("截至6月底，20个指标正常推进。"),)),
            Passage("进展较好的单位", ()),
            Passage(
                "存在问题",
                (
                    Paragraph("杞县完成43.1%。", "部分事项滞后。"),
                    Paragraph("以上情况请重视。"),
                    Paragraph("兰考县未报。", "个别单位未报。"),
                ),
            ),
        ),
        "copies": "市委办公室，市人大常委会办公室。",
    }
    return Notice(**(fields | changes))  # type: ignore[arg-type]


ISSUED: dict[str, object] = {"number": "6", "signer": "李四", "date": date(2024, 7, 5)}
"""What a notice bears once it is issued."""


def upward(**changes: object) -> UpwardReport:
    """A report upward of one section."""
    fields: dict[str, object] = {
        "issuer": "开封市政府督查局",
        "year": 2024,
        "title": "关于2024年6月重点民生实事推进情况的专报",
        "addressee": "市政府",
        "opening": ("现将有关情况报告如下：",),
        "sections": (Passage("总体进展", (Paragraph("截至6月底，20个指标正常推进。"),)),),
        "reservations": ("本专报中未核实数据3条。",),
        "contact": "张三",
        "phone": "0371-00000000",
    }
    return UpwardReport(**(fields | changes))  # type: ignore[arg-type]


def order(**changes: object) -> SupervisionOrder:
    """An order to a unit with a long name."""
    fields: dict[str, object] = {
        "issuer": "开封市政府督查局",
        "year": 2024,
        "number": "2024-07",
        "unit": LONG_NAME,
        "problem": "基层卫生技术人员在线培训连续两个月严重滞后，低于应达进度37.7个百分点。",
        "demand": "请查明原因，提出整改措施，逐月报送进展。",
        "due": date(2024, 7, 20),
        "handed_over": date(2024, 7, 1),
        "item": "基层卫生技术人员在线培训",
        "source": "通报",
        "leader": "王副市长",
        "contact": "张三",
        "phone": "0371-00000000",
    }
    return SupervisionOrder(**(fields | changes))  # type: ignore[arg-type]
