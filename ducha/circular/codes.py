"""Codes once used: none is ever given to another indicator."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ducha.ledger.model import Indicator, Ledger

_RETIRED = re.compile(r"〔停用编码：([^〕]*)〕")


def retired_codes(ledger: Ledger) -> set[str]:
    """Codes once used and given up; the ledger remembers them behind its first source sentence."""
    matches = (_RETIRED.search(indicator.source) for indicator in ledger.indicators)
    return {code for match in matches if match for code in match[1].split("、")}


def without_retired_codes(indicator: Indicator) -> Indicator:
    """The indicator with its source sentence alone."""
    return replace(indicator, source=_RETIRED.sub("", indicator.source))


def with_retired_codes(
    indicators: tuple[Indicator, ...], retired: Iterable[str]
) -> tuple[Indicator, ...]:
    """Write the codes given up behind the first source sentence: no later import reuses one."""
    codes = "、".join(sorted(retired))
    if not (indicators and codes):
        return indicators
    first = replace(indicators[0], source=f"{indicators[0].source}〔停用编码：{codes}〕")
    return (first, *indicators[1:])


def used_codes(old: Ledger) -> set[str]:
    """Every code that the ledger has ever given, as far as it still shows."""
    in_other_sheets = (
        *(code for code, _ in old.targets),
        *old.milestones,
        *(change.code for change in old.adjustments),
        *(override.code for override in old.overrides),
    )
    return {
        *(indicator.code for indicator in old.indicators),
        *retired_codes(old),
        *filter(None, in_other_sheets),
    }


def free_code(code: str, used: set[str]) -> str:
    """The code itself, or the number after the highest that its item has used."""
    item = code.rpartition("-")[0]
    taken = [
        int(c.rpartition("-")[2])
        for c in used
        if c.rpartition("-")[0] == item and c.rpartition("-")[2].isdigit()
    ]
    order = int(code.rpartition("-")[2])
    return code if not taken or order > max(taken) else f"{item}-{max(taken) + 1}"
