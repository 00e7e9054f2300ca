"""What can be wrong with a row besides the checks: the sentences and their remedies."""

from __future__ import annotations

from supervision.findings import Finding, Severity

UNKNOWN_ROW = Finding(
    Severity.RETURN,
    "未知行",
    "这一行的编码、县区不在本单位的任务之内，没有并入",
    "请在本单位填报表原有的行内填写，不要改编码和县区",
)
TWICE = Finding(
    Severity.RETURN, "重复行", "同一编码、县区填了两行，无法判断以哪一行为准", "请只保留一行后重报"
)
STRAY = Finding(
    Severity.VERIFY,
    "无编码",
    "这一行没有编码，所填内容没有采用",
    "请核对是否有任务行的编码被删掉；说明请写在备注里",
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
NO_TASK = Finding(
    Severity.VERIFY, "无任务", "年度目标为0（无任务），但填了数", "请核对：是目标有误，还是填错了行"
)
UNASKED = Finding(
    Severity.NOTE, "多填", "这一格不需要填，没有采用", "累计指标填本月累计，比率和标准填分子、分母"
)
ERROR_CELL = Finding(Severity.RETURN, "错误值", "单元格是公式错误值（如#REF!）", "请改填数字")
FORMULA_BLANK = Finding(Severity.RETURN, "公式无值", "单元格是公式，但没有算出的数", "请改填数字")
FORMULA = Finding(Severity.VERIFY, "公式", "单元格是公式，按算出的数采用", "请核对；下次直接填数字")
TARGET_EDITED = Finding(
    Severity.NOTE, "目标被改", "年度目标被改动，已按台账的目标计算", "目标有变化的，请另行来文说明"
)
