"""A unit by any of its names: a renamed one keeps what it has returned."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import breakdowns, returns, sample
from kit.old_forms import old_form
from kit.posted import FOOT, Figures
from kit.returns import APRIL, MAY, merged
from kit.sample import COUNT, HEALTH, LANKAO, QIXIAN

from ducha.cells import Cells, Sheet
from ducha.files.demo.answer import fill_form
from ducha.files.workbook import reading as workbook
from ducha.files.writing.form import book as form_xlsx
from ducha.form.breakdown import issue_breakdown
from ducha.form.claim import SHEET
from ducha.form.monthly import GUIDE_SHEET, fingerprint
from ducha.ledger.model import Ledger
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.submission.arrival import Arrival

THEN = sample.ledger()
QIZHOU, HEALTH_BUREAU = "杞州区", "市卫生健康局"


def renamed(book: Ledger, *pairs: tuple[str, str]) -> Ledger:
    """The ledger after these units were renamed, their old names put into 别名."""
    new = dict(pairs)

    def name(old: str) -> str:
        return new.get(old, old)

    return replace(
        book,
        units=tuple(
            replace(unit, name=new[unit.name], aliases=(*unit.aliases, unit.name))
            if unit.name in new
            else unit
            for unit in book.units
        ),
        indicators=tuple(
            replace(i, leads=tuple(map(name, i.leads)), supports=tuple(map(name, i.supports)))
            for i in book.indicators
        ),
        targets={(code, name(place)): target for (code, place), target in book.targets.items()},
    )


NOW = renamed(THEN, (QIXIAN, QIZHOU), (HEALTH, HEALTH_BUREAU))

ANSWERS: dict[str, Figures] = {
    QIXIAN: {(COUNT.code, QIXIAN, "done"): 30.0},
    HEALTH: {(COUNT.code, QIXIAN, "done"): 31.0, (COUNT.code, LANKAO, "done"): 12.0},
}


def sent(unit: str, *, old: bool = False, period: Period = APRIL) -> Arrival:
    """The form of April, under the old name, as it came back."""
    form = sample.form(unit, THEN, period)
    data = form_xlsx.write(old_form(form) if old else form)
    file = f"{unit}.xlsx"
    cells = workbook.read(fill_form(data, ANSWERS[unit], {}, FOOT))
    return Arrival(returns.source(file, f"{period.month:02d}-20"), cells)


def told(merge: MergedInbox) -> set[tuple[str, str]]:
    """What was found, whoever it is about."""
    return {(f.code, str(f.severity)) for f in merge.findings}


@pytest.mark.parametrize("old", [False, True], ids=["2", "1"])
def test_a_renamed_unit_keeps_its_returns(old: bool) -> None:  # noqa: FBT001 - a case of the table
    """Today they all became 退回: what was said before the renaming is said after it (R6.340)."""
    inbox = (sent(QIXIAN, old=old), sent(HEALTH, old=old))
    before = merged(THEN, *inbox, period=APRIL)
    after = merged(NOW, *inbox, period=APRIL)
    assert (
        returns.verdicts(after)
        == returns.verdicts(before)
        == dict.fromkeys(("杞县.xlsx", "市卫生健康委.xlsx"), "采用")
    )
    assert told(after) == told(before)
    lines = [
        [(line.figure, line.rating) for line in merge.table.lines] for merge in (before, after)
    ]
    assert lines[0] == lines[1]
    stands = [
        [(s.state, s.filled, s.owed) for s in returns.states(book, merge).values()]
        for book, merge in ((THEN, before), (NOW, after))
    ]
    assert stands[0] == stands[1]
    assert {judgement.unit for judgement in after.judgements} == {QIZHOU, HEALTH_BUREAU}


def test_an_old_and_a_new_form_are_one_unit_s() -> None:
    """The form of April under the old name, corrected on one under the new (R6.340)."""
    form = sample.form(QIZHOU, NOW, APRIL)
    data = fill_form(form_xlsx.write(form), {(COUNT.code, QIZHOU, "done"): 33.0}, {}, FOOT)
    corrected = Arrival(returns.source("b.xlsx", "04-22"), workbook.read(data))
    merge = merged(NOW, sent(QIXIAN), corrected, period=APRIL)
    assert returns.line(merge, QIZHOU).figure.done == 33
    assert returns.verdicts(merge) == {"杞县.xlsx": "被替代", "b.xlsx": "采用"}


def test_rows_under_two_names_of_one_county() -> None:
    """They are one row, filled twice (R6.82, R6.340)."""
    figures = f"| {COUNT.code} | {QIXIAN} | 5 |\n| {COUNT.code} | {QIZHOU} | 6 |"
    merge = merged(NOW, returns.arrival(HEALTH_BUREAU, figures))
    assert [f.code for f in merge.findings if f.severity == "退回"][1:] == ["重复行", "重复行"]


# what is typed as 县区, whose row it is
TYPED = (
    ("杞县", QIXIAN),
    (" 杞 县 ", QIXIAN),
    ("杞县人民政府", QIXIAN),
    ("杞县政府", QIXIAN),
    ("雍丘", QIXIAN),
    ("雍丘人民政府", QIXIAN),
    ("杞县人民", ""),
    ("杞縣", ""),
    ("开封市杞县人民政府", QIXIAN),
    ("开封市杞县", QIXIAN),
    ("杞县管委会", QIXIAN),
    ("郑州市杞县", ""),
    ("市卫生健康委人民政府", ""),
)


@pytest.mark.parametrize(("typed", "county"), TYPED)
def test_a_county_as_people_call_it(typed: str, county: str) -> None:
    """By its names in the ledger and as a government; nothing that only looks like it.

    (R6.81, R6.340, R6.341, R6.451)
    """
    units = tuple(
        replace(unit, aliases=("雍丘",)) if unit.name == QIXIAN else unit for unit in sample.UNITS
    )
    figures = f"| {COUNT.code} | {typed} | 7 |\n| {COUNT.code} | {LANKAO} | 8 |"
    sent = returns.arrival(HEALTH, figures, issued=f"| {COUNT.code} | {QIXIAN} | |")
    merge = merged(sample.ledger(units=units), sent)
    assert returns.line(merge, QIXIAN).figure.done == (7 if county else None)
    assert ("未知行" in {f.code for f in merge.findings}) is (county == "")
    assert returns.line(merge, LANKAO).figure.done == 8


# the names of a county's unit, a name, whose it is
OFFICIAL = (
    ("杞县", (), "杞县人民政府", "杞县"),
    ("杞县", (), "杞县政府", "杞县"),
    ("杞县人民政府", (), "杞县", "杞县人民政府"),
    ("杞县", ("雍丘县",), "雍丘县人民政府", "杞县"),
    ("杞县", (), "杞", None),
    ("杞县", (), "人民政府", None),
    ("政府", (), "人民政府", None),
)


@pytest.mark.parametrize(("name", "aliases", "called", "own"), OFFICIAL)
def test_the_government_of_a_county(
    name: str, aliases: tuple[str, ...], called: str, own: str | None
) -> None:
    """It answers for the county (R6.341)."""
    county = sample.unit(name, sample.Group.COUNTY, aliases=aliases)
    assert sample.ledger(units=(sample.unit(HEALTH), county)).named(called) == own


def test_a_department_has_no_government() -> None:
    """Its full name counts only where 别名 says so, and who is called so keeps the name.

    (R6.340, R6.341)
    """
    board, county = sample.unit("杞县政府"), sample.unit(QIXIAN, sample.Group.COUNTY)
    education = sample.unit("市教体局", aliases=("开封市教育体育局",))
    book = sample.ledger(units=(county, board, education))
    assert book.named("杞县政府") == "杞县政府"
    assert book.named("杞县人民政府") == QIXIAN
    assert book.named("市教体局政府") is None
    assert book.named("开封市教育体育局") == "市教体局"
    assert book.named("开封市教体局") == "市教体局"  # (R6.451)
    assert book.named("") is None


# ---- the page ----


def paged(cells: Cells, was: str, now: str) -> Cells:
    """Every sheet but the hidden one names another unit."""

    def reworded(sheet: Sheet) -> Sheet:
        lines = len(sheet.rows) if sheet.name == GUIDE_SHEET else 3
        rows = tuple(
            tuple(value.replace(was, now) if isinstance(value, str) else value for value in row)
            for row in sheet.rows[:lines]
        )
        return replace(sheet, rows=(*rows, *sheet.rows[lines:]))

    return replace(cells, sheets=tuple(s if s.name == SHEET else reworded(s) for s in cells.sheets))


@pytest.mark.parametrize("name", ["杞县人民政府", QIZHOU, QIXIAN])
def test_the_page_may_name_the_unit_otherwise(name: str) -> None:
    """Hidden sheet, page and ledger each by another name: one unit (R6.28, R6.340)."""
    came = sent(QIXIAN, period=MAY)
    assert came.cells is not None
    merge = merged(NOW, replace(came, cells=paged(came.cells, QIXIAN, name)))
    assert returns.verdicts(merge) == {"杞县.xlsx": "采用"}
    assert not [f for f in merge.findings if f.severity != "提示"]


def test_a_form_without_its_sheet_under_the_old_name() -> None:
    """Read off the page, with the county by its official name in the rows (R6.25, R6.340)."""
    cells = returns.cells(None, f"| {COUNT.code} | 杞县人民政府 | 7 |")
    page = returns.guide(returns.claim("杞县人民政府"))
    merge = merged(NOW, Arrival(returns.source(), replace(cells, sheets=(*cells.sheets, page))))
    assert returns.line(merge, QIZHOU).figure.done == 7


def test_an_old_name_without_an_alias_is_nobody_s() -> None:
    """The clerk has to say that it is the same unit (R6.33)."""
    book = replace(NOW, units=tuple(replace(unit, aliases=()) for unit in NOW.units))
    merge = merged(book, sent(QIXIAN), period=APRIL)
    assert returns.reason(merge, "杞县.xlsx") == "“杞县”不在应报单位之列"


def test_a_name_put_onto_the_hidden_sheet_is_a_forgery() -> None:
    """The signature is over the text as it stands, not over what it stands for (R6.23, R6.340)."""
    came = sent(QIXIAN, period=MAY)
    assert came.cells is not None
    hidden = came.cells.sheet(SHEET)
    assert hidden is not None
    first = ("单位", QIZHOU, *hidden.rows[0][2:])
    forged = replace(hidden, rows=(first, *hidden.rows[1:]))
    sheets = tuple(forged if s.name == SHEET else s for s in came.cells.sheets)
    merge = merged(NOW, replace(came, cells=Cells(sheets)))
    assert returns.reason(merge, "杞县.xlsx") == (
        "表单标识的内容与签名不符，单位、期次等可能被改动"
    )


# ---- other files ----


def test_a_breakdown_form_of_before_the_renaming() -> None:
    """Its department and a county's column under their old names (R6.340)."""
    claim = issue_breakdown(THEN, HEALTH, sample.KEY, fingerprint(THEN)).claim
    written = f"| {COUNT.code} | 120 | 50 | 70 |"
    book = replace(NOW, targets={})
    merge = merged(book, breakdowns.arrival(written, claimed=claim))
    targets = merge.force.ledger.targets
    assert (targets[COUNT.code, QIZHOU], targets[COUNT.code, LANKAO]) == (50, 70)
    assert not {"缺列", "多出的列", "未知县区"} & {f.code for f in merge.findings}


