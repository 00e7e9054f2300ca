"""Forms that circulars take: marks, lines for several items, names and measures unheard of."""

from __future__ import annotations

import pytest
from kit.circulars import HEAD, units

from ducha.circular.draft import read
from ducha.circular.figures.indicators import read_targets


@pytest.mark.parametrize("sign", [".", "、"])
@pytest.mark.parametrize(
    "text", ["2025年底前建站60座。", "12345热线建站60座。", "3个镇建站60座。", "2.5万人建站60座。"]
)
def test_a_number_mark_right_before_a_digit(sign: str, text: str) -> None:
    """The next number of the count begins an item, on a line of its own or behind a bracket."""
    first, last = f"1{sign}修校舍14栋。（市教育局负责）", f"3{sign}架桥5座。（市公路局负责）"
    second = f"2{sign}{text}（市总工会负责）"
    for glue in ("\n", ""):
        indicators = read(f"{HEAD}一、便民\n{glue.join((first, second, last))}").ledger.indicators
        named = [(indicator.item_no, indicator.leads, indicator.target) for indicator in indicators]
        assert ("2", ("市总工会",), 60) in named
        assert len({indicator.item_no for indicator in indicators}) == 3
        assert named[-1] == ("3", ("市公路局",), 5)


def test_a_decimal_begins_no_item() -> None:
    """2.5万 behind a full stop is a number, also after item 1."""
    first = "1.修校舍14栋。2.5万名学生受益。（市教育局负责）"
    text = f"{HEAD}一、便民\n{first}\n2.架桥5座。（市公路局负责）"
    assert units(text) == [("一.1", "市教育局", "", False), ("一.2", "市公路局", "", False)]


def test_categories_between_running_numbers_without_line_breaks() -> None:
    """（一） is a category; the numbers that run on are the items, as with line breaks."""
    text = (
        "一、就业（一）稳岗。1.培训700人。（市人社局负责）2.招工90名。（市总工会负责）"
        "二、教育（一）学前。3.修校舍14栋。（市教育局负责）（二）健康。4.体检20人。（市卫生健康委负责）"
    )
    expected = [
        ("一.1", "市人社局", "", False),
        ("一.2", "市总工会", "", False),
        ("二.3", "市教育局", "", False),
        ("二.4", "市卫生健康委", "", False),
    ]
    assert units(HEAD + text) == expected


@pytest.mark.parametrize("name", ["市体校", "市城投", "市新华书店", "市政协办公室"])
@pytest.mark.parametrize(
    ("answer", "leads", "supports"),
    [
        ("由市文广旅局、{}负责落实。", "市文广旅局", "{}"),
        ("（市文广旅局牵头，{}配合）", "市文广旅局", "{}"),
        ("（{}牵头，市文广旅局配合）", "{}", "市文广旅局"),
        ("（{}负责）", "{}", ""),
    ],
)
def test_a_unit_whose_ending_nobody_knows(
    name: str, answer: str, leads: str, supports: str
) -> None:
    """It is taken with the clause that names it, and asked about."""
    text = f"一、文化\n1.送戏80场。\n{answer.format(name)}\n2.建站7处。\n责任单位：市民政局"
    draft = read(HEAD + text)
    assert units(HEAD + text)[0] == ("一.1", leads.format(name), supports.format(name), False)
    assert [d.found for d in draft.doubts if d.kind == "单位待确认" and d.found == name] == [name]


@pytest.mark.parametrize("answer", ["（甲、乙、丙负责）", "演出由市文广旅局、市场主体负责。"])
def test_who_could_not_be_read_is_not_the_next_item(answer: str) -> None:
    """An item that says who answers, in words nobody can read, does not take the last one's."""
    text = f"一、文化\n1.送戏80场。{answer}\n2.建站7处。\n责任单位：市民政局"
    rows = units(HEAD + text)
    assert rows == [("一.1", "", "", False), ("一.2", "市民政局", "", False)]


def test_words_about_the_work_are_no_unit() -> None:
    """市财政资金统筹 begins as a name does and is none."""
    text = "一、文化\n1.送戏80场。县区抓好落实，市财政资金统筹保障落实。\n责任单位：市文广旅局"
    assert units(HEAD + text) == [("一.1", "市文广旅局", "", False)]


@pytest.mark.parametrize(
    "lines",
    [
        "以上2项牵头单位：市民政局\n以上2项配合单位：市医保局",
        "以上2项牵头实施单位：市民政局\n以上2项配合实施单位：市医保局",
        "（以上第1、2项由市民政局牵头，市医保局配合）",
    ],
)
def test_lines_for_the_items_above(lines: str) -> None:
    """Lead and supports on two lines reach each item meant; their count is no target."""
    first = "一、安居\n1、修房30栋。\n2、改厕40座。\n责任单位：市住建局\n"
    text = f"{HEAD}{first}二、健康\n1、建站16处。\n2、体检300人。\n{lines}"
    both = ("市民政局", "市医保局", False)
    assert units(text)[2:] == [("二.1", *both), ("二.2", *both)]
    indicators = read(text).ledger.indicators
    assert [indicator.target for indicator in indicators] == [30, 40, 16, 300]


