"""What can be odd about a file as a whole: whose form it is, for which month, who sent it."""

from __future__ import annotations

from ducha.findings import NEVER_RETURNED, Rule, Severity
from ducha.makes import UNTELLING_ENDINGS

VERIFY, NOTE = Severity.VERIFY, Severity.NOTE

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
NO_CODES = Rule(
    "按名认行",
    NOTE,
    "隐藏的编码（或县区）没有了，有{rows}行按看得见的指标、县区、计量单位认出是哪一行",
    "所填已采用；请单位以后不要删隐藏的列，也不要另抄到新表里",
    source="R6.450 常见错误：删掉了隐藏的列",
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
UNTOLD = Rule(
    "看不到公式",
    NOTE,
    f"这种格式（{'、'.join(UNTELLING_ENDINGS)}）里看不到公式、错误值和百分数格式，"
    "只按显示出来的数读取",
    "空着的格请留意是否原为错误值；下次请保存为 .xlsx 再报",
    source="R6.39 旧格式的局限",
    grades=NEVER_RETURNED,
)
RENAMED = Rule(
    "标识改名",
    NOTE,
    "隐藏的〔表单标识〕改了名，内容没有改动，照收",
    "不用退改；不是单位自己改的（文件可能在传送中出了差错），请核对所填的数",
    source="R6.383 填报表由本局签发",
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
