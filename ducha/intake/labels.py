"""The words of a row compared with its code: figures that sorting has parted from their row.

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
        """What is wrong with the words of a row whose code is `own`'s.

        Where they are another row's, that alone; else what was edited: name, measure or both.
        """
        name, matter = self.typed.value("indicator", index), self.typed.value("matter", index)
        findings: list[Finding] = []
        if _differs(name, own.name):
            if _normalised(name) in self._matters_by_indicator:
                return [_wrong_row(own, own.name, "指标", name, "数")]
            findings.append(_renamed_indicator(own, name))
        elif name != "" and _differs(matter, own.matter) and self._has_twin(own, matter):
            return [_wrong_row(own, f"{own.matter}：{own.name}", "事项", matter, "数")]
        measure = self.typed.value("measure", index)
        if _differs(measure, own.measure):
            findings.append(_edited_measure(own, measure))
        return findings

    @cached_property
    def _matters_by_indicator(self) -> dict[str, set[str]]:
        """The matters in which an indicator of each name stands on the unit's form."""
        return _matters_by_name(
            (task.indicator.name, task.indicator) for task in self.tasks.values()
        )

    def _has_twin(self, own: Indicator, matter: Value) -> bool:
        """Whether an indicator of the same name stands in the matter that is written."""
        return _normalised(matter) in self._matters_by_indicator[_normalised(own.name)]


@dataclass(frozen=True)
class ItemLabels:
    """任务内容 and 事项 of 情况说明, as they stand, and the items that the unit writes about.

    (R6.86)
    """

    typed: TypedSheet
    items: Mapping[str, Indicator]

    def fault(self, index: int, own: Indicator) -> Finding | None:
        """What is wrong with the words of a row whose code is `own`'s; None when they are its."""
        task, matter = self.typed.value("task", index), self.typed.value("matter", index)
        if _differs(task, own.task):
            if _normalised(task) in self._matters_by_task:
                return _wrong_row(own, own.task, "任务内容", task, "情况")
            return REWORDED.finding(found=as_text(task))
        twin = task != "" and _differs(matter, own.matter)
        if twin and _normalised(matter) in self._matters_by_task[_normalised(own.task)]:
            return _wrong_row(own, f"{own.matter}：{own.task}", "事项", matter, "情况")
        return None

    @cached_property
    def _matters_by_task(self) -> dict[str, set[str]]:
        """The matters in which each task stands on the unit's form."""
        return _matters_by_name((first.task, first) for first in self.items.values())


def _matters_by_name(named: Iterable[tuple[str, Indicator]]) -> dict[str, set[str]]:
    matters: dict[str, set[str]] = defaultdict(set)
    for name, indicator in named:
        matters[_normalised(name)].add(_normalised(indicator.matter))
    return dict(matters)


def _differs(written: Value, ours: str) -> bool:
    """Whether something else is written; a blank is nothing, for columns may be taken out."""
    return written not in {"", ours} and _normalised(written) not in {"", _normalised(ours)}


def _normalised(text: Value) -> str:
    """A text without white space, full-width forms narrowed."""
    return unicodedata.normalize("NFKC", squeeze(text))


def _wrong_row(own: Indicator, ours: str, heading: str, written: Value, what: str) -> Finding:
    return WRONG_ROW.finding(
        found=as_text(written),
        code=own.code if what == "数" else own.item,
        ours=brief(ours, _SHOWN),
        heading=heading,
        written=brief(as_text(written), _SHOWN),
        what=what,
    )


def _renamed_indicator(own: Indicator, written: Value) -> Finding:
    name = as_text(written)
    quoted = brief(name, _SHOWN)
    return RENAMED.finding(found=name, ours=own.name, written=quoted, oddities=oddities(name))


def _edited_measure(own: Indicator, written: Value) -> Finding:
    """A count in 万人次 instead of 人次 may be anything; parts of a rate have no measure.

    (R6.85)
    """
    measure, ours = as_text(written), own.measure
    scaled = _SCALE.sub("", _normalised(measure)) == _SCALE.sub("", _normalised(ours))
    if scaled and own.kind is Kind.COUNT:
        return OTHER_MEASURE.finding(found=measure, ours=ours, written=measure)
    quoted = brief(measure, _SHOWN)
    return MEASURE_EDITED.finding(
        found=measure, ours=ours, written=quoted, oddities=oddities(measure)
    )
