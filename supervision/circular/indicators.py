"""Targets of one item: each quantity with its name, kind, direction; what is not taken, with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from supervision.circular import deadlines, naming
from supervision.circular.exclusions import Context, is_target, reason
from supervision.circular.model import Doubt, Figure
from supervision.circular.quantities import AMOUNT, NONE, PERCENT, Quantity, scan
from supervision.circular.vocabulary import (
    ABOUT_AFTER,
    AT_LEAST_AFTER,
    AT_LEAST_BEFORE,
    AT_MOST_AFTER,
    AT_MOST_BEFORE,
    MORE_BEFORE,
    RATE_OF_SERVICE,
    RISE,
    either,
)
from supervision.ledger import Direction, Kind

_HARD = "，。；：！？\n"
_AFTER = re.compile(
    rf"^(?:（含）|\(含\))?(?:（[^）]{{1,3}}）)?(?P<word>{either(AT_LEAST_AFTER + AT_MOST_AFTER + ABOUT_AFTER)})"
)
_EACH = re.compile(
    r"每(?!年|月|季|周|天|日|半|学期|学年|次)|人均|户均|村均|生均|亩均|单体|单个|单套|平均|各(?:县|区|乡|镇|街道|村|社区|学校)[^，；。]*(?:各|均|都|至少)"
)
_LEVEL = re.compile(r"标准|补助|补贴|低保|养老金|津贴|保障金|救助金|定额|供养|生活费|基数")
_SIZE = re.compile(r"(?:面积|床位|车位|容积|宽度|宽|长度|高度|厚度|座位|席位|藏书|规模)(?:数)?$")
_MONTHLY = re.compile(rf"(?:{either(RATE_OF_SERVICE)}).*率$")
_WHOLE_VERBS = {"植树", "造林", "义诊", "巡诊", "体检", "招聘", "清淤", "巡查", "宣讲"}
"""Verbs that name their object themselves."""
_ALL = re.compile(
    r"全覆盖|动态清零|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|清零|全部(?:完成|建成|达标|整改|消除)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a target stands: its quantity, the words before and after it that are its own."""

    quantity: Quantity
    left: str
    right: str
    clause: str
    previous: Quantity | None = None


def figures(
    text: str, matter: str, year: int, place: str
) -> tuple[tuple[Figure, ...], tuple[Doubt, ...]]:
    """Read the targets of an item; every number that is none of them is a doubt with its reason."""
    taken, doubts = _sorted_out(text, year, place)
    found: list[Figure] = []
    for index, spot in enumerate(_places(text, taken)):
        found.append(_figure(text, spot, _named(text, spot, index, found, matter), year))
        found[-1] = _direction_of_list(found, spot)
    found = _distributed(text, taken, found)
    return (*found, *_unnumbered(text, found, matter, year)), doubts


def _sorted_out(text: str, year: int, place: str) -> tuple[tuple[Quantity, ...], tuple[Doubt, ...]]:
    taken: list[Quantity] = []
    doubts: list[Doubt] = []
    for quantity in scan(text):
        context = Context(text, quantity, year)
        why = reason(context) or _again(context, taken)
        if not why and is_target(quantity):
            taken.append(quantity)
        else:
            found = text[quantity.start : quantity.end]
            sentence = (
                f"“{found}”没有作为指标：{why or '没有计量单位'}。如是目标，请在“指标”表补一行"
            )
            doubts.append(
                Doubt("未采用的数字", place, found, sentence, sentence_at(text, quantity.start))
            )
    return tuple(taken), tuple(doubts)


def _again(context: Context, taken: list[Quantity]) -> str:
    """上述100个…, 100个全部…: a target that the item has named before."""
    same = any(
        (q.value, q.measure) == (context.quantity.value, context.quantity.measure) for q in taken
    )
    pointed = re.search(r"(?:上述|以上|前述|这|该|全部|所有)$", context.left) or re.match(
        r"[\u4e00-\u9fff]{0,8}(?:全部|均)(?:完|建|竣|投|开|改|达)", context.right
    )
    return "前面已提到的同一个数" if same and pointed else ""


def sentence_at(text: str, position: int) -> str:
    """The sentence around a position."""
    start = max(text.rfind(sign, 0, position) for sign in "。；！\n") + 1
    ends = [end for sign in "。；！\n" if (end := text.find(sign, position)) >= 0]
    return text[start : min(ends, default=len(text) - 1) + 1].strip()


