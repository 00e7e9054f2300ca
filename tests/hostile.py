"""Hostile files in classes, all made from one genuine form; the same ones every time."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import hostile_book
import hostile_cells
import hostile_disk
import hostile_formats
import hostile_identity
import hostile_mail
import hostile_packs
import hostile_xml
import hostile_zip
from hostile_kit import Genuine, Hostile, Variant

SEED = 20240528

CLASSES: tuple[Hostile, ...] = (
    *hostile_zip.CLASSES,
    *hostile_xml.CLASSES,
    *hostile_book.CLASSES,
    *hostile_cells.CLASSES,
    *hostile_identity.CLASSES,
    *hostile_formats.CLASSES,
    *hostile_packs.CLASSES,
    *hostile_mail.CLASSES,
    *hostile_disk.CLASSES,
)
"""Every class, from the container inwards, then round the file outwards."""


def variants(one: Hostile, genuine: Genuine) -> Iterator[Variant]:
    """The variants of a class."""
    return one.make(genuine, Random(f"{SEED}{one.name}"))  # noqa: S311 - to be repeated
