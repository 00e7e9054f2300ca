"""Which files are a workspace's own, and which names any machine can hold."""

from __future__ import annotations

import ntpath
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

CONFIG = "config.toml"
_KEPT = "（导入前"
"""What begins the note in the name of a ledger that an import has kept."""

_UNFIT = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_DEVICES = frozenset(
    {
        *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"),
        *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"),
    }
)
_LONGEST = 255
"""Of one name: bytes where Linux counts, units of two bytes where Windows does."""

_LEAVES = (
    "config.toml 的 [paths] 把 {} 放在工作区文件夹以外（{}），换一台电脑就找不到。"
    "请把它移进工作区文件夹，改写成相对的路径（如 {}），再重新运行。"
)
_BACKSLASH = (
    "config.toml 的 [paths] 里 {} 的路径用了反斜杠（{}），不是每台电脑都认得。"
    "请改用 /，再重新运行。"
)
_NO_FOLDER = (
    "config.toml 的 [paths] 里 {} 就是工作区文件夹本身（{}），里面还有程序和别的文件。"
    "请放进单独的子文件夹，再重新运行。"
)


def why_not_portable(typed: Mapping[str, str]) -> list[str]:
    """A sentence for each path of [paths] that another machine would look for elsewhere (R8.62)."""
    return [why for key, text in typed.items() if (why := _why_fixed(key, text))]


def _why_fixed(key: str, text: str) -> str:
    path, plain = PureWindowsPath(text), ntpath.normpath(text)
    if path.drive or path.root or plain.split("\\")[0] == "..":
        return _LEAVES.format(key, text, key)
    if "\\" in text:
        return _BACKSLASH.format(key, text)
    return _NO_FOLDER.format(key, text) if plain == "." else ""


def part_names(typed: Mapping[str, str]) -> tuple[str, ...]:
    """What a workspace holds beside its config.toml, from its folder, each once."""
    return tuple(dict.fromkeys(map(part_name, typed.values())))


def part_name(text: str) -> str:
    """A path of [paths] as it stands in a backup: plain, with slashes, from the folder."""
    return Path(os.path.normpath(text)).as_posix()


def is_kept_ledger(name: str, ledger: str) -> bool:
    """Whether this is a ledger that an import has kept beside the one now in use."""
    path, own = PurePosixPath(name), PurePosixPath(ledger)
    begins = path.name.startswith(f"{own.stem}{_KEPT}")
    return begins and (path.parent, path.suffix) == (own.parent, own.suffix)


def foreign(names: Iterable[str], typed: Mapping[str, str]) -> list[str]:
    """Names, folders ending in a slash, that are no part of the workspace (R8.66)."""
    parts, ledger = part_names(typed), part_name(typed["ledger"])
    return [
        name
        for name in names
        if name != CONFIG and not is_kept_ledger(name, ledger)
        if not any(_is_of(name, part) for part in parts)
    ]


def _is_of(name: str, part: str) -> bool:
    """Whether it is the part, lies within, or is a folder around it."""
    around = name.endswith("/") and part.startswith(name)
    return around or name.rstrip("/") == part or name.startswith(f"{part}/")


def is_key(name: str, typed: Mapping[str, str]) -> bool:
    """Whether nobody but its owner may read this file."""
    return name == part_name(typed["key"]) or name.endswith(".key")


def why_unfit(name: str) -> str:
    """What keeps a path within a workspace from lying on any machine; blank when nothing (R8.63).

    Bytes of another encoding than the system's, which Linux lets stand in a name, do so there only.
    """
    for part in name.removesuffix("/").split("/"):
        if part in {"", ".", ".."}:
            return "不是文件夹里的路径"
        if _UNFIT.search(part) or part[-1] in " .":
            return 'Windows 存不下（有 < > : " | ? * \\ 或换行等字符，或者末尾是空格、句点）'
        if part.partition(".")[0].rstrip(" ").upper() in _DEVICES:
            return "Windows 存不下（是设备的名称）"
        if len(part.encode("utf-16-le", "surrogatepass")) > 2 * _LONGEST:
            return "太长"
        if not _is_text(part):
            return "这台电脑存不下（编码不对）"
    return ""


def _is_text(part: str) -> bool:
    try:
        return bool(os.fsencode(part)) and (os.name == "posix" or part.isascii() or _is_utf8(part))
    except UnicodeEncodeError:
        return False


def _is_utf8(part: str) -> bool:
    return part.encode("utf-8", "replace").decode("utf-8") == part


def repeats(names: Iterable[str]) -> list[str]:
    """Names of which Windows would hold only one: they differ in their case alone (R8.63)."""
    seen: set[str] = set()
    repeated: list[str] = []
    for name in names:
        plain = name.lower().rstrip("/")
        if plain in seen:
            repeated.append(name)
        seen.add(plain)
    return repeated
