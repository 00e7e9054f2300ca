"""config.toml -> values, every mistake at once; nothing below this module sees the file."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from ducha.checks.catalogue import GRADED
from ducha.findings import Problem, Severity, refuse
from ducha.form.monthly import COUNTY, LEAD
from ducha.period import Period, parse_period
from ducha.standing.table import AwardRules
from ducha.status.rating import Status, Thresholds
from ducha.workdays import USUAL_DAYS, WorkCalendar

_NAME = "config.toml"
_LINES = (LEAD, COUNTY)
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_PATTERNS = ("solid", "hatch")
OFF = "关"
DEFAULT_PATHS = {
    "ledger": "ledger.xlsx",
    "inbox": "inbox",
    "outbox": "outbox",
    "templates": "templates",
    "key": "signing.key",
    "sent": "sent",
    "archive": "archive",
}
"""Where everything lies, from the folder of config.toml."""
SECTIONS = {
    "": ("reporters", "authority", "carry"),
    "paths": ("ledger", "inbox", "outbox", "templates", "key", "sent", "archive"),
    "deadlines": ("rest", "work"),
    "status": ("on_track", "severe", "lagging_months", "idle_months", "run_gap"),
    "colours": tuple(Status),
    "ranking": (
        *("late", "supplement", "missing", "returned", "dispute"),
        *("correct_days", "rank_from"),
    ),
    "assignments": ("overdue",),
    "praise": ("count", "score"),
    "criticism": ("count",),
    "checks": tuple(GRADED),
}
"""Every section and its keys; those of `deadlines` are months besides."""


@dataclass(frozen=True, slots=True)
class Colour:
    """How a status is painted: `pattern` is solid or hatch."""

    fill: str
    font: str
    pattern: str = "solid"


COLOURS = {
    Status.DONE: Colour("#1E7B34", "#FFFFFF"),
    Status.ON_TRACK: Colour("#A9D18E", "#1E3D0F"),
    Status.LAGGING: Colour("#FFD966", "#5C4400"),
    Status.BEHIND: Colour("#D92D20", "#FFFFFF"),
    Status.NO_RETURN: Colour("#D0CECE", "#333333"),
    Status.HELD: Colour("#D9C3EE", "#4B1A75", "hatch"),
    Status.NOT_BROKEN_DOWN: Colour("#FFFFFF", "#595959"),
    Status.NO_TASK: Colour("#FFFFFF", "#595959"),
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How the program behaves; all paths are whole."""

    root: Path
    ledger: Path
    inbox: Path
    outbox: Path
    templates: Path
    key: Path
    sent: Path
    archive: Path
    reporters: frozenset[str]
    authority: str
    carry: bool
    thresholds: Thresholds
    colours: dict[Status, Colour]
    awards: AwardRules
    deadlines: dict[Period, date]
    days: WorkCalendar
    grades: dict[str, Severity | None]


