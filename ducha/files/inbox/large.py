"""Scans larger than a workbook may be: kept as proof without being taken into memory."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ducha.files.inbox.scans import explain_scan

_START = 64
_PIECE = 1024**2


class LargeScan(NamedTuple):
    """What a scan is kept as, and the digest of its bytes."""

    reason: str
    sha256: str


def large_scan_at(path: Path) -> LargeScan | None:
    """The scan that a file is; None where it is none, or cannot be read (R6.465)."""
    try:
        with path.open("rb") as stream:
            return _scan_in(stream)
    except OSError:
        return None


def _scan_in(stream: BinaryIO) -> LargeScan | None:
    start = stream.read(_START)
    reason = explain_scan(start)
    return LargeScan(reason, _digest(start, stream)) if reason else None


def _digest(start: bytes, stream: BinaryIO) -> str:
    digest = hashlib.sha256(start)
    while piece := stream.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()
