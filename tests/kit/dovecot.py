"""A Dovecot of our own, its mailbox filled by writing files; a proxy that behaves as NetEase."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

from kit.postoffice import PASSWORD, USER, Certificates, end

_DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
_LONGEST = 120.0
"""Seconds in which it must have started, on however busy a machine."""

CAME = 1716168600
"""2024-05-20 09:30 in China."""

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
mail_fsync = never
first_valid_uid = 0
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {group}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""


def missing() -> str:
    """Why there can be none; empty when there can."""
    return "" if Path(_DOVECOT).exists() else "dovecot is not installed"


@dataclass
class Dovecot:
    """The server; `port` speaks TLS."""

    certificates: Certificates
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="dovecot-")))
    port: int = 0
    _running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.folder.chmod(0o755)
        self.port = free_port()
        cert = self.certificates.authority.issue_cert("127.0.0.1", "localhost")
        (self.folder / "cert.pem").write_bytes(b"".join(p.bytes() for p in cert.cert_chain_pems))
        cert.private_key_pem.write_to_path(self.folder / "key.pem")
        (self.folder / "dovecot.conf").write_text(_CONFIG.format(**self._facts()))
        self.empty()
        command = [_DOVECOT, "-F", "-c", str(self.folder / "dovecot.conf")]
        self._running = subprocess.Popen(command, stderr=subprocess.PIPE)
        give_up = monotonic() + _LONGEST
        while monotonic() < give_up and self._running.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5):
                return
            sleep(0.05)
        log = self.folder / "log"
        raise AssertionError(log.read_text() if log.exists() else "dovecot did not start")

    def _facts(self) -> dict[str, object]:
        """Who the processes are: the package's users where we are root, else ourselves."""
        me = pwd.getpwuid(os.geteuid())
        root = me.pw_uid == 0
        return {
            "folder": self.folder,
            "port": self.port,
            "password": PASSWORD,
            "login": "dovenull" if root else me.pw_name,
            "internal": "dovecot" if root else me.pw_name,
            "group": "dovecot" if root else me.pw_gid,
            "uid": pwd.getpwnam("nobody").pw_uid if root else me.pw_uid,
            "gid": pwd.getpwnam("nobody").pw_gid if root else me.pw_gid,
        }

    def empty(self) -> None:
        """Take every mail away, and with them all that the server knows of them."""
        shutil.rmtree(self.folder / "mail", ignore_errors=True)
        for name in ("cur", "new", "tmp"):
            (self.folder / "mail" / name).mkdir(parents=True)
        self._own()

    def fill(self, mails: Iterable[bytes], came: int = CAME) -> None:
        """Lay mails into the mailbox; all came at this moment."""
        new = self.folder / "mail/new"
        start = len(list(new.iterdir()))
        for number, mail in enumerate(mails, start):
            path = new / f"{CAME + number}.M{number}.here"
            path.write_bytes(mail)
            os.utime(path, (came, came))
        self._own()

    def renumber(self) -> None:
        """Number the mails anew: another UIDVALIDITY, as after a move of the provider's."""
        for path in (self.folder / "mail").glob("dovecot*"):
            path.unlink()
        guid = "0123456789abcdef0123456789abcdef"
        (self.folder / "mail/dovecot-uidlist").write_text(f"3 V77 N901 G{guid}\n")
        self._own()

    def flags(self) -> list[str]:
        """The flags of every mail that has any."""
        names = [path.name for path in (self.folder / "mail/cur").iterdir()]
        return sorted(flags for name in names if (flags := name.partition(":2,")[2]))

    def mails(self) -> list[bytes]:
        """Every mail that lies there, by content."""
        folders = (self.folder / "mail/new", self.folder / "mail/cur")
        return sorted(path.read_bytes() for folder in folders for path in folder.iterdir())

    def _own(self) -> None:
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            for path in [self.folder / "mail", *(self.folder / "mail").rglob("*")]:
                os.chown(path, user.pw_uid, user.pw_gid)

    def close(self) -> None:
        """End it."""
        if self._running:
            self._running.terminate()
            self._running.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


class Proxy:
    """Stands before the server, as NetEase does: no folder is opened before the ID command.

    `cuts` many times the line is broken once so many bytes of answers have gone by. All goes
    through one thread: an encrypted line must not be read and written by two.
    """

    def __init__(self, dovecot: Dovecot, *, cuts: int = 0, after: int = 20_000) -> None:
        """Listen."""
        self.cuts, self.after = cuts, after
        self.said: list[bytes] = []
        self.calls = 0
        self._server = dovecot
        self._loop = asyncio.new_event_loop()
        context = dovecot.certificates.server()
        self._listening = self._loop.run_until_complete(
            asyncio.start_server(self._follow, "127.0.0.1", 0, ssl=context)
        )
        self.port = int(self._listening.sockets[0].getsockname()[1])
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        end(self._loop, self._thread)

    async def _follow(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        self.calls += 1
        trusted = ssl.create_default_context()
        self._server.certificates.authority.configure_trust(trusted)
        server, to_server = await asyncio.open_connection(
            "127.0.0.1", self._server.port, ssl=trusted, server_hostname="127.0.0.1"
        )
        answers = asyncio.ensure_future(self._answers(server, to_client))
        with suppress(OSError):
            await self._commands(client, to_client, to_server)
        answers.cancel()
        to_server.close()

    async def _commands(
        self,
        client: asyncio.StreamReader,
        to_client: asyncio.StreamWriter,
        to_server: asyncio.StreamWriter,
    ) -> None:
        known = False
        while line := await client.readline():
            self.said.append(line)
            tag, _, command = line.partition(b" ")
            known = known or command[:3].upper() == b"ID "
            if command[:7].upper() in {b"SELECT ", b"EXAMINE"} and not known:
                refused = b" NO EXAMINE Unsafe Login. Please contact kefu@188.com\r\n"
                to_client.write(tag + refused)
            else:
                to_server.write(line)

    async def _answers(self, server: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        gone = 0
        with suppress(OSError):
            while data := await server.read(4096):
                gone += len(data)
                if self.cuts and gone > self.after:
                    self.cuts -= 1
                    to_client.write(data[: len(data) // 2])
                    break
                to_client.write(data)
            await to_client.drain()
            to_client.close()


def letter(
    sender: str,
    subject: str = "月报",
    words: str = "见附件",
    attachments: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """A mail as it lies in a mailbox; `headers` in place of the usual ones, _ for -."""
    message = EmailMessage()
    fields = {
        "From": sender,
        "To": USER,
        "Subject": subject,
        "Date": "Mon, 20 May 2024 09:30:00 +0800",
    }
    for name, value in {**fields, **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    for name, data in (attachments or {}).items():
        message.add_attachment(data, "application", "octet-stream", filename=name)
    return message.as_bytes()
