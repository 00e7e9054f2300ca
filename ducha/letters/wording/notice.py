"""督查通报 put into sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ducha.ledger.model import Document
from ducha.letters.notice import Notice
from ducha.letters.parts import Attachment, Passage
from ducha.letters.wording.attachments import attachments
from ducha.letters.wording.faults import faults
from ducha.letters.wording.namings import praise
from ducha.letters.wording.progress import progress
from ducha.standing.notice.facts import NoticeFacts

_MOST_POINTS = 10
USUAL_ADDRESSEES = "各县、区人民政府，市直有关单位"


def notice_of(facts: NoticeFacts, *, ranking: bool, next_due: date | None = None) -> Notice:
    """The notice of a month (R9.30).

    Args:
        facts: What it says.
        ranking: Whether the counties' ranking is attached.
        next_due: When the next month's returns are due; None after the last month.
    """
    document, period = facts.ledger.document, facts.view.period
    attached = attachments(facts, ranking=ranking)
    table = _name_table(attached)
    return Notice(
        issuer=issuer(document),
        year=period.year,
        title=f"关于{period.label}重点民生实事{'完成' if facts.closing else '进展'}情况的通报",
        addressees=(document.addressees or USUAL_ADDRESSEES).rstrip("：:"),
        opening=(f"{basis_words(document, facts)}现将有关情况通报如下：",),
        sections=(
            Passage("总体进展", progress(facts, table)),
            Passage("进展较好的单位", praise(facts.namings.praised)),
            Passage("存在问题", faults(facts, table)),
        ),
        attachments=attached,
        copies=document.copies,
        open_points=tuple(open_points(facts)),
        next_month=f"{period.plus(1).month}月" if next_due else "",
        next_due=next_due,
    )


def issuer(document: Document) -> str:
    """Who speaks: 通报机关, else 主办."""
    return document.notifier or document.host


def basis_words(document: Document, facts: NoticeFacts) -> str:
    """按照《…》（汴政办〔2024〕9号）要求，…进行了督查: which circular, who, which month (R9.30)."""
    title = document.title.replace("《", "〈").replace("》", "〉")
    number = f"（{document.number}）" if document.number else ""
    basis = f"按照《{title}》{number}要求，" if title else ""
    month = facts.view.period.month
    return f"{basis}{issuer(document)}对{month}月份重点民生实事进展情况进行了督查。"


def _name_table(attached: tuple[Attachment, ...]) -> str:
    """附件1, or 附件 where it is the only one."""
    return "附件1" if sum(bool(each.rows) for each in attached) > 1 else "附件"


def open_points(facts: NoticeFacts) -> Iterator[str]:
    """What is still open of what is named; with any of it the notice is a 征求意见稿 (R9.46)."""
    deadline = facts.calendar.deadline
    if not facts.closed:
        waiting = f"，待报{len(facts.awaited)}个单位：{'、'.join(facts.awaited)}"
        more = waiting if facts.awaited else ""
        yield f"报送{deadline.month}月{deadline.day}日截止，尚未截止{more}。"
    order = [unit.name for unit in facts.ledger.units if unit.name in facts.open_findings]
    for unit in order[:_MOST_POINTS]:
        returned, doubted = facts.open_findings[unit]
        counts = (f"退回{returned}条" if returned else "", f"需核实{doubted}条" if doubted else "")
        yield f"{unit}：{'、'.join(filter(None, counts))}（见督查汇总表〔数据核查〕）。"
    if len(order) > _MOST_POINTS:
        yield f"另有{len(order) - _MOST_POINTS}个单位的数据待核实（见督查汇总表〔数据核查〕）。"
