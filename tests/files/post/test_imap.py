"""What a folder's answers tell, where they are odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import ProtocolError
from imapclient.response_parser import parse_fetch_response

from ducha.files.post.imap import MailFolder
from ducha.files.post.structure import carries_return
from ducha.period import CHINA

CAME = datetime(2024, 5, 20, 9, 30, tzinfo=CHINA)


class Stubborn:
    """A client that cannot read what the server says of the parts of one mail."""

    def fetch(
        self, uids: Sequence[int], facts: Sequence[str]
    ) -> Mapping[int, Mapping[bytes, object]]:
        """Answer, unless that mail's parts are asked for."""
        if 2 in uids and "BODYSTRUCTURE" in facts:
            raise ProtocolError
        known: dict[bytes, object] = {b"RFC822.SIZE": 7, b"INTERNALDATE": CAME}
        if "BODYSTRUCTURE" in facts:
            known[b"BODYSTRUCTURE"] = TEXT
        return dict.fromkeys(uids, known)


def structure(text: str) -> object:
    """A BODYSTRUCTURE as the library reads it."""
    answer = parse_fetch_response([f"1 (UID 1 BODYSTRUCTURE {text})".encode()])
    return answer[1][b"BODYSTRUCTURE"]


PLAIN = '("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 5 1)'
TEXT = structure(PLAIN)


def part(kind: str, subtype: str, name: str) -> str:
    """A part with a name."""
    return f'("{kind}" "{subtype}" ("name" "{name}") NIL NIL "base64" 500)'


def test_one_answer_that_cannot_be_read_stops_no_other() -> None:
    """It is fetched: nobody can tell what it holds (R10.32)."""
    folder = MailFolder(cast("IMAPClient", Stubborn()), "a/INBOX", 1, answers_id=True)
    assert [(mail.uid, mail.carries) for mail in folder.listed([1, 2, 3])] == [
        *((1, False), (2, True), (3, False))
    ]


@pytest.mark.parametrize(
    ("text", "carries"),
    [
        (PLAIN, False),
        (f'({PLAIN}{part("application", "vnd.ms-excel", "x")} "mixed")', True),
        (f'({PLAIN}{part("application", "octet-stream", "a.pdf")} "mixed")', False),
        (f'({PLAIN}{part("application", "octet-stream", "a")} "mixed")', True),
        (f'({PLAIN}{part("application", "msword", "a.doc")} "mixed")', False),
        (f'({PLAIN}{part("image", "png", "a.png")} "mixed")', False),
        (f'({PLAIN}{part("image", "png", "a.xlsx")} "mixed")', True),
        (f'({PLAIN}{part("application", "pdf", "=?utf-8?B?5pyI5oqlLnhsc3g=?=")} "mixed")', True),
        (f'({PLAIN}{part("application", "pdf", "=?utf-8?B?5pyI5oqlLnBkZg==?=")} "mixed")', False),
        (f'({PLAIN}{part("application", "ms-tnef", "winmail.dat")} "mixed")', True),
        (f'({PLAIN}{part("text", "rfc822-headers", "h")} "report")', True),
        (f'(({PLAIN}{PLAIN} "alternative"){part("application", "zip", "a.zip")} "mixed")', True),
    ],
)
def test_what_parts_tell(text: str, *, carries: bool) -> None:
    """A workbook, an archive, a mail, or what nobody can tell (R10.32)."""
    assert carries_return(structure(text)) is carries


def test_a_structure_that_is_none_may_hold_anything() -> None:
    """So that the mail is fetched (R10.32)."""
    assert carries_return(None)
