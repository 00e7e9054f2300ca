"""How a worker starts: a fresh interpreter that knows nothing of the program that started it."""

from __future__ import annotations

import sys
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import TYPE_CHECKING

from ducha.files.sandbox import limits

if TYPE_CHECKING:
    from multiprocessing.popen_spawn_posix import Popen

_START_LOCK = Lock()
_PATIENCE = 60.0
"""Seconds in which a process is started, or never will be."""

_LEFT = 73
"""Stands for an exit code of 0, which is no way for a worker to end on its own."""


class _FreshProcess(SpawnProcess):
    """A process that begins with `limits` in place of the script that was started.

    The library runs that script again in every process it starts: time lost, and a program
    without a guard would start workers from its workers.
    """

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Popen:  # noqa: N802 - the library's name
        if not _START_LOCK.acquire(timeout=_PATIENCE):
            message = "another worker has been starting for too long"
            raise OSError(message)
        script = sys.modules["__main__"]
        sys.modules["__main__"] = limits
        try:
            return SpawnProcess._Popen(process_obj)  # noqa: SLF001 - nothing public starts it
        finally:
            sys.modules["__main__"] = script
            _START_LOCK.release()

    @property
    def exitcode(self) -> int | None:
        """How it ended; None while it lives.

        The pool takes 0 for a good end and would wait for the answer to its job for ever.
        """
        code = super().exitcode
        return _LEFT if code == 0 else code


class FreshContext(SpawnContext):
    """Starts workers in the same way on every system: they inherit nothing the program has open."""

    Process = _FreshProcess
