"""Numbers that are no targets, each with the reason that is shown to the clerk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ducha.circular.figures.quantities import (
    AGE,
    AMOUNT,
    DATE,
    NONE,
    PERCENT,
    RANK,
    SENTENCE_REACH,
    THING,
    TIME,
    UNKNOWN,
    Quantity,
)
from ducha.circular.vocabulary import (
    AT_LEAST_AFTER,
    AT_LEAST_BEFORE,
    AT_MOST_AFTER,
    AT_MOST_BEFORE,
    IDLE_NOUNS,
    MORE_BEFORE,
    PAST,
    RESUMES,
    RISE,
    STRONG_VERBS,
    VERBS,
    alternation,
)


@dataclass(frozen=True, slots=True)
class QuantityContext:
    """A quantity with the text it stands in and the year of the circular."""

    text: str
    quantity: Quantity
    year: int

    @property
    def _before(self) -> str:
        """As much of the text as a sentence can have, so that long items stay fast."""
        return self.text[max(0, self.quantity.start - SENTENCE_REACH) : self.quantity.start]

    @property
    def _after(self) -> str:
        return self.text[self.quantity.end : self.quantity.end + SENTENCE_REACH]

    @property
    def left(self) -> str:
        """The clause up to the number."""
        return re.split(r"[，。；：！？]", self._before)[-1]

    @property
    def sentence(self) -> str:
        """The sentence up to the number."""
        return re.split(r"[。；！？]", self._before)[-1]

    @property
    def right(self) -> str:
        """The rest of the clause."""
        return re.split(r"[，。；：！？]", self._after, maxsplit=1)[0]

    @property
    def rest(self) -> str:
        """The rest of the sentence."""
        return re.split(r"[。；！？]", self._after, maxsplit=1)[0]


_BOUND_AFTER = re.compile(rf"^(?:（含）|\(含\))?{alternation(AT_LEAST_AFTER + AT_MOST_AFTER)}")
_BOUND_END = re.compile(
    rf"{alternation((*AT_LEAST_BEFORE, *MORE_BEFORE, *AT_MOST_BEFORE))}(?:了|约)?$"
)
_SPANS = {"天", "小时", "个小时", "分钟", "个工作日"}
_VERB_END = re.compile(rf"(?:{alternation(VERBS)}|完成|每|各|均有)(?:了|约|近|共|不少于|至少)?$")
_STRONG_END = re.compile(rf"{alternation(STRONG_VERBS)}$")
_OTHER_QUANTITY = re.compile(
    r"^[^，。；、]{1,16}?\d+(?:\.\d+)?[万亿千百]?(?:个|户|公里|处|座|套|所|条|平方米|人|台|盏|家|名|亩|米|部)"
)
_SIZED = re.compile(
    r"(?:的)?(?:超)?(?:大班额|班额|自然村|行政村|村庄|村组|村民组|集中居住|聚居点|企业|用人单位|学校|机构|村(?=通|$))"
)
"""What a number of people or households describes: 56人以上大班额, 20户以上自然村."""
_PAST_CLAUSE = re.compile(
    rf"^(?:该项目|其中|项目|全市|我市|工程)?{alternation(PAST)}|已(?:累计)?(?:完成|建成|开工|改造|培训|新增|发放|投入|启动|竣工|实施)"
)
_RESUMED = re.compile(alternation(RESUMES))


_SERVICE = re.compile(r"(?:1[12]\d|12\d{3}|9[56]\d{3})(?!\d)|20\d\d(?!\d)|0")
_TARGETED = re.compile(alternation((*VERBS, *AT_LEAST_BEFORE, *MORE_BEFORE, *AT_MOST_BEFORE)))


def _is_quoted(context: QuantityContext) -> bool:
    before = context.sentence
    opening = max(before.rfind(sign) for sign in "“《「")
    closing = max(before.rfind(sign) for sign in "”》」")
    return opening > closing


def _is_beside_letters(context: QuantityContext) -> bool:
    before = context.text[: context.quantity.start][-1:]
    after = context.text[context.quantity.end :][:1]
    if context.quantity.family == THING and re.search(
        r"(?<![A-Z])[A-Z]{3,5}$", context.text[: context.quantity.start][-6:]
    ):
        return False
    if re.match(r"[A-Za-z.+×*_]", before):
        return True
    return not context.quantity.measure and bool(re.match(r"[A-Za-z+×*]", after))


def _is_ordinal(context: QuantityContext) -> bool:
    return (
        bool(re.search(r"(?:第|前|十四|新)$", context.left))
        and context.text[context.quantity.start - 1] in "第前"
    )


def _is_time(context: QuantityContext) -> bool:
    if context.quantity.family != TIME:
        return False
    return not (context.quantity.measure in _SPANS and _span_is_bounded(context))


def _span_is_bounded(context: QuantityContext) -> bool:
    """Whether the span is itself the target: 平均反应时间不超过12分钟, 开放不少于300天."""
    if re.search(r"(?:天数|时长|时数)[^，；。]{0,8}$", context.left):
        return True
    timed = re.search(r"(?:时间|用时|开放)[^，；。]{0,8}$", context.left)
    bound = _BOUND_END.search(context.left) or _BOUND_AFTER.match(context.right)
    return bool(timed and bound)


def _is_frequency(context: QuantityContext) -> bool:
    every = re.search(
        r"每(?:半)?(?:年|月|季度|季|周|天|日|学期|学年|个月|两年|两个月)(?!末|底)[^每，；。]*$",
        context.left,
    )
    over_things = re.search(r"每(?!半?(?:年|月|季|周|天|日|学))", context.left)
    return (
        bool(every)
        and not over_things
        and context.quantity.measure in {"次", "场", "期", "场次", "轮", "次以上", "批次"}
    )


def _is_distance(context: QuantityContext) -> bool:
    return bool(
        re.match(r"(?:[\u4e00-\u9fff]{0,6}(?:圈|半径)|范围|以外|见方)", context.right)
        or (context.quantity.measure in {"米", "公里"} and context.right.startswith("覆盖率"))
    ) or context.left.endswith(("半径", "周边", "方圆"))


def _is_per_base(context: QuantityContext) -> bool:
    return context.left.endswith("每")


def _is_progress(context: QuantityContext) -> bool:
    plain = re.sub(r"（[^（）]*）", "", context.sentence)
    clauses = plain.split("，")
    past = [i for i, clause in enumerate(clauses) if _PAST_CLAUSE.search(clause)]
    if not past:
        return False
    last = past[-1]
    later = "，".join(clauses[last + 1 :])
    tail = clauses[last][_PAST_CLAUSE.search(clauses[last]).end() :]  # type: ignore[union-attr] # it matched above
    return not _RESUMED.search(later) and not re.search(r"全年|确保|今年|力争|年内", tail)


def _is_of_other_year(context: QuantityContext) -> bool:
    match = re.match(
        r"(?:力争|确保)?(?:到|至|在)?(20\d\d)年(?!.{0,3}(?:以前|之前|前[^，]*建成的|前建))",
        context.left,
    )
    return match is not None and int(match[1]) != context.year


def _is_baseline(context: QuantityContext) -> bool:
    since = re.search(r"(?:由|从)(?!20\d\d)([^，；。]*)$", context.left)
    goal = re.compile(rf"{RISE}[^，；。]{{0,6}}?(?:到|至|为)")
    if since and not goal.search(since[1]) and goal.search(context.rest[:40]):
        return True
    if since and not re.search(RISE, since[1]) and re.search(rf"{RISE}$", context.right):
        return True
    if re.search(r"(?:在|原|原来|现状|由现在的)[^，]{0,14}$", context.left) and re.match(
        r"(?:的)?基础上", context.right
    ):
        return True
    return bool(re.search(r"(?:较|比)[^，]{0,10}的$", context.left)) or bool(
        re.search(r"(?:原有|现有|原来的|现状)[^，]{0,10}$", context.left)
    )


def _is_criterion(context: QuantityContext) -> bool:
    bound = _BOUND_AFTER.match(context.right)
    if not bound:
        return (
            bool(re.match(r"的(?:标准|要求|规模)", context.right))
            and context.quantity.family != AMOUNT
        )
    if context.quantity.family == PERCENT:
        return False
    after = context.right[bound.end() :]
    if context.quantity.measure in {"人", "户", "名"} and _SIZED.match(after):
        return True
    if _OTHER_QUANTITY.match(after):
        return True
    if after.startswith("的") or (bound[0] in AT_MOST_AFTER and after):
        return not _VERB_END.search(context.left) and not re.search(
            r"控制|降|压|不超|缩短", context.left
        )
    return False


def _is_weak_single(context: QuantityContext) -> bool:
    quantity = context.quantity
    if not quantity.single or quantity.family not in {THING, AMOUNT}:
        return False
    if quantity.measure in {
        "次",
        "批",
        "类",
        "对",
        "道",
        "期",
        "轮",
        "部",
        "支",
        "起",
        "条",
        "本",
        "位",
        "面",
        "口",
        "家次",
        "头",
        "站",
    }:
        return True
    last = re.split(r"[、和]", context.left)[-1]
    if re.match(r"[、和]|$", context.right) and re.match(alternation(STRONG_VERBS), last):
        return False
    per = re.search(r"每[^，；。]{1,12}(?:有|设|建|配|配备|达到|不少于|至少)$", context.left)
    return (
        not per and not _STRONG_END.search(context.left) and not _BOUND_AFTER.match(context.right)
    )


def _is_idle(context: QuantityContext) -> bool:
    return context.quantity.measure in {"个", "项", "条", "类"} and context.right.startswith(
        IDLE_NOUNS
    )


def _counts_items_above(context: QuantityContext) -> bool:
    """以上2项, 以上第1、2项: which items a line speaks of."""
    above = re.search(r"(?:^|[（(])(?:以上|上述)第?[\d、和及至—–-]*$", context.left)
    return bool(above) and context.quantity.measure in {"", "项", "件", "条"}


def _names_a_service(context: QuantityContext) -> bool:
    """Whether a number without a known measure is a name (12345热线) or stands by no verb."""
    if context.quantity.family != UNKNOWN:
        return False
    number = context.text[context.quantity.start : context.quantity.end]
    return bool(_SERVICE.match(number)) or not _TARGETED.search(context.left)


def _is_list_size(context: QuantityContext) -> bool:
    return context.quantity.measure in {"件", "项"} and bool(
        re.match(r"(?:重点)?(?:民生)?实事", context.right)
    )


_RULES: tuple[tuple[str, Callable[[QuantityContext], bool]], ...] = (
    ("日期、年份、文号或电话", lambda c: c.quantity.family == DATE),
    ("引号或书名号内的口号、名称", _is_quoted),
    ("字母旁的编号或型号", _is_beside_letters),
    ("序数", _is_ordinal),
    ("前面各项的序号或项数", _counts_items_above),
    ("没有计量单位", lambda c: c.quantity.family == NONE),
    ("没有计量单位", _names_a_service),
    ("年龄", lambda c: c.quantity.family == AGE),
    ("等级、编号或版本", lambda c: c.quantity.family == RANK),
    ("时间或期限", _is_time),
    ("换算基数（每N…）", _is_per_base),
    ("频次要求，不是年度总量", _is_frequency),
    ("范围或距离", _is_distance),
    ("空泛的列举", _is_idle),
    ("事项的件数", _is_list_size),
    ("已完成的进度或往年数", _is_progress),
    ("不是本年度的数", _is_of_other_year),
    ("基数（提高之前的数）", _is_baseline),
    ("对象的条件", _is_criterion),
    ("文字里的“一”“两”等，不像目标", _is_weak_single),
)
"""The reason as the clerk reads it, and when it holds; the first that does is given."""


def exclusion_reason(context: QuantityContext) -> str:
    """Why the number is no target; empty when it is one."""
    return next((why for why, test in _RULES if test(context)), "")


def is_target(quantity: Quantity) -> bool:
    """Whether the measure alone can carry a target."""
    return quantity.family in {THING, AMOUNT, PERCENT, TIME, UNKNOWN}
