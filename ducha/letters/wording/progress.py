"""一、总体进展: how many indicators stand how, then the city's figures matter by matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ducha.letters.parts import Paragraph
from ducha.letters.wording.figures import done_words, gap_words, note_words
from ducha.merge.model import JudgedLine
from ducha.standing.notice.agreement import Agreement, Reached
from ducha.standing.notice.facts import NoticeFacts
from ducha.standing.overview.sentence import NOTHING_YET
from ducha.standing.overview.view import MonthView
from ducha.status.rating import Status

_WORDS = {Status.ON_TRACK: "正常推进", Status.NO_TASK: "无任务或未到起始月"}
_ORDER = (
    *(Status.DONE, Status.ON_TRACK, Status.LAGGING, Status.BEHIND),
    *(Status.HELD, Status.NO_RETURN, Status.NOT_BROKEN_DOWN, Status.NO_TASK),
)
MOST_FIGURES = 60
"""Beyond so many indicators the text would be the table over again."""


def progress(facts: NoticeFacts, table: str) -> tuple[Paragraph, ...]:
    """What is said of the month as a whole; `table` is the 附件 with every indicator (R9.31)."""
    view = facts.view
    if view.empty:
        return (Paragraph(f"截至{view.period.month}月底，{NOTHING_YET}。"),)
    first = Paragraph(f"{count_words(view)}。{change_words(view)}")
    if len(view.city) > MOST_FIGURES:
        return (first, Paragraph(f"各指标进展情况见{table}。"))
    return (first, *_matters(facts))


def count_words(view: MonthView) -> str:
    """截至5月底，10件重点民生实事涉及的14项任务、30个指标中，… (R9.30)."""
    indicators = [line.plan.indicator for line in view.city]
    matters = {(indicator.matter_no, indicator.matter) for indicator in indicators}
    items = {indicator.item for indicator in indicators}
    statuses = [line.rating.status for line in view.city]
    counts = [
        f"{statuses.count(status)}个{_WORDS.get(status, status)}"
        for status in _ORDER
        if status in statuses
    ]
    grain = f"{len(matters)}件重点民生实事涉及的{len(items)}项任务、{len(indicators)}个指标中"
    return f"截至{view.period.month}月底，{grain}，{'，'.join(counts)}"


def change_words(view: MonthView) -> str:
    """与上月相比，新增严重滞后2个，1个由严重滞后转为正常推进。; blank without a last month."""
    if not view.last:
        return ""
    turned = sum(map(view.turned_red, view.city))
    left = [line.rating.status for line in view.city if view.left_red(line)]
    parts = [f"新增严重滞后{turned}个"] if turned else []
    parts += [
        f"{left.count(status)}个由严重滞后转为{_WORDS.get(status, status)}"
        for status in _ORDER
        if status in left
    ]
    return f"与上月相比，{'，'.join(parts)}。" if parts else ""


def _matters(facts: NoticeFacts) -> Iterator[Paragraph]:
    groups: dict[tuple[str, str], list[JudgedLine]] = {}
    for line in facts.view.city:
        indicator = line.plan.indicator
        groups.setdefault((indicator.matter_no, indicator.matter), []).append(line)
    for (_, matter), lines in groups.items():
        words = [figure_words(facts, line) for line in lines if _says_something(line)]
        if words:
            yield Paragraph(f"{'；'.join(words)}。", f"{matter}。")


def _says_something(line: JudgedLine) -> bool:
    return line.figure.given and line.rating.status is not Status.NO_TASK


def figure_words(facts: NoticeFacts, line: JudgedLine) -> str:
    """One indicator: what is done, what that is beside, what most counties have reached."""
    view = facts.view
    sure = not (line.incomplete or line.doubts or line.rating.status is Status.HELD)
    agreed = facts.agreements.get(line.code)
    parts = (
        done_words(line) + note_words(view, line),
        gap_words(line) if sure and not _is_quiet(line) else "",
        agreement_words(agreed) if agreed else "",
    )
    return "，".join(filter(None, parts))


def _is_quiet(line: JudgedLine) -> bool:
    """Whether a count is 正常 and yet below what is due: it neither reached that nor is low."""
    on_track = line.rating.status is Status.ON_TRACK
    return on_track and not line.plan.indicator.asks_parts and (line.gap or 0.0) > 0


def agreement_words(agreed: Agreement) -> str:
    """除杞县、兰考县外，其余8个县区均已达到序时进度 (R9.34)."""
    verb = "均" if agreed.reached is Reached.KEPT else "均已"
    among = f"已报数的{agreed.reported}个县区中，" if agreed.silent else ""
    if not agreed.exceptions:
        whole = f"已报数的{agreed.count}个县区" if agreed.silent else f"{agreed.count}个县区"
        return f"{whole}{verb}{agreed.reached}"
    names = _names(agreed.exceptions)
    return f"{among}除{names}外，其余{agreed.count}个县区{verb}{agreed.reached}"


def _names(lines: Sequence[JudgedLine]) -> str:
    return "、".join(line.county for line in lines)
