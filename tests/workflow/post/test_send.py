"""send: each draft once, whatever the server says, wherever the line breaks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from kit.dovecot import free_port
from kit.mailplace import book, mailplace, put_draft, sent, settings
from kit.postoffice import PASSWORD, USER, Certificates, PostOffice, open_office
from kit.sample import HEALTH, LANKAO, QIXIAN, ROADS
from kit.workplaces import Workplace

import process
from ducha.files.post import smtp
from ducha.files.sent import store

Capture = pytest.CaptureFixture[str]

QI = "填报表_杞县_第1次"
LAN = "填报表_兰考县_第1次"
ALL = (HEALTH, ROADS, QIXIAN, LANKAO)


def send(place: Workplace, *arguments: str) -> int:
    """Send the forms of May."""
    return place.run("send", "forms", "--period", "2024-05", *arguments)


def both(place: Workplace) -> None:
    """Put the drafts of both counties there."""
    put_draft(place, QIXIAN)
    put_draft(place, LANKAO)


def test_each_draft_goes_to_its_unit_once(
    place: Workplace, provider: PostOffice, capsys: Capture
) -> None:
    """To the addresses of the ledger, over one line; what was sent is kept (R10.10, R10.11)."""
    both(place)
    assert send(place) == 0
    assert [to for to, _ in provider.arrived] == [
        ("qixian@example.com", "qixian2@example.com"),
        ("lankao@example.com",),
    ]
    assert (provider.logins, provider.connections) == ([USER], 1)
    assert sent(place) == sorted([f"{QI}.eml", f"{LAN}.eml"])
    kept = (place.root / f"sent/2024-05/{QI}.eml").read_bytes()
    assert kept == provider.arrived[0][1]
    assert send(place) == 0
    assert len(provider.arrived) == 2
    assert "发出0封，以前已发2封，不重发" in capsys.readouterr().out


def test_the_mail_is_the_draft_with_headers_of_our_own(
    place: Workplace, provider: PostOffice
) -> None:
    """Subject and body stand; who sends it to whom is said by ledger and config (R10.5, R10.12)."""
    draft = put_draft(place, LANKAO, "请填报\n.一行以点开头")
    text = draft.read_bytes().replace(
        b"X-Unsent: 1\r\n",
        b"X-Unsent: 1\r\nFrom: else@example.org\r\nBcc: spy@example.org\r\n"
        b"Reply-To: spy@example.org\r\nX-Ducha-Round: 9\r\n",
    )
    draft.write_bytes(text)
    assert send(place) == 0
    (mail,) = provider.mails()
    assert (mail["From"], mail["To"]) == (USER, "lankao@example.com")
    assert (mail["Bcc"], mail["Reply-To"], mail["X-Unsent"]) == (None, None, None)
    assert mail["Subject"] == "月报表（兰考县）"
    assert [mail[f"X-Ducha-{name}"] for name in ("Kind", "Period", "Unit", "Round")] == [
        *("forms", "2024-05", "兰考县", "1")
    ]
    body = mail.get_body()
    assert body
    assert body.get_content().splitlines()[:2] == ["请填报", ".一行以点开头"]
    ((_, raw),) = provider.arrived
    assert raw.partition(b"\r\n\r\n")[2].rstrip() == text.partition(b"\r\n\r\n")[2].rstrip()


def test_a_draft_in_another_form_is_told_and_sent_with_again(
    place: Workplace, provider: PostOffice, capsys: Capture
) -> None:
    """已发的是旧表; --again sends what has changed, --unit what has not (R10.13)."""
    both(place)
    send(place)
    put_draft(place, QIXIAN, "改过的")
    assert send(place) == 1
    assert "杞县　已发的是旧表" in capsys.readouterr().out
    assert send(place, "--again") == 0
    assert len(provider.arrived) == 3
    assert sent(place) == sorted([f"{QI}.eml", f"{LAN}.eml", "填报表_杞县_第2次.eml"])
    assert send(place, "--again") == 0
    assert len(provider.arrived) == 3
    assert send(place, "--again", "--unit", "兰考县") == 0
    assert len(set(provider.identities())) == 4


def test_without_address_it_is_listed(
    place: Workplace, provider: PostOffice, capsys: Capture
) -> None:
    """The others go (R10.11)."""
    both(place)
    put_draft(place, ROADS)
    assert send(place) == 1
    assert len(provider.arrived) == 2
    assert "市交通运输局　台账〔责任单位〕里没有可用的邮箱，没有发" in capsys.readouterr().out


@pytest.mark.parametrize(
    "address",
    ["a@example.com\r\nBcc: x@example.com", "甲 <a@example.com>", "a@example.com,b", "a@localhost"],
)
def test_an_address_is_one_addr_spec(
    tmp_path: Path, provider: PostOffice, certificates: Certificates, address: str
) -> None:
    """Anything else in the ledger is no address (R10.5)."""
    config = settings(smtp=provider.port, ca_file=certificates.ca_file)
    place = mailplace(tmp_path, config, book({QIXIAN: (address,)}))
    put_draft(place, QIXIAN)
    send(place)
    assert all(b"Bcc" not in data for _, data in provider.arrived)
    assert {to for tos, _ in provider.arrived for to in tos} <= {"a@example.com", "x@example.com"}


def test_a_trial_connects_nowhere(place: Workplace, provider: PostOffice, capsys: Capture) -> None:
    """It shows the whole list, and writes nothing (R10.17)."""
    both(place)
    before = sorted(place.root.rglob("*"))
    assert send(place, "--dry-run") == 0
    assert provider.connections == 0
    assert sorted(place.root.rglob("*")) == before
    shown = capsys.readouterr().out
    assert "将发2封" in shown
    assert "杞县　填报表 → qixian@example.com、qixian2@example.com" in shown


# Refusals


def test_one_recipient_refused_is_tried_again_alone(
    place: Workplace, provider: PostOffice, capsys: Capture
) -> None:
    """The other one has it already (R10.14)."""
    put_draft(place, QIXIAN)
    provider.answers["qixian2@example.com"] = "550 5.1.1 no such user"
    assert send(place) == 1
    assert "qixian2@example.com 被拒收，地址可能无效" in capsys.readouterr().out
    del provider.answers["qixian2@example.com"]
    assert send(place) == 0
    assert [to for to, _ in provider.arrived] == [("qixian@example.com",), ("qixian2@example.com",)]
    assert len(set(provider.identities())) == 1
    assert send(place) == 0
    assert len(provider.arrived) == 2


@pytest.mark.parametrize(
    ("stage", "answer", "sentence"),
    [
        ("qixian@example.com", "550 user unknown", "被拒收，地址可能无效"),
        ("qixian@example.com", "452 4.2.2 mailbox full", "的邮箱满了"),
        ("qixian@example.com", "450 greylisted", "暂时收不了"),
        ("DATA", "554 DT:SPM rejected as spam", "被当作垃圾邮件拒收"),
        ("DATA", "552 message too large", "邮件太大或对方邮箱已满"),
        ("DATA", "451 try later", "服务器暂时不收"),
    ],
)
def test_a_refused_mail_does_not_stop_the_others(
    place: Workplace, provider: PostOffice, capsys: Capture, stage: str, answer: str, sentence: str
) -> None:
    """One sentence; it is tried again by the next run (R10.16)."""
    place.write(book({QIXIAN: ("qixian@example.com",), LANKAO: ("lankao@example.com",)}))
    both(place)
    provider.once[stage] = answer
    assert send(place) == 1
    assert sentence in capsys.readouterr().out
    assert [name for name in sent(place) if "待定" in name] == []
    assert send(place) == 0
    assert sent(place) == sorted([f"{QI}.eml", f"{LAN}.eml"])


@pytest.mark.parametrize(
    ("stage", "answer", "sentence"),
    [
        ("MAIL", "450 MI:CEL too many connections", "发信限额或频率到了"),
        ("DATA", "451 MI:SFQ frequency limited", "发信限额或频率到了"),
        ("MAIL", "550 User has no permission", "邮箱不允许这样发信"),
        ("MAIL", "554 transaction failed", "服务器不让这个邮箱再发"),
    ],
)
def test_a_limit_of_the_provider_stops_the_run(
    place: Workplace, provider: PostOffice, capsys: Capture, stage: str, answer: str, sentence: str
) -> None:
    """Going on is useless; the next run goes on where this one stopped (R10.16)."""
    both(place)
    provider.once[stage] = answer
    assert send(place) == 1
    shown = capsys.readouterr().out
    assert sentence in shown
    assert provider.arrived == [] or stage == "DATA"
    assert send(place) == 0
    assert sent(place) == sorted([f"{QI}.eml", f"{LAN}.eml"])


def test_a_slow_answer_is_waited_for(place: Workplace, provider: PostOffice) -> None:
    """Some servers look through a whole mail."""
    put_draft(place, LANKAO)
    provider.once["BODY"] = "SLOW"
    assert send(place) == 0
    assert sent(place) == [f"{LAN}.eml"]


@pytest.mark.parametrize("stage", ["MAIL", "qixian2@example.com"])
def test_a_line_that_breaks_before_the_mail_is_opened_once_more(
    place: Workplace, provider: PostOffice, stage: str
) -> None:
    """Nothing was handed over: the mail goes by the next line (R10.16)."""
    both(place)
    provider.once[stage] = "CUT"
    assert send(place) == 0
    assert (len(provider.arrived), provider.connections) == (2, 2)


def test_a_line_that_breaks_twice_ends_the_run(
    place: Workplace, provider: PostOffice, capsys: Capture
) -> None:
    """What was sent is kept; the rest waits (R10.16)."""
    both(place)
    provider.answers["lankao@example.com"] = "CUT"
    assert send(place) == 1
    assert "服务器断开了连接，其余没有发" in capsys.readouterr().out
    assert sent(place) == [f"{QI}.eml"]


def test_no_more_than_most_in_a_run(
    tmp_path: Path, provider: PostOffice, certificates: Certificates, capsys: Capture
) -> None:
    """Free providers block bursts (R10.16)."""
    config = settings(smtp=provider.port, ca_file=certificates.ca_file, most="1")
    place = mailplace(tmp_path, config)
    both(place)
    assert send(place) == 1
    assert "一次最多发1封，还有1封没有发" in capsys.readouterr().out
    assert send(place) == 0
    assert len(provider.arrived) == 2


def test_between_two_mails_is_a_pause(
    tmp_path: Path,
    provider: PostOffice,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of as many seconds as config.toml says; none before the first (R10.16)."""
    waited: list[float] = []
    monkeypatch.setattr("ducha.workflow.post.sending.sleep", waited.append)
    config = settings(smtp=provider.port, ca_file=certificates.ca_file, pause="7")
    place = mailplace(tmp_path, config)
    both(place)
    assert send(place) == 0
    assert waited == [7.0]


