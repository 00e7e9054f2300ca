"""Mails out: one line to the server, a mail at a time; what it refuses is a value, not the end."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from ducha.files.post.reaching import TO_ANSWER, TO_REACH, Way, explain_faults, trusted
from ducha.findings import Problem
from ducha.sections.mail import Security

_OK = 250
_TAKEN = (_OK, 251)
_CLOSING = 421
_TOO_LARGE = 552
_LOWEST = 200
_MYSELF = "[127.0.0.1]"
"""How we greet a server: the name of the machine is nobody's business."""

_NO_TLS = (
    "发信服务器 {place} 不提供 STARTTLS，没有登录，也没有发信：不加密就会泄露密码。"
    "请核对 config.toml [mail] 的 smtp 和 smtp_security（多数公共邮箱用 465 端口和 ssl）。"
)
_NO_LOGIN = "发信服务器 {place} 不提供登录，没有发信。请核对 config.toml [mail] 的 smtp 的端口。"
_REFUSED = (
    "发信服务器 {place} 拒绝登录（{why}）。请核对登录名和授权码：要用授权码，不是网页登录密码；"
    "并在网页邮箱里开启 SMTP 服务。授权码换过的，运行 python process.py password 重新存。"
)
_NOT_NOW = "发信服务器 {place} 暂时不让登录（{why}），多半是登录太频繁。请过一会儿再运行一次。"
_PERMANENT = 500


@dataclass(frozen=True, slots=True)
class Login:
    """Who logs in."""

    user: str
    password: str

    def __repr__(self) -> str:
        """Say who it is, never the password: of that nothing is ever shown (R10.3)."""
        return f"Login({self.user!r})"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a server refused: whom or what, with its code and its words."""

    about: str
    code: int
    words: str


class LineLostError(Exception):
    """The server has gone, or has said that it goes; `refusal` is its last word, if it had one."""

    def __init__(self, refusal: Refusal | None = None) -> None:
        """Keep its last word."""
        super().__init__()
        self.refusal = refusal


class MailRefusedError(Exception):
    """The server takes a mail for none of its recipients, or not from this sender, or not at all.

    `sender` says that it will take no other mail either.
    """

    def __init__(self, refusals: Sequence[Refusal], *, sender: bool = False) -> None:
        """Keep what was refused."""
        super().__init__()
        self.refusals, self.sender = tuple(refusals), sender


@dataclass(frozen=True, slots=True)
class SmtpLine:
    """An open line to the server."""

    smtp: smtplib.SMTP

    def offer(self, sender: str, recipients: Sequence[str], size: int) -> tuple[Refusal, ...]:
        """Name the envelope of one mail; give back which recipients are refused.

        Raises:
            MailRefusedError: The sender, or every recipient, is refused.
            LineLostError: There is no line any more.
        """
        with _lost():
            options = [f"size={size}"] if self.smtp.has_extn("size") else []
            code, words = self.smtp.mail(sender, options)
            if code != _OK:
                self._reset()
                raise MailRefusedError([_refusal("", code, words)], sender=code != _TOO_LARGE)
            refusals = tuple(self._refused(recipients))
            if len(refusals) == len(recipients):
                self._reset()
                raise MailRefusedError(refusals)
            return refusals

    def _refused(self, recipients: Sequence[str]) -> Iterator[Refusal]:
        for recipient in recipients:
            code, words = self.smtp.rcpt(recipient)
            if code == _CLOSING:
                raise LineLostError(_refusal(recipient, code, words))
            if code not in _TAKEN:
                yield _refusal(recipient, code, words)

    def deliver(self, mail: bytes) -> None:
        """Hand over the mail that was offered; it is the server's once this has come back.

        Raises:
            MailRefusedError: It does not take the mail.
            LineLostError: The line broke: nobody knows whether it has.
        """
        with _lost():
            try:
                code, words = self.smtp.data(mail)
            except smtplib.SMTPDataError as error:  # it would not even begin
                code, words = error.smtp_code, _bytes(error.smtp_error)
            if code < _LOWEST:  # an answer that is none tells as little as no answer
                raise LineLostError
            if code != _OK:
                self._reset()
                raise MailRefusedError([_refusal("", code, words)])

    def _reset(self) -> None:
        with suppress(OSError):
            self.smtp.rset()


@contextmanager
def smtp_line(way: Way, login: Login | None) -> Iterator[SmtpLine]:
    """Open the one line of a run: reached, encrypted, its certificate verified, logged in.

    Args:
        way: To the server.
        login: None where nobody logs in, because the line is not encrypted (R10.2).

    Raises:
        Problem: What is in the way, and what to do.
    """
    smtp = _connected(way)
    try:
        with _explained(way):
            _log_in(smtp, way, login)
        yield SmtpLine(smtp)
    finally:
        with suppress(OSError):
            smtp.quit()
        smtp.close()


def greeted(way: Way) -> None:
    """Be greeted by the server, and leave: its certificate is verified, nobody logs in.

    Raises:
        Problem: What is in the way.
    """
    smtp = _connected(way)
    with suppress(OSError):
        smtp.quit()
    smtp.close()


def _connected(way: Way) -> smtplib.SMTP:
    server, context = way.server, trusted(way.ca_file)
    with _explained(way):
        if server.security is Security.SSL:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, _MYSELF, timeout=TO_REACH, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, _MYSELF, timeout=TO_REACH)
        smtp.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            _encrypt(smtp, way, context)
        if smtp.sock is not None:
            smtp.sock.settimeout(TO_ANSWER)
    return smtp


def _encrypt(smtp: smtplib.SMTP, way: Way, context: ssl.SSLContext) -> None:
    if not smtp.has_extn("starttls"):
        raise Problem(way.says(_NO_TLS))
    smtp.starttls(context=context)
    smtp.ehlo()


def _log_in(smtp: smtplib.SMTP, way: Way, login: Login | None) -> None:
    if way.open_to_all or login is None:
        return
    if not smtp.has_extn("auth"):
        raise Problem(way.says(_NO_LOGIN))
    try:
        smtp.login(login.user, login.password)
    except smtplib.SMTPAuthenticationError as error:
        sentence = _REFUSED if error.smtp_code >= _PERMANENT else _NOT_NOW
        raise Problem(way.says(sentence, str(error.smtp_code))) from None  # it may quote us
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException):
        raise
    except smtplib.SMTPException as error:  # it offers no way of logging in that we know
        raise Problem(way.says(_NO_LOGIN)) from error


@contextmanager
def _explained(way: Way) -> Iterator[None]:
    with explain_faults(way):
        try:
            yield
        except smtplib.SMTPResponseException as error:
            raise ConnectionError(error.smtp_code) from None
        except smtplib.SMTPException as error:
            raise ConnectionError from error


@contextmanager
def _lost() -> Iterator[None]:
    """Tell a line that broke from a server that refuses."""
    try:
        yield
    except OSError as error:  # those of smtplib are such, too
        raise LineLostError from error


def _refusal(about: str, code: int, words: bytes) -> Refusal:
    return Refusal(about, code, words.decode("utf-8", "replace"))


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode("utf-8", "replace")
