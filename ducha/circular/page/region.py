"""Which part of the document is the list of matters, and the items in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ducha.circular.figures.spots import sentence_at
from ducha.circular.model import CircularItem, Doubt, ItemList, TextLine
from ducha.circular.page.head import Head
from ducha.circular.page.items import Inherited, items_of
from ducha.circular.page.lines import ANNEX
from ducha.circular.page.nodes import (
    OutlineNode,
    has_targets,
    has_units,
    is_requirement,
    scan_targets,
    unwrap,
)
from ducha.circular.page.outline import build_outline
from ducha.circular.page.rows import heading_of, is_category_line
from ducha.circular.page.tables import has_table, read_tables
from ducha.findings import Problem

_DATE_LINE = re.compile(r"^(?:20\d\d年\d{1,2}月\d{1,2}日|二[〇○零].{2,4}年.{1,3}月.{1,3}日)$")
_ANNEX_ALONE = re.compile(r"^附(?:件|表|录)?[\d一二三四五六七八九]{0,2}[：:]?$")
NO_CIRCULAR = (
    "没有从这份文件读出任何民生实事事项：应有“一、”“1.”之类编号的任务（或任务表格），写明数量或责任单位。"
    "请确认选的是任务分解通知；如果是扫描件，请先转成文字"
)


def read_items(lines: Sequence[TextLine], head: Head) -> ItemList:
    """Read the items from the annexes, or from the whole text where no annex holds any.

    Raises:
        Problem: There are no items anywhere.
    """
    attempts = [_annexes(lines), [list(lines)]]
    for segments in filter(None, attempts):
        item_list = _read_segments(segments, head)
        if item_list.items:
            return item_list
    raise Problem(NO_CIRCULAR)


def _annexes(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Cut the text at its annex headings; the announcement 附件：… in the body is none."""
    starts: list[int] = []
    dated = False
    alone = any(_ANNEX_ALONE.match(line.text) for line in lines)
    for index, line in enumerate(lines):
        dated = dated or bool(_DATE_LINE.match(line.text))
        titled = ANNEX.match(line.text) and dated and not alone
        if not line.cells and (_ANNEX_ALONE.match(line.text) or titled):
            starts.append(index)
    return [list(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]


def _read_segments(segments: Sequence[Sequence[TextLine]], head: Head) -> ItemList:
    doubts: list[Doubt] = []
    items: list[CircularItem] = []
    runs: list[OutlineNode] = []
    for segment in segments:
        table_items, table_doubts = _read_segment_tables(segment, len(items), head)
        doubts.extend(table_doubts)
        items.extend(table_items)
        for stretch in _around_tables(segment) if table_items else [segment]:
            tree = build_outline(stretch)
            doubts.extend(tree.doubts)
            answered = [run for run in tree.runs if not table_items or _is_mostly_answered(run)]
            doubts.extend(_left_out_doubts([run for run in tree.runs if run not in answered]))
            runs.extend(answered)
    chosen, left = _choose_runs(runs)
    doubts.extend(_left_out_doubts(left))
    first = max((item.list_no for item in items), default=0) + 1
    for number, run in enumerate(chosen, first):
        matters = unwrap(run)
        doubts.extend(_left_out_doubts([n for n in run.children if is_requirement(n)]))
        matters = OutlineNode(
            None, 0, children=[n for n in matters.children if not is_requirement(n)]
        )
        doubts.extend((*_gap_doubts(matters), *_heading_doubts(matters)))
        items.extend(items_of(matters, Inherited(list_no=number, all_lead=head.all_lead)))
    return ItemList(_in_order(items), tuple(doubts))


def _around_tables(segment: Sequence[TextLine]) -> list[Sequence[TextLine]]:
    """What stands above and below the tables of a segment; a second list may be there."""
    rows = [index for index, line in enumerate(segment) if line.cells]
    first = next(index for index in rows if heading_of(segment[index].cells))
    above = first - 1 if first and is_category_line(segment[first - 1]) else first
    return [segment[:above], segment[rows[-1] + 1 :]]


def _is_mostly_answered(run: OutlineNode) -> bool:
    """Whether at least half of a run's numbered lines at its foot name who answers."""
    leaves = [node for node in run.walk() if node.mark and not node.children]
    return 2 * sum(node.names_units for node in leaves) >= len(leaves)


def _in_order(items: Sequence[CircularItem]) -> tuple[CircularItem, ...]:
    """Number the lists as they stand in the document."""
    first: dict[int, int] = {}
    for item in items:
        first[item.list_no] = min(first.get(item.list_no, item.line), item.line)
    order = {number: place for place, number in enumerate(sorted(first, key=first.__getitem__), 1)}
    numbered = [replace(item, list_no=order[item.list_no]) for item in items]
    return tuple(sorted(numbered, key=lambda item: item.list_no))


def _read_segment_tables(
    segment: Sequence[TextLine], before: int, head: Head
) -> tuple[list[CircularItem], list[Doubt]]:
    if not has_table(segment):
        return [], []
    items, doubts = read_tables(segment, 2 if before else 1, all_lead=head.all_lead)
    answering = [item for item in items if item.responsibility or scan_targets(item.text)]
    return (items, [*doubts, *_between_doubts(segment, items)]) if answering else ([], doubts)


def _between_doubts(segment: Sequence[TextLine], items: Sequence[CircularItem]) -> Iterator[Doubt]:
    """Lines that may hold a target between the rows of a table and are in no item."""
    rows = [index for index, line in enumerate(segment) if line.cells]
    for line in segment[rows[0] : rows[-1]]:
        plain = line.cells or is_category_line(line) or not scan_targets(line.text)
        if not plain and not any(line.text in item.text for item in items):
            sentence = "表格中间的这一行没有归入任何事项，请看是否含有任务"
            place = f"第{line.number}行"
            yield Doubt("未归入的行", place, line.text[:40], sentence, line.text)


def _choose_runs(runs: Sequence[OutlineNode]) -> tuple[list[OutlineNode], list[OutlineNode]]:
    """Lists that name units; where none does, lists with targets. The rest is work requirements."""
    for test in (has_units, has_targets):
        good = [run for run in runs if test(run)]
        if good:
            return good, [run for run in runs if run not in good]
    return [], list(runs)


def _left_out_doubts(nodes: Sequence[OutlineNode]) -> Iterator[Doubt]:
    for node in nodes:
        for line in [node, *node.children] if node.mark is None else [node]:
            if line.mark is None:
                continue
            text = line.head or line.text
            sentence = "这一段像是工作要求，没有作为事项；如是事项，请在“指标”表补上"
            yield Doubt(
                "未作为事项",
                f"第{line.line}行",
                f"{line.mark.printed} {text[:30]}",
                sentence,
                sentence_at(text, 0),
            )


def _gap_doubts(run: OutlineNode) -> Iterator[Doubt]:
    """Numbers that are skipped or repeated, counted within a heading or on through the list."""
    last_numbers: dict[str, int] = {}
    for parent in run.walk():
        previous = 0
        for child in parent.children:
            if child.mark is None:
                continue
            number, style = child.mark.number, child.mark.style
            if number not in {previous + 1, last_numbers.get(style, 0) + 1} and not (
                previous == 0 and number == 1
            ):
                before = previous or last_numbers.get(style, 0)
                sentence = f"编号不连续：前一个是{before}，这里是{number}，请核对是否漏读"
                yield Doubt(
                    "编号", f"第{child.line}行", child.mark.printed, sentence, child.head[:60]
                )
            previous = last_numbers[style] = number


def _heading_doubts(run: OutlineNode) -> Iterator[Doubt]:
    """Numbers in a heading that none of the items below repeats."""
    for node in run.walk():
        if node.children and node.mark and scan_targets(node.head):
            below = "".join(item.head + item.text for item in node.walk() if item is not node)
            numbers = [
                digits for digits in re.findall(r"\d[\d.]*", node.head) if digits not in below
            ]
            if numbers:
                sentence = "标题中的数字没有作为指标，请核对下面各项是否已包括"
                yield Doubt(
                    "未采用的数字", f"第{node.line}行", "、".join(numbers), sentence, node.head
                )
