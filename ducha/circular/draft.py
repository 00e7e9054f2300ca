"""From the text to a ledger draft: items, targets, codes, units, and what is doubtful."""

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
_LONGEST_TITLE = 30
_LONGEST = 2_000_000
"""No circular has more characters."""


def read(text: str) -> LedgerDraft:
    """Read a circular into a ledger for review.

    Raises:
        Problem: The text is no circular: too short, too long, or without items.
    """
    if len(text) > _LONGEST or len(re.findall(r"[\u4e00-\u9fff]", text[:20000])) < 20:  # noqa: PLR2004 - a circular is longer
        raise Problem(NO_CIRCULAR)
    lines = paragraphs(unfold(physical_lines(text)))
    head = read_head(lines)
    item_list = read_items(lines, head)
    if not any(item.responsibility for item in item_list.items) and not any(
        re.search(r"\d", item.text) for item in item_list.items
    ):
        raise Problem(NO_CIRCULAR)
    items, units, unit_doubts = unify_names(item_list.items, head.document.issuer)
    indicators, indicator_doubts = _indicators(items, head.document.year)
    doubts = (
        *head.doubts,
        *item_list.doubts,
        *_size_doubts(head, items),
        *_responsibility_doubts(items),
        *unit_doubts,
        *indicator_doubts,
    )
    return LedgerDraft(
        Ledger(document=head.document, indicators=indicators, units=units),
        tuple(dict.fromkeys(doubts)),
    )


def _indicators(
    items: Sequence[CircularItem], year: int
) -> tuple[tuple[Indicator, ...], tuple[Doubt, ...]]:
    indicators: list[Indicator] = []
    doubts: list[Doubt] = []
    for item, code in zip(items, item_codes(items), strict=True):
        targets, target_doubts = _targets(item, year, code)
        doubts.extend((*target_doubts, *(replace(remark, place=code) for remark in item.remarks)))
        for order, target in enumerate(targets, 1):
            indicators.append(_indicator(item, f"{code}-{order}", target, year))
            doubts.extend(_doubts_about(indicators[-1]))
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
    repeats: Counter[str] = Counter()
    codes = []
    for item in items:
        plain = f"{item.matter_no}.{item.number}"
        longer = ".".join(_full_path(item))
        listed = [f"{item.list_no}.{plain}", f"{item.list_no}.{longer}"]
        options = [plain, *listed, longer] if item.list_no > 1 else [plain, longer, *listed]
        code = next((option for option in options if option not in used), "")
        if not code:
            repeats[listed[1]] += 1
            code = f"{listed[1]}.{repeats[listed[1]] + 1}"
        used.add(code)
        codes.append(code)
    return codes


def _full_path(item: CircularItem) -> tuple[str, ...]:
    """Printed numerals from the matter down to the item."""
    own = len(item.path) > 1 and item.path[-1] == item.number
    return item.path if own else (*item.path, item.number)


def _targets(
    item: CircularItem, year: int, code: str
) -> tuple[tuple[Target, ...], tuple[Doubt, ...]]:
    """Read the text; a title's targets count only where the text does not repeat them."""
    title, body = _title_and_body(item)
    targets, doubts = read_targets(body, title or item.matter, year, code)
    if not title:
        return targets, doubts
    title_targets, title_doubts = read_targets(title, "", year, code)
    values = {(target.value, target.measure) for target in targets}
    new = tuple(
        extra
        for extra in title_targets
        if extra.kind is not Kind.QUALITATIVE and (extra.value, extra.measure) not in values
    )
    if new and all(target.kind is Kind.QUALITATIVE for target in targets):
        return new, (*doubts, *title_doubts)
    return (*new, *targets), (*doubts, *title_doubts)


