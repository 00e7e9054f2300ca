"""A column of the ledger is said once: declared, it is read, written, shown and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, make_dataclass, replace
from io import BytesIO

import pytest
from kit.sample import HEALTH, QIXIAN, UNITS, indicator, ledger, unit
from openpyxl import load_workbook

from ducha.circular import draft
from ducha.circular.bodies import units as circular_units
from ducha.circular.page import head as circular_head
from ducha.circular.reimport import reimport
from ducha.files.workbook.reading import read as read_workbook
from ducha.files.writing.ledger.book import write
from ducha.ledger import sheets
from ducha.ledger.columns import LedgerColumn
from ducha.ledger.model import Direction, Group, Indicator, Judged, Kind, Ledger, Sources
from ducha.ledger.reading import read
from ducha.ledger.year.decisions import Adjustment, Override
from ducha.period import Period, ReportDay

CIRCULAR = """岭南市2024年民生实事分解
附件
一、养老服务
1.新建养老驿站40个，培训护理员300名。
责任单位：市民政局，各县区
二、便民停车
新增停车位2600个。
责任单位：市城管局，各县区
"""

RECORDS = {
    "DOCUMENT": "document",
    "INDICATORS": "indicators",
    "UNITS": "units",
    "ADJUSTMENTS": "adjustments",
    "OVERRIDES": "overrides",
}
"""Sheets with a record for every row, and where a ledger holds the records."""

OFFICE = LedgerColumn("责任科室", "office", optional=True, width=13, hint="谁经办，填科室名称。")


@pytest.mark.parametrize("sheet", RECORDS)
def test_every_field_of_a_record_has_its_column(sheet: str) -> None:
    """And one only; so nothing that a ledger holds is lost when it is written."""
    declared = getattr(sheets, sheet)
    assert sorted(column.field for column in declared.columns) == sorted(
        field.name for field in fields(declared.record)
    )


# ---- a column that nobody has thought of yet ----


def with_office(sheet: str, monkeypatch: pytest.MonkeyPatch) -> type[object]:
    """Declare one more column with its field, as a later issue will."""
    declared = getattr(sheets, sheet)
    wider = make_dataclass(
        f"Wider{sheet}", [("office", str, "")], bases=(declared.record,), frozen=True
    )
    columns = (*declared.columns, OFFICE)
    monkeypatch.setattr(sheets, sheet, replace(declared, record=wider, columns=columns))
    for module, name in (
        (circular_head, "Document"),
        (draft, "Indicator"),
        (circular_units, "Unit"),
    ):
        if getattr(module, name) is declared.record:
            monkeypatch.setattr(module, name, wider)
    return wider


def worked_on(sheet: str, wider: type[object]) -> Ledger:
    """What the circular gives, an adjustment and a decision; in the new column stands 二科."""
    first = draft.read(CIRCULAR).ledger
    change = {"ADJUSTMENTS": wider}.get(sheet, Adjustment)
    decision = {"OVERRIDES": wider}.get(sheet, Override)
    texts = dict.fromkeys(("unit", "period", "code", "county", "field", "value", "day"), "")
    full = replace(
        first,
        adjustments=(
            change(code="二.1-1", county="全市", month=7, target=2400.0, grounds="市长办公会"),
        ),
        overrides=(
            decision(file="甲.xlsx", action="排除", reason="重复", officer="李四", **texts),
        ),
    )
    records = getattr(full, RECORDS[sheet])
    if sheet == "DOCUMENT":
        return replace(full, document=replace(records, office="二科"))
    return replace(
        full, **{RECORDS[sheet]: tuple(replace(each, office="二科") for each in records)}
    )


def offices(book: Ledger, sheet: str) -> set[str]:
    """What stands in the new column."""
    return {each.office for each in getattr(sheets, sheet).records(book)}


@pytest.mark.parametrize("sheet", RECORDS)
def test_a_column_more_is_written_read_shown_and_kept(
    sheet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its declaration and its field alone, in any sheet of records."""
    old = worked_on(sheet, with_office(sheet, monkeypatch))
    name = getattr(sheets, sheet).name
    for data in (write(old), write(old, read_only=True, sources=Sources())):
        book = read_workbook(data)
        table = book.sheet(name)
        assert table is not None
        assert any("责任科室" in row for row in table.rows)
        assert any("二科" in row for row in table.rows)
        assert read(book) == old
    corrected = draft.read(CIRCULAR.replace("40个", "45个"))
    first = draft.read(CIRCULAR).ledger
    update = reimport(corrected, read(read_workbook(write(old))), first)
    ledger_again = update.ledger
    assert update.changes == ("一.1-1（新建养老驿站）年度目标由40改为45",)
    assert offices(ledger_again, sheet) == {"二科"}
    assert offices(read(read_workbook(write(ledger_again))), sheet) == {"二科"}


