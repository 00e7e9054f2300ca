"""Which files may have been meant as a return: scans, but nothing that is only around or beside."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from ducha.files.inbox.arrivals import read_inbox
from ducha.submission.clock import Clock

PDF = b"%PDF-1.4\n"


def mail(*names: str) -> bytes:
    """A mail with scans of these names."""
    message = EmailMessage()
    message["From"], message["Date"] = "qx@example.cn", "Mon, 20 May 2024 09:00:00 +0800"
    message.set_content("收到")
    for name in names:
        message.add_attachment(PDF, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def archive(*names: str) -> bytes:
    """An archive with scans of these names."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in names:
            packed.writestr(name, PDF)
    return stream.getvalue()


@pytest.mark.slow
def test_what_may_be_meant_as_a_return(tmp_path: Path) -> None:
    """A mail, an archive, a leftover is none, whatever is in it or with it (R6.203)."""
    files = {
        "a.pdf": PDF,
        "b.eml": mail("盖章.pdf"),
        "c.eml": mail(),
        "d.zip": archive("扫描.pdf", "Thumbs.db"),
        "e.xlsx": b"no workbook",
        "~$f.xlsx": b"",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    meant = {arrival.source.file: arrival.attempt for arrival in read_inbox(tmp_path, Clock(2024))}
    assert meant == {
        "a.pdf": True,
        "b.eml": False,
        "b.eml/盖章.pdf": True,
        "c.eml": False,
        "d.zip": False,
        "d.zip/扫描.pdf": True,
        "d.zip/Thumbs.db": False,
        "e.xlsx": True,
        "~$f.xlsx": False,
    }
