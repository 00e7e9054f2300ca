"""A workspace of the small city with a mailbox: its provider runs on this machine."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from ducha.files.writing import mail
from ducha.ledger.model import Ledger
from ducha.letters.facts import MailDraft
from kit import sample
from kit.postoffice import USER
from kit.sample import LANKAO, QIXIAN
from kit.workplaces import Workplace

ROOT = Path(__file__).parents[2]
ADDRESSES = {QIXIAN: ("qixian@example.com", "qixian2@example.com"), LANKAO: ("lankao@example.com",)}


def book(addresses: dict[str, tuple[str, ...]] | None = None) -> Ledger:
    """The ledger of the small city, with addresses."""
    chosen = ADDRESSES if addresses is None else addresses
    plain = sample.ledger()
    units = tuple(replace(unit, mails=chosen.get(unit.name, ())) for unit in plain.units)
    return replace(plain, document=replace(plain.document, mailbox=USER), units=units)


def settings(smtp: int = 1, imap: int = 1, ca_file: Path | None = None, **more: str) -> str:
    """A config.toml with a mailbox on this machine; further keys as they are written."""
    keys = {
        "smtp": f'"127.0.0.1:{smtp}"',
        "imap": f'"127.0.0.1:{imap}"',
        "ca_file": f'"{ca_file or ""}"',
        "pause": "0",
        **more,
    }
    return "[mail]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())


def mailplace(folder: Path, config: str, ledger: Ledger | None = None) -> Workplace:
    """A workspace with this config.toml, in which nothing has been done yet."""
    place = Workplace(folder / "space")
    (place.root / "inbox").mkdir(parents=True)
    shutil.copytree(ROOT / "templates", place.root / "templates")
    (place.root / "config.toml").write_text(config, encoding="utf-8")
    place.write(ledger or book())
    return place


def put_draft(place: Workplace, unit: str, words: str = "请填报") -> Path:
    """A draft of a monthly form, as `generate` makes it."""
    path = place.root / "outbox/2024-05/邮件" / f"{unit}_2024年5月_月报表.eml"
    path.parent.mkdir(parents=True, exist_ok=True)
    letter = MailDraft(
        to=("draft@example.com",),
        subject=f"月报表（{unit}）",
        body=words,
        attachment_name="表.xlsx",
        attachment=b"form",
    )
    path.write_bytes(mail.draft(letter))
    return path


def sent(place: Workplace) -> list[str]:
    """What lies in sent/, by name."""
    return sorted(path.name for path in place.root.glob("sent/*/*"))
