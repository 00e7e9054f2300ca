"""The house keeps its order: imports point strictly down, late ones too."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

READERS = tuple(
    f"ducha.files.{name}"
    for name in ("inbox", "containers", "workers", "workbook", "gate", "documents")
)
WRITERS = tuple(
    f"ducha.files.{name}"
    for name in (
        *("ledger_xlsx", "form_xlsx", "report_xlsx", "notice_docx", "mail", "answer_xlsx"),
        *("breakdown_xlsx", "list_xlsx", "demo_space"),
        "report",  # report_page and the like: what report_xlsx puts together
    )
)
BASE = tuple(f"ducha.files.{name}" for name in ("sheet", "disk", "xml_safety"))

FLOORS: tuple[tuple[str, ...], ...] = (
    ("process",),
    ("ducha.console.pages",),
    ("ducha.demo.answers",),
    ("ducha.workflow.workspace",),
    READERS + WRITERS,
    BASE,
    ("ducha.settings",),
    ("ducha.letters.facts",),
    ("ducha.workflow.next_step",),
    ("ducha.standing.table",),
    ("ducha.merge.month",),
    ("ducha.intake.sorting",),
    ("ducha.breakdown.in_force",),
    ("ducha.checks.row",),
    ("ducha.submission.reading",),
    ("ducha.form.monthly",),
    ("ducha.form.claim",),
    ("ducha.circular",),
    ("ducha.status.rating",),
    ("ducha.ledger.reading",),
    ("ducha.ledger.model",),
    ("ducha.values.reading",),
    ("ducha.cells",),
    ("ducha.period",),
    ("ducha.findings",),
    ("ducha.texts",),
    ("ducha", "ducha.files"),  # the packages themselves, which import nothing of ours
)
"""From the roof to the ground; a new module takes its place here first."""

FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}

HOMES: Mapping[str, tuple[str, ...]] = {
    "click": ("process", "ducha.console.pages"),
    "pandas": ("ducha.merge.month", "ducha.standing.table"),
    "openpyxl": ("ducha.files",),
    "xlsxwriter": ("ducha.files",),
    "python_calamine": ("ducha.files",),
    "jinja2": ("ducha.files",),
    "docx": ("ducha.files",),
    "pebble": ("ducha.files.sandbox.crew",),
    "multiprocessing": ("ducha.files.sandbox.crew",),
}
"""Libraries, and the modules that may import them."""

CLOCK_AND_EXIT = {
    *("print", "exit", "quit", "input", "SystemExit", "sys.exit", "os._exit"),
    *("date.today", "datetime.now", "datetime.utcnow", "datetime.today", "time.time"),
}
OPENING = {"open", ".open", ".read_text", ".read_bytes", ".write_text", ".write_bytes"}


@dataclass(frozen=True)
class Source:
    """A module: its dotted name and what it says."""

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
            found[name] = Source(name, ast.parse(path.read_bytes(), str(path)), package)
    return found


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
        edges[name] = {one for one in named if not any(o.startswith(f"{one}.") for o in named)}
    return edges


def stem(name: str) -> str:
    """The name in `FLOORS` that a module belongs to: values_units and values.units to values."""
    if name in FLOOR:
        return name
    parent, _, last = name.rpartition(".")
    while "_" in last:
        last = last.rpartition("_")[0]
        if f"{parent}.{last}" in FLOOR:
            return f"{parent}.{last}"
    return "" if parent in {"", "ducha", "ducha.files"} else stem(parent)


def is_down(importer: str, imported: str) -> bool:
    """Whether an import goes to a lower floor, or stays among siblings and fellow readers."""
    above, below = stem(importer), stem(imported)
    for group in (READERS, WRITERS, BASE):
        if above in group and below in group:
            return True
    return above == below or FLOOR[above] < FLOOR[below]


def faults(root: Path) -> list[str]:
    """What is wrong with the order of the modules below `root`."""
    found = sources(root)
    unknown = [f"{name} has no floor in tests/test_layout.py" for name in found if not stem(name)]
    if unknown:
        return unknown
    edges = uses(found)
    up = [
        f"{name} must not import {other}"
        for name, others in edges.items()
        for other in sorted(others)
        if not is_down(name, other)
    ]
    return up + cycles(edges)


def cycles(edges: Mapping[str, set[str]]) -> list[str]:
    """One cycle of imports, if there is any."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return ["cycle: " + " -> ".join(reversed(error.args[1]))]
    return []


