"""A change of the ledger in July, through the verbs: what was reported before stays as it was."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pytest
from kit.posted import put
from kit.sample import (
    COUNT,
    HEALTH,
    LANKAO,
    LENGTH,
    LONGTING,
    QIXIAN,
    RATE,
    ROADS,
    indicator,
    ledger,
)
from kit.workplaces import Workplace
from openpyxl import load_workbook

import process
from ducha.files.workbook import reading as workbook
from ducha.ledger.model import OWN, Ledger
from ducha.ledger.year.decisions import Adjustment

YEAR = ledger(indicators=(COUNT, RATE, LENGTH))
MONTHS = (4, 5, 6)
FIGURES = {
    (COUNT.code, QIXIAN): (30, 35, 40),
    (COUNT.code, LANKAO): (20, 30, 35),
    (LENGTH.code, QIXIAN): (25, 30, 50),
    (LENGTH.code, LANKAO): (10, 20, 21),
    (LENGTH.code, LONGTING): (5, 6, 7),
    (LENGTH.code, OWN): (1, 2, 3),
}
PARTS = {
    (RATE.code, QIXIAN): (70, 100),
    (RATE.code, LANKAO): (60, 100),
    (RATE.code, LONGTING): (66, 100),
}


@dataclass(frozen=True)
class Office(Workplace):
    """A workspace of the small city."""

    TODAY = "2024-08-05"

    def made(self, month: int, name: str) -> bytes:
        """Something of a month that the program made."""
        return (self.root / f"outbox/2024-{month:02d}" / name).read_bytes()

    def forms(self, month: int) -> list[str]:
        """Whose forms of a month were made."""
        folder = self.root / f"outbox/2024-{month:02d}/填报表"
        return sorted(path.name.partition("_")[0] for path in folder.glob("*.xlsx"))

    def issue(self, month: int, *units: str) -> None:
        """Make the month's forms; those of `units`, or all, come back filled in."""
        assert self.run("generate", "--period", f"2024-{month:02d}") == 0
        for unit in units or self.forms(month):
            name = f"{unit}_2024年{month}月_月报表.xlsx"
            data = filled(self.made(month, f"填报表/{name}"), month)
            put(self.root / "inbox", f"2024-{month:02d}/{name}", data, f"{month:02d}-20")

    def report(self, month: int) -> bytes:
        """The consolidated workbook, made anew."""
        assert self.run("merge", "--period", f"2024-{month:02d}") in {0, 1}
        return self.made(month, f"督查汇总_2024年{month}月.xlsx")

    def rows(self, sheet: str, month: int) -> list[dict[object, object]]:
        """Rows of a sheet of the month's workbook as it was made last, by heading."""
        table = workbook.read(self.made(month, f"督查汇总_2024年{month}月.xlsx")).sheet(sheet)
        assert table is not None
        top = next(n for n, row in enumerate(table.rows) if sum(v != "" for v in row) > 3)
        return [dict(zip(table.rows[top], row, strict=True)) for row in table.rows[top + 1 :]]


def filled(data: bytes, month: int) -> bytes:
    """A form with the month's figures, typed by another program; July's are June's."""
    book = load_workbook(BytesIO(data))
    sheet = book["进度填报"]
    rows = list(sheet.iter_rows())
    top = next(n for n, row in enumerate(rows) if row[0].value == "编码")
    at = {cell.value: n for n, cell in enumerate(rows[top])}
    for row in rows[top + 1 :]:
        key = (row[at["编码"]].value, row[at["县区"]].value)
        if key in FIGURES:
            row[at["本月累计"]].value = FIGURES[key][min(month, 6) - 4]
        if key in PARTS:
            row[at["分子"]].value, row[at["分母"]].value = PARTS[key]
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """April to June under the ledger as it was; 兰考县 has never reported June."""
    root = tmp_path_factory.mktemp("office")
    (root / "config.toml").write_text("", encoding="utf-8")
    (root / "templates").symlink_to(Path(process.HERE) / "templates")
    (root / "inbox").mkdir()
    office = Office(root)
    office.write(YEAR)
    for month in MONTHS:
        silent = {LANKAO} if month == 6 else set()
        units = {HEALTH, ROADS, QIXIAN, LANKAO, LONGTING} - silent
        office.issue(month, *sorted(units))
    return root


def with_unit(name: str, **says: object) -> Ledger:
    """The ledger with something typed beside a unit."""
    return replace(
        YEAR,
        units=tuple(replace(u, **says) if u.name == name else u for u in YEAR.units),
    )


def with_indicator(code: str, **says: object) -> Ledger:
    """The ledger with something typed beside an indicator."""
    return replace(
        YEAR,
        indicators=tuple(replace(i, **says) if i.code == code else i for i in YEAR.indicators),
    )


