"""A corrected circular is read over a ledger that a clerk has worked on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.handed import OPEN

from ducha.circular.draft import read
from ducha.circular.reimport import Update, reimport
from ducha.ledger.handed.records import Decision, Naming
from ducha.ledger.model import Group, Judged, Kind, Ledger, Unit
from ducha.ledger.year.decisions import Adjustment, Override
from ducha.period import Period, ReportDay

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


def laid(text: str, old: Ledger | None = None, before: str = FIRST) -> Update:
    """A circular of this text over a ledger, where the last import read the text `before`."""
    imported = read(before).ledger if before else None
    return reimport(read(text), worked_on() if old is None else old, imported)


def found(update: Update, kind: str) -> list[tuple[str, str]]:
    """Place and content of the doubts of a kind."""
    return [(doubt.place, doubt.found) for doubt in update.doubts if doubt.kind == kind]


@pytest.mark.parametrize("before", [FIRST, ""])
def test_the_same_circular_changes_nothing(before: str) -> None:
    """Importing again gives the clerk's ledger back, without a change to report (R8.44)."""
    update = laid(FIRST, before=before)
    assert update.ledger == worked_on()
    assert update.changes == ()


def test_a_new_figure_keeps_the_code_and_the_clerks_work() -> None:
    """40 becomes 45: code, county targets, milestones, contacts, edited name and start stay."""
    update = laid(FIRST.replace("40个", "45个"))
    ledger, indicator = update.ledger, update.ledger.by_code["一.1-1"]
    assert (indicator.target, indicator.name, indicator.start) == (45.0, "养老驿站", 3)
    assert ledger.targets[("一.1-1", "白石县")] == 25.0
    assert ledger.milestones == {"一.1-1": {6: 0.4}}
    assert ledger.by_unit["市民政局"].mails == ("mz@example.cn",)
    assert ledger.by_unit["白石县"].group is Group.COUNTY
    assert update.changes == ("一.1-1（养老驿站）年度目标由40改为45",)
    assert found(update, "通知更正") == [("一.1-1", "年度目标：由40改为45")]
    assert found(update, "与通知不同") == []


def with_first(**changes: object) -> Ledger:
    """The ledger with its first indicator changed by the clerk."""
    old = worked_on()
    return replace(old, indicators=(replace(old.indicators[0], **changes), *old.indicators[1:]))


CORRECTIONS = [
    # what the clerk has changed, what the circular says now, what 待确认 says of it
    ({"target": 42.0}, ("40个", "45个"), ["年度目标：台账42，通知45"]),
    ({"target": 42.0}, ("护理员300", "护理员320"), ["年度目标：台账42，通知40"]),
    ({"target": 45.0}, ("40个", "45个"), []),
    ({"all_counties": False}, ("40个", "45个"), ["各县区：台账否，通知是"]),
    (
        {"supports": ("白石县",)},
        ("责任单位：市民政局，各县区", "责任单位：市民政局，市城管局，各县区"),
        ["配合单位：台账白石县，通知市城管局"],
    ),
    ({"deadline": 10}, ("40个", "45个"), []),
]


@pytest.mark.parametrize(("mine", "corrected", "told"), CORRECTIONS)
def test_what_a_clerk_changed_stays_and_both_are_listed(
    mine: dict[str, object], corrected: tuple[str, str], told: list[str]
) -> None:
    """Where the circular says otherwise; on a deadline it may be silent (R8.44)."""
    old = replace(with_first(**mine), targets={})
    update = laid(FIRST.replace(*corrected), old)
    indicator = update.ledger.by_code["一.1-1"]
    assert {field: getattr(indicator, field) for field in mine} == mine
    assert [both for place, both in found(update, "与通知不同") if place == "一.1-1"] == told


def test_what_was_kept_once_is_kept_again_and_listed_again() -> None:
    """Two corrections on end: the clerk's 42 stands against 45 and against 46 (R8.44)."""
    first = laid(FIRST.replace("40个", "45个"), with_first(target=42.0))
    second = reimport(read(FIRST.replace("40个", "46个")), first.ledger, first.imported)
    assert second.ledger.by_code["一.1-1"].target == 42.0
    assert found(second, "与通知不同") == [("一.1-1", "年度目标：台账42，通知46")]
    adopted = replace(
        first.ledger,
        indicators=(replace(first.ledger.indicators[0], target=45.0), *first.ledger.indicators[1:]),
    )
    third = reimport(read(FIRST.replace("40个", "46个")), adopted, first.imported)
    assert third.ledger.by_code["一.1-1"].target == 46.0


