"""A circular's text as paragraphs: spaces, page furniture and hard line breaks taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from supervision.circular import marks
from supervision.circular.model import Line
from supervision.circular.vocabulary import LABELS, either, words

_HAN = "\u3400-\u9fff"
_WIDE: dict[int, int | str | None] = {
    code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()
}
_WIDE |= str.maketrans("％．＋－／，", "%.+-/，")
_WIDE |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060\xad"), None)
_WIDE |= dict.fromkeys(map(ord, "\xa0\u3000\u2002\u2003\u2009\u202f"), " ")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

LABEL = re.compile(
    rf"[【\[（(]?(?P<label>{either(words(' '.join(LABELS)))})[】\])）]?(?:及[^：:，。]{{1,8}})?[：:]"
)
"""A field label with its colon."""
_LABEL_ALONE = re.compile(rf"[【\[]?(?P<label>{either(words(' '.join(LABELS)))})[】\]]?$")
_PAGE = re.compile(
    r"^(?:[-—–－―·•~\s]+\d{1,4}[-—–－―·•~\s]+|第\d{1,4}页(?:[，,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}|-\d{1,3}-)$"
)
_BARE = re.compile(r"^\d{1,3}$")
NUMBER_OF_DOCUMENT = re.compile(
    r"(?:(?<=文件)|(?<=通知)|^)[\u4e00-\u9fff]{1,10}[〔\[（(【［]20\d\d[〕\])）】］]第?\d{1,4}号"
)
_RUN_ON = 100
_ENDS = "。！？；：:!?"
_HEAD_WORDS = re.compile(r"文件|通知|方案|清单|实事|意见|公报|政府|办公室|公告|〔")
_UNIT_GAP = re.compile(r"(?<=[局委办厅部会联社司院队心府区县处]) +(?=[市省各县区州团国])")
FOOT = re.compile(
    r"^(?:主办[：:]|督办[：:]|承办[：:]|抄送|抄报|主送|印发|校对|打字|[（(]此件|此件|联系人|联系电话|邮箱|电子邮箱"
    r"|[（(]?公开属性|信息公开选项|[\u4e00-\u9fff]{2,24}(?:办公室|政府|委员会)20\d\d年\d{1,2}月\d{1,2}日印?发?"
    r"|20\d\d年\d{1,2}月\d{1,2}日(?:印发)?$|二[〇○零].{2,10}日$|[\u4e00-\u9fff]{2,20}(?:办公室|人民政府|委员会)$)"
)
NOTE = re.compile(r"^(?:注|备注|说明|附注)\d?[：:.、]")
ANNEX = re.compile(r"^附(?:件|表|录)?\s*[\d一二三四五六七八九]{0,2}(?:[：:]|$)")


def physical_lines(text: str) -> list[Line]:
    """Clean lines without page furniture, before hard wraps are joined."""
    spaced = _spaced_out(text)
    parts = (part for line in _physical(text) for part in _unspaced(line, spaced=spaced))
    return _without_furniture([_squeezed(line, spaced) for line in parts])


def _unspaced(line: Line, *, spaced: bool) -> Iterator[Line]:
    """A web copy that has spaces for its line breaks is broken at them."""
    if spaced or len(line.text) < _RUN_ON or "\t" in line.text or line.text.count(" ") < 3:  # noqa: PLR2004
        yield line
        return
    pieces = re.split(
        rf"(?<=[{_HAN}。；：，）)”]) +(?=[{_HAN}（(“]|\d{{1,3}}[.．、](?!\d)|20\d\d年\d)", line.text
    )
    yield from (Line(line.number, piece) for piece in pieces)


def paragraphs(lines: list[Line]) -> tuple[Line, ...]:
    """Join hard-wrapped lines into paragraphs, and part what one line runs together."""
    joined = _joined(lines)
    run_on = sum(len(line.text) for line in joined) > 160 * max(1, len(joined))
    return tuple(piece for line in joined for piece in _cut(line, run_on=run_on))


def squeeze(text: str) -> str:
    """Take out white space, except between two words of Latin letters."""
    return re.sub(r"(?<![A-Za-z]) +| +(?![A-Za-z])", "", text.strip())


def _physical(text: str) -> Iterator[Line]:
    """Clean lines with their numbers; a quoted cell that spans lines becomes one line again."""
    plain = _CONTROL.sub("", text.translate(_WIDE)).replace("\r\n", "\n").replace("\r", "\n")
    plain = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", plain)
    pending, start = "", 0
    for number, part in enumerate(re.split(r"[\n\f]", plain), 1):
        start = start if pending else number
        pending = f"{pending}\v{part}" if pending else part
        if "\t" in pending and pending.count('"') % 2 and len(pending) < 4000:  # noqa: PLR2004
            continue
        yield Line(start, re.sub(r'(^|\t)"([^"]*)"(?=\t|$)', r"\1\2", pending))
        pending = ""
    if pending:
        yield from (Line(start + n, part) for n, part in enumerate(pending.split("\v")))


def _spaced_out(text: str) -> bool:
    """Whether single spaces stand between characters everywhere and so mean nothing."""
    gaps = len(re.findall(rf"(?<=[{_HAN}\d])[ \u3000](?=[{_HAN}\d])", text))
    return gaps * 8 > len(re.findall(rf"[{_HAN}]", text))


def _squeezed(line: Line, spaced: bool) -> Line:  # noqa: FBT001 - one fact about the whole text
    text = line.text
    if "\t" in text.strip(" \t"):
        cells = tuple(_squeezed_cell(cell) for cell in text.split("\t"))
        if sum(map(bool, cells)) > 1:
            return Line(line.number, "".join(cells).replace("\v", ""), cells)
    text = text.replace("\t", " ").replace("\v", " ")
    if not spaced:
        text = _heading_apart(text.strip())
        text = _UNIT_GAP.sub("、", text) if LABEL.search(squeeze(text)) else text
    return Line(line.number, squeeze(text))


def _squeezed_cell(cell: str) -> str:
    return "\v".join(
        filter(None, (squeeze(_UNIT_GAP.sub("、", part)) for part in cell.split("\v")))
    )


def _heading_apart(text: str) -> str:
    """Put a line break after a heading that a space parts from its paragraph."""
    return (
        re.sub(
            rf"((?:^|[。）)区局委办会府联 ])[一二三四五六七八九十]{{1,3}}、[^\s，。；：]{{3,40}}) +(?=[{_HAN}“][^\n]{{12}})",
            r"\1" + "\v",
            text,
        )
        if len(text) > 40
        else text
    )


def _without_furniture(lines: list[Line]) -> list[Line]:
    """Drop page numbers and running heads; a bare number stays where a table may need it."""
    tables = sum(line.text in _COLUMN_WORDS for line in lines) > 1
    seen: Counter[str] = Counter()
    head = _running_head(lines)
    kept: list[Line] = []
    for line in lines:
        text = line.text if line.cells else _without_head(line.text, head, seen)
        if not text or _PAGE.match(text) or (_BARE.match(text) and not tables):
            continue
        if _repeats(text, seen, kept) and not line.cells:
            continue
        seen[text] += 1
        kept.append(Line(line.number, text, line.cells))
    return kept


_COLUMN_WORDS = frozenset(
    [
        "序号",
        "责任单位",
        "牵头单位",
        "完成时限",
        "目标任务",
        "项目名称",
        "工作内容",
        "主要内容",
        "建设内容",
    ]
)


def _repeats(text: str, seen: Counter[str], kept: list[Line]) -> bool:
    """Whether a line is a running head: title-like, seen before, or in mid-sentence."""
    if not seen[text] or len(text) < 6 or text[-1] in _ENDS or LABEL.match(text):  # noqa: PLR2004
        return False
    if not _HEAD_WORDS.search(text) or marks.at(text) or ANNEX.match(text):
        return False
    mid_sentence = bool(kept) and kept[-1].text[-1] not in _ENDS + "）)" and len(kept[-1].text) > 12  # noqa: PLR2004
    return mid_sentence or seen[text] > 1 or any(NOTE.match(line.text) for line in kept[-1:])


def _running_head(lines: list[Line]) -> str:
    """The red head of the document (…文件), as a pattern for finding it in mid-sentence."""
    for line in lines[:12]:
        found = re.match(r"^([\u4e00-\u9fff]{4,24}文件)", line.text)
        if found:
            return re.escape(found[1])
    issuers = re.findall(
        r"([\u4e00-\u9fff]{2,10}(?:人民政府|委员会)(?:办公室)?)",
        "".join(line.text for line in lines[:6]),
    )
    return re.escape(issuers[0]) + "文件" if issuers else ""


def _without_head(text: str, head: str, seen: Counter[str]) -> str:
    if not head:
        return text
    pattern = re.compile(rf"{head}(?:[\u4e00-\u9fff]{{1,6}}[〔\[（(]20\d\d[〕\])）]\d{{1,4}}号)?")
    if pattern.fullmatch(text) and not seen[text] and sum(seen.values()) < 12:  # noqa: PLR2004
        return text
    return pattern.sub("", text) if sum(seen.values()) > 1 else text


def _joined(lines: Iterable[Line]) -> list[Line]:
    """Join hard-wrapped lines; what begins a paragraph of its own stays apart."""
    out: list[Line] = []
    width = _wrap_width(lines := list(lines))
    for line in lines:
        if out and _continues(out[-1], line, width):
            last = out[-1]
            out[-1] = Line(last.number, last.text + _glue(last.text, line.text) + line.text)
        else:
            out.append(line)
    return out


def _glue(before: str, after: str) -> str:
    """Units on lines of their own below a label are peers: put 、 between them."""
    whole = _field_value(before)
    return (
        "、"
        if whole and _ends_unit(whole) and _ends_unit(after) and after[0] not in "、，；,;（("
        else ""
    )


def _field_value(text: str) -> str:
    found = LABEL.match(text)
    return text[found.end() :] if found else ""


def _ends_unit(text: str) -> bool:
    return bool(
        re.search(
            r"(?:[局委办厅部会联社司院队府县区旗处]|中心|集团|公司)(?:[）)]|负责|牵头|配合)?[。；]?$",
            text,
        )
    )


def _wrap_width(lines: list[Line]) -> int:
    """The usual length of a hard-wrapped line; 0 where the text is not wrapped."""
    lengths = Counter(len(line.text) for line in lines if not line.cells and len(line.text) > 18)  # noqa: PLR2004
    near = {size: sum(lengths[size + d] for d in (-2, -1, 0, 1)) for size in lengths}
    best = max(near, key=lambda size: (near[size], size), default=0)
    longest = max(lengths, default=0)
    return best if near.get(best, 0) >= 6 and longest <= best + 4 else 0  # noqa: PLR2004


def _continues(last: Line, line: Line, width: int) -> bool:
    if last.cells or line.cells:
        return False
    spanning = LABEL.search(last.text[-5:] + line.text[:9])
    if spanning and spanning.start() < min(5, len(last.text)) < spanning.end() - 1:
        return True
    if _begins(line.text, last.text):
        return False
    if LABEL.fullmatch(last.text) or _LABEL_ALONE.match(last.text):
        return True
    if _field_value(last.text):
        return _value_goes_on(last.text, line.text)
    return _sentence_goes_on(last.text, line.text, width)


def _begins(text: str, before: str) -> bool:
    """Whether a line starts something of its own."""
    mark = marks.at(text)
    if mark:
        return mark.end < len(text) or before[-1:] in _ENDS + "）)"
    return bool(
        LABEL.match(text)
        or _LABEL_ALONE.match(text)
        or ANNEX.match(text)
        or FOOT.match(text)
        or NOTE.match(text)
        or re.match(
            r"^(?:以上\d*|上述|(?:计量)?单位[：:]|由[\u4e00-\u9fff]{2,12}(?:局|委|办|厅|部)|[（(](?:市|省|责任|牵头|由|县|区|各)|第[\d、和及—-]+[项件])",
            text,
        )
    )


def _value_goes_on(before: str, text: str) -> bool:
    if before[-1] in "、，,；;（(和及":
        return True
    if before.count("（") > before.count("）"):
        return True
    if before[-1] == "。":
        return False
    return (not _ends_unit(before) and not re.search(r"[月前年度]$", before)) or (
        _ends_unit(text) and len(text) < 60
    )


def _sentence_goes_on(before: str, text: str, width: int) -> bool:
    if before[-1] in _ENDS:
        return False
    mark = marks.at(before)
    if mark and mark.end >= len(before):
        return True
    open_quote = before.count("“") > before.count("”") or before.count("（") > before.count("）")
    if open_quote or before[-1] in "、，,和与的及":
        return True
    if re.match(r"(?!20\d\d年)\d[\d.]*[万亿千%\u4e00-\u9fff]", text) and not ANNEX.match(before):
        return True
    if mark and not re.search(r"[，。；]", before):
        full = bool(width) and len(before) >= width - 1
        return full or (bool(re.search(r"\d", before[mark.end :])) and not _OPENING.match(text))
    if ANNEX.match(before) or _titled(before):
        return len(text) <= 6 or (bool(width) and len(before) >= width - 1)  # noqa: PLR2004
    return not _ends_block(before)


_OPENING = re.compile(
    r"全年|今年|本年|20\d\d年|年底|持续|对|为|在|按|大力|深入|新建|完成|开展|组织|实施|推进"
)


def _titled(text: str) -> bool:
    return not re.search(r"[，。；]", text) and bool(
        re.search(r"(?:通知|方案|清单|意见|公告|分解表|分工|任务|实事|项目|计划)$", text)
    )


def _ends_block(text: str) -> bool:
    return (
        bool(re.search(r"[）)]$|文件$|〕第?\d+号$", text))
        or bool(FOOT.match(text))
        or len(text) < 12
    )


def _cut(line: Line, *, run_on: bool) -> Iterator[Line]:
    """Cut a paragraph before field labels, and a copy without line breaks before its marks."""
    if line.cells:
        yield line
        return
    for part in line.text.split("\v"):
        at_marks = (
            marks.split_points(part) if run_on or LABEL.search(part) or _duty_inside(part) else []
        )
        edges = [found.start() for found in _EDGE.finditer(part)] if run_on else []
        points = sorted({0, *at_marks, *edges, *_labels(part), len(part)})
        for start, end in zip(points, points[1:], strict=False):
            yield Line(line.number, part[start:end])


_EDGE = re.compile(
    r"(?<=[。）日室府])附件(?=20\d\d年|[\d一二][：:])|(?<=[。室府会])20\d\d年\d{1,2}月\d{1,2}日(?=附件|[（(]|$)"
)


def _duty_inside(text: str) -> bool:
    return bool(
        re.search(r"(?:负责|牵头|配合|各县[^）)]{0,20}|[局委办])[）)][。]?[^。；，、）)]", text)
    )


def _labels(text: str) -> Iterator[int]:
    """Where a label stands outside brackets, after the end of something."""
    depths = _depths(text)
    for found in LABEL.finditer(text):
        start = found.start()
        inside = (
            depths[start] if text[start] not in "【[（(" else depths[start] or text[start] in "（("
        )
        shared = re.match(r"(?:以上|上述|第)[^，。；]{0,14}$", text[:start])
        if start and not inside and not shared and text[start - 1] not in "、及和":
            yield start


def _depths(text: str) -> list[int]:
    depth, out = 0, []
    for char in text:
        depth = max(0, depth - (char in "）)"))
        out.append(depth)
        depth += char in "（("
    return out


__all__ = ["ANNEX", "FOOT", "LABEL", "NOTE", "paragraphs", "physical_lines", "squeeze"]
