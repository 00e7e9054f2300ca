"""Text in a number cell: the one figure it can mean, or the case that says why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ducha.findings import Rule
from ducha.values import cases
from ducha.values.numerals import MARKS, SCALES, like_numeral, read_numeral, scale_up

LONGEST = 60
"""No figure is longer; longer text is refused unread, so that no text can cost time."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What the text is: the figure, the case that says how it was typed, the part that decided.

    Neither figure nor case for a blank text.
    """

    case: Rule | None
    number: Decimal | None = None
    detail: str = ""


# Full-width forms to ASCII by hand: NFKC would also turn 12² into 122 and ① into 1.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ALIKE = str.maketrans("−萬億兩", "-万亿两")
# Removed: characters without width. Those that turn the reading direction stay, and are refused.
_WIDTHLESS = re.compile("[\u00ad\u200b-\u200e\u202a\u202c\u2060\u2066\u2069\ufeff]")
# Blank to the eye, though not white space to Python.
_HOLLOW = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")

_NIL_WORDS = (
    "无|没有|暂无|暂缺|缺|空|无数据|暂无数据|没有数据|无进展|暂无进展|待统计|待定|待报|待核|待核实|待填|待补|"
    "待上报|待确认|统计中|正在统计|未统计|暂未统计|尚未统计|未上报|未报|未填|未开展|未启动|未开工|尚未开展|"
    "尚未启动|尚未开工|同上|同上月|同左|同前|不详|未知|不适用|不涉及|无任务|无此项|n/a|na|nil|none|null|tbd"
)
_WHOLE: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile(r"#[a-z][a-z0-9/_]*[!?]?|#+|(?:err|错误):[0-9]+"), cases.ERROR),
    (re.compile(rf"\(?(?:{_NIL_WORDS})\)?[。.!]?|[-—–―─━ー_/\\|.。…、,;:*?~·×]+"), cases.NOT_GIVEN),
    (re.compile(r"[+-]?(?:nan|inf|infinity)"), cases.NOT_FINITE),
    (re.compile(r"true|false"), cases.LOGICAL),
)
"""What decides at once, before anything is taken off the text."""

_SPACE = re.compile(r"\s+")
_FOOTNOTE = re.compile(r"(?<=[0-9万亿])[¹²³⁰⁴-⁹①-⑳]{1,2}$")
"""A raised figure behind another one is a footnote, no part of it (R6.430)."""
# A blank within a number; only 1.2 万 is one number in two pieces.
_NUM = f"0-9.,{MARKS}"
_GAP = re.compile(
    rf"(?<![0-9])(?<=[{_NUM}])\s+(?=[{_NUM}])|(?<=[0-9])\s+(?![百千万亿])(?=[{_NUM}])"
)

_SHAPES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile(r"\(?[-—–―]+[0-9.].*|负.*"), cases.NEGATIVE),
    (re.compile(r"[0-9]{4}年.*|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}.*"), cases.DATE),
    (re.compile(r"[0-9]{1,2}月[0-9].*|[0-9]{1,2}:[0-9]{2}.*"), cases.DATE),
    (re.compile(r"[0-9.,]+e[+-]?[0-9]+"), cases.SCIENTIFIC),
    (re.compile(rf".*[%‰].*|[百千万]分之.*|[{_NUM}]+成.*"), cases.PERCENT),
    (re.compile(r".*[0-9)][^0-9]{0,4}(?:[-~—–―]+|至|到)[^0-9]{0,2}[0-9].*"), cases.RANGE),
    (re.compile(r"=.*|.*[0-9)][^0-9]{0,4}[+*/×÷x=^:][^0-9]{0,2}[0-9(].*"), cases.EXPRESSION),
    (re.compile(r"[0-9.,_'’·]+"), cases.SEPARATORS),
)
"""What a text that is no single figure looks like, tried in this order."""

_BEFORE = re.compile(
    "大约|大概|大致|约为|约有|约|将近|接近|近|超过|超|逾|不少于|不低于|不超过|不到|不足|至少|至多|"
    "[<>≤≥≈~]"
)
_AFTER = re.compile("(?:左右|上下|以上|以下|以内|余|多|许|来)$")
# 10余万: the word stands before the scale.
_WITHIN = re.compile("[余多](?=[万亿]$)")
_TOTAL = re.compile("共计|合计|总计|累计|共|达")
_ARABIC = re.compile(
    r"((?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?|\.[0-9]+)"
    rf"({'|'.join(sorted(SCALES, key=len, reverse=True))})?"
)
_LEAD = re.compile(f"([0-9.,]+|[{MARKS}]+)[万亿]?(?=[^0-9])")
_TAIL = re.compile(r"[a-z㎡\u4e00-\u9fff][a-z²³\u4e00-\u9fff]{0,5}")

_EXACT = frozenset(
    (cases.TEXT, cases.WIDE, cases.GROUPED, cases.SCALED, cases.NUMERAL, cases.MEASURED)
)
"""How a text may be written that is one exact figure."""
_COUNTERS = ("人次", "场次", "户次", *"个人户名例家所处座场次项件套台辆村根盏支队期批位")
"""Plain counting words, taken where the caller cannot say what is counted (分子, 分母)."""
_SAME = {
    "公里": ("千米", "km"),
    "千米": ("公里", "km"),
    "平方米": ("㎡", "m2", "m²"),
    "平方公里": ("平方千米", "km2", "km²"),
}
"""Other spellings of the very same measure."""


def tidy(text: str) -> str:
    """Narrow, lower case, outer blanks off, nothing without width."""
    text = _HOLLOW.sub(" ", _WIDTHLESS.sub("", text))
    return text.translate(_NARROW).translate(_ALIKE).strip().lower()


def parse(text: str, measure: str) -> ParsedText:
    """Read `text` where a figure counted in `measure` is asked."""
    clean = tidy(text)
    if not clean:
        return ParsedText(None)
    if len(clean) > LONGEST:
        return ParsedText(cases.WORDS)
    squeezed = _SPACE.sub("", clean)
    for shape, case in _WHOLE:
        if shape.fullmatch(squeezed):
            return ParsedText(case)
    if _GAP.search(clean):
        return ParsedText(cases.SPACED)
    body = _FOOTNOTE.sub("", squeezed)
    parsed = _parse_figure(body, text.strip(), measure)
    plain = parsed.number is not None and (parsed.case is None or parsed.case in _EXACT)
    return ParsedText(cases.FOOTNOTE, parsed.number) if body != squeezed and plain else parsed


def _parse_figure(clean: str, typed: str, measure: str) -> ParsedText:
    """Take off the words around the figure, then read the figure.

    `suffix` is the measure as it stands behind the figure.
    """
    body = _strip_sign(clean)
    body, before = _split_leading(_BEFORE, body)
    total = ""
    if not before:
        body, total = _split_leading(_TOTAL, body)
    body, after = _split_trailing(body)
    body, suffix = _split_measure(body, measure)
    if suffix:
        body, word_within = _split_trailing(body)
        after = word_within or after
    match = _WITHIN.search(body)
    if match:
        body, after = _WITHIN.sub("", body), match[0]
    parsed = _parse_bare(body, typed, measure, suffix=suffix)
    if parsed.number is None:
        return parsed
    if before or after:
        return ParsedText(cases.APPROXIMATE, parsed.number, before or after)
    if total:
        return ParsedText(cases.WORDED, parsed.number, total)
    if suffix and not measure:
        return ParsedText(cases.COUNTED, parsed.number, suffix)
    return parsed


def _strip_sign(text: str) -> str:
    """Take off an apostrophe or a plus sign before a digit."""
    return text[1:] if re.match(r"['‘’+][0-9.]", text) else text


def _split_leading(words: re.Pattern[str], text: str) -> tuple[str, str]:
    """Split a leading word off: 约1200 -> 1200, 约."""
    match = words.match(text)
    return (text[match.end() :], match[0]) if match else (text, "")


def _split_trailing(text: str) -> tuple[str, str]:
    """Split a trailing word of uncertainty off: 1200余 -> 1200, 余."""
    match = _AFTER.search(text)
    return (text[: match.start()], match[0]) if match else (text, "")


@lru_cache(maxsize=256)
def _spellings(measure: str) -> tuple[str, ...]:
    """How the measure asked for may be written; any counting word when none is known."""
    if not measure:
        return _COUNTERS
    clean = tidy(measure)
    names = (clean, *_SAME.get(clean, ()))
    return (*names, *(f"({name})" for name in names))


def _split_measure(text: str, measure: str) -> tuple[str, str]:
    """Split the measure asked for off the end: 1200户 -> 1200, 户."""
    for name in _spellings(measure):
        if text.endswith(name) and len(text) > len(name):
            return text.removesuffix(name), name
    return text, ""


def _parse_bare(body: str, typed: str, measure: str, *, suffix: str) -> ParsedText:
    """Read what is left after the words around it."""
    match = _ARABIC.fullmatch(body)
    if match:
        scale = match[2] or ""
        if scale and _clashes(measure, suffix):
            return ParsedText(cases.SCALE)
        number = scale_up(match[1], scale)
        return ParsedText(_arabic_case(match[1], scale, suffix, typed), number, scale or suffix)
    # Alone, 一 may be a dash and 〇 a circle that ticks something off.
    numeral = None if body in {"一", "〇"} and not suffix else read_numeral(body)
    if numeral is not None:
        clash = bool(set(body) & set("十百千万亿")) and _clashes(measure, suffix)
        return ParsedText(cases.SCALE) if clash else ParsedText(cases.NUMERAL, numeral)
    return _refuse(body, measure)


def _clashes(measure: str, suffix: str) -> bool:
    """Whether 万 in the text may already be the 万 of a measure such as 万户."""
    return measure[:1] in {"万", "亿"} or (measure[:1] in {"十", "百", "千"} and not suffix)


def _arabic_case(digits: str, scale: str, suffix: str, typed: str) -> Rule:
    """What is said of a plain Arabic figure: the weightiest thing about the way it was typed."""
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        return cases.ZEROS
    if scale:
        return cases.SCALED
    if suffix:
        return cases.MEASURED
    if "," in digits:
        return cases.GROUPED
    return cases.TEXT if typed.isascii() else cases.WIDE


def _refuse(body: str, measure: str) -> ParsedText:
    """Say why the text is no single figure in the measure asked for."""
    for shape, case in _SHAPES:
        if shape.fullmatch(body):
            return ParsedText(case)
    if like_numeral(body):
        return ParsedText(cases.AMBIGUOUS)
    match = _LEAD.match(body)
    if match and _TAIL.fullmatch(body, match.end()):
        return ParsedText(cases.MEASURE if measure else cases.TAIL, detail=body[match.end() :])
    return ParsedText(cases.WORDS)
