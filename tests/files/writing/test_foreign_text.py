"""One hostile set of strings in every place that a file can bring: nothing of it comes alive.

A month is lived through the verbs themselves, and every output of it is taken apart.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from io import BytesIO
from itertools import count, cycle
from pathlib import Path

import pytest
from defusedxml import ElementTree
from kit import office as harness
from kit import posted, sample
from kit.handed import OPEN
from kit.posted import put
from kit.sample import COUNT, HEALTH, LANKAO, QIXIAN
from openpyxl import Workbook, load_workbook

import process
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.form.claim import SHEET
from ducha.form.handed import HANDED_SHEET
from ducha.form.monthly import NARRATIVE_SHEET, PROGRESS_SHEET
from ducha.ledger.handed.records import Assignment
from ducha.ledger.model import Ledger

HOSTILE = (
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    '=HYPERLINK("http://x")',
    '=DDE("cmd";"/C calc";"A0")',
    "http://x.example/",
    "file:///etc/passwd",
    "\\\\host\\share",
    "mailto:a@example.cn",
    "internal:'总览'!A1",
    "<b>粗</b>&amp;",
    "<script>alert(1)</script>",
    "<r><t>粗</t></r>",
    "{{7*7}}",
    "{% for a in b %}",
    "%s{0}{done}",
    "甲\r\nBcc: x@example.cn",
    "制\t表",
    "引\"号'",
    "零\x00",
    "清\x1b[2J屏",
    "反\u202egnp.xslx",
    "半\ud800",
    "_x001B_",
    "长" * 40_000,
)
ACTING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe]"
)
TODAY = ("--today", "2024-05-31")


def in_xml(text: str) -> str:
    """A text as a hostile program writes it: what XML cannot hold as an escape of Excel's."""
    kept = escape(text.replace("_x", "_x005F_x") if "_x" in text else text)
    return re.sub("[\x00-\x08\r\x1b\ud800]", lambda match: f"_x{ord(match[0]):04X}_", kept)


def on_disk(text: str) -> str:
    """A text as the name of a file, as far as a disk takes it."""
    return text.replace("/", "／").replace("\0", "").encode("utf-8", "replace").decode()[:70]


def city() -> Ledger:
    """The small city, whose clerk has typed hostile things too."""
    book = sample.ledger(
        units=tuple(
            replace(unit, contact=HOSTILE[4], phone=HOSTILE[2], mails=("wj@kf.gov.cn",))
            for unit in sample.UNITS
        ),
        indicators=(
            replace(COUNT, name='=DDE("x")', task="{{7*7}}\n<b>", matter="=1+1", note="http://x/"),
            *sample.INDICATORS[1:],
        ),
    )
    title = replace(book.document, title="=1+1&A{{7*7}}", host="<b>\n主题：假", phone="+1")
    return replace(book, document=title, assignments=tuple(matters()))


_PLAIN = (0, 11, 13)
"""Strings that every program saves as they are: a 编号 stands under the signature."""


def matters() -> Iterator[Assignment]:
    """Matters handed to 杞县, each with one of the strings in every text of it."""
    for number, text in enumerate(HOSTILE):
        yield replace(
            OPEN,
            number=text if number in _PLAIN else f"2024-{number:02d}",
            problem=text,
            demand=text,
            leader=text[:40],
            answer=text,
            handed=date(2024, 5, 1),
            due=date(2024, 5, 20),
            answered=None,
        )


def run(root: Path, *arguments: str) -> int:
    """Run a verb."""
    return process.run(["--config", str(root), *TODAY, *arguments])


def filled(form: bytes) -> bytes:
    """A form with a numbered place in every cell to fill, in the rows' own columns and the foot."""
    book = load_workbook(BytesIO(form))
    numbers = count()
    handed = (HANDED_SHEET,) if HANDED_SHEET in book.sheetnames else ()
    for name in (PROGRESS_SHEET, NARRATIVE_SHEET, *handed):
        for row in book[name].iter_rows():
            for cell in row:
                if not cell.protection.locked:
                    cell.value = f"@{next(numbers)}@"
    return saved(book)


