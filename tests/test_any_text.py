"""Texts and names of any characters: what is shown cannot act, and is the same shown again."""

from __future__ import annotations

import re
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from ducha.files.inbox.archive import number_repeats
from ducha.texts import (
    LONGEST_NAME,
    MAX_TEXT,
    clean,
    clip,
    excel_length,
    join_labelled,
    one_line,
    shown_apart,
    shown_name,
    shown_names,
)
from ducha.workflow.outbox.parcels import file_stem

ACTING = (
    *"\x00\x07\x1b\x7f\x9b\r\n\t\u061c\u200b\u200d\u200e\u202e\u2028\u2067\ufeff\ufff9",
    *("\U000e0041", "\ud800"),
)
"""What drives a terminal, breaks or turns a line, or cannot be seen."""
letters = st.one_of(
    st.sampled_from(ACTING),
    st.sampled_from(ACTING),
    st.sampled_from("甲乙a1./\\:*?"),
    st.characters(),
)
texts = st.integers(0, 40).flatmap(
    # Not st.text: it draws from one set of letters, in which those that matter are lost.
    lambda long: st.lists(letters, min_size=long, max_size=long).map("".join)
)
long_texts = st.builds(lambda text, times: text * times, texts, st.sampled_from((1, 10, 2000)))
names = st.builds(lambda text, times: text * times, texts, st.sampled_from((1, 10)))


def acting(text: str, allowed: str = "") -> list[str]:
    """Control characters, halves of characters, and what turns a line round."""
    turning = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    return [
        letter
        for letter in text
        if letter not in allowed and (category(letter) in {"Cc", "Cs"} or turning.match(letter))
    ]


def honest(text: str) -> list[str]:
    """What can be seen of it, but for the sign that stands where something was taken out."""
    return [letter for letter in text if letter.isprintable() and letter != "\ufffd"]


@given(long_texts)
def test_a_clean_text_holds_nothing_that_acts(text: str) -> None:
    """Breaks and tabs stay; it fits a cell, and cleaned again it is the same."""
    shown = clean(text)
    assert acting(shown, "\n\t") == []
    assert excel_length(shown) <= MAX_TEXT
    assert clean(shown) == shown


@given(texts)
def test_what_is_printable_stays_as_it_is(text: str) -> None:
    """Nothing is taken from an honest text, and only what acts from another one."""
    assert honest(clean(text)) == honest(text)


@given(long_texts)
def test_a_line_stays_one_line(text: str) -> None:
    """On a screen nobody can make up a second one."""
    shown = one_line(text)
    assert acting(shown) == []
    assert len(shown.splitlines()) <= 1
    assert one_line(shown) == shown


@given(names)
def test_a_name_is_one_short_line_that_can_be_seen(text: str) -> None:
    """Also a very long one, and shown again it is the same."""
    shown = shown_name(text)
    assert acting(shown) == []
    assert len(shown) <= LONGEST_NAME
    assert shown_name(shown) == shown


@given(st.lists(st.text("a\x07\x08\u200b", max_size=3) | texts, unique=True, max_size=8))
def test_two_names_never_look_alike(given_names: list[str]) -> None:
    """Where they would, each has a number of its own."""
    shown = shown_names(given_names)
    assert len(set(shown)) == len(given_names)
    assert all(
        seen in {shown_name(name), shown_apart(name)}
        for seen, name in zip(shown, given_names, strict=True)
    )


@given(st.lists(st.sampled_from(("a", "b", "a#2", "a#3", "b#2")), max_size=12))
def test_files_of_one_name_are_numbered(given_names: list[str]) -> None:
    """Each is unique, the first keeps its name, and nothing else is changed."""
    found = number_repeats(given_names)
    assert len(set(found)) == len(found)
    for at, (name, unique) in enumerate(zip(given_names, found, strict=True)):
        assert re.fullmatch(rf"{re.escape(name)}(#\d+)?", unique)
        assert name in given_names[:at] or unique == name


@given(names, st.integers(2, 80))
def test_what_is_cut_fits_and_is_a_beginning(text: str, most: int) -> None:
    """Counted as Excel counts, and no character is torn in two."""
    whole = clean(text)
    cut = clip(whole, most, "……")
    assert excel_length(cut) <= most
    assert cut == whole or (cut.endswith("……") and whole.startswith(cut.removesuffix("……")))
    assert acting(cut, "\n\t") == []


@given(st.lists(names, min_size=1, max_size=4), st.integers(40, 200))
def test_texts_that_share_a_cell_fit_it(parts: list[str], most: int) -> None:
    """Every label is there."""
    found = join_labelled([(f"【{at}】", text) for at, text in enumerate(parts)], "……", most)
    assert excel_length(found) <= most
    assert all(f"【{at}】" in found for at in range(len(parts)))


@given(names)
def test_any_unit_gives_a_name_of_a_file(unit: str) -> None:
    """Of one folder, on any system, with room for its ending."""
    stem = file_stem(unit, "五月")
    assert re.search(r'[\\/:*?"<>|\s]', stem) is None
    assert acting(stem) == []
    assert len(f"{stem}.xlsx".encode()) <= 255
    assert stem.endswith("_五月")
