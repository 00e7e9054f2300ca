"""Hundreds of random months: no sentence of the notice says anything but what its table says.

The checker takes sentences apart by their words alone, and knows nothing of lines and ratings: it
goes by the cells of the workbook, and reckons what counties have reached from what was typed.
"""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction

import pytest
from kit.chance import COUNTIES, month, sheet
from kit.returns import records

from ducha.letters.notice import Notice
from ducha.standing.report import Report
from ducha.standing.table import Table


def section(notice: Notice, heading: str) -> list[str]:
    """The paragraphs of a section; none where it is left out."""
    return [
        f"{paragraph.lead}{paragraph.text}"
        for each in notice.sections
        if each.heading == heading
        for paragraph in each.paragraphs
    ]


SHORT = {"正常推进": "正常", "无任务或未到起始月": "无任务"}


def check_counts(facts: Report, notice: Notice) -> None:
    """So many indicators in all, so many of each light."""
    (counted,) = re.findall(r"、(\d+)个指标中，(.*?)。", section(notice, "总体进展")[0])
    told = {SHORT.get(w, w): int(n) for n, w in re.findall(r"(\d+)个([^，]+)", counted[1])}
    words = [str(row["状态"]).replace("（数据待核）", "") for row in sheet(facts, "指标明细")]
    assert told == Counter(words)
    assert int(counted[0]) == len(words)
    assert 0 not in told.values()


def check_figure(row: dict[str, object], words: str) -> None:
    """What stands behind the name of an indicator is what its row says."""
    amount = re.match(rf"([\d.]+){row['计量单位']}", words)
    if amount:
        rate = row["计量单位"] == "%"
        assert amount[0] == row["完成率"] if rate else amount[1] == row["本月累计"]
    for share in re.findall(r"完成年度目标任务的([\d.]+%)", words):
        assert share == row["完成率"]
    gap = float(str(row["差距"] or 0))
    for side, points in re.findall(r"(低于|高于)(?:序时进度|年度目标)([\d.]+)个百分点", words):
        assert float(points) == (gap if side == "低于" else -gap)
    assert not ("达到" in re.split(r"，(?=[^，]*县区)", words)[0] and gap > 0)


def check_all_but(facts: Report, name: str, words: str) -> None:
    """除A外，其余N个县区均已…, reckoned from what was typed."""
    found = re.search(r"(?:除([^，；。]+)外，其余|，|数的)(\d+)个县区均已(完成|达到)(\S\S)", words)
    if not found:
        return
    excepted = found[1].split("、") if found[1] else []
    rows = [
        row
        for row in sheet(facts, "数据")
        if row["指标"] == name and row["期次"] == "2024-06" and row["县区"] in COUNTIES
        if row["累计"] or row["分母"]
    ]
    reached = [str(row["县区"]) for row in rows if _has_reached(row, found[3] + found[4])]
    assert len(reached) == int(found[2])
    assert [row["县区"] for row in rows if row["县区"] not in reached] == excepted
    assert len(reached) >= 3 > len(excepted) - 1


def _has_reached(row: dict[str, object], feat: str) -> bool:
    if row["分母"]:
        return Fraction(str(row["分子"])) / Fraction(str(row["分母"])) >= Fraction(1, 2)
    share = Fraction(str(row["累计"])) / Fraction(str(row["年度目标"]))
    return share >= (1 if feat == "完成年度" else Fraction(1, 2))


def check_behind(facts: Report, notice: Notice) -> None:
    """Each entry of 三 is of that light, of that department; its counties are red."""
    light = ""
    for text in section(notice, "存在问题"):
        heading = re.match(r"部分指标(严重滞后|滞后)。.*?有(\d+)个指标", text)
        rows = {str(row["指标"]): row for row in sheet(facts, "指标明细")}
        if heading:
            light = heading[1]
            assert int(heading[2]) == sum(row["状态"] == light for row in rows.values())
        entry = re.match(r"\d+\. (\D+)牵头的(\D+?)([\d.]+.*)", text)
        if entry:
            row = rows[entry[2]]
            assert (row["状态"], str(row["牵头单位"]).split("、")[0]) == (light, entry[1])
            assert row["数据不全"] == ""
            check_figure(row, entry[3])
            check_red_counties(facts, entry[2], entry[3])


def check_red_counties(facts: Report, name: str, words: str) -> None:
    """Counties named as 严重滞后 are, at that completion."""
    listed = re.search(r"其中(.*?)(?:等\d+个县区)?严重滞后", words)
    for place, share in re.findall(r"(\w+)（([\d.]+%)）", listed[1] if listed else ""):
        (row,) = (
            row
            for row in sheet(facts, "数据")
            if (row["指标"], row["县区"], row["期次"]) == (name, place, "2024-06")
        )
        assert (row["状态"], row["完成率"]) == ("严重滞后", share)


def check_units(facts: Report, notice: Notice) -> None:
    """Who is praised stands there in 排名 with that place and score, and not under 存在问题."""
    ranks = {str(row["单位"]): row for row in sheet(facts, "排名")}
    praised = "".join(section(notice, "进展较好的单位"))
    problems = "".join(section(notice, "存在问题"))
    for name, place, score in re.findall(r"[对、](\w+?)（(?:并列)?第(\d+)名，([\d.]+)分", praised):
        assert (ranks[name]["名次"], ranks[name]["得分"]) == (place, score)
        assert "拟表扬" in str(ranks[name]["建议"])
        assert "单项" in str(ranks[name]["建议"]) or name not in problems
    for name in re.findall(r"拟对(\w+?)予以通报批评", problems):
        assert "拟批评" in str(ranks[name]["建议"])
    listed = {str(row["单位"]): row["状态"] for row in sheet(facts, "报送情况")}
    for names in re.findall(r"[。；]([^。；]*?)(?:\d+个单位)?未报送6月", problems):
        assert {listed[name] for name in names.split("、")} == {"未报"}


def check(facts: Report, notice: Notice) -> None:
    """Every sentence of the month."""
    check_counts(facts, notice)
    rows = {str(row["指标"]): row for row in sheet(facts, "指标明细")}
    for text in section(notice, "总体进展")[1:]:
        for words in text.partition("。")[2].rstrip("。").split("；"):
            name = next(name for name in rows if words.startswith(name))
            check_figure(rows[name], words.removeprefix(name))
            check_all_but(facts, name, words)
    check_behind(facts, notice)
    check_units(facts, notice)


@pytest.mark.slow
@pytest.mark.parametrize("decade", range(25))
def test_no_sentence_contradicts_its_table(decade: int) -> None:
    """250 months (R9.30, R9.31, R9.34, R9.35, R9.38, R9.39, R9.40)."""
    for seed in range(decade * 10, decade * 10 + 10):
        check(*month(seed))


def test_the_checker_finds_what_is_wrong() -> None:
    """A gap of another month, a count too many (R9.31)."""
    facts, _ = month(1)
    row = {"计量单位": "人", "本月累计": "5", "完成率": "50.0%", "差距": "3.0"}
    check_figure(row, "5人，完成年度目标任务的50.0%，低于序时进度3.0个百分点")
    for wrong in ("6人", "5人，完成年度目标任务的51.0%", "5人，低于序时进度4.0个百分点"):
        with pytest.raises(AssertionError):
            check_figure(row, wrong)
    assert records(next(p for p in facts.pages if isinstance(p, Table) and p.name == "数据"))
