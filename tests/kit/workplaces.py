"""A workspace of the small city in which a clerk writes the ledger and runs the verbs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import process
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.ledger.model import Ledger


@dataclass(frozen=True)
class Workplace:
    """A folder with a config.toml; the program runs on `TODAY` where no other day is named."""

    root: Path
    TODAY: ClassVar[str] = "2024-06-29"

    def write(self, book: Ledger) -> None:
        """Let a clerk change the ledger."""
        (self.root / "ledger.xlsx").write_bytes(ledger_xlsx.write(book))

    def run(self, *arguments: str, today: str = "") -> int:
        """Run the program."""
        config = str(self.root / "config.toml")
        return process.run(["--config", config, "--today", today or self.TODAY, *arguments])
