"""What the modules of a program import and call, read from their text alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Source:
    """A module: its dotted name, what it says, and the package that it is in (or is)."""

    name: str
    tree: ast.Module
    package: str


def sources(root: Path) -> dict[str, Source]:
    """Read every module of the program, process.py and the package."""
    found = {}
    for path in [root / "process.py", *sorted((root / "ducha").rglob("*.py"))]:
        if path.exists():
            parts = path.relative_to(root).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if is_package else parts)
            package = name if is_package else ".".join(parts[:-1])
            found[name] = Source(name, parsed(path.read_bytes(), str(path)), package)
    return found


@cache
def parsed(text: bytes, path: str) -> ast.Module:
    """The tree of a module; many tests ask for the same one, and none changes it."""
    return ast.parse(text, path)


def called(node: ast.expr) -> str:
    """The last two names of what is called: print, date.today, .open of something unnamed."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{called(node.value).rpartition('.')[2]}.{node.attr}"
    return ""


def imported_by_name(call: ast.Call) -> str:
    """The module that import_module("…") or __import__("…") asks for."""
    asked = called(call.func).rpartition(".")[2] in {"import_module", "__import__"}
    first = call.args[0] if asked and call.args else None
    return str(first.value) if isinstance(first, ast.Constant) else ""


def absolute(node: ast.ImportFrom, source: Source) -> str:
    """The module of `from … import`, relative ones resolved."""
    if not node.level:
        return node.module or ""
    parents = source.package.split(".")
    parents = parents[: len(parents) - node.level + 1]
    return ".".join([*parents, *([node.module] if node.module else [])])


def imports(source: Source) -> Iterator[str]:
    """Every name that a module imports anywhere: in functions and for the type checker too."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = absolute(node, source)
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call):
            yield imported_by_name(node)


def uses(found: Mapping[str, Source]) -> dict[str, set[str]]:
    """Which modules of ours each module imports; a package counts only if nothing in it is."""
    edges = {}
    for name, source in found.items():
        named = {other for other in imports(source) if other in found}
        edges[name] = {
            module for module in named if not any(other.startswith(f"{module}.") for other in named)
        }
    return edges


def ends_or_calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every call and every bare exception that is raised, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, called(node.func)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
            yield node.lineno, node.exc.id


def planted(root: Path, files: Mapping[str, str]) -> Path:
    """Write a small program; every folder of it is a package."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
