"""What every form needs to get to its unit: the key, the draft, the list of what to send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ducha.files.disk import plan as disk
from ducha.files.writing import list as list_xlsx
from ducha.files.writing import mail
from ducha.findings import Problem
from ducha.ledger.model import Ledger
from ducha.letters import facts as letters
from ducha.texts import MARK, digest, shown_name
from ducha.workflow.workspace import Workspace

FORMS = "填报表"
MAILS = "邮件"
LIST = "发送清单.xlsx"
_FORBIDDEN = re.compile(rf'[\\/:*?"<>|\s{MARK}]')
_LONGEST = 50
"""Characters of a unit's name in the name of a file: systems allow 255 bytes in all."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One unit's form and the draft that carries it."""

    form_name: str
    form: bytes
    draft: letters.Draft


def file_stem(unit: str, *parts: str) -> str:
    """A name that begins with the unit's, fit for any system: 市教体局_任务分解表."""
    stem = _FORBIDDEN.sub("_", shown_name(unit))
    if len(stem) > _LONGEST:
        stem = f"{stem[:_LONGEST]}_{digest(unit)}"
    return "_".join((stem, *parts))


def wanted(
    space: Workspace, owing: Sequence[str], asked: Sequence[str], what: str
) -> tuple[str, ...]:
    """The units asked for, by name or alias; all of `owing` when none is named."""
    names = {unit.name: unit.name for unit in space.ledger.units}
    names |= {alias: unit.name for unit in space.ledger.units for alias in unit.aliases}
    unknown = [name for name in asked if names.get(name) not in owing]
    if unknown:
        message = f"不是{what}：{'、'.join(unknown)}。{what}有：{'、'.join(owing)}"
        raise Problem(message)
    chosen = {names[name] for name in asked}
    return tuple(unit for unit in owing if not asked or unit in chosen)


def signing_key(space: Workspace, *, dry_run: bool) -> tuple[bytes, bool]:
    """The signing key, and whether it was made just now."""
    if space.key is not None:
        return space.key, False
    return (disk.new_key() if dry_run else disk.make_key(space.settings.key)), True


def parcel(stem: str, form: bytes, facts: letters.Facts, template: tuple[str, str]) -> Parcel:
    """Wrap a form up: `template` is the name and the text of the mail's."""
    name, text = template
    letter = letters.draft(facts, mail.render(text, facts, name), f"{stem}.xlsx", form)
    return Parcel(f"{stem}.xlsx", form, letter)


def shipped(folder: Path, parcels: Sequence[Parcel]) -> list[disk.Output]:
    """Forms and drafts, each in its folder."""
    return [
        *(disk.Output(folder / FORMS / one.form_name, one.form) for one in parcels),
        *(
            disk.Output(folder / MAILS / one.draft.file_name, mail.draft(one.draft))
            for one in parcels
        ),
    ]


def send_list(
    folder: Path, ledger: Ledger, stems: Sequence[tuple[str, str]], title: str
) -> disk.Output:
    """发送清单: every unit's address and files (unit, stem), for those who use web mail."""
    rows = [
        letters.list_row(ledger.by_unit[unit], f"{FORMS}/{stem}.xlsx", f"{MAILS}/{stem}.eml")
        for unit, stem in stems
    ]
    return disk.Output(folder / MAILS / LIST, list_xlsx.write(letters.LIST_HEADINGS, rows, title))


def said(
    space: Workspace, parcels: Sequence[Parcel], what: str, *, key_made: bool
) -> tuple[str, ...]:
    """What was made, and what a person must know of it."""
    lines = [f"{what}{len(parcels)}份，邮件草稿{len(parcels)}封，发送清单1份"]
    if key_made:
        lines.append(f"新建签名密钥 {space.shown(space.settings.key)}：请备份，不要外传，不要删除")
    blank = sum(not one.draft.to for one in parcels)
    if blank:
        lines.append(f"{blank}个单位在台账〔责任单位〕中没有邮箱，草稿的收件人空着，发送前请填上")
    return tuple(lines)


def ending(space: Workspace, folder: Path) -> str:
    """What to do next."""
    return f"下一步：打开 {space.shown(folder / MAILS)}，双击邮件草稿核对后发送"
