"""What can be wrong with a return, its rows and their labels: seen without a test."""

from __future__ import annotations

from ducha.findings import ANY_GRADE, NEVER_RETURNED, Rule, Severity

RETURN, VERIFY, NOTE = Severity.RETURN, Severity.VERIFY, Severity.NOTE

REFUSED = Rule(
    "整份退回",
    RETURN,
    "{reason}",
    "请在本局发出的本单位填报表中重新填写后再报",
    source="R6.3 填报表由本局签发",
)
NOT_OURS = Rule(
    "无法识别",
    VERIFY,
    "{reason}",
    "请人工查看；若是某单位的报送件，请其用本局发出的填报表重报",
    source="R6.3 填报表由本局签发",
)
UNKNOWN_ROW = Rule(
    "未知行",
    RETURN,
    "这一行的编码、县区不在本单位的任务之内，没有并入{oddities}",
    "请在本单位填报表原有的行内填写，不要改编码和县区",
    source="R6.81 填报表由本局签发",
)
WITHDRAWN = Rule(
    "已撤下",
    NOTE,
    "发这张表时有{what}，台账里现在没有了（指标删去、县区不再承担，或换了责任单位），所填没有并入",
    "不是填报单位的差错，不用退改；仍要这个数的，在台账〔指标〕中恢复",
    source="R6.307, R6.325 按发出的表核对",
)
REWORKED = Rule(
    "要求已改",
    RETURN,
    "发这张表时，这一项的{heading}是“{issued}”，台账后来改成了“{ours}”；"
    "所填答的是原来的要求，没有并入",
    "请按随退回件发来的新表重填这一行；台账改错了的，请督查局改回",
    source="R6.326 按发出的表核对",
)
TWICE = Rule(
    "重复行",
    RETURN,
    "同一编码、县区填了两行，无法判断以哪一行为准",
    "请只保留一行后重报",
    source="R6.82 常见错误：同一行填了两次",
)
WRONG_ROW = Rule(
    "错行",
    RETURN,
    "这一行的编码是“{code}”（{ours}），写着的{heading}却是“{written}”，"
    "不知是哪一项的{what}（多半是只排序了看得见的几列），没有并入",
    "请在本局发出的表里重填；要排序的，先选中整张表（连同隐藏的列）再排",
    source="R6.84, R6.86 常见错误：只排序了看得见的列",
)
OTHER_MEASURE = Rule(
    "单位不符",
    RETURN,
    "要求的计量单位是“{ours}”，这一行的计量单位却写着“{written}”，不知数字以哪个为单位",
    "请换算成以“{ours}”为单位，只填数字，不要改计量单位",
    source="R6.85 常见错误：万与个混用",
)
RENAMED = Rule(
    "指标名被改",
    VERIFY,
    "按编码认作台账的“{ours}”；写着的指标是“{written}”{oddities}",
    "请与填报单位核实填的是不是这一项；台账后来改过指标名的，不用处理",
    source="R6.84 常见错误：改了锁定的格",
    grades=ANY_GRADE,
)
MEASURE_EDITED = Rule(
    "单位被改",
    VERIFY,
    "按台账的“{ours}”读取；写着“{written}”{oddities}",
    "请与填报单位核实数字以什么为单位；请单位以后不要改计量单位",
    source="R6.85 常见错误：改了锁定的格",
    grades=ANY_GRADE,
)
REWORDED = Rule(
    "任务被改",
    NOTE,
    "写着的任务内容与台账不同，已按编码采用",
    "请看所写是不是这一项；台账后来改过任务内容的，不用处理",
    source="R6.86 常见错误：改了锁定的格",
    grades=NEVER_RETURNED,
)
STRAY = Rule(
    "无编码",
    VERIFY,
    "这一行没有编码，所填内容没有采用",
    "请核对是否有任务行的编码被删掉；说明请写在备注里",
    source="R6.88, R6.459 常见错误：删掉了编码",
    grades=NEVER_RETURNED,
)
ONLY_TOTAL = Rule(
    "只填合计",
    VERIFY,
    "只在全市一行填了数，各县区都空着；全市数由各行合计得出，这个数没有采用",
    "请分县区填报，市本级的工作填在市本级一行",
    source="R6.89 常见错误：只报总数",
    grades=NEVER_RETURNED,
)
TWO_COLUMNS = Rule(
    "重复列",
    RETURN,
    "这一栏在表上有两列，所填不同，不知以哪一列为准",
    "请只保留一列后重报",
    source="R6.83 常见错误：复制了一列",
)
TWO_TEXTS = Rule(
    "重复列",
    VERIFY,
    "这一栏在表上有两列，所写不同，按靠左的一列采用",
    "请只保留一列",
    source="R6.95 常见错误：复制了一列",
)
TARGET_EDITED = Rule(
    "目标被改",
    NOTE,
    "年度目标被改动，已按台账的目标计算",
    "目标有变化的，请另行来文说明",
    source="R6.87 台账：目标以台账为准",
    grades=NEVER_RETURNED,
)
NO_NAMES = Rule(
    "落款",
    NOTE,
    "没有填写：{names}",
    "请下次补齐，不影响本次汇总",
    source="R6.92 通知：报表须署名",
    grades=NEVER_RETURNED,
)
RESTATED = Rule(
    "前期有变",
    VERIFY,
    "{period}的数有变：“{indicator}”（{county}）由{before}改为{after}（{day}收到）",
    "请向填报单位问清改数的原因；{period}的报告已经报出的，按更正办理。属实的，"
    "在台账〔人工处置〕对这一份填采用",
    source="R6.77 前期的数变了要说明",
    grades=NEVER_RETURNED,
)
SUPPLIED = Rule(
    "前期补报",
    NOTE,
    "{period}的数有补报：{what}（{day}收到）",
    "{period}的报告已经报出的，按更正办理",
    source="R6.79 前期的数变了要说明",
    grades=NEVER_RETURNED,
)
TIME_UNSETTLED = Rule(
    "时间待认定",
    NOTE,
    "这一份的{basis}在报送截止（{deadline}）之后；{basis}会因复制、另存而变晚，不凭它判迟报，暂按时计",
    "请核实实际收到的时间，在台账〔人工处置〕填认定时间",
    source="R6.202 截止日以后的时间要靠得住",
    grades=NEVER_RETURNED,
)
RULING = Rule("人工处置", NOTE, "{ruling}", source="R6.249 台账：人工处置")
UNMET = Rule(
    "处置落空",
    VERIFY,
    "台账〔人工处置〕的这一条没有起作用：{ruling}",
    "请核对文件名、单位、期次、编码、县区和字段；所填的数读不出来的，要用改值",
    source="R6.250 台账：人工处置",
)
