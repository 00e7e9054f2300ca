"""Foreign text as it may be shown: in cells, as a name, on the screen, joined and cut."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from kit import returns, sample
from kit.sample import COUNT, HEALTH, QIXIAN, ROADS, SCHOOLS

from ducha.cells import Cells
from ducha.findings import Problem, Severity
from ducha.ledger.year.decisions import Override
from ducha.standing.words.findings import finding_table
from ducha.standing.words.items import item_table
from ducha.standing.words.returns import reporting_table
from ducha.texts import (
    brief,
    clean,
    display_width,
    excel_length,
    join_labelled,
    one_line,
    shown_apart,
    shown_name,
    shown_names,
)
from ducha.workflow.outbox.parcels import file_stem
from ducha.workflow.workspace import Outcome

MARK = "\ufffd"

# What becomes of a character: in a text, and in a name.

CHARACTERS = [
    ("NUL", "\x00", MARK, MARK),
    ("bell", "\x07", MARK, MARK),
    ("ESC, which drives a terminal", "\x1b", MARK, MARK),
    ("DEL", "\x7f", MARK, MARK),
    ("CSI, ESC [ in one", "\x9b", MARK, MARK),
    ("half a character", "\ud800", MARK, MARK),
    ("no character", "\uffff", MARK, MARK),
    ("right-to-left override", "\u202e", MARK, MARK),
    ("right-to-left isolate", "\u2067", MARK, MARK),
    ("left-to-right mark", "\u200e", MARK, MARK),
    ("Arabic letter mark", "\u061c", MARK, MARK),
    ("annotation", "\ufff9", MARK, MARK),
    ("tag", "\U000e0041", MARK, MARK),
    ("carriage return", "\r", "\n", MARK),
    ("line separator", "\u2028", "\n", MARK),
    ("paragraph separator", "\u2029", "\n", MARK),
    ("line break", "\n", "\n", MARK),
    ("tab", "\t", "\t", MARK),
    ("zero-width space", "\u200b", "\u200b", MARK),
    ("byte order mark", "\ufeff", "\ufeff", MARK),
    ("soft hyphen", "\u00ad", "\u00ad", MARK),
    ("joiner", "\u200d", "\u200d", MARK),
    ("no-break space", "\u00a0", "\u00a0", "\u00a0"),
    ("ideographic space", "\u3000", "\u3000", "\u3000"),
    ("a rare character", "𠮷", "𠮷", "𠮷"),
    ("a private one of old GBK", "\ue863", "\ue863", "\ue863"),
    ("emoji", "👍🏻", "👍🏻", "👍🏻"),
]


@pytest.mark.parametrize(
    ("character", "text", "name"),
    [row[1:] for row in CHARACTERS],
    ids=[row[0] for row in CHARACTERS],
)
def test_what_acts_or_turns_a_line_round_is_marked(character: str, text: str, name: str) -> None:
    """What honest Chinese texts use stays; in a name nothing stays that cannot be seen."""
    assert clean(f"甲{character}乙") == f"甲{text}乙"
    assert shown_name(f"甲{character}乙") == f"甲{name}乙"


def test_emoji_that_are_joined_stay_joined() -> None:
    """Also in a name; the joiner between other letters would make two names look alike."""
    assert shown_name("👨‍👩‍👧月报❤️‍🔥.xlsx") == "👨‍👩‍👧月报❤️‍🔥.xlsx"


def test_a_text_for_the_screen_stands_on_one_line() -> None:
    """Nobody can make up a line of ours."""
    assert one_line("甲\r\n已全部报送\t\x1b[2J乙\u2028丙") == f"甲 已全部报送 {MARK}[2J乙 丙"


def test_a_name_that_is_too_long_loses_its_middle() -> None:
    """Beginning and end stay, and two that differ in the middle only are told apart."""
    east, west = ("甲" * 150 + middle + "乙" * 150 + ".xlsx" for middle in "东西")
    shown = shown_name(east)
    assert re.fullmatch(r"甲{120}……（略86字，[0-9a-f]{8}）……乙{95}\.xlsx", shown)
    assert shown != shown_name(west)
    assert shown_name("名" * 255) == "名" * 255


def test_names_that_would_look_alike_are_told_apart() -> None:
    """By a number; all other names stay as they are."""
    first, second, third = shown_names(["a\x07.xlsx", "a\x08.xlsx", "b.xlsx"])
    assert re.fullmatch(r"a\ufffd\.xlsx#[0-9a-f]{8}", first)
    assert (first, third) == (shown_apart("a\x07.xlsx"), "b.xlsx")
    assert first != second


def test_a_quotation_is_short() -> None:
    """Its beginning, and how long it is."""
    assert brief("短") == "短"
    assert brief("长" * 40_000) == "长" * 200 + "……（共40000字）"
    assert brief("一二三四", 2) == "一二……（共4字）"


@pytest.mark.parametrize(
    ("texts", "most", "expected"),
    [
        (("短", "也短"), 100, "甲短\n乙也短"),
        # 40 in all, 2 for the labels and 2 for the breaks leave 36, 18 each: the first needs 4,
        # so that the second may have 32, of which 2 are the mark.
        (("一二三四", "长" * 50), 40, "甲一二三四\n乙" + "长" * 30 + "略略"),
        (("长" * 50, "久" * 50), 40, "甲" + "长" * 16 + "略略\n乙" + "久" * 16 + "略略"),
        # A rare character counts as two: 16 places hold 8 of them.
        (("😀" * 25, "久" * 50), 40, "甲" + "😀" * 8 + "略略\n乙" + "久" * 16 + "略略"),
    ],
)
def test_texts_that_share_a_cell_are_cut_alike(
    texts: tuple[str, str], most: int, expected: str
) -> None:
    """The short ones stay whole, the long ones end in the mark."""
    joined = join_labelled([("甲", texts[0]), ("乙", texts[1])], "略略", most)
    assert joined == expected
    assert excel_length(joined) <= most


# What a person reads of what was typed.


def test_a_text_over_the_limit_is_told_with_its_place() -> None:
    """In the report it is cut, and the finding says where the whole of it is (R6.94)."""
    words = "| 编码 | 存在问题 | 工作建议 |\n| 三.2 | 甲 | 乙 |"
    sent = returns.arrival(QIXIAN, f"| {COUNT.code} | {QIXIAN} | 5 | | |", words)
    year = returns.merged(sample.ledger(), replace(sent, cells=swapped(sent.cells, "长")))
    (note,) = [finding for finding in year.findings if finding.code == "文字过长"]
    assert note.severity is Severity.NOTE
    assert (note.place.sheet, note.place.address) == ("情况说明", "B2")
    assert note.sentence == (
        "这一格有40000字，超过 Excel 一格能放的32767字，"
        "汇总表和退回件里只显示前面部分，后面截断；全文在原报送文件里"
    )
    (row,) = [r for r in returns.records(finding_table(year.findings)) if r["代码"] == "文字过长"]
    assert row["原值"] == "长" * 200 + "……（共40000字）"
    short = returns.merged(sample.ledger(), sent)
    assert "文字过长" not in {finding.code for finding in short.findings}


def swapped(cells: Cells | None, letter: str) -> Cells:
    """The same return with 40,000 letters in place of 甲."""
    assert cells is not None
    pages = [
        replace(
            page,
            rows=tuple(
                tuple(letter * 40_000 if cell == "甲" else cell for cell in row)
                for row in page.rows
            ),
        )
        for page in cells.sheets
    ]
    return replace(cells, sheets=tuple(pages))


def test_a_joint_text_over_the_limit_says_where_the_whole_is() -> None:
    """Every lead has its say in 事项进展, and 情况明细 has all of it."""
    joint = replace(COUNT, leads=(HEALTH, ROADS, SCHOOLS))
    book = sample.ledger(indicators=(joint,))
    sent = [
        returns.arrival(
            unit,
            f"| {COUNT.code} | {QIXIAN} | 5 | | |",
            f"| 编码 | 工作进展情况 | 存在问题 |\n| 三.2 | {words} | 无 |",
        )
        for unit, words in ((HEALTH, "短"), (ROADS, "久" * 30_000), (SCHOOLS, "长" * 30_000))
    ]
    year = returns.merged(book, *sent)
    (row,) = returns.records(item_table(year.table))
    text = row["工作进展情况"]
    assert isinstance(text, str)
    assert excel_length(text) <= 32_767
    first, second, third = text.split("\n")
    assert first == f"【{HEALTH}】短"
    assert re.fullmatch(rf"【{ROADS}】久{{16000,}}……（过长，全文见〔情况明细〕）", second)
    assert re.fullmatch(rf"【{SCHOOLS}】长{{16000,}}……（过长，全文见〔情况明细〕）", third)


@pytest.mark.parametrize(
    ("files", "lines", "last"),
    [
        (49, 49, "49.xlsx"),
        (50, 50, "50.xlsx"),
        (51, 51, "另有1个，见〔文件清单〕"),
        (52, 51, "另有2个，见〔文件清单〕"),
    ],
)
def test_a_unit_with_very_many_files_names_the_first(files: int, lines: int, last: str) -> None:
    """Fifty; the rest stand in 文件清单."""
    state = replace(
        returns.answer(QIXIAN), files=tuple(f"{number}.xlsx" for number in range(1, files + 1))
    )
    (row,) = returns.records(reporting_table([state]))
    names = str(row["文件"]).split("\n")
    assert (names[:50], len(names), names[-1]) == ([*state.files[:50]], lines, last)


def test_a_decision_may_name_a_file_as_the_list_shows_it() -> None:
    """The clerk copies the name from 文件清单, where a character is marked or a middle left out."""
    figures = f"| {COUNT.code} | {QIXIAN} | 5 | | |"
    for file in ("五月/a\x1b.xlsx", "长" * 300 + ".xlsx"):
        sent = returns.arrival(QIXIAN, figures)
        sent = replace(sent, source=replace(sent.source, file=file))
        for name in {shown_name(file), shown_name(file).rpartition("/")[2], shown_apart(file)}:
            override = Override(
                file=name,
                unit="",
                period="",
                code="",
                county="",
                field="",
                action="排除",
                value="",
                reason="重复",
                officer="张三",
                day="2024-06-01",
            )
            year = returns.merged(sample.ledger(overrides=(override,)), sent)
            assert returns.verdicts(year) == {file: "已排除"}


# The screen, and names of files.


def test_nothing_in_a_name_acts_on_the_screen() -> None:
    """Whatever the program says goes through one of these two."""
    assert Outcome(("甲\x1b[2J\n乙",)).lines == (f"甲{MARK}[2J 乙",)
    assert Problem("甲\u202e乙").messages == (f"甲{MARK}乙",)
    assert str(Problem("甲\x07", "乙")) == f"甲{MARK}\n乙"


@pytest.mark.parametrize(
    ("unit", "stem"),
    [
        ("市教体局", "市教体局_五月"),
        ('a/b\\c:d*e?f"g<h>i|j k', "a_b_c_d_e_f_g_h_i_j_k_五月"),
        ("a\x00b\x1bc\u202ed\ne", "a_b_c_d_e_五月"),
        ("..", ".._五月"),
    ],
)
def test_a_units_name_becomes_the_name_of_a_file(unit: str, stem: str) -> None:
    """On any system, and without what acts."""
    assert file_stem(unit, "五月") == stem


def test_a_very_long_name_still_makes_the_name_of_a_file() -> None:
    """Two of them differ."""
    east, west = (file_stem("长" * 300 + end, "五月") for end in "东西")
    assert east != west
    assert len(f"{east}.xlsx".encode()) < 200


# How wide a line looks.


@pytest.mark.parametrize(
    ("line", "width"),
    [
        ("", 0),
        ("merge --final", 13),
        ("台账", 4),
        ("３，", 4),  # full-width
        ("ｱ", 1),  # half-width
        ("“≥5”…★", 11),  # ambiguous: wide in a Chinese font, but for the 5
        ("é\u3400\U00020000😀", 8),  # the accented letter is ambiguous too; the others are wide
    ],
)
def test_a_chinese_character_is_as_wide_as_two_latin_ones(line: str, width: int) -> None:
    """For the screen, the widths of columns and the heights of rows alike."""
    assert display_width(line) == width


def test_a_tight_count_takes_signs_of_ambiguous_width_for_narrow() -> None:
    """What is Chinese or full-width stays wide."""
    assert display_width("“台账≥５”…★", tight=True) == 11
