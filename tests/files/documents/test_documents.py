"""Files as circulars: text in any encoding, Word, PDF, saved pages; everything else is refused."""

from __future__ import annotations

import io
import json
import os
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

from ducha.circular.draft import read
from ducha.files.documents import reading as documents
from ducha.files.documents.reading import read_document, text_of
from ducha.files.sandbox.limits import Allowance
from ducha.files.sandbox.pool import WorkerTask
from ducha.findings import Problem

LINES = (
    "沙洲市人民政府办公室关于印发2024年民生实事分解的通知",
    "附件",
    "2024年民生实事分解",
    "一、便民停车",
    "全年新增公共停车位2600个。",
    "责任单位：市城管局，各县区",
)


def targets(text: str) -> list[tuple[str, float | None, str]]:
    """What is read from a text: item, value, measure."""
    return [
        (indicator.item, indicator.target, indicator.measure)
        for indicator in read(text).ledger.indicators
    ]


def docx(document: Document) -> bytes:
    """A Word document as a file's bytes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def plain_docx() -> bytes:
    """The short circular as a Word document."""
    document = Document()
    for line in LINES:
        document.add_paragraph(line)
    return docx(document)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_text_is_read_in_every_encoding_that_windows_saves(encoding: str) -> None:
    """UTF-8 with and without its mark, GBK and UTF-16 give the same text."""
    data = "\r\n".join(LINES).encode(encoding)
    assert targets(text_of(data, "通知.txt")) == [("一.1", 2600.0, "个")]


def test_the_content_decides_and_not_the_name() -> None:
    """A Word document named .txt is read as a Word document."""
    assert targets(text_of(plain_docx(), "通知.txt")) == [("一.1", 2600.0, "个")]


def merged_table() -> bytes:
    """A table whose 序号, 事项 and 责任单位 are merged over two rows."""
    document = Document()
    document.add_paragraph("2024年实事项目表")
    table = document.add_table(rows=4, cols=4, style="Table Grid")
    rows = (
        ("序号", "事项", "目标任务", "责任单位"),
        ("1", "养老服务", "新建驿站40个", "市民政局\n市残联"),
        ("", "", "培训护理员300名", ""),
        ("2", "文化惠民", "送戏下乡150场", "市文旅局，各县区"),
    )
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for column in (0, 1, 3):
        table.cell(1, column).merge(table.cell(2, column))
    return docx(document)


def test_cells_merged_downwards_give_their_units_to_both_rows() -> None:
    """The second row has no number of its own; it is the second item of the first matter."""
    ledger = read(text_of(merged_table(), "表.docx")).ledger
    assert [
        (indicator.item, indicator.target, indicator.leads, indicator.supports)
        for indicator in ledger.indicators
    ] == [
        ("1.1", 40.0, ("市民政局",), ("市残联",)),
        ("1.2", 300.0, ("市民政局",), ("市残联",)),
        ("2.1", 150.0, ("市文旅局",), ()),
    ]


FEW = (
    ("便民停车", "新增停车位2600个。", "责任单位：市城管局"),
    ("菜篮子", "新建菜市场9家。", "责任单位：市商务局"),
)
MANY = tuple((f"第{n}件实事", f"新建菜市场{n}家。", "责任单位：市商务局") for n in range(1, 131))


def numbered(matters: Iterable[tuple[str, str, str]]) -> bytes:
    """Headings that Word numbers itself with 一、二、: the numerals are not in the text."""
    document = Document()
    part = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("start", "1"), ("numFmt", "chineseCounting"), ("lvlText", "%1、")):
        child = OxmlElement(f"w:{tag}")
        child.set(qn("w:val"), value)
        level.append(child)
    abstract.append(level)
    part.insert(0, abstract)
    number = part.add_num(77)
    for title, text, units in matters:
        heading = document.add_paragraph(title)
        properties = heading._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - no public way
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number.numId
        document.add_paragraph(text)
        document.add_paragraph(units)
    return docx(document)


def test_numbers_that_word_makes_itself_are_counted() -> None:
    """Headings with automatic numbering are matters 一 and 二."""
    text = text_of(numbered(FEW), "通知.docx")
    assert "一、便民停车" in text
    assert targets(f"2024年民生实事\n{text}") == [("一.1", 2600.0, "个"), ("二.1", 9.0, "家")]


def test_more_than_a_hundred_numbers_are_counted() -> None:
    """In Chinese all of them, as Word shows them, and each is a matter (R6.376)."""
    text = text_of(numbered(MANY), "通知.docx")
    heads = [line.partition("、")[0] for line in text.splitlines() if "件实事" in line]
    assert (len(heads), heads[9], heads[19]) == (130, "十", "二十")
    assert heads[98:103] == ["九十九", "一百", "一百零一", "一百零二", "一百零三"]
    assert heads[109:112] == ["一百一十", "一百一十一", "一百一十二"]
    found = targets(f"2024年民生实事\n{text}")
    assert (len(found), found[0], found[129]) == (
        130,
        ("一.1", 1.0, "家"),
        ("一百三十.1", 130.0, "家"),
    )


def test_a_saved_page_keeps_paragraphs_and_spanning_cells() -> None:
    """Scripts and menus go; rowspan leaves blanks as a merged cell does."""
    page = """<!DOCTYPE html><html><head><title>x</title><script>var a=1;</script></head><body>
    <nav>首页 新闻</nav><p>2024年民生实事项目表</p><table>
    <tr><th>序号</th><th>事项</th><th>目标任务</th><th>责任单位</th></tr>
    <tr><td rowspan="2">1</td><td rowspan="2">供水</td><td>改造管网80公里</td>
    <td rowspan="2">市水务局</td></tr><tr><td>新建泵站6座</td></tr></table></body></html>"""
    ledger = read(text_of(page.encode(), "保存.html")).ledger
    assert [
        (indicator.item, indicator.target, indicator.measure, indicator.leads)
        for indicator in ledger.indicators
    ] == [
        ("1.1", 80.0, "公里", ("市水务局",)),
        ("1.2", 6.0, "座", ("市水务局",)),
    ]


def as_pdf(word: bytes, folder: Path, form: str = "pdf") -> bytes:
    """Let LibreOffice print a Word document."""
    source = folder / "通知.docx"
    source.write_bytes(word)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=600)
    return (folder / "通知.pdf").read_bytes()


@pytest.mark.office
def test_a_real_pdf_is_read(tmp_path: Path) -> None:
    """A PDF made by LibreOffice from the Word document gives the same targets."""
    data = as_pdf(plain_docx(), tmp_path)
    assert targets(text_of(data, "通知.pdf")) == [("一.1", 2600.0, "个")]


@pytest.mark.office
def test_a_table_in_a_pdf_is_read_cell_by_cell(tmp_path: Path) -> None:
    """Narrow columns break words; the cells of a row stay together, merged ones are carried."""
    ledger = read(text_of(as_pdf(merged_table(), tmp_path), "表.pdf")).ledger
    assert [
        (indicator.target, indicator.leads, indicator.supports) for indicator in ledger.indicators
    ] == [
        (40.0, ("市民政局",), ("市残联",)),
        (300.0, ("市民政局",), ("市残联",)),
        (150.0, ("市文旅局",), ()),
    ]


def package(*names: str) -> bytes:
    """A zip with empty parts of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b" \r\n ", "空文件"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 64, "图片"),
        (b"\xff\xd8\xff\xe0" + b"0" * 64, "图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 64, "旧格式"),
        (package("xl/workbook.xml"), "Excel"),
        (package("readme.txt"), "压缩包"),
        (b"PK\x03\x04broken", "损坏"),
        (b"%PDF-1.7 broken", "损坏"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (bytes(range(256)) * 8, "读不出文字"),
        (b"a" * 100 * 1024 * 1024, "太大"),
    ],
)
def test_what_is_no_circular_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    """Each kind of wrong file gets its own sentence, at once."""
    begun = time.process_time()
    with pytest.raises(Problem, match=words):
        text_of(data, "文件")
    assert time.process_time() - begun < 10


