"""Sheets and headings of the ledger workbook, shared by its reader and its writer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """One sheet; its `optional` headings may be missing, in all sheets any others may be added."""

    sheet: str
    headings: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[str, ...]:
        """Headings without which the sheet cannot be understood."""
        return tuple(name for name in self.headings if name not in self.optional)


MONTHS = tuple(f"{month}月" for month in range(1, 13))

DOCUMENT = Layout("文件信息", ("项", "值"))
DOCUMENT_ITEMS = (
    *("标题", "文号", "发文机关", "成文日期", "年度", "报送日", "首报期"),
    *("主办", "邮箱", "联系电话"),
)

INDICATORS = Layout(
    "指标",
    (
        *("编码", "事项序号", "事项", "子项", "任务内容", "指标", "类型", "方向", "年度目标"),
        *("计量单位", "整数", "判定", "牵头单位", "配合单位", "各县区", "起始月", "完成时限"),
        *("口径", "分子口径", "分母口径", "原文"),
    ),
    ("口径", "分子口径", "分母口径", "原文"),
)
TARGETS = Layout("县区分解", ("编码", "指标", "全市目标", "市本级"), ("指标", "全市目标", "市本级"))
"""Then one column per county."""

MILESTONES = Layout("时间节点", ("编码", "指标", *MONTHS), ("指标",))
UNITS = Layout(
    "责任单位",
    ("单位", "别名", "类别", "报送", "计入全市", "联系人", "电话", "邮箱"),
    ("联系人", "电话", "邮箱"),
)
ADJUSTMENTS = Layout("目标调整", ("编码", "县区", "生效月", "新目标", "依据"))
OVERRIDES = Layout(
    "人工处置",
    (
        *("文件", "单位", "期次", "编码", "县区", "字段", "处置", "新值"),
        *("理由", "经办人", "日期"),
    ),
)

DOUBTS = "待确认"
ORIGINS = "目标来源"
SOURCE = "来源"

EXCLUDE, ADOPT, CHANGE = "排除", "采用", "改值"
ERASE, MOVE, RECEIVED = "清空", "改期", "认定时间"
ACTIONS = (EXCLUDE, ADOPT, CHANGE, ERASE, MOVE, RECEIVED)
"""What a clerk may decide in 人工处置."""

FIGURES = ("本月累计", "分子", "分母")
TEXTS = ("备注", "工作进展情况", "存在问题", "工作建议", "下步措施", "需市级协调", "是否解决")
