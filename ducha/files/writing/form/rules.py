"""Number rules and drop-downs of the cells to fill, with hints in plain Chinese."""

from __future__ import annotations

from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.sheet import rule
from ducha.form.monthly import PROGRESS, Duty, Form
from ducha.ledger.model import Indicator, Kind, Level

_AT = {column.key: index for index, column in enumerate(PROGRESS)}


def number_rules(sheet: Worksheet, form: Form, first: int) -> None:
    """Put a rule on the cells of each indicator; its rows stand together."""
    row = first
    for _, group in groupby(form.progress, key=lambda line: line.task.indicator.code):
        lines = list(group)
        last = row + len(lines) - 1
        below = last - (lines[-1].task.duty is Duty.TOTAL)
        for key, settings in _rules(lines[0].task.indicator, form.period.month):
            rule(sheet, (row, _AT[key], below, _AT[key]), settings)
        row = last + 1


def choice(options: tuple[str, ...], title: str, message: str) -> dict[str, object]:
    """A drop-down of fixed words."""
    return {
        "validate": "list",
        "source": list(options),
        **words(title, message, f"请从下拉列表中选择：{'、'.join(options)}。"),
    }


def prompt(title: str, message: str) -> dict[str, object]:
    """A hint beside a cell that takes any text."""
    return {"validate": "any", "input_title": title, "input_message": message}


def _rules(indicator: Indicator, month: int) -> list[tuple[str, dict[str, object]]]:
    if indicator.kind is Kind.QUALITATIVE:
        levels = tuple(str(level) for level in Level)
        return [("done", choice(levels, "选择进展", f"{indicator.name}：从下拉列表中选一项。"))]
    span = "1月累计" if month == 1 else f"1月至{month}月累计"
    if indicator.kind is Kind.COUNT:
        title = f"{span}（{indicator.measure}）"
        message = f"{indicator.name}\n填{span}数，不是当月数；没有进展照填上月累计数，从未开展填0。"
        return [("done", _number(indicator, title, message))]
    part, whole = _parts(indicator)
    return [
        ("numerator", _number(indicator, f"分子：{span}", f"{indicator.name}\n{part}")),
        ("denominator", _number(indicator, f"分母：{span}", f"{indicator.name}\n{whole}")),
    ]


def _parts(indicator: Indicator) -> tuple[str, str]:
    """What 分子 and 分母 are, in the ledger's words or else in ours."""
    standard = indicator.kind is Kind.STANDARD
    part = "达到标准的数量" if standard else "符合要求的数量"
    whole = "应达到标准的总数" if standard else "应统计的总数"
    none = "；本期没有对象，分子、分母都填0"
    return f"填{indicator.numerator_note or part}", f"填{indicator.denominator_note or whole}{none}"


def _number(indicator: Indicator, title: str, message: str) -> dict[str, object]:
    return amount(title, message, "；要说明的写在备注里。", whole=indicator.whole)


def amount(title: str, message: str, ending: str = "。", *, whole: bool) -> dict[str, object]:
    """A number that is not negative; `ending` ends the sentence that refuses others."""
    what = "整数" if whole else "数字"
    return {
        "validate": "integer" if whole else "decimal",
        "criteria": ">=",
        "value": 0,
        **words(title, message, f"只能填不小于0的{what}，不写单位和文字{ending}"),
    }


def words(title: str, message: str, refusal: str) -> dict[str, object]:
    """What a rule says beside the cell, and when it refuses."""
    return {
        "input_title": title,
        "input_message": message,
        "error_title": "请重新填写",
        "error_message": refusal,
        "error_type": "stop",
    }
