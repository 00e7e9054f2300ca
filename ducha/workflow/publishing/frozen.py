"""What is frozen of a month: its documents, and all that they were made from."""

from __future__ import annotations

import platform
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import count
from pathlib import Path
from typing import NamedTuple

from ducha.files.disk import plan as disk
from ducha.files.disk.plan import read_bytes
from ducha.findings import Problem
from ducha.period import Period
from ducha.published.records import PROGRAM, InboxRecord, digest_of
from ducha.submission.arrival import FILE_TIME, Arrival
from ducha.version import VERSION
from ducha.workflow.month import MonthReport
from ducha.workflow.outbox.letters import NOTICE, UPWARD
from ducha.workflow.outbox.reports import REPORT, report_path
from ducha.workflow.workspace import LEDGER_COPY, Workspace, ledger_copy, open_workspace

CONFIG, LEDGER, TEMPLATES = "config.toml", "ledger.xlsx", "templates"

DOCUMENTS = ((REPORT, ".xlsx"), (NOTICE, ".docx"), (UPWARD, ".docx"))
"""What is sent up to be signed: how the names of its files begin, and how they end."""

FINAL = "_正式稿"

_BESIDE = "（新生成"
"""In the name of what this program wrote beside a document that a person had changed."""

_LIBRARIES = (
    *("XlsxWriter", "pandas", "numpy", "python-calamine", "chinesecalendar"),
    *("docxtpl", "python-docx", "jinja2"),
)
"""Those whose version may change what a report says, or its bytes."""

_CHANGED = "台账或设置刚刚被改动过，没有送审。请保存、关闭 {}，再重新运行"


class Documents(NamedTuple):
    """Documents by the names under which they are frozen; `edited` are those a person changed.

    `outdated` are our own in the outbox that are not those that are frozen.
    """

    files: Mapping[str, bytes]
    edited: tuple[str, ...]
    outdated: tuple[Path, ...]


def documents(space: Workspace, month: MonthReport) -> Documents:
    """Report and letters as they are made now; what a person has changed, as it lies (R8.3)."""
    period = month.merged.period
    files = {report_path(space, period).name: month.data, **month.letters}
    made = dict(files)
    edited: list[str] = []
    outdated: list[Path] = []
    for path, ours in _in_outbox(space, period):
        data = read_bytes(path)
        if ours and path.name in made and data != made[path.name]:
            outdated.append(path)
        if ours or data == files.get(path.name):
            files.setdefault(path.name, data)
        else:
            name = _free_name(path, files)
            files[name] = data
            edited.append(name)
    return Documents(files, tuple(edited), tuple(outdated))


def _in_outbox(space: Workspace, period: Period) -> Iterator[tuple[Path, bool]]:
    """Documents of the month, and whether they are as this program wrote them.

    What was written beside a changed one is no document of its own.
    """
    for stem, ending in DOCUMENTS:
        paths = sorted(space.folder(period).glob(f"{stem}_{period.label}*{ending}"))
        ours = disk.own(paths, space.settings.outbox)
        for path in paths:
            if path.is_file() and not (path in ours and _BESIDE in path.name):
                yield path, path in ours


def _free_name(path: Path, taken: Iterable[str]) -> str:
    """The name under which a changed document is frozen."""
    stem = path.stem if path.stem.endswith(FINAL) else path.stem + FINAL
    names = (f"{stem}{number if number > 1 else ''}{path.suffix}" for number in count(1))
    return next(name for name in names if name not in taken)


def sources(space: Workspace, month: MonthReport) -> dict[str, bytes]:
    """The ledger as it is and as in force, config.toml and the templates.

    Raises:
        Problem: The ledger or config.toml is not what the month was made from any more.
    """
    files = _sources(space)
    if open_workspace(space.config, space.lock) != space or _sources(space) != files:
        raise Problem(_CHANGED.format(space.settings.ledger.name))
    files[LEDGER_COPY] = ledger_copy(space, month.merged.force).data
    return files


def _sources(space: Workspace) -> dict[str, bytes]:
    templates = space.settings.templates
    return {
        CONFIG: read_bytes(space.config),
        LEDGER: read_bytes(space.settings.ledger),
        **{f"{TEMPLATES}/{name}": data for name, data in files_below(templates).items()},
    }


def files_below(folder: Path) -> dict[str, bytes]:
    """Every plain file below a folder, by its path with slashes; none where there is no folder."""
    return {
        path.relative_to(folder).as_posix(): read_bytes(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def digests_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Their digests by name."""
    return {name: digest_of(data) for name, data in files.items()}


def inbox_records(arrivals: Sequence[Arrival]) -> tuple[InboxRecord, ...]:
    """The files of the inbox that were read, members aside (R8.4).

    The time of a file is kept where it is the time of something in it (文件时间).
    """
    records: list[InboxRecord] = []
    for arrival in arrivals:
        source = arrival.source
        if arrival.filed is not None:
            records.append(InboxRecord(source.file, source.sha256, None))
            filed = arrival.filed
        if source.basis == FILE_TIME:
            records[-1] = records[-1]._replace(filed=filed)
    return tuple(records)


def versions() -> dict[str, str]:
    """The versions that decide what is made, and its bytes (R8.22)."""
    return {
        PROGRAM: VERSION,
        "Python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: _version(name) for name in _LIBRARIES},
    }


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
