"""A cumulative figure that a text states of an indicator, and that no cell bears out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ducha.ledger.model import Indicator, Kind

_STATED = re.compile(
    r"(?:累计|共计|合计|总计|已)([^，。；、,;\d]{0,12}?)(\d+(?:\.\d+)?)(万)?\s*(?=([^\d]{1,12}))"
)
_PAUSE = re.compile(r"[。；;\n\d]")
"""Where the words that go with a figure begin: behind another figure, or a full stop."""

_PLAIN = re.compile(
    r"改造|新建|改建|建设|整修|维修|实施|办理|发放|受理|创建|打造|铺设|修建|救助|帮扶|服务|举办|"
    r"完成|达到|达|实现|有|为|了|约|共|累计|已经?|总|合计|人数|数量|数|任务|目标任务|工作|"
    r"任务数|开展|建成|组织|进行|全部|到|的|各类|人员|人|个|名|约|近|超过?|逾|余|[：:（(\s“”]"
)
"""Words that name no part of what is counted."""
_ANOTHER = re.compile(
    r"其中|全省|全国|上级|省[里级]|去年|上年|往年|同期|上月|上季|前[一两三]|历年|计划|拟|预计|预期|将|力争|"
    r"争取|目标|应[完培建该达]|任务(?:数|量)?(?:为|是)?$|年底|明年|下月|下步|需|比|较|增加|新增|当月|当日|本周|"
    r"剩余|还有|尚|未"
)
"""Words with which a figure is a plan, another year's, another place's, a part or a difference."""
_SHARED = re.compile(r"(?:年度)?(?:目标|任务|计划)?(?:数|量)?(?:的|中)|[%％]|以[上下内]")
"""What behind figure and measure makes it the whole of which a share is told."""
_QUOTED = 30


_SENTENCE_OF_THE_CITY = re.compile(r"[^。；;\n]*(?:全市|我市)[^。；;\n]*")

Figures = Sequence[tuple[Indicator, Sequence[float]]]
"""Indicators of an item, each with the figures that may be meant."""


def contradicted_total(text: str, figures: Figures) -> str:
    """The first words of a text that give another total than every figure; blank without any.

    Only what has been done so far of the very indicator: no plan, no other year or place, no part.
    What is counted must be named as the indicator names it, or not at all (R6.139, R6.458).
    """
    plain = text.replace(",", "")
    for match in _STATED.finditer(plain):
        meant = [(each, values) for each, values in figures if _may_be_meant(match, each)]
        known = [value for _, values in meant for value in values]
        if known and not any(_is_borne_out(match, value) for value in known):
            return match[0].strip()[:_QUOTED]
    return ""


def own_words(text: str) -> str:
    """What a county says of itself: its sentences about the whole city left out."""
    return _SENTENCE_OF_THE_CITY.sub("", text)


def _may_be_meant(match: re.Match[str], indicator: Indicator) -> bool:
    if indicator.kind is not Kind.COUNT or not _begins_with(match[4], indicator.measure):
        return False
    if _SHARED.match(match[4][len(indicator.measure) :]):
        return False
    before = _PAUSE.split(match.string[: match.start(2)])[-1]
    others = {found for found in _ANOTHER.findall(before) if found not in indicator.name}
    named = _PLAIN.sub("", match[1])
    return not others and all(char in indicator.name for char in named)


def _begins_with(tail: str, measure: str) -> bool:
    """Whether the words after a number begin with the measure, and with no longer one."""
    return tail.startswith(measure) and not (measure == "人" and tail.startswith("人次"))


def _is_borne_out(match: re.Match[str], value: float) -> bool:
    """Whether a figure is the one stated; 1.2万 stands for 11 500 to 12 500 (R6.139)."""
    decimals = len(match[2].partition(".")[2])
    scale = 10_000 if match[3] else 1
    rounding = scale * 0.5 / 10**decimals if match[3] else 0.0
    return abs(float(match[2]) * scale - value) <= rounding
