"""The units of a draft: one name for each body, counties apart, doubts about names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ducha.circular.bodies.departments import (
    canonical_name,
    county_key,
    is_county,
    without_level,
)
from ducha.circular.bodies.responsibility import unlisted_units
from ducha.circular.model import CircularItem, Doubt, Responsibility
from ducha.ledger.model import Group, Unit

Names = dict[str, str]


def unify_names(
    items: Sequence[CircularItem], issuer: str
) -> tuple[tuple[CircularItem, ...], tuple[Unit, ...], tuple[Doubt, ...]]:
    """Give every body one name throughout; other spellings become its aliases.

    Args:
        items: Items whose responsibilities name units as printed.
        issuer: Who issued the circular: its own level before a name (开封市教育局) says nothing.

    Returns:
        The items with the one names, a unit for each body, and doubts about names.
    """
    printed = Counter(
        unit for item in items if item.responsibility for unit in item.responsibility.units
    )
    spellings: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in printed:
        spellings[_key(name, issuer)].append(name)
    names = {name: _best_name(group, printed) for group in spellings.values() for name in group}
    units = tuple(_unit(group, names) for group in spellings.values())
    renamed = tuple(
        replace(item, responsibility=_rename(item.responsibility, names)) for item in items
    )
    return renamed, units, tuple(_doubts(items, spellings.values(), names))


def _key(name: str, issuer: str) -> tuple[str, str]:
    if is_county(name):
        return ("", county_key(name))
    level = name[: len(name) - len(without_level(name))]
    level = level[-1:] if len(level) > 1 and issuer.startswith(level) else level
    return (level, canonical_name(name))


def _best_name(group: list[str], printed: Counter[str]) -> str:
    if is_county(group[0]):
        return max(group, key=len)
    return max(group, key=lambda name: (printed[name], len(name)))


def _unit(group: list[str], names: Names) -> Unit:
    name = names[group[0]]
    county = is_county(name)
    aliases = [spelling for spelling in group if spelling != name]
    if county and county_key(name) != name and county_key(name) not in aliases:
        aliases.append(county_key(name))
    return Unit(name=name, group=Group.COUNTY if county else Group.CITY, aliases=tuple(aliases))


def _rename(responsibility: Responsibility | None, names: Names) -> Responsibility | None:
    if responsibility is None:
        return None
    leads = tuple(dict.fromkeys(names[unit] for unit in responsibility.leads))
    supports = dict.fromkeys(names[unit] for unit in responsibility.supports)
    return replace(
        responsibility, leads=leads, supports=tuple(unit for unit in supports if unit not in leads)
    )


def _doubts(
    items: Iterable[CircularItem], groups: Iterable[list[str]], names: Names
) -> Iterator[Doubt]:
    for group in groups:
        if len(group) > 1 and not is_county(group[0]):
            sentence = f"“{'、'.join(group)}”按同一单位处理，写作“{names[group[0]]}”，请核对"
            yield Doubt("单位写法", "责任单位", "、".join(group), sentence)
    unknown: dict[str, CircularItem] = {}
    for item in items:
        for name in unlisted_units(item.responsibility) if item.responsibility else ():
            unknown.setdefault(name, item)
    for name, item in unknown.items():
        yield Doubt(
            "单位待确认",
            "责任单位",
            name,
            "单位简称表中没有这个单位，已按原文写入，请核对名称",
            item.text[:60],
        )
    yield from _county_doubts(items)


def _county_doubts(items: Iterable[CircularItem]) -> Iterator[Doubt]:
    responsibilities = [item.responsibility for item in items if item.responsibility]
    named = any(is_county(unit) for each in responsibilities for unit in each.units)
    zones = dict.fromkeys(zone for each in responsibilities for zone in each.zones)
    if any(each.all_counties for each in responsibilities):
        zone_note = f"（文中另有{'、'.join(zones)}）" if zones else ""
        opening = "文件只写“各县区”，没有列出名称" if not named else "文件没有逐一列出各县区"
        yield Doubt(
            "县区名单",
            "责任单位",
            "各县区",
            f"{opening}{zone_note}，请在“责任单位”表核对并补全全部县区，类别填“县区”",
        )