# 不确定


@pytest.mark.parametrize("stage", ["DATA", "BODY"])
def test_a_line_that_breaks_within_the_mail_leaves_it_uncertain(
    place: Workplace, provider: PostOffice, capsys: Capture, stage: str
) -> None:
    """It is never sent again by itself; the others go (R10.15)."""
    both(place)
    provider.once[stage] = "CUT"
    assert send(place) == 1
    assert "杞县　发到一半断线了" in capsys.readouterr().out
    assert sent(place) == sorted([f"{QI}.待定", f"{LAN}.eml"])
    arrived = len(provider.arrived)
    assert send(place, "--again") == 1
    assert "杞县　不确定" in capsys.readouterr().out
    assert len(provider.arrived) == arrived


def test_a_line_that_breaks_within_every_mail_ends_the_run(
    place: Workplace, provider: PostOffice, capsys: Capture
) -> None:
    """Two are 不确定 then, not all of them (R10.15, R10.16)."""
    place.write(book({unit: (f"u{n}@example.com",) for n, unit in enumerate(ALL)}))
    for unit in ALL:
        put_draft(place, unit)
    provider.answers["DATA"] = "CUT"
    assert send(place) == 1
    assert "服务器断开了连接，其余没有发" in capsys.readouterr().out
    assert [name.endswith(".待定") for name in sent(place)] == [True, True]


