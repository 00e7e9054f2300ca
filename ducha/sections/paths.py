"""[paths]: where everything lies, from the folder of config.toml."""

from __future__ import annotations

import os
from pathlib import Path

from ducha.findings import refuse
from ducha.sections.section import Section, parse

DEFAULT_PATHS = {
    "ledger": "ledger.xlsx",
    "inbox": "inbox",
    "outbox": "outbox",
    "templates": "templates",
    "key": "signing.key",
    "sent": "sent",
    "archive": "archive",
}
KEYS = tuple(DEFAULT_PATHS)


def read_paths(section: Section, root: Path) -> dict[str, Path]:
    """Whole paths by key; none may lie where it would be lost or changed."""
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


def typed_ledger(section: Section) -> str:
    """The path of the ledger, letter for letter: the same wherever the workspace lies (R6.381)."""
    return str(section.table.get("ledger", DEFAULT_PATHS["ledger"]))


def typed_paths(text: str) -> dict[str, str]:
    """What [paths] says, letter for letter, the default where it says nothing.

    The rest of the file is not looked at: a workspace can be carried away whatever is wrong there.

    Raises:
        Problem: The text is no TOML, or a path is no text.
    """
    mistakes: list[str] = []
    table = parse(text).get("paths", {})
    section = Section("paths", table if isinstance(table, dict) else {}, mistakes)
    typed = {key: section.text(key, default) for key, default in DEFAULT_PATHS.items()}
    refuse(mistakes)
    return typed
