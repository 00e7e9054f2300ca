"""What can be wrong: a finding about a unit's data is returned, a problem of ours is raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ducha.texts import one_line


class Severity(StrEnum):
    """How much a finding costs, worst first (R6.8)."""

    RETURN = "退回"  # the value is held out of the merge
    VERIFY = "需核实"  # merged, and shown to the officer
    NOTE = "提示"  # merged, for information


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in what a unit sent, in words a clerk can act on."""

    severity: Severity
    code: str
    sentence: str
    remedy: str = ""
    unit: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""
    found: str = ""


Grades = Mapping[str, Severity | None]
"""Checks that config.toml grades anew, by code; None switches one off."""


def graded(finding: Finding, grades: Grades) -> Finding | None:
    """The finding as the bureau grades it; None where it does not want to hear of it (R6.9)."""
    severity = grades.get(finding.code, finding.severity)
    return None if severity is None else replace(finding, severity=severity)


class Problem(Exception):  # noqa: N818 - it is the user's problem to mend, not an error of the program
    """The user's own configuration, ledger, template or argument is wrong; nothing was done."""

    def __init__(self, *messages: str) -> None:
        """Keep every message, each fit for a screen, so that all mistakes are shown at once."""
        self.messages = tuple(map(one_line, messages))
        super().__init__("\n".join(self.messages))


def refuse(messages: list[str] | tuple[str, ...]) -> None:
    """Raise one `Problem` with all `messages`, if there are any."""
    if messages:
        raise Problem(*messages)
