"""Mails in: a folder looked at by EXAMINE; nothing on the server is changed, moved or marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from ducha.files.post.reaching import TO_ANSWER, TO_REACH, Way, explain_faults, trusted
from ducha.files.post.smtp import LineLostError, Login
from ducha.files.post.structure import carries_return
from ducha.findings import Problem
from ducha.sections.mail import Security
from ducha.version import VERSION

_ADDRESS = re.compile(rb"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_FACTS = ("RFC822.SIZE", "INTERNALDATE", "BODY.PEEK[HEADER.FIELDS (FROM SENDER)]")
_FROM_ANSWER = b"BODY[HEADER.FIELDS (FROM SENDER)]"
_AT_ONCE = 100

_REFUSED = (
    "收信服务器 {place} 拒绝登录。请核对登录名和授权码：要用授权码，不是网页登录密码；"
    "并在网页邮箱里开启 IMAP 服务（只开 POP3 不够）。"
)
_UNSAFE = (
    "收信服务器 {place} 说登录不安全（Unsafe Login），不让收信。"
    "请在网页邮箱里确认 IMAP 服务已开启、授权码没有过期，再运行一次。"
)
_NO_FOLDER = "邮箱里没有文件夹“{why}”。请核对 config.toml [mail] 的 folder；有的是：{folders}。"
_NO_TLS = (
    "收信服务器 {place} 不提供 STARTTLS，没有登录：不加密就会泄露密码。"
    "请核对 config.toml [mail] 的 imap 和 imap_security（多数公共邮箱用 993 端口和 ssl）。"
)
_PLAIN = "imap_security = none（不加密）时从不登录，收不了信。请改为 ssl 或 starttls。"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMail:
    """What the server says of a mail before it is fetched.

    `senders` are addresses of From and Sender; `carries` says that it may hold a return.
    """

    uid: int
    size: int
    came: datetime
    senders: tuple[str, ...]
    carries: bool


@dataclass(frozen=True, slots=True)
class MailFolder:
    """A folder that is open to be read; `validity` says for how long its numbers hold."""

    client: IMAPClient
    name: str
    """Of the folder and its owner, as long as anything is remembered of them."""
    validity: int
    answers_id: bool
    """Whether the server was told who we are: some let nobody in without."""

    def since(self, day: date) -> list[int]:
        """Numbers of the mails that came on a day or after it.

        Raises:
            LineLostError: There is no line any more.
        """
        with _lost():
            return sorted(self.client.search(["SINCE", day]))

    def listed(self, uids: Sequence[int]) -> Iterator[ListedMail]:
        """What the server says of these mails.

        Raises:
            LineLostError: There is no line any more.
        """
        for start in range(0, len(uids), _AT_ONCE):
            yield from self._listed(uids[start : start + _AT_ONCE])

    def _listed(self, uids: Sequence[int]) -> Iterator[ListedMail]:
        with _lost():
            answers = self._answers(uids)
        for uid, answer in sorted(answers.items()):
            size, came = answer.get(b"RFC822.SIZE"), answer.get(b"INTERNALDATE")
            header = answer.get(_FROM_ANSWER)
            if isinstance(size, int) and isinstance(came, datetime):
                yield ListedMail(
                    uid=uid,
                    size=size,
                    came=came,
                    senders=_addresses(header if isinstance(header, bytes) else b""),
                    carries=carries_return(answer.get(b"BODYSTRUCTURE")),
                )

    def _answers(self, uids: Sequence[int]) -> Mapping[int, Mapping[bytes, object]]:
        """One answer that cannot be read keeps nobody else from being read (R10.32)."""
        try:
            return dict(self.client.fetch(uids, [*_FACTS, "BODYSTRUCTURE"]))
        except IMAPClientAbortError:
            raise
        except (IMAPClientError, RecursionError, ValueError, LookupError):
            if len(uids) == 1:
                return dict(self.client.fetch(uids, _FACTS))
            return {uid: answer for one in uids for uid, answer in self._answers([one]).items()}

    def mail(self, uid: int) -> bytes | None:
        """A mail, whole, unmarked; None where it is there no more.

        Raises:
            LineLostError: There is no line any more.
        """
        with _lost():
            answer = self.client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {})
        data = answer.get(b"BODY[]")
        return data if isinstance(data, bytes) else None


@contextmanager
def mail_folder(way: Way, login: Login | None, name: str) -> Iterator[MailFolder]:
    """Open a folder to be read: reached, encrypted, certificate verified, logged in, EXAMINE.

    Raises:
        Problem: What is in the way, and what to do.
    """
    if login is None:
        raise Problem(_PLAIN)
    client = _connected(way)
    try:
        with _explained(way):
            _log_in(client, way, login)
            told = _tell_who_we_are(client)
            validity = _examine(client, way, name)
        yield MailFolder(client, f"{login.user}/{name}", validity, told)
    finally:
        _leave(client)


def greeted(way: Way) -> None:
    """Be greeted by the server, and leave: its certificate is verified, nobody logs in.

    Raises:
        Problem: What is in the way.
    """
    _leave(_connected(way))


def _leave(client: IMAPClient) -> None:
    with suppress(IMAPClientError, OSError):
        client.logout()
    with suppress(IMAPClientError, OSError):
        client.shutdown()


def _connected(way: Way) -> IMAPClient:
    server, context = way.server, trusted(way.ca_file)
    ssl = server.security is Security.SSL
    with _explained(way):
        client = IMAPClient(
            server.host,
            server.port,
            ssl=ssl,
            ssl_context=context if ssl else None,
            timeout=SocketTimeout(TO_REACH, TO_ANSWER),
        )
        client.normalise_times = False
        if server.security is Security.STARTTLS:
            if not client.has_capability("STARTTLS"):
                raise Problem(way.says(_NO_TLS))
            client.starttls(context)
    return client


def _log_in(client: IMAPClient, way: Way, login: Login) -> None:
    try:
        client.login(login.user, login.password)
    except IMAPClientAbortError:
        raise
    except (LoginError, IMAPClientError):
        raise Problem(way.says(_REFUSED)) from None  # its words may quote ours


def _tell_who_we_are(client: IMAPClient) -> bool:
    """Without it NetEase answers Unsafe Login to whatever follows (R10.30)."""
    if not client.has_capability("ID"):
        return False
    client.id_({"name": "ducha", "version": VERSION, "vendor": "ducha"})
    return True


def _examine(client: IMAPClient, way: Way, name: str) -> int:
    try:
        answer = client.select_folder(name, readonly=True)
    except IMAPClientAbortError:
        raise
    except IMAPClientError as error:
        if "unsafe" in str(error).lower():
            raise Problem(way.says(_UNSAFE)) from error
        folders = "、".join(str(folder) for _, _, folder in client.list_folders())
        raise Problem(_NO_FOLDER.format(why=name, folders=folders)) from error
    validity = answer.get(b"UIDVALIDITY", 0)
    return validity if isinstance(validity, int) else 0


@contextmanager
def _explained(way: Way) -> Iterator[None]:
    with explain_faults(way):
        try:
            yield
        except IMAPClientError as error:
            raise ConnectionError from error


@contextmanager
def _lost() -> Iterator[None]:
    try:
        yield
    except (IMAPClientError, OSError) as error:
        raise LineLostError from error


def _addresses(header: bytes) -> tuple[str, ...]:
    """Every address in the lines of the sender: names there are written in any way there is."""
    found = (match.decode("ascii") for match in _ADDRESS.findall(header))
    return tuple(dict.fromkeys(found))
