"""Whose form a file is, and for which month: its claim, the page, and what a clerk has ruled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ducha.cells import Cells, spelled
from ducha.checks.rows import NUMERIC
from ducha.form.claim import Claim, Trust, verify
from ducha.intake.examined import DroppedRow
from ducha.intake.identity.accepted import read_accepted
from ducha.intake.identity.lost_keys import with_lost_keys
from ducha.intake.identity.model import IdentifiedFile, IdentifiedWorkbook
from ducha.intake.identity.objections import find_objection
from ducha.intake.identity.own_forms import is_own_file, judge_own_form, judge_own_report
from ducha.intake.identity.roster import Rosters
from ducha.intake.rulings.files import (
    FileRuling,
    describe_ruling,
    note_ruling,
    rulings_on_file,
    with_ruled_time,
)
from ducha.intake.verdicts import NOT_OUR_FORM, IntakeContext, Judgement
from ducha.ledger.model import Ledger
from ducha.ledger.year.decisions import Override
from ducha.submission import reading as returns
from ducha.submission.arrival import Arrival, Source, Verdict
from ducha.submission.hidden import hidden_claim
from ducha.submission.visible import VisibleHead, claim_on_page, read_visible

_FORGED = "表单标识的内容与签名不符，单位、期次等可能被改动"


def identify(arrival: Arrival, context: IntakeContext, rosters: Rosters) -> IdentifiedFile:
    """Tell whose return a file is, for which month, and whether it may be taken (R6.27)."""
    source, overrides = arrival.source, context.ledger.overrides
    ruling = rulings_on_file(overrides, source.file, None)
    if arrival.cells is None:
        judgement = Judgement(
            source=source,
            verdict=arrival.verdict,
            reason=arrival.reason,
            attempt=arrival.attempt,
        )
        return _without_return(judgement, ruling)
    hidden, fault = hidden_claim(arrival.cells)
    trust = verify(context.key, hidden) if hidden else Trust.UNKNOWN_KEY
    if trust is Trust.FORGED:
        fault = _FORGED
    hidden = hidden and _with_own_name(hidden, trust, context.ledger)
    head = _with_own_names(read_visible(arrival.cells), context.ledger)
    claim = hidden
    if fault or not hidden:  # an altered sheet must not lay the file at another unit's door
        page = claim_on_page(head) if returns.looks_like_form(arrival.cells) else None
        claim = page or hidden
    if claim is None:
        unclaimed = _judge_unclaimed(source, arrival.cells, fault)
        return _without_return(unclaimed, ruling)
    ruling = rulings_on_file(overrides, source.file, claim)
    source = with_ruled_time(source, ruling.received)
    cells, restored = with_lost_keys(arrival.cells, claim, rosters.of(claim).ledger)
    workbook = IdentifiedWorkbook(
        source=source,
        cells=cells,
        claim=claim,
        head=head,
        trust=trust if claim is hidden else None,
        ruling=ruling,
        names=context.ledger.own_names,
        fault=fault,
        restored=restored,
    )
    return _judge_claim(workbook, context, rosters)


def _with_own_name(claim: Claim, trust: Trust, ledger: Ledger) -> Claim:
    """The claim with its unit and places by the names that they have now.

    The signature was verified over the text as it stands; rows for which it cannot vouch are none
    (R6.322, R6.340).
    """
    rows = claim.rows if trust is Trust.GENUINE else ()
    named = ledger.own_names
    return replace(
        claim,
        unit=ledger.named(claim.unit) or claim.unit,
        rows=tuple(row._replace(county=named.get(row.county, row.county)) for row in rows),
    )


def _with_own_names(head: VisibleHead, ledger: Ledger) -> VisibleHead:
    """The units on the page by their own names, where other names of theirs were typed.

    (R6.28, R6.340)
    """
    units = tuple(dict.fromkeys(ledger.named(unit) or unit for unit in head.units))
    return head if units == head.units else replace(head, unit=units[0], units=units)


def _without_return(judgement: Judgement, ruling: FileRuling) -> IdentifiedFile:
    """A file that is no return: a clerk may still take it off the list of open questions."""
    file = judgement.source.file
    if ruling.exclude is None:
        return IdentifiedFile(file=file, judgement=judgement)
    return _exclude(judgement, ruling.exclude)


def _exclude(judgement: Judgement, override: Override) -> IdentifiedFile:
    excluded = replace(judgement, verdict=Verdict.EXCLUDED, reason=describe_ruling(override))
    note = note_ruling(override, judgement.source, judgement.unit)
    return IdentifiedFile(file=judgement.source.file, judgement=excluded, findings=(note,))


def _judge_unclaimed(source: Source, cells: Cells, fault: str) -> Judgement:
    if fault:
        return Judgement(source=source, verdict=Verdict.RETURNED, reason=fault)
    if is_own_file(cells, source):  # a report of ours has headings that a form has
        return judge_own_report(source)
    if returns.looks_like_form(cells):
        reason = "像是填报表，但隐藏的〔表单标识〕没有了，表上也看不出填报单位和期次"
        return Judgement(source=source, verdict=Verdict.RETURNED, reason=reason)
    return Judgement(source=source, verdict=Verdict.UNKNOWN, reason=NOT_OUR_FORM)


def _judge_claim(
    workbook: IdentifiedWorkbook, context: IntakeContext, rosters: Rosters
) -> IdentifiedFile:
    claim, ruling = workbook.claim, workbook.ruling
    unit = claim.unit if claim.unit in context.ledger.by_unit else spelled(claim.unit)
    judgement = Judgement(
        source=workbook.source,
        verdict=Verdict.RETURNED,
        reason="",
        unit=unit,
        period=claim.period,
        kind=claim.kind,
    )
    if ruling.exclude is not None:
        return _without_rows(_exclude(judgement, ruling.exclude), workbook, ruling.exclude)
    own = None if ruling.taken else judge_own_form(workbook, context.ledger, judgement)
    if own and workbook.source.ours:
        return IdentifiedFile(file=workbook.source.file, judgement=own)
    file = _judge_return(workbook, context, rosters, judgement)
    return replace(file, if_dropped=own)


def _judge_return(
    workbook: IdentifiedWorkbook, context: IntakeContext, rosters: Rosters, judgement: Judgement
) -> IdentifiedFile:
    claim, ruling = workbook.claim, workbook.ruling
    move, meant = ruling.move, workbook.meant
    reason = find_objection(workbook, context, rosters.of(meant).owing)
    if reason:
        return IdentifiedFile(
            file=workbook.source.file, judgement=replace(judgement, reason=reason)
        )
    if move is None or move.value == claim.period:
        return read_accepted(workbook, context, rosters, judgement)
    moved = replace(workbook, claim=replace(meant, rows=()))  # they were issued for another month
    accepted = read_accepted(moved, context, rosters, judgement)
    return _without_rows(accepted, workbook, move)


def _without_rows(
    file: IdentifiedFile, workbook: IdentifiedWorkbook, override: Override
) -> IdentifiedFile:
    """The file with the rows that a clerk has taken out of the month that it claims."""
    rows = tuple(_dropped_rows(workbook, describe_ruling(override)))
    return replace(file, dropped=rows, dropped_from=workbook.claim.period)


def _dropped_rows(workbook: IdentifiedWorkbook, ruling: str) -> Iterator[DroppedRow]:
    """The rows that a file would have filled in the month that it claims."""
    submission = workbook.read_return()
    typed = submission.progress if submission else returns.NO_ROWS
    for index, (code, county) in enumerate(typed.keys):
        if typed.filled(NUMERIC, index):
            yield DroppedRow(workbook.claim.unit, code, county, ruling)
