"""A mail provider on this machine: SMTP over TLS by aiosmtpd, with every way to say no."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from threading import Thread

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "ducha@example.com", "S3cretWord"


@dataclass
class Certificates:
    """Whom clients trust, and what the server shows; `stranger` is signed by somebody else."""

    folder: Path
    authority: trustme.CA = field(default_factory=trustme.CA)

    @property
    def ca_file(self) -> Path:
        """The authority's certificate as a file."""
        path = self.folder / "ca.pem"
        self.authority.cert_pem.write_to_path(path)
        return path

    def server(self, *names: str, known: bool = True) -> ssl.SSLContext:
        """What a server shows that goes by these names."""
        authority = self.authority if known else trustme.CA()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(*(names or ("127.0.0.1", "localhost"))).configure_cert(context)
        return context


@dataclass
class PostOffice:
    """What arrived, and how the server answers: by recipient, by stage, or by cutting the line.

    `answers` are by the address of a recipient, or by MAIL, DATA or BODY; an answer of CUT breaks
    the line there, SLOW waits a second. Each of `once` holds for its first time alone.
    """

    answers: dict[str, str] = field(default_factory=dict)
    once: dict[str, str] = field(default_factory=dict)
    arrived: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    def mails(self) -> list[EmailMessage]:
        """What arrived, read by the library."""
        parser = BytesParser(policy=policy.default)
        return [
            mail
            for _, data in self.arrived
            if isinstance(mail := parser.parsebytes(data), EmailMessage)
        ]

    def identities(self) -> list[str]:
        """Message-IDs of what arrived."""
        return [str(mail["Message-ID"]) for mail in self.mails()]

    async def answer(self, server: SMTP, stage: str) -> str | None:
        """What is said at a stage; None for what a server usually says."""
        said = self.once.pop(stage, None) or self.answers.get(stage)
        if said == "SLOW":
            await asyncio.sleep(1)
            return None
        if said == "CUT":
            assert server.transport
            server.transport.abort()
            return "421 gone"
        return said

    async def handle_EHLO(  # noqa: N802, D102 - as aiosmtpd calls it
        self, _server: SMTP, session: Session, _: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802, D102
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        said = await self.answer(server, "MAIL")
        if said:
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802, D102
        self, server: SMTP, _: Session, envelope: Envelope, address: str, __: list[str]
    ) -> str:
        said = await self.answer(server, address)
        if said:
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802, D102
        self, server: SMTP, _: Session, envelope: Envelope
    ) -> str:
        said = await self.answer(server, "DATA")
        if said:
            return said
        content = envelope.content
        assert isinstance(content, bytes)
        self.arrived.append((tuple(envelope.rcpt_tos), content))
        return await self.answer(server, "BODY") or "250 queued"

    def authenticate(self, *arguments: object) -> AuthResult:
        """Let in who knows the word."""
        login = arguments[-1]
        assert isinstance(login, LoginPassword)
        self.logins.append(login.login.decode())
        return AuthResult(success=login.password.decode() == PASSWORD, handled=False)


@contextmanager
def open_office(
    context: ssl.SSLContext | None, *, starttls: bool = False, auth: bool = True
) -> Iterator[PostOffice]:
    """Run the server on a free port of this machine, in a thread of its own, until the end."""
    office = PostOffice()
    loop = asyncio.new_event_loop()

    def protocol() -> SMTP:
        return SMTP(
            office,
            hostname="office.example",
            loop=loop,
            authenticator=office.authenticate if auth else None,
            auth_require_tls=starttls,
            auth_exclude_mechanism=() if auth else ("LOGIN", "PLAIN"),
            tls_context=context if starttls else None,
        )

    listening = loop.run_until_complete(
        loop.create_server(protocol, "127.0.0.1", 0, ssl=None if starttls else context)
    )
    office.port = listening.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        end(loop, thread)


def end(loop: asyncio.AbstractEventLoop, thread: Thread) -> None:
    """End a server: whatever it was doing, then its thread."""

    async def cancel() -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    asyncio.run_coroutine_threadsafe(cancel(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
