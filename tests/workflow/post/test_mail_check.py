"""mail-check and password: step by step, and never a password on the screen."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.null import Keyring as NullKeyring
from kit.dovecot import Dovecot, Proxy, free_port
from kit.mailplace import mailplace, settings
from kit.postoffice import PASSWORD, USER, PostOffice
from kit.workplaces import Workplace

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch


def checked(place: Workplace, capsys: Capture) -> tuple[int, list[str]]:
    """Check; the code and every line."""
    code = place.run("mail-check")
    said = capsys.readouterr()
    assert PASSWORD not in said.out + said.err
    return code, said.out.splitlines()


@pytest.mark.dovecot
def test_all_works(tmp_path: Path, provider: PostOffice, dovecot: Dovecot, capsys: Capture) -> None:
    """Name, port, certificate, password, login, ID, folder (R10.50)."""
    config = settings(smtp=provider.port, imap=dovecot.port, ca_file=dovecot.certificates.ca_file)
    code, lines = checked(mailplace(tmp_path, config), capsys)
    assert code == 0
    assert [line[:6] for line in lines if line.startswith("　")] == [
        *("　√ 找到服", "　√ 连上端", "　√ 证书可", "　√ 授权码", "　√ 登录成"),
        *("　√ 找到服", "　√ 连上端", "　√ 证书可", "　√ 授权码", "　√ 登录成"),
    ]
    assert "已答复 ID 命令，打开了文件夹 INBOX" in lines[-2]
    assert provider.arrived == []


@pytest.mark.dovecot
def test_what_does_not_work_is_said_with_what_to_do(
    tmp_path: Path, provider: PostOffice, dovecot: Dovecot, capsys: Capture, monkeypatch: Patch
) -> None:
    """Nothing follows a step that fails; the other server is tried all the same (R10.50)."""
    monkeypatch.setenv("DUCHA_MAIL_PASSWORD", "Wrong0ne")
    config = settings(smtp=free_port(), imap=dovecot.port, ca_file=dovecot.certificates.ca_file)
    code, lines = checked(mailplace(tmp_path, config), capsys)
    assert code == 1
    failed = [line for line in lines if line.startswith("　×")]
    assert len(failed) == 2
    assert "连不上服务器" in failed[0]
    assert "要用授权码" in failed[1]
    assert provider.logins == []


@pytest.mark.dovecot
def test_unsafe_login_is_met_by_the_id_command(
    tmp_path: Path, provider: PostOffice, dovecot: Dovecot, capsys: Capture
) -> None:
    """As NetEase wants it (R10.30)."""
    proxy = Proxy(dovecot)
    ca_file = dovecot.certificates.ca_file
    config = settings(smtp=provider.port, imap=proxy.port, ca_file=ca_file)
    assert checked(mailplace(tmp_path, config), capsys)[0] == 0
    proxy.close()


# The password


class Drawer(KeyringBackend):
    """A keyring of this test."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        """Hold nothing."""
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Give it out."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Take it in."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        del self.kept[service, username]


@pytest.fixture
def drawer(monkeypatch: Patch) -> Drawer:
    """Put a keyring in the place of the system's, and nothing into the environment."""
    monkeypatch.delenv("DUCHA_MAIL_PASSWORD", raising=False)
    made = Drawer()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(made, name))
    return made


def test_it_is_kept_in_the_keyring_and_nowhere_else(
    tmp_path: Path, drawer: Drawer, monkeypatch: Patch, capsys: Capture
) -> None:
    """Asked for, unseen; without the white space of copying (R10.3)."""
    place = mailplace(tmp_path, settings())
    monkeypatch.setattr("ducha.console.post.ask_secret", lambda _: f" {PASSWORD}\n")
    assert place.run("password") == 0
    assert drawer.kept == {("ducha", USER): PASSWORD}
    assert PASSWORD not in capsys.readouterr().out
    files = [path for path in place.root.rglob("*") if path.is_file()]
    assert not any(PASSWORD.encode() in path.read_bytes() for path in files)
    assert place.run("password", "--forget") == 0
    assert drawer.kept == {}


@pytest.mark.parametrize("typed", ["", "授权码", "two words"])
def test_what_cannot_be_one_is_not_kept(
    tmp_path: Path, drawer: Drawer, monkeypatch: Patch, capsys: Capture, typed: str
) -> None:
    """And not repeated (R10.3)."""
    monkeypatch.setattr("ducha.console.post.ask_secret", lambda _: typed)
    assert mailplace(tmp_path, settings()).run("password") == 2
    assert drawer.kept == {}
    assert "像是复制错了" in capsys.readouterr().err


def test_a_keyring_that_keeps_nothing_is_none(
    tmp_path: Path, monkeypatch: Patch, capsys: Capture
) -> None:
    """The environment is named instead (R10.3)."""
    monkeypatch.delenv("DUCHA_MAIL_PASSWORD", raising=False)
    monkeypatch.setattr(keyring, "get_keyring", NullKeyring)
    monkeypatch.setattr("ducha.console.post.ask_secret", lambda _: PASSWORD)
    place = mailplace(tmp_path, settings())
    assert place.run("password") == 2
    assert "DUCHA_MAIL_PASSWORD" in capsys.readouterr().err
    assert place.run("collect") == 2
    assert "还没有存邮箱的授权码" in capsys.readouterr().err
