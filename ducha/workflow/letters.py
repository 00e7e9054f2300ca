"""The notice and the report upward of a month as Word files, where there are templates for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ducha.files.disk.plan import read_bytes
from ducha.files.writing.letters.filling import Filling
from ducha.files.writing.letters.letter import render_all
from ducha.letters.notice import notice_facts
from ducha.letters.parts import LetterFacts
from ducha.letters.upward import upward_facts
from ducha.letters.wording.notice import notice_of
from ducha.letters.wording.upward import report_of
from ducha.period import MONTHS, Period
from ducha.standing.notice.facts import NoticeFacts
from ducha.workflow.workspace import Workspace

NOTICE, UPWARD = "督查通报", "督查专报"
"""Letters that every merge makes: what their templates, and they themselves, are called."""

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


def missing_templates(space: Workspace) -> Iterator[str]:
    """A sentence for each letter that cannot be made."""
    for kind in (NOTICE, UPWARD):
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
