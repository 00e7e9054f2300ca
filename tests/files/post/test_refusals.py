"""What providers' refusals mean: whose fault it is, and whether going on makes sense."""

from __future__ import annotations

import pytest

from ducha.files.post.refusals import ends_run, say_mail, say_recipient, say_stop
from ducha.files.post.smtp import Refusal

WHOM = "a@example.com"


@pytest.mark.parametrize(
    ("about", "code", "words", "ends"),
    [
        ("", 450, "MI:CEL 发送方IP超过限制", True),
        ("", 451, "MI:SFQ frequency", True),
        ("", 550, "Daily sending quota exceeded: sending limit", True),
        ("", 554, "DT:SUM envelope and header mismatch", True),
        ("", 553, "Mail from must equal authorized user", True),
        ("", 554, "DT:SPM spam", False),
        ("", 552, "message exceeds size limit", False),
        ("", 451, "try again", False),
        (WHOM, 450, "RP:RCL too many recipients", True),
        (WHOM, 452, "4.2.2 mailbox size limit exceeded", False),
        (WHOM, 552, "over quota", False),
        (WHOM, 550, "relay denied", False),
        (WHOM, 550, "no such user", False),
    ],
)
def test_whether_the_run_ends(about: str, code: int, words: str, *, ends: bool) -> None:
    """A limit or a refused sender; not what is said of one recipient's mailbox (R10.16)."""
    assert ends_run([Refusal(about, code, words)]) is ends


def test_a_sentence_holds_no_line_of_the_server() -> None:
    """Nothing that it says can begin a line of ours, or hide the rest (R10.16)."""
    evil = Refusal(WHOM, 550, "no\r\n\x1b[2Jsuch user" + "x" * 1000)
    for sentence in (say_recipient(evil), say_mail([evil]), say_stop([evil])):
        assert "\n" not in sentence
        assert "\x1b" not in sentence
        assert len(sentence) < 300
