"""publish: 送审, a month is frozen in the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ducha.files.disk import folders
from ducha.findings import Problem, Severity
from ducha.form.claim import key_id
from ducha.period import Period
from ducha.published.edition import EditionName
from ducha.published.records import Manifest, write_facts, write_manifest
from ducha.standing.reporting import State
from ducha.standing.words.return_words import state_words
from ducha.workflow.command import PROGRAM
from ducha.workflow.editions import (
    FACTS,
    MANIFEST,
    edition_folder,
    find_edition,
    read_published,
)
from ducha.workflow.month import MonthReport, MonthTerms, check_final, make_month
from ducha.workflow.publishing.frozen import (
    Documents,
    digests_of,
    documents,
    files_below,
    inbox_records,
    sources,
    versions,
)
from ducha.workflow.workspace import (
    AFTER_DRY_RUN,
    Outcome,
    Watch,
    Workspace,
    gather_inbox,
    ledger_notes,
)

Confirm = Callable[[Sequence[str]], bool]
"""Shows what is open and asks whether to go on."""

_THERE = (
    "{period}已经送审（{told}），归档的不会改动。"
    "数据更正后要重新送审的，加 --again，另成第{next}稿；登记印发的文件用 --issued"
)
_OUTDATED = "outbox 里的〔{}〕是以前汇总的，与送审的不同；以归档的为准，请再汇总一次"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """An edition before it is frozen: its folder, its files, what was changed, what is open."""

    name: EditionName
    folder: Path
    files: Mapping[str, bytes]
    documents: Documents
    opened: tuple[str, ...]


def publish_month(
    space: Workspace,
    terms: MonthTerms,
    *,
    again: bool = False,
    dry_run: bool = False,
    confirm: Confirm | None = None,
    watch: Watch | None = None,
) -> Outcome:
    """Merge anew and freeze the month: 送审 (R8.1).

    Args:
        space: The workspace.
        terms: The month and the day; what was published before is found in the archive.
        again: Make the next edition beside the one that there is.
        dry_run: Only list what would be frozen.
        confirm: Asks where 退回, 需核实 or 待报 are open; without it nobody is asked (R8.6).
        watch: Shows how far the reading has come.

    Returns:
        Code 1 where something is open, or the clerk has not gone on.

    Raises:
        Problem: The month has been published and `again` is not said, or what cannot be read or
            written.
    """
    check_final(terms.period, final=terms.final)
    number = _next_number(space, terms.period, again=again)
    before = read_published(space, terms.period)
    arrivals = gather_inbox(space, watch)
    month = make_month(space, arrivals, replace(terms, published=before.months))
    opened = open_matters(month)
    if opened and confirm and not dry_run and not confirm(opened):
        return Outcome(("没有送审，什么也没有写入",), 1)
    name = EditionName(terms.period, number, terms.today)
    manifest = Manifest(
        name=name,
        final=terms.final,
        key_id=key_id(space.key) if space.key else "",
        versions=versions(),
        inbox=inbox_records(arrivals),
        sent=digests_of(files_below(space.settings.sent)),
        editions=before.records,
        frozen={},
    )
    draft = _draft(space, month, manifest, opened)
    if not dry_run:
        freeze(space, draft.folder, draft.files)
    return _outcome(space, draft, dry_run=dry_run)


def _next_number(space: Workspace, period: Period, *, again: bool) -> int:
    """The number of the edition to be made (R8.7)."""
    found = find_edition(space, period)
    if found is None:
        return 1
    number = found.name.number + 1
    if not again:
        raise Problem(_THERE.format(period=period.label, told=found.name.told, next=number))
    return number


def open_matters(month: MonthReport) -> tuple[str, ...]:
    """What is open of a month that is to be published: 退回, 需核实, 待报 (R8.6)."""
    severities = Counter(finding.severity for finding in month.merged.findings)
    counted = [
        f"{severity}{severities[severity]}条"
        for severity in (Severity.RETURN, Severity.VERIFY)
        if severities[severity]
    ]
    findings = (f"　{'，'.join(counted)}（见〔数据核查〕）",) if counted else ()
    awaited = (f"　{words}",) if (words := state_words(month.states, State.AWAITED)) else ()
    return (*findings, *awaited)


def _draft(
    space: Workspace, month: MonthReport, manifest: Manifest, opened: tuple[str, ...]
) -> _Draft:
    """Everything that is to be frozen, its digests in the manifest."""
    name, made = manifest.name, documents(space, month)
    frozen = {**made.files, **sources(space, month), FACTS: write_facts(month.edition(name))}
    whole = replace(manifest, frozen=digests_of(frozen))
    return _Draft(
        name=name,
        folder=edition_folder(space, name.period, name.number),
        files={**frozen, MANIFEST: write_manifest(whole)},
        documents=made,
        opened=opened,
    )


def freeze(space: Workspace, folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder of the archive, whole (R8.2).

    Raises:
        AssertionError: The workspace was opened without its lock: a fault of the program.
    """
    if space.lock is None:
        message = "the archive is written under the lock only: see locked_workspace"
        raise AssertionError(message)
    folders.place_folder(folder, files)


def _outcome(space: Workspace, draft: _Draft, *, dry_run: bool) -> Outcome:
    label, folder = f"{draft.name.period.label}{draft.name.label}", space.shown(draft.folder)
    edited = [f"　{name}：您改过的，原样归档" for name in draft.documents.edited]
    outdated = [_OUTDATED.format(path.name) for path in draft.documents.outdated]
    opened = ("送审时还没有了结的：", *draft.opened) if draft.opened else ()
    unsaved = ledger_notes(space)
    if dry_run:
        listed = (f"　　{folder}/{name}" for name in draft.files)
        done = ("（试运行，没有写入任何文件）将归档：", *listed)
        ending = AFTER_DRY_RUN
    else:
        done = (f"已送审：{label}，归档在 {folder}，共{len(draft.files)}个文件",)
        ending = (
            f"下一步：打印 {folder} 里的汇总表送审；签发以后登记印发：{PROGRAM} publish "
            f"--period {draft.name.period} --issued 文件"
        )
    code = 1 if opened or unsaved or (outdated and not dry_run) else 0
    return Outcome((*done, *edited, *opened, *outdated, *unsaved, ending), code)
