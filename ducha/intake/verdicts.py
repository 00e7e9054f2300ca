"""The verdict on a file, and what a file is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, replace

from ducha.checks.returns import NOT_OURS, REFUSED
from ducha.findings import Finding, Grades
from ducha.ledger.in_time import NOTHING_ISSUED, Issued, ledger_in
from ducha.ledger.model import Ledger
from ducha.period import Period
from ducha.submission.arrival import Source, Verdict

NOT_OUR_FORM = "不是本局发出的填报表"
"""The reason of a workbook that is none of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict on one file, a row of 文件清单; for `attempt` see `Arrival`.

    `kind` is that of the form, where it is known. `open` is a question that no later return
    answers, but a clerk alone.
    """

    source: Source
    verdict: Verdict
    reason: str = ""
    unit: str = ""
    period: str = ""
    version: int = 0
    remedy: str = ""
    attempt: bool = True
    open: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class IntakeContext:
    """What a file is held against: the ledger, the key, who reports, the month being merged.

    `key` is None where the workspace has none; `reporters` are 牵头单位, 县区 or both, as
    config.toml has them; `grades` what it says of single checks. `issued` is by month (1 to 12)
    what forms of ours prove, which `ledger_of` goes by.
    """

    ledger: Ledger
    key: bytes | None
    reporters: frozenset[str]
    period: Period
    grades: Grades = field(default_factory=dict)
    _: KW_ONLY
    issued: Mapping[int, Issued] = field(default_factory=dict)
    _ledgers: dict[int, Ledger] = field(default_factory=dict, init=False, compare=False)

    def ledger_of(self, period: Period) -> Ledger:
        """The ledger as it stands for a month; worked out once."""
        month = period.month
        if month not in self._ledgers:
            known = self.issued.get(month, NOTHING_ISSUED)
            self._ledgers[month] = ledger_in(self.ledger, month, known)
        return self._ledgers[month]


_REFUSALS = {Verdict.RETURNED: REFUSED, Verdict.UNKNOWN: NOT_OURS}


def refusal_findings(judgement: Judgement) -> tuple[Finding, ...]:
    """A file that is not merged is a finding too, so that nobody overlooks it (R6.3)."""
    rule = _REFUSALS.get(judgement.verdict)
    if rule is None:
        return ()
    refused = rule.finding(reason=judgement.reason)
    refused = replace(refused, remedy=judgement.remedy or refused.remedy)
    return (refused.about(judgement.unit, judgement.source.file),)
