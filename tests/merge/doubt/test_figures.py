"""待核: what doubts a figure, what settles the doubt, and when the city's light hangs on it.

Of 1200 公里 each of three counties has 400; in April 1/3 is due, in May 5/12, in June a half.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns
from kit.returns import APRIL, JULY, JUNE, MAY, arrival, line, merged
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, indicator

from ducha.findings import Severity
from ducha.ledger.model import CITY, Judged, Kind
from ducha.ledger.year.decisions import Override
from ducha.merge.doubt.figures import find_doubted
from ducha.merge.model import Memory, MergeRules, MonthInputs
from ducha.merge.month import merge_month
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.status.rating import Figure, Status
from ducha.submission.arrival import Arrival

ROAD = indicator(target=1200.0, whole=False)
RATE = indicator("十.1-3", Kind.RATE, 65.0, judged=Judged.MONTHLY)
EACH = (QIXIAN, LANKAO, LONGTING)
BOOK = returns.book(ROAD, targets=dict.fromkeys(EACH, 400.0))
RATES = returns.book(RATE, targets=dict.fromkeys(EACH, 65.0))
HEAD = "| 编码 | 县区 | 本月累计 | 分子 | 分母 | 备注 |\n"


def lead(
    period: Period, *figures: str, remark: str = "", code: str = ROAD.code, at: str = ""
) -> Arrival:
    """The department's figures of 杞县, 兰考县, 龙亭区, `200` or `| 30 | 40`."""
    typed = "\n".join(
        f"| {code} | {place} | {done if '|' in done else f'{done} | |'} | {remark} |"
        for place, done in zip(EACH, figures, strict=False)
    )
    return arrival(HEALTH, HEAD + typed, period=period, at=at)


def ruling(action: str, period: str = "2024-05", **aim: str) -> Override:
    """One row of 人工处置 about the department's figure of 杞县."""
    empty = dict.fromkeys(("file", "unit", "field", "value"), "")
    aimed = {"unit": HEALTH, "code": ROAD.code, "county": QIXIAN, "period": period} | aim
    who = {"reason": "电话核实", "officer": "王五", "day": "2024-06-03"}
    return Override(**(empty | aimed), action=action, **who)


def qixian(year: MergedInbox, place: str = QIXIAN, period: Period | None = None) -> str:
    """状态 of a place, and what doubts its figure."""
    judged = line(year, place, period=period)
    return " ".join([judged.rating.word, *sorted(judged.doubts)])


def city(year: MergedInbox) -> str:
    """状态 of the whole city, and what doubts its figure."""
    return qixian(year, CITY)


# ---- each doubt ----

# April's and May's figure of 杞县, what it reads in May
COUNTS = (
    ("150", "200", "正常"),
    ("150", "400", "正常（数据待核） 突增"),
    ("150", "390", "正常"),
    ("160", "401", "正常（数据待核） 突增"),
    ("150", "601", "正常（数据待核） 突增 远超"),
    ("150", "2000", "正常（数据待核） 突增 远超 量级"),
    ("150", "149", "正常 倒退"),
    ("150", "20", "严重滞后 倒退 量级"),
    ("400", "400", "已完成"),
    ("400", "399", "正常 倒退"),
)


@pytest.mark.parametrize(("april", "may", "reads"), COUNTS)
def test_a_figure_whose_size_is_asked_about_is_doubted(april: str, may: str, reads: str) -> None:
    """A 10× typo must not read 已完成; an unmet one keeps its light (R6.165, R6.166)."""
    year = merged(BOOK, lead(APRIL, april), lead(MAY, may))
    assert qixian(year) == reads
    assert line(year, QIXIAN).figure.done == float(may)


# the department's 分子 and 分母 month by month, what 杞县 reads in the last of them
PAIRS = (
    (("| 41 | 40",), "正常（数据待核） 超百"),
    (("| 40 | 40",), "正常"),
    (("| 30 | 40", "| 29 | 41"), "正常（数据待核） 倒退"),
    (("| 30 | 40", "| 31 | 39"), "正常（数据待核） 倒退"),
    (("| 20 | 40", "| 19 | 40"), "滞后 倒退"),
)


