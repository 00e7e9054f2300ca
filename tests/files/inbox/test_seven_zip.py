"""A .7z is read like a .zip: in memory, under the same limits, each member for itself."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import py7zr
import py7zr.py7zr
import pytest
from kit.tables import workbook as tabled
from py7zr import SevenZipFile

from ducha.files.inbox import seven_zip
from ducha.files.inbox.opening import FileContents, Job, OpenedFile, Origin, open_job
from ducha.submission.arrival import TimeEvidence, Verdict

FORM = tabled({"进度填报": "| 编码 | 县区 | 本月累计 |\n| 三.3-2 | 杞县 | 12 |"})
FILED = TimeEvidence(datetime(2024, 6, 3, tzinfo=UTC))
BROKEN = "压缩包已损坏或不完整。请单位重新打包发送，或直接发送填报表"


def packed(*files: tuple[str, bytes], **how: object) -> bytes:
    """An archive of these files, in this order."""
    buffer = BytesIO()
    with SevenZipFile(buffer, "w", **how) as archive:
        for name, data in files:
            archive.writestr(data, name)
    return buffer.getvalue()


def opened(data: bytes) -> FileContents:
    """What the file holds."""
    return open_job(Job(Origin("5月.7z", "", FILED), data))


def told(data: bytes) -> list[tuple[str, str]]:
    """Each file and its reason; 表 for a workbook that waits."""
    return [
        (each.origin.file, each.reason if isinstance(each, OpenedFile) else "表")
        for each in opened(data)
    ]


def test_an_archive_gives_its_members() -> None:
    """By their names, with their bytes, and archives within it too (R6.380)."""
    inner = packed(("杞县.xlsx", FORM))
    contents = opened(packed(("县区/兰考县.xlsx", FORM), ("里层.7z", inner), ("空.txt", b"")))
    assert [each.origin.file for each in contents] == [
        "5月.7z",
        "5月.7z/县区/兰考县.xlsx",
        "5月.7z/里层.7z",
        "5月.7z/里层.7z/杞县.xlsx",
        "5月.7z/空.txt",
    ]
    head, form, *_ = contents
    assert isinstance(head, OpenedFile)
    assert (head.verdict, head.reason) == (Verdict.NOT_A_RETURN, "压缩包，含3个文件，见各文件")
    assert isinstance(form, Job)
    assert (form.data, form.origin.evidence) == (FORM, FILED)


@pytest.mark.parametrize(
    "method",
    [
        py7zr.FILTER_COPY,
        py7zr.FILTER_DEFLATE,
        py7zr.FILTER_BZIP2,
        py7zr.FILTER_LZMA,
        py7zr.FILTER_LZMA2,
        py7zr.FILTER_ZSTD,
        py7zr.FILTER_BROTLI,
    ],
)
def test_every_usual_way_of_packing_is_read(method: int) -> None:
    """As the programs that people have write it."""
    assert told(packed(("a.xlsx", FORM), filters=[{"id": method}]))[1:] == [("5月.7z/a.xlsx", "表")]


def test_a_path_is_only_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is unpacked to the disk, whatever a member is called, and none hides another."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(py7zr.py7zr, "check_archive_path", lambda _: True)
    names = ("../../a.xlsx", "/etc/a.xlsx", "b\\c.xlsx", "a.xlsx", "d\n.xlsx", "../../a.xlsx")
    assert [name for name, _ in told(packed(*((name, FORM) for name in names)))[1:]] == [
        "5月.7z/a.xlsx",
        "5月.7z/etc/a.xlsx",
        "5月.7z/b/c.xlsx",
        "5月.7z/a.xlsx#2",
        "5月.7z/d_.xlsx",
        "5月.7z/a.xlsx#3",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_password_is_said() -> None:
    """On the members, or on the list of them (R6.380)."""
    assert told(packed(("a.xlsx", FORM), password="1"))[1:] == [  # noqa: S106 - nobody's
        ("5月.7z/a.xlsx", "压缩包里的这个文件加了密码，程序打不开。请单位取消密码后重新发送")
    ]
    assert told(
        packed(("a.xlsx", FORM), password="1", header_encryption=True)  # noqa: S106 - nobody's
    ) == [("5月.7z", "压缩包连文件名一起加了密码，程序打不开。请单位取消密码后重新发送")]


def test_a_damaged_archive_is_said() -> None:
    """Cut off, of several volumes, or nothing but its first bytes."""
    whole = packed(("a.xlsx", FORM))
    for data in (whole[:-10], whole[: len(whole) // 2], whole[:6], whole[:32]):
        assert told(data) == [("5月.7z", BROKEN)]


def test_what_lies_before_the_damage_is_read() -> None:
    """One member follows the other in what is packed together."""
    whole = packed(
        *(("a.xlsx", FORM), ("b.txt", b"1" * 999), ("c.xlsx", FORM)),
        filters=[{"id": py7zr.FILTER_COPY}],
    )
    data = whole.replace(b"1" * 999, b"1" * 998 + b"2", 1)
    assert told(data)[1:] == [
        ("5月.7z/a.xlsx", "表"),
        ("5月.7z/b.txt", BROKEN),
        ("5月.7z/c.xlsx", BROKEN),
    ]


def test_an_empty_archive_is_said() -> None:
    """The clerk has to ask for it again."""
    assert told(packed()) == [("5月.7z", "压缩包是空的。请单位重新打包发送，或直接发送填报表")]


def test_too_many_members_are_refused_together() -> None:
    """One verdict for the archive instead of thousands of rows (R6.380)."""
    ((name, reason),) = told(packed(*((f"{n}.txt", b"") for n in range(501))))
    assert (name, "超过500个" in reason) == ("5月.7z", True)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one huge member nor many large ones, nor what lies behind them (R6.380)."""
    monkeypatch.setattr(seven_zip, "MAX_SIZE", 1000)
    monkeypatch.setattr(seven_zip, "MAX_INSIDE", 3000)
    files = (("huge", b"0" * 1001), ("1", b"1" * 900), ("2", b"2" * 900), ("3", b"3" * 900))
    reasons = [reason for _, reason in told(packed(*files))]
    assert reasons[1].startswith("文件太大")
    assert ["没有全部打开" in reason for reason in reasons[2:]] == [False, False, True]


def test_a_form_is_read_as_it_was_packed_or_not_at_all() -> None:
    """Whatever bit is turned, in the list or in what is packed (R6.380)."""
    honest = packed(("a.xlsx", FORM), filters=[{"id": py7zr.FILTER_COPY}])
    outcomes = set[str | bytes]()
    for place in range(8, len(honest), 7):
        data = bytes((*honest[:place], honest[place] ^ 0x40, *honest[place + 1 :]))
        last = opened(data)[-1]
        outcomes.add(last.data if isinstance(last, Job) else last.reason)
    assert BROKEN in outcomes
    assert outcomes <= {BROKEN, FORM}
