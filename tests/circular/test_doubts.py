"""Nothing is dropped in silence: what is left out, guessed or missing is listed and quoted."""

from __future__ import annotations

import pytest

from ducha.circular.draft import read
from ducha.circular.model import Doubt

HEAD = "新泉市2024年2件3项民生实事分解\n每月25日前报市政府督查室。\n附件\n"
PLAIN = "一、停车\n新增停车位260个。\n责任单位：市城管局，各县区\n"


def doubts(body: str, kind: str) -> list[Doubt]:
    """Doubts of one kind about a short circular."""
    return [doubt for doubt in read(HEAD + body).doubts if doubt.kind == kind]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("每月25日前报市政府督查室。", "25"),
        ("每月二十五日前将进展报市政府督查室。", "25"),
        ("每月底前报市政府督查室。", "31"),
        ("各单位于次月5日前将进展情况报市政府督查室。", "次月5日"),
        ("下月5日前报市政府督查室。", "次月5日"),
        ("每月3日前将上月进展情况报市政府督查室。", "次月3日"),
        ("每月3日前，将本单位上个月工作情况报市政府督查室。", "次月3日"),
        ("每月28日前报送本月进展和上月问题整改情况。", "28"),
        ("每月28日前报市政府督查室，督查室于次月5日前通报情况。", "28"),
        ("每月28日前报市政府督查室。督查室汇总上月情况。", "28"),
        ("次月10日前发放补贴。每月28日前报市政府督查室。", "28"),
    ],
)
def test_when_returns_are_due(sentence: str, day: str) -> None:
    """A day of the month itself, or of the one after it (R6.192)."""
    head = HEAD.replace("每月25日前报市政府督查室。", sentence)
    assert str(read(head + PLAIN).ledger.document.report_day) == day


@pytest.mark.parametrize(
    ("body", "kind", "word"),
    [
        (PLAIN.replace("260个", "260个，免费体检一次"), "未采用的数字", "一次"),
        (
            PLAIN.replace("责任单位：市城管局，各县区\n", "责任单位：各县区\n"),
            "牵头单位",
            "没有牵头",
        ),
        (PLAIN.replace("市城管局", "市某某中心"), "单位待确认", "市某某中心"),
        (PLAIN.replace("各县区", "市直有关部门"), "泛称单位", "市直有关部门"),
        (PLAIN, "件数", "2件"),
        (PLAIN, "县区名单", "各县区"),
        (PLAIN + "三、绿化\n新建公园3个。\n责任单位：市园林局\n", "编号", "三"),
        (PLAIN + "责任领导：王某\n", "责任领导", "王某"),
        (PLAIN + "二、加强组织领导\n各单位要高度重视。\n", "未作为事项", "加强组织领导"),
        (PLAIN + "注：以2023年数据为准。\n", "附注", "2023年"),
        (PLAIN.replace("260个", "一批"), "定性", "停车"),
        (PLAIN.replace("260个", "260个，办结率达到98%"), "判定", "办结率"),
        (PLAIN.replace("260个", "260个，每街道1处"), "类型", "每街道"),
        (PLAIN + "完成时限：2025年6月\n", "完成时限", "2025年6月"),
    ],
)
def test_each_doubt_is_listed(body: str, kind: str, word: str) -> None:
    """A number left out, a lead missing, a strange unit, a gap in the numbers, a person."""
    listed = doubts(body, kind)
    assert any(word in doubt.found + doubt.sentence + doubt.source for doubt in listed), listed


def test_a_doubt_about_a_number_quotes_its_sentence() -> None:
    """The clerk sees where the number stood."""
    body = PLAIN.replace("260个", "260个。免费体检一次")
    assert [(d.place, d.found, d.source) for d in doubts(body, "未采用的数字")] == [
        ("一.1", "一次", "免费体检一次。")
    ]


def test_every_indicator_carries_its_sentence() -> None:
    """原文 is the sentence that the number stands in."""
    body = PLAIN.replace("260个", "260个。更换路牌30块")
    sources = [indicator.source for indicator in read(HEAD + body).ledger.indicators]
    assert sources == ["新增停车位260个。", "更换路牌30块。"]


def test_two_spellings_of_one_body_become_one_unit() -> None:
    """人社局 and 人力资源社会保障局 are one; the other spelling is its alias and a doubt."""
    body = (
        "一、就业\n1.新增就业9万人。\n责任单位：市人社局\n2.培训3万人次。\n"
        "责任单位：市人力资源社会保障局\n3.办会20场。\n责任单位：市人社局\n"
    )
    draft = read(HEAD + body)
    assert [(unit.name, unit.aliases) for unit in draft.ledger.units] == [
        ("市人社局", ("市人力资源社会保障局",))
    ]
    assert {indicator.leads for indicator in draft.ledger.indicators} == {("市人社局",)}
    assert len([doubt for doubt in draft.doubts if doubt.kind == "单位写法"]) == 1