@pytest.mark.parametrize(("pairs", "reads"), PAIRS)
def test_the_parts_of_a_rate_are_doubted_together(pairs: tuple[str, ...], reads: str) -> None:
    """A 分子 above its 分母, a part below last month's (R6.165)."""
    months = (APRIL, MAY)[: len(pairs)]
    inbox = [lead(m, pair, code=RATE.code) for m, pair in zip(months, pairs, strict=True)]
    assert qixian(merged(RATES, *inbox, period=months[-1])) == reads


def test_the_reason_says_what_is_doubted() -> None:
    """In words beside the light, met or not (R6.166)."""
    met = merged(BOOK, lead(APRIL, "150"), lead(MAY, "2000"))
    assert line(met, QIXIAN).rating.reason == "所报数已达目标；待核：突增、远超、量级"
    fallen = merged(BOOK, lead(APRIL, "150"), lead(MAY, "149"))
    assert line(fallen, QIXIAN).rating.reason == "低于序时4.4个百分点；待核：倒退"


# what config.toml says of 突增, what 杞县 reads with 150 and then 400
GRADED = (
    ({}, "", "正常（数据待核） 突增"),
    ({"突增": None}, "", "已完成"),
    ({"突增": Severity.NOTE}, "", "已完成"),
    ({"突增": Severity.VERIFY}, "集中完工", "已完成"),
    ({}, "集中完工", "已完成"),
)


@pytest.mark.parametrize(("grades", "remark", "reads"), GRADED)
def test_what_is_excused_or_graded_down_doubts_nothing(
    grades: dict[str, Severity | None], remark: str, reads: str
) -> None:
    """备注 explains it, or the bureau does not ask (R6.165)."""
    year = merged(BOOK, lead(APRIL, "150"), lead(MAY, "400", remark=remark), grades=grades)
    assert qixian(year) == reads


def test_what_is_graded_harder_is_held() -> None:
    """退回 for 远超: the figure does not count at all, and April's is carried (R6.9, R6.160)."""
    year = merged(
        BOOK,
        lead(APRIL, "150", "150", "150"),
        lead(MAY, "700", "200", "200"),
        grades={"远超": Severity.RETURN},
    )
    assert qixian(year) == "待更正"
    assert (line(year, CITY).figure.done, city(year)) == (550.0, "正常")


def test_a_doubt_about_a_newer_figure_is_none_of_an_older_one() -> None:
    """2000 was put right the same month: nothing is doubted (R6.165)."""
    year = merged(BOOK, lead(APRIL, "150"), lead(MAY, "2000"), lead(MAY, "200", at="05-21"))
    assert qixian(year) == "正常"


def test_doubts_come_from_elsewhere_too() -> None:
    """The order of two returns may be in doubt, whatever the figures say (R6.165)."""
    year = merged(BOOK, lead(MAY, "400", "200"))
    inputs = MonthInputs(
        BOOK,
        MAY,
        MergeRules(),
        doubted={(HEALTH, ROAD.code, QIXIAN): frozenset({"先后待核"})},
    )
    table = merge_month(inputs, year.examined, ())
    reads = {judged.county: (judged.rating.word, judged.doubts) for judged in table.lines}
    assert reads[QIXIAN] == ("正常（数据待核）", frozenset({"先后待核"}))
    assert reads[LANKAO] == ("正常", frozenset())


# ---- what settles a doubt ----

SETTLED = (
    (ruling("采用"), "已完成"),
    (ruling("采用", unit="", file="2024-05/市卫生健康委 05-20.xlsx", code="", county=""), "已完成"),
    (ruling("改值", field="本月累计", value="200"), "正常"),
    (ruling("采用", county=LANKAO), "正常（数据待核） 突增 远超 量级"),
)


@pytest.mark.parametrize(("override", "reads"), SETTLED)
def test_a_clerk_settles_a_doubt(override: Override, reads: str) -> None:
    """采用 of the figure or of its file, 改值; one about another row does not (R6.166)."""
    book = replace(BOOK, overrides=(override,))
    year = merged(book, lead(APRIL, "150", "150"), lead(MAY, "2000", "200"))
    assert qixian(year) == reads


