"""A heading that stands twice on a sheet."""

from __future__ import annotations

import pytest
from kit import returns, sample
from kit.returns import arrival, merged
from kit.sample import QIXIAN

BOOK = returns.book(sample.COUNT, targets={QIXIAN: 60.0})
ROW = f"| {sample.COUNT.code} | {QIXIAN} | 30 |"
HEAD = "| 编码 | 存在问题 | 存在问题 |\n"

# what the two columns say, what is taken, severities and cells of what an officer is told
COLUMNS = (
    ("| 三.2 | 缺师资 | 缺场地 |", "缺师资", [("需核实", "B2")]),
    ("| 三.2 | 缺师资 | 缺师资 |", "缺师资", []),
    ("| 三.2 | | 缺场地 |", "缺场地", []),
)


@pytest.mark.parametrize(("words", "taken", "expected"), COLUMNS)
def test_of_two_text_columns_the_left_one_is_taken(
    words: str, taken: str, expected: list[tuple[str, str]]
) -> None:
    """Told where they differ; of an empty one and a filled one the filled one counts (R6.95)."""
    merge = merged(BOOK, arrival(QIXIAN, ROW, HEAD + words))
    assert merge.table.texts[QIXIAN, "三.2", "problem"].text == taken
    doubled = [
        (str(finding.severity), finding.place.address)
        for finding in merge.findings
        if finding.code == "重复列"
    ]
    assert doubled == expected
