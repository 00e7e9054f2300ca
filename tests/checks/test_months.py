"""Checks over the months, what config.toml makes of them, and twelve clean months without any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from kit import returns, sample
from kit.returns import APRIL, JUNE, MAY, arrival, merged
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, ROADS, SCHOOLS

from ducha.checks.catalogue import GRADED
from ducha.checks.check import Fault
from ducha.checks.months import ITEM_CHECKS, ItemStory
from ducha.findings import Severity
from ducha.ledger.model import OWN, Direction, Kind, Ledger, Level
from ducha.merge.year import MergedInbox
from ducha.period import Period, months_between
from ducha.submission.arrival import Arrival

BOOK = returns.book(sample.COUNT, targets={QIXIAN: 60.0, LANKAO: 60.0, LONGTING: 0.0})
CODE = sample.COUNT.code
THREE = (APRIL, MAY, JUNE)
WORDS = "| 编码 | 工作进展情况 | 存在问题 |\n| 三.2 | {} | {} |"


def codes(merge: MergedInbox) -> set[tuple[str, str]]:
    """Every finding as code and severity."""
    return {(finding.code, str(finding.severity)) for finding in merge.findings}


def story(
    figures: Sequence[object], remark: str = "", problem: str = "师资不足", county: str = QIXIAN
) -> list[Arrival]:
    """A county's figures month by month, each with the same words."""
    head = "| 编码 | 县区 | 本月累计 | 备注 |\n"
    return [
        arrival(
            county,
            f"{head}| {CODE} | {county} | {figure} | {remark} |",
            WORDS.format("", problem and f"{period.month}月{problem}"),
            period=period,
        )
        for period, figure in zip(THREE, figures, strict=False)
    ]


def codes_after(
    arrivals: Sequence[Arrival], book: Ledger = BOOK, **how: object
) -> set[tuple[str, str]]:
    """What is said in the month of the last return."""
    return codes(merged(book, *arrivals, period=THREE[len(arrivals) - 1], **how))


# figures month by month, remark, findings
FIGURES = (
    ((20, 25, 31), "", set()),
    ((20, 19), "", {("倒退", "需核实")}),
    ((20, 19), "核减重复", {("倒退", "提示")}),
    ((5, 42), "", {("突增", "需核实")}),
    ((5, 41), "", set()),  # six tenths of the target exactly
    ((5, 42), "集中开班", {("突增", "提示")}),
    ((12, 91), "", {("突增", "需核实"), ("远超", "需核实")}),
    ((5, 90), "集中开班", {("突增", "提示")}),
    ((30, 30, 30), "", {("未变", "提示")}),
    ((29, 30, 30), "", set()),
    ((30, 30), "", set()),
    ((60, 60, 60), "", set()),  # 已完成
    ((3, 30000), "", {("远超", "需核实"), ("量级", "需核实"), ("突增", "需核实")}),
    ((30, 4), "", {("倒退", "需核实"), ("量级", "需核实")}),
)


@pytest.mark.parametrize(("figures", "remark", "expected"), FIGURES)
def test_figures_over_the_months(
    figures: tuple[int, ...], remark: str, expected: set[tuple[str, str]]
) -> None:
    """Beside clean rows, those that fall, jump, stand still, or are out of scale.

    (R6.130, R6.135, R6.136, R6.140)
    """
    assert codes_after(story(figures, remark)) == expected


def test_a_ceiling_may_stand_still() -> None:
    """Nothing is due of what may not be exceeded (R6.136, R7.21)."""
    ceiling = replace(sample.COUNT, direction=Direction.AT_MOST)
    book = returns.book(ceiling, targets={QIXIAN: 60.0, LANKAO: 60.0, LONGTING: 0.0})
    assert codes_after(story((30, 30, 30)), book) == set()


# target, count of April and of May, whether it is a jump
JUMPS = (
    (1000.0, 100, 700, False),  # six tenths exactly
    (1000.0, 100, 701, True),
    (1000.0, 0, 600, False),
    (1000.0, 0, 601, True),
    (50.0, 0, 31, True),
    (49.0, 0, 31, False),  # below 50 a single one weighs too much
)


