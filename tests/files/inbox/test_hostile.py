"""Whatever lies in the inbox: three good forms beside it arrive, and every file has its verdict."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from kit.hostile import classes as hostile
from kit.hostile import month
from kit.hostile.parts import DENOMINATOR, FIGURE, NUMERATOR, TEXT, Variant

import process
from ducha.cells import Cells, Row, Value, address
from ducha.files.workbook.reading import Unreadable, read
from ducha.workflow.merge import plan_returned
from ducha.workflow.workspace import gather_inbox, merge_inbox, open_workspace

OF_EACH = 9
"""Variants of a class that the suite lays, chosen evenly."""

TOGETHER = 8
"""Classes in one inbox, each in a folder of its own: a merge alone takes some time."""

Group = tuple[hostile.Hostile, ...]
QUICK = [one for one in hostile.CLASSES if not one.slow]
GROUPS = [tuple(QUICK[at : at + TOGETHER]) for at in range(0, len(QUICK), TOGETHER)]
FLIPS = 3000
MERGE = ("--today", "2024-05-31", "merge", "--period", "2024-05")


def chosen(hostile_class: hostile.Hostile) -> list[Variant]:
    """The variants of a class that the suite lays, told by the name of the class too."""
    made = list(hostile.variants(hostile_class, month.genuine()))
    count = min(OF_EACH, len(made))
    some = [made[number * len(made) // count] for number in range(count)]
    return [replace(variant, what=f"{hostile_class.name}: {variant.what}") for variant in some]


def besieged(root: Path, group: Group) -> tuple[month.Laid, ...]:
    """A workspace in whose inbox these classes lie beside the good forms."""
    inbox = month.workspace(root) / "inbox"
    return month.lay(inbox, (variant for each in group for variant in chosen(each)))


def by_command(root: Path) -> tuple[int, str]:
    """Merge as a person does; the exit code and all that was said."""
    command = [sys.executable, str(month.REPOSITORY / "process.py"), "--config", str(root), *MERGE]
    ran = subprocess.run(command, cwd=root, capture_output=True, check=False)
    return ran.returncode, (ran.stdout + ran.stderr).decode("utf-8")


def outputs(root: Path) -> dict[str, str]:
    """Every file of the outbox by its digest."""
    paths = sorted(path for path in (root / "outbox").rglob("*") if path.is_file())
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0].name)
def test_good_forms_beside_hostile_files(group: Group, tmp_path: Path) -> None:
    """Figures and words arrive, every file has a verdict, nothing is live, nothing is changed.

    Merged by command first, then into an outbox deleted before: the same bytes again.
    """
    root = tmp_path / "besieged"
    laid = besieged(root, group)
    before = month.seen(root / "inbox")
    code, output = by_command(root)
    assert code == 1, output
    assert "收到文件" in output
    assert not re.search(r"Traceback|Error|程序出错", output), output
    assert list(month.breaches(root, laid)) == []
    first = outputs(root)
    shutil.rmtree(root / "outbox")
    assert process.run(["--config", str(root), *MERGE]) == 1
    assert outputs(root) == first
    assert month.seen(root / "inbox") == before


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0].name)
def test_a_hostile_form_gives_its_own_figures_or_none(group: Group, tmp_path: Path) -> None:
    """Each by itself beside the good forms, so that none stands in for another; sent back too."""
    root = tmp_path / "besieged"
    laid = besieged(root, group)
    space = open_workspace(root / "config.toml")
    arrivals = gather_inbox(space)
    good = [each for each in arrivals if each.source.file.startswith("good_")]
    wrong: list[str] = []
    for each in laid:
        own = [arrival for arrival in arrivals if each.mark in arrival.source.file]
        merged = merge_inbox(space, [*good, *own], month.MAY)
        wrong += month.alone(merged, each)
        assert all(output.data for output in plan_returned(space, merged, date(2024, 5, 29)))
    assert wrong == []


LIVE = [
    b"<c><f>1+1</f></c>",
    b'<Relationships><Relationship TargetMode="External"/></Relationships>',
    b'<hyperlink xmlns:r="x" ref="A1" r:id="rId1"/>',
    b"<c>&#0;</c>",
]


@pytest.mark.parametrize("part", LIVE)
def test_the_judge_sees_what_is_live(part: bytes) -> None:
    """A formula, a way out, a link, what no program can open; a link within the book is none."""
    assert list(month.live_part("xl/a.xml", part, frozenset()))
    inward = b'<hyperlink ref="A1" location="\'\xe8\xa1\xa8\'!A1"/>'
    assert not list(month.live_part("xl/a.xml", inward, frozenset()))


def test_the_judge_sees_what_is_lost(tmp_path: Path) -> None:
    """A good form taken away, and a file without a verdict."""
    root = month.workspace(tmp_path / "besieged")
    (root / "inbox" / "good_2.xlsx").unlink()
    assert process.run(["--config", str(root), *MERGE]) == 1
    breaches = list(month.breaches(root, month.lay(root / "inbox", [Variant("late")])))
    assert [each.partition(":")[0] for each in breaches] == [
        *("lost figures", "lost figures"),
        *("lost words", "lost words", "lost words"),
        *("good form 2 is not 采用", "0 verdicts for late"),
    ]


def test_there_are_enough_of_them() -> None:
    """Forty classes and more, five hundred variants and more in the suite alone, none twice."""
    assert len({each.name for each in hostile.CLASSES}) == len(hostile.CLASSES) >= 40
    assert all(each.caption for each in hostile.CLASSES)
    laid = [variant for each in QUICK for variant in chosen(each)]
    assert len({variant.what for variant in laid}) == len(laid) >= 500


def test_they_are_the_same_every_time() -> None:
    """A failure can be looked at again; every fourth class stands for all."""
    for each in QUICK[::4]:
        twice = [hostile.variants(each, month.genuine()) for _ in range(2)]
        for first, second in zip(*(next_few(made) for made in twice), strict=True):
            assert (first.what, first.data) == (second.what, second.data)


def next_few(made: Iterator[Variant]) -> list[Variant]:
    """The first two of a class."""
    return [variant for _, variant in zip(range(2), made, strict=False)]


def test_they_are_made_from_a_genuine_form() -> None:
    """It is accepted as it is, and the cells that are attacked hold what they should."""
    cells = read(month.genuine().data)
    assert cells == replace(read(month.returned(month.VICTIM)), untouched=cells.untouched)
    _, progress, narrative, _ = (by_address(sheet.rows) for sheet in cells.sheets)
    assert [progress[at] for at in (FIGURE, NUMERATOR, DENOMINATOR)] == [37.0, 61.0, 88.0]
    assert narrative[TEXT] == "杞县的进展原话"


def by_address(rows: tuple[Row, ...]) -> dict[str, Value]:
    """Every value of a sheet by its address."""
    return {
        address(number, column): value
        for number, row in enumerate(rows)
        for column, value in enumerate(row)
    }


def flipped(data: bytes, bit: int) -> Cells | None:
    """The form as read with one bit turned over; None when it is refused."""
    turned = bytearray(data)
    turned[bit // 8] ^= 1 << bit % 8
    try:
        return read(bytes(turned))
    except Unreadable:
        return None


def test_a_flipped_bit_never_makes_another_figure() -> None:
    """Anywhere in a filled form as Excel saves it: refused, or exactly the original values."""
    data, chance = month.genuine().data, Random(hostile.SEED)  # noqa: S311 - to be repeated
    flips = int(os.environ.get("DUCHA_FLIPS", FLIPS))
    whole = read(data)
    for bit in (chance.randrange(len(data) * 8) for _ in range(flips)):
        assert flipped(data, bit) in {None, whole}, bit
