"""What goes into a backup, where it goes, and what stops it."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

import pytest
from kit.backups import FILES, backed_up, everything, laid, manifest_of, restored

from ducha.files.backup import listing, packing
from ducha.files.disk.plan import LOCK, locked
from ducha.findings import Problem

USUAL = "备份_开封2024_2024-05-29.zip"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace in a folder with a name."""
    return laid(tmp_path / "开封2024")


def refused(root: Path, file: Path | None = None) -> tuple[str, ...]:
    """Why nothing was backed up; and really nothing was."""
    above = everything(root.parent)
    with pytest.raises(Problem) as problem:
        backed_up(root, file)
    assert everything(root.parent) | {root.name: above[root.name]} == above
    return problem.value.messages


def test_the_whole_workspace_and_nothing_else(root: Path) -> None:
    """(R8.60) Not the program, nor what a run leaves while it goes on; of the inbox everything."""
    others = ("ducha/x.py", ".git/x", "程序错误.txt", "outbox/__pycache__/x", "outbox/程序错误.txt")
    for name in (*others, f"outbox/{LOCK}", "outbox/.写入中-0.tmp", "通知.docx"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).touch()
    (root / "inbox/.写入中-0.tmp").touch()
    outcome = backed_up(root)
    names = manifest_of(root.parent / USUAL)
    files = {name for name in names if name[-1] != "/"}
    assert files == {*FILES, "inbox/.写入中-0.tmp"}
    assert names[0] == "config.toml"
    assert "inbox/空/" in names
    assert outcome.code == 0
    assert outcome.lines[0] == "备份了12个文件，共0.0 MB："
    assert "备份里有签名密钥，请妥善保管，不要外传" in outcome.lines


def test_the_archive_is_for_its_owner_only(root: Path) -> None:
    """(R8.65) It holds the key."""
    backed_up(root)
    if os.name == "posix":
        assert (root.parent / USUAL).stat().st_mode & 0o777 == 0o600
    assert not list(root.parent.glob(".*"))


def test_any_program_can_open_it(root: Path) -> None:
    """Stored, and dated as China's clock showed it, the odd second left out."""
    backed_up(root)
    with ZipFile(root.parent / USUAL) as archive:
        assert archive.testzip() is None
        heading = archive.getinfo("config.toml")
        assert archive.read("inbox/2024-05/教体局.xlsx") == b"return"
    assert heading.date_time == (2024, 5, 20, 16, 0, 0)


def test_the_same_workspace_makes_the_same_bytes(root: Path) -> None:
    """And no backup is written over another."""
    first, second = backed_up(root), backed_up(root)
    one, two = root.parent / USUAL, root.parent / "备份_开封2024_2024-05-29（2）.zip"
    assert one.read_bytes() == two.read_bytes()
    assert (first.code, second.code) == (0, 0)
    assert "（2）.zip" in second.lines[-1]


def test_a_name_that_is_taken_is_left_alone(root: Path) -> None:
    """(R8.65) Whatever lies there; that the backup has another name is said."""
    mine = root.parent / "我的.zip"
    mine.write_bytes(b"mine")
    outcome = backed_up(root, mine)
    assert mine.read_bytes() == b"mine"
    assert outcome.code == 1
    assert "〔我的.zip〕已经有了，没有覆盖；这一份另存为〔我的（2）.zip〕" in outcome.lines
    assert len(manifest_of(root.parent / "我的（2）.zip")) > len(FILES)


def test_a_folder_takes_it_under_its_usual_name(root: Path, tmp_path: Path) -> None:
    """A memory stick, say."""
    (tmp_path / "U盘").mkdir()
    assert backed_up(root, tmp_path / "U盘").code == 0
    assert (tmp_path / "U盘" / USUAL).is_file()


@pytest.mark.parametrize("below", ["inbox", "inbox/2024-05/x.zip", "outbox/x.zip", "sent/x.zip"])
def test_never_into_itself(root: Path, below: str) -> None:
    """(R8.65) Nor by a link."""
    (why,) = refused(root, root / below)
    assert "备份不能放在它自己要备份的文件夹里" in why
    (root.parent / "别处").symlink_to(root / "inbox")
    (why,) = refused(root, root.parent / "别处" / "x.zip")
    assert "备份不能放在它自己要备份的文件夹里" in why


def test_a_folder_that_is_not_there_is_not_made(root: Path) -> None:
    """A slip of the pen makes no folders."""
    (why,) = refused(root, root.parent / "没有" / "x.zip")
    assert why.startswith("没有这个文件夹：")


