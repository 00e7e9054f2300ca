"""趋势 on its sheet: two line charts, then every indicator over the months with its sparkline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.page import fitting, groups, row_breaks, set_up_page
from ducha.files.writing.report.styles import HEAD_FILL, ReportStyles
from ducha.files.writing.report.tables import HEAD_HEIGHT, set_widths, write_block
from ducha.standing.figures.trend import CITY_SHARE, Trend
from ducha.standing.table import Table

_CAPTION = 24.0
_CHART_ROWS, _CHART_ROW = 15, 18.0
_SPARK, _FULL = 16.0, 120.0
"""Width of a sparkline, and of a sheet that fills its page, in characters."""
_GAPS = "落后最多的指标：差距（百分点）"
_PIXELS = 4 / 3
"""Of a point."""

_DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot")
_MARKERS = ("circle", "square", "triangle", "diamond", "x")
_COLOURS = ("#C00000", "#1F3864", "#7F6000", "#375623", "#7030A0")
"""Lines that are told apart in black and white, too."""


class Line(NamedTuple):
    """A line of a chart: the row of its values, and how it is drawn."""

    row: int
    colour: str
    dash: str
    marker: str


class ChartSpot(NamedTuple):
    """Where a chart stands, how wide it is in pixels, and what it shows."""

    row: int
    column: int
    width: int
    title: str
    percent: bool


def write_trend(sheet: Worksheet, page: Trend, styles: ReportStyles, title: str) -> None:
    """The tables share their columns: four that say what, then the months."""
    lead = len(page.indicators.columns) - len(page.months)
    layout = fitting(page.indicators.columns, 0, lead)
    widths = (*layout.widths, max(_SPARK, min(_FULL - sum(layout.widths), 2 * _SPARK)))
    set_widths(sheet, widths)
    lights = _write_captioned(sheet, 0, page.lights, styles, widths)
    charts = lights + page.lights.length + 1
    top = charts + _CHART_ROWS
    gaps = top + 3 + page.indicators.length
    _write_captioned(sheet, gaps - 1, page.gaps, styles, widths)
    _add_charts(styles.book, sheet, page, (lights, gaps, charts), widths)
    heights = _write_indicators(sheet, top, page, styles, widths)
    set_up_page(sheet, title, page.name)
    sheet.repeat_rows(top + 1)
    sheet.freeze_panes(0, lead)
    sheet.fit_to_pages(1, 0)
    gap_height = _CAPTION + HEAD_HEIGHT + 2 * _CHART_ROW * page.gaps.length
    kept = (*groups(page.indicators.length, page.indicators.page.kept), 1)
    head = _CAPTION + HEAD_HEIGHT
    rest = row_breaks([*heights, gap_height], kept, layout.scale, head, top + 2)
    sheet.set_h_pagebreaks([top, *rest])


def _write_captioned(
    sheet: Worksheet, row: int, table: Table, styles: ReportStyles, widths: Sequence[float]
) -> int:
    """A table below its name; gives the row of its headings."""
    _write_caption(sheet, row, table, styles)
    write_block(sheet, row + 1, table, styles, widths)
    return row + 1


def _write_caption(sheet: Worksheet, row: int, table: Table, styles: ReportStyles) -> None:
    caption = styles.plain(bold=True, font_size=13, font_color=HEAD_FILL, valign="vcenter")
    name = table.name if table.length else f"{table.name}：无"
    safe.text(sheet, row, 0, name, caption)
    sheet.set_row(row, _CAPTION)


def _write_indicators(
    sheet: Worksheet, row: int, page: Trend, styles: ReportStyles, widths: Sequence[float]
) -> list[float]:
    """Every indicator, with a sparkline beside its completions; gives the heights of the rows."""
    table = page.indicators
    _write_caption(sheet, row, table, styles)
    heights = write_block(sheet, row + 1, table, styles, widths)
    end = len(table.columns)
    first = end - len(page.months)
    safe.text(sheet, row + 1, end, "走势", styles.head())
    for at in range(row + 2, row + 2 + table.length, table.page.kept):
        area = safe.area(page.name, (at, first, at, end - 1))
        safe.sparkline(sheet, (at, end), area)
        safe.text(sheet, at, end, "", styles.cell("middle"))
        safe.text(sheet, at + 1, end, "", styles.cell("middle"))
    return heights


# ---- charts ----


def _add_charts(
    book: Workbook,
    sheet: Worksheet,
    page: Trend,
    rows: tuple[int, int, int],
    widths: Sequence[float],
) -> None:
    """The share of good lights at the left; at the right, if anything lags, its gaps."""
    lights, gaps, row = rows
    for at in range(row, row + _CHART_ROWS):
        sheet.set_row(at, _CHART_ROW)
    pixels = [int(width * 7 + 5) for width in widths]
    middle = next(at for at in range(len(pixels)) if sum(pixels[: at + 1]) > sum(pixels) / 2)
    share = Line(lights + page.lights.length, "#1E7B34", "solid", "circle")
    spot = ChartSpot(row, 0, sum(pixels[:middle]), f"全市{CITY_SHARE}", percent=True)
    _add_chart(book, sheet, page, spot, [share])
    looks = zip(_COLOURS, _DASHES, _MARKERS, strict=True)
    numbered = zip(range(page.gaps.length), looks, strict=False)
    lines = [Line(gaps + 1 + n, *look) for n, look in numbered]
    if lines:
        spot = ChartSpot(row, middle, sum(pixels[middle:]), _GAPS, percent=False)
        _add_chart(book, sheet, page, spot, lines)


def _add_chart(
    book: Workbook, sheet: Worksheet, page: Trend, spot: ChartSpot, lines: Sequence[Line]
) -> None:
    chart = safe.new_chart(book, "line")
    end = len(page.indicators.columns)
    first = end - len(page.months)
    font = {"name": safe.FONT, "size": 9}
    for line in lines:
        chart.add_series(
            {
                "name": f"={safe.area(page.name, (line.row, 1, line.row, 1))}",
                "categories": f"={safe.area(page.name, (1, first, 1, end - 1))}",
                "values": f"={safe.area(page.name, (line.row, first, line.row, end - 1))}",
                "line": {"color": line.colour, "width": 2.25, "dash_type": line.dash},
                "marker": {
                    "type": line.marker,
                    "size": 7,
                    "fill": {"color": line.colour},
                    "border": {"color": line.colour},
                },
                "data_labels": {"value": spot.percent, "position": "above", "font": font},
            }
        )
    chart.set_title({"name": spot.title, "name_font": {**font, "size": 12}, "overlay": False})
    axis = {"num_font": font, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    bounds = {"min": 0, "max": 1, "num_format": "0%"} if spot.percent else {"num_format": "0"}
    chart.set_y_axis({**axis, **bounds})
    chart.set_x_axis({"num_font": font, "label_position": "low"})
    chart.set_legend({"none": True} if spot.percent else {"position": "bottom", "font": font})
    height = int((_CHART_ROWS * _CHART_ROW - 8) * _PIXELS)
    box = safe.Box(4, spot.width - 6, height)
    safe.place_chart(sheet, (spot.row, spot.column), chart, box)
