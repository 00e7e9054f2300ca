"""When a file came: its mail's word, the workbook's own, at last the file's time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit import zips
from kit.inboxes import FILED, OURS, Files, OneHand, lay, read
from kit.killers import archive
from kit.saved import saved_xlsx
from kit.tables import workbook as tabled

from ducha.files.inbox import arrivals as inbox
from ducha.files.inbox.mail_time import mail_time, parse_mail_time
from ducha.period import CHINA
from ducha.submission.clock import Clock

CORE = "2024-05-23T10:00:00Z"
FORM = saved_xlsx(CORE)
UNSAVED = tabled({"进度填报": "| 编码 | 县区 | 本月累计 |\n| 三.3-2 | 杞县 | 12 |"})
"""openpyxl has saved it now, long after the ledger's year."""
SERVER = "from mail.kf.gov.cn (unknown [10.0.0.1])\n\tby mx (Coremail) with SMTP id x7;\n\t"
LAST = "Mon, 20 May 2024 09:00:00 +0800"
"""The Date of a mail that also has a Received line."""


Put = Callable[[Files], Path]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """When a file came does not depend on who opens it, nor on where the computer stands."""
    monkeypatch.setattr(inbox, "WorkerPool", OneHand)
    monkeypatch.setattr(inbox, "_PAUSE", 0.0)
    monkeypatch.setenv("TZ", "America/New_York")


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Lay files into an inbox, all of the same time."""
    return lambda files: lay(tmp_path, files)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of May."""
    return datetime(2024, 5, day, hour, minute, tzinfo=CHINA)


# The lines of a mail, and its time.
HEADERS = [
    (
        "folded, with a remark",
        f"{SERVER}Mon, 27 May 2024 16:05:00 +0800 (CST)",
        LAST,
        at(27, 16, 5),
    ),
    ("on one line", "by mx; Mon, 27 May 2024 08:05:00 +0000", LAST, at(27, 16, 5)),
    ("a semicolon in a remark", "by mx; 27 May 2024 16:05 +0800 (CST; x)", LAST, at(27, 16, 5)),
    ("remarks within remarks", "by (a (b; c)) mx; 27 May 2024 16:05 +0800", LAST, at(27, 16, 5)),
    ("several semicolons", "by a; b; 27 May 2024 16:05 +0800", LAST, at(27, 16, 5)),
    ("no zone", "by mx; Mon, 27 May 2024 16:05:00", LAST, at(27, 16, 5)),
    ("China's own name", "by mx; Mon, 27 May 2024 16:05:00 CST", LAST, at(27, 16, 5)),
    ("as a program prints it", "by mx; Mon May 27 16:05:00 CST 2024", LAST, at(27, 16, 5)),
    ("a colon in the zone", "by mx; Mon, 27 May 2024 08:05:00 GMT+00:00", LAST, at(27, 16, 5)),
    ("-0000", "by mx; Mon, 27 May 2024 08:05:00 -0000", LAST, at(27, 16, 5)),
    ("Chinese beside it", "by 邮局; 星期一 27 May 2024 16:05:00 +0800", LAST, at(27, 16, 5)),
    ("garbled", "by mx; 昨天", LAST, at(20, 9)),
    ("cut off", "by mx; Mon, 27 Ma", LAST, at(20, 9)),
    ("no semicolon", "by mx Mon, 27 May 2024 16:05:00 +0800", LAST, at(20, 9)),
    ("the 99th", "by mx; Mon, 99 May 2024 16:05:00 +0800", LAST, at(20, 9)),
    ("an impossible zone", "by mx; Mon, 27 May 2024 16:05:00 +9900", LAST, at(20, 9)),
    ("blank", "", LAST, at(20, 9)),
    ("a Date alone, without a zone", "", "Mon, 20 May 2024 09:00:00", at(20, 9)),
    ("neither", "by mx; soon", "later", None),
    ("nothing", "", "", None),
]


@pytest.mark.parametrize(
    ("received", "date", "time"), [row[1:] for row in HEADERS], ids=[row[0] for row in HEADERS]
)
def test_the_line_of_the_server_goes_before_the_date(
    received: str, date: str, time: datetime | None
) -> None:
    """However it is written; what cannot be read is no line (R6.60, R6.70)."""
    assert mail_time(received, date) == time


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_has_a_time_in_china_or_none(received: str, date: str) -> None:
    """Whatever stands in a header."""
    time = mail_time(received, date)
    assert time is None or time.tzinfo is CHINA


PIECES = [
    "Mon,",
    "27",
    "May",
    "2024",
    "16:05:00",
    "+0800",
    "-",
    ",",
    ":",
    "99999999999",
    "CST",
    "(",
]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join))
def test_the_pieces_of_a_date_have_a_time_in_china_or_none(text: str) -> None:
    """In whatever order."""
    time = parse_mail_time(text)
    assert time is None or time.tzinfo is CHINA


def mail(
    *lines: tuple[str, str], sender: str = "li@kf.gov.cn", files: Files | None = None
) -> EmailMessage:
    """A mail with these lines at its top."""
    message = EmailMessage()
    for name, value in lines:
        message[name] = value
    message["From"] = sender
    message.set_content("请查收。")
    for name, data in (files or {}).items():
        message.add_attachment(data, maintype="application", subtype="x", filename=name)
    return message