def test_a_longer_label_leaves_no_tail() -> None:
    """牵头实施单位： is one label, not a 实施单位： behind 牵头."""
    text = "一、安居\n1、修房30栋。\n牵头实施单位：市民政局\n配合实施单位：市医保局"
    assert [indicator.task for indicator in read(HEAD + text).ledger.indicators] == ["修房30栋。"]


def test_a_letterhead_inside_a_sentence() -> None:
    """A red head and its number belong to the page, also where the number is another one."""
    head = (
        "木棉市人民政府文件\n木政〔2024〕15号\n木棉市人民政府\n关于办好2024年惠民实事的通知\n"
        "各县区：\n请认真办理。\n木棉市人民政府\n2024年2月1日\n"
    )
    items = "".join(f"{n}、\n修缮校舍30栋。\n责任单位：市教育局\n" for n in "一二三")
    broken = (
        "四、\n改造老旧供水管道66公里，新增社区养老床位不少\n木棉市人民政府文件\n"
        "木政〔2024〕16号\n于320张。\n责任单位：市民政局"
    )
    last = read(head + items + broken).ledger.indicators[-1]
    assert (last.target, last.direction) == (320, "≥")


@pytest.mark.parametrize("kind", ["决定", "通知", "意见"])
def test_the_number_below_the_title(kind: str) -> None:
    """It is no part of the title above it."""
    text = (
        f"木棉市人民政府\n关于分解2024年惠民实事的{kind}\n\n木政发〔2024〕2号\n\n"
        "一、修缮校舍30栋。\n责任单位：市教育局\n二、修路9公里。\n责任单位：市公路局"
    )
    document = read(text).ledger.document
    assert document.title == f"木棉市人民政府关于分解2024年惠民实事的{kind}"
    assert document.number == "木政发〔2024〕2号"


@pytest.mark.parametrize(
    ("stated", "doubts"),
    [
        ("承担省定实事1件2项，自定实事1件1项", 0),
        ("承担实事2件3项，去年的9件8项已办结", 0),
        ("承担省定实事1件2项，自定实事1件4项", 1),
    ],
)
def test_counts_stated_of_two_lists(stated: str, doubts: int) -> None:
    """Their sum is compared with what was read."""
    text = (
        f"我市{stated}。\n2024年2月1日\n附件1\n2024年省定实事任务分解\n"
        "一、安居\n1、修房30栋。\n2、改厕40座。\n以上2项责任单位：市住建局\n"
        "附件2\n2024年市定实事任务分解\n一、教育\n1、修缮校舍30栋。\n责任单位：市教育局"
    )
    assert len([d for d in read(text).doubts if d.kind == "件数"]) == doubts


def test_what_is_shared_keeps_its_first_character() -> None:
    """共 is dropped as an adverb, not in 共享 or 共有."""
    text = "一、安居\n1、新增泊位300个，其中共享泊位50个、共有产权房30套。\n责任单位：市住建局"
    names = [indicator.name for indicator in read(HEAD + text).ledger.indicators]
    assert names == ["新增泊位", "共享泊位", "共有产权房"]


@pytest.mark.parametrize("measure", ["路", "班", "客位", "餐", "届", "人天", "例次", "个千分点"])
def test_measures_that_the_table_holds(measure: str) -> None:
    """The longest measure is taken, without a doubt about it."""
    targets, doubts = read_targets(f"新增设施4321{measure}以上，建公园5处。", "", 2024, "一.1")
    assert [(f.value, f.measure) for f in targets] == [(4321, measure), (5, "处")]
    assert doubts == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增护栏4321堵，建公园5处。", [(4321, "堵"), (5, "处")]),
        ("完成复绿不少于90畦。", [(90, "畦")]),
        ("新建平台1个，开通12345热线。", [(1, "个")]),
        ("优化12路公交，新建站台5处。", [(5, "处")]),
        ("新建公园5处，满意度达到95以上。", [(5, "处")]),
    ],
)
def test_a_measure_that_the_table_does_not_hold(
    text: str, expected: list[tuple[float, str]]
) -> None:
    """Behind a verb it is a target with a doubt; a hot line or a bus line is none."""
    targets, doubts = read_targets(text, "", 2024, "一.1")
    assert [(f.value, f.measure) for f in targets] == expected
    asked = [d.found for d in doubts if d.kind == "计量单位"]
    assert asked == [measure for _, measure in expected if measure in {"堵", "畦"}]
