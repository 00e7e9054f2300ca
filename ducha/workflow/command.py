"""How the program is called on a command line, wherever a sentence names a command."""

from __future__ import annotations

from pathlib import Path

PROGRAM = "python process.py"


def program_for(config: Path, shown: str) -> str:
    """How the program is called for the workspace of this config.toml.

    Args:
        config: Where it is.
        shown: The same as it is to be typed, where the workspace is not the one at hand.
    """
    if config.absolute() == Path.cwd() / config.name:
        return PROGRAM
    quoted = f'"{shown}"' if " " in shown else shown
    return f"{PROGRAM} --config {quoted}"
