"""Number marks at the head of a line: 一、 （一） 1. （1） ① and their relatives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ducha.values.numerals import CIRCLES, read_ordinal

_CN = r"[一二三四五六七八九十百〇零]{1,4}"

BIG, BIG_BRACKET, SMALL, SMALL_BRACKET, CIRCLED = "一、", "（一）", "1.", "（1）", "①"

_FORMS = (
    (BIG, re.compile(rf"(?:★|☆|●|◆)?(?P<n>{_CN})(?:、|\.(?!\d)|．)(?!{_CN}(?:、|年级|线))")),
    (
        BIG,
        re.compile(rf"第(?P<n>{_CN})(?:件|条|项)(?:实事|事项)?(?:[：、:，,.]|(?=[\u4e00-\u9fff]))"),
    ),
    (BIG, re.compile(rf"(?:实事|项目|工程|任务)(?P<n>{_CN})[：:、.](?!{_CN}[、：])")),
    (BIG_BRACKET, re.compile(rf"[（(](?P<n>{_CN})[）)][、.]?")),
    (SMALL, re.compile(r"(?:★|☆|●|◆|▲|※)?(?P<n>\d{1,3})(?:\.(?!\d)|．|、(?!\d)|\s*[.]\s*(?!\d))")),
    (SMALL, re.compile(r"(?:★|☆|●|◆|▲|※)(?P<n>\d{1,3})(?=[\u4e00-\u9fff“])")),
    (
        SMALL,
        re.compile(
            r"第(?P<n>\d{1,3})(?:件|条|项)(?:实事|事项)?(?:[：、:，,.]|(?=[\u4e00-\u9fff]))"
        ),
    ),
    (SMALL_BRACKET, re.compile(r"[（(]?(?P<n>\d{1,3})[）)][、.]?")),
    (CIRCLED, re.compile(rf"(?P<n>[{CIRCLES}])")),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number mark: its style, its number, the numeral as printed, where the text goes on."""

    style: str
    number: int
    printed: str
    end: int


def mark_at(text: str, position: int = 0) -> Mark | None:
    """Read the mark that stands at `position`; None where there is none."""
    for style, form in _FORMS:
        match = form.match(text, position)
        if match:
            return _mark(style, match)
    return None


def _mark(style: str, match: re.Match[str]) -> Mark | None:
    printed = match["n"]
    number = CIRCLES.index(printed) + 1 if style == CIRCLED else read_ordinal(printed)
    if number is None or (style == SMALL_BRACKET and number > 99):  # noqa: PLR2004
        return None
    plain = str(number) if style == CIRCLED else printed
    return Mark(style, number, plain, match.end())


_INSIDE = re.compile(
    rf"(?:★|☆)?第?(?:{_CN}[、.]|\d{{1,3}}(?:[.、](?!\d)|．)|[（(](?:{_CN}|\d{{1,2}})[）)])"
)
_BEFORE = re.compile(r"[。；！）)\]】：]$|[区局委办会府厅府市县联社心]$")

_HEADED = re.compile(rf"[（(]{_CN}[）)][^，。；：]{{2,30}}。$")
"""A heading before the first of the running numbers: （一）稳岗。3.新增…"""
_MATTER = re.compile(rf"(?:^|[。；）]){_CN}、[^，。；：（(]{{2,30}}$")
_TITLED = re.compile(r"[^，。；：]{2,30}。\d{1,3}[.．、]")
"""A matter's heading, and a second one right behind it: 一、就业（一）稳岗。1.新增…"""


def split_points(text: str, *, loose: bool = False) -> list[int]:
    """Where a new numbered line begins inside one long line.

    A copy without line breaks is cut before a mark that carries on one of its counts (or begins
    one) and stands after the end of a sentence or of a list of units; `loose` lets a count begin
    right behind a heading too, which has no sign at its end.
    """
    counts: dict[str, int] = {}
    first = mark_at(text)
    if first:
        counts[first.style] = first.number
    points = []
    for match in _INSIDE.finditer(text, first.end if first else 1):
        mark = mark_at(text, match.start())
        if not mark:
            continue
        begins = loose and _begins(text, match.start(), mark)
        if begins or _carries_on(text, match.start(), mark, counts):
            _remember_count(mark, counts)
            points.append(match.start())
    return points


def _begins(text: str, start: int, mark: Mark) -> bool:
    """Whether a count begins behind a title (…意见一、) or a heading (…能力1.开展)."""
    after = text[mark.end : mark.end + 1]
    if mark.number != 1 or not "\u4e00" <= after <= "\u9fff":
        return False
    if mark.style == BIG:
        return text[start - 1] in "见案表务单事工划解"
    return mark.style == SMALL and text[mark.end - 1] in ".．" and text[start - 1] >= "\u4e00"


def _carries_on(text: str, start: int, mark: Mark, counts: dict[str, int]) -> bool:
    before = text[:start]
    if _is_category(text, mark, before):
        return True
    if not _BEFORE.search(before[-1:]) or text[mark.end : mark.end + 1] in "，。；、":
        return False
    if mark.style in {BIG_BRACKET, SMALL_BRACKET} and before.endswith("："):
        return mark.number == 1
    if before[-1:] not in "。；！）)：" and mark.style not in {BIG, SMALL}:
        return False
    return _is_in_turn(mark, before, counts)


def _is_in_turn(mark: Mark, before: str, counts: dict[str, int]) -> bool:
    """Whether the number is the next of its style, or begins a new count."""
    if mark.style == SMALL and SMALL not in counts and _HEADED.search(before):
        return True
    expected = counts.get(mark.style, 0) + 1
    return mark.number == expected or (mark.number == 1 and before[-1:] not in "）)")


def _is_category(text: str, mark: Mark, before: str) -> bool:
    """Whether （一） stands between a matter's heading and its numbered items."""
    first = mark.style == BIG_BRACKET and mark.number == 1
    return first and bool(_MATTER.search(before[-40:]) and _TITLED.match(text, mark.end))


def _remember_count(mark: Mark, counts: dict[str, int]) -> None:
    """Remember where this count is; a heading lets the counts below it begin again."""
    order = [BIG, BIG_BRACKET, SMALL, SMALL_BRACKET]
    counts[mark.style] = mark.number
    for lower in order[order.index(mark.style) + 1 :]:
        if lower != SMALL:
            counts.pop(lower, None)