def test_without_a_record_figures_that_the_ledger_quotes_are_the_circulars() -> None:
    """原文 says 40: that is the earlier circular's; 42 is the clerk's (R8.47)."""
    text = FIRST.replace("40个", "45个")
    assert laid(text, before="").ledger.by_code["一.1-1"].target == 45.0
    update = laid(text, with_first(target=42.0), before="")
    assert update.ledger.by_code["一.1-1"].target == 42.0
    assert found(update, "与通知不同") == [("一.1-1", "年度目标：台账42，通知45")]
    led = laid(FIRST.replace("市城管局", "市公安局"), before="")
    assert led.ledger.by_code["二.1-1"].leads == ("市城管局",)
    assert found(led, "与通知不同") == [("二.1-1", "牵头单位：台账市城管局，通知市公安局")]


DATED = "岭南市人民政府办公室\n关于印发2024年民生实事分解的通知\n{}\n2024年{}月2日\n" + FIRST


def test_the_report_day_and_the_first_month_stay_and_both_are_listed() -> None:
    """No import moves the deadlines of months that are past (R8.44)."""
    first, second = DATED.format("每月25日前报送。", 3), DATED.format("每月20日前报送。", 5)
    old = read(first).ledger
    assert (old.document.report_day, old.document.first) == (ReportDay(25), Period(2024, 3))
    update = laid(second, old, first)
    assert (update.ledger.document.report_day, update.ledger.document.first) == (
        ReportDay(25),
        Period(2024, 3),
    )
    assert found(update, "与通知不同") == [
        ("文件信息", "报送日：台账25，通知20"),
        ("文件信息", "首报期：台账2024-03，通知2024-05"),
    ]


def test_a_fact_on_which_the_circular_is_silent_is_no_difference() -> None:
    """The 5th of the next month is the clerk's; no circular said the 28th."""
    old = worked_on()
    day = replace(old.document, report_day=ReportDay(5, following=True), number="岭政〔2024〕1号")
    update = laid(FIRST, replace(old, document=day))
    assert update.ledger.document == day
    assert found(update, "与通知不同") == []
    asked = [place for place, _ in found(update, "文件信息")]
    assert "报送日" not in asked
    assert "文号" not in asked
    assert "成文日期" in asked


def test_a_misprint_in_the_title_is_corrected() -> None:
    """Where no clerk has touched it, and it is told."""
    wrong = FIRST.replace("民生实事", "民生实是")
    update = laid(FIRST, read(wrong).ledger, wrong)
    assert update.ledger.document.title == "岭南市2024年民生实事分解"
    assert update.changes == ("标题：由岭南市2024年民生实是分解改为岭南市2024年民生实事分解",)


def test_a_vanished_indicator_is_reported_and_its_code_never_used_again() -> None:
    """发放补贴 goes in the second circular; what comes in the third gets a new number."""
    second = FIRST.replace("，发放补贴200万元", "")
    update = laid(second)
    ledger = update.ledger
    assert "一.1-3" not in ledger.by_code
    assert ("一.1-3", "白石县") not in ledger.targets
    assert update.changes == ("指标一.1-3（发放补贴）在新文件中没有了，编码停用",)
    assert found(update, "指标消失") == [("一.1-3", "发放补贴")]
    third = second.replace("护理员300名", "护理员300名，配备巡访车15辆")
    again = reimport(read(third), ledger, update.imported).ledger
    assert again.by_code["一.1-4"].name == "配备巡访车"
    assert "一.1-3" not in again.by_code


def test_what_is_said_of_a_vanished_indicator_goes_with_it() -> None:
    """A decision on a code that is gone would make the whole ledger unreadable (R8.48)."""
    old = worked_on()
    empty = dict.fromkeys(("unit", "county", "field", "value", "day"), "")
    decision = Override(
        file="甲.xlsx", period="2024-05", code="二.1-1", action="排除", reason="重复",
        officer="李四", **empty,
    )  # fmt: skip
    of_file = replace(decision, code="")
    text = FIRST.partition("二、")[0]
    update = laid(text, replace(old, overrides=(decision, of_file)))
    assert (update.ledger.adjustments, update.ledger.overrides) == ((), (of_file,))
    (told,) = [doubt.sentence for doubt in update.doubts if doubt.kind == "指标消失"]
    assert told == (
        "新文件中没有这个指标，已从台账移出，编码不再使用；"
        "它的目标调整、人工处置随之移出，导入前的台账里还有"
    )


def test_what_was_handed_over_and_decided_stays() -> None:
    """A matter keeps its row when its item goes; its old code is told in 问题 (R7.163)."""
    kept, lost = (replace(OPEN, unit="白石县", code=code) for code in ("一.1", "二.1"))
    decision = Decision(period="2024-05", unit="白石县", naming=Naming.PRAISED)
    old = replace(worked_on(), assignments=(kept, lost), decisions=(decision,))
    ledger = laid(FIRST.partition("二、")[0], old).ledger
    gone = replace(lost, code="", problem="培训停滞（原编码二.1）")
    assert (ledger.assignments, ledger.decisions) == ((kept, gone), (decision,))


