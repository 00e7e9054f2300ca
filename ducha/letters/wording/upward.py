"""督查专报 put into sentences, no longer than two pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from ducha.letters.parts import Paragraph, Passage
from ducha.letters.upward import UpwardReport
from ducha.letters.wording.figures import gap_words, percent
from ducha.letters.wording.namings import criticism_sentences, praise_sentences
from ducha.letters.wording.notice import issuer
from ducha.letters.wording.progress import change_words, count_words
from ducha.merge.model import JudgedLine
from ducha.standing.handed.proposed import ProposedMatter
from ducha.standing.notice.facts import NoticeFacts
from ducha.standing.notice.lagging import LaggingLine
from ducha.standing.notice.upward import HelpWanted
from ducha.standing.overview.sentence import NOTHING_YET
from ducha.standing.reporting import ANSWERED
from ducha.status.rating import Status
from ducha.texts import brief, display_width, one_line
from ducha.values.reading import shown

_ROOM = 25
"""Lines of text on two pages below the head, signature and reservations left out."""
_LINE = 56
"""Half-width characters on a line."""


class _Shape(NamedTuple):
    """So many entries in each list, so many characters of a unit's words."""

    red: int
    wanted: int
    matters: int
    words: int


_SHAPES = (
    *(_Shape(8, 8, 8, 120), _Shape(8, 5, 5, 60), _Shape(8, 3, 3, 40), _Shape(6, 3, 3, 40)),
    *(_Shape(5, 2, 2, 40), _Shape(4, 2, 2, 30), _Shape(3, 1, 1, 30), _Shape(2, 1, 1, 30)),
    _Shape(1, 1, 1, 30),
)
"""The first that fits is taken: what is red gives way last."""


def report_of(facts: NoticeFacts) -> UpwardReport:
    """The report upward of a month, in one to two pages (R9.50)."""
    document, period = facts.ledger.document, facts.view.period
    opening = (f"现将{period.month}月份重点民生实事推进情况报告如下：",)
    shapes = (_sections(facts, shape) for shape in _SHAPES)
    last = _sections(facts, _SHAPES[-1])
    sections = next((s for s in shapes if _lines(opening, s) <= _ROOM), last)
    return UpwardReport(
        issuer=issuer(document),
        year=period.year,
        title=f"关于{period.label}重点民生实事推进情况的专报",
        addressee="市政府",
        opening=opening,
        sections=sections,
        reservations=_reservations(facts),
        phone=document.phone,
    )


def _lines(opening: Sequence[str], sections: Sequence[Passage]) -> int:
    """How many printed lines these are, each paragraph indented by two characters."""
    texts = [*opening]
    for section in sections:
        if section.paragraphs:
            texts.append(section.heading)
            texts.extend(f"（一）{each.lead}{each.text}" for each in section.paragraphs)
    return sum(ceil((display_width(text) + 4) / _LINE) for text in texts)


def _sections(facts: NoticeFacts, shape: _Shape) -> tuple[Passage, ...]:
    return (
        Passage("总体进展", _progress(facts)),
        Passage("严重滞后事项及原因", tuple(_red(facts, shape.red, shape.words))),
        Passage("提请市领导协调事项", tuple(_help(facts.wanted, shape.wanted, shape.words))),
        Passage(_naming_title(facts), tuple(_namings(facts))),
        Passage("拟督办事项", tuple(_matters(facts.matters, shape.matters))),
    )


def _progress(facts: NoticeFacts) -> tuple[Paragraph, ...]:
    if facts.view.empty:
        return (Paragraph(f"截至{facts.view.period.month}月底，{NOTHING_YET}。"),)
    answered = sum(state.state in ANSWERED for state in facts.states)
    returns = f"应报{len(facts.states)}个单位，已报{answered}个。" if facts.states else ""
    return (Paragraph(f"{count_words(facts.view)}。{change_words(facts.view)}{returns}"),)


