"""What is checked in a row of 进度填报: each rule once, for Python and for the live form alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ducha.checks.check import Check, Fault, Faults
from ducha.findings import ANY_GRADE, Severity
from ducha.ledger.model import Kind, Level
from ducha.status.rating import Figure
from ducha.values.reading import Reading

LEVELS = tuple(str(level) for level in Level)


class CheckedRow(NamedTuple):
    """One row as read, beside what the form was issued with; figures are in the row's measure.

    `city_target` is that of the whole city; `alone` says that no other place shares it.
    """

    kind: Kind
    whole: bool
    target: float | None
    previous: Figure
    done: Reading
    numerator: Reading
    denominator: Reading
    remark: str = ""
    city_target: float | None = None
    alone: bool = False

    @property
    def readings(self) -> dict[str, Reading]:
        """What was read, by the key of its column."""
        return {"done": self.done, "numerator": self.numerator, "denominator": self.denominator}


NUMERIC = ("done", "numerator", "denominator")
_ONE = '{kind}="累计"'
_PAIR = '{kind}<>"累计",{kind}<>"定性"'


def _number_cells(row: CheckedRow) -> tuple[tuple[str, Reading], ...]:
    """The number cells of the row: a qualitative row has none."""
    if row.kind is Kind.QUALITATIVE:
        return ()
    if row.kind is Kind.COUNT:
        return (("done", row.done),)
    return (("numerator", row.numerator), ("denominator", row.denominator))


def _unreadable(row: CheckedRow) -> Faults:
    return tuple(
        Fault(key) for key, reading in _number_cells(row) if reading.severity is Severity.RETURN
    )


def _unknown_level(row: CheckedRow) -> Faults:
    if row.kind is not Kind.QUALITATIVE or row.done.typed in {"", *LEVELS}:
        return ()
    return (Fault("done"),)


def _no_denominator(row: CheckedRow) -> Faults:
    if row.kind in {Kind.COUNT, Kind.QUALITATIVE} or row.numerator.number is None:
        return ()
    whole = row.denominator.number
    missing = _not_given(row.denominator) or (whole == 0 and row.numerator.number > 0)
    return (Fault("denominator"),) if missing else ()


def _no_numerator(row: CheckedRow) -> Faults:
    if row.kind in {Kind.COUNT, Kind.QUALITATIVE} or row.denominator.number is None:
        return ()
    return (Fault("numerator"),) if _not_given(row.numerator) else ()


def _not_given(reading: Reading) -> bool:
    """Nothing there; what cannot be read is a matter of its own (R6.109)."""
    return reading.number is None and reading.severity is not Severity.RETURN


def _more_than_all(kind: Kind) -> Callable[[CheckedRow], Faults]:
    def test(row: CheckedRow) -> Faults:
        part, whole = row.numerator.number, row.denominator.number
        if row.kind is not kind or part is None or whole is None:
            return ()
        return (Fault("numerator"),) if part > whole > 0 else ()

    return test


def _fallen(row: CheckedRow) -> Faults:
    before = row.previous
    pairs = (
        ("done", row.done.number, before.done),
        ("numerator", row.numerator.number, before.numerator),
        ("denominator", row.denominator.number, before.denominator),
    )
    return tuple(
        Fault(key)
        for key, now, then in pairs
        if now is not None and then is not None and now < then
    )


def _far_beyond(row: CheckedRow) -> Faults:
    if row.kind is not Kind.COUNT or not row.target or row.done.number is None:
        return ()
    return (Fault("done"),) if row.done.number > row.target * 3 / 2 else ()


def _good_number(key: str) -> str:
    """Excel: the cell holds a number that will be read: not negative, exact, whole where asked."""
    cell = f"{{{key}}}"
    whole = f'OR({{whole}}<>"是",{cell}=INT({cell}))'
    return f"IF(ISNUMBER({cell}),AND({cell}>=0,{cell}<1E+15,{whole}))"


def _bad_number(key: str, kinds: str) -> str:
    """Excel: something stands in the cell that cannot be read as its number."""
    return f"AND({kinds},LEN({{{key}}})>0,NOT({_good_number(key)}))"


def _more_than_whole(kind: Kind) -> str:
    good = f"{_good_number('numerator')},{_good_number('denominator')}"
    return f'AND({{kind}}="{kind}",{good},{{denominator}}>0,{{numerator}}>{{denominator}})'


def _less_than(key: str, before: str, kinds: str) -> str:
    return f"AND({kinds},{_good_number(key)},ISNUMBER({{{before}}}),{{{key}}}<{{{before}}})"


_SCALES = (10, 100, 10_000)


def _wrong_scale(row: CheckedRow) -> Faults:
    """A figure that is out of all proportion, and would fit if it were 10, 100, 10 000 times.

    (R6.133)
    """
    now, target, before = row.done.number, row.target, row.previous.done
    if row.kind is not Kind.COUNT or not now or not target:
        return ()
    least = before or 0.0
    far_over = now >= target * 4 or (now > target * 3 / 2 and 0 < least * 8 <= now)
    fits = [now / scale for scale in _SCALES if far_over]
    fits += [now * scale for scale in _SCALES if now * 5 < least]
    return (Fault("done"),) if any(least <= fit <= target * 5 / 4 for fit in fits) else ()


_MANY = 50.0
"""A target of so many is not met by one: 0.95 of it is more likely 95% (R6.134)."""


def _like_percentage(row: CheckedRow) -> Faults:
    now = row.done.number
    if row.kind is not Kind.COUNT or row.whole or now is None or row.target is None:
        return ()
    return (Fault("done"),) if 0 < now < 1 and row.target >= _MANY else ()


NUMBER = Check(
    "数值",
    Severity.RETURN,
    "应填不小于0的数字（按个计的填整数）",
    "请改填阿拉伯数字，单位和说明写在备注里",
    source="R6.104 数值读取",
    test=_unreadable,
    live=(
        ("done", _bad_number("done", _ONE)),
        ("numerator", _bad_number("numerator", _PAIR)),
        ("denominator", _bad_number("denominator", _PAIR)),
    ),
)
"""Reading a number says more than its check, so this one is used in the live form only."""

FALLEN = "倒退"
"""The code of what is less than it was last month."""

CHECKS: tuple[Check[CheckedRow], ...] = (
    NUMBER,
    Check(
        "选项",
        Severity.RETURN,
        "定性指标只能填：" + "、".join(LEVELS),
        "请从下拉列表中选一项",
        source="R6.111 定性",
        test=_unknown_level,
        live=(
            (
                "done",
                'AND({kind}="定性",LEN({done})>0,'
                + ",".join(f'{{done}}<>"{level}"' for level in LEVELS)
                + ")",
            ),
        ),
    ),
    Check(
        "缺分母",
        Severity.RETURN,
        "填了分子，分母为空或为0",
        "请补填分母；本期确实没有对象时分子、分母都填0",
        source="R6.109 分母为空或为0",
        test=_no_denominator,
        live=(
            (
                "denominator",
                (
                    f"AND({_PAIR},{_good_number('numerator')},IF({_good_number('denominator')},"
                    "AND({denominator}=0,{numerator}>0),LEN({denominator})=0))"
                ),
            ),
        ),
    ),
    Check(
        "缺分子",
        Severity.RETURN,
        "填了分母，分子为空",
        "请补填分子；没有进展填0",
        source="R6.109 空白不是0",
        test=_no_numerator,
        live=(("numerator", f"AND({_PAIR},{_good_number('denominator')},LEN({{numerator}})=0)"),),
    ),
    Check(
        "超全部",
        Severity.RETURN,
        "达标数大于应达标总数",
        "请核对分子、分母，分子不能大于分母",
        source="R6.110 标准的分子大于分母",
        grades=ANY_GRADE,
        test=_more_than_all(Kind.STANDARD),
        live=(("numerator", _more_than_whole(Kind.STANDARD)),),
    ),
    Check(
        "超百",
        Severity.VERIFY,
        "分子大于分母",
        "请核对；口径不同造成的，在备注中说明",
        source="R6.110 比率的分子大于分母",
        grades=ANY_GRADE,
        excusable=True,
        doubting=True,
        lasting=True,
        test=_more_than_all(Kind.RATE),
        live=(("numerator", _more_than_whole(Kind.RATE)),),
    ),
    Check(
        FALLEN,
        Severity.VERIFY,
        "累计数小于上月",
        "请核对：应填1月至本月的累计数，不是当月数；确属核减的在备注中说明",
        source="R6.130 累计不应减少",
        grades=ANY_GRADE,
        excusable=True,
        doubting=True,
        test=_fallen,
        live=(
            ("done", _less_than("done", "previous", _ONE)),
            ("numerator", _less_than("numerator", "previous_numerator", _PAIR)),
            ("denominator", _less_than("denominator", "previous_denominator", _PAIR)),
        ),
    ),
    Check(
        "远超",
        Severity.VERIFY,
        "超过年度目标的1.5倍",
        "请核对是否多写了0或单位不同；属实的在备注中说明",
        source="R6.132 常见错误：量级写错",
        grades=ANY_GRADE,
        excusable=True,
        doubting=True,
        lasting=True,
        test=_far_beyond,
        live=(
            (
                "done",
                (
                    f'AND({{kind}}="累计",{_good_number("done")},ISNUMBER({{target}}),{{target}}>0,'
                    "{done}>{target}*1.5)"
                ),
            ),
        ),
    ),
    Check(
        "量级",
        Severity.VERIFY,
        "像是多写或少写了10倍、100倍或10000倍",
        "请核对计量单位（是不是把“万”当作1，或多写了0）；属实的在备注中说明",
        source="R6.133 常见错误：万与个混用",
        grades=ANY_GRADE,
        excusable=True,
        doubting=True,
        test=_wrong_scale,
    ),
    Check(
        "像百分数",
        Severity.VERIFY,
        "像是把完成率当作数量填了（如95%存成了0.95）",
        "请核对；这里填数量，属实的在备注中说明",
        source="R6.134 常见错误：百分数当作数量",
        grades=ANY_GRADE,
        excusable=True,
        test=_like_percentage,
    ),
)
"""Every rule that one row can be judged by alone, hardest first."""
