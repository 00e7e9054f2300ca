"""What can be odd about returns beside one another: their order, older figures."""

from __future__ import annotations

from ducha.findings import NEVER_RETURNED, Rule, Severity

VERIFY, NOTE = Severity.VERIFY, Severity.NOTE

ORDER = Rule(
    "先后待核",
    VERIFY,
    "同一单位同月的两份所填不同，不知哪一份在后（{why}）：{rows}",
    "请向填报单位核实以哪一份为准：就以这一份为准的，在台账〔人工处置〕对这一份（或这几行）填采用；"
    "不是的，对这一份填排除；知道收到时间的，对两份都填认定时间",
    source="R6.63, R6.73, R6.74 后报的替代先报的",
    grades=NEVER_RETURNED,
)
ORDER_OF_BREAKDOWNS = Rule(
    "先后待核",
    VERIFY,
    "两份任务分解表所填不同，不知哪一份在后（{why}）：{rows}",
    "请向填报单位核实以哪一份为准：就以这一份为准的，在台账〔人工处置〕对这一份填采用；"
    "不是的，对这一份填排除；也可以把核实的数直接填进台账",
    source="R6.75 后报的替代先报的",
    grades=NEVER_RETURNED,
)
OLDER = Rule(
    "又成旧数",
    VERIFY,
    "后来的一份又填回了已经改过的数，按后来的采用：{rows}",
    "请向填报单位核实是不是用旧表改的：就以这一份为准的，在台账〔人工处置〕填采用（或由单位在备注中"
    "写明原因）；不是的，对这一份（或这几行）填排除，先前的数就恢复",
    source="R6.158 后报的替代先报的",
    grades=NEVER_RETURNED,
)
LOWERED = Rule(
    "改小",
    NOTE,
    "后来的一份比先前的一份小：{rows}",
    "更正是正常的；像是用旧表填的，请问一问填报单位",
    source="R6.158 后报的替代先报的",
    grades=NEVER_RETURNED,
)
STILL_COUNTS = Rule(
    "旧数仍在",
    VERIFY,
    "这一份改了旁边的行，这几行却空着；空着的不冲掉先前的数，旧数仍在汇总里：{rows}",
    "请向填报单位核实是不是挪到了别的行：不应再有的，在台账〔人工处置〕对这几行填清空；仍然有效的，填采用",
    source="R6.159 空白不冲掉先前的数",
    grades=NEVER_RETURNED,
)
SHIFTED = Rule(
    "错位",
    VERIFY,
    "后来的一份像是错了一行，这几行的数正是先前上一行或下一行的：{rows}",
    "请向填报单位核实是不是填串了行：填错的请改正后重报；没有错的，在台账〔人工处置〕对这几行填采用"
    "（或由单位在备注中写明原因）",
    source="R6.414 常见错误：填串了行",
    grades=NEVER_RETURNED,
    doubting=True,
)
