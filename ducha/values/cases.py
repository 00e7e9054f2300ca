"""Every outcome of reading a figure: how much it costs, and what the unit is told."""

from __future__ import annotations

from dataclasses import dataclass

from ducha.findings import Severity

_PLAIN = "请只填阿拉伯数字，不带单位、文字和符号"
_ONE = "请核实后只填一个确定的数字"
_REST = "确实没有进展的，填上月的累计数；确实是零的，填 0"


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of outcome.

    In the texts {typed} stands for what was typed, {value} for the figure read, {measure} for what
    the indicator is counted in, {detail} for the part of the text that decided.
    (R6.101, R6.102, R6.103, R6.104)
    """

    code: str
    severity: Severity | None
    sentence: str = ""
    remedy: str = ""


def _note(code: str, sentence: str, remedy: str = _PLAIN) -> Case:
    return Case(code, Severity.NOTE, f"填写的是“{{typed}}”（{sentence}），读作 {{value}}", remedy)


def _verify(code: str, sentence: str, remedy: str) -> Case:
    return Case(code, Severity.VERIFY, sentence, remedy)


def _return(code: str, sentence: str, remedy: str) -> Case:
    return Case(code, Severity.RETURN, f"填写的是“{{typed}}”，{sentence}", remedy)


PLAIN = Case("", None)
BLANK = Case("blank", None)

TEXT = _note("text", "数字存成了文本", "请把单元格格式改为“常规”，重新填数字")
WIDE = _note("wide", "含全角或不可见的字符")
GROUPED = _note("grouped", "带千位分隔符")
SCALED = _note("scaled", "以“{detail}”计")
NUMERAL = _note("numeral", "中文数字")
MEASURED = _note("measured", "带计量单位“{detail}”")

_READ = "填写的是“{typed}”，读作 {value}，"
APPROXIMATE = _verify("approximate", f"{_READ}但“{{detail}}”说明不是确数", _ONE)
WORDED = _verify("worded", f"{_READ}但带有文字“{{detail}}”", _PLAIN)
ZEROS = _verify("zeros", f"{_READ}但数字前有多余的 0，可能是编号", _ONE)
COUNTED = _verify("counted", f"{_READ}但写有计量单位“{{detail}}”，请核对是否一致", _PLAIN)
NOT_GIVEN = _verify("not_given", "填写的是“{typed}”，按未填处理，不当作 0", f"请填数字；{_REST}")

NEGATIVE = _return("negative", "是负数，填报数不能小于 0", "请核实后填不小于 0 的数字")
NOT_WHOLE = _return("not_whole", "本指标只能是整数", "请核实后填整数")
DIGITS = _return(
    "digits", "超过 15 位数字，不是合理的数量", "请核实是否填成了证件号、电话等，改填数量"
)
NOT_FINITE = _return("not_finite", "不是有效数字", _ONE)
LOGICAL = _return("logical", "是逻辑值，不是数字", _ONE)
DATE = _return("date", "是日期或时间，不是数字", "请把单元格格式改为“常规”，重新填数字")
ERROR = _return("error", "是公式出错的结果", "请改正公式，或直接填数字")
PERCENT = _return("percent", "是百分数或比例，这里要填数量", "请填数量；比率按分子、分母分别填报")
RANGE = _return("range", "是一个范围", _ONE)
EXPRESSION = _return("expression", "是算式或比值", "请填计算好的一个数字；分子、分母分别填报")
SCIENTIFIC = _return("scientific", "是科学记数法，无法确定原数", "请填写完整的数字")
SPACED = _return("spaced", "数字中间有空格，分不清是一个数还是几个数", _ONE)
SEPARATORS = _return("separators", "分隔符或小数点的位置不对，无法确定是多少", _ONE)
AMBIGUOUS = _return("ambiguous", "中文数字写法不规范，无法确定是多少", "请改填阿拉伯数字")
SCALE = _return(
    "scale", "分不清是否已按“{measure}”换算", "请填以“{measure}”为单位的数字，不带“万”“亿”等字"
)
MEASURE = _return(
    "measure",
    "数字后写的是“{detail}”，要求的计量单位是“{measure}”",
    "请换算成以“{measure}”为单位，只填数字",
)
TAIL = _return("measure", "数字后带有“{detail}”，无法确认计量单位", _PLAIN)
WORDS = _return("words", "不是数字", f"请只填一个数字，说明写在备注里；{_REST}")

SHOWN = {
    "text": "文本数字",
    "wide": "全角数字",
    "grouped": "千分位",
    "scaled": "带万亿",
    "numeral": "中文数字",
    "measured": "带单位",
    "approximate": "约数",
    "worded": "夹带文字",
    "zeros": "前导零",
    "counted": "带量词",
    "not_given": "未给数",
    "negative": "负数",
    "not_whole": "不是整数",
    "digits": "位数过多",
    "not_finite": "不是数",
    "logical": "逻辑值",
    "date": "日期",
    "error": "错误值",
    "percent": "百分数",
    "range": "区间",
    "expression": "算式",
    "scientific": "科学计数",
    "spaced": "夹空格",
    "separators": "分隔符",
    "ambiguous": "含义不清",
    "scale": "万字不清",
    "measure": "单位不符",
    "words": "文字",
}
"""Codes of cases as a clerk reads them."""
