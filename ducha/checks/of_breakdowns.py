"""What can be wrong on a breakdown form: the sentences and their remedies."""

from __future__ import annotations

from ducha.findings import Finding, Severity

UNKNOWN_ROW = Finding(
    Severity.RETURN,
    "未知行",
    "这个编码不是本单位要分解的指标，没有采用",
    "请只填本单位分解表原有的行，不要改编码",
)
TWICE = Finding(
    Severity.RETURN, "重复行", "同一指标填了两行，无法判断以哪一行为准", "请只保留一行后重报"
)
NOT_ANSWERING = Finding(Severity.RETURN, "不承担", "这个县区不承担该指标，没有采用", "请清空这一格")
NO_COLUMN = Finding(
    Severity.VERIFY,
    "缺列",
    "",
    "请核对：是否删改了县区的列标题。请用原表的列标题重报，没有填的县区按未分解处理",
)
UNKNOWN_PLACE = Finding(
    Severity.RETURN,
    "未知县区",
    "",
    "请填在分解表原有的县区列里，或先在台账〔责任单位〕中增加该县区",
)
ADDED_COLUMN = Finding(
    Severity.NOTE, "多出的列", "这一列不是原表的，没有采用", "要说明的情况请另行来文"
)
NO_VALUE = "单元格是公式，但没有算出的数"
TARGET_EDITED = Finding(
    Severity.NOTE, "目标被改", "全市目标被改动，已按台账的目标核对", "目标有变化的，请另行来文说明"
)

TOO_SMALL_RATE = Finding(
    Severity.RETURN,
    "比率写法",
    "目标线要填百分数本身，这个数太小，无法确定是多少",
    "如65%请填65；与全市目标相同的可以空着",
)
TOO_LARGE_RATE = Finding(
    Severity.RETURN, "比率过大", "目标线超过100%", "请改填0到100之间的数，如65%填65"
)
BELOW_LINE = Finding(
    Severity.NOTE,
    "低于全市线",
    "",
    "各县区填自己的目标线，不是把全市的数拆开；与全市相同的可以空着",
)
SHORT = Finding(
    Severity.VERIFY, "分解不足", "", "请补足各县区和市本级的任务，使合计不少于全市目标后重报"
)
OVER = Finding(
    Severity.VERIFY, "分解超出", "", "请压减各县区和市本级的任务，使合计不超过全市控制数后重报"
)

BAD_NODE = Finding(Severity.RETURN, "节点", "时间节点应为0%到100%的累计比例", "请改填百分数，如25%")
UNCLEAR_NODE = Finding(
    Severity.RETURN, "节点", "时间节点看不出是百分之几", "请在原表里改填百分数，如25%"
)
FALLING = Finding(
    Severity.RETURN, "节点回落", "时间节点比前面的小，累计比例只能不变或增加", "请改正后重报"
)
TOO_EARLY = Finding(
    Severity.RETURN, "节点过早", "这个月还没有到起始月，节点却大于0", "请清空起始月之前的节点"
)
NOT_WHOLE = Finding(
    Severity.RETURN, "节点未满", "已到完成时限，时间节点却不足100%", "完成时限及以后请填100%或空着"
)

DEADLINE = Finding(
    Severity.NOTE, "时限不一", "", "以台账的完成时限为准；确需调整的，请另行来文说明"
)
DIFFERENT = Finding(
    Severity.NOTE,
    "分解不一",
    "",
    "两数不同时请与牵头单位核对；要采用分解表的数，清空台账里的这一格",
)
