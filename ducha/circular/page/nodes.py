"""The tree of a list: numbered lines, what belongs to each, and what kind of list it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ducha.circular.figures.quantities import AMOUNT, PERCENT, THING, find_quantities
from ducha.circular.model import Doubt
from ducha.circular.page.fields import Field
from ducha.circular.page.marks import Mark
from ducha.circular.vocabulary import REQUIREMENTS, UNIT_ROLES, WRAPPERS, alternation

_LONGEST_HEADING = 24
"""A longer heading is a task, whatever words it holds."""
_REQUIREMENT = re.compile(alternation(REQUIREMENTS))


@dataclass(slots=True)
class TextPart:
    """Text and, after it, who answers for it."""

    texts: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    @property
    def names_units(self) -> bool:
        """Whether units are named here."""
        return any(role in UNIT_ROLES for role, _ in self.fields)


@dataclass(slots=True)
class OutlineNode:
    """A numbered line with what belongs to it, being built.

    `mark` is None for a whole list, `line` counts from 1, `head` is the text behind the mark.
    """

    mark: Mark | None
    line: int
    head: str = ""
    parts: list[TextPart] = field(default_factory=lambda: [TextPart()])
    children: list[OutlineNode] = field(default_factory=list)

    @property
    def names_units(self) -> bool:
        """Whether the node itself names units."""
        return any(part.names_units for part in self.parts)

    @property
    def text(self) -> str:
        """What stands below its heading, without the items below."""
        return "".join(text for part in self.parts for text in part.texts)

    @property
    def fields(self) -> list[Field]:
        """Its labelled values, in order."""
        return [pair for part in self.parts for pair in part.fields]

    def walk(self) -> Iterator[OutlineNode]:
        """The node and everything below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Outline:
    """The lists of a document and the lines that belong to none."""

    runs: list[OutlineNode] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def scan_targets(text: str) -> bool:
    """Whether a text holds a number that may be a target."""
    return any(q.family in {THING, AMOUNT, PERCENT} and not q.single for q in find_quantities(text))


def is_requirement(node: OutlineNode) -> bool:
    """Whether a section asks for diligence (加强组织领导) and names no units."""
    title = re.split(r"[。，]", node.head)[0]
    below = list(node.walk())
    return (
        bool(_REQUIREMENT.search(title))
        and len(title) <= _LONGEST_HEADING
        and not any(n.names_units for n in below)
    )


def unwrap(run: OutlineNode) -> OutlineNode:
    """Take away an outer heading such as 二、重点任务 that only holds the real matters."""
    real = [node for node in run.children if not is_requirement(node)]
    if (
        len(real) == 1
        and len(run.children) > 1
        and len(real[0].children) > 1
        and re.search(alternation(WRAPPERS), real[0].head)
    ):
        return OutlineNode(None, run.line, children=real[0].children)
    return run


def has_units(run: OutlineNode) -> bool:
    """Whether any item of the run names units."""
    return any(node.names_units for node in run.walk())


def has_targets(run: OutlineNode) -> bool:
    """Whether any item of the run holds a number that may be a target."""
    return any(scan_targets(node.head + node.text) for node in run.walk())
