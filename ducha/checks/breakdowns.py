"""What can be wrong on a breakdown form: seen by whoever reads it, without a test."""

from __future__ import annotations

from ducha.findings import Rule, Severity

RETURN, VERIFY, NOTE = Severity.RETURN, Severity.VERIFY, Severity.NOTE

UNKNOWN_ROW = Rule(
    "未知行",
    RETURN,
    "这个编码不是本单位要分解的指标，没有采用{oddities}",
    "请只填本单位分解表原有的行，不要改编码",
    source="R6.214 分解表由本局签发",
)
WITHDRAWN = Rule(
    "已撤下",
    NOTE,
    "发这张表时有{what}，台账里现在没有了，所填没有采用",
    "不是填报单位的差错，不用退改；仍要分解的，在台账〔指标〕中恢复",
    source="R6.328 按发出的表核对",
)
REWORKED = Rule(
    "要求已改",
    RETURN,
    "发这张表时，这一项的{heading}是“{issued}”，台账后来改成了“{ours}”；"
    "所填答的是原来的要求，没有采用",
    "请用重新下发的分解表重填这一行；台账改错了的，请督查局改回",
    source="R6.328 按发出的表核对",
)
TWICE = Rule(
    "重复行",
    RETURN,
    "同一指标填了两行，无法判断以哪一行为准",
    "请只保留一行后重报",
    source="R6.214 常见错误：同一行填了两次",
)
NOT_ANSWERING = Rule(
    "不承担",
    RETURN,
    "这个县区不承担该指标，没有采用",
    "请清空这一格",
    source="R6.214 台账：各县区是否承担",
)
NO_COLUMN = Rule(
    "缺列",
    VERIFY,
    "表上没有这些列：{columns}",
    "请核对：是否删改了县区的列标题。请用原表的列标题重报，没有填的县区按未分解处理",
    source="R6.216 常见错误：改了锁定的格",
)
UNKNOWN_PLACE = Rule(
    "未知县区",
    RETURN,
    "台账中没有“{county}”这个县区，这一列没有采用",
    "请填在分解表原有的县区列里，或先在台账〔责任单位〕中增加该县区",
    source="R6.214 台账：责任单位",
)
ADDED_COLUMN = Rule(
    "多出的列",
    NOTE,
    "这一列不是原表的，没有采用",
    "要说明的情况请另行来文",
    source="R6.216 分解表由本局签发",
)
NO_VALUE = Rule(
    "错误值",
    RETURN,
    "单元格是公式，但没有算出的数",
    "请改填数字",
    source="R6.107 常见错误：填了公式",
)
TARGET_EDITED = Rule(
    "目标被改",
    NOTE,
    "全市目标被改动，已按台账的目标核对",
    "目标有变化的，请另行来文说明",
    source="R6.218 台账：目标以台账为准",
)

TOO_SMALL_RATE = Rule(
    "比率写法",
    RETURN,
    "目标线要填百分数本身，这个数太小，无法确定是多少",
    "如65%请填65；与全市目标相同的可以空着",
    source="R6.215 常见错误：百分数写成小数",
)
TOO_LARGE_RATE = Rule(
    "比率过大",
    RETURN,
    "目标线超过100%",
    "请改填0到100之间的数，如65%填65",
    source="R6.215 比率不超过100%",
)
BELOW_LINE = Rule(
    "低于全市线",
    NOTE,
    "{name}：{places}的目标线低于全市目标{line}",
    "各县区填自己的目标线，不是把全市的数拆开；与全市相同的可以空着",
    source="R6.215 比率和标准不分解",
)
SHORT = Rule(
    "分解不足",
    VERIFY,
    "{name}：县区分解合计{total}{measure}，比全市目标{city}{measure}少{gap}{measure}",
    "请补足各县区和市本级的任务，使合计不少于全市目标后重报",
    source="R6.217 通知：分解合计不少于全市目标",
)
OVER = Rule(
    "分解超出",
    VERIFY,
    "{name}：县区分解合计{total}{measure}，比全市目标{city}{measure}多{gap}{measure}",
    "请压减各县区和市本级的任务，使合计不超过全市控制数后重报",
    source="R6.217 通知：合计不超过全市控制数",
)

