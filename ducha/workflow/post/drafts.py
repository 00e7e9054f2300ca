"""The drafts in the outbox that may be sent, each with its unit and the round that it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ducha.files.disk.plan import read_bytes
from ducha.findings import Problem
from ducha.ledger.model import Unit
from ducha.letters.facts import addresses
from ducha.period import Period
from ducha.submission.posted import Draft
from ducha.submission.sent import SentKind
from ducha.workflow.generate import BREAKDOWN_FOLDER, BREAKDOWN_FORM, form_stem
from ducha.workflow.outbox.parcels import MAILS, file_stem
from ducha.workflow.outbox.sent_back import RETURNS, breakdown_returns
from ducha.workflow.workspace import Workspace

REMINDERS = "催报"
"""The folder of reminders."""

MOST_ROUNDS = 9
_MAIL = ".eml"


@dataclass(frozen=True, slots=True)
class DraftFolder:
    """Where the drafts of one kind and month lie, and how a unit's are called in each round."""

    kind: SentKind
    period: Period
    path: Path
    stems: Callable[[str], dict[str, int | None]]

    def drafts_of(self, unit: Unit) -> Iterator[tuple[Path, int | None]]:
        """The unit's drafts that lie there."""
        for stem, number in self.stems(unit.name).items():
            path = self.path / f"{stem}{_MAIL}"
            if path.is_file() and not path.is_symlink():
                yield path, number


def reminder_stem(unit: str, period: Period, number: int) -> str:
    """The name of a reminder: 杞县_2024年5月_催报, 提醒 before the deadline (round 0)."""
    word = "提醒" if not number else REMINDERS if number == 1 else f"第{number}次{REMINDERS}"
    return file_stem(unit, period.label, word)


def draft_folders(space: Workspace, kind: SentKind, period: Period) -> tuple[DraftFolder, ...]:
    """Where drafts of a kind lie; 退回件 are those of the month and those of the breakdown."""
    month, year = space.folder(period), space.settings.outbox / BREAKDOWN_FOLDER
    if kind is SentKind.FORMS:
        return (DraftFolder(kind, period, month / MAILS, lambda u: {form_stem(u, period): None}),)
    if kind is SentKind.BREAKDOWN:
        stem = BREAKDOWN_FORM
        return (DraftFolder(kind, space.first, year / MAILS, lambda u: {file_stem(u, stem): None}),)
    if kind is SentKind.REMINDERS:
        rounds = range(MOST_ROUNDS + 1)
        return (
            DraftFolder(
                kind,
                period,
                month / REMINDERS,
                lambda u: {reminder_stem(u, period, number): number for number in rounds},
            ),
        )
    return (
        DraftFolder(
            SentKind.RETURNED,
            period,
            month / RETURNS,
            lambda u: {file_stem(u, period.label, RETURNS): None},
        ),
        DraftFolder(
            SentKind.BREAKDOWN_RETURNED,
            space.first,
            breakdown_returns(space),
            lambda u: {file_stem(u, BREAKDOWN_FORM, RETURNS): None},
        ),
    )


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts that lie there, in the order of the ledger; names of mails that are none."""

    drafts: tuple[tuple[Draft, Path], ...]
    strays: tuple[str, ...]


def read_drafts(space: Workspace, folder: DraftFolder, chosen: frozenset[str]) -> Drafts:
    """Read the drafts of a folder, to the addresses that the ledger gives today (R10.5).

    Args:
        space: The workspace.
        folder: Where they lie.
        chosen: Only of these units.
    """
    every = [(unit, *found) for unit in space.ledger.units for found in folder.drafts_of(unit)]
    known = {path.name for _, path, _ in every}
    there = sorted(path.name for path in folder.path.glob(f"*{_MAIL}"))
    return Drafts(
        tuple(
            (_draft(folder, unit, path, number), path)
            for unit, path, number in every
            if unit.name in chosen
        ),
        tuple(name for name in there if name not in known),
    )


def _draft(folder: DraftFolder, unit: Unit, path: Path, number: int | None) -> Draft:
    return Draft(
        kind=folder.kind,
        period=folder.period,
        unit=unit.name,
        name=file_stem(unit.name),
        round=number,
        data=read_bytes(path),
        to=addresses(unit),
    )


def choose(space: Workspace, named: tuple[str, ...]) -> frozenset[str]:
    """The units that are named, by name or alias; all where none is.

    Raises:
        Problem: One is no unit of the ledger.
    """
    units = {name: space.ledger.named(name) for name in named}
    unknown = [name for name, unit in units.items() if unit is None]
    if unknown:
        message = f"台账〔责任单位〕里没有：{'、'.join(unknown)}"
        raise Problem(message)
    chosen = frozenset(unit for unit in units.values() if unit)
    return chosen or frozenset(space.ledger.by_unit)
