"""config.toml as text, and one section of it, read key by key; mistakes are gathered."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ducha.findings import Problem

NAME = "config.toml"
_MOST_STEPS = 1000
_TOO_DEEP = f"{NAME} 里的设置一层套一层，套得太深，读不下去。请改回自带的写法。"


def parse(text: str) -> dict[str, object]:
    """The file as a table of values and tables.

    Raises:
        Problem: The text is no TOML, or nests without end (R6.377).
    """
    if any(line.count(".") > _MOST_STEPS for line in text.splitlines()):
        raise Problem(_TOO_DEEP)  # a.a.a.a…: the library would need the square of it
    try:
        return tomllib.loads(text.removeprefix("\ufeff") + "\n")
    except RecursionError as error:
        raise Problem(_TOO_DEEP) from error
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第{match[1]}行第{match[2]}个字符附近" if match else "末尾"
        message = (
            f"{NAME} {where}写法有误，读不下去。"
            "请检查：引号、等号、方括号都要用英文半角并且成对，同一项只写一遍，路径用 / 不用 \\。"
        )
        raise Problem(message) from error


@dataclass(frozen=True, slots=True)
class Section:
    """One section as read; its mistakes go into one list for the whole file."""

    name: str
    table: dict[str, object]
    mistakes: list[str]

    def complain(self, key: str, sentence: str) -> None:
        """Note a mistake at a key."""
        where = f"[{self.name}] 的 {key}" if self.name else key
        self.mistakes.append(f"{NAME} 中 {where}：{sentence}")

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
        self.complain(key, f"应为 true（是）或 false（否），现在是 {as_written(value)}。")
        return default

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """Read a number between `low` and `high`."""
        value = self.table.get(key, default)
        if isinstance(value, int | float) and value is not True and low <= value <= high:
            return float(value)
        self.complain(key, f"应为 {low:g} 到 {high:g} 之间的数字，现在是 {as_written(value)}。")
        return default

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """Read a whole number between `low` and `high`."""
        value = self.table.get(key, default)
        if isinstance(value, int) and value is not True and low <= value <= high:
            return value
        self.complain(key, f"应为 {low} 到 {high} 之间的整数，现在是 {as_written(value)}。")
        return default


def read_sections(
    table: Mapping[str, object], keys: Mapping[str, Sequence[str]], mistakes: list[str]
) -> dict[str, Section]:
    """Every section by name, the top of the file under ""; unknown names are mistakes.

    Args:
        table: The file as parsed.
        keys: The sections that there are and the keys of each; `deadlines` has others besides.
        mistakes: Where what is wrong goes.
    """
    top = {key: value for key, value in table.items() if key not in keys}
    sections = {"": Section("", top, mistakes)}
    for name in [name for name in keys if name]:
        value = table.get(name, {})
        if not isinstance(value, dict):
            mistakes.append(f"{NAME} 中 {name}：应为一节，写成 [{name}] 单独一行。")
            value = {}
        sections[name] = Section(name, value, mistakes)
    for name, section in sections.items():
        if name != "deadlines":
            refuse_unknown(section, (*keys[name], *(() if name else keys)))
    return sections


def refuse_unknown(section: Section, known: Iterable[str]) -> None:
    """Note every key of a section that is none of these."""
    allowed = [key for key in known if key]
    for key in section.table:
        if key not in allowed:
            close = get_close_matches(key, allowed, n=1, cutoff=0.5)
            suggestion = f"是不是“{close[0]}”？" if close else f"可用的有：{'、'.join(allowed)}。"
            section.complain(key, f"没有这一项，{suggestion}")


def as_written(value: object) -> str:
    """A value as it stands in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "、".join(str(item) for item in value) if isinstance(value, list) else str(value)