def test_a_scanned_pdf_is_told_from_a_broken_one() -> None:
    """A PDF with pages and no text is a scan."""
    objects = (
        b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n",
        b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n",
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>> endobj\n",
    )
    blank, table = b"%PDF-1.4\n", b"xref\n0 4\n0000000000 65535 f \n"
    for part in objects:
        table += b"%010d 00000 n \n" % len(blank)
        blank += part
    place = len(blank)
    blank += table + b"trailer <</Root 1 0 R/Size 4>>\nstartxref\n%d\n%%%%EOF" % place
    with pytest.raises(Problem, match="扫描件"):
        text_of(blank, "扫描.pdf")


@pytest.mark.office
def test_a_locked_pdf_is_told_so(tmp_path: Path) -> None:
    """An encrypted PDF asks for its password to be taken off."""
    options = {"EncryptFile": ("boolean", "true"), "DocumentOpenPassword": ("string", "secret")}
    pairs = {name: {"type": kind, "value": value} for name, (kind, value) in options.items()}
    data = as_pdf(plain_docx(), tmp_path, f"pdf:writer_pdf_Export:{json.dumps(pairs)}")
    with pytest.raises(Problem, match="密码"):
        text_of(data, "加密.pdf")


@pytest.mark.parametrize(
    "text",
    [
        "hello world " * 50,
        "各位同事：请于本周五下午三点到会议室参加安全培训，自带纸笔，不得缺席。谢谢大家的配合与支持。",
        "填报人 单位 日期 工作进展情况 存在问题 下步措施 填报说明 请各单位认真填写并按时报送本表",
    ],
)
def test_text_without_matters_is_no_circular(text: str) -> None:
    """A letter, a form's words or English text is refused."""
    with pytest.raises(Problem, match="民生实事"):
        read(text)