def _title_and_body(item: CircularItem) -> tuple[str, str]:
    """The title and the text below it; a short first sentence is a title too."""
    if item.title:
        body = (
            item.text.removeprefix(item.title).lstrip("。：")
            if item.text != item.title
            else item.text
        )
        return ("", body) if body == item.title else (item.title, body)
    first = re.match(rf"^([^，。；：]{{2,{_LONGEST_TITLE}}})[。：](?=.{{8}})", item.text)
    return (first[1], item.text[first.end() :]) if first else ("", item.text)


def _indicator(item: CircularItem, code: str, target: Target, year: int) -> Indicator:
    responsibility = item.responsibility or Responsibility()
    return Indicator(
        code=code,
        matter_no=item.matter_no,
        matter=item.matter,
        item_no=item.number,
        task=item.text,
        name=target.name or item.matter or item.text[:20],
        kind=target.kind,
        direction=target.direction,
        target=target.value,
        measure=target.measure,
        leads=responsibility.leads,
        supports=responsibility.supports,
        all_counties=responsibility.all_counties,
        # 分子 and 分母 count things even where the measure is % or 元
        whole=target.whole or target.kind is not Kind.COUNT,
        judged=_judged(target),
        deadline=_deadline(item, target, year),
        note=target.note,
        source=target.source or item.text,
    )


def _judged(target: Target) -> Judged | None:
    """When a line must hold; that a count is there only at completion is the clerk's to say."""
    if target.kind not in {Kind.RATE, Kind.STANDARD}:
        return None
    return Judged.MONTHLY if target.monthly else Judged.BY_DEADLINE


def _deadline(item: CircularItem, target: Target, year: int) -> int:
    """The month of the target's own sentence, else of the item's label, else December."""
    stated = deadlines.last_finish(item.deadline, year)
    if target.deadline and (target.deadline != _DECEMBER or stated is None):
        return target.deadline
    return stated or _DECEMBER


def _doubts_about(indicator: Indicator) -> Iterator[Doubt]:
    if indicator.judged is Judged.MONTHLY:
        sentence = (
            "按“每月都要达到”判定（筛查、合格、及时一类的率）；如到期达到即可，请把“判定”改为到期"
        )
        yield Doubt("判定", indicator.code, indicator.name, sentence, indicator.source)
    if indicator.kind is Kind.STANDARD:
        sentence = (
            "按标准处理（每人、每处的水平，不相加）；如是总量，请把“类型”改为累计，清空“判定”"
        )
        yield Doubt("类型", indicator.code, indicator.name, sentence, indicator.source)
    if indicator.kind is Kind.QUALITATIVE:
        yield Doubt(
            "定性",
            indicator.code,
            indicator.name,
            "没有数量目标，作为定性指标，请核对",
            indicator.source,
        )


def _responsibility_doubts(items: Sequence[CircularItem]) -> Iterator[Doubt]:
    for item, code in zip(items, item_codes(items), strict=True):
        if not item.responsibility or not item.responsibility.leads:
            sentence = (
                "没有读到牵头单位，请在“指标”表填写"
                if not item.responsibility
                else "只写了县区或泛称，没有牵头单位，请填写"
            )
            yield Doubt("牵头单位", code, "", sentence, item.text)
        if item.responsibility and item.responsibility.vague:
            sentence = "泛称的单位没有写入台账，请按实际补上"
            yield Doubt("泛称单位", code, "、".join(item.responsibility.vague), sentence, item.text)


def _size_doubts(head: Head, items: Sequence[CircularItem]) -> Iterator[Doubt]:
    """Compare with what the document says of itself (10件14项)."""
    counts = {"件": len({(item.list_no, item.matter_no) for item in items}), "项": len(items)}
    for word, options in head.sizes:
        stated = options[0]
        if (
            stated
            and counts[word] not in options
            and not (word == "件" and counts["项"] in options)
        ):
            sentence = f"文件称有{stated}{word}，读出{counts[word]}{word}，请核对是否漏读或多读"
            yield Doubt("件数", "", f"{stated}{word}", sentence)
