"""前期更正: whatever of a published month reads differently now, and the file that changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ducha.ledger.model import CITY
from ducha.merge.data import DataRow
from ducha.merge.restated import Restatement, find_restated, stated
from ducha.published.edition import PublishedMonths

RowName = tuple[str, str, str]
"""Month, code and place of a row of 数据."""

NO_FILE = "（没有新的来件：台账、人工处置、设置或以前月份有变）"
NOW_GONE = "（不再采用：{}）"


class RestatedLine(NamedTuple):
    """A row of a published month that reads differently; None where there was, or is, none."""

    restatement: Restatement
    before: DataRow | None
    now: DataRow | None
    source: str

    @property
    def other_changes(self) -> str:
        """What else reads differently besides figure and light: 年度目标 60→80."""
        return "，".join(
            f"{change.heading} {change.before or '空'}→{change.now or '空'}"
            for change in self.restatement.changes
            if change.heading in {"年度目标", "差距"}
        )


def restated_lines(published: PublishedMonths, rows: Iterable[DataRow]) -> tuple[RestatedLine, ...]:
    """Rows of published months that read differently now (R8.10).

    Args:
        published: Under today's names of units.
        rows: 数据 as it reads now.
    """
    months = {str(edition.period) for edition in published.editions}
    was = {_name(row): row for edition in published.editions for row in edition.rows}
    reads = {_name(row): row for row in rows if row.period in months}
    found = find_restated(stated(was.values()), stated(reads.values()), months)
    names = [(restatement, restatement.row.key) for restatement in found]
    files = _files_of_places(was, reads, (name for _, name in names))
    return tuple(
        RestatedLine(restatement, was.get(name), reads.get(name), _source(was, reads, files, name))
        for restatement, name in names
    )


def _name(row: DataRow) -> RowName:
    return row.period, row.code, row.place


def _files_of_places(
    was: Mapping[RowName, DataRow], reads: Mapping[RowName, DataRow], names: Iterable[RowName]
) -> dict[tuple[str, str], list[str]]:
    """By month and code: the files that changed the rows of its places."""
    files: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        if name[2] != CITY and (file := _file(was.get(name), reads.get(name))):
            files[name[:2]].append(file)
    return files


def _source(
    was: Mapping[RowName, DataRow],
    reads: Mapping[RowName, DataRow],
    files: Mapping[tuple[str, str], list[str]],
    name: RowName,
) -> str:
    """The file that changed a row; of the whole city's, those that changed its places (R8.11)."""
    if name[2] == CITY:
        return "、".join(dict.fromkeys(files.get(name[:2], ()))) or NO_FILE
    return _file(was.get(name), reads.get(name)) or NO_FILE


def _file(before: DataRow | None, now: DataRow | None) -> str:
    """Where the figure now comes from, where that is another file, or else where it came from."""
    if now is not None and now.file:
        same = before is not None and (before.file, before.cell) == (now.file, now.cell)
        return "" if same else now.file
    return NOW_GONE.format(before.file) if before is not None and before.file else ""
