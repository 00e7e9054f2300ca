"""Numbered lines as a tree: headings above, items at the leaves, who answers beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ducha.circular.model import Doubt, TextLine
from ducha.circular.page import fields, marks
from ducha.circular.page.lines import ANNEX, FOOT, NOTE
from ducha.circular.page.marks import CIRCLED, Mark
from ducha.circular.page.nodes import UNITS, Outline, OutlineNode, TextPart, scan_targets
from ducha.circular.vocabulary import LABEL, LABEL_ALONE, LABELS, SUPPORT, TASK

_LONGEST_TITLE = 60
_INSIDE = 2
"""A run and a matter: what is deeper on the stack stands inside a block."""
TITLE = re.compile(
    r"^[^，。；：]{4,70}?(?:清单|实事|项目|任务|分解表?|分工|方案|意见|台账|安排|事项|汇总表|一览表|目标|计划)(?:表)?(?:[（(][^（）()]{1,12}[）)])?$"
    r"|^[^，。；：]{2,20}[（(]\d{1,2}[件项][)）]$|^第[一二三四五]部分|关于[^，。；]{4,80}的?(?:公告|通知|意见|通告|方案|决定)$"
)


def build_outline(lines: Sequence[TextLine]) -> Outline:
    """Build the trees of one stretch of the document, a tree for every count that begins again."""
    return _Builder(lines).build()


class _Builder:
    """Walks over the lines once; the stack holds the path to the current node."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = lines
        self.out = Outline()
        self.stack: list[OutlineNode] = []
        self.pending = ""
        self.shared: list[OutlineNode] = []

    def build(self) -> Outline:
        for index, line in enumerate(self.lines):
            if not line.cells:
                self._take(index, line)
        return self.out

    def _take(self, index: int, line: TextLine) -> None:
        mark = marks.mark_at(line.text)
        given = fields.read_shared(line.text)
        if given:
            self._share(given)
        elif mark and not (mark.style == CIRCLED and not self._answers(index)):
            self._mark(mark, line)
        elif self._closes(line.text) or (self._is_title(line.text)):
            self.stack = []
        elif NOTE.match(line.text) or not self.stack:
            self._unplaced(line)
        else:
            self._text(line)

    def _closes(self, text: str) -> bool:
        """Whether the foot of the document begins (主办 may also be the label of a duty)."""
        if ANNEX.match(text):
            return True
        if not FOOT.match(text):
            return False
        current = self.stack[-1] if self.stack else None
        return (
            not text.startswith(("主办", "承办", "落实"))
            or current is None
            or current.parts[-1].named
        )

    def _is_title(self, text: str) -> bool:
        current = self.stack[-1] if self.stack else None
        done = (
            current is None
            or current.parts[-1].named
            or bool("".join(current.parts[-1].texts).endswith("。"))
        )
        return (
            done
            and bool(TITLE.match(text))
            and len(text) < _LONGEST_TITLE
            and not scan_targets(re.sub(r"[（(][^（()）]*[)）]$", "", text))
        )

    def _answers(self, index: int) -> bool:
        """Whether the circled points from here on name their own units (then they are items)."""
        for line in self.lines[index : index + 4]:
            if line is not self.lines[index] and marks.mark_at(line.text):
                break
            if fields.take_out_fields(line.text)[1] or any(
                r in UNITS for r, _ in fields.fields_of_line(line.text)
            ):
                return True
        last = self.stack[-1] if self.stack else None
        return bool(last and last.mark and last.mark.style == CIRCLED)

    def _mark(self, mark: Mark, line: TextLine) -> None:
        if self._labels(mark, line.text[mark.end :]):
            return
        text, given = fields.take_out_fields(line.text[mark.end :])
        self.shared = []
        node = OutlineNode(mark, line.number, text.strip())
        node.parts[0].fields.extend(given)
        while self.stack and not self._above(mark):
            self.stack.pop()
        if not self.stack:
            self._top(mark)
            self.stack = [self.out.runs[-1]]
        self.stack[-1].children.append(node)
        self.stack.append(node)

    def _labels(self, mark: Mark, text: str) -> bool:
        """（二）责任单位 as a heading: what it names answers for the block that holds it."""
        alone, found = LABEL_ALONE.match(text), LABEL.match(text)
        label = alone or found
        if label is None or LABELS[label["label"]] in {TASK, ""}:
            return False
        while self.stack and not self._above(mark):
            self.stack.pop()
        if not self.stack or self.stack[-1].mark is None:
            return False
        self.pending = LABELS[label["label"]] if alone else ""
        if found:
            self._fields(self.stack[-1], fields.fields_of_line(text))
        return True

    def _above(self, mark: Mark) -> bool:
        """Whether the top of the stack can hold the mark: a run, or a node of another style."""
        top = self.stack[-1]
        if top.mark is None:
            last = top.children[-1].mark if top.children else None
            return last is None or last.style != mark.style or mark.number > 1 or last.number < 1
        return all(node.mark is None or node.mark.style != mark.style for node in self.stack)

    def _top(self, mark: Mark) -> None:
        run = self.out.runs[-1] if self.out.runs else None
        first = run.children[0].mark if run and run.children else None
        last = run.children[-1].mark if run and run.children else None
        goes_on = first and last and first.style == mark.style and mark.number > last.number
        if not goes_on:
            self.out.runs.append(OutlineNode(None, 0))

    def _text(self, line: TextLine) -> None:
        node = self.stack[-1]
        pending, self.pending = self.pending, ""
        if pending and not LABEL.match(line.text):
            node.parts[-1].fields.append((pending, line.text))
            return
        whole = fields.fields_of_line(line.text)
        if whole and self.shared and LABEL.match(line.text):
            for one in self.shared:
                one.parts[-1].fields.extend(whole)
            return
        if whole or fields.is_empty_label(line.text):
            self._fields(node, whole)
            return
        text, given = fields.take_out_fields(line.text)
        if node.parts[-1].named and text:
            node.parts.append(TextPart())
        node.parts[-1].texts.append(text)
        node.parts[-1].fields.extend(given)

    def _fields(self, node: OutlineNode, given: Sequence[fields.Field]) -> None:
        """A second 责任单位 below a point belongs to the block that holds it."""
        have = {role for role, _ in node.parts[-1].fields}
        if (
            len(self.stack) > _INSIDE
            and self.stack[-2].mark
            and have & {role for role, _ in given} & UNITS
        ):
            self.stack.pop()
            node = self.stack[-1]
        for role, value in given:
            if role == TASK:
                node.parts[-1].texts.append(value)
            else:
                node.parts[-1].fields.append((role, value))

    def _share(self, given: fields.SharedResponsibility) -> None:
        """Give the fields to every item meant; the labelled lines that follow are theirs too."""
        self.shared = [node for node in self._meant(given) if not node.named]
        for node in self._meant(given):
            have = {role for part in node.parts for role, _ in part.fields} & UNITS
            closed = UNITS if SUPPORT in have else UNITS - {SUPPORT} if have else set()
            node.parts[-1].fields.extend(f for f in given.fields if f[0] not in closed)

    def _meant(self, given: fields.SharedResponsibility) -> list[OutlineNode]:
        """The items that one line speaks of: by number, the last so many, or the whole block."""
        run = self.out.runs[-1] if self.out.runs else OutlineNode(None, 0)
        leaves = [node for node in run.walk() if node.mark and not node.children]
        if given.numbers:
            nearest = {n.mark.number: n for n in leaves if n.mark}
            return [nearest[number] for number in given.numbers if number in nearest]
        if given.count:
            return leaves[-given.count :]
        block = run.children[-1:]
        return [leaf for node in block for leaf in node.walk() if not leaf.children]

    def _unplaced(self, line: TextLine) -> None:
        if TITLE.match(line.text) or FOOT.match(line.text) or ANNEX.match(line.text):
            return
        if (
            not self.out.runs
            and not NOTE.match(line.text)
            and not scan_targets(re.sub(r"\d+件", "", line.text))
        ):
            return
        kind = "附注" if NOTE.match(line.text) else "未归入的行"
        sentence = "这一行没有归入任何事项，请看是否含有任务或责任单位"
        self.out.doubts.append(
            Doubt(kind, f"第{line.number}行", line.text[:40], sentence, line.text)
        )
