"""Numbers as people type them: every row is what a clerk typed and what must come of it."""

from __future__ import annotations

import math
import random
import time as clock
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest

from ducha.cells import Value
from ducha.findings import Severity
from ducha.values.reading import Reading, exact, read, shown

NOTE, VERIFY, RETURN = Severity.NOTE, Severity.VERIFY, Severity.RETURN

PLAIN: tuple[tuple[Value, float], ...] = (
    (0.0, 0.0),
    (-0.0, 0.0),
    (1200.0, 1200.0),
    (1200, 1200.0),
    (999999999999999.0, 999999999999999.0),
    (12.5, 12.5),
    (0.1 + 0.2, 0.3),
    (1199.9999999999998, 1200.0),
)

# typed, figure, code, with 户 asked
NOTED = (
    ("1200", 1200, "text"),
    ("0", 0, "text"),
    (" 1200 ", 1200, "text"),
    ("\t1200\n", 1200, "text"),
    ("'1200", 1200, "text"),
    ("+1200", 1200, "text"),
    ("1200.00", 1200, "text"),
    (".5", 0.5, "text"),
    ("12.5", 12.5, "text"),
    ("999999999999999", 999999999999999, "text"),
    ("1200.000000000000000000", 1200, "text"),
    ("１２００", 1200, "wide"),
    ("＋１２００", 1200, "wide"),
    ("１２．５", 12.5, "wide"),
    ("\u30001200\xa0", 1200, "text"),
    ("1\u200b200", 1200, "wide"),
    ("\u202a1200\u202c", 1200, "wide"),
    ("1,200", 1200, "grouped"),
    ("1，200", 1200, "grouped"),
    ("12,345,678", 12345678, "grouped"),
    ("1,200.5", 1200.5, "grouped"),
    ("1200户", 1200, "measured"),
    ("1200 户", 1200, "measured"),
    ("１２００户", 1200, "measured"),
    ("1,200户", 1200, "measured"),
    ("1200（户）", 1200, "measured"),
    ("0户", 0, "measured"),
    ("1.2万", 12000, "scaled"),
    ("1.2 万", 12000, "scaled"),
    ("1.2萬", 12000, "scaled"),
    ("1.2万户", 12000, "scaled"),
    ("1.23456万", 12345.6, "scaled"),
    ("3.5亿", 350000000, "scaled"),
    ("3千万", 30000000, "scaled"),
    ("5百户", 500, "scaled"),
    ("1,200万", 12000000, "scaled"),
    ("1万亿", 1000000000000, "scaled"),
    ("一千二百", 1200, "numeral"),
    ("两千零五十", 2050, "numeral"),
    ("二千〇五十", 2050, "numeral"),
    ("两千两百户", 2200, "numeral"),
    ("二十万零三", 200003, "numeral"),
    ("一百零五", 105, "numeral"),
    ("一万零五百", 10500, "numeral"),
    ("一万二千", 12000, "numeral"),
    ("一亿五千万", 150000000, "numeral"),
    ("十", 10, "numeral"),
    ("一十二", 12, "numeral"),
    ("一户", 1, "numeral"),
    ("两户", 2, "numeral"),
    ("零", 0, "numeral"),
    ("壹仟贰佰", 1200, "numeral"),
    ("兩萬", 20000, "numeral"),
    ("一点五", 1.5, "numeral"),
    ("一点五万", 15000, "numeral"),
    ("三点五亿", 350000000, "numeral"),
    ("1千2百", 1200, "numeral"),
    ("1万2千", 12000, "numeral"),
)

DOUBTED = (
    ("约1200", 1200, "approximate"),
    ("大约1,200户", 1200, "approximate"),
    ("1200左右", 1200, "approximate"),
    ("1200户左右", 1200, "approximate"),
    ("约1200户左右", 1200, "approximate"),
    ("1200余", 1200, "approximate"),
    ("1200余户", 1200, "approximate"),
    ("近1200", 1200, "approximate"),
    ("近一千二百", 1200, "approximate"),
    ("1200多", 1200, "approximate"),
    ("1200以上", 1200, "approximate"),
    ("1200户以上", 1200, "approximate"),
    ("超过1200", 1200, "approximate"),
    ("不到1200", 1200, "approximate"),
    ("≥1200", 1200, "approximate"),
    ("～1200", 1200, "approximate"),
    ("10余万户", 100000, "approximate"),
    ("一百二十多万", 1200000, "approximate"),
    ("共1200户", 1200, "worded"),
    ("累计1200", 1200, "worded"),
    ("0012", 12, "zeros"),
    ("00", 0, "zeros"),
)

