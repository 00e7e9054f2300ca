"""Numbers in Chinese: typed ones in their canonical spelling only, printed ones as they come."""

from __future__ import annotations

import re
from decimal import Decimal
from math import prod

_STEPS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

SCALES = ("百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿")
"""What may follow an Arabic number that somebody typed: 1.2万, 3.5亿, 3千万."""

CHINESE = "〇零一二两三四五六七八九十百千万亿"
"""Characters of a whole numeral."""

MARKS = f"{CHINESE}点"
"""Characters of a numeral; the capital ones of cheques and their old forms are turned into them."""

CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""1 to 20 in circles."""

_LONGEST = 30
_CAPITALS = str.maketrans("壹貳贰叁叄肆伍陸陆柒捌玖拾佰仟〇", "一二二三三四五六六七八九十百千零")
_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_NUMERAL = re.compile(f"[{MARKS}]+")
_LIKE = re.compile(f"[0-9.{MARKS}廿卅卌半几数]+")
# 1千2百: each Arabic digit stands alone and a unit follows, so nothing is left to guess.
_MIXED = re.compile(r"(?:[1-9][千百十万亿]+零?)+[1-9]?")
# 两 stands for 二 only where a person would say it: 两千两百, not 二十两.
_PAIR = re.compile(r"(?<![一二三四五六七八九十])两(?=[百千万亿])")


def like_numeral(text: str) -> bool:
    """Tell whether `text` has only the characters of numbers, Chinese ones among them."""
    return _LIKE.fullmatch(text.translate(_CAPITALS)) is not None


def scale_up(digits: str, scale: str) -> Decimal:
    """Multiply digits by the scale words behind them, exactly: 6.8 and 万 -> 68000."""
    return Decimal(digits.replace(",", "")) * prod(_STEPS[word] for word in scale)


def read_numeral(text: str) -> Decimal | None:
    """Read a numeral such as 一千二百, 两千零五十, 一点五万 or 1千2百; None when in any doubt.

    一千二, 两百五, 一二零零 and 廿 are left to the person who typed them.
    """
    if len(text) > _LONGEST:
        return None
    spelled = text.translate(_CAPITALS)
    if _MIXED.fullmatch(spelled):
        spelled = spelled.translate(_DIGITS)
    if not _NUMERAL.fullmatch(spelled):
        return None
    if "点" not in spelled:
        return _read_canonical(spelled)
    scale = _STEPS[spelled[-1]] if spelled[-1] in "万亿" else 1
    share = _read_canonical(spelled if scale == 1 else spelled[:-1])
    # 三百亿点八万 is no number that anyone writes.
    return share * scale if share is not None and share < _STEPS["万"] else None


def _read_canonical(text: str) -> Decimal | None:
    """Read `text` if it is how its own value is written back."""
    usual = "二" if text == "两" else _PAIR.sub("二", text)
    usual = usual.removeprefix("一") if usual.startswith("一十") else usual
    try:
        number = _read(usual, "strict")
        # The library reads more than it writes (一千二 is 1200 to it): the way back is the guard.
        return number if write_numeral(number) == usual else None
    except ValueError:
        return None


def read_printed(text: str) -> float | None:
    """Read a numeral of a printed text, spelled in any way; None when it is no proper number.

    A scale word alone, or in front (千万工程), is none.
    """
    if not text.strip("百千万亿") or text.startswith(("百", "千", "万", "亿")):
        return None
    try:
        return float(_read(text, "normal"))
    except ValueError:
        return None


def read_ordinal(text: str) -> int | None:
    """Read the number of a mark or a date, in either writing: 12, 十二, 二〇二四."""
    if text.isdigit():
        return int(text)
    value = read_printed(text)
    return None if value is None else int(value)


def write_numeral(number: Decimal | int) -> str:
    """Write a number in Chinese: 12 -> 十二."""
    # The library takes 0.15 s to load, and almost no file holds a Chinese numeral.
    import cn2an  # type: ignore[import-untyped]  # noqa: PLC0415 - it ships no types

    return str(cn2an.an2cn(str(number)))


def _read(text: str, mode: str) -> Decimal:
    import cn2an  # noqa: PLC0415 - as above

    return Decimal(str(cn2an.cn2an(text, mode)))
