"""[checks]: another grade for a check, or none."""

from __future__ import annotations

from ducha.checks.catalogue import GRADED
from ducha.findings import Severity
from ducha.sections.section import Section, as_written

KEYS = tuple(GRADED)
OFF = "关"


def read_grades(section: Section) -> dict[str, Severity | None]:
    """Checks that get another grade; 关 switches one off. `read_sections` reports unknown codes."""
    grades: dict[str, Severity | None] = {}
    for code, value in section.table.items():
        if code not in GRADED:
            continue
        if value == OFF:
            grades[code] = None
            continue
        allowed = [str(grade) for grade in GRADED[code].grades]
        if isinstance(value, str) and value in allowed:
            grades[code] = Severity(value)
        else:
            words = "、".join((*allowed, OFF))
            section.complain(code, f"应为 {words} 中的一个，现在是 {as_written(value)}。")
    return grades