def _places(text: str, taken: tuple[Quantity, ...]) -> list[Place]:
    """Give every quantity the words of its own; what stands between two is shared out."""
    spots: list[Place] = []
    for index, quantity in enumerate(taken):
        start = _clause_start(text, quantity.start)
        before = taken[index - 1] if index and taken[index - 1].end > start else None
        clause = text[start : quantity.start]
        left = _without_baseline(clause)
        if before:
            given, left = _shared_out(spots[-1], text[before.end : quantity.start])
            spots[-1] = replace(spots[-1], right=given)
        spots.append(Place(quantity, left, _rest(text, quantity.end), clause, before))
    return spots


def _without_baseline(clause: str) -> str:
    """低保标准分别由274元、166元提高到 -> 低保标准."""
    return re.sub(rf"(?:分别|均|各)?(?:由|从)(?!20)[^，；。]*{RISE}[^，；。]{{0,6}}?(?:到|至|为)[^\d，；。]*$", "", clause)


def _clause_start(text: str, position: int) -> int:
    start = max(text.rfind(sign, 0, position) for sign in _HARD) + 1
    opened = text.rfind("（", start, position)
    return opened + 1 if opened > text.rfind("）", start, position) else start


def _rest(text: str, end: int) -> str:
    rest = re.split(r"[，。；：！？]", text[end:], maxsplit=1)[0]
    return rest.split("）", 1)[0] if rest.count("）") > rest.count("（") else rest


def _shared_out(before: Place, gap: str) -> tuple[str, str]:
    """What of the words between two numbers belongs to the first, what to the second."""
    bound = _AFTER.match(gap)
    plain = gap[bound.end() :] if bound else gap
    joint = re.match(rf"(?:{naming.AND}|并)", plain)
    if joint:
        return gap[: len(gap) - len(plain)], plain[joint.end() :]
    core = naming.lead_in(naming.bounds(before.left)[0])
    inner = list(re.finditer(rf"{naming.AND}|并", plain))
    if inner and (not core or naming.only_verbs(core) or before.quantity.family == PERCENT):
        cut = inner[-1]
        return plain[: cut.start()], plain[cut.end() :]
    if not core or naming.only_verbs(core):
        return plain, ""
    return "", plain


def _named(text: str, spot: Place, index: int, found: list[Figure], matter: str) -> str:
    """Name a figure by its own words, else by the figure or the clause before it."""
    last = found[-1].name if found and index else ""
    own, taken = naming.bounds(spot.left)
    core = naming.lead_in(own)
    if spot.quantity.family == PERCENT:
        name = naming.share(spot.left or _prefix(spot), spot.right)
        return _of_percent(name, spot, core, last)
    if spot.previous and not core and not spot.right.strip("等"):
        again = found[-1].measure == spot.quantity.measure
        return f"{last}（第{_nth(found)}档）" if again else f"{last}{_counted(spot.quantity.measure)}"
    if (
        not spot.previous
        and not core
        and not spot.right
        and last
        and set(taken) & {"共", "共计", "合计", "总计"}
    ):
        return f"{last}{_counted(spot.quantity.measure)}"
    name = naming.compose(_with_verb(spot), spot.right, per=bool(_EACH.search(own)))
    if not name or naming.only_verbs(name):
        name = _from_context(text, spot, name, found, matter)
    if _is_level(spot) and spot.quantity.measure.startswith("元"):
        name = re.sub(r"^(?:提高|提升|落实|发放|将|把)", "", name)
    return (
        f"{name}标准"
        if _is_level(spot) and not name.endswith("标准") and spot.quantity.measure.startswith("元")
        else name
    )


def _nth(found: list[Figure]) -> int:
    """Which of several values of one name this is."""
    name = re.sub(r"（第\d档）$", "", found[-1].name)
    return 1 + sum(figure.name.startswith(name) for figure in found)


def _prefix(spot: Place) -> str:
    """The words of the first of two shares: 覆盖40%的社区和10%的村."""
    return re.split(r"\d", spot.clause)[0]


def _of_percent(name: str, spot: Place, core: str, last: str) -> str:
    if name and not naming.only_verbs(name):
        return name
    if core or not last:
        return f"{last or spot.right}{core}比例"
    return f"{last}比例"