def test_an_item_that_moves_takes_its_code_along() -> None:
    """A matter put in front shifts the numerals; the old indicators keep their codes."""
    moved = FIRST.replace("二、便民停车", "三、便民停车").replace(
        "一、养老服务", "一、城市绿化\n新建游园12个。\n责任单位：市园林局\n二、养老服务"
    )
    update = laid(moved)
    ledger = update.ledger
    assert ledger.by_code["一.1-1"].target == 40.0
    assert ledger.by_code["二.1-1"].target == 2600.0
    new = [indicator for indicator in ledger.indicators if indicator.name == "新建游园"]
    assert [indicator.code for indicator in new] == ["一.1-4"]
    assert "新增指标一.1-4：新建游园，年度目标12个" in update.changes


def test_units_that_the_new_circular_names_are_added_at_the_end() -> None:
    """The clerk's units stay as they are; a new department follows them."""
    update = laid(FIRST.replace("市城管局", "市公安局"))
    names = [unit.name for unit in update.ledger.units]
    assert names == ["市民政局", "市城管局", "白石县", "市公安局"]
    assert "二.1-1（新增停车位）牵头单位由市城管局改为市公安局" in update.changes
    assert update.ledger.adjustments == worked_on().adjustments


def test_a_unit_that_a_clerk_renamed_is_the_same_one() -> None:
    """The circular's name is its 别名 now: no difference, no second unit."""
    old = worked_on()
    renamed = replace(old.units[1], name="市城市管理局", aliases=("市城管局",))
    lot = replace(old.indicators[-1], leads=("市城市管理局",))
    ours = replace(
        old, units=(old.units[0], renamed, old.units[2]), indicators=(*old.indicators[:-1], lot)
    )
    update = laid(FIRST, ours)
    assert update.ledger == ours
    assert found(update, "与通知不同") == []


def test_a_unit_that_a_clerk_deleted_stays_deleted() -> None:
    """As long as no indicator names it (R8.45)."""
    text = FIRST.replace("市城管局，各县区", "市城管局，市公安局，各县区")
    old = read(text).ledger
    parking = replace(old.by_code["二.1-1"], supports=())
    ours = replace(
        old,
        units=tuple(unit for unit in old.units if unit.name != "市公安局"),
        indicators=(*old.indicators[:-1], parking),
    )
    assert [unit.name for unit in laid(text, ours, text).ledger.units] == ["市民政局", "市城管局"]
    named = replace(old, units=ours.units)
    assert [unit.name for unit in laid(text, named, text).ledger.units][-1] == "市公安局"


def test_what_a_clerk_added_by_hand_stays() -> None:
    """Its code was never read of a circular; without a record, it has no source (R8.45)."""
    old = worked_on()
    own = replace(old.indicators[0], code="二.1-2", name="智慧停车泊位", source="")
    ours = replace(old, indicators=(*old.indicators, own))
    for before in ("", FIRST):
        update = laid(FIRST, ours, before)
        assert update.ledger.by_code["二.1-2"] == own
        assert found(update, "人工增补") == [("二.1-2", "智慧停车泊位")]


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
    update = laid(FIRST, renamed)
    assert update.ledger == renamed
    assert update.changes == ()


def test_what_a_clerk_deleted_stays_deleted() -> None:
    """Through a second import too, and its code goes to nobody (R8.45)."""
    old = worked_on()
    ours = replace(
        old, indicators=tuple(i for i in old.indicators if i.code != "一.1-2"), targets={}
    )
    more = FIRST.replace("护理员300名", "护理员320名，配备巡访车15辆")
    update = laid(more, ours)
    assert "一.1-2" not in update.ledger.by_code
    assert found(update, "已删指标") == [("一.1-2", "培训护理员")]
    assert update.ledger.by_code["一.1-4"].name == "配备巡访车"
    again = reimport(read(more), update.ledger, update.imported)
    assert again.ledger.by_code.keys() == update.ledger.by_code.keys()
    assert found(again, "已删指标") == [("一.1-2", "培训护理员")]


def test_who_answers_stays_where_a_clerks_targets_rest_on_it() -> None:
    """Without 各县区 白石县 would bear a target that is none of its own (R8.46)."""
    update = laid(FIRST.replace("责任单位：市民政局，各县区", "责任单位：市民政局"))
    assert update.ledger.by_code["一.1-1"].all_counties
    assert not update.ledger.by_code["一.1-2"].all_counties
    assert found(update, "与通知不同") == [
        ("一.1-1", "各县区：台账是，通知否"),
        ("一.1-3", "各县区：台账是，通知否"),
    ]


def test_a_deadline_stays_where_a_clerks_milestones_rest_on_it() -> None:
    """40% in June cannot stand behind a deadline in May (R8.46)."""
    update = laid(FIRST.replace("驿站40个", "驿站40个（5月底前完成）"))
    assert update.ledger.by_code["一.1-1"].deadline == 12
    assert ("一.1-1", "完成时限：台账12，通知5") in found(update, "与通知不同")
