"""How many matters, items and indicators something concerns."""

from __future__ import annotations

from collections.abc import Iterable

from ducha.ledger.model import Indicator

SUB_COUNT = "包含在总数内，不另计"
"""Beside a count that is a part of another one."""


def scope(indicators: Iterable[Indicator]) -> str:
    """涉及8件实事、10项任务、21个指标 (R7.269)."""
    listed = list(indicators)
    matters = {(indicator.matter_no, indicator.matter) for indicator in listed}
    items = {indicator.item for indicator in listed}
    return f"涉及{len(matters)}件实事、{len(items)}项任务、{len(listed)}个指标"
