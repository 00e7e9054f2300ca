"""The ledger as a workbook: the same ledger when read again, and fit for a clerk to work in."""

from __future__ import annotations

import time
import warnings
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, ROADS, UNITS, indicator, ledger, unit
from openpyxl import load_workbook

from ducha.cells import Sheet
from ducha.circular.model import Doubt
from ducha.files.workbook.reading import read as read_workbook
from ducha.files.writing.ledger.book import write
from ducha.ledger.model import Direction, Group, Judged, Kind, Sources
from ducha.ledger.reading import read
from ducha.ledger.year.decisions import Adjustment, Override

if TYPE_CHECKING:
    from kit.office import Office

INDICATORS = (
    indicator("一.1-1", target=100000.0, direction=Direction.EQUAL, measure="人次"),
    indicator("一.1-2", target=150.5, whole=False, measure="公里", start=3, deadline=10),
    indicator("二.1-1", Kind.RATE, 65.0, judged=Judged.MONTHLY, note="每月都要达到"),
    indicator("二.1-2", Kind.RATE, 0.5, direction=Direction.AT_MOST, denominator_note="活产数"),
    indicator("二.2-1", Kind.STANDARD, 6000.0, measure="元", numerator_note="达标的村卫生室"),
    indicator("三.1-1", Kind.QUALITATIVE, None, measure="", supports=(ROADS, QIXIAN)),
    indicator("三.1-2", all_counties=False, direction=Direction.MORE, leads=(ROADS, HEALTH)),
    indicator("三.1-3", task="第一行\n第二行", source="=1+1", name="+1", matter="@SUM(A1)"),
    indicator("三.1-4", judged=Judged.BY_DEADLINE),
)
FULL = ledger(
    indicators=INDICATORS,
    units=(
        *UNITS,
        unit("城乡一体化示范区", Group.COUNTY, aliases=("示范区",), reports=False, counted=False),
        unit("团市委", contact="张三", phone="0371-1", mails=("a@x.cn", "b@x.cn")),
    ),
    targets={
        ("一.1-1", "市本级"): 5000.0,
        ("一.1-1", QIXIAN): 50000.0,
        ("一.1-1", LANKAO): 0.0,
        ("一.1-2", LONGTING): 12.25,
    },
    milestones={"一.1-1": {3: 0.1, 6: 0.335, 12: 1.0}, "二.2-1": {12: 1.0}},
    adjustments=(
        Adjustment("一.1-1", "全市", 7, 120000.0, "会议纪要"),
        Adjustment("一.1-1", QIXIAN, 8, 0.0, ""),
    ),
    overrides=(
        Override(file="甲.xlsx", unit="", period="", code="", county="", field="", action="排除",
            value="", reason="测试表", officer="李四", day="2024-06-01"),
        Override(file="乙.xlsx", unit=QIXIAN, period="2024-05", code="一.1-1", county=QIXIAN,
            field="本月累计", action="改值", value="50",
                 reason="来电更正", officer="李四", day="2024-06-01 09:30"),
        Override(file="丙.xlsx", unit="", period="", code="", county="", field="",
            action="认定时间", value="2024-05-28 17:30", reason="断网", officer="王", day=""),
    ),
)  # fmt: skip

DOUBTS = (Doubt("判定", "一.1-1", "培训人数", "请核对"),)


def sheet_of(data: bytes, name: str) -> Sheet:
    """Give one sheet of a workbook."""
    sheet = read_workbook(data).sheet(name)
    assert sheet is not None
    return sheet


def test_a_ledger_is_the_same_when_read_again() -> None:
    """Every sheet and every kind of value."""
    assert read(read_workbook(write(FULL))) == FULL


def test_the_copy_for_looking_at_is_the_same_too() -> None:
    """With its two more sheets, which the reader passes by."""
    data = write(FULL, DOUBTS, read_only=True, sources=Sources())
    assert read(read_workbook(data)) == FULL


def test_a_ledger_without_anything_optional() -> None:
    """原文 is left out where no indicator has any."""
    bare = ledger(indicators=INDICATORS[:1], targets={})
    data = write(bare)
    assert read(read_workbook(data)) == bare
    assert "原文" not in sheet_of(data, "指标").rows[0]


def test_sheets_stand_in_their_order_with_headings_in_the_first_row() -> None:
    """The names are what other programs look for."""
    cells = read_workbook(write(FULL, DOUBTS, sources=Sources()))
    assert [sheet.name for sheet in cells.sheets] == [
        *("文件信息", "指标", "县区分解", "时间节点", "责任单位", "目标调整", "人工处置"),
        *("督办事项", "通报名单", "待确认", "目标来源"),
    ]
    assert [sheet.rows[0][0] for sheet in cells.sheets] == [
        *("项", "编码", "编码", "编码", "单位", "编码", "文件", "编号", "期次", "类别"),
        "编码",
    ]


