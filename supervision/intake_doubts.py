"""What an officer must know about a return that is taken all the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from supervision.cells import Cells
from supervision.findings import Finding, Severity, graded
from supervision.identity import MONTHLY, Claim, Trust, verify
from supervision.intake_rulings import FileRuling
from supervision.intake_verdicts import Desk
from supervision.submission import Source
from supervision.submission_visible import Visible


@dataclass(frozen=True, slots=True)
class Case:
    """One workbook on the desk with its claim; `signed` is false where only the page speaks."""

    source: Source
    cells: Cells
    claim: Claim
    seen: Visible
    signed: bool
    ruling: FileRuling


def doubts(case: Case, desk: Desk) -> tuple[Finding, ...]:
    """What an officer must know about a return that is taken."""
    claim, source = case.claim, case.source
    found: list[Finding] = []
    if not case.signed:
        found.append(_UNSIGNED)
    elif verify(desk.key, claim) is Trust.UNKNOWN_KEY:
        found.append(_UNKNOWN_KEY)
    if not case.cells.telling:
        found.append(_UNTOLD)
    others = _other_months(case)
    if others:
        sentence = f"表上写的是{'、'.join(others)}，按{claim.period}的报送件处理"
        found.append(replace(_OTHER_MONTH, sentence=sentence, found="、".join(others)))
    if _stranger(claim.unit, source.sender, desk):
        found.append(replace(_STRANGER, found=source.sender))
    placed = (replace(one, unit=claim.unit, file=source.file) for one in found)
    return tuple(kept for one in placed if (kept := graded(one, desk.grades)))


def _other_months(case: Case) -> list[str]:
    """Months on the page other than the claim's, unless a clerk has settled the month."""
    if case.claim.kind != MONTHLY or case.ruling.move is not None:
        return []
    return [month.label for month in case.seen.months if str(month) != case.claim.period]


def _stranger(unit: str, sender: str, desk: Desk) -> bool:
    """Whether a mail came from an address that is not the unit's; never while none is known."""
    known = {mail.lower() for mail in desk.ledger.by_unit[unit].mails}
    return bool(known and sender) and sender.lower() not in known


_UNSIGNED = Finding(
    Severity.VERIFY,
    "无标识",
    "隐藏的〔表单标识〕没有了，按表上写的填报单位、期次和编码认定",
    "请与填报单位核实是否为其所报；下次请直接填写本局发出的表，不要另存到新表里",
)
_UNKNOWN_KEY = Finding(
    Severity.VERIFY,
    "密钥",
    "表单不是用本工作区现有的密钥签发的，无法核对是否被改动",
    "确认是本局发出的表；若更换过 signing.key，请找回原来的密钥文件",
)
_OTHER_MONTH = Finding(
    Severity.VERIFY,
    "月份不符",
    "",
    "请与填报单位核实所填是哪个月的数；要改月份，在台账〔人工处置〕中填改期",
)
_UNTOLD = Finding(
    Severity.NOTE,
    "看不到公式",
    "这种格式（.xls、.et、.xlsb、.ods）里看不到公式、错误值和百分数格式，只按显示出来的数读取",
    "空着的格请留意是否原为错误值；下次请保存为 .xlsx 再报",
)
_STRANGER = Finding(
    Severity.VERIFY,
    "发件人",
    "发件邮箱没有登记在该单位名下",
    "请核实是否为该单位所发；确认后把邮箱补进台账〔责任单位〕",
)
