"""The test of the mark: a test that starts a process is slow, and none gets by without the mark."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

OFFICE = "def test_planted(office): pass"
OWN = "import subprocess\ndef test_planted(): subprocess.run(['true'])"
BESIDE = "import subprocess\ndef run(): subprocess.run(['true'])\ndef test_planted(): run()"
HIDDEN = "import os\ndef test_planted(): os.popen('true').close()"
WORKERS = """
from pathlib import Path
from kit.tables import workbook
from ducha.files.inbox.arrivals import read_inbox
from ducha.submission.clock import Clock
def test_planted(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(workbook({"a": "| 1 |"}))
    assert read_inbox(tmp_path, Clock(2024))
"""
SHARED = """
import os, pytest
@pytest.fixture(scope="session")
def ready(): os.popen("true").close()
def test_planted(ready): pass
"""
QUICK = "def test_planted(): pass"


def outcome(test: str, folder: Path, *options: str) -> str:
    """Run a planted test as one of ours; gives what pytest says."""
    (folder / "test_planted.py").write_text(test, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *options, f"--rootdir={folder}", "-c", ROOT / "pyproject.toml", folder],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=600,
    )
    return done.stdout


@pytest.mark.parametrize("test", [OFFICE, OWN, BESIDE])
def test_what_starts_a_process_is_marked(test: str, tmp_path: Path) -> None:
    """By its fixture, or by the code of the test and of what it calls."""
    assert "1 deselected" in outcome(test, tmp_path, "-m", "not slow")


@pytest.mark.skipif(sys.platform == "win32", reason="nothing watches there")
@pytest.mark.parametrize(
    ("test", "started"), [(HIDDEN, "/bin/sh"), (WORKERS, "a worker"), (SHARED, "/bin/sh")]
)
def test_what_starts_a_process_unseen_fails(test: str, started: str, tmp_path: Path) -> None:
    """Wherever it was hidden, it is a fact when the test has run."""
    said = outcome(test, tmp_path)
    assert f"test_planted started {started}: see SLOW_PLACES" in said
    assert {"failed", "error"} & {*said.splitlines()[-1].replace(",", "").split()}


def test_a_quick_test_is_a_fast_one(tmp_path: Path) -> None:
    """The planted ones fail for what they start, and for nothing else."""
    assert outcome(QUICK, tmp_path, "-m", "not slow").splitlines()[-1].startswith("1 passed")
