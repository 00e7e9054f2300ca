"""verify: a published month is made again from what was frozen, and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ducha import settings
from ducha.cells import Row
from ducha.files.disk.plan import read_bytes, read_text
from ducha.files.inbox import arrivals as inbox
from ducha.files.workbook import reading as workbook
from ducha.files.workbook.gate import zip as container
from ducha.findings import Problem
from ducha.form.claim import key_id
from ducha.period import Period
from ducha.published.edition import EditionFacts, PublishedMonths
from ducha.published.records import (
    Comparison,
    EditionRecord,
    InboxRecord,
    comparison_of,
    digest_of,
)
from ducha.submission.arrival import Arrival
from ducha.workflow.command import PROGRAM
from ducha.workflow.editions import (
    FoundEdition,
    edition_folder,
    find_edition,
    read_edition,
)
from ducha.workflow.month import MonthTerms, make_month
from ducha.workflow.outbox.reports import report_path
from ducha.workflow.publishing.frozen import CONFIG, LEDGER, TEMPLATES, files_below, versions
from ducha.workflow.workspace import (
    WIDEST,
    Outcome,
    Watch,
    Workspace,
    gather_inbox,
    read_ledger,
)

DATA_SHEET = "数据"

_WHY = {
    Comparison.BYTES: "程序、Python、zlib 和各组件都与送审时相同",
    Comparison.PARTS: "Python、zlib 或组件的版本与送审时不同，压缩出来的字节可能不同",
    Comparison.DATA: "程序的版本与送审时不同，样式可能不同",
}
_NOT_THERE = "{}还没有送审{}，没有可以核对的。送审用 {} publish --period {}"
_LOST = "归档里的〔{}〕不见了，或者被改动过"
_UNUSABLE = "没有重做：归档里的台账和设置不完整。请从备份恢复 {} 整个文件夹"
_KEY = "signing.key 不是送审时的那一把：送审时的密钥编号是{}"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Whether the report is the same, how that was found out, and what is to be said of it."""

    same: bool
    how: Comparison
    notes: tuple[str, ...] = ()


def verify_month(
    space: Workspace, period: Period, number: int | None = None, watch: Watch | None = None
) -> Outcome:
    """Make a published month again and compare it with what was frozen (R8.20, R8.22).

    Args:
        space: The workspace, only looked at.
        period: The month.
        number: Of the edition; the newest where none is named.
        watch: Shows how far the reading has come.

    Returns:
        Code 0 where it is the same, 1 where it differs or a file is missing or changed (R8.23).

    Raises:
        Problem: There is no such edition, or it cannot be made again.
    """
    found = find_edition(space, period, number)
    if found is None:
        which = f"第{number}稿" if number else ""
        raise Problem(_NOT_THERE.format(period.label, which, PROGRAM, period))
    title = f"{period.label}{found.name.told}"
    lost = _lost_of_edition(found)
    if {CONFIG, LEDGER} & set(lost):
        shown = space.shown(found.folder)
        return Outcome((f"{title}：没有比对", *map(_LOST.format, lost), _UNUSABLE.format(shown)), 1)
    then = _as_it_was(space, found)
    known = {record.file: record.filed for record in found.manifest.inbox}
    arrivals = gather_inbox(then, watch, known)
    published, wrong = _published_then(space, found)
    terms = MonthTerms(
        period=period,
        today=found.name.day,
        published=published,
        final=found.manifest.final,
        sent=found.manifest.sent.keys(),
    )
    month = make_month(then, arrivals, terms)
    verdict = _compare(found, report_path(space, period).name, month.data)
    wrong = [
        *map(_LOST.format, lost),
        *wrong,
        *_changed_letters(found, month.letters),
        *_changed_inputs(space, found, arrivals),
    ]
    later = len(set(inbox.list_names(space.settings.inbox)) - known.keys())
    ignored = (f"送审以后新来的{later}个文件没有算在内",) if later else ()
    return _outcome(title, verdict, wrong, ignored)


def _as_it_was(space: Workspace, found: FoundEdition) -> Workspace:
    """The workspace with its ledger, settings and templates of then; places and key are today's."""
    now, folder = space.settings, found.folder
    then = replace(
        settings.read(read_text(folder / CONFIG), now.root),
        inbox=now.inbox,
        outbox=now.outbox,
        key=now.key,
        sent=now.sent,
        archive=now.archive,
        ledger=folder / LEDGER,
        templates=folder / TEMPLATES,
    )
    return Workspace(folder / CONFIG, then, read_ledger(folder / LEDGER), space.key)


def _published_then(space: Workspace, found: FoundEdition) -> tuple[PublishedMonths, list[str]]:
    """The editions that were read then, and a sentence for each that is not as it was."""
    facts: list[EditionFacts] = []
    wrong: list[str] = []
    for record in found.manifest.editions:
        edition = find_edition(space, record.period, record.number)
        read = _read_if_whole(space, edition) if edition else None
        if read is None or read[1] != record:
            wrong.append(
                _LOST.format(space.shown(edition_folder(space, record.period, record.number)))
            )
        if read is not None:
            facts.append(read[0])
    return PublishedMonths(tuple(facts)), wrong


