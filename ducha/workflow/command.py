"""How the program is called on a command line, wherever a sentence names a command."""

from __future__ import annotations

PROGRAM = "python process.py"