NOT_GIVEN = (
    *("无", "没有", "暂无", "暂 无", "无。", "（无）", "空", "缺", "待统计", "待定", "统计中"),
    *("未统计", "未上报", "未开展", "同上", "同上月", "不详", "不涉及", "N/A", "n/a", "NA", "NULL"),
    *(
        "—",
        "——",
        "-",
        "--",
        "－",
        "–",
        "─",
        "/",
        "／",
        "\\",
        "、",
        "……",
        "...",
        "?",
        "？",
        "*",
        "×",
    ),
)

# typed, code, with 户 asked and wholes only
HELD = (
    ("1200人", "measure"),
    ("1200户次", "measure"),
    ("1.2万人", "measure"),
    ("一千二百人", "measure"),
    ("1200平方米", "measure"),
    ("12w", "measure"),
    ("41020219800101123X", "measure"),
    ("1200+300", "expression"),
    ("1200＋300", "expression"),
    ("1200户+300户", "expression"),
    ("1200/1500", "expression"),
    ("3*400", "expression"),
    ("3×400", "expression"),
    ("3:1", "expression"),
    ("=1200", "expression"),
    ("95%", "percent"),
    ("９５％", "percent"),
    ("95.5%", "percent"),
    ("5‰", "percent"),
    ("百分之六十五", "percent"),
    ("六成", "percent"),
    ("2024-05-28", "date"),
    ("2024/5/28", "date"),
    ("2024.5.28", "date"),
    ("2024年5月", "date"),
    ("2024年5月28日", "date"),
    ("5月28日", "date"),
    ("12:30", "date"),
    ("TRUE", "logical"),
    ("false", "logical"),
    ("nan", "not_finite"),
    ("-inf", "not_finite"),
    ("Infinity", "not_finite"),
    ("1e5", "scientific"),
    ("1.2E+05", "scientific"),
    ("1e308", "scientific"),
    ("#REF!", "error"),
    ("#N/A", "error"),
    ("#DIV/0!", "error"),
    ("#NAME?", "error"),
    ("#####", "error"),
    ("Err:502", "error"),
    ("410202198001011234", "digits"),
    ("1000000000000000", "digits"),
    ("0.1234567890123456789", "digits"),
    ("9999999万亿", "digits"),
    ("-5", "negative"),
    ("－5", "negative"),
    ("−5户", "negative"),
    ("—1200", "negative"),
    ("- 5", "negative"),
    ("负五", "negative"),
    ("12.5", "not_whole"),
    ("约12.5", "not_whole"),
    ("1.23456万", "not_whole"),
    ("一点五", "not_whole"),
    ("1,20", "separators"),
    ("12,00", "separators"),
    ("0,200", "separators"),
    ("1,2345", "separators"),
    ("1，2", "separators"),
    ("1200,", "separators"),
    ("1200.", "separators"),
    ("1.200,5", "separators"),
    ("1.2.3", "separators"),
    ("1_000", "separators"),
    ("1'200", "separators"),
    ("1 200", "spaced"),
    ("1\u2009200", "spaced"),
    ("12 00", "spaced"),
    ("1, 200", "spaced"),
    ("1200\n300", "spaced"),
    ("二十 五", "spaced"),
    ("10-20", "range"),
    ("10~20", "range"),
    ("10～20户", "range"),
    ("10户至20户", "range"),
    ("约10到20", "range"),
    ("2024-05", "range"),
    ("一千二", "ambiguous"),
    ("一万二", "ambiguous"),
    ("两百五", "ambiguous"),
    ("一二零零", "ambiguous"),
    ("二〇二四", "ambiguous"),
    ("一万五百", "ambiguous"),
    ("二十两", "ambiguous"),
    ("一千零零五", "ambiguous"),
    ("三百亿点八万", "ambiguous"),
    ("廿", "ambiguous"),
    ("半", "ambiguous"),
    ("十几", "ambiguous"),
    ("百余", "ambiguous"),
    ("一", "ambiguous"),
    ("〇", "ambiguous"),
    ("1万2", "ambiguous"),
    ("12万3千", "ambiguous"),
    ("推进顺利", "words"),
    ("已完成", "words"),
    ("完成1200户", "words"),
    ("本月120，累计1200", "words"),
    ("1200（含续建300）", "words"),
    ("(1200)", "words"),
    ("1200+", "words"),
    ("1200²", "words"),
    ("①", "words"),
    ("½", "words"),
    ("١٢", "words"),
    ("O", "words"),
    ("l200", "words"),
    ("￥1200", "words"),
    ("\u202e1200", "words"),
    ("户", "words"),
    ("第3", "words"),
    ("0" * 80, "words"),
)

