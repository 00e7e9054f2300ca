"""A server is reached, its certificate verified; what stands in the way is a sentence."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ducha.files.disk.words import why_not_read
from ducha.findings import Problem
from ducha.sections.mail import MailServer, Security

TO_REACH = 30.0
"""Seconds in which a server must answer a call."""
TO_ANSWER = 300.0
"""Seconds that a server may take over one answer: some look through a whole mail meanwhile."""

_UNKNOWN = (
    "找不到服务器 {place}。请检查能不能上网，config.toml [mail] 的 {key} 有没有写错；"
    "内网电脑要请信息中心放行。"
)
_UNREACHED = (
    "连不上服务器 {place}（{why}）。请检查网络、config.toml [mail] 的 {key} 的端口，"
    "以及防火墙有没有拦。"
)
_UNTRUSTED = (
    "服务器 {place} 的证书不可信（{why}），没有登录，也没有发出密码。"
    "请检查 config.toml [mail] 的 {key} 有没有写错、电脑的日期对不对；"
    "单位自建的服务器，请把它的证书文件写在 ca_file。"
)
_UNSPOKEN = (
    "服务器 {place} 的加密方式对不上。"
    "请检查 config.toml [mail] 的 {key} 的端口和 {key}_security：465、993 是 ssl，"
    "587、143 是 starttls。"
)
_DROPPED = "服务器 {place} 断开了连接。请过几分钟再运行一次；总是这样的，请检查 {key} 的端口。"
_NO_CERTIFICATE = "ca_file 读不懂：{}。应为 PEM 格式的证书文件，请重新导出。"


@dataclass(frozen=True, slots=True)
class Way:
    """The way to one server: its place, which keys of config.toml tell it, whom is trusted."""

    server: MailServer
    key: str
    ca_file: Path | None

    def says(self, sentence: str, why: str = "") -> str:
        """A sentence about this server."""
        return sentence.format(place=self.server.shown, key=self.key, why=why)

    @property
    def open_to_all(self) -> bool:
        """Whether what is said on it is not encrypted: nobody logs in then (R10.2)."""
        return self.server.security is Security.NONE


def trusted(ca_file: Path | None) -> ssl.SSLContext:
    """Who is trusted: the system's authorities, and those of `ca_file`; nobody else (R10.1).

    Raises:
        Problem: The file cannot be read, or is no certificate.
    """
    context = ssl.create_default_context()
    if ca_file is None:
        return context
    try:
        context.load_verify_locations(ca_file)
    except ssl.SSLError as error:
        raise Problem(_NO_CERTIFICATE.format(ca_file)) from error
    except OSError as error:
        raise Problem(why_not_read(error, ca_file)) from error
    return context


@contextmanager
def explain_faults(way: Way) -> Iterator[None]:
    """Turn what goes wrong on the way to a server into a `Problem` that says what to do."""
    try:
        yield
    except OSError as error:
        raise Problem(why_not_reached(error, way)) from error


def why_not_reached(error: OSError, way: Way) -> str:
    """One sentence: why a server cannot be spoken to, and what to do (R10.4)."""
    if isinstance(error, socket.gaierror | UnicodeError):
        return way.says(_UNKNOWN)
    if isinstance(error, ssl.SSLCertVerificationError):
        return way.says(_UNTRUSTED, error.verify_message)
    if isinstance(error, ssl.SSLError):
        return way.says(_UNSPOKEN)
    if isinstance(error, TimeoutError):
        return way.says(_UNREACHED, "没有应答")
    if isinstance(error, ConnectionRefusedError):
        return way.says(_UNREACHED, "对方拒绝")
    if isinstance(error, ConnectionError):
        return way.says(_DROPPED)
    return way.says(_UNREACHED, f"错误 {error.errno}")
