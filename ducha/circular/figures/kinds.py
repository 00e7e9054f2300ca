"""What a target is: count, rate or level; its direction; what 口径 must say of it."""

from __future__ import annotations

import re

from ducha.circular.figures import naming
from ducha.circular.figures.quantities import AMOUNT, PERCENT, SENTENCE_REACH, TIME, Quantity
from ducha.circular.figures.spots import AFTER, TargetSpot
from ducha.circular.vocabulary import (
    ABOUT_AFTER,
    AT_LEAST_AFTER,
    AT_LEAST_BEFORE,
    AT_MOST_AFTER,
    AT_MOST_BEFORE,
    MORE_BEFORE,
)
from ducha.ledger.model import Direction, Kind

EACH = re.compile(
    r"每(?!年|月|季|周|天|日|半|学期|学年|次)|人均|户均|村均|生均|亩均|单体|单个|单套|平均|各(?:县|区|乡|镇|街道|村|社区|学校)[^，；。]*(?:各|均|都|至少)"
)
_RATIOS = {"‰", "倍", "个百分点", "百分点"}
"""Measures of what is compared; to add them up says nothing."""
_LARGEST_LEVEL = 100_000
"""Money per head or place stays below this; more is a total."""
_LEVEL = re.compile(r"标准|补助|补贴|低保|养老金|津贴|保障金|救助金|定额|供养|生活费|基数")
_SIZE = re.compile(r"(?:面积|床位|车位|容积|宽度|宽|长度|高度|厚度|座位|席位|藏书|规模)(?:数)?$")


def is_whole(quantity: Quantity) -> bool:
    """Whether the thing is counted in wholes (公里 and 元 are not)."""
    return (
        quantity.family != AMOUNT
        and not quantity.value % 1
        and quantity.family != PERCENT
        and "/" not in quantity.measure
    )


def kind_of(spot: TargetSpot) -> Kind:
    """Rate for a percentage, standard for a level per head or place, else count."""
    if spot.quantity.family == PERCENT:
        return Kind.RATE
    return Kind.STANDARD if is_level(spot) else Kind.COUNT


def is_level(spot: TargetSpot) -> bool:
    """Whether the number is a level per person, place or object, which is never summed."""
    each = EACH.search(spot.clause)
    if each and not re.search(r"共(?:计)?$", spot.left):
        return True
    if _compares(spot):
        return True
    core, bounds = naming.split_bounds(spot.clause)
    if spot.quantity.family == TIME:
        return bool(re.search(r"(?:时间|用时|时限)$", core))
    if spot.quantity.measure == "元":
        return (
            spot.quantity.value < _LARGEST_LEVEL
            and bool(_LEVEL.search(spot.clause))
            and bool(bounds or spot.previous)
        )
    return bool(bounds) and bool(_SIZE.search(core)) and not naming.leading_verb(core)


def _compares(spot: TargetSpot) -> bool:
    """Whether the measure sets one thing beside another: 元/人, ‰, 倍."""
    measure = spot.quantity.measure
    return "/" in measure or measure in _RATIOS or bool(re.match(r"/|每(?!年)", spot.right))


def direction_of(text: str, spot: TargetSpot, kind: Kind) -> Direction:
    """On which side of the number is good, by the words before and after it."""
    after = AFTER.match(text[spot.quantity.end : spot.quantity.end + SENTENCE_REACH])
    bounds = naming.split_bounds(spot.left)[1]
    if after and after["word"] in AT_LEAST_AFTER:
        return Direction.AT_LEAST
    if (after and after["word"] in AT_MOST_AFTER) or set(bounds) & set(AT_MOST_BEFORE):
        return Direction.AT_MOST
    if set(bounds) & set(AT_LEAST_BEFORE) or spot.quantity.more:
        return Direction.AT_LEAST
    if set(bounds) & set(MORE_BEFORE):
        return Direction.MORE
    if kind is Kind.STANDARD and EACH.search(spot.clause):
        return Direction.AT_LEAST
    return Direction.EQUAL


def notes_of(text: str, spot: TargetSpot) -> tuple[str, ...]:
    """What 口径 says: the upper bound of a range, 约, 其中, the number as printed."""
    quantity = spot.quantity
    notes = []
    if quantity.upper is not None:
        notes.append(f"原文为区间，上限{quantity.upper:.15g}{quantity.measure}")
    after = AFTER.match(text[quantity.end : quantity.end + SENTENCE_REACH])
    if (after and after["word"] in ABOUT_AFTER) or re.search(r"约$|近$", spot.left):
        notes.append("原文为约数")
    if quantity.note:
        notes.append(f"原文：{quantity.note}")
    before = text[max(0, quantity.start - SENTENCE_REACH) : quantity.start]
    if "其中" in re.split(r"[。；）]", before)[-1]:
        notes.append("其中项，不与总数相加")
    return tuple(notes)
