"""Every number of a sentence with its measure: value in base units, range, class of measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ducha.circular.vocabulary import (
    AGES,
    AMOUNTS,
    PER_MEASURES,
    RANKS,
    THINGS,
    THINGS_AT_END,
    TIMES,
    alternation,
    split_words,
)
from ducha.values.numerals import CHINESE, read_printed, scale_up

THING, AMOUNT, PERCENT, TIME, AGE, RANK, DATE, UNKNOWN, NONE = (
    "thing",
    "amount",
    "percent",
    "time",
    "age",
    "rank",
    "date",
    "unknown",
    "",
)
_CLASSES = {
    **dict.fromkeys(RANKS, RANK),
    **dict.fromkeys(TIMES, TIME),
    **dict.fromkeys(AGES, AGE),
    **dict.fromkeys(AMOUNTS, AMOUNT),
    **dict.fromkeys(THINGS, THING),
    "%": PERCENT,
    "‰": AMOUNT,
}
_CN = rf"[{CHINESE}]+(?:点[〇零一二三四五六七八九]+)?"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_VALUE = re.compile(
    rf"百分之(?P<pct>{_DIGITS}|{_CN})"
    rf"|(?P<fraction>[一二三四五六七八九十百千万\d]{1, 5}分之[一二三四五六七八九十\d.]{1, 6})"
    rf"|(?P<num>{_DIGITS})(?P<more>余|多)?(?P<scale>(?:百|万|亿|千(?![米瓦克伏]))*)"
    rf"|(?P<cn>{_CN})"
    r"|(?P<half>半数|一半)"
)
_ENDS = r"(?=[，。；、）（！]|以上|以内|以下|左右|$)"
_MEASURES = alternation(split_words(" ".join(_CLASSES)))
_MEASURE = re.compile(
    rf"(?P<more>余|多|来)?(?P<unit>(?P<last>{alternation(THINGS_AT_END)}){_ENDS}|{_MEASURES})"
    rf"(?P<per>/{alternation((*PER_MEASURES, *THINGS, *AMOUNTS))}"
    rf"(?:[·/]{alternation(PER_MEASURES)})?)?"
)
_UNKNOWN_MEASURE = re.compile(
    rf"(?P<unit>(?![以左之前后内起等及的上下])[\u4e00-\u9fff]{{1,2}}?){_ENDS}"
)
"""One or two characters between a number and a sign: perhaps a measure not in the table."""
_TENTHS = re.compile(r"成(?![立果功为员本都效熟年品交型套片长就绩分员])")
_HALF_TENTH = re.compile(r"成([一二三四五六七八九])(?=[，。；、以的左]|$)")
_DATE_LENGTH = 24
"""No date has more characters."""
_CLAUSE_REACH = 200
SENTENCE_REACH = 400
"""How far from a number its sentence is looked for, in characters, so that long items stay fast."""
_RANGE = re.compile(r"[—–\-~～―]{1,2}|至|到")
_DATES = re.compile(
    r"(?:19|20)\d\d(?:[—–\-~至到](?:19|20)?\d\d)?(?:学)?年(?:度|末|初|底)?(?:\d{1,2}月(?:份|底|末|初)?(?:\d{1,2}日)?)?"
    r"|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[—–\-至、]\d{1,2}月(?:份|底|末|初)?|\d{1,2}月(?:份|底|末|初)?(?:\d{1,2}日)?(?![\u4e00-\u9fff]?龄)"
    r"|[〔\[（(]20\d\d[〕\])）]\d{1,4}号|\d{3,4}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|\d{1,2}[：:]\d\d(?!\d)"
    r"|[一二三四五六七八九十]{1,3}月(?:份|底|末|初)?(?=前|完|之|，|。|$)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number where it stands; `measure` as written, `family` the class of the measure.

    `value` is in base units (1.2万 is 12000; a percentage is its percent number), `upper` the
    second bound of a range; `more` is 余 or 多, `single` one Chinese digit, `note` the number as
    printed where that is no number (三成).
    """

    start: int
    end: int
    value: float
    measure: str
    family: str
    upper: float | None = None
    more: bool = False
    single: bool = False
    note: str = ""


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of a text, in order, without words that only look like numbers."""
    return _with_shared_measures(text, tuple(_tokens(text)))


def _tokens(text: str) -> Iterator[Quantity]:
    """Walk over dates and values in order; what a date covers is no value."""
    position = 0
    while match := _VALUE.search(text, position):
        date_match = _DATES.search(text, position, match.end() + _DATE_LENGTH)
        if date_match and date_match.start() <= match.start():
            yield Quantity(
                start=date_match.start(), end=date_match.end(), value=0, measure="", family=DATE
            )
            position = date_match.end()
            continue
        quantity = _quantity(text, match)
        if quantity:
            yield quantity
        position = quantity.end if quantity else match.end()


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    if match["half"]:
        return Quantity(start=match.start(), end=match.end(), value=50, measure="%", family=PERCENT)
    if match["fraction"]:
        return Quantity(start=match.start(), end=match.end(), value=0, measure="", family=NONE)
    value = _value(match)
    if value is None:
        return None
    lower = _read_measure(text, match, value)
    upper = _read_range(text, lower)
    whole = upper or lower
    span = whole.family == TIME and whole.measure in {"天", "小时"} and whole.value > 10  # noqa: PLR2004 - 一天, 十天 are words
    counted = span or whole.family in {THING, AMOUNT, PERCENT, AGE}
    return None if match["cn"] and not counted else whole


def _value(match: re.Match[str]) -> float | None:
    digits, numeral = match["num"], match["cn"]
    if match["pct"]:
        is_digits = match["pct"][0].isdigit()
        digits, numeral = (match["pct"], None) if is_digits else (None, match["pct"])
    if digits:
        return float(scale_up(digits, match["scale"] or ""))
    return read_printed(numeral) if numeral else None


def _as_tenths(text: str, start: int, end: int, value: float) -> Quantity | None:
    """三成 and 三成五 are tenths of a whole, written as percent."""
    if value >= 10:  # noqa: PLR2004 - tenths of a whole
        return None
    half = _HALF_TENTH.match(text, end)
    if half:
        share = value * 10 + (read_printed(half[1]) or 0)
        return Quantity(
            start=start,
            end=half.end(),
            value=share,
            measure="%",
            family=PERCENT,
            note=text[start : half.end()],
        )
    tenths = _TENTHS.match(text, end)
    if tenths and _is_tenths(text, start, tenths.end()):
        note = text[start : tenths.end()]
        return Quantity(
            start=start, end=tenths.end(), value=value * 10, measure="%", family=PERCENT, note=note
        )
    return None


def _read_measure(text: str, match: re.Match[str], value: float) -> Quantity:
    start, end = match.span()
    more = bool(match["more"])
    if match["pct"]:
        return Quantity(start=start, end=end, value=value, measure="%", family=PERCENT, more=more)
    share = _as_tenths(text, start, end, value)
    if share:
        return share
    single = bool(match["cn"]) and len(match["cn"]) == 1 and value < 10  # noqa: PLR2004 - one digit
    measure = _MEASURE.match(text, end)
    if not measure:
        bare = Quantity(
            start=start, end=end, value=value, measure="", family=NONE, more=more, single=single
        )
        return _with_unknown_measure(text, bare) if match["num"] else bare
    return _with_measure(
        Quantity(
            start=start,
            end=measure.end(),
            value=value,
            measure="",
            family=NONE,
            more=more or bool(measure["more"]),
            single=single,
        ),
        measure,
    )


def _with_measure(bare: Quantity, measure: re.Match[str]) -> Quantity:
    name = measure["unit"]
    family = THING if measure["last"] else _CLASSES[name]
    return replace(bare, measure=name + (measure["per"] or ""), family=family)


def _with_unknown_measure(text: str, bare: Quantity) -> Quantity:
    """Take what stands where a measure does for one; it is asked about."""
    measure = _UNKNOWN_MEASURE.match(text, bare.end)
    if measure is None:
        return bare
    return replace(bare, end=measure.end(), measure=measure["unit"], family=UNKNOWN)


def _is_tenths(text: str, start: int, end: int) -> bool:
    before = re.search(r"(?:达到?|不低于|不少于|至少|超过|提高|占|完成|至|到|近|约)$", text[:start])
    return bool(before) or end >= len(text) or bool(re.match(r"[，。；、的以左]", text[end]))


def _read_range(text: str, lower: Quantity) -> Quantity | None:
    """Read the second bound of a range; the measure and the scale stand after it."""
    sign = _RANGE.match(text, lower.end)
    second = _VALUE.match(text, sign.end()) if sign else None
    value = _value(second) if second else None
    if not sign or not second or not value:
        return None
    if lower.family not in {NONE, PERCENT} and sign[0] in "至到":
        return None
    high = _read_measure(text, second, value)
    if not high.family or lower.family not in {NONE, high.family}:
        return None
    low = _lower_bound(lower, second, value)
    return (
        replace(high, start=lower.start, value=low, upper=high.value) if low < high.value else None
    )


def _lower_bound(lower: Quantity, second: re.Match[str], value: float) -> float:
    """7—8万亩 means 70000 to 80000."""
    if not lower.family and second["scale"] and lower.value < value / 10:
        return float(scale_up(f"{lower.value:.15g}", second["scale"]))
    return lower.value


def _with_shared_measures(text: str, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """分别新增10、20个: a number without a measure takes that of its neighbour in the list."""
    shared = list(quantities)
    for index in range(len(shared) - 2, -1, -1):
        quantity, following = shared[index], shared[index + 1]
        gap = text[quantity.end : following.start]
        before = text[max(0, quantity.start - _CLAUSE_REACH) : quantity.start]
        if (
            quantity.family == NONE
            and following.family in {THING, AMOUNT, PERCENT}
            and gap in {"、", "和", "，", ",", "及"}
            and "分别" in re.split(r"[。；]", before)[-1]
        ):
            shared[index] = replace(quantity, measure=following.measure, family=following.family)
    return tuple(shared)
