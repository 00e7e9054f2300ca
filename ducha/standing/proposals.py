"""Whom to propose for praise or criticism, and why: a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ducha.ledger.model import Group


class ProposalKind(StrEnum):
    """What is proposed; 通报名单 decides, and until then it bears 拟."""

    PRAISE = "拟表扬"
    PRAISE_ITEM = "拟表扬（单项）"
    CRITICISM_RETURN = "拟批评（未按要求报送）"
    CRITICISM_PROGRESS = "拟批评（进度）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A unit to be named, and the facts for it: 第1名，98.6分.

    `decided` is what 通报名单 says of the unit (表扬, 批评, 不点名); blank where it says nothing.
    """

    unit: str
    group: Group
    kind: ProposalKind
    reason: str
    decided: str = ""

    @property
    def word(self) -> str:
        """What is said of the unit: the decision, or the proposal with its 拟."""
        return self.decided or str(self.kind)