def test_links_stay_out_and_are_told(root: Path) -> None:
    """(R8.60) They are not followed; pipes are not waited at."""
    (root / "inbox/链接.xlsx").symlink_to("/etc/passwd")
    (root / "inbox/文件夹").symlink_to(root)
    os.mkfifo(root / "inbox/pipe")
    outcome = backed_up(root)
    assert outcome.code == 1
    at = outcome.lines.index(
        "有3个是链接、管道等，不是文件，没有放进备份；要的，请把文件本身放进去："
    )
    assert outcome.lines[at + 1 : at + 4] == ("　inbox/pipe", "　inbox/文件夹", "　inbox/链接.xlsx")
    assert not {"inbox/链接.xlsx", "inbox/pipe"} & {*manifest_of(root.parent / USUAL)}


def test_what_paths_names_may_be_a_link(root: Path, tmp_path: Path) -> None:
    """(R8.60) An inbox on another disk that is linked into the folder comes along as a folder."""
    (root / "inbox").rename(tmp_path / "大盘")
    (root / "inbox").symlink_to(tmp_path / "大盘")
    assert backed_up(root).code == 0
    restored(root.parent / USUAL, tmp_path / "新")
    assert everything(tmp_path / "新/inbox") == everything(tmp_path / "大盘")
    (why,) = refused(root, tmp_path / "大盘" / "x.zip")
    assert "备份不能放在它自己要备份的文件夹里" in why


def test_paths_that_leave_the_folder(root: Path) -> None:
    """(R8.62) Said at once: such a backup could not be restored."""
    (root / "config.toml").write_text(
        '[paths]\ninbox = "/srv/收件箱"\nkey = "../k"\n', encoding="utf-8"
    )
    messages = refused(root)
    assert [why.partition("，")[0] for why in messages] == [
        "config.toml 的 [paths] 把 inbox 放在工作区文件夹以外（/srv/收件箱）",
        "config.toml 的 [paths] 把 key 放在工作区文件夹以外（../k）",
    ]


def test_whatever_else_is_wrong_it_is_packed(root: Path) -> None:
    """(R8.60) A ledger that cannot be read, a key of config.toml that is unknown."""
    (root / "config.toml").write_text('carry = 7\n[paths]\ninbox = "inbox"\n[nothing]\n')
    assert backed_up(root).code == 0


def lost_inbox(root: Path) -> None:
    """The inbox is gone, the key is not."""
    (root / "inbox").rename(root / "收件箱")


def lost_ledger(root: Path) -> None:
    """The ledger is gone."""
    (root / "ledger.xlsx").unlink()


def bad_name(root: Path) -> None:
    """A name that only Linux can hold."""
    (root / "inbox/回复: 月报?.eml").touch()


def same_name(root: Path) -> None:
    """Two names of which Windows can hold one."""
    (root / "inbox/EMPTY.eml").touch()


def odd_key(root: Path) -> None:
    """No file in the place of the key."""
    (root / "signing.key").unlink()
    os.mkfifo(root / "signing.key")


def dangling(root: Path) -> None:
    """A ledger that is a link to nothing."""
    (root / "ledger.xlsx").unlink()
    (root / "ledger.xlsx").symlink_to("没有.xlsx")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lost_inbox, "收件箱文件夹不见了"),
        (lost_ledger, "找不到文件"),
        (dangling, "找不到文件"),
        (bad_name, "inbox/回复: 月报?.eml，名称Windows 存不下"),
        (same_name, "inbox/empty.eml，同一文件夹里另有同名的"),
        (odd_key, "这里不是普通的文件或文件夹"),
    ],
)
def test_a_backup_with_holes_is_none(root: Path, spoil: Callable[[Path], None], words: str) -> None:
    """(R8.61, R8.63) What is missing or could not be restored is named."""
    spoil(root)
    (why,) = refused(root)
    assert words in why