def received(time: str) -> tuple[str, str]:
    """The line of a server on a day of May in China's time."""
    return "Received", f"from x by mx; {time[:2]} May 2024 {time[3:]}:00 +0800"


def told(folder: Path) -> list[tuple[str, str, datetime, str]]:
    """Of every file its name, 时间依据, time and sender."""
    return [
        (one.source.file, one.source.basis, one.source.received, one.source.sender)
        for one in read(folder)
    ]


def test_the_topmost_line_counts(put: Put) -> None:
    """It is the receiving server's; others wrote those below it and the Date (R6.60)."""
    letter = mail(
        received("27 16:05"), received("21 08:00"), ("Date", LAST), files={"a.xlsx": FORM}
    )
    for _, basis, time, _ in told(put({"a.eml": letter.as_bytes()})):
        assert (basis, time) == ("邮件时间", at(27, 16, 5))


def test_bytes_of_another_encoding_in_the_line_are_passed_over(put: Put) -> None:
    """As servers of the country write their own names (R6.60)."""
    letter = mail(received("27 16:05"), files={"a.xlsx": FORM}).as_bytes()
    folder = put({"a.eml": letter.replace(b"from x by", "from 局 by".encode("gbk"))})
    assert [(basis, time) for _, basis, time, _ in told(folder)] == [
        ("邮件时间", at(27, 16, 5))
    ] * 2


@pytest.mark.parametrize("year", ["2020", "2023", "2025-07", "2034", "9999"])
def test_a_clock_that_cannot_be_right_decides_nothing_and_is_told_once(put: Put, year: str) -> None:
    """The workbook's own time steps in, and only the mail says why (R6.68)."""
    number, _, month = year.partition("-")
    date = f"1 {'Jul' if month else 'May'} {number} 09:00:00 +0800"
    letter = mail(("Date", date), files={"a.xlsx": FORM, "b.pdf": b"%PDF-1.7"})
    whole, form, scan = read(put({"a.eml": letter.as_bytes()}))
    assert whole.reason.startswith("邮件，含2个附件，见各附件。邮件上的时间是" + number)
    assert "没有采用" in whole.reason
    assert "时间" not in form.reason + scan.reason
    assert (form.source.basis, form.source.received) == ("存盘时间", at(23, 18))
    assert (scan.source.basis, scan.source.received) == ("文件时间", FILED)


@pytest.mark.parametrize("date", ["1 Dec 2023 00:00:00 +0800", "30 Jun 2025 23:59:59 +0800"])
def test_from_december_to_the_next_june_a_clock_is_believed(put: Put, date: str) -> None:
    """To the last moment, in China (R6.68)."""
    whole, form = read(put({"a.eml": mail(("Date", date), files={"a.xlsx": FORM}).as_bytes()}))
    assert whole.reason == "邮件，含1个附件，见各附件"
    assert form.source.basis == "邮件时间"


def test_a_line_of_the_server_that_cannot_be_right_does_not_give_way_to_the_date(put: Put) -> None:
    """A mail has one time; that one is none (R6.68)."""
    lines = (("Received", "by mx; 27 May 2034 16:05:00 +0800"), ("Date", LAST))
    _, form = read(put({"a.eml": mail(*lines, files={"a.xlsx": FORM}).as_bytes()}))
    assert form.source.basis == "存盘时间"


def test_a_mail_of_the_bureau_tells_no_time(put: Put) -> None:
    """What it forwarded, or drafted, came at another time and from nobody (R6.61, R6.71)."""
    ours = mail(received("29 10:00"), sender=f"督查局 <{OURS.upper()}>", files={"a.xlsx": FORM})
    assert told(put({"a.eml": ours.as_bytes()})) == [
        ("a.eml", "文件时间", FILED, ""),
        ("a.eml/a.xlsx", "存盘时间", at(23, 18), ""),
    ]


def test_a_mail_that_the_bureau_forwarded_is_the_units(put: Put) -> None:
    """Its time and its sender are those of the unit's mail inside (R6.61, R6.71)."""
    inner = mail(received("27 16:05"), files={"a.xlsx": FORM})
    ours = mail(received("29 10:00"), sender=OURS)
    ours.add_attachment(inner)
    assert told(put({"a.eml": ours.as_bytes()}))[1:] == [
        ("a.eml/转发的邮件.eml", "邮件时间", at(27, 16, 5), "li@kf.gov.cn"),
        ("a.eml/转发的邮件.eml/a.xlsx", "邮件时间", at(27, 16, 5), "li@kf.gov.cn"),
    ]


