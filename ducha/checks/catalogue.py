"""Every rule by which a return is checked, in one list: what it costs, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from ducha.checks import of_returns as found
from ducha.checks.months import ITEM_CHECKS, ROW_CHECKS
from ducha.checks.row import CHECKS, NUMBER_CHECK
from ducha.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as config.toml knows it; only one that `holds` may keep a figure out (R6.9)."""

    code: str
    severity: Severity
    remedy: str
    source: str
    holds: bool


_FOUND: tuple[tuple[Finding, str, bool], ...] = (
    (found.NO_TASK, "台账：目标为0的不报", True),
    (found.FORMULA, "常见错误：填了公式", True),
    (found.ALTERED, "常见错误：用格式改了数的样子", True),
    (found.RENAMED, "常见错误：改了锁定的格", True),
    (found.MEASURE_EDITED, "常见错误：改了锁定的格", True),
    (found.REWORDED, "常见错误：改了锁定的格", False),
    (found.STRAY, "常见错误：删掉了编码", False),
    (found.ONLY_TOTAL, "常见错误：只报总数", False),
    (found.TARGET_EDITED, "台账：目标以台账为准", False),
    (found.NO_NAMES, "通知：报表须署名", False),
    (found.UNSIGNED, "常见错误：另存或复制到新表", False),
    (found.UNKNOWN_KEY, "填报表由本局签发", False),
    (found.OTHER_MONTH, "常见错误：用了上月的表", False),
    (found.UNTOLD, "旧格式的局限", False),
    (found.STRANGER, "台账：责任单位登记的邮箱", False),
    (found.TWO_SENDERS, "台账：责任单位登记的邮箱", False),
    (found.NO_HEAD, "填报表由本局签发", False),
    (found.LIKE_ANOTHER, "填报表由本局签发", False),
    (found.REPLACES, "填报表由本局签发", False),
    (found.SAME_MOMENT, "后报的替代先报的", False),
)

_FIXED = frozenset({NUMBER_CHECK, "选项", "缺分母", "缺分子"})
"""Without these a figure cannot be used at all, so nobody may switch them off."""

RULES: tuple[Rule, ...] = (
    *(Rule(c.code, c.severity, c.remedy, c.source, holds=True) for c in CHECKS),
    *(Rule(c.code, c.severity, c.remedy, c.source, holds=False) for c in ROW_CHECKS),
    *(Rule(c.code, c.severity, c.remedy, c.source, holds=False) for c in ITEM_CHECKS),
    *(Rule(f.code, f.severity, f.remedy, source, holds) for f, source, holds in _FOUND),
)

GRADED = {rule.code: rule for rule in RULES if rule.code not in _FIXED}
"""Rules that config.toml may grade anew or switch off."""