def codes(year: MergedInbox) -> set[str]:
    """What an officer must verify."""
    return {finding.code for finding in year.findings if finding.severity is Severity.VERIFY}


# figures from April on; the reading of the last month, what is asked about it
ADOPTED = (
    (("640", "650"), "已完成", set()),
    (("640", "650", "660"), "已完成", set()),
    (("640", "1000"), "正常（数据待核） 突增 远超", {"突增", "远超"}),
    (("640", "1000", "1001"), "正常（数据待核） 远超", {"远超"}),
    (("640", "600", "650"), "已完成", set()),
)


@pytest.mark.parametrize(("figures", "reads", "asked"), ADOPTED)
def test_an_adopted_figure_far_beyond_its_target_stays_adopted(
    figures: tuple[str, ...], reads: str, asked: set[str]
) -> None:
    """April's 640 of 400 was adopted: later months are not asked again until a jump (R6.168)."""
    book = replace(BOOK, overrides=(ruling("采用", period="2024-04"),))
    months = (APRIL, MAY, JUNE)[: len(figures)]
    inbox = [lead(month, done) for month, done in zip(months, figures, strict=True)]
    year = merged(book, *inbox, period=months[-1])
    assert qixian(year, period=APRIL) == "已完成"
    assert qixian(year) == reads
    assert codes(year) == asked


def test_the_note_says_who_has_adopted_it_before() -> None:
    """远超 is told in May too, as a note with the words of April's decision (R6.168)."""
    book = replace(BOOK, overrides=(ruling("采用", period="2024-04"),))
    year = merged(book, lead(APRIL, "640"), lead(MAY, "650"))
    (finding,) = (finding for finding in year.findings if finding.code == "远超")
    assert finding.severity is Severity.NOTE
    assert finding.sentence == (
        "超过年度目标的1.5倍（此前月份已认定：人工采用：电话核实（王五，2024-06-03））"
    )


def test_an_adopted_jump_does_not_last() -> None:
    """突增 is adopted for its month alone; so is 倒退 (R6.168)."""
    book = replace(BOOK, overrides=(ruling("采用"),))
    inbox = (lead(APRIL, "100"), lead(MAY, "380"), lead(JUNE, "100"), lead(JULY, "390"))
    year = merged(book, *inbox, period=JULY)
    assert qixian(year, period=MAY) == "正常"
    assert qixian(year, period=JUNE) == "滞后 倒退"
    assert qixian(year) == "正常 突增"


def test_an_adopted_rate_above_100_percent_stays_adopted() -> None:
    """超百 of the row, whoever reports it (R6.168)."""
    book = replace(RATES, overrides=(ruling("采用", period="2024-04", code=RATE.code),))
    april = lead(APRIL, "| 41 | 40", code=RATE.code)
    by_county = arrival(QIXIAN, f"| {RATE.code} | {QIXIAN} | | 43 | 41 |")
    assert qixian(merged(book, april, lead(MAY, "| 42 | 41", code=RATE.code))) == "正常"
    assert qixian(merged(book, april, by_county)) == "正常"


# ---- the city ----

# April, May, what the city reads in May
TOTALS = (
    (("150", "100", "100"), ("395", "100", "100"), "正常 突增"),  # 595 against 350
    (("150", "150", "150"), ("395", "200", "200"), "正常"),  # 795 against 550: 正常 both
    (("150", "400", "400"), ("700", "400", "400"), "正常（数据待核） 突增 远超"),
    (("150", "600", "600"), ("395", "600", "600"), "已完成"),  # 1595 against 1350: met both
    (("150", "150", "150"), ("2000", "150", "150"), "正常（数据待核） 突增 远超 量级"),
    (("150", "150", "150"), ("20", "200", "200"), "滞后 倒退 量级"),  # 420 against 550
)


@pytest.mark.parametrize(("april", "may", "reads"), TOTALS)
def test_a_total_is_doubted_only_where_its_light_hangs_on_it(
    april: tuple[str, ...], may: tuple[str, ...], reads: str
) -> None:
    """With the doubted parts at their last undoubted figures it would have another light.

    (R6.167)
    """
    year = merged(
        BOOK,
        lead(APRIL, *april, remark="已核"),
        lead(MAY, *may),
    )
    assert city(year) == reads
    assert line(year, CITY).figure.done == sum(map(float, may))