def test_months_and_codes_stay_text() -> None:
    """Excel would make a date of 2024-12."""
    data = write(FULL)
    row = sheet_of(data, "指标").rows[1]
    assert (row[0], row[8], row[15], row[17]) == ("一.1-1", 100000.0, 1.0, "2024-12")
    sheet = load_workbook(BytesIO(data))["指标"]
    assert (sheet["R2"].value, sheet["R2"].number_format, sheet["R2"].data_type) == (
        "2024-12", "@", "s"
    )  # fmt: skip


def test_typed_text_is_never_a_formula() -> None:
    """What looks like one is text."""
    sheet = sheet_of(write(FULL), "指标")
    assert sheet.formulas == frozenset()
    assert (sheet.rows[8][2], sheet.rows[8][5], sheet.rows[8][22]) == ("@SUM(A1)", "+1", "=1+1")


def test_milestones_are_shown_as_percent() -> None:
    """A clerk types 33.5%."""
    cell = load_workbook(BytesIO(write(FULL)))["时间节点"]["H2"]
    assert (cell.value, cell.number_format) == (0.335, "0.0%")


DROP_DOWNS = [
    ("指标", "G", '"累计,比率,标准,定性"'),
    ("指标", "H", '"≥,>,=,≤"'),
    ("指标", "K", '"是,否"'),
    ("指标", "L", '"按月,到期"'),
    ("责任单位", "C", '"市直,县区"'),
    ("责任单位", "D", '"是,否"'),
    ("目标调整", "B", '"全市,市本级,杞县,兰考县,龙亭区,城乡一体化示范区"'),
    ("人工处置", "G", '"排除,采用,改值,清空,改期,认定时间"'),
]


@pytest.mark.parametrize(("sheet", "column", "choices"), DROP_DOWNS)
def test_a_clerk_chooses_from_a_list(sheet: str, column: str, choices: str) -> None:
    """Also in rows that are added below."""
    rules = load_workbook(BytesIO(write(FULL)))[sheet].data_validations.dataValidation
    drop_downs = {str(rule.sqref): rule.formula1 for rule in rules if rule.type == "list"}
    (area,) = [place for place in drop_downs if place.startswith(f"{column}2:{column}3")]
    assert drop_downs[area] == choices


def test_many_counties_need_no_list_that_excel_would_refuse() -> None:
    """A drop-down holds 255 characters."""
    counties = tuple(unit(f"第{number}县", Group.COUNTY) for number in range(200))
    big = replace(FULL, units=(*FULL.units, *counties))
    with warnings.catch_warnings(action="error"):
        data = write(big)
    assert read(read_workbook(data)) == big


@pytest.mark.parametrize(("read_only", "locked"), [(False, False), (True, True)])
def test_only_the_copy_is_locked(*, read_only: bool, locked: bool) -> None:
    """The ledger itself is the clerk's."""
    book = load_workbook(BytesIO(write(FULL, read_only=read_only)))
    assert [bool(sheet.protection.sheet) for sheet in book] == [locked] * 9
    assert book["县区分解"]["E2"].protection.locked is locked
    assert book["指标"].freeze_panes == "B2"


def test_the_copy_says_where_each_target_came_from() -> None:
    """A row for every known origin, in the order of the ledger, and what changes it."""
    sources = Sources(
        {
            ("一.1-2", LONGTING): "分解表.xlsx",
            ("一.1-1", QIXIAN): "台账",
            ("一.1-1", "全市"): "台账",
        },
        {"二.2-1": "分解表.xlsx"},
        {HEALTH: "分解表.xlsx"},
    )
    data = write(FULL, sources=sources)
    rows = sheet_of(data, "目标来源").rows
    assert [(row[0], *row[2:]) for row in rows] == [
        ("编码", "县区", "目标", "来源"),
        ("一.1-1", "全市", 100000.0, "台账"),
        ("一.1-1", "全市", 120000.0, "目标调整，2024-07起：会议纪要"),
        ("一.1-1", QIXIAN, 50000.0, "台账"),
        ("一.1-1", QIXIAN, 0.0, "目标调整，2024-08起"),
        ("一.1-2", LONGTING, 12.25, "分解表.xlsx"),
    ]
    assert [row[14] for row in sheet_of(data, "时间节点").rows[:6]] == [
        *("来源", "", "", "", "", "分解表.xlsx")
    ]
    assert [row[11] for row in sheet_of(data, "责任单位").rows[:3]] == ["来源", "分解表.xlsx", ""]
    assert read(read_workbook(data)) == FULL


def test_the_same_ledger_gives_the_same_bytes() -> None:
    """Whenever it is written; zip times have steps of two seconds."""
    first = write(FULL)
    time.sleep(2.1)
    assert write(FULL) == first
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_ledger_saved_by_libreoffice_is_the_same(office: Office, tmp_path: Path) -> None:
    """As a real client opens and saves it."""
    (tmp_path / "ledger.xlsx").write_bytes(write(FULL))
    saved = office.convert(tmp_path / "ledger.xlsx", "xlsx", tmp_path / "saved")
    assert read(read_workbook(saved.read_bytes())) == FULL
