"""The archive: which editions of which months there are, and what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from ducha.files.disk.plan import read_bytes
from ducha.files.disk.words import why_not_read
from ducha.findings import Problem
from ducha.period import MONTHS, Period, months_between
from ducha.published.edition import EditionFacts, EditionName, PublishedMonths
from ducha.published.fields import TornRecordError
from ducha.published.records import (
    EditionRecord,
    IssueRecord,
    Manifest,
    digest_of,
    read_facts,
    read_issue,
    read_manifest,
)
from ducha.workflow.workspace import Workspace

T = TypeVar("T")

FACTS = "数据.json"
MANIFEST = "清单.json"
ISSUED = "印发"
ISSUE = "登记.json"

_EDITION = re.compile(r"第([1-9]\d*)稿")
_ISSUED = re.compile(rf"{ISSUED}(\d*)")

_TORN = "归档的〔{}〕读不懂：不完整，或者被改动过。请从备份恢复这个文件，再重新运行"
_MOVED = "归档的文件夹 {} 里放的是{}（第{}稿）。请改回原来的位置和名称，再重新运行"
_CHANGED = "归档的〔{}〕与〔{}〕里记的不一样，被改动过。请从备份恢复，再重新运行"


class FoundEdition(NamedTuple):
    """An edition as it lies in the archive."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> EditionName:
        """Which one it is."""
        return self.manifest.name


class PublishedBefore(NamedTuple):
    """The newest edition of each month, and what is recorded of those that were read."""

    months: PublishedMonths
    records: tuple[EditionRecord, ...]


def edition_folder(space: Workspace, period: Period, number: int) -> Path:
    """Where an edition lies."""
    return space.settings.archive / str(period) / f"第{number}稿"


def edition_numbers(space: Workspace, period: Period) -> tuple[int, ...]:
    """The editions that there are of a month, the oldest first."""
    return _numbers(space.settings.archive / str(period), _EDITION)


def issue_folders(edition: Path) -> tuple[Path, ...]:
    """What was registered as issued of an edition, one folder each time, the first first."""
    numbers = sorted(_numbers(edition, _ISSUED))
    return tuple(edition / f"{ISSUED}{number if number > 1 else ''}" for number in numbers)


def _numbers(folder: Path, named: re.Pattern[str]) -> tuple[int, ...]:
    """The numbers in the names of folders in a folder; a name without one is the first."""
    try:
        paths = list(folder.iterdir())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Problem(why_not_read(error, folder)) from error
    found = (named.fullmatch(path.name) for path in paths if path.is_dir())
    return tuple(sorted(int(match[1] or 1) for match in found if match))


def find_edition(
    space: Workspace, period: Period, number: int | None = None
) -> FoundEdition | None:
    """An edition of a month, the newest where none is named; None where there is none.

    Raises:
        Problem: Its manifest is torn, or another edition's.
    """
    numbers = edition_numbers(space, period)
    if not numbers or (number and number not in numbers):
        return None
    folder = edition_folder(space, period, number or numbers[-1])
    manifest = _read(space, folder / MANIFEST, read_manifest)
    name = manifest.name
    if edition_folder(space, name.period, name.number) != folder:
        message = _MOVED.format(space.shown(folder), name.period.label, name.number)
        raise Problem(message)
    return FoundEdition(folder, manifest)


def read_edition(space: Workspace, found: FoundEdition) -> tuple[EditionFacts, EditionRecord]:
    """What an edition says, as its manifest has it.

    Raises:
        Problem: It is torn, or has been changed.
    """
    path = found.folder / FACTS
    data = read_bytes(path)
    digest = digest_of(data)
    if digest != found.manifest.frozen.get(FACTS):
        raise Problem(_CHANGED.format(space.shown(path), MANIFEST))
    facts = _parsed(space, path, data, read_facts)
    return facts, EditionRecord(found.name.period, found.name.number, digest)


def read_published(space: Workspace, upto: Period) -> PublishedBefore:
    """The newest edition of each month up to this one (R8.12).

    Raises:
        Problem: One is torn or has been changed: nothing is compared with half an archive.
    """
    months = months_between(space.first, upto)
    found = [edition for month in months if (edition := find_edition(space, month))]
    read = [read_edition(space, edition) for edition in found]
    return PublishedBefore(
        PublishedMonths(tuple(facts for facts, _ in read)), tuple(record for _, record in read)
    )


def find_issue(space: Workspace, edition: Path) -> IssueRecord | None:
    """What was registered last of an edition; None where nothing was."""
    folders = issue_folders(edition)
    return _read(space, folders[-1] / ISSUE, read_issue) if folders else None


def _read(space: Workspace, path: Path, parse: Callable[[bytes], T]) -> T:
    return _parsed(space, path, read_bytes(path), parse)


def _parsed(space: Workspace, path: Path, data: bytes, parse: Callable[[bytes], T]) -> T:
    try:
        return parse(data)
    except TornRecordError as error:
        raise Problem(_TORN.format(space.shown(path))) from error


# In words


def say_published(space: Workspace, period: Period) -> tuple[str, ...]:
    """That a month has been published, for the screen; nothing where it has not (R8.5)."""
    found = find_edition(space, period)
    if found is None:
        return ()
    issue = find_issue(space, found.folder)
    issued = f"，{issue.issued}印发" if issue else ""
    return (
        f"本月已送审（{found.name.told}{issued}），归档的不会改动；与送审时不同的，见〔前期更正〕",
    )


def list_published(space: Workspace) -> tuple[str, ...]:
    """Which months have been published, in one line; nothing where none has."""
    months = months_between(space.first, Period(space.first.year, MONTHS))
    found = [edition for month in months if (edition := find_edition(space, month))]
    named = (
        f"{edition.name.period.month}月（{edition.name.label}"
        f"{'，已印发' if issue_folders(edition.folder) else ''}）"
        for edition in found
    )
    return (f"已送审：{'、'.join(named)}",) if found else ()
