"""Cells of ledger.xlsx -> the ledger, or every mistake in it at once."""

from __future__ import annotations

from dataclasses import replace

from ducha.cells import Cells, find_heading
from ducha.findings import Problem, refuse
from ducha.ledger import sheets
from ducha.ledger.model import BLANK_LEDGER, Ledger
from ducha.ledger.plan.reading import read_milestones, read_targets
from ducha.ledger.rows import record, records, rows
from ducha.ledger.year.succession import check_leads, settle_successors

_STARTED = (
    "台账还没有填好，不能用：请在〔文件信息〕填年度、报送日、首报期，在〔责任单位〕填单位，"
    "在〔指标〕填指标，保存后再运行。有通知文件的，用 import 导入，由程序来填。"
)


def read_started(cells: Cells) -> Ledger | None:
    """A ledger in which no indicator stands yet, with what does; None where it is no such one.

    Raises:
        Problem: What stands in it has mistakes; it holds a sentence for each.
    """
    unheard: list[str] = []
    wrong: list[str] = []
    if _lacks_sheets(cells) or rows(cells, sheets.INDICATORS, BLANK_LEDGER, unheard):
        return None
    document = record(cells, sheets.DOCUMENT, BLANK_LEDGER, unheard) or BLANK_LEDGER.document
    units = records(cells, replace(sheets.UNITS, may_be_empty=True), BLANK_LEDGER, wrong)
    base = Ledger(document=document, indicators=(), units=units)
    assignments = records(cells, sheets.ASSIGNMENTS, base, wrong)
    decisions = records(cells, sheets.DECISIONS, base, wrong)
    refuse(wrong)
    return replace(base, assignments=assignments, decisions=decisions)


def read(cells: Cells) -> Ledger:
    """Read and check the whole ledger.

    Each sheet is read against those before it, so a mistake is reported once, where it is. Of a
    ledger that nobody has begun to fill in it says so, in one sentence (R8.52).

    Raises:
        Problem: The ledger has mistakes; it holds a sentence for each.
    """
    wrong: list[str] = []
    document = record(cells, sheets.DOCUMENT, BLANK_LEDGER, wrong) or BLANK_LEDGER.document
    units = records(cells, sheets.UNITS, replace(BLANK_LEDGER, document=document), wrong)
    base = Ledger(document=document, indicators=(), units=units)
    base = replace(base, units=settle_successors(cells, base, wrong))
    base = replace(base, indicators=records(cells, sheets.INDICATORS, base, wrong))
    check_leads(cells, base, wrong)
    ledger = replace(
        base,
        targets=read_targets(cells, base, wrong),
        milestones=read_milestones(cells, base, wrong),
        adjustments=records(cells, sheets.ADJUSTMENTS, base, wrong),
        overrides=records(cells, sheets.OVERRIDES, base, wrong),
        assignments=records(cells, sheets.ASSIGNMENTS, base, wrong),
        decisions=records(cells, sheets.DECISIONS, base, wrong),
    )
    if wrong and not (document.year or ledger.indicators or _lacks_sheets(cells)):
        raise Problem(_STARTED)
    refuse(wrong)
    return ledger


def _lacks_sheets(cells: Cells) -> bool:
    """Whether it is no ledger as the program begins one."""
    sheet = cells.sheet(sheets.INDICATORS.name)
    return sheet is None or find_heading(sheet, sheets.INDICATORS.required) is None
