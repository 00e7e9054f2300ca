"""Our own blank forms that come back are no returns; what a unit sends blank is."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from kit import posted, returns, sample
from kit.inboxes import OURS, OneHand, lay, read
from kit.posted import filled, form, spoiled
from kit.returns import merged
from kit.sample import COUNT, HEALTH, LANKAO, LONGTING, QIXIAN
from openpyxl import Workbook

from ducha.files.inbox import arrivals as inbox
from ducha.files.writing import list as list_xlsx
from ducha.files.writing.form import book as form_xlsx
from ducha.findings import Severity
from ducha.form.monthly import Correction
from ducha.letters.returned import corrections
from ducha.merge.year import MergedInbox

BOOK = sample.ledger()
UNIT = "qixian@kf.gov.cn"
BLANK = form(QIXIAN, BOOK)
SAVED = spoiled(BLANK)
GOOD = filled({(COUNT.code, QIXIAN, "done"): 31.0}, QIXIAN, BOOK)


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in a file does not depend on who opens it."""
    monkeypatch.setattr(inbox, "WorkerPool", OneHand)
    monkeypatch.setattr(inbox, "_PAUSE", 0.0)


def mail(
    sender: str, *attached: tuple[str, bytes], inner: bytes = b"", subject: str = "报表"
) -> bytes:
    """A mail with these files, and another mail in it."""
    message = EmailMessage()
    if sender:
        message["From"] = sender
    message["Subject"], message["Date"] = subject, "Mon, 20 May 2024 08:05:00 +0800"
    message.set_content("请查收。")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    if inner:
        message.add_attachment(inner, maintype="application", subtype="eml", filename="原邮件.eml")
    return message.as_bytes()


OURS_SENT = mail(OURS, ("填报表.xlsx", BLANK))
OUTBOX = {
    f"2024-05/{name}.xlsx": form(unit, BOOK)
    for name, unit in (("a", QIXIAN), ("b", LANKAO), ("c", LONGTING), ("d", HEALTH))
}

# what lies in the inbox; the verdicts on the forms in it, by path; whether 杞县 gets a 退回件
CASES: tuple[tuple[dict[str, bytes], list[str], bool], ...] = (
    ({"a.xlsx": BLANK}, ["退回"], True),  # by itself: the unit may have sent it
    ({"a.xlsx": SAVED}, ["退回"], True),
    ({"a.eml": mail(UNIT, ("a.xlsx", BLANK))}, ["退回"], True),
    ({"a.xlsx": BLANK, "b.xlsx": GOOD}, ["非填报件", "采用"], False),
    ({"a.xlsx": SAVED, "b.xlsx": GOOD}, ["非填报件", "采用"], False),
    ({"a.eml": mail(UNIT, ("a.xlsx", GOOD), ("b.xlsx", BLANK))}, ["采用", "非填报件"], False),
    ({"a.eml": OURS_SENT}, ["非填报件"], False),
    ({"a.eml": mail("", ("填报表.xlsx", BLANK))}, ["非填报件"], False),  # a draft of ours
    ({"a.eml": mail(UNIT, inner=OURS_SENT, subject="回复：报表")}, ["非填报件"], False),
    (
        {"a.eml": mail(UNIT, ("a.xlsx", GOOD), inner=OURS_SENT)},
        ["采用", "非填报件"],
        False,
    ),
    (
        {"a.eml": mail("postmaster@126.com", ("a.xlsx", BLANK), subject="系统退信")},
        ["非填报件"],
        False,
    ),
    (OUTBOX, ["非填报件"] * 4, False),
    ({"2024-05/填报表/a.xlsx": BLANK}, ["非填报件"], False),
)


@pytest.mark.parametrize(("files", "verdicts", "sent_back"), CASES)
def test_a_blank_form(
    files: dict[str, bytes], verdicts: list[str], *, sent_back: bool, tmp_path: Path
) -> None:
    """What the bureau has issued is no 空表 of the unit's (R6.460, R6.461)."""
    merge = merged(BOOK, *read(lay(tmp_path, files)))
    forms = [j for j in merge.judgements if j.source.file.endswith(".xlsx")]
    assert [str(judgement.verdict) for judgement in forms] == verdicts
    assert (QIXIAN in corrections(merge, [QIXIAN])) is sent_back
    asked = [f for f in merge.findings if f.severity != Severity.NOTE and f.code != "量级"]
    assert bool(asked) is sent_back
    for judgement in forms:
        if str(judgement.verdict) == "非填报件" and "退信" not in judgement.reason:
            assert "本局发出的空白表" in judgement.reason


def test_a_blank_form_with_last_month_s_figures_filled_in(tmp_path: Path) -> None:
    """A unit that has mistaken the column has filled something in (R6.461)."""

    def mistaken(book: Workbook) -> None:
        place = posted.at(book, COUNT.code, QIXIAN, "上月累计")
        book["进度填报"].cell(*place).value = 33

    files = {"a.xlsx": spoiled(BLANK, mistaken), "b.xlsx": GOOD}
    merge = merged(BOOK, *read(lay(tmp_path, files)))
    assert returns.verdicts(merge)["a.xlsx"] != "非填报件"


def back(typed: float) -> bytes:
    """A 退回件 of ours: the unit's figure laid back, its cell red."""
    key = (COUNT.code, QIXIAN, "done")
    given = Correction({key: typed}, {}, {}, (), {})
    return form_xlsx.write(sample.form(QIXIAN, BOOK), given)


def outcome(tmp_path: Path, *files: tuple[str, bytes]) -> MergedInbox:
    """What comes of these files."""
    return merged(BOOK, *read(lay(tmp_path, dict(files))))


def test_our_own_returned_form(tmp_path: Path) -> None:
    """It says what the unit has said; one that says more is a return.

    Which of two of one time is newer is another question (R6.460).
    """
    assert returns.verdicts(outcome(tmp_path, ("a.xlsx", back(31.0)), ("b.xlsx", GOOD))) == {
        "a.xlsx": "非填报件",
        "b.xlsx": "采用",
    }
    corrected = outcome(tmp_path, ("a.xlsx", back(32.0)), ("b.xlsx", GOOD))
    assert returns.verdicts(corrected)["a.xlsx"] != "非填报件"


def test_our_own_report(tmp_path: Path) -> None:
    """A list of ours is no form; from a unit it is a workbook that nobody knows (R6.460)."""
    made = list_xlsx.write(("单位", "邮箱"), [("杞县", "a@b.cn")], "发送清单")
    merge = outcome(tmp_path, ("发送清单.xlsx", made), ("a.eml", mail(UNIT, ("x.xlsx", made))))
    assert returns.verdicts(merge) == {
        "发送清单.xlsx": "非填报件",
        "a.eml": "非填报件",
        "a.eml/x.xlsx": "无法识别",
    }
