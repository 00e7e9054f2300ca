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
    ("1200", 1200, "文本数字"),
    ("0", 0, "文本数字"),
    (" 1200 ", 1200, "文本数字"),
    ("\t1200\n", 1200, "文本数字"),
    ("'1200", 1200, "文本数字"),
    ("+1200", 1200, "文本数字"),
    ("1200.00", 1200, "文本数字"),
    (".5", 0.5, "文本数字"),
    ("12.5", 12.5, "文本数字"),
    ("999999999999999", 999999999999999, "文本数字"),
    ("1200.000000000000000000", 1200, "文本数字"),
    ("１２００", 1200, "全角数字"),
    ("＋１２００", 1200, "全角数字"),
    ("１２．５", 12.5, "全角数字"),
    ("\u30001200\xa0", 1200, "文本数字"),
    ("1\u200b200", 1200, "全角数字"),
    ("\u202a1200\u202c", 1200, "全角数字"),
    ("1,200", 1200, "千分位"),
    ("1，200", 1200, "千分位"),
    ("12,345,678", 12345678, "千分位"),
    ("1,200.5", 1200.5, "千分位"),
    ("1200户", 1200, "带单位"),
    ("1200 户", 1200, "带单位"),
    ("１２００户", 1200, "带单位"),
    ("1,200户", 1200, "带单位"),
    ("1200（户）", 1200, "带单位"),
    ("0户", 0, "带单位"),
    ("1.2万", 12000, "带万亿"),
    ("1.2 万", 12000, "带万亿"),
    ("1.2萬", 12000, "带万亿"),
    ("1.2万户", 12000, "带万亿"),
    ("1.23456万", 12345.6, "带万亿"),
    ("3.5亿", 350000000, "带万亿"),
    ("3千万", 30000000, "带万亿"),
    ("5百户", 500, "带万亿"),
    ("1,200万", 12000000, "带万亿"),
    ("1万亿", 1000000000000, "带万亿"),
    ("一千二百", 1200, "中文数字"),
    ("两千零五十", 2050, "中文数字"),
    ("二千〇五十", 2050, "中文数字"),
    ("两千两百户", 2200, "中文数字"),
    ("二十万零三", 200003, "中文数字"),
    ("一百零五", 105, "中文数字"),
    ("一万零五百", 10500, "中文数字"),
    ("一万二千", 12000, "中文数字"),
    ("一亿五千万", 150000000, "中文数字"),
    ("十", 10, "中文数字"),
    ("一十二", 12, "中文数字"),
    ("一户", 1, "中文数字"),
    ("两户", 2, "中文数字"),
    ("零", 0, "中文数字"),
    ("壹仟贰佰", 1200, "中文数字"),
    ("兩萬", 20000, "中文数字"),
    ("一点五", 1.5, "中文数字"),
    ("一点五万", 15000, "中文数字"),
    ("三点五亿", 350000000, "中文数字"),
    ("1千2百", 1200, "中文数字"),
    ("1万2千", 12000, "中文数字"),
)

