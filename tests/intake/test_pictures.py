"""Pictures where words or figures are asked for: told, and never shown as a formula."""

from __future__ import annotations

import pytest
from kit import returns
from kit.returns import arrival, merged
from kit.sample import COUNT, QIXIAN, RATE

from ducha.cells import PICTURE, as_text

WPS = '=DISPIMG("ID_4F3A",1)'
WORDS = "| 编码 | 工作进展情况 | 存在问题 |\n| 三.2 | {} | {} |"
BOOK = returns.book(COUNT, RATE, targets={QIXIAN: 60.0})

SHOWN = (
    (WPS, PICTURE),
    ('=_xlfn.DISPIMG("ID_4F3A",1)', PICTURE),
    ('_xlfn.IMAGE("https://x/y.png")', PICTURE),
    ("=DISPIMG 是什么", "=DISPIMG 是什么"),
    ("图片（见附件）", "图片（见附件）"),
    ("已培训31人", "已培训31人"),
)


@pytest.mark.parametrize(("typed", "shown"), SHOWN)
def test_how_a_picture_reads(typed: str, shown: str) -> None:
    """A person sees a picture, and reads that nobody has read it (R6.454)."""
    assert as_text(typed) == shown


def test_a_picture_for_words() -> None:
    """It stands as one, and an officer is asked to look (R6.454)."""
    merge = merged(
        BOOK, arrival(QIXIAN, f"| {COUNT.code} | {QIXIAN} | 30 |", WORDS.format(WPS, "无"))
    )
    assert merge.table.texts[QIXIAN, "三.2", "progress"].text == PICTURE
    (finding,) = [f for f in merge.findings if f.code == "图片"]
    assert (str(finding.severity), finding.place.address, finding.found) == (
        "需核实",
        "B2",
        PICTURE,
    )


def test_a_picture_for_a_figure() -> None:
    """It is no figure, and sent back (R6.104, R6.454)."""
    merge = merged(BOOK, arrival(QIXIAN, f"| {COUNT.code} | {QIXIAN} | {WPS} |"))
    assert returns.line(merge, QIXIAN, COUNT.code).figure.done is None
    assert "DISPIMG" not in "".join(f.sentence + f.found for f in merge.findings)
