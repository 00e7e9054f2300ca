"""config.toml -> values, every mistake at once; nothing below this module sees the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ducha.findings import Severity, refuse
from ducha.period import Period
from ducha.sections import awards, checks, colours, deadlines, mail, paths, status, top
from ducha.sections.colours import Colour
from ducha.sections.mail import MailSettings
from ducha.sections.section import parse, read_sections
from ducha.standing.table import AwardRules
from ducha.status.rating import Status, Thresholds
from ducha.workdays import WorkCalendar

SECTIONS = {
    "": top.KEYS,
    "paths": paths.KEYS,
    "deadlines": deadlines.KEYS,
    "status": status.KEYS,
    "colours": colours.KEYS,
    "ranking": awards.RANKING,
    "assignments": awards.ASSIGNMENTS,
    "praise": awards.PRAISE,
    "criticism": awards.CRITICISM,
    "notice": awards.NOTICE,
    "mail": mail.KEYS,
    "checks": checks.KEYS,
}
"""Every section and its keys; those of `deadlines` are months besides."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How the program behaves; all paths are whole."""

    root: Path
    ledger: Path
    ledger_name: str  # its path as [paths] has it (R6.381)
    inbox: Path
    outbox: Path
    templates: Path
    key: Path
    sent: Path
    archive: Path
    reporters: frozenset[str]
    authority: str
    carry: bool
    thresholds: Thresholds
    colours: dict[Status, Colour]
    awards: AwardRules
    deadlines: dict[Period, date]
    days: WorkCalendar
    mail: MailSettings
    grades: dict[str, Severity | None]


def read(text: str, root: Path) -> Settings:
    """Read the text of config.toml in the folder `root`; a missing key keeps its default.

    Raises:
        Problem: The text is no TOML, or has mistakes: all of them in one problem.
    """
    mistakes: list[str] = []
    section = read_sections(parse(text), SECTIONS, mistakes)
    place = paths.read_paths(section["paths"], root)
    settings = Settings(
        root=root,
        ledger=place["ledger"],
        ledger_name=paths.typed_ledger(section["paths"]),
        inbox=place["inbox"],
        outbox=place["outbox"],
        templates=place["templates"],
        key=place["key"],
        sent=place["sent"],
        archive=place["archive"],
        reporters=top.read_reporters(section[""]),
        authority=top.read_authority(section[""]),
        carry=section[""].truth("carry", default=True),
        thresholds=status.read_thresholds(section["status"]),
        colours=colours.read_colours(section["colours"]),
        awards=awards.read_awards(section),
        deadlines=deadlines.read_deadlines(section["deadlines"]),
        days=deadlines.read_days(section["deadlines"]),
        mail=mail.read_mail(section["mail"], root),
        grades=checks.read_grades(section["checks"]),
    )
    refuse(mistakes)
    return settings