def test_an_older_ledger_without_the_column_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """An optional column that is not there is blank, and stands there when written again."""
    data = write(ledger(indicators=(indicator("一.1-1"),)))
    with_office("INDICATORS", monkeypatch)
    old = read(read_workbook(data))
    assert offices(old, "INDICATORS") == {""}
    sheet = load_workbook(BytesIO(write(old)))["指标"]
    assert [cell.value for cell in sheet[1]][-1] == "责任科室"


def test_a_column_more_has_the_width_and_the_hint_it_is_declared_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It stands last, after 原文."""
    old = worked_on("INDICATORS", with_office("INDICATORS", monkeypatch))
    sheet = load_workbook(BytesIO(write(old)))["指标"]
    assert sheet["X1"].value == "责任科室"
    assert round(sheet.column_dimensions["X"].width) == 14
    rules = sheet.data_validations.dataValidation
    (hint,) = [rule.prompt for rule in rules if str(rule.sqref).startswith("X2:")]
    assert hint == "谁经办，填科室名称。"


# ---- what is declared ----

HELD = ledger(
    indicators=(indicator("一.1-1"), indicator("一.1-2", supports=(QIXIAN,))),
    units=(*UNITS, unit("团市委")),
    targets={},
    adjustments=(Adjustment("一.1-1", "全市", 7, 200.0, "会议纪要"),),
    overrides=(
        Override(file="甲.xlsx", unit=QIXIAN, period="2024-05", code="一.1-1", county=QIXIAN,
            field="本月累计", action="改值", value="50", reason="更正",
                 officer="李四", day="2024-06-01"),
    ),
)  # fmt: skip

OTHERS: dict[str, dict[str, dict[str, object]]] = {
    "DOCUMENT": {
        "标题": {"title": "2025年民生实事"},
        "文号": {"number": "汴政办〔2025〕1号"},
        "发文机关": {"issuer": "开封市人民政府"},
        "成文日期": {"issued": "2025-01-02"},
        "年度": {"year": 2025, "first": Period(2025, 4)},
        "报送日": {"report_day": ReportDay(5, following=True)},
        "首报期": {"first": Period(2024, 9)},
        "主办": {"host": "市督查局"},
        "邮箱": {"mailbox": "b@example.cn"},
        "联系电话": {"phone": "0371-2"},
        "通报机关": {"notifier": "市督查局"},
        "主送": {"addressees": "各县、区人民政府"},
        "抄送": {"copies": "市委办公室。"},
        "签发人": {"signer": "王五"},
    },
    "INDICATORS": {
        "编码": {"code": "九.9-9"},
        "事项序号": {"matter_no": "九"},
        "事项": {"matter": "便民停车"},
        "子项": {"item_no": "9"},
        "任务内容": {"task": "新增停车位。"},
        "指标": {"name": "停车位"},
        "类型": {"kind": Kind.STANDARD, "judged": Judged.BY_DEADLINE},
        "方向": {"direction": Direction.AT_MOST},
        "年度目标": {"target": 12.5},
        "计量单位": {"measure": "公里"},
        "整数": {"whole": False},
        "判定": {"judged": Judged.BY_DEADLINE},
        "牵头单位": {"leads": (HEALTH, QIXIAN)},
        "配合单位": {"supports": ("团市委", QIXIAN)},
        "各县区": {"all_counties": False},
        "起始月": {"start": 3},
        "停止月": {"until": 9},
        "完成时限": {"deadline": 10},
        "口径": {"note": "含续建"},
        "分子口径": {"numerator_note": "达标的"},
        "分母口径": {"denominator_note": "全部的"},
        "分管领导": {"in_charge": ("张副市长", "李副市长")},
        "原文": {"source": "新增停车位9个"},
    },
    "UNITS": {
        "单位": {"name": "市妇联"},
        "别名": {"aliases": ("团委", "共青团")},
        "类别": {"group": Group.COUNTY},
        "报送": {"reports": False},
        "计入全市": {"counted": False},
        "起报月": {"since": 6},
        "止报月": {"until": 9},
        "并入": {"until": 9, "successor": HEALTH},
        "联系人": {"contact": "何静"},
        "电话": {"phone": "0371-3"},
        "邮箱": {"mails": ("a@x.cn", "b@x.cn")},
    },
    "ADJUSTMENTS": {
        "编码": {"code": "一.1-2"},
        "县区": {"county": QIXIAN},
        "生效月": {"month": 9},
        "新目标": {"target": 180.5},
        "依据": {"grounds": "市长办公会"},
    },
    "OVERRIDES": {
        "文件": {"file": "乙.xlsx"},
        "单位": {"unit": HEALTH},
        "期次": {"period": "2024-06"},
        "编码": {"code": "一.1-2"},
        "县区": {"county": "市本级"},
        "字段": {"field": "分子"},
        "处置": {"action": "清空"},
        "新值": {"value": "60"},
        "理由": {"reason": "来电"},
        "经办人": {"officer": "王五"},
        "日期": {"day": "2024-06-02"},
    },
}
"""For every declared column a value that the ledger above does not hold there."""


def with_other(sheet: str, values: dict[str, object]) -> Ledger:
    """The small ledger with one field of the sheet's last record changed."""
    if sheet == "DOCUMENT":
        bare = replace(HELD, overrides=())  # a decision names a month of the year
        return replace(bare, document=replace(HELD.document, **values))
    records = getattr(HELD, RECORDS[sheet])
    return replace(HELD, **{RECORDS[sheet]: (*records[:-1], replace(records[-1], **values))})


