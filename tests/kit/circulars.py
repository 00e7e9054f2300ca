"""Short circulars, and what a test asks of the draft that is read from one."""

from __future__ import annotations

from ducha.circular.draft import read

HEAD = "附件\n2024年惠民实事任务分解\n"
"""What stands above the items."""


def units(text: str) -> list[tuple[str, str, str, bool]]:
    """Item, leads, supports and 各县区 of every item, in order."""
    rows = (
        (each.item, "、".join(each.leads), "、".join(each.supports), each.all_counties)
        for each in read(text).ledger.indicators
    )
    return list(dict.fromkeys(rows))
