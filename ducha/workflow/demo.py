"""demo: a workspace of its own, forms filled in on disk, returns put into its inbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ducha.files.demo import answer as answer_xlsx
from ducha.files.demo import space as demo_space
from ducha.files.disk import plan as disk
from ducha.files.disk.plan import read_bytes
from ducha.files.writing import list as list_xlsx
from ducha.files.writing import mail
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.findings import Problem
from ducha.ledger.model import Ledger
from ducha.letters.facts import MailDraft
from ducha.period import CHINA, Period
from ducha.workflow.generate import form_stem
from ducha.workflow.outbox.parcels import FORMS
from ducha.workflow.workspace import Workspace

FOOT = {
    "填报人": "（演示）",
    "审核人": "（演示）",
    "单位负责人": "（演示）",
    "联系电话": "0000-0000000",
}
README = """这个文件夹是演示用的，里面的数据都是虚构的。
重新运行演示时，整个文件夹会被清空重做，请不要在这里放别的东西。
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReturn:
    """One unit's return: when it was sent, what was typed, whether it came as a mail."""

    unit: str
    sent: datetime
    answers: Mapping[tuple[str, str, str], str | float]
    texts: Mapping[tuple[str, str], str]
    mailed: bool = False
    suffix: str = ""


@contextmanager
def demo_workspace(
    space: Workspace, folder: Path | None, waiting: Callable[[], None] | None = None
) -> Iterator[tuple[Path, disk.WorkspaceLock]]:
    """An empty folder for the demo, held from before it is emptied until the demo has ended.

    Gives:
        Its config.toml, still to be made, and its lock.

    Raises:
        Problem: The folder holds something else, or another demo does not end.
    """
    root = folder.absolute() if folder else space.settings.outbox / "demo"
    if demo_space.is_foreign(root):
        message = f"{root} 里有别的文件，演示不会动它。请换一个空文件夹"
        raise Problem(message)
    demo_space.make_folder(root)
    with disk.locked(root, waiting) as lock:
        demo_space.clear(root, README)
        yield root / "config.toml", lock


def furnish(space: Workspace, config: Path, ledger: Ledger) -> None:
    """Lay settings, templates and the ledger into the demo's folder."""
    root = config.parent
    demo_space.copy_file(space.config, config)
    demo_space.copy_folder(space.settings.templates, root / "templates")
    disk.apply([disk.Output(root / "ledger.xlsx", ledger_xlsx.write(ledger))], root)


def put_return(space: Workspace, period: Period, returned: DemoReturn) -> None:
    """Fill the unit's form as another program would, and let it arrive."""
    stem = form_stem(returned.unit, period)
    form = read_bytes(space.folder(period) / FORMS / f"{stem}.xlsx")
    filled = answer_xlsx.fill_form(form, returned.answers, returned.texts, FOOT, returned.sent)
    folder = space.settings.inbox / str(period)
    if returned.mailed:
        subject = f"{returned.unit}{period.label}月报"
        letter = MailDraft(
            to=(),
            subject=subject,
            body="月报见附件。\n",
            attachment_name=f"{stem}.xlsx",
            attachment=filled,
        )
        data = mail.compose(letter, returned.sent, f"{returned.unit} <demo@example.invalid>")
        demo_space.put_dated(folder / f"{stem}.eml", data, returned.sent)
    else:
        demo_space.put_dated(folder / f"{stem}{returned.suffix}.xlsx", filled, returned.sent)


def put_foreign(space: Workspace, period: Period, rows: Sequence[tuple[str, ...]]) -> None:
    """A workbook that is no form of ours arrives too."""
    data = list_xlsx.write(rows[0], rows[1:], "通讯录")
    at = datetime(period.year, period.month, 22, 10, tzinfo=CHINA)
    demo_space.put_dated(space.settings.inbox / str(period) / "各单位通讯录.xlsx", data, at)
