"""Every outcome of reading a figure that is a finding: its severity and its words for the unit.

In the texts {typed} stands for what was typed, {value} for the figure read, {measure} for what the
indicator is counted in, {detail} for the part of the text that decided.
"""

from __future__ import annotations

from ducha.findings import Rule, Severity

_PLAIN = "请只填阿拉伯数字，不带单位、文字和符号"
_ONE = "请核实后只填一个确定的数字"
_REST = "确实没有进展的，填上月的累计数；确实是零的，填 0"
_SOURCE = "数值读取：读出所指的那个数，读不准的不猜"
_READ_SO, _ASKED, _HELD = "R6.101", "R6.102", "R6.104"
"""Rules of docs/rules.md: read all the same, read and asked about, held out."""


def _note(code: str, sentence: str, remedy: str = _PLAIN) -> Rule:
    sentence = f"填写的是“{{typed}}”（{sentence}），读作 {{value}}"
    return Rule(code, Severity.NOTE, sentence, remedy, source=f"{_READ_SO} {_SOURCE}")


def _verify(code: str, sentence: str, remedy: str, number: str = _ASKED) -> Rule:
    return Rule(code, Severity.VERIFY, sentence, remedy, source=f"{number} {_SOURCE}")


def _return(code: str, sentence: str, remedy: str, number: str = _HELD) -> Rule:
    sentence = f"填写的是“{{typed}}”，{sentence}"
    return Rule(code, Severity.RETURN, sentence, remedy, source=f"{number} {_SOURCE}")


TEXT = _note("文本数字", "数字存成了文本", "请把单元格格式改为“常规”，重新填数字")
WIDE = _note("全角数字", "含全角或不可见的字符")
GROUPED = _note("千分位", "带千位分隔符")
SCALED = _note("带万亿", "以“{detail}”计")
NUMERAL = _note("中文数字", "中文数字")
MEASURED = _note("带单位", "带计量单位“{detail}”")
FOOTNOTE = Rule(
    "脚注",
    Severity.NOTE,
    "填写的是“{typed}”（数后面有上标的脚注号），读作 {value}",
    "请只填数字，说明写在备注里",
    source=f"R6.430 {_SOURCE}",
)

_READ = "填写的是“{typed}”，读作 {value}，"
APPROXIMATE = _verify("约数", f"{_READ}但“{{detail}}”说明不是确数", _ONE)
WORDED = _verify("夹带文字", f"{_READ}但带有文字“{{detail}}”", _PLAIN)
ZEROS = _verify("前导零", f"{_READ}但数字前有多余的 0，可能是编号", _ONE)
COUNTED = _verify("带量词", f"{_READ}但写有计量单位“{{detail}}”，请核对是否一致", _PLAIN)
NOT_GIVEN = _verify(
    "未给数", "填写的是“{typed}”，按未填处理，不当作 0", f"请填数字；{_REST}", "R6.103"
)

NEGATIVE = _return("负数", "是负数，填报数不能小于 0", "请核实后填不小于 0 的数字")
NOT_WHOLE = _return("不是整数", "本指标只能是整数", "请核实后填整数", "R6.105")
DIGITS = _return(
    "位数过多", "超过 15 位数字，不是合理的数量", "请核实是否填成了证件号、电话等，改填数量"
)
NOT_FINITE = _return("不是数", "不是有效数字", _ONE)
LOGICAL = _return("逻辑值", "是逻辑值，不是数字", _ONE)
DATE = _return("日期", "是日期或时间，不是数字", "请把单元格格式改为“常规”，重新填数字")
ERROR = _return("错误值", "是公式出错的结果", "请改正公式，或直接填数字")
PERCENT = _return("百分数", "是百分数或比例，这里要填数量", "请填数量；比率按分子、分母分别填报")
RANGE = _return("区间", "是一个范围", _ONE)
EXPRESSION = _return("算式", "是算式或比值", "请填计算好的一个数字；分子、分母分别填报")
SCIENTIFIC = _return("科学计数", "是科学记数法，无法确定原数", "请填写完整的数字")
SPACED = _return("夹空格", "数字中间有空格，分不清是一个数还是几个数", _ONE)
SEPARATORS = _return("分隔符", "分隔符或小数点的位置不对，无法确定是多少", _ONE)
AMBIGUOUS = _return("含义不清", "中文数字写法不规范，无法确定是多少", "请改填阿拉伯数字")
SCALE = _return(
    "万字不清", "分不清是否已按“{measure}”换算", "请填以“{measure}”为单位的数字，不带“万”“亿”等字"
)
MEASURE = _return(
    "单位不符",
    "数字后写的是“{detail}”，要求的计量单位是“{measure}”",
    "请换算成以“{measure}”为单位，只填数字",
)
TAIL = _return("单位不符", "数字后带有“{detail}”，无法确认计量单位", _PLAIN)
WORDS = _return("文字", "不是数字", f"请只填一个数字，说明写在备注里；{_REST}")
