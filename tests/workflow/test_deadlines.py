"""Deadlines through the verbs: which month is meant, what stands on forms, who is late."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from kit import sample
from kit.posted import FOOT
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN
from kit.towns import TEMPLATES, Town
from openpyxl import load_workbook

import process
from ducha import settings
from ducha.files.demo.answer import fill_form
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.ledger.model import Ledger
from ducha.period import CHINA, Period, ReportDay
from ducha.workflow.workspace import Workspace, open_workspace, which_period

MAY = Period(2024, 5)
PLAIN, NEXT = ReportDay(28), ReportDay(5, following=True)
ROW = {(sample.COUNT.code, QIXIAN, "done"): 30.0}


def book(report_day: ReportDay = PLAIN, year: int = 2024) -> Ledger:
    """A ledger of one count, with this report day."""
    document = replace(sample.DOCUMENT, report_day=report_day, year=year, first=Period(year, 4))
    return sample.ledger(
        document=document, indicators=(sample.COUNT,), targets={(sample.COUNT.code, QIXIAN): 60.0}
    )


def space(ledger: Ledger, config: str = "") -> Workspace:
    """A workspace in memory."""
    root = Path("/w")
    return Workspace(root / "config.toml", settings.read(config, root), ledger, None)


def test_config_toml_has_the_last_word_on_a_deadline() -> None:
    """Its days off, its days worked, its own date of a month (R6.192, R6.197, R6.198)."""
    assert space(book()).deadline(Period(2024, 7)) == date(2024, 7, 29)
    off = "[deadlines]\nrest = [2024-05-28]\n"
    assert space(book(), off).deadline(MAY) == date(2024, 5, 29)
    worked = "[deadlines]\nwork = [2024-07-28]\n"
    assert space(book(), worked).deadline(Period(2024, 7)) == date(2024, 7, 28)
    own = '[deadlines]\nrest = [2024-05-28]\n"2024-05" = 2024-06-01\n'
    assert space(book(), own).deadline(MAY) == date(2024, 6, 1)  # a Saturday
    assert space(book(NEXT)).deadline(MAY) == date(2024, 6, 5)


@pytest.mark.parametrize(
    ("report_day", "today", "meant"),
    [
        (PLAIN, "2024-06-14", "2024-05"),
        (PLAIN, "2024-06-15", "2024-06"),
        (NEXT, "2024-06-08", "2024-05"),
        (NEXT, "2024-06-09", "2024-06"),
        (NEXT, "2024-10-11", "2024-09"),  # due on 8 October
        (NEXT, "2024-10-12", "2024-10"),
        (NEXT, "2025-01-02", "2024-12"),
    ],
)
def test_which_month_is_meant(report_day: ReportDay, today: str, meant: str) -> None:
    """Until the 14th, or three days after last month's returns are due (R6.199)."""
    assert str(which_period(space(book(report_day)), None, date.fromisoformat(today))) == meant


def test_a_year_without_a_list_is_said_beside_the_month() -> None:
    """With what to do; a known one says nothing (R6.198)."""
    assert space(book()).deadline_note(MAY) == ""
    far = space(book(year=2095))
    assert far.deadline_note(Period(2095, 5)) == (
        "2095年的放假安排程序不知道，报送截止遇周六、周日顺延，节假日和调休没有算；"
        "请在 config.toml 的 [deadlines] 写上 rest、work"
    )
    assert far.calendar(Period(2095, 5), date(2095, 5, 1)).note
    assert far.deadline(Period(2095, 5)) == date(2095, 5, 30)  # the 28th is a Saturday


def founded(root: Path, ledger: Ledger) -> Town:
    """A workspace on disk with May's forms."""
    (root / "config.toml").write_text("", encoding="utf-8")
    (root / "ledger.xlsx").write_bytes(ledger_xlsx.write(ledger))
    shutil.copytree(TEMPLATES, root / "templates")
    (root / "inbox").mkdir()
    town = Town(root)
    town.generate(Period(int(ledger.document.year), 5))
    return town


