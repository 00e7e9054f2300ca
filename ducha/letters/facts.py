"""What a mail says, as facts; the wording is the template's, the envelope is files/mail's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ducha.findings import Finding
from ducha.form.breakdown import BreakdownCorrection, BreakdownForm
from ducha.form.marked import is_to_be_filled_anew, marked_cells
from ducha.form.monthly import Correction, Duty, Form
from ducha.form.secrecy import with_warning
from ducha.ledger.model import Document, Ledger, Unit
from ducha.texts import brief, one_line

Fact = str | int | tuple[str, ...]
"""What a template can show."""

SUBJECT = "主题："
"""How the first line of a template begins that gives the mail's subject."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_WEEKDAYS = "一二三四五六日"
_MOST_FAULTS = 20
"""So many faults are listed in the mail; all of them stand in the form."""
_LONGEST_SENTENCE = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom a letter goes, and all that it can mention by the names that its template uses."""

    to: tuple[str, ...]
    usual_subject: str
    """The subject of a letter whose template gives none."""

    facts: Mapping[str, Fact]


class MailFile(NamedTuple):
    """A file that goes with a mail."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MailDraft:
    """One mail, ready for its envelope; `more` are attachments besides the first."""

    to: tuple[str, ...]
    subject: str
    body: str
    attachment_name: str
    attachment: bytes
    more: tuple[MailFile, ...] = ()


# The kinds of letters, each with facts of its own between those that all have


def form_letter(form: Form, ledger: Ledger) -> Letter:
    """The letter that brings a unit its monthly form."""
    unit, month = ledger.by_unit[form.unit], form.period.label
    return Letter(
        addresses(unit),
        f"{unit.name}{month}月报表",
        {
            **addressee_facts(unit),
            "期次": month,
            "截止日期": long_day(form.deadline),
            "文件标题": ledger.document.title,
            **bureau_facts(ledger.document),
            "应填行数": sum(row.task.duty is Duty.OWED for row in form.progress),
            "事项": tuple(f"{item.matter}：{item.task}" for item in form.items),
        },
    )


def breakdown_letter(form: BreakdownForm, ledger: Ledger) -> Letter:
    """The letter that brings a department its breakdown form."""
    unit = ledger.by_unit[form.unit]
    indicators = (row.indicator for row in form.rows)
    return Letter(
        addresses(unit),
        f"{unit.name}{form.year}年任务分解表",
        {
            **addressee_facts(unit),
            "年度": f"{form.year}年",
            "文件标题": ledger.document.title,
            **bureau_facts(ledger.document),
            "指标": tuple(f"{indicator.matter}：{indicator.name}" for indicator in indicators),
        },
    )


def return_letter(form: Form, ledger: Ledger, correction: Correction, due: date) -> Letter:
    """The letter that carries a 退回件; the longest list of faults is cut.

    `due` is the last day on which the correction is asked for (R6.466, R6.467, R6.468).
    """
    anew = is_to_be_filled_anew(correction)
    unit, month = ledger.by_unit[form.unit], form.period.label
    return Letter(
        addresses(unit),
        f"请{'重新填报' if anew else '更正'}{month}月报表（{unit.name}）",
        {
            **addressee_facts(unit),
            "期次": month,
            **bureau_facts(ledger.document),
            "更正期限": long_day(due),
            "重填": anew,
            "问题数": len(marked_cells(form, correction)),
            "另有": len(_unmarked(form, correction)),
            "问题": _first_faults(_list_faults(form, correction)),
        },
    )


def breakdown_return_letter(
    form: BreakdownForm, ledger: Ledger, correction: BreakdownCorrection
) -> Letter:
    """The letter that carries a 退回件 of a breakdown; the longest list of faults is cut."""
    unit = ledger.by_unit[form.unit]
    names = {row.indicator.code: row.indicator.name for row in form.rows}
    headings = {column.key: column.heading for column in form.columns}
    faults = (
        *(
            f"{names[code]}（{headings[key]}）：{_describe_fault(fault)}"
            for (code, key), fault in correction.faults.items()
        ),
        *map(_describe_fault, correction.others),
    )
    return Letter(
        addresses(unit),
        f"请更正{form.year}年任务分解表（{unit.name}）",
        {
            **addressee_facts(unit),
            "年度": f"{form.year}年",
            **bureau_facts(ledger.document),
            **_fault_facts(faults),
        },
    )


def _fault_facts(faults: tuple[str, ...]) -> dict[str, Fact]:
    """How many faults there are, and the first of them."""
    return {"问题数": len(faults), "问题": _first_faults(faults)}


def _first_faults(faults: tuple[str, ...]) -> tuple[str, ...]:
    rest = len(faults) - _MOST_FAULTS
    more = (f"另有{rest}处，见附件〔退回原因〕表",) if rest > 0 else ()
    return (*faults[:_MOST_FAULTS], *more)


