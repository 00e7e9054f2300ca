"""数据 as one frame: its columns declared once; the city's sums and every table come from it.

A row is an indicator at a place in a month. What is missing is `pd.NA`, never NaN or 0, and None
again where it leaves the frame; floats pass through unchanged.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from ducha.intake.examined import Reported
from ducha.ledger.model import CITY, OWN, Ledger, Level
from ducha.merge.month import Line
from ducha.period import Period
from ducha.status.rating import Figure

Cell = str | float | bool | None

KEY = ["period", "code", "place"]
"""What tells a row from all others; rows stand in this order."""


class Column(NamedTuple):
    """One column of the frame: its type, its value in a line, and what it means."""

    name: str
    dtype: str
    value: Callable[[Line], Cell]
    meaning: str


def _of_entry(read: Callable[[Reported], str]) -> Callable[[Line], Cell]:
    """What the unit's entry says; nothing where nobody reported, and for the city's sum."""
    return lambda line: read(line.source.version.row) if line.source else None


SCHEMA = (
    Column("period", "string", lambda line: str(line.period), "期次, as 2024-05"),
    Column("code", "category", lambda line: line.code, "编码, ordered as in the ledger"),
    Column("place", "category", lambda line: line.county, "a county, 市本级 or, last, 全市"),
    Column("matter", "string", lambda line: line.plan.indicator.matter, "事项"),
    Column("indicator", "string", lambda line: line.plan.indicator.name, "指标"),
    Column("kind", "string", lambda line: str(line.plan.indicator.kind), "类型"),
    Column("measure", "string", lambda line: line.plan.indicator.measure, "计量单位"),
    Column("counted", "bool", lambda line: line.counted, "whether it is a part of the city's sum"),
    Column("unit", "string", _of_entry(lambda row: row.unit), "who reported the figure"),
    Column("origin", "string", lambda line: line.origin or None, "its line, if not the usual one"),
    Column("target", "Float64", lambda line: line.plan.target, "in 计量单位, of a rate in percent"),
    Column("done", "Float64", lambda line: line.figure.done, "累计 of a count, January to date"),
    Column(
        "level",
        "string",
        lambda line: line.figure.level and str(line.figure.level),
        "the answer to a 定性 indicator",
    ),
    Column("numerator", "Float64", lambda line: line.figure.numerator, "分子, January to date"),
    Column("denominator", "Float64", lambda line: line.figure.denominator, "分母, the same"),
    Column("completion", "Float64", lambda line: line.completion, "完成率 as a share"),
    Column("decimals", "Int64", lambda line: line.decimals, "decimals of 完成率 in percent"),
    Column("schedule", "Float64", lambda line: float(line.plan.schedule), "序时进度 as a share"),
    Column("due", "Float64", lambda line: float(line.plan.due), "应达进度 as a share"),
    Column("gap", "Float64", lambda line: line.gap, "差距 in percentage points, to 0.1"),
    Column("status", "string", lambda line: str(line.rating.status), "状态"),
    Column("reason", "string", lambda line: line.rating.reason, "原因"),
    Column("typed", "string", _of_entry(lambda row: row.typed), "the figure as it was typed"),
    Column("file", "string", _of_entry(lambda row: row.file), "where it was typed"),
    Column("sheet", "string", _of_entry(lambda row: row.sheet), "the same"),
    Column("cell", "string", _of_entry(lambda row: row.cell), "the same"),
)


def frame(lines: Sequence[Line], ledger: Ledger) -> pd.DataFrame:
    """Gather the columns as plain lists, then make one frame of them, in the order of its key."""
    dtypes: dict[str, str | pd.CategoricalDtype] = {c.name: c.dtype for c in SCHEMA}
    dtypes["code"] = pd.CategoricalDtype([one.code for one in ledger.indicators], ordered=True)
    dtypes["place"] = pd.CategoricalDtype([*ledger.counties, OWN, CITY], ordered=True)
    columns = {c.name: [c.value(line) for line in lines] for c in SCHEMA}
    data = pd.DataFrame({n: pd.Series(v, dtype=dtypes[n]) for n, v in columns.items()})
    return in_order([data])


def in_order(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put frames of one ledger together; rows stand by month, then as in the ledger."""
    return pd.concat(list(parts)).sort_values(KEY, kind="stable", ignore_index=True)


def at(data: pd.DataFrame, period: Period, place: str | None = None) -> pd.DataFrame:
    """The rows of one month, of all places or of one."""
    rows = data[data["period"] == str(period)]
    return rows if place is None else rows[rows["place"] == place]


def cells(data: pd.DataFrame, name: str) -> list[Cell]:
    """A column as plain values, None for what is missing."""
    column = data[name]
    plain: list[Cell] = column.astype(object).where(column.notna(), None).tolist()
    return plain


def city_figures(data: pd.DataFrame) -> dict[str, Figure]:
    """The city's figure per indicator, from those rows of one month that count.

    Sums of counts, of 分子 and of 分母 (so that a rate is Σ/Σ); the worst level.
    """
    counted = data[data["counted"]].groupby("code", observed=True)
    lists = counted[["done", "numerator", "denominator", "level"]].agg(list)
    return {
        str(code): Figure(total(done), total(numerator), total(denominator), worst(level))
        for code, done, numerator, denominator, level in lists.itertuples(name=None)
    }


def total(values: Iterable[object]) -> float | None:
    """The sum to the 15 digits a reader sees, so that 0.1 + 0.2 is 0.3; None of nothing."""
    given = [value for value in values if isinstance(value, float)]
    return float(f"{math.fsum(given):.15g}") if given else None


def worst(levels: Iterable[object]) -> Level | None:
    """The worst of the answers to a qualitative indicator; None of none."""
    given = {level for level in levels if isinstance(level, str)}
    return next((level for level in Level if level in given), None)