def spoiled(form: bytes, *, forged: bool) -> bytes:
    """A form with places in the printed cells and the sheet's name, in the hidden sheet too."""
    book = load_workbook(BytesIO(form))
    numbers = count()
    top, _ = posted.heading(book[PROGRESS_SHEET], "编码")
    cells = [cell for row in book[PROGRESS_SHEET].iter_rows(min_row=top + 1) for cell in row]
    if forged:
        cells += [cell for (cell,) in book[SHEET].iter_rows(min_col=2, max_col=2)]
    for cell in cells:
        cell.value = f"@{next(numbers)}@"
    book[PROGRESS_SHEET].title = f"@{next(numbers)}@"
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def hostile(form: bytes, shift: int) -> bytes:
    """The same workbook with the strings in its places, as no well-behaved program writes them."""

    def told(place: re.Match[str]) -> str:
        return in_xml(HOSTILE[(int(place[1]) + shift) % len(HOSTILE)])

    written = BytesIO()
    with zipfile.ZipFile(BytesIO(form)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(r"@(\d+)@", told, old.read(name).decode()))
    return written.getvalue()


def archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip with these members."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, data in files:
            packed.writestr(name.replace("\ud800", "?"), data)
    return written.getvalue()


def mail(files: Sequence[tuple[str, bytes]], output: str) -> bytes:
    """A mail whose sender, subject and attachments are called so; nobody checks it."""
    message = EmailMessage()
    message.set_content("见附件")
    for name, data in files:
        called = name.encode("utf-8", "replace").decode()
        message.add_attachment(data, maintype="application", subtype="x", filename="N")
        last = list(message.iter_attachments())[-1]
        last.replace_header("Content-Disposition", "attachment")
        last.set_param("filename", re.sub("[\r\n]", " ", called)[:500], "Content-Disposition")
    bare = re.sub("[\r\n\0]", " ", output).encode("utf-8", "replace")[:200]
    head = b'From: "' + bare.replace(b'"', b"'") + b'" <x@example.cn>\r\nSubject: ' + bare
    date = b"\r\nDate: Mon, 20 May 2024 09:00:00 +0800\r\n"
    return head + date + message.as_bytes(policy=policy.SMTP)


def lay(root: Path, form: bytes) -> None:
    """An inbox full of it: files, folders, archives, mails."""
    inbox, full = root / "inbox", filled(form)
    changed = [spoiled(form, forged=forged) for forged in (False, True)]
    for shift, text in enumerate(HOSTILE):
        name = on_disk(text)
        put(inbox, f"{name}/{name}.xlsx", hostile(full, shift))
        put(inbox, f"改{shift}.xlsx", hostile(changed[shift % 2], shift))
        put(inbox, f"信{shift}.eml", mail([(f"{text[:300]}.xlsx", b"PK")], text))
    for shift in range(3):
        names = [f"{text}/{text[:500]}.xlsx" for text in HOSTILE[shift::9]]
        put(inbox, f"包{shift}.zip", archive([(name, hostile(full, shift)) for name in names]))
    put(inbox, "信.eml", mail([("月报.xlsx", hostile(full, 7))], "=1+1"))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after two months of it."""
    root = tmp_path_factory.mktemp("hostile")
    shutil.copy(process.HERE / "config.toml", root)
    shutil.copytree(process.HERE / "templates", root / "templates")
    (root / "inbox").mkdir()
    (root / "ledger.xlsx").write_bytes(ledger_xlsx.write(city()))
    assert run(root, "generate", "--period", "2024-05") == 0
    assert run(root, "generate", "--breakdown") == 0
    form = next((root / "outbox/2024-05/填报表").glob(f"{QIXIAN}*.xlsx")).read_bytes()
    lay(root, form)
    odd = next((root / "outbox/2024-05/填报表").glob(f"{LANKAO}*.xlsx")).read_bytes()
    put(root / "inbox", "无穷.xlsx", endless(odd))
    assert run(root, "merge", "--period", "2024-05") == 1
    assert run(root, "generate", "--period", "2024-06") == 0
    return root


def endless(form: bytes) -> bytes:
    """A form in which a number is larger than any."""
    book = load_workbook(BytesIO(form))
    row, column = posted.at(book, COUNT.code, LANKAO, "本月累计")
    book[PROGRESS_SHEET].cell(row, column).value = 987654321
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(book))) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"987654321", b"1E+999"))
    return written.getvalue()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same month in a city where nobody has typed anything odd."""
    root = tmp_path_factory.mktemp("plain")
    shutil.copy(process.HERE / "config.toml", root)
    shutil.copytree(process.HERE / "templates", root / "templates")
    (root / "inbox").mkdir()
    (root / "ledger.xlsx").write_bytes(ledger_xlsx.write(sample.ledger()))
    assert run(root, "generate", "--period", "2024-05") == 0
    assert run(root, "generate", "--breakdown") == 0
    form = next((root / "outbox/2024-05/填报表").glob(f"{QIXIAN}*.xlsx")).read_bytes()
    put(root / "inbox", "一.xlsx", posted.spoiled(form, wrongly_filled))
    assert run(root, "merge", "--period", "2024-05") == 1
    return root


