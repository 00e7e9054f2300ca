"""数据 as one frame: its columns declared once; the city's sums and every table come from it.

A row is an indicator at a place in a month. What is missing is `pd.NA` in the frame, never NaN or
0, and None outside; floats pass through unchanged, so that a reader sees what was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_type_hints

import pandas as pd

from ducha.ledger.model import CITY, OWN, Ledger, Level
from ducha.merge.model import JudgedLine
from ducha.merge.versions import Version
from ducha.period import Period
from ducha.status.rating import Figure, Plan
from ducha.values.reading import exact_sum


class DataRow(NamedTuple):
    """One row of the frame, which has these columns of these types.

    Numbers are January to date, in the indicator's 计量单位; a target of a rate is in percent.
    """

    period: str  # 期次, as 2024-05
    code: str  # 编码; in the frame ordered as in the ledger
    place: str  # 县区: a county, 市本级, 全市; ordered like this
    matter: str  # 事项
    indicator: str  # 指标
    kind: str  # 类型
    measure: str  # 计量单位
    counted: bool  # whether the figure is a part of the city's
    unit: str | None  # 填报单位: who reported the figure; None for the city, and where nobody did
    origin: str | None  # 采用口径: its line, where that is not the one with authority
    target: float | None  # 年度目标
    done: float | None  # 累计 of a count
    carried: float | None  # 沿用: what the city's figure has of an earlier month
    level: str | None  # 累计 of a qualitative indicator
    numerator: float | None  # 分子
    denominator: float | None  # 分母
    completion: float | None  # 完成率 as a share
    decimals: int | None  # so many are printed of it in percent
    schedule: float | None  # 序时进度 as a share; None of a count that may not be exceeded
    due: float | None  # 应达进度 as a share, likewise
    gap: float | None  # 差距 in percentage points, to 0.1
    status: str  # 状态
    doubted: str | None  # 待核: codes of what is to be verified of the figure
    incomplete: bool  # 数据不全: a city line that lacks a part or carries one
    reason: str  # 原因
    typed: str | None  # 原值: the figure as it was typed
    file: str | None  # where it was typed
    sheet: str | None
    cell: str | None

    @property
    def amount(self) -> float | str | None:
        """累计: the number, or the level of a qualitative indicator."""
        return self.done if self.level is None else self.level


_DTYPES = {
    str: "string",
    str | None: "string",
    bool: "bool",
    int | None: "Int64",
    float: "Float64",
    float | None: "Float64",
}
SCHEMA = {name: _DTYPES[hint] for name, hint in get_type_hints(DataRow).items()}
"""Columns of the frame and their types; 编码 and 县区 are categories, for the ledger's order."""

KEY = ["period", "code", "place"]
"""What tells a row from all others; rows stand in this order."""


def data_row(line: JudgedLine) -> DataRow:
    """What the frame holds of a line."""
    indicator, figure, rating = line.plan.indicator, line.figure, line.rating
    source = _Source() if line.source is None else _source(line.source)
    schedule, due = _pace(line.plan)
    return DataRow(
        period=str(line.period),
        code=indicator.code,
        place=line.county,
        matter=indicator.matter,
        indicator=indicator.name,
        kind=str(indicator.kind),
        measure=indicator.measure,
        counted=line.counted,
        unit=source.unit,
        origin=source.origin,
        target=line.plan.target,
        done=figure.done,
        carried=line.carried,
        level=str(figure.level) if figure.level else None,
        numerator=figure.numerator,
        denominator=figure.denominator,
        completion=line.completion,
        decimals=line.decimals,
        schedule=schedule,
        due=due,
        gap=line.gap,
        status=rating.word,
        doubted="、".join(sorted(line.doubts)) or None,
        incomplete=line.incomplete,
        reason=rating.reason,
        typed=source.typed,
        file=source.file,
        sheet=source.sheet,
        cell=source.cell,
    )


