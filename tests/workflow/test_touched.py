"""Touching, copying and opening a file change nothing that was said."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from kit.killers import archive
from kit.posted import FOOT, put
from kit.returns import APRIL, MAY
from kit.sample import HEALTH, QIXIAN
from kit.towns import COUNT, RATE, Town, founded

from ducha.files.demo.answer import fill_form
from ducha.period import CHINA

YEARS_LATER = 1_900_000_000
"""A time of 2030."""


def rate(numerator: float) -> Mapping[tuple[str, str, str], float]:
    """The figures of a row."""
    return {(RATE, QIXIAN, "numerator"): numerator, (RATE, QIXIAN, "denominator"): 80.0}


def saved(town: Town, figures: Mapping[tuple[str, str, str], float], day: int) -> bytes:
    """The form of the department as it was saved at noon of that day of May."""
    at = datetime(2024, 5, day, 12, tzinfo=CHINA)
    return fill_form(town.form(HEALTH, MAY), figures, {}, FOOT, at)


def letter(day: int, name: str, data: bytes) -> bytes:
    """A mail that the server took in on that day of May."""
    message = EmailMessage()
    message["Received"] = f"from a by b; {day} May 2024 09:00:00 +0800 (CST)"
    message["From"] = "yi@example.gov.cn"
    message.add_attachment(data, maintype="application", subtype="x", filename=name)
    return message.as_bytes()


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A city with returns of every kind, each of which tells its time."""
    root = tmp_path / "甲"
    root.mkdir()
    made = founded(root)
    shutil.rmtree(made.root / "inbox")
    april = datetime(2024, 4, 20, 12, tzinfo=CHINA)
    form = made.form(HEALTH, APRIL)
    inbox = made.root / "inbox"
    put(inbox, "四月.xlsx", fill_form(form, {(COUNT, QIXIAN, "done"): 20.0}, {}, FOOT, april))
    put(inbox, "z.xlsx", saved(made, {(COUNT, QIXIAN, "done"): 30.0} | rate(60.0), 20))
    put(inbox, "a.xlsx", saved(made, {(COUNT, QIXIAN, "done"): 35.0}, 21))
    put(inbox, "m.eml", letter(22, "更正.xlsx", saved(made, rate(70.0), 19)))
    mail_inside = archive({"原件.eml": letter(23, "再.xlsx", saved(made, rate(72.0), 19))})
    put(inbox, "转.eml", letter(24, "转.zip", mail_inside))
    return made


def told(town: Town) -> dict[str, bytes]:
    """Every file that a merge writes."""
    town.merge()
    outbox = town.root / "outbox"
    return {
        path.relative_to(outbox).as_posix(): path.read_bytes()
        for path in sorted(outbox.rglob("*"))
        if path.is_file()
    }


def touch(folder: Path, first: int, step: int) -> None:
    """Give every file another time, the order turned about with a step below zero."""
    for number, path in enumerate(sorted(folder.rglob("*"))):
        os.utime(path, (first + number * step, first + number * step))


def test_the_file_manager_decides_nothing(town: Town, tmp_path: Path) -> None:
    """Byte for byte: after touching, after copying elsewhere, whatever the order (R6.60)."""
    before = told(town)
    rows = {row["文件"]: row for row in town.shown("文件清单")}
    assert {name: (row["时间依据"], row["收到时间"]) for name, row in rows.items()} == {
        "四月.xlsx": ("存盘时间", "2024-04-20 12:00"),
        "z.xlsx": ("存盘时间", "2024-05-20 12:00"),
        "a.xlsx": ("存盘时间", "2024-05-21 12:00"),
        "m.eml": ("邮件时间", "2024-05-22 09:00"),
        "m.eml/更正.xlsx": ("邮件时间", "2024-05-22 09:00"),
        "转.eml": ("邮件时间", "2024-05-24 09:00"),
        "转.eml/转.zip": ("邮件时间", "2024-05-24 09:00"),
        "转.eml/转.zip/原件.eml": ("邮件时间", "2024-05-23 09:00"),
        "转.eml/转.zip/原件.eml/再.xlsx": ("邮件时间", "2024-05-23 09:00"),
    }
    assert [row["累计"] for row in town.shown("数据") if wanted(row)] == [35]
    touch(town.root / "inbox", YEARS_LATER, 60)
    assert told(town) == before
    touch(town.root / "inbox", YEARS_LATER, -60)
    assert told(town) == before
    elsewhere = tmp_path / "别处" / "乙"
    shutil.copytree(town.root, elsewhere, copy_function=shutil.copyfile)
    shutil.copyfile(town.root / "signing.key", elsewhere / "signing.key")
    assert told(Town(elsewhere)) == before


def wanted(row: Mapping[str, object]) -> bool:
    """Whether this is the row of the count in May."""
    return (row["期次"], row["编码"], row["县区"]) == ("2024-05", COUNT, QIXIAN)


def test_a_form_that_nobody_saved_has_the_time_of_its_file(town: Town) -> None:
    """What a program filled in and left the fixed time of our forms (R6.69)."""
    put(town.root / "inbox", "b.xlsx", fill_form(town.form(), rate(74.0), {}, FOOT), "05-25 10:00")
    town.merge()
    (row,) = (row for row in town.shown("文件清单") if row["文件"] == "b.xlsx")
    assert (row["时间依据"], row["收到时间"]) == ("文件时间", "2024-05-25 10:00")


def test_an_untouched_form_has_the_time_of_its_file(town: Town) -> None:
    """Dropped in as it was sent out (R6.69)."""
    put(town.root / "inbox", "空.xlsx", town.form(), "05-25 10:00")
    town.merge()
    (row,) = (row for row in town.shown("文件清单") if row["文件"] == "空.xlsx")
    assert (row["时间依据"], row["收到时间"]) == ("文件时间", "2024-05-25 10:00")
