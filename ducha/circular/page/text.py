"""A circular's text as paragraphs: hard wraps joined, what one line runs together cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ducha.circular.model import TextLine
from ducha.circular.page import marks
from ducha.circular.page.lines import ANNEX, ENDS, FOOT, NOTE, NUMBER_OF_DOCUMENT
from ducha.circular.page.sequence import clear_marks
from ducha.circular.vocabulary import LABEL, LABEL_ALONE

_RUN_ON = 160
"""Characters per line above which a text is a copy without line breaks."""
_SHORTEST_WRAP = 18
"""Lines of a hard-wrapped text have more characters."""
_OFTEN = 6
"""So many lines of much the same length are hard-wrapped."""
_TITLE_REST = 6
"""The last words of a title that go on the next line are no more characters."""
_SHORT = 12
"""A shorter line ends its block: a heading, a signature."""
_UNITS_LINE = 60
"""A line of units below a label is shorter."""
_SPAN = 5
"""A label that a line break splits has so many characters above it at most."""
_OWN_START = re.compile(
    r"^(?:以上\d*|上述|(?:计量)?单位[：:]|由[\u4e00-\u9fff]{2,12}(?:局|委|办|厅|部)"
    r"|[（(](?:市|省|责任|牵头|由|县|区|各)|第[\d一二三四五六七八九十、和及至—-]+[项件])"
)
_OPENING = re.compile(
    r"全年|今年|本年|20\d\d年|年底|持续|对|为|在|按|大力|深入|新建|完成|开展|组织|实施|推进"
)
_EDGE = re.compile(
    r"(?<=[。）日室府])附件(?=20\d\d年|[\d一二][：:])"
    r"|(?<=[。室府会])20\d\d年\d{1,2}月\d{1,2}日(?=附件|[（(]|$)"
)
_SHARED = re.compile(
    r"[（(]?(?:以上|上述|第[\d一二三四五六七八九十、，和及—–\-至第项件条]{1,40}[项件条])[^，。；：]{0,12}："
)
"""Where one line answers for several items: 第三、四项责任单位：."""
_OPEN, _CLOSE = "（(〔[【", "）)〕]】"
_TITLE_END = re.compile(
    r"(?:通知|方案|清单|意见|公告|决定|分解表?|分工|任务|实事|项目|计划|安排|台账|一览表)$"
)
_UNIT_END = re.compile(
    r"(?:[局委办厅部会联社司院队府县区旗处]|中心|集团|公司)(?:[）)]|负责|牵头|配合)?[。；]?$"
)


def paragraphs(lines: list[TextLine]) -> tuple[TextLine, ...]:
    """Join hard-wrapped lines into paragraphs, and cut what one line runs together."""
    joined = _join(clear_marks(lines))
    run_on = sum(len(line.text) for line in joined) > _RUN_ON * max(1, len(joined))
    return tuple(piece for line in joined for piece in _cut(line, run_on=run_on))


def _join(lines: Iterable[TextLine]) -> list[TextLine]:
    """Join hard-wrapped lines; what begins a paragraph of its own stays apart."""
    joined: list[TextLine] = []
    width = _wrap_width(lines := list(lines))
    for line in lines:
        if joined and _continues(joined[-1], line, width):
            last = joined[-1]
            joined[-1] = TextLine(last.number, last.text + _glue(last.text, line.text) + line.text)
        else:
            joined.append(line)
    return joined


def _glue(before: str, after: str) -> str:
    """Units on lines of their own below a label are peers: put 、 between them."""
    whole = _field_value(before)
    peers = whole and _ends_unit(whole) and _ends_unit(after) and after[0] not in "、，；,;（("
    return "、" if peers else ""


def _field_value(text: str) -> str:
    match = LABEL.match(text)
    return text[match.end() :] if match else ""


def _ends_unit(text: str) -> bool:
    return bool(_UNIT_END.search(text))


def _wrap_width(lines: list[TextLine]) -> int:
    """The usual length of a hard-wrapped line; 0 where the text is not wrapped."""
    sizes = (len(line.text) for line in lines if not line.cells)
    lengths = Counter(size for size in sizes if size > _SHORTEST_WRAP)
    near = {size: sum(lengths[size + d] for d in (-2, -1, 0, 1)) for size in lengths}
    best = max(near, key=lambda size: (near[size], size), default=0)
    longest = max(lengths, default=0)
    return best if near.get(best, 0) >= _OFTEN and longest <= best + 4 else 0


def _continues(last: TextLine, line: TextLine, width: int) -> bool:
    if last.cells or line.cells:
        return False
    if _splits_label(last.text, line.text):
        return True
    if _begins(line.text, last.text):
        return False
    if LABEL.fullmatch(last.text) or LABEL_ALONE.match(last.text):
        return True
    if _field_value(last.text):
        return _value_goes_on(last.text, line.text)
    return _sentence_goes_on(last.text, line.text, width)


def _splits_label(before: str, text: str) -> bool:
    """Whether the line break stands inside 责任单位：."""
    edge = min(_SPAN, len(before))
    match = LABEL.search(before[-_SPAN:] + text[:9])
    return match is not None and match.start() < edge < match.end() - 1


def _begins(text: str, before: str) -> bool:
    """Whether a line starts something of its own."""
    mark = marks.mark_at(text)
    if mark:
        return mark.end < len(text) or before[-1:] in ENDS + "）)"
    if NUMBER_OF_DOCUMENT.fullmatch(text):
        return True
    starts = (LABEL, LABEL_ALONE, ANNEX, FOOT, NOTE, _OWN_START)
    return any(start.match(text) for start in starts)


def _value_goes_on(before: str, text: str) -> bool:
    if before[-1] in "、，,；;（(和及" or before.count("（") > before.count("）"):
        return True
    if before[-1] == "。":
        return False
    if _ends_unit(text) and len(text) < _UNITS_LINE:
        return True
    return not _ends_unit(before) and not re.search(r"[月前年度]$", before)


def _sentence_goes_on(before: str, text: str, width: int) -> bool:
    if before[-1] in ENDS:
        return False
    if before[-1] in "、，,和与的及" or _is_open(before) or _goes_on_with_number(before, text):
        return True
    mark = marks.mark_at(before)
    full = bool(width) and len(before) >= width - 1
    if mark and not re.search(r"[，。；]", before):
        return full or _heading_goes_on(before[mark.end :], text)
    if ANNEX.match(before) or _is_title(before):
        return full or len(text) <= _TITLE_REST
    return not _ends_block(before)


def _heading_goes_on(heading: str, text: str) -> bool:
    """A bare number waits for its text; a heading with a number in it is a broken sentence."""
    return not heading or (bool(re.search(r"\d", heading)) and not _OPENING.match(text))


def _is_open(text: str) -> bool:
    return text.count("“") > text.count("”") or text.count("（") > text.count("）")


def _goes_on_with_number(before: str, text: str) -> bool:
    match = re.match(r"(?!20\d\d年)\d[\d.]*[万亿千%\u4e00-\u9fff]", text)
    return bool(match) and not ANNEX.match(before)


def _is_title(text: str) -> bool:
    return not re.search(r"[，。；]", text) and bool(_TITLE_END.search(text))


def _ends_block(text: str) -> bool:
    closed = re.search(r"[）)]$|文件$|〕第?\d+号$", text) or FOOT.match(text)
    return bool(closed) or len(text) < _SHORT


def _cut(line: TextLine, *, run_on: bool) -> Iterator[TextLine]:
    """Cut a paragraph before field labels, and a copy without line breaks before its marks."""
    if line.cells:
        yield line
        return
    for part in line.text.split("\v"):
        numbered = run_on or LABEL.search(part) or _names_units_inside(part)
        at_marks = marks.split_points(part, loose=run_on) if numbered else []
        edges = [match.start() for match in _EDGE.finditer(part)] if run_on else []
        points = sorted({0, *at_marks, *edges, *_label_starts(part), len(part)})
        yield from (TextLine(line.number, part[start:end]) for start, end in pairwise(points))


def _names_units_inside(text: str) -> bool:
    return bool(
        re.search(r"(?:负责|牵头|配合|各县[^）)]{0,20}|[局委办])[）)][。]?[^。；，、）)]", text)
    )


def _label_starts(text: str) -> Iterator[int]:
    """Where a label stands outside brackets, after the end of something."""
    if _SHARED.match(text):
        return
    depths = _depths(text)
    for match in LABEL.finditer(text):
        start = match.start()
        inside = depths[start] or (text[start] in _OPEN and match[0][-2] not in _CLOSE)
        if start and not inside and text[start - 1] not in "、及和":
            yield start


def _depths(text: str) -> list[int]:
    depth, depths = 0, []
    for char in text:
        depth = max(0, depth - (char in _CLOSE))
        depths.append(depth)
        depth += char in _OPEN
    return depths
