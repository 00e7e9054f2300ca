"""A form of ours that a unit saved as a text: .csv, or XML of Excel 2003."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from kit import posted, sample, xml_2003
from kit.inboxes import OneHand
from kit.returns import line
from kit.sample import COUNT, QIXIAN

from ducha.cells import as_text
from ducha.files.inbox import arrivals as inbox
from ducha.files.workbook import reading as workbook
from ducha.form.monthly import PROGRESS_SHEET
from ducha.merge.year import MergedInbox

BOOK = sample.ledger()
FORM = posted.filled({(COUNT.code, QIXIAN, "done"): 30.0}, QIXIAN, BOOK)


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in a file does not depend on who opens it."""
    monkeypatch.setattr(inbox, "WorkerPool", OneHand)
    monkeypatch.setattr(inbox, "_PAUSE", 0.0)


def as_csv(mark: str) -> str:
    """The sheet with the figures as a program saves it."""
    sheet = workbook.read(FORM).sheet(PROGRESS_SHEET)
    assert sheet is not None
    written = StringIO()
    csv.writer(written, delimiter=mark).writerows(map(as_text, row) for row in sheet.rows)
    return written.getvalue()


def arrived(folder: Path, name: str, data: bytes) -> MergedInbox:
    """The month with this one file in the inbox."""
    posted.put(folder, name, data)
    return posted.merged(folder, BOOK)


def figure(merge: MergedInbox) -> float | None:
    """What came in from the county."""
    return line(merge, QIXIAN, COUNT.code).figure.done


@pytest.mark.parametrize(
    ("name", "mark", "encoding"),
    [
        ("表.csv", ",", "gbk"),
        ("表.csv", ",", "utf-8-sig"),
        ("表.txt", "\t", "utf-16"),
        ("市教体局.csv", ";", "utf-8"),
        ("表.xlsx", ",", "gb18030"),
    ],
)
def test_a_csv_of_ours_is_taken_and_asked_about(
    tmp_path: Path, name: str, mark: str, encoding: str
) -> None:
    """For the unit and month on the page: its hidden sheet is lost (R6.25, R6.39, R6.382)."""
    merge = arrived(tmp_path, name, as_csv(mark).encode(encoding))
    assert figure(merge) == 30.0
    assert {("无标识", "需核实"), ("看不到公式", "提示")} <= posted.told(merge)


def test_an_xml_of_ours_is_as_good_as_the_form(tmp_path: Path) -> None:
    """With its hidden sheet, saved when it says (R6.69, R6.382)."""
    merge = arrived(tmp_path / "一", "表.xml", xml_2003.saved(workbook.read(FORM)))
    assert figure(merge) == 30.0
    (judgement,) = merge.judgements
    source = judgement.source
    assert (source.basis, f"{source.received:%m-%d %H:%M}") == ("存盘时间", "05-27 16:05")
    assert posted.told(merge) == posted.told(arrived(tmp_path / "二", "表.xlsx", FORM))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("名单.csv", "编码,姓名\n1,张三\n".encode("gbk"), "可能是 CSV"),
        ("说明.txt", "编码、县区、本月累计都填好了\n".encode(), "可能是 CSV"),
        ("别的.xml", xml_2003.book(xml_2003.sheet("a")), "XML 表格 2003"),
        ("别的.xml", b'<?xml version="1.0"?><a/>', "XML 文件"),
    ],
)
def test_another_text_keeps_its_sentence(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    """It is no return of ours (R6.382)."""
    (judgement,) = arrived(tmp_path, name, data).judgements
    assert (str(judgement.verdict), words in judgement.reason) == ("无法识别", True)
