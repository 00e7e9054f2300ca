"""The notice as a whole: head, attachments, what is open; read again from its Word file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
from kit import chance as months
from kit.notices import CALENDAR, facts, line
from kit.ranks import ROAD
from kit.sample import DOCUMENT, HEALTH, QIXIAN, ledger
from kit.word import TEMPLATES

from ducha.files.writing.letters.filling import Filling, fill
from ducha.ledger.model import Document
from ducha.letters.notice import notice_facts
from ducha.letters.wording.notice import notice_of

NAME = "督查通报.docx"


def told(document: Document) -> tuple[str, str, str]:
    """Who speaks, to whom, who gets a copy."""
    said = notice_of(facts(ledger=ledger(document=document)), ranking=True)
    return said.issuer, said.addressees, said.copies


def test_who_speaks_and_to_whom_stands_in_the_ledger() -> None:
    """通报机关 else 主办; the usual addressees; one colon (R9.30)."""
    assert told(DOCUMENT) == ("市政府督查局", "各县、区人民政府，市直有关单位", "")
    own = replace(DOCUMENT, notifier="市政府", addressees="各县：", copies="市委。", signer="王五")
    assert told(own) == ("市政府", "各县", "市委。")
    assert notice_of(facts(ledger=ledger(document=own)), ranking=True).signer == ""


def test_the_basis_is_the_circular() -> None:
    """Its title in 《》, what it quotes in 〈〉 (R9.30)."""
    document = replace(DOCUMENT, title="关于印发《方案》的通知")
    (opening,) = notice_of(facts(ledger=ledger(document=document)), ranking=True).opening
    assert opening == (
        "按照《关于印发〈方案〉的通知》（汴政办〔2024〕9号）要求，"
        "市政府督查局对6月份重点民生实事进展情况进行了督查。现将有关情况通报如下："
    )


def test_what_is_open_makes_it_a_draft() -> None:
    """Before the deadline; 退回 and 需核实 on what is named, unit by unit (R9.46)."""
    early = replace(CALENDAR, today=date(2024, 6, 28))
    month = facts(calendar=early, awaited=(QIXIAN,), open_findings={QIXIAN: (1, 2), HEALTH: (0, 3)})
    said = notice_of(month, ranking=True)
    assert said.open_points == (
        f"报送6月28日截止，尚未截止，待报1个单位：{QIXIAN}。",
        f"{HEALTH}：需核实3条（见督查汇总表〔数据核查〕）。",
        f"{QIXIAN}：退回1条、需核实2条（见督查汇总表〔数据核查〕）。",
    )
    assert notice_of(facts(), ranking=True).open_points == ()


def test_the_next_month_is_asked_for() -> None:
    """What is demanded is the template's, behind the sections that there are (R9.42)."""
    said = notice_facts(notice_of(facts(), ranking=True, next_due=date(2024, 7, 29)))
    assert (said["要求编号"], said["下月"], said["下次报送截止"]) == (
        "二、",
        "7月",
        "2024年7月29日",
    )
    last = notice_facts(notice_of(facts(line(ROAD, 100.0)), ranking=True))
    assert (last["要求编号"], last["下月"], last["下次报送截止"]) == ("三、", "", "")


def test_attachments_show_what_the_workbook_shows() -> None:
    """Chosen columns, cell for cell; the ranking only where it is wanted (R9.43)."""
    report, notice = months.month(7)
    table, ranking, returns = notice.attachments
    assert [each.title for each in notice.attachments] == [
        "2024年6月重点民生实事进展情况一览表",
        "2024年6月县区排名",
        "2024年6月报送情况",
    ]
    for attached, name in ((table, "指标明细"), (returns, "报送情况")):
        rows = months.sheet(report, name)
        shown = [tuple(cell.rstrip("?") for cell in row) for row in attached.rows]
        assert shown == [tuple(str(row[c]) for c in attached.columns) for row in rows]
    assert "建议" not in ranking.columns
    assert report.notice is not None
    without = notice_of(report.notice, ranking=False)
    assert [each.title for each in without.attachments] == [table.title, returns.title]


def test_every_number_and_unit_of_the_word_file_stands_in_the_workbook() -> None:
    """Read again by another library; dates and counts aside, which are checked by themselves.

    (R9.1, R9.31, R9.38, R9.43)
    """
    report, said = months.month(3)
    made = fill(Filling(NAME, (TEMPLATES / NAME).read_bytes(), notice_facts(said)))
    assert isinstance(made, bytes)
    document = docx.Document(BytesIO(made))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = {
        str(cell).rstrip("?")
        for name in ("指标明细", "数据", "排名", "报送情况", "点名核实")
        for row in months.sheet(report, name)
        for cell in row.values()
    }
    for section in said.sections:
        for paragraph in section.paragraphs:
            assert paragraph.text in text
            figures = re.findall(r"(\d[\d.]*%|\d+\.\d+|(?<=培训)\d+|(?<=修路)\d+)", paragraph.text)
            for figure in figures:
                assert {figure, f"-{figure}", f"{figure.rstrip('%')}"} & cells, figure
            for unit in months.UNITS:
                assert unit.name not in paragraph.text or unit.name in cells
    assert [len(table.rows) for table in document.tables][:3] == [
        len(each.rows) + 1 for each in said.attachments
    ]
