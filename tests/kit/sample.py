"""A small city for tests: three departments, three counties, one indicator of every kind."""

from __future__ import annotations

from dataclasses import replace

from ducha.form import monthly as forms
from ducha.form.monthly import NOTHING_BEFORE, Form, FormSeal, LastMonth
from ducha.ledger.model import (
    Direction,
    Document,
    Group,
    Indicator,
    Judged,
    Kind,
    Ledger,
    Unit,
)
from ducha.period import Period, ReportDay, due_on
from ducha.status.rating import Thresholds

KEY = b"a key for tests, known to all"
MAY = Period(2024, 5)
HEALTH, ROADS, SCHOOLS = "市卫生健康委", "市交通运输局", "市教体局"
QIXIAN, LANKAO, LONGTING = "杞县", "兰考县", "龙亭区"

DOCUMENT = Document(
    title="关于印发2024年重点民生实事工作方案的通知",
    year=2024,
    report_day=ReportDay(28),
    first=Period(2024, 4),
    number="汴政办〔2024〕9号",
    issuer="开封市人民政府办公室",
    issued="2024-03-20",
    host="市政府督查局",
    mailbox="ducha@example.gov.cn",
    phone="0371-00000000",
)


def indicator(
    code: str = "三.2-1", kind: Kind = Kind.COUNT, target: float | None = 120.0, **changes: object
) -> Indicator:
    """One indicator; every field can be changed, e.g. `whole=False`, `leads=(ROADS,)`."""
    matter_no, _, rest = code.partition(".")
    plain = Indicator(
        code=code,
        matter_no=matter_no,
        matter="提升基层医疗卫生服务能力",
        item_no=rest.partition("-")[0],
        task="开展基层卫生技术人员在线培训，全年培训120人以上。",
        name="基层卫生技术人员在线培训",
        kind=kind,
        direction=Direction.AT_LEAST,
        target=target,
        measure="%" if kind is Kind.RATE else "人",
        leads=(HEALTH,),
    )
    if plain.asks_parts:
        plain = replace(plain, judged=Judged.BY_DEADLINE)
    return replace(plain, **changes)


COUNT = indicator()
STANDARD = indicator("三.3-1", Kind.STANDARD, 6000.0, name="村卫生室运行经费补助标准", measure="元")
RATE = indicator(
    "十.1-3",
    Kind.RATE,
    65.0,
    matter="提高妇女、儿童和青少年健康保障水平",
    task="孕早中期产前筛查覆盖率达到65%。",
    name="孕早中期产前筛查覆盖率",
    judged=Judged.MONTHLY,
    numerator_note="孕早中期做过产前筛查的孕妇人数",
    denominator_note="同期产妇总数",
)
LENGTH = indicator(
    "五.1-1",
    target=150.0,
    matter="加快推动“四好农村路”高质量发展",
    task="全年新、改建农村公路150公里。",
    name="新、改建农村公路",
    measure="公里",
    whole=False,
    leads=(ROADS,),
)
LEVEL = indicator(
    "二.1-1",
    Kind.QUALITATIVE,
    None,
    matter="改善义务教育学校办学条件",
    task="出台中小学校舍安全管理办法。",
    name="出台校舍安全管理办法",
    measure="项",
    leads=(SCHOOLS,),
    supports=(LANKAO,),
    all_counties=False,
)
INDICATORS = (COUNT, STANDARD, RATE, LENGTH, LEVEL)


def unit(name: str, group: Group = Group.CITY, **changes: object) -> Unit:
    """One responsible unit."""
    return replace(Unit(name=name, group=group), **changes)


UNITS = (
    *(unit(name) for name in (HEALTH, ROADS, SCHOOLS)),
    *(unit(name, Group.COUNTY) for name in (QIXIAN, LANKAO, LONGTING)),
)

TARGETS = {
    (COUNT.code, QIXIAN): 60.0,
    (COUNT.code, LANKAO): 60.0,
    (COUNT.code, LONGTING): 0.0,
    (STANDARD.code, QIXIAN): 6000.0,
    (STANDARD.code, LANKAO): 6000.0,
    (RATE.code, QIXIAN): 65.0,
    (RATE.code, LANKAO): 65.0,
    (LENGTH.code, QIXIAN): 90.5,
}
"""龙亭区 has no task in 三.2-1; what is not listed is 未分解."""


def ledger(**changes: object) -> Ledger:
    """The whole small ledger; any part can be changed, e.g. `targets={}`, `indicators=(COUNT,)`."""
    return replace(
        Ledger(document=DOCUMENT, indicators=INDICATORS, units=UNITS, targets=dict(TARGETS)),
        **changes,
    )


def form(
    unit_name: str = HEALTH,
    book: Ledger | None = None,
    period: Period = MAY,
    before: LastMonth = NOTHING_BEFORE,
    thresholds: Thresholds | None = None,
) -> Form:
    """Issue one unit's form of the small city, due on the 28th."""
    book = book or ledger()
    seal = FormSeal(KEY, forms.fingerprint(book), thresholds or Thresholds())
    due = due_on(period, book.document.report_day, {})
    return forms.issue_form(book, unit_name, period, due, before, seal)
