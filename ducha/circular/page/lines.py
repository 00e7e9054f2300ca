"""A circular's lines as printed: spaces, page numbers and running heads taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ducha.circular.model import TextLine
from ducha.circular.page import marks
from ducha.circular.vocabulary import COLUMNS, LABEL, split_words

_HAN = "\u3400-\u9fff"
_WIDE: dict[int, int | str | None] = {
    code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()
}
_WIDE |= str.maketrans("％．＋－／，", "%.+-/，")
_WIDE |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060\xad"), None)
_WIDE |= dict.fromkeys(map(ord, "\xa0\u3000\u2002\u2003\u2009\u202f"), " ")
_FULL = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_HALF = re.compile(rf"(?<=[{_HAN}）”])[,;:?!]|[,;](?=[{_HAN}“])|[()]")
_STOP = re.compile(
    rf"(?<=[{_HAN}）”])(?<![一二三四五六七八九十])\.(?=\s|$|[{_HAN}“])", re.MULTILINE
)
"""Half-width signs that stand for Chinese ones."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

_PAGE = re.compile(
    r"^(?:[-—–－―·•~\s]+\d{1,4}[-—–－―·•~\s]+"
    r"|第\d{1,4}页(?:[，,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}|-\d{1,3}-)$"
)
_BARE = re.compile(r"^\d{1,3}$")
NUMBER_OF_DOCUMENT = re.compile(
    r"(?:(?<=文件)|(?<=通知)|^)[\u4e00-\u9fff]{1,10}[〔\[（(【［]20\d\d[〕\])）】］]第?\d{1,4}号"
)
_LETTERHEAD = re.compile(
    rf"[\u4e00-\u9fff]{{4,24}}(?:政府|委员会|办公室|办公厅|委)文件|{NUMBER_OF_DOCUMENT.pattern}"
)
ENDS = "。！？；：:!?"
"""What a paragraph ends with."""
_HEAD_WORDS = re.compile(r"文件|通知|方案|清单|实事|意见|公报|政府|办公室|公告|〔")
_UNIT_GAP = re.compile(r"(?<=[局委办厅部会联社司院队心府区县处]) +(?=[市省各县区州团国])")
FOOT = re.compile(
    r"^(?:主办[：:]|督办[：:]|承办[：:]|抄送|抄报|主送|印发|校对|打字|[（(]此件|此件|联系人|联系电话"
    r"|邮箱|电子邮箱|[（(]?公开属性|信息公开选项"
    r"|[\u4e00-\u9fff]{2,24}(?:办公室|政府|委员会)20\d\d年\d{1,2}月\d{1,2}日印?发?"
    r"|20\d\d年\d{1,2}月\d{1,2}日(?:印发)?$|二[〇○零].{2,10}日$"
    r"|[\u4e00-\u9fff]{2,20}(?:办公室|人民政府|委员会)$)"
)
NOTE = re.compile(r"^(?:注|备注|说明|附注)\d?[：:.、]")
ANNEX = re.compile(r"^附(?:件|表|录)?\s*[\d一二三四五六七八九]{0,2}(?:[：:]|$)")

_RUN_ON = 100
"""A line this long with several spaces may be a copy without line breaks."""
_FEW_SPACES = 3
"""Fewer are no line breaks."""
_FEW_COLUMNS = 3
"""A heading whose words only spaces part has more."""
_LONGEST_ROW = 4000
"""A quoted cell that has not ended by then is no quoted cell."""
_SHORTEST_HEAD = 6
_TOP = 12
"""The red head stands within so many lines."""
_SENTENCE = 12
"""A line with more characters, and no end, is the middle of a sentence."""
_HEADING = re.compile(
    r"((?:^|[。）)区局委办会府联 ])[一二三四五六七八九十]{1,3}、[^\s，。；：]{3,40}(?<![.．\d、]))"
    rf" +(?=[{_HAN}“][^\n]{{12}})"
)
_EDGE = re.compile(
    r"(?<=[。；）])(?=[一二三四五六七八九十]{1,3}、[^，。；：、]{2,40}$"
    r"|[^，。；：、\d]{4,30}(?:人民政府|委员会|办公室)$)"
)
"""Where a piece of such a copy ends with the next heading, or with who signs."""
_COLUMN_WORDS = frozenset(
    split_words("序号 责任单位 牵头单位 完成时限 目标任务 项目名称 工作内容 主要内容 建设内容")
)


