"""退信: what is believed of a server that says so, and of nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from ducha.period import CHINA, Period
from ducha.submission.bounces import Bounce, read_bounce, tie
from ducha.submission.posted import Posted
from ducha.submission.sent import SentKind, SentRecord

OURS = "0123456789abcdef0123456789abcdef.ducha@example.com"
POST = Posted(
    path="2024-05/填报表_杞县_第1次.eml",
    record=SentRecord(
        kind=SentKind.FORMS,
        period=Period(2024, 5),
        unit="杞县",
        round=1,
        sent_at=datetime(2024, 5, 20, 9, 0, tzinfo=CHINA),
        how="邮件",
    ),
    draft="d",
    identity=f"<{OURS}>",
    accepted=("qixian@example.com", "b@example.com"),
    refused=(),
)

REPORT = f"""From: MAILER-DAEMON@example.com
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: message/delivery-status

Final-Recipient: rfc822; Qixian@example.com
Action: failed
Status: 5.1.1

--x
Content-Type: message/rfc822

Message-ID: <{OURS}>
Subject: x
"""


@pytest.mark.parametrize(
    ("mail", "bounce"),
    [
        (REPORT, Bounce(frozenset({OURS}), ("Qixian@example.com",), full=False)),
        (
            REPORT.replace("\n", "\r\n"),
            Bounce(frozenset({OURS}), ("Qixian@example.com",), full=False),
        ),
        (
            REPORT.replace("5.1.1", "5.2.2"),
            Bounce(frozenset({OURS}), ("Qixian@example.com",), full=True),
        ),
        (REPORT.replace("failed", "delayed"), None),
        (REPORT.replace("failed", "delivered"), None),
        (REPORT.replace(OURS, "else@example.com"), None),
        (
            f"From: postmaster@126.com\n\nYour mail failed\nMessage-ID: <{OURS}>\n",
            Bounce(frozenset({OURS}), (), full=False),
        ),
        (f"From: qixian@example.com\nIn-Reply-To: <{OURS}>\n\n> Message-ID: <{OURS}>\n", None),
        (f"From: qixian@example.com\n\nFrom: postmaster@126.com\nMessage-ID: <{OURS}>\n", None),
        ("", None),
    ],
)
def test_only_who_delivers_mails_says_that_one_failed(mail: str, bounce: Bounce | None) -> None:
    """A reply quotes our Message-ID as well (R10.40)."""
    assert read_bounce(mail.encode()) == bounce


def test_a_bounce_is_tied_to_its_mail() -> None:
    """Believed only where it names the last mail of its kind to the unit (R10.41)."""
    bounce = read_bounce(REPORT.encode())
    assert bounce
    (back,) = tie([bounce], [POST])
    assert (back.post, back.whom, back.words) == (POST, ("qixian@example.com",), "退信：地址无效")
    later = replace(POST, record=replace(POST.record, round=2), identity="<other>")
    assert tie([bounce], [POST, later]) == ()
    assert tie([bounce], []) == ()
