"""The two charts of the first page: native, readable in black and white."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.report.styles import HEAD_FILL, SYMBOLS, percent
from ducha.files.writing.sheet import FONT, new_chart, number, text
from ducha.sections.colours import Colour
from ducha.standing.table import STATUS_WORDS, Share, Table
from ducha.status.rating import Status

Look = dict[str, str | int | float | bool]

_SIZE = 9
_SMALL = 0.11
"""Of the highest bar: a part that is lower has no room for its label."""
_FEW = 6
"""Months that leave a label the room for both of its counts."""
_ONE_LINE = 4
"""Entries of a legend that stand on one line."""
_DUE_FILL = "#D9D9D9"
_EDGE = "#595959"

_PATTERNS = {
    Status.LAGGING: "light_upward_diagonal",
    Status.BEHIND: "wide_downward_diagonal",
    Status.HELD: "percent_25",
    Status.NO_RETURN: "light_horizontal",
}
"""So that a copy in black and white tells the parts of a bar apart."""


@dataclass(frozen=True, slots=True)
class ChartData:
    """A table written into hidden columns of the page, from this column and its first row on."""

    sheet: Worksheet
    column: int
    length: int
    headings: tuple[str, ...]

    def cells(self, at: int) -> list[str | int]:
        """The cells of one of its columns, without the heading."""
        column = self.column + at
        return [str(self.sheet.get_name()), 1, column, self.length, column]

    def heading(self, at: int) -> list[str | int]:
        """The cell of a heading."""
        return [str(self.sheet.get_name()), 0, self.column + at]


def write_chart_data(sheet: Worksheet, column: int, table: Table) -> ChartData:
    """Write what a chart shows; status words bear their symbols, shares are numbers."""
    for at, filled in enumerate(table.columns):
        status = STATUS_WORDS.get(filled.heading)
        heading = f"{SYMBOLS[status]}{filled.heading}" if status else filled.heading
        text(sheet, 0, column + at, heading)
        for row, cell in enumerate(filled.cells, start=1):
            if isinstance(cell, str):
                text(sheet, row, column + at, cell)
            else:
                number(sheet, row, column + at, cell.value if isinstance(cell, Share) else cell)
    sheet.set_column(column, column + len(table.columns), None, None, {"hidden": True})
    return ChartData(sheet, column, table.length, table.headings)


def _font(size: float = _SIZE, colour: str = "#262626", *, bold: bool = False) -> Look:
    return {"name": FONT, "size": size, "color": colour, "bold": bold}


def _finish(chart: Chart, title: str) -> Chart:
    chart.show_hidden_data()
    chart.set_title(
        {
            "name": title,
            "name_font": _font(10, HEAD_FILL, bold=True),
            "layout": {"x": 0.03, "y": 0.02},
        }
    )
    chart.set_legend({"position": "bottom", "font": _font()})
    chart.set_chartarea({"border": {"color": "#BFBFBF"}})
    return chart


def write_month_labels(data: ChartData, table: Table) -> None:
    """Beside the counts: each month over its 滞后 and 严重滞后, whose parts may be too low.

    Of many months only over 严重滞后.
    """
    by_heading = {column.heading: column.cells for column in table.columns}
    below = (Status.BEHIND,) if table.length > _FEW else (Status.LAGGING, Status.BEHIND)
    for row, month in enumerate(table.columns[0].cells):
        counts = " ".join(f"{SYMBOLS[status]}{by_heading[status][row]}" for status in below)
        text(data.sheet, row + 1, data.column + len(table.columns), f"{month}\n{counts}")


def months_chart(
    book: Workbook, table: Table, data: ChartData, colours: Mapping[Status, Colour]
) -> Chart:
    """Stacked columns of the lights, a column a month."""
    chart = new_chart(book, "column", "stacked")
    counts = [[_count(cell) for cell in column.cells] for column in table.columns[1:]]
    highest = max((sum(month) for month in zip(*counts, strict=True)), default=0)
    for at, column in enumerate(table.columns[1:], start=1):
        if not any(counts[at - 1]):
            continue
        status = STATUS_WORDS[column.heading]
        chart.add_series(
            {
                "name": data.heading(at),
                "categories": data.cells(len(table.columns)),
                "values": data.cells(at),
                "gap": max(45, 240 // max(table.length, 1)),
                "border": {"color": _EDGE, "width": 0.5},
                **_fill(status, colours[status]),
                "data_labels": _labels(counts[at - 1], highest * _SMALL, status, colours[status]),
            }
        )
    chart.set_x_axis({"num_font": _font(), "line": {"color": _EDGE}, "major_tick_mark": "none"})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    crowded = table.length > _FEW or sum(map(any, counts)) > _ONE_LINE
    height = 0.38 if crowded else 0.44
    chart.set_plotarea({"layout": {"x": 0.02, "y": 0.15, "width": 0.96, "height": height}})
    return _finish(chart, table.name)


def _count(cell: object) -> int:
    return cell if isinstance(cell, int) else 0


def _fill(status: Status, colour: Colour) -> dict[str, Look]:
    pattern = _PATTERNS.get(status)
    if pattern is None:
        return {"fill": {"color": colour.fill}}
    lines = "#FFFFFF" if status is Status.BEHIND else _EDGE
    return {"pattern": {"pattern": pattern, "fg_color": lines, "bg_color": colour.fill}}


def _labels(
    counts: Sequence[int], least: float, status: Status, colour: Colour
) -> dict[str, object]:
    """The numbers on a series; on hatched parts they stand in a box of their own."""
    labels: dict[str, object] = {
        "value": True,
        "font": _font(colour=colour.font, bold=True),
        "custom": [{} if count > least else {"delete": True} for count in counts],
    }
    return labels | ({"fill": {"color": colour.fill}} if status in _PATTERNS else {})


def bars_chart(book: Workbook, table: Table, data: ChartData) -> Chart:
    """What is done beside what is due, the first row at the top."""
    chart = new_chart(book, "bar")
    looks = ((1, HEAD_FILL, HEAD_FILL), (2, _DUE_FILL, _EDGE))
    for at, fill, border in looks:
        chart.add_series(
            {
                "name": data.heading(at),
                "categories": data.cells(0),
                "values": data.cells(at),
                "gap": 30,
                "overlap": -10,
                "fill": {"color": fill},
                "border": {"color": border, "width": 0.5},
                "data_labels": {"value": True, "num_format": percent(1), "font": _font()},
            }
        )
    most = max((_share(cell) for column in table.columns[1:] for cell in column.cells), default=1.0)
    chart.set_x_axis(
        {"visible": False, "major_gridlines": {"visible": False}, "min": 0, "max": most * 1.25}
    )
    chart.set_y_axis(
        {
            "reverse": True,
            "num_font": _font(),
            "line": {"color": _EDGE},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_plotarea({"layout": {"x": 0.42, "y": 0.13, "width": 0.55, "height": 0.74}})
    return _finish(chart, table.name)


def _share(cell: object) -> float:
    return cell.value if isinstance(cell, Share) else 0.0
