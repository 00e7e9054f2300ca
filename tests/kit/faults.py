"""Faults of the machine at a chosen system call of a verb, put in by strace.

A process that has imported everything waits; each trial is a fork of it, stopped until strace
holds it, so that calls are counted from where the verb begins and a trial takes half a second.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ARGUMENTS = ("--today", "2024-06-03", "merge", "--period", "2024-05")
KILL = "KILL"
"""Besides the names of errors: the process ends there, as with kill -9."""

_WAITING = """
import os
import signal
import sys
import process
import ducha.workflow.spaces.backup
import ducha.workflow.merge
import ducha.workflow.publishing.publish

def trial(folder, arguments):
    os.chdir(folder)
    for stream, name in ((1, "out"), (2, "err")):
        os.dup2(os.open("../" + name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    sys.excepthook = process.cannot_start
    os.kill(os.getpid(), signal.SIGSTOP)
    sys.exit(process.start(arguments))

if __name__ == "__main__":
    for line in iter(sys.stdin.readline, ""):
        folder, *arguments = line.split()
        child = os.fork()
        if not child:
            trial(folder, arguments)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)
"""


@dataclass(frozen=True)
class Fault:
    """The n-th call of this name fails with this error, or is the last.

    In the main thread; or everywhere, in each other thread and each worker too.
    """

    call: str
    number: int
    error: str
    everywhere: bool = False

    def __str__(self) -> str:
        """Give a name for a test."""
        return f"{self.call}-{self.number}-{self.error}" + "-everywhere" * self.everywhere

    @property
    def options(self) -> tuple[str, ...]:
        """As strace takes it."""
        what = "signal=KILL" if self.error == KILL else f"error={self.error}"
        rule = f"inject={self.call}:{what}:when={self.number}"
        follow = ("-f",) if self.everywhere else ()
        return (*follow, "-e", f"trace={self.call}", "-e", rule)


@dataclass(frozen=True)
class Ending:
    """How a trial ended: exit code (negative for a signal), and what stood on the screen."""

    code: int
    output: str


def missing() -> str:
    """Why there can be no trials; empty when there can."""
    return "" if shutil.which("strace") else "strace is not installed"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, its time too where it lies in the inbox."""
    return {
        name: path.read_bytes()
        + (str(path.stat().st_mtime_ns).encode() if "inbox" in name else b"")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for name in [path.relative_to(folder).as_posix()]
    }


class Laboratory:
    """Trials in copies of one workspace."""

    def __init__(self, workspace: Path, *arguments: str) -> None:
        """Start the process that waits; without `arguments` it will merge."""
        self.workspace = workspace
        self.arguments = arguments or ARGUMENTS
        self.folder = Path(tempfile.mkdtemp())
        self.space = self.folder / "space"
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        self.waiting = subprocess.Popen(
            [sys.executable, "-c", _WAITING],
            cwd=ROOT,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def close(self) -> None:
        """End it."""
        self.waiting.communicate()
        shutil.rmtree(self.folder)

    def fresh(self) -> None:
        """Lay the workspace anew."""
        shutil.rmtree(self.space, ignore_errors=True)
        shutil.copytree(self.workspace, self.space)

    def run(self, *options: str) -> Ending:
        """Run the verb in the workspace as it lies there, under strace if there are options."""
        assert self.waiting.stdin
        assert self.waiting.stdout
        self.waiting.stdin.write(" ".join((str(self.space), *self.arguments)) + "\n")
        self.waiting.stdin.flush()
        child = int(self.waiting.stdout.readline())
        _until_stopped(child)
        tracer = _attached(child, options) if options else None
        os.kill(child, signal.SIGCONT)
        code = os.waitstatus_to_exitcode(int(self.waiting.stdout.readline()))
        if tracer:
            tracer.communicate()
        streams = [(self.folder / name).read_text("utf-8", "replace") for name in ("out", "err")]
        return Ending(code, "".join(streams))

    def calls(self) -> Mapping[str, int]:
        """How often the verb makes each system call, in its main thread."""
        log = self.folder / "log"
        self.fresh()
        self.run("-o", str(log))
        counts: dict[str, int] = {}
        for name in re.findall(r"^(\w+)\(", log.read_text("utf-8", "replace"), re.MULTILINE):
            counts[name] = counts.get(name, 0) + 1
        return counts


def _until_stopped(child: int) -> None:
    while "\nState:\tT" not in Path(f"/proc/{child}/status").read_text("ascii"):
        pass


def _attached(child: int, options: tuple[str, ...]) -> subprocess.Popen[str]:
    log = () if "-o" in options else ("-o", os.devnull)
    tracer = subprocess.Popen(
        ["strace", *log, *options, "-p", str(child)], text=True, stderr=subprocess.PIPE
    )
    assert tracer.stderr
    assert "attached" in tracer.stderr.readline()
    return tracer