def lives_in(name: str, homes: tuple[str, ...]) -> bool:
    """Whether a module is one of these, a sibling of one or inside one."""
    return any(re.match(rf"{re.escape(home)}(_|\.|$)", name) for home in homes)


def guests(root: Path) -> list[str]:
    """Libraries that are imported where they do not live."""
    return [
        f"{name} must not import {library}"
        for name, source in sources(root).items()
        for library in sorted({other.partition(".")[0] for other in imports(source)} & {*HOMES})
        if not lives_in(name, HOMES[library])
    ]


def forbidden(source: Source) -> set[str]:
    """What a module must not call: files may open, the process may all."""
    if source.name == "process":
        return set()
    if lives_in(source.name, ("ducha.files",)):
        return CLOCK_AND_EXIT
    return CLOCK_AND_EXIT | OPENING


def ends_or_calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every call and every bare exception that is raised, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, called(node.func)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
            yield node.lineno, node.exc.id


def calls(root: Path) -> list[str]:
    """Calls that print, end the program, ask the clock or open a file where they must not."""
    return [
        f"{name}:{line} must not call {full}"
        for name, source in sources(root).items()
        for line, full in ends_or_calls(source.tree)
        if {full, re.sub(r".*(?=\.)", "", full)} & forbidden(source)
    ]


def test_imports_point_strictly_down() -> None:
    """Every module has its floor, and none sees its own or a higher one."""
    assert faults(ROOT) == []


def test_libraries_stay_in_their_homes() -> None:
    """Pandas in the merge, Excel in files, click in the process."""
    assert guests(ROOT) == []


def test_only_the_process_prints_ends_or_asks_the_clock() -> None:
    """And only files/ opens files."""
    assert calls(ROOT) == []


def test_help_imports_no_heavy_library() -> None:
    """The first answer comes at once."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "process.py", "--help"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "click" in loaded
    heavy = {
        "pandas",
        "numpy",
        "openpyxl",
        "xlsxwriter",
        "python_calamine",
        "jinja2",
        "docx",
        "pebble",
    }
    assert not loaded & heavy


# The test of the test: small trees, each with one fault.


def planted(root: Path, files: Mapping[str, str]) -> Path:
    """Write a small program."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("merge", "from ducha.standing.table import Table"),
        ("merge", "import ducha.standing.table"),
        ("merge", "from ducha import standing"),
        ("merge", "from .standing import Table"),
        ("merge", "def late():\n    from ducha import standing"),
        (
            "merge",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from . import standing",
        ),
        ("merge", "import importlib\nimportlib.import_module('ducha.standing.table')"),
        ("merge_totals", "from ducha.standing.table import Table"),
    ],
)
def test_an_import_that_points_up_is_found(tmp_path: Path, module: str, text: str) -> None:
    """However it is written, wherever it stands."""
    files = {f"ducha/{module}.py": text, "ducha/standing.py": ""}
    assert faults(planted(tmp_path, files)) == [
        f"ducha.{module} must not import ducha.standing.table"
    ]


def test_imports_that_point_down_are_no_fault(tmp_path: Path) -> None:
    """Down, to a sibling, to a package by a name inside it."""
    files = {
        "process.py": "def run():\n    from ducha import workflow",
        "ducha/__init__.py": "",
        "ducha/files/__init__.py": "",
        "ducha/workflow.py": "from ducha.files import gate, inbox\nimport json",
        "ducha/files/inbox.py": "from ducha.files import gate, sheet",
        "ducha/files/gate.py": "from ducha.findings import Finding",
        "ducha/files/sheet.py": "",
        "ducha/values.py": "from ducha.values_units import UNITS",
        "ducha/values_units.py": "from ducha.findings import Finding",
        "ducha/findings.py": "",
    }
    assert faults(planted(tmp_path, files)) == []


