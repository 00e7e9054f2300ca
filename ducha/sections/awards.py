"""[ranking], [assignments], [praise], [criticism], [notice]: points, and how many are named."""

from __future__ import annotations

from collections.abc import Mapping

from ducha.period import Period, parse_period
from ducha.sections.section import Section, as_written
from ducha.standing.table import AwardRules

RANKING = (
    *("late", "supplement", "missing", "returned", "dispute"),
    *("correct_days", "rank_from"),
)
ASSIGNMENTS = ("overdue",)
PRAISE = ("count", "score")
CRITICISM = ("count",)
NOTICE = ("ranking", "count")


def read_awards(sections: Mapping[str, Section]) -> AwardRules:
    """How units are scored, praised and criticised, and what a notice says of it."""
    default = AwardRules()
    ranking, praise = sections["ranking"], sections["praise"]
    return AwardRules(
        late=ranking.number("late", default.late, 0, 100),
        supplement=ranking.number("supplement", default.supplement, 0, 100),
        missing=ranking.number("missing", default.missing, 0, 100),
        returned=ranking.number("returned", default.returned, 0, 100),
        overdue=sections["assignments"].number("overdue", default.overdue, 0, 100),
        dispute=ranking.number("dispute", default.dispute, 0, 100),
        correct_days=ranking.whole("correct_days", default.correct_days, 0, 60),
        rank_from=_rank_from(ranking),
        praised=praise.whole("count", default.praised, 0, 100),
        praise_score=praise.number("score", default.praise_score, 0, 100),
        criticised=sections["criticism"].whole("count", default.criticised, 0, 100),
        most_lagging=sections["notice"].whole("count", default.most_lagging, 1, 100),
        ranking_attached=sections["notice"].truth("ranking", default=default.ranking_attached),
    )


def _rank_from(section: Section) -> Period | None:
    """The first month with proposals; blank for the one after the first (R7.122)."""
    value = section.table.get("rank_from", "")
    period = parse_period(value) if isinstance(value, str) else None
    if value != "" and period is None:
        section.complain(
            "rank_from", f'应为月份，如 "2024-05"，或者留空 ""，现在是 {as_written(value)}。'
        )
    return period
