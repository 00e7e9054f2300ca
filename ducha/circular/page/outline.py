"""Numbered lines as a tree: headings above, items at the leaves, who answers beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ducha.circular.model import Doubt, TextLine
from ducha.circular.page import fields, marks
from ducha.circular.page.lines import ANNEX, FOOT, NOTE
from ducha.circular.page.marks import CIRCLED, Mark
from ducha.circular.page.nodes import Outline, OutlineNode, TextPart, scan_targets
from ducha.circular.vocabulary import LABEL, LABEL_ALONE, LABELS, SUPPORT, TASK, UNIT_ROLES

_LONGEST_TITLE = 60
_INSIDE = 2
"""A run and a matter: what is deeper on the stack stands inside a block."""
_UNITS = frozenset(UNIT_ROLES)
TITLE = re.compile(
    r"^[^，。；：]{4,70}?(?:清单|实事|项目|任务|分解表?|分工|方案|意见|台账|安排|事项|汇总表|一览表|目标|计划)(?:表)?(?:[（(][^（）()]{1,12}[）)])?$"
    r"|^[^，。；：]{2,20}[（(]\d{1,2}[件项][)）]$|^第[一二三四五]部分|关于[^，。；]{4,80}的?(?:公告|通知|意见|通告|方案|决定)$"
)


def build_outline(lines: Sequence[TextLine]) -> Outline:
    """Build the trees of one stretch of the document, one for every count that begins again."""
    return _Builder(lines).build()


class _Builder:
    """Walks over the lines once; the stack holds the path to the current node."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = lines
        self.outline = Outline()
        self.stack: list[OutlineNode] = []
        self.pending_role = ""
        self.shared: list[OutlineNode] = []

    def build(self) -> Outline:
        for index, line in enumerate(self.lines):
            if not line.cells:
                self._take(index, line)
        return self.outline

    def _take(self, index: int, line: TextLine) -> None:
        mark = marks.mark_at(line.text)
        shared = fields.read_shared(line.text)
        if shared:
            self._share(shared)
        elif mark and not (mark.style == CIRCLED and not self._points_name_units(index)):
            self._add_node(mark, line)
        elif self._is_foot(line.text) or self._is_title(line.text):
            self.stack = []
        elif NOTE.match(line.text) or not self.stack:
            self._doubt_unplaced(line)
        else:
            self._add_text(line)

    def _is_foot(self, text: str) -> bool:
        """Whether the foot of the document begins (主办 may also be a label of units)."""
        if ANNEX.match(text):
            return True
        if not FOOT.match(text):
            return False
        current = self.stack[-1] if self.stack else None
        return (
            not text.startswith(("主办", "承办", "落实"))
            or current is None
            or current.parts[-1].names_units
        )

    def _is_title(self, text: str) -> bool:
        current = self.stack[-1] if self.stack else None
        done = (
            current is None
            or current.parts[-1].names_units
            or bool("".join(current.parts[-1].texts).endswith("。"))
        )
        return (
            done
            and bool(TITLE.match(text))
            and len(text) < _LONGEST_TITLE
            and not scan_targets(re.sub(r"[（(][^（()）]*[)）]$", "", text))
        )

    def _points_name_units(self, index: int) -> bool:
        """Whether the circled points from here on name their own units (then they are items)."""
        for line in self.lines[index : index + 4]:
            if line is not self.lines[index] and marks.mark_at(line.text):
                break
            if fields.take_out_fields(line.text)[1] or any(
                role in UNIT_ROLES for role, _ in fields.fields_of_line(line.text)
            ):
                return True
        last = self.stack[-1] if self.stack else None
        return bool(last and last.mark and last.mark.style == CIRCLED)

    def _add_node(self, mark: Mark, line: TextLine) -> None:
        if self._takes_label(mark, line.text[mark.end :]):
            return
        text, bracketed = fields.take_out_fields(line.text[mark.end :])
        self.shared = []
        node = OutlineNode(mark, line.number, text.strip())
        node.parts[0].fields.extend(bracketed)
        while self.stack and not self._can_hold(mark):
            self.stack.pop()
        if not self.stack:
            self._begin_run(mark)
            self.stack = [self.outline.runs[-1]]
        self.stack[-1].children.append(node)
        self.stack.append(node)

    def _takes_label(self, mark: Mark, text: str) -> bool:
        """（二）责任单位 as a heading: what it names answers for the block that holds it."""
        alone, with_value = LABEL_ALONE.match(text), LABEL.match(text)
        label = alone or with_value
        if label is None or LABELS[label["label"]] in {TASK, ""}:
            return False
        while self.stack and not self._can_hold(mark):
            self.stack.pop()
        if not self.stack or self.stack[-1].mark is None:
            return False
        self.pending_role = LABELS[label["label"]] if alone else ""
        if with_value:
            self._add_fields(self.stack[-1], fields.fields_of_line(text))
        return True

    def _can_hold(self, mark: Mark) -> bool:
        """Whether the top of the stack can hold the mark: a run, or a node of another style."""
        top = self.stack[-1]
        if top.mark is None:
            last = top.children[-1].mark if top.children else None
            return last is None or last.style != mark.style or mark.number > 1 or last.number < 1
        return all(node.mark is None or node.mark.style != mark.style for node in self.stack)

    def _begin_run(self, mark: Mark) -> None:
        run = self.outline.runs[-1] if self.outline.runs else None
        first = run.children[0].mark if run and run.children else None
        last = run.children[-1].mark if run and run.children else None
        goes_on = first and last and first.style == mark.style and mark.number > last.number
        if not goes_on:
            self.outline.runs.append(OutlineNode(None, 0))

    def _add_text(self, line: TextLine) -> None:
        node = self.stack[-1]
        pending, self.pending_role = self.pending_role, ""
        if pending and not LABEL.match(line.text):
            node.parts[-1].fields.append((pending, line.text))
            return
        labelled = fields.fields_of_line(line.text)
        if labelled and self.shared and LABEL.match(line.text):
            for shared_node in self.shared:
                shared_node.parts[-1].fields.extend(labelled)
            return
        if labelled or fields.is_empty_label(line.text):
            self._add_fields(node, labelled)
            return
        text, bracketed = fields.take_out_fields(line.text)
        if node.parts[-1].names_units and text:
            node.parts.append(TextPart())
        node.parts[-1].texts.append(text)
        node.parts[-1].fields.extend(bracketed)

    def _add_fields(self, node: OutlineNode, new_fields: Sequence[fields.Field]) -> None:
        """A second 责任单位 below a point belongs to the block that holds it."""
        roles = {role for role, _ in node.parts[-1].fields}
        if (
            len(self.stack) > _INSIDE
            and self.stack[-2].mark
            and roles & {role for role, _ in new_fields} & _UNITS
        ):
            self.stack.pop()
            node = self.stack[-1]
        for role, value in new_fields:
            if role == TASK:
                node.parts[-1].texts.append(value)
            else:
                node.parts[-1].fields.append((role, value))

    def _share(self, shared: fields.SharedResponsibility) -> None:
        """Give the fields to every item meant; the labelled lines that follow are theirs too."""
        self.shared = [node for node in self._items_meant(shared) if not node.names_units]
        for node in self._items_meant(shared):
            roles = {role for role, _ in node.fields} & _UNITS
            closed = _UNITS if SUPPORT in roles else _UNITS - {SUPPORT} if roles else frozenset()
            node.parts[-1].fields.extend(pair for pair in shared.fields if pair[0] not in closed)

    def _items_meant(self, shared: fields.SharedResponsibility) -> list[OutlineNode]:
        """The items that one line speaks of: by number, the last so many, or the whole block."""
        run = self.outline.runs[-1] if self.outline.runs else OutlineNode(None, 0)
        leaves = [node for node in run.walk() if node.mark and not node.children]
        if shared.numbers:
            nearest = {n.mark.number: n for n in leaves if n.mark}
            return [nearest[number] for number in shared.numbers if number in nearest]
        if shared.count:
            return leaves[-shared.count :]
        block = run.children[-1:]
        return [leaf for node in block for leaf in node.walk() if not leaf.children]

    def _doubt_unplaced(self, line: TextLine) -> None:
        if TITLE.match(line.text) or FOOT.match(line.text) or ANNEX.match(line.text):
            return
        if (
            not self.outline.runs
            and not NOTE.match(line.text)
            and not scan_targets(re.sub(r"\d+件", "", line.text))
        ):
            return
        kind = "附注" if NOTE.match(line.text) else "未归入的行"
        sentence = "这一行没有归入任何事项，请看是否含有任务或责任单位"
        self.outline.doubts.append(
            Doubt(kind, f"第{line.number}行", line.text[:40], sentence, line.text)
        )
