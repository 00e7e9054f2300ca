"""Why the claim of a form cannot be taken: small tests in their order, the first that speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ducha.cells import spelled
from ducha.form.breakdown import breaking_units, rows_asked
from ducha.form.claim import BREAKDOWN, MONTHLY, VERSIONS, Claim, Trust
from ducha.intake.identity.model import IdentifiedWorkbook
from ducha.intake.verdicts import IntakeContext
from ducha.ledger.model import Ledger
from ducha.period import MONTHS, Period, parse_period
from ducha.submission.sheets import rival_sheets


class _Case(NamedTuple):
    """What an objection may rest on; `owing` are the units of whom a return is expected."""

    workbook: IdentifiedWorkbook
    context: IntakeContext
    owing: frozenset[str]

    @property
    def trusted(self) -> bool:
        """Whether a clerk vouches for the form (采用)."""
        return self.workbook.ruling.adopt is not None

    @property
    def claim(self) -> Claim:
        """What the form says it is."""
        return self.workbook.claim


def find_objection(
    workbook: IdentifiedWorkbook, context: IntakeContext, owing: frozenset[str]
) -> str:
    """Why the claim cannot be taken; empty when it can. A clerk may vouch for a form (采用).

    (R6.33)
    """
    case = _Case(workbook, context, owing)
    objections = (*_TO_ANY_FORM, *_BY_KIND.get(case.claim.kind, (_why_no_kind,)))
    return next(filter(None, (why(case) for why in objections)), "")


def _why_fault(case: _Case) -> str:
    return "" if case.trusted else case.workbook.fault


def _why_version(case: _Case) -> str:
    version = case.claim.version
    return "" if version in VERSIONS else f"表版本“{spelled(version)}”与现用版本不同"


def _why_no_kind(case: _Case) -> str:
    return f"表类“{spelled(case.claim.kind)}”不认识"


def _why_not_owing(case: _Case) -> str:
    """Why no return of the month is expected of the unit: its months are over, or yet to come.

    (R6.300)
    """
    if case.claim.unit in case.owing:
        return ""
    unit = case.context.ledger.by_unit.get(case.claim.unit)
    period = parse_period(case.workbook.meant.period)
    if unit and period and unit.until is not None and period.month > unit.until:
        after = f"，之后由“{unit.successor}”报" if unit.successor else ""
        return f"“{unit.name}”报到{unit.until}月为止{after}"
    if unit and period and unit.since is not None and period.month < unit.since:
        return f"“{unit.name}”从{unit.since}月起报"
    return f"“{spelled(case.claim.unit)}”不在应报单位之列"


def _why_another_unit(case: _Case) -> str:
    """What makes a form look like another's: any unit named on the page but the claimed one.

    (R6.28)
    """
    claim, units = case.claim, case.workbook.head.units
    named = next((unit for unit in units if unit != claim.unit), "")
    if case.trusted or not named or claim.unit not in case.context.ledger.by_unit:
        return ""
    if not case.workbook.signed:
        return f"表上写的填报单位不一致：有的是“{spelled(claim.unit)}”，有的是“{spelled(named)}”"
    return f"表上写的填报单位是“{spelled(named)}”，表单标识却是“{spelled(claim.unit)}”的"


def _why_no_sheet(case: _Case) -> str:
    names = rival_sheets(case.workbook.cells, case.workbook.meant.period)
    if case.trusted or not names:
        return ""
    listed = "、".join(f"〔{name}〕" for name in names)
    return (
        f"有{len(names)}张同样的表（{listed}），所填不同，以哪一张为准？请单位只保留一张后重报；"
        f"确认以{listed.partition('、')[0]}为准的，在台账〔人工处置〕填采用"
    )


def _why_no_month(case: _Case) -> str:
    first, written = case.context.ledger.document.first, case.workbook.meant.period
    period = parse_period(written)
    if period is None or not first <= period <= Period(first.year, MONTHS):
        return f"期次“{spelled(written)}”不在{first}至{first.year}-12之内"
    return ""


def _why_no_breakdown(case: _Case) -> str:
    claim, ledger = case.claim, case.context.ledger
    if claim.period != str(ledger.document.year):
        return f"这是{claim.period}年度的任务分解表，台账是{ledger.document.year}年度"
    if claim.unit in breaking_units(ledger) or _was_to_divide(case.workbook, ledger):
        return ""
    return f"“{spelled(claim.unit)}”没有需要分解的指标"


def _was_to_divide(workbook: IdentifiedWorkbook, ledger: Ledger) -> bool:
    """Whether the form is ours, with rows as issued of indicators that are still broken down.

    Another unit may lead them now (R6.303, R6.328).
    """
    claim = workbook.claim
    if claim.unit not in ledger.by_unit or workbook.trust is not Trust.GENUINE:
        return False
    if claim.rows:
        return bool(rows_asked(ledger, claim))
    form = workbook.read_breakdown(ledger)
    if form is None or form.progress.digest != claim.issued:
        return False
    return any(code in ledger.by_code for code, _ in form.progress.keys)


_TO_ANY_FORM: tuple[Callable[[_Case], str], ...] = (_why_fault, _why_version, _why_another_unit)

_BY_KIND: Mapping[str, tuple[Callable[[_Case], str], ...]] = {
    BREAKDOWN: (_why_no_breakdown,),
    MONTHLY: (_why_not_owing, _why_no_month, _why_no_sheet),
}
