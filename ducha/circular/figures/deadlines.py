"""By when: the finishing month in a label's value or around a number; a start is no deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ducha.values.numerals import read_ordinal

_DATE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份|底|末|中旬|上旬|下旬|\d{1,2}日)?|(?P<end>年底|年末|年终|全年|年内|下半年)"
    r"|(?P<half>上半年)|第?(?P<quarter>[一二三四1234])季度)(?:末|底)?(?:之?前|以前|底前)?"
    r"|(?P<iso>20\d\d)[-/.](?P<iso_month>\d{1,2})(?:[-/.]\d{1,2})?"
)
_STARTS = re.compile(
    r"^[^，。；、]{0,6}?(?:开工|动工|启动|开始|起(?!来)|进场|招标|完成招标|完成前期)"
)
_FINISHES = re.compile(
    r"^[^，。；、]{0,10}?(?:完成(?!招标|前期)|建成|竣工|投用|投入使用|完工|到位|全部|交付|达到|实现)"
)


@dataclass(frozen=True, slots=True)
class NamedMonth:
    """A month named in a text: from `start` to `end`; `starts` where something only begins then.

    `year` is None where the text names the month alone.
    """

    start: int
    end: int
    month: int
    year: int | None
    starts: bool


def find_months(text: str) -> tuple[NamedMonth, ...]:
    """Every month that a text names."""
    months = (_named_month(text, match) for match in _DATE.finditer(text))
    return tuple(month for month in months if month)


def _named_month(text: str, match: re.Match[str]) -> NamedMonth | None:
    month = _month(match)
    if month is None or re.match(r"龄|以来", text[match.end() :]):
        return None
    after = text[match.end() :]
    starts = bool(_STARTS.match(after)) and not _FINISHES.match(after)
    starts = starts or bool(re.search(r"(?:从|自)$", text[: match.start()]))
    year = match["year"] or match["iso"]
    return NamedMonth(match.start(), match.end(), month, int(year) if year else None, starts)


def _month(match: re.Match[str]) -> int | None:
    if match["end"]:
        return 12
    if match["half"]:
        return 6
    if match["quarter"]:
        return 3 * (read_ordinal(match["quarter"]) or 4)
    month = read_ordinal(match["month"] or match["iso_month"])
    return month if month and 1 <= month <= 12 else None  # noqa: PLR2004 - months


def last_finish(text: str, year: int) -> int | None:
    """The last finishing month named, 1 to 12 (12 for a later year); None where there is none."""
    months = [
        12 if (m.year or year) > year else m.month
        for m in find_months(text)
        if not m.starts and (m.year or year) >= year
    ]
    return max(months, default=None)


def ends_later(text: str, year: int) -> bool:
    """Whether the text sets a deadline in a later year."""
    return any(m.year and m.year > year and not m.starts for m in find_months(text))


def deadline_near(text: str, position: int, year: int) -> int | None:
    """The month by which the number at `position` is due: named before it, else after it.

    None where its sentence names no month of the year.
    """
    begin = max(text.rfind(sign, 0, position) for sign in "。；！") + 1
    ends = [end for sign in "。；！" if (end := text.find(sign, position)) >= 0]
    sentence = text[begin : min(ends, default=len(text))]
    offset = position - begin
    finishes = [m for m in find_months(sentence) if not m.starts and (m.year or year) == year]
    before = [m for m in finishes if m.end <= offset]
    after = [m for m in finishes if m.start > offset]
    if before:
        return before[-1].month
    return after[0].month if after else None