def test_the_cases_name_every_declared_column() -> None:
    """A column that is added gets its case."""
    declared = {
        sheet: [column.heading for column in getattr(sheets, sheet).columns] for sheet in RECORDS
    }
    assert {sheet: [*cases] for sheet, cases in OTHERS.items()} == declared


@pytest.mark.parametrize(
    ("sheet", "heading"), [(sheet, heading) for sheet, cases in OTHERS.items() for heading in cases]
)
def test_every_column_comes_back_as_it_was_written(sheet: str, heading: str) -> None:
    """Written, read and written again."""
    changed = with_other(sheet, OTHERS[sheet][heading])
    assert getattr(changed, RECORDS[sheet]) != getattr(HELD, RECORDS[sheet])
    data = write(changed)
    again = read(read_workbook(data))
    assert again == changed
    assert write(again) == data


# ---- whose word it is when a corrected circular comes ----

MINE = indicator(
    "一.1-1",
    Kind.RATE,
    65.0,
    matter_no="一",
    matter="旧事项",
    item_no="1",
    task="旧任务",
    name="我的名称",
    direction=Direction.AT_LEAST,
    measure="%",
    whole=True,
    judged=Judged.MONTHLY,
    leads=("甲局",),
    supports=("乙局",),
    all_counties=True,
    start=3,
    until=11,
    deadline=10,
    note="我的口径",
    numerator_note="我的分子",
    denominator_note="我的分母",
    in_charge=("张副市长",),
    source="旧原文",
)
THEIRS = indicator(
    "二.2-2",
    Kind.COUNT,
    70.0,
    matter_no="二",
    matter="新事项",
    item_no="2",
    task="新任务",
    name="通知的名称",
    direction=Direction.MORE,
    measure="个",
    whole=False,
    judged=Judged.BY_DEADLINE,
    leads=("丙局",),
    supports=("丁局",),
    all_counties=False,
    start=1,
    deadline=11,
    note="通知的口径",
    numerator_note="通知的分子",
    denominator_note="通知的分母",
    source="新原文",
)


