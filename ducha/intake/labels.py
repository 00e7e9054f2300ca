"""The words that stand in a row against its code: figures that a sort has torn from their row.

The code is hidden. Whoever sorts only the columns in sight moves indicators, measures and figures,
and leaves the codes where they were.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ducha.cells import Value, as_text, oddities, squeeze
from ducha.checks.returns import (
    MEASURE_EDITED,
    OTHER_MEASURE,
    RENAMED,
    REWORDED,
    WRONG_ROW,
)
from ducha.findings import Finding
from ducha.form.monthly import Task
from ducha.ledger.model import Indicator, Kind
from ducha.submission.reading import TypedSheet
from ducha.texts import brief

_SCALE = re.compile("[十百千万亿()]")
_SHOWN = 60
"""So much of a task is quoted: enough to know it by."""


@dataclass(frozen=True)
class RowLabels:
    """指标, 事项 and 计量单位 of 进度填报, as they stand, and the rows that the unit's form has.

    (R6.84)
    """

    typed: TypedSheet
    tasks: Mapping[tuple[str, str], Task]

    def faults(self, index: int, own: Indicator) -> list[Finding]:
        """What the words of a row say against its code; a row that is another's says it alone."""
        name, matter = self.typed.value("indicator", index), self.typed.value("matter", index)
        found: list[Finding] = []
        if _differs(name, own.name):
            if _plain(name) in self._named:
                return [_wrong(own, own.name, "指标", name, "数")]
            found.append(_renamed(own, name))
        elif name != "" and _differs(matter, own.matter) and self._twin(own, matter):
            return [_wrong(own, f"{own.matter}：{own.name}", "事项", matter, "数")]
        measure = self.typed.value("measure", index)
        if _differs(measure, own.measure):
            found.append(_measured(own, measure))
        return found

    @cached_property
    def _named(self) -> dict[str, set[str]]:
        """The matters in which an indicator of each name stands on the unit's form."""
        return _grouped((task.indicator.name, task.indicator) for task in self.tasks.values())

    def _twin(self, own: Indicator, matter: Value) -> bool:
        """Whether an indicator of the same name stands in the matter that is written."""
        return _plain(matter) in self._named[_plain(own.name)]


@dataclass(frozen=True)
class ItemLabels:
    """任务内容 and 事项 of 情况说明, as they stand, and the items that the unit writes about.

    (R6.86)
    """

    typed: TypedSheet
    items: Mapping[str, Indicator]

    def fault(self, index: int, own: Indicator) -> Finding | None:
        """What the words of a row say against its code; None when they are the item's."""
        task, matter = self.typed.value("task", index), self.typed.value("matter", index)
        if _differs(task, own.task):
            if _plain(task) in self._tasks:
                return _wrong(own, own.task, "任务内容", task, "情况")
            return REWORDED.finding(found=as_text(task))
        twin = task != "" and _differs(matter, own.matter)
        if twin and _plain(matter) in self._tasks[_plain(own.task)]:
            return _wrong(own, f"{own.matter}：{own.task}", "事项", matter, "情况")
        return None

    @cached_property
    def _tasks(self) -> dict[str, set[str]]:
        """The matters in which each task stands on the unit's form."""
        return _grouped((first.task, first) for first in self.items.values())


def _grouped(named: Iterable[tuple[str, Indicator]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, indicator in named:
        found[_plain(name)].add(_plain(indicator.matter))
    return dict(found)


def _differs(written: Value, ours: str) -> bool:
    """Whether something else is written; a blank is nothing, for columns may be taken out."""
    return written not in {"", ours} and _plain(written) not in {"", _plain(ours)}


def _plain(text: Value) -> str:
    """A text without white space, full-width forms narrowed."""
    return unicodedata.normalize("NFKC", squeeze(text))


def _wrong(own: Indicator, ours: str, heading: str, written: Value, what: str) -> Finding:
    return WRONG_ROW.finding(
        found=as_text(written),
        code=own.code if what == "数" else own.item,
        ours=brief(ours, _SHOWN),
        heading=heading,
        written=brief(as_text(written), _SHOWN),
        what=what,
    )


def _renamed(own: Indicator, written: Value) -> Finding:
    name = as_text(written)
    quoted = brief(name, _SHOWN)
    return RENAMED.finding(found=name, ours=own.name, written=quoted, oddities=oddities(name))


def _measured(own: Indicator, written: Value) -> Finding:
    """A count in 万人次 instead of 人次 may be anything; parts of a rate have no measure.

    (R6.85)
    """
    measure, ours = as_text(written), own.measure
    scaled = _SCALE.sub("", _plain(measure)) == _SCALE.sub("", _plain(ours))
    if scaled and own.kind is Kind.COUNT:
        return OTHER_MEASURE.finding(found=measure, ours=ours, written=measure)
    quoted = brief(measure, _SHOWN)
    return MEASURE_EDITED.finding(
        found=measure, ours=ours, written=quoted, oddities=oddities(measure)
    )
