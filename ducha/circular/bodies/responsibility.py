"""Who answers: lists of units in any of the forms a circular uses, restored in full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ducha.circular.bodies.departments import (
    fold_brackets,
    is_body,
    is_county,
    is_every_county,
    is_listed,
    is_zone,
    lacks_level,
)
from ducha.circular.model import Responsibility
from ducha.circular.vocabulary import (
    LABEL,
    LABELS,
    LEAD,
    RESPONSIBLE,
    SUPPORT,
    TASK,
    UNIT_ROLES,
    VAGUE_UNITS,
)

_LONGEST = 400
"""A longer bracket or line holds more than units."""
_OPEN, _CLOSE = "（", "）"
_TAIL = re.compile(
    r"(?:等)?(?:有关部门|相关部门|有关单位|相关单位|单位|部门)?(?:按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?)?(?:共同|分别|具体|组织|密切)?"
    r"(?:负责同志|负责落实|负责实施|负责组织实施|抓好落实|组织实施|落实|负责|实施)?[。，；,;]*$"
)
_ROLE = re.compile(
    r"(?P<lead>牵头负责|牵头落实|牵头实施|牵头组织|牵头)|(?P<support>配合落实|协同配合|共同配合|协助配合|积极配合|密切配合|予以配合|配合|协办(?!公室)|参与|协助|协同)"
)
_JOINT = re.compile(r"会同|商(?=市|省|各)|联合(?!会|社)")
_AND = re.compile(r"(?:以及|及|和|与|并由)")
_VAGUE = re.compile(
    r"(?:[市省县区州]?[直级属])?各?(?:其他|其它)?各?(?:有关|相关|责任|成员|职能|行业|主管|涉及|参建|项目){1,3}"
    r"(?:的)?(?:市直|行业|主管|职能)?(?:部门|单位|企业|机构)"
)
"""Words that name nobody: 市直各有关单位."""
_SEPARATORS = "、，；,;/\v|"
_EVERY_HEAD = re.compile(
    r"(?:以及|及|和|与)?(?:全市|市区|市辖|全县|全省)?各(?:有关|相关)?(?:省辖|辖|设区|县级)?(?:县|区|市|旗|乡镇街道?|镇街道?|乡镇|镇|街道)"
    r"(?:[、，/]?(?:县|区|市|旗|乡|镇|街道)(?![\u4e00-\u9fff]{0,6}[局委办]))*"
    r"(?:（[^（）]*(?:（[^（）]*）[^（）]*)*）)?(?:区|县|市)?(?:(?:[、和]?(?:人民政府|政府|党委|党工委|街道办事处|办事处))+)?(?:（[^（）]*）)?"
    r"(?:(?![市省和及牵配负共管])[\u4e00-\u9fff]{1,8}(?:局|委|部门|医院|学校)(?=[、，；。]|$))?"
)


def read_responsibility(
    value: str, role: str = RESPONSIBLE, *, all_lead: bool = False
) -> Responsibility:
    """Read one list of units.

    Args:
        value: The units as printed, between any separators.
        role: The role that their label announced.
        all_lead: Every department leads, not only the first, where the label names no lead.
    """
    text = _fold_every_county(fold_brackets(re.sub(r"\s*[\v\n]\s*", "、", value.strip())))
    parts = [part for clause in _clauses(text, role) for part in clause]
    return _assemble(parts, role, all_lead=all_lead)


def split_labels(text: str) -> list[tuple[str, str]]:
    """Cut 牵头单位：甲；责任单位：乙 into (role, value) pairs; words before any label have none."""
    labels = list(LABEL.finditer(text))
    if not labels:
        return [("", text)] if text else []
    points = [*labels, None]
    pairs = [("", text[: labels[0].start()].strip("，；。"))] if labels[0].start() else []
    for label, following in pairwise(points):
        if label is not None:
            end = following.start() if following else len(text)
            role = LABELS[label["label"]]
            outer = "（(" if role == TASK else "，；。;,（("
            pairs.append((role, text[label.end() : end].strip(outer)))
    return [(role, value) for role, value in pairs if value]


def join_responsibilities(responsibilities: Iterable[Responsibility]) -> Responsibility | None:
    """Put the responsibilities of one item together; a lead is not named again as a support."""
    stated = [each for each in responsibilities if each != Responsibility()]
    if not stated:
        return None
    leads = _unique(unit for each in stated for unit in each.leads)
    supports = _unique(unit for each in stated for unit in each.supports if unit not in leads)
    return Responsibility(
        leads,
        supports,
        any(each.all_counties for each in stated),
        _unique(words for each in stated for words in each.vague),
        _unique(zone for each in stated for zone in each.zones),
    )


def responsibility_of_fields(
    fields: Iterable[tuple[str, str]], *, all_lead: bool = False
) -> Responsibility | None:
    """The responsibility that labelled values give together; None where none names units."""
    units = [(role, value) for role, value in fields if role in UNIT_ROLES]
    has_lead = any(role == LEAD for role, _ in units)
    return join_responsibilities(
        read_responsibility(
            value, SUPPORT if role == RESPONSIBLE and has_lead else role, all_lead=all_lead
        )
        for role, value in units
    )


def read_phrase(text: str) -> Responsibility | None:
    """Read words that name only who answers, without a label; None when they say anything else."""
    inner = fold_brackets(text).strip("。；，")
    if len(inner) > _LONGEST:
        return None
    if LABEL.search(text):
        pairs = split_labels(inner)
        return responsibility_of_fields(pairs) if all(role for role, _ in pairs) else None
    stated = bool(re.search(r"负责|牵头|落实|实施$", inner))
    inner = re.sub(r"^(?:责任单位|由|以上由|均由)", "", inner)
    parts = [p for clause in _clauses(_fold_every_county(inner), RESPONSIBLE) for p, _ in clause]
    return read_responsibility(inner) if _names_units(parts, stated=stated) else None


_NO_NAME = (
    r"(?![民场区县直级内外容]|[^，。；]*(?:资金|统筹|保障|推进|建设|改造|工作|任务|道路|设施|政策))"
)
_MAY_BE_UNIT = re.compile(rf"[市省州县区]{_NO_NAME}[\u4e00-\u9fff]{{2,10}}(?<!的)")
_ALONE = re.compile(rf"[市省]{_NO_NAME}[\u4e00-\u9fff]{{2,5}}(?<!的)")
"""A name with its level whose ending nobody knows: 市体校. It is taken, and asked about."""


def _names_units(parts: list[str], *, stated: bool) -> bool:
    """Whether every part is a unit; one odd part passes where 负责 or 牵头 is said."""
    good = [part for part in parts if _is_unit(part)]
    if not good:
        return stated and len(parts) == 1 and bool(_ALONE.fullmatch(parts[0]))
    if len(good) == 1 and not stated:
        return parts == good and bool(re.match(rf"{_EVERY}|[市省县区州团]", good[0]))
    odd = _odd_parts(parts, good, stated=stated)
    return len(odd) <= _odd_parts_allowed(good, odd, stated=stated)


def _odd_parts(parts: list[str], good: list[str], *, stated: bool) -> list[str]:
    """Parts that are no units; beside a named one what may be one is none of them."""
    odd = [part for part in parts if part not in good]
    if stated and any(part != _EVERY for part in good):
        return [part for part in odd if not _MAY_BE_UNIT.fullmatch(part)]
    return odd


def _odd_parts_allowed(good: list[str], odd: list[str], *, stated: bool) -> int:
    """How many odd parts may stand among the units; one with a number in it is about the work."""
    counted = any(re.search(r"\d", part) for part in odd)
    return int(stated and len(good) > 1 and not counted)


def unlisted_units(responsibility: Responsibility) -> tuple[str, ...]:
    """Units that the alias table does not hold and that are no counties."""
    return tuple(u for u in responsibility.units if not (is_listed(u) or is_county(u)))


_EVERY = "\x00"
"""Stands for 各县区 in any wording; no circular holds this sign."""


def _fold_every_county(text: str) -> str:
    """Write every wording of 各县区 as one sign, so that its 、 and brackets do not split."""
    return _EVERY_HEAD.sub(f"、{_EVERY}、", text)


def _is_vague(part: str) -> bool:
    return part in VAGUE_UNITS or bool(_VAGUE.fullmatch(part))


def _is_unit(part: str) -> bool:
    return (
        part == _EVERY or is_every_county(part) or is_zone(part) or is_body(part) or _is_vague(part)
    )


def _clauses(text: str, role: str) -> Iterator[list[tuple[str, str]]]:
    """Cut at roles (甲牵头，乙配合); yield the parts of each clause with their role."""
    text = re.sub(r"^(?:由|原则上由|分别由)", "", text)
    start, current = 0, role
    for match in _ROLE.finditer(text):
        piece = text[start : match.start()]
        if not piece.strip("，、；") and not piece:
            continue
        lead = bool(match["lead"])
        yield from _pieces(piece, LEAD if lead else SUPPORT)
        start, current = match.end(), SUPPORT if lead else role
    yield from _pieces(text[start:], current)


def _pieces(text: str, role: str) -> Iterator[list[tuple[str, str]]]:
    for order, piece in enumerate(_JOINT.split(text)):
        yield [(part, SUPPORT if order else role) for part in _split(piece)]


def _split(text: str) -> list[str]:
    """Split at separators outside brackets, then at 和/及 between two whole units."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text):
        depth += (char == _OPEN) - (char == _CLOSE)
        if char in _SEPARATORS and depth <= 0:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return [clean for part in parts for piece in _split_at_and(part) if (clean := _trim(piece))]


