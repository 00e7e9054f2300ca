"""backup and restore: a whole workspace in one archive, and on another machine again."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from functools import partial
from pathlib import Path

from ducha.files.backup.listing import WorkspaceListing, list_workspace
from ducha.files.backup.manifest import BackupManifest, BadBackup
from ducha.files.backup.members import Bar
from ducha.files.backup.packing import measure, names_beside, pack
from ducha.files.backup.parts import (
    foreign,
    is_key,
    part_name,
    part_names,
    why_not_portable,
)
from ducha.files.backup.unpacking import OpenBackup, check, new_folder, open_backup, unpack
from ducha.files.disk.plan import read_text
from ducha.files.disk.words import decode_text
from ducha.findings import Problem, refuse
from ducha.sections.paths import typed_paths
from ducha.texts import shown_name
from ducha.version import VERSION
from ducha.workflow.command import PROGRAM
from ducha.workflow.workspace import AFTER_DRY_RUN, Outcome, locked_root, near_path

_LISTED = 15
_MEGA = 1024**2

_WITH_KEY = "备份里有签名密钥，请妥善保管，不要外传"
_KEY_TOO = "签名密钥也恢复了，请妥善保管，不要外传"
_WITHOUT_KEY = (
    "备份里没有签名密钥 {}：它不在原来的位置。请从别的备份或另一台电脑找回来，再备份一次；"
    "没有它，以前发出的表收回来核不了签名"
)
_INSIDE = (
    "备份不能放在它自己要备份的文件夹里：{}。"
    "请换一个位置，如 U 盘，或不写文件名（放在工作区旁边）。"
)
_NO_FOLDER = "没有这个文件夹：{}，没有备份。请先建好，或换一个位置。"
_TAKEN = "〔{}〕已经有了，没有覆盖；这一份另存为〔{}〕"
_COARSE = (
    "这个磁盘存不下{}个文件的准确时间（如 {}），只有文件时间的报送件，收到时间会差一点；"
    "请恢复到电脑自己的硬盘上"
)
_FOREIGN = "里有不属于工作区的文件（{}）"


def back_up(
    config: Path,
    named: Path | None,
    today: date,
    *,
    dry_run: bool = False,
    waiting: Callable[[], None] | None = None,
    bar: Bar,
) -> Outcome:
    """Pack the whole workspace while nobody else writes in it (R8.60).

    Args:
        config: The config.toml. The ledger is not read: whatever is wrong in it, it is packed.
        named: Where the archive goes; a folder takes it under its usual name.
        today: Stands in that name.
        dry_run: Only list what would be packed.
        waiting: Called once where another run must be waited for (R6.10).
        bar: Shows how far it has come.

    Returns:
        Code 1 where something was left out, the key is gone, or the name was taken.

    Raises:
        Problem: Something cannot be read or written, or could not be restored; nothing is left.
    """
    root = Path(os.path.abspath(config)).parent  # noqa: PTH100 - resolve() would follow links
    typed = typed_paths(read_text(config))
    refuse(why_not_portable(typed))
    with nullcontext() if dry_run else locked_root(config, waiting):
        listing = list_workspace(root, config, typed)
        target = _target(root, named, today, listing)
        if dry_run:
            return _plan(root, typed, listing, next(_free(target)))
        entries = measure(listing.pieces, bar)
        manifest = BackupManifest(entries, str(today), VERSION)
        place = pack(manifest, listing.pieces, target, root, bar)
    return _packed(root, typed, listing, place, target if named else place)


def _target(root: Path, named: Path | None, today: date, listing: WorkspaceListing) -> Path:
    """Where the archive shall go: never into what is packed."""
    usual = "_".join(filter(None, ("备份", root.name, str(today)))) + ".zip"
    if named is None:
        target = root.parent / usual
    else:
        target = named.absolute() / usual if named.is_dir() else named.absolute()
    folder = Path(os.path.realpath(target.parent))
    if not folder.is_dir():
        raise Problem(_NO_FOLDER.format(folder))
    if any(folder.is_relative_to(inside) for inside in listing.folders):
        raise Problem(_INSIDE.format(target))
    return folder / target.name


def _free(target: Path) -> filter[Path]:
    return filter(lambda path: not os.path.lexists(path), names_beside(target))


def _plan(root: Path, typed: Mapping[str, str], listing: WorkspaceListing, target: Path) -> Outcome:
    lines = (*_counted("将备份", listing, typed), *_left_out(listing), *_about_key(root, typed))
    place = f"（试运行，没有写入任何文件）将生成：{near_path(target)}"
    return Outcome((*lines, place, AFTER_DRY_RUN), _code(root, typed, listing))


def _packed(
    root: Path, typed: Mapping[str, str], listing: WorkspaceListing, place: Path, asked: Path
) -> Outcome:
    lines = (*_counted("备份了", listing, typed), *_left_out(listing), *_about_key(root, typed))
    beside = [_TAKEN.format(asked.name, place.name)] if place != asked else []
    ending = (
        f"备份文件：{near_path(place)}。换电脑时拷过去，在那里运行："
        f"{PROGRAM} restore {place.name} 新文件夹"
    )
    return Outcome((*lines, *beside, ending), 1 if beside else _code(root, typed, listing))


def _code(root: Path, typed: Mapping[str, str], listing: WorkspaceListing) -> int:
    return 1 if listing.left_out or _lost_key(root, typed) else 0


def _counted(done: str, listing: WorkspaceListing, typed: Mapping[str, str]) -> tuple[str, ...]:
    files = [piece for piece in listing.pieces if not piece.name.endswith("/")]
    size = sum(piece.size for piece in files)
    return (
        f"{done}{len(files)}个文件，共{_megabytes(size)}：",
        f"　{_by_part(dict.fromkeys(piece.name for piece in files), typed)}",
        "程序本身和放在工作区里的别的文件不在备份里",
    )


def _by_part(names: Collection[str], typed: Mapping[str, str]) -> str:
    """How many files of each part, a part that is one file by its name alone."""
    parts = part_names(typed)
    homes = Counter(
        next((part for part in parts if name.startswith(f"{part}/")), name) for name in names
    )
    return "，".join(
        home if home in names else f"{home} {number}个" for home, number in homes.items()
    )


def _megabytes(size: int) -> str:
    return f"{size / _MEGA:.1f} MB"


def _left_out(listing: WorkspaceListing) -> tuple[str, ...]:
    names = listing.left_out
    if not names:
        return ()
    rest = [f"　……另有{len(names) - _LISTED}个"] if len(names) > _LISTED else []
    listed = (f"　{shown_name(name)}" for name in names[:_LISTED])
    head = f"有{len(names)}个是链接、管道等，不是文件，没有放进备份；要的，请把文件本身放进去："
    return (head, *listed, *rest)


def _about_key(root: Path, typed: Mapping[str, str]) -> tuple[str, ...]:
    if os.path.lexists(root / part_name(typed["key"])):
        return (_WITH_KEY,)
    return (_WITHOUT_KEY.format(part_name(typed["key"])),) if _lost_key(root, typed) else ()


def _lost_key(root: Path, typed: Mapping[str, str]) -> bool:
    """Whether there is no key though something has been made or has come: it is not a new one."""
    if os.path.lexists(root / part_name(typed["key"])):
        return False
    folders = (root / part_name(typed[name]) for name in ("inbox", "outbox"))
    return any(path.name != ".gitkeep" for top in folders for path in top.glob("*"))


def restore(file: Path, folder: Path, *, dry_run: bool = False, bar: Bar) -> Outcome:
    """Lay a backed-up workspace into a new or empty folder, as it was (R8.67).

    No lock is needed: there is no workspace before its folder has its name.

    Args:
        file: The archive.
        folder: Where the workspace goes.
        dry_run: Only check the archive, to its last byte.
        bar: Shows how far it has come.

    Returns:
        Code 1 where the disk does not hold the times of files.

    Raises:
        Problem: The archive is not whole, or the folder is not empty; nothing is left then.
    """
    target = new_folder(folder)
    with open_backup(file) as backup:
        typed = _paths_in(backup)
        if dry_run:
            check(backup, bar)
            return _checked(backup.manifest)
        unlike = unpack(backup, target, partial(is_key, typed=typed), bar)
        return _restored(backup.manifest, typed, target, unlike)


def _paths_in(backup: OpenBackup) -> dict[str, str]:
    """What the config.toml of an archive names, none of it outside the folder (R8.66)."""
    text = decode_text(backup.load(0), backup.path)
    typed = typed_paths(text)
    refuse([f"没有恢复：这份备份的 {why}" for why in why_not_portable(typed)])
    names = foreign((entry.name for entry in backup.manifest.entries), typed)
    if names:
        raise BadBackup(_FOREIGN.format(shown_name(names[0])))
    return typed


def _checked(manifest: BackupManifest) -> Outcome:
    line = f"这份备份是完整的：{_contents(manifest)}"
    return Outcome((line, "（试运行，没有写入任何文件）", AFTER_DRY_RUN))


def _contents(manifest: BackupManifest) -> str:
    return f"{manifest.made}的备份，{manifest.files}个文件，共{_megabytes(manifest.size)}"


def _restored(
    manifest: BackupManifest, typed: Mapping[str, str], target: Path, unlike: Sequence[str]
) -> Outcome:
    names = {entry.name for entry in manifest.entries}
    key = (_KEY_TOO,) if part_name(typed["key"]) in names else ()
    coarse = [_COARSE.format(len(unlike), shown_name(name)) for name in unlike[:1]]
    return Outcome(
        (
            f"恢复了{_contents(manifest)}",
            *key,
            *coarse,
            f"下一步：{PROGRAM} --config {near_path(target)}",
        ),
        1 if unlike else 0,
    )