def _with_verb(spot: Place) -> str:
    """Peers after 、 share the first one's verb: 新建公园5个、游园10个."""
    core = naming.lead_in(spot.left)
    if not spot.previous or naming.leading_verb(core) or _EACH.search(core):
        return spot.left
    head = re.split(r"\d", spot.clause)[0]
    verb = naming.leading_verb(head)
    return verb + core if verb and (core or spot.right) else spot.left


def _from_context(text: str, spot: Place, verb: str, found: list[Figure], matter: str) -> str:
    last = found[-1].name if found else ""
    if verb in {"惠及", "涉及", "受益", "带动"} and last:
        return f"{last}{verb}{_counted(spot.quantity.measure)}"
    if verb in _WHOLE_VERBS:
        return verb
    if found and found[-1].measure == spot.quantity.measure and found[-1].kind is Kind.COUNT:
        return naming.short(verb + naming.object_of(last)) if verb else last
    sentence = text[: spot.quantity.start - len(spot.clause)]
    clauses = [c for c in re.split(r"[，。；：]", sentence) if c]
    if clauses and (earlier := re.split(r"\d", re.sub(r"^已", "", clauses[-1]))[0]):
        return naming.from_earlier(verb, earlier)
    return naming.from_earlier(verb, matter) if matter else last + verb


def _counted(measure: str) -> str:
    people = {"人", "名", "人次"}
    return "人数" if measure in people else f"{measure}数"


def _figure(text: str, spot: Place, name: str, year: int) -> Figure:
    quantity = spot.quantity
    kind = _kind(spot)
    monthly = kind is Kind.RATE and bool(_MONTHLY.search(name))
    direction = _direction(text, spot, kind)
    notes = _notes(text, spot)
    own = naming.bounds(spot.left)
    strive = naming.strives(own[1], spot.clause) and "确保" not in spot.left
    return Figure(
        f"{name}（力争）" if strive and not name.endswith("（力争）") else name,
        quantity.value,
        quantity.measure,
        kind,
        direction,
        whole=_whole(quantity),
        monthly=monthly,
        deadline=deadlines.around(text, quantity.start, year),
        note="；".join((*notes, "力争目标") if strive else notes),
        source=sentence_at(text, quantity.start),
    )


def _whole(quantity: Quantity) -> bool:
    return (
        quantity.family != AMOUNT
        and not quantity.value % 1
        and quantity.family != PERCENT
        and "/" not in quantity.measure
    )


def _kind(spot: Place) -> Kind:
    if spot.quantity.family == PERCENT:
        return Kind.RATE
    return Kind.STANDARD if _is_level(spot) else Kind.COUNT


def _is_level(spot: Place) -> bool:
    """Whether the number is a level per person, place or object, which is never summed."""
    each = _EACH.search(spot.clause)
    if each and not re.search(r"共(?:计)?$", spot.left):
        return True
    if "/" in spot.quantity.measure or re.match(r"/|每(?!年)", spot.right):
        return True
    core, taken = naming.bounds(spot.clause)
    if spot.quantity.measure == "元":
        return (
            spot.quantity.value < 100_000
            and bool(_LEVEL.search(spot.clause))
            and bool(taken or spot.previous)
        )  # noqa: PLR2004 - a level per head is small
    return bool(taken) and bool(_SIZE.search(core)) and not naming.leading_verb(core)


def _direction(text: str, spot: Place, kind: Kind) -> Direction:
    after = _AFTER.match(text[spot.quantity.end :])
    own = naming.bounds(spot.left)[1]
    if after and after["word"] in AT_LEAST_AFTER:
        return Direction.AT_LEAST
    if (after and after["word"] in AT_MOST_AFTER) or set(own) & set(AT_MOST_BEFORE):
        return Direction.AT_MOST
    if set(own) & set(AT_LEAST_BEFORE) or spot.quantity.more:
        return Direction.AT_LEAST
    if set(own) & set(MORE_BEFORE):
        return Direction.MORE
    if kind is Kind.STANDARD and _EACH.search(spot.clause):
        return Direction.AT_LEAST
    return Direction.EQUAL


def _direction_of_list(found: list[Figure], spot: Place) -> Figure:
    """不低于286元、178元: the bound holds for the whole list."""
    this = found[-1]
    if (
        spot.previous
        and not spot.left
        and not spot.right
        and len(found) > 1
        and this.direction is Direction.EQUAL
    ):
        if found[-2].measure == this.measure:
            return replace(this, direction=found[-2].direction, kind=found[-2].kind)
    return this


