"""A year lived: every month published, late corrections after it, and all of it made again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from kit.returns import APRIL
from kit.sample import HEALTH, LANKAO, QIXIAN
from kit.towns import COUNT, founded
from openpyxl import load_workbook

from ducha.period import Period, months_between
from ducha.workflow.month import MonthTerms
from ducha.workflow.publishing.publish import publish_month
from ducha.workflow.publishing.verify import verify_month
from ducha.workflow.workspace import locked_workspace, open_workspace

DECEMBER = Period(2024, 12)
MONTHS = months_between(APRIL, DECEMBER)
LATE = {month: month.plus(1) for month in MONTHS[1:-1:2]}
"""Months of which a correction comes in the month after, when they have been published."""


def figure(month: Period) -> float:
    """What 杞县 has: five a month."""
    return 5.0 * month.month


def publish(root: Path, month: Period) -> None:
    """On the third of the month after."""
    day = month.plus(1)
    with locked_workspace(root / "config.toml") as space:
        terms = MonthTerms(
            period=month, today=date(day.year, day.month, 3), final=month == DECEMBER
        )
        publish_month(space, terms)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """April to December; in every second month one less than was reported is reported later."""
    root = tmp_path_factory.mktemp("year")
    town = founded(root)
    for month in MONTHS:
        if month > APRIL:
            town.generate(month)
            figures = {(COUNT, QIXIAN, "done"): figure(month), (COUNT, LANKAO, "done"): 5.0}
            town.send(figures, period=month)
        before = month.plus(-1)
        if before in LATE:
            corrected = {(COUNT, QIXIAN, "done"): figure(before) - 1}
            town.send(corrected, period=before, day=f"{month.month:02d}-21")
        publish(root, month)
    yield root
    shutil.rmtree(root)


def sheet(root: Path, month: Period, name: str) -> list[dict[str, object]]:
    """The rows of a sheet of a frozen report."""
    report = root / "archive" / str(month) / "第1稿" / f"督查汇总_{month.label}.xlsx"
    headings, *rows = load_workbook(report)[name].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows if any(row)]


def test_every_month_can_be_made_again(lived: Path, tmp_path: Path) -> None:
    """In another folder too, at other file times (R8.20)."""
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(lived, elsewhere)
    for path in (elsewhere / "inbox").rglob("*.xlsx"):
        os.utime(path, (0, 0))
    space = open_workspace(elsewhere / "config.toml")
    outcomes = [verify_month(space, month) for month in MONTHS]
    assert [outcome.code for outcome in outcomes] == [0] * len(MONTHS)
    assert {"逐字节比对" in outcome.lines[0] for outcome in outcomes} == {True}


def test_each_later_report_lists_all_corrections_before_it(lived: Path) -> None:
    """Five a month as published, one less now, and the file that changed it (R8.10)."""
    for month in MONTHS:
        rows = sheet(lived, month, "前期更正")
        shown = {
            row["期次"]: (row["发布值"], row["现值"], row["来源文件"])
            for row in rows
            if (row["编码"], row["县区"]) == (COUNT, QIXIAN)
        }
        assert shown == {
            str(late): (
                figure(late),
                figure(late) - 1,
                f"{late}/{HEALTH}{came.month:02d}-21.xlsx",
            )
            for late, came in LATE.items()
            if came <= month
        }


def test_each_report_has_the_year_so_far(lived: Path) -> None:
    """A column for every month published before it (R8.14)."""
    for month in MONTHS[1:]:
        first = sheet(lived, month, "年度考核")[0]
        scores = [name for name in first if name.endswith("月得分")]
        assert scores == [f"{each.month}月得分" for each in months_between(APRIL, month.plus(-1))]
