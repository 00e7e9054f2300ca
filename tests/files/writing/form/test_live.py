"""状态预判, 完成率 and 全市 as the form computes them, recalculated by LibreOffice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest
from kit.live import recalculated
from kit.office import Office
from kit.sample import indicator
from kit.tables import table

from ducha.files.writing.form import formulas
from ducha.findings import Severity
from ducha.form.monthly import Duty, ProgressRow, Task
from ducha.ledger.model import Direction, Judged, Kind, Level
from ducha.status.rating import Figure, Plan, Status, Thresholds, plan, rate

CASES = table("""
| case                      | 类型 | 方向 | 判定 | 目标 | 起止 | 节点  | 月 | 本月     | 状态     |
|---------------------------|------|------|------|------|------|-------|----|----------|----------|
| 37.5% done, 41.7% due     | 小数 | ≥   |      | 120  | 1-12 |       | 5  | 45       | 正常     |
| a gap of 5.0 points       | 小数 | ≥   |      | 120  | 1-12 |       | 6  | 54       | 正常     |
| a gap of 5.1 points       | 小数 | ≥   |      | 1000 | 1-12 |       | 6  | 449      | 滞后     |
| 5.05 points print as 5.1  | 小数 | ≥   |      | 2000 | 1-12 |       | 6  | 899      | 滞后     |
| 5.04 points print as 5.0  | 小数 | ≥   |      | 5000 | 1-12 |       | 6  | 2248     | 正常     |
| a gap of 30.0 points      | 小数 | ≥   |      | 100  | 1-12 |       | 6  | 20       | 滞后     |
| a gap of 30.1 points      | 小数 | ≥   |      | 1000 | 1-12 |       | 6  | 199      | 严重滞后 |
| 1.25 due is 1 in wholes   | 累计 | ≥   |      | 3    | 1-12 |       | 5  | 1        | 正常     |
| too few wholes            | 累计 | ≥   |      | 3    | 1-12 |       | 5  | 0        | 严重滞后 |
| 12 × 5/12 is 5, not 4.99 | 累计 | ≥   |      | 12   | 1-12 |       | 5  | 5        | 正常     |
| nothing is due yet        | 累计 | ≥   |      | 100  | 7-12 |       | 5  | 0        | 正常     |
| done                      | 累计 | ≥   |      | 120  | 1-12 |       | 5  | 120      | 已完成   |
| more than asked is done   | 累计 | =    |      | 120  | 1-12 |       | 5  | 130      | 已完成   |
| above 120 is asked        | 累计 | >    |      | 120  | 1-12 |       | 12 | 120      | 滞后     |
| a month before the end    | 小数 | ≥   |      | 1000 | 1-10 |       | 9  | 860      | 正常     |
| a little short at the end | 小数 | ≥   |      | 1000 | 1-10 |       | 10 | 999      | 滞后     |
| short by 30 at the end    | 小数 | ≥   |      | 1000 | 1-10 |       | 10 | 700      | 滞后     |
| short by 30.1 at the end  | 小数 | ≥   |      | 1000 | 1-10 |       | 10 | 699      | 严重滞后 |
| a last milestone below it | 累计 | ≥   |      | 100  | 1-10 | 10:.9 | 10 | 92       | 滞后     |
| wholes at the end         | 累计 | ≥   |      | 7.5  | 1-10 |       | 10 | 7        | 滞后     |
| done at the end           | 累计 | ≥   |      | 7.5  | 1-10 |       | 10 | 8        | 已完成   |
| the deadline is over      | 累计 | ≥   |      | 120  | 1-5  |       | 6  | 119      | 严重滞后 |
| within its ceiling        | 累计 | ≤   |      | 120  | 1-12 |       | 5  | 120      | 正常     |
| within it at the end      | 累计 | ≤   |      | 120  | 1-10 |       | 10 | 120      | 已完成   |
| within it after the end   | 累计 | ≤   |      | 120  | 1-10 |       | 11 | 0        | 已完成   |
| within it, 到期           | 累计 | ≤   | 到期 | 120  | 1-10 |       | 9  | 0        | 正常     |
| over its ceiling          | 累计 | ≤   |      | 120  | 1-12 |       | 5  | 121      | 严重滞后 |
| milestone asks for less   | 累计 | ≥   |      | 100  | 1-12 | 6:0.2 | 6  | 20       | 正常     |
| milestone asks for more   | 累计 | ≥   |      | 100  | 1-12 | 6:0.8 | 6  | 60       | 滞后     |
| works not due yet         | 累计 | ≥   | 到期 | 4    | 1-10 |       | 9  | 0        | 正常     |
| works due                 | 累计 | ≥   | 到期 | 4    | 1-10 |       | 10 | 3        | 滞后     |
| works due, none there     | 累计 | ≥   | 到期 | 4    | 1-10 |       | 10 | 0        | 严重滞后 |
| works there early         | 累计 | ≥   | 到期 | 4    | 1-10 |       | 5  | 4        | 已完成   |
| works too late            | 累计 | ≥   | 到期 | 4    | 1-10 |       | 11 | 3        | 严重滞后 |
| works with a milestone    | 累计 | ≥   | 到期 | 4    | 1-10 | 6:0.5 | 6  | 2        | 正常     |
| works behind it           | 累计 | ≥   | 到期 | 4    | 1-10 | 6:0.5 | 6  | 1        | 滞后     |
| no target yet             | 累计 | ≥   |      |      | 1-12 |       | 5  | 45       | 未分解   |
| no target, no figure      | 累计 | ≥   |      |      | 1-12 |       | 5  |          | 未报送   |
| no figure                 | 累计 | ≥   |      | 120  | 1-12 |       | 5  |          | 未报送   |
| every month: line met     | 比率 | ≥   | 按月 | 65   | 1-12 |       | 5  | 65/100   | 正常     |
| every month: met at last  | 比率 | ≥   | 按月 | 65   | 1-12 |       | 12 | 65/100   | 已完成   |
| every month: by 0.1       | 比率 | ≥   | 按月 | 65   | 1-12 |       | 5  | 649/1000 | 滞后     |
| every month: by 30        | 比率 | ≥   | 按月 | 65   | 1-12 |       | 5  | 35/100   | 滞后     |
| every month: by 30.1      | 比率 | ≥   | 按月 | 65   | 1-12 |       | 5  | 349/1000 | 严重滞后 |
| the line is not more      | 比率 | >    | 按月 | 65   | 1-12 |       | 5  | 65/100   | 滞后     |
| below a ceiling           | 比率 | ≤   | 按月 | 5    | 1-12 |       | 5  | 5/100    | 正常     |
| above a ceiling           | 比率 | ≤   | 按月 | 5    | 1-12 |       | 5  | 51/1000  | 严重滞后 |
| by the deadline: open     | 比率 | ≥   | 到期 | 40   | 1-12 |       | 5  | 1/100    | 正常     |
| by the deadline: early    | 比率 | ≥   | 到期 | 40   | 1-12 |       | 5  | 40/100   | 已完成   |
| by the deadline: missed   | 比率 | ≥   | 到期 | 40   | 1-12 |       | 12 | 39/100   | 滞后     |
| by the deadline: late     | 比率 | ≥   | 到期 | 40   | 1-5  |       | 6  | 39/100   | 严重滞后 |
| milestone at half the way | 比率 | ≥   | 到期 | 40   | 1-12 | 6:0.5 | 6  | 15/100   | 正常     |
| behind a milestone        | 比率 | ≥   | 到期 | 40   | 1-12 | 6:0.5 | 6  | 149/1000 | 滞后     |
| nobody this time          | 比率 | ≥   | 按月 | 65   | 1-12 |       | 5  | 0/0      | 正常     |
| a rate without a target   | 比率 | ≥   | 按月 |      | 1-12 |       | 5  | 9/10     | 未分解   |
| a rate, no figures        | 比率 | ≥   | 按月 | 65   | 1-12 |       | 5  |          | 未报送   |
| not yet for all           | 标准 | ≥   | 到期 | 6000 | 1-12 |       | 5  | 19/20    | 正常     |
| a standard for all        | 标准 | ≥   | 到期 | 6000 | 1-12 |       | 5  | 20/20    | 已完成   |
| a standard missed         | 标准 | ≥   | 到期 | 6000 | 1-12 |       | 12 | 19/20    | 滞后     |
| finished                  | 定性 | ≥   |      |      | 1-12 |       | 5  | 已完成   | 已完成   |
| under way                 | 定性 | ≥   |      |      | 1-12 |       | 5  | 推进中   | 正常     |
| not begun                 | 定性 | ≥   |      |      | 1-12 |       | 5  | 未启动   | 滞后     |
| not begun nor to begin    | 定性 | ≥   |      |      | 7-12 |       | 5  | 未启动   | 正常     |
| under way too late        | 定性 | ≥   |      |      | 1-4  |       | 5  | 推进中   | 严重滞后 |
| no level chosen           | 定性 | ≥   |      |      | 1-12 |       | 5  |          | 未报送   |
""")[1:]

Values = dict[str, str | float]


def plan_of(kind: str, direction: str, judged: str, target: object, **when: object) -> Plan:
    """What a row of the table expects; 小数 is a count that is not counted in wholes."""
    start, _, deadline = str(when["span"]).partition("-")
    month, _, share = str(when["milestone"]).partition(":")
    asked = indicator(
        kind=Kind.COUNT if kind == "小数" else Kind(kind),
        target=None if target == "" else float(target),
        whole=kind != "小数",
        direction=Direction(direction),
        judged=Judged(judged) if judged else None,
        start=int(start),
        deadline=int(deadline),
    )
    milestones = {int(month): float(share)} if month else {}
    return plan(asked, asked.target, milestones, int(when["month"]))


def figure_of(kind: Kind, now: object) -> Figure:
    """The figure that the cells say."""
    if now == "":
        return Figure()
    if kind is Kind.QUALITATIVE:
        return Figure(level=Level(now))
    if kind is Kind.COUNT:
        return Figure(done=float(now))
    part, _, whole = str(now).partition("/")
    return Figure(numerator=float(part), denominator=float(whole))


def cells_of(plan: Plan, figure: Figure) -> Values:
    """The row as it stands on the form."""
    cells = {
        "kind": str(plan.indicator.kind),
        "whole": "是" if plan.indicator.whole else "否",
        "target": plan.target,
        "due": None if plan.indicator.is_ceiling else float(plan.due),
        "done": figure.done if figure.level is None else str(figure.level),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
    }
    return {key: cell for key, cell in cells.items() if cell is not None}


def row_of(plan: Plan, duty: Duty = Duty.OWED) -> ProgressRow:
    """A row of a form that expects this."""
    return ProgressRow(Task(plan.indicator, "杞县", duty), plan, Figure(), counted=True)


def live_of(plan: Plan, duty: Duty = Duty.OWED) -> Mapping[str, str]:
    """The formulas of that row."""
    return {
        "hint": formulas.hint(plan.indicator.kind),
        "preview": formulas.preview(row_of(plan, duty), Thresholds()),
        "completion": formulas.completion(plan.indicator.kind) or '=""',
    }


def previews(
    office: Office, folder: Path, rows: Sequence[tuple[Plan, Figure]]
) -> list[dict[str, str | float]]:
    """What the form shows in such rows."""
    return recalculated(
        office,
        folder,
        [cells_of(plan, figure) for plan, figure in rows],
        [live_of(plan) for plan, _ in rows],
    )


def case_of(row: Sequence[object]) -> tuple[Plan, Figure, str]:
    """One row of the table: what is expected, what was typed, what comes of it."""
    _, kind, direction, judged, target, span, milestone, month, now, status = row
    expected = plan_of(kind, direction, judged, target, span=span, milestone=milestone, month=month)
    return expected, figure_of(expected.indicator.kind, now), status


@pytest.mark.parametrize("row", CASES, ids=lambda row: row[0])
def test_the_rule_itself(row: Sequence[object]) -> None:
    """What `status.rate` says of the table."""
    expected, figure, status = case_of(row)
    assert rate(expected, figure, Thresholds()).status == status


def test_the_preview_says_the_same(office: Office, tmp_path: Path) -> None:
    """The same table as formulas of the form."""
    cases = [case_of(row) for row in CASES]
    shown = previews(office, tmp_path, [(plan, figure) for plan, figure, _ in cases])
    assert [row["preview"] for row in shown] == [status for _, _, status in cases]


def test_rule_and_preview_agree_everywhere(office: Office, tmp_path: Path) -> None:
    """All kinds, directions, months and figures, crossed."""
    counts, shares = (0, 1, 37, 49, 50, 99, 100, 101), ("0/0", "0/9", "3/9", "13/20", "9/9")
    by_kind = {"累计": counts, "小数": counts, "比率": shares, "标准": shares, "定性": tuple(Level)}
    rows = []
    for kind, direction, judged, span, milestone, month in product(
        by_kind, "≥>≤", ("", *Judged), ("1-12", "3-8"), ("", "6:0.3"), (2, 6, 8, 9)
    ):
        if judged == ("" if kind in {"比率", "标准"} else Judged.MONTHLY):
            continue
        target = "" if kind == "定性" else 65 if kind == "比率" else 100
        expected = plan_of(
            kind, direction, judged, target, span=span, milestone=milestone, month=month
        )
        rows += [(expected, figure_of(expected.indicator.kind, now)) for now in by_kind[kind]]
    shown = previews(office, tmp_path, rows)
    parted = [
        (plan, figure, result["preview"])
        for (plan, figure), result in zip(rows, shown, strict=True)
        if result["preview"] != rate(plan, figure, Thresholds()).status
    ]
    assert parted == []


def test_held_and_optional_rows(office: Office, tmp_path: Path) -> None:
    """A wrong cell makes 待更正; city-level work without a target may stay blank."""
    asked = plan_of("累计", "≥", "", 120, span="1-12", milestone="", month=5)
    free = plan_of("累计", "≥", "", "", span="1-12", milestone="", month=5)
    base = cells_of(asked, Figure())
    shown = recalculated(
        office,
        tmp_path,
        [base | {"done": "很多"}, base | {"done": -3}, base, base | {"done": 3}],
        [live_of(asked), live_of(asked), *[live_of(free, Duty.OPTIONAL)] * 2],
    )
    assert [row["preview"] for row in shown] == [Status.HELD, Status.HELD, "", "未分解"]


def test_rows_before_their_first_month(office: Office, tmp_path: Path) -> None:
    """Blank they have no task yet, filled they are judged; the city's line is like them.

    (R6.306, R7.76)
    """
    early = plan_of("累计", "≥", "", 120, span="6-12", milestone="", month=5)
    free = plan_of("累计", "≥", "", "", span="6-12", milestone="", month=5)
    base = cells_of(early, Figure())
    shown = recalculated(
        office,
        tmp_path,
        [base, base | {"done": 3}, base, base],
        [
            *[live_of(early, Duty.EARLY)] * 2,
            live_of(early, Duty.TOTAL),
            live_of(free, Duty.OPTIONAL),
        ],
    )
    assert [row["preview"] for row in shown] == [Status.NO_TASK, "正常", Status.NO_TASK, ""]


def test_completion(office: Office, tmp_path: Path) -> None:
    """A share of the target, or 分子/分母; blank where there is nothing to divide."""
    count = plan_of("累计", "≥", "", 120, span="1-12", milestone="", month=5)
    share = plan_of("比率", "≥", "按月", 65, span="1-12", milestone="", month=5)
    open_count = plan_of("累计", "≥", "", "", span="1-12", milestone="", month=5)
    shown = previews(
        office,
        tmp_path,
        [
            (count, Figure(done=150.0)),
            (count, Figure()),
            (open_count, Figure(done=5.0)),
            (share, Figure(numerator=13.0, denominator=20.0)),
            (share, Figure(numerator=0.0, denominator=0.0)),
            (share, Figure(numerator=0.0, denominator=8.0)),
        ],
    )
    assert [row["completion"] for row in shown] == [1.25, "", "", 0.65, "", 0]


def test_thresholds_are_the_bureaus(office: Office, tmp_path: Path) -> None:
    """The form judges by the thresholds it was issued with: 37.5% against 41.7%."""
    asked = plan_of("小数", "≥", "", 120, span="1-12", milestone="", month=5)
    live = [
        {"preview": formulas.preview(row_of(asked), Thresholds(on_track=on, severe=severe))}
        for on, severe in ((4.2, 30.0), (4.1, 30.0), (4.1, 4.1))
    ]
    shown = recalculated(office, tmp_path, [cells_of(asked, Figure(done=45.0))] * 3, live)
    assert [row["preview"] for row in shown] == ["正常", "滞后", "严重滞后"]


# grades, cells, 状态预判, 校验提示; 13 of 12 reach a standard, 199 of 120 are trained after 200
GRADED = (
    ((), "超全部", "待更正", "达标数大于应达标总数"),
    ((("超全部", Severity.VERIFY),), "超全部", "已完成", "达标数大于应达标总数"),
    ((("超全部", None),), "超全部", "已完成", ""),
    ((), "倒退", "已完成", "累计数小于上月"),
    ((("倒退", Severity.RETURN),), "倒退", "待更正", "累计数小于上月"),
    ((("倒退", None),), "倒退", "已完成", "超过年度目标的1.5倍"),
    ((("倒退", None), ("远超", None)), "倒退", "已完成", ""),
)


def test_live_checks_are_graded_by_the_bureau(office: Office, tmp_path: Path) -> None:
    """What config.toml makes harder, softer or switches off is so on the form too (R6.9)."""
    standard = plan_of("标准", "≥", "到期", 6000, span="1-12", milestone="", month=5)
    count = plan_of("累计", "≥", "", 120, span="1-12", milestone="", month=5)
    cases = {
        "超全部": (standard, Figure(numerator=13.0, denominator=12.0), {}),
        "倒退": (count, Figure(done=199.0), {"previous": 200.0}),
    }
    rows = [(grades, *cases[case]) for grades, case, *_ in GRADED]
    shown = recalculated(
        office,
        tmp_path,
        [cells_of(plan, figure) | before for _, plan, figure, before in rows],
        [
            {
                "hint": formulas.hint(plan.indicator.kind, grades),
                "preview": formulas.preview(row_of(plan), Thresholds(), grades),
            }
            for grades, plan, *_ in rows
        ],
    )
    assert [(row["preview"], row["hint"]) for row in shown] == [case[2:] for case in GRADED]


def test_live_colours_are_those_of_the_grades() -> None:
    """Red, violet, none for what is but a note, and none for what is switched off (R6.9)."""
    colours = {
        grade: [
            severity
            for severity, key, test in formulas.colours(grades)
            if key == "done" and "1.5" in test
        ]
        for grade, grades in (
            ("as shipped", ()),
            ("退回", (("远超", Severity.RETURN),)),
            ("提示", (("远超", Severity.NOTE),)),
            ("关", (("远超", None),)),
        )
    }
    assert colours == {
        "as shipped": [Severity.VERIFY],
        "退回": [Severity.RETURN],
        "提示": [],
        "关": [],
    }
