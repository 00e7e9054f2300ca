"""The way to a server, step by step: its name, its port, its certificate."""

from __future__ import annotations

import socket

from ducha.files.post.imap import greeted as imap_greeted
from ducha.files.post.reaching import TO_REACH, Way, explain_faults
from ducha.files.post.smtp import greeted as smtp_greeted


def find(way: Way) -> str:
    """Look the server's name up.

    Raises:
        Problem: Nobody knows it.
    """
    with explain_faults(way):
        socket.getaddrinfo(way.server.host, way.server.port, type=socket.SOCK_STREAM)
    return f"找到服务器 {way.server.host}"


def reach(way: Way) -> str:
    """Call it.

    Raises:
        Problem: Nobody answers.
    """
    with explain_faults(way):
        socket.create_connection((way.server.host, way.server.port), TO_REACH).close()
    return f"连上端口 {way.server.port}"


def trust_smtp(way: Way) -> str:
    """Be greeted, the certificate verified.

    Raises:
        Problem: It is not trusted, or the server speaks otherwise.
    """
    smtp_greeted(way)
    return _trusted(way)


def trust_imap(way: Way) -> str:
    """The same with the server for mails in."""
    imap_greeted(way)
    return _trusted(way)


def _trusted(way: Way) -> str:
    return "没有加密（只用于本机）" if way.open_to_all else "证书可信，加密连接"
