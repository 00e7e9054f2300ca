"""From the text to a ledger draft: items, figures, codes, units, and what is doubtful."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ducha.circular.bodies.units import unify_names
from ducha.circular.figures import deadlines
from ducha.circular.figures.indicators import read_targets
from ducha.circular.model import CircularItem, Doubt, LedgerDraft, Responsibility, Target
from ducha.circular.page.head import Head, read_head
from ducha.circular.page.lines import physical_lines
from ducha.circular.page.region import NO_CIRCULAR, read_items
from ducha.circular.page.text import paragraphs
from ducha.circular.page.vertical import unfold
from ducha.findings import Problem
from ducha.ledger.model import Indicator, Judged, Kind, Ledger

_DECEMBER = 12
_SHORT = 30
_MOST = 2_000_000


def read(text: str) -> LedgerDraft:
    """Read a circular into a ledger for review; a `Problem` says that it is none."""
    if len(text) > _MOST or len(re.findall(r"[\u4e00-\u9fff]", text[:20000])) < 20:  # noqa: PLR2004 - a circular is longer
        raise Problem(NO_CIRCULAR)
    lines = paragraphs(unfold(physical_lines(text)))
    head = read_head(lines)
    reading = read_items(lines, head)
    if not any(item.duty for item in reading.items) and not any(
        re.search(r"\d", item.text) for item in reading.items
    ):
        raise Problem(NO_CIRCULAR)
    items, units, unit_doubts = unify_names(reading.items, head.document.issuer)
    indicators, doubts = _indicators(items, head.document.year)
    checks = (*_sizes(head, items), *_duties(items))
    found = (*head.doubts, *reading.doubts, *checks, *unit_doubts, *doubts)
    return LedgerDraft(
        Ledger(document=head.document, indicators=indicators, units=units),
        tuple(dict.fromkeys(found)),
    )


def _indicators(
    items: Sequence[CircularItem], year: int
) -> tuple[tuple[Indicator, ...], tuple[Doubt, ...]]:
    indicators: list[Indicator] = []
    doubts: list[Doubt] = []
    for item, code in zip(items, item_codes(items), strict=True):
        found, notes = _figures(item, year, code)
        doubts.extend((*notes, *(replace(remark, place=code) for remark in item.remarks)))
        for order, figure in enumerate(found, 1):
            indicators.append(_indicator(item, f"{code}-{order}", figure, year))
            doubts.extend(_about(indicators[-1]))
        if deadlines.ends_later(item.deadline, year):
            doubts.append(
                Doubt(
                    "完成时限",
                    code,
                    item.deadline,
                    "完成时限在年度之后，暂按12月，请核对",
                    item.text,
                )
            )
    return tuple(indicators), tuple(doubts)


def item_codes(items: Sequence[CircularItem]) -> list[str]:
    """A code for each item: 三.3; with more of its path, or its list's number, where taken."""
    used: set[str] = set()
    again: Counter[str] = Counter()
    out = []
    for item in items:
        short = f"{item.matter_no}.{item.number}"
        longer = ".".join(_path(item))
        listed = [f"{item.list_no}.{short}", f"{item.list_no}.{longer}"]
        options = [short, *listed, longer] if item.list_no > 1 else [short, longer, *listed]
        code = next((option for option in options if option not in used), "")
        if not code:
            again[listed[1]] += 1
            code = f"{listed[1]}.{again[listed[1]] + 1}"
        used.add(code)
        out.append(code)
    return out


def _path(item: CircularItem) -> tuple[str, ...]:
    """Printed numerals from the matter down to the item."""
    own = len(item.path) > 1 and item.path[-1] == item.number
    return item.path if own else (*item.path, item.number)


def _figures(
    item: CircularItem, year: int, code: str
) -> tuple[tuple[Target, ...], tuple[Doubt, ...]]:
    """Read the text; a title's figures count only where the text does not repeat them."""
    title, body = _apart(item)
    found, doubts = read_targets(body, title or item.matter, year, code)
    if not title:
        return found, doubts
    extra, more = read_targets(title, "", year, code)
    have = {(figure.value, figure.measure) for figure in found}
    new = tuple(
        f for f in extra if f.kind is not Kind.QUALITATIVE and (f.value, f.measure) not in have
    )
    if new and all(figure.kind is Kind.QUALITATIVE for figure in found):
        return new, (*doubts, *more)
    return (*new, *found), (*doubts, *more)


