"""What the system refuses now it may grant in a moment: a virus scanner looks, a network blinks."""

from __future__ import annotations

from collections.abc import Callable
from time import sleep
from typing import TypeVar

MOMENT = 0.1
"""Seconds to wait."""

T = TypeVar("T")


def twice(action: Callable[[], T]) -> T:
    """Try once more after a moment; the second refusal counts. What is not there stays away."""
    try:
        return action()
    except FileNotFoundError:
        raise
    except OSError:
        sleep(MOMENT)
        return action()
