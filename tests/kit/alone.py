"""Reads workbooks one after the other in a process that may die of them; see test_bounds.py.

Takes the path of a file on each line; answers with its seconds of work, the most MiB that this
process ever had, and the sentence of the refusal or the number of sheets.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from ducha.files.workbook.reading import Unreadable, read

resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3))


def answer(data: bytes) -> str:
    """What became of a file."""
    try:
        return str(len(read(data).sheets))
    except Unreadable as refusal:
        return str(refusal)


def most() -> float:
    """The most MiB that this process ever had; ru_maxrss would count its parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(status.partition("VmHWM:")[2].split()[0]) / 1024


for line in sys.stdin:
    content = Path(line.rstrip("\n")).read_bytes()
    start = time.process_time()
    result = answer(content)
    seconds = time.process_time() - start
    print(f"{seconds:.2f} {most():.0f} {result}", flush=True)  # noqa: T201 - this is how it answers
