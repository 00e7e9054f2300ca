"""拟督办 among what is proposed on the first page."""

from __future__ import annotations

from collections.abc import Sequence

from kit.ranks import AFTER, ROAD, june
from kit.returns import JUNE, judged
from kit.sample import HEALTH, LANKAO, QIXIAN

from ducha.ledger.model import Group
from ducha.standing.handed.grounds import Ground
from ducha.standing.handed.proposed import ProposedMatter
from ducha.standing.overview.proposed import proposal_lines
from ducha.standing.overview.view import MonthView
from ducha.standing.proposals import Proposal, ProposalKind

LINE = judged(ROAD, 30.0, QIXIAN)
VIEW = MonthView(period=JUNE, lines=[LINE], history={})


def matter(unit: str) -> ProposedMatter:
    """An item of a unit's, red for two months."""
    return ProposedMatter(
        number="2024-01",
        unit=unit,
        group=Group.COUNTY,
        first=ROAD,
        grounds=(Ground(LINE, 2),),
        problem="",
        demand="",
    )


def shown(*units: str, proposals: Sequence[Proposal] = ()) -> list[tuple[str, str, str]]:
    """The lines: label, text, sheet."""
    lines = proposal_lines(proposals, VIEW, june(AFTER), [matter(unit) for unit in units])
    return [(line.label, line.text, line.sheet) for line in lines]


def test_what_is_to_be_handed_over_stands_last() -> None:
    """With item and reason where there is room, else units with how many of theirs (R9.74)."""
    assert shown() == [("建议", "没有建议", "排名")]
    assert shown(QIXIAN, LANKAO) == [
        ("拟督办", "杞县（三.2，连续2个月严重滞后）、兰考县（三.2，连续2个月严重滞后）", "拟督办")
    ]
    many = shown(*[QIXIAN] * 3, LANKAO, HEALTH)
    assert many == [("拟督办", f"杞县3件、兰考县、{HEALTH}", "拟督办")]
    praise = Proposal(
        unit=LANKAO, group=Group.COUNTY, kind=ProposalKind.PRAISE, reason="第1名，98.0分"
    )
    assert [line[0] for line in shown(QIXIAN, proposals=[praise])] == ["拟表扬", "拟督办"]
