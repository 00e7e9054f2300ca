"""What can be wrong: a finding about a unit's data is returned, a problem of ours is raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from enum import StrEnum

from ducha.texts import one_line


class Severity(StrEnum):
    """How much a finding costs, worst first (R6.8)."""

    RETURN = "退回"  # the value is held out of the merge
    VERIFY = "需核实"  # merged, and shown to the officer
    NOTE = "提示"  # merged, for information


ANY_GRADE = tuple(Severity)
"""For a rule that the bureau may make as hard as it likes."""
NEVER_RETURNED = (Severity.VERIFY, Severity.NOTE)
"""For a rule about something that cannot hold a figure out of the merge."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding applies: a sheet, a row of it counted from 0, the key of the column.

    `letters` are those of the columns as they stand on that sheet. The figures of a row together
    have no key, but the letters of each; what lies in no row has its key alone.
    """

    sheet: str = ""
    row: int | None = None
    key: str = ""
    letters: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """As a person finds it: M7, or M7,N7; the key where it is no cell."""
        if self.row is None:
            return self.key
        return ",".join([f"{letter}{self.row + 1}" for letter in self.letters])


NOWHERE = Place()
"""The place of a finding about a file as a whole."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong, as the catalogue of `ducha.checks` has it.

    `sentence` and `remedy` are for the unit, in braces what differs from one finding to the next;
    `source` is its number in docs/rules.md and where it comes from. `grades` are those that
    config.toml may give it, besides switching it off: without any nobody may touch it. What is
    `excusable` becomes a note when the unit explains it in 备注. What is `doubting` makes its
    figure 待核 while it is 需核实; a clerk's 采用 of what is `lasting` holds for later
    months too.
    """

    code: str
    severity: Severity
    sentence: str
    remedy: str = ""
    _: KW_ONLY
    source: str
    grades: tuple[Severity, ...] = ()
    excusable: bool = False
    doubting: bool = False
    lasting: bool = False

    def finding(self, place: Place = NOWHERE, found: str = "", **words: str) -> Finding:
        """What is wrong at a place, `found` there, at the rule's own grade.

        `words` are what the braces of sentence and remedy stand for.
        """
        return Finding(
            rule=self,
            severity=self.severity,
            sentence=self.sentence.format_map(words),
            remedy=self.remedy.format_map(words),
            place=place,
            found=found,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found in what a unit sent, in words a clerk can act on.

    `found` is what stands at the place, as a person sees it.
    """

    rule: Rule
    severity: Severity
    sentence: str
    remedy: str = ""
    unit: str = ""
    file: str = ""
    place: Place = NOWHERE
    found: str = ""

    @property
    def code(self) -> str:
        """What the rule is called in 数据核查 and in config.toml."""
        return self.rule.code

    def about(self, unit: str, file: str) -> Finding:
        """The finding with whose it is and in which file."""
        return replace(self, unit=unit, file=file)

    def lowered(self, why: str) -> Finding:
        """The finding as a note, once something has settled it; `why` joins the sentence."""
        if self.severity is Severity.NOTE:
            return self
        return replace(self, severity=Severity.NOTE, sentence=f"{self.sentence}{why}")


Grades = Mapping[str, Severity | None]
"""The grades that config.toml gives to checks, by code; None switches one off."""


def grade(
    finding: Finding, grades: Grades, *, excuse: str = "", ruling: str = ""
) -> Finding | None:
    """The finding as it counts; None where the bureau has switched its check off.

    In this order: the rule's own grade; the one that config.toml gives it; a note where the unit's
    `excuse` (备注) explains what is excusable, unless the bureau has made the rule harder or
    softer than it is; a note where a clerk's `ruling` stands behind the figure (R6.9, R6.140).
    """
    rule = finding.rule
    severity = grades.get(rule.code, rule.severity) if rule.grades else rule.severity
    if severity is None:
        return None
    excused = bool(excuse) and rule.excusable and severity is rule.severity
    return replace(finding, severity=Severity.NOTE if excused or ruling else severity)


@dataclass(slots=True)
class FindingCollector:
    """The findings about one file, each graded as it is added."""

    unit: str
    file: str
    grades: Grades = field(default_factory=dict)
    kept: list[Finding] = field(default_factory=list)

    def add(self, *findings: Finding, excuse: str = "", ruling: str = "") -> bool:
        """Grade and keep findings, without those switched off.

        Args:
            findings: About one cell, row or file.
            excuse: The unit's explanation in 备注 of what is excusable.
            ruling: The clerk's decision that stands behind the figure.

        Returns:
            Whether one of them holds the figure out of the merge.
        """
        counted = [
            graded.about(self.unit, self.file)
            for finding in findings
            if (graded := grade(finding, self.grades, excuse=excuse, ruling=ruling))
        ]
        self.kept += counted
        return any(finding.severity is Severity.RETURN for finding in counted)


class Problem(Exception):  # noqa: N818 - it is the user's problem to mend, not an error of the program
    """The user's own configuration, ledger, template or argument is wrong; nothing was done."""

    def __init__(self, *messages: str) -> None:
        """Keep every message, each fit for a screen, so that all mistakes are shown at once."""
        self.messages = tuple(map(one_line, messages))
        super().__init__("\n".join(self.messages))


def refuse(messages: list[str] | tuple[str, ...]) -> None:
    """Raise the messages, if there are any.

    Raises:
        Problem: One, with all `messages`.
    """
    if messages:
        raise Problem(*messages)
