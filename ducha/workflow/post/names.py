"""Where a mail to a unit is kept in sent/, and under which name."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from pathlib import Path

from ducha.period import Period
from ducha.submission.sent import KIND_WORDS, SentKind


def sent_folder(sent: Path, period: Period) -> Path:
    """The folder of a month within sent/."""
    return sent / str(period)


def sent_name(kind: SentKind, unit_stem: str, number: int, taken: Collection[str]) -> str:
    """A name that says what it is, without ending: 催报_杞县_第1次, and the first free one of it.

    Args:
        kind: What is sent.
        unit_stem: What the unit is called in the names of files.
        number: The round; 0 is a 提醒.
        taken: Names, without ending, that files in the folder have.
    """
    base = f"{KIND_WORDS[kind]}_{unit_stem}_{f'第{number}次' if number else '提醒'}"
    names = (base if n == 1 else f"{base}_{n}" for n in count(1))
    return next(name for name in names if name not in taken)


def names_taken(folder: Path) -> frozenset[str]:
    """The names in a folder of sent/, without their endings."""
    return frozenset(path.stem for path in folder.glob("*"))
