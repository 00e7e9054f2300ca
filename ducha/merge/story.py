"""The checks of figures and texts against earlier months, run for every unit that reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ducha.checks.months import ITEM_CHECKS, ROW_CHECKS, ItemStory, RowStory
from ducha.findings import Finding, FindingCollector, Grades, Place
from ducha.intake.examined import ExaminedReturn, FigureEntry
from ducha.ledger.model import CITY, Indicator
from ducha.merge.model import JudgedLine, MonthTable
from ducha.merge.open_problems import is_nil
from ducha.status.rating import Status


def story_findings(
    tables: Sequence[MonthTable], returns: Sequence[ExaminedReturn], grades: Grades
) -> tuple[Finding, ...]:
    """What the checks over the months find in the last month's returns.

    `tables` are all months up to that one, `returns` its returns, oldest first.
    """
    lines = {line.key: line for line in tables[-1].lines}
    newest = {row.key: row for examined in returns for row in examined.figures}
    remarks = {
        (examined.order, *key): remark for examined in returns for key, remark in _remarks(examined)
    }
    return (
        *_check_rows(tables, newest, lines, remarks, grades),
        *_check_items(tables, newest, lines, returns, grades),
    )


RowKey = tuple[str, str, str]


def _remarks(examined: ExaminedReturn) -> Iterator[tuple[RowKey, str]]:
    """What stands in 备注 of each row of a return."""
    typed = examined.submission.progress
    for index, (code, county) in enumerate(typed.keys):
        yield (examined.submission.claim.unit, code, county), typed.text("remark", index)


def _check_rows(
    tables: Sequence[MonthTable],
    newest: dict[RowKey, FigureEntry],
    lines: dict[tuple[str, str], JudgedLine],
    remarks: dict[tuple[int, str, str, str], str],
    grades: Grades,
) -> Iterator[Finding]:
    months = tables[-3:]
    for key, row in newest.items():
        line = lines.get(key[1:])
        now = tables[-1].own.get(key)
        if line is None or now is None or row.held:
            continue
        earlier = [table.own.get(key) for table in months[:-1]]
        plans = [table.bases[key[1:]].plan for table in months if key[1:] in table.bases]
        story = RowStory(
            plan=line.plan,
            status=line.rating.status,
            now=now,
            last=earlier[-1] if earlier else None,
            before=earlier[-2] if len(earlier) > 1 else None,
            dues=tuple(float(plan.due) for plan in plans),
            remark=remarks.get((row.order, *key), ""),
        )
        yield from _check_row(story, row, grades)


def _check_row(story: RowStory, row: FigureEntry, grades: Grades) -> Iterator[Finding]:
    collector = FindingCollector(row.unit, row.file, grades)
    for check in ROW_CHECKS:
        for fault in check.test(story):
            finding = check.finding(row.place, row.typed, detail=fault.detail)
            collector.add(finding, excuse=story.remark, ruling=row.ruling)
    yield from collector.kept


def _check_items(
    tables: Sequence[MonthTable],
    newest: dict[RowKey, FigureEntry],
    lines: dict[tuple[str, str], JudgedLine],
    returns: Sequence[ExaminedReturn],
    grades: Grades,
) -> Iterator[Finding]:
    figures: dict[tuple[str, str], dict[str, list[JudgedLine]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for unit, code, county in newest:
        line = lines.get((code, county))
        if line is not None:
            figures[unit, line.plan.indicator.item][code].append(line)
    submissions = {
        examined.submission.claim.unit: examined.submission
        for examined in returns
        if examined.accepted
    }
    for (unit, item), by_code in figures.items():
        submission = submissions.get(unit)
        if submission is None:
            continue
        story = _item_story(tables, (unit, item), by_code, lines)
        for check in ITEM_CHECKS:
            for fault in check.test(story):
                entry = tables[-1].texts.get((unit, item, fault.key))
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
        known = {*values, sum(values), *([city] if city is not None else [])}
        figures.append((group[0].plan.indicator, tuple(sorted(known))))
    return ItemStory(
        _month_text(tables[-1:], place, "progress"),
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
