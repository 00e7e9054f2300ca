"""The repository's year with as many invented counties as asked for, answered in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from random import Random

from ducha import settings
from ducha.demo import answers as demo
from ducha.files.demo import answer as answer_xlsx
from ducha.files.disk import plan as disk
from ducha.files.workbook import reading as workbook
from ducha.files.writing.form import book as form_xlsx
from ducha.form.monthly import (
    Duty,
    Form,
    FormSeal,
    LastMonth,
    ProgressRow,
    fingerprint,
    issue_form,
    reporting_units,
)
from ducha.intake.verdicts import IntakeContext
from ducha.ledger import reading as ledger_reading
from ducha.ledger.model import Group, Kind, Ledger, Level, Unit
from ducha.period import CHINA, Period, due_on
from ducha.settings import Settings
from ducha.status.rating import Figure
from ducha.submission.arrival import FILE_TIME, Source

ROOT = Path(__file__).resolve().parent.parent
PERIOD = Period(2024, 5)
KEY = b"a key for measuring"
_COUNTIES_IN_FACT = 10
_IN_WORDS = 0.02
"""How often a figure is typed with its measure behind it."""
_FOOT = {"填报人": "甲", "审核人": "乙", "单位负责人": "丙", "联系电话": "0000-0000000"}


@dataclass(frozen=True)
class City:
    """A year of a city of any size."""

    ledger: Ledger
    settings: Settings
    before: Mapping[str, LastMonth]

    @property
    def units(self) -> tuple[str, ...]:
        """Who owes a return."""
        return reporting_units(self.ledger, self.settings.reporters)

    @property
    def context(self) -> IntakeContext:
        """What the inbox is held against."""
        return IntakeContext(self.ledger, KEY, self.settings.reporters, PERIOD)

    def forms(self) -> Iterator[Form]:
        """Every unit's form of the month."""
        seal = FormSeal(KEY, fingerprint(self.ledger), self.settings.thresholds)
        deadline = due_on(PERIOD, self.ledger.document.report_day, {})
        for unit in self.units:
            yield issue_form(self.ledger, unit, PERIOD, deadline, self.before[unit], seal)


def city(counties: int) -> City:
    """The ledger of the repository with invented counties, each with its share of the work."""
    chosen = settings.read(disk.read_text(ROOT / "config.toml"), ROOT)
    ledger = ledger_reading.read(workbook.read(disk.read_bytes(chosen.ledger)))
    kept = [unit for unit in ledger.units if unit.group is Group.CITY]
    added = [
        Unit(name=f"示例县{number:03d}", group=Group.COUNTY) for number in range(1, counties + 1)
    ]
    more = counties / _COUNTIES_IN_FACT
    indicators = tuple(
        replace(indicator, target=indicator.target * more)
        if indicator.kind is Kind.COUNT and indicator.target
        else indicator
        for indicator in ledger.indicators
    )
    ledger = demo.invent_breakdown(replace(ledger, indicators=indicators, units=(*kept, *added)))
    units = reporting_units(ledger, chosen.reporters)
    return City(ledger, chosen, dict.fromkeys(units, _last_month(ledger)))


def _last_month(ledger: Ledger) -> LastMonth:
    """Every county's figures of the month before, and one open problem."""
    figures = {
        (indicator.code, county): _figure(indicator.kind, ledger.targets.get(key), 0.25, key)
        for indicator in ledger.indicators
        for county in ledger.counties
        for key in [(indicator.code, county)]
    }
    return LastMonth(figures, {ledger.indicators[0].item: "部分点位资金尚未到位。"})


def _figure(kind: Kind, target: float | None, share: float, seed: tuple[str, str]) -> Figure:
    pace = 0.7 + 0.6 * Random("".join(seed)).random()  # noqa: S311 - made-up figures
    if kind is Kind.QUALITATIVE:
        return Figure(level=Level.UNDER_WAY)
    if kind is Kind.COUNT:
        return Figure(float(int((target or 0.0) * share * pace)))
    whole = float(int(4000 * share * pace))
    return Figure(numerator=float(int(whole * 0.97)), denominator=whole)


def filled(form: Form, data: bytes) -> bytes:
    """The form as it comes back."""
    answers = {
        (row.task.indicator.code, row.task.county, column): value
        for row in form.progress
        if row.task.duty is Duty.OWED
        for column, value in _typed(row)
    }
    texts = {
        (item.code, key): text
        for item in form.items
        for key, text in (
            ("progress", f"{form.unit}按计划推进，已完成阶段性任务，正在组织验收。"),
            ("problem", "部分点位资金尚未到位。"),
            ("suggestion", "无"),
            ("next_step", "加快进度，确保按期完成。"),
            ("coordination", "否"),
        )
    }
    return answer_xlsx.fill_form(data, answers, texts, _FOOT)


def _typed(row: ProgressRow) -> Iterable[tuple[str, str | float]]:
    indicator, county = row.task.indicator, row.task.county
    figure = _figure(indicator.kind, row.plan.target, 5 / 12, (indicator.code, county))
    if figure.level:
        return [("done", str(figure.level))]
    if figure.done is None:
        return [("numerator", figure.numerator or 0.0), ("denominator", figure.denominator or 0.0)]
    in_words = Random(indicator.code + county).random() < _IN_WORDS  # noqa: S311 - made-up
    return [("done", f"{figure.done:g}{indicator.measure}" if in_words else figure.done)]


@dataclass(frozen=True)
class Returned:
    """One file of the inbox, in memory."""

    source: Source
    data: bytes


def returned(form: Form) -> Returned:
    """A unit's filled form as it arrives."""
    data = filled(form, form_xlsx.write(form))
    at = datetime(PERIOD.year, PERIOD.month, 25, 9, tzinfo=CHINA)
    name = f"{PERIOD}/{form.unit}.xlsx"
    return Returned(Source(name, sha256(data).hexdigest(), at, FILE_TIME), data)
