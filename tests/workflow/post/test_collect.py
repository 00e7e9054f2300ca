"""collect, from a real server: every mail once, whole, and the mailbox as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.dovecot import CAME, Dovecot, Proxy, letter
from kit.mailplace import mailplace, settings
from kit.workplaces import Workplace

Capture = pytest.CaptureFixture[str]

TODAY = "2024-05-30"
UNIT = "qixian@example.com"


@pytest.fixture
def place(tmp_path: Path, box: Dovecot) -> Workplace:
    """Make a workspace whose mailbox is there."""
    return at_port(tmp_path, box, box.port)


def at_port(root: Path, box: Dovecot, port: int, **more: str) -> Workplace:
    """A workspace whose mailbox is reached by this port."""
    ca_file = box.certificates.ca_file
    return mailplace(root, settings(imap=port, ca_file=ca_file, **more))


def collect(place: Workplace, *arguments: str) -> int:
    """Collect."""
    return place.run("collect", *arguments, today=TODAY)


def collected(place: Workplace) -> list[Path]:
    """What lies in the inbox."""
    return sorted(path for path in place.root.glob("inbox/**/*") if path.is_file())


def form(number: int) -> bytes:
    """A mail with a workbook."""
    return letter(
        f"杞县督查室 <{UNIT}>", f"第{number}封", attachments={"杞县月报表.xlsx": b"x" * 999}
    )


def test_three_hundred_mails_come_in_whole_and_once(
    place: Workplace, box: Dovecot, capsys: Capture
) -> None:
    """Nothing on the server is changed or marked (R10.30, R10.31)."""
    box.fill(form(number) for number in range(300))
    before = box.mails()
    assert collect(place) == 0
    assert "共300封：新收300封，以前收过0封" in capsys.readouterr().out
    files = collected(place)
    assert {path.parent.relative_to(place.root).as_posix() for path in files} == {
        "inbox/收信/2024-05"
    }
    assert all(path.name.startswith(f"20240520-0930_{UNIT}_") for path in files)
    whole = [mail.replace(b"\n", b"\r\n") for mail in before]
    assert sorted(path.read_bytes() for path in files) == sorted(whole)
    assert collect(place) == 0
    assert "新收0封，以前收过300封" in capsys.readouterr().out
    assert (box.mails(), box.flags()) == (before, [])


def test_the_same_mail_is_one_file_whatever_its_number(
    place: Workplace, box: Dovecot, capsys: Capture
) -> None:
    """After a move of the provider's, without our record, and under another name (R10.33)."""
    box.fill(form(number) for number in range(3))
    collect(place)
    files = collected(place)
    box.renumber()
    assert collect(place) == 0
    assert "新收0封，以前收过3封" in capsys.readouterr().out
    (place.root / "outbox/.收信记录.json").unlink()
    (place.root / "inbox/别处").mkdir()
    files[0].rename(place.root / "inbox/别处/改名.eml")
    assert collect(place) == 0
    assert len(collected(place)) == 3


def test_a_mail_that_was_deleted_from_the_inbox_comes_again(place: Workplace, box: Dovecot) -> None:
    """排除 is the way to leave one out (R10.33)."""
    box.fill([form(1), form(2)])
    collect(place)
    files = collected(place)
    files[0].unlink()
    assert collect(place) == 0
    assert collected(place) == files


WORD = {"说明.docx": b"PK"}
STRANGER = "news@shop.example.org"


@pytest.mark.parametrize(
    ("mail", "taken"),
    [
        (letter(STRANGER, "广告"), False),
        (letter(STRANGER, "通知", attachments=WORD), False),
        (letter(UNIT, "请问"), True),
        (letter(UNIT.upper(), "请问"), True),
        (letter(f"=?gb2312?B?6LzP2A==?= <{UNIT}>", "请问"), True),
        (letter(STRANGER, attachments={"月报表.xlsx": b"PK"}), True),
        (letter(STRANGER, attachments={"月报表.et": b"PK"}), True),
        (letter(STRANGER, attachments={"打包.rar": b"Rar!"}), True),
        (letter(STRANGER, attachments={"转发.eml": b"From: x"}), True),
        (letter(STRANGER, attachments={"unknown": b"?"}), True),
    ],
)
def test_what_is_left_on_the_server(
    place: Workplace, box: Dovecot, capsys: Capture, mail: bytes, *, taken: bool
) -> None:
    """Only where both hold: no unit's address, and nothing within; --all takes it (R10.32)."""
    box.fill([mail])
    assert collect(place) == 0
    assert len(collected(place)) == taken
    assert ("另有1封留在邮箱" in capsys.readouterr().out) is not taken
    assert collect(place, "--all") == 0
    assert len(collected(place)) == 1


def test_headers_in_raw_gbk_do_no_harm(place: Workplace, box: Dovecot) -> None:
    """As old mail programs write them; the bytes stay as they are (R10.31)."""
    name = "杞县督查室".encode("gbk")
    raw = form(1).replace(b"From: ", b"X-Old: ", 1)
    mail = b'From: "' + name + b'" <' + UNIT.encode() + b">\n" + raw
    box.fill([mail])
    assert collect(place) == 0
    (file,) = collected(place)
    assert file.name.startswith(f"20240520-0930_{UNIT}_")
    assert file.read_bytes() == mail.replace(b"\n", b"\r\n")


