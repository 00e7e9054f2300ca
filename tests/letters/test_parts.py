"""Facts of the letters: what is numbered, what is left out, what stays blank."""

from __future__ import annotations

from datetime import date

from kit import word
from kit.word import attachment

from ducha.letters.notice import notice_facts
from ducha.letters.order import order_facts
from ducha.letters.parts import Paragraph, Passage, attachment_facts, official_day, section_facts
from ducha.letters.upward import upward_facts


def test_sections_are_numbered_among_those_that_say_anything() -> None:
    """一、二、三、 without the empty one; leads （一）（二） (R9.11)."""
    sections = notice_facts(word.notice())["正文"]
    assert isinstance(sections, tuple)
    assert [(s["编号"], s["标题"]) for s in sections if isinstance(s, dict)] == [
        ("一、", "总体进展"),
        ("二、", "存在问题"),
    ]
    assert isinstance(sections[1], dict)
    assert sections[1]["段落"] == (
        {"编号": "（一）", "引语": "部分事项滞后。", "文字": "杞县完成43.1%。", "末段": False},
        {"编号": "", "引语": "", "文字": "以上情况请重视。", "末段": False},
        {"编号": "（二）", "引语": "个别单位未报。", "文字": "兰考县未报。", "末段": False},
    )


def test_the_last_paragraph_of_all_is_marked() -> None:
    """So that the signature has text on its page, even where two paragraphs are alike (R9.23)."""
    same = Passage("要求", (Paragraph("请抓紧。"), Paragraph("请落实。")))
    facts = section_facts((same, Passage("空", ()), same))
    marked = [
        [paragraph["末段"] for paragraph in section["段落"] if isinstance(paragraph, dict)]
        for section in facts
        if isinstance(section["段落"], tuple)
    ]
    assert marked == [[False, False], [False, True]]


def test_attachments_are_numbered_where_there_are_several() -> None:
    """Those without rows are left out; one alone has no number (R9.12)."""
    empty = attachment(0)
    several = attachment_facts((attachment(1), empty, attachment(2)))
    assert [each["编号"] for each in several] == ["1", "2"]
    (alone,) = attachment_facts((empty, attachment(1)))
    assert alone["编号"] == ""


def test_what_is_not_known_yet_is_left_to_be_written_by_hand() -> None:
    """Number, signer and day before it is issued, and after (R9.13)."""
    assert official_day(None, 2024) == "2024年\u3000月\u3000日"
    assert official_day(date(2024, 7, 5), 2024) == "2024年7月5日"
    names = ("期号", "签发人", "成文日期")
    before, after = notice_facts(word.notice()), notice_facts(word.notice(**word.ISSUED))
    assert [before[name] for name in names] == ["\u3000", "\u3000" * 4, "2024年\u3000月\u3000日"]
    assert [after[name] for name in names] == ["6", "李四", "2024年7月5日"]


def test_a_notice_about_which_something_is_open_is_a_draft() -> None:
    """It bears 征求意见稿, and says what is open (R9.15)."""
    facts = notice_facts(word.notice(open_points=("杞县1条数据待核实。",)))
    assert (facts["征求意见稿"], facts["未决事项"]) == ("征求意见稿", ("杞县1条数据待核实。",))
    assert notice_facts(word.notice())["征求意见稿"] == ""


def test_report_and_order_have_the_facts_of_their_templates() -> None:
    """By the names of the ledger's columns where they come from there (R9.14)."""
    report = upward_facts(word.upward())
    assert report["标题"] == ("关于2024年6月重点民生实事", "推进情况的专报")
    facts = order_facts(word.order())
    assert (facts["编号"], facts["办结时限"], facts["延期至"]) == ("2024-07", "2024年7月20日", "")
