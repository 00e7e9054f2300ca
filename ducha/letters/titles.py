"""A title on several lines, as an official document sets it: balanced, and no word broken."""

from __future__ import annotations

import re
from itertools import pairwise

from ducha.texts import display_width, one_line

_WORDS = (
    "重点民生实事|民生实事|人民政府|办公室|委员会|领导小组|督查局|督查室|城乡一体化示范区|示范区|开发区|管理"
    "|关于|印发|开展|推进|落实|进展|情况|完成|报送|督查|通报|专报|通知|报告|工作|任务|重点|民生|实事|政府"
    "|进展情况|落实情况|完成情况|办理情况|上半年|下半年|季度|月份|年度|全市|全省|县区|单位|有关|部门"
    "|事项|项目|目标|方案|整改|问题|督办|批示|领导|会议|群众|反映|核查|排名|分解|检查|综合|考核|评价"
    "|建设|改革|经济|发展|社会|环境|教育|卫生|健康|医疗|养老|就业|培训|住房|城市|农村|交通|道路"
    "|安全|生产|服务|能力"
)
"""Words of titles that stand on one line; whatever is not here may break where it must."""

_PIECE = re.compile(
    r"\d[\d.,]*(?:年|月份|月|日|号|期|个|件|项|条|%|％)?|[A-Za-z]+|"
    + "|".join(sorted(_WORDS.split("|"), key=len, reverse=True))
    + "|.",
    re.DOTALL,
)
_OPENING, _CLOSING = "《“‘（〔〈【", "》”’）〕〉】，、。；：！？"
_LEADING, _TRAILING = ("关于",), ("的", "和", "及", "与", "等")
"""What likes to begin a line, and what never begins one."""

_GOOD_ENDS = ("月", "月份", "日", "》", "、", "的")
"""After these a line ends well."""

_WELL, _AT_A_WORD, _AT_NO_WORD, _BADLY, _NEVER = 0.0, 3.0, 12.0, 200.0, 1000.0
"""What a break costs, beside the squares of how far lines differ from the mean, in characters."""

_FEWEST = 3
"""Characters of the shortest line that is no fault."""

_WIDEST = 200
"""A longer title than this, in characters, is cut where lines are full: none was meant so."""


def title_lines(title: str, most: int = 18) -> tuple[str, ...]:
    """The lines of a title, broken at its words and of about the same length (R9.10).

    Args:
        title: On one line; a title without text has no lines.
        most: How many Chinese characters a line holds; a digit counts half.
    """
    text = "".join(one_line(title).split(" ")) if not title.isascii() else one_line(title).strip()
    if _width(text) <= most:
        return (text,) if text else ()
    if _width(text) > _WIDEST:
        return tuple(text[start : start + most] for start in range(0, len(text), most))
    return _balanced(text, most)


def _balanced(text: str, most: int) -> tuple[str, ...]:
    """The cheapest way to break a text; from left to right, the best end of each beginning."""
    costs = _break_costs(text)
    lines = -(-_width(text) // most)
    mean = _width(text) / lines
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(text) + 1):
        ways = (
            (best[start][0] + _line_cost(text[start:end], mean) + costs[end], start)
            for start in range(end - 1, -1, -1)
            if _width(text[start:end]) <= most or end - start == 1
        )
        best.append(min(ways))
    ends = [len(text)]
    while best[ends[-1]][1]:
        ends.append(best[ends[-1]][1])
    starts = [*ends[1:], 0]
    return tuple(text[a:b] for a, b in zip(reversed(starts), reversed(ends), strict=True))


def _line_cost(line: str, mean: float) -> float:
    width = _width(line)
    return (width - mean) ** 2 + (_BADLY if width < _FEWEST else 0.0)


def _break_costs(text: str) -> list[float]:
    """What a break before each character costs; at the end of the text, nothing."""
    costs = [_BADLY] * len(text) + [0.0]
    pieces = [(match.start(), match[0]) for match in _PIECE.finditer(text)]
    for (_, before), (start, after) in pairwise(pieces):
        costs[start] = _break_cost(before, after)
    return costs


def _break_cost(before: str, after: str) -> float:
    """What a break between two pieces costs."""
    if before[-1] in _OPENING or after[0] in _CLOSING:
        return _NEVER
    if after in _TRAILING or before in _LEADING or (before[-1] == "年" and after[0].isdigit()):
        return _BADLY
    if after in _LEADING or before.endswith(_GOOD_ENDS):
        return _WELL
    if before.endswith("年"):  # 2024年 says of which year what follows is
        return _AT_NO_WORD
    return _AT_A_WORD if _is_word(before) and _is_word(after) else _AT_NO_WORD


def _is_word(piece: str) -> bool:
    return len(piece) > 1 or piece in _OPENING or piece in _CLOSING or piece in _TRAILING


def _width(text: str) -> float:
    return display_width(text) / 2
