"""督查专报: what the report to the city's leaders says, as facts for its template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ducha.letters.parts import (
    TITLE_WIDTH,
    LetterFacts,
    Passage,
    head_facts,
    official_day,
    section_facts,
)
from ducha.letters.titles import title_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class UpwardReport:
    """A report upward before it is put into Word; room for a leader's words stands at its head.

    `number`, `signer` and `date` are empty until it is signed; `reservations` say what in it rests
    on figures that nobody has verified.
    """

    issuer: str
    year: int
    title: str
    opening: tuple[str, ...]
    sections: tuple[Passage, ...]
    addressee: str = ""
    kind: str = "督查专报"
    number: str = ""
    signer: str = ""
    date: date | None = None
    reservations: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""


def upward_facts(report: UpwardReport) -> LetterFacts:
    """What templates/督查专报.docx can show, by the names of its tags (R9.14)."""
    return {
        **head_facts(report.issuer, report.kind, report.year, report.number, report.signer),
        "标题": title_lines(report.title, TITLE_WIDTH),
        "呈报": report.addressee,
        "开头": report.opening,
        "正文": section_facts(report.sections),
        "数据说明": report.reservations,
        "成文日期": official_day(report.date, report.year),
        "联系人": report.contact,
        "联系电话": report.phone,
    }
