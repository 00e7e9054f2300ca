"""The ledger: what is supervised, how it is measured, who answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from ducha.cells import Value, squeeze
from ducha.ledger.handed.records import Assignment, Decision
from ducha.ledger.names import city_of, owners, same_mail
from ducha.ledger.year.decisions import Adjustment, Override
from ducha.period import MONTHS, Period, ReportDay

CITY = "全市"
OWN = "市本级"
"""City-level work that lies in no county."""


_NO_DAY, _NO_PERIOD = ReportDay(0), Period(0, 1)


class Kind(StrEnum):
    """How an indicator is asked, added up and judged."""

    COUNT = "累计"
    RATE = "比率"
    STANDARD = "标准"
    QUALITATIVE = "定性"


class Direction(StrEnum):
    """On which side of the target is good; = is judged as ≥ (R7.21)."""

    AT_LEAST = "≥"
    MORE = ">"
    EQUAL = "="
    AT_MOST = "≤"


class Judged(StrEnum):
    """When the line of a rate or a standard must hold, or a count be there.

    (R7.26, R7.41, R7.42, R7.43)
    """

    MONTHLY = "按月"
    BY_DEADLINE = "到期"


class Group(StrEnum):
    """Which ranking a unit belongs to."""

    CITY = "市直"
    COUNTY = "县区"


class Level(StrEnum):
    """Answers to a qualitative indicator, worst first (R6.111, R7.47)."""

    NOT_STARTED = "未启动"
    UNDER_WAY = "推进中"
    FINISHED = "已完成"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The circular that the ledger comes from (sheet 文件信息).

    `report_day` is the day by which a month's returns are due, `first` the first month that is
    reported, `issued` a date as 2024-04-10. Nothing and 0 stand for what is not known yet.
    What only notices need is no part of what forms are made from, and so of no fingerprint.
    """

    title: str = ""
    year: int = 0
    report_day: ReportDay = _NO_DAY
    first: Period = _NO_PERIOD
    number: str = ""
    issuer: str = ""
    issued: str = ""
    host: str = ""
    mailbox: str = ""
    phone: str = ""
    notifier: str = field(default="", repr=False)
    addressees: str = field(default="", repr=False)
    copies: str = field(default="", repr=False)
    signer: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure that is asked for (a row of sheet 指标).

    `target` is in base units: a number of things, the percent number of a rate (65), the level of
    a standard (6000); None for a qualitative one. `judged` of a count is None where it is held to
    its schedule (序时). Months are numbers within the ledger's year: it is asked from `start` to
    `until` (None: to the year's end) and is to be done by `deadline`. `in_charge` are the leaders
    of the city who answer for it (分管领导).
    """

    code: str
    matter_no: str
    matter: str
    item_no: str
    task: str
    name: str
    kind: Kind
    direction: Direction
    target: float | None
    measure: str
    leads: tuple[str, ...]
    supports: tuple[str, ...] = ()
    all_counties: bool = True
    whole: bool = True
    judged: Judged | None = None
    start: int = 1
    until: int | None = None
    deadline: int = 12
    note: str = ""
    numerator_note: str = ""
    denominator_note: str = ""
    in_charge: tuple[str, ...] = ()
    source: str = ""

    @property
    def item(self) -> str:
        """Code of the item that the indicator belongs to: 三.3-2 -> 三.3."""
        return self.code.rpartition("-")[0]

    @property
    def asks_parts(self) -> bool:
        """Whether 分子 and 分母 are asked instead of one figure."""
        return self.kind in {Kind.RATE, Kind.STANDARD}

    @property
    def is_ceiling(self) -> bool:
        """Whether it is a count that may not be exceeded: it has no 序时 (R7.21)."""
        return self.kind is Kind.COUNT and self.direction is Direction.AT_MOST

    @property
    def at_completion(self) -> bool:
        """Whether it is a count of works that are there only once they are finished (R7.26)."""
        by_deadline = self.kind is Kind.COUNT and self.judged is Judged.BY_DEADLINE
        return by_deadline and not self.is_ceiling


def first_of_items(indicators: Iterable[Indicator]) -> dict[str, Indicator]:
    """Each item's first indicator, by the item's code, in the order given."""
    first: dict[str, Indicator] = {}
    for indicator in indicators:
        first.setdefault(indicator.item, indicator)
    return first


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One responsible unit (a row of sheet 责任单位).

    `reports` says that it sends returns, `counted` that a county's figures go into the city's line.
    It answers from month `since` to month `until` (None: from January, to December), after which
    the `successor`, if there is one, answers for it; see `in_time`.
    """

    name: str
    group: Group
    aliases: tuple[str, ...] = ()
    reports: bool = True
    counted: bool = True
    since: int | None = None
    until: int | None = None
    successor: str = ""
    contact: str = ""
    phone: str = ""
    mails: tuple[str, ...] = ()

    def answers_in(self, month: int) -> bool:
        """Whether `month` lies within 起报月 to 止报月 (R6.300)."""
        return (self.since or 1) <= month <= (self.until or MONTHS)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where what is in force came from, in words: targets by code and place, the rest by code."""

    targets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    milestones: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The whole ledger, checked. `targets` and `milestones` hold only what is filled in.

    `targets` are in base units, by code and by county or 市本级; `milestones` are the shares (0 to
    1) of the target that are planned, by code and by month.

    As it stands for one month (`in_time.ledger_in`) it also has the `year`'s ledger that it is of,
    the units `absent` that do not answer in the month, and those that have returned a form of ours
    and so have `kept` the month, whatever has become of them since.
    """

    document: Document
    indicators: tuple[Indicator, ...]
    units: tuple[Unit, ...]
    targets: dict[tuple[str, str], float] = field(default_factory=dict)
    milestones: dict[str, dict[int, float]] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()
    overrides: tuple[Override, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    absent: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    year: Ledger | None = field(default=None, compare=False, repr=False)

    @property
    def whole(self) -> Ledger:
        """The ledger of the whole year, which this one may show a single month of."""
        return self.year or self

    @cached_property
    def by_code(self) -> dict[str, Indicator]:
        """Indicators by their code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def by_unit(self) -> dict[str, Unit]:
        """Units by name."""
        return {unit.name: unit for unit in self.units}

    @cached_property
    def own_names(self) -> dict[str, str]:
        """Every name and alias of a unit, without white space, to the unit's own name (R6.340)."""
        called = ((name, u.name) for u in self.units for name in (u.name, *u.aliases))
        return owners(called, set(self.counties), city_of(self.document.issuer))

    def named(self, name: Value) -> str | None:
        """The own name of the unit that is called so, be it in 别名; None where nobody is (R6.340).

        What only looks like a name is none: white space alone is passed over.
        """
        return self.own_names.get(squeeze(name))

    @cached_property
    def by_mail(self) -> dict[str, tuple[str, ...]]:
        """Names of the units for which a mail address is registered, by the address."""
        names: dict[str, tuple[str, ...]] = {}
        for unit in self.units:
            for mail in unit.mails:
                names[same_mail(mail)] = (*names.get(same_mail(mail), ()), unit.name)
        return names

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """Names of the counties and districts that answer, in the order of the sheet."""
        return tuple(
            unit.name
            for unit in self.units
            if unit.group is Group.COUNTY and unit.name not in self.absent
        )

    @cached_property
    def counted(self) -> frozenset[str]:
        """Where figures count in the city line: counties marked so, and city-level work."""
        marked = (u.name for u in self.units if u.group is Group.COUNTY and u.counted)
        return frozenset((*marked, OWN))

    @cached_property
    def changes(self) -> dict[tuple[str, str], list[Adjustment]]:
        """Mid-year changes by code and county, later ones last."""
        changes: dict[tuple[str, str], list[Adjustment]] = {}
        for change in sorted(self.adjustments, key=lambda change: change.month):
            changes.setdefault((change.code, change.county), []).append(change)
        return changes

    def counties_of(self, indicator: Indicator) -> tuple[str, ...]:
        """Counties that answer for the indicator (R6.191)."""
        if indicator.all_counties:
            return self.counties
        named = {*indicator.leads, *indicator.supports}
        return tuple(name for name in self.counties if name in named)

    def shares(self, unit: str, indicator: Indicator) -> bool:
        """Whether a unit is one of the counties that answer for the indicator."""
        county = self.by_unit.get(unit)
        if county is None or county.group is not Group.COUNTY or unit in self.absent:
            return False
        return indicator.all_counties or unit in (*indicator.leads, *indicator.supports)

    def target_of(self, indicator: Indicator, county: str, month: int) -> float | None:
        """The target in force in `month` for a county, 市本级 or 全市; None where there is none.

        A mid-year change holds from its month on, the latest one wins (sheet 目标调整).
        City-level work of an indicator that no county shares carries the city's own target.
        (R6.180, R6.183)
        """
        for change in reversed(self.changes.get((indicator.code, county), ())):
            if change.month <= month:
                return change.target
        if county == CITY:
            return indicator.target
        target = self.targets.get((indicator.code, county))
        if target is None and county == OWN and not self.counties_of(indicator):
            return self.target_of(indicator, CITY, month)
        return target


BLANK_LEDGER = Ledger(document=Document(), indicators=(), units=())
"""In which nobody has filled in anything yet."""