def physical_lines(text: str) -> list[TextLine]:
    """Clean lines without page furniture, before hard wraps are joined."""
    spaced = _is_spaced_out(text)
    pieces = (
        part for line in _numbered_lines(text) for part in _split_at_spaces(line, spaced=spaced)
    )
    lines: list[TextLine] = []
    aligned = False
    for line in pieces:
        width = len(lines[-1].cells) if lines else 0
        by_space = None if spaced else _aligned_row(line, width if aligned else 0)
        aligned = by_space is not None
        lines.append(by_space or _tabbed_row(line, width) or _squeeze(line, spaced=spaced))
    return _without_furniture(lines)


def _aligned_row(line: TextLine, width: int) -> TextLine | None:
    """A row whose cells only spaces part: below a heading of such words, or that heading."""
    words_of = line.text.split(" ") if "\t" not in line.text else []
    cells = tuple(word for word in words_of if word)
    if width and len(cells) > width:
        cells = (*cells[: width - 1], "、".join(cells[width - 1 :]))
    heading = len(cells) > _FEW_COLUMNS and all(cell in COLUMNS for cell in cells)
    if heading or (width and len(cells) == width):
        return TextLine(line.number, "".join(cells), cells)
    return None


def _tabbed_row(line: TextLine, width: int) -> TextLine | None:
    """A row of a table: several filled cells, or as many cells as the row above has."""
    cells = tuple(_squeeze_cell(cell) for cell in line.text.split("\t"))
    filled = sum(map(bool, cells))
    if filled > 1 or (filled and width > 1 and len(cells) == width):
        return TextLine(line.number, "".join(cells).replace("\v", ""), cells)
    return None


def _split_at_spaces(line: TextLine, *, spaced: bool) -> Iterator[TextLine]:
    """A web copy that has spaces for its line breaks is broken at them."""
    if (
        spaced
        or len(line.text) < _RUN_ON
        or "\t" in line.text
        or line.text.count(" ") < _FEW_SPACES
    ):
        yield line
        return
    pieces = re.split(
        rf"(?<=[{_HAN}。；：，）)”]) +(?=[{_HAN}（(“]|\d{{1,3}}[.．、](?!\d)|20\d\d年\d)", line.text
    )
    yield from (TextLine(line.number, part) for piece in pieces for part in _EDGE.split(piece))


def close_gaps(text: str) -> str:
    """Take out white space, except between two words of Latin letters."""
    return re.sub(r"(?<![A-Za-z]) +| +(?![A-Za-z])", "", text.strip())


def _numbered_lines(text: str) -> Iterator[TextLine]:
    """Clean lines with their numbers; a quoted cell that spans lines becomes one line again."""
    plain = _CONTROL.sub("", text.translate(_WIDE)).replace("\r\n", "\n").replace("\r", "\n")
    plain = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", plain)
    plain = _STOP.sub("。", plain)
    plain = _HALF.sub(lambda match: _FULL[match[0]], plain)
    pending, start = "", 0
    for number, part in enumerate(re.split(r"[\n\f]", plain), 1):
        start = start if pending else number
        pending = f"{pending}\v{part}" if pending else part
        if "\t" in pending and pending.count('"') % 2 and len(pending) < _LONGEST_ROW:
            continue
        yield TextLine(start, re.sub(r'(^|\t)"([^"]*)"(?=\t|$)', r"\1\2", pending))
        pending = ""
    if pending:
        yield from (TextLine(start + n, part) for n, part in enumerate(pending.split("\v")))


