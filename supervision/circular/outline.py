"""Numbered lines as a tree: headings above, items at the leaves, who answers beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from supervision.circular import fields, marks
from supervision.circular.fields import Field
from supervision.circular.lines import ANNEX, FOOT, LABEL, LABEL_ALONE, NOTE
from supervision.circular.marks import BIG, CIRCLED, Mark
from supervision.circular.model import Doubt, Line
from supervision.circular.quantities import AMOUNT, PERCENT, THING, scan
from supervision.circular.vocabulary import (
    DEADLINE,
    DUTY,
    LABELS,
    LEAD,
    PEOPLE,
    REQUIREMENTS,
    SUPPORT,
    TASK,
    WRAPPERS,
    either,
)

_LONGEST_TITLE = 60
_INSIDE = 2
"""A run and a matter: what is deeper on the stack stands inside a block."""
UNITS = {LEAD, DUTY, SUPPORT}
TITLE = re.compile(
    r"^[^，。；：]{4,70}?(?:清单|实事|项目|任务|分解表?|分工|方案|意见|台账|安排|事项|汇总表|一览表|目标|计划)(?:表)?(?:[（(][^（）()]{1,12}[）)])?$"
    r"|^[^，。；：]{2,20}[（(]\d{1,2}[件项][)）]$|^第[一二三四五]部分|关于[^，。；]{4,80}的?(?:公告|通知|意见|通告|方案|决定)$"
)
_REQUIREMENT = re.compile(either(REQUIREMENTS))


@dataclass(slots=True)
class Part:
    """Text and, after it, who answers for it."""

    texts: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    @property
    def named(self) -> bool:
        """Whether units are named here."""
        return any(role in UNITS for role, _ in self.fields)


@dataclass(slots=True)
class Node:
    """A numbered line with what belongs to it, being built."""

    mark: Mark | None
    line: int
    head: str = ""
    parts: list[Part] = field(default_factory=lambda: [Part()])
    children: list[Node] = field(default_factory=list)

    @property
    def named(self) -> bool:
        """Whether the node itself names units."""
        return any(part.named for part in self.parts)

    def walk(self) -> Iterator[Node]:
        """The node and everything below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Outline:
    """The lists of a document and the lines that belong to none."""

    runs: list[Node] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def outline(lines: Sequence[Line]) -> Outline:
    """Build the trees of one stretch of the document, a tree for every count that begins again."""
    return _Builder(lines).build()


class _Builder:
    """Walks over the lines once; the stack holds the path to the current node."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.out = Outline()
        self.stack: list[Node] = []
        self.pending = ""

    def build(self) -> Outline:
        for index, line in enumerate(self.lines):
            if not line.cells:
                self._take(index, line)
        return self.out

    def _take(self, index: int, line: Line) -> None:
        mark = marks.at(line.text)
        given = fields.shared(line.text)
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
            if line is not self.lines[index] and marks.at(line.text):
                break
            if fields.taken_out(line.text)[1] or any(
                r in UNITS for r, _ in fields.of_line(line.text)
            ):
                return True
        last = self.stack[-1] if self.stack else None
        return bool(last and last.mark and last.mark.style == CIRCLED)

    def _mark(self, mark: Mark, line: Line) -> None:
        if self._labels(mark, line.text[mark.end :]):
            return
        text, given = fields.taken_out(line.text[mark.end :])
        node = Node(mark, line.number, text.strip())
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
            self._fields(self.stack[-1], fields.of_line(text))
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
            self.out.runs.append(Node(None, 0))

    def _text(self, line: Line) -> None:
        node = self.stack[-1]
        if self.pending:
            node.parts[-1].fields.append((self.pending, line.text))
            self.pending = ""
            return
        whole = fields.of_line(line.text)
        if whole or fields.is_empty_label(line.text):
            self._fields(node, whole)
            return
        text, given = fields.taken_out(line.text)
        if node.parts[-1].named and text:
            node.parts.append(Part())
        node.parts[-1].texts.append(text)
        node.parts[-1].fields.extend(given)

    def _fields(self, node: Node, given: Sequence[Field]) -> None:
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

    def _share(self, given: fields.Shared) -> None:
        for node in self._meant(given):
            node.parts[-1].fields.extend(
                f for f in given.fields if not node.named or f[0] not in UNITS
            )

    def _meant(self, given: fields.Shared) -> list[Node]:
        """The items that one line speaks of: by number, the last so many, or the whole block."""
        run = self.out.runs[-1] if self.out.runs else Node(None, 0)
        leaves = [node for node in run.walk() if node.mark and not node.children]
        if given.numbers:
            return [n for n in leaves if n.mark and n.mark.number in given.numbers]
        if given.count:
            return leaves[-given.count :]
        block = run.children[-1:]
        return [leaf for node in block for leaf in node.walk() if not leaf.children]

    def _unplaced(self, line: Line) -> None:
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


def scan_targets(text: str) -> bool:
    """Whether a text holds a number that may be a target."""
    return any(q.family in {THING, AMOUNT, PERCENT} and not q.single for q in scan(text))


def is_requirement(node: Node) -> bool:
    """Whether a section asks for diligence (加强组织领导) and names neither units nor figures."""
    title = re.split(r"[。，]", node.head)[0]
    below = list(node.walk())
    return bool(_REQUIREMENT.search(title)) and len(title) <= 24 and not any(n.named for n in below)  # noqa: PLR2004


def unwrapped(run: Node) -> Node:
    """Take away an outer heading such as 二、重点任务 that only holds the real matters."""
    real = [node for node in run.children if not is_requirement(node)]
    if (
        len(real) == 1
        and len(run.children) > 1
        and len(real[0].children) > 1
        and re.search(either(WRAPPERS), real[0].head)
    ):
        return Node(None, run.line, children=real[0].children)
    return run


def answered(run: Node) -> bool:
    """Whether any item of the run names units."""
    return any(node.named for node in run.walk())


def counted(run: Node) -> bool:
    """Whether any item of the run holds a number that may be a target."""
    return any(
        scan_targets("".join([n.head, *(t for p in n.parts for t in p.texts)])) for n in run.walk()
    )


__all__ = [
    "BIG",
    "DEADLINE",
    "PEOPLE",
    "UNITS",
    "Node",
    "Outline",
    "Part",
    "answered",
    "counted",
    "is_requirement",
    "outline",
    "scan_targets",
    "unwrapped",
]