COPIED = Rule(
    "县区同全市",
    VERIFY,
    "{name}：{counties}个县区的目标都是{each}{measure}，与全市目标{city}{measure}一样，像是照抄了全市目标",
    "请把全市目标分到各县区，改正后重报；各县区确实都要完成这么多的，请说明全市目标为什么不是合计",
    source="R6.232 常见错误：每个县区都填了全市目标",
)
OWN_TOTAL = Rule(
    "市本级重计",
    VERIFY,
    "{name}：市本级填了{own}{measure}，{like}，像是把合计填在了市本级",
    "市本级只填不在任何县区、由市级直接做的任务，没有的填0；请改正后重报",
    source="R6.233 常见错误：市本级填了合计",
)
FAR_ABOVE = Rule(
    "远超全市",
    VERIFY,
    "{name}：县区分解合计{total}{measure}，是全市目标{city}{measure}的{times}倍",
    "请核对有没有多填一位、重复计数，改正后重报；确实要超额分解的，请说明",
    source="R6.234 合计远大于全市目标",
)
KEPT = Rule(
    "清空未动",
    NOTE,
    "发出时这一格填有{known}，现在空着；空着不改动，仍按{known}",
    "没有任务的请填0；要改的请填新数",
    source="R6.226 空着的不改动已报的数",
)

BAD_MILESTONE = Rule(
    "节点",
    RETURN,
    "时间节点应为0%到100%的累计比例",
    "请改填百分数，如25%",
    source="R6.219 时间节点是累计比例",
)
UNCLEAR_MILESTONE = Rule(
    "节点",
    RETURN,
    "时间节点看不出是百分之几",
    "请在原表里改填百分数，如25%",
    source="R6.219 常见错误：百分数写法不清",
)
FALLING = Rule(
    "节点回落",
    RETURN,
    "时间节点比前面的小，累计比例只能不变或增加",
    "请改正后重报",
    source="R6.219 累计比例不减少",
)
TOO_EARLY = Rule(
    "节点过早",
    RETURN,
    "这个月还没有到起始月，节点却大于0",
    "请清空起始月之前的节点",
    source="R6.219 台账：起始月",
)
NOT_WHOLE = Rule(
    "节点未满",
    RETURN,
    "已到完成时限（含当月），时间节点却不足100%",
    "完成时限当月及以后请填100%或空着",
    source="R6.219 台账：完成时限",
)

INCREMENTS = Rule(
    "节点增量",
    RETURN,
    "时间节点像是每季度的增量，不是累计数：各节点相加是100%，到完成时限却不足100%",
    "请改填1月到季度末的累计比例，如25%、50%、75%、100%",
    source="R6.230 常见错误：节点填了每季度的增量",
)
MAYBE_INCREMENTS = Rule(
    "节点增量",
    VERIFY,
    "{name}：时间节点相加正好是100%，是累计比例，还是每季度的增量？暂按累计比例采用",
    "请与牵头单位核对；是增量的，改填累计比例，如25%、50%、75%、100%，再报一次",
    source="R6.231 节点相加正好是全部",
)

DEADLINE = Rule(
    "时限不一",
    NOTE,
    "{name}：完成时限填的是“{typed}”，台账是{ours}",
    "以台账的完成时限为准；确需调整的，请另行来文说明",
    source="R6.223 台账：完成时限",
)
OTHER_TARGET = Rule(
    "分解不一",
    NOTE,
    "{name}·{county}：分解表填{theirs}，台账〔县区分解〕为{ours}，以台账为准",
    "两数不同时请与牵头单位核对；要采用分解表的数，清空台账里的这一格",
    source="R6.211 台账优先于分解表",
)
OTHER_MILESTONES = Rule(
    "分解不一",
    NOTE,
    "{name}：分解表的节点是{theirs}，台账〔时间节点〕是{ours}，整行以台账为准",
    "两数不同时请与牵头单位核对；要采用分解表的数，清空台账里的这一格",
    source="R6.211 台账优先于分解表",
)
