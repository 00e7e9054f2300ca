"""Fixtures that several tests use, what makes a test slow, and that the gate skips no part."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from inspect import isfunction, unwrap
from multiprocessing.process import BaseProcess
from pathlib import Path

import hypothesis
import pytest
from kit import office as harness

TESTS = Path(__file__).parent

ALL_PARTS = bool(os.environ.get("DUCHA_ALL_PARTS"))
"""Set where everything must be tested: a missing part is a failure there, not a skip."""

PARTS = {"office": "office", "laboratory": "strace", "index": "index", "dovecot": "dovecot"}
"""Markers of the tests that need more than Python, by the fixture that brings it."""

SLOW_FIXTURES = PARTS.keys() | {"alone"}
"""What starts an office program, traces a program, or reads what may kill the reader."""

SLOW_PLACES = (
    "files/backup/test_faults.py",
    "files/disk/test_faults.py",
    "files/inbox/test_hostile.py",
    "files/inbox/test_what_mails_carry.py",
    "files/sandbox/",
    "files/writing/letters/test_letter.py",
    "files/writing/letters/test_pages.py",
    "files/writing/test_foreign_text.py",
    "intake/test_numbers.py",
    "intake/test_peer.py",
    "intake/test_spoiled.py",
    "kit/test_office.py",
    "workflow/",
)
"""Where whole months go through the inbox, so that workers start."""

STARTED: list[str] = []
"""Processes that were started in the part of a test (setup, call, teardown) that is going on."""

hypothesis.settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=int(os.environ.get("DUCHA_EXAMPLES", "100")),
)
hypothesis.settings.load_profile("same")


def pytest_configure() -> None:
    """Watch for processes: those of subprocess are told by Python, workers by their start."""
    if sys.platform == "win32":  # Python's own library starts some there
        return
    sys.addaudithook(
        lambda event, seen: STARTED.append(str(seen[0])) if event == "subprocess.Popen" else None
    )
    start = BaseProcess.start

    def told(process: BaseProcess) -> None:
        STARTED.append("a worker")
        start(process)

    BaseProcess.start = told


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that needs a part, and every slow one."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        for fixture in PARTS.keys() & fixtures:
            item.add_marker(PARTS[fixture])
        needs = any(map(item.get_closest_marker, PARTS.values()))
        if needs or fixtures & SLOW_FIXTURES or in_slow_place(item) or names_processes(item):
            item.add_marker("slow")


def in_slow_place(item: pytest.Item) -> bool:
    """Whether a test stands in one of `SLOW_PLACES`."""
    path = item.path
    return path.is_relative_to(TESTS) and path.relative_to(TESTS).as_posix().startswith(SLOW_PLACES)


def names_processes(item: pytest.Item) -> bool:
    """Whether `subprocess` is named in the code of a test, or of a function that it calls."""
    test = unwrap(getattr(item, "function", in_slow_place))
    called = (test.__globals__.get(name) for name in test.__code__.co_names)
    codes = (one.__code__.co_names for one in (test, *called) if isfunction(one))
    return any("subprocess" in names for names in codes)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Keep bytes out of the names of tests: a workbook's hold the time, and workers must agree."""
    return "bytes" if isinstance(val, bytes) else None


def pytest_runtest_logstart() -> None:
    """Forget what was started before the first test: pytest-xdist asks what machine this is."""
    STARTED.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what was skipped where all parts are asked for, and what is slow without the mark."""
    report = yield
    started = sorted(set(STARTED))
    STARTED.clear()
    if ALL_PARTS and report.skipped and any(map(item.get_closest_marker, PARTS.values())):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but all parts must be tested"
    elif started and report.passed and not item.get_closest_marker("slow"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} started {', '.join(started)}: see SLOW_PLACES"
    return report


@pytest.fixture(scope="session")
def office() -> Iterator[harness.Office]:
    """Start a LibreOffice of this worker's own; see tests/kit/office.py."""
    reason = harness.missing()
    if reason:
        pytest.skip(reason)
    running = harness.Office()
    yield running
    running.close()
