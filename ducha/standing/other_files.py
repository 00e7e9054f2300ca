"""What else came from a unit: scans, other tables, forms for other months, and why it is no use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ducha.cells import squeeze
from ducha.intake.verdicts import NOT_OUR_FORM, Judgement
from ducha.ledger.model import Ledger
from ducha.ledger.names import same_mail
from ducha.period import Period, end_of, parse_period
from ducha.standing.lateness import is_late
from ducha.submission.arrival import SEVERAL, Verdict
from ducha.texts import shown_name

_MONTHS = re.compile(
    r"(?:(\d{4})\s*[-年./_]?)?(?<!\d)(\d{1,2})月(?!\d{1,2}[日号])|(\d{4})-(\d{2})(?!\d|-\d)"
)
_SHORTEST_NAME = 2
_INLINE = re.compile(r"image\d{3,}\.\w+", re.IGNORECASE)
"""A picture that a mail program has named: a letterhead, no scan."""


@dataclass(frozen=True, slots=True)
class Window:
    """Within which a file is of a month: after the deadline before, up to its own (R6.205)."""

    period: Period
    since: date
    deadline: date

    def holds(self, judgement: Judgement) -> bool:
        """Whether a file came within it, by whatever time it has."""
        return end_of(self.since) < judgement.source.received <= end_of(self.deadline)


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file of a unit's that is none of its returns of the month.

    `period` is the month that it is for where that is another one. One that is `useless` was meant
    for the month and came in time, but nothing of it can be used. `what` says in a word what it is.
    """

    file: str
    verdict: Verdict
    period: str
    useless: bool
    what: str = ""

    @property
    def label(self) -> str:
        """As a list of files names it: what it is called, what it is, its verdict (R7.272)."""
        what = f"{self.period}的表" if self.period else self.what
        return f"{shown_name(self.file)}（{'，'.join(filter(None, (what, str(self.verdict))))}）"


def other_files(
    ledger: Ledger,
    units: Collection[str],
    window: Window,
    judgements: Sequence[Judgement],
    returned: Collection[str],
) -> Mapping[str, tuple[OtherFile, ...]]:
    """By unit, the files that came from it beside its returns of the month (R6.203, R6.204).

    Args:
        ledger: The ledger in force, which knows names and addresses.
        units: The units that owe a return.
        window: The month, and when what has no claim counts to it.
        judgements: The verdicts on all files.
        returned: Names of the files that are returns of the month, good or bad.
    """
    found: dict[str, list[OtherFile]] = defaultdict(list)
    for judgement in judgements:
        if not judgement.attempt or judgement.source.file in returned or _is_picture(judgement):
            continue
        unit = judgement.unit or _whose(judgement, ledger)
        if unit in units and _is_of_month(judgement, window):
            found[unit].append(_other_file(judgement, window))
    return {unit: tuple(files) for unit, files in found.items()}


def _other_file(judgement: Judgement, window: Window) -> OtherFile:
    return OtherFile(
        judgement.source.file,
        judgement.verdict,
        judgement.period if judgement.period != str(window.period) else "",
        useless=judgement.verdict is not Verdict.EXCLUDED
        and not _serves_another_month(judgement)
        and not is_late(judgement.source, window.deadline),
        what=_what_it_is(judgement),
    )


def _what_it_is(judgement: Judgement) -> str:
    """In a word: 扫描件, 别的表; blank where the verdict says all that is known."""
    if judgement.verdict is Verdict.NOT_A_RETURN:
        return "扫描件"
    return "别的表" if judgement.reason.startswith(NOT_OUR_FORM) else ""


def _serves_another_month(judgement: Judgement) -> bool:
    """Whether a form is the first return of the month that it is for, or a breakdown."""
    if not judgement.unit:
        return False
    return judgement.version == 1 or parse_period(judgement.period) is None


def _is_picture(judgement: Judgement) -> bool:
    return bool(_INLINE.fullmatch(_own_name(judgement)))


def _is_of_month(judgement: Judgement, window: Window) -> bool:
    """Whether a file is of the month: by the month in its name, else by when it came (R6.205).

    A form's own month says nothing: it came in place of this month's.
    """
    named = () if judgement.unit else _months_named(_own_name(judgement), window.period.year)
    return window.period in named if len(named) == 1 else window.holds(judgement)


def _months_named(name: str, year: int) -> tuple[Period, ...]:
    """The months that a file's name says, each once: 5月, 2024年5月, 2024-05; no day (5月20日)."""
    found = (
        parse_period(f"{match[1] or match[3] or year}-{match[2] or match[4]}")
        for match in _MONTHS.finditer(name)
    )
    return tuple(dict.fromkeys(period for period in found if period))


def _own_name(judgement: Judgement) -> str:
    return squeeze(judgement.source.file.rpartition("/")[2])


def _whose(judgement: Judgement, ledger: Ledger) -> str:
    """Whose a file is that claims nobody: by its sender's address, else by its own name.

    Blank where that is nobody's, or might be several units' (R6.204).
    """
    sender = judgement.source.sender
    owners = {
        unit
        for mail in sender.split(SEVERAL)
        for unit in ledger.by_mail.get(same_mail(mail), ())
        if sender
    }
    return _only(owners or _named_units(_own_name(judgement), ledger))


def _named_units(name: str, ledger: Ledger) -> set[str]:
    """Units whose name or alias is a part of a file's name, and of no longer one in it."""
    words = [w for w in ledger.own_names if len(w) >= _SHORTEST_NAME and w in name]
    fullest = (w for w in words if not any(w != other and w in other for other in words))
    return {ledger.own_names[word] for word in fullest}


def _only(names: Iterable[str]) -> str:
    """The name, if there is but one."""
    listed = list(names)
    return listed[0] if len(listed) == 1 else ""
