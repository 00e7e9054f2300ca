"""publish --issued: 登记印发, what was signed is kept beside the edition that it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ducha.files.disk.plan import read_bytes
from ducha.files.workbook.gate import signatures
from ducha.findings import Problem, refuse
from ducha.period import Period
from ducha.published.records import IssueRecord, write_issue
from ducha.workflow.command import PROGRAM
from ducha.workflow.editions import (
    ISSUE,
    ISSUED,
    FoundEdition,
    find_edition,
    find_issue,
    issue_folders,
    read_edition,
)
from ducha.workflow.publishing.frozen import digests_of
from ducha.workflow.publishing.publish import freeze
from ducha.workflow.workspace import AFTER_DRY_RUN, Outcome, Workspace

_SIGNS = {".docx": signatures.ZIP, ".pdf": signatures.PDF}

_NOT_PUBLISHED = "{period}还没有送审，不能登记印发。请先运行 {program} publish --period {number}"
_THERE = (
    "{period}{edition}已经登记过印发（{day}）：{files}。"
    "补充或更正的，加 --again，另存一份；原来的不动"
)
_KIND = "{}：只登记 .docx 和 .pdf"
_CONTENTS = "{}：内容不是{}，请用 Word、WPS 或 PDF 阅读器打开检查"
_UNDECIDED = (
    "{}的拟表扬、拟批评还没有定：{}。不能登记印发。"
    "请按领导的决定在台账〔通报名单〕逐个填写（期次{}，决定：表扬、批评或不点名），再登记"
)
_TWICE = "{}：有两个文件同名，请改名后再登记"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDetails:
    """What a clerk says of what was signed: 期号, 签发人, 印发日期; words may be blank."""

    number: str
    signer: str
    issued: date
    registered: date


def register_issue(
    space: Workspace,
    period: Period,
    paths: Sequence[Path],
    details: IssueDetails,
    *,
    again: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Copy what was signed into the newest edition of the month, with a record (R8.8).

    Figures are not touched; nor is what was registered before.

    Args:
        space: The workspace.
        period: The month.
        paths: The signed .docx or .pdf files.
        details: What stands on them.
        again: Register more, or a correction, beside what is registered.
        dry_run: Only list what would be written.

    Returns:
        Code 1 where 期号 or 签发人 is missing.

    Raises:
        Problem: The month has not been published, somebody is still proposed to be named, it is
            registered and `again` is not said, or a file is none that can be registered.
    """
    found = find_edition(space, period)
    if found is None:
        message = _NOT_PUBLISHED.format(period=period.label, program=PROGRAM, number=period)
        raise Problem(message)
    _refuse_undecided(space, found)
    folder = _next_folder(space, found, again=again)
    signed = _signed(paths)
    record = IssueRecord(
        number=details.number,
        signer=details.signer or space.ledger.document.signer,
        issued=details.issued,
        registered=details.registered,
        files=digests_of(signed),
    )
    if not dry_run:
        freeze(space, folder, {**signed, ISSUE: write_issue(record)})
    return _outcome(space, found, record, folder, dry_run=dry_run)


def _refuse_undecided(space: Workspace, found: FoundEdition) -> None:
    """Nothing is issued while 拟 stands: leaders decide in 通报名单 (R9.61).

    Raises:
        Problem: Units that the edition proposes to name of which the ledger says nothing.
    """
    facts, _ = read_edition(space, found)
    month = str(found.name.period)
    decided = {each.unit for each in space.ledger.decisions if each.period == month}
    proposed = facts.under(space.ledger.own_names).undecided
    waiting = [unit for unit in proposed if unit not in decided]
    if waiting:
        raise Problem(_UNDECIDED.format(found.name.period.label, "、".join(waiting), month))


def _next_folder(space: Workspace, found: FoundEdition, *, again: bool) -> Path:
    before = find_issue(space, found.folder)
    if before is None:
        return found.folder / ISSUED
    if not again:
        message = _THERE.format(
            period=found.name.period.label,
            edition=found.name.label,
            day=before.issued,
            files="、".join(before.files),
        )
        raise Problem(message)
    return found.folder / f"{ISSUED}{len(issue_folders(found.folder)) + 1}"


def _signed(paths: Sequence[Path]) -> dict[str, bytes]:
    """The files by name, every fault of theirs at once."""
    files: dict[str, bytes] = {}
    wrong: list[str] = []
    for path in paths:
        sign = _SIGNS.get(path.suffix.lower())
        if sign is None:
            wrong.append(_KIND.format(path.name))
        elif path.name.casefold() in map(str.casefold, files):
            wrong.append(_TWICE.format(path.name))
        else:
            files[path.name] = read_bytes(path)
            if not files[path.name].startswith(sign):
                wrong.append(_CONTENTS.format(path.name, path.suffix.lower().removeprefix(".")))
    refuse(wrong)
    return files


def _outcome(
    space: Workspace, found: FoundEdition, record: IssueRecord, folder: Path, *, dry_run: bool
) -> Outcome:
    blank = [
        word for word, text in (("期号", record.number), ("签发人", record.signer)) if not text
    ]
    words = f"期号：{record.number or '（空）'}　签发人：{record.signer or '（空）'}"
    missing = (f"没有写{'、'.join(blank)}；要补上的，加 --again 再登记一次",) if blank else ()
    done = "（试运行，没有写入任何文件）将登记印发" if dry_run else "已登记印发"
    return Outcome(
        (
            f"{done}：{found.name.period.label}{found.name.label}",
            f"{words}　印发日期：{record.issued}",
            *(f"　{name}" for name in record.files),
            *missing,
            AFTER_DRY_RUN if dry_run else f"原件的副本在：{space.shown(folder)}",
        ),
        1 if missing else 0,
    )