# typed, measure asked, figure or None
MEASURES: tuple[tuple[str, str, float | None], ...] = (
    ("1200人次", "人次", 1200),
    ("1200人", "人次", None),
    ("1200人次", "人", None),
    ("1200人次", "次", None),
    ("10万人次", "人次", 100000),
    ("10万人次", "万人次", 10),
    ("12000人次", "万人次", None),
    ("1.2万", "万户", None),
    ("一万二千", "万户", None),
    ("12", "万户", 12),
    ("5千瓦", "千瓦", 5),
    ("5千瓦", "瓦", 5000),
    ("1.2万千瓦", "千瓦", 12000),
    ("5千", "千瓦", None),
    ("5千克", "克", 5000),
    ("12.5公里", "公里", 12.5),
    ("12.5千米", "公里", 12.5),
    ("12.5KM", "公里", 12.5),
    ("12500米", "公里", None),
    ("25里", "公里", None),
    ("5公里", "里", None),
    ("1200万元", "元", 12000000),
    ("1200元", "万元", None),
    ("100㎡", "平方米", 100),
    ("100平方米", "米", None),
    ("6000元/人", "元/人", 6000),
    ("65%", "%", 65),
    ("65％", "％", 65),
    ("5‰", "%", None),
    ("1200人", "%", None),
)

STRANGE: tuple[tuple[Value, str], ...] = (
    (True, "logical"),
    (False, "logical"),
    (math.nan, "not_finite"),
    (math.inf, "not_finite"),
    (-math.inf, "not_finite"),
    (-1.0, "negative"),
    (-1, "negative"),
    (-1e-9, "negative"),
    (1e15, "digits"),
    (1e308, "digits"),
    (10**18, "digits"),
    (410202198001011234.0, "digits"),
    (12.5, "not_whole"),
    (datetime(2024, 5, 1), "date"),  # noqa: DTZ001 - a cell has no time zone
    (date(2024, 5, 1), "date"),
    (time(12, 30), "date"),
    (timedelta(hours=30), "date"),
)


def outcome(reading: Reading) -> tuple[float | None, Severity | None, str]:
    """What a test compares."""
    return reading.number, reading.severity, reading.code


@pytest.mark.parametrize(("cell", "number"), PLAIN, ids=repr)
def test_a_plain_number_is_taken_without_a_word(cell: Value, number: float) -> None:
    """A finite number of up to 15 digits is read as everyone sees it on the screen (R6.100)."""
    reading = read(cell, "公里")
    assert outcome(reading) == (number, None, "")
    assert (reading.sentence, reading.remedy, reading.given) == ("", "", True)
    assert math.copysign(1, reading.number or 0.0) == 1


@pytest.mark.parametrize(
    "cell", ["", " ", "\u3000", "\xa0\t\n", "\u200b", "\ufeff ", "\u2800"], ids=ascii
)
def test_a_cell_that_looks_empty_is_blank(cell: str) -> None:
    """White space of any kind is no figure, and nothing to talk about (R6.106)."""
    reading = read(cell, "户", whole=True)
    assert outcome(reading) == (None, None, "blank")
    assert reading.blank
    assert not reading.given


@pytest.mark.parametrize(("typed", "number", "code"), NOTED, ids=ascii)
def test_an_exact_figure_in_another_dress_is_read_with_a_note(
    typed: str, number: float, code: str
) -> None:
    """The value is the exact one, the text as typed and the value are both told (R6.101)."""
    reading = read(typed, "户")
    assert outcome(reading) == (number, NOTE, code)
    assert reading.typed == typed.strip()
    assert shown(number) in reading.sentence
    assert " ".join(typed.split()) in reading.sentence


@pytest.mark.parametrize(("typed", "number", "code"), DOUBTED, ids=ascii)
def test_an_uncertain_figure_is_read_and_must_be_verified(
    typed: str, number: float, code: str
) -> None:
    """About 1200 is merged as 1200, and the officer is told (R6.102)."""
    reading = read(typed, "户", whole=True)
    assert outcome(reading) == (number, VERIFY, code)
    assert typed in reading.sentence
    assert reading.remedy


