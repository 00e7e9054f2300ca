"""Numbers as people type them, whatever they type: one figure in another dress is the same one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ducha.findings import Severity
from ducha.values.numerals import MARKS
from ducha.values.reading import Reading, exact, read, shown

WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
WIDTHLESS = "\u200b\u2060\ufeff\u00ad"
MEASURES = ("户", "个", "公里", "人次", "平方米", "%", "元/人")

whole_numbers = st.integers(0, 10**9)
figures = st.decimals(0, 10**7, places=4).map(lambda figure: f"{figure:f}")
typed = st.text("0123456789.,-+/%户人万亿千百十约余多左右一二两零点年月 ()#eE:~至成无", max_size=12)
"""What might stand in a cell: most of it is no number."""
worded = st.text("0123456789.,户约余多左右共近 +'", max_size=12)
"""The same without Chinese numerals and scales, so that all digits are plain ones."""
numerals = st.text(MARKS, min_size=1, max_size=7)


def outcome(reading: Reading) -> tuple[float | None, Severity | None]:
    """The figure and how grave it is."""
    return reading.number, reading.severity


@given(typed, st.sampled_from(MEASURES), st.booleans())
def test_full_width_is_half_width(text: str, measure: str, whole: bool) -> None:  # noqa: FBT001 - drawn
    """Letters, digits and signs of twice the width say the same."""
    wide = read(text.translate(WIDE), measure, whole=whole)
    assert outcome(wide) == outcome(read(text, measure, whole=whole))


@given(typed, st.sampled_from((" ", "\u3000", "\xa0", "\t", "\n", "\u200b")))
def test_blanks_around_a_text_say_nothing(text: str, blank: str) -> None:
    """Whatever kind of blank, on either side."""
    assert outcome(read(f"{blank}{text}{blank}", "户")) == outcome(read(text, "户"))


@given(typed, st.sampled_from(WIDTHLESS), st.integers(0, 12))
def test_what_has_no_width_says_nothing(text: str, letter: str, at: int) -> None:
    """Nobody can see it, wherever it stands."""
    assert outcome(read(text[:at] + letter + text[at:], "户")) == outcome(read(text, "户"))


@given(worded)
def test_a_figure_is_what_its_digits_spell(text: str) -> None:
    """No number is invented: without a scale no other one is read than the digits in a row."""
    reading = read(text, "户")
    if reading.number is not None:
        digits = "".join(letter for letter in text if letter in "0123456789.")
        assert Decimal(digits) == Decimal(shown(reading.number))


@given(typed, st.sampled_from(MEASURES), st.booleans())
def test_a_reading_gives_a_figure_or_says_why_not(text: str, measure: str, whole: bool) -> None:  # noqa: FBT001 - drawn
    """A figure is finite, not negative and fits; what is held out has a sentence and a remedy."""
    reading = read(text, measure, whole=whole)
    if reading.number is None:
        assert reading.blank or (reading.severity and reading.sentence and reading.remedy)
    else:
        assert 0 <= reading.number < 10**15
        assert reading.severity is not Severity.RETURN
        assert not whole or reading.number.is_integer()


@given(whole_numbers)
def test_separators_of_thousands_change_nothing(number: int) -> None:
    """1,234,567 is 1234567, with full-width commas too."""
    for text in (f"{number:,}", f"{number:,}".replace(",", "，"), f"{number:,}.00"):
        assert read(text, "户", whole=True).number == number


@given(st.from_regex(r"[0-9]{1,6}([,，][0-9]{1,4}){1,3}", fullmatch=True))
def test_separators_anywhere_else_are_refused(text: str) -> None:
    """Digits with commas are read as grouped by three, or not at all."""
    plain = text.replace("，", ",")
    digits = plain.replace(",", "")
    right = plain == f"{int(digits):,}" and len(digits) <= 15
    assert read(text, "户").number == (int(digits) if right else None)


@given(figures)
def test_wan_is_ten_thousand_and_yi_ten_thousand_of_them(figure: str) -> None:
    """To the last digit: 0.0003万 is 3."""
    for text, times in ((f"{figure}万", 10**4), (f"{figure}亿", 10**8), (f"{figure} 千", 1000)):
        number = read(text, "元").number
        assert number is None or exact(number) == Fraction(figure) * times
        assert number is not None or Decimal(figure) * times >= 10**15
    assert read(f"{figure}万", "元").number == read(f"{figure}万元", "元").number


@given(figures, st.sampled_from(("", "户", "千", "万")))
def test_where_wholes_are_asked_no_fraction_is_read(figure: str, tail: str) -> None:
    """And every whole one, though it was written with a point: 1.2万户."""
    any_number = read(f"{figure}{tail}", "户").number
    whole = read(f"{figure}{tail}", "户", whole=True).number
    assert any_number is not None
    assert whole == (any_number if any_number.is_integer() else None)


@given(whole_numbers, st.sampled_from((" ", "\u3000", "\xa0", "\n", "  ")), whole_numbers)
def test_digits_with_a_blank_between_are_no_number(first: int, blank: str, second: int) -> None:
    """They may be two."""
    assert read(f"{first}{blank}{second}", "户").number is None


@given(numerals)
def test_wan_behind_a_numeral_makes_it_ten_thousand_times_as_much(numeral: str) -> None:
    """Or leaves it unread: 一百 and 一百万, 一点五 and 一点五万, and no third thing."""
    small, large = read(f"{numeral}户", "户").number, read(f"{numeral}万户", "户").number
    if small is not None and large is not None:
        assert large == small * 10_000


@given(numerals)
def test_a_numeral_is_the_same_in_capitals(numeral: str) -> None:
    """壹佰 is 一百: the figures of cheques."""
    capitals = numeral.translate(
        str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
    )
    assert outcome(read(f"{capitals}户", "户")) == outcome(read(f"{numeral}户", "户"))


@given(figures, st.sampled_from(MEASURES[:5]))
def test_the_measure_asked_for_changes_nothing_and_another_one_holds(
    figure: str, measure: str
) -> None:
    """12户 is 12 where 户 are asked; where 亩 are asked it is none."""
    assert read(f"{figure}{measure}", measure).number == read(figure, measure).number
    assert read(f"{figure}{measure}", "亩").number is None


@given(st.floats(0, 1e15, exclude_max=True))
def test_a_number_cell_is_read_as_it_is_seen(number: float) -> None:
    """Fifteen digits; typed in as text what is seen gives the very same figure."""
    reading = read(number, "户")
    assert reading.number is not None
    assert abs(Fraction(reading.number) - Fraction(number)) <= Fraction(number) / 10**14
    text = shown(reading.number)
    assert "e" not in text
    # A fraction of more digits than are seen is held out as text, and no other figure is read.
    assert read(text, "户").number in {reading.number, None}
