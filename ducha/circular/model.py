"""What passes between the steps: lines, responsibilities, items, targets, doubts."""

from __future__ import annotations

from dataclasses import dataclass, field

from ducha.ledger.model import Direction, Kind, Ledger


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing for a person to look at.

    `place` is a code, a line (第3行) or a sheet, `found` the text that is doubted, `sentence` what
    to do about it, `source` the words of the circular that it comes from.
    """

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
    r"""One line or paragraph of the circular; `cells` where it is a row of a table.

    `number` counts the lines of the text from 1; \v stands for a line break inside a cell.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who answers: as printed, dropped prefixes and endings restored.

    `vague` holds words that name nobody (有关部门), `zones` the development zones that are named
    beside 各县区.
    """

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
    """The smallest numbered task: its text, who answers, by when.

    `list_no` counts the lists of the document from 1, `path` holds the printed numerals from the
    matter down, `deadline` the words of the circular; `line` is a line's number.
    """

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
    """One target read from an item's text.

    `value` is in base units (1.2万 is 12000), in percent where `measure` is %, None for a
    qualitative target; `deadline` is a month of the year, None where the text gives none.
    """

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
