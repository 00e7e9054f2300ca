"""Every file and every member of a mail or an archive gets one arrival, and nothing is changed."""

from __future__ import annotations

import base64
import hashlib
import os
import socket
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from email import policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from kit import zips
from kit.inboxes import FILED, Files, OneHand, lay, read
from kit.tables import workbook as tabled

from ducha.cells import Cells
from ducha.files.inbox import archive as containers
from ducha.files.inbox import arrivals as inbox
from ducha.files.inbox import opening as inbox_opened
from ducha.files.inbox.archive import number_repeats
from ducha.files.workbook import reading as workbook
from ducha.findings import Problem
from ducha.period import CHINA
from ducha.submission.arrival import Arrival, Verdict

FORM = tabled({"进度填报": "| 编码 | 县区 | 本月累计 |\n| 三.3-2 | 杞县 | 12 |"})
OTHER = tabled({"进度填报": "| 编码 | 县区 | 本月累计 |\n| 三.3-2 | 杞县 | 13 |"})
NAME = "市教体局_5月.xlsx"
SENT = "Mon, 27 May 2024 08:05:00 +0000"
SENT_IN_CHINA = datetime(2024, 5, 27, 16, 5, tzinfo=CHINA)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in a file does not depend on who opens it."""
    monkeypatch.setattr(inbox, "WorkerPool", OneHand)
    monkeypatch.setattr(inbox, "_PAUSE", 0.0)


@pytest.fixture
def put(tmp_path: Path) -> Callable[[Files], Path]:
    """Lay files into an inbox, all of the same time."""
    return lambda files: lay(tmp_path, files)


def verdicts(folder: Path) -> dict[str, str]:
    """What became of every file: 表 for a workbook that was read, else the verdict."""
    arrivals = read(folder)
    names = [arrival.source.file for arrival in arrivals]
    assert len(set(names)) == len(names)
    return {a.source.file: "表" if a.cells else str(a.verdict) for a in arrivals}


def only(folder: Path) -> Arrival:
    """The one arrival there is."""
    (arrival,) = read(folder)
    return arrival


def mail(attachments: Sequence[tuple[str, bytes]] = (), date: str = SENT) -> EmailMessage:
    """An ordinary mail."""
    message = EmailMessage()
    message["From"] = "李红 <lihong@kf.gov.cn>"
    message["Subject"] = "5月报表"
    if date:
        message["Date"] = date
    message.set_content("请查收。")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def raw_mail(*headers: bytes, data: bytes = FORM) -> bytes:
    """A mail whose only attachment has these headers, byte by byte."""
    return b"\r\n".join(
        (
            b"From: a@b.cn",
            b"Date: " + SENT.encode(),
            b'Content-Type: multipart/mixed; boundary="x"',
            b"",
            b"--x",
            *headers,
            b"Content-Transfer-Encoding: base64",
            b"",
            base64.encodebytes(data).replace(b"\n", b"\r\n") + b"--x--",
            b"",
        )
    )


def archive(files: Files, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An ordinary zip."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", level) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return buffer.getvalue()


def renamed(packed: bytes, old: bytes, new: bytes) -> bytes:
    """A zip with an entry called otherwise, by the same number of bytes."""
    assert len(old) == len(new)
    return packed.replace(old, new)


# Files as they lie in the inbox.


def test_files_of_any_depth_come_in_the_order_of_their_paths(put: Callable[[Files], Path]) -> None:
    """With their bytes hashed, their time as the time of receipt, and the basis said (R6.60)."""
    folder = put({"乙.xlsx": FORM, "2024-05/a/丙.xlsx": OTHER, "2024-05/甲.xlsx": FORM})
    arrivals = read(folder)
    assert [a.source.file for a in arrivals] == [
        "2024-05/a/丙.xlsx",
        "2024-05/甲.xlsx",
        "乙.xlsx",
    ]
    source = arrivals[0].source
    assert source.sha256 == hashlib.sha256(OTHER).hexdigest()
    assert (source.received, source.basis, source.sender) == (FILED, "文件时间", "")
    assert source.received.utcoffset() == FILED.utcoffset()
    assert arrivals[0].cells == workbook.read(OTHER)


def test_an_empty_inbox_is_no_problem(tmp_path: Path) -> None:
    """The first day of the year; .gitkeep is ours and no return."""
    assert read(tmp_path) == ()
    (tmp_path / ".gitkeep").touch()
    (tmp_path / "empty").mkdir()
    assert read(tmp_path) == ()


GONE = (
    "收件箱文件夹不见了：{}。请从备份恢复，或把移走的文件夹、网络盘放回原处，再重新运行；"
    "确实还没有收过表的，在这个位置新建一个空文件夹。"
)


def test_an_inbox_that_is_gone_is_not_an_empty_one(tmp_path: Path) -> None:
    """(R6.14) Nothing there, and a link to nothing."""
    folder = tmp_path / "inbox"
    for _ in range(2):
        with pytest.raises(Problem) as problem:
            read(folder)
        assert problem.value.messages == (GONE.format(folder),)
        if not folder.is_symlink():
            folder.symlink_to(tmp_path / "网络盘")


def test_an_inbox_that_goes_while_it_is_read_is_said(put: Callable[[Files], Path]) -> None:
    """(R6.14) A network drive that was disconnected: not a month of unreadable files."""
    folder = put({"a.xlsx": FORM, "b.xlsx": FORM})

    def disconnect(paths: Sequence[Path]) -> Iterator[Path]:
        yield paths[0]
        folder.rename(folder.with_name("elsewhere"))
        yield paths[1]

    with pytest.raises(Problem) as problem:
        read(folder, disconnect)
    assert problem.value.messages == (GONE.format(folder),)


def test_an_inbox_that_is_a_file_is_said(tmp_path: Path) -> None:
    """A Problem, because nothing at all can be read."""
    (tmp_path / "inbox").touch()
    with pytest.raises(Problem, match="收件箱打不开"):
        read(tmp_path / "inbox")


def test_the_inbox_is_not_changed(put: Callable[[Files], Path]) -> None:
    """Names, bytes and times."""
    folder = put({"a.xlsx": FORM, "b.eml": mail([(NAME, FORM)]).as_bytes(), "c.bin": b"junk"})

    def state() -> list[tuple[Path, bytes, int, int]]:
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        return [
            (path, path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
            for path in files
        ]

    before = state()
    read(folder)
    assert state() == before


def test_progress_sees_every_path(put: Callable[[Files], Path]) -> None:
    """It is given them all at once, so that it can show how many there are."""
    folder = put({"a.xlsx": FORM, "b.xlsx": FORM})
    seen: list[str] = []

    def watch(paths: Sequence[Path]) -> Iterable[Path]:
        assert len(paths) == 2
        for path in paths:
            seen.append(path.name)
            yield path

    assert len(read(folder, watch)) == 2
    assert seen == ["a.xlsx", "b.xlsx"]


def test_a_workbook_is_read_whatever_it_is_called(put: Callable[[Files], Path]) -> None:
    """The content decides."""
    names = ["a.XLSX", "b.xls", "c.pdf", "d", "e.eml", "f.zip", "g.jpg", "h.docx", ".隐藏"]
    assert verdicts(put(dict.fromkeys(names, FORM))) == dict.fromkeys(sorted(names), "表")


def test_of_a_workbook_that_is_no_form_only_the_name_is_kept(put: Callable[[Files], Path]) -> None:
    """Somebody's large table must not fill the memory; intake says that it is no form."""
    foreign = tabled({"名单": "| 姓名 | 电话 |\n| 张三 | 1 |"})
    lost = tabled({"表单标识": "| 单位 |\n| 杞县 |"})
    no_form, changed, form = read(put({"a.xlsx": foreign, "b.xlsx": lost, "c.xlsx": FORM}))
    assert no_form.cells == Cells(())
    assert changed.cells == workbook.read(lost)
    assert form.cells == workbook.read(FORM)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("~$市教体局.xlsx", b"\x05admin", "临时标记"),
        (".~市教体局.xlsx", FORM, "临时标记"),
        (".~lock.市教体局.xlsx#", b",admin", "临时标记"),
        ("8F3A.tmp", FORM, "临时文件"),
        ("A.TMP", FORM, "临时文件"),
        ("Thumbs.db", OLE, "缩略图"),
        ("desktop.ini", b"[.ShellClassInfo]", "文件夹设置"),
        (".DS_Store", b"\0\0\0\1Bud1", "苹果"),
        ("._市教体局.xlsx", FORM, "苹果"),
        ("__MACOSX/a.xlsx", FORM, "__MACOSX"),
        ("盖章.pdf", b"%PDF-1.7", "盖章扫描件或图片（PDF）"),
        ("盖章.xlsx", b"%PDF-1.7", "盖章扫描件或图片（PDF）"),
        ("1.png", b"\x89PNG\r\n\x1a\n", "（PNG）"),
        ("1.jpg", b"\xff\xd8\xff\xe0", "（JPG）"),
        ("1.gif", b"GIF89a", "（GIF）"),
        ("1.bmp", b"BM\x36\x00\x0c\x00\0\0\0\0", "（BMP）"),
        ("1.tif", b"II*\0", "（TIFF）"),
        ("1.webp", b"RIFF\x10\0\0\0WEBPVP8 ", "（WEBP）"),
        ("1.heic", b"\0\0\0\x18ftypheic", "（HEIC）"),
    ],
)
def test_what_is_certainly_no_return_is_named(
    put: Callable[[Files], Path], name: str, data: bytes, words: str
) -> None:
    """Counted as 非填报件, each with its reason and its digest."""
    arrival = only(put({name: data}))
    assert (arrival.verdict, arrival.cells) == (Verdict.NOT_A_RETURN, None)
    assert words in arrival.reason
    assert arrival.source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "空的"),
        ("a.csv", "单位,累计\n".encode("gbk"), "不是 Excel 工作簿"),
        ("a.xlsx", FORM[:-40], "已损坏"),
        ("a.docx", archive({"[Content_Types].xml": b"", "word/document.xml": b""}), "Word"),
        ("a.numbers", archive({"Index/Document.iwa": b""}), "Numbers"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "解压后"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\4", "压缩包已损坏"),
        ("a.xlsx.gz", b"\x1f\x8b\x08\0", "解压后"),
        ("winmail.dat", b"\x78\x9f\x3e\x22\1\0", "winmail.dat"),
        ("a.msg", OLE + b"\0" * 500 + "__properties_version1.0".encode("utf-16-le"), "Outlook"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(
    put: Callable[[Files], Path], name: str, data: bytes, words: str
) -> None:
    """无法识别 with a sentence for a clerk."""
    arrival = only(put({name: data}))
    assert (arrival.verdict, arrival.cells) == (Verdict.UNKNOWN, None)
    assert words in arrival.reason
    assert "请" in arrival.reason


def test_links_pipes_and_devices_are_never_opened(put: Callable[[Files], Path]) -> None:
    """Nor followed, wherever they lead; a folder that is called like a file is named."""
    folder = put({"good.xlsx": FORM, "2024.xlsx/in.xlsx": FORM, "plain/in.xlsx": FORM})
    (folder / "a.xlsx").symlink_to(folder / "good.xlsx")
    (folder / "b.xlsx").symlink_to(folder / "missing")
    (folder / "c").symlink_to(folder / "plain")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "d.xlsx")
    with socket.socket(socket.AF_UNIX) as channel:
        place = Path.cwd()
        os.chdir(folder)  # the name of a socket must be short
        channel.bind("e.xlsx")
        os.chdir(place)
    assert verdicts(folder) == {
        "2024.xlsx": "非填报件",
        "2024.xlsx/in.xlsx": "表",
        "a.xlsx": "无法识别",
        "b.xlsx": "无法识别",
        "c": "无法识别",
        "d.xlsx": "非填报件",
        "e.xlsx": "非填报件",
        "good.xlsx": "表",
        "loop": "无法识别",
        "plain/in.xlsx": "表",
    }


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """Eight gigabytes of holes, which take no room on the disk."""
    with (tmp_path / "a.xlsx").open("wb") as stream:
        stream.truncate(8 * 1024**3)
    arrival = only(tmp_path)
    assert arrival.reason.startswith("文件太大（8192 MB，超过 64 MB），没有读取。")
    assert arrival.source.sha256 == ""


def test_a_file_that_is_still_growing_is_left_for_later(
    put: Callable[[Files], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a form must not pass for a broken one."""
    folder = put({"a.xlsx": FORM})
    honest = os.fstat

    def growing(handle: int) -> os.stat_result:
        with (folder / "a.xlsx").open("ab") as stream:
            stream.write(b"more")
        return honest(handle)

    monkeypatch.setattr(os, "fstat", growing)
    assert "正在写入" in only(folder).reason


def test_a_file_whose_writer_pauses_is_not_called_broken(
    put: Callable[[Files], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of it is there, and some more of it a moment later; the broken one stays as it is."""
    folder = put({"a.xlsx": FORM[:2000], "b.xlsx": FORM[:2000], "c.xlsx": FORM})

    def meanwhile(seconds: float) -> None:
        assert 0 < seconds <= 3
        (folder / "a.xlsx").write_bytes(FORM[:4000])

    monkeypatch.setattr(inbox, "_PAUSE", 3.0)
    monkeypatch.setattr(inbox, "sleep", meanwhile)
    growing, broken, form = read(folder)
    assert growing.reason == "文件正在写入（还在复制或下载）。请等它完成后重新运行"
    assert "已损坏" in broken.reason
    assert form.cells


def test_a_file_that_cannot_be_opened_costs_itself_only(
    put: Callable[[Files], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody holds it open; somebody has just moved the other one."""
    folder = put({"a.xlsx": FORM, "b.xlsx": FORM, "c.xlsx": FORM})
    honest = os.open

    def picky(path: Path, flags: int, *rest: int) -> int:
        if Path(path).name == "a.xlsx":
            raise PermissionError(13, "in use")
        if Path(path).name == "b.xlsx":
            raise FileNotFoundError(2, "gone")
        return honest(path, flags, *rest)

    monkeypatch.setattr(os, "open", picky)
    held, gone, good = read(folder)
    assert "正被其他程序占用" in held.reason
    assert "已经不在" in gone.reason
    assert good.cells


def test_a_name_in_gbk_is_shown_in_chinese(tmp_path: Path) -> None:
    """As old archives unpack on Linux; two that then read alike stay two."""
    for name in ("市教体局.xlsx".encode("gbk"), "市教体局.xlsx".encode()):
        (tmp_path / os.fsdecode(name)).write_bytes(FORM)
    assert verdicts(tmp_path) == {"市教体局.xlsx": "表", "市教体局.xlsx#2": "表"}


# The trap.


class PanicException(BaseException):
    """What the parser raises when it has lost its head."""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError("x"), "程序读不了这个文件（KeyError）"),
        (RecursionError(), "程序读不了这个文件（RecursionError）"),
        (PanicException(), "程序读不了这个文件（PanicException）"),
        (MemoryError(), "内存不够"),
        (workbook.Unreadable("文件是空的。"), "文件是空的。"),
    ],
)
def test_a_file_that_defeats_the_reader_costs_itself_only(
    put: Callable[[Files], Path],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    words: str,
) -> None:
    """In the inbox or in a mail: its neighbours are read all the same (R6.2)."""
    letter = mail([("坏.xlsx", OTHER), ("好.xlsx", FORM)]).as_bytes()
    folder = put({"a.xlsx": OTHER, "b.xlsx": FORM, "c.eml": letter})
    honest = workbook.read_with_time

    def defeated(data: bytes) -> tuple[Cells, datetime | None]:
        if data == OTHER:
            raise error
        return honest(data)

    monkeypatch.setattr(workbook, "read_with_time", defeated)
    arrivals = {arrival.source.file: arrival for arrival in read(folder)}
    assert {name: bool(arrival.cells) for name, arrival in arrivals.items()} == {
        "a.xlsx": False,
        "b.xlsx": True,
        "c.eml": False,
        "c.eml/坏.xlsx": False,
        "c.eml/好.xlsx": True,
    }
    assert words in arrivals["a.xlsx"].reason
    assert arrivals["c.eml/坏.xlsx"].verdict is Verdict.UNKNOWN
    assert arrivals["a.xlsx"].source.sha256 == hashlib.sha256(OTHER).hexdigest()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1)])
def test_the_user_may_always_stop(
    put: Callable[[Files], Path], monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """An interrupt is no fault of the file."""

    def stopped(_: bytes) -> Cells:
        raise error

    monkeypatch.setattr(workbook, "read_with_time", stopped)
    with pytest.raises(type(error)):
        read(put({"a.xlsx": FORM}))


# Mails.


def test_a_mail_gives_its_attachments_its_own_date_and_sender(put: Callable[[Files], Path]) -> None:
    """The mail first, then each attachment under the mail's path (R6.60)."""
    letter = mail([(NAME, FORM), ("盖章.pdf", b"%PDF-1.7")]).as_bytes()
    whole, form, scan = read(put({"来信.eml": letter}))
    assert (whole.verdict, whole.reason) == (Verdict.NOT_A_RETURN, "邮件，含2个附件，见各附件")
    assert whole.source.sha256 == hashlib.sha256(letter).hexdigest()
    assert form.source.file == f"来信.eml/{NAME}"
    assert form.source.sha256 == hashlib.sha256(FORM).hexdigest()
    assert form.cells == workbook.read(FORM)
    assert (scan.source.file, scan.verdict) == ("来信.eml/盖章.pdf", Verdict.NOT_A_RETURN)
    for arrival in (whole, form, scan):
        source = arrival.source
        assert (source.received, source.basis) == (SENT_IN_CHINA, "邮件时间")
        assert source.received.utcoffset() == SENT_IN_CHINA.utcoffset()
        assert source.sender == "lihong@kf.gov.cn"


@pytest.mark.parametrize(
    "date",
    [
        "Mon, 27 May 2024 08:05:00 +0000",
        "Mon, 27 May 2024 16:05:00 +0800",
        "27 May 2024 16:05:00 +0800 (CST)",
        "Mon, 27 May 2024 08:05:00 GMT",
        "Mon, 27 May 2024 08:05:00 -0000",
        "Sun, 26 May 2024 22:05:00 -1000",
    ],
)
def test_a_mails_date_is_told_in_chinas_time(put: Callable[[Files], Path], date: str) -> None:
    """However it is written."""
    (_, form) = read(put({"a.eml": mail([(NAME, FORM)], date).as_bytes()}))
    assert (form.source.received, form.source.basis) == (SENT_IN_CHINA, "邮件时间")


@pytest.mark.parametrize(
    "date", ["", "昨天下午", "Mon, 99 May 2024 08:05:00", "31 Dec 9999 23:59:00 -1200", "x" * 5000]
)
def test_a_mail_without_a_usable_date_has_the_time_of_its_file(
    put: Callable[[Files], Path], date: str
) -> None:
    """And it says so (R6.60)."""
    letter = mail([(NAME, FORM)], "").as_bytes(policy=policy.SMTP)
    dated = f"Date: {date}\r\n".encode() + letter if date else letter
    (_, form) = read(put({"a.eml": dated}))
    assert (form.source.received, form.source.basis) == (FILED, "文件时间")
    assert form.source.sender == "lihong@kf.gov.cn"


Q = "市教体局"
B64 = base64.b64encode(NAME.encode()).decode()
GBK64 = base64.b64encode(NAME.encode("gbk")).decode()
RARE = "赵镕_5月.xlsx"
SPELLINGS = {
    "rfc2231": f"filename*=utf-8''{quote(NAME)}",
    "rfc2231 gbk": f"filename*=gb2312''{quote(NAME.encode('gbk'))}",
    "rfc2231 in pieces": f"filename*0*=utf-8''{quote(NAME[:4])}; filename*1*={quote(NAME[4:])}",
    "rfc2231 in pieces, folded": (
        f"\r\n filename*0*=utf-8''{quote(NAME[:4])};\r\n filename*1*={quote(NAME[4:])}"
    ),
    "in pieces, not encoded": 'filename*0="report_"; filename*1="5.xlsx"',
    "rfc2047 b": f'filename="=?utf-8?B?{B64}?="',
    "rfc2047 gb2312": f'filename="=?gb2312?B?{GBK64}?="',
    "rfc2047 unquoted": f"filename==?GBK?b?{GBK64}?=",
    "rfc2047 q": f'filename="=?utf-8?Q?{quote(NAME).replace("%", "=").replace("_", "=5F")}?="',
    "rfc2047 in words": (
        f'filename="=?utf-8?B?{base64.b64encode(NAME[:4].encode()).decode()}?=\r\n'
        f' =?utf-8?B?{base64.b64encode(NAME[4:].encode()).decode()}?="'
    ),
    "rfc2047 splits a character": (
        f'filename="=?utf-8?B?{base64.b64encode(NAME.encode()[:4]).decode()}?='
        f' =?utf-8?B?{base64.b64encode(NAME.encode()[4:]).decode()}?="'
    ),
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_an_attachments_name_is_read_however_it_is_spelt(
    put: Callable[[Files], Path], spelling: str
) -> None:
    """In all the ways that Chinese mail programs have."""
    header = f"Content-Disposition: attachment; {spelling}".encode()
    name = "report_5.xlsx" if "report" in spelling else NAME
    assert list(verdicts(put({"a.eml": raw_mail(header)}))) == ["a.eml", f"a.eml/{name}"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_an_attachments_name_in_raw_bytes_is_read(
    put: Callable[[Files], Path], encoding: str
) -> None:
    """Against every standard, and common."""
    letter = raw_mail(b'Content-Disposition: attachment; filename="' + NAME.encode(encoding) + b'"')
    assert verdicts(put({"a.eml": letter})) == {"a.eml": "非填报件", f"a.eml/{NAME}": "表"}


def test_an_attachments_name_may_stand_on_the_type_only(put: Callable[[Files], Path]) -> None:
    """As older programs write it."""
    letter = raw_mail(f'Content-Type: application/octet-stream; name="=?gbk?B?{GBK64}?="'.encode())
    assert list(verdicts(put({"a.eml": letter})))[1] == f"a.eml/{NAME}"


def test_characters_beyond_gb2312_that_call_themselves_so(put: Callable[[Files], Path]) -> None:
    """镕 is in GBK only."""
    word = base64.b64encode(RARE.encode("gbk")).decode()
    letter = raw_mail(f'Content-Disposition: attachment; filename="=?gb2312?B?{word}?="'.encode())
    assert list(verdicts(put({"a.eml": letter})))[1] == f"a.eml/{RARE}"


def test_names_that_come_again_are_numbered(put: Callable[[Files], Path]) -> None:
    """Each stays unique, and none is lost."""
    letter = mail([("a.xlsx", FORM), ("a.xlsx", OTHER), ("a.xlsx#2", FORM), ("a.xlsx", b"")])
    assert verdicts(put({"来信.eml": letter.as_bytes()})) == {
        "来信.eml": "非填报件",
        "来信.eml/a.xlsx": "表",
        "来信.eml/a.xlsx#3": "表",
        "来信.eml/a.xlsx#2": "表",
        "来信.eml/a.xlsx#4": "无法识别",
    }


def test_numbering() -> None:
    """A mark that is taken already is passed over."""
    assert number_repeats(["a", "b", "a", "a#2", "a"]) == ("a", "b", "a#3", "a#2", "a#4")
    assert number_repeats([]) == ()


def test_a_name_that_is_a_path_or_missing_is_made_plain(put: Callable[[Files], Path]) -> None:
    """It is shown, never used as a path."""
    evil = raw_mail(b'Content-Disposition: attachment; filename="../../etc\\a.xlsx"')
    none = raw_mail(b"Content-Type: application/octet-stream")
    by_file = verdicts(put({"a.eml": evil, "b.eml": none}))
    assert list(by_file) == ["a.eml", "a.eml/.._.._etc_a.xlsx", "b.eml", "b.eml/未命名附件"]
    assert by_file["b.eml/未命名附件"] == "表"


def test_a_forwarded_mail_has_its_own_date_and_the_outer_sender(
    put: Callable[[Files], Path],
) -> None:
    """When it was first sent counts, and who sent it to the bureau (R6.61, R6.71)."""
    inner = mail([(NAME, FORM)], "Mon, 20 May 2024 08:00:00 +0000")
    del inner["From"]
    inner["From"] = "somebody@else.cn"
    outer = mail()
    outer.add_attachment(inner)
    outer.add_attachment(
        inner.as_bytes(), maintype="application", subtype="octet-stream", filename="原件.eml"
    )
    arrivals = read(put({"转发.eml": outer.as_bytes()}))
    assert [(a.source.file, bool(a.cells)) for a in arrivals] == [
        ("转发.eml", False),
        ("转发.eml/转发的邮件.eml", False),
        (f"转发.eml/转发的邮件.eml/{NAME}", True),
        ("转发.eml/原件.eml", False),
        (f"转发.eml/原件.eml/{NAME}", True),
    ]
    first = datetime(2024, 5, 20, 16, tzinfo=CHINA)
    assert [a.source.received for a in arrivals] == [SENT_IN_CHINA, first, first, first, first]
    assert {a.source.sender for a in arrivals} == {"lihong@kf.gov.cn"}


def test_a_mail_without_a_date_does_not_borrow_the_forwarded_ones(
    put: Callable[[Files], Path],
) -> None:
    """What lies beside the forwarded mail has the file's time (R6.61)."""
    outer = mail([("别的.xlsx", FORM)], date="")
    outer.add_attachment(mail([(NAME, FORM)]))
    arrivals = {a.source.file: a.source.basis for a in read(put({"a.eml": outer.as_bytes()}))}
    assert arrivals == {
        "a.eml": "文件时间",
        "a.eml/别的.xlsx": "文件时间",
        "a.eml/转发的邮件.eml": "邮件时间",
        f"a.eml/转发的邮件.eml/{NAME}": "邮件时间",
    }


def test_a_forwarded_mail_in_base64_is_read(put: Callable[[Files], Path]) -> None:
    """Forbidden, and some gateways do it."""
    letter = raw_mail(b"Content-Type: message/rfc822", data=mail([(NAME, FORM)]).as_bytes())
    assert list(verdicts(put({"a.eml": letter})).values()) == ["非填报件", "非填报件", "表"]


def test_a_mail_without_attachments_is_for_a_person(put: Callable[[Files], Path]) -> None:
    """Its text is not read; perhaps the attachment was forgotten, or is a link."""
    arrival = only(put({"a.eml": mail().as_bytes()}))
    assert arrival.verdict is Verdict.UNKNOWN
    assert arrival.reason.startswith("邮件没有附件，正文不作报送。请打开邮件看是否漏了附件")


def test_pictures_in_the_text_are_counted_and_the_text_is_not(
    put: Callable[[Files], Path],
) -> None:
    """A signature's logo is a member as well."""
    letter = mail()
    letter.add_alternative("<img src=cid:logo>", subtype="html")
    page = letter.get_payload(1)
    page.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>", filename="logo.png")
    letter.add_attachment(FORM, maintype="application", subtype="x", filename=NAME)
    letter.add_attachment("姓名,电话", filename="名单.csv")
    assert sorted(verdicts(put({"a.eml": letter.as_bytes()})).items()) == [
        ("a.eml", "非填报件"),
        ("a.eml/logo.png", "非填报件"),
        ("a.eml/名单.csv", "无法识别"),
        (f"a.eml/{NAME}", "表"),
    ]


def test_a_bounced_form_is_no_return(put: Callable[[Files], Path]) -> None:
    """Our own mail comes back with the empty form in it."""
    bounce = mail()
    bounce.add_attachment(mail([(NAME, FORM)]))
    letter = bounce.as_bytes().replace(b"multipart/mixed", b"multipart/report", 1)
    whole, inner = read(put({"a.eml": letter}))
    assert (whole.verdict, whole.reason) == (Verdict.NOT_A_RETURN, "退信或自动回执，不是报送件")
    assert (inner.verdict, inner.cells) == (Verdict.NOT_A_RETURN, None)
    assert inner.source.sha256


def test_a_mail_is_known_by_its_content(put: Callable[[Files], Path]) -> None:
    """Without its ending, with a mark or blank lines at the top, with the line of a mailbox."""
    letter = mail([(NAME, FORM)]).as_bytes()
    starts = {"a": b"", "b.txt": b"\xef\xbb\xbf", "c": b"\r\n\r\n", "d": b"From x Mon May 27\n"}
    by_file = verdicts(put({name: start + letter for name, start in starts.items()}))
    assert [name for name, verdict in by_file.items() if verdict == "表"] == [
        f"{name}/{NAME}" for name in starts
    ]


def test_a_mail_that_is_torn_is_said(put: Callable[[Files], Path]) -> None:
    """Cut off before the first part: an attachment may have been there."""
    letter = b'From: a@b.cn\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\nhello'
    outer = raw_mail(b"Content-Type: message/rfc822").replace(b": base64", b": 8bit")
    inner = letter + "\r\n正文".encode("gbk") + b"\r\n--x--"
    forwarded = outer[: outer.rindex(b"\r\n\r\n") + 4] + inner
    arrivals = read(put({"a.eml": letter, "b.eml": forwarded}))
    assert [("邮件不完整" in arrival.reason) for arrival in arrivals] == [True, False, True]


@pytest.mark.parametrize(
    "header",
    [
        b'Content-Disposition: attachment; filename=""',
        b"Content-Disposition: attachment; filename",
        b"Content-Type: application/x\r\nContent-Disposition: ;;;=",
        b"Content-Disposition: attachment; filename*=utf-8''%",
        b"Content-Disposition: attachment; filename*=nosuch''%E5",
        b"Content-Disposition: attachment; filename*x*=utf-8''a",
        b"Content-Disposition: attachment; filename*=utf-8''a; filename*0*=b",
        b"Content-Disposition: attachment; filename*=\xff'\xff'\xff%E5",
        b'Content-Disposition: attachment; filename="=?utf-8?B?*?="',
        b'Content-Disposition: attachment; filename="=?nosuch?B?AAAA?="',
        b'Content-Type: application/x; name="=?utf-8?X?a?="',
        b"Content-Type: \xff\xfe/\x80; name=\xff",
        b'Content-Disposition: attachment; filename="' + b"a" * 5000 + b'"',
    ],
)
def test_a_strange_header_costs_no_attachment(put: Callable[[Files], Path], header: bytes) -> None:
    """The name may be lost, the form is not."""
    assert list(verdicts(put({"a.eml": raw_mail(header)})).values()) == ["非填报件", "表"]


# Archives.


def test_an_archive_gives_its_members(put: Callable[[Files], Path]) -> None:
    """With the archive's own time; folders are not counted, leftovers are (R6.61)."""
    packed = archive(
        {
            "县区/": b"",
            "县区/杞县.xlsx": FORM,
            "__MACOSX/县区/._杞县.xlsx": b"\0\5\x16\7",
            "盖章.pdf": b"%PDF-1.7",
        }
    )
    arrivals = read(put({"5月.zip": packed}))
    assert [(a.source.file, str(a.verdict), bool(a.cells)) for a in arrivals] == [
        ("5月.zip", "非填报件", False),
        ("5月.zip/县区/杞县.xlsx", "无法识别", True),
        ("5月.zip/__MACOSX/县区/._杞县.xlsx", "非填报件", False),
        ("5月.zip/盖章.pdf", "非填报件", False),
    ]
    assert arrivals[0].reason == "压缩包，含3个文件，见各文件"
    assert {(a.source.received, a.source.basis) for a in arrivals} == {(FILED, "文件时间")}


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_that_do_not_say_their_encoding(put: Callable[[Files], Path], encoding: str) -> None:
    """Chinese Windows packs in GBK, a Mac in UTF-8, and neither says so."""
    name = NAME.encode(encoding)
    plain = b"x" * len(name)
    packed = renamed(archive({plain.decode(): FORM}), plain, name)
    assert list(verdicts(put({"a.zip": packed}))) == ["a.zip", f"a.zip/{NAME}"]


def test_a_path_in_an_archive_is_only_shown(put: Callable[[Files], Path]) -> None:
    """Nothing is ever unpacked to the disk."""
    packed = archive({"../../a.xlsx": FORM, "/etc/a.xlsx": FORM, "b\\c.xlsx": FORM})
    assert list(verdicts(put({"a.zip": packed}))) == [
        "a.zip",
        "a.zip/a.xlsx",
        "a.zip/etc/a.xlsx",
        "a.zip/b/c.xlsx",
    ]


def test_an_archive_in_an_archive_in_a_mail_is_opened(put: Callable[[Files], Path]) -> None:
    """And keeps the date of the mail."""
    packed = archive({"县区.zip": archive({"杞县.xlsx": FORM}), "本级.xlsx": OTHER})
    arrivals = read(put({"a.eml": mail([("报送.zip", packed)]).as_bytes()}))
    assert [a.source.file for a in arrivals if a.cells] == [
        "a.eml/报送.zip/县区.zip/杞县.xlsx",
        "a.eml/报送.zip/本级.xlsx",
    ]
    assert {(a.source.received, a.source.basis) for a in arrivals} == {(SENT_IN_CHINA, "邮件时间")}


def test_a_mail_in_an_archive_has_its_own_date(put: Callable[[Files], Path]) -> None:
    """Mails exported together (R6.61)."""
    packed = archive({"1.eml": mail([(NAME, FORM)]).as_bytes(), "2.xlsx": FORM})
    arrivals = {a.source.file: a.source.basis for a in read(put({"a.zip": packed}))}
    assert arrivals == {
        "a.zip": "文件时间",
        "a.zip/1.eml": "邮件时间",
        f"a.zip/1.eml/{NAME}": "邮件时间",
        "a.zip/2.xlsx": "文件时间",
    }


def test_what_is_packed_too_often_is_not_opened(put: Callable[[Files], Path]) -> None:
    """Four containers within each other are, the fifth is named and left."""
    packed = FORM
    for number in range(5):
        packed = archive({f"{number}.bin": packed})
    *_, last = read(put({"a.zip": packed}))
    assert last.source.file == "a.zip/4.bin/3.bin/2.bin/1.bin"
    assert "套得太深" in last.reason


def test_a_member_with_a_password_is_said(put: Callable[[Files], Path]) -> None:
    """Its neighbours are read."""
    packed = bytearray(archive({"a.xlsx": FORM, "b.xlsx": FORM}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = packed.index(mark) + offset
        packed[place : place + 2] = struct.pack("<H", 1)
    _, locked, good = read(put({"a.zip": bytes(packed)}))
    assert locked.reason == "压缩包里的这个文件加了密码，程序打不开。请单位取消密码后重新发送"
    assert good.cells


def test_a_damaged_member_costs_itself_only(put: Callable[[Files], Path]) -> None:
    """Its sum does not agree."""
    packed = archive({"a.xlsx": FORM, "b.xlsx": OTHER}, zipfile.ZIP_STORED)
    _, bad, good = read(put({"a.zip": packed.replace(FORM, FORM[:-1] + b"x", 1)}))
    assert bad.reason.startswith("压缩包已损坏或不完整")
    assert good.cells


def test_an_unusual_compression_is_said(put: Callable[[Files], Path]) -> None:
    """Deflate64, which Windows uses for large files."""
    packed = bytearray(archive({"a.xlsx": FORM}))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = packed.index(mark) + offset
        packed[place : place + 2] = struct.pack("<H", 9)
    assert "压缩方式不常见" in read(put({"a.zip": bytes(packed)}))[1].reason


def test_an_empty_archive_is_said(put: Callable[[Files], Path]) -> None:
    """The clerk has to ask for it again."""
    arrival = only(put({"a.zip": archive({})}))
    assert arrival.verdict is Verdict.UNKNOWN
    assert arrival.reason.startswith("压缩包是空的。")


def test_too_many_members_are_refused_together(put: Callable[[Files], Path]) -> None:
    """One verdict for the archive instead of thousands of rows."""
    arrival = only(put({"a.zip": archive({f"{n}.txt": b"x" for n in range(501)})}))
    assert "超过500个" in arrival.reason


def test_a_bomb_is_not_unpacked(
    put: Callable[[Files], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one huge member nor many large ones."""
    monkeypatch.setattr(containers, "MAX_SIZE", 1000)
    files = {"huge": b"0" * 1001, "big1": b"1" * 900, "big2": b"2" * 900, "big3": b"3" * 900}
    folder = put({"a.zip": archive(files)})
    monkeypatch.setattr(
        inbox_opened, "UnpackingAllowance", lambda: containers.UnpackingAllowance(10, 1500)
    )
    reasons = [arrival.reason for arrival in read(folder)]
    assert reasons[1].startswith("文件太大")
    assert ["没有全部打开" in reason for reason in reasons[2:]] == [False, False, True]


@pytest.fixture(autouse=True)
def _in_another_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Times are told in China's time wherever the computer stands."""
    monkeypatch.setenv("TZ", "America/New_York")


# What is made to cost more than it weighs.

WRAPPING = b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n"
TOP = b"From: a@b.cn\r\nDate: " + SENT.encode() + b"\r\n"


def wrapped(deep: int, lines: int) -> bytes:
    """A mail whose text lies in so many wrappings."""
    return TOP + b"".join(WRAPPING % (n, n) for n in range(deep)) + b"x\r\n" * lines


MIXED = b"Content-Type: multipart/mixed; boundary=x"
CROWD = MIXED + b"\r\n\r\n" + b"--x\r\nContent-Type: a/b\r\n\r\nx\r\n" * 501
QUOTES = MIXED + b'";' * 10_000 + b"\r\n\r\n--x--\r\n"
COSTLY = {
    "wrappings deeper than the library goes": (wrapped(5000, 0), "套得太深"),
    "every line against every wrapping": (wrapped(300, 200_000), "套得太深"),
    "a header of quotes": (TOP + QUOTES, "邮件不完整"),
    "501 attachments without a name": (TOP + CROWD, "超过500个"),
}


@pytest.mark.parametrize(("data", "words"), COSTLY.values(), ids=COSTLY)
def test_a_mail_that_would_cost_minutes_is_refused(
    put: Callable[[Files], Path], data: bytes, words: str
) -> None:
    """With a sentence, before anything is done for each of its parts."""
    arrival = only(put({"a.eml": data}))
    assert (arrival.verdict, arrival.cells) == (Verdict.UNKNOWN, None)
    assert words in arrival.reason


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        (b"From: Li <a@x.cn>", "a@x.cn"),
        (b"From: a@x.cn\r\nSender: A@X.cn", "a@x.cn"),
        (b"From: a@x.cn, Wang <b@y.cn>", "a@x.cn、b@y.cn"),
        (b"From: a@x.cn\r\nFrom: b@y.cn", "a@x.cn、b@y.cn"),
        (b"Sender: c@z.cn\r\nFrom: a@x.cn", "a@x.cn、c@z.cn"),
        (b"From: \r\nSubject: b@y.cn", "（没有写发件人）"),
        (b"Reply-To: b@y.cn", "（没有写发件人）"),
    ],
)
def test_all_senders_of_a_mail_are_told(
    put: Callable[[Files], Path], headers: bytes, sender: str
) -> None:
    """Nobody hides behind a second address, or behind none."""
    letter = mail([(NAME, FORM)]).as_bytes().replace(b"\n", b"\r\n")
    start = next(line for line in letter.split(b"\r\n") if line.startswith(b"From:"))
    arrivals = read(put({"a.eml": letter.replace(start, headers, 1)}))
    assert [a.source.sender for a in arrivals] == [sender, sender]


def test_a_sender_of_remarks_within_remarks_costs_the_sender_alone(
    put: Callable[[Files], Path],
) -> None:
    """The form in the mail is read."""
    data = mail([(NAME, FORM)]).as_bytes().replace(b"From: ", b"From: " + b"(" * 5000)
    arrivals = read(put({"a.eml": data}))
    assert [a.source.sender for a in arrivals] == ["（没有写发件人）"] * 2
    assert arrivals[1].cells == workbook.read(FORM)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", "未命名文件"),
        ("a\nb.xlsx", "a_b.xlsx"),
        ("x/" * 1500 + "a.xlsx", "x/" * 250 + "…" + "/x" * 246 + "/a.xlsx"),
    ],
    ids=["none", "two lines", "1500 folders"],
)
def test_a_name_in_an_archive_can_be_shown(
    put: Callable[[Files], Path], name: str, shown: str
) -> None:
    """On one line, of a length that a list can show, never nothing."""
    packed = zips.zipped([zips.Part(name, FORM, 0x800)])
    arrivals = read(put({"a.zip": packed}))
    assert arrivals[1].source.file.removeprefix("a.zip/") == shown
    assert arrivals[1].cells == workbook.read(FORM)


def test_a_list_of_a_million_names_is_not_read() -> None:
    """It would cost a gigabyte before anybody counts them."""
    with pytest.raises(workbook.Unreadable, match="超过500个"):
        containers.list_members(b"PK\1\2" * 50_001)


def test_a_charset_that_takes_for_ever_is_no_charset(put: Callable[[Files], Path]) -> None:
    """The name is read as if none were told."""
    header = b"Content-Disposition: attachment; filename*=punycode''a-" + b"z9" * 5000
    arrivals = read(put({"a.eml": raw_mail(b"Content-Type: a/b", header)}))
    assert arrivals[1].source.file.startswith("a.eml/a-z9z9z9")
    assert arrivals[1].cells == workbook.read(FORM)
