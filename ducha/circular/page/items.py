"""Items from the tree: each leaf with its text, who answers (or answers above it), by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ducha.circular.bodies.responsibility import read_phrase, responsibility_of_fields
from ducha.circular.model import CircularItem, Doubt, Responsibility
from ducha.circular.page.fields import Field
from ducha.circular.page.nodes import OutlineNode, TextPart, scan_targets
from ducha.circular.vocabulary import DEADLINE, LABELS, OTHER, PEOPLE, TASK

_WHO = re.compile(
    r"[（(][^（()）]*(?:负责|牵头|配合|落实)[^（()）]{0,6}[)）]。?$|由[^，。；]*(?:负责|牵头|配合|落实)。?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What an item inherits: its matter, the numerals on its path, responsibility, deadline."""

    list_no: int
    matter_no: str = ""
    matter: str = ""
    path: tuple[str, ...] = ()
    responsibility: Responsibility | None = None
    deadline: str = ""
    all_lead: bool = False


def items_of(run: OutlineNode, inherited: Inherited) -> Iterator[CircularItem]:
    """Yield the items of one list, in order."""
    for node in run.children:
        yield from _items_of_matter(node, inherited)


def _items_of_matter(node: OutlineNode, inherited: Inherited) -> Iterator[CircularItem]:
    number = node.mark.printed if node.mark else ""
    inherited = replace(inherited, matter_no=number, matter=title_of(node.head), path=(number,))
    if not node.children:
        yield from _items_of_leaf(node, inherited)
        return
    yield from _items_below(node, inherited)


def _items_of_leaf(node: OutlineNode, inherited: Inherited) -> Iterator[CircularItem]:
    """A matter without numbered items: its paragraphs count 1, 2, and so on."""
    filled = [part for part in node.parts if any(part.texts) and not _is_afterthought(part, node)]
    if not filled:
        yield _item(node, inherited, "1", node.head, node.parts[0])
        return
    heading = not re.search(r"[。；]", node.head) and len(node.head) <= 60  # noqa: PLR2004 - a heading is short
    for order, part in enumerate(filled, 1):
        text = "".join(part.texts) if heading else node.head + "".join(part.texts)
        common = TextPart(
            fields=[*(node.parts[0].fields if part is not node.parts[0] else []), *part.fields]
        )
        item = _item(node, inherited, str(order), text, part if part.names_units else common)
        yield replace(item, title=node.head if heading and order == 1 else "")


def _is_afterthought(part: TextPart, node: OutlineNode) -> bool:
    """A line after the units that holds neither a target nor units is no item of its own."""
    if part is node.parts[0] or part.names_units or not any(p.names_units for p in node.parts):
        return False
    return not scan_targets("".join(part.texts))


def _items_below(node: OutlineNode, inherited: Inherited) -> Iterator[CircularItem]:
    """A heading with numbered items below: its own fields are theirs where they have none."""
    inherited = _with_fields(node, inherited)
    if scan_targets(node.text):
        yield _item(node, inherited, "0", node.text, node.parts[0])
    shared = _given_by_block(node, inherited)
    inherited = replace(
        inherited,
        responsibility=inherited.responsibility or shared.responsibility,
        deadline=inherited.deadline or shared.deadline,
    )
    for child in node.children:
        below = replace(inherited, path=(*inherited.path, child.mark.printed if child.mark else ""))
        if child.children:
            yield from _items_below(child, below)
        else:
            yield _numbered_item(child, below)


def _with_fields(node: OutlineNode, inherited: Inherited) -> Inherited:
    """Let the node's own responsibility and deadline replace what it inherits."""
    responsibility = responsibility_of_fields(node.fields, all_lead=inherited.all_lead)
    responsibility = responsibility or read_phrase(re.sub(r"[（(]\d+[件项][）)]$", "", node.head))
    return replace(
        inherited,
        responsibility=responsibility or inherited.responsibility,
        deadline=_deadline(node.fields) or inherited.deadline,
    )


def _given_by_block(node: OutlineNode, inherited: Inherited) -> Inherited:
    """One responsibility at the end of a block of items is everyone's, its deadline too."""
    leaves = [n for n in node.walk() if n is not node and not n.children]
    named = [n for n in leaves if n.names_units]
    if len(named) == 1 and named[0] is leaves[-1] and not any(map(_says_who, leaves[:-1])):
        return _with_fields(named[0], replace(inherited, responsibility=None, deadline=""))
    return replace(inherited, responsibility=None, deadline="")


def _says_who(node: OutlineNode) -> bool:
    """Whether an item ends with who answers, in words that could not be read."""
    return bool(_WHO.search(node.head + node.text))


def _numbered_item(node: OutlineNode, inherited: Inherited) -> CircularItem:
    title = node.head if node.text and not re.search(r"[。；]", node.head) else ""
    label = bool(node.text) and LABELS.get(node.head.rstrip("：")) == TASK
    glue = "。" if title and title[-1] not in "：:，、" else ""
    title, head = ("", "") if label else (title, node.head + glue)
    whole = TextPart(fields=node.fields)
    number = node.mark.printed if node.mark else "1"
    return replace(_item(node, inherited, number, head + node.text, whole), title=title)


def _item(
    node: OutlineNode, inherited: Inherited, number: str, text: str, part: TextPart
) -> CircularItem:
    responsibility = responsibility_of_fields(part.fields, all_lead=inherited.all_lead)
    return CircularItem(
        list_no=inherited.list_no,
        path=inherited.path,
        matter_no=inherited.matter_no,
        matter=inherited.matter,
        number=number,
        text=text.strip(),
        responsibility=responsibility or inherited.responsibility,
        deadline=_deadline(part.fields) or inherited.deadline,
        line=node.line,
        remarks=tuple(_aside_doubts(part.fields)),
    )


def _deadline(fields: Sequence[Field]) -> str:
    return "；".join(value for role, value in fields if role == DEADLINE)


def _aside_doubts(fields: Sequence[Field]) -> Iterator[Doubt]:
    """Persons are no units; a number beside a deadline or an investment is no target."""
    for role, value in fields:
        if role == PEOPLE:
            yield person_doubt("", value, value)
        elif role == OTHER and re.search(r"\d", value):
            sentence = "投资、资金、地点一行没有作为指标；如是目标，请在“指标”表补一行"
            yield Doubt("未采用的数字", "", value, sentence, value)
        elif role == DEADLINE and scan_targets(value):
            sentence = "完成时限里的数字没有作为指标；如是目标，请在“指标”表补一行"
            yield Doubt("未采用的数字", "", value, sentence, value)


def person_doubt(place: str, person: str, source: str) -> Doubt:
    """Persons (责任领导) are no units; whom the circular names is listed."""
    return Doubt("责任领导", place, person, "人员不作为责任单位，没有写入台账", source)


def title_of(head: str) -> str:
    """A matter's title: the heading, or what stands before the first full stop or colon."""
    first = re.split(r"[。：；]", head)[0]
    if len(first) > 40 and "，" in first:  # noqa: PLR2004 - a title fits a cell
        first = first.split("，")[0]
    return first.rstrip("，、")
