"""Every figure and rank that a report or notice may quote."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AwardRules:
    """How units are scored, praised and criticised (config.toml, sections 排名 表扬 批评)."""

    cap: float = 1.2
    late: float = 0.1
    missing: float = 0.5
    returned: float = 0.2
    dispute: float = 5.0
    praised: int = 3
    criticised: int = 3
