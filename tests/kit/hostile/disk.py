"""Hostile things on the disk: names, links, and what only looks like a file."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from random import Random

from kit.hostile.parts import Genuine, Hostile, Variant


def _names(genuine: Genuine, _: Random) -> Iterator[Variant]:
    data = genuine.data
    for what, name in {
        "turned": "{}\u202exslx.exe",
        "a line": "{}a\nb.xlsx",
        "a bell": "{}\x07\x1b[31m.xlsx",
        "tabs": "{}\t\t",
        "a dash": "-{}.xlsx",
        "a dash and a word": "--config={}.xlsx",
        "a formula": "={}.xlsx",
        "a plus": "+{}",
        "an at": "@{}.xlsx",
        "a dot at the end": "{}.xlsx.",
        "blanks": " {}.xlsx ",
        "hidden": ".{}.xlsx",
        "no UTF-8": "{}\udcff\udcfe.xlsx",
        "GBK": "{}\udcd4\udcc2\udcb1\udca8.xlsx",
        "half": "{}\udced\udca0\udc80",
        "markup": "{}<img src=x>&lt;.xlsx",
        "quotes": "{}'\"`$(calc).xlsx",
        "percent": "{}%s%n%2e%2e.xlsx",
        "braces": "{}{{{{7*7}}}}.xlsx",
        "backslashes": "{}..\\..\\a.xlsx",
        "a colon": "C:{}.xlsx",
        "a star": "{}*?.xlsx",
        "a web address": "http:{}.xlsx",
        "wide": "{}\uff0e\uff58lsx",
        "joined": "{}e\u0301.xlsx",
        "a number": "{}#2.xlsx",
        "upper case": "{}.XLSX",
        "no ending": "{}",
        "two endings": "{}.xlsx.exe",
        "deep": "a/" * 40 + "{}.xlsx",
        "temporary": "~${}.xlsx",
        "a folder of blanks": " /{}.xlsx",
        "a folder as a file": "b.xlsx/{}.xlsx",
    }.items():
        yield Variant(what, data, name)
    yield Variant("255 bytes", data, "{}" + "a" * 244 + ".xlsx")
    yield Variant("255 bytes of Chinese", data, "{}" + "字" * 81 + ".xlsx")


def _linked(target: str, *, folder: bool = False) -> Variant:
    return Variant(f"a link to {target}", lay=lambda path: path.symlink_to(target, folder))


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)


def _socket(path: Path) -> None:
    """A socket by a short way: its address may have no more than some hundred bytes."""
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as one:
        os.chdir(path.parent)
        try:
            one.bind(path.name)
        finally:
            os.chdir(here)


def _closed(path: Path) -> None:
    path.write_bytes(b"x")
    path.chmod(0)


def _folder(path: Path) -> None:
    path.mkdir()


def _full_folder(path: Path) -> None:
    path.mkdir()
    (path / "xl").mkdir()
    (path / "xl" / "a.txt").write_bytes(b"x")


def _closed_folder(path: Path) -> None:
    path.mkdir()
    path.chmod(0)


def _things(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for target in (
        "/dev/zero",
        "/dev/stdin",
        "/proc/self/mem",
        "/etc/passwd",
        "nowhere",
        "../inbox",
        "..",
        "/",
        ".",
    ):
        yield _linked(target)
    yield Variant("a link to itself", lay=lambda path: path.symlink_to(path.name))
    yield Variant("a link to a good form", lay=lambda path: path.symlink_to("good_1.xlsx"))
    yield Variant("a pipe", lay=os.mkfifo)
    yield Variant("a pipe called .zip", name="{}.zip", lay=os.mkfifo)
    yield Variant("a socket", lay=_socket)
    yield Variant("a folder", lay=_folder)
    yield Variant("a folder with something in it", lay=_full_folder, members=1)
    yield Variant("a folder that is closed", lay=_closed_folder)
    yield Variant("a file that is closed", lay=_closed)
    yield Variant("nothing in it", b"")
    yield Variant("8 GB of nothing", lay=lambda path: _sparse(path, 8 * 2**30))
    yield Variant("60 MB of nothing", lay=lambda path: _sparse(path, 60 * 2**20))
    yield Variant("8 GB called .eml", name="{}.eml", lay=lambda path: _sparse(path, 8 * 2**30))
    yield Variant("the same bytes again", genuine.data)
    yield Variant("a lock", b"\x05user" + bytes(160), "~${}.xlsx")


CLASSES = (
    Hostile("file names", "names that turn, break lines, look like options or formulas", _names),
    Hostile("things", "links, pipes, sockets, folders and sparse files called .xlsx", _things),
)
