"""A circular's text becomes a draft of the ledger, with everything doubtful listed."""

from supervision.circular.draft import read
from supervision.circular.merging import reimport
from supervision.circular.model import Doubt, Draft

__all__ = ["Doubt", "Draft", "read", "reimport"]
