"""What is made no more is withdrawn as long as it is what the program wrote."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from ducha.files.disk import plan as disk
from ducha.files.disk.plan import Output, Retired, apply, retire

OPEN = "〔{}〕已经不需要了，但正被打开，没有撤掉。请关闭后重新运行一次，不要再发出。"
CHANGED = "〔{}〕已经不需要了，但生成以后被人改过，没有撤掉。不要再发出；用不着的，请自行删除。"


def write(root: Path, *names: str, data: bytes = b"one") -> list[Path]:
    """Write outputs; gives where they lie."""
    done = apply([Output(root / name, data) for name in names], root)
    return [written.path for written in done]


def tree(root: Path) -> set[str]:
    """Every file below the root, except the record."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix() for path in files} - {".已生成.json"}


def gone(root: Path, kept: list[Path], *folders: str, dry_run: bool = False) -> list[str]:
    """What is withdrawn of these folders, as named from the root; nothing had to stay."""
    retired = retire([root / folder for folder in folders], kept, root, dry_run=dry_run)
    assert retired.sentences == ()
    return [path.relative_to(root).as_posix() for path in retired.paths]


def refused(number: int) -> object:
    """A system call that always fails."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_only_what_lies_in_the_folder_and_is_not_kept_goes(tmp_path: Path) -> None:
    """Neither a folder whose name begins alike, nor one above, nor what a person put there.

    (R6.350)
    """
    write(tmp_path, "5/表/a.xlsx", "5/表/b.xlsx", "5/表2/a.xlsx", "5/信/a.eml", "5/a.xlsx")
    (tmp_path / "5/表/mine.xlsx").write_bytes(b"one")
    assert gone(tmp_path, [tmp_path / "5/表/b.xlsx"], "5/表", "5/信") == [
        "5/信/a.eml",
        "5/表/a.xlsx",
    ]
    assert tree(tmp_path) == {"5/表/b.xlsx", "5/表/mine.xlsx", "5/表2/a.xlsx", "5/a.xlsx"}
    assert gone(tmp_path, [tmp_path / "5/表/b.xlsx"], "5/表", "5/信") == []


def test_a_dry_run_names_what_would_go(tmp_path: Path) -> None:
    """And takes nothing away, nor forgets it (R6.352)."""
    write(tmp_path, "表/a.xlsx")
    for _ in range(2):
        assert gone(tmp_path, [], "表", dry_run=True) == ["表/a.xlsx"]
    assert gone(tmp_path, [], "表") == ["表/a.xlsx"]
    assert tree(tmp_path) == set()


def test_what_a_person_changed_stays_and_is_named_each_time(tmp_path: Path) -> None:
    """Until it is deleted; then nothing is said any more (R6.351)."""
    write(tmp_path, "表/a.xlsx")
    (tmp_path / "表/a.xlsx").write_bytes(b"with remarks")
    for _ in range(2):
        assert retire([tmp_path / "表"], [], tmp_path) == Retired((), (CHANGED.format("a.xlsx"),))
        assert (tmp_path / "表/a.xlsx").read_bytes() == b"with remarks"
    (tmp_path / "表/a.xlsx").unlink()
    assert gone(tmp_path, [], "表") == []
    write(tmp_path, "表/a.xlsx")
    assert gone(tmp_path, [], "表") == ["表/a.xlsx"]


@pytest.mark.parametrize(
    ("call", "number"), [("unlink", errno.EACCES), ("read_bytes", errno.EACCES)]
)
def test_what_is_open_goes_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    """Excel gives it neither away nor to be read; that is said, with what to do (R6.351)."""
    write(tmp_path, "表/a.xlsx")
    real = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.name == "a.xlsx":
            raise PermissionError(number, os.strerror(number))
        return real(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, call, read if call == "read_bytes" else refused(number))
        assert retire([tmp_path / "表"], [], tmp_path) == Retired((), (OPEN.format("a.xlsx"),))
    assert gone(tmp_path, [], "表") == ["表/a.xlsx"]


def test_the_copy_beside_a_changed_file_goes_with_it(tmp_path: Path) -> None:
    """While the file is made both stay, and nothing is said of the older one (R6.350, R6.351)."""
    write(tmp_path, "表/a.xlsx")
    own = tmp_path / "表/a.xlsx"
    own.write_bytes(b"changed")
    (beside,) = write(tmp_path, "表/a.xlsx", data=b"two")
    assert gone(tmp_path, [own, beside], "表") == []
    beside.write_bytes(b"changed too")
    (second,) = write(tmp_path, "表/a.xlsx", data=b"three")
    assert second.name == "a（新生成2）.xlsx"
    assert gone(tmp_path, [own, second], "表") == []
    assert retire([tmp_path / "表"], [], tmp_path) == Retired(
        (second,), (CHANGED.format("a.xlsx"), CHANGED.format("a（新生成）.xlsx"))
    )


def test_a_name_in_capitals_is_the_same_file(tmp_path: Path) -> None:
    """As on Windows: what was written under the new name must not go with the old one (R6.350)."""
    write(tmp_path, "表/a局.xlsx")
    assert gone(tmp_path, [tmp_path / "表/A局.xlsx"], "表") == []


def test_without_a_record_nothing_is_known_to_be_ours(tmp_path: Path) -> None:
    """It was deleted: nothing goes (R6.350)."""
    write(tmp_path, "表/a.xlsx")
    (tmp_path / ".已生成.json").unlink()
    assert gone(tmp_path, [], "表") == []
    assert tree(tmp_path) == {"表/a.xlsx"}


@pytest.mark.parametrize(
    ("sign", "program"),
    [
        ("~$ledger.xlsx", "Excel"),
        (".~ledger.xlsx", "WPS"),
        (".~lock.ledger.xlsx#", "LibreOffice"),
        ("~$ledger2.xlsx", ""),
        (".~lock.ledger.ods#", ""),
    ],
)
def test_who_has_a_workbook_open(tmp_path: Path, sign: str, program: str) -> None:
    """By the file that the program lays beside it (R6.354)."""
    (tmp_path / sign).write_bytes(b"")
    by = disk.opened(tmp_path / "ledger.xlsx")
    assert (by.program if by else "") == program
