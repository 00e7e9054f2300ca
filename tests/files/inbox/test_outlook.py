"""Mails as Outlook keeps them (.msg) are read like those that were sent (.eml)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from kit import msg
from kit.tables import workbook as tabled

from ducha.files.inbox.opening import FileContents, Job, OpenedFile, Origin, open_job
from ducha.submission.arrival import TimeEvidence, Verdict

FORM = tabled({"进度填报": "| 编码 | 县区 | 本月累计 |\n| 三.3-2 | 杞县 | 12 |"})
SCAN = "是盖章扫描件或图片（PDF），留作凭证，不读取数字；数字以填报表为准，请确认该单位另报了填报表"
FILED = TimeEvidence(datetime(2024, 6, 3, tzinfo=UTC))
HEADERS = (
    "Received: from a.cn by b.cn;\r\n Mon, 20 May 2024 09:00:00 +0800\r\n"
    "Received: from c.cn by a.cn; Mon, 20 May 2024 08:00:00 +0800\r\n"
    "From: =?utf-8?b?5p2O?= <q@x.cn>\r\nDate: Sun, 19 May 2024 08:00:00 +0800\r\n"
)


def opened(mail: msg.Tree) -> FileContents:
    """What the file holds."""
    return open_job(Job(Origin("信.msg", "", FILED), msg.compound(mail)))


def told(contents: FileContents) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Each file: its name, its reason (表 for a workbook that waits), the mails that it lies in."""
    for each in contents:
        reason = each.reason if isinstance(each, OpenedFile) else "表"
        mails = each.origin.evidence.mails
        yield (
            each.origin.file,
            reason,
            tuple((m.sender, f"{m.received:%m-%d %H:%M}") for m in mails),
        )


def test_a_mail_of_outlook_is_read_like_any_mail() -> None:
    """Its attachments by their long names, sender and time by the headers it came with (R6.378)."""
    contents = opened(
        msg.mail([("市教体局_月报表.xlsx", FORM), ("盖章.pdf", b"%PDF-1.4\n")], headers=HEADERS)
    )
    stamp = (("q@x.cn", "05-20 09:00"),)
    assert list(told(contents)) == [
        ("信.msg", "邮件，含2个附件，见各附件", stamp),
        ("信.msg/市教体局_月报表.xlsx", "表", stamp),
        ("信.msg/盖章.pdf", SCAN, stamp),
    ]
    assert isinstance(contents[1], Job)
    assert contents[1].data == FORM


def test_without_headers_it_is_what_outlook_says_of_it() -> None:
    """As of a mail within one's own server: when it was delivered, and the address (R6.378)."""
    delivered = datetime(2024, 5, 28, 1, 30, tzinfo=UTC)
    contents = opened(msg.mail([("a.xlsx", FORM)], sender="a@b.cn", delivered=delivered))
    assert [mails for *_, mails in told(contents)] == [(("a@b.cn", "05-28 09:30"),)] * 2


def test_a_mail_within_the_mail_has_its_own_time() -> None:
    """As it has in an .eml (R6.378)."""
    inner = msg.mail([("月报.xlsx", FORM)], headers=HEADERS, inner=True)
    delivered = datetime(2024, 5, 28, 1, 0, tzinfo=UTC)
    contents = opened(msg.mail([("", inner)], sender="a@b.cn", delivered=delivered))
    outer, both = (
        (("a@b.cn", "05-28 09:00"),),
        (("a@b.cn", "05-28 09:00"), ("q@x.cn", "05-20 09:00")),
    )
    assert list(told(contents)) == [
        ("信.msg", "邮件，含1个附件，见各附件", outer),
        ("信.msg/转发的邮件.eml", "邮件，含1个附件，见各附件", both),
        ("信.msg/转发的邮件.eml/月报.xlsx", "表", both),
    ]


def test_what_is_only_linked_to_is_seen() -> None:
    """As a file without content: it is not lost in silence (R6.378)."""
    link = dict(msg.attachment("云盘.xlsx", b"x"))
    del link["__substg1.0_37010102"]
    link["__properties_version1.0"] = bytes(8)
    contents = opened({**msg.mail(headers=HEADERS), "__attach_version1.0_#00000000": link})
    assert [reason for _, reason, _ in told(contents)] == ["邮件，含1个附件，见各附件", "表"]
    assert isinstance(contents[1], Job)
    assert contents[1].data == b""


def test_a_bounce_is_no_return() -> None:
    """Nor is what it sends back (R6.378)."""
    contents = opened(msg.mail([("a.xlsx", FORM)], headers=HEADERS, report=True))
    assert [reason for _, reason, _ in told(contents)] == [
        *("退信或自动回执，不是报送件", "退信或自动回执里附带的内容，不是报送件")
    ]


def deep(depth: int) -> msg.Tree:
    """Mails within each other."""
    mail = msg.mail([("a.xlsx", FORM)], inner=True)
    for _ in range(depth):
        mail = msg.mail([("", mail)], inner=True)
    return mail


CLASS_ELSEWHERE = (
    "__substg1.0_001A001F".encode("utf-16-le"),
    "__substg1.0_001B001F".encode("utf-16-le"),
)
WHOLE = msg.compound(msg.mail([("a.xlsx", FORM)], headers=HEADERS))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (WHOLE[:-512], "已损坏，打不开"),
        (WHOLE.replace(*CLASS_ELSEWHERE), "已损坏，打不开"),
        (msg.compound(msg.mail([("", deep(20))])), "套得太深"),
        (msg.compound({"__properties_version1.0": b""}), "没有附件"),
    ],
    ids=["cut", "a stream is missing", "deep", "empty"],
)
def test_one_that_cannot_be_read_has_its_sentence(data: bytes, words: str) -> None:
    """And nothing of it is opened (R6.378)."""
    (opened_file,) = open_job(Job(Origin("信.msg", "", FILED), data))
    assert isinstance(opened_file, OpenedFile)
    assert opened_file.verdict is Verdict.UNKNOWN
    assert words in opened_file.reason
