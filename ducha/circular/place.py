"""Whether a circular is one of the ledger's own year and place."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from ducha.circular.pairing import share_in_common
from ducha.ledger.model import Document, Ledger

_LEVEL = "[省市州盟县区旗]"
_OF_ISSUER = re.compile(
    rf"(?:中共)?([\u4e00-\u9fff]+{_LEVEL})(?=人民政府|政府|委|人大|政协|办公|督查|党)"
)
_OF_TITLE = re.compile(
    r"^(?:.*?印发|20\d\d年度?)?[《“]?(?:中共)?(?!关于|[全我本各])"
    rf"([\u4e00-\u9fff]{{1,12}}?{_LEVEL})(?=\s*(?:人民政府|政府|委|20\d\d|重点|民生|惠民|十))"
)
_HALF = 0.5
_ONE_CHARACTER = 2
"""A character put for another one: one taken out, one put in."""


def why_another(new: Ledger, old: Ledger) -> str:
    """Why a circular is none of the ledger's year and place; empty where it is one (R8.41, R8.42).

    Args:
        new: What was read of the circular.
        old: The ledger over which it is to be laid.
    """
    years = new.document.year, old.document.year
    if all(years) and years[0] != years[1]:
        return f"这份通知是{years[0]}年度的，台账是{years[1]}年度的"
    is_other = _is_elsewhere if old.indicators else is_of_another_place
    if not is_other(new, old):
        return ""
    places = place_of(new.document), place_of(old.document)
    if all(places) and not _is_one(*places):
        return f"这份通知是{places[0]}的，台账是{places[1]}的"
    return "这份通知的县区、任务与台账的完全不同，是另一个地方的，或另一份通知"


def is_of_another_place(new: Ledger, old: Ledger) -> bool:
    """Whether places or counties that both name are others; tasks of two years differ (R8.55)."""
    places = place_of(new.document), place_of(old.document)
    if all(places):
        return not (_is_one(*places) or _may_be_misprint(*places))
    return bool(new.counties and old.counties) and not _shared_counties(new, old)


def place_of(document: Document) -> str:
    """The city or county that issued the circular, as its issuer or its title names it."""
    match = _OF_ISSUER.match(document.issuer) or _OF_TITLE.match(document.title)
    return match[1] if match else ""


def _is_elsewhere(new: Ledger, old: Ledger) -> bool:
    """By the places' names; where they leave it open, by counties and by what is to be done.

    A misprint in a name (开风市) must not turn a circular away, so a name that differs in a single
    character leaves it open.
    """
    places = place_of(new.document), place_of(old.document)
    if all(places) and (_is_one(*places) or not _may_be_misprint(*places)):
        return not _is_one(*places)
    share = share_in_common(new.indicators, old.indicators)
    if new.counties and old.counties:
        return not _shared_counties(new, old) and share < _HALF
    return share < _HALF if all(places) else share == 0


def _is_one(left: str, right: str) -> bool:
    """开封市 and 河南省开封市 are one place."""
    return left.endswith(right) or right.endswith(left)


def _may_be_misprint(left: str, right: str) -> bool:
    if len(left) != len(right):
        return False
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return (len(left) - same) * 2 <= _ONE_CHARACTER


def _shared_counties(new: Ledger, old: Ledger) -> set[str]:
    """Counties that both know, whatever they call them."""
    return {old.own_names.get(name, "") for name in new.own_names} & {*old.counties}
