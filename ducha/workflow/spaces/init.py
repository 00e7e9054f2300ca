"""init: a workspace for another city or another year, in a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ducha import carried_settings, settings
from ducha.circular import reimport, takeover
from ducha.circular.model import Doubt, LedgerDraft
from ducha.files.disk import plan as disk
from ducha.files.disk import starting
from ducha.files.disk.plan import read_bytes, read_text
from ducha.files.workbook import reading as workbook
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.findings import Problem
from ducha.ledger import sheets
from ducha.ledger.additions import Additions, additions
from ducha.ledger.model import BLANK_LEDGER, Ledger
from ducha.workflow.command import program_for
from ducha.workflow.spaces.import_circular import read_circular, reading_lines
from ducha.workflow.workspace import (
    AFTER_DRY_RUN,
    USUAL_LEDGER,
    WIDEST,
    Outcome,
    Workspace,
    near_path,
    open_workspace,
)

CONFIG = "config.toml"
_KEEP = ".gitkeep"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """The ledger that a new workspace begins with.

    `circular` is what was read of one, if there is one; `taken` says what came from the old
    workspace.
    """

    ledger: Ledger
    doubts: tuple[Doubt, ...] = ()
    circular: LedgerDraft | None = None
    own: Additions | None = None
    taken: tuple[str, ...] = ()


def init_workspace(
    model: Path,
    folder: Path,
    *,
    circular: Path | None = None,
    after: Path | None = None,
    dry_run: bool = False,
    waiting: Callable[[], None] | None = None,
) -> Outcome:
    """Make a workspace in a new or empty folder (R8.50, R8.51).

    Args:
        model: The config.toml whose settings and templates are taken where there is no `after`.
        folder: The new workspace.
        circular: What its ledger is made of; without one the ledger is empty.
        after: The config.toml of last year's workspace, whose units, settings and templates go on.
        dry_run: Write nothing.
        waiting: Called once where another run must be waited for (R6.10).

    Returns:
        Code 1 where something is to be confirmed (待确认).

    Raises:
        Problem: Something lies in the folder, or what is to be read cannot be.
    """
    root = folder.absolute()
    _refuse_filled(root)
    for config in filter(None, (model, after)):
        _refuse_within(root, settings.read(read_text(config), config.absolute().parent))
    drafted = read_circular(circular) if circular else None
    old = open_workspace(after) if after else None
    start = _start(drafted, old)
    outputs = tuple(_outputs(root, after or model, start))
    if not dry_run:
        disk.make_folder(root)
        with disk.locked(root, waiting):
            _refuse_filled(root)
            for output in outputs:
                disk.replace(output.path, output.data)
    return Outcome(tuple(_lines(root, start, outputs, dry_run=dry_run)), 1 if start.doubts else 0)


def _refuse_filled(root: Path) -> None:
    if starting.is_filled(root):
        message = f"{near_path(root)} 里已经有文件，没有建工作区。请换一个新的文件夹，或空的文件夹"
        raise Problem(message)


def _refuse_within(root: Path, other: settings.Settings) -> None:
    """A workspace lies in no inbox, which is evidence, and in no outbox, which may be deleted."""
    for folder in (other.inbox, other.outbox):
        if Path(os.path.normpath(root)).is_relative_to(folder):
            message = f"{near_path(root)} 在 {near_path(folder)} 里面，不能建工作区。请换一个地方"
            raise Problem(message)


def _start(drafted: LedgerDraft | None, old: Workspace | None) -> _Start:
    if old is None:
        if drafted is None:
            return _Start(ledger=BLANK_LEDGER)
        return _Start(ledger=drafted.ledger, doubts=drafted.doubts, circular=drafted)
    before = old.ledger
    taken = takeover.with_circular(drafted, before) if drafted else takeover.outlasting(before)
    own = _own_of(old) if taken.units else None
    words = f"从 {near_path(old.config.absolute().parent)} 带过来：责任单位{taken.units}个"
    return _Start(
        ledger=taken.ledger,
        doubts=taken.doubts,
        circular=drafted,
        own=own,
        taken=(f"{words}，设置和模板", *_NOT_TAKEN),
    )


_NOT_TAKEN = ("没有带的：指标、目标、节点、目标调整、人工处置、密钥、收到的表",)


def _own_of(old: Workspace) -> Additions:
    """A clerk's own columns of 责任单位 and lines of 文件信息, which are of no year."""
    cells = workbook.read(read_bytes(old.settings.ledger), columns=WIDEST)
    own = additions(cells, old.ledger)
    return Additions(columns=own.columns_of(sheets.UNITS.name), items=own.items)


def _outputs(root: Path, model: Path, start: _Start) -> Iterator[disk.Output]:
    """All files of the workspace, config.toml last: without it the folder is none."""
    text = read_text(model)
    new = carried_settings.carried(text)
    old_paths, paths = settings.read(text, model.absolute().parent), settings.read(new, root)
    data = ledger_xlsx.write(
        start.ledger,
        start.doubts if start.doubts or start.circular else None,
        own=start.own,
        imported=reimport.as_imported(start.circular).imported if start.circular else None,
    )
    for name, content in starting.files_of(old_paths.templates):
        yield disk.Output(paths.templates / name, content)
    yield disk.Output(paths.inbox / _KEEP, b"")
    yield disk.Output(paths.outbox / _KEEP, b"")
    yield disk.Output(root / USUAL_LEDGER, data)
    yield disk.Output(root / CONFIG, new.encode())


def _lines(
    root: Path, start: _Start, outputs: tuple[disk.Output, ...], *, dry_run: bool
) -> Iterator[str]:
    yield f"{'将建' if dry_run else '建好'}工作区：{near_path(root)}"
    if dry_run:
        yield from (f"　　{near_path(output.path)}" for output in outputs)
    if start.circular:
        yield from reading_lines(start.ledger, start.doubts)
    elif start.doubts:
        yield f"待确认{len(start.doubts)}条"
    yield from start.taken
    yield from _steps(root, start)
    if dry_run:
        yield AFTER_DRY_RUN


def _steps(root: Path, start: _Start) -> Iterator[str]:
    """The three next steps, each of which works as it stands (R8.51)."""
    program = program_for(root / CONFIG, near_path(root / CONFIG))
    ledger = near_path(root / USUAL_LEDGER)
    yield "接下来三步："
    if start.circular:
        yield (
            f"　1. 打开 {ledger}，先看〔待确认〕，对照〔原文〕核对〔指标〕，"
            "补全〔责任单位〕的县区、邮箱"
        )
    else:
        yield (
            f"　1. 有通知的：{program} import 通知文件；没有的，打开 {ledger}，"
            "填〔文件信息〕的年度、报送日、首报期，〔责任单位〕，〔指标〕"
        )
    yield f"　2. 把任务分解到县区：{program} generate --breakdown"
    yield f"　3. 生成填报表：{program} generate"
