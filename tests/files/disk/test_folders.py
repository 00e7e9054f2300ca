"""A folder is there whole or not at all, and never twice."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from ducha.files.disk import folders
from ducha.files.disk.folders import place_folder
from ducha.findings import Problem

FILES = {"a.json": b"1", "templates/b.txt": b"2", "c.xlsx": b"3"}


def there(root: Path) -> dict[str, bytes]:
    """Every file below the folder, temporary ones too."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_all_files_are_there(tmp_path: Path) -> None:
    """In folders of their own, and nothing else (R8.2)."""
    place_folder(tmp_path / "2024-05" / "第1稿", FILES)
    assert there(tmp_path) == {f"2024-05/第1稿/{name}": data for name, data in FILES.items()}


def test_what_is_there_is_never_written_again(tmp_path: Path) -> None:
    """Not even with the same files (R8.2)."""
    place_folder(tmp_path / "第1稿", FILES)
    for data in (b"1", b"2"):
        with pytest.raises(Problem, match="归档的不能改写"):
            place_folder(tmp_path / "第1稿", {"a.json": data})
    assert there(tmp_path) == {f"第1稿/{name}": data for name, data in FILES.items()}


class Refusal:
    """Refuses the n-th call of a function, or of several counted as one."""

    def __init__(self, number: int) -> None:
        """Before the first call."""
        self.left = number

    def around(self, action: Callable[..., object]) -> Callable[..., object]:
        """The function, as long as it is not its turn."""

        def call(*arguments: object, **named: object) -> object:
            self.left -= 1
            if self.left == 0:
                raise OSError(errno.ENOSPC, "full")
            return action(*arguments, **named)

        return call


@pytest.mark.parametrize("number", range(1, 9))
def test_whatever_is_refused_there_is_no_half_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Said in a sentence; the next run does it (R8.2)."""
    refusal = Refusal(number)
    with monkeypatch.context() as patch:
        patch.setattr(folders, "write_new", refusal.around(folders.write_new))
        patch.setattr(folders, "sync_folders", refusal.around(folders.sync_folders))
        patch.setattr(Path, "mkdir", refusal.around(Path.mkdir))
        with pytest.raises(Problem, match="磁盘已满"):
            place_folder(tmp_path / "2024-05" / "第1稿", FILES)
    left = there(tmp_path)
    assert left in ({}, {f"2024-05/第1稿/{name}": data for name, data in FILES.items()})
    if not left:
        place_folder(tmp_path / "2024-05" / "第1稿", FILES)
        assert len(there(tmp_path)) == len(FILES)


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    """Folders of ours alone; a person's, and a link, stay (R8.2)."""
    litter = tmp_path / ".写入中-0123456789ab.tmp"
    (litter / "templates").mkdir(parents=True)
    (litter / "a.json").write_bytes(b"half")
    (tmp_path / "说明").mkdir()
    (tmp_path / ".写入中-000000000000.tmp").symlink_to(tmp_path / "说明")
    place_folder(tmp_path / "第1稿", FILES)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".写入中-000000000000.tmp",
        "第1稿",
        "说明",
    ]
