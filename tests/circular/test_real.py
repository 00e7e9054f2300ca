"""The real circular, in every shape that copying and printing give it: the same targets."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ducha.circular.draft import read
from ducha.circular.model import LedgerDraft
from ducha.ledger.model import Kind
from ducha.period import Period, ReportDay

FOLDER = Path(__file__).parents[3] / "shared" / "circular"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real circular is not at hand")

KINDS = {"count": Kind.COUNT, "rate": Kind.RATE, "standard": Kind.STANDARD}
SIGNS = {"=": "=", ">=": "≥", ">": ">", "<=": "≤"}


def text() -> str:
    """The circular as published."""
    return (FOLDER / "kaifeng2024.txt").read_text(encoding="utf-8")


def expected() -> list[tuple[object, ...]]:
    """What two careful readers agreed on."""
    matters = json.loads((FOLDER / "kaifeng2024.expected.json").read_text(encoding="utf-8"))[
        "matters"
    ]
    return [
        (
            matter["no"],
            item["no"],
            indicator["value"],
            indicator["unit"],
            KINDS[indicator["kind"]],
            SIGNS[indicator["op"]],
            tuple(item["lead_units"]),
            tuple(item["other_units"]),
            item["all_counties"],
            item["text"],
        )
        for matter in matters
        for item in matter["items"]
        for indicator in item["indicators"]
    ]


def found(draft: LedgerDraft) -> list[tuple[object, ...]]:
    """The same facts of a draft."""
    return [
        (
            indicator.matter_no,
            indicator.item_no,
            indicator.target,
            indicator.measure,
            indicator.kind,
            indicator.direction,
            indicator.leads,
            indicator.supports,
            indicator.all_counties,
            indicator.task,
        )
        for indicator in draft.ledger.indicators
    ]


def test_every_target_of_the_real_circular_is_read_and_nothing_else() -> None:
    """Item, value, measure, kind, direction, units and the item's text agree, in order."""
    assert found(read(text())) == expected()


def test_the_facts_of_the_real_circular_are_read() -> None:
    """Year, report day, first month, number, dates, who to report to."""
    document = read(text()).ledger.document
    assert document.year == 2024
    assert document.report_day == ReportDay(28)
    assert document.first == Period(2024, 4)
    assert document.number == "汴政办〔2024〕9号"
    assert document.issued == "2024-04-10"
    assert document.host == "市政府督查局"
    assert document.phone == "25961206"
    assert document.title.startswith(document.issuer)
    assert document.title.endswith("分解意见的通知")


def test_rates_of_screening_are_judged_monthly_and_coverage_at_the_deadline() -> None:
    """65, 95 and 95 % must hold every month; 40 and 10 % have until December."""
    rates = [
        indicator for indicator in read(text()).ledger.indicators if indicator.kind is Kind.RATE
    ]
    assert [(indicator.target, indicator.judged) for indicator in rates] == [
        (40, "到期"),
        (10, "到期"),
        (65, "按月"),
        (95, "按月"),
        (95, "按月"),
    ]


def wrapped(size: int) -> Callable[[str], str]:
    """Break every line after so many characters."""
    return lambda text: "\n".join(
        line[i : i + size] for line in text.split("\n") for i in range(0, max(1, len(line)), size)
    )


def spaced(text: str) -> str:
    """Put spaces between characters, also inside words and numbers."""
    chance = random.Random(3)  # noqa: S311 - no secret
    return "".join(c + (" " if chance.random() < 0.4 and c != "\n" else "") for c in text)


def furnished(text: str) -> str:
    """Break long lines in the middle and put a page number and the running head there."""
    lines = []
    for line in text.split("\n"):
        half = len(line) // 2
        pages = (line[:half], "- 4 -", "开封市人民政府办公室文件", line[half:])
        lines.extend(pages if len(line) > 40 else (line,))
    return "\n".join(lines)


def full_width(text: str) -> str:
    """Digits and signs as a Chinese keyboard types them."""
    return text.translate({48 + i: 0xFF10 + i for i in range(10)} | {37: "％", 46: "．"})


@pytest.mark.parametrize(
    "shape",
    [
        wrapped(17),
        wrapped(28),
        spaced,
        furnished,
        full_width,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: " ".join(text.split()),
        lambda text: text.replace("\n", ""),
    ],
    ids=["wrap17", "wrap28", "spaces", "pages", "wide", "crlf", "one line", "no separators"],
)
def test_every_shape_of_the_text_gives_the_same_targets(shape: Callable[[str], str]) -> None:
    """Wraps, spaces, page furniture and lost line breaks change no target and no unit."""
    assert [row[:9] for row in found(read(shape(text())))] == [row[:9] for row in expected()]


def test_a_long_circular_is_read_in_time() -> None:
    """200 kB take seconds of the processor, not minutes."""
    head, body = text().split("一、开展职业", 1)
    long = head + ("一、开展职业" + body.split("主办：")[0]) * 52
    begun = time.process_time()
    draft = read(long[: 200_000 // 3])
    assert time.process_time() - begun < 10
    assert len(draft.ledger.indicators) == len(draft.ledger.by_code)
