"""The checks of figures and texts against earlier months, run for every unit that reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ducha.checks.months import ITEM_CHECKS, ROW_CHECKS, SIZE_CHECKS, ItemStory, RowStory
from ducha.checks.stated import own_words
from ducha.findings import Finding, FindingCollector, Grades, Place
from ducha.intake.examined import ExaminedReturn, FigureEntry
from ducha.ledger.model import CITY, Indicator
from ducha.merge.doubt.yardsticks import Yardsticks
from ducha.merge.model import JudgedLine, Memory, MonthInputs, MonthTable, PlaceKey, RowKey
from ducha.merge.versions import Version, choose_versions
from ducha.status.rating import Plan, Status
from ducha.submission.reading import Submission
from ducha.values.answers import is_nil
from ducha.values.reading import exact_sum


def row_findings(
    inputs: MonthInputs,
    plans: Mapping[PlaceKey, Plan],
    versions: Sequence[Version],
    returns: Sequence[ExaminedReturn],
    past: Sequence[MonthTable],
) -> Iterator[tuple[RowKey, Finding]]:
    """What the checks over the months find in rows, and in which; what is held out is left alone.

    `plans` are those of the month's places, `past` the months before it.
    """
    memory = past[-1].memory if past else Memory()
    chosen = choose_versions(versions, lead_first=inputs.rules.lead_first)
    yardsticks = Yardsticks(inputs, chosen, memory)
    standing = {v.row.key: v for v in versions if v.figure.given and not v.held}
    remarks = _remarks(returns)
    for key in dict.fromkeys(row.key for examined in returns for row in examined.figures):
        version, plan = standing.get(key), plans.get(key[1:])
        if version is None or plan is None:
            continue
        remark = remarks.get((version.row.order, *key), "")
        yardstick = yardsticks.of(plan.indicator, version.row.county)
        story = replace(_row_story(version, plan, past[-2:], remark), yardstick=yardstick)
        for finding in _check_row(story, version.row, inputs.rules.grades):
            yield key, finding


def _remarks(returns: Iterable[ExaminedReturn]) -> dict[tuple[int, str, str, str], str]:
    """What stands in 备注, by return and row."""
    remarks: dict[tuple[int, str, str, str], str] = {}
    for examined in returns:
        unit, typed = examined.submission.claim.unit, examined.submission.progress
        for index, place in enumerate(typed.keys):
            remarks[(examined.order, unit, *place)] = typed.text("remark", index)
    return remarks


def _row_story(version: Version, plan: Plan, months: Sequence[MonthTable], remark: str) -> RowStory:
    """A figure beside those of the two months before it, at the most."""
    place = version.place
    earlier = [table.own.get(version.row.key) for table in months]
    dues = [table.bases[place].plan.due for table in months if place in table.bases]
    return RowStory(
        plan=plan,
        now=version.figure,
        last=earlier[-1] if earlier else None,
        before=earlier[-2] if len(earlier) > 1 else None,
        dues=tuple(map(float, (*dues, plan.due))),
        remark=remark,
    )


def _check_row(story: RowStory, row: FigureEntry, grades: Grades) -> Iterator[Finding]:
    collector = FindingCollector(row.unit, row.file, grades)
    for check in (*ROW_CHECKS, *SIZE_CHECKS):
        for fault in check.test(story):
            finding = check.finding(row.place, row.typed, detail=fault.detail)
            ruling = row.ruling if row.vouched else ""
            collector.add(finding, excuse=story.remark, ruling=ruling)
    yield from collector.kept


def item_findings(
    tables: Sequence[MonthTable], returns: Sequence[ExaminedReturn], grades: Grades
) -> Iterator[Finding]:
    """What the checks over the months find in the words of the last month's returns.

    `tables` are all months up to that one, `returns` its returns, oldest first.
    """
    lines = {line.key: line for line in tables[-1].lines}
    submissions = {r.submission.claim.unit: r.submission for r in returns if r.accepted}
    for (unit, item), by_code in _lines_by_item(returns, lines).items():
        if unit in submissions:
            story = _item_story(tables, (unit, item), by_code, lines)
            yield from _check_item(story, item, submissions[unit], tables[-1], grades)


def _lines_by_item(
    returns: Iterable[ExaminedReturn], lines: Mapping[PlaceKey, JudgedLine]
) -> dict[tuple[str, str], dict[str, list[JudgedLine]]]:
    """The lines of which each unit has reported a part, by unit and item, then by code."""
    by_item: dict[tuple[str, str], dict[str, list[JudgedLine]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for unit, code, county in dict.fromkeys(row.key for r in returns for row in r.figures):
        if line := lines.get((code, county)):
            by_item[unit, line.plan.indicator.item][code].append(line)
    return by_item


def _check_item(
    story: ItemStory, item: str, submission: Submission, table: MonthTable, grades: Grades
) -> Iterator[Finding]:
    unit = submission.claim.unit
    for check in ITEM_CHECKS:
        for fault in check.test(story):
            entry = table.texts.get((unit, item, fault.key))
            place = entry.place if entry else Place(submission.narrative.sheet)
            text = entry.text if entry else item
            file = entry.file if entry else submission.source.file
            collector = FindingCollector(unit, file, grades)
            collector.add(check.finding(place, text, detail=fault.detail))
            yield from collector.kept


def _item_story(
    tables: Sequence[MonthTable],
    place: tuple[str, str],
    by_code: dict[str, list[JudgedLine]],
    lines: dict[tuple[str, str], JudgedLine],
) -> ItemStory:
    unit, _ = place
    own = [line for group in by_code.values() for line in group]
    statuses: list[Status] = [line.rating.status for line in own]
    figures: list[tuple[Indicator, tuple[float, ...]]] = []
    for code, group in by_code.items():
        keys = [(unit, code, line.county) for line in group]
        values = [f.done for key in keys if (f := tables[-1].own.get(key)) and f.done is not None]
        city = lines[code, CITY].figure.done
        known = {*values, exact_sum(values), *([city] if city is not None else [])}
        figures.append((group[0].plan.indicator, tuple(sorted(known))))
    words = _month_text(tables[-1:], place, "progress")
    leads = any(indicator.leads[0] == unit for indicator, _ in figures)
    return ItemStory(
        words if leads else own_words(words),
        _month_text(tables[-1:], place, "problem"),
        _month_text(tables[-2:-1], place, "problem"),
        tuple(statuses),
        tuple(figures),
    )


def _month_text(tables: Sequence[MonthTable], place: tuple[str, str], key: str) -> str:
    """The text of a month; 无 is no text."""
    for table in tables:
        entry = table.texts.get((*place, key))
        if entry and not is_nil(entry.text):
            return entry.text
    return ""
