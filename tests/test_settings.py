"""config.toml: what it may say, and every mistake in a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ducha.findings import Problem, Severity
from ducha.period import Period
from ducha.sections.colours import COLOURS, Colour
from ducha.sections.mail import MailServer, MailSettings, Security
from ducha.settings import Settings, read
from ducha.standing.table import AwardRules
from ducha.status.rating import Status, Thresholds
from ducha.workdays import USUAL_DAYS, WorkCalendar

ROOT = Path("/workspace")
SHIPPED = (Path(__file__).parents[1] / "config.toml").read_text(encoding="utf-8")


def mistakes(text: str) -> tuple[str, ...]:
    """Give what is wrong with a config.toml."""
    with pytest.raises(Problem) as caught:
        read(text, ROOT)
    return caught.value.messages


def test_an_empty_file_means_the_defaults() -> None:
    """The figures of the design, worked out by nobody else (R7.25)."""
    assert read("", ROOT) == Settings(
        root=ROOT,
        ledger=ROOT / "ledger.xlsx",
        ledger_name="ledger.xlsx",
        inbox=ROOT / "inbox",
        outbox=ROOT / "outbox",
        templates=ROOT / "templates",
        key=ROOT / "signing.key",
        sent=ROOT / "sent",
        archive=ROOT / "archive",
        reporters=frozenset({"牵头单位", "县区"}),
        authority="牵头单位",
        carry=True,
        thresholds=Thresholds(
            on_track=5.0, severe=30.0, lagging_months=2, run_gap=10.0, idle_months=2
        ),
        colours=COLOURS,
        awards=AwardRules(
            late=1.0,
            supplement=0.5,
            missing=5.0,
            returned=2.0,
            overdue=0.0,
            dispute=5.0,
            correct_days=3,
            rank_from=None,
            praised=3,
            praise_score=95.0,
            criticised=2,
        ),
        deadlines={},
        days=USUAL_DAYS,
        mail=MailSettings(
            sender="",
            user="",
            smtp=MailServer("smtp.126.com", 465, Security.SSL),
            imap=MailServer("imap.126.com", 993, Security.SSL),
            folder="INBOX",
            ca_file=None,
            pause=3.0,
            most=100,
            since_days=45,
        ),
        grades={},
    )


def test_the_shipped_file_says_the_defaults() -> None:
    """So that what a maintainer reads there is what happens."""
    assert read(SHIPPED, ROOT) == read("", ROOT)


def test_every_key_of_the_shipped_file_is_explained_in_chinese() -> None:
    """A comment stands right above it, or above its section."""
    lines = SHIPPED.splitlines()
    for number, line in enumerate(lines):
        if "=" in line and not line.startswith("#"):
            assert lines[number - 1].startswith("# "), line
        if line.startswith("["):
            assert lines[number - 1].startswith("# "), line


def test_everything_can_be_changed() -> None:
    """Paths may lie elsewhere; a colour may be changed in part."""
    settings = read(
        """
        reporters = ["县区"]
        authority = "县区"
        carry = false
        [paths]
        ledger = "台账/2024.xlsx"
        inbox = "../收件"
        [deadlines]
        rest = [2024-05-28, 2024-05-29]
        work = []
        "2024-09" = 2024-09-27
        "2024年12月" = 2025-01-03
        [status]
        on_track = 3.5
        severe = 20
        lagging_months = 3
        run_gap = 7.5
        idle_months = 1
        [colours]
        "滞后" = { fill = "#ffff00" }
        "正常" = { pattern = "hatch" }
        [ranking]
        late = 0
        supplement = 0.25
        missing = 10
        returned = 3
        dispute = 10
        correct_days = 5
        rank_from = "2024-06"
        [assignments]
        overdue = 0.5
        [praise]
        count = 5
        score = 90
        [criticism]
        count = 0
        """,
        ROOT,
    )
    assert (settings.reporters, settings.authority) == (frozenset({"县区"}), "县区")
    assert settings.carry is False
    assert settings.ledger == ROOT / "台账" / "2024.xlsx"
    assert settings.inbox == Path("/收件")
    assert settings.deadlines == {
        Period(2024, 9): date(2024, 9, 27),
        Period(2024, 12): date(2025, 1, 3),
    }
    assert settings.days == WorkCalendar(
        frozenset({date(2024, 5, 28), date(2024, 5, 29)}), frozenset()
    )
    assert settings.thresholds == Thresholds(
        on_track=3.5, severe=20.0, lagging_months=3, idle_months=1, run_gap=7.5
    )
    assert settings.colours[Status.LAGGING] == Colour("#ffff00", "#5C4400")
    assert settings.colours[Status.ON_TRACK] == Colour("#A9D18E", "#1E3D0F", "hatch")
    assert settings.colours[Status.BEHIND] == COLOURS[Status.BEHIND]
    assert settings.awards == AwardRules(
        late=0.0,
        supplement=0.25,
        missing=10.0,
        returned=3.0,
        overdue=0.5,
        dispute=10.0,
        correct_days=5,
        rank_from=Period(2024, 6),
        praised=5,
        praise_score=90.0,
        criticised=0,
    )


MISTAKES = [
    ('reporter = ["县区"]', "config.toml 中 reporter：没有这一项，是不是“reporters”？"),
    ("[statu]\non_track = 5", "config.toml 中 statu：没有这一项，是不是“status”？"),
    ("[status]\non_trak = 5", "[status] 的 on_trak：没有这一项，是不是“on_track”？"),
    ("[praise]\nxyz = 5", "[praise] 的 xyz：没有这一项，可用的有：count、score。"),
    ("status = 5", "config.toml 中 status：应为一节，写成 [status] 单独一行。"),
    ('reporters = "县区"', 'reporters：应为 ["牵头单位", "县区"] 中的一个或两个，现在是 县区。'),
    ('reporters = ["区县"]', "现在是 区县。"),
    ("reporters = []", "config.toml 中 reporters：应为"),
    ('authority = "市"', 'config.toml 中 authority：应为 "牵头单位" 或 "县区"，现在是 市。'),
    ("carry = 1", "config.toml 中 carry：应为 true（是）或 false（否），现在是 1。"),
    ('carry = "false"', "carry：应为 true（是）或 false（否），现在是 false。"),
    ('[paths]\nledger = ""', "[paths] 的 ledger：应为写在英文双引号里的文字。"),
    ("[paths]\nkey = 3", "[paths] 的 key：应为写在英文双引号里的文字。"),
    ('[paths]\ninbox = "outbox/in"', "[paths] 的 inbox：不能放在 outbox 里面"),
    ('[paths]\noutbox = "."', "[paths] 的 ledger：不能放在 outbox 里面"),
    ('[paths]\noutbox = "inbox/../inbox/x"', "[paths] 的 outbox：不能放在 inbox 里面"),
    ('[status]\non_track = "5"', "on_track：应为 0 到 100 之间的数字，现在是 5。"),
    ("[status]\nsevere = -1", "severe：应为 0 到 100 之间的数字，现在是 -1。"),
    ("[status]\nsevere = nan", "severe：应为 0 到 100 之间的数字，现在是 nan。"),
    ("[status]\non_track = 30", "正常的界限（30）应小于严重滞后的界限（30）。"),
    ("[status]\nlagging_months = 1", "lagging_months：应为 2 到 12 之间的整数，现在是 1。"),
    ("[status]\nrun_gap = -0.1", "run_gap：应为 0 到 100 之间的数字，现在是 -0.1。"),
    ("[status]\nidle_months = true", "idle_months：应为 1 到 12 之间的整数，现在是 true。"),
    ("[praise]\ncount = 2.5", "[praise] 的 count：应为 0 到 100 之间的整数，现在是 2.5。"),
    ("[ranking]\nlate = -1", "[ranking] 的 late：应为 0 到 100 之间的数字，现在是 -1。"),
    ('[ranking]\nrank_from = "六月"', '的 rank_from：应为月份，如 "2024-05"，或者留空 ""，现在是'),
    ('[colours]\n"滞候" = {}', "[colours] 的 滞候：没有这一项，是不是“滞后”？"),
    ('[colours]\n"滞后" = "#FFFFFF"', "[colours] 的 滞后：应写成 { fill = "),
    (
        '[colours]\n"滞后" = { fil = "#FFFFFF" }',
        "[colours.滞后] 的 fil：没有这一项，是不是“fill”？",
    ),
    ('[colours]\n"滞后" = { fill = "黄" }', "[colours.滞后] 的 fill：颜色“黄”写法不对"),
    ('[colours]\n"滞后" = { font = "#12345" }', "[colours.滞后] 的 font：颜色“#12345”写法不对"),
    ('[colours]\n"滞后" = { fill = "#5c4400" }', "[colours.滞后] 的 font：文字和底色相同"),
    ('[colours]\n"滞后" = { pattern = "点" }', "[colours.滞后] 的 pattern：“点”不认识"),
    ('[deadlines]\n"九月" = 2024-09-27', '[deadlines] 的 九月：左边应为月份，如 "2024-09"，'),
    ("[deadlines]\nrest = 2024-05-01", "[deadlines] 的 rest：应为一列日期，如 [2024-01-01,"),
    ('[deadlines]\nwork = ["2024-05-01"]', "[deadlines] 的 work：应为一列日期"),
    ("[deadlines]\nrest = [2024-05-01T08:00:00]", "[deadlines] 的 rest：应为一列日期"),
    ("[deadlines]\nwork = [2024-10-01]", "[deadlines] 的 work：2024-10-01 又在 rest 里"),
    ('[deadlines]\n"2024-09" = "9月27日"', "[deadlines] 的 2024-09：右边应为日期，如 2024-09-27"),
    ('[deadlines]\n"2024-09" = 2024-09-27T12:00:00', "[deadlines] 的 2024-09：右边应为日期"),
    ('[deadlines]\n"2024-09" = 2023-09-27', "截止日期 2023-09-27 不在 2024年9月或下一个月"),
]


@pytest.mark.parametrize(
    ("text", "expected"), MISTAKES, ids=[expected[:40] for _, expected in MISTAKES]
)
def test_each_mistake_is_told_once(text: str, expected: str) -> None:
    """It names section and key, says what is there and what may be."""
    messages = mistakes(text)
    if "outbox = " in text:  # everything that lies in outbox is told
        assert any(expected in message for message in messages)
        return
    (message,) = messages
    assert expected in message
    assert message.startswith("config.toml ")


SYNTAX = [
    ('reporters = ["县区"]\nauthority = “县区”', "第2行第13个字符附近"),
    ("[status]\non_track == 5", "第2行"),
    ("[status]\non_track = 5\non_track = 6", "第3行"),
    ('[paths]\nledger = "D:\\督查\\台账.xlsx"', "第2行"),
    ("[status", "第1行第8个字符附近"),
    ('x = """', "末尾"),
]


