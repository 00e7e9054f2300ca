"""What a ledger for another year has from the one before."""

from __future__ import annotations

from dataclasses import make_dataclass, replace

import pytest

from ducha.circular.draft import read
from ducha.circular.takeover import outlasting, with_circular
from ducha.ledger import sheets
from ducha.ledger.columns import LedgerColumn
from ducha.ledger.model import Document, Group, Ledger, Unit
from ducha.ledger.year.decisions import Adjustment
from ducha.period import Period, ReportDay

LAST_YEAR = """岭南市人民政府办公室
关于印发2024年民生实事的通知
一、养老服务
1.新建养老驿站40个，培训护理员300名。
责任单位：市民政局，市财政局，各县区
二、便民停车
新增停车位2600个。
责任单位：市城管局，各县区
"""
THIS_YEAR = """岭南市人民政府办公室
关于印发2025年民生实事的通知
一、养老服务
1.新建养老驿站60个。
责任单位：民政局，市医保局，各县区
联系电话：5551234
"""
CIVIL = Unit(
    name="市民政局", group=Group.CITY, aliases=("民政局",), contact="何静", phone="5551111",
    mails=("mz@example.cn",),
)  # fmt: skip
FINANCE = Unit(name="市财政局", group=Group.CITY, contact="李军")
PARKS = Unit(name="市城管局", group=Group.CITY, reports=False)
COUNTY = Unit(name="白石县", group=Group.COUNTY, counted=False, mails=("bs@example.cn",))


def last_year() -> Ledger:
    """A ledger at the end of its year."""
    old = read(LAST_YEAR).ledger
    document = replace(
        old.document,
        number="岭政〔2024〕1号",
        report_day=ReportDay(5, following=True),
        host="市政府督查局",
        mailbox="dc@example.cn",
        phone="5550000",
    )
    return replace(
        old,
        document=document,
        units=(CIVIL, FINANCE, PARKS, COUNTY),
        targets={("一.1-1", "白石县"): 25.0},
        milestones={"一.1-1": {6: 0.4}},
        adjustments=(Adjustment("二.1-1", "全市", 7, 2400.0, "会议纪要"),),
    )


def test_units_and_the_bureau_outlast_the_year() -> None:
    """And nothing else: a blank year, no indicator, nothing that rests on one (R8.54)."""
    taken = outlasting(last_year())
    assert taken.ledger == Ledger(
        document=Document(
            issuer="岭南市人民政府办公室", report_day=ReportDay(5, following=True),
            host="市政府督查局", mailbox="dc@example.cn", phone="5550000",
        ),
        indicators=(),
        units=(CIVIL, FINANCE, PARKS, COUNTY),
    )  # fmt: skip
    assert (taken.units, taken.doubts) == (4, ())


def test_a_new_circular_finds_the_units_of_the_old_ledger() -> None:
    """By name or 别名; counties stay, departments that it does not name are listed (R8.55)."""
    taken = with_circular(read(THIS_YEAR), last_year())
    ledger = taken.ledger
    assert [unit.name for unit in ledger.units] == ["市民政局", "市医保局", "白石县"]
    assert (ledger.by_unit["市民政局"], ledger.by_unit["白石县"]) == (CIVIL, COUNTY)
    (indicator,) = ledger.indicators
    assert (indicator.leads, indicator.supports) == (("市民政局",), ("市医保局",))
    assert (ledger.targets, ledger.milestones, ledger.adjustments) == ({}, {}, ())
    assert (taken.units, ledger.document.year) == (2, 2025)
    left = [(d.place, d.found) for d in taken.doubts if "没有带过来" in d.sentence]
    assert left == [("市财政局", "李军"), ("市城管局", "")]


def test_the_facts_of_the_new_circular_come_first() -> None:
    """Where it is silent the bureau's stay, where both speak both are listed (R8.55)."""
    taken = with_circular(read(THIS_YEAR), last_year())
    document = taken.ledger.document
    assert (document.phone, document.mailbox, document.host) == (
        *("5551234", "dc@example.cn", "市政府督查局"),
    )
    assert document.report_day == ReportDay(5, following=True)
    assert (document.number, document.first) == ("", Period(2025, 1))
    told = [doubt.found for doubt in taken.doubts if doubt.sentence == "按新的通知填，请核对"]
    assert told == ["联系电话：通知5551234，上一年5550000"]
    asked = {doubt.place for doubt in taken.doubts if doubt.kind == "文件信息"}
    assert "文号" in asked
    assert "报送日" not in asked


def test_of_another_place_no_unit_comes_along() -> None:
    """Its 市民政局 is another one, with another mailbox (R8.55)."""
    taken = with_circular(read(THIS_YEAR.replace("岭南市", "江北市")), last_year())
    assert [(unit.name, unit.mails) for unit in taken.ledger.units] == [
        *(("民政局", ()), ("市医保局", ())),
    ]
    assert (taken.units, taken.ledger.document.mailbox) == (0, "")
    assert taken.doubts[0].found == "通知：江北市，台账：岭南市"


@pytest.fixture
def wider(monkeypatch: pytest.MonkeyPatch) -> type[Unit]:
    """责任单位 with a word more, as a later version may declare it."""
    record = make_dataclass("WiderUnit", [("office", str, "")], bases=(Unit,), frozen=True)
    columns = (*sheets.UNITS.columns, LedgerColumn("责任科室", "office", optional=True))
    monkeypatch.setattr(sheets, "UNITS", replace(sheets.UNITS, record=record, columns=columns))
    return record


def test_a_column_more_outlasts_the_year_unless_it_is_of_the_year(wider: type[Unit]) -> None:
    """Whoever stopped last year is listed, so that a person decides (R8.54)."""
    stopped = wider(name="市旅游局", group=Group.CITY, until=8, successor="市文旅局", office="一科")
    taken = outlasting(replace(last_year(), units=(stopped,)))
    (unit,) = taken.ledger.units
    assert unit == replace(stopped, until=None, successor="")
    assert [(doubt.place, doubt.found) for doubt in taken.doubts] == [
        ("市旅游局", "上一年止报月8"),
        ("市旅游局", "上一年并入市文旅局"),
    ]


def test_what_goes_with_a_lead_department_goes_with_it_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A leader of all that a department led; where there were two nobody guesses (R8.54)."""
    matter = next(c for c in sheets.INDICATORS.columns if c.field == "note")
    columns = tuple(
        replace(c, of_lead=True) if c is matter else c for c in sheets.INDICATORS.columns
    )
    monkeypatch.setattr(sheets, "INDICATORS", replace(sheets.INDICATORS, columns=columns))
    old = last_year()
    notes = {"一.1-1": "张市长", "一.1-2": "张市长", "二.1-1": "李市长"}
    one = replace(old, indicators=tuple(replace(i, note=notes[i.code]) for i in old.indicators))
    (indicator,) = with_circular(read(THIS_YEAR), one).ledger.indicators
    assert indicator.note == "张市长"
    first, *rest = one.indicators
    two = replace(one, indicators=(replace(first, note="王市长"), *rest))
    (indicator,) = with_circular(read(THIS_YEAR), two).ledger.indicators
    assert indicator.note == ""
