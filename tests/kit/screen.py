"""What a clerk at the screen does and sees."""

from __future__ import annotations

from collections.abc import Callable

RunProgram = Callable[..., tuple[int, list[str]]]
"""Runs the program with these arguments; gives its exit code and all lines that it says."""

TypeLines = Callable[[str], None]
"""Types lines at the keyboard; after them the input ends."""