CHANGES: dict[str, Callable[[], Ledger]] = {
    "counties merge": lambda: with_unit(QIXIAN, until=6, successor=LANKAO),
    "a county stops": lambda: with_unit(LONGTING, until=6),
    "a county is no longer asked": lambda: with_unit(QIXIAN, reports=False),
    "departments merge": lambda: with_unit(ROADS, until=6, successor=HEALTH),
    "another department leads": lambda: with_indicator(COUNT.code, leads=(ROADS,)),
    "a department leads nothing more": lambda: with_indicator(LENGTH.code, leads=(HEALTH,)),
    "an indicator stops": lambda: with_indicator(LENGTH.code, until=6),
    "a target is adjusted": lambda: replace(
        YEAR, adjustments=(Adjustment(COUNT.code, QIXIAN, 7, 90.0, "会议纪要"),)
    ),
    "a county starts": lambda: replace(
        YEAR, units=(*YEAR.units, replace(YEAR.by_unit[LONGTING], name="示范区", since=7))
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_month_before_the_change_is_byte_for_byte_as_it_was(
    change: str, lived: Path, tmp_path: Path
) -> None:
    """The whole consolidated workbook of each (R6.300 to R6.306)."""
    root = tmp_path / "office"
    shutil.copytree(lived, root, symlinks=True)
    office = Office(root)
    before = {month: office.report(month) for month in MONTHS}
    office.write(CHANGES[change]())
    assert {month: office.report(month) == data for month, data in before.items()} == {
        4: True,
        5: True,
        6: True,
    }


def test_an_indicator_added_in_july_adds_but_its_own_rows(lived: Path, tmp_path: Path) -> None:
    """April's states and figures stay; of the new one it says that it has not begun (R7.76)."""
    root = tmp_path / "office"
    shutil.copytree(lived, root, symlinks=True)
    office = Office(root)
    office.report(4)
    sheets = ("报送情况", "数据核查", "文件清单", "排名")
    before = {sheet: office.rows(sheet, 4) for sheet in sheets}
    figures = office.rows("数据", 4)
    added = indicator("九.1-1", target=60.0, start=7)
    office.write(replace(YEAR, indicators=(*YEAR.indicators, added)))
    office.report(4)
    assert {sheet: office.rows(sheet, 4) for sheet in sheets} == before
    rows = office.rows("数据", 4)
    assert [row for row in rows if row["编码"] != added.code] == figures
    assert {(r["状态"], r["原因"]) for r in rows if r["编码"] == added.code} == {
        ("无任务", "未到起始月")
    }


def test_july_after_two_counties_have_merged(lived: Path, tmp_path: Path) -> None:
    """No form for the one, no row for it on the lead's, nobody missed; and counted once."""
    root = tmp_path / "office"
    shutil.copytree(lived, root, symlinks=True)
    office = Office(root)
    office.write(with_unit(QIXIAN, until=6, successor=LANKAO))
    office.issue(7, ROADS, LONGTING)
    assert office.forms(7) == sorted([HEALTH, ROADS, LANKAO, LONGTING])
    form = load_workbook(BytesIO(office.made(7, f"填报表/{ROADS}_2024年7月_月报表.xlsx")))
    typed = [[cell.value for cell in row] for row in form["进度填报"].iter_rows()]
    assert [row[7] for row in typed if row[0] == LENGTH.code] == [LANKAO, LONGTING, OWN, "全市"]
    office.report(7)
    states = {row["单位"]: row["状态"] for row in office.rows("报送情况", 7)}
    assert states == {HEALTH: "未报", ROADS: "按时", LANKAO: "未报", LONGTING: "按时"}
    july = {
        row["县区"]: (row["累计"], row["沿用"], row["状态"])
        for row in office.rows("数据", 7)
        if row["期次"] == "2024-07" and row["编码"] == LENGTH.code
    }
    assert QIXIAN not in july  # 兰考县 has reported the row
    assert july["全市"][:2] == (31.0, "")  # 21 + 7 + 3


def test_july_after_the_lead_has_changed(lived: Path, tmp_path: Path) -> None:
    """The new lead's form shows what was merged of June; the old one owes nothing of it."""
    root = tmp_path / "office"
    shutil.copytree(lived, root, symlinks=True)
    office = Office(root)
    office.write(with_indicator(COUNT.code, leads=(ROADS,)))
    office.issue(7, ROADS)
    form = load_workbook(BytesIO(office.made(7, f"填报表/{ROADS}_2024年7月_月报表.xlsx")))
    rows = [[cell.value for cell in row] for row in form["进度填报"].iter_rows()]
    assert [row[9] for row in rows if row[0] == COUNT.code][:2] == [40, 35]
    office.report(7)
    assert {row["代码"] for row in office.rows("数据核查", 7)} & {"未知行", "整份退回"} == set()
    owed = {row["单位"]: row["应填"] for row in office.rows("报送情况", 7)}
    assert (owed[HEALTH], owed[ROADS]) == (3.0, 5.0)
