"""What passes between the steps: lines, nodes, items, figures, doubts."""

from __future__ import annotations

from dataclasses import dataclass, field

from ducha.ledger.model import Direction, Kind, Ledger


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing for a person to look at, with the sentence it comes from."""

    kind: str
    place: str
    found: str
    sentence: str
    source: str = ""


@dataclass(frozen=True)
class LedgerDraft:
    """A ledger made from a circular, and what is doubtful about it."""

    ledger: Ledger
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph of the circular; `cells` where it is a row of a table."""

    number: int
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who answers: as printed, dropped prefixes and endings restored."""

    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    all_counties: bool = False
    vague: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[str, ...]:
        """Every named unit."""
        return self.leads + self.supports


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularItem:
    """The smallest numbered task: printed numerals, its text, who answers, by when."""

    list_no: int
    path: tuple[str, ...]
    matter_no: str
    matter: str
    number: str
    text: str
    title: str = ""
    responsibility: Responsibility | None = None
    deadline: str = ""
    line: int = 0
    remarks: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target read from an item's text."""

    name: str
    value: float | None
    measure: str
    kind: Kind
    direction: Direction
    whole: bool = True
    monthly: bool = False
    deadline: int | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ItemList:
    """What was read from the list of items, before codes are given."""

    items: tuple[CircularItem, ...]
    doubts: tuple[Doubt, ...] = field(default=())