# What would take a reader gigabytes or minutes.


def tabled(change: Callable[[Table], object]) -> str:
    """The text of a document with one table of two by two, changed."""
    document = Document()
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, "甲乙丙丁", strict=True):  # noqa: SLF001 - row by row
        cell.text = text
    change(table)
    return text_of(docx(document), "表.docx")


def mark(table: Table, row: int, column: int, tag: str, value: str = "") -> None:
    """Put a property on a cell, or on its row."""
    cell = table.cell(row, column)._tc  # noqa: SLF001 - the library says no such thing
    element = OxmlElement(tag)
    if value:
        element.set(qn("w:val"), value)
    at_row = tag == "w:gridBefore"
    (table.rows[row]._tr.get_or_add_trPr() if at_row else cell.get_or_add_tcPr()).append(element)  # noqa: SLF001 - the same


def nested(table: Table) -> None:
    """A table within a cell, and one within that."""
    inner = table.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text = "戊"
    inner.cell(0, 1).add_table(1, 1).cell(0, 0).text = "己"


def ragged(table: Table) -> None:
    """A row that ends early."""
    row = table.rows[0]._tr  # noqa: SLF001 - the library takes no cell away
    row.remove(row.tc_lst[1])


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            lambda table: mark(table, 0, 0, "w:gridSpan", "300000000"),
            "甲" + "\t" * 60 + "乙\n丙\t丁",
        ),
        (lambda table: mark(table, 0, 0, "w:gridSpan", "-3"), "甲\t乙\n丙\t丁"),
        (lambda table: mark(table, 1, 0, "w:gridBefore", "1"), "甲\t乙\n\t丙\t丁"),
        (lambda table: mark(table, 1, 1, "w:vMerge"), "甲\t乙\n丙\t丁"),
        (lambda table: mark(table, 0, 1, "w:vMerge"), "甲\t乙\n丙\t丁"),
        (ragged, "甲\n丙\t丁"),
        (nested, "甲\t乙\v戊 己\n丙\t丁"),
    ],
    ids=["wide", "negative", "late", "no start", "no start on top", "ragged", "nested"],
)
def test_a_table_is_read_whatever_it_says_of_itself(
    change: Callable[[Table], object], text: str
) -> None:
    """As wide as it may be, nothing left out (R6.376)."""
    assert tabled(change) == text


