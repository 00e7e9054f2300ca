"""事项进展, 问题清单, 工作建议 and 情况明细: whose words stand where, each once."""

from __future__ import annotations

from kit import returns, sample
from kit.returns import APRIL, arrival, merged, records
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, ROADS

from ducha.merge.open_problems import OpenProblem, open_problems
from ducha.standing.words.items import item_table
from ducha.standing.words.problems import open_problem_table
from ducha.standing.words.texts import text_table

WORDS = "| 编码 | 工作进展情况 | 存在问题 | 工作建议 | 需市级协调 | 下步措施 |\n"
BOOK = returns.book(sample.COUNT, sample.LENGTH, targets={QIXIAN: 60.0})
JOINT = returns.book(sample.indicator(leads=(HEALTH, ROADS)), targets={QIXIAN: 60.0})


def with_words(unit: str, text: str, item: str = "三.2", **how: object) -> returns.Arrival:
    """A return with words about an item."""
    return arrival(unit, "", f"{WORDS}| {item} | {text} |", **how)


def test_an_item_tells_what_its_lead_says() -> None:
    """The counties' words stand in 情况明细; 无 is no problem; sub-counts say so (R7.260)."""
    year = merged(
        BOOK,
        with_words(QIXIAN, "开班2期 | 缺师资 | | |"),
        with_words(HEALTH, "总体正常 | 无 | | |"),
        with_words(LANKAO, "无 | 缺场地 | | |"),
    )
    first, second = records(item_table(year.table))
    assert (first["编码"], first["状态"], first["指标数"]) == ("三.2", "未报送", 1)
    assert (first["其中未报送"], first["其中待更正"]) == (1, 0)
    assert (first["工作进展情况"], first["存在问题"]) == ("总体正常", None)
    assert (second["编码"], second["工作进展情况"], second["存在问题"]) == ("五.1", None, None)


def test_an_item_without_a_word_of_its_lead_is_blank() -> None:
    """What a county says is never put into the lead's mouth (R7.260)."""
    year = merged(BOOK, with_words(QIXIAN, "开班2期 | 缺师资 | | |"))
    first, _ = records(item_table(year.table))
    assert (first["工作进展情况"], first["存在问题"]) == (None, None)


def test_several_leads_stand_with_their_names() -> None:
    """In the order in which the ledger names them (R7.260)."""
    year = merged(
        JOINT,
        with_words(ROADS, "路已通 | 缺沥青 | | |"),
        with_words(HEALTH, "开班2期 | 无 | | |"),
    )
    (row,) = records(item_table(year.table))
    assert row["工作进展情况"] == f"【{HEALTH}】开班2期\n【{ROADS}】路已通"
    assert row["存在问题"] == f"【{ROADS}】缺沥青"


def test_problems_stand_in_the_ledger_s_order() -> None:
    """By item, then by unit; 无, and what only lives on in silence, is not listed (R7.261)."""
    year = merged(
        BOOK,
        with_words(HEALTH, "| 缺经费 | | | |", period=APRIL),  # silent in May
        with_words(LANKAO, "| 缺场地 | | 是 |", period=APRIL),
        with_words(LANKAO, "| 仍缺场地 | | 是 |"),
        with_words(QIXIAN, "| 缺沥青 | | 是 |", item="五.1"),
        with_words(QIXIAN, "| 缺师资 | | | |"),
        with_words(LONGTING, "| 没有 | | | |"),
    )
    sheet = open_problem_table("问题清单", "problem", BOOK, open_problems(year.tables, "problem"))
    assert [
        (row["单位"], row["编码"], row["存在问题"], row["需市级协调"], row["持续月数"])
        for row in records(sheet)
    ] == [
        (QIXIAN, "三.2", "缺师资", None, 1),
        (LANKAO, "三.2", "仍缺场地", "是", 2),
        (QIXIAN, "五.1", "缺沥青", "是", 1),
    ]


def problem(item: str, text: str, unit: str = QIXIAN, **more: object) -> OpenProblem:
    """A problem that is stated this month."""
    said = {"months": 1, "coordination": "", "next_step": "", "stated": True} | more
    return OpenProblem(unit=unit, item=item, text=text, **said)


def test_the_same_words_of_one_unit_stand_once() -> None:
    """With all of its items, the longest of its months, and 是 where any says so (R7.262)."""
    listed = (
        problem("五.1", "缺资金", coordination="是", next_step="争取补助"),
        problem("三.2", " 缺资金。", months=3, coordination="否", next_step="无"),
        problem("三.2", "缺资金", LANKAO),
    )
    found = {(one.unit, one.item): one for one in listed}
    rows = records(open_problem_table("问题清单", "problem", BOOK, found))
    assert [
        (r["单位"], r["编码"], r["存在问题"], r["需市级协调"], r["持续月数"], r["下步措施"])
        for r in rows
    ] == [
        (QIXIAN, "三.2、五.1", " 缺资金。", "是", 3, "争取补助"),
        (LANKAO, "三.2", "缺资金", None, 1, None),
    ]
    assert rows[0]["事项"] == "提升基层医疗卫生服务能力\n加快推动“四好农村路”高质量发展"


def test_suggestions_stand_likewise() -> None:
    """工作建议: 无 is left out as well (R7.261)."""
    year = merged(BOOK, with_words(QIXIAN, "| | 多开班 | |"), with_words(LANKAO, "| | 暂无 | |"))
    sheet = open_problem_table(
        "工作建议", "suggestion", BOOK, open_problems(year.tables, "suggestion")
    )
    assert [(row["单位"], row["工作建议"]) for row in records(sheet)] == [(QIXIAN, "多开班")]


def test_every_text_is_there_as_it_was_written() -> None:
    """情况明细: a row per unit and item, 无 included."""
    year = merged(BOOK, with_words(QIXIAN, "开班2期 | 无 | 多开班 | |"))
    (row,) = records(text_table(BOOK, year.table.texts))
    assert (row["单位"], row["编码"], row["存在问题"], row["工作建议"]) == (
        QIXIAN,
        "三.2",
        "无",
        "多开班",
    )
