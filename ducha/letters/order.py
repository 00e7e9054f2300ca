"""督办单: one matter handed over to one unit, as facts for its template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ducha.letters.parts import HEAD_WIDTH, LetterFacts, official_day
from ducha.letters.titles import title_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionOrder:
    """An order before it is put into Word: a row of 督办事项, and who gives it.

    `number` is the matter's; the days are those of the ledger. One that is not known is left to be
    written in, in `year`.
    """

    issuer: str
    year: int
    number: str
    unit: str
    problem: str
    demand: str
    due: date | None
    handed_over: date | None = None
    item: str = ""
    source: str = ""
    leader: str = ""
    extended_to: date | None = None
    contact: str = ""
    phone: str = ""


def order_facts(order: SupervisionOrder) -> LetterFacts:
    """What templates/督办单.docx can show, by the names of its tags (R9.14)."""
    extended = official_day(order.extended_to, order.year) if order.extended_to else ""
    return {
        "机关": order.issuer,
        "机关分行": title_lines(order.issuer, HEAD_WIDTH),
        "编号": order.number,
        "单位": order.unit,
        "事项": order.item,
        "问题": order.problem,
        "来源": order.source,
        "批示领导": order.leader,
        "交办要求": order.demand,
        "交办日期": official_day(order.handed_over, order.year),
        "办结时限": official_day(order.due, order.year),
        "延期至": extended,
        "联系人": order.contact,
        "联系电话": order.phone,
    }
