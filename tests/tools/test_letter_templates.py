"""The templates that are shipped: what the script makes, and a page as the standard has it."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from kit import word
from kit.word import TEMPLATES, attachment

from ducha.files.writing.letters.filling import Filling, fill
from ducha.letters.notice import notice_facts
from tools.letter_templates.templates import TEMPLATES as MADE
from tools.letter_templates.templates import template_bytes

NOTICE = (TEMPLATES / "督查通报.docx").read_bytes()


def letter(**changes: object) -> Document:
    """The notice as it is shipped, filled in."""
    made = fill(Filling("督查通报.docx", NOTICE, notice_facts(word.notice(**changes))))
    assert isinstance(made, bytes), made
    return docx.Document(BytesIO(made))


@pytest.mark.parametrize("name", MADE)
def test_a_shipped_template_is_what_the_script_makes(name: str) -> None:
    """The script writes it anew: `python -m tools.letter_templates` (R9.20)."""
    shipped = (TEMPLATES / name).read_bytes()
    assert word.parts_of(shipped) == word.parts_of(template_bytes(name))


@pytest.mark.parametrize("name", MADE)
def test_the_page_is_that_of_an_official_document(name: str) -> None:
    """A4, 37, 35, 28, 26 mm, a grid of 22 lines of 28 characters (R9.21)."""
    document = docx.Document(TEMPLATES / name)
    page = document.sections[-1]
    sides = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round((side or 0) / Mm(1)) for side in sides] == [37, 35, 28, 26]
    assert [round((side or 0) / Mm(1)) for side in (page.page_width, page.page_height)] == [
        210,
        297,
    ]
    grid = page._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - the library knows no grid
    height = (Mm(225) / Pt(1)) * 20
    assert int(height / int(grid.get(qn("w:linePitch")))) == 22
    normal = document.styles["Normal"]
    closer = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    assert int(Mm(156) / Pt(1) * 20 / (16 * 20 + closer)) == 28


# style, font, points, points from line to line, bold is never
STYLES = (
    ("公文正文", "仿宋_GB2312", 16, 28.95),
    ("一级标题", "黑体", 16, 28.95),
    ("公文标题", "方正小标宋简体", 22, 32),
    ("红头机关", "方正小标宋简体", 36, None),
    ("页码", "宋体", 14, None),
)


@pytest.mark.parametrize(("name", "font", "size", "line"), STYLES)
def test_styles_have_the_fonts_and_sizes_of_the_standard(
    name: str, font: str, size: float, line: float | None
) -> None:
    """Named, not shipped (R9.22)."""
    style = docx.Document(BytesIO(NOTICE)).styles[name]
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert style.font.size == Pt(size)
    spacing = style.paragraph_format.line_spacing
    assert spacing == (Pt(line) if line else 1.0)


def test_the_notice_reads_from_head_to_foot() -> None:
    """Head, title on its lines, text with numbers, blanks for seal and day (R9.23)."""
    read = [paragraph.text for paragraph in letter().paragraphs if paragraph.text.strip()]
    asked = [text for text in read if text.startswith(("（一）", "（二）", "（三）"))][2:]
    assert len(asked) == 3  # what is asked, in the template's own words
    assert [text for text in read if text not in asked] == [
        "开封市政府督查局",
        "督查通报",
        "\t（2024年第\u3000期）\t签发人：\u3000\u3000\u3000\u3000",
        "关于2024年6月重点民生实事",
        "进展情况的通报",
        "各县、区人民政府，市直有关单位：",
        "现将有关情况通报如下：",
        "一、总体进展",
        "截至6月底，20个指标正常推进。",
        "二、存在问题",
        "（一）部分事项滞后。杞县完成43.1%。",
        "以上情况请重视。",
        "（二）个别单位未报。兰考县未报。",
        "三、下步要求",
        "开封市政府督查局",
        "2024年\u3000月\u3000日",
    ]


def test_an_issued_notice_bears_number_signer_and_day() -> None:
    """And its imprint the day of printing (R9.13, R9.23)."""
    issued = letter(**word.ISSUED)
    read = "\n".join(paragraph.text for paragraph in issued.paragraphs)
    assert "（2024年第6期）\t签发人：李四" in read
    cells = [row.cells[0].text for row in issued.tables[-1].rows]
    assert cells == ["抄送：市委办公室，市人大常委会办公室。", "开封市政府督查局\t2024年7月5日印发"]


def test_without_copies_the_imprint_has_one_line() -> None:
    """No 抄送 without anybody (R9.23)."""
    (row,) = letter(copies="").tables[-1].rows
    assert row.cells[0].text == "开封市政府督查局\t2024年\u3000月\u3000日印发"


def test_a_draft_says_so_on_its_head() -> None:
    """And what is open, before the signature (R9.15)."""
    read = [p.text for p in letter(open_points=("杞县1条数据待核实。",)).paragraphs if p.text]
    assert read[0] == "征求意见稿"
    assert "杞县1条数据待核实。" in read


LYING, UPRIGHT = WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT
ATTACHED = (
    ((), [UPRIGHT]),
    ((False,), [UPRIGHT, UPRIGHT]),
    ((True,), [UPRIGHT, LYING, UPRIGHT]),
    ((True, False), [UPRIGHT, LYING, UPRIGHT]),
    ((False, True), [UPRIGHT, UPRIGHT, LYING, UPRIGHT]),
    ((True, True), [UPRIGHT, LYING, LYING, UPRIGHT]),
)


@pytest.mark.parametrize(("landscape", "sections"), ATTACHED)
def test_each_attachment_begins_a_page_and_a_wide_one_lies(
    landscape: tuple[bool, ...], sections: list[WD_ORIENT]
) -> None:
    """The imprint stands on an upright page behind them (R9.24)."""
    tables = tuple(attachment(2, landscape=each) for each in landscape)
    document = letter(attachments=tables)
    assert [section.orientation for section in document.sections] == sections
    assert len(document.tables) == len(landscape) + 1
    assert [cell.text for cell in document.tables[0].rows[0].cells][1:2] == ["单位"] * bool(tables)


def test_attachments_are_listed_below_the_text() -> None:
    """附件：1. … and each bears its number (R9.12, R9.24)."""
    several = letter(attachments=(attachment(1), attachment(1, title="县区排名")))
    read = [paragraph.text for paragraph in several.paragraphs]
    assert {"附件：1. 重点民生实事进展情况一览表", "2. 县区排名", "附件1", "附件2"} <= set(read)
    alone = [p.text for p in letter(attachments=(attachment(1, title="县区排名"),)).paragraphs]
    assert {"附件：县区排名", "附件"} <= set(alone)


def test_the_head_of_a_table_stands_on_every_page() -> None:
    """No row is broken (R9.24)."""
    table = letter(attachments=(attachment(40),)).tables[0]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]  # noqa: SLF001 - the library has none
    assert heads == [True] + [False] * 40
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)  # noqa: SLF001


def test_page_numbers_stand_on_the_outer_side() -> None:
    """Right on odd pages, left on even ones (R9.25)."""
    document = docx.Document(BytesIO(NOTICE))
    assert document.settings.odd_and_even_pages_header_footer
    page = document.sections[-1]
    odd, even = page.footer.paragraphs[0], page.even_page_footer.paragraphs[0]
    assert (odd.text, even.text) == ("— 1 —", "— 1 —")
    assert (str(odd.alignment), str(even.alignment)) == ("RIGHT (2)", "LEFT (0)")


def test_a_restyled_template_works() -> None:
    """Another font, other words, another order, a tag less (R9.7)."""
    document = docx.Document(BytesIO(NOTICE))
    document.styles["公文标题"].font.size = Pt(26)
    document.styles["红头机关"].element.rPr.rFonts.set(qn("w:eastAsia"), "华文中宋")
    for paragraph in document.paragraphs:
        if "签发人" in paragraph.text:
            paragraph.text = "第{{ 期号 }}期（总第{{ 期号 }}期）"
    document.paragraphs[0].insert_paragraph_before("内部资料　{{ 机关 }}")
    made = fill(Filling("甲", word.saved(document), notice_facts(word.notice(**word.ISSUED))))
    assert isinstance(made, bytes)
    read = docx.Document(BytesIO(made))
    assert read.paragraphs[0].text == "内部资料　开封市政府督查局"
    assert "第6期（总第6期）" in [paragraph.text for paragraph in read.paragraphs]
    assert read.styles["公文标题"].font.size == Pt(26)