@pytest.mark.parametrize(("target", "last", "now", "jumps"), JUMPS)
def test_more_than_six_tenths_of_the_target_in_a_month_is_a_jump(
    target: float, last: int, now: int, *, jumps: bool
) -> None:
    """A target of 50 is the least that can jump."""
    book = returns.book(sample.COUNT, targets={QIXIAN: target})
    merge = merged(book, *story((last, now)))
    sentences = [finding.sentence for finding in merge.findings if finding.code == "突增"]
    new = now - last
    assert sentences == ([f"本月新增{new}，超过年度目标的六成"] if jumps else [])


WRITTEN_OUT = {rule.code: rule.severity for rule in GRADED.values()}
"""A config.toml that says of every rule what the program does anyhow."""


@pytest.mark.parametrize(("figures", "remark", "expected"), FIGURES)
def test_the_same_with_every_default_grade_written_out(
    figures: tuple[int, ...], remark: str, expected: set[tuple[str, str]]
) -> None:
    """Saying it changes nothing: 备注 excuses what it excused."""
    assert codes_after(story(figures, remark), grades=WRITTEN_OUT) == expected


THREE_ALIKE = (QIXIAN, LANKAO, LONGTING)
BY_LEAD = frozenset({"雷同", "市本级重计"})
"""What only a department can be asked, which reports several places."""

# April's figure of 三.2-1, the rows for May with a remark, a rule that it excuses
EXCUSED = (
    (20, f"| {CODE} | {QIXIAN} | 19 | | | 核减重复 |", "倒退"),
    (20, f"| {CODE} | {QIXIAN} | 91 | | | 集中开班 |", "远超"),
    (3, f"| {CODE} | {QIXIAN} | 30000 | | | 全员轮训 |", "量级"),
    (5, f"| {CODE} | {QIXIAN} | 60 | | | 集中开班 |", "突增"),
    (5, f"| 十.1-3 | {QIXIAN} | | 41 | 40 | 口径不同 |", "超百"),
    (5, f"| 五.1-1 | {QIXIAN} | 0.9 | | | 刚开工 |", "像百分数"),
    (5, "\n".join(f"| 十.1-3 | {place} | | 213 | 340 | 同批 |" for place in THREE_ALIKE), "雷同"),
    (5, "\n".join(f"| 十.1-3 | {at} | | 213 | 340 | 同批 |" for at in (QIXIAN, OWN)), "市本级重计"),
)


@pytest.mark.parametrize(("before", "row", "code"), EXCUSED, ids=[case[-1] for case in EXCUSED])
@pytest.mark.parametrize("grades", [{}, WRITTEN_OUT], ids=["nothing", "the defaults"])
def test_a_remark_excuses_whatever_the_defaults_are_called(
    before: int, row: str, code: str, grades: dict[str, Severity]
) -> None:
    """Each excusable rule, through the whole merge (R6.140, R6.415)."""
    head = "| 编码 | 县区 | 本月累计 | 分子 | 分母 | 备注 |\n"
    april = arrival(QIXIAN, f"{head}| {CODE} | {QIXIAN} | {before} | | | |", period=APRIL)
    may = arrival(HEALTH if code in BY_LEAD else QIXIAN, head + row, period=MAY)
    merge = merged(sample.ledger(), april, may, period=MAY, grades=grades)
    assert (code, "提示") in codes(merge)
    assert "需核实" not in {severity for _, severity in codes(merge)}


def test_every_excusable_rule_is_seen_excused() -> None:
    """None is left out of the table."""
    assert {code for *_, code in EXCUSED} == {
        rule.code for rule in GRADED.values() if rule.excusable
    }


def test_nothing_is_due_nothing_stands_still() -> None:
    """Milestones that stay flat ask for no progress; without a task there is none (R6.136)."""
    flat = replace(BOOK, milestones={CODE: {4: 0.5, 5: 0.5, 6: 0.5, 12: 1.0}})
    assert codes_after(story((30, 30, 30)), flat) == set()
    assert codes_after(story((3, 3, 3), county=LONGTING)) == {("无任务", "需核实")}


# figure, words of last month and this, findings
TEXTS = (
    (5, ("", "缺人"), ("", "缺钱"), set()),
    (5, ("", "缺人"), ("", ""), {("未说明问题", "提示")}),
    (5, ("", "缺人"), ("", "无"), {("未说明问题", "提示")}),
    (5, ("", "缺人"), ("", "缺人"), {("照抄问题", "提示")}),
    (30, ("", "缺人"), ("", ""), set()),
    (30, ("", ""), ("已开班3期，累计培训30人", ""), set()),
    (30, ("", ""), ("已开班3期，累计培训35人", ""), {("文数不符", "需核实")}),
    (30, ("", ""), ("已培训0.003万人", ""), set()),
    (30, ("", ""), ("计划累计培训120场，已发放资料500份", ""), set()),  # another measure
)


