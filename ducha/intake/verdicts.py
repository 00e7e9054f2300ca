"""Files as they arrive and the verdicts on them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ducha.findings import Finding, Grades, Severity
from ducha.ledger.model import Ledger
from ducha.period import Period
from ducha.submission.arrival import Source, Verdict


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
