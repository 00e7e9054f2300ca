"""Items from the tree: each leaf with its text, its duty (or the one it inherits), its deadline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ducha.circular.bodies import responsibility
from ducha.circular.model import CircularItem, Doubt, Responsibility
from ducha.circular.page.fields import Field
from ducha.circular.page.nodes import OutlineNode, TextPart, scan_targets
from ducha.circular.vocabulary import DEADLINE, LABELS, OTHER, PEOPLE, TASK

_WHO = re.compile(
    r"[（(][^（()）]*(?:负责|牵头|配合|落实)[^（()）]{0,6}[)）]。?$|由[^，。；]*(?:负责|牵头|配合|落实)。?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inherited:
    """What an item inherits: its matter, the numerals on its path, duty and deadline."""

    list_no: int
    matter_no: str = ""
    matter: str = ""
    path: tuple[str, ...] = ()
    duty: Responsibility | None = None
    deadline: str = ""
    all_lead: bool = False


def items_of(run: OutlineNode, above: Inherited) -> Iterator[CircularItem]:
    """Yield the items of one list, in order."""
    for node in run.children:
        yield from _matter(node, above)


def _matter(node: OutlineNode, above: Inherited) -> Iterator[CircularItem]:
    number = node.mark.printed if node.mark else ""
    here = replace(above, matter_no=number, matter=title_of(node.head), path=(number,))
    if not node.children:
        yield from _leaf_matter(node, here)
        return
    yield from _inner(node, here)


def _leaf_matter(node: OutlineNode, here: Inherited) -> Iterator[CircularItem]:
    """A matter without numbered items: its paragraphs count 1, 2, and so on."""
    filled = [part for part in node.parts if any(part.texts) and not _afterthought(part, node)]
    if not filled:
        yield _item(node, here, "1", node.head, node.parts[0])
        return
    heading = not re.search(r"[。；]", node.head) and len(node.head) <= 60  # noqa: PLR2004 - a heading is short
    for order, part in enumerate(filled, 1):
        text = "".join(part.texts) if heading else node.head + "".join(part.texts)
        common = TextPart(
            fields=[*(node.parts[0].fields if part is not node.parts[0] else []), *part.fields]
        )
        item = _item(node, here, str(order), text, part if part.named else common)
        yield replace(item, title=node.head if heading and order == 1 else "")


def _afterthought(part: TextPart, node: OutlineNode) -> bool:
    """A line after the units that holds neither a figure nor units is no item of its own."""
    if part is node.parts[0] or part.named or not any(p.named for p in node.parts):
        return False
    return not scan_targets("".join(part.texts))


def _inner(node: OutlineNode, here: Inherited) -> Iterator[CircularItem]:
    """A heading with numbered items below: its own fields are theirs where they have none."""
    here = _inheriting(node, here)
    intro = "".join(text for part in node.parts for text in part.texts)
    if scan_targets(intro):
        yield _item(node, here, "0", intro, node.parts[0])
    shared = _of_block(node, here)
    here = replace(here, duty=here.duty or shared.duty, deadline=here.deadline or shared.deadline)
    for child in node.children:
        below = replace(here, path=(*here.path, child.mark.printed if child.mark else ""))
        if child.children:
            yield from _inner(child, below)
        else:
            yield _numbered(child, below)


def _inheriting(node: OutlineNode, here: Inherited) -> Inherited:
    given = [pair for part in node.parts for pair in part.fields]
    duty = responsibility.responsibility_of_fields(given, all_lead=here.all_lead)
    duty = duty or responsibility.read_phrase(re.sub(r"[（(]\d+[件项][）)]$", "", node.head))
    return replace(here, duty=duty or here.duty, deadline=_deadline(given) or here.deadline)


def _of_block(node: OutlineNode, here: Inherited) -> Inherited:
    """One responsibility at the end of a block of items is everyone's, its deadline too."""
    leaves = [n for n in node.walk() if n is not node and not n.children]
    named = [n for n in leaves if n.named]
    if len(named) == 1 and named[0] is leaves[-1] and not any(map(_says_who, leaves[:-1])):
        return _inheriting(named[0], replace(here, duty=None, deadline=""))
    return replace(here, duty=None, deadline="")


def _says_who(node: OutlineNode) -> bool:
    """Whether an item ends with who answers, in words that could not be read."""
    text = "".join([node.head, *(text for part in node.parts for text in part.texts)])
    return bool(_WHO.search(text))


def _numbered(node: OutlineNode, here: Inherited) -> CircularItem:
    texts = [text for part in node.parts for text in part.texts if text]
    title = node.head if texts and not re.search(r"[。；]", node.head) else ""
    label = bool(texts) and LABELS.get(node.head.rstrip("：")) == TASK
    glue = "。" if title and title[-1] not in "：:，、" else ""
    title, head = ("", "") if label else (title, node.head + glue)
    text = head + "".join(texts)
    whole = TextPart(fields=[pair for part in node.parts for pair in part.fields])
    number = node.mark.printed if node.mark else "1"
    return replace(_item(node, here, number, text, whole), title=title)


def _item(
    node: OutlineNode, here: Inherited, number: str, text: str, part: TextPart
) -> CircularItem:
    own = responsibility.responsibility_of_fields(part.fields, all_lead=here.all_lead)
    return CircularItem(
        list_no=here.list_no,
        path=here.path,
        matter_no=here.matter_no,
        matter=here.matter,
        number=number,
        text=text.strip(),
        duty=own or here.duty,
        deadline=_deadline(part.fields) or here.deadline,
        line=node.line,
        remarks=tuple(_asides(part.fields)),
    )


def _deadline(given: Sequence[Field]) -> str:
    return "；".join(value for role, value in given if role == DEADLINE)


def _asides(given: Sequence[Field]) -> Iterator[Doubt]:
    """Persons are no units; a figure beside a deadline is no target of its own."""
    for role, value in given:
        if role == PEOPLE:
            yield Doubt("责任领导", "", value, "人员不作为责任单位，没有写入台账", value)
        elif role == OTHER and re.search(r"\d", value):
            sentence = "投资、资金、地点一行没有作为指标；如是目标，请在“指标”表补一行"
            yield Doubt("未采用的数字", "", value, sentence, value)
        elif role == DEADLINE and scan_targets(value):
            sentence = "完成时限里的数字没有作为指标；如是目标，请在“指标”表补一行"
            yield Doubt("未采用的数字", "", value, sentence, value)


def title_of(head: str) -> str:
    """A matter's title: the heading, or what stands before the first full stop or colon."""
    first = re.split(r"[。：；]", head)[0]
    if len(first) > 40 and "，" in first:  # noqa: PLR2004 - a title fits a cell
        first = first.split("，")[0]
    return first.rstrip("，、")
