"""What a workspace holds at this moment, for a backup that leaves nothing of it out unsaid."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISREG

from ducha.files.backup.manifest import MAX_CONFIG, MAX_ENTRIES, MAX_TOTAL
from ducha.files.backup.parts import (
    CONFIG,
    is_kept_ledger,
    part_name,
    part_names,
    repeats,
    why_unfit,
)
from ducha.files.disk.plan import LOCK
from ducha.files.disk.whole import is_litter
from ducha.files.disk.words import try_twice, why_not_read
from ducha.findings import Problem, refuse

_PASSED_BY = frozenset({".git", ".venv", "__pycache__", LOCK, "程序错误.txt"})
_JUNCTION = 0xA0000003
"""The tag of a folder that is a link, on Windows."""

_LISTED = 20

_LOST = (
    "收件箱文件夹不见了：{}，没有备份。请从备份恢复，或把移走的文件夹、网络盘放回原处，"
    "再重新运行；确实还没有收过表的，在这个位置新建一个空文件夹。"
)
_SILENT = "读不出来（{}），没有备份：{}。请检查磁盘、U盘或网络盘是否正常、有没有权限后重新运行。"
_CLOSED = "文件夹打不开（{}），没有备份：{}。请检查有没有权限后重新运行。"
_SPECIAL = "这里不是普通的文件或文件夹：{}，没有备份。请把它移走，放回原来的。"
_UNFIT = "这个文件备份了也恢复不了，没有备份：{}，名称{}。请改名后重新运行。"
_REPEATED = (
    "这个文件备份了也恢复不了，没有备份：{}，同一文件夹里另有同名的（只有大小写不同）。"
    "请改名后重新运行。"
)
_BEYOND = (
    f"工作区里的文件太多或太大（超过{MAX_ENTRIES}个，或{MAX_TOTAL // 1024**3} GB），没有备份。"
    "请把不是报送件的大文件移出 inbox 后重新运行。"
)
_LONG_CONFIG = "config.toml 太大，不像程序的设置，没有备份。请检查后重新运行。"


@dataclass(frozen=True, slots=True)
class Piece:
    """One file or folder of a workspace: its name in the backup, where it lies, how large it is."""

    name: str
    source: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class WorkspaceListing:
    """What goes into a backup, config.toml first, and which links and the like stay out."""

    pieces: tuple[Piece, ...]
    left_out: tuple[str, ...]
    folders: tuple[Path, ...]
    """Where the folders of the workspace really lie."""


@dataclass(slots=True)
class _Gathering:
    """What has been seen so far."""

    pieces: dict[str, Piece] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def take(self, name: str, source: Path, status: os.stat_result) -> None:
        """A file or a folder, once; what cannot be read is noted, what is neither left out."""
        if S_ISDIR(status.st_mode) and getattr(status, "st_reparse_tag", 0) != _JUNCTION:
            self.pieces[f"{name}/"] = Piece(f"{name}/", source, 0, status.st_mtime_ns)
        elif not S_ISREG(status.st_mode):
            self.left_out.append(name)
        else:
            self.pieces[name] = Piece(name, source, status.st_size, status.st_mtime_ns)
            if not os.access(source, os.R_OK):
                self.unreadable.append(why_not_read(PermissionError(13, ""), source))


def list_workspace(root: Path, config: Path, typed: Mapping[str, str]) -> WorkspaceListing:
    """Everything that is the workspace's own (R8.60).

    What [paths] names may itself be a link and is followed; a link below is left out and listed.

    Args:
        root: The workspace's folder.
        config: Its configuration, whatever it is called.
        typed: What its [paths] says.

    Raises:
        Problem: Something cannot be read, or no machine could take it back: with every message.
    """
    gathering = _Gathering()
    _take_named(gathering, CONFIG, config)
    for name in (*part_names(typed), *_kept_ledgers(root, typed)):
        if _is_there(root / name):
            _take_around(gathering, root, name)
            _take_named(gathering, name, root / name, whole=name == part_name(typed["inbox"]))
    _check_there(root, typed, gathering)
    ordered = sorted(
        gathering.pieces.values(), key=lambda piece: (piece.name != CONFIG, piece.name)
    )
    _check(ordered, gathering)
    return WorkspaceListing(
        tuple(ordered), tuple(sorted(set(gathering.left_out))), tuple(gathering.folders)
    )


def _is_there(path: Path) -> bool:
    """Whether something lies there; a disk that does not answer is no answer (R8.61)."""
    try:
        try_twice(path.lstat)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise Problem(_why_silent(error, path)) from error
    return True


def _why_silent(error: OSError, path: Path) -> str:
    """Why it is not known what lies there."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return why_not_read(error, path)
    return _SILENT.format(error.errno, path)


