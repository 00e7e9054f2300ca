"""Time a month of a city of many counties, stage by stage, beside what the libraries alone need.

Run from the root of the repository: python -m benchmarks.month [COUNTIES …]
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from itertools import pairwise

from benchmarks import bare, clock, scaled
from benchmarks.clock import Race, Stopwatch
from benchmarks.scaled import PERIOD, City, Returned
from ducha.files.workbook import reading as workbook
from ducha.files.writing.form import book as form_xlsx
from ducha.files.writing.report import book as report_xlsx
from ducha.form.monthly import Form
from ducha.intake.examined import ExaminedReturn
from ducha.intake.numbers import MonthContext
from ducha.intake.rows import examine_return
from ducha.intake.sorting import sort_inbox
from ducha.merge.data import join_frames
from ducha.merge.model import MergeRules, MonthInputs, MonthTable
from ducha.merge.month import merge_month
from ducha.merge.year import MergedInbox, MergeTerms, merge
from ducha.period import MONTHS, Period, months_between
from ducha.standing.report import Report, report
from ducha.standing.reporting import Calendar, assess_units
from ducha.submission.arrival import Arrival

SIZES = (100, 500)
LIBRARIES = ("python-calamine", "XlsxWriter", "pandas")
CALENDAR = Calendar(PERIOD, date(2024, 5, 28), date(2024, 5, 30))


@dataclass(frozen=True)
class Figures:
    """What one size of city came to, in seconds of processor time."""

    forms: int
    rows: int
    lines: int
    issue: float
    generate: Race
    intake: Race
    merge: float
    facts: float
    report: Race


def measure(counties: int) -> Figures:
    """Every stage of one month."""
    city = scaled.city(counties)
    issued = clock.alone(lambda: list(city.forms()))
    forms = list(city.forms())
    generated = clock.together([_generate(form) for form in forms])
    inbox = [scaled.returned(form) for form in forms]
    taken = clock.race(
        lambda watch: _timed_intake(city, inbox, watch),
        lambda watch: _timed_bare(inbox, watch),
    )
    examined = _intake(city, inbox)
    april = merge_month(MonthInputs(city.ledger, PERIOD.plus(-1), MergeRules()), examined, ())
    inputs = MonthInputs(city.ledger, PERIOD, MergeRules())
    merging = clock.alone(lambda: merge_month(inputs, examined, (april,)))
    merged = _merge(city, inbox, april)
    facts = _facts(city, merged)
    return Figures(
        len(forms),
        sum(len(form.progress) for form in forms),
        len(april.lines),
        issued,
        generated,
        taken,
        merging,
        clock.alone(lambda: _facts(city, merged)),
        _report(city, facts),
    )


def _generate(form: Form) -> Race:
    notes, data = bare.note(lambda: form_xlsx.write(form))
    if bare.repeat(notes, Stopwatch()) != data:
        raise AssertionError(form.unit)

    def ours(watch: Stopwatch) -> None:
        with watch.running():
            form_xlsx.write(form)

    return clock.race(ours, lambda watch: bare.repeat(notes, watch))


def _arrivals(inbox: Iterable[Returned]) -> list[Arrival]:
    return [Arrival(returned.source, workbook.read(returned.data)) for returned in inbox]


def _intake(city: City, inbox: Iterable[Returned]) -> tuple[ExaminedReturn, ...]:
    """Read, tell whose it is, read and check every row."""
    sorted_arrivals = sort_inbox(_arrivals(inbox), city.context).monthly[PERIOD]
    context = MonthContext(city.ledger, PERIOD.month, city.before)
    return tuple(
        examine_return(arrival, order, context) for order, arrival in enumerate(sorted_arrivals)
    )


def _timed_intake(city: City, inbox: list[Returned], watch: Stopwatch) -> None:
    with watch.running():
        examined = _intake(city, inbox)
    if len(examined) != len(inbox):
        raise AssertionError(len(examined))


def _timed_bare(inbox: list[Returned], watch: Stopwatch) -> None:
    with watch.running():
        bare.read(returned.data for returned in inbox)


def _merge(city: City, inbox: list[Returned], april: MonthTable) -> MergedInbox:
    """The whole merge as the program does it, with a month before that has figures too."""
    year = months_between(Period(PERIOD.year, 1), Period(PERIOD.year, MONTHS))
    terms = MergeTerms(MergeRules(), dict.fromkeys(year, CALENDAR.deadline))
    merged = merge(_arrivals(inbox), city.context, terms)
    data = join_frames([april.data, merged.table.data])
    return replace(merged, tables=(april, merged.table), data=data)


def _facts(city: City, merged: MergedInbox) -> Report:
    states = assess_units(
        city.ledger, city.settings.reporters, CALENDAR, merged.examined, merged.judgements
    )
    return report(city.ledger, merged, CALENDAR, states, city.settings.awards)


def _report(city: City, facts: Report) -> Race:
    notes, data = bare.note(lambda: report_xlsx.write(facts, city.settings.colours))
    if bare.repeat(notes, Stopwatch()) != data:
        raise AssertionError(facts.title)

    def ours(watch: Stopwatch) -> None:
        with watch.running():
            report_xlsx.write(facts, city.settings.colours)

    return clock.race(ours, lambda watch: bare.repeat(notes, watch))


def main(sizes: Iterable[int]) -> None:
    """Measure and print."""
    print(f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in LIBRARIES))
    sizes_measured = [_show(counties, measure(counties)) for counties in sizes]
    for small, large in pairwise(sizes_measured):
        growth = _each(large), _each(small)
        ratios = (f"{name} {growth[0][name] / growth[1][name]:.2f}" for name in growth[0])
        print(f"per row, {large.forms} forms to {small.forms}: {', '.join(ratios)}")
    ratio = clock.whole_processes(("process.py", "--help"), ("-c", "import click"))
    print(f"process.py --help to python -c 'import click': {ratio:.2f}")


def _show(counties: int, figures: Figures) -> Figures:
    print(
        f"\n{counties} counties: {figures.forms} forms, {figures.rows} rows, {figures.lines} lines"
    )
    races = (("generate", figures.generate), ("intake", figures.intake), ("report", figures.report))
    for name, race in races:
        print(f"  {name:10}{race.seconds:8.2f} s  {race.ratio:5.2f} x bare")
    for name, seconds in (
        ("issue", figures.issue),
        ("merge", figures.merge),
        ("facts", figures.facts),
    ):
        print(f"  {name:10}{seconds:8.2f} s  {seconds / figures.lines * 1e6:5.0f} us a line")
    back = figures.intake.seconds + figures.merge + figures.facts + figures.report.seconds
    out = figures.issue + figures.generate.seconds
    each = f"{out / figures.forms * 1e3:.1f} ms out, {back / figures.forms * 1e3:.1f} ms back"
    print(f"  a form: {each}", flush=True)
    return figures


def _each(figures: Figures) -> dict[str, float]:
    """Time per row or line, which stays the same where the work is linear."""
    return {
        "issue": figures.issue / figures.rows,
        "generate": figures.generate.seconds / figures.rows,
        "intake": figures.intake.seconds / figures.rows,
        "merge": figures.merge / figures.lines,
        "facts": figures.facts / figures.lines,
        "report": figures.report.seconds / figures.lines,
    }


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or SIZES)