DOUBTED = (
    ("约1200", 1200, "约数"),
    ("大约1,200户", 1200, "约数"),
    ("1200左右", 1200, "约数"),
    ("1200户左右", 1200, "约数"),
    ("约1200户左右", 1200, "约数"),
    ("1200余", 1200, "约数"),
    ("1200余户", 1200, "约数"),
    ("近1200", 1200, "约数"),
    ("近一千二百", 1200, "约数"),
    ("1200多", 1200, "约数"),
    ("1200以上", 1200, "约数"),
    ("1200户以上", 1200, "约数"),
    ("超过1200", 1200, "约数"),
    ("不到1200", 1200, "约数"),
    ("≥1200", 1200, "约数"),
    ("～1200", 1200, "约数"),
    ("10余万户", 100000, "约数"),
    ("一百二十多万", 1200000, "约数"),
    ("共1200户", 1200, "夹带文字"),
    ("累计1200", 1200, "夹带文字"),
    ("0012", 12, "前导零"),
    ("00", 0, "前导零"),
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
    ("1200人", "单位不符"),
    ("1200户次", "单位不符"),
    ("1.2万人", "单位不符"),
    ("一千二百人", "单位不符"),
    ("1200平方米", "单位不符"),
    ("12w", "单位不符"),
    ("41020219800101123X", "单位不符"),
    ("1200+300", "算式"),
    ("1200＋300", "算式"),
    ("1200户+300户", "算式"),
    ("1200/1500", "算式"),
    ("3*400", "算式"),
    ("3×400", "算式"),
    ("3:1", "算式"),
    ("=1200", "算式"),
    ("95%", "百分数"),
    ("９５％", "百分数"),
    ("95.5%", "百分数"),
    ("5‰", "百分数"),
    ("百分之六十五", "百分数"),
    ("六成", "百分数"),
    ("2024-05-28", "日期"),
    ("2024/5/28", "日期"),
    ("2024.5.28", "日期"),
    ("2024年5月", "日期"),
    ("2024年5月28日", "日期"),
    ("5月28日", "日期"),
    ("12:30", "日期"),
    ("TRUE", "逻辑值"),
    ("false", "逻辑值"),
    ("nan", "不是数"),
    ("-inf", "不是数"),
    ("Infinity", "不是数"),
    ("1e5", "科学计数"),
    ("1.2E+05", "科学计数"),
    ("1e308", "科学计数"),
    ("#REF!", "错误值"),
    ("#N/A", "错误值"),
    ("#DIV/0!", "错误值"),
    ("#NAME?", "错误值"),
    ("#####", "错误值"),
    ("Err:502", "错误值"),
    ("410202198001011234", "位数过多"),
    ("1000000000000000", "位数过多"),
    ("0.1234567890123456789", "位数过多"),
    ("9999999万亿", "位数过多"),
    ("-5", "负数"),
    ("－5", "负数"),
    ("−5户", "负数"),
    ("—1200", "负数"),
    ("- 5", "负数"),
    ("负五", "负数"),
    ("12.5", "不是整数"),
    ("约12.5", "不是整数"),
    ("1.23456万", "不是整数"),
    ("一点五", "不是整数"),
    ("1,20", "分隔符"),
    ("12,00", "分隔符"),
    ("0,200", "分隔符"),
    ("1,2345", "分隔符"),
    ("1，2", "分隔符"),
    ("1200,", "分隔符"),
    ("1200.", "分隔符"),
    ("1.200,5", "分隔符"),
    ("1.2.3", "分隔符"),
    ("1_000", "分隔符"),
    ("1'200", "分隔符"),
    ("1 200", "夹空格"),
    ("1\u2009200", "夹空格"),
    ("12 00", "夹空格"),
    ("1, 200", "夹空格"),
    ("1200\n300", "夹空格"),
    ("二十 五", "夹空格"),
    ("10-20", "区间"),
    ("10~20", "区间"),
    ("10～20户", "区间"),
    ("10户至20户", "区间"),
    ("约10到20", "区间"),
    ("2024-05", "区间"),
    ("一千二", "含义不清"),
    ("一万二", "含义不清"),
    ("两百五", "含义不清"),
    ("一二零零", "含义不清"),
    ("二〇二四", "含义不清"),
    ("一万五百", "含义不清"),
    ("二十两", "含义不清"),
    ("一千零零五", "含义不清"),
    ("三百亿点八万", "含义不清"),
    ("廿", "含义不清"),
    ("半", "含义不清"),
    ("十几", "含义不清"),
    ("百余", "含义不清"),
    ("一", "含义不清"),
    ("〇", "含义不清"),
    ("1万2", "含义不清"),
    ("12万3千", "含义不清"),
    ("推进顺利", "文字"),
    ("已完成", "文字"),
    ("完成1200户", "文字"),
    ("本月120，累计1200", "文字"),
    ("1200（含续建300）", "文字"),
    ("(1200)", "文字"),
    ("1200+", "文字"),
    ("12²00", "文字"),
    ("①", "文字"),
    ("½", "文字"),
    ("١٢", "文字"),
    ("O", "文字"),
    ("l200", "文字"),
    ("￥1200", "文字"),
    ("\u202e1200", "文字"),
    ("户", "文字"),
    ("第3", "文字"),
    ("0" * 80, "文字"),
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
    (True, "逻辑值"),
    (False, "逻辑值"),
    (math.nan, "不是数"),
    (math.inf, "不是数"),
    (-math.inf, "不是数"),
    (-1.0, "负数"),
    (-1, "负数"),
    (-1e-9, "负数"),
    (1e15, "位数过多"),
    (1e308, "位数过多"),
    (10**18, "位数过多"),
    (410202198001011234.0, "位数过多"),
    (12.5, "不是整数"),
    (datetime(2024, 5, 1), "日期"),  # noqa: DTZ001 - a cell has no time zone
    (date(2024, 5, 1), "日期"),
    (time(12, 30), "日期"),
    (timedelta(hours=30), "日期"),
)


def outcome(reading: Reading) -> tuple[float | None, Severity | None, str]:
    """What a test compares."""
    return reading.number, reading.severity, code(reading)


def code(reading: Reading) -> str:
    """What the cell is told for; empty where nothing is said."""
    return reading.rule.code if reading.rule else ""


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
    assert outcome(reading) == (None, None, "")
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
    assert outcome(reading) == (None, VERIFY, "未给数")
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
    assert outcome(read(True, "户")) == (None, RETURN, "逻辑值")  # noqa: FBT003 - a cell's value
    assert read(1.0, "户").number == 1


def test_one_text_is_read_anew_for_each_measure_and_rule() -> None:
    """What is remembered of a text never answers for another measure, or for wholes."""
    assert read("12.5户", "户").number == 12.5
    assert code(read("12.5户", "户", whole=True)) == "不是整数"
    assert code(read("12.5户", "公里")) == "单位不符"


def test_a_long_text_is_cut_in_the_sentence_and_kept_in_typed() -> None:
    """A sentence quotes up to 60 characters on one line."""
    typed = "第一行\n" + "已完成改造" * 40
    reading = read(typed, "户")
    assert reading.typed == typed
    assert code(reading) == "文字"
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
            assert outcome(read(text, "户", whole=True)) == (n, VERIFY, "约数"), text


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
    """The worst text a cell can hold is refused in no time of the processor worth naming."""
    start = clock.process_time()
    read(text, "户", whole=True)
    assert clock.process_time() - start < 5