def _is_spaced_out(text: str) -> bool:
    """Whether single spaces stand between characters everywhere and so mean nothing."""
    gaps = len(re.findall(rf"(?<=[{_HAN}\d])[ \u3000](?=[{_HAN}\d])", text))
    return gaps * 8 > len(re.findall(rf"[{_HAN}]", text))


def _squeeze(line: TextLine, *, spaced: bool) -> TextLine:
    text = line.text.replace("\t", " ").replace("\v", " ").strip()
    if not spaced:
        text = _split_heading(text)
        text = _UNIT_GAP.sub("、", text) if LABEL.search(close_gaps(text)) else text
    return TextLine(line.number, close_gaps(text))


def _squeeze_cell(cell: str) -> str:
    return "\v".join(
        filter(None, (close_gaps(_UNIT_GAP.sub("、", part)) for part in cell.split("\v")))
    )


def _split_heading(text: str) -> str:
    """Put a line break after a heading that a space parts from its paragraph."""
    return _HEADING.sub(r"\1" + "\v", text)


def _without_furniture(lines: list[TextLine]) -> list[TextLine]:
    """Drop page numbers and running heads; a bare number stays where a table may need it."""
    tables = sum(line.text in _COLUMN_WORDS for line in lines) > 1
    seen: Counter[str] = Counter()
    head = _running_head(lines)
    kept: list[TextLine] = []
    for line in lines:
        text = line.text if line.cells else _without_head(line.text, head, seen)
        if not text or _PAGE.match(text) or (_BARE.match(text) and not tables):
            continue
        if not line.cells and (_repeats(text, seen, kept) or _is_letterhead(text, kept)):
            continue
        seen[text] += 1
        kept.append(TextLine(line.number, text, line.cells))
    return kept


def _repeats(text: str, seen: Counter[str], kept: list[TextLine]) -> bool:
    """Whether a line is a running head: title-like, seen before, or in mid-sentence."""
    if not seen[text] or len(text) < _SHORTEST_HEAD or text[-1] in ENDS or _is_marked(text):
        return False
    before = kept[-1].text
    mid_sentence = before[-1] not in ENDS + "）)" and len(before) > _SENTENCE
    return bool(_HEAD_WORDS.search(text)) and (mid_sentence or seen[text] > 1)


def _is_letterhead(text: str, kept: list[TextLine]) -> bool:
    """Whether a red head or a document number of its own line stands inside a sentence."""
    if len(kept) < _TOP or kept[-1].cells or not _LETTERHEAD.fullmatch(text):
        return False
    return kept[-1].text[-1] not in ENDS + "）)" and len(kept[-1].text) > _SENTENCE


def _is_marked(text: str) -> bool:
    return bool(LABEL.match(text) or marks.mark_at(text) or ANNEX.match(text))


def _running_head(lines: list[TextLine]) -> str:
    """The red head of the document (…文件), as a pattern for finding it in mid-sentence."""
    for line in lines[:_TOP]:
        match = re.match(r"^([\u4e00-\u9fff]{4,24}文件)", line.text)
        if match:
            return re.escape(match[1])
    issuers = re.findall(
        r"([\u4e00-\u9fff]{2,10}(?:人民政府|委员会)(?:办公室)?)",
        "".join(line.text for line in lines[:6]),
    )
    return re.escape(issuers[0]) + "文件" if issuers else ""


def _without_head(text: str, head: str, seen: Counter[str]) -> str:
    if not head:
        return text
    pattern = re.compile(rf"{head}(?:[\u4e00-\u9fff]{{1,6}}[〔\[（(]20\d\d[〕\])）]\d{{1,4}}号)?")
    if pattern.fullmatch(text) and not seen[text] and sum(seen.values()) < _TOP:
        return text
    return pattern.sub("", text) if sum(seen.values()) > 1 else text
