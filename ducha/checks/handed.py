"""What can be wrong with the answers about matters handed over, on the form's sheet 督办事项."""

from __future__ import annotations

from ducha.findings import NEVER_RETURNED, Rule, Severity

VERIFY, NOTE = Severity.VERIFY, Severity.NOTE

UNKNOWN_MATTER = Rule(
    "未知编号",
    VERIFY,
    "编号“{number}”不是交办给本单位的督办事项，这一行所填没有采用{oddities}",
    "请在本局发出的〔督办事项〕表原有的行内填写，不要改编号；台账改过编号的，请督查局核对",
    source="R9.76 督办事项由本局交办",
)
MATTER_GONE = Rule(
    "督办已撤",
    NOTE,
    "发这张表时有编号“{number}”，台账〔督办事项〕里现在没有了，所填没有采用",
    "不是填报单位的差错；仍要督办的，在台账〔督办事项〕中恢复",
    source="R9.76 按发出的表核对",
)
MATTER_TWICE = Rule(
    "重复编号",
    VERIFY,
    "编号“{number}”填了不止一行，所写不同，按靠下的一行采用",
    "请只保留一行",
    source="R9.76 常见错误：同一行填了两次",
)
NO_NUMBER = Rule(
    "无编码",
    VERIFY,
    "这一行没有编号，所填内容没有采用",
    "请核对是否有督办事项的编号被删掉；请在原有的行内填写",
    source="R9.76 常见错误：删掉了编号",
    grades=NEVER_RETURNED,
)
MATTER_EDITED = Rule(
    "督办被改",
    NOTE,
    "〔督办事项〕中问题、交办要求或办结时限被改动，仍以本局交办的为准",
    "对交办内容有不同意见的，写在办理情况里；要延期的，另行来文",
    source="R9.77 常见错误：改了锁定的格",
    grades=NEVER_RETURNED,
)
UNCLEAR_CLOSING = Rule(
    "申请办结",
    VERIFY,
    "申请办结只能填：是、否；写着“{written}”，按没有申请处理",
    "请从下拉列表中选一项；说明写在办理情况里",
    source="R9.77 常见错误：没有用下拉列表",
    grades=NEVER_RETURNED,
)
NO_EVIDENCE = Rule(
    "办结无据",
    NOTE,
    "编号“{number}”申请办结，没有写佐证材料",
    "请向填报单位索取佐证材料，核查后再认定办结",
    source="R9.78 办结由督查局认定",
    grades=NEVER_RETURNED,
)
UNANSWERED = Rule(
    "督办未答",
    VERIFY,
    "督办事项“{number}”没有填办理情况",
    "请向填报单位催问；用其他办法答复的，填入台账〔督办事项〕的反馈",
    source="R9.78 督办事项按月反馈",
    grades=NEVER_RETURNED,
)
