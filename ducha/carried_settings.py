"""The config.toml of a new workspace: as another one has it, but for its paths and its year."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence

from ducha.findings import Problem
from ducha.sections.paths import DEFAULT_PATHS

_SECTION = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?")
_DEADLINES = """# 不写的，按程序自带的放假安排。
# 新的一年国务院放假通知发布后，可以照这样写，去掉行首的 # ：
# 放假的日子
# rest = [2025-01-01, 2025-01-28, 2025-01-29]
# 调休上班的周六、周日
# work = [2025-01-26, 2025-02-08]
"""


def carried(text: str) -> str:
    """The text for a workspace of another year or place (R8.53).

    All that is of the old year goes: the deadlines of its months, its days off and days worked.
    Every path is the usual one again, so that no file of the other workspace is ever touched.

    Raises:
        Problem: The old text is written in a way that cannot be carried over.
    """
    parts = [_carried_part(*part) for part in _parts(text.splitlines(keepends=True))]
    new = "".join(parts)
    table = tomllib.loads(new.removeprefix("\ufeff"))
    paths = table.get("paths", {})
    if table.get("deadlines") or any(DEFAULT_PATHS.get(key) != paths[key] for key in paths):
        message = (
            "config.toml 的 paths、deadlines 写法特别，带不过来。"
            "请照程序自带的 config.toml，各写成 [paths]、[deadlines] 单独一节"
        )
        raise Problem(message)
    return new


def _parts(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The lines by section; remarks above a heading are of the section that it begins."""
    name, part = "", list[str]()
    for line in lines:
        match = _SECTION.fullmatch(line.rstrip("\r\n"))
        if match:
            last = _last_entry(part)
            yield name, part[:last]
            name, part = match[1].strip(), part[last:]
        part.append(line)
    yield name, part


def _last_entry(part: Sequence[str]) -> int:
    """How many lines there are up to the last that is neither blank nor a remark."""
    filled = [n for n, line in enumerate(part, 1) if not _is_remark(line)]
    return max(filled, default=0)


def _is_remark(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _carried_part(name: str, part: Sequence[str]) -> str:
    if name == "deadlines":
        heading = next(n for n, line in enumerate(part, 1) if _SECTION.match(line))
        return "".join(part[:heading]) + (_DEADLINES if part[heading:] else "")
    if name == "paths":
        return "".join(map(_usual_path, part))
    return "".join(part)


def _usual_path(line: str) -> str:
    key = line.partition("=")[0].strip()
    return f'{key} = "{DEFAULT_PATHS[key]}"\n' if key in DEFAULT_PATHS else line