def test_senders_of_a_renamed_unit() -> None:
    """Its addresses are its own under any name (R6.36, R6.340)."""
    book = replace(
        NOW,
        units=tuple(replace(unit, mails=(f"{n}@kf.gov.cn",)) for n, unit in enumerate(NOW.units)),
    )
    came = sent(QIXIAN, period=MAY)
    own = replace(came, source=replace(came.source, sender="3@kf.gov.cn"))
    assert "发件人" not in {f.code for f in merged(book, own).findings}
    other = replace(came, source=replace(came.source, sender="0@kf.gov.cn"))
    assert "发件人" in {f.code for f in merged(book, other).findings}


def test_rows_of_a_moved_form_under_the_old_name() -> None:
    """The signature was genuine when the form was identified, and stays so (R6.38, R6.340)."""
    earlier = sent(QIXIAN, period=MAY)
    later = replace(sent(QIXIAN, period=MAY), source=returns.source("b.xlsx", "05-21"))
    merge = merged(NOW, earlier, later)
    assert "顶替" not in {f.code for f in merge.findings}


def test_whose_name_a_file_bears() -> None:
    """A scan named 杞县人民政府5月.jpg is the county's (R6.204, R6.341)."""
    came = returns.foreign("杞县人民政府5月.jpg")
    merge = merged(NOW, came)
    (state,) = (s for s in returns.states(NOW, merge).values() if s.others)
    assert state.unit == QIZHOU
