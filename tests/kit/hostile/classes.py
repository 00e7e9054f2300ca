"""Hostile files in classes, all made from one genuine form; the same ones every time."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from kit.hostile import book as hostile_book
from kit.hostile import cells as hostile_cells
from kit.hostile import disk as hostile_disk
from kit.hostile import formats as hostile_formats
from kit.hostile import identity as hostile_identity
from kit.hostile import mail as hostile_mail
from kit.hostile import packs as hostile_packs
from kit.hostile import xml as hostile_xml
from kit.hostile import zip as hostile_zip
from kit.hostile.parts import Genuine, Hostile, Variant

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
