"""A、B各N and A、B分别x、y: one target per name."""

from __future__ import annotations

import re
from dataclasses import replace

from ducha.circular.figures import naming
from ducha.circular.figures.quantities import Quantity
from ducha.circular.figures.spots import AFTER, TargetSpot, clause_start, find_spots, rest_of_clause
from ducha.circular.model import Target
from ducha.ledger.model import Kind

_SHARED = re.compile(r"^(?P<names>[^各每]+?)(?P<sign>各自?|均|都)(?P<rest>[^各均]*)$")
_RATES = re.compile(r"^(?P<names>(?:[^、]+率[、和])+[^、]+率)(?P<sign>)(?P<rest>.*)$")
_FROM = re.compile(
    r"^(?P<names>[^各每\d]+?)(?P<sign>均|都|各)(?P<rest>)(?:由|从)(?!20\d\d)[^，；。]*$"
)
_SEVERAL = 2
_NOUN = 20
"""What follows a number is the noun of its names only where it is shorter."""


def distribute(text: str, quantities: tuple[Quantity, ...], targets: list[Target]) -> list[Target]:
    """Give each name of a list a target of its own; targets of one name stay as they are."""
    distributed: list[Target] = []
    for spot, target in zip(find_spots(text, quantities), targets, strict=True):
        names = _paired_names(text, spot, quantities) or _shared_names(spot, target)
        mark = naming.aspiration_mark(target.name)
        distributed.extend(replace(target, name=name + mark) for name in names)
        distributed.extend(() if names else (target,))
    return distributed


def _shared_names(spot: TargetSpot, target: Target) -> list[str]:
    """A、B各N: every name with the verb they share; empty where there are not several."""
    shared = _SHARED.match(spot.left) or _FROM.match(spot.clause)
    if not shared and target.kind is Kind.RATE:
        shared = _RATES.match(spot.left)
    if not shared or (shared["sign"] in {"均", "都"} and re.search(r"有|设|建", shared["rest"])):
        return []
    names = naming.split_names(naming.strip_lead_in(shared["names"]))
    if len(names) < _SEVERAL:
        return []
    verb = re.sub(r"^(?:完成|实现|达到)", "", naming.split_bounds(shared["rest"])[0])
    own = target.kind is not Kind.RATE and len(spot.right) < _NOUN and not AFTER.match(spot.right)
    tail = spot.right if own else ""
    return [naming.shorten_name(name + verb + tail) for name in naming.complete_peers(names)]


def _paired_names(text: str, spot: TargetSpot, quantities: tuple[Quantity, ...]) -> list[str]:
    """A、B分别x、y: the name that stands where the number does; empty where they do not pair."""
    start = clause_start(text, spot.quantity.start)
    sign = spot.clause.find("分别")
    names = naming.split_names(naming.strip_lead_in(spot.clause[:sign])) if sign > 0 else []
    if len(names) < _SEVERAL:
        return []
    end = start + len(spot.clause) + len(rest_of_clause(text, spot.quantity.start))
    group = [q for q in quantities if start + sign <= q.start < end]
    if len(group) != len(names):
        return []
    after = re.match(r"(?:完成|实现)?([\u4e00-\u9fff]*)", spot.clause[sign + 2 :])
    verb = naming.split_bounds(after[1])[0] if after else ""
    verb = (
        verb
        if naming.is_only_verbs(verb) and not re.match(r"由|从|达|提高|提升|增加", verb)
        else ""
    )
    return [naming.shorten_name(naming.complete_peers(names)[group.index(spot.quantity)] + verb)]
