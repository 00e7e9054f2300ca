"""A return as typed: what stands on the sheets of one file, found by headings and row keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cached_property

from ducha.cells import (
    Cells,
    Heading,
    Sheet,
    Value,
    as_text,
    letters,
    squeeze,
)
from ducha.findings import Finding, Place, Rule
from ducha.form.breakdown import BREAKDOWN_KEYS, BREAKDOWN_SHEET, columns_for
from ducha.form.claim import HANDED, Claim, issued_digest
from ducha.form.column import Column
from ducha.form.handed import HANDED_COLUMNS, HANDED_SHEET
from ducha.form.monthly import NARRATIVE, NARRATIVE_SHEET, PROGRESS, PROGRESS_SHEET
from ducha.ledger.model import CITY
from ducha.submission.arrival import Source
from ducha.submission.columns import locate_columns, marked_among
from ducha.submission.margins import TypedTotal, is_code, signatures, strays, typed_totals
from ducha.submission.merged import side_words, unclear_cells
from ducha.submission.sheets import choose_sheet, has_handed, key_columns, other_sheets
from ducha.submission.visible import FORM_SHEETS, find_sheet

Names = Mapping[str, str]
"""Names by which units are called, without white space, to their own."""

NO_NAMES: Names = {}


@dataclass(frozen=True, kw_only=True)
class TypedSheet:
    """The rows of one sheet as parallel tuples, one per column key (R6.80).

    `rows` are their indices on the sheet, from 0; everywhere else `index` counts within the tuples.
    `letters` are those of each column; the sets of cells hold addresses, such as M7. `names` are
    the places that may be typed, by their own names.
    """

    sheet: str
    rows: tuple[int, ...]
    columns: dict[str, tuple[Value, ...]]
    letters: dict[str, str]
    formulas: frozenset[str]
    errors: frozenset[str]
    percents: frozenset[str] = frozenset()
    altered: frozenset[str] = frozenset()  # the cell's format shows another figure than it holds
    doubled: frozenset[str] = frozenset()  # a second column of the heading holds something else
    strays: tuple[Place, ...] = ()  # cells filled in rows that have no code
    totals: tuple[TypedTotal, ...] = ()  # typed over our formula
    merged: Mapping[str, str] = field(default_factory=dict)  # nobody knows whose: by their ranges
    struck: frozenset[str] = frozenset()
    raised: Mapping[str, str] = field(default_factory=dict)  # texts without their footnotes
    notes: tuple[tuple[Place, str], ...] = ()  # comments, and words beside the table
    names: Names = field(default_factory=dict)

    def at(self, key: str, index: int) -> str:
        """Address of the cell of column `key` in the row at `index`."""
        return f"{self.letters.get(key, _NO_COLUMN)}{self.rows[index] + 1}"

    def place(self, key: str, index: int) -> Place:
        """Where the cell of column `key` stands in the row at `index`."""
        return Place(self.sheet, self.rows[index], key, (self.letters.get(key, _NO_COLUMN),))

    def places(self, keys: Iterable[str], index: int) -> Place:
        """Where several cells of the row at `index` stand together."""
        letters = tuple([self.letters.get(key, _NO_COLUMN) for key in keys])
        return Place(self.sheet, self.rows[index], letters=letters)

    def finding(self, rule: Rule, key: str, index: int, **words: str) -> Finding:
        """What a rule says of a cell, beside what was typed there."""
        return rule.finding(self.place(key, index), self.text(key, index), **words)

    def touched(self, key: str, index: int) -> bool:
        """Whether anything stands in a cell, be it an error or a formula without a value."""
        if self.value(key, index) != "":
            return True
        if not self.formulas and not self.errors:
            return False
        cell = self.at(key, index)
        return cell in self.errors or cell in self.formulas

    def value(self, key: str, index: int) -> Value:
        """What was typed there; blank where the column is not on the sheet."""
        return self.columns[key][index] if key in self.columns else ""

    def filled(self, keys: Iterable[str], index: int) -> bool:
        """Whether one of several cells of the row at `index` holds a value."""
        return any(self.value(key, index) != "" for key in keys)

    @cached_property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Code and county of every row, the county by its own name (R6.340)."""
        named = self.names.get
        return tuple([(code, named(county, county)) for code, county in self._typed_keys])

    @property
    def _typed_keys(self) -> list[tuple[str, str]]:
        codes = self.columns.get("code", ())
        counties = self.columns.get("county", ("",) * len(codes))
        return [(squeeze(c), squeeze(p)) for c, p in zip(codes, counties, strict=True)]

    @cached_property
    def digest(self) -> str:
        """Fingerprint of the rows as they stand: the claim's `issued` while nobody changed them.

        A row of a breakdown form names no county: it is the city's.
        """
        targets = self.columns.get("target", ("",) * len(self.rows))
        placed = "county" in self.columns
        return issued_digest(
            (code, county if placed else CITY, as_text(target))
            for (code, county), target in zip(self._typed_keys, targets, strict=True)
        )

    def text(self, key: str, index: int) -> str:
        """What was typed there, as a person sees it."""
        return as_text(self.value(key, index))


