"""A manifest that says what cannot be is refused before anything is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from ducha.files.backup import manifest as backup_manifest
from ducha.files.backup.manifest import (
    BackupEntry,
    BackupManifest,
    BadBackup,
    read_manifest,
)

DIGEST = "ab" * 32
ENTRIES = (
    BackupEntry(name="config.toml", size=3, sha256=DIGEST, mtime_ns=-7),
    BackupEntry(name="inbox/", mtime_ns=1),
    BackupEntry(name="inbox/局.xlsx", size=5, sha256=DIGEST, mtime_ns=10**18 + 1),
    BackupEntry(name="inbox/\udcbe\udcd6", size=0, sha256=DIGEST, mtime_ns=0),
)
MANIFEST = BackupManifest(ENTRIES, "2024-05-29", "0.1.0")


def test_a_manifest_is_read_as_it_was_written() -> None:
    """Names of bytes that are no text, times before 1970 and to the nanosecond too."""
    assert read_manifest(MANIFEST.to_json()) == MANIFEST
    assert (MANIFEST.files, MANIFEST.size) == (3, 8)


Saved = dict[str, object]


def changed(**values: object) -> Callable[[Saved], None]:
    """Change something of the whole."""
    return lambda saved: saved.update(values)


def entry(name: str = "x", **values: object) -> Callable[[Saved], None]:
    """Add an entry."""

    def add(saved: Saved) -> None:
        plain = {"name": name, "size": 1, "sha256": DIGEST, "mtime_ns": 1}
        listed = saved["entries"]
        assert isinstance(listed, list)
        listed.append(plain | values)

    return add


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (changed(kind="x"), "不是本程序做的备份"),
        (changed(version=2), "请先更新程序"),
        (changed(version="1"), "不是本程序做的备份"),
        (changed(made=None), "被改动过"),
        (changed(entries={}), "被改动过"),
        (changed(entries=[]), "被改动过"),
        (changed(entries=["config.toml"]), "被改动过"),
        (entry(size=-1), "被改动过"),
        (entry(size=1.5), "被改动过"),
        (entry(size="1"), "被改动过"),
        (entry(sha256="AB" * 32), "被改动过"),
        (entry(sha256=""), "被改动过"),
        (entry(mtime_ns=2**63), "被改动过"),
        (entry(mtime_ns=None), "被改动过"),
        (entry("sent/", size=1, sha256=""), "被改动过"),
        (entry("sent/1.eml"), "被改动过"),  # its folder is not named
        (entry("config.toml/x"), "被改动过"),
        (entry("../x"), "不能恢复的文件名“../x”"),
        (entry("/x"), "不能恢复的文件名"),
        (entry("inbox/CON.xlsx"), "Windows 存不下"),
        (entry("inbox/局.xlsx"), "有两个同名的文件"),
        (entry("INBOX/", size=0, sha256=""), "有两个同名的文件"),
        (entry(size=20 * 1024**3), "太多或太大"),
    ],
)
def test_a_manifest_that_cannot_be(change: Callable[[Saved], None], words: str) -> None:
    """(R8.64) Each with its reason."""
    saved = json.loads(MANIFEST.to_json().decode("utf-8", "surrogatepass"))
    change(saved)
    with pytest.raises(BadBackup, match=words):
        read_manifest(json.dumps(saved).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b"1" * 5000, b"null"])
def test_what_is_no_manifest_at_all(data: bytes) -> None:
    """(R8.64) Nothing but a sentence comes of it."""
    with pytest.raises(BadBackup, match="不是本程序做的备份"):
        read_manifest(data)


def test_config_goes_first() -> None:
    """It says which of the others are the workspace's."""
    turned = BackupManifest(ENTRIES[::-1], "2024-05-29", "0.1.0")
    with pytest.raises(BadBackup):
        read_manifest(turned.to_json())


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    """(R8.64) More than any bureau has."""
    monkeypatch.setattr(backup_manifest, "MAX_ENTRIES", 3)
    with pytest.raises(BadBackup, match="太多或太大"):
        read_manifest(MANIFEST.to_json())
