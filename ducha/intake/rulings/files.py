"""人工处置: a clerk's audited decisions, shown wherever they took effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time

from ducha.checks.returns import RULING
from ducha.findings import Finding
from ducha.form.claim import Claim
from ducha.ledger.columns import ADOPT, EXCLUDE, MOVE, RECEIVED
from ducha.ledger.year.decisions import Override
from ducha.period import CHINA
from ducha.submission.arrival import RULED_TIME, Source
from ducha.submission.reading import Submission
from ducha.texts import shown_apart, shown_name


@dataclass(frozen=True, slots=True)
class FileRuling:
    """What has been decided about one file as a whole (R6.241, R6.242, R6.243)."""

    exclude: Override | None = None
    adopt: Override | None = None
    move: Override | None = None
    received: Override | None = None

    @property
    def vouching(self) -> tuple[Override, ...]:
        """Without these the file would not count as it does."""
        return tuple(override for override in (self.adopt, self.move) if override)

    @property
    def taken(self) -> tuple[Override, ...]:
        """What has been decided about a file that is taken."""
        return (*self.vouching, self.received) if self.received else self.vouching


def describe_ruling(override: Override) -> str:
    """Who decided what, and why, as it is shown wherever it took effect (R6.249)."""
    value = f"为{override.value}" if override.value else ""
    signed = "，".join(part for part in (override.officer, override.day) if part)
    return f"人工{override.action}{value}：{override.reason}（{signed}）"


def describe_rulings(overrides: Iterable[Override]) -> str:
    """Several decisions in one line; blank of none."""
    return "；".join(map(describe_ruling, overrides))


def note_ruling(override: Override, where: Submission | Source, unit: str = "") -> Finding:
    """The note in 数据核查 that a decision took effect on a file (R6.249)."""
    source = where.source if isinstance(where, Submission) else where
    owner = where.claim.unit if isinstance(where, Submission) else unit
    return RULING.finding(ruling=describe_ruling(override)).about(owner, source.file)


def concerns_whole_file(override: Override) -> bool:
    """Whether the decision is about a file rather than a row or a cell."""
    return not override.code and not override.field


def concerns_file(override: Override, file: str, claim: Claim | None) -> bool:
    """Whether a decision concerns this file; a file may be named without its folder (R6.240)."""
    if not names_file(override, file):
        return False
    if claim is None:
        return bool(override.file)
    same_unit = not override.unit or override.unit == claim.unit
    return same_unit and (not override.period or override.period == claim.period)


def rulings_on_file(overrides: Iterable[Override], file: str, claim: Claim | None) -> FileRuling:
    """Decisions about the file as a whole; of several of one kind the last one stands (R6.240)."""
    by_action = {
        o.action: o for o in overrides if concerns_whole_file(o) and concerns_file(o, file, claim)
    }
    return FileRuling(
        by_action.get(EXCLUDE), by_action.get(ADOPT), by_action.get(MOVE), by_action.get(RECEIVED)
    )


def names_file(override: Override, file: str) -> bool:
    """A file may be named without its folder; a decision on a unit names none."""
    if override.file in {"", file} or file.endswith(f"/{override.file}"):
        return True
    shown = shown_name(file)  # what the clerk has copied from 文件清单
    return override.file in {shown, shown_apart(file)} or shown.endswith(f"/{override.file}")


def with_ruled_time(source: Source, override: Override | None) -> Source:
    """The source with the time of receipt that a clerk settled (认定时间) (R6.244).

    A day without a time of day stands for its noon, China time.
    """
    if override is None:
        return source
    moment = datetime.fromisoformat(override.value)
    if len(override.value) <= len("2024-05-28"):
        moment = datetime.combine(moment.date(), time(12))
    return replace(source, received=moment.replace(tzinfo=CHINA), basis=RULED_TIME)
