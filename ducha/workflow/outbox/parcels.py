"""A form and the mail that carries it, and what their files are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ducha.files.disk import plan as disk
from ducha.files.writing import mail
from ducha.letters.facts import Letter, MailDraft, MailFile, draft_mail
from ducha.texts import MARK, shown_name, text_digest
from ducha.workflow.workspace import Workspace

FORMS = "填报表"
MAILS = "邮件"
_FORBIDDEN = re.compile(rf'[\\/:*?"<>|\s{MARK}]')
_LONGEST = 50
"""Characters of a unit's name in the name of a file: systems allow 255 bytes in all."""


@dataclass(frozen=True, slots=True)
class FormMail:
    """One unit's form and the draft that carries it; `stem` is the name of both files."""

    stem: str
    draft: MailDraft

    def form_in(self, folder: Path) -> disk.Output:
        """The form as a file."""
        return disk.Output(folder / self.draft.attachment_name, self.draft.attachment)

    def mail_in(self, folder: Path) -> disk.Output:
        """The draft as a file."""
        return disk.Output(folder / f"{self.stem}.eml", mail.draft(self.draft))


def named_template(space: Workspace, name: str) -> tuple[str, str]:
    """The template of a mail: its name and its text."""
    return name, mail.load_template(space.settings.templates / name)


def wrap_form(stem: str, form: bytes, letter: Letter, template: tuple[str, str]) -> FormMail:
    """Wrap a form up: the mail is written by the `template`, (name, text)."""
    name, text = template
    filled = mail.render(text, letter.facts, name)
    return FormMail(stem, draft_mail(letter, filled, MailFile(f"{stem}.xlsx", form)))


def wrap_reminder(
    stem: str, letter: Letter, template: tuple[str, str], attachments: Sequence[MailFile]
) -> FormMail:
    """Wrap a reminder up, with every form that its unit needs again."""
    name, text = template
    return FormMail(stem, draft_mail(letter, mail.render(text, letter.facts, name), *attachments))


def file_stem(unit: str, *parts: str) -> str:
    """A name that begins with the unit's, fit for any system: 市教体局_任务分解表."""
    stem = _FORBIDDEN.sub("_", shown_name(unit))
    if len(stem) > _LONGEST:
        stem = f"{stem[:_LONGEST]}_{text_digest(unit)}"
    return "_".join((stem, *parts))
