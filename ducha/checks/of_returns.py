"""What can be wrong with a return besides the checks: the sentences and their remedies."""

from __future__ import annotations

from ducha.findings import Finding, Severity

UNKNOWN_ROW = Finding(
    Severity.RETURN,
    "未知行",
    "这一行的编码、县区不在本单位的任务之内，没有并入",
    "请在本单位填报表原有的行内填写，不要改编码和县区",
)
TWICE = Finding(
    Severity.RETURN, "重复行", "同一编码、县区填了两行，无法判断以哪一行为准", "请只保留一行后重报"
)
WRONG_ROW = Finding(
    Severity.RETURN,
    "错行",
    "",
    "请在本局发出的表里重填；要排序的，先选中整张表（连同隐藏的列）再排",
)
OTHER_MEASURE = Finding(Severity.RETURN, "单位不符", "")
RENAMED = Finding(
    Severity.VERIFY,
    "指标名被改",
    "",
    "请与填报单位核实填的是不是这一项；台账后来改过指标名的，不用处理",
)
MEASURE_EDITED = Finding(
    Severity.VERIFY,
    "单位被改",
    "",
    "请与填报单位核实数字以什么为单位；请单位以后不要改计量单位",
)
REWORDED = Finding(
    Severity.NOTE,
    "任务被改",
    "写着的任务内容与台账不同，已按编码采用",
    "请看所写是不是这一项；台账后来改过任务内容的，不用处理",
)
STRAY = Finding(
    Severity.VERIFY,
    "无编码",
    "这一行没有编码，所填内容没有采用",
    "请核对是否有任务行的编码被删掉；说明请写在备注里",
)
ONLY_TOTAL = Finding(
    Severity.VERIFY,
    "只填合计",
    "只在全市一行填了数，各县区都空着；全市数由各行合计得出，这个数没有采用",
    "请分县区填报，市本级的工作填在市本级一行",
)
TWO_COLUMNS = Finding(
    Severity.RETURN,
    "重复列",
    "这一栏在表上有两列，所填不同，不知以哪一列为准",
    "请只保留一列后重报",
)
TWO_TEXTS = Finding(
    Severity.VERIFY,
    "重复列",
    "这一栏在表上有两列，所写不同，按靠左的一列采用",
    "请只保留一列",
)
ERROR_TEXT = Finding(
    Severity.VERIFY,
    "错误值",
    "文字格里是公式错误值（如#NAME?），按没有填处理",
    "文字以等号、减号开头会被当作公式，请重新填写",
)
TOO_LONG = Finding(
    Severity.NOTE,
    "文字过长",
    "",
    "请把要点写在填报表里，详细材料另行报送",
)
NO_TASK = Finding(
    Severity.VERIFY, "无任务", "年度目标为0（无任务），但填了数", "请核对：是目标有误，还是填错了行"
)
UNASKED = Finding(
    Severity.NOTE, "多填", "这一格不需要填，没有采用", "累计指标填本月累计，比率和标准填分子、分母"
)
ERROR_CELL = Finding(Severity.RETURN, "错误值", "单元格是公式错误值（如#REF!）", "请改填数字")
FORMULA_BLANK = Finding(Severity.RETURN, "公式无值", "单元格是公式，但没有算出的数", "请改填数字")
FORMULA = Finding(Severity.VERIFY, "公式", "单元格是公式，按算出的数采用", "请核对；下次直接填数字")
ALTERED = Finding(
    Severity.VERIFY,
    "显示格式",
    "",
    "请核对是哪个数；下次把格式改为“常规”，直接填数字，不要用格式加“万”、缩小千倍或隐藏",
)
TARGET_EDITED = Finding(
    Severity.NOTE, "目标被改", "年度目标被改动，已按台账的目标计算", "目标有变化的，请另行来文说明"
)
NO_NAMES = Finding(Severity.NOTE, "落款", "没有填写：", "请下次补齐，不影响本次汇总")
UNSIGNED = Finding(
    Severity.VERIFY,
    "无标识",
    "隐藏的〔表单标识〕没有了，按表上写的填报单位、期次和编码认定",
    "请与填报单位核实是否为其所报；下次请直接填写本局发出的表，不要另存到新表里",
)
UNKNOWN_KEY = Finding(
    Severity.VERIFY,
    "密钥",
    "表单不是用本工作区现有的密钥签发的，无法核对是否被改动",
    "确认是本局发出的表；若更换过 signing.key，请找回原来的密钥文件",
)
OTHER_MONTH = Finding(
    Severity.VERIFY,
    "月份不符",
    "",
    "请与填报单位核实所填是哪个月的数；要改月份，在台账〔人工处置〕中填改期",
)
NO_HEAD = Finding(
    Severity.VERIFY,
    "表头缺失",
    "",
    "请打开文件核实是哪个单位、哪个月的表；请单位不要删改表头的填报单位和期次",
)
LIKE_ANOTHER = Finding(
    Severity.VERIFY,
    "像他单位",
    "",
    "请与填报单位核实填的是不是本单位的表；不是的，在台账〔人工处置〕填排除",
)
REPLACES = Finding(
    Severity.VERIFY,
    "顶替",
    "",
    "请向填报单位核实以哪一份为准；不应采用这一份的，在台账〔人工处置〕填排除",
)
SAME_MOMENT = Finding(
    Severity.VERIFY,
    "同时收到",
    "",
    "请向填报单位核实以哪一份为准；就以这一份为准的，在台账〔人工处置〕填采用；"
    "不是的，对这一份填排除，或对应当后到的一份填认定时间",
)
UNTOLD = Finding(
    Severity.NOTE,
    "看不到公式",
    "这种格式（.xls、.et、.xlsb、.ods）里看不到公式、错误值和百分数格式，只按显示出来的数读取",
    "空着的格请留意是否原为错误值；下次请保存为 .xlsx 再报",
)
STRANGER = Finding(
    Severity.VERIFY,
    "发件人",
    "发件邮箱没有登记在该单位名下",
    "请核实是否为该单位所发；确认后把邮箱补进台账〔责任单位〕",
)
TWO_SENDERS = Finding(
    Severity.VERIFY,
    "发件人不一",
    "",
    "请核实是否都是该单位所发；确认后把邮箱补进台账〔责任单位〕",
)
