"""import: a circular becomes a ledger to be reviewed; one that is there is kept and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import chain, count
from pathlib import Path

from ducha import settings
from ducha.cells import Cells
from ducha.circular import draft, reimport
from ducha.circular.model import Doubt, LedgerDraft
from ducha.files.disk import plan as disk
from ducha.files.disk.plan import read_bytes, read_text
from ducha.files.documents import reading as documents
from ducha.files.workbook import reading as workbook
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.findings import Problem
from ducha.ledger import reading as ledger_reading
from ducha.ledger.additions import Addition, additions
from ducha.ledger.model import Ledger
from ducha.workflow.command import PROGRAM
from ducha.workflow.workspace import WIDEST, Outcome, locked_root, near_path

KEPT = "（导入前{}）"
_LISTED = 15


def import_circular(
    config: Path,
    source: Path,
    target: Path | None,
    *,
    force: bool,
    dry_run: bool = False,
    waiting: Callable[[], None] | None = None,
) -> Outcome:
    """Read a circular and write the ledger; one that is there is merged only with `force`.

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
        Problem: There is a ledger and no `force`, or a file cannot be read or written.
    """
    with nullcontext() if dry_run else locked_root(config, waiting):
        return _import(config, source, target, force=force, dry_run=dry_run)


def _import(
    config: Path, source: Path, target: Path | None, *, force: bool, dry_run: bool
) -> Outcome:
    chosen = settings.read(read_text(config), config.absolute().parent)
    ledger_path = (target or chosen.ledger).absolute()
    if ledger_path.exists() and not force:
        message = (
            f"台账 {ledger_path.name} 已经存在，没有导入。要与它合并更新，请加 --force；"
            "要另存一份，请加 --ledger 新文件名.xlsx"
        )
        raise Problem(message)
    drafted = draft.read(documents.text_of(read_bytes(source), source.name))
    ledger, doubts, changes = (
        _update(ledger_path, drafted)
        if ledger_path.exists()
        else (drafted.ledger, drafted.doubts, ())
    )
    outputs = _outputs(ledger_path, ledger, doubts)
    if not dry_run:
        for path, data in outputs:
            disk.replace(path, data)
    lines = _summary(ledger, doubts, changes, ledger_path, dry_run=dry_run)
    return Outcome(lines, 1 if doubts else 0, None if dry_run else ledger_path)


def _update(path: Path, drafted: LedgerDraft) -> tuple[Ledger, tuple[Doubt, ...], tuple[str, ...]]:
    """The ledger that is there with the draft over it; with doubts for what cannot come along."""
    cells = _cells(path)
    old = ledger_reading.read(cells)
    left_behind = [_left_behind(addition, path) for addition in additions(cells, old)]
    ledger, doubts, changes = reimport.reimport(drafted, old)
    lost = (f"{doubt.place}：{doubt.found}没有带入" for doubt in left_behind)
    return ledger, (*doubts, *left_behind), (*lost, *changes)


def _cells(path: Path) -> Cells:
    try:
        return workbook.read(read_bytes(path), columns=WIDEST)
    except workbook.Unreadable as wrong:
        message = f"现有台账 {path.name} 打不开：{wrong}"
        raise Problem(message) from wrong


def _left_behind(addition: Addition, path: Path) -> Doubt:
    content = f"自己加的“{addition.heading}”" if addition.heading else "自己加的表"
    sentence = f"程序不认识，没有带入新台账；需要的，请从“{_kept_path(path).name}”复制过来"
    return Doubt("自加内容", f"〔{addition.sheet}〕", content, sentence)


def _kept_path(path: Path) -> Path:
    """Where the ledger that was there is kept: a name of its own, for no copy replaces another."""
    numbers = chain(("",), map(str, count(2)))
    names = (path.with_name(f"{path.stem}{KEPT.format(number)}{path.suffix}") for number in numbers)
    return next(name for name in names if not name.exists())


def _outputs(path: Path, ledger: Ledger, doubts: Sequence[Doubt]) -> list[tuple[Path, bytes]]:
    """The new ledger; what was there is kept beside it."""
    new = (path, ledger_xlsx.write(ledger, doubts))
    if not path.exists():
        return [new]
    return [(_kept_path(path), read_bytes(path)), new]


def _summary(
    ledger: Ledger,
    doubts: Sequence[Doubt],
    changes: Sequence[str],
    path: Path,
    *,
    dry_run: bool,
) -> tuple[str, ...]:
    indicators = ledger.indicators
    matters = len({(i.matter_no, i.matter) for i in indicators})
    items, units = len({i.item for i in indicators}), len(ledger.units)
    rest = [f"　……另有{len(changes) - _LISTED}处"] if len(changes) > _LISTED else []
    changed = [
        f"与原台账相比有{len(changes)}处变化：",
        *(f"　{c}" for c in changes[:_LISTED]),
        *rest,
    ]
    done = "（试运行，没有写入）" if dry_run else ""
    return (
        f"{ledger.document.title}",
        f"事项{matters}件，子项{items}项，指标{len(indicators)}个，责任单位{units}个{done}",
        *(changed if changes else []),
        f"待确认{len(doubts)}条" if doubts else "没有待确认的内容",
        f"下一步：打开 {near_path(path)}，先看〔待确认〕表，改好后 {PROGRAM} generate",
    )
