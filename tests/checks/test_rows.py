"""Every check, clean rows beside faulty ones; one table for Python and for the live form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from kit.live import recalculated
from kit.office import Office
from kit.tables import table, value

from ducha.checks.rows import CHECKS, NUMERIC, CheckedRow
from ducha.files.writing.form.formulas import ERROR_HINT, hint
from ducha.findings import Severity
from ducha.ledger.model import Kind
from ducha.status.rating import Figure
from ducha.values.reading import Reading, read

ROWS = table("""
| case                          | 类型 | 目标  | 上月   | 本月    | 应报                        |
|-------------------------------|------|-------|--------|---------|-----------------------------|
| nothing filled in             | 累计 | 120   | 30     |         |                             |
| a plain figure                | 累计 | 120   | 30     | 45      |                             |
| the same as last month        | 累计 | 120   | 30     | 30      |                             |
| zero is a figure              | 累计 | 120   |        | 0       |                             |
| nothing known of last month   | 累计 |       |        | 7       |                             |
| kilometres have decimals      | 小数 | 150   | 10     | 10.5    |                             |
| words for a number            | 累计 | 120   | 30     | 正在办  | 数值:本月累计               |
| below zero                    | 累计 | 120   |        | -1      | 数值:本月累计               |
| half a person                 | 累计 | 120   |        | 4.5     | 数值:本月累计               |
| an identity number            | 累计 | 120   |        | 1e15    | 数值:本月累计               |
| one wrong thing at a time     | 小数 | 150   | 10     | -0.5    | 数值:本月累计               |
| less than last month          | 累计 | 120   | 30     | 29      | 倒退:本月累计               |
| back to nothing               | 累计 | 120   | 30     | 0       | 倒退:本月累计               |
| one and a half targets        | 累计 | 120   |        | 180     |                             |
| more than that                | 累计 | 120   |        | 181     | 远超:本月累计               |
| more than that, in decimals   | 小数 | 0.5   |        | 0.76    | 远超:本月累计               |
| less than before and too much | 累计 | 10    | 30     | 20      | 倒退:本月累计 远超:本月累计 |
| without a target none is far  | 累计 |       |        | 99999   |                             |
| no task, and yet a figure     | 累计 | 0     |        | 5       |                             |
| 4 written as 40 000           | 累计 | 120   | 3      | 40000   | 远超:本月累计 量级:本月累计 |
| 20 000 written as 2           | 累计 | 50000 | 20000  | 2       | 倒退:本月累计 量级:本月累计 |
| half of last month            | 累计 | 50000 | 20000  | 10000   | 倒退:本月累计               |
| 95% kept as 0.95              | 小数 | 150   |        | 0.95    | 像百分数:本月累计           |
| 0.95 of a small target        | 小数 | 20    |        | 0.95    |                             |
| a rate not filled in          | 比率 | 65    | 9/10   |         |                             |
| a rate                        | 比率 | 65    | 9/10   | 18/20   |                             |
| nobody to be screened         | 比率 | 65    |        | 0/0     |                             |
| screened, but of how many     | 比率 | 65    |        | 18/     | 缺分母:分母                 |
| none of an unknown number     | 比率 | 65    |        | 0/      | 缺分母:分母                 |
| screened out of none          | 比率 | 65    |        | 18/0    | 缺分母:分母                 |
| how many of them              | 比率 | 65    |        | /20     | 缺分子:分子                 |
| all of them                   | 比率 | 65    |        | 20/20   |                             |
| more than all                 | 比率 | 65    |        | 21/20   | 超百:分子                   |
| both parts have fallen        | 比率 | 65    | 90/100 | 80/99   | 倒退:分子 倒退:分母         |
| the base alone has fallen     | 比率 | 65    | 90/100 | 95/99   | 倒退:分母                   |
| words for a base              | 比率 | 65    |        | 18/若干 | 数值:分母                   |
| words for a part              | 比率 | 65    |        | 若干/20 | 数值:分子                   |
| half a person of none         | 比率 | 65    |        | 1.5/0   | 数值:分子                   |
| a part of a negative base     | 比率 | 65    | 1/2    | 3/-4    | 数值:分母                   |
| a standard                    | 标准 | 6000  |        | 19/20   |                             |
| reached by more than all      | 标准 | 6000  |        | 21/20   | 超全部:分子                 |
| a standard without its base   | 标准 | 6000  |        | 19/     | 缺分母:分母                 |
| a standard without its part   | 标准 | 6000  |        | /20     | 缺分子:分子                 |
| a level not chosen            | 定性 |       |        |         |                             |
| a level                       | 定性 |       | 未启动 | 推进中  |                             |
| another word for a level      | 定性 |       | 未启动 | 快了    | 选项:本月累计               |
| a number for a level          | 定性 |       |        | 3       | 选项:本月累计               |
""")[1:]

SILENT = {"量级:本月累计", "像百分数:本月累计"}
"""What only merging says."""

HEADINGS = {"done": "本月累计", "numerator": "分子", "denominator": "分母"}
Values = dict[str, str | float]


def typed(kind: str, target: object, before: object, now: object) -> Values:
    """Turn a row of the table into the cells of the form, by column key; 小数 is no whole count."""
    cells: Values = {"kind": "累计" if kind == "小数" else kind, "target": target}
    cells["whole"] = "否" if kind == "小数" else "是"
    pair = kind in {"比率", "标准"}
    for prefix, written in (("previous", before), ("", now)):
        if pair:
            part, _, whole = str(written).partition("/")
            link = f"{prefix}_" if prefix else ""
            cells |= {f"{link}numerator": number(part), f"{link}denominator": number(whole)}
        else:
            cells[prefix or "done"] = number(str(written))
    return {key: cell for key, cell in cells.items() if cell != ""}


def number(written: str) -> str | float:
    """Read one number as Excel would, a word as it stands."""
    return 1e15 if written == "1e15" else value(written)


def row_of(cells: Mapping[str, str | float]) -> CheckedRow:
    """Read the cells as intake does."""
    kind = Kind(cells["kind"])
    whole = cells["whole"] == "是"
    readings = {key: reading(kind, cells.get(key, ""), whole=whole) for key in NUMERIC}
    before = Figure(
        cells["previous"] if isinstance(cells.get("previous"), int | float) else None,
        cells.get("previous_numerator"),
        cells.get("previous_denominator"),
    )
    return CheckedRow(
        kind=kind,
        whole=whole,
        target=cells.get("target"),
        previous=before,
        **{key: readings[key] for key in NUMERIC},
    )


def reading(kind: Kind, cell: str | float, *, whole: bool) -> Reading:
    """One cell as read; a level is a word and no number."""
    if kind is Kind.QUALITATIVE:
        return replace(read(""), typed=str(cell))
    return read(float(cell) if isinstance(cell, int) else cell, whole=whole)


def faults(cells: Mapping[str, str | float]) -> list[str]:
    """What the Python tests say: code and heading."""
    row = row_of(cells)
    return [f"{check.code}:{HEADINGS[fault.key]}" for check in CHECKS for fault in check.test(row)]


def live(office: Office, folder: Path, rows: Sequence[Values]) -> list[tuple[list[str], str]]:
    """What the formulas of the form say of the same rows, and the sentence beside each row."""
    tests = {
        f"{check.code}:{HEADINGS[key]}": f"={formula}"
        for check in CHECKS
        for key, formula in check.live
    }
    formulas = [{**tests, "hint": hint(Kind(row["kind"]))} for row in rows]
    results = recalculated(office, folder, rows, formulas)
    return [([name for name in tests if result[name]], result["hint"]) for result in results]


@pytest.mark.parametrize(("case", "kind", "target", "before", "now", "expected"), ROWS)
def test_the_python_tests(
    case: str, kind: str, target: object, before: object, now: object, expected: str
) -> None:
    """Each row of the table by itself (R6.109, R6.110, R6.132, R6.133, R6.134)."""
    assert faults(typed(kind, target, before, now)) == expected.split(), case


def test_the_live_formulas(office: Office, tmp_path: Path) -> None:
    """The same table in LibreOffice; the sentence beside a row is that of the hardest fault.

    量级 is for the officer alone: where it holds, 远超 or 倒退 has spoken before it.
    """
    sentences = {check.code: check.sentence for check in CHECKS}
    results = live(office, tmp_path, [typed(*row[1:5]) for row in ROWS])
    for row, (codes, sentence) in zip(ROWS, results, strict=True):
        expected = [fault for fault in row[5].split() if fault not in SILENT]
        assert codes == expected, row[0]
        assert sentence == (sentences[expected[0].partition(":")[0]] if expected else ""), row[0]


def test_the_table_leaves_out_no_check() -> None:
    """Every check, and every column of it, is seen to fail; every kind is seen to pass."""
    faulty = {fault for row in ROWS for fault in row[5].split()}
    columns = {f"{check.code}:{HEADINGS[key]}" for check in CHECKS for key, _ in check.live}
    assert faulty == columns | SILENT
    assert {fault.partition(":")[0] for fault in faulty} == {check.code for check in CHECKS}
    assert {row[1] for row in ROWS if not row[5]} == {"累计", "小数", "比率", "标准", "定性"}


def test_formulas_and_python_agree_on_every_combination(office: Office, tmp_path: Path) -> None:
    """All pairs of likely and unlikely cells, with and without a month before."""
    cells = ("", "若干", "-1", "0", "0.5", "7", "8", "13", "1e15")
    counts = [typed(k, 8, b, n) for k, b, n in product(("累计", "小数"), ("", "0", "8"), cells)]
    pairs = [
        typed(kind, 65, before, f"{part}/{whole}")
        for kind, before, part, whole in product(("比率", "标准"), ("", "7/8"), cells, cells)
    ]
    rows = counts + pairs
    results = live(office, tmp_path, rows)
    parted = [
        (row, codes)
        for row, (codes, _) in zip(rows, results, strict=True)
        if codes != [fault for fault in faults(row) if fault not in SILENT]
    ]
    assert parted == []


def test_an_error_value_is_named(office: Office, tmp_path: Path) -> None:
    """A formula that a clerk pasted and that fails: the row says so."""
    row: Values = {"kind": "累计", "whole": "是", "target": 8}
    (result,) = recalculated(office, tmp_path, [row], [{"done": "=1/0", "hint": hint(Kind.COUNT)}])
    assert result["hint"] == ERROR_HINT


def test_the_live_form_asks_for_bare_numbers(office: Office, tmp_path: Path) -> None:
    """Merging can still read 约30户; the form shows it red, so that it is put right at once."""
    row = typed("累计", 120, 30, "约30户")
    ((codes, _),) = live(office, tmp_path, [row])
    assert codes == ["数值:本月累计"]
    assert faults(row) == []


def test_checks_are_in_order_and_well_told() -> None:
    """Hardest first, so that the first sentence is the one that costs; every code once."""
    severities = [check.severity for check in CHECKS]
    assert severities == sorted(severities, key=list(Severity).index)
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    assert all(check.sentence and check.remedy and check.source for check in CHECKS)