@pytest.mark.parametrize(("text", "where"), SYNTAX)
def test_a_faulty_line_is_named(text: str, where: str) -> None:
    """Full-width quotes are the usual fault."""
    (message,) = mistakes(text)
    assert where in message
    assert "英文半角" in message


def test_all_mistakes_come_in_one_message() -> None:
    """A maintainer mends the file in one go."""
    messages = mistakes(
        """
        authority = "市"
        [status]
        severe = 200
        [colours]
        "正常" = { fill = "绿", font = "黑" }
        [deadlines]
        "2024-13" = 2024-12-27
        """
    )
    assert len(messages) == 5
    assert "\n".join(messages).count("config.toml") == 5


def test_a_mark_that_windows_editors_put_in_front_is_no_fault() -> None:
    """记事本 may save UTF-8 with one."""
    assert read("\ufeff[praise]\ncount = 4", ROOT).awards.praised == 4


def test_checks_are_graded_anew_or_switched_off() -> None:
    """关 is no grade but silence; a code nobody knows and a word nobody knows are both told."""
    settings = read('[checks]\n"远超" = "提示"\n"照抄问题" = "关"\n', ROOT)
    assert settings.grades == {"远超": Severity.NOTE, "照抄问题": None}
    with pytest.raises(Problem) as problem:
        read('[checks]\n"远抄" = "提示"\n"倒退" = "警告"\n', ROOT)
    messages = "\n".join(problem.value.messages)
    assert "远抄" in messages
    assert "远超" in messages
    assert "警告" in messages


