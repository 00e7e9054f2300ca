"""What a notice and a report upward are made of, as facts; templates say how they look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, Union

from ducha.letters.titles import title_lines
from ducha.values.numerals import write_numeral

LetterFact: TypeAlias = Union[str, int, tuple["LetterFact", ...], Mapping[str, "LetterFact"]]  # noqa: UP007 - a name in quotes takes no |
"""What the template of a Word document can show; what has parts is named by its tags."""

LetterFacts: TypeAlias = Mapping[str, LetterFact]

HEAD_WIDTH, TITLE_WIDTH, ATTACHMENT_WIDTH = 12, 18, 18
"""Chinese characters on a line of the head, of a title, and of the title of an attachment."""

BLANK = "\u3000"
"""Stands where a number or day is written in by hand."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a `lead` stands before its text in another face and is numbered （一）（二）."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the text under a heading, which is numbered 一、二、."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A table on a page of its own, with its title and a line of explanation below."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    landscape: bool = False
    remark: str = ""


def head_facts(
    issuer: str, kind: str, year: int, number: str, signer: str
) -> dict[str, LetterFact]:
    """What stands above the red rule; what is not known yet is left to be written by hand."""
    return {
        "机关": issuer,
        "机关分行": title_lines(issuer, HEAD_WIDTH),
        "文种": kind,
        "年": str(year),
        "期号": number or BLANK,
        "签发人": signer or BLANK * 4,
    }


def section_facts(sections: Iterable[Passage], *, closing: bool = True) -> tuple[LetterFacts, ...]:
    """The sections that say anything, numbered among themselves (R9.11).

    `closing` says that no other text follows the last of them.
    """
    filled = [section for section in sections if section.paragraphs]
    return tuple(
        {
            "编号": f"{write_numeral(number)}、",
            "标题": section.heading,
            "段落": _paragraph_facts(section.paragraphs, closing=closing and number == len(filled)),
        }
        for number, section in enumerate(filled, 1)
    )


def next_numeral(sections: Iterable[Passage]) -> str:
    """The number of a section that follows these: 四、."""
    return f"{write_numeral(1 + sum(bool(section.paragraphs) for section in sections))}、"


def _paragraph_facts(paragraphs: Sequence[Paragraph], *, closing: bool) -> tuple[LetterFacts, ...]:
    """Paragraphs with the numbers of their leads; what has no lead has no number (R9.11).

    The last one of the `closing` section is marked: the signature stands on its page.
    """
    facts: list[LetterFacts] = []
    number = 0
    for paragraph in paragraphs:
        last = closing and paragraph is paragraphs[-1]
        number += bool(paragraph.lead)
        numeral = f"（{write_numeral(number)}）" if paragraph.lead else ""
        facts.append(
            {"编号": numeral, "引语": paragraph.lead, "文字": paragraph.text, "末段": last}
        )
    return tuple(facts)


def attachment_facts(attachments: Sequence[Attachment]) -> tuple[LetterFacts, ...]:
    """The attachments that have rows, numbered; one that is alone bears no number (R9.12)."""
    filled = [attachment for attachment in attachments if attachment.rows]
    alone = len(filled) == 1
    return tuple(
        {
            "编号": "" if alone else str(number),
            "名称": attachment.title,
            "标题": title_lines(attachment.title, ATTACHMENT_WIDTH),
            "横排": attachment.landscape,
            "列": attachment.columns,
            "行": attachment.rows,
            "说明": attachment.remark,
        }
        for number, attachment in enumerate(filled, 1)
    )


def official_day(day: date | None, year: int) -> str:
    """A day as a document bears it: 2024年6月5日; without one, the gaps to write it in (R9.13)."""
    if day is None:
        return f"{year}年{BLANK}月{BLANK}日"
    return f"{day.year}年{day.month}月{day.day}日"
