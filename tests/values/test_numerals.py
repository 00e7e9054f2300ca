"""Numbers in Chinese: what is typed must be canonical, what is printed is read as it comes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ducha.values.numerals import read_numeral, read_ordinal, read_printed, scale_up, write_numeral

# a numeral, read where it was typed, read where it is printed
NUMERALS = (
    ("三千五百", Decimal(3500), 3500.0),
    ("两万五千", Decimal(25000), 25000.0),
    ("十二", Decimal(12), 12.0),
    ("一百零五", Decimal(105), 105.0),
    ("六十五点五", Decimal("65.5"), 65.5),
    ("1千2百", Decimal(1200), None),
    ("一千二", None, 1200.0),  # perhaps 1002: left to the person who typed it
    ("二〇二四", None, 2024.0),
    ("百", None, None),
    ("千万", None, None),
    ("千家", None, None),
)


@pytest.mark.parametrize(("text", "typed", "as_printed"), NUMERALS)
def test_typed_numerals_are_read_more_strictly_than_printed_ones(
    text: str, typed: Decimal | None, as_printed: float | None
) -> None:
    """A scale word alone (千万工程) is no number anywhere."""
    assert read_numeral(text) == typed
    assert read_printed(text) == as_printed


def test_scales_multiply_exactly() -> None:
    """6.8万 is 68000 and not 67999.99."""
    assert scale_up("6.8", "万") == Decimal(68000)
    assert scale_up("1.1", "亿") == Decimal(110_000_000)
    assert scale_up("3", "千万") == Decimal(30_000_000)
    assert scale_up("1,234.5", "") == Decimal("1234.5")


def test_marks_and_dates_are_read_in_either_writing() -> None:
    """12, 十二 and a year spelled digit by digit."""
    assert [read_ordinal(text) for text in ("12", "十二", "二〇二四", "二〇〇九", "件")] == [
        12,
        12,
        2024,
        2009,
        None,
    ]


def test_numbers_are_written_as_they_are_said() -> None:
    """No 一十, and 零 within."""
    assert [write_numeral(n) for n in (1, 10, 12, 20, 99, 105)] == [
        "一",
        "十",
        "十二",
        "二十",
        "九十九",
        "一百零五",
    ]
