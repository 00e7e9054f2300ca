"""The name of each target: by its own words, else by what stands before it."""

from __future__ import annotations

import re

from ducha.circular.figures import naming
from ducha.circular.figures.kinds import EACH, is_level
from ducha.circular.figures.quantities import PERCENT
from ducha.circular.figures.spots import TargetSpot
from ducha.circular.model import Target
from ducha.ledger.model import Kind

_PER_HEAD = re.compile(r"每(?:人|户|生|床|名|村)(?:每(?:月|年|天|日|学期))?$")
_SUMS = {"共", "共计", "合计", "总计"}
_LIGHT = re.compile(r"(?:举办|开展|组织|提供)[\u4e00-\u9fff]{2}")
"""A verb without content before a noun that looks like a verb: 举办演出."""
_REACHES = {"惠及", "涉及", "受益", "带动"}
_WHOLE_VERBS = {"植树", "造林", "义诊", "巡诊", "体检", "招聘", "清淤", "巡查", "宣讲"}


def name_target(text: str, spot: TargetSpot, targets: list[Target], matter: str) -> str:
    """Name a target by its own words, else by the target or the clause before it.

    Args:
        text: The item's text.
        spot: Where the target stands in it.
        targets: Those before it.
        matter: What helps where the text does not; may be empty.
    """
    words, bounds = naming.split_bounds(spot.left)
    core = naming.strip_lead_in(words)
    if spot.quantity.family == PERCENT:
        name = naming.name_share(spot.left or _clause_head(spot), spot.right)
        return _share_name(name, spot, core, targets)
    if not core and targets and _counts_last_again(spot, bounds):
        return _name_after_last(spot, targets)
    if is_level(spot) and _PER_HEAD.search(words):
        return _level_name(text, spot)
    name = naming.compose_name(_with_verb(spot), spot.right, per=bool(EACH.search(words)))
    if not name or naming.is_only_verbs(name):
        name = _name_from_context(text, spot, name, targets, matter)
    money = is_level(spot) and spot.quantity.measure.startswith("元")
    return _with_standard(name) if money else name


def _counts_last_again(spot: TargetSpot, bounds: tuple[str, ...]) -> bool:
    """Whether the number counts the same thing once more: 19个10496套, 共204人."""
    if spot.previous or spot.bracketed:
        return not spot.right.strip("等")
    return not spot.right and bool(_SUMS & set(bounds))


def _name_after_last(spot: TargetSpot, targets: list[Target]) -> str:
    last = targets[-1]
    if spot.previous and last.measure == spot.quantity.measure:
        return f"{last.name}（第{_nth(targets)}档）"
    return f"{last.name}{_count_word(spot.quantity.measure)}"


def _with_standard(name: str) -> str:
    plain = re.sub(r"^(?:提高|提升|落实|发放|将|把)", "", name)
    return plain if plain.endswith("标准") else f"{plain}标准"


def _nth(targets: list[Target]) -> int:
    """Which of several values of one name this is."""
    name = re.sub(r"（第\d档）$", "", targets[-1].name)
    return 1 + sum(target.name.startswith(name) for target in targets)


def _level_name(text: str, spot: TargetSpot) -> str:
    """为老年人发放高龄津贴，标准不低于每人每月50元 -> 高龄津贴标准."""
    core = re.sub(rf"(?:按|达到|为)?{_PER_HEAD.pattern}", "", naming.split_bounds(spot.left)[0])
    core = naming.strip_lead_in(naming.split_bounds(core)[0])
    if core and not re.fullmatch(r"(?:补助|补贴|最低|发放)?标准", core):
        return naming.shorten_name(core)
    clauses = _clauses_before(text, spot)
    earlier = naming.name_from_earlier("", re.split(r"\d", clauses[-1])[0]) if clauses else ""
    earlier = "" if naming.is_only_verbs(earlier) else earlier
    return naming.shorten_name(re.sub(r"^.*?(?:发放|落实)", "", earlier) + core)


def _clause_head(spot: TargetSpot) -> str:
    """The words of the first of two shares: 覆盖40%的社区和10%的村."""
    return re.split(r"\d", spot.clause)[0]


def _share_name(name: str, spot: TargetSpot, core: str, targets: list[Target]) -> str:
    if name and not naming.is_only_verbs(name):
        return name
    last = targets[-1].name if targets else ""
    return f"{last or spot.right}{core}比例" if core or not last else f"{last}比例"


def _with_verb(spot: TargetSpot) -> str:
    """Peers after 、 share the first one's verb: 新建公园5个、游园10个."""
    core = naming.strip_lead_in(spot.left)
    if not spot.previous or naming.leading_verb(core) or EACH.search(core):
        return spot.left
    head = re.split(r"\d", spot.clause)[0]
    verb = naming.leading_verb(head)
    core = core.lstrip("）、和")
    return verb + core if verb and (core or spot.right) else spot.left


def _name_from_context(
    text: str, spot: TargetSpot, verb: str, targets: list[Target], matter: str
) -> str:
    """Name a verb that stands alone by what the sentence has said before it."""
    if verb in _WHOLE_VERBS or _LIGHT.match(verb):
        return verb
    if targets and (name := _name_from_last(spot, verb, targets[-1])):
        return name
    clauses = _clauses_before(text, spot)
    if clauses and (earlier := re.split(r"\d", re.sub(r"^已", "", clauses[-1]))[0]):
        return naming.name_from_earlier(verb, earlier)
    matter = re.split(r"\d", matter)[0]
    if matter:
        return naming.name_from_earlier(verb, matter)
    return f"{targets[-1].name}{verb}" if targets else verb


def _name_from_last(spot: TargetSpot, verb: str, last: Target) -> str:
    """惠及N户 after a target; a second count of the same thing (开工5所)."""
    if verb in _REACHES:
        return f"{last.name}{verb}{_count_word(spot.quantity.measure)}"
    if last.measure == spot.quantity.measure and last.kind is Kind.COUNT:
        return naming.shorten_name(verb + naming.object_of(last.name)) if verb else last.name
    return ""


def _clauses_before(text: str, spot: TargetSpot) -> list[str]:
    before = text[: spot.quantity.start - len(spot.clause)]
    return [clause for clause in re.split(r"[，。；：]", before) if clause]


def _count_word(measure: str) -> str:
    people = {"人", "名", "人次"}
    return "人数" if measure in people else f"{measure}数"
