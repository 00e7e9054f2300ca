"""A new workspace's config.toml is the other's, but for its paths and what is of its year."""

from __future__ import annotations

from pathlib import Path

import pytest

from ducha.carried_settings import carried
from ducha.findings import Problem
from ducha.settings import read
from ducha.workdays import USUAL_DAYS

ROOT = Path(__file__).parents[1]
SHIPPED = (ROOT / "config.toml").read_text(encoding="utf-8")
OLD = """carry = false
[paths]
ledger = "D:/开封/台账.xlsx"  # 放在别处
# 收件
inbox = "../收件"

# ---- 截止日期 ----
[deadlines]
rest = [2024-01-01,
  2024-05-01]
work = []
"2024-09" = 2024-09-27

# ---- 状态 ----
[status]
on_track = 7
"""
NEW = """carry = false
[paths]
ledger = "ledger.xlsx"
# 收件
inbox = "inbox"

# ---- 截止日期 ----
[deadlines]
# 不写的，按程序自带的放假安排。
# 新的一年国务院放假通知发布后，可以照这样写，去掉行首的 # ：
# 放假的日子
# rest = [2025-01-01, 2025-01-28, 2025-01-29]
# 调休上班的周六、周日
# work = [2025-01-26, 2025-02-08]

# ---- 状态 ----
[status]
on_track = 7
"""


def test_paths_and_the_year_do_not_come_along() -> None:
    """Everything else does, remarks and all (R8.53)."""
    assert carried(OLD) == NEW


def test_the_shipped_settings_come_along() -> None:
    """With the days off that the program knows."""
    new = read(carried(SHIPPED), ROOT)
    assert new.days == USUAL_DAYS
    assert new.deadlines == {}
    assert new.awards == read(SHIPPED, ROOT).awards


@pytest.mark.parametrize("text", ["", "carry = true\n", NEW])
def test_what_says_nothing_of_the_year_stays_as_it_is(text: str) -> None:
    """So does what has been carried once."""
    assert carried(text) == text


@pytest.mark.parametrize(
    "text", ['paths = { inbox = "../收件" }', "deadlines = { rest = [2024-01-01] }"]
)
def test_a_year_in_another_spelling_is_never_carried_unseen(text: str) -> None:
    """It says so and writes nothing (R8.53)."""
    with pytest.raises(Problem) as refused:
        carried(text)
    assert "各写成 [paths]、[deadlines] 单独一节" in refused.value.messages[0]
