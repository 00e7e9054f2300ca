"""Names that any machine can hold, and paths that stay within the workspace."""

from __future__ import annotations

import pytest

from ducha.files.backup.parts import (
    foreign,
    is_kept_ledger,
    part_names,
    repeats,
    why_not_portable,
    why_unfit,
)
from ducha.sections.paths import typed_paths

USUAL = typed_paths("")

UNFIT = (
    *("", "/", "/etc/x", "a//b", ".", "..", "a/../b", "a/./b", "inbox/.."),
    *("C:/x", "a\\b", "a:b", "a?", "a*", 'a"b', "a<b", "a>b", "a|b", "a\nb", "a\x00b", "a\x1fb"),
    *("CON", "con.txt", "inbox/Aux .xlsx", "NUL.tar.gz", "com1", "LPT9.x", "COM¹", "conin$"),
    *("a.", "a ", "a./b", "a /b", "x" * 256, "\ud800"),
)
FIT = (
    *("config.toml", "inbox/", "inbox/2024-05/市教体局（更正）.xlsx", ".gitkeep", "..a", "a..b"),
    *("CONSOLE", "com10", "x" * 255, " a", "COM", "~$a.xlsx", "a;b&c%d"),
)


@pytest.mark.parametrize("name", UNFIT)
def test_a_name_that_some_machine_cannot_hold(name: str) -> None:
    """(R8.63) Absolute, upwards, a drive, a device, signs or an end that Windows does not hold."""
    assert why_unfit(name)


@pytest.mark.parametrize("name", FIT)
def test_a_name_that_every_machine_can_hold(name: str) -> None:
    """(R8.63) Whatever people call their files."""
    assert not why_unfit(name)


def test_names_that_differ_in_their_case_alone() -> None:
    """(R8.63) Windows would hold one of them."""
    assert repeats(["a/", "a/B.xlsx", "a/b.XLSX", "A/c", "c"]) == ["a/b.XLSX"]
    assert repeats(["inbox/", "Inbox"]) == ["Inbox"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/srv/收件箱", "放在工作区文件夹以外（/srv/收件箱）"),
        ("../收件箱", "放在工作区文件夹以外"),
        ("a/../../收件箱", "放在工作区文件夹以外"),
        ("D:/收件箱", "放在工作区文件夹以外"),
        ("D:收件箱", "放在工作区文件夹以外"),
        ("//server/share/inbox", "放在工作区文件夹以外"),
        ("\\\\server\\share", "放在工作区文件夹以外"),
        ("..\\inbox", "放在工作区文件夹以外"),
        ("data\\inbox", "用了反斜杠"),
        (".", "就是工作区文件夹本身"),
        ("a/..", "就是工作区文件夹本身"),
    ],
)
def test_a_path_that_another_machine_would_look_for_elsewhere(text: str, words: str) -> None:
    """(R8.62) Also one that lies in the folder as long as the folder is where it is."""
    (why,) = why_not_portable(USUAL | {"inbox": text})
    assert "[paths]" in why
    assert "inbox" in why
    assert words in why


def test_paths_that_stay() -> None:
    """(R8.62) However they are written."""
    typed = USUAL | {"inbox": "./a/../数据/inbox/", "key": "..key"}
    assert why_not_portable(typed) == []
    assert part_names(typed) == (
        *("ledger.xlsx", "数据/inbox", "outbox", "templates", "..key", "sent", "archive"),
    )


def test_what_is_no_part_of_a_workspace() -> None:
    """(R8.66) Neither the program nor what would run instead of it."""
    typed = USUAL | {"inbox": "数据/inbox"}
    mine = (
        "config.toml",
        "ledger.xlsx",
        "ledger（导入前2）.xlsx",
        "数据/",
        "数据/inbox/a",
        "sent/",
    )
    others = ("ducha/x.py", "process.py", "数据/x", "inbox/a", "outbox2/a", "ledger.xlsx.exe")
    assert foreign((*mine, *others), typed) == list(others)


def test_ledgers_that_an_import_has_kept() -> None:
    """Beside the ledger, under its name and with its ending."""
    for name in ("台账/l（导入前）.xlsx", "台账/l（导入前12）.xlsx"):
        assert is_kept_ledger(name, "台账/l.xlsx")
    for name in (
        "l（导入前1）.xlsx",
        "台账/m（导入前1）.xlsx",
        "台账/l（导入前1）.xls",
        "台账/l.xlsx",
    ):
        assert not is_kept_ledger(name, "台账/l.xlsx")