class _Source(NamedTuple):
    """What the frame says of where a figure comes from; nothing where there is none."""

    unit: str | None = None
    origin: str | None = None
    typed: str | None = None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None


def _source(version: Version) -> _Source:
    row, place = version.row, version.row.place
    return _Source(
        unit=row.unit,
        origin=version.origin or None,
        typed=row.typed,
        file=row.file,
        sheet=place.sheet,
        cell=place.address,
    )


def _pace(plan: Plan) -> tuple[float | None, float | None]:
    """序时进度 and 应达进度; a count that may not be exceeded has neither."""
    return (None, None) if plan.indicator.is_ceiling else (float(plan.schedule), float(plan.due))


def build_frame(lines: Sequence[JudgedLine], ledger: Ledger) -> pd.DataFrame:
    """Gather the columns as plain sequences, then make one frame of them, rows in order."""
    ledger = ledger.whole  # months of one year are put together: all have the year's categories
    columns = zip(*map(data_row, lines), strict=True) if lines else ((),) * len(SCHEMA)
    dtypes: dict[str, str | pd.CategoricalDtype] = {
        **SCHEMA,
        "code": pd.CategoricalDtype(
            [indicator.code for indicator in ledger.indicators], ordered=True
        ),
        "place": pd.CategoricalDtype([*ledger.counties, OWN, CITY], ordered=True),
    }
    typed_columns = zip(dtypes.items(), columns, strict=True)
    data = {name: pd.Series(column, dtype=dtype) for (name, dtype), column in typed_columns}
    return join_frames([pd.DataFrame(data)])


def join_frames(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put frames of one ledger together; rows stand by month, then as in the ledger."""
    return pd.concat(list(frames)).sort_values(KEY, kind="stable", ignore_index=True)


def rows_at(data: pd.DataFrame, period: Period, place: str | None = None) -> pd.DataFrame:
    """The rows of one month, of all places or of one."""
    rows = data[data["period"] == str(period)]
    return rows if place is None else rows[rows["place"] == place]


def data_rows(data: pd.DataFrame) -> list[DataRow]:
    """The rows as plain values, None for what is missing."""
    columns = (data[name].astype(object) for name in SCHEMA)
    values = [column.where(column.notna(), None).tolist() for column in columns]
    return list(map(DataRow._make, zip(*values, strict=True)))


def city_figures(data: pd.DataFrame) -> dict[str, Figure]:
    """The city's figure per indicator, from those rows of one month that count.

    Sums of counts with what is carried, of 分子 and of 分母 (so that a rate is Σ/Σ); the worst
    level (R6.160, R6.175).
    """
    counted = data[data["counted"]].groupby("code", observed=True)
    lists = counted[["done", "carried", "numerator", "denominator", "level"]].agg(list)
    return {
        str(code): Figure(
            sum_of_filled([*done, *carried]),
            sum_of_filled(numerator),
            sum_of_filled(denominator),
            worst_level(level),
        )
        for code, done, carried, numerator, denominator, level in lists.itertuples(name=None)
    }


def total(figures: Iterable[Figure]) -> Figure:
    """What a city line would be of these parts, added as the frame's columns are (R6.175)."""
    parts = list(figures)
    return Figure(
        sum_of_filled(part.done for part in parts),
        sum_of_filled(part.numerator for part in parts),
        sum_of_filled(part.denominator for part in parts),
        worst_level(part.level for part in parts),
    )


def sum_of_filled(values: Iterable[object]) -> float | None:
    """The exact sum of the numbers among the cells of a column; None of nothing."""
    numbers = [value for value in values if isinstance(value, float)]
    return exact_sum(numbers) if numbers else None


def worst_level(levels: Iterable[object]) -> Level | None:
    """The worst of the answers to a qualitative indicator; None of none."""
    reported = {level for level in levels if isinstance(level, str)}
    return next((level for level in Level if level in reported), None)