def _list_faults(form: Form, correction: Correction) -> tuple[str, ...]:
    """What is wrong and what to do, a line each: the cells of the form, then what is none."""
    return (
        *(
            f"{cell.task.indicator.name}（{cell.task.county}）：{_describe_fault(cell.fault)}"
            for cell in marked_cells(form, correction)
        ),
        *_unmarked(form, correction),
    )


def _unmarked(form: Form, correction: Correction) -> tuple[str, ...]:
    """What no red cell shows: rows that the form has no more, and what is wrong with the file."""
    marked = {cell.place for cell in marked_cells(form, correction)}
    gone = (
        f"{code}（{county}）：{_describe_fault(fault)}"
        for (code, county, key), fault in correction.faults.items()
        if (code, county, key) not in marked
    )
    return (*gone, *map(_describe_fault, correction.others))


def _describe_fault(fault: Finding) -> str:
    return one_line(f"{brief(fault.sentence, _LONGEST_SENTENCE)}。{fault.remedy}")


def addressee_facts(unit: Unit) -> dict[str, Fact]:
    """Whom a letter is for."""
    return {"单位": unit.name, "联系人": unit.contact}


def bureau_facts(document: Document) -> dict[str, Fact]:
    """Who writes it, and how the bureau is reached."""
    return {
        "主办单位": document.host,
        "报送邮箱": document.mailbox,
        "联系电话": document.phone,
    }


def addresses(unit: Unit) -> tuple[str, ...]:
    """Where mail to a unit can be sent."""
    return tuple(mail for mail in unit.mails if is_address(mail))


# From a letter to its draft


def draft_mail(letter: Letter, text: str, *attachments: MailFile) -> MailDraft:
    """The mail as the filled-in template words it; its first line may give the subject.

    What must not be mailed is said in every one (R5.8).
    """
    first, *more = attachments or (MailFile("", b""),)
    subject, body = subject_and_body(text)
    return MailDraft(
        to=letter.to,
        subject=subject or letter.usual_subject,
        body=with_warning(body),
        attachment_name=first.name,
        attachment=first.data,
        more=tuple(more),
    )


def subject_and_body(text: str) -> tuple[str, str]:
    """Take the line 主题：… off the top; the subject is empty when there is none."""
    first, _, rest = text.strip().partition("\n")
    if not first.startswith((SUBJECT, "主题:")):
        return "", text.strip() + "\n"
    return first[len(SUBJECT) :].strip(), rest.strip("\n").rstrip() + "\n"


def long_day(when: date) -> str:
    """A day as a letter writes it: 2024年5月28日（星期二）."""
    weekday = _WEEKDAYS[when.weekday()]
    return f"{when.year}年{when.month}月{when.day}日（星期{weekday}）"


def is_address(mail: str) -> bool:
    """Whether mail can be sent there; a name or a line break among addresses cannot."""
    return bool(_ADDRESS.fullmatch(mail))


def _remark(unit: Unit) -> str:
    """What keeps the mail from being sent, and what to do."""
    wrong = [mail for mail in unit.mails if not is_address(mail)]
    if wrong:
        return f"邮箱“{'、'.join(wrong)}”写法不对，草稿里没有填；请在台账〔责任单位〕表改正"
    if not unit.mails:
        return "没有收件邮箱，发送前请自行填写，并补进台账〔责任单位〕表"
    return ""


SENT_HEADING = "已发时间"


class Sending(NamedTuple):
    """A unit, the files that it is to be sent, and what is known of their having been sent."""

    unit: Unit
    form_file: str
    mail_file: str
    sent: str


_LIST_COLUMNS: tuple[tuple[str, Callable[[Sending], str]], ...] = (
    ("单位", lambda sending: sending.unit.name),
    ("类别", lambda sending: str(sending.unit.group)),
    ("收件邮箱", lambda sending: "；".join(sending.unit.mails)),
    ("联系人", lambda sending: sending.unit.contact),
    ("电话", lambda sending: sending.unit.phone),
    ("填报表文件", lambda sending: sending.form_file),
    ("邮件草稿", lambda sending: sending.mail_file),
    (SENT_HEADING, lambda sending: sending.sent),
    ("备注", lambda sending: _remark(sending.unit)),
)
LIST_HEADINGS = tuple(heading for heading, _ in _LIST_COLUMNS)


def list_row(unit: Unit, form_file: str, mail_file: str, sent: str = "") -> tuple[str, ...]:
    """A unit's row in the list of what is to be sent, under `LIST_HEADINGS`."""
    sending = Sending(unit, form_file, mail_file, sent)
    return tuple(value(sending) for _, value in _LIST_COLUMNS)
