"""Above all sections: who reports, whose figure counts, whether one is carried on."""

from __future__ import annotations

from ducha.form.monthly import COUNTY, LEAD
from ducha.sections.section import Section, as_written

KEYS = ("reporters", "authority", "carry")
_LINES = (LEAD, COUNTY)


def read_reporters(section: Section) -> frozenset[str]:
    """Which kinds of units report."""
    value = section.table.get("reporters", list(_LINES))
    if isinstance(value, list) and value and all(line in _LINES for line in value):
        return frozenset(map(str, value))
    section.complain(
        "reporters", f'应为 ["{LEAD}", "{COUNTY}"] 中的一个或两个，现在是 {as_written(value)}。'
    )
    return frozenset(_LINES)


def read_authority(section: Section) -> str:
    """Whose figure counts where two report the same one."""
    value = section.table.get("authority", LEAD)
    if isinstance(value, str) and value in _LINES:
        return value
    section.complain("authority", f'应为 "{LEAD}" 或 "{COUNTY}"，现在是 {as_written(value)}。')
    return LEAD
