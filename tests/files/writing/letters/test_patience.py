"""Processor time that is allowed: what takes longer ends in its midst."""

from __future__ import annotations

import signal

import pytest

from ducha.files.writing.letters.patience import OutOfPatience, patience


def reckon_for_ever() -> None:
    """As a loop of a template may."""
    while True:
        pass


def test_what_takes_too_long_ends() -> None:
    """And what was done about signals before is done again (R9.6)."""
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(OutOfPatience), patience(0.02):
        reckon_for_ever()
    assert signal.getsignal(signal.SIGINT) == before


def test_what_is_quick_does_not_end() -> None:
    """Each begins anew (R9.6)."""
    with patience(0.5):
        pass
    with patience(0.5):
        assert sum(range(10)) == 45