def _red(facts: NoticeFacts, most: int, room: int) -> Iterator[Paragraph]:
    """What is 严重滞后, and why in the words of the department (R9.51)."""
    red = facts.lagging.of(Status.BEHIND)
    rest = len(red) - most + facts.lagging.left_of(Status.BEHIND)
    for number, each in enumerate(red[:most], 1):
        cause = _quoted(facts.causes.get(each.line.code, ""), room)
        why = f"反映的问题：{cause}。" if cause else ""
        yield Paragraph(f"{number}. {_red_words(each)}。{why}")
    if red and rest > 0:
        yield Paragraph(f"其余{rest}个见督查汇总表〔指标明细〕。")


def _red_words(each: LaggingLine) -> str:
    """市卫生健康委：培训家庭医生服务团队33.3%，低于序时进度16.7个百分点，连续3个月滞后."""
    lead = f"{each.lead}：" if each.lead else ""
    lasting = f"连续{each.months}个月滞后" if each.months > 1 else ""
    return lead + "，".join(filter(None, (_short_words(each.line), gap_words(each.line), lasting)))


def _short_words(line: JudgedLine) -> str:
    """The indicator with 完成率, or its level."""
    level = str(line.figure.level) if line.figure.level else ""
    done = f"完成{percent(line)}" if percent(line) else level or shown(line.figure.done or 0.0)
    return f"{line.plan.indicator.name}{done}"


def _quoted(text: str, room: int) -> str:
    return brief(one_line(text).strip(), room).rstrip("。；;. ")


def _help(wanted: Sequence[HelpWanted], most: int, room: int) -> Iterator[Paragraph]:
    """What units ask of the city, by the leader whose charge it is (R9.52)."""
    chosen = sorted(wanted, key=lambda each: not each.leaders)[:most]
    for number, each in enumerate(chosen, 1):
        leaders = f"提请{'、'.join(each.leaders)}协调：" if each.leaders else ""
        lasting = f"（已持续{each.months}个月）" if each.months > 1 else ""
        words = f"{each.unit}反映，{each.item.name}：{_quoted(each.text, room)}"
        yield Paragraph(f"{number}. {leaders}{words}{lasting}。")
    if chosen and len(wanted) > most:
        yield Paragraph(f"其余{len(wanted) - most}项见督查汇总表〔问题清单〕。")


def _naming_title(facts: NoticeFacts) -> str:
    return "拟表扬、拟批评的单位" if facts.namings.undecided else "通报表扬、批评的单位"


def _namings(facts: NoticeFacts) -> Iterator[Paragraph]:
    praised = "".join(praise_sentences(facts.namings.praised))
    criticised = "".join(criticism_sentences(facts.namings.criticised))
    yield from (Paragraph(text) for text in (praised, criticised) if text)


def _matters(matters: Sequence[ProposedMatter], most: int) -> Iterator[Paragraph]:
    """拟督办, in one paragraph (R9.53)."""
    if matters:
        listed = "；".join(map(_matter_words, matters[:most]))
        count = f"共{len(matters)}项，其中" if len(matters) > most else ""
        yield Paragraph(f"{count}{listed}。")


def _matter_words(each: ProposedMatter) -> str:
    """市卫生健康委：培训家庭医生服务团队33.3%，连续2个月严重滞后."""
    lines = "、".join(_short_words(ground.line) for ground in each.grounds)
    return f"{each.unit}{lines}，{each.reason}"


def _reservations(facts: NoticeFacts) -> tuple[str, ...]:
    """未核实数据3条, and what else rests on no firm ground, in a line (R9.50)."""
    deadline = facts.calendar.deadline
    incomplete = sum(line.incomplete and line.figure.given for line in facts.view.city)
    parts = (
        "" if facts.closed else f"报送{deadline.month}月{deadline.day}日截止，以上为截止前情况",
        f"未核实数据{facts.unverified}条" if facts.unverified else "",
        f"数据不全的指标{incomplete}个" if incomplete else "",
    )
    words = "，".join(filter(None, parts))
    return (f"{words}（见督查汇总表）。",) if words else ()
