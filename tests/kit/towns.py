"""A small city's workspace on disk, as a bureau has it: forms made, filled, sent, merged."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from ducha.files.demo.answer import fill_form
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.period import Period
from ducha.workflow.generate import generate
from ducha.workflow.merge import merge_month
from ducha.workflow.workspace import Outcome, locked_workspace
from kit import sample
from kit.posted import FOOT, Figures, put
from kit.returns import APRIL, MAY
from kit.sample import HEALTH, QIXIAN

COUNT, RATE = sample.COUNT.code, sample.RATE.code
TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True)
class Town:
    """A workspace on disk, as the bureau has it."""

    root: Path

    def generate(self, period: Period) -> None:
        """Make the month's forms."""
        with locked_workspace(self.root / "config.toml") as space:
            generate(space, period)

    def merge(self, period: Period = MAY, *, dry_run: bool = False) -> Outcome:
        """Merge the inbox up to the month."""
        with locked_workspace(self.root / "config.toml") as space:
            return merge_month(space, period, date(2024, 6, 3), dry_run=dry_run)

    def form(self, unit: str = HEALTH, period: Period = MAY) -> bytes:
        """A unit's form as it was sent out."""
        name = f"{unit}_{period.label}_月报表.xlsx"
        return (self.root / "outbox" / str(period) / "填报表" / name).read_bytes()

    def send(
        self,
        figures: Figures,
        unit: str = HEALTH,
        period: Period = MAY,
        day: str = "",
        words: dict[tuple[str, str], str] | None = None,
    ) -> None:
        """Fill the form in and let it arrive."""
        data = fill_form(self.form(unit, period), figures, words or {}, FOOT)
        day = day or f"{period.month:02d}-20"
        put(self.root / "inbox", f"{period}/{unit}{day}.xlsx", data, day)

    @property
    def returned(self) -> Path:
        """The folder of May's 退回件."""
        return self.root / "outbox" / str(MAY) / "退回件"

    def back(self, unit: str = HEALTH) -> bytes:
        """The unit's 退回件."""
        return (self.returned / f"{unit}_2024年5月_退回件.xlsx").read_bytes()

    def shown(self, sheet: str) -> list[dict[str, object]]:
        """The rows of a sheet of May's consolidated workbook."""
        path = self.root / "outbox" / str(MAY) / "督查汇总_2024年5月.xlsx"
        rows = list(load_workbook(path)[sheet].iter_rows(values_only=True))
        top = next(n for n, row in enumerate(rows) if sum(v is not None for v in row) > 3)
        names = [str(name) for name in rows[top]]
        return [dict(zip(names, row, strict=True)) for row in rows[top + 1 :] if any(row)]


def founded(root: Path) -> Town:
    """The small city with its forms for April and May; one unit has answered for April."""
    (root / "config.toml").write_text("", encoding="utf-8")
    units = tuple(
        replace(one, mails=("yi@example.gov.cn",)) if one.name == HEALTH else one
        for one in sample.UNITS
    )
    (root / "ledger.xlsx").write_bytes(ledger_xlsx.write(sample.ledger(units=units)))
    shutil.copytree(TEMPLATES, root / "templates")
    (root / "inbox").mkdir()
    made = Town(root)
    made.generate(APRIL)
    made.send(LAST_MONTH, period=APRIL)
    made.generate(MAY)
    return made


LAST_MONTH = {
    (COUNT, QIXIAN, "done"): 20.0,
    (RATE, QIXIAN, "numerator"): 50.0,
    (RATE, QIXIAN, "denominator"): 70.0,
}