def test_of_mails_within_mails_the_innermost_tells_the_time_and_the_outermost_the_sender(
    put: Put,
) -> None:
    """Nobody lends himself another's address by attaching a mail (R6.61, R6.71)."""
    first = mail(received("21 08:00"), sender="a@x.cn", files={"a.xlsx": FORM})
    second = mail(("Date", "nonsense"), sender="b@y.cn", files={"b.xlsx": FORM})
    second.add_attachment(first)
    third = mail(received("27 16:05"), sender="c@z.cn", files={"c.xlsx": FORM})
    third.add_attachment(second)
    assert [(time, sender) for name, _, time, sender in told(put({"m.eml": third.as_bytes()}))
            if name.endswith(".xlsx")] == [
        (at(27, 16, 5), "c@z.cn"),
        (at(27, 16, 5), "c@z.cn"),
        (at(21, 8), "c@z.cn"),
    ]  # fmt: skip


def test_an_own_address_beside_another_is_no_sender(put: Put) -> None:
    """A mail that the bureau's server passes on in its own name (R6.71)."""
    letter = mail(("Sender", OURS), received("27 16:05"), files={"a.xlsx": FORM})
    assert told(put({"a.eml": letter.as_bytes()}))[1] == (
        "a.eml/a.xlsx",
        "存盘时间",
        at(23, 18),
        "li@kf.gov.cn",
    )


def test_a_mail_in_an_archive_in_a_mail_has_its_own_time(put: Put) -> None:
    """What lies beside it in the archive has that of the mail around (R6.61)."""
    inner = mail(received("21 08:00"), files={"a.xlsx": FORM}).as_bytes()
    packed = archive({"原件.eml": inner, "b.xlsx": FORM})
    outer = mail(received("27 16:05"), files={"报送.zip": packed}).as_bytes()
    assert [time for *_, time, _ in told(put({"m.eml": outer}))] == [
        at(27, 16, 5),
        at(27, 16, 5),
        at(21, 8),
        at(21, 8),
        at(27, 16, 5),
    ]


def test_a_member_of_an_archive_has_its_saved_time_or_the_archives(put: Put) -> None:
    """Never the date that stands in the archive: a program that unpacks may have set it (R6.61)."""
    packed = zips.zipped([zips.Part("a.xlsx", FORM), zips.Part("b.xlsx", UNSAVED)])
    assert [(basis, time) for _, basis, time, _ in told(put({"a.zip": packed}))] == [
        ("文件时间", FILED),
        ("存盘时间", at(23, 18)),
        ("文件时间", FILED),
    ]


@pytest.mark.parametrize(
    ("modified", "basis", "saved"),
    [
        (CORE, "存盘时间", at(23, 18)),
        ("2023-11-30T15:59:59Z", "文件时间", None),
        ("2023-11-30T16:00:00Z", "存盘时间", datetime(2023, 12, 1, tzinfo=CHINA)),
        ("2034-05-23T10:00:00Z", "文件时间", None),
        ("9999-12-31T23:59:59Z", "文件时间", None),
        ("2024-01-01T00:00:00Z", "文件时间", None),
    ],
)
def test_a_file_without_a_mail_has_its_saved_time_if_it_can_be(
    put: Put, modified: str, basis: str, saved: datetime | None
) -> None:
    """Else the file's own; the source keeps it (R6.60, R6.68, R6.69)."""
    (form,) = read(put({"a.xlsx": saved_xlsx(modified)}))
    assert (form.source.basis, form.source.saved) == (basis, saved)
    assert form.source.received == (saved or FILED)


def test_the_saved_time_is_kept_beside_that_of_the_mail(put: Put) -> None:
    """Whoever puts returns in order may find that they contradict each other (R6.60)."""
    _, form = read(put({"a.eml": mail(received("22 09:00"), files={"a.xlsx": FORM}).as_bytes()}))
    assert (form.source.received, form.source.saved) == (at(22, 9), at(23, 18))


def test_files_are_read_at_the_times_that_are_given_for_them(put: Put) -> None:
    """Only those that are named; a member has the time of its archive (R8.20, R8.4)."""
    inbox_folder = put(
        {"a.xlsx": UNSAVED, "b.zip": archive({"c.xlsx": UNSAVED}), "later.xlsx": UNSAVED}
    )
    moment = 1_716_000_000_123_456_789
    chosen = {"a.xlsx": moment, "b.zip": moment + 1000, "gone.xlsx": 5}
    clock = Clock(2024)
    whole = {arrival.source.file: arrival for arrival in inbox.read_inbox(inbox_folder, clock)}
    assert inbox.list_names(inbox_folder) == ("a.xlsx", "b.zip", "later.xlsx")
    assert whole["a.xlsx"].filed == (inbox_folder / "a.xlsx").stat().st_mtime_ns
    arrivals = inbox.read_inbox(inbox_folder, clock, None, chosen)
    read = {arrival.source.file: arrival for arrival in arrivals}
    assert read.keys() == whole.keys() - {"later.xlsx"}
    first = read["a.xlsx"].source.received
    assert (first.isoformat(), read["a.xlsx"].filed) == (
        "2024-05-18T10:40:00.123456+08:00",
        moment,
    )
    (member,) = read.keys() - {"a.xlsx", "b.zip"}
    assert read[member].filed is None
    assert (read[member].source.received - first).microseconds == 1
    again = inbox.read_inbox(inbox_folder, clock, None, {"a.xlsx": None})
    assert again == (whole["a.xlsx"],)
