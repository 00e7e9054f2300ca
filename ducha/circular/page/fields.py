"""What stands at the edge of an item's text: labelled lines, brackets that name units."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ducha.circular.bodies import responsibility
from ducha.circular.vocabulary import (
    DEADLINE,
    LABEL,
    LABELS,
    LEAD_LABELS,
    RESPONSIBLE,
    RESPONSIBLE_LABELS,
    TASK,
    alternation,
)
from ducha.values.numerals import read_ordinal

Field = tuple[str, str]
"""A role (of `vocabulary`) and its value as printed."""
_WHEN = re.compile(
    r"(?:于|在)?(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|底|末|份)?|年底|全年|年内)(?:之?前|以前)?"
    r"(?:[\u4e00-\u9fff]{0,6})[，；。]?$"
)
_CLOSINGS = (
    re.compile(r"，(由[^。；]{4,200}?(?:负责|牵头|配合|落实|实施)[^。；]{0,20})。?$"),
    re.compile(r"(?:^|[。；])([^。；]{4,200}?(?:负责|牵头|配合|落实|实施)[^。；]{0,12})。?$"),
)
_STATED = re.compile(
    rf"(?:^|[。；])(?P<label>{alternation(LEAD_LABELS + RESPONSIBLE_LABELS)})[为是]"
    r"(?P<who>[^。；]{2,200})。?$"
)
"""责任单位为甲局、乙局。"""
_SHARED = re.compile(
    r"^[（(]?(?:(?P<above>以上|上述)(?!第)(?P<count>\d{1,2}|[一二三四五六七八九十两]{1,3})?(?:[项件条个]|各项|所有|全部)?"
    r"|(?:以上|上述)?第(?P<list>[\d一二三四五六七八九十、，和及—–\-至第项件条]{1,40})[项件条])(?:民生实事|实事|工作任务|工作|任务|事项|项目)?(?:的)?[，,]?(?=(?:均|统一|分别)?由|责任|牵头|实施|落实|承办|主办|主管|配合|协办|协同|协助|参与|参加)"
)


@dataclass(frozen=True, slots=True)
class SharedResponsibility:
    """One responsibility for several items: the last `count`, or those numbered so."""

    fields: tuple[Field, ...]
    count: int | None
    numbers: tuple[int, ...]


def read_shared(text: str) -> SharedResponsibility | None:
    """Read 以上3项责任单位：… or 第25、26件由…负责; None when the line is something else."""
    match = _SHARED.match(text)
    if not match:
        return None
    words = re.sub(r"^(?:均|统一|分别)", "", text[match.end() :]).rstrip("。）)")
    fields = fields_of_line(words)
    if not fields:
        return None
    count = read_ordinal(match["count"]) if match["count"] else None
    return SharedResponsibility(fields, count, _numbers(match["list"] or ""))


def _numbers(text: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in re.split(r"[、，和及]", text):
        printed = re.findall(r"\d+|[一二三四五六七八九十]+", part)
        ends = [number for numeral in printed if (number := read_ordinal(numeral))]
        numbers.extend(range(ends[0], ends[-1] + 1) if ends else ())
    return tuple(numbers)


def fields_of_line(text: str) -> tuple[Field, ...]:
    """Fields of a whole line that holds nothing else; empty when it holds text."""
    label = LABEL.match(text)
    if label:
        inner = text.strip("（()）【】[]") if text[0] in "（(" else text
        return tuple((role or TASK, value) for role, value in responsibility.split_labels(inner))
    inner = re.sub(r"^[（(](.*)[）)][。]?$", r"\1", text)
    return _phrase_fields(inner)


def _phrase_fields(text: str) -> tuple[Field, ...]:
    if LABEL.search(text):
        named = responsibility.read_phrase(text) is not None
        return tuple(p for p in responsibility.split_labels(text) if p[0]) if named else ()
    fields = _with_deadline(text)
    return fields if responsibility.read_phrase(fields[0][1]) is not None else ()


def _with_deadline(text: str) -> tuple[Field, ...]:
    """甲局牵头，乙局配合，10月底前完工: what says when is no unit."""
    pieces = re.split(r"(?<=[，；])", text)
    when = [piece for piece in pieces if _WHEN.match(piece)]
    who = "".join(piece for piece in pieces if piece not in when)
    return ((RESPONSIBLE, who), *((DEADLINE, piece.strip("，；。")) for piece in when))


def is_empty_label(text: str) -> bool:
    """Whether the line is a label with nothing after it."""
    match = LABEL.match(text)
    return match is not None and match.end() == len(text)


def take_out_fields(text: str) -> tuple[str, tuple[Field, ...]]:
    """Take the brackets and the closing sentence that name who answers out of an item's text.

    Returns:
        The text without them, and their fields in the order of the text.
    """
    fields: list[Field] = []
    for start, end in reversed(_brackets(text)):
        bracketed = _bracket_fields(text[start + 1 : end])
        if bracketed:
            fields = [*bracketed, *fields]
            text = text[:start] + text[end + 1 :]
    text, last = _closing_sentence(re.sub(r"([。；])[。；]+", r"\1", text))
    return text, (*fields, *last)


def _bracket_fields(inner: str) -> tuple[Field, ...]:
    if LABEL.match(inner) and LABELS[LABEL.match(inner)["label"]] != TASK:  # type: ignore[index] # it matched
        return tuple(responsibility.split_labels(inner))
    return _phrase_fields(inner)


def _brackets(text: str) -> list[tuple[int, int]]:
    """Outer bracket pairs, in order."""
    pairs, depth, start = [], 0, 0
    for index, char in enumerate(text):
        if char in "（(【[〔":
            start = start if depth else index
            depth += 1
        elif char in "）)】]〕" and depth:
            depth -= 1
            if not depth:
                pairs.append((start, index))
    return pairs


def _closing_sentence(text: str) -> tuple[str, tuple[Field, ...]]:
    labelled = _STATED.search(text)
    if labelled and responsibility.read_phrase(labelled["who"]) is not None:
        return text[: labelled.start("label")], ((LABELS[labelled["label"]], labelled["who"]),)
    for form in _CLOSINGS:
        match = form.search(text)
        fields = _with_deadline(match[1]) if match else ()
        if match and responsibility.read_phrase(fields[0][1]) is not None:
            return re.sub(r"，$", "。", text[: match.start(1)]), fields
    return text, ()
