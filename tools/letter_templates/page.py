"""The page of an official document (GB/T 9704-2012), and what stands on it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section, _Footer
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

SONG, FANG, HEI, KAI, TITLE = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"
SIZE_1, SIZE_2, SIZE_3, SIZE_4, SIZE_5 = 36.0, 22.0, 16.0, 14.0, 10.5
"""Points of 小初, 二号, 三号, 四号, 五号."""

LINE = 579
"""Twips from line to line, 28.95 points: 22 lines fill the 225 mm of the type area."""
NARROWER = -5
"""Twips that a character of 三号 gives up, so that 28 fill the 156 mm.

In the style and not in the grid: programs differ in how they understand a grid of characters.
"""
RED = RGBColor(0xC0, 0x00, 0x00)
LEFT, CENTRE, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
TEXT_WIDTH, TEXT_HEIGHT = Mm(156), Mm(225)


@dataclass(frozen=True, kw_only=True)
class Look:
    """How the paragraphs of a style look; `first`, `left`, `right` are in characters.

    `line`, in twips, is fixed; None is a single line of whatever is in it. `next` keeps with what
    follows; `apart` are points between characters.
    """

    font: str = FANG
    size: float = SIZE_3
    align: WD_ALIGN_PARAGRAPH = BOTH
    first: int = 0
    left: int = 0
    right: int = 0
    line: int | None = LINE
    red: bool = False
    before: float = 0.0
    after: float = 0.0
    next: bool = False
    apart: float = 0.0


LOOKS: dict[str, Look] = {
    "公文正文": Look(first=2),
    "公文末段": Look(first=2, next=True),
    "征求意见稿": Look(font=HEI, align=RIGHT),
    "红头机关": Look(font=TITLE, size=SIZE_1, align=CENTRE, line=None, red=True),
    "红头文种": Look(
        font=TITLE, size=30.0, align=CENTRE, line=None, red=True, after=6.0, apart=8.0
    ),
    "红头期号": Look(),
    "公文标题": Look(font=TITLE, size=SIZE_2, align=CENTRE, line=640, next=True),
    "主送机关": Look(before=14.0),
    "一级标题": Look(font=HEI, first=2, next=True),
    "附件说明": Look(left=5, next=True),
    "署名": Look(align=CENTRE, left=14, right=1, next=True),
    "附件编号": Look(font=HEI, next=True),
    "附件标题": Look(font=TITLE, size=SIZE_2, align=CENTRE, line=640, after=12.0, next=True),
    "表格": Look(font=SONG, size=SIZE_5, align=CENTRE, line=None),
    "表头": Look(font=HEI, size=SIZE_5, align=CENTRE, line=None),
    "表注": Look(size=SIZE_4, line=480, before=6.0),
    "表单": Look(size=SIZE_4, align=LEFT, line=None),
    "表单栏目": Look(font=HEI, size=SIZE_4, align=CENTRE, line=None),
    "版记": Look(size=SIZE_4, left=1, right=1, line=None),
    "页码": Look(font=SONG, size=SIZE_4, left=1, right=1, line=None),
    "分节": Look(size=1.0, line=20),
}
"""The styles (R9.22); who restyles one in Word restyles every paragraph of it."""


def official_page() -> Document:
    """An empty document with the page, the grid, the styles and the page numbers."""
    document = docx.Document()
    _clear(document)
    _set_normal(document)
    for name, look in LOOKS.items():
        _add_style(document, name, look)
    lead = document.styles.add_style("二级标题", WD_STYLE_TYPE.CHARACTER)
    _set_font(lead.element.get_or_add_rPr(), KAI)
    page = document.sections[0]
    _set_page(page)
    document.settings.odd_and_even_pages_header_footer = True
    _number_pages(page.footer, RIGHT)
    _number_pages(page.even_page_footer, LEFT)
    return document


_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")
_DROPPED = ("/thumbnail", "/customXml", "/stylesWithEffects")


def _clear(document: Document) -> None:
    """Take away what the library's own document brings along: styles, a picture, other parts."""
    for style in document.styles:
        if style.name not in _KEPT:
            document.styles.element.remove(style.element)
    for holder in (document.part.package, document.part):
        for key in [k for k, each in holder.rels.items() if each.reltype.endswith(_DROPPED)]:
            del holder.rels[key]