def test_what_is_merged_downwards_stands_once() -> None:
    """Where it begins (R6.376)."""

    def merge(table: Table) -> None:
        table.cell(1, 0).text = ""
        table.cell(0, 0).merge(table.cell(1, 0))

    assert tabled(merge) == "甲\t乙\n\t丁"


def test_a_span_that_is_no_number_is_a_damaged_document() -> None:
    """One sentence (R6.376)."""
    with pytest.raises(Problem, match="打不开，可能已损坏"):
        tabled(lambda table: mark(table, 0, 0, "w:gridSpan", "abc"))


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<html>" + "<p>一段</p>" * 8000, 8000),
        ("<html>" + "<p>一段" * 8000, 8000),
        ("<html>" + "<div>一段" * 8000, 8000),
        ("<html><table>" + "<tr><td>甲<td>乙" * 8000, 8000),
        ("<html>" + "<table><tr><td>甲<td>乙<tr><td>丙</table>" * 2000, 4000),
        ("<html>" + "<script>x</script><p>一段" * 8000, 8000),
    ],
    ids=["closed", "open", "deep", "rows", "tables", "scripts"],
)
def test_a_long_page_takes_time_by_its_length_only(page: str, lines: int) -> None:
    """Not by the square of it: seconds of the processor were minutes."""
    begun = time.process_time()
    assert len(text_of(page.encode(), "长.html").splitlines()) == lines
    assert time.process_time() - begun < 20


def test_what_is_hidden_on_a_page_is_left_out() -> None:
    """Scripts, menus, remarks; in a cell too."""
    page = "<p>甲<script>x</script><!-- y --></p><nav>z</nav><table><tr><td>乙<style>s</style>"
    assert text_of(f"{page}<tr><td>丙</table>".encode(), "页.html") == "甲\n乙\n丙"


HARMFUL = {"hangs": "处理器算了10秒以上", "eats": "内存不够", "aborts": "使读取程序中止"}


def harm(document: tuple[bytes, str]) -> str | Problem:
    """Do what the name says."""
    if document[1] == "hangs":
        while True:
            pass
    if document[1] == "aborts":
        os.abort()
    return documents._text_or_problem(documents._NamedDocument(*document))  # noqa: SLF001


@pytest.mark.slow
@pytest.mark.parametrize("name", HARMFUL)
def test_a_document_that_harms_its_reader_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, in a process of its own (R6.376)."""
    harmless = documents._TASK.harmless  # noqa: SLF001
    task = WorkerTask(harm, len, harmless, Allowance(3.0, 2**27))
    monkeypatch.setattr(documents, "_TASK", task)
    data = b"<html>" + b"<p>a" * (5_000_000 if name == "eats" else 1)
    with pytest.raises(Problem, match=f"“{name}”.*{HARMFUL[name]}.*，再导入$"):
        read_document(data, name)


@pytest.mark.slow
def test_a_document_is_read_in_a_process_of_its_own() -> None:
    """With the same text, and the same sentence for what is none (R6.376)."""
    assert targets(read_document(plain_docx(), "通知.docx")) == [("一.1", 2600.0, "个")]
    with pytest.raises(Problem, match=r"^“坏\.docx”已损坏，打不开。请重新保存一份再导入$"):
        read_document(b"PK\x03\x04broken", "坏.docx")
