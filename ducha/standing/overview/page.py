"""The page as facts: title, sentence, cards, matters, charts, who is behind, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ducha.findings import Finding
from ducha.ledger.model import Ledger
from ducha.merge.model import Difference, JudgedLine
from ducha.published.edition import NOTHING_PUBLISHED, PublishedMonths
from ducha.standing.assignments import AssignmentState
from ducha.standing.handed.proposed import ProposedMatter
from ducha.standing.overview.cards import Card, cards, reservations
from ducha.standing.overview.disputes import find_disputes
from ducha.standing.overview.matters import MATTER_COLUMNS, choose_matters, matters
from ducha.standing.overview.months import MONTH_COLUMNS, month_counts
from ducha.standing.overview.proposed import proposal_lines
from ducha.standing.overview.returns import OpenMatters, PageLine, open_lines, received_words
from ducha.standing.overview.sentence import NOTHING_YET, headline
from ducha.standing.overview.view import MonthView, light_history
from ducha.standing.overview.worst import (
    BAR_COLUMNS,
    MOST_BEHIND,
    WORST_COLUMNS,
    ahead_words,
    furthest_ahead,
    furthest_behind,
    left_out_words,
    progress_bars,
)
from ducha.standing.proposals import Proposal
from ducha.standing.reporting import Calendar, UnitState
from ducha.standing.table import AwardRules, Table, city_lines, table
from ducha.texts import display_width
from ducha.values.reading import exact

_LINE_WIDTH = 162
"""Half-width characters on a printed line."""
PAGE_WIDTH = 1010
"""Pixels in Excel, by which 9 points stay above 8 on A4 wherever the page is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What stands on the first page; widths of its tables are parts of `PAGE_WIDTH`.

    `note` is a sentence, or blank; `months` and `bars` are what the charts show. `nobody_behind`
    stands under 落后较多 while that is empty.
    """

    title: str
    subtitle: str
    headline: str
    cards: tuple[Card, ...]
    note: str
    matters: Table
    folded: PageLine | None
    months: Table
    bars: Table
    worst: Table
    nobody_behind: str
    worst_notes: tuple[PageLine, ...]
    open_lines: tuple[PageLine, ...]
    proposals: tuple[PageLine, ...]
    name: str = "总览"


@dataclass(frozen=True, kw_only=True)
class OverviewInput:
    """What the page is worked out from.

    `lines` are those of the month, `data` is 数据 of the year, `published` under today's names.
    `dispute` is from how many percent on lead and county are in dispute, `restated` counts the rows
    of 前期更正.
    """

    ledger: Ledger
    calendar: Calendar
    lines: Sequence[JudgedLine]
    data: pd.DataFrame
    states: Sequence[UnitState]
    findings: Sequence[Finding] = ()
    published: PublishedMonths = NOTHING_PUBLISHED
    proposals: Sequence[Proposal] = ()
    assignments: Sequence[AssignmentState] = ()
    matters: Sequence[ProposedMatter] = ()
    differences: Sequence[Difference] = ()
    dispute: float = AwardRules().dispute
    restated: int = 0


def view_of(inputs: OverviewInput) -> MonthView:
    """The month as the page, and the notice, see it."""
    period = inputs.calendar.period
    return MonthView(
        period=period,
        lines=inputs.lines,
        history=light_history(inputs.data, inputs.published, period),
        disputes=find_disputes(
            city_lines(inputs.lines), inputs.differences, exact(inputs.dispute) / 100
        ),
    )


def overview(inputs: OverviewInput) -> Overview:
    """Work out the page."""
    period, view = inputs.calendar.period, view_of(inputs)
    rows = choose_matters(matters(view))
    notes = (
        PageLine("进度靠前", ahead_words(furthest_ahead(view)), "指标明细"),
        PageLine("未列入", left_out_words(view), "指标明细"),
    )
    return Overview(
        title=f"{period.label}重点民生实事督查汇总",
        subtitle=_subtitle(inputs),
        headline=headline(view),
        cards=cards(view),
        note="；".join(filter(None, (reservations(view), inputs.calendar.note))),
        matters=table("各事项", MATTER_COLUMNS, rows.shown),
        folded=rows.folded,
        months=table("各月状态（指标个数）", MONTH_COLUMNS, month_counts(view.history)),
        bars=table("完成率与应达进度（落后最多的在前）", BAR_COLUMNS, progress_bars(view)),
        worst=table("落后较多", WORST_COLUMNS, furthest_behind(view)[:MOST_BEHIND]),
        nobody_behind=NOTHING_YET if view.empty else "没有滞后的指标",
        worst_notes=tuple(note for note in notes if note.text),
        open_lines=open_lines(
            OpenMatters(
                ledger=inputs.ledger,
                view=view,
                states=inputs.states,
                findings=inputs.findings,
                assignments=inputs.assignments,
                restated=inputs.restated,
            )
        ),
        proposals=proposal_lines(inputs.proposals, view, inputs.calendar, inputs.matters),
    )


def _subtitle(inputs: OverviewInput) -> str:
    """Who, which month, by when it was due, who has reported (R7.209)."""
    calendar = inputs.calendar
    deadline, month = calendar.deadline, calendar.period.month
    closing = any(line.plan.closing for line in inputs.lines)
    parts = (
        inputs.ledger.document.host,
        f"{month}月报{'（年终结算）' if closing else ''}",
        f"报送截止{deadline.month}月{deadline.day}日，按{month}月末应达进度评价",
    )
    before = "　".join(filter(None, parts))
    return f"{before}　{received_words(inputs.states, _LINE_WIDTH - display_width(before))}"