def wrongly_filled(book: Workbook) -> None:
    """Type words and negative numbers in turn into the cells for figures."""
    wrong = cycle(("完成过半", -1.0, "完成过半"))
    for row in book[PROGRESS_SHEET].iter_rows():
        for cell in row:
            if not cell.protection.locked:
                cell.value = next(wrong)


def outputs(root: Path, ending: str) -> list[Path]:
    """Everything that was made."""
    return sorted((root / "outbox").rglob(f"*{ending}"))


def nodes(path: Path) -> Iterator[tuple[str, ElementTree.Element]]:
    """Every element of every part of a workbook."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            for node in ElementTree.fromstring(parts.read(name)).iter():
                yield name, node


def skeletons(path: Path) -> set[str]:
    """Its formulas without literals and row numbers, the sheets' as well as the rules'."""
    return {
        re.sub(r"\d+", "9", re.sub('"(?:[^"]|"")*"', '""', node.text or ""))
        for _, node in nodes(path)
        if node.tag.rpartition("}")[2] in {"f", "formula", "formula1", "formula2"}
    }


CHART = re.compile(r"xl/charts/chart\d+\.xml")
SPARKLINE = "{http://schemas.microsoft.com/office/excel/2006/main}f"
CELLS = re.compile(r"(?:总览|'趋势')!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?")


def is_inside(link: ElementTree.Element, path: Path) -> bool:
    """Whether a link leads to a row of a sheet of its own workbook, and to nothing else."""
    sheets = [node.get("name") for _, node in nodes(path) if node.tag.endswith("}sheet")]
    name, _, cell = (link.get("location") or "").rpartition("!")
    inside = name in {f"'{name}'" for name in sheets} and re.fullmatch(r"A\d+", cell)
    return set(link.attrib) == {"ref", "location", "display"} and bool(inside)


def test_no_output_holds_a_formula_that_is_not_ours(lived: Path, plain: Path) -> None:
    """Forms hold those of a plain city; the report and every list hold none in a cell.

    The charts of 总览 read cells of its own.
    """
    ours = set().union(*(skeletons(path) for path in outputs(plain, ".xlsx")))
    paths = outputs(lived, ".xlsx")
    assert len(paths) > 15
    for path in paths:
        assert skeletons(path) <= ours, path
        if path.name.startswith(("督查汇总", "现行台账", "发送清单")):
            for part, node in nodes(path):
                if node.tag.endswith("}f"):
                    assert CHART.match(part) or node.tag == SPARKLINE, path
                    assert CELLS.fullmatch(node.text or ""), path


def in_excel(text: str) -> str:
    """A text with Excel's own escapes undone."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def test_no_output_holds_a_link_or_anything_from_outside(lived: Path) -> None:
    """No part from elsewhere, no macro, nothing that acts within a text.

    Links lead from 总览 to the sheets of its workbook alone, all of which are ours.
    """
    for path in outputs(lived, ".xlsx"):
        with zipfile.ZipFile(path) as parts:
            names = " ".join(parts.namelist())
        assert not re.search("externalLink|vba|embedding|connections|ctrlProp", names), path
        for part, node in nodes(path):
            kind = node.tag.rpartition("}")[2]
            assert kind not in {"ddeLink", "oleLink"}, path
            assert kind != "hyperlink" or is_inside(node, path), path
            assert node.get("TargetMode") != "External", path
            texts = [node.text or "", *node.attrib.values()]
            if "vmlDrawing" not in part:  # places of comments; shapes there are called _x0000_t202
                assert not any(map(ACTING.search, map(in_excel, texts))), (path, part)


def test_every_mail_has_our_headers_and_plain_text_only(lived: Path) -> None:
    """Whatever a name says, it begins no header, and the letter is no page."""
    drafts = outputs(lived, ".eml")
    assert len(drafts) > 15
    for path in drafts:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert not message.defects, path
        assert {key.lower() for key in message} == {
            *("x-unsent", "to", "subject", "content-type", "mime-version"),
        }
        body, attached = message.iter_parts()
        assert body.get_content_type() == "text/plain"
        assert not ACTING.search(body.get_content())
        assert "49" not in body.get_content()
        assert not re.search(r'[\\/:*?"<>|\x00-\x1f\u202e]', attached.get_filename())
        assert attached.get_content_type().endswith("spreadsheetml.sheet")