def _split_at_and(part: str) -> list[str]:
    for match in _AND.finditer(part):
        left, right = part[: match.start()], part[match.end() :]
        if left and right and (_is_unit(left) or left == _EVERY) and _is_unit(_trim(right)):
            return [left, *_split_at_and(right)]
    return [part]


def _trim(part: str) -> str:
    plain = re.sub(r"^[：:\s。，]*(?:由|以及|及|和|与|并由|均由)?", "", part)
    person = re.search(r"（([^（）]{2,12})）$", plain)
    if person and not is_every_county(plain) and not is_body(person[1]):
        plain = plain[: person.start()]
    while plain and not _is_vague(plain) and not is_body(plain):
        cut = _TAIL.sub("", plain) if _TAIL.search(plain) else plain
        cut = (
            re.sub(r"（(?:[^（）]{2,3}|[^（）]*[：:].*)）$", "", cut)
            if not is_every_county(cut)
            else cut
        )
        cut = re.sub(r"等\d*(?:个|家)?$", "", cut)
        if cut == plain:
            break
        plain = cut
    return plain.strip("。；，、：:")


def _assemble(parts: list[tuple[str, str]], role: str, *, all_lead: bool) -> Responsibility:
    every = any(part == _EVERY or is_every_county(part) for part, _ in parts)
    zones = tuple(p for p, _ in parts if every and is_zone(p))
    vague = tuple(p for p, _ in parts if _is_vague(p))
    named = [
        (p, r)
        for p, r in parts
        if p != _EVERY and p not in (*zones, *vague) and not is_every_county(p)
    ]
    units = _restore_levels([p for p, _ in named])
    roles = [r for _, r in named]
    return _divide_roles(
        units, roles, role, Responsibility((), (), every, vague, zones), all_lead=all_lead
    )


