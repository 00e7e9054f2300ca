"""A corrected circular is read over a ledger that a clerk has worked on."""

from __future__ import annotations

from dataclasses import replace

from ducha.circular.draft import read
from ducha.circular.reimport import reimport
from ducha.ledger.model import Adjustment, Group, Judged, Kind, Ledger, Unit

FIRST = """岭南市2024年民生实事分解
附件
一、养老服务
1.新建养老驿站40个，培训护理员300名，发放补贴200万元。
责任单位：市民政局，各县区
2.完成适老化改造900户。
责任单位：市民政局
二、便民停车
新增停车位2600个。
责任单位：市城管局，各县区
"""


def worked_on() -> Ledger:
    """The first import with what a clerk has added since."""
    ledger = read(FIRST).ledger
    by_code = ledger.by_code
    indicators = (
        replace(by_code["一.1-1"], name="养老驿站", start=3),
        by_code["一.1-2"],
        by_code["一.1-3"],
        replace(by_code["一.2-1"], kind=Kind.QUALITATIVE, judged=Judged.MONTHLY),
        by_code["二.1-1"],
    )
    units = (
        Unit(
            name="市民政局",
            group=Group.CITY,
            aliases=("民政",),
            contact="何静",
            mails=("mz@example.cn",),
        ),
        Unit(name="市城管局", group=Group.CITY),
        Unit(name="白石县", group=Group.COUNTY),
    )
    return replace(
        ledger,
        indicators=indicators,
        units=units,
        targets={("一.1-1", "白石县"): 25.0, ("一.1-3", "白石县"): 90.0},
        milestones={"一.1-1": {6: 0.4}},
        adjustments=(Adjustment("二.1-1", "全市", 7, 2400.0, "市长办公会"),),
    )


def test_the_same_circular_changes_nothing() -> None:
    """Importing again gives the clerk's ledger back, without a change to report."""
    old = worked_on()
    ledger, _, changes = reimport(read(FIRST), old)
    assert ledger == old
    assert changes == ()


def test_a_new_figure_keeps_the_code_and_the_clerks_work() -> None:
    """40 becomes 45: code, county targets, milestones, contacts, edited name and start stay."""
    ledger, _, changes = reimport(read(FIRST.replace("40个", "45个")), worked_on())
    indicator = ledger.by_code["一.1-1"]
    assert (indicator.target, indicator.name, indicator.start) == (45.0, "养老驿站", 3)
    assert ledger.targets[("一.1-1", "白石县")] == 25.0
    assert ledger.milestones == {"一.1-1": {6: 0.4}}
    assert ledger.by_unit["市民政局"].mails == ("mz@example.cn",)
    assert ledger.by_unit["白石县"].group is Group.COUNTY
    assert changes == ("一.1-1（养老驿站）年度目标由40改为45",)


def test_a_vanished_indicator_is_reported_and_its_code_never_used_again() -> None:
    """发放补贴 goes in the second circular; what comes in the third gets a new number."""
    second = FIRST.replace("，发放补贴200万元", "")
    ledger, doubts, changes = reimport(read(second), worked_on())
    assert "一.1-3" not in ledger.by_code
    assert ("一.1-3", "白石县") not in ledger.targets
    assert changes == ("指标一.1-3（发放补贴）在新文件中没有了，编码停用",)
    assert [doubt.place for doubt in doubts if doubt.kind == "指标消失"] == ["一.1-3"]
    third = second.replace("护理员300名", "护理员300名，配备巡访车15辆")
    again, _, _ = reimport(read(third), ledger)
    assert again.by_code["一.1-4"].name == "配备巡访车"
    assert "一.1-3" not in again.by_code


def test_an_item_that_moves_takes_its_code_along() -> None:
    """A matter put in front shifts the numerals; the old indicators keep their codes."""
    moved = FIRST.replace("二、便民停车", "三、便民停车").replace(
        "一、养老服务", "一、城市绿化\n新建游园12个。\n责任单位：市园林局\n二、养老服务"
    )
    ledger, _, changes = reimport(read(moved), worked_on())
    assert ledger.by_code["一.1-1"].target == 40.0
    assert ledger.by_code["二.1-1"].target == 2600.0
    new = [indicator for indicator in ledger.indicators if indicator.name == "新建游园"]
    assert [indicator.code for indicator in new] == ["一.1-4"]
    assert "新增指标一.1-4：新建游园，年度目标12个" in changes


def test_units_that_the_new_circular_names_are_added_at_the_end() -> None:
    """The clerk's units stay as they are; a new department follows them."""
    ledger, _, changes = reimport(read(FIRST.replace("市城管局", "市公安局")), worked_on())
    assert [unit.name for unit in ledger.units] == ["市民政局", "市城管局", "白石县", "市公安局"]
    assert "二.1-1（新增停车位）牵头单位由市城管局改为市公安局" in changes
    assert ledger.adjustments == worked_on().adjustments


def test_what_a_clerk_added_by_hand_stays() -> None:
    """An indicator without a source sentence is the clerk's own and is kept, with a doubt."""
    old = worked_on()
    own = replace(old.indicators[0], code="二.1-2", name="智慧停车泊位", source="")
    ledger, doubts, _ = reimport(read(FIRST), replace(old, indicators=(*old.indicators, own)))
    assert ledger.by_code["二.1-2"] == own
    assert [doubt.place for doubt in doubts if doubt.kind == "人工增补"] == ["二.1-2"]


def test_a_unit_that_a_clerk_has_renamed_is_no_other() -> None:
    """The circular still has the old name, which stands in 别名 (R6.340)."""
    old = worked_on()
    units = (
        replace(old.units[0], name="市民政事务局", aliases=("民政", "市民政局")),
        *old.units[1:],
    )
    led = tuple(
        replace(i, leads=("市民政事务局",)) if i.leads == ("市民政局",) else i
        for i in old.indicators
    )
    renamed = replace(old, units=units, indicators=led)
    ledger, _, changes = reimport(read(FIRST), renamed)
    assert ledger == renamed
    assert changes == ()