@pytest.mark.parametrize(("figure", "before", "now", "expected"), TEXTS)
def test_words_beside_figures(
    figure: int, before: tuple[str, str], now: tuple[str, str], expected: set[tuple[str, str]]
) -> None:
    """Lagging without a word, last month's words once more, words that contradict the cells.

    (R6.137, R6.138, R6.139)
    """
    arrivals = [
        arrival(
            QIXIAN, f"| {CODE} | {QIXIAN} | {figure_then} |", WORDS.format(*words), period=period
        )
        for period, figure_then, words in ((APRIL, 4, before), (MAY, figure, now))
    ]
    assert codes_after(arrivals) == expected


# words of a road, its kilometres, whether they contradict each other
ROUNDED = (
    ("累计改造1.2万", 11500.0, False),
    ("累计改造1.2万", 11499.9, True),
    ("累计改造1.2万", 12500.0, False),
    ("累计改造1.2万", 12500.1, True),
    ("累计改造1.20万", 12050.0, False),
    ("累计改造1.20万", 12050.1, True),
    ("累计改造3万", 25000.0, False),
    ("累计改造3万", 24999.9, True),
    ("累计改造12", 12.4, True),
    ("累计改造12.4", 12.4, False),
)


@pytest.mark.parametrize(("words", "length", "contradicts"), ROUNDED)
def test_a_text_in_wan_is_rounded(words: str, length: float, *, contradicts: bool) -> None:
    """1.2万 stands for 11,500 to 12,500; without 万 the text says what the cell says."""
    (check,) = [check for check in ITEM_CHECKS if check.code == "文数不符"]
    faults = check.test(ItemStory(f"{words}公里", "", "", (), ((sample.LENGTH, (length,)),)))
    assert faults == ((Fault("progress", words),) if contradicts else ())


# addresses known of the unit, sender, findings
SENDERS = (
    ((), "anybody@example.com", set()),  # off while 邮箱 is blank
    (("qx@example.gov.cn",), "QX@example.gov.cn", set()),
    (("a@example.gov.cn", "qx@example.gov.cn"), "qx@example.gov.cn", set()),
    (("qx@example.gov.cn",), "anybody@example.com", {("发件人", "需核实")}),
    (("qx@example.gov.cn",), "", set()),  # no mail, so nobody sent it
)


@pytest.mark.parametrize(("mails", "sender", "expected"), SENDERS)
def test_a_sender_who_is_not_registered(
    mails: tuple[str, ...], sender: str, expected: set[tuple[str, str]]
) -> None:
    """Merged, and an officer looks at it (R6.36)."""
    units = tuple(
        replace(unit, mails=mails) if unit.name == QIXIAN else unit for unit in BOOK.units
    )
    (mailed,) = story((20,))
    mailed = replace(mailed, source=replace(mailed.source, sender=sender))
    merge = merged(replace(BOOK, units=units), mailed, period=APRIL)
    assert codes(merge) == expected
    assert returns.line(merge, QIXIAN).figure.done == 20


# grade in config.toml, what becomes of a figure over 1.5 times the target
GRADES = (
    (None, set(), 91),
    (Severity.NOTE, {("远超", "提示")}, 91),
    (Severity.VERIFY, {("远超", "需核实")}, 91),
    (Severity.RETURN, {("远超", "退回")}, 20),
)


@pytest.mark.parametrize(("grade", "expected", "counts"), GRADES)
def test_a_rule_may_be_graded_anew(
    grade: Severity | None, expected: set[tuple[str, str]], counts: int
) -> None:
    """Off, milder, or so hard that the figure is held out (R6.9)."""
    arrivals = story((20, 91), problem="")
    merge = merged(BOOK, *arrivals, grades={"远超": grade, "突增": None, "量级": None})
    assert codes(merge) - {("整份退回", "退回")} == expected
    first = returns.line(merge, QIXIAN, CODE, APRIL).figure.done
    last = returns.line(merge, QIXIAN).figure.done
    assert (last if last is not None else first) == counts