def _notes(text: str, spot: Place) -> tuple[str, ...]:
    quantity = spot.quantity
    notes = []
    if quantity.upper is not None:
        notes.append(f"原文为区间，上限{quantity.upper:.15g}{quantity.measure}")
    after = _AFTER.match(text[quantity.end :])
    if (after and after["word"] in ABOUT_AFTER) or re.search(r"约$|近$", spot.left):
        notes.append("原文为约数")
    if quantity.note:
        notes.append(f"原文：{quantity.note}")
    sentence = re.split(r"[。；）]", text[: quantity.start])[-1]
    if "其中" in sentence:
        notes.append("其中项，不与总数相加")
    return tuple(notes)


def _distributed(text: str, taken: tuple[Quantity, ...], found: list[Figure]) -> list[Figure]:
    """A、B各N and A、B分别x、y: one figure per name."""
    out: list[Figure] = []
    for spot, figure in zip(_places(text, taken), found, strict=True):
        names = _paired_name(text, spot, taken) or _each_name(spot, figure)
        tail = "（力争）" if figure.name.endswith("（力争）") else ""
        out.extend(replace(figure, name=name + tail) for name in names)
        out.extend(() if names else (figure,))
    return out


def _each_name(spot: Place, figure: Figure) -> list[str]:
    shared = re.match(r"^(?P<names>[^各每]+?)(?P<sign>各自?|均|都)(?P<rest>[^各均]*)$", spot.left)
    if not shared and figure.kind is Kind.RATE:
        shared = re.match(
            r"^(?P<names>(?:[^、]+率[、和])+[^、]+率)(?P<sign>)(?P<rest>.*)$", spot.left
        )
    if not shared or (shared["sign"] in {"均", "都"} and re.search(r"有|设|建", shared["rest"])):
        return []
    names = naming.split_names(naming.lead_in(shared["names"]))
    if len(names) < 2:  # noqa: PLR2004 - nothing to share out
        return []
    verb = re.sub(r"^(?:完成|实现|达到)", "", naming.bounds(shared["rest"])[0])
    tail = (
        ""
        if figure.kind is Kind.RATE
        else spot.right
        if len(spot.right) < 20 and not _AFTER.match(spot.right)
        else ""
    )  # noqa: PLR2004
    return [naming.short(name + verb + tail) for name in naming.peers(names)]


def _paired_name(text: str, spot: Place, taken: tuple[Quantity, ...]) -> list[str]:
    start = _clause_start(text, spot.quantity.start)
    sign = spot.clause.find("分别")
    names = naming.split_names(naming.lead_in(spot.clause[:sign])) if sign > 0 else []
    if len(names) < 2:  # noqa: PLR2004 - nothing to pair
        return []
    end = start + len(spot.clause) + len(_rest(text, spot.quantity.start))
    group = [q for q in taken if start + sign <= q.start < end]
    if len(group) != len(names):
        return []
    after = re.match(r"(?:完成|实现)?([\u4e00-\u9fff]*)", spot.clause[sign + 2 :])
    verb = naming.bounds(after[1])[0] if after else ""
    verb = (
        verb if naming.only_verbs(verb) and not re.match(r"由|从|达|提高|提升|增加", verb) else ""
    )
    return [naming.short(naming.peers(names)[group.index(spot.quantity)] + verb)]


def _unnumbered(text: str, found: list[Figure], matter: str, year: int) -> list[Figure]:
    """Targets without a number: the whole item, or a clause such as …全覆盖 beside numbered ones."""
    if not found:
        name = naming.short(matter or re.split(r"[，。；]", text)[0])
        return [_qualitative(name or text[:20], text, deadlines.finish(text, year))]
    clauses = [
        c
        for c in re.split(r"[，。；]", text)
        if _ALL.search(c) and not re.search(r"\d|百分之|[一二三四五六七八九十]成", c)
    ]
    return [
        _qualitative(naming.short(naming.lead_in(c)), c, None)
        for c in clauses
        if len(c) > 5 and not c.startswith(("（", "全部")) and "全部" not in c
    ]  # noqa: PLR2004


def _qualitative(name: str, source: str, deadline: int | None) -> Figure:
    return Figure(
        name,
        None,
        "",
        Kind.QUALITATIVE,
        Direction.EQUAL,
        deadline=deadline,
        note="没有数量目标，按推进情况判断",
        source=source,
    )


__all__ = ["NONE", "figures", "sentence_at"]
