"""What can be wrong with a return besides its rows: seen by whoever reads it, without a test."""

from __future__ import annotations

from ducha.findings import ANY_GRADE, NEVER_RETURNED, Rule, Severity
from ducha.makes import UNTELLING_ENDINGS

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
    source="R6.88 常见错误：删掉了编码",
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
ERROR_TEXT = Rule(
    "错误值",
    VERIFY,
    "文字格里是公式错误值（如#NAME?），按没有填处理",
    "文字以等号、减号开头会被当作公式，请重新填写",
    source="R6.93 常见错误：文字成了公式",
)
TOO_LONG = Rule(
    "文字过长",
    NOTE,
    "这一格有{length}字，超过 Excel 一格能放的{most}字，汇总表和退回件里只显示前面部分，"
    "后面截断；全文在原报送文件里",
    "请把要点写在填报表里，详细材料另行报送",
    source="R6.94 Excel：一格最多32767字",
)
NO_TASK = Rule(
    "无任务",
    VERIFY,
    "年度目标为0（无任务），但填了数",
    "请核对：是目标有误，还是填错了行",
    source="R6.91 台账：目标为0的不报",
    grades=ANY_GRADE,
)
UNASKED = Rule(
    "多填",
    NOTE,
    "这一格不需要填，没有采用",
    "累计指标填本月累计，比率和标准填分子、分母",
    source="R6.90 填报表由本局签发",
)
ERROR_CELL = Rule(
    "错误值",
    RETURN,
    "单元格是公式错误值（如#REF!）",
    "请改填数字",
    source="R6.107 常见错误：填了公式",
)
FORMULA_BLANK = Rule(
    "公式无值",
    RETURN,
    "单元格是公式，但没有算出的数",
    "请改填数字",
    source="R6.107 常见错误：填了公式",
)
FORMULA = Rule(
    "公式",
    VERIFY,
    "单元格是公式，按算出的数采用",
    "请核对；下次直接填数字",
    source="R6.107 常见错误：填了公式",
    grades=ANY_GRADE,
)
ALTERED = Rule(
    "显示格式",
    VERIFY,
    "这一格设了显示格式，看上去是“{number}万”一类的样子（或缩小千倍，或看不到这个数），"
    "程序按格子里的数 {number} 采用",
    "请核对是哪个数；下次把格式改为“常规”，直接填数字，不要用格式加“万”、缩小千倍或隐藏",
    source="R6.108 常见错误：用格式改了数的样子",
    grades=ANY_GRADE,
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
UNSIGNED = Rule(
    "无标识",
    VERIFY,
    "隐藏的〔表单标识〕没有了，按表上写的填报单位、期次和编码认定",
    "请与填报单位核实是否为其所报；下次请直接填写本局发出的表，不要另存到新表里",
    source="R6.25 常见错误：另存或复制到新表",
    grades=NEVER_RETURNED,
)
UNKNOWN_KEY = Rule(
    "密钥",
    VERIFY,
    "表单不是用本工作区现有的密钥签发的，无法核对是否被改动",
    "确认是本局发出的表；若更换过 signing.key，请找回原来的密钥文件",
    source="R6.24 填报表由本局签发",
    grades=NEVER_RETURNED,
)
OTHER_MONTH = Rule(
    "月份不符",
    VERIFY,
    "表上写的是{months}，按{period}的报送件处理",
    "请与填报单位核实所填是哪个月的数；要改月份，在台账〔人工处置〕中填改期",
    source="R6.31 常见错误：用了上月的表",
    grades=NEVER_RETURNED,
)
LATER_SHEET = Rule(
    "后月的表",
    VERIFY,
    "文件里还有〔{sheet}〕一张，是{month}的，"
    "填了{unsaid}处该单位{month}没有报过的内容，这一张没有采用",
    "请单位用{month}的填报表报；整份文件都是{month}的，在台账〔人工处置〕填改期",
    source="R6.41 常见错误：一本表里每月一张",
    grades=NEVER_RETURNED,
)
EARLIER_SHEET = Rule(
    "前月的表",
    NOTE,
    "文件里还留着〔{sheet}〕一张，是{month}的，"
    "有{unsaid}处与该单位{month}报过的不同，这一张没有采用",
    "要更正{month}的数，请单位用{month}的填报表重报；只是留着备查的，不用处理",
    source="R6.41 常见错误：一本表里每月一张",
    grades=NEVER_RETURNED,
)
NO_HEAD = Rule(
    "表头缺失",
    VERIFY,
    "表上看不到{missing}，按隐藏的〔表单标识〕认定是“{unit}”{period}的表",
    "请打开文件核实是哪个单位、哪个月的表；请单位不要删改表头的填报单位和期次",
    source="R6.32 填报表由本局签发",
    grades=NEVER_RETURNED,
)
LIKE_ANOTHER = Rule(
    "像他单位",
    VERIFY,
    "{likeness}",
    "请与填报单位核实填的是不是本单位的表；不是的，在台账〔人工处置〕填排除",
    source="R6.29 填报表由本局签发",
    grades=NEVER_RETURNED,
)
REPLACES = Rule(
    "顶替",
    VERIFY,
    "这一份没有有效的〔表单标识〕，却比该单位带有效标识的报送件“{earlier}”晚到，"
    "所填有{changed}处与其不同，按后到的这一份采用",
    "请向填报单位核实以哪一份为准；不应采用这一份的，在台账〔人工处置〕填排除",
    source="R6.38 填报表由本局签发",
    grades=NEVER_RETURNED,
)
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
UNTOLD = Rule(
    "看不到公式",
    NOTE,
    f"这种格式（{'、'.join(UNTELLING_ENDINGS)}）里看不到公式、错误值和百分数格式，"
    "只按显示出来的数读取",
    "空着的格请留意是否原为错误值；下次请保存为 .xlsx 再报",
    source="R6.39 旧格式的局限",
    grades=NEVER_RETURNED,
)
STRANGER = Rule(
    "发件人",
    VERIFY,
    "发件邮箱没有登记在该单位名下",
    "请核实是否为该单位所发；确认后把邮箱补进台账〔责任单位〕",
    source="R6.36 台账：责任单位登记的邮箱",
    grades=NEVER_RETURNED,
)
ANOTHERS = Rule(
    "发件人",
    VERIFY,
    "发件邮箱登记在“{others}”名下，报的却是“{unit}”的表",
    "请核实是否为该单位所发；确认后把邮箱补进台账〔责任单位〕",
    source="R6.36 台账：责任单位登记的邮箱",
    grades=NEVER_RETURNED,
)
TWO_SENDERS = Rule(
    "发件人不一",
    VERIFY,
    "该单位没有登记邮箱，此前的报送件由 {before} 发来，这一份却由 {sender} 发来",
    "请核实是否都是该单位所发；确认后把邮箱补进台账〔责任单位〕",
    source="R6.37 台账：责任单位登记的邮箱",
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