def test_what_the_circular_gives_and_what_stays_the_clerks() -> None:
    """Column by column, where the two differ everywhere and no clerk has changed it (R8.44)."""
    merged = sheets.INDICATORS.merged(THEIRS, MINE, sheets.INDICATORS.stated(MINE))
    assert [
        merged.code, merged.matter_no, merged.matter, merged.item_no, merged.task, merged.name,
        merged.kind, merged.direction, merged.target, merged.measure, merged.whole, merged.judged,
        merged.leads, merged.supports, merged.all_counties, merged.start, merged.until,
        merged.deadline, merged.note, merged.numerator_note, merged.denominator_note,
        merged.in_charge, merged.source,
    ] == [
        "一.1-1", "二", "新事项", "2", "新任务", "我的名称",
        Kind.COUNT, Direction.MORE, 70.0, "个", False, Judged.BY_DEADLINE,
        ("丙局",), ("丁局",), False, 3, 11, 11,
        "我的口径；通知的口径", "我的分子", "我的分母", ("张副市长",), "新原文",
    ]  # fmt: skip


def test_what_a_clerk_has_changed_stays_his() -> None:
    """Whatever the circular says now; and what nobody knows to be the circular's too (R8.44)."""
    said_before = sheets.INDICATORS.stated(replace(MINE, target=60.0, leads=("丁局",)))
    merged = sheets.INDICATORS.merged(THEIRS, MINE, said_before)
    assert (merged.target, merged.leads) == (65.0, ("甲局",))
    assert (merged.measure, merged.task) == ("个", "新任务")
    unknown = sheets.INDICATORS.merged(THEIRS, MINE, {})
    assert unknown == replace(MINE, note="我的口径；通知的口径")


SILENT: list[tuple[dict[str, object], Callable[[Indicator], object], object]] = [
    ({"deadline": 12}, lambda merged: merged.deadline, 10),
    ({"leads": ()}, lambda merged: (merged.leads, merged.supports), (("甲局",), ("乙局",))),
    ({"supports": ()}, lambda merged: (merged.leads, merged.supports), (("丙局",), ())),
    ({"note": "口径"}, lambda merged: merged.note, "我的口径"),
    ({"note": ""}, lambda merged: merged.note, "我的口径"),
    ({"target": None}, lambda merged: merged.target, None),
    ({"measure": ""}, lambda merged: merged.measure, ""),
]


@pytest.mark.parametrize(("silent", "kept", "expected"), SILENT)
def test_where_the_circular_is_silent(
    silent: dict[str, object], kept: Callable[[Indicator], object], expected: object
) -> None:
    """A deadline and leads that it does not state stay; a target that it no longer states goes."""
    stated = sheets.INDICATORS.stated(MINE)
    assert kept(sheets.INDICATORS.merged(replace(THEIRS, **silent), MINE, stated)) == expected


def test_who_supports_stays_only_with_who_leads() -> None:
    """Where nobody led, there is nothing to keep."""
    mine = replace(MINE, leads=())
    merged = sheets.INDICATORS.merged(
        replace(THEIRS, leads=()), mine, sheets.INDICATORS.stated(mine)
    )
    assert (merged.leads, merged.supports) == ((), ("丁局",))


def test_the_document_says_what_it_says_and_the_rest_stays() -> None:
    """Number and mailbox are stated, host is not; report day and first month are the clerk's."""
    old = HELD.document
    new = replace(
        old, title="更正", number="新文号", mailbox="new@x.cn", host="", report_day=ReportDay(20),
        first=Period(2024, 1),
    )  # fmt: skip
    merged = sheets.DOCUMENT.merged(new, old, sheets.DOCUMENT.stated(old))
    assert (merged.title, merged.number, merged.mailbox) == ("更正", "新文号", "new@x.cn")
    assert (merged.host, merged.report_day, merged.first) == (
        old.host,
        ReportDay(28),
        Period(2024, 4),
    )
