"""已发时间 in 发送清单: the list that was made, with what has been sent since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ducha.cells import as_text
from ducha.files.disk import plan as disk
from ducha.files.disk.plan import read_bytes
from ducha.files.workbook import reading as workbook
from ducha.files.writing import list as list_xlsx
from ducha.letters.facts import LIST_HEADINGS, SENT_HEADING
from ducha.submission.sent import SentKind
from ducha.workflow.generate import LIST
from ducha.workflow.post.drafts import DraftFolder, read_drafts
from ducha.workflow.sent import read_posted, read_returned, sent_words
from ducha.workflow.workspace import Workspace, store

_LISTED = (SentKind.FORMS, SentKind.BREAKDOWN)
_UNIT = LIST_HEADINGS[0]


def refresh_lists(space: Workspace, folders: Sequence[DraftFolder]) -> list[str]:
    """Write 已发时间 into the lists that lie beside these drafts (R10.18).

    A list that a person has changed is left; `generate` will make a new one.

    Returns:
        What a person must know.
    """
    told: list[str] = []
    for folder in folders:
        path = folder.path / LIST
        if folder.kind in _LISTED and path.is_file() and disk.own([path], space.settings.outbox):
            output = disk.Output(path, _with_times(path, _times(space, folder)))
            told += store(space, [output], dry_run=False)[1]
    return told


def _times(space: Workspace, folder: DraftFolder) -> Mapping[str, str]:
    known = read_posted(space, folder.period)
    drafts = read_drafts(space, folder, frozenset(space.ledger.by_unit)).drafts
    digests = {draft.unit: draft.digest for draft, _ in drafts}
    return sent_words(folder.kind, digests, known, read_returned(space, known))


def _with_times(path: Path, times: Mapping[str, str]) -> bytes:
    """The list anew: its title and its rows as they are, 已发时间 as it is now."""
    (title, *_), *rows = _texts(path)
    unit, sent = rows[0].index(_UNIT), rows[0].index(SENT_HEADING)
    body = [
        [times.get(row[unit], "") if n == sent else text for n, text in enumerate(row)]
        for row in rows[1:]
    ]
    return list_xlsx.write(rows[0], body, title)


def _texts(path: Path) -> list[list[str]]:
    (sheet, *_) = workbook.read(read_bytes(path)).sheets
    return [[as_text(value) for value in row] for row in sheet.rows]
