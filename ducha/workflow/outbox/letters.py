"""The letters of a month as Word files, where there are templates: notice, report, orders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ducha.files.disk import plan as disk
from ducha.files.disk.plan import read_bytes
from ducha.files.writing.letters.filling import Filling
from ducha.files.writing.letters.letter import render_all
from ducha.ledger.handed.records import Assignment, Progress
from ducha.ledger.model import Ledger
from ducha.letters.notice import notice_facts
from ducha.letters.order import order_facts
from ducha.letters.parts import LetterFacts
from ducha.letters.upward import upward_facts
from ducha.letters.wording.notice import notice_of
from ducha.letters.wording.order import order_of
from ducha.letters.wording.upward import report_of
from ducha.period import MONTHS, Period
from ducha.standing.notice.facts import NoticeFacts
from ducha.texts import text_digest
from ducha.workflow.outbox.parcels import file_stem
from ducha.workflow.outbox.withdrawing import Withdrawal, withdraw
from ducha.workflow.workspace import Workspace

NOTICE, UPWARD = "督查通报", "督查专报"
"""Letters that every merge makes: what their templates, and they themselves, are called."""

ORDER = "督办单"
"""What its template, its files and their folder are called."""

_ODD = re.compile(r"[^\w〔〕（）()-]")
"""Of a 编号 the name of a file keeps letters, digits and the brackets of document numbers."""

_NO_TEMPLATE = "templates 里没有 {}，没有生成{}；从程序自带的 templates 里拷一份，再运行一次"


def letter_path(space: Workspace, period: Period, kind: str) -> Path:
    """Where a letter of the month lies."""
    return space.folder(period) / f"{kind}_{period.label}.docx"


def make_letters(space: Workspace, period: Period, facts: NoticeFacts) -> dict[str, bytes]:
    """The letters by the names of their files, but those for which there is no template (R9.60).

    Raises:
        Problem: What is wrong with the templates, and where (R9.5).
    """
    chosen = [kind for kind in (NOTICE, UPWARD) if _template(space, kind).is_file()]
    said = {NOTICE: _notice_facts, UPWARD: _upward_facts}
    fillings = [
        Filling(path.name, read_bytes(path), said[kind](space, period, facts))
        for kind in chosen
        for path in [_template(space, kind)]
    ]
    made = render_all(fillings) if fillings else ()
    named = zip(chosen, made, strict=True)
    return {letter_path(space, period, kind).name: data for kind, data in named}


def missing_templates(space: Workspace, ledger: Ledger) -> Iterator[str]:
    """A sentence for each kind of letter that cannot be made."""
    orders = (ORDER,) if _open_matters(ledger) else ()
    for kind in (NOTICE, UPWARD, *orders):
        path = _template(space, kind)
        if not path.is_file():
            yield _NO_TEMPLATE.format(path.name, kind)


def _template(space: Workspace, kind: str) -> Path:
    return space.settings.templates / f"{kind}.docx"


def _notice_facts(space: Workspace, period: Period, facts: NoticeFacts) -> LetterFacts:
    following = period.plus(1) if period.month < MONTHS else None
    next_due = space.deadline(following) if following else None
    ranking = space.settings.awards.ranking_attached
    return notice_facts(notice_of(facts, ranking=ranking, next_due=next_due))


def _upward_facts(_: Workspace, __: Period, facts: NoticeFacts) -> LetterFacts:
    return upward_facts(report_of(facts))


def name_letters(space: Workspace, period: Period, letters: Mapping[str, bytes]) -> Iterator[str]:
    """Where the letters lie, for the screen."""
    if letters:
        names = "、".join(Path(name).stem.partition("_")[0] for name in letters)
        yield f"{names}：{space.shown(space.folder(period))}"


# 督办单


def plan_orders(space: Workspace, period: Period, ledger: Ledger) -> list[disk.Output]:
    """A 督办单 for every matter that is 在办; none without its template (R9.80).

    Raises:
        Problem: What is wrong with the template, and where (R9.5).
    """
    template, matters = _template(space, ORDER), _open_matters(ledger)
    if not matters or not template.is_file():
        return []
    data = read_bytes(template)
    fillings = [
        Filling(template.name, data, order_facts(order_of(matter, ledger))) for matter in matters
    ]
    folder = space.folder(period) / ORDER
    paths = (folder / f"{stem}.docx" for stem in _order_stems(matters))
    return [
        disk.Output(path, letter) for path, letter in zip(paths, render_all(fillings), strict=True)
    ]


def _open_matters(ledger: Ledger) -> tuple[Assignment, ...]:
    return tuple(each for each in ledger.assignments if each.progress is Progress.OPEN)


def _order_stems(matters: Iterable[Assignment]) -> Iterator[str]:
    """2024-01_杞县_督办单; two that no system could tell apart have a number besides."""
    taken: set[str] = set()
    for matter in matters:
        said = f"{_ODD.sub('_', matter.number)}_{matter.unit}"
        stem = file_stem(said, ORDER)
        if stem.casefold() in taken:
            stem = file_stem(said, text_digest(matter.number), ORDER)
        taken.add(stem.casefold())
        yield stem


def withdraw_orders(
    space: Workspace, period: Period, ledger: Ledger, kept: Iterable[Path], *, dry_run: bool
) -> Withdrawal:
    """Take away 督办单 of what is 在办 no more; none because the template is missing (R9.80)."""
    if _open_matters(ledger) and not _template(space, ORDER).is_file():
        return Withdrawal()
    return withdraw(space, [space.folder(period) / ORDER], kept, dry_run=dry_run)


def name_orders(space: Workspace, orders: Iterable[disk.Output]) -> Iterator[str]:
    """How many there are and where, for the screen."""
    paths = [order.path for order in orders]
    if paths:
        folder = space.shown(paths[0].parent)
        yield f"{ORDER}{len(paths)}份（由您打印、盖章送达，程序不发送）：{folder}"