def _set_normal(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(SIZE_3)
    properties = normal.element.get_or_add_rPr()
    _set_font(properties, FANG)
    properties.insert_element_before(element("w:spacing", val=NARROWER), "w:sz", "w:szCs", "w:lang")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")


def _set_font(properties: BaseOxmlElement, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{key}"), name)


def _add_style(document: Document, name: str, look: Look) -> None:
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size = Pt(look.size)
    if look.red:
        style.font.color.rgb = RED
    _set_font(style.element.get_or_add_rPr(), look.font)
    shape = style.paragraph_format
    shape.alignment = look.align
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.keep_with_next = look.next
    shape.widow_control = False  # else a page of 22 lines has 21
    if look.line is None:
        shape.line_spacing = 1.0
    else:
        shape.line_spacing, shape.line_spacing_rule = Twips(look.line), WD_LINE_SPACING.EXACTLY
    properties = style.element.get_or_add_pPr()
    if look.line != LINE:  # else each line takes a whole number of lines of the grid
        properties.insert_element_before(
            element("w:snapToGrid", val=0), "w:spacing", "w:ind", "w:jc"
        )
    if look.apart:
        style.element.get_or_add_rPr().insert_element_before(
            element("w:spacing", val=round(look.apart * 20)), "w:sz", "w:szCs", "w:lang"
        )
    _indent(properties, look)


def _indent(properties: BaseOxmlElement, look: Look) -> None:
    """Indents in characters, and in twips for programs that do not count characters."""
    if not (look.first or look.left or look.right):
        return
    indent = properties.get_or_add_ind()
    em = round(look.size * 20)
    for key, count in (("firstLine", look.first), ("left", look.left), ("right", look.right)):
        if count:
            indent.set(qn(f"w:{key}Chars"), str(count * 100))
            indent.set(qn(f"w:{key}"), str(count * em))


def _set_page(page: Section) -> None:
    """A4 with a type area of 156 × 225 mm: 37 above, 35 below, 28 left, 26 right (R9.21)."""
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.header_distance, page.footer_distance = Mm(15), Mm(23)
    old = page._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - the API has no grid
    if old is not None:
        page._sectPr.remove(old)  # noqa: SLF001
    page._sectPr.append(  # noqa: SLF001
        element("w:docGrid", type="lines", linePitch=LINE)
    )


def element(name: str, **attributes: object) -> BaseOxmlElement:
    """An element of Word's markup with its attributes."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def _number_pages(footer: _Footer, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, on the outer side (R9.25)."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style, paragraph.alignment = "页码", align
    paragraph.add_run("— ")
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "":
            code = element("w:instrText")
            code.text = "PAGE"
            run._r.append(code)  # noqa: SLF001 - the API has no fields
        elif kind == "1":
            run.text = kind
        else:
            run._r.append(element("w:fldChar", fldCharType=kind))  # noqa: SLF001
    paragraph.add_run(" —")


def add(place: Document | _Cell, style: str, *texts: str) -> Paragraph:
    """A paragraph of a style; text between asterisks is a lead (二级标题)."""
    paragraph = place.add_paragraph(style=style)
    for text in texts:
        is_lead = text.startswith("*")
        paragraph.add_run(text.strip("*"), style="二级标题" if is_lead else None)
    return paragraph


def end_section(document: Document, *, landscape: bool) -> None:
    """End a section here, of pages upright or lying; its paragraph takes no room."""
    ending = deepcopy(document.sections[-1]._sectPr)  # noqa: SLF001 - the API ends the last one only
    for child in ending.findall(qn("w:type")):
        ending.remove(child)
    if landscape:
        size, margins = ending.find(qn("w:pgSz")), ending.find(qn("w:pgMar"))
        wide, high = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), high)
        size.set(qn("w:h"), wide)
        size.set(qn("w:orient"), "landscape")
        above, right, below, left = (margins.get(qn(f"w:{side}")) for side in _TURNED)
        for side, width in zip(
            ("top", "right", "bottom", "left"), (right, below, left, above), strict=True
        ):
            margins.set(qn(f"w:{side}"), width)
    paragraph = document.add_paragraph(style="分节")
    paragraph._p.get_or_add_pPr().append(ending)  # noqa: SLF001


_TURNED = ("top", "right", "bottom", "left")


def rule(paragraph: Paragraph, side: str, eighths: int, colour: str) -> None:
    """A rule across the type area, above or below a paragraph."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the API has no borders
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = element("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
        )
    borders.append(element(f"w:{side}", val="single", sz=eighths, space=4, color=colour))


def tabs(paragraph: Paragraph, *stops: tuple[str, int]) -> None:
    """Tab stops: how a column stands, and where, in twips."""
    made = element("w:tabs")
    for kind, at in stops:
        made.append(element("w:tab", val=kind, pos=at))
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - as above
        made, "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def set_cell(cell: _Cell, style: str, text: str) -> None:
    """The one paragraph of a cell."""
    cell.paragraphs[0].style = style
    cell.paragraphs[0].add_run(text)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def repeat_head(table: Table, rows: int = 1) -> None:
    """Repeat the first rows on every page, and break no row."""
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - the API has neither
        properties.append(element("w:cantSplit"))
        if number < rows:
            properties.append(element("w:tblHeader"))
