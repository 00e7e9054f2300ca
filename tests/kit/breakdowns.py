"""Breakdown returns written in a test as small Markdown tables."""

from __future__ import annotations

from dataclasses import replace

from ducha.breakdown.in_force import InForce, accept_breakdowns
from ducha.cells import Cells, as_text, squeeze
from ducha.form.breakdown import BREAKDOWN_SHEET
from ducha.form.claim import BREAKDOWN, Claim, issued_digest
from ducha.form.monthly import fingerprint
from ducha.ledger.model import CITY, OWN, Ledger
from ducha.submission.arrival import Arrival
from ducha.submission.reading import Submission, read_breakdown
from kit import returns, sample
from kit.old_forms import sign_old

LEDGER = "ledger.xlsx"
"""What the ledger is called."""

HEADINGS = (
    *("编码", "全市目标", sample.QIXIAN, sample.LANKAO, sample.LONGTING, OWN, "合计"),
    *("3月底", "6月底", "9月底", "12月底", "完成时限", "联系人", "联系电话"),
)


def claim(unit: str, written: str, **changes: str) -> Claim:
    """The hidden sheet of a form of version 1, issued with the targets that these rows show."""
    heading, *typed = returns.rows(written, HEADINGS)
    at = heading.index("全市目标")
    issued = issued_digest((squeeze(row[0]), CITY, as_text(row[at])) for row in typed)
    signed = sign_old(unit, "2024", BREAKDOWN, fingerprint(sample.ledger()), issued)
    return replace(signed, **changes)


def arrival(
    written: str,
    unit: str = sample.HEALTH,
    *,
    at: str = "04-10",
    claimed: Claim | None = None,
    errors: tuple[str, ...] = (),
) -> Arrival:
    """One department's breakdown in the inbox; the file is named by unit and day."""
    claimed = claimed or claim(unit, written)
    grid = returns.sheet(BREAKDOWN_SHEET, returns.rows(written, HEADINGS), (), errors)
    cells = Cells((grid, returns.hidden(claimed), returns.guide(claimed)))
    return Arrival(returns.source(f"分解/{unit} {at}.xlsx", at), cells)


def submission(written: str, unit: str = sample.HEALTH, **how: object) -> Submission:
    """The same, past the door."""
    came = arrival(written, unit, **how)
    assert came.cells is not None
    places = (sample.QIXIAN, sample.LANKAO, sample.LONGTING, OWN)
    claimed = how.get("claimed")
    signed = claimed if isinstance(claimed, Claim) else claim(unit, written)
    read = read_breakdown(came.cells, came.source, signed, places)
    assert read is not None
    return read


def force(book: Ledger, *written: str) -> InForce:
    """The ledger in force after these forms of 市卫生健康委, oldest first."""
    days = (f"04-{day:02d}" for day in range(10, 28))
    return accept_breakdowns(
        book, [submission(one, at=at) for one, at in zip(written, days, strict=False)], LEDGER
    )
