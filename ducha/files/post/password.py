"""The mailbox's password (授权码): from the environment or the system's keyring, never a file."""

from __future__ import annotations

import os
from contextlib import suppress

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from ducha.findings import Problem

VARIABLE = "DUCHA_MAIL_PASSWORD"
_SERVICE = "ducha"
_PLAIN = ("keyrings.alt", "keyring.backends.null")
"""Keyrings that are none: what they keep, others can read, or nothing is kept."""

_NONE_KEPT = (
    f"还没有存邮箱的授权码。请运行 python process.py password 存一次；"
    f"电脑没有钥匙串的，设环境变量 {VARIABLE} 再运行。"
)
_NO_KEYRING = (
    f"这台电脑没有能用的钥匙串，授权码没有存。请改设环境变量 {VARIABLE}，它不写进任何文件。"
)
_UNFIT = "授权码只有英文字母、数字和符号，没有空格，像是复制错了。请重新复制。"


def read_password(user: str) -> str:
    """The password of a mailbox (R10.3).

    Raises:
        Problem: There is none, with how to keep one.
    """
    password = os.environ.get(VARIABLE) or _kept(user)
    if not password:
        raise Problem(_NONE_KEPT)
    return checked(password)


def checked(password: str) -> str:
    """A password without the white space that copying adds.

    Raises:
        Problem: It cannot be one.
    """
    bare = password.strip()
    if not bare or not bare.isascii() or not bare.isprintable() or " " in bare:
        raise Problem(_UNFIT)
    return bare


def keep_password(user: str, password: str) -> None:
    """Put it into the system's keyring, for the next runs.

    Raises:
        Problem: The system has none that is safe.
    """
    if _is_plain():
        raise Problem(_NO_KEYRING)
    try:
        keyring.set_password(_SERVICE, user, password)
    except (KeyringError, RuntimeError, OSError):
        raise Problem(_NO_KEYRING) from None  # its words may quote what was to be kept


def forget_password(user: str) -> bool:
    """Take it out of the keyring; whether there was one."""
    with suppress(KeyringError, PasswordDeleteError, RuntimeError, OSError):
        keyring.delete_password(_SERVICE, user)
        return True
    return False


def is_in_environment() -> bool:
    """Whether the environment gives one, which then counts."""
    return bool(os.environ.get(VARIABLE))


def _kept(user: str) -> str:
    if _is_plain():
        return ""
    with suppress(KeyringError, RuntimeError, OSError):
        return keyring.get_password(_SERVICE, user) or ""
    return ""


def _is_plain() -> bool:
    """Whether the keyring at hand keeps what it is given where others can read it."""
    return type(keyring.get_keyring()).__module__.startswith(_PLAIN)
