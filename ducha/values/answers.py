"""Yes, no and nothing, as people write them in the cells of texts."""

from __future__ import annotations

import re
import unicodedata

YES = "是"
NO = "否"

_EDGES = " \t\r\n　。.；;，,！!、：:"
_BREAKS = re.compile(r"[，,。；;、\n]+")

_NIL_MARKS = frozenset({"", "/", "\\", "-", "--", "—", "——", "一", "×", "x", "nil", "none", "no"})
_WHEN = (
    r"(?:截至)?(?:目前|当前|现在|现阶段|眼下|本月|本期|当月|近期|暂时|总体|基本上?|"
    r"我[县区市局委])*"
)
_NONE = r"(?:暂时?[无没]有?|[无没]有?|尚[无未]有?|并[无未]有?|未发现有?|不存在|未出现)"
_WHICH = (
    r"(?:任何|其[他它]|明显|突出|重大|较大|大|相关|具体|特别|新的?|什么|存在|"
    r"(?:需要?|须|要|亟需)(?:由?市[级里]?|上级|市政府)?(?:出面|帮助|支持|统筹)?(?:协调|解决)*|"
    r"协调|解决|的)*"
)
_WHAT = r"(?:问题|困难|建议|意见|诉求|事项|情况|措施|障碍|短板)"
_NIL = re.compile(
    rf"{_WHEN}|{_WHEN}(?:存在的?{_WHAT})?[:：]?{_NONE}{_WHICH}(?:{_WHAT}(?:(?:和|及|与|或|以及)?{_WHAT})*)?"
)
"""目前暂无, 没有问题, 无明显问题, 暂无需市级协调解决的问题: there is nothing to say."""

_UNMET = re.compile(
    r"[未没不否]|正在|尚|仍|待|基本|部分|初步|逐步|大部|多数|即将|计划|拟|持续|继续|推进|协调中|"
    r"解决中|整改中|将|后|争取|预计|只|仅|[×xXnN]"
)
"""Words with which a problem is not, or not yet wholly, settled."""
_SETTLED = re.compile(
    r"是|对|[√✓✔☑]|yes|y\b|(?:已经?|全部|全面|完全|均|都)*"
    r"(?:得到|予以)?(?:解决|办结|完成|落实|化解|销号|整改|消除|到位)",
    re.IGNORECASE,
)
_UNANSWERED = frozenset({"", "/", "-", "—", "——", "无", "暂无"})

_NEEDLESS = re.compile(
    r"否|不|无|没|暂[不无]|未|[×xXnN/\\—-]|自行|已(?:经)?(?:自行)?(?:协调|解决)|待定|视情况|[?？]"
)


def is_nil(text: str) -> bool:
    """Whether a text says that there is nothing to say: 无, 目前暂无, 没有问题 (R6.157, R6.455)."""
    clauses = [clause for clause in _BREAKS.split(_plain(text)) if clause]
    return all(clause.lower() in _NIL_MARKS or _NIL.fullmatch(clause) for clause in clauses)


def is_settled(text: str) -> bool:
    """Whether an answer to 是否解决 says that the whole problem is settled.

    未解决, “否，正在协调” and 基本解决 do not (R6.456).
    """
    answer = _plain(text)
    return bool(_SETTLED.match(answer)) and not _UNMET.search(answer)


def leaves_open(text: str) -> bool:
    """Whether an answer to 是否解决 says that the problem still stands; a blank says nothing."""
    return _plain(text) not in _UNANSWERED and not is_settled(text)


def asks_for_help(text: str) -> bool:
    """Whether an answer in 需市级协调 asks for it: 是, 需要, √, “是，请市政府…” (R6.457)."""
    answer = _plain(text)
    return not is_nil(answer) and not _NEEDLESS.match(answer)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.split())).strip(_EDGES)
