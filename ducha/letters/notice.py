"""督查通报: what the notice to the units says, as facts for its template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ducha.letters.parts import (
    TITLE_WIDTH,
    Attachment,
    LetterFacts,
    Passage,
    attachment_facts,
    head_facts,
    next_numeral,
    official_day,
    section_facts,
)
from ducha.letters.titles import title_lines

DRAFT = "征求意见稿"
"""Stands on the head of a notice about which something is still open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice before it is put into Word.

    `number`, `signer` and `date` are empty until it is issued. `open_points` say what is still
    open: with any, it is headed 征求意见稿 (R9.15). `copies` are those to whom it is sent besides.
    `next_month` is the month that is reported next, blank after the last; what is demanded of the
    units is the template's own section, whose number follows the others'.
    """

    issuer: str
    year: int
    title: str
    addressees: str
    opening: tuple[str, ...]
    sections: tuple[Passage, ...]
    attachments: tuple[Attachment, ...] = ()
    copies: str = ""
    kind: str = "督查通报"
    number: str = ""
    signer: str = ""
    next_due: date | None = None
    date: date | None = None
    open_points: tuple[str, ...] = ()
    next_month: str = ""


def notice_facts(notice: Notice) -> LetterFacts:
    """What templates/督查通报.docx can show, by the names of its tags (R9.14)."""
    return {
        **head_facts(notice.issuer, notice.kind, notice.year, notice.number, notice.signer),
        "征求意见稿": DRAFT if notice.open_points else "",
        "未决事项": notice.open_points,
        "标题": title_lines(notice.title, TITLE_WIDTH),
        "主送": notice.addressees,
        "开头": notice.opening,
        "正文": section_facts(notice.sections, closing=False),
        "要求编号": next_numeral(notice.sections),
        "下月": notice.next_month,
        "下次报送截止": official_day(notice.next_due, notice.year) if notice.next_due else "",
        "附件": attachment_facts(notice.attachments),
        "成文日期": official_day(notice.date, notice.year),
        "抄送": notice.copies,
    }