def test_files_that_cannot_be_read_are_all_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(R8.61) In one message; nothing half is left."""
    closed = {"教体局.xlsx", "1.eml"}
    monkeypatch.setattr(listing.os, "access", lambda path, _: path.name not in closed)
    messages = refused(root)
    assert ["教体局.xlsx" in why or "1.eml" in why for why in messages] == [True, True]
    assert all(why.startswith("文件打不开：") for why in messages)


def test_a_key_that_is_gone_is_said(root: Path) -> None:
    """(R8.61) The rest is better than nothing."""
    (root / "signing.key").unlink()
    outcome = backed_up(root)
    assert outcome.code == 1
    assert any("备份里没有签名密钥 signing.key" in line for line in outcome.lines)


def test_a_workspace_of_which_nothing_has_been_sent_has_no_key(tmp_path: Path) -> None:
    """(R8.61) Nor need it have an inbox."""
    for name in ("config.toml", "ledger.xlsx"):
        (tmp_path / "新").mkdir(exist_ok=True)
        (tmp_path / "新" / name).touch()
    outcome = backed_up(tmp_path / "新")
    assert outcome.code == 0
    assert not any("密钥" in line for line in outcome.lines)


@pytest.mark.parametrize("pass_", ["核对文件", "写入备份"])
def test_a_file_that_changes_meanwhile(
    root: Path, pass_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(R8.61) A ledger saved while it is packed would be neither the old nor the new one."""
    chunks = packing._chunks  # noqa: SLF001 - where the two passes meet the disk
    passes = iter(("核对文件", "写入备份"))

    def slowly(piece: listing.Piece) -> object:
        if piece.name == "ledger.xlsx" and next(passes) == pass_:
            piece.source.write_bytes(b"ledger of another length")
        return chunks(piece)

    monkeypatch.setattr(packing, "_chunks", slowly)
    with pytest.raises(Problem, match="备份的时候文件还在变"):
        backed_up(root)
    assert {path.name for path in root.parent.iterdir()} == {root.name}


def test_another_run_is_waited_for(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(R8.60, R6.10) What it is writing would be packed half."""
    monkeypatch.setattr("ducha.files.disk.guard.PATIENCE", 0.1)
    with locked(root), pytest.raises(Problem, match="另一个窗口正在处理"):
        backed_up(root)
    assert {path.name for path in root.parent.iterdir()} == {root.name}


def test_a_dry_run_writes_nothing(root: Path) -> None:
    """It says what would be packed and where."""
    before = everything(root.parent)
    outcome = backed_up(root, dry_run=True)
    assert everything(root.parent) == before
    assert outcome.lines[0] == "将备份11个文件，共0.0 MB："
    assert outcome.lines[-2].endswith(USUAL)


def test_what_a_killed_run_left_is_cleared(root: Path) -> None:
    """(R8.65) Its own alone: another workspace may be writing beside it."""
    packing.own_temporary_in(root.parent, root).write_bytes(b"half")
    other = packing.own_temporary_in(root.parent, root.parent / "许昌2024")
    other.write_bytes(b"half")
    backed_up(root)
    assert [path for path in root.parent.iterdir() if path.name[0] == "."] == [other]


def test_very_long_archives(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond 4 GB or 65,535 files sizes and places stand elsewhere; here beyond 60 kB."""
    (root / "inbox/大.eml").write_bytes(bytes(60_000))
    (root / "sent/2.eml").write_bytes(bytes(58_000))  # in between, where Python writes both
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 59_000)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    backed_up(root)
    assert b"PK\6\6" in (root.parent / USUAL).read_bytes()
    monkeypatch.undo()
    restored(root.parent / USUAL, tmp_path / "新")
    assert everything(tmp_path / "新") == everything(root)


def test_a_folder_that_cannot_be_entered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(R8.61) What may be in it is not taken for nothing."""
    iterdir = Path.iterdir

    def closed(folder: Path) -> object:
        if folder.name == "2024-05":
            raise PermissionError(13, "")
        return iterdir(folder)

    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(Problem) as problem:
        backed_up(root)
    assert len(problem.value.messages) == 3
    assert all(why.startswith("文件夹打不开（13），没有备份：") for why in problem.value.messages)


def test_what_was_written_is_read_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(R8.65) A memory stick that keeps other bytes than it was given."""
    write = packing._write  # noqa: SLF001 - what is written, before it is read

    def badly(stream: BinaryIO, *rest: object) -> None:
        write(stream, *rest)
        stream.seek(60)
        stream.write(b"?")

    monkeypatch.setattr(packing, "_write", badly)
    (why,) = refused(root)
    assert why.startswith("写好的备份读回来不对，没有留下：")


def test_a_disk_that_does_not_answer(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(R8.61) Is not taken for one on which there is nothing."""
    lstat = Path.lstat

    def silent(path: Path) -> os.stat_result:
        if path.name == "sent":
            raise OSError(5, "")
        return lstat(path)

    monkeypatch.setattr(Path, "lstat", silent)
    with pytest.raises(Problem, match=r"读不出来（5），没有备份：.*sent。"):
        backed_up(root)
