"""Hundreds of random months: scores, places and names against a calculation of another make.

The other one knows nothing of lines, plans and ranks: it goes by what was typed, in decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest
from kit.ranks import AFTER, SOON, june, ranked
from kit.returns import answer, judged
from kit.sample import indicator

from ducha.ledger.model import Indicator, Judged, Kind
from ducha.merge.model import Difference, JudgedLine
from ducha.period import Period
from ducha.standing.proposals import ProposalInput, ProposalKind, proposals
from ducha.standing.ranking.places import Rank
from ducha.standing.reporting import State, UnitState
from ducha.standing.table import AwardRules
from ducha.status.rating import Figure, Status

UNITS = "甲乙丙丁戊己庚辛壬"
COUNTS = [indicator(f"一.{n}-1", target=None, whole=n % 2 == 0) for n in range(1, 5)]
RATES = [indicator(f"二.{n}-1", Kind.RATE, 50.0, judged=Judged.MONTHLY) for n in range(1, 3)]
OFF = {State.LATE: 1, State.MISSING: 5, State.EMPTY: 5, State.USELESS: 5, State.ON_TIME: 0}


@dataclass(frozen=True)
class Typed:
    """A cell of a month: how it was answered, the target, and what was typed (part of a whole)."""

    what: Indicator
    how: str
    target: int | None
    part: int
    whole: int

    @property
    def line(self) -> Callable[[str], JudgedLine]:
        """The line that the program makes of it, for a unit."""
        figure = {"silent": Figure(), "none": Figure()}.get(self.how)
        if figure is None:
            parts = Figure(numerator=float(self.part), denominator=float(self.whole))
            figure = parts if self.what.asks_parts else Figure(done=float(self.part))

        def made(unit: str) -> JudgedLine:
            target = None if self.target is None else float(self.target)
            line = judged(self.what, figure, unit, target)
            if self.how == "held":
                return replace(line, rating=replace(line.rating, status=Status.HELD))
            return replace(line, doubts=frozenset({"突增"})) if self.how == "doubted" else line

        return made


def tenth(number: Decimal) -> Decimal:
    """Half up to 0.1."""
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def light_and_points(cell: Typed, *, closed: bool) -> tuple[str, Decimal | None]:
    """The light of a cell and its points, by the words of the rules; None is left out."""
    if cell.how == "none" or cell.target is None:
        return "", None
    if cell.how == "held":
        return "", Decimal(0) if closed else None
    if cell.how == "silent":
        return "", Decimal(0)
    if cell.what.asks_parts:
        reached = Decimal(100) * cell.part / cell.whole
        missing = Decimal(50) - reached
        share, green = min(reached / 50, Decimal(1)), missing <= 0
    else:
        reached = Decimal(100) * cell.part / cell.target
        missing = Decimal(50) - reached
        share = min(reached / 50, Decimal(1))
        green = tenth(missing) <= 5 or (cell.what.whole and cell.part >= cell.target // 2)
    if green:
        return "green", Decimal(100)
    return "red" if tenth(missing) > 30 else "yellow", 100 * share


@dataclass(frozen=True)
class Month:
    """A month of nine counties: their cells, how their returns stand, who is in dispute."""

    cells: dict[str, list[Typed]]
    states: dict[str, State]
    disputed: frozenset[str]
    reminded: frozenset[str]
    closed: bool

    def lights(self, unit: str) -> list[str]:
        """The lights of a unit."""
        return [light_and_points(cell, closed=self.closed)[0] for cell in self.cells[unit]]

    def score(self, unit: str) -> Decimal | None:
        """The score of a unit; None where it is not ranked."""
        cells = self.cells[unit]
        owed = [cell for cell in cells if cell.how != "none"]
        points = [light_and_points(cell, closed=self.closed)[1] for cell in cells]
        known = [each for each in points if each is not None]
        nothing_came = all(cell.how in {"silent", "none"} for cell in cells)
        unbroken = all(cell.target is None for cell in owed)
        if not owed or nothing_came or unbroken or len(known) < len(owed) / 2:
            return None
        mean = sum(known) / len(known) - OFF[self.states[unit]]
        return max(tenth(mean), Decimal("0.0"))

    @property
    def places(self) -> dict[str, int]:
        """A place is one more than there are better units."""
        keys = {
            unit: (-score, self.lights(unit).count("red"), self.lights(unit).count("yellow"))
            for unit in UNITS
            if (score := self.score(unit)) is not None
        }
        return {unit: 1 + sum(other < key for other in keys.values()) for unit, key in keys.items()}

    def praised(self) -> set[str]:
        """Who may be praised for everything."""
        places = self.places
        most = min(3, len(places) // 3)
        return {
            unit
            for unit, place in places.items()
            if sum(other <= place for other in places.values()) <= most
            and (self.score(unit) or 0) >= 95
            and set(self.lights(unit)) <= {"green", ""}
            and all(cell.how in {"told", "none"} for cell in self.cells[unit])
            and self.states[unit] is State.ON_TIME
            and unit not in self.disputed
        }

    def criticised(self) -> set[str]:
        """Who may be criticised for progress."""
        places = self.places
        most = min(2, len(places) // 3)
        return {
            unit
            for unit, place in places.items()
            if sum(other >= place for other in places.values()) <= most
            and any(
                light == "red" and cell.how != "doubted" and not self.is_disputed(unit, cell)
                for light, cell in zip(self.lights(unit), self.cells[unit], strict=True)
            )
        }

    def is_disputed(self, unit: str, cell: Typed) -> bool:
        """Whether lead and county differ in a cell: the first of those that are in dispute."""
        return unit in self.disputed and cell.what is COUNTS[0]

    def silent(self) -> set[str]:
        """Who was reminded and still has reported nothing."""
        return {u for u in self.reminded if self.states[u] in {State.MISSING, State.EMPTY}}


def month_of(seed: int) -> Month:
    """The month that a seed gives, the same each time."""
    return random_month(Random(seed))  # noqa: S311 - chance for a test, the same each time


def random_month(random: Random) -> Month:
    """A month by chance: usually fair, at times all done, all silent, or all alike."""
    mood = random.choice(["fair", "fair", "mixed", "mixed", "good", "alike", "silent", "wild"])
    hows = {
        "fair": ["told"] * 12 + ["silent", "doubted", "held", "none"],
        "mixed": ["told"],
        "good": ["told"],
        "alike": ["told"],
        "silent": ["silent"] * 9 + ["none"],
        "wild": ["told", "silent", "held", "doubted", "none"],
    }[mood]
    states = [State.ON_TIME] if mood in {"good", "alike"} else list(OFF)
    good = {"good": UNITS, "mixed": random.sample(UNITS, 3)}.get(mood, "")
    least = {unit: 95 if unit in good else 0 for unit in UNITS}
    usual = [random_cell(what, "told", 50, random) for what in (*COUNTS, *RATES)]
    return Month(
        cells={
            unit: usual
            if mood == "alike"
            else [
                random_cell(what, random.choice(hows), least[unit], random)
                for what in (*COUNTS, *RATES)
            ]
            for unit in UNITS
        },
        states={unit: random.choice(states) for unit in UNITS},
        disputed=frozenset(unit for unit in UNITS if random.random() < 0.1),
        reminded=frozenset(unit for unit in UNITS if random.random() < 0.5),
        closed=random.random() < 0.7,
    )


def random_cell(what: Indicator, how: str, least: int, random: Random) -> Typed:
    """One answer; `least` is the least of what is due, in percent. One is without a target."""
    if how == "none":
        return Typed(what, how, 0, 0, 1)
    if what.asks_parts:
        whole = random.randint(1, 60)
        return Typed(what, how, 50, min(whole, random.randint(least * whole // 200, whole)), whole)
    target = random.choice([1, 1, 2, 3, 7, 10, 60, 120, 999])
    part = random.choice([0, target, random.randint(least * target // 200, target)])
    unbroken = how != "silent" and least == 0 and random.random() < 0.05
    part = max(part, -(-least * target // 200))
    return Typed(what, how, None if unbroken else target, part, 1)


def ranks_of(month: Month) -> tuple[Rank, ...]:
    """What the program makes of it."""
    lines = [cell.line(unit) for unit in UNITS for cell in month.cells[unit]]
    differences = [
        Difference(COUNTS[0], unit, Figure(done=100.0), Figure(done=50.0))
        for unit in month.disputed
    ]
    states = [state_of(unit, month.states[unit]) for unit in UNITS]
    today = AFTER if month.closed else SOON
    return ranked(lines, states, today=today, differences=differences)


def state_of(unit: str, state: State) -> UnitState:
    """How a unit's return stands."""
    return answer(unit, state, late=state is State.LATE)


