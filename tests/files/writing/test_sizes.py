"""Rows high enough for their texts, by one measure for every workbook."""

from __future__ import annotations

import pytest

from ducha.files.writing.form import styles as form
from ducha.files.writing.report import styles as report
from ducha.files.writing.sizes import height, lines


@pytest.mark.parametrize(
    ("text", "room", "number"),
    [
        ("", 8.0, 1),
        ("四个汉字", 8.0, 1),
        ("四个汉字", 7.9, 2),
        ("12345678", 8.0, 1),
        ("“四”≥", 8.0, 1),  # four signs, wide in a Chinese font
        ("“四”≥", 7.0, 2),
        ("一\n二\n\n四", 8.0, 4),
        ("一二三四五", 7.0, 2),  # half a character is no room for one
        ("一二三，四", 7.0, 2),  # 三 goes with the mark behind it
        ("一二2024年", 6.5, 2),  # a figure is not parted
        ("123456789", 4.0, 3),  # but where it has no line to itself
        ("四个汉字", 0.0, 8),  # in a column without room each half takes a line
    ],
)
def test_a_text_breaks_into_lines(text: str, room: float, number: int) -> None:
    """Chinese characters take two columns; every line of its own takes at least one."""
    assert lines(text, room) == number


def test_a_row_of_a_plain_table_is_as_high_as_its_longest_text() -> None:
    """16 points a line and 3 around them, 405 at the most; a line loses one column."""
    assert height([]) == 19.0
    assert height([("四个汉字", 9.0)]) == 19.0
    assert height([("四个汉字", 8.0), ("x", 3.0)]) == 35.0
    assert height([("一\n二\n三", 9.0)]) == 51.0
    assert height([("长" * 5000, 9.0)]) == 405.0


def test_a_row_of_the_report() -> None:
    """16 points for a line; else 15 a line and 4 around them, a broken line loses 0.3 columns.

    A column has room for 1.18 of our letters in each of its own: 8 in 6.8, 11.3 in 9.8.
    """
    assert report.row_height([]) == 16.0
    assert report.row_height([("四个汉字", 6.8)]) == 16.0
    assert report.row_height([("四个汉字", 6.7), ("x", 3.0)]) == 34.0
    assert report.row_height([("“四个汉”", 6.8)]) == 16.0
    assert report.row_height([("一二三四五六七八九十", 9.8)]) == 34.0
    assert report.row_height([("一\n二\n三", 9.0)]) == 49.0
    assert report.row_height([("长" * 5000, 9.5)]) == 400.0


def test_a_row_of_a_form() -> None:
    """1.34 of the font size a line and 6 around them; the least is the caller's."""
    assert form.height([], 26) == 26
    assert form.height([("四个汉字", 9.9, 11)], 0) == pytest.approx(14.74 + 6)
    assert form.height([("五个汉字呢", 9.9, 11)], 0) == pytest.approx(2 * 14.74 + 6)
    # 9 points: 9.9 columns hold 12.1 half-width characters, so six Chinese ones.
    assert form.height([("六个汉字在此", 9.9, 9)], 0) == pytest.approx(12.06 + 6)
    assert form.height([("六个汉字在此", 9.9, 9), ("一\n二", 20, 11)], 24) == pytest.approx(35.48)
    assert form.height([("长" * 5000, 9.9, 11)], 26) == 409.0
