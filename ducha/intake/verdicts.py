"""Files as they arrive and the verdicts on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ducha.cells import Cells
from ducha.findings import Finding, Grades, Severity
from ducha.ledger.model import Ledger
from ducha.period import Period
from ducha.submission.reading import Source


class Verdict(StrEnum):
    """What became of a file (R6.1, R6.6)."""

    ACCEPTED = "采用"
    PARTLY = "部分采用"
    SUPERSEDED = "被替代"
    RETURNED = "退回"
    UNKNOWN = "无法识别"
    EXCLUDED = "已排除"
    NOT_A_RETURN = "非填报件"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file of the inbox as read: its cells, or the verdict and reason why there are none."""

    source: Source
    cells: Cells | None
    verdict: Verdict = Verdict.UNKNOWN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one file, a row of 文件清单."""

    source: Source
    verdict: Verdict
    reason: str = ""
    unit: str = ""
    period: str = ""
    version: int = 0
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a file is held against: the ledger, the key, who reports, the month being merged."""

    ledger: Ledger
    key: bytes | None
    reporters: frozenset[str]
    period: Period
    grades: Grades = field(default_factory=dict)


REMEDIES = {
    Verdict.RETURNED: "请在本局发出的本单位填报表中重新填写后再报",
    Verdict.UNKNOWN: "请人工查看；若是某单位的报送件，请其用本局发出的填报表重报",
}


def refusal(judgement: Judgement) -> tuple[Finding, ...]:
    """A file that is not merged is a finding too, so that nobody overlooks it (R6.3)."""
    if judgement.verdict not in REMEDIES:
        return ()
    severity = Severity.RETURN if judgement.verdict is Verdict.RETURNED else Severity.VERIFY
    return (
        Finding(
            severity,
            str(judgement.verdict),
            judgement.reason,
            judgement.remedy or REMEDIES[judgement.verdict],
            judgement.unit,
            judgement.source.file,
        ),
    )
