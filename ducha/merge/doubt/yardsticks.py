"""What a month's counts are held against where no breakdown has given them targets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ducha.checks.months import Yardstick
from ducha.ledger.model import CITY, Indicator, Kind
from ducha.merge.model import Memory, MonthInputs, PlaceKey
from ducha.merge.versions import Version
from ducha.values.reading import exact_sum


class Yardsticks:
    """The city's parts of one month, by indicator."""

    def __init__(
        self, inputs: MonthInputs, chosen: Mapping[PlaceKey, Version], memory: Memory
    ) -> None:
        """Gather what counts in the month.

        Args:
            inputs: What the month is merged under.
            chosen: What counts for each place.
            memory: What earlier months have left.
        """
        self._inputs = inputs
        self._memory = memory
        self._counts: dict[str, dict[str, float]] = defaultdict(dict)
        for (code, county), version in chosen.items():
            if version.figure.done is not None:
                self._counts[code][county] = version.figure.done

    def of(self, indicator: Indicator, county: str) -> Yardstick | None:
        """What a count is held against; None where it has a target, or is no count (R6.411)."""
        ledger, month = self._inputs.ledger, self._inputs.period.month
        city = ledger.target_of(indicator, CITY, month)
        if indicator.kind is not Kind.COUNT or not city:
            return None
        if ledger.target_of(indicator, county, month) is not None:
            return None
        counts = self._counts[indicator.code]
        sound = self._memory.sound.get((indicator.code, county))
        return Yardstick(
            city_target=city,
            places=len(ledger.counties_of(indicator)),
            total=exact_sum(_counted(counts.items(), ledger.counted)),
            sound=sound.done if sound else None,
            peers=tuple(count for place, count in counts.items() if place != county),
        )


def _counted(counts: Iterable[tuple[str, float]], counted: frozenset[str]) -> list[float]:
    return [count for place, count in counts if place in counted]