def _divide_roles(
    units: list[str], roles: list[str], role: str, rest: Responsibility, *, all_lead: bool
) -> Responsibility:
    leads = [u for u, r in zip(units, roles, strict=True) if r == LEAD]
    if not leads and role == RESPONSIBLE and units:
        bodies = [u for u in units if not is_county(u)]
        leads = bodies if all_lead and bodies else units[:1]
    supports = [u for u in units if u not in leads]
    return Responsibility(
        _unique(leads), _unique(supports), rest.all_counties, rest.vague, rest.zones
    )


def _restore_levels(units: list[str]) -> list[str]:
    """Give back the dropped 市 or 省 of a list, and 政府 where only the last county has it."""
    level, restored = "", []
    for unit in units:
        prefix = re.match(
            r"(?:[\u4e00-\u9fff]{1,6}?(?=[市省县区州]))?([市省县区州])(?=[\u4e00-\u9fff])", unit
        )
        if level and lacks_level(unit) and not is_county(unit):
            restored.append("团市委" if unit == "团委" and level == "市" else level + unit)
            continue
        if prefix and not is_county(unit) and not unit.startswith("团"):
            level = prefix[1]
        restored.append(unit)
    return _restore_endings(restored)


_COMMITTEE = re.compile(r"(?:管委会|管理委员会|党工委)$")


def _restore_endings(units: list[str]) -> list[str]:
    """Give back the 政府 or 管委会 that only the last of a row of names has."""
    government = committee = ""
    restored = []
    for unit in reversed(units):
        formal, seat = re.search(r"(?:人民政府|政府)$", unit), _COMMITTEE.search(unit)
        government = formal[0] if formal else government
        government = government if is_county(unit) else ""
        committee = seat[0] if seat else committee
        committee = committee if is_zone(unit) else ""
        shared = committee if is_zone(unit) and unit[-1] != "）" else government
        restored.append(unit if formal or seat else unit + shared)
    return restored[::-1]


def _unique(units: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(units))
