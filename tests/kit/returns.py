"""Returns written in a test as small Markdown tables: the rules see them as if read from Excel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from ducha.cells import Cells, Sheet, Value, as_text, squeeze
from ducha.findings import Grades
from ducha.form.claim import LABELS, MONTHLY, ROW_LABELS, SHEET, Claim, issued_digest
from ducha.form.monthly import (
    COUNTY,
    GUIDE_SHEET,
    LEAD,
    NARRATIVE_SHEET,
    PROGRESS_SHEET,
    fingerprint,
)
from ducha.intake.verdicts import IntakeContext
from ducha.ledger.in_time import NOTHING_ISSUED, ledger_in
from ducha.ledger.model import CITY, Group, Indicator, Ledger
from ducha.merge.model import JudgedLine, MergeRules
from ducha.merge.year import MergedInbox, MergeTerms, merge
from ducha.period import CHINA, Period, ReportDay, due_on, months_between, parse_period
from ducha.standing.reporting import Calendar, State, UnitState, assess_units
from ducha.standing.table import Table
from ducha.status.rating import Figure, Thresholds, plan, rate
from ducha.submission import reading
from ducha.submission.arrival import MAIL_TIME, Arrival, Source, Verdict
from ducha.submission.reading import Submission
from kit import sample, tables
from kit.old_forms import sign_old

APRIL, MAY, JUNE, JULY = (Period(2024, month) for month in (4, 5, 6, 7))
BOTH = frozenset({LEAD, COUNTY})

_FIGURES = ("编码", "县区", "本月累计", "分子", "分母")
_SIGNED = ("", "填报人", "张三", "审核人", "李四", "联系电话", "0371-1")


def book(
    *indicators: Indicator, targets: dict[str, float] | None = None, **parts: object
) -> Ledger:
    """A ledger of these indicators; `targets` by place, the same for each of them."""
    goals = {
        (one.code, place): goal for one in indicators for place, goal in (targets or {}).items()
    }
    return sample.ledger(indicators=indicators, targets=goals, **parts)


def rows(markdown: str, heading: tuple[str, ...] = ()) -> list[list[Value]]:
    """Cells as a reader gives them: every number a float, rows of equal length."""
    cells_read = [
        [float(cell) if isinstance(cell, int) else cell for cell in row]
        for row in tables.table(markdown)
    ]
    if heading and not (cells_read and cells_read[0][0] == heading[0]):
        cells_read.insert(0, list(heading))
    width = max(map(len, cells_read), default=0)
    return [row + [""] * (width - len(row)) for row in cells_read]


def claim(
    unit: str = sample.HEALTH,
    period: Period = MAY,
    figures: str = "",
    *,
    key: bytes = sample.KEY,
    issued: str | None = None,
) -> Claim:
    """The hidden sheet of a form of version 1, issued with these rows or with those `issued`."""
    heading, *typed = rows(figures if issued is None else issued, _FIGURES)
    at = heading.index("年度目标") if "年度目标" in heading else None
    content = issued_digest(
        (squeeze(row[0]), squeeze(row[1]), "" if at is None else as_text(row[at])) for row in typed
    )
    return sign_old(unit, str(period), MONTHLY, fingerprint(sample.ledger()), content, key=key)


def cells(
    claimed: Claim | None,
    figures: str = "",
    words: str = "",
    *,
    signed: bool = True,
    formulas: Iterable[str] = (),
    errors: Iterable[str] = (),
) -> Cells:
    """A return's workbook: rows of 进度填报 from A1 (headings may be left out), 情况说明, claim."""
    typed = rows(figures, _FIGURES)
    foot = [list(_SIGNED)] if signed else []
    sheets = [sheet(PROGRESS_SHEET, typed + foot, formulas, errors)]
    if words:
        sheets.append(sheet(NARRATIVE_SHEET, rows(words)))
    if claimed:
        sheets += [hidden(claimed), guide(claimed)]
    return Cells(tuple(sheets))


def hidden(claimed: Claim) -> Sheet:
    """The hidden sheet with this claim."""
    said = [list(pair) for pair in zip(LABELS, claimed.texts, strict=True)]
    issued = [list(ROW_LABELS), *map(list, claimed.rows)] if claimed.rows else []
    return sheet(SHEET, [*said, *issued])


def guide(claimed: Claim) -> Sheet:
    """填报说明, which names unit and month, or year, for people."""
    period = parse_period(claimed.period)
    when = f"{period.label}重点民生实事月报" if period else "重点民生实事"
    year = [] if period else [["分解年度", f"{claimed.period}年"]]
    return sheet(GUIDE_SHEET, [[when], ["填报单位", claimed.unit], *year])


def sheet(
    name: str, written: list[list[Value]], formulas: Iterable[str] = (), errors: Iterable[str] = ()
) -> Sheet:
    """One sheet of a workbook, its rows of equal length."""
    width = max(map(len, written), default=0)
    even = tuple(tuple(row + [""] * (width - len(row))) for row in written)
    return Sheet(name=name, rows=even, formulas=frozenset(formulas), errors=frozenset(errors))


