"""The letters as a reader of another program sees them: pages, lines, characters."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx
import pytest
from kit import word
from kit.office import Office, has_colour, pages, run
from kit.word import TEMPLATES, attachment, notice

from ducha.files.writing.letters.filling import Filling, fill
from ducha.letters.notice import notice_facts
from ducha.letters.order import order_facts
from ducha.letters.parts import LetterFacts, Paragraph, Passage
from ducha.letters.upward import upward_facts

pytestmark = pytest.mark.office
FULL = Paragraph("国" * 28 * 60)
"""More than two pages of it; no sign that may hang over the margin."""


def letter(folder: Path, name: str, facts: LetterFacts) -> Path:
    """A letter as a file."""
    made = fill(Filling(name, (TEMPLATES / name).read_bytes(), facts))
    assert isinstance(made, bytes), made
    path = folder / name
    path.write_bytes(made)
    return path


def lines(pdf: Path, page: int) -> list[list[str]]:
    """The words of a page, those at one height together."""
    markup = run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), pdf, "-")
    by_height: dict[int, list[str]] = {}
    for height, text in re.findall(r'yMax="([\d.]+)">([^<]*)</word>', markup):
        by_height.setdefault(round(float(height)), []).append(text)
    return [by_height[height] for height in sorted(by_height)]


def test_a_page_has_22_lines_of_28_characters(office: Office, tmp_path: Path) -> None:
    """As the standard asks, in LibreOffice too, with other fonts (R9.21)."""
    facts = notice_facts(notice(sections=(Passage("总体进展", (FULL, Paragraph("完"))),)))
    pdf = office.convert(letter(tmp_path, "督查通报.docx", facts), "pdf", tmp_path)
    *body, number = lines(pdf, 2)
    assert ["".join(line) for line in body] == ["国" * 28] * 22
    assert "".join(number) == "—2—"


def test_the_signature_has_text_on_its_page(office: Office, tmp_path: Path) -> None:
    """Where the text ends at the foot of a page, its last paragraph goes over (R9.23, R9.42)."""
    for number in (16, 18, 20):
        text = Passage("总体进展", tuple(Paragraph("国" * 20) for _ in range(number)))
        path = letter(tmp_path, "督查通报.docx", notice_facts(notice(sections=(text,))))
        pdf = office.convert(path, "pdf", tmp_path)
        (signed,) = (
            words
            for page in range(1, pages(pdf) + 1)
            for words in ["".join("".join(line) for line in lines(pdf, page))]
            if "2024年月日开封" not in words and "开封市政府督查局2024年" in words
        )
        assert "各责任单位要对全年任务完成情况逐项核对" in signed


def test_a_notice_with_tables_has_its_pages(office: Office, tmp_path: Path) -> None:
    """Upright text, a table that lies, and the imprint on the last page (R9.23, R9.24)."""
    tables = (attachment(40, landscape=True), attachment(10, title="县区排名"))
    facts = notice_facts(notice(attachments=tables, **word.ISSUED))
    path = letter(tmp_path, "督查通报.docx", facts)
    pdf = office.convert(path, "pdf", tmp_path)
    sizes = re.findall(r"size:\s+(\d+)[.\d]* x (\d+)", run("pdfinfo", "-l", "99", pdf))
    lying = [int(width) > int(height) for width, height in sizes]
    assert lying[0] is False
    assert lying[-1] is False
    assert 2 <= sum(lying) <= 5
    last = "".join("".join(line) for line in lines(pdf, len(lying)))
    assert "附件2" in last
    assert "抄送：市委办公室" in last
    assert "2024年7月5日印发" in last
    assert has_colour(office.printed(path)[:1], "#C00000")


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("督查专报.docx", upward_facts(word.upward())),
        ("督办单.docx", order_facts(word.order())),
    ],
)
def test_report_and_order_are_one_page(
    office: Office, tmp_path: Path, name: str, facts: LetterFacts
) -> None:
    """With a long name, and saved again by another program (R9.26)."""
    path = letter(tmp_path, name, facts)
    assert pages(office.convert(path, "pdf", tmp_path)) == 1
    again = tmp_path / "再存"
    again.mkdir()
    saved = office.convert(path, "docx", again).read_bytes()
    assert "开封市政府督查局" in [p.text for p in docx.Document(BytesIO(saved)).paragraphs]


def test_a_template_saved_by_another_program_works(office: Office, tmp_path: Path) -> None:
    """LibreOffice splits and joins text as it likes (R9.7)."""
    saved = office.convert(TEMPLATES / "督查通报.docx", "docx", tmp_path).read_bytes()
    facts = notice_facts(notice(attachments=(attachment(3, landscape=True),)))
    made = fill(Filling("督查通报.docx", saved, facts))
    assert isinstance(made, bytes), made
    read = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(made)).paragraphs)
    assert "（二）个别单位未报。兰考县未报。" in read
    assert "附件：重点民生实事进展情况一览表" in read
