"""[status]: when a figure is 正常, 滞后 or 严重滞后."""

from __future__ import annotations

from ducha.sections.section import Section
from ducha.status.rating import Thresholds

KEYS = ("on_track", "severe", "lagging_months", "idle_months", "run_gap")


def read_thresholds(section: Section) -> Thresholds:
    """The tunable part of the rules."""
    default = Thresholds()
    thresholds = Thresholds(
        on_track=section.number("on_track", default.on_track, 0, 100),
        severe=section.number("severe", default.severe, 0, 100),
        lagging_months=section.whole("lagging_months", default.lagging_months, 2, 12),
        idle_months=section.whole("idle_months", default.idle_months, 1, 12),
        run_gap=section.number("run_gap", default.run_gap, 0, 100),
    )
    if thresholds.on_track >= thresholds.severe:
        section.complain(
            "on_track",
            f"正常的界限（{thresholds.on_track:g}）应小于严重滞后的界限（{thresholds.severe:g}）。",
        )
    return thresholds