@pytest.mark.parametrize("typed", NOT_GIVEN, ids=ascii)
def test_a_word_for_nothing_is_not_given_and_never_zero(typed: str) -> None:
    """Only a typed 0 is zero; the remedy says so (R6.103)."""
    reading = read(typed, "户", whole=True)
    assert outcome(reading) == (None, VERIFY, "not_given")
    assert not reading.given
    assert "填 0" in reading.remedy


@pytest.mark.parametrize(("typed", "code"), HELD, ids=ascii)
def test_what_is_no_single_figure_is_held_out_and_quoted(typed: str, code: str) -> None:
    """Nothing is guessed: no value, the text quoted, a remedy (R6.104)."""
    reading = read(typed, "户", whole=True)
    assert outcome(reading) == (None, RETURN, code)
    assert " ".join(typed.split())[:50] in reading.sentence
    assert reading.remedy


@pytest.mark.parametrize(("cell", "code"), STRANGE, ids=repr)
def test_a_cell_that_holds_something_else_is_held_out(cell: Value, code: str) -> None:
    """Logical values, dates, NaN, infinities, negatives and overlong numbers are no figures.

    (R6.104)
    """
    assert outcome(read(cell, "户", whole=True)) == (None, RETURN, code)


@pytest.mark.parametrize(("typed", "measure", "number"), MEASURES, ids=ascii)
def test_only_the_measure_asked_for_may_follow_the_figure(
    typed: str, measure: str, number: float | None
) -> None:
    """万 belongs to the figure or to the measure; where that is open, the figure is held out.

    (R6.104)
    """
    reading = read(typed, measure)
    assert reading.number == number
    assert (reading.severity is RETURN) == (number is None)


def test_another_measure_is_named_beside_the_one_asked_for() -> None:
    """The unit reads both measures in the sentence."""
    reading = read("1200人", "户")
    assert reading.sentence == "填写的是“1200人”，数字后写的是“人”，要求的计量单位是“户”"
    assert reading.remedy == "请换算成以“户”为单位，只填数字"


@pytest.mark.parametrize(
    ("typed", "number", "severity"),
    [
        ("1200人", 1200, VERIFY),
        ("一千二百人次", 1200, VERIFY),
        ("1.2万人", 12000, VERIFY),
        ("1200公里", None, RETURN),
        ("12万元", None, RETURN),
        ("95%", None, RETURN),
        ("1200/1500", None, RETURN),
    ],
    ids=ascii,
)
def test_where_no_measure_is_known_a_counting_word_must_be_verified(
    typed: str, number: float | None, severity: Severity
) -> None:
    """分子 and 分母 have no measure of their own; a percentage there is held out (R6.102)."""
    reading = read(typed, whole=True)
    assert (reading.number, reading.severity) == (number, severity)


def test_a_whole_that_a_formula_left_a_hair_short_is_whole() -> None:
    """1199.9999999999998 is 1200 on every screen."""
    assert outcome(read(1199.9999999999998, "户", whole=True)) == (1200.0, None, "")


def test_the_logical_true_is_never_the_remembered_one() -> None:
    """True equals 1 in Python; reading one must not answer for the other."""
    assert read(1.0, "户").number == 1
    assert outcome(read(True, "户")) == (None, RETURN, "logical")  # noqa: FBT003 - a cell's value
    assert read(1.0, "户").number == 1


def test_one_text_is_read_anew_for_each_measure_and_rule() -> None:
    """What is remembered of a text never answers for another measure, or for wholes."""
    assert read("12.5户", "户").number == 12.5
    assert read("12.5户", "户", whole=True).code == "not_whole"
    assert read("12.5户", "公里").code == "measure"


def test_a_long_text_is_cut_in_the_sentence_and_kept_in_typed() -> None:
    """A sentence quotes up to 60 characters on one line."""
    typed = "第一行\n" + "已完成改造" * 40
    reading = read(typed, "户")
    assert reading.typed == typed
    assert reading.code == "words"
    assert "\n" not in reading.sentence
    assert "…”" in reading.sentence
    assert len(reading.sentence) < 80


def test_braces_in_a_text_are_only_text() -> None:
    """A text cannot reach into the sentence that quotes it."""
    assert "“{typed}{0}”" in read("{typed}{0}", "{measure}").sentence


