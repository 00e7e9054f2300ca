"""[mail]: the mailbox from which mails go out and into which returns come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path

from ducha.letters.facts import is_address
from ducha.sections.section import Section, as_written

KEYS = (
    *("from", "user", "smtp", "smtp_security", "imap", "imap_security", "folder"),
    *("ca_file", "pause", "most", "since_days"),
)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]")
_HIGHEST_PORT = 65_535
_LINE_BREAKS = re.compile(r"[\x00-\x1f\x7f]")


class Security(StrEnum):
    """How the way to a server is kept from others."""

    SSL = "ssl"
    STARTTLS = "starttls"
    NONE = "none"
    """On this machine only, and then nobody logs in (R10.2)."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """One server of the provider, and how it is spoken to."""

    host: str
    port: int
    security: Security

    @property
    def shown(self) -> str:
        """As config.toml writes it."""
        return f"{self.host}:{self.port}"

    @property
    def on_this_machine(self) -> bool:
        """Whether what is said to it leaves the machine."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The mailbox; a blank `sender` is the ledger's 邮箱, a blank `user` the sender.

    `pause` are seconds between two mails, `most` mails a run, `since_days` days of mail that are
    looked at. `ca_file` holds certificates that are trusted besides the system's.
    """

    sender: str
    user: str
    smtp: MailServer
    imap: MailServer
    folder: str
    ca_file: Path | None
    pause: float
    most: int
    since_days: int


SMTP = MailServer("smtp.126.com", 465, Security.SSL)
IMAP = MailServer("imap.126.com", 993, Security.SSL)


def read_mail(section: Section, root: Path) -> MailSettings:
    """The mailbox as config.toml tells it."""
    ca_file = _text(section, "ca_file")
    return MailSettings(
        sender=_address(section, "from"),
        user=_text(section, "user"),
        smtp=_server(section, "smtp", SMTP),
        imap=_server(section, "imap", IMAP),
        folder=_text(section, "folder", "INBOX") or "INBOX",
        ca_file=root / ca_file if ca_file else None,
        pause=section.number("pause", 3, 0, 3600),
        most=section.whole("most", 100, 1, 10_000),
        since_days=section.whole("since_days", 45, 1, 400),
    )


def _text(section: Section, key: str, default: str = "") -> str:
    """A text on one line; it may be blank."""
    value = section.table.get(key, default)
    if isinstance(value, str) and not _LINE_BREAKS.search(value):
        return value.strip()
    section.complain(key, "应为写在英文双引号里的一行文字，可以留空。")
    return default


def _address(section: Section, key: str) -> str:
    typed = _text(section, key)
    if typed and not is_address(typed):
        section.complain(
            key, f'“{typed}”不是邮箱地址，只写地址本身，如 ducha@126.com，或者留空 ""。'
        )
        return ""
    return typed


def _server(section: Section, key: str, default: MailServer) -> MailServer:
    """A server by its two keys; without encryption on this machine only (R10.2)."""
    host, port = _place(section, key, default)
    server = MailServer(host, port, _security(section, f"{key}_security", default.security))
    if server.security is Security.NONE and not server.on_this_machine:
        section.complain(
            f"{key}_security",
            f"none（不加密）只能用于本机（127.0.0.1、localhost），现在的服务器是 {host}；"
            "请改为 ssl 或 starttls。",
        )
    return server


def _place(section: Section, key: str, default: MailServer) -> tuple[str, int]:
    typed = _text(section, key, default.shown)
    host, _, port = typed.rpartition(":")
    number = int(port) if port.isascii() and port.isdecimal() else 0
    if _HOST.fullmatch(host) and 0 < number <= _HIGHEST_PORT:
        return host.strip("[]").lower(), number
    section.complain(key, f"应为 服务器:端口，如 {default.shown}，现在是 {typed}。")
    return default.host, default.port


def _security(section: Section, key: str, default: Security) -> Security:
    value = section.table.get(key, str(default))
    if isinstance(value, str) and value in tuple(Security):
        return Security(value)
    section.complain(key, f"应为 {'、'.join(Security)} 中的一个，现在是 {as_written(value)}。")
    return default
