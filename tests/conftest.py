"""Fixtures that several tests use, and the rule that the gate skips no test with LibreOffice."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator

import office as harness
import pytest

ALL_PARTS = bool(os.environ.get("SUPERVISION_ALL_PARTS"))
"""Set where everything must be tested: a missing LibreOffice is a failure there, not a skip."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses LibreOffice."""
    for item in items:
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.office)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Keep bytes out of the names of tests: a workbook's hold the time, and workers must agree."""
    return "bytes" if isinstance(val, bytes) else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test with LibreOffice into a failed one where all parts are asked for."""
    report = yield
    if ALL_PARTS and report.skipped and item.get_closest_marker("office"):
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