def mailed(town: Town, unit: str, name: str, data: bytes, at: str) -> None:
    """A mail with one attachment arrives at a time of 2024 in China."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{unit} <a@example.cn>", "ducha@example.cn"
    mail["Date"] = datetime.fromisoformat(f"2024-{at}").replace(tzinfo=CHINA)
    mail.set_content("见附件")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    (town.root / "inbox" / f"{unit}{at[:5]}.eml").write_bytes(mail.as_bytes())


def filled(town: Town, unit: str) -> bytes:
    """A unit's form with 30 in 杞县."""
    return fill_form(town.form(unit), ROW, {}, FOOT)


def run(town: Town, *arguments: str) -> int:
    """A verb on 10 June."""
    return process.run(["--config", str(town.root), "--today", "2024-06-10", *arguments])


@pytest.mark.slow
def test_a_month_that_is_due_in_the_next(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """次月5日 on the form and in the mail; to its end in time, then late; a scan is in vain.

    (R6.192, R6.200, R6.203)
    """
    town = founded(tmp_path, book(NEXT))
    form = load_workbook(town.root / f"outbox/2024-05/填报表/{QIXIAN}_2024年5月_月报表.xlsx")
    assert "报送截止：2024年6月5日" in str(form["进度填报"]["E2"].value)
    assert open_workspace(town.root / "config.toml").ledger.document.report_day == NEXT
    mailed(town, QIXIAN, "a.xlsx", filled(town, QIXIAN), "06-05T23:59:00")
    mailed(town, LANKAO, f"{LONGTING}.pdf", b"%PDF-1.4\n", "06-05T23:59:00")
    assert run(town, "status", "--period", "2024-05") == 1
    told = capsys.readouterr().out
    assert f"　{QIXIAN}　按时　1/1" in told
    scan = f"来件：{LANKAO}06-05.eml/{LONGTING}.pdf（扫描件，非填报件）"
    in_vain = f"来件无效1个：{LONGTING}（{scan}，无电话）"
    assert in_vain in told
    assert process.run(["--config", str(town.root), "--today", "2024-06-08"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("期次：2024年5月（2024-05）\n")
    assert "2024年5月报送截止2024-06-05" in told
    assert in_vain in told


@pytest.mark.slow
def test_a_file_copied_after_the_deadline_is_told_and_not_late(tmp_path: Path) -> None:
    """By its own time it is late and reads 按时; 时间待认定 stands in 数据核查 (R6.194, R6.202)."""
    town = founded(tmp_path, book())
    path = town.root / "inbox" / "a.csv.xlsx"
    path.write_bytes(filled(town, QIXIAN))
    late = datetime(2024, 5, 29, 9, 0, tzinfo=CHINA).timestamp()
    os.utime(path, (late, late))
    town.merge()
    state = next(row for row in town.shown("报送情况") if row["单位"] == QIXIAN)
    assert (state["状态"], state["是否迟报"]) == ("按时", "否")
    found = [row for row in town.shown("数据核查") if row["代码"] == "时间待认定"]
    assert [(row["级别"], row["单位"]) for row in found] == [("提示", QIXIAN)]
    assert "5月28日" in str(found[0]["说明"])


@pytest.mark.slow
def test_the_rest_after_the_deadline(tmp_path: Path) -> None:
    """The department gives one of its places in time and the other late: 逾期补报1格 (R6.201)."""
    town = founded(tmp_path, replace(book(), targets={(sample.COUNT.code, LONGTING): 0.0}))
    mailed(town, HEALTH, "a.xlsx", filled(town, HEALTH), "05-20T09:00:00")
    both = {**ROW, (sample.COUNT.code, LANKAO, "done"): 10.0}
    data = fill_form(town.form(HEALTH), both, {}, FOOT)
    mailed(town, HEALTH, "b.xlsx", data, "05-30T09:00:00")
    town.merge()
    state = next(row for row in town.shown("报送情况") if row["单位"] == HEALTH)
    shown = [state[heading] for heading in ("状态", "报送时间", "时间依据", "说明", "应填", "实填")]
    assert shown == ["迟报", "2024-05-30 09:00", "邮件时间", "逾期补报1格", 2, 2]
    rank = next(row for row in town.shown("排名") if row["单位"] == HEALTH)
    assert rank["迟报"] == 1
