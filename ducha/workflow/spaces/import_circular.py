"""import: a circular becomes a ledger to be reviewed; one that is there is kept and compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ducha import settings
from ducha.cells import Cells
from ducha.circular import draft, reimport
from ducha.circular.model import Doubt, LedgerDraft
from ducha.circular.place import why_another
from ducha.files.disk import plan as disk
from ducha.files.disk.plan import read_bytes, read_text
from ducha.files.documents import reading as documents
from ducha.files.workbook import reading as workbook
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.findings import Problem
from ducha.ledger import reading as ledger_reading
from ducha.ledger.additions import Additions, additions
from ducha.ledger.imported import read_imported
from ducha.ledger.model import BLANK_LEDGER, Ledger
from ducha.workflow.command import PROGRAM, program_for
from ducha.workflow.workspace import USUAL_LEDGER, WIDEST, Outcome, locked_root, near_path

KEPT = "（导入前{}）"
_LISTED = 15
_LEDGER_OPEN = (
    "台账 {name} 正在 {program} 中打开，要换掉它的导入不能做。请先保存、关闭，再运行一次。"
    "并没有打开的，是上次没有正常关闭，删掉旁边的〔{sign}〕（隐藏文件）即可"
)
_ALREADY = (
    "台账 {name} 已经存在，没有导入。同一份通知有更正的，请加 --force，与它合并更新；"
    "换了年度或城市，用 {program} init 新文件夹 --from {source}；"
    "只想看看读出什么，请加 --ledger 新文件名.xlsx"
)
_ANOTHER = (
    "{why}，没有导入。一份通知有更正的才用 --force；"
    "换了年度或城市，用 {program} init 新文件夹 --from {source}"
)


def import_circular(
    config: Path,
    source: Path,
    target: Path | None,
    *,
    force: bool,
    dry_run: bool = False,
    waiting: Callable[[], None] | None = None,
) -> Outcome:
    """Read a circular and write the ledger; one that is there is merged only with `force` (R8.40).

    One in which no indicator stands yet, as init makes it, is filled in without.

    Args:
        config: The config.toml, which says where the ledger is.
        source: The circular: .txt, .docx, .pdf or a saved web page.
        target: Where the ledger goes instead.
        force: Merge with the ledger that is there, and keep that one beside.
        dry_run: Write nothing.
        waiting: Called once where another run must be waited for (R6.10).

    Returns:
        Code 1 where something is to be confirmed (待确认).

    Raises:
        Problem: There is a ledger and no `force`, the circular is none of its year and place, or
            a file cannot be read or written.
    """
    with nullcontext() if dry_run else locked_root(config, waiting):
        return _import(config, source, target, force=force, dry_run=dry_run)


def _import(
    config: Path, source: Path, target: Path | None, *, force: bool, dry_run: bool
) -> Outcome:
    usual = settings.read(read_text(config), config.absolute().parent).ledger
    path = (target or usual).absolute()
    unsaved = _refuse_open(path, dry_run=dry_run)
    planned = _plan(path, source, force=force)
    if not dry_run:
        _write(planned)
    kept = None if dry_run else planned.kept
    lines = (
        *reading_lines(planned.update.ledger, planned.doubts, dry_run=dry_run),
        *_change_lines(planned.update),
        *((f"原来的台账另存为 {near_path(kept)}",) if kept else ()),
        *unsaved,
        _next_step(config, usual, path),
    )
    return Outcome(lines, 1 if planned.doubts or unsaved else 0, None if dry_run else path)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """What an import writes, and where the ledger that was there is kept, if it is."""

    path: Path
    data: bytes
    update: reimport.Update
    doubts: tuple[Doubt, ...]
    kept: Path | None


def _plan(path: Path, source: Path, *, force: bool) -> _Planned:
    """Read the circular, and the ledger that is there; what comes of them.

    Raises:
        Problem: One of them cannot be read, or they do not go together.
    """
    present = _Present.at(path)
    if present and present.ledger.indicators and not force:
        raise Problem(_ALREADY.format(name=path.name, program=PROGRAM, source=source.name))
    drafted = read_circular(source)
    if present is None:
        update, own = reimport.as_imported(drafted), None
    else:
        update, own = _update(drafted, present, source), present.own
    kept = _kept_path(path) if present and not present.is_blank else None
    doubts = (*update.doubts, *(present.doubts(kept.name) if present and kept else ()))
    data = ledger_xlsx.write(update.ledger, doubts, own=own, imported=update.imported)
    return _Planned(path=path, data=data, update=update, doubts=doubts, kept=kept)


def _write(planned: _Planned) -> None:
    """Write the ledger; first, the one that was there is kept as it is."""
    if planned.kept:
        disk.replace(planned.kept, read_bytes(planned.path))
    disk.replace(planned.path, planned.data)


def _refuse_open(path: Path, *, dry_run: bool) -> tuple[str, ...]:
    """The ledger to be replaced must not be open: whoever saves it then undoes the import (R6.355).

    A dry run only says so.

    Raises:
        Problem: It is open.
    """
    by = disk.opened(path) if path.exists() else None
    if by is None:
        return ()
    sentence = _LEDGER_OPEN.format(name=path.name, program=by.program, sign=by.sign)
    if not dry_run:
        raise Problem(sentence)
    return (sentence,)


def read_circular(source: Path) -> LedgerDraft:
    """Read a circular's file.

    Raises:
        Problem: It cannot be read, or is no circular.
    """
    return draft.read(documents.read_document(read_bytes(source), source.name))


@dataclass(frozen=True, slots=True)
class _Present:
    """The ledger that is there, what is a clerk's own in it, and what the last import read."""

    ledger: Ledger
    own: Additions
    imported: Ledger | None

    @classmethod
    def at(cls, path: Path) -> Self | None:
        """Read it; None where there is no file.

        Raises:
            Problem: It cannot be read, or has mistakes.
        """
        if not path.exists():
            return None
        cells = _cells(path)
        ledger = ledger_reading.read_started(cells) or ledger_reading.read(cells)
        return cls(ledger, additions(cells, ledger), read_imported(cells))

    @property
    def is_blank(self) -> bool:
        """Whether nobody has put anything into it since init made it."""
        return self.ledger == BLANK_LEDGER and self.own == Additions()

    def doubts(self, kept: str) -> tuple[Doubt, ...]:
        """What of a clerk's own comes along only as it was to be read (R8.45)."""
        formulas = "原来是公式，带过来的是当时的数；要公式的，请从“{}”复制"
        contents = "带过来的是内容，格式、公式、批注没有带；需要的，请从“{}”复制"
        return (
            *(
                Doubt("自加内容", f"〔{column.sheet}〕", column.label, formulas.format(kept))
                for column in self.own.columns
                if column.formulas
            ),
            *(
                Doubt("自加内容", f"〔{sheet.name}〕", sheet.label, contents.format(kept))
                for sheet in self.own.sheets
            ),
        )