@dataclass(frozen=True, slots=True)
class _Section:
    """One section as read; its mistakes go into one list for the whole file."""

    name: str
    table: dict[str, object]
    mistakes: list[str]

    def complain(self, key: str, sentence: str) -> None:
        """Note a mistake at a key."""
        where = f"[{self.name}] 的 {key}" if self.name else key
        self.mistakes.append(f"{_NAME} 中 {where}：{sentence}")

    def text(self, key: str, default: str) -> str:
        """Read a text that is not empty."""
        value = self.table.get(key, default)
        if isinstance(value, str) and value.strip():
            return value
        self.complain(key, "应为写在英文双引号里的文字。")
        return default

    def truth(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        value = self.table.get(key, default)
        if isinstance(value, bool):
            return value
        self.complain(key, f"应为 true（是）或 false（否），现在是 {_as_written(value)}。")
        return default

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """Read a number between `low` and `high`."""
        value = self.table.get(key, default)
        if isinstance(value, int | float) and value is not True and low <= value <= high:
            return float(value)
        self.complain(key, f"应为 {low:g} 到 {high:g} 之间的数字，现在是 {_as_written(value)}。")
        return default

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """Read a whole number between `low` and `high`."""
        value = self.table.get(key, default)
        if isinstance(value, int) and value is not True and low <= value <= high:
            return value
        self.complain(key, f"应为 {low} 到 {high} 之间的整数，现在是 {_as_written(value)}。")
        return default


def read(text: str, root: Path) -> Settings:
    """Read the text of config.toml in the folder `root`; a missing key keeps its default.

    Raises:
        Problem: The text is no TOML, or has mistakes: all of them in one problem.
    """
    mistakes: list[str] = []
    table = _parse(text)
    section = _sections(table, mistakes)
    paths = _paths(section["paths"], root)
    settings = Settings(
        root=root,
        ledger=paths["ledger"],
        inbox=paths["inbox"],
        outbox=paths["outbox"],
        templates=paths["templates"],
        key=paths["key"],
        sent=paths["sent"],
        archive=paths["archive"],
        reporters=_reporters(section[""]),
        authority=_authority(section[""]),
        carry=section[""].truth("carry", default=True),
        thresholds=_thresholds(section["status"]),
        colours=_colours(section["colours"]),
        awards=_awards(section),
        deadlines=_deadlines(section["deadlines"]),
        days=_days(section["deadlines"]),
        grades=_grades(section["checks"]),
    )
    refuse(mistakes)
    return settings


def typed_paths(text: str) -> dict[str, str]:
    """What [paths] says, letter for letter, the default where it says nothing.

    The rest of the file is not looked at: a workspace can be carried away whatever is wrong there.

    Raises:
        Problem: The text is no TOML, or a path is no text.
    """
    mistakes: list[str] = []
    table = _parse(text).get("paths", {})
    section = _Section("paths", table if isinstance(table, dict) else {}, mistakes)
    typed = {key: section.text(key, default) for key, default in DEFAULT_PATHS.items()}
    refuse(mistakes)
    return typed


def _parse(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff") + "\n")
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第{match[1]}行第{match[2]}个字符附近" if match else "末尾"
        message = (
            f"{_NAME} {where}写法有误，读不下去。"
            "请检查：引号、等号、方括号都要用英文半角并且成对，同一项只写一遍，路径用 / 不用 \\。"
        )
        raise Problem(message) from error


def _sections(table: dict[str, object], mistakes: list[str]) -> dict[str, _Section]:
    """Every section by name, the top of the file under ""; unknown names are mistakes."""
    top = {key: value for key, value in table.items() if key not in SECTIONS}
    sections = {"": _Section("", top, mistakes)}
    for name in [name for name in SECTIONS if name]:
        value = table.get(name, {})
        if not isinstance(value, dict):
            mistakes.append(f"{_NAME} 中 {name}：应为一节，写成 [{name}] 单独一行。")
            value = {}
        sections[name] = _Section(name, value, mistakes)
    for name, section in sections.items():
        if name != "deadlines":
            _refuse_unknown(section, (*SECTIONS[name], *(() if name else SECTIONS)))
    return sections


def _refuse_unknown(section: _Section, known: Iterable[str]) -> None:
    allowed = [key for key in known if key]
    for key in section.table:
        if key not in allowed:
            close = get_close_matches(key, allowed, n=1, cutoff=0.5)
            suggestion = f"是不是“{close[0]}”？" if close else f"可用的有：{'、'.join(allowed)}。"
            section.complain(key, f"没有这一项，{suggestion}")


def _paths(section: _Section, root: Path) -> dict[str, Path]:
    paths = {
        key: Path(os.path.normpath(root / section.text(key, default)))
        for key, default in DEFAULT_PATHS.items()
    }
    for key in ("ledger", "inbox", "templates", "key", "sent", "archive"):
        if paths[key].is_relative_to(paths["outbox"]):
            section.complain(key, "不能放在 outbox 里面：outbox 里的文件随时会被重新生成。")
    for key in ("outbox", "sent", "archive"):
        if paths[key].is_relative_to(paths["inbox"]):
            section.complain(key, "不能放在 inbox 里面：生成的文件会被当成报送件。")
    for key in DEFAULT_PATHS.keys() - {"archive"}:
        if paths[key].is_relative_to(paths["archive"]):
            section.complain(key, "不能放在 archive 里面：归档的文件不再改动。")
    return paths


def _reporters(section: _Section) -> frozenset[str]:
    value = section.table.get("reporters", list(_LINES))
    if isinstance(value, list) and value and all(line in _LINES for line in value):
        return frozenset(map(str, value))
    section.complain(
        "reporters", f'应为 ["{LEAD}", "{COUNTY}"] 中的一个或两个，现在是 {_as_written(value)}。'
    )
    return frozenset(_LINES)


def _authority(section: _Section) -> str:
    value = section.table.get("authority", LEAD)
    if isinstance(value, str) and value in _LINES:
        return value
    section.complain("authority", f'应为 "{LEAD}" 或 "{COUNTY}"，现在是 {_as_written(value)}。')
    return LEAD


def _thresholds(section: _Section) -> Thresholds:
    default = Thresholds()
    thresholds = Thresholds(
        on_track=section.number("on_track", default.on_track, 0, 100),
        severe=section.number("severe", default.severe, 0, 100),
        lagging_months=section.whole("lagging_months", default.lagging_months, 2, 12),
        idle_months=section.whole("idle_months", default.idle_months, 1, 12),
        run_gap=section.number("run_gap", default.run_gap, 0, 100),
    )
    if thresholds.on_track >= thresholds.severe:
        section.complain(
            "on_track",
            f"正常的界限（{thresholds.on_track:g}）应小于严重滞后的界限（{thresholds.severe:g}）。",
        )
    return thresholds


def _colours(section: _Section) -> dict[Status, Colour]:
    return {status: _colour(section, status, default) for status, default in COLOURS.items()}


def _colour(section: _Section, status: Status, default: Colour) -> Colour:
    value = section.table.get(status, {})
    if not isinstance(value, dict):
        section.complain(status, '应写成 { fill = "#FFFFFF", font = "#000000" }。')
        return default
    keys = _Section(f"colours.{status}", value, section.mistakes)
    _refuse_unknown(keys, ("fill", "font", "pattern"))
    colour = Colour(
        keys.text("fill", default.fill),
        keys.text("font", default.font),
        keys.text("pattern", default.pattern),
    )
    for key, typed in (("fill", colour.fill), ("font", colour.font)):
        if not _COLOUR.fullmatch(typed):
            keys.complain(key, f"颜色“{typed}”写法不对，应为 # 加六位十六进制数，如 #FFD966。")
    if colour.pattern not in _PATTERNS:
        keys.complain("pattern", f"“{colour.pattern}”不认识，应为 solid（实色）或 hatch（斜线）。")
    if colour.fill.upper() == colour.font.upper():
        keys.complain("font", "文字和底色相同，会看不见字，请改其中一个。")
    return colour


def _awards(sections: Mapping[str, _Section]) -> AwardRules:
    default = AwardRules()
    ranking, praise = sections["ranking"], sections["praise"]
    return AwardRules(
        late=ranking.number("late", default.late, 0, 100),
        supplement=ranking.number("supplement", default.supplement, 0, 100),
        missing=ranking.number("missing", default.missing, 0, 100),
        returned=ranking.number("returned", default.returned, 0, 100),
        overdue=sections["assignments"].number("overdue", default.overdue, 0, 100),
        dispute=ranking.number("dispute", default.dispute, 0, 100),
        correct_days=ranking.whole("correct_days", default.correct_days, 0, 60),
        rank_from=_rank_from(ranking),
        praised=praise.whole("count", default.praised, 0, 100),
        praise_score=praise.number("score", default.praise_score, 0, 100),
        criticised=sections["criticism"].whole("count", default.criticised, 0, 100),
    )


def _rank_from(section: _Section) -> Period | None:
    """The first month with proposals; blank for the one after the first (R7.122)."""
    value = section.table.get("rank_from", "")
    period = parse_period(value) if isinstance(value, str) else None
    if value != "" and period is None:
        section.complain(
            "rank_from", f'应为月份，如 "2024-05"，或者留空 ""，现在是 {_as_written(value)}。'
        )
    return period


def _deadlines(section: _Section) -> dict[Period, date]:
    deadlines: dict[Period, date] = {}
    for key, value in section.table.items():
        if key in SECTIONS["deadlines"]:
            continue
        period = parse_period(key)
        if period is None:
            section.complain(key, '左边应为月份，如 "2024-09"，或者 rest、work。')
        elif not isinstance(value, date) or _is_no_date(value):
            section.complain(
                key, f"右边应为日期，如 {period}-27，不加引号，现在是 {_as_written(value)}。"
            )
        elif not period <= Period(value.year, value.month) <= period.plus(1):
            section.complain(key, f"截止日期 {value} 不在 {period.label}或下一个月，请核对。")
        else:
            deadlines[period] = value
    return deadlines


def _days(section: _Section) -> WorkCalendar:
    """Days off (rest) and days worked in their stead (work)."""
    days = WorkCalendar(
        _dates(section, "rest", USUAL_DAYS.off), _dates(section, "work", USUAL_DAYS.worked)
    )
    both = sorted(map(str, days.off & days.worked))
    if both:
        section.complain("work", f"{'、'.join(both)} 又在 rest 里，请删去一处。")
    return days


def _dates(section: _Section, key: str, default: frozenset[date]) -> frozenset[date]:
    value = section.table.get(key, sorted(default))
    if isinstance(value, list) and not any(map(_is_no_date, value)):
        return frozenset(value)
    section.complain(key, "应为一列日期，如 [2024-01-01, 2024-02-10]，日期不加引号。")
    return default


def _is_no_date(value: object) -> bool:
    return not isinstance(value, date) or isinstance(value, datetime)


def _grades(section: _Section) -> dict[str, Severity | None]:
    """Checks that get another grade; 关 switches one off. `_sections` reports unknown codes."""
    grades: dict[str, Severity | None] = {}
    for code, value in section.table.items():
        if code not in GRADED:
            continue
        if value == OFF:
            grades[code] = None
            continue
        allowed = [str(grade) for grade in GRADED[code].grades]
        if isinstance(value, str) and value in allowed:
            grades[code] = Severity(value)
        else:
            words = "、".join((*allowed, OFF))
            section.complain(code, f"应为 {words} 中的一个，现在是 {_as_written(value)}。")
    return grades


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "、".join(str(item) for item in value) if isinstance(value, list) else str(value)
