"""The mail with a breakdown form, as facts."""

from __future__ import annotations

from dataclasses import dataclass

from ducha.form.breakdown import BreakdownForm
from ducha.ledger.model import Unit
from ducha.letters.facts import Fact, is_address


@dataclass(frozen=True, slots=True)
class BreakdownFacts:
    """Everything that the mail with a breakdown form can mention."""

    to: tuple[str, ...]
    unit: str
    contact: str
    year: int
    title: str
    host: str
    mailbox: str
    phone: str
    indicators: tuple[str, ...]

    @property
    def usual_subject(self) -> str:
        """The subject of a mail whose template gives none."""
        return f"{self.unit}{self.year}年任务分解表"

    def named(self) -> dict[str, Fact]:
        """The facts under the names that a template calls them by."""
        return {
            "单位": self.unit,
            "联系人": self.contact,
            "年度": f"{self.year}年",
            "文件标题": self.title,
            "主办单位": self.host,
            "报送邮箱": self.mailbox,
            "联系电话": self.phone,
            "指标": self.indicators,
        }


def breakdown_letter(form: BreakdownForm, unit: Unit) -> BreakdownFacts:
    """The facts of the mail that brings a department its breakdown form."""
    return BreakdownFacts(
        to=tuple(mail for mail in unit.mails if is_address(mail)),
        unit=form.unit,
        contact=unit.contact,
        year=form.year,
        title=form.title,
        host=form.host,
        mailbox=form.mailbox,
        phone=form.phone,
        indicators=tuple(f"{row.indicator.matter}：{row.indicator.name}" for row in form.rows),
    )