def _kept_ledgers(root: Path, typed: Mapping[str, str]) -> Iterator[str]:
    """The ledgers that imports have kept."""
    ledger = PurePosixPath(part_name(typed["ledger"]))
    folder = root / ledger.parent
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    beside = ((ledger.parent / path.name).as_posix() for path in paths)
    yield from (name for name in beside if is_kept_ledger(name, str(ledger)))


def _take_around(gathering: _Gathering, root: Path, name: str) -> None:
    """The folders between the workspace's own and what lies deeper."""
    for parent in PurePosixPath(name).parents:
        if parent != PurePosixPath():
            gathering.take(str(parent), root / parent, (root / parent).stat())


def _take_named(gathering: _Gathering, name: str, path: Path, *, whole: bool = False) -> None:
    """One part of the workspace with all below it; of the inbox `whole`, whatever it is called."""
    source = Path(os.path.realpath(path))
    try:
        status = try_twice(source.stat)
    except OSError as error:
        gathering.unreadable.append(_why_silent(error, path))
        return
    if not (S_ISDIR(status.st_mode) or S_ISREG(status.st_mode)):
        gathering.unreadable.append(_SPECIAL.format(path))
        return
    gathering.take(name, source, status)
    if S_ISDIR(status.st_mode):
        gathering.folders.append(source)
        _take_below(gathering, name, source, whole=whole)


def _take_below(gathering: _Gathering, name: str, source: Path, *, whole: bool) -> None:
    waiting = [(name, source)]
    while waiting:
        above, folder = waiting.pop()
        for path in _entries(gathering, folder):
            if not whole and (path.name in _PASSED_BY or is_litter(path.name)):
                continue
            below = f"{above}/{path.name}"
            try:
                gathering.take(below, path, try_twice(path.lstat))
            except OSError as error:
                gathering.unreadable.append(_why_silent(error, path))
            if f"{below}/" in gathering.pieces:
                waiting.append((below, path))


def _entries(gathering: _Gathering, folder: Path) -> list[Path]:
    try:
        return try_twice(lambda: list(folder.iterdir()))
    except OSError as error:
        gathering.unreadable.append(_CLOSED.format(error.errno, folder))
        return []


def _check_there(root: Path, typed: Mapping[str, str], gathering: _Gathering) -> None:
    """A lost ledger or inbox is never taken for one that never was (R8.61)."""
    ledger, inbox, key = (root / part_name(typed[name]) for name in ("ledger", "inbox", "key"))
    if not _is_there(ledger):
        gathering.unreadable.append(why_not_read(FileNotFoundError(), ledger))
    if _is_there(key) and not _is_there(inbox):
        gathering.unreadable.append(_LOST.format(inbox))


def _check(pieces: list[Piece], gathering: _Gathering) -> None:
    """Refuse what could not be read, and what no restore would take."""
    messages = list(gathering.unreadable)
    names = [piece.name for piece in pieces]
    messages += [_UNFIT.format(name, why) for name in names if (why := why_unfit(name))]
    messages += [_REPEATED.format(name) for name in repeats(names)]
    if len(messages) > _LISTED:
        messages[_LISTED:] = [f"……另有{len(messages) - _LISTED}处。"]
    if len(pieces) > MAX_ENTRIES or sum(piece.size for piece in pieces) > MAX_TOTAL:
        messages.append(_BEYOND)
    if any(piece.name == CONFIG and piece.size > MAX_CONFIG for piece in pieces):
        raise Problem(_LONG_CONFIG)
    refuse(messages)
