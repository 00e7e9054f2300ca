"""What an earlier run made and this one makes no more is taken out of the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ducha.files.disk import plan as disk
from ducha.workflow.workspace import Workspace

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What is to be said of it: what went, and, for a person to see to, what had to stay."""

    lines: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def withdraw(
    space: Workspace, folders: Iterable[Path], kept: Iterable[Path], *, dry_run: bool
) -> Withdrawal:
    """Withdraw what lies in the run's folders and is none of its own files (R6.350, R6.351).

    Args:
        space: The workspace, whose outbox was just written.
        folders: All that the run writes of one kind lies in these.
        kept: Where its files belong, and where they lie.
        dry_run: Only list what would be withdrawn (R6.352).
    """
    retired = disk.retire(folders, kept, space.settings.outbox, dry_run=dry_run)
    return Withdrawal(_say_gone(space, retired.paths, dry_run=dry_run), retired.sentences)


def _say_gone(space: Workspace, paths: Sequence[Path], *, dry_run: bool) -> tuple[str, ...]:
    if not paths:
        return ()
    if dry_run:
        return ("将撤掉（不再需要）：", *(f"　　{space.shown(path)}" for path in paths))
    named = "".join(f"〔{path.name}〕" for path in paths[:_NAMED])
    more = "等" if len(paths) > _NAMED else ""
    return (f"撤掉了{len(paths)}个不再需要的文件：{named}{more}",)