def source(file: str = "a.xlsx", at: str = "05-20", basis: str = MAIL_TIME) -> Source:
    """Where a file came from; `at` is a day or a minute of 2024 in China, 05-20 or 05-20 09:30."""
    moment = at if " " in at else f"{at} 09:00"
    received = datetime.strptime(f"2024-{moment}", "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
    return Source(file, f"sha of {file}", received, basis)


def arrival(  # noqa: PLR0913 - every setting by its name
    unit: str,
    figures: str = "",
    words: str = "",
    *,
    period: Period = MAY,
    at: str = "",
    basis: str = MAIL_TIME,
    issued: str | None = None,
    **sheets: object,
) -> Arrival:
    """One unit's return in the inbox, by mail on the 20th of its month unless said otherwise."""
    at = at or f"{period.month:02d}-20"
    claimed = claim(unit, period, figures, issued=issued)
    return Arrival(
        source(f"{period}/{unit} {at}.xlsx", at, basis), cells(claimed, figures, words, **sheets)
    )


def submission(
    unit: str,
    figures: str = "",
    words: str = "",
    *,
    issued: str | None = None,
    **sheets: object,
) -> Submission:
    """One unit's return for May, past the door and not yet read."""
    claimed = claim(unit, MAY, figures, issued=issued)
    read = reading.read_return(cells(claimed, figures, words, **sheets), source(), claimed)
    assert read is not None
    return read


def foreign(file: str, verdict: Verdict = Verdict.UNKNOWN, reason: str = "打不开") -> Arrival:
    """A file that the reader could make nothing of."""
    return Arrival(source(file), None, verdict, reason)


def desk(
    ledger: Ledger, period: Period = MAY, *, reporters: frozenset[str] = BOTH
) -> IntakeContext:
    """The desk on which the month is merged."""
    return IntakeContext(ledger, sample.KEY, reporters, period)


def merged(  # noqa: PLR0913 - every setting by its name
    ledger: Ledger,
    *arrivals: Arrival,
    period: Period = MAY,
    authority: str = LEAD,
    final: bool = False,
    thresholds: Thresholds | None = None,
    grades: Grades | None = None,
    carry: bool = True,
) -> MergedInbox:
    """Merge an inbox up to `period`; every month's returns are due on its 28th."""
    span = months_between(ledger.document.first, Period(2024, 12))
    deadlines = {month: due_on(month, ledger.document.report_day, {}) for month in span}
    rules = MergeRules(authority, thresholds or Thresholds(), carry=carry)
    at = replace(desk(ledger, period), grades=grades or {})
    return merge(arrivals, at, MergeTerms(rules, deadlines, "ledger.xlsx", final))


def line(
    inbox: MergedInbox, place: str, code: str = "", period: Period | None = None
) -> JudgedLine:
    """One line of a merged month; without a code that of the first indicator."""
    table = next(t for t in inbox.tables if t.period == (period or inbox.period))
    code = code or table.lines[0].code
    return next(one for one in table.lines if one.key == (code, place))


def verdicts(inbox: MergedInbox) -> dict[str, str]:
    """What became of every file, by its name."""
    return {one.source.file: str(one.verdict) for one in inbox.judgements}


def reason(inbox: MergedInbox, file: str) -> str:
    """Why a file got its verdict."""
    return next(one.reason for one in inbox.judgements if one.source.file == file)


def states(
    ledger: Ledger, inbox: MergedInbox, today: date = date(2024, 6, 1)
) -> dict[str, UnitState]:
    """How every unit stands with its return of the month, by name."""
    due = {
        month: due_on(month, ReportDay(28), {}) for month in (inbox.period.plus(-1), inbox.period)
    }
    calendar = Calendar(inbox.period, due[inbox.period], today, since=due[inbox.period.plus(-1)])
    known = inbox.issued.get(inbox.period.month, NOTHING_ISSUED)
    month = ledger_in(ledger, inbox.period.month, known)
    unit_states = assess_units(month, BOTH, calendar, inbox.examined, inbox.judgements)
    return {state.unit: state for state in unit_states}


def records(shown: Table) -> list[dict[str, object]]:
    """The rows of a report's table by heading."""
    return [dict(zip(shown.headings, row, strict=True)) for row in shown.rows]


def judged(
    what: Indicator,
    figure: Figure | float | None,
    place: str = CITY,
    target: float | None = -1.0,
    month: int = 6,
) -> JudgedLine:
    """A line of a merged month by itself; the target is the indicator's own unless given."""
    goal = what.target if target == -1.0 else target
    answer = figure if isinstance(figure, Figure) else Figure(done=figure)
    expected = plan(what, goal, {}, month)
    return JudgedLine(
        period=Period(2024, month),
        plan=expected,
        county=place,
        figure=answer,
        rating=rate(expected, answer, Thresholds()),
    )


def answer(
    unit: str,
    state: State = State.ON_TIME,
    *,
    late: bool = False,
    returned: int = 0,
    filled: int = 2,
    **more: object,
) -> UnitState:
    """How a unit stands with its return: two rows owed; any other field may be given."""
    group = sample.ledger().by_unit[unit].group if unit in _SAMPLE_UNITS else Group.COUNTY
    return UnitState(
        unit=unit,
        group=group,
        state=state,
        received=None,
        basis="",
        owed=2,
        filled=filled,
        held=0,
        files=(),
        late=late,
        returned=returned,
        **more,
    )


_SAMPLE_UNITS = {one.name for one in sample.UNITS}
