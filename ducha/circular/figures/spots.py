"""Where each target stands: the words before and after it that are its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ducha.circular.figures import naming
from ducha.circular.figures.quantities import PERCENT, SENTENCE_REACH, Quantity
from ducha.circular.vocabulary import (
    ABOUT_AFTER,
    AT_LEAST_AFTER,
    AT_MOST_AFTER,
    RISE,
    alternation,
)

_HARD = "，。；：！？\n"
_WORDS = alternation(AT_LEAST_AFTER + AT_MOST_AFTER + ABOUT_AFTER)
AFTER = re.compile(rf"^(?:（含）|\(含\))?(?:（[^）]{{1,3}}）)?(?P<word>{_WORDS})")
"""A bound behind the measure: 以上, 以内, 左右."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSpot:
    """A target's quantity with the words before and after it that are its own.

    `clause` is all that stands before it in the clause, `previous` a quantity in there,
    `bracketed` says that the clause is a bracket.
    """

    quantity: Quantity
    left: str
    right: str
    clause: str
    previous: Quantity | None = None
    bracketed: bool = False


def sentence_at(text: str, position: int) -> str:
    """The sentence around a position."""
    start = max(text.rfind(sign, 0, position) for sign in "。；！\n") + 1
    ends = [end for sign in "。；！\n" if (end := text.find(sign, position)) >= 0]
    return text[start : min(ends, default=len(text) - 1) + 1].strip()


def find_spots(text: str, quantities: tuple[Quantity, ...]) -> list[TargetSpot]:
    """Give every quantity the words of its own; what stands between two is shared out."""
    spots: list[TargetSpot] = []
    for index, quantity in enumerate(quantities):
        start = clause_start(text, quantity.start)
        previous = quantities[index - 1] if index and quantities[index - 1].end > start else None
        clause = text[start : quantity.start]
        left = _without_baseline(clause)
        if previous:
            words, left = _divide_words(spots[-1], text[previous.end : quantity.start])
            spots[-1] = replace(spots[-1], right=words)
        inside = text[start - 1 : start] == "（"
        right = rest_of_clause(text, quantity.end)
        spots.append(
            TargetSpot(
                quantity=quantity,
                left=left,
                right=right,
                clause=clause,
                previous=previous,
                bracketed=inside,
            )
        )
    return spots


def _without_baseline(clause: str) -> str:
    """低保标准分别由274元、166元提高到 -> 低保标准."""
    return re.sub(
        rf"(?:分别|均|各)?(?:由|从)(?!20)[^，；。]*{RISE}[^，；。]{{0,6}}?(?:到|至|为)[^\d，；。]*$",
        "",
        clause,
    )


def clause_start(text: str, position: int) -> int:
    """Where the clause (or the open bracket) around a position begins."""
    near = max(0, position - SENTENCE_REACH)
    start = max(near, *(text.rfind(sign, near, position) + 1 for sign in _HARD))
    opened = text.rfind("（", start, position)
    return opened + 1 if opened > text.rfind("）", start, position) else start


def rest_of_clause(text: str, end: int) -> str:
    """The words from a position to the end of its clause or bracket."""
    rest = re.split(r"[，。；：！？]", text[end : end + SENTENCE_REACH], maxsplit=1)[0]
    return rest.split("）", 1)[0] if rest.count("）") > rest.count("（") else rest


def _divide_words(spot: TargetSpot, gap: str) -> tuple[str, str]:
    """What of the words between two numbers belongs to the first, what to the second."""
    bound = AFTER.match(gap)
    plain = gap[bound.end() :] if bound else gap
    joint = re.match(rf"(?:{naming.AND}|并)", plain)
    if joint:
        return gap[: len(gap) - len(plain)], plain[joint.end() :]
    core = naming.strip_lead_in(naming.split_bounds(spot.left)[0])
    inner = list(re.finditer(rf"{naming.AND}|并", plain))
    if inner and (not core or naming.is_only_verbs(core) or spot.quantity.family == PERCENT):
        cut = inner[-1]
        return plain[: cut.start()], plain[cut.end() :]
    if not core or naming.is_only_verbs(core):
        return plain, ""
    return "", plain