def _read_if_whole(
    space: Workspace, edition: FoundEdition
) -> tuple[EditionFacts, EditionRecord] | None:
    try:
        return read_edition(space, edition)
    except Problem:
        return None


# What is missing or changed


def _lost_of_edition(found: FoundEdition) -> list[str]:
    """Frozen files that are gone or not as they were."""
    frozen = found.manifest.frozen
    there = _digests_if_there(found, frozen)
    return [name for name, digest in frozen.items() if there.get(name) != digest]


def _digests_if_there(found: FoundEdition, names: Mapping[str, str]) -> dict[str, str]:
    paths = {name: found.folder / name for name in names}
    return {name: digest_of(read_bytes(path)) for name, path in paths.items() if path.is_file()}


def _changed_inputs(
    space: Workspace, found: FoundEdition, arrivals: Sequence[Arrival]
) -> Iterator[str]:
    """Files of inbox/ and sent/ that are gone or changed, and another key, each in a sentence."""
    manifest = found.manifest
    came = {a.source.file: a.source.sha256 for a in arrivals if a.filed is not None}
    yield from _name_changed("收件箱", _inbox_digests(manifest.inbox), came)
    if manifest.sent:
        sent = {name: digest_of(data) for name, data in files_below(space.settings.sent).items()}
        yield from _name_changed("sent", manifest.sent, sent)
    if manifest.key_id != (key_id(space.key) if space.key else ""):
        yield _KEY.format(manifest.key_id or "（没有密钥）")


def _inbox_digests(records: Sequence[InboxRecord]) -> dict[str, str]:
    return {record.file: record.sha256 for record in records}


def _name_changed(place: str, then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name, digest in then.items():
        if name not in now:
            yield f"{place}里的〔{name}〕不见了"
        elif now[name] != digest:
            yield f"{place}里的〔{name}〕与送审时不同，被改动过"


# The comparison


def _changed_letters(found: FoundEdition, letters: Mapping[str, bytes]) -> Iterator[str]:
    """Letters that read otherwise than those that were frozen, as strictly as versions allow.

    Another version of the program may word a letter otherwise: it is not held against it (R9.62).
    """
    if comparison_of(found.manifest.versions, versions()) is Comparison.DATA:
        return
    for name, made in letters.items():
        if name in found.manifest.frozen and not _compare(found, name, made).same:
            yield f"重做的〔{name}〕与归档的不一致"


def _compare(found: FoundEdition, name: str, made: bytes) -> _Verdict:
    """The report made again beside the frozen one, as strictly as the versions allow."""
    if digest_of(made) == found.manifest.frozen.get(name):
        return _Verdict(same=True, how=Comparison.BYTES)
    how = comparison_of(found.manifest.versions, versions())
    if not (found.folder / name).is_file():
        return _Verdict(same=False, how=how)
    frozen = read_bytes(found.folder / name)
    if how is not Comparison.BYTES and _same(how, frozen, made):
        return _Verdict(same=True, how=how)
    if how is not Comparison.DATA and _same(Comparison.DATA, frozen, made):
        return _Verdict(same=False, how=how, notes=("〔数据〕逐格相同，不同的在别的表",))
    return _Verdict(same=False, how=how)


def _same(how: Comparison, frozen: bytes, made: bytes) -> bool:
    """Whether two reports are the same, their parts or only their 数据 (R8.22)."""
    try:
        if how is Comparison.PARTS:
            return container.admit(frozen) == container.admit(made)
        before, now = _data_of(frozen), _data_of(made)
    except workbook.Unreadable:
        return False
    headings = before[0] if before else ()
    if not headings or not now or not set(headings) <= set(now[0]):
        return False
    columns = [now[0].index(heading) for heading in headings]
    return list(before) == [tuple(row[column] for column in columns) for row in now]


def _data_of(data: bytes) -> Sequence[Row]:
    """The rows of 数据, its headings first."""
    sheet = workbook.read(data, columns=WIDEST).sheet(DATA_SHEET)
    return sheet.rows if sheet else ()


def _outcome(
    title: str, verdict: _Verdict, wrong: Sequence[str], ignored: Sequence[str]
) -> Outcome:
    found = f"{title}：{verdict.how}比对"
    why = _WHY[verdict.how]
    good = verdict.same and not wrong
    result = f"重做的汇总表与归档的{'' if verdict.same else '不'}一致"
    ending = (
        "核对完毕，没有问题"
        if good
        else "请对照上面逐项查找；文件不见或被改动的，从备份恢复后再核对"
    )
    return Outcome(
        (f"{found}（{why}）", result, *verdict.notes, *wrong, *ignored, ending), 0 if good else 1
    )