def test_without_an_undoubted_figure_the_part_is_left_out() -> None:
    """杞县's 700 is its first: without it 500 are 正常, but the target is not met (R6.167)."""
    year = merged(BOOK, lead(MAY, "700", "250", "250"))
    assert city(year) == "正常（数据待核） 远超"
    assert line(year, CITY).rating.reason == "所报数已达目标；1个数待核"


def test_the_last_undoubted_figure_may_be_of_the_same_month() -> None:
    """杞县 gave 360, then 900: with 360 the city has 1240 and is met all the same (R6.167)."""
    first = lead(MAY, "360", "440", "440")
    newer = lead(MAY, "900", at="05-21")
    assert city(merged(BOOK, first, newer)) == "已完成"
    assert city(merged(BOOK, lead(MAY, "", "440", "440"), newer)) == "正常（数据待核） 远超"


def test_the_last_undoubted_figure_may_lie_months_back() -> None:
    """April's 200 is undoubted, May's 2000 and June's 2001 are not (R6.167)."""
    inbox = [lead(m, done, "500", "500") for m, done in ((APRIL, "200"), (MAY, "2000"))]
    year = merged(BOOK, *inbox, lead(JUNE, "2001", "500", "500"), period=JUNE)
    assert city(year) == "已完成"  # 1200 of 1200 with 200
    less = [lead(m, done, "499", "500") for m, done in ((APRIL, "200"), (MAY, "2000"))]
    year = merged(BOOK, *less, lead(JUNE, "2001", "499", "500"), period=JUNE)
    assert city(year) == "正常（数据待核） 远超"


def test_a_doubted_figure_that_is_carried_stays_doubted() -> None:
    """May's 2000 of 杞县 counts on in June, when nobody reports it (R6.160, R6.167)."""
    inbox = (lead(APRIL, "150", "150", "150"), lead(MAY, "2000", "200", "200"))
    year = merged(BOOK, *inbox, lead(JUNE, "", "250", "250"), period=JUNE)
    judged = line(year, CITY)
    assert (judged.figure.done, judged.carried) == (2500.0, 2000.0)
    assert city(year) == "正常（数据待核） 突增 远超 量级"
    assert judged.rating.reason == ("所报数已达目标；1个数待核；缺1个县区（沿用上月2000）")
    assert qixian(year) == "未报送 突增 远超 量级"


def test_a_rate_of_the_city_is_doubted_by_its_parts() -> None:
    """50/40 of 杞县: without it 20/40 miss the line of 65% (R6.167)."""
    year = merged(RATES, lead(MAY, "| 50 | 40", "| 20 | 40", code=RATE.code))
    assert city(year) == "正常（数据待核） 超百"
    sure = merged(RATES, lead(MAY, "| 50 | 40", "| 30 | 40", code=RATE.code))
    assert city(sure) == "正常"


def test_a_held_part_beside_a_doubted_one() -> None:
    """Held, the city's light is 待更正 unless fine: 700 + 200 are, 200 alone are not (R6.167)."""
    year = merged(BOOK, lead(MAY, "700", "200", "-1"))
    assert city(year) == "正常 远超"
    assert line(year, CITY).rating.reason == "高于序时33.3个百分点；1个数待核；1个数待更正"


def test_nothing_is_doubted_in_an_empty_month() -> None:
    """No rows, no doubts."""
    found = find_doubted((), (), (), {}, Memory(sound={(ROAD.code, QIXIAN): Figure(1.0)}))
    assert (found.versions, found.sound, found.vouched) == ((), {}, {})


def test_a_run_of_a_doubted_line_is_told() -> None:
    """A doubted figure that is behind is judged like any other (R6.166)."""
    year = merged(BOOK, lead(APRIL, "90"), lead(MAY, "80"))
    assert qixian(year) == "严重滞后 倒退"
    assert line(year, QIXIAN).rating.status is Status.BEHIND
