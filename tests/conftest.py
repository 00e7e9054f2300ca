"""Fixtures that several tests use, and the rule that the gate skips no test for want of a part."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import pytest
from kit import office as harness

ALL_PARTS = bool(os.environ.get("SUPERVISION_ALL_PARTS"))
"""Set where everything must be tested: a missing part is a failure there, not a skip."""

PARTS = {"office": "office", "laboratory": "strace"}
"""Markers of the tests that need more than Python, by the fixture that brings it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that needs a part."""
    for item in items:
        for fixture in PARTS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(PARTS[fixture])


def pytest_make_parametrize_id(val: object) -> str | None:
    """Keep bytes out of the names of tests: a workbook's hold the time, and workers must agree."""
    return "bytes" if isinstance(val, bytes) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one where all parts are asked for."""
    report = yield
    if ALL_PARTS and report.skipped and any(map(item.get_closest_marker, PARTS.values())):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but all parts must be tested"
    return report


@pytest.fixture(scope="session")
def office() -> Iterator[harness.Office]:
    """Start a LibreOffice of this worker's own; see tests/office.py."""
    reason = harness.missing()
    if reason:
        pytest.skip(reason)
    running = harness.Office()
    yield running
    running.close()