_FIGURES = ("done", "numerator", "denominator")
_NO_COLUMN = "?"
"""In place of the letter of a column that is not on the sheet."""

NO_ROWS = TypedSheet(
    sheet="", rows=(), columns={}, letters={}, formulas=frozenset(), errors=frozenset()
)


@dataclass(frozen=True, slots=True)
class Submission:
    """One file that claims to be a form of ours, as typed.

    `progress` is 进度填报, or 任务分解 of a breakdown form, which has no `narrative`; `foot` the
    signatures by label; `handed` is 督办事项, which few forms have. It is `genuine` where our
    signature bears its hidden sheet out; the rows of its claim are then what it was issued with.
    """

    source: Source
    claim: Claim
    progress: TypedSheet
    narrative: TypedSheet
    foot: dict[str, str]
    _: KW_ONLY
    genuine: bool = False
    handed: TypedSheet = NO_ROWS


def looks_like_form(cells: Cells) -> bool:
    """Whether some sheet bears the headings of a form of ours, even without a hidden sheet.

    (R6.26)
    """
    return any(find_sheet(cells, name, keys) for name, keys in FORM_SHEETS)


def read_return(
    cells: Cells, source: Source, claim: Claim, names: Names = NO_NAMES
) -> Submission | None:
    """Take the typed values off the sheets; None when 进度填报 cannot be found at all (R6.34)."""
    progress = choose_sheet(cells, PROGRESS_SHEET, claim.period)
    if progress is None:
        return None
    narrative = choose_sheet(cells, NARRATIVE_SHEET, claim.period)
    return Submission(
        source,
        claim,
        _read_sheet(*progress, PROGRESS, names),
        _read_sheet(*narrative, NARRATIVE) if narrative else NO_ROWS,
        signatures(*progress),
        handed=_read_handed(cells, claim),
    )


def _read_handed(cells: Cells, claim: Claim) -> TypedSheet:
    """The answers about matters handed over, where the form asks for any (R9.76)."""
    asked = has_handed(cells) or any(row.kind == HANDED for row in claim.rows)
    sheet = choose_sheet(cells, HANDED_SHEET, claim.period) if asked else None
    return _read_sheet(*sheet, HANDED_COLUMNS) if sheet else NO_ROWS


def read_other_months(
    cells: Cells, source: Source, claim: Claim, names: Names = NO_NAMES
) -> tuple[Submission, ...]:
    """What stands beside a return on sheets of other months, each sheet as if claimed for its own.

    (R6.40)
    """
    kinds = ((PROGRESS_SHEET, PROGRESS), (NARRATIVE_SHEET, NARRATIVE))
    beside: list[Submission] = []
    for name, columns in kinds:
        for month, headed in other_sheets(cells, name, claim.period):
            typed = _read_sheet(*headed, columns, names)
            sheets = (typed, NO_ROWS) if name == PROGRESS_SHEET else (NO_ROWS, typed)
            other = replace(claim, period=str(month), rows=())  # it was issued for its own month
            beside.append(Submission(source, other, *sheets, {}))
    return tuple(beside)