def named(ranks: Sequence[Rank], month: Month, *kinds: ProposalKind) -> set[str]:
    """Who is proposed for these."""
    inputs = ProposalInput(
        calendar=june(AFTER if month.closed else SOON),
        rules=AwardRules(),
        first=Period(2024, 4),
        reminders=dict.fromkeys(month.reminded, 1),
    )
    return {p.unit for p in proposals(ranks, inputs) if p.kind in kinds}


@pytest.mark.parametrize("seed", range(400))
def test_a_month_by_chance(seed: int) -> None:
    """Every score, place and name is that of the other calculation.

    (R7.101, R7.105, R7.106, R7.107, R7.108, R7.109, R7.120, R7.121, R7.123, R7.125)
    """
    month = month_of(seed)
    ranks = ranks_of(month)
    scores = {e.unit: None if e.score is None else tenth(Decimal(float(e.score))) for e in ranks}
    assert scores == {unit: month.score(unit) for unit in UNITS}
    assert {e.unit: e.place for e in ranks if e.place is not None} == month.places
    assert named(ranks, month, ProposalKind.PRAISE) == month.praised()
    assert named(ranks, month, ProposalKind.CRITICISM_PROGRESS) == month.criticised()
    assert named(ranks, month, ProposalKind.CRITICISM_RETURN) == month.silent()


def test_the_months_are_of_every_sort() -> None:
    """Ties, nobody ranked, some praised, some criticised, some silent: no test of nothing."""
    months = [month_of(seed) for seed in range(400)]
    assert sum(len(set(m.places.values())) < len(m.places) for m in months) > 50
    assert sum(not m.places for m in months) > 20
    assert sum(bool(m.praised()) for m in months) > 20
    assert sum(bool(m.criticised()) for m in months) > 50
    assert sum(bool(m.silent()) for m in months) > 50
