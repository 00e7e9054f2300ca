"""三、存在问题: what is behind, whose returns are at fault, who is criticised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ducha.ledger.model import Kind
from ducha.letters.parts import Paragraph
from ducha.letters.wording.figures import done_words, gap_words, percent
from ducha.letters.wording.namings import criticism_sentences
from ducha.standing.notice.facts import NoticeFacts
from ducha.standing.notice.lagging import Lagging, LaggingLine
from ducha.standing.notice.namings import ReturnFault
from ducha.standing.reporting import State
from ducha.status.rating import Status
from ducha.status.shares import shown_percent
from ducha.values.reading import shown

_RUNNING = 2


def faults(facts: NoticeFacts, table: str) -> tuple[Paragraph, ...]:
    """What is found fault with; `table` is the 附件 with every indicator (R9.38)."""
    return (*_behind(facts, table), *_returns(facts), *_criticism(facts))


def _behind(facts: NoticeFacts, table: str) -> Iterator[Paragraph]:
    month = facts.view.period.month
    for status in (Status.BEHIND, Status.LAGGING):
        opening = _opening(facts.lagging, status)
        if opening:
            yield Paragraph(f"截至{month}月底，{opening}", f"部分指标{status}。")
        yield from (
            Paragraph(f"{number}. {lagging_words(each)}。")
            for number, each in enumerate(facts.lagging.of(status), 1)
        )
    if facts.lagging.left:
        yield Paragraph(f"其余{facts.lagging.left}个见{table}。")


def _opening(found: Lagging, status: Status) -> str:
    """严重滞后的有3个指标，其中1个正在核实，2个是：, so that the counts are those of 一 (R9.38)."""
    named = len(found.of(status))
    unsure = sum(line.rating.status is status for line in found.unsure)
    left = found.left_of(status)
    whole = f"{status}的有{named + unsure + left}个指标"
    if not named:
        why = "（数据不全、待核或口径不一的正在核实）" if unsure else ""
        return f"{whole}{why}。" if unsure + left else ""
    parts = [f"其中{unsure}个数据不全、待核或口径不一，正在核实"] if unsure else []
    parts += [f"较重的{named}个是" if left else f"其余{named}个是"] if unsure or left else []
    return f"{'，'.join([whole, *parts])}："


def lagging_words(each: LaggingLine) -> str:
    """市教体局牵头的甲… with completion, due, gap, how long, and which counties (R9.38, R9.39)."""
    line = each.line
    lead = f"{each.lead}牵头的" if each.lead else ""
    parts = [f"{lead}{done_words(line)}", _due_words(each), gap_words(line)]
    if each.months >= _RUNNING:
        parts.append(f"已连续{each.months}个月滞后")
    words = "，".join(filter(None, parts))
    counties = _county_words(each)
    return f"{words}；{counties}" if counties else words


def _due_words(each: LaggingLine) -> str:
    plan = each.line.plan
    if plan.indicator.asks_parts:
        goal = "" if plan.target is None else f"年度目标{shown_percent(plan.line, 1)}"
        return goal if plan.indicator.kind is Kind.RATE else ""
    if plan.indicator.kind is not Kind.COUNT or plan.indicator.is_ceiling:
        return ""
    return f"应完成{shown_percent(plan.due, 1)}"


def _county_words(each: LaggingLine) -> str:
    """其中杞县（10.0%）、兰考县（12.0%）严重滞后 (R9.39)."""
    if not each.counties:
        return ""
    names = "、".join(
        f"{line.county}（{percent(line) or shown(line.figure.done or 0.0)}）"
        if not line.figure.level
        else f"{line.county}（{line.figure.level}）"
        for line in each.counties
    )
    more = f"等{len(each.counties) + each.more}个县区" if each.more else ""
    return f"其中{names}{more}严重滞后"


_FAULTS = {
    State.MISSING: "未报送{month}月进展情况",
    State.EMPTY: "报送的是空表",
    State.USELESS: "所报材料无效（来件无效）",
    State.LATE: "迟报",
    State.RETURNED: "的数据退回后尚未更正",
}


def _returns(facts: NoticeFacts) -> Iterator[Paragraph]:
    sentences = [_fault_words(fault, facts.view.period.month) for fault in facts.faults]
    if sentences:
        yield Paragraph(f"{'；'.join(sentences)}。", "个别单位报送不及时、不规范。")


def _fault_words(fault: ReturnFault, month: int) -> str:
    """杞县、兰考县2个单位迟报; those not to be named are counted (R9.40)."""
    words, count = _FAULTS[fault.kind].format(month=month), len(fault.units)
    if not fault.units:
        return f"有{fault.unnamed}个单位{words}"
    names = "、".join(state.unit for state in fault.units)
    number = f"{count}个单位" if count > 1 else ""
    others = f"（另有{fault.unnamed}个单位）" if fault.unnamed else ""
    return f"{names}{number}{words}{others}"


def _criticism(facts: NoticeFacts) -> Iterator[Paragraph]:
    sentences: Sequence[str] = tuple(criticism_sentences(facts.namings.criticised))
    if sentences:
        decided = all(named.decided for named in facts.namings.criticised)
        yield Paragraph("".join(sentences), "通报批评。" if decided else "拟通报批评。")
