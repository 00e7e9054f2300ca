"""Stamped scans and pictures: kept as proof, whatever their size, and never read."""

from __future__ import annotations

import re

from ducha.files.workbook.gate import signatures

_SCAN = "是盖章扫描件或图片（{}），留作凭证，不读取数字；数字以填报表为准，请确认该单位另报了填报表"
_SCANS = (
    (signatures.pattern(signatures.PDF), "PDF"),
    (signatures.pattern(signatures.PNG), "PNG"),
    (signatures.pattern(signatures.JPG), "JPG"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL), "BMP"),
    (re.compile(rb"II\*\0|MM\0\*"), "TIFF"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WEBP"),
    (re.compile(rb".{4}ftyp(?:heic|heix|mif1|msf1)", re.DOTALL), "HEIC"),
)

OFD = _SCAN.format("OFD")
"""A national format for stamped documents, itself an archive (R6.465)."""


def explain_scan(start: bytes) -> str:
    """What a file that begins so is kept as; empty where it is no scan."""
    return next((_SCAN.format(name) for pattern, name in _SCANS if pattern.match(start)), "")