def test_netease_wants_to_know_who_we_are(tmp_path: Path, box: Dovecot) -> None:
    """The ID command, after the login and before the folder (R10.30)."""
    proxy = Proxy(box)
    place = at_port(tmp_path, box, proxy.port)
    box.fill([form(1)])
    assert collect(place) == 0
    verbs = [line.split()[1].upper() for line in proxy.said]
    assert verbs.index(b"LOGIN") < verbs.index(b"ID") < verbs.index(b"EXAMINE")
    assert not {b"SELECT", b"STORE", b"EXPUNGE", b"CLOSE", b"COPY", b"MOVE"} & set(verbs)
    assert all(b"BODY[" not in line for line in proxy.said)
    proxy.close()


def test_unsafe_login_is_said(
    tmp_path: Path, box: Dovecot, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """With what to do in the web page (R10.30)."""
    monkeypatch.setattr("ducha.files.post.imap._tell_who_we_are", lambda _: False)
    proxy = Proxy(box)
    assert collect(at_port(tmp_path, box, proxy.port)) == 2
    assert "登录不安全（Unsafe Login）" in capsys.readouterr().err
    proxy.close()


def test_a_mail_that_breaks_off_is_fetched_again(
    tmp_path: Path, box: Dovecot, capsys: Capture
) -> None:
    """The line is opened anew; none is half there, none twice (R10.34)."""
    proxy = Proxy(box, cuts=2)
    place = at_port(tmp_path, box, proxy.port)
    box.fill(form(number) for number in range(30))
    assert collect(place) == 0
    assert (proxy.cuts, len(collected(place))) == (0, 30)
    assert "新收30封，以前收过0封" in capsys.readouterr().out
    proxy.close()


def test_a_mail_that_always_breaks_off_stops_no_other(
    tmp_path: Path, box: Dovecot, capsys: Capture
) -> None:
    """After three times it is told (R10.34)."""
    proxy = Proxy(box, cuts=99, after=60_000)
    place = at_port(tmp_path, box, proxy.port)
    large = letter(UNIT, attachments={"大.xlsx": b"y" * 90_000})
    box.fill([form(1), large, form(2)])
    assert collect(place) == 1
    assert len(collected(place)) == 2
    assert "试了3次没有收下来：05-20" in capsys.readouterr().out
    proxy.close()


def test_a_large_mail_is_not_fetched(
    place: Workplace, box: Dovecot, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """It is told (R10.34)."""
    monkeypatch.setattr("ducha.workflow.post.collect.MAX_SIZE", 5_000)
    box.fill([form(1), letter(UNIT, attachments={"大.xlsx": b"y" * 9_000})])
    assert collect(place) == 1
    assert len(collected(place)) == 1
    assert "太大（0MB），没有收" in capsys.readouterr().out


def test_only_mails_of_the_last_days_are_looked_at(
    place: Workplace, box: Dovecot, capsys: Capture
) -> None:
    """since_days of config.toml, 45 (R10.31)."""
    box.fill([form(1)])
    box.fill([form(2)], came=CAME - 60 * 86_400)
    assert collect(place) == 0
    assert "最近45天共1封：新收1封" in capsys.readouterr().out


def test_a_trial_connects_nowhere(tmp_path: Path, box: Dovecot, capsys: Capture) -> None:
    """It says what would be looked at (R10.35)."""
    proxy = Proxy(box)
    place = at_port(tmp_path, box, proxy.port)
    before = sorted(place.root.rglob("*"))
    assert collect(place, "--dry-run") == 0
    proxy.close()
    assert (proxy.calls, sorted(place.root.rglob("*"))) == (0, before)
    assert f"127.0.0.1:{proxy.port} 收 ducha@example.com 的 INBOX，2024-04-15 以来的信" in (
        capsys.readouterr().out
    )


def test_another_folder_and_one_that_is_not_there(
    tmp_path: Path, box: Dovecot, capsys: Capture
) -> None:
    """With the names of those that are (R10.30)."""
    place = at_port(tmp_path, box, box.port, folder='"没有"')
    assert collect(place) == 2
    assert "没有文件夹“没有”" in capsys.readouterr().err


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_nobody_logs_in_over_an_open_line(
    tmp_path: Path, box: Dovecot, capsys: Capture, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """Nor where STARTTLS is not to be had (R10.2)."""
    monkeypatch.setattr("ducha.files.post.imap.TO_REACH", 2.0)
    monkeypatch.setattr("ducha.files.post.imap.TO_ANSWER", 2.0)
    place = at_port(tmp_path, box, box.port, imap_security=f'"{security}"')
    assert collect(place) == 2
    said = capsys.readouterr().err
    assert "从不登录" in said if security == "none" else "服务器" in said


def test_a_wrong_password_is_said_without_it(
    place: Workplace, box: Dovecot, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """And that IMAP must be switched on (R10.3)."""
    box.fill([form(1)])
    monkeypatch.setenv("DUCHA_MAIL_PASSWORD", "Wrong0ne")
    assert collect(place) == 2
    said = capsys.readouterr().err
    assert "开启 IMAP 服务" in said
    assert "Wrong0ne" not in said
    assert collected(place) == []


def test_a_lost_inbox_is_said(place: Workplace, box: Dovecot, capsys: Capture) -> None:
    """Never taken for an empty one (R10.31)."""
    box.fill([form(1)])
    (place.root / "signing.key").write_text("ab" * 32)
    (place.root / "inbox").rmdir()
    assert collect(place) == 2
    assert "收件箱文件夹不见了" in capsys.readouterr().err
