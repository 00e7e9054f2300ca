"""Tables of words and files: items, problems, suggestions, who reported, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ducha.findings import Finding, Severity
from ducha.form.monthly import NARRATIVE
from ducha.intake.examined import Told
from ducha.intake.verdicts import Judgement
from ducha.ledger.model import Indicator, Ledger
from ducha.merge.month import MonthTable
from ducha.merge.open_matters import Matter, is_nil
from ducha.standing.reporting import UnitState
from ducha.standing.table import Cell, Item, Table, items, table
from ducha.status.rating import Status
from ducha.texts import brief, joined, shown_name, shown_names

TIME = "%Y-%m-%d %H:%M"
_MORE = "……（过长，全文见〔情况明细〕）"
_LONGEST_SENTENCE = 500
_MOST_FILES = 50
"""So many files of a unit are named; all of them stand in 文件清单."""


def item_table(ledger: Ledger, month: MonthTable) -> Table:
    """事项进展: a row per item, its light, and what every unit says of it."""
    headings = (
        "编码",
        "事项",
        "任务内容",
        "牵头单位",
        "状态",
        "指标数",
        "未报送",
        "待更正",
        "工作进展情况",
        "存在问题",
    )
    return table(
        "事项进展", headings, [_item_row(item, ledger, month.texts) for item in items(month.lines)]
    )


def _item_row(
    item: Item, ledger: Ledger, texts: Mapping[tuple[str, str, str], Told]
) -> tuple[Cell, ...]:
    statuses = [line.rating.status for line in item.lines]
    said = [_said(item, ledger, texts, key) for key in ("progress", "problem")]
    return (
        item.first.item,
        item.first.matter,
        item.first.task,
        "、".join(item.first.leads),
        str(item.light),
        len(statuses),
        statuses.count(Status.NO_RETURN),
        statuses.count(Status.HELD),
        *said,
    )


def _said(
    item: Item, ledger: Ledger, texts: Mapping[tuple[str, str, str], Told], key: str
) -> str | None:
    """What the lead says, then every county with its name before it; 无 is left out."""
    speakers = dict.fromkeys((*item.first.leads, *ledger.by_unit))
    said = [
        (unit, texts[unit, item.first.item, key].text)
        for unit in speakers
        if (unit, item.first.item, key) in texts
    ]
    told = [(unit, text) for unit, text in said if key == "progress" or not is_nil(text)]
    return joined([(f"【{unit}】", text) for unit, text in told], _MORE) or None


def first_of_items(ledger: Ledger) -> dict[str, Indicator]:
    """Each item's first indicator, in the order of the ledger."""
    found: dict[str, Indicator] = {}
    for indicator in ledger.indicators:
        found.setdefault(indicator.item, indicator)
    return found


def matter_table(
    name: str, heading: str, ledger: Ledger, matters: Mapping[tuple[str, str], Matter]
) -> Table:
    """问题清单 or 工作建议: what units state this month, the longest standing first."""
    headings = ("单位", "类别", "编码", "事项", heading, "需市级协调", "持续月数", "下步措施")
    order = {unit.name: n for n, unit in enumerate(ledger.units)}
    first = first_of_items(ledger)
    stated = sorted(
        (m for m in matters.values() if m.stated),
        key=lambda m: (m.coordination != "是", -m.months, order[m.unit], m.item),
    )
    rows = [
        (
            m.unit,
            str(ledger.by_unit[m.unit].group),
            m.item,
            first[m.item].matter,
            m.text,
            m.coordination or None,
            m.months,
            m.next_step or None,
        )
        for m in stated
    ]
    return table(name, headings, rows)


def text_table(ledger: Ledger, texts: Mapping[tuple[str, str, str], Told]) -> Table:
    """情况明细: every text as each unit wrote it, so that none is only quoted in part."""
    columns = [column for column in NARRATIVE if column.entry]
    first = first_of_items(ledger)
    written = {(unit, item) for unit, item, _ in texts}
    places = [(u.name, item) for u in ledger.units for item in first if (u.name, item) in written]
    rows = [
        (unit, item, first[item].matter, *(_text(texts, unit, item, c.key) for c in columns))
        for unit, item in places
    ]
    return table("情况明细", ("单位", "编码", "事项", *(c.heading for c in columns)), rows)


def _text(texts: Mapping[tuple[str, str, str], Told], unit: str, item: str, key: str) -> str | None:
    told = texts.get((unit, item, key))
    return told.text if told else None


def reporting_table(states: Iterable[UnitState]) -> Table:
    """报送情况: every unit that owes a return."""
    headings = (
        "单位",
        "类别",
        "状态",
        "报送时间",
        "时间依据",
        "应填",
        "实填",
        "退回项",
        "是否迟报",
        "文件",
    )
    rows = [
        (
            state.unit,
            str(state.group),
            str(state.state),
            state.received.strftime(TIME) if state.received else None,
            state.basis or None,
            state.owed,
            state.filled,
            state.held,
            "是" if state.late else "否",
            _files(state.files) or None,
        )
        for state in states
    ]
    return table("报送情况", headings, rows)


def _files(files: Sequence[str]) -> str:
    told = [shown_name(file) for file in files[:_MOST_FILES]]
    rest = len(files) - _MOST_FILES
    return "\n".join([*told, f"另有{rest}个，见〔文件清单〕"] if rest > 0 else told)


def file_table(judgements: Sequence[Judgement]) -> Table:
    """文件清单: every file of the inbox with its verdict."""
    headings = (
        "文件",
        "结论",
        "单位",
        "期次",
        "版本",
        "原因",
        "收到时间",
        "时间依据",
        "发件人",
        "SHA-256",
    )
    files = shown_names([one.source.file for one in judgements])
    rows = [
        (
            shown,
            str(one.verdict),
            shown_name(one.unit) or None,
            shown_name(one.period) or None,
            one.version or None,
            brief(one.reason, _LONGEST_SENTENCE) or None,
            one.source.received.strftime(TIME),
            one.source.basis,
            shown_name(one.source.sender) or None,
            one.source.sha256,
        )
        for one, shown in zip(judgements, files, strict=True)
    ]
    return table("文件清单", headings, rows)


def finding_table(findings: Iterable[Finding]) -> Table:
    """数据核查: every finding, the hardest first."""
    headings = (
        "级别",
        "代码",
        "单位",
        "文件",
        "工作表",
        "单元格",
        "原值",
        "说明",
        "处理建议",
    )
    rows = [
        (
            str(one.severity),
            one.code,
            shown_name(one.unit) or None,
            shown_name(one.file) or None,
            shown_name(one.place.sheet) or None,
            shown_name(one.place.address) or None,
            brief(one.found) or None,
            brief(one.sentence, _LONGEST_SENTENCE),
            one.remedy or None,
        )
        for one in sorted(findings, key=lambda f: _HARDNESS[f.severity])
    ]
    return table("数据核查", headings, rows)


_HARDNESS = {severity: rank for rank, severity in enumerate(Severity)}