def read_breakdown(
    cells: Cells,
    source: Source,
    claim: Claim,
    places: tuple[str, ...],
    names: Names = NO_NAMES,
) -> Submission | None:
    """Take a breakdown form's typed values; columns that are not ours keep their own headings.

    None when 任务分解 cannot be found; `places` are those with a column of their own.
    """
    headed = find_sheet(cells, BREAKDOWN_SHEET, BREAKDOWN_KEYS)
    if headed is None:
        return None
    counties = {name: own for name, own in names.items() if own in places}
    sheet, heading = _with_own_headings(*headed, counties)
    ours = columns_for(places)
    issued = {column.heading for column in ours}
    added = (name for name in heading.columns if name and name not in issued)
    columns = (*ours, *(Column(key=name, heading=name, width=0) for name in added))
    return Submission(source, claim, _read_sheet(sheet, heading, columns), NO_ROWS, {})


def _with_own_headings(sheet: Sheet, heading: Heading, names: Names) -> tuple[Sheet, Heading]:
    """The sheet with its county columns under their own names, whatever they were called then.

    (R6.340)
    """
    old = sheet.rows[heading.row]
    row = tuple(names.get(squeeze(value), value) for value in old)
    if row == old:
        return sheet, heading
    columns: dict[str, int] = {}
    for position, value in enumerate(row):
        columns.setdefault(squeeze(value), position)
    rows = (*sheet.rows[: heading.row], row, *sheet.rows[heading.row + 1 :])
    return replace(sheet, rows=rows), Heading(heading.row, columns)


def _read_sheet(
    sheet: Sheet, heading: Heading, columns: Sequence[Column], names: Names = NO_NAMES
) -> TypedSheet:
    """Rows with a code below the heading, without the city's totals and a repeated heading row."""
    code = next(column.heading for column in columns if column.key == "code")
    indices = _rows_of(sheet, heading, code)
    rows = [sheet.rows[index] for index in indices]
    ours = [column for column in columns if column.heading in heading.columns]
    at, doubled = locate_columns(sheet, heading, ours, indices)
    entries = {column.key: at[column.key] for column in ours if column.entry}
    return TypedSheet(
        sheet=sheet.name,
        rows=indices,
        columns={key: tuple([row[position] for row in rows]) for key, position in at.items()},
        letters={key: letters(position) for key, position in at.items()},
        formulas=sheet.formulas,
        errors=sheet.errors,
        percents=marked_among(sheet.percents, indices, entries.values()),
        altered=marked_among(sheet.altered, indices, entries.values()),
        doubled=doubled,
        strays=tuple(strays(sheet, heading, entries, code)),
        totals=tuple(typed_totals(sheet, heading, at)) if "county" in at else (),
        merged=unclear_cells(sheet, indices, [entries[key] for key in _FIGURES if key in entries]),
        struck=marked_among(sheet.struck, indices, entries.values()),
        raised=dict(sheet.raised),
        notes=tuple(_notes(sheet, heading, indices, at.values())),
        names=names,
    )


def _rows_of(sheet: Sheet, heading: Heading, code: str) -> tuple[int, ...]:
    """The rows of the table, by their keys."""
    code_at, place_at = key_columns(heading, code)
    return tuple(
        index
        for index in range(heading.row + 1, len(sheet.rows))
        if is_code(sheet.rows[index][code_at])
        and sheet.rows[index][code_at] != code
        and sheet.rows[index][place_at] != CITY
    )


def _notes(
    sheet: Sheet, heading: Heading, indices: tuple[int, ...], ours: Iterable[int]
) -> Iterable[tuple[Place, str]]:
    """What people have written about the table and not in it, with its cell (R6.431)."""
    for cell, words in sheet.notes:
        yield Place(sheet.name, key=cell), words
    for row, column, words in side_words(sheet, heading, indices, tuple(ours)):
        yield Place(sheet.name, row, letters=(letters(column),)), words
