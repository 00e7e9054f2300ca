"""文件清单: this month's files first, earlier ones folded up, digests out of sight.

May's returns are due on 28 May, April's were on 28 April.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from kit import returns, sample
from kit.returns import APRIL, JUNE, MAY, arrival, merged, records
from kit.sample import QIXIAN

from ducha.intake.verdicts import Judgement
from ducha.period import Period
from ducha.standing.other_files import Window
from ducha.standing.words.files import file_table
from ducha.submission.arrival import FILE_TIME, MAIL_TIME, RULED_TIME, SAVED_TIME, Verdict

BOOK = returns.book(sample.COUNT, targets={QIXIAN: 60.0})
WINDOW = Window(MAY, date(2024, 4, 28), date(2024, 5, 28))


def judged(file: str, period: str, at: str, basis: str) -> Judgement:
    """A file with its verdict."""
    return Judgement(
        source=returns.source(file, at, basis), verdict=Verdict.ACCEPTED, period=period
    )


def test_the_list_of_files() -> None:
    """Each file with its verdict, its unit if it has one, when it came and its digest."""
    year = merged(
        BOOK, arrival(QIXIAN, f"| 三.2-1 | {QIXIAN} | 5 |"), returns.foreign("z/备忘.doc")
    )
    rows = records(file_table(year.judgements, WINDOW))
    assert [(row["文件"], row["结论"], row["单位"], row["期次"], row["版本"]) for row in rows] == [
        ("2024-05/杞县 05-20.xlsx", "采用", QIXIAN, "2024-05", 1),
        ("z/备忘.doc", "无法识别", None, None, None),
    ]
    assert (rows[0]["收到时间"], rows[0]["时间依据"]) == ("2024-05-20 09:00", "邮件时间")
    assert rows[1]["SHA-256"] == "sha of z/备忘.doc"


# the form's month, when it came, by what time, whether it is folded up
FOLDED = (
    ("2024-05", "05-20", MAIL_TIME, False),
    ("2024-05", "04-20", FILE_TIME, False),  # the form says whose month it is
    ("2024-04", "04-20", MAIL_TIME, True),
    ("2024-04", "04-28 23:59", RULED_TIME, True),
    ("2024-04", "04-29", MAIL_TIME, False),  # April's, late: this month's news
    ("2024-04", "04-29", RULED_TIME, False),
    ("2024-04", "05-20", SAVED_TIME, True),  # a copy is always younger
    ("2024-04", "05-20", FILE_TIME, True),
    ("2024-06", "06-20", MAIL_TIME, False),
    ("", "04-28", FILE_TIME, True),  # a scan
    ("", "04-29", FILE_TIME, False),
    ("2024", "04-01", SAVED_TIME, True),  # a breakdown
    ("2024", "05-01", SAVED_TIME, False),
)


@pytest.mark.parametrize(("period", "at", "basis", "folded"), FOLDED)
def test_what_is_of_an_earlier_month_is_folded_up(
    period: str, at: str, basis: str, *, folded: bool
) -> None:
    """By the form's month, else by when it came (R7.263)."""
    shown = file_table([judged("a.xlsx", period, at, basis)], WINDOW)
    assert shown.folded == (frozenset({0}) if folded else frozenset())


def test_this_month_s_files_come_first() -> None:
    """Then what is for later months, then the earlier ones, the newest month first (R7.263)."""
    months = (("a", Period(2024, 3)), ("b", JUNE), ("c", APRIL), ("d", MAY), ("e", APRIL))
    files = [
        judged(f"{name}.xlsx", str(month), f"{month.month:02}-20", MAIL_TIME)
        for name, month in months
    ]
    shown = file_table([*files, judged("f.pdf", "", "05-02", MAIL_TIME)], WINDOW)
    assert [row["文件"] for row in records(shown)] == [
        *("d.xlsx", "f.pdf", "b.xlsx", "c.xlsx", "e.xlsx", "a.xlsx"),
    ]
    assert shown.folded == {3, 4, 5}


def test_digests_are_out_of_sight() -> None:
    """In the last column, which is folded up (R7.263)."""
    shown = file_table([judged("a.xlsx", "2024-05", "05-20", MAIL_TIME)], WINDOW)
    assert [column.heading for column in shown.columns if column.folded] == ["SHA-256"]
    assert shown.columns[-1].folded


def test_two_files_never_look_alike() -> None:
    """Whatever stands before which."""
    twins = [judged(name, "2024-05", "05-20", MAIL_TIME) for name in ("a\x01.xlsx", "a\x02.xlsx")]
    names = [row["文件"] for row in records(file_table(twins, replace(WINDOW, period=JUNE)))]
    assert len(set(names)) == 2
