"""[ranking], [praise] and [criticism]: points, and how many are named."""

from __future__ import annotations

from ducha.sections.section import Section
from ducha.standing.table import AwardRules

RANKING = ("cap", "late", "supplement", "missing", "returned", "dispute")
NAMED = ("count",)


def read_awards(ranking: Section, praise: Section, criticism: Section) -> AwardRules:
    """How units are scored, praised and criticised."""
    default = AwardRules()
    return AwardRules(
        cap=ranking.number("cap", default.cap, 1, 10),
        late=ranking.number("late", default.late, 0, 10),
        supplement=ranking.number("supplement", default.supplement, 0, 10),
        missing=ranking.number("missing", default.missing, 0, 10),
        returned=ranking.number("returned", default.returned, 0, 10),
        dispute=ranking.number("dispute", default.dispute, 0, 100),
        praised=praise.whole("count", default.praised, 0, 100),
        criticised=criticism.whole("count", default.criticised, 0, 100),
    )
