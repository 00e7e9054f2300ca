"""docs/glossary.md names what is in the code: packages, and the members of the domain's enums."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "docs" / "glossary.md"
PACKAGE = ROOT / "ducha"

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
MEMBER = re.compile(r"`([A-Z]\w+)\.([A-Z_]+)`")


def rows() -> list[tuple[str, str, str, str]]:
    """Chinese, English, meaning and place of every word that has a place."""
    found = ROW.findall(GLOSSARY.read_text(encoding="utf-8"))
    return [row for row in found if row[0] != "中文"]


def members() -> Iterator[tuple[str, str, str]]:
    """Class, member and word of every enum of words in the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and "StrEnum" in map(ast.unparse, node.bases):
                for line in node.body:
                    if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
                        yield node.name, ast.unparse(line.targets[0]), str(line.value.value)


def test_enum_members_are_those_of_the_code() -> None:
    """Of an enum that the glossary names, every member stands there, under its own word."""
    named = {
        (*found.groups(), chinese.split()[-1 if chinese.startswith("方向") else 0])
        for chinese, english, _, _ in rows()
        if (found := MEMBER.search(english))
    }
    classes = {name for name, _, _ in named}
    assert {"Status", "Verdict", "Severity", "Kind"} <= classes
    assert named == {member for member in members() if member[0] in classes}


def test_places_are_packages_of_the_code() -> None:
    """A folder or a module of the package."""
    places = {place.strip("` ") for _, _, _, place in rows()} - {""}
    assert {"ledger", "intake", "status", "files/inbox"} <= places
    lost = [
        place
        for place in sorted(places)
        if not (PACKAGE / place / "__init__.py").is_file()
        and not (PACKAGE / f"{place}.py").is_file()
    ]
    assert lost == []


def test_a_word_stands_once() -> None:
    """One meaning each; what two enums call alike says which is meant."""
    words = [chinese for chinese, english, _, _ in rows() if not MEMBER.search(english)]
    assert sorted(words) == sorted(set(words))
    assert len(words) > 40