def test_every_file_of_the_inbox_is_in_the_list_under_a_name_of_its_own(lived: Path) -> None:
    """However it is called, and none is longer than a person can read."""
    (path,) = outputs(lived, "督查汇总_2024年5月.xlsx")
    rows = load_workbook(path)["文件清单"].iter_rows(min_row=2, max_col=1, values_only=True)
    files = [name for (name,) in rows]
    assert len(files) == len(set(files)) > 110
    assert max(map(len, files)) <= 260
    assert any("略" in name for name in files)


def test_what_was_typed_stands_there_as_text(lived: Path) -> None:
    """In 数据核查, shortened and with marks, and each in a cell of its own."""
    (path,) = outputs(lived, "督查汇总_2024年5月.xlsx")
    page = load_workbook(path)["数据核查"]
    cells = [cell for row in page.iter_rows(min_row=2) for cell in row if cell.value is not None]
    numbers = {cell.column_letter for cell in cells if cell.data_type == "n"}
    assert {cell.data_type for cell in cells} == {"n", "s"}
    assert numbers == {"C"}  # 条数
    assert max(len(str(cell.value)) for cell in cells) <= 900
    values = {part for cell in cells for part in str(cell.value).split("、")}
    for typed in (
        "=1+1",
        "-1+cmd|' /C calc'!A0",
        "<r><t>粗</t></r>",
        "清\ufffd[2J屏",
        "反\ufffdgnp.xslx",
    ):
        assert typed in values
    assert "文字过长" in values


def test_names_of_outputs_are_those_of_units(lived: Path) -> None:
    """Nothing that a file is called reaches the outbox."""
    names = [path.name for path in (lived / "outbox").rglob("*")]
    assert not [name for name in names if re.search(r'[\\:*?"<>|\x00-\x1f\u202e=]', name)]


def test_the_screen_shows_it_and_does_not_obey(
    lived: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No sequence that clears the screen or turns a line round, whatever is asked."""
    run(lived, "status", "--period", "2024-05")
    run(lived, "generate", "--unit", "清\x1b[2J屏")
    run(lived, "import", "反\u202egnp.txt")
    run(lived, "清\x1b[2J屏")
    output = capsys.readouterr()
    assert "清\ufffd[2J屏" in output.err
    assert not ACTING.search(output.out + output.err)


def test_libreoffice_opens_every_output_and_shows_text(
    office: harness.Office, lived: Path, tmp_path: Path
) -> None:
    """Report, 退回件, forms of the next month, lists: each with the strings as they were typed."""
    (report,) = outputs(lived, "督查汇总_2024年5月.xlsx")
    shown = set(harness.flat(office.displayed(report)["数据核查"]))
    assert {"=1+1", "@SUM(1)", '=HYPERLINK("http://x")', "<r><t>粗</t></r>"} <= shown
    chosen = [*outputs(lived, "_退回件.xlsx"), *outputs(lived, f"{HEALTH}_2024年6月_月报表.xlsx")]
    chosen += [*outputs(lived, "发送清单.xlsx"), *outputs(lived, "现行台账_只读.xlsx")]
    chosen += outputs(lived, f"{HEALTH}_任务分解表.xlsx")
    for number, path in enumerate(chosen):
        there = tmp_path / f"{number}.xlsx"
        shutil.copy(path, there)
        assert (
            "=1+1"
            in [cell for page in office.displayed(there).values() for cell in harness.flat(page)]
            or "发送清单" in path.name
        ), path


def test_no_order_holds_anything_alive(lived: Path) -> None:
    """督办单, one for every matter: text as it is, no link, no field of a text's (R9.1, R9.80)."""
    orders = outputs(lived, "督办单.docx")
    assert len(orders) == len(HOSTILE)
    for path in orders:
        assert not re.search(r'[\\/:*?"<>|\x00-\x1f\u202e]', path.name)
        with zipfile.ZipFile(path) as parts:
            assert not re.search("embed|vba|external", " ".join(parts.namelist()), re.IGNORECASE)
        for part, node in nodes(path):
            kind, words = node.tag.rpartition("}")[2], node.text or ""
            assert kind not in {"hyperlink", "object"}, part
            assert kind != "instrText" or words.strip() == "PAGE", part
            assert node.get("TargetMode") != "External", part
            assert not ACTING.search(words), part
            assert "49" not in words, part
