"""What genuine forms in the inbox prove of a month: who returned one, who led what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ducha.cells import squeeze
from ducha.form.asked import led_codes
from ducha.form.claim import MONTHLY, Claim, Trust, verify
from ducha.ledger.in_time import Issued
from ducha.ledger.model import OWN, Ledger
from ducha.period import parse_period
from ducha.submission.arrival import Arrival
from ducha.submission.hidden import claim_of
from ducha.submission.order import receipt_order
from ducha.submission.reading import read_return


class IssuedForm(NamedTuple):
    """A genuine form: whose, for which month (1 to 12), the codes that it was issued as lead."""

    unit: str
    month: int
    codes: frozenset[str]


def issued_by_month(
    arrivals: Iterable[Arrival], ledger: Ledger, key: bytes | None
) -> dict[int, Issued]:
    """What the inbox proves of every month of the ledger's year (R6.302, R6.303).

    In which order the files are read changes nothing. What a clerk has decided about a file takes
    nothing from what it was issued with.
    """
    by_month: dict[int, list[IssuedForm]] = defaultdict(list)
    for arrival in sorted(arrivals, key=lambda arrival: receipt_order(arrival.source)):
        form = issued_form(arrival, ledger, key)
        if form:
            by_month[form.month].append(form)
    return {month: _issued(forms, ledger) for month, forms in sorted(by_month.items())}


def _issued(forms: Iterable[IssuedForm], ledger: Ledger) -> Issued:
    """One month's forms together, oldest first.

    Of two leads of one indicator it is today's, if that is one of them, else the newer return's.
    """
    listed = list(forms)
    leads: dict[str, str] = {}
    for form in listed:
        for code in form.codes:
            today = ledger.by_code[code].leads[0] if code in ledger.by_code else ""
            if leads.get(code) != today or not today:
                leads[code] = form.unit
    return Issued(leads, frozenset(form.unit for form in listed))


def issued_form(arrival: Arrival, ledger: Ledger, key: bytes | None) -> IssuedForm | None:
    """What a file proves; None where it is no monthly form that we have signed, or of no unit."""
    claim = claim_of(arrival.cells) if arrival.cells else None
    if claim is None or claim.kind != MONTHLY or verify(key, claim) is not Trust.GENUINE:
        return None
    period, unit = parse_period(claim.period), ledger.own_names.get(squeeze(claim.unit))
    if period is None or period.year != ledger.document.year or unit is None:
        return None
    return IssuedForm(unit, period.month, frozenset(_codes_led(arrival, claim)))


def _codes_led(arrival: Arrival, claim: Claim) -> Iterator[str]:
    """Indicators of which the form was issued the row of 市本级: every lead has it, nobody else.

    The signed rows of the form prove it; of a form of version 1 only rows that bear out the digest
    of what was issued (R6.30).
    """
    if claim.rows:
        yield from led_codes(claim.rows, claim.unit)
        return
    read = read_return(arrival.cells, arrival.source, claim) if arrival.cells else None
    if read is None or read.progress.digest != claim.issued:
        return
    for code, place in read.progress.keys:
        if place == OWN:
            yield code
