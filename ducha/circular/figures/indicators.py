"""Targets of one item: every quantity is a target, or a doubt with the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ducha.circular.figures import deadlines, naming
from ducha.circular.figures.exclusions import QuantityContext, exclusion_reason, is_target
from ducha.circular.figures.kinds import direction_of, is_whole, kind_of, notes_of
from ducha.circular.figures.quantities import UNKNOWN, Quantity, find_quantities
from ducha.circular.figures.sharing import distribute
from ducha.circular.figures.spots import TargetSpot, find_spots, sentence_at
from ducha.circular.figures.titles import name_target
from ducha.circular.model import Doubt, Target
from ducha.circular.vocabulary import RATE_OF_SERVICE, alternation
from ducha.ledger.model import Direction, Kind

_MONTHLY = re.compile(rf"(?:{alternation(RATE_OF_SERVICE)}).*率$")
_POINTS_BACK = re.compile(r"(?:上述|以上|前述|这|该|全部|所有)$")
_ALL_DONE = re.compile(r"[\u4e00-\u9fff]{0,8}(?:全部|均)(?:完|建|竣|投|开|改|达)")
_SHORTEST = 5
"""A clause of no more characters (应保尽保) names nothing."""
_ALL = re.compile(
    r"全覆盖|动态清零|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|清零|全部(?:完成|建成|达标|整改|消除)"
)


def read_targets(
    text: str, matter: str, year: int, place: str
) -> tuple[tuple[Target, ...], tuple[Doubt, ...]]:
    """Read the targets of an item; every number that is none of them is a doubt with its reason.

    Args:
        text: The item's text, or its title.
        matter: What a target without a name of its own is called by; may be empty.
        year: The year of the circular.
        place: The item's code, which the doubts bear.

    Returns:
        The targets in the order of the text, at least one (qualitative where there is no number).
    """
    quantities, doubts = _sort_quantities(text, year, place)
    targets: list[Target] = []
    for spot in find_spots(text, quantities):
        targets.append(_target(text, spot, name_target(text, spot, targets, matter), year))
        targets[-1] = _with_direction_of_list(targets, spot)
    targets = distribute(text, quantities, targets)
    return (*targets, *_qualitative_targets(text, targets, matter, year)), doubts


def _sort_quantities(
    text: str, year: int, place: str
) -> tuple[tuple[Quantity, ...], tuple[Doubt, ...]]:
    taken: list[Quantity] = []
    doubts: list[Doubt] = []
    for quantity in find_quantities(text):
        context = QuantityContext(text, quantity, year)
        why = exclusion_reason(context) or _why_repeated(context, taken)
        if not why and is_target(quantity):
            taken.append(quantity)
            doubts.extend(_measure_doubts(quantity, place, text))
        else:
            printed = text[quantity.start : quantity.end]
            sentence = (
                f"“{printed}”没有作为指标：{why or '没有计量单位'}。如是目标，请在“指标”表补一行"
            )
            doubts.append(
                Doubt("未采用的数字", place, printed, sentence, sentence_at(text, quantity.start))
            )
    return tuple(taken), tuple(doubts)


def _measure_doubts(quantity: Quantity, place: str, text: str) -> Iterator[Doubt]:
    if quantity.family == UNKNOWN:
        sentence = f"计量单位“{quantity.measure}”不在词表中，已按原文作为指标，请核对"
        yield Doubt(
            "计量单位", place, quantity.measure, sentence, sentence_at(text, quantity.start)
        )


def _why_repeated(context: QuantityContext, taken: list[Quantity]) -> str:
    """上述100个…, 100个全部…: a target that the item has named before."""
    before, after = _POINTS_BACK.search(context.left), _ALL_DONE.match(context.right)
    if not (before or after):
        return ""
    same = (context.quantity.value, context.quantity.measure)
    return "前面已提到的同一个数" if same in {(q.value, q.measure) for q in taken} else ""


def _target(text: str, spot: TargetSpot, name: str, year: int) -> Target:
    quantity = spot.quantity
    kind = kind_of(spot)
    monthly = kind is Kind.RATE and bool(_MONTHLY.search(name))
    direction = direction_of(text, spot, kind)
    notes = notes_of(text, spot)
    _, bounds = naming.split_bounds(spot.left)
    is_aspiration = naming.is_aspiration(bounds, spot.clause) and "确保" not in spot.left
    return Target(
        name=naming.mark_aspiration(name) if is_aspiration else name,
        value=quantity.value,
        measure=quantity.measure,
        kind=kind,
        direction=direction,
        whole=is_whole(quantity),
        monthly=monthly,
        deadline=deadlines.deadline_near(text, quantity.start, year),
        note="；".join((*notes, "力争目标") if is_aspiration else notes),
        source=sentence_at(text, quantity.start),
    )


def _with_direction_of_list(targets: list[Target], spot: TargetSpot) -> Target:
    """不低于286元、178元: the bound holds for the whole list."""
    last = targets[-1]
    bare = spot.previous and not (spot.left or spot.right) and last.direction is Direction.EQUAL
    if bare and len(targets) > 1 and targets[-2].measure == last.measure:
        return replace(last, direction=targets[-2].direction, kind=targets[-2].kind)
    return last


def _qualitative_targets(text: str, targets: list[Target], matter: str, year: int) -> list[Target]:
    """Targets without a number: the whole item, or a clause such as …全覆盖."""
    if not targets:
        name = naming.shorten_name(matter or re.split(r"[，。；]", text)[0])
        return [_qualitative(name or text[:20], text, deadlines.last_finish(text, year))]
    clauses = [
        c
        for c in re.split(r"[，。；]", text)
        if _ALL.search(c) and not re.search(r"\d|百分之|[一二三四五六七八九十]成", c)
    ]
    return [
        _qualitative(naming.shorten_name(naming.strip_lead_in(c)), c, None)
        for c in clauses
        if len(c) > _SHORTEST and not c.startswith(("（", "全部")) and "全部" not in c
    ]


def _qualitative(name: str, source: str, deadline: int | None) -> Target:
    return Target(
        name=name,
        value=None,
        measure="",
        kind=Kind.QUALITATIVE,
        direction=Direction.EQUAL,
        deadline=deadline,
        note="没有数量目标，按推进情况判断",
        source=source,
    )