@pytest.mark.parametrize(
    ("answer", "names", "mails"),
    [(True, [f"{QI}.eml"], 0), (False, [f"{QI}.eml"], 1), (None, [f"{QI}.待定"], 0)],
)
def test_at_a_terminal_a_person_is_asked(
    place: Workplace,
    provider: PostOffice,
    monkeypatch: pytest.MonkeyPatch,
    answer: bool | None,  # noqa: FBT001 - what the person says
    names: list[str],
    mails: int,
) -> None:
    """是: it went; 否: it is sent now; nobody knows: it stays (R10.15)."""
    put_draft(place, QIXIAN)
    provider.once["BODY"] = "CUT"
    send(place)
    provider.arrived.clear()
    monkeypatch.setattr("ducha.console.post.whether", lambda _: answer)
    assert send(place) == (1 if answer is None else 0)
    assert sent(place) == names
    assert len(provider.arrived) == mails


STEPS = {
    "before it lies there": (store, "put_pending", False),
    "when it lies there": (smtp.SmtpLine, "deliver", False),
    "when the server has it": (store, "confirm", False),
    "when it is kept": (store, "confirm", True),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the run is killed in a copy of this process")
def test_killed_at_any_step_it_is_sent_once_at_most(
    place: Workplace, provider: PostOffice, step: str
) -> None:
    """And what may have been sent is said to be 不确定 (R10.10, R10.15)."""
    both(place)
    child = os.fork()
    if not child:
        _kill_at(*STEPS[step])
        send(place)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    code = send(place)
    identities = provider.identities()
    assert len(identities) == len(set(identities))
    kept = {path.name: path.read_bytes() for path in place.root.glob("sent/*/*.eml")}
    assert all(data in {mail for _, mail in provider.arrived} for data in kept.values())
    uncertain = [name for name in sent(place) if name.endswith(".待定")]
    assert (code, len(kept) + len(uncertain)) == (1 if uncertain else 0, 2)
    assert bool(uncertain) == (step in {"when it lies there", "when the server has it"})


def _kill_at(owner: object, name: str, after: bool) -> None:  # noqa: FBT001 - of the table above
    """End this process where a function is called for the first time, or has come back."""
    usual = getattr(owner, name)

    def ended(*arguments: object) -> None:
        if after:
            usual(*arguments)
        os._exit(9)

    setattr(owner, name, ended)


# By hand


def test_what_went_another_way_is_recorded(place: Workplace, provider: PostOffice) -> None:
    """It is not sent then; by OA, WeChat or telephone (R10.19)."""
    both(place)
    assert send(place, "--by-hand", "--unit", "杞县", "--how", "微信") == 0
    assert sent(place) == [f"{QI}.记录"]
    record = (place.root / f"sent/2024-05/{QI}.记录").read_text(encoding="utf-8")
    assert '"类型": "填报表"' in record
    assert '"方式": "微信"' in record
    assert send(place) == 0
    assert [to for to, _ in provider.arrived] == [("lankao@example.com",)]


def test_reminders_by_telephone_are_counted_on(place: Workplace) -> None:
    """Though there is no draft: the next round each time (R10.19)."""
    for _ in range(2):
        arguments = ("reminders", "--period", "2024-05", "--by-hand", "--unit", "杞县")
        assert place.run("send", *arguments) == 0
    assert sent(place) == ["催报_杞县_第1次.记录", "催报_杞县_第2次.记录"]


# The way to the server


def refused_with(place: Workplace, capsys: Capture) -> str:
    """What is said by a run that could not send."""
    put_draft(place, QIXIAN)
    assert send(place) == 2
    assert sent(place) == []
    said = capsys.readouterr()
    assert PASSWORD not in said.out + said.err
    return said.err


@pytest.mark.parametrize(
    ("names", "known"), [(("127.0.0.1",), False), (("mail.example.com",), True)]
)
def test_a_certificate_that_is_not_trusted_ends_it(
    tmp_path: Path,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
    names: tuple[str, ...],
    known: bool,  # noqa: FBT001 - of the table above
) -> None:
    """By a stranger, or of another name: nobody logs in (R10.1)."""
    monkeypatch.setenv("DUCHA_MAIL_PASSWORD", PASSWORD)
    with open_office(certificates.server(*names, known=known)) as provider:
        place = mailplace(tmp_path, settings(smtp=provider.port, ca_file=certificates.ca_file))
        assert "的证书不可信" in refused_with(place, capsys)
        assert provider.logins == []


@dataclass(frozen=True)
class Offered:
    """What a server offers, what config.toml asks of it, and what is said then (one of these)."""

    starttls: bool
    auth: bool
    security: str
    said: tuple[str, ...] = ()


@pytest.mark.parametrize(
    "offered",
    [
        Offered(starttls=True, auth=True, security="starttls"),
        Offered(
            starttls=False,
            auth=True,
            security="starttls",
            said=("加密方式对不上", "断开了连接", "没有应答"),
        ),
        Offered(starttls=True, auth=True, security="ssl", said=("加密方式对不上",)),
        Offered(starttls=False, auth=False, security="ssl", said=("不提供登录",)),
    ],
)
def test_nobody_logs_in_but_over_an_encrypted_line(
    tmp_path: Path,
    certificates: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
    offered: Offered,
) -> None:
    """A server that lacks what config.toml says is a Problem, never plain (R10.2)."""
    monkeypatch.setenv("DUCHA_MAIL_PASSWORD", PASSWORD)
    monkeypatch.setattr("ducha.files.post.smtp.TO_REACH", 2.0)
    context = certificates.server()
    with open_office(context, starttls=offered.starttls, auth=offered.auth) as provider:
        config = settings(
            smtp=provider.port,
            ca_file=certificates.ca_file,
            smtp_security=f'"{offered.security}"',
        )
        place = mailplace(tmp_path, config)
        if offered.said:
            said = refused_with(place, capsys)
            assert any(words in said for words in offered.said)
        else:
            put_draft(place, QIXIAN)
            assert send(place) == 0
        assert bool(provider.logins) is not bool(offered.said)


def test_a_server_without_starttls_gets_neither_password_nor_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A plain server where STARTTLS was asked for (R10.2)."""
    monkeypatch.setenv("DUCHA_MAIL_PASSWORD", PASSWORD)
    with open_office(None) as provider:
        place = mailplace(tmp_path, settings(smtp=provider.port, smtp_security='"starttls"'))
        assert "不提供 STARTTLS" in refused_with(place, capsys)
        assert provider.logins == []


def test_without_encryption_the_password_is_never_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On this machine only, and then nobody logs in (R10.2)."""
    monkeypatch.delenv("DUCHA_MAIL_PASSWORD", raising=False)
    with open_office(None) as provider:
        place = mailplace(tmp_path, settings(smtp=provider.port, smtp_security='"none"'))
        put_draft(place, LANKAO)
        assert send(place) == 0
        assert (len(provider.arrived), provider.logins) == (1, [])


def test_a_wrong_password_is_said_without_it(
    place: Workplace, provider: PostOffice, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """授权码 instead of the password of the web page (R10.3)."""
    monkeypatch.setenv("DUCHA_MAIL_PASSWORD", "Wrong0ne")
    said = refused_with(place, capsys)
    assert "要用授权码，不是网页登录密码" in said
    assert "Wrong0ne" not in said
    assert provider.arrived == []


def test_the_password_is_no_argument_and_is_not_shown() -> None:
    """No list of processes and no error may hold it (R10.3)."""
    names = {
        name
        for verb in process.main.commands.values()
        for option in verb.params
        for name in (*option.opts, option.name or "")
    }
    assert not [name for name in names if "pass" in name or "授权" in name]
    assert PASSWORD not in repr(smtp.Login(USER, PASSWORD))


def test_nobody_at_the_port_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """With which key of config.toml to look at (R10.4)."""
    monkeypatch.setenv("DUCHA_MAIL_PASSWORD", PASSWORD)
    port = free_port()
    place = mailplace(tmp_path, settings(smtp=port))
    assert f"连不上服务器 127.0.0.1:{port}（对方拒绝）" in refused_with(place, capsys)


def test_the_list_gains_the_time(place: Workplace, provider: PostOffice) -> None:
    """已发时间 in 发送清单, and 已发的是旧表 when a form has changed since (R10.13, R10.18)."""
    assert place.run("generate", "--period", "2024-05") == 0
    assert send(place) == 1  # some have no address
    assert len(provider.arrived) == 2
    parsed = BytesParser(policy=policy.default).parsebytes(provider.arrived[0][1])
    assert [part.get_filename() for part in parsed.iter_attachments()] == [
        "杞县_2024年5月_月报表.xlsx"
    ]
    times = _sent_times(place)
    assert times["市交通运输局"] == ""
    assert times["杞县"].count(":") == 1
    place.write(book({QIXIAN: ("qixian@example.com",), LANKAO: ("lankao@example.com",)}))
    (place.root / "templates/填报邮件.txt").write_text("主题：新\n新的正文", encoding="utf-8")
    assert place.run("generate", "--period", "2024-05") == 1
    assert _sent_times(place)["杞县"].endswith("；已发的是旧表")


def _sent_times(place: Workplace) -> dict[str, str]:
    from openpyxl import load_workbook  # noqa: PLC0415 - one test reads a list

    sheet = load_workbook(place.root / "outbox/2024-05/邮件/发送清单.xlsx").active
    assert sheet
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    column = rows[1].index("已发时间")
    return {row[0]: row[column] for row in rows[2:]}
