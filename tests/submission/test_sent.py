"""What went out: whose record a file of sent/ is, and how often a unit was reminded."""

from __future__ import annotations

from datetime import datetime

import pytest
from kit.sample import HEALTH, QIXIAN, UNITS, ledger, unit

from ducha.ledger.model import Group
from ducha.period import CHINA, Period
from ducha.submission.sent import SentFile, SentKind, SentRecord, moment, reminders, sent_records

MAY = Period(2024, 5)
DEADLINE = datetime(2024, 5, 28, 23, 59, tzinfo=CHINA)

# path in sent, facts, and the record: kind, unit, round, how; None where it is none
FILES = (
    (
        "2024-05/1.eml",
        {"类型": "reminders", "期次": "2024-05", "单位": QIXIAN, "次数": "2"},
        ("reminders", QIXIAN, 2, "邮件"),
    ),
    (
        "2024-05/电话.记录",
        {"类型": "催报", "期次": "2024年5月", "单位": "杞县政府", "方式": "电话"},
        ("reminders", QIXIAN, 1, "电话"),
    ),
    ("2024-05/催报/杞县_2024年5月.eml", {}, ("reminders", QIXIAN, 1, "邮件")),
    ("2024-05/杞县_2024年5月_催报.eml", {}, ("reminders", QIXIAN, 1, "邮件")),
    ("2024-05/市卫生健康委_2024年5月_退回件.eml", {}, ("returned", HEALTH, 1, "邮件")),
    ("2024-05/老杞县_催报.eml", {}, ("reminders", "老杞县改名", 1, "邮件")),  # by its 别名
    ("2024-05/杞县.eml", {}, None),  # of what kind?
    ("2024-05/催报.eml", {}, None),  # to whom?
    ("催报/杞县.eml", {}, None),  # for which month?
    ("2024-05/催报/某县.eml", {}, None),
)


@pytest.mark.parametrize(("path", "facts", "record"), FILES)
def test_whose_record_a_file_is(
    path: str, facts: dict[str, str], record: tuple[str, str, int, str] | None
) -> None:
    """By what it tells, else by its path; without kind, month and unit it is none (R7.140)."""
    book = ledger(units=(*UNITS, unit("老杞县改名", Group.COUNTY, aliases=("老杞县",))))
    found = sent_records([SentFile(path, facts)], book)
    expected = [record] if record else []
    assert [(str(r.kind), r.unit, r.round, r.how) for r in found] == expected
    assert all(r.period == MAY for r in found)


def sent(number: int, day: int | None = 29, **more: object) -> SentRecord:
    """A reminder to 杞县, sent on a day of May."""
    usual: dict[str, object] = {
        "kind": SentKind.REMINDERS,
        "period": MAY,
        "unit": QIXIAN,
        "round": number,
        "sent_at": datetime(2024, 5, day, 9, tzinfo=CHINA) if day else None,
        "how": "邮件",
    }
    return SentRecord(**(usual | more))  # type: ignore[arg-type] - a table of cases


# records, how often 杞县 was reminded
RECORDS = (
    ([], 0),
    ([sent(1)], 1),
    ([sent(1), sent(2, 31)], 2),
    ([sent(1), sent(1, 30)], 1),  # the same one again
    ([sent(1, None)], 1),
    ([sent(1, 27)], 0),  # before the deadline: a 提醒
    ([sent(0)], 0),
    ([sent(1, kind=SentKind.FORMS)], 0),
    ([sent(1, period=Period(2024, 4))], 0),
    ([sent(1, unit=HEALTH)], 0),
)


@pytest.mark.parametrize(("records", "times"), RECORDS)
def test_how_often_a_unit_was_reminded(records: list[SentRecord], times: int) -> None:
    """Rounds of 催报 of the month, after its deadline (R7.141)."""
    assert reminders(records, MAY, DEADLINE).get(QIXIAN, 0) == times


@pytest.mark.parametrize(
    ("text", "hour"), [("2024-05-29T09:00", 9), ("2024-05-29T01:00:00+00:00", 9), ("昨天", None)]
)
def test_when_it_was_sent(text: str, hour: int | None) -> None:
    """A time without a zone is China's (R7.140)."""
    read = moment(text)
    assert (read.astimezone(CHINA).hour if read else None) == hour