# ---- twelve clean months ----

YEAR = tuple(months_between(Period(2024, 1), Period(2024, 12)))


def whole_year() -> Ledger:
    """The small city, reporting from January."""
    return sample.ledger(document=replace(sample.DOCUMENT, first=YEAR[0]))


class City:
    """Figures that grow as honest ones do, at a pace of each place's own."""

    def __init__(self, seed: int) -> None:
        """Nothing has been done yet."""
        self.chance = Random(seed)  # noqa: S311 - made-up figures
        self.book = whole_year()
        self.done: dict[tuple[str, str], float] = {}
        self.parts: dict[tuple[str, str], tuple[int, int]] = {}

    def advance(self, month: int) -> None:
        """A month of work everywhere."""
        for indicator in self.book.indicators:
            for county in self.book.counties_of(indicator):
                key = indicator.code, county
                if indicator.kind is Kind.COUNT:
                    self._count(key, self.book.targets.get(key, 60.0), whole=indicator.whole)
                elif indicator.kind is not Kind.QUALITATIVE:
                    self._part(key, indicator.kind, month)

    def _count(self, key: tuple[str, str], target: float, *, whole: bool) -> None:
        step = target / 12 * self.chance.uniform(0.85, 1.2)
        done = self.done.get(key, 0.0) + step
        self.done[key] = float(int(done)) if whole else round(done, 1)

    def _part(self, key: tuple[str, str], kind: Kind, month: int) -> None:
        more = self.chance.randint(20, 60)
        reached = more if kind is Kind.STANDARD else int(more * self.chance.uniform(0.66, 0.99)) + 1
        part, whole = self.parts.get(key, (0, 0))
        if kind is Kind.STANDARD and month > 1:  # the same clinics all the year
            more = reached = 0
        self.parts[key] = part + reached, whole + more

    def row(self, code: str, county: str) -> str:
        """A row of 进度填报."""
        if code in self.book.by_code and self.book.by_code[code].asks_parts:
            part, whole = self.parts[code, county]
            return f"| {code} | {county} | | {part} | {whole} |"
        return f"| {code} | {county} | {self.done[code, county]:g} | | |"

    def returns(self, period: Period) -> list[Arrival]:
        """Everybody's return of the month, counties and departments agreeing."""
        level = Level.FINISHED if period.month > 9 else Level.UNDER_WAY
        rows = {QIXIAN: [], LANKAO: [], LONGTING: [], HEALTH: [], ROADS: []}
        for code, county in (*self.done, *self.parts):
            if self.book.targets.get((code, county)) == 0:
                continue
            lead = self.book.by_code[code].leads[0]
            for unit in (county, lead):
                rows[unit].append(self.row(code, county))
        rows[LANKAO].append(f"| 二.1-1 | {LANKAO} | {level} | | |")
        rows[SCHOOLS] = [f"| 二.1-1 | 市本级 | {level} | | |"]
        return [
            arrival(unit, "\n".join(lines), self.words(unit, period), period=period)
            for unit, lines in rows.items()
        ]

    def words(self, unit: str, period: Period) -> str:
        """Progress with the very figures of the cells, and a problem of this month's own."""
        mine = {QIXIAN, LANKAO} & {unit}
        trained = sum(self.done[CODE, county] for county in mine or {QIXIAN, LANKAO})
        month = f"{period.month}月"
        progress = f"{month}新开班2期，累计培训{trained:g}人"
        items = {ROADS: ("五.1",), SCHOOLS: ("二.1",)}.get(unit, ("三.2", "十.1"))
        problem = self.chance.choice(("无", f"{month}师资不足", f"{month}资金未到位"))
        lines = "\n".join(f"| {item} | {progress} | {problem} |" for item in items)
        return f"| 编码 | 工作进展情况 | 存在问题 |\n{lines}"


@pytest.mark.parametrize("seed", range(4))
def test_twelve_clean_months_ask_for_nothing(seed: int) -> None:
    """All rules on, every month merged: every file is taken, and not one 需核实."""
    city, inbox = City(seed), []
    for period in YEAR:
        city.advance(period.month)
        inbox += city.returns(period)
        merge = merged(city.book, *inbox, period=period)
        grave = [finding for finding in merge.findings if finding.severity is not Severity.NOTE]
        assert grave == []
        assert set(returns.verdicts(merge).values()) == {"采用"}
