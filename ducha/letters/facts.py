"""What a mail says, as facts; the wording is the template's, the envelope is files/mail's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from ducha.form.monthly import Duty, Form
from ducha.ledger.model import Unit

Fact = str | int | tuple[str, ...]
"""What a template can show."""

SUBJECT = "主题："
"""How the first line of a template begins that gives the mail's subject."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Draft:
    """One mail, ready for its envelope; `file_name` is that of the draft itself."""

    to: tuple[str, ...]
    subject: str
    body: str
    attachment_name: str
    attachment: bytes
    file_name: str


class Facts(Protocol):
    """What the mail with a form can mention, and to whom it goes."""

    @property
    def to(self) -> tuple[str, ...]:
        """Addresses."""

    @property
    def usual_subject(self) -> str:
        """The subject of a mail whose template gives none."""

    def named(self) -> Mapping[str, Fact]:
        """The facts under the names that a template calls them by."""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything that the mail with a form can mention."""

    to: tuple[str, ...]
    unit: str
    contact: str
    period: str
    deadline: str
    title: str
    host: str
    mailbox: str
    phone: str
    rows: int
    items: tuple[str, ...]

    @property
    def usual_subject(self) -> str:
        """The subject of a mail whose template gives none."""
        return f"{self.unit}{self.period}月报表"

    def named(self) -> dict[str, Fact]:
        """The facts under the names that a template calls them by."""
        return {
            "单位": self.unit,
            "联系人": self.contact,
            "期次": self.period,
            "截止日期": self.deadline,
            "文件标题": self.title,
            "主办单位": self.host,
            "报送邮箱": self.mailbox,
            "联系电话": self.phone,
            "应填行数": self.rows,
            "事项": self.items,
        }


def form_letter(form: Form, unit: Unit) -> LetterFacts:
    """The facts of the mail that brings a unit its monthly form."""
    return LetterFacts(
        to=tuple(mail for mail in unit.mails if is_address(mail)),
        unit=form.unit,
        contact=unit.contact,
        period=form.period.label,
        deadline=day(form.deadline),
        title=form.title,
        host=form.host,
        mailbox=form.mailbox,
        phone=form.phone,
        rows=sum(row.task.duty is Duty.OWED for row in form.progress),
        items=tuple(f"{item.matter}：{item.task}" for item in form.items),
    )


def draft(facts: Facts, text: str, attachment_name: str, attachment: bytes) -> Draft:
    """The mail as the filled-in template words it; its first line may give the subject."""
    subject, body = subject_and_body(text)
    return Draft(
        to=facts.to,
        subject=subject or facts.usual_subject,
        body=body,
        attachment_name=attachment_name,
        attachment=attachment,
        file_name=f"{attachment_name.rpartition('.')[0] or attachment_name}.eml",
    )


def subject_and_body(text: str) -> tuple[str, str]:
    """Take the line 主题：… off the top; the subject is empty when there is none."""
    first, _, rest = text.strip().partition("\n")
    if not first.startswith((SUBJECT, "主题:")):
        return "", text.strip() + "\n"
    return first[len(SUBJECT) :].strip(), rest.strip("\n").rstrip() + "\n"


def day(when: date) -> str:
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


class Sending(NamedTuple):
    """A unit, and the files that it is to be sent."""

    unit: Unit
    form_file: str
    mail_file: str


_LIST: tuple[tuple[str, Callable[[Sending], str]], ...] = (
    ("单位", lambda sending: sending.unit.name),
    ("类别", lambda sending: str(sending.unit.group)),
    ("收件邮箱", lambda sending: "；".join(sending.unit.mails)),
    ("联系人", lambda sending: sending.unit.contact),
    ("电话", lambda sending: sending.unit.phone),
    ("填报表文件", lambda sending: sending.form_file),
    ("邮件草稿", lambda sending: sending.mail_file),
    ("备注", lambda sending: _remark(sending.unit)),
)
LIST_HEADINGS = tuple(heading for heading, _ in _LIST)


def list_row(unit: Unit, form_file: str, mail_file: str) -> tuple[str, ...]:
    """A unit's row in the list of what is to be sent, under `LIST_HEADINGS`."""
    sending = Sending(unit, form_file, mail_file)
    return tuple(value(sending) for _, value in _LIST)
