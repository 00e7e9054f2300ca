"""remind: whom, in which round, with what; and 催报名单 for the telephone."""

from __future__ import annotations

import json
import shutil
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from kit.mailplace import mailplace, settings
from kit.posted import put
from kit.sample import HEALTH, LANKAO, QIXIAN
from kit.workplaces import Workplace
from openpyxl import load_workbook

Capture = pytest.CaptureFixture[str]

FOLDER = "outbox/2024-05/催报"
BEFORE, AFTER, LATER = "2024-05-24", "2024-05-29", "2024-05-31"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose forms of May have been made."""
    place = mailplace(tmp_path_factory.mktemp("issued"), settings())
    assert place.run("generate", "--period", "2024-05", today="2024-05-20") == 0
    return place.root


@pytest.fixture
def place(issued: Path, tmp_path: Path) -> Workplace:
    """Take a copy of it."""
    shutil.copytree(issued, tmp_path / "space")
    return Workplace(tmp_path / "space")


def remind(place: Workplace, today: str, *arguments: str) -> int:
    """Remind of May on a day."""
    return place.run("remind", "--period", "2024-05", *arguments, today=today)


def drafts(place: Workplace) -> list[str]:
    """The names of the drafts."""
    return sorted(path.name for path in (place.root / FOLDER).glob("*.eml"))


def draft(place: Workplace, name: str) -> EmailMessage:
    """One of them, read by the library."""
    data = (place.root / FOLDER / name).read_bytes()
    mail = BytesParser(policy=policy.default).parsebytes(data)
    assert isinstance(mail, EmailMessage)
    return mail


def text_of(mail: EmailMessage) -> str:
    """Its words."""
    body = mail.get_body()
    assert body
    return str(body.get_content())


def record(place: Workplace, unit: str, number: int, when: str) -> None:
    """A 催报 by telephone."""
    path = place.root / f"sent/2024-05/催报_{unit}_第{number}次.记录"
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = {"类型": "催报", "期次": "2024-05", "单位": unit, "次数": number, "时间": when}
    path.write_text(json.dumps(facts), encoding="utf-8")


def test_before_the_deadline_it_is_friendly(place: Workplace) -> None:
    """提醒 with the form again, to all that have not reported (R10.60, R10.61, R10.62)."""
    assert remind(place, BEFORE) == 1  # some have no address
    assert "杞县_2024年5月_提醒.eml" in drafts(place)
    mail = draft(place, "杞县_2024年5月_提醒.eml")
    assert mail["To"] == "qixian@example.com, qixian2@example.com"
    assert mail["Subject"].startswith("提醒：2024年5月")
    assert "1. 本月月报表还没有报送" in text_of(mail)
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "杞县_2024年5月_月报表.xlsx"
    ]


def test_after_it_there_is_a_new_time_limit(place: Workplace) -> None:
    """催报: noon of the next working day (R10.61, R10.62)."""
    remind(place, AFTER)
    assert all(name.endswith("_催报.eml") for name in drafts(place))
    words = text_of(draft(place, "杞县_2024年5月_催报.eml"))
    assert "截止日期是2024年5月28日（星期二）" in words
    assert "请于2024年5月30日（星期四）12:00前" in words
    remind(place, "2024-05-31")
    assert "2024年6月3日（星期一）12:00" in text_of(draft(place, "杞县_2024年5月_催报.eml"))


def test_who_has_reported_is_left_alone(place: Workplace, capsys: Capture) -> None:
    """Drafts of an earlier run are withdrawn (R10.60)."""
    remind(place, AFTER)
    figures = {("三.2-1", QIXIAN, "done"): 40, ("五.1-1", QIXIAN, "done"): 10}
    put(place.root / "inbox", "杞县.xlsx", _answer(place, figures), "05-29 10:00")
    capsys.readouterr()
    remind(place, AFTER)
    words = capsys.readouterr().out
    assert "月报表没有填全，应填" in words or "杞县_2024年5月_催报.eml" not in drafts(place)


def _answer(place: Workplace, figures: dict[tuple[str, str, str], float]) -> bytes:
    from ducha.files.demo.answer import fill_form  # noqa: PLC0415 - one test fills a form

    data = (place.root / "outbox/2024-05/填报表/杞县_2024年5月_月报表.xlsx").read_bytes()
    return fill_form(data, figures, {}, {"填报人": "张三", "审核人": "李四", "联系电话": "1"})


@pytest.mark.parametrize(
    ("told", "today", "names"),
    [
        ([], LATER, ["杞县_2024年5月_催报.eml"]),
        ([(1, "2024-05-29T09:00")], "2024-05-30", []),
        ([(1, "2024-05-29T09:00")], LATER, ["杞县_2024年5月_第2次催报.eml"]),
        ([(1, "2024-05-29T09:00"), (2, "2024-05-31T09:00")], "2024-06-03", []),
        (
            [(1, "2024-05-29T09:00"), (2, "2024-05-31T09:00")],
            "2024-06-04",
            ["杞县_2024年5月_第3次催报.eml"],
        ),
        ([(0, "2024-05-24T09:00")], BEFORE, []),
        ([(0, "2024-05-24T09:00")], AFTER, ["杞县_2024年5月_催报.eml"]),
    ],
)
def test_the_round_is_counted_by_what_was_sent(
    place: Workplace, told: list[tuple[int, str]], today: str, names: list[str]
) -> None:
    """Two working days lie between; weekends are none (R10.62)."""
    for number, when in told:
        record(place, QIXIAN, number, when)
    remind(place, today)
    assert [name for name in drafts(place) if name.startswith(QIXIAN)] == names


def test_the_list_for_the_telephone(place: Workplace) -> None:
    """Everybody who owes something, how often he was reminded (R10.61)."""
    record(place, QIXIAN, 1, "2024-05-29T09:00")
    remind(place, LATER)
    sheet = load_workbook(place.root / FOLDER / "催报名单.xlsx").active
    assert sheet
    _, headings, *rows = ([cell or "" for cell in row] for row in sheet.values)
    listed = {row[0]: dict(zip(headings, row, strict=True)) for row in rows}
    assert next(iter(listed)) == HEALTH
    assert listed[QIXIAN] | {"联系人": "", "电话": ""} == {
        "单位": QIXIAN,
        "类别": "县区",
        "状态": "未报",
        "缺什么": "本月月报表没有报送",
        "联系人": "",
        "电话": "",
        "收件邮箱": "qixian@example.com；qixian2@example.com",
        "催报次数": "1",
        "最近一次": "05-29 09:00",
        "本次": "第2次催报",
        "新期限": "2024年6月3日（星期一）12:00",
        "通话记录（谁接的，怎么说）": "",
    }


def test_a_department_is_asked_for_its_breakdown_too(place: Workplace) -> None:
    """Both forms go with the one mail (R10.60, R10.61)."""
    remind(place, AFTER)
    mail = draft(place, "市卫生健康委_2024年5月_催报.eml")
    names = [part.get_filename() for part in mail.iter_attachments()]
    words = text_of(mail)
    asked = "没有分解到县区" in words
    assert names == [
        "市卫生健康委_2024年5月_月报表.xlsx",
        *(["市卫生健康委_任务分解表.xlsx"] if asked else []),
    ]


def test_a_trial_writes_nothing(place: Workplace) -> None:
    """The whole plan is shown (R10.60)."""
    before = sorted(place.root.rglob("*"))
    assert remind(place, AFTER, "--dry-run") in {0, 1}
    assert sorted(place.root.rglob("*")) == before


def test_without_forms_there_is_nothing_to_remind_of(tmp_path: Path, capsys: Capture) -> None:
    """It is said (R10.60)."""
    assert remind(mailplace(tmp_path, settings()), AFTER) == 2
    assert "还没有发过填报表" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2024-05-23", ""),
        ("2024-05-24", "该提醒了（python process.py remind）："),
        ("2024-05-29", "该催报了（python process.py remind）："),
    ],
)
def test_status_names_whom_to_call(
    place: Workplace, capsys: Capture, today: str, words: str
) -> None:
    """From two working days before the deadline on: 24 May is a Friday (R10.63)."""
    capsys.readouterr()
    place.run("status", "--period", "2024-05", today=today)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("该")]
    assert [line.startswith(words) for line in lines] == [True] * bool(words)
    assert all(QIXIAN in line and LANKAO in line for line in lines)


def test_a_mail_that_came_back_is_listed(place: Workplace, capsys: Capture) -> None:
    """In status and in 发送清单 (R10.18, R10.42)."""
    identity = "0" * 32 + ".ducha@example.com"
    sent = place.root / "sent/2024-05/填报表_杞县_第1次.eml"
    sent.parent.mkdir(parents=True)
    headers = {
        "Kind": "forms",
        "Period": "2024-05",
        "Unit": "=?utf-8?b?5p2e5Y6/?=",
        "Round": "1",
        "Accepted": "qixian@example.com",
    }
    text = "".join(f"X-Ducha-{name}: {value}\r\n" for name, value in headers.items())
    date = "Date: Mon, 20 May 2024 09:30:00 +0800\r\n"
    sent.write_bytes(f"{text}{date}Message-ID: <{identity}>\r\n\r\nx".encode())
    back = place.root / "inbox/退信.eml"
    back.write_bytes(
        f"From: postmaster@126.com\r\nDate: Mon, 20 May 2024 09:31:00 +0800\r\n\r\n"
        f"failed\r\nMessage-ID: <{identity}>\r\n".encode()
    )
    line = "　退信：地址无效：杞县（填报表，qixian@example.com）"
    capsys.readouterr()
    assert place.run("status", "--period", "2024-05", today=AFTER) == 1
    assert line in capsys.readouterr().out
    assert place.run("generate", "--period", "2024-05", today=AFTER) == 0
    sheet = load_workbook(place.root / "outbox/2024-05/邮件/发送清单.xlsx").active
    assert sheet
    cells = {str(cell) for row in sheet.values for cell in row}
    assert "2024-05-20 09:30；退信：地址无效" in cells