def _update(drafted: LedgerDraft, present: _Present, source: Path) -> reimport.Update:
    """The circular over the ledger that is there.

    Raises:
        Problem: It is a circular of another year or place (R8.41, R8.42).
    """
    why = why_another(drafted.ledger, present.ledger)
    if why:
        raise Problem(_ANOTHER.format(why=why, program=PROGRAM, source=source.name))
    return reimport.reimport(drafted, present.ledger, present.imported)


def _cells(path: Path) -> Cells:
    try:
        return workbook.read(read_bytes(path), columns=WIDEST)
    except workbook.Unreadable as wrong:
        message = f"现有台账 {path.name} 打不开：{wrong}"
        raise Problem(message) from wrong


def _kept_path(path: Path) -> Path:
    """Where the ledger that was there is kept: after all that are kept already (R8.43)."""
    pattern = re.compile(re.escape(path.stem) + r"（导入前(\d+)）" + re.escape(path.suffix))
    names = [] if not path.parent.is_dir() else [each.name for each in path.parent.iterdir()]
    numbers = [int(match[1]) for match in map(pattern.fullmatch, names) if match]
    return path.with_name(f"{path.stem}{KEPT.format(max(numbers, default=0) + 1)}{path.suffix}")


def reading_lines(
    ledger: Ledger, doubts: Sequence[Doubt], *, dry_run: bool = False
) -> tuple[str, ...]:
    """What was read of a circular."""
    indicators = ledger.indicators
    matters = len({(i.matter_no, i.matter) for i in indicators})
    items, units = len({i.item for i in indicators}), len(ledger.units)
    done = "（试运行，没有写入）" if dry_run else ""
    return (
        f"{ledger.document.title}",
        f"事项{matters}件，子项{items}项，指标{len(indicators)}个，责任单位{units}个{done}",
        f"待确认{len(doubts)}条" if doubts else "没有待确认的内容",
    )


def _change_lines(update: reimport.Update) -> tuple[str, ...]:
    changes = update.changes
    rest = [f"　……另有{len(changes) - _LISTED}处"] if len(changes) > _LISTED else []
    differing = update.differing
    kept = f"台账里的与通知不同的{differing}处，保留台账的，两边的写法都列在〔待确认〕"
    changed = (
        f"与原台账相比有{len(changes)}处变化：",
        *(f"　{change}" for change in changes[:_LISTED]),
        *rest,
    )
    return (*(changed if changes else ()), *((kept,) if differing else ()))


def _next_step(config: Path, usual: Path, path: Path) -> str:
    """What to do with the ledger; one beside the workspace's own is not yet anybody's (R8.49)."""
    program = program_for(config, near_path(config))
    look = f"下一步：打开 {near_path(path)}，先看〔待确认〕表"
    if path == usual.absolute():
        return f"{look}，改好后 {program} generate"
    return (
        f"{look}。这本台账还没有用上，现在的台账没有变；要按它督查，先 {program} init 新文件夹，"
        f"再把它放进新文件夹，改名为 {USUAL_LEDGER}"
    )
