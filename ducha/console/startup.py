"""The start as a program of its own: encodings and streams, and the noise of libraries kept off."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence

_STREAMS = 3


def start(run: Callable[[Sequence[str] | None], int], arguments: Sequence[str] | None) -> int:
    """Do `run` and give its exit code; what libraries print beside or after it is not shown."""
    speak_unicode()
    keep_stderr()
    sys.unraisablehook = lambda _: None
    threading.excepthook = lambda _: None  # of the threads that watch workers: watched themselves
    code = run(arguments)
    sys.stderr = sys.__stderr__  # leads nowhere now
    return code


def speak_unicode() -> None:
    """Our file names are Chinese: where the system has another encoding, Python starts again."""
    if sys.getfilesystemencoding() == "utf-8" or os.environ.get("PYTHONUTF8") == "1":
        return
    os.environ["PYTHONUTF8"] = "1"
    if sys.stdout and sys.stdout.encoding.lower().startswith("gb"):  # a screen that knows no other
        os.environ.setdefault("PYTHONIOENCODING", f"{sys.stdout.encoding}:replace")
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ourselves


def keep_stderr() -> None:
    """Keep the error stream for this process: what its workers may say there is no sentence."""
    while (spare := os.open(os.devnull, os.O_RDWR)) < _STREAMS:
        pass  # closed, as by a task scheduler: what is opened next must not become a stream
    os.close(spare)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for good
        return
    own = os.dup(2)
    sys.stderr = open(own, "w", encoding=sys.stderr.encoding, errors="replace", buffering=1)  # noqa: PTH123, SIM115 - a number, and for good
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
