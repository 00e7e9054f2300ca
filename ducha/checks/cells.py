"""What can be wrong with a cell of a return besides the figure that it holds."""

from __future__ import annotations

from ducha.findings import ANY_GRADE, NEVER_RETURNED, Rule, Severity

RETURN, VERIFY, NOTE = Severity.RETURN, Severity.VERIFY, Severity.NOTE

ERROR_TEXT = Rule(
    "错误值",
    VERIFY,
    "文字格里是公式错误值（如#NAME?），按没有填处理",
    "文字以等号、减号开头会被当作公式，请重新填写",
    source="R6.93 常见错误：文字成了公式",
)
PICTURE_TEXT = Rule(
    "图片",
    VERIFY,
    "这一格是图片，程序不读图片里的字和数，汇总里写作“（图片，未读）”",
    "请打开文件看图片；请单位改用文字填写",
    source="R6.454 常见错误：把图片贴进格里",
    grades=NEVER_RETURNED,
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
MERGED = Rule(
    "合并单元格",
    RETURN,
    "{range}合并成了一格，不知这个数是哪一行、哪一栏的，也看不到下面压着什么，没有采用",
    "请取消合并，每一行分别填自己的数后重报",
    source="R6.400 常见错误：合并单元格",
)
STRUCK = Rule(
    "删除线",
    RETURN,
    "这一格的数划了删除线（全部或一部分），不知还算不算，没有采用",
    "请把不要的数删掉，只留下要报的数，取消删除线后重报",
    source="R6.401 常见错误：改数时只划掉不删",
    grades=ANY_GRADE,
)
MISPLACED = Rule(
    "错栏",
    RETURN,
    "{asked}空着，数却填在了〔{heading}〕（{cell}：{typed}），没有采用",
    "请把数填进{asked}后重报{hint}",
    source="R6.402, R6.403 常见错误：填错了栏",
)
WRITTEN_BESIDE = Rule(
    "表外附言",
    NOTE,
    "批注或表格旁边写着：“{words}”，程序不采用",
    "请看一看是不是在说某个数；要采用的，请单位填进表格里重报",
    source="R6.431 常见错误：把话写在批注里",
    grades=NEVER_RETURNED,
)