def test_readers_and_writers_do_not_see_each_other(tmp_path: Path) -> None:
    """In neither direction; and the base sees neither."""
    files = {
        "ducha/files/inbox.py": "from ducha.files import mail",
        "ducha/files/mail.py": "",
        "ducha/files/form_xlsx.py": "from ducha.files import workbook",
        "ducha/files/workbook.py": "",
        "ducha/files/disk.py": "from ducha.files import workbook",
    }
    assert sorted(faults(planted(tmp_path, files))) == [
        "ducha.files.disk.plan must not import ducha.files.workbook.reading",
        "ducha.files.writing.form.book must not import ducha.files.workbook.reading",
        "ducha.files.inbox.arrivals must not import ducha.files.writing.mail",
    ]


def test_a_cycle_among_siblings_is_found(tmp_path: Path) -> None:
    """Siblings may see each other, but not in a circle."""
    files = {
        "ducha/values.py": "import ducha.values_units",
        "ducha/values_units.py": "def late():\n    import ducha.values.reading",
    }
    (fault,) = faults(planted(tmp_path, files))
    assert fault.startswith("cycle: ")


@pytest.mark.parametrize("name", ["tools", "files/tools", "valuesunits", "report_xlsx"])
def test_a_module_without_a_floor_is_found(tmp_path: Path, name: str) -> None:
    """A module that nobody has thought about."""
    (fault,) = faults(planted(tmp_path, {f"ducha/{name}.py": ""}))
    assert "has no floor" in fault


def test_ledger_reading_is_no_sibling_of_the_ledger(tmp_path: Path) -> None:
    """A name that is listed has its own floor."""
    files = {
        "ducha/ledger.py": "import ducha.ledger.reading",
        "ducha/ledger_reading.py": "",
    }
    assert faults(planted(tmp_path, files)) == [
        "ducha.ledger.model must not import ducha.ledger.reading"
    ]


def test_a_library_away_from_home_is_found(tmp_path: Path) -> None:
    """Late imports count here too; a sibling of a home is at home."""
    files = {
        "ducha/merge_totals.py": "import pandas as pd",
        "ducha/files/form_xlsx.py": "from xlsxwriter import Workbook",
        "ducha/intake.py": "def late():\n    from pandas import DataFrame",
        "ducha/workflow.py": "import click",
    }
    assert guests(planted(tmp_path, files)) == [
        "ducha.intake.sorting must not import pandas",
        "ducha.workflow.workspace must not import click",
    ]


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("print('x')", "print"),
        ("import sys\nsys.exit(1)", "sys.exit"),
        ("raise SystemExit(1)", "SystemExit"),
        ("def late():\n    raise SystemExit", "SystemExit"),
        ("from datetime import date\ndate.today()", "date.today"),
        ("import datetime\ndatetime.date.today()", "date.today"),
        ("import datetime\ndatetime.datetime.now(None)", "datetime.now"),
        ("open('x')", "open"),
        ("from pathlib import Path\nPath('x').open()", ".open"),
        ("def late(path):\n    return path.read_bytes()", "path.read_bytes"),
    ],
)
def test_a_forbidden_call_is_found(tmp_path: Path, text: str, call: str) -> None:
    """In a function or out of it."""
    root = planted(tmp_path, {"ducha/values.py": text, "process.py": text})
    (wrong,) = calls(root)
    assert wrong.startswith("ducha.values.reading:")
    assert wrong.endswith(f" must not call {call}")


def test_files_may_open_but_not_print(tmp_path: Path) -> None:
    """Files are what files/ is for; the clock and the screen are not."""
    text = "def read(path):\n    print(path)\n    return open(path).read()"
    root = planted(tmp_path, {"ducha/files/disk.py": text})
    assert calls(root) == ["ducha.files.disk.plan:2 must not call print"]
