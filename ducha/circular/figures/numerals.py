"""Numbers as they are written in Chinese: 三千五百, 1.2万, 3千, 六十五点五."""

from __future__ import annotations

from decimal import Decimal

from cn2an import cn2an  # type: ignore[import-untyped] # it ships no types

CHINESE = "〇零一二三四五六七八九十百千万亿两"
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def scaled(digits: str, scales: str) -> float:
    """Multiply digits by their scale words, exactly: 6.8 and 万 -> 68000."""
    value = Decimal(digits.replace(",", ""))
    for scale in scales:
        value *= _SCALES[scale]
    return float(value)


def chinese(text: str) -> float | None:
    """Read a number in Chinese characters; None when it is no proper number."""
    if not text.strip("百千万亿") or text.startswith(("百", "千", "万", "亿")):
        return None
    try:
        return float(cn2an(text, "normal"))
    except ValueError:
        return None


def ordinal(text: str) -> int | None:
    """Read the number of a mark, in either writing."""
    if text.isdigit():
        return int(text)
    value = chinese(text)
    return None if value is None else int(value)