def _apart(item: CircularItem) -> tuple[str, str]:
    """The title and the text below it; a short first sentence is a title too."""
    if item.title:
        body = (
            item.text.removeprefix(item.title).lstrip("。：")
            if item.text != item.title
            else item.text
        )
        return ("", body) if body == item.title else (item.title, body)
    first = re.match(rf"^([^，。；：]{{2,{_SHORT}}})[。：](?=.{{8}})", item.text)
    return (first[1], item.text[first.end() :]) if first else ("", item.text)


def _indicator(item: CircularItem, code: str, figure: Target, year: int) -> Indicator:
    duty = item.duty or Responsibility()
    return Indicator(
        code=code,
        matter_no=item.matter_no,
        matter=item.matter,
        item_no=item.number,
        task=item.text,
        name=figure.name or item.matter or item.text[:20],
        kind=figure.kind,
        direction=figure.direction,
        target=figure.value,
        measure=figure.measure,
        leads=duty.leads,
        supports=duty.supports,
        all_counties=duty.all_counties,
        # 分子 and 分母 count things even where the measure is % or 元
        whole=figure.whole or figure.kind is not Kind.COUNT,
        judged=Judged.MONTHLY if figure.monthly else Judged.BY_DEADLINE,
        deadline=_deadline(item, figure, year),
        note=figure.note,
        source=figure.source or item.text,
    )


def _deadline(item: CircularItem, figure: Target, year: int) -> int:
    """The month of the figure's own sentence, else of the item's label, else December."""
    stated = deadlines.last_finish(item.deadline, year)
    if figure.deadline and (figure.deadline != _DECEMBER or stated is None):
        return figure.deadline
    return stated or _DECEMBER


def _about(indicator: Indicator) -> Iterator[Doubt]:
    if indicator.judged is Judged.MONTHLY:
        sentence = (
            "按“每月都要达到”判定（筛查、合格、及时一类的率）；如到期达到即可，请把“判定”改为到期"
        )
        yield Doubt("判定", indicator.code, indicator.name, sentence, indicator.source)
    if indicator.kind is Kind.STANDARD:
        sentence = "按标准处理（每人、每处的水平，不相加）；如是总量，请把“类型”改为累计"
        yield Doubt("类型", indicator.code, indicator.name, sentence, indicator.source)
    if indicator.kind is Kind.QUALITATIVE:
        yield Doubt(
            "定性",
            indicator.code,
            indicator.name,
            "没有数量目标，作为定性指标，请核对",
            indicator.source,
        )


def _duties(items: Sequence[CircularItem]) -> Iterator[Doubt]:
    for item, code in zip(items, item_codes(items), strict=True):
        if not item.duty or not item.duty.leads:
            sentence = (
                "没有读到牵头单位，请在“指标”表填写"
                if not item.duty
                else "只写了县区或泛称，没有牵头单位，请填写"
            )
            yield Doubt("牵头单位", code, "", sentence, item.text)
        if item.duty and item.duty.vague:
            sentence = "泛称的单位没有写入台账，请按实际补上"
            yield Doubt("泛称单位", code, "、".join(item.duty.vague), sentence, item.text)


def _sizes(head: Head, items: Sequence[CircularItem]) -> Iterator[Doubt]:
    """Compare with what the document says of itself (10件14项)."""
    have = {"件": len({(item.list_no, item.matter_no) for item in items}), "项": len(items)}
    for word, options in head.sizes:
        stated = options[0]
        if stated and have[word] not in options and not (word == "件" and have["项"] in options):
            sentence = f"文件称有{stated}{word}，读出{have[word]}{word}，请核对是否漏读或多读"
            yield Doubt("件数", "", f"{stated}{word}", sentence)
