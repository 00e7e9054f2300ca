"""The mailbox of a workspace: whose it is, the ways to its servers, who logs in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ducha.files.post.password import read_password
from ducha.files.post.reaching import Way
from ducha.files.post.smtp import Login
from ducha.findings import Problem
from ducha.letters.facts import is_address
from ducha.sections.mail import MailSettings
from ducha.workflow.workspace import Workspace

_NO_SENDER = (
    "还不知道用哪个邮箱：请在台账〔文件信息〕填上邮箱，"
    '或者在 config.toml 的 [mail] 写上 from = "你们的邮箱"。'
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The bureau's mailbox: its address, who logs in, and what config.toml says of it."""

    address: str
    user: str
    settings: MailSettings

    @property
    def smtp(self) -> Way:
        """The way out."""
        return Way(self.settings.smtp, "smtp", self.settings.ca_file)

    @property
    def imap(self) -> Way:
        """The way in."""
        return Way(self.settings.imap, "imap", self.settings.ca_file)

    def login(self, way: Way) -> Login | None:
        """Who logs in there; nobody where the way is not encrypted (R10.2).

        Raises:
            Problem: No password is kept.
        """
        return None if way.open_to_all else Login(self.user, read_password(self.user))


def mailbox_of(space: Workspace) -> Mailbox:
    """The mailbox that config.toml names, else the ledger's.

    Raises:
        Problem: Neither names one.
    """
    mail = space.settings.mail
    listed = re.split(r"[\s,;，；、]+", space.ledger.document.mailbox)
    own = mail.sender or next(filter(is_address, listed), "")
    if not own:
        raise Problem(_NO_SENDER)
    return Mailbox(own, mail.user or own, mail)
