"""What comes with mails and is nobody's return is said for what it is."""

from __future__ import annotations

from email.header import Header
from pathlib import Path

import pytest
from kit.inboxes import lay, read

from ducha.submission.arrival import Verdict

HEAD = b"From: a@x.cn\r\nTo: b@y.cn\r\nDate: Mon, 20 May 2024 09:00:00 +0800\r\n"


def letter(subject: str, *headers: str, sender: str = "a@x.cn", body: str = "x") -> bytes:
    """A plain mail."""
    head = HEAD.replace(b"a@x.cn", sender.encode())
    more = "".join(f"{header}\r\n" for header in headers)
    told = f"Subject: {Header(subject, 'utf-8').encode()}\r\n{more}"
    text = f"{told}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}"
    return head + text.encode()


def verdict(folder: Path, name: str, data: bytes) -> tuple[Verdict, str]:
    """What becomes of a file in the inbox."""
    (arrival, *_) = read(lay(folder, {name: data}))
    return arrival.verdict, arrival.reason


@pytest.mark.parametrize(
    ("subject", "headers", "sender"),
    [
        ("自动回复：5月月报", (), "a@x.cn"),
        ("Automatic reply: x", ("Auto-Submitted: auto-replied",), "a@x.cn"),
        ("已读: 5月月报", (), "a@x.cn"),
        ("Out of Office", (), "a@x.cn"),
        ("系统退信", (), "postmaster@qq.com"),
        ("Undelivered Mail Returned to Sender", (), "MAILER-DAEMON@126.com"),
    ],
)
def test_mails_that_nobody_has_written(
    tmp_path: Path, subject: str, headers: tuple[str, ...], sender: str
) -> None:
    """Bounces by their look, auto-replies, receipts: no return, nothing to do (R6.462)."""
    found, reason = verdict(tmp_path, "a.eml", letter(subject, *headers, sender=sender))
    assert found is Verdict.NOT_A_RETURN
    assert "退信" in reason or "自动" in reason or "回执" in reason


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("smime.p7s", b"0\x82\x01"),
        ("张三.vcf", b"BEGIN:VCARD\r\nEND:VCARD"),
        ("invite.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR"),
        ("ATT00001.txt", b"\r\n"),
        ("ATT00002.htm", b"<html><body></body></html>"),
    ],
)
def test_furniture_of_mails(tmp_path: Path, name: str, data: bytes) -> None:
    """Signatures, cards, invitations, leftovers: no return (R6.463)."""
    assert verdict(tmp_path, name, data)[0] is Verdict.NOT_A_RETURN


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("表.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(60), ".lnk"),
        ("表.url", b"[InternetShortcut]\r\nURL=https://x.cn", ".url"),
        ("下载.htm", "<a href='https://pan.baidu.com/s/1'>超大附件</a>".encode(), "链接"),
    ],
)
def test_what_only_points_to_a_file(tmp_path: Path, name: str, data: bytes, word: str) -> None:
    """Named for what it is, with what to do (R6.464)."""
    reason = verdict(tmp_path, name, data)[1]
    assert word in reason
    assert "填报表" in reason or "附件" in reason


def test_a_link_in_a_mail_is_told(tmp_path: Path) -> None:
    """The attachment lies in a cloud, which is never downloaded (R6.464)."""
    body = "附件见 https://mail.qq.com/cgi-bin/ftnExs_download?k=1"
    assert "链接" in verdict(tmp_path, "a.eml", letter("5月月报", body=body))[1]


def test_scans_are_proof(tmp_path: Path) -> None:
    """A photograph, whatever it is called, is a scan and not a broken workbook (R6.465)."""
    found, reason = verdict(tmp_path, "盖章件.jpg", b"\xff\xd8\xff\xe0" + bytes(64))
    assert found is Verdict.NOT_A_RETURN
    assert "扫描" in reason or "图片" in reason