def test_a_day_is_quoted_without_its_midnight() -> None:
    """A date cell is shown as the day people see."""
    cell = datetime(2024, 5, 1)  # noqa: DTZ001 - a cell has no time zone
    assert "“2024-05-01”" in read(cell, "户").sentence


@pytest.mark.parametrize(
    ("number", "fraction", "text"),
    [
        (0.1 + 0.2, Fraction(3, 10), "0.3"),
        (1200.0, Fraction(1200), "1200"),
        (12.5, Fraction(25, 2), "12.5"),
        (-0.0, Fraction(0), "0"),
        (1e15, Fraction(10**15), "1000000000000000"),
        (123456789012345.0, Fraction(123456789012345), "123456789012345"),
        (1e-7, Fraction(1, 10**7), "0.0000001"),
        (-12.5, Fraction(-25, 2), "-12.5"),
    ],
    ids=str,
)
def test_a_number_is_the_decimal_that_a_reader_sees(
    number: float, fraction: Fraction, text: str
) -> None:
    """Arithmetic and display share the 15 digits of a spreadsheet."""
    assert exact(number) == fraction
    assert shown(number) == text


def spoken(number: int) -> str:
    """A whole number below 10^8 in Chinese, spelled independently of the code under test."""
    digits, out, gap = f"{number:08d}", "", False
    for place, digit in zip("千百十万千百十个", digits, strict=True):
        if digit != "0":
            out += ("零" if gap and out else "") + "零一二三四五六七八九"[int(digit)]
            out += "" if place in "万个" else place
        gap = digit == "0"
        if place == "万" and out:
            out, gap = out + "万", digits[4] == "0"
    return out.removeprefix("一") if out.startswith("一十") else out


def test_every_dress_of_a_random_figure_gives_the_exact_figure() -> None:
    """Two thousand figures, each in nine spellings, come back as they were."""
    chance = random.Random(20240528)  # noqa: S311 - only to vary the figures
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    for _ in range(2000):
        n = chance.randrange(1, 10 ** chance.randint(1, 8))
        figure = f"{n / 10000:.4f}".rstrip("0").rstrip(".")
        dressed = (
            *(f"{n}", f" {n} ", f"{n:,}", f"{n:,}".translate(wide), f"{n}户", f"+{n}"),
            *(f"{figure}万", f"{figure}万户", f"{n:.2f}"),
        )
        for text in dressed:
            reading = read(text, "户", whole=True)
            assert (reading.number, reading.severity) == (n, NOTE), text
        for text in (f"约{n}", f"{n}余户", f"{n}左右"):
            assert outcome(read(text, "户", whole=True)) == (n, VERIFY, "approximate"), text


def test_a_random_chinese_numeral_gives_the_exact_figure_or_is_held_out() -> None:
    """A canonical numeral is read; a spelling that leaves any doubt never becomes another value."""
    chance = random.Random(28)  # noqa: S311 - only to vary the figures
    read_at_all = 0
    for _ in range(1500):
        n = chance.randrange(2, 10 ** chance.randint(1, 8)) if chance.random() < 0.9 else 10**6
        reading = read(f"{spoken(n)}户", "户", whole=True)
        assert reading.number in {n, None}, spoken(n)
        read_at_all += reading.given
    assert read_at_all > 1400


def test_random_rubbish_is_always_a_figure_or_a_finding() -> None:
    """Never silence: a text without a value has a severity, a sentence and a remedy (R6.100)."""
    chance = random.Random(5)  # noqa: S311 - only to vary the texts
    alphabet = "0123456789.,，-+/%户人万亿千百十约余多左右一二两零点年月日 ()#eE：~至成无"
    for _ in range(5000):
        text = "".join(chance.choices(alphabet, k=chance.randint(1, 9)))
        reading = read(text, "户", whole=True)
        if reading.blank:
            assert not text.strip()
        else:
            assert reading.severity is not None
            assert reading.sentence
            assert reading.remedy
            assert reading.given or reading.severity is not NOTE


@pytest.mark.parametrize(
    "text",
    [
        "0" * 60,
        "0-" * 30,
        "0+" * 30,
        "万" * 60,
        "约" * 60,
        "0至" * 30,
        "点" * 30000,
        " " * 32000 + "x",
    ],
    ids=lambda text: text[:4],
)
def test_no_text_costs_time(text: str) -> None:
    """The worst text a cell can hold is refused at once, with room for a busy machine."""
    start = clock.perf_counter()
    read(text, "户", whole=True)
    assert clock.perf_counter() - start < 0.5
