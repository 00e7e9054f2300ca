"""sent/ read from disk: mails by their headers, by-hand records as JSON, nothing else."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from ducha.files.sent.reading import read_sent
from ducha.findings import Problem
from ducha.period import Period

MAY = Period(2024, 5)


def put(folder: Path, name: str, data: bytes) -> None:
    """A file below sent/."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def mail(**headers: str) -> bytes:
    """A mail of ours, the unit's name in an encoded word."""
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("请尽快报送")
    return message.as_bytes()


REMINDER = mail(
    X_Ducha_Kind="reminders",
    X_Ducha_Period="2024-05",
    X_Ducha_Unit="城乡一体化示范区",
    X_Ducha_Round="2",
    Date="Wed, 29 May 2024 09:00:00 +0800",
)
BY_HAND = {"类型": "催报", "期次": "2024-05", "单位": "杞县", "次数": 1, "方式": "电话"}


def test_mails_and_by_hand_records_are_read(tmp_path: Path) -> None:
    """In the order of their paths; 待定, notes and other months are left (R7.140)."""
    put(tmp_path, "2024-05/b.eml", REMINDER)
    put(tmp_path, "2024-05/催报/a.记录", json.dumps(BY_HAND).encode())
    put(tmp_path, "2024-05/c.eml.待定", REMINDER)
    put(tmp_path, "2024-05/d.txt", b"x")
    put(tmp_path, "2024-04/e.eml", REMINDER)
    first, second = read_sent(tmp_path, MAY)
    assert first.path == "2024-05/b.eml"
    assert first.facts == {
        "类型": "reminders",
        "期次": "2024-05",
        "单位": "城乡一体化示范区",
        "次数": "2",
        "时间": "2024-05-29T09:00:00+08:00",
        "方式": "邮件",
    }
    assert second.path == "2024-05/催报/a.记录"
    assert second.facts == {key: str(value) for key, value in BY_HAND.items()}


def test_what_came_later_is_left_out(tmp_path: Path) -> None:
    """A published month is made again from what was there (R7.142)."""
    put(tmp_path, "2024-05/a.eml", REMINDER)
    put(tmp_path, "2024-05/b.eml", REMINDER)
    assert [file.path for file in read_sent(tmp_path, MAY, {"2024-05/b.eml"})] == ["2024-05/b.eml"]
    assert read_sent(tmp_path, MAY, ()) == ()


def test_no_folder_is_nothing_sent(tmp_path: Path) -> None:
    """As in a new workspace (R7.140)."""
    assert read_sent(tmp_path / "sent", MAY) == ()


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff\xfe", b"Date: nonsense\r\nX-Ducha-Unit: =?x?y?z\r\n"]
)
def test_a_mail_that_tells_nothing_is_no_fault(tmp_path: Path, data: bytes) -> None:
    """A mail that the clerk has put there; its path may still tell (R7.140)."""
    put(tmp_path, "2024-05/a.eml", data)
    (file,) = read_sent(tmp_path, MAY)
    assert "类型" not in file.facts
    assert "时间" not in file.facts


@pytest.mark.parametrize("text", ["", "已电话催报", "[]", '{"类型": "催报"}', "[" * 100_000])
def test_a_record_that_cannot_be_read_is_said(tmp_path: Path, text: str) -> None:
    """With its name, and how one is written (R7.140)."""
    put(tmp_path, "2024-05/杞县.记录", text.encode())
    with pytest.raises(Problem) as caught:
        read_sent(tmp_path, MAY)
    (sentence,) = caught.value.messages
    assert sentence.startswith("sent 里的〔2024-05/杞县.记录〕读不懂")
    assert '"类型": "催报"' in sentence