def test_what_cannot_be_used_cannot_be_waved_through() -> None:
    """A pair without a denominator stays held out whatever the settings say (R6.9)."""
    with pytest.raises(Problem, match="缺分母"):
        read('[checks]\n"缺分母" = "提示"\n', ROOT)


@pytest.mark.parametrize(
    "text",
    ["x = " + "[" * 100_000, "x = " + "{a=" * 100_000, "[" + "a." * 100_000 + "a]"],
    ids=["lists", "tables", "names"],
)
def test_a_file_that_nests_without_end_is_a_mistake(text: str) -> None:
    """One sentence (R6.377)."""
    with pytest.raises(Problem, match=r"套得太深，读不下去。请改回自带的写法。$"):
        read(text, Path("/space"))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('from = "督查局 <a@126.com>"', "[mail] 的 from：“督查局 <a@126.com>”不是邮箱地址"),
        ('from = "a@126.com\\nBcc: b@126.com"', "[mail] 的 from：应为写在英文双引号里的一行文字"),
        ('smtp = "smtp.126.com"', "[mail] 的 smtp：应为 服务器:端口，如 smtp.126.com:465"),
        ('imap = "imap.126.com:0"', "[mail] 的 imap：应为 服务器:端口，如 imap.126.com:993"),
        ('imap = "a b:993"', "[mail] 的 imap：应为 服务器:端口"),
        ('smtp_security = "tls"', "[mail] 的 smtp_security：应为 ssl、starttls、none 中的一个"),
        ('smtp_security = "none"', "[mail] 的 smtp_security：none（不加密）只能用于本机"),
        ('imap_security = "none"', "[mail] 的 imap_security：none（不加密）只能用于本机"),
        ("pause = -1", "[mail] 的 pause：应为 0 到 3600 之间的数字"),
        ("most = 0", "[mail] 的 most：应为 1 到 10000 之间的整数"),
        ('password = "x"', "[mail] 的 password：没有这一项"),
    ],
)
def test_what_cannot_be_a_mailbox(line: str, sentence: str) -> None:
    """Each in a sentence; a password has no place here (R10.2, R10.3)."""
    (mistake,) = mistakes(f"[mail]\n{line}\n")
    assert mistake.startswith(f"config.toml 中 {sentence}")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.8.9.1"])
def test_without_encryption_on_this_machine(host: str) -> None:
    """For a server of the bureau's own that runs there (R10.2)."""
    settings = read(f'[mail]\nsmtp = "{host}:2525"\nsmtp_security = "none"\n', ROOT)
    assert settings.mail.smtp == MailServer(host.strip("[]"), 2525, Security.NONE)
