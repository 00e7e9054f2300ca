"""Whether a figure can be as large as it is where its own target says nothing about that."""

from __future__ import annotations

from ducha.checks.check import Check, Fault, Faults
from ducha.checks.rows import CheckedRow
from ducha.findings import ANY_GRADE, Severity
from ducha.ledger.model import Kind
from ducha.values.reading import shown

_LEAST_LEVEL = 50.0
"""A standard of so many 元 is no number of villages; one canteen for each town may be one."""
_HUNDRED = 100.0
_TWICE_AS_MANY = 2
_LEAST_BASE = 100.0
"""A base of fewer may well become eight times as large in a month."""
_FAR_MORE = 8
_ALONE = 1.5
"""A place that has an indicator for itself may do more than the city's target, within reason."""


def _level_as_count(row: CheckedRow) -> Faults:
    """分子 or 分母 of a standard is the level that is to be reached, 6000 元 (R6.404)."""
    if row.kind is not Kind.STANDARD:
        return ()
    levels = {level for level in (row.target, row.city_target) if level and level >= _LEAST_LEVEL}
    parts = (("numerator", row.numerator.number), ("denominator", row.denominator.number))
    return tuple(Fault(key, shown(part)) for key, part in parts if part in levels)


def _percentage_as_part(row: CheckedRow) -> Faults:
    """96.5 of 100, or 66 of 100 where there were 1,240 last month (R6.405)."""
    part, whole = row.numerator.number, row.denominator.number
    if row.kind not in {Kind.RATE, Kind.STANDARD} or part is None or whole != _HUNDRED:
        return ()
    before = row.previous.denominator
    shrunk = before is not None and before >= _HUNDRED * _TWICE_AS_MANY
    return (Fault("numerator"),) if part % 1 or shrunk else ()


def _beyond_city(row: CheckedRow) -> Faults:
    """A place without a target of its own that has done more than the whole city is to (R6.410)."""
    now, city = row.done.number, row.city_target
    if row.kind is not Kind.COUNT or row.target is not None or now is None or not city:
        return ()
    limit = city * _ALONE if row.alone else city
    return (Fault("done", shown(city)),) if now > limit else ()


def _base_out_of_scale(row: CheckedRow) -> Faults:
    """A base that is many times last month's (R6.413)."""
    now, before = row.denominator.number, row.previous.denominator
    if row.kind not in {Kind.RATE, Kind.STANDARD} or now is None or before is None:
        return ()
    return (Fault("denominator"),) if before >= _LEAST_BASE and now >= before * _FAR_MORE else ()


SIZE_CHECKS: tuple[Check[CheckedRow], ...] = (
    Check(
        "填成标准",
        Severity.RETURN,
        "这里填的是标准数额{detail}，不是个数",
        "分子填达到标准的个数，分母填应达到标准的总数，请改正后重报",
        source="R6.404 常见错误：把标准填进分子",
        grades=ANY_GRADE,
        test=_level_as_count,
    ),
    Check(
        "像百分数",
        Severity.VERIFY,
        "分母正好是100，像是把百分数拆成了分子、分母",
        "请核对：分子、分母填实际的数量；实际就是100的，在备注中说明",
        source="R6.405 常见错误：百分数当作数量",
        grades=ANY_GRADE,
        excusable=True,
        doubting=True,
        test=_percentage_as_part,
    ),
    Check(
        "远超",
        Severity.VERIFY,
        "超过了全市的年度目标{detail}",
        "请核对是否多写了0、单位不同，或填成了全市的数；属实的在备注中说明",
        source="R6.410 常见错误：量级写错",
        grades=ANY_GRADE,
        excusable=True,
        doubting=True,
        lasting=True,
        test=_beyond_city,
    ),
    Check(
        "量级",
        Severity.VERIFY,
        "分母是上月的8倍以上",
        "请核对是否多写了0；属实的在备注中说明",
        source="R6.413 常见错误：量级写错",
        grades=ANY_GRADE,
        excusable=True,
        doubting=True,
        test=_base_out_of_scale,
    ),
)
"""What merging asks besides the checks that the form shows."""
