"""The house keeps its order: imports point strictly down and enter a package by its doors."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from kit.layout import ROOT, Source, ends_or_calls, imports, planted, sources, uses

FLOORS: tuple[tuple[str, ...], ...] = (
    ("process",),
    ("ducha.console",),
    ("ducha.demo",),
    ("ducha.workflow.post", "ducha.workflow.publishing", "ducha.workflow.spaces"),
    ("ducha.workflow",),
    ("ducha.files.post",),
    ("ducha.files.inbox", "ducha.files.documents", "ducha.files.demo", "ducha.files.backup"),
    ("ducha.files.sent",),
    ("ducha.files.writing.breakdown", "ducha.files.writing.ledger", "ducha.files.writing.report"),
    ("ducha.files.writing.form", "ducha.files.writing.letters"),
    ("ducha.files.writing",),
    ("ducha.files.workbook",),
    ("ducha.files.workbook.legacy", "ducha.files.workbook.xlsx"),
    ("ducha.files.workbook.gate",),
    ("ducha.files.sandbox", "ducha.files.disk"),
    ("ducha.carried_settings",),
    ("ducha.settings",),
    ("ducha.sections",),
    ("ducha.letters",),
    ("ducha.standing",),
    ("ducha.standing.figures",),
    ("ducha.standing.table",),
    ("ducha.published",),
    ("ducha.merge",),
    ("ducha.intake",),
    ("ducha.breakdown",),
    ("ducha.submission",),
    ("ducha.form", "ducha.checks"),
    ("ducha.circular",),
    ("ducha.circular.page",),
    ("ducha.circular.bodies", "ducha.circular.figures"),
    ("ducha.circular.model",),
    ("ducha.circular.vocabulary",),
    ("ducha.status",),
    ("ducha.ledger",),
    ("ducha.values",),
    ("ducha.findings",),
    ("ducha.cells", "ducha.makes", "ducha.period", "ducha.texts", "ducha.version"),
    ("ducha.workdays",),
    ("ducha", "ducha.files"),  # the walls around all others: captions, which import nothing
)
"""Packages from the roof to the ground; what is new takes its place here first.

The longest name that a module's own begins with says where it is at home.
"""

FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}

WRITERS = ("ducha.files.writing",)
READERS = ("ducha.files.inbox", "ducha.files.documents", "ducha.files.workbook")
"""Neither sees the other, whatever their floors."""

DOORS: Mapping[str, tuple[str, ...]] = {
    "ducha.console": (
        *("invocation", "menu", "options", "pages", "post", "refusals", "screen", "startup"),
        "window",
    ),
    "ducha.demo": ("quarter",),
    "ducha.workflow": (
        *("command", "demo", "generate", "guard", "merge", "month", "status", "workspace"),
        *("post.by_hand", "post.collect", "post.mail_check", "post.password", "post.remind"),
        *("post.send", "publishing.issue", "publishing.publish", "publishing.verify"),
        *("spaces.backup", "spaces.import_circular", "spaces.init"),
    ),
    "ducha.workflow.outbox": ("letters", "parcels", "reports", "sent_back", "withdrawing"),
    "ducha.workflow.post": ("by_hand", "collect", "mail_check", "password", "remind", "send"),
    "ducha.workflow.publishing": ("issue", "publish", "verify"),
    "ducha.workflow.spaces": ("backup", "import_circular", "init"),
    "ducha.files.post": (
        *("checking", "collected", "envelope", "imap", "password", "reaching", "refusals", "smtp"),
    ),
    "ducha.files.inbox": ("archive", "arrivals", "bounces", "mail_time"),
    "ducha.files.documents": ("reading",),
    "ducha.files.backup": ("listing", "manifest", "members", "packing", "parts", "unpacking"),
    "ducha.files.demo": ("answer", "space"),
    "ducha.files.sent": ("reading", "store"),
    "ducha.files.writing": (
        *("breakdown.book", "form.book", "ledger.book", "report.book"),
        *("letters.filling", "letters.letter", "list", "mail", "sheet"),
    ),
    "ducha.files.writing.letters": ("filling", "letter"),
    "ducha.files.writing.breakdown": ("book",),
    "ducha.files.writing.ledger": ("book",),
    "ducha.files.writing.report": ("book",),
    "ducha.files.writing.form": (
        *("book", "guide_writer", "page", "paper", "returned", "rules", "styles"),
    ),
    "ducha.files.workbook": (
        *("gate.signatures", "gate.zip", "reading", "text_tables", "xml_safety"),
    ),
    "ducha.files.workbook.legacy": ("ods", "ods_marks", "summary", "xls", "xls_marks", "xlsb"),
    "ducha.files.workbook.xlsx": ("formats", "reading"),
    "ducha.files.workbook.gate": (
        *("bounds", "marks", "parts", "refusals", "signatures", "xml", "zip"),
    ),
    "ducha.files.sandbox": ("limits", "pool"),
    "ducha.files.disk": ("folders", "plan", "starting", "whole", "words"),
    "ducha.sections": (
        *("awards", "checks", "colours", "deadlines", "mail", "paths", "section", "status", "top"),
    ),
    "ducha.letters": (
        *("breakdowns", "facts", "notice", "order", "parts", "reminders", "returned", "upward"),
        *("wording.notice", "wording.order", "wording.upward"),
    ),
    "ducha.letters.wording": ("notice", "order", "upward"),
    "ducha.standing": (
        *(
            "assignments",
            "awards",
            "handed.proposed",
            "overview.cards",
            "overview.page",
            "overview.returns",
        ),
        *("figures.county_map", "figures.trend", "overview.sentence"),
        *("overview.view", "proposals", "report", "reporting", "table", "unit_pages"),
        *("notice.agreement", "notice.facts", "notice.lagging", "notice.namings"),
        "notice.upward",
        *("words.cells", "words.columns", "words.return_words", "words.scope"),
    ),
    "ducha.standing.figures": (
        *("counties", "county_map", "data", "indicators", "reconciliation", "shown", "trend"),
    ),
    "ducha.standing.handed": ("proposed", "tables"),
    "ducha.standing.notice": (
        *("agreement", "facts", "lagging", "namings", "upward", "verification"),
    ),
    "ducha.standing.overview": ("cards", "page", "returns", "sentence", "view"),
    "ducha.standing.ranking": ("deductions", "places", "praised"),
    "ducha.standing.words": (
        *("cells", "columns", "files", "findings", "items", "problems", "return_words"),
        *("returns", "scope", "texts"),
    ),
    "ducha.published": ("edition", "fields", "records", "restated"),
    "ducha.merge": ("data", "model", "open_problems", "restated", "year"),
    "ducha.merge.doubt": ("figures", "older_figures", "orders", "shifted", "yardsticks"),
    "ducha.merge.outcome": ("findings", "judgements", "late_changes", "superseded"),
    "ducha.intake": ("examination", "examined", "issued", "own_month", "sorting", "verdicts"),
    "ducha.intake.identity": ("doubts", "files", "model", "own_forms", "peers", "roster"),
    "ducha.intake.rulings": ("files", "rows"),
    "ducha.breakdown": ("examined", "in_force", "known", "sums", "superseded"),
    "ducha.submission": (
        "arrival",
        "bounces",
        "clock",
        "hidden",
        "lost_keys",
        "order",
        "posted",
        "reading",
        "sent",
        "sheets",
        "visible",
    ),
    "ducha.form": (
        *("asked", "breakdown", "claim", "column", "handed", "marked", "monthly", "secrecy"),
    ),
    "ducha.checks": (
        *("breakdowns", "catalogue", "cells", "handed", "identity", "months", "returns"),
        *("rows", "sizes", "stated", "together", "versions"),
    ),
    "ducha.circular": ("draft", "model", "place", "reimport", "takeover"),
    "ducha.circular.page": ("head", "lines", "region", "text", "vertical"),
    "ducha.circular.bodies": ("departments", "responsibility", "units"),
    "ducha.circular.figures": ("deadlines", "indicators", "quantities", "spots"),
    "ducha.status": ("rating", "runs", "shares"),
    "ducha.ledger": (
        *("additions", "columns", "imported", "in_time", "model", "names", "reading", "sheets"),
        *("handed.records", "plan.milestones", "year.decisions"),
    ),
    "ducha.ledger.handed": ("records", "sheets"),
    "ducha.ledger.plan": ("milestones", "reading"),
    "ducha.ledger.year": ("decisions", "succession"),
    "ducha.values": ("answers", "cases", "months", "numerals", "reading"),
}
"""Which modules of a package those outside it may import; a package without doors has no guests."""

HOMES: Mapping[str, tuple[str, ...]] = {
    "click": ("process", "ducha.console"),
    "pandas": ("ducha.merge", "ducha.standing"),
    "openpyxl": ("ducha.files",),
    "xlsxwriter": ("ducha.files",),
    "python_calamine": ("ducha.files.workbook",),
    "jinja2": ("ducha.files.writing",),
    "docx": ("ducha.files",),
    "oxmsg": ("ducha.files.inbox",),
    "py7zr": ("ducha.files.inbox",),
    "docxtpl": ("ducha.files.writing.letters",),
    "chinese_calendar": ("ducha.workdays",),
    "pebble": ("ducha.files.sandbox",),
    "multiprocessing": ("ducha.files.sandbox",),
    "smtplib": ("ducha.files",),
    "imaplib": ("ducha.files",),
    "imapclient": ("ducha.files.post",),
    "keyring": ("ducha.files.post",),
    "socket": ("ducha.files.post",),
    "ssl": ("ducha.files.post",),
}
"""Libraries, and the modules that may import them."""

CLOCK_AND_EXIT = {
    *("print", "exit", "quit", "input", "SystemExit", "sys.exit", "os._exit"),
    *("date.today", "datetime.now", "datetime.utcnow", "datetime.today", "time.time"),
}
OPENING = {"open", ".open", ".read_text", ".read_bytes", ".write_text", ".write_bytes"}


PROCESS = (
    *("process", "ducha.console.startup", "ducha.console.refusals"),
    "ducha.console.first_run",  # which runs alone, before anything else can
    "ducha.files.sandbox.limits",  # which ends a worker, where the system does not
)
"""What starts and ends the process."""


def stem(name: str) -> str:
    """The longest name in `FLOORS` that a module's begins with; the walls are nobody's home."""
    home = name
    while home and home not in FLOOR:
        home = home.rpartition(".")[0]
    return "" if home in FLOORS[-1] and home != name else home


def inside(name: str, packages: tuple[str, ...]) -> bool:
    """Whether a module is one of these or lies in one."""
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


def is_down(importer: str, imported: str) -> bool:
    """Whether an import stays at home or goes to a lower floor, and from no writer to a reader."""
    if inside(importer, WRITERS) and inside(imported, READERS):
        return False
    if inside(importer, READERS) and inside(imported, WRITERS):
        return False
    above, below = stem(importer), stem(imported)
    return above == below or FLOOR[above] < FLOOR[below]


def shut(importer: str, imported: str, packages: set[str]) -> Iterator[str]:
    """Packages that an import enters by something that is no door of theirs."""
    parts = imported.split(".")
    for length in range(1, len(parts)):
        package = ".".join(parts[:length])
        entered = package in packages and not inside(importer, (package,))
        if entered and imported.removeprefix(f"{package}.") not in DOORS.get(package, ()):
            yield package


def unplaced(found: Mapping[str, Source]) -> list[str]:
    """Modules that nobody has given a floor."""
    return [f"{name} has no floor in tests/test_layout.py" for name in found if not stem(name)]


def upward(edges: Mapping[str, set[str]]) -> list[str]:
    """Imports that point up or beside."""
    return [
        f"{name} must not import {other}"
        for name, others in edges.items()
        for other in sorted(others)
        if not is_down(name, other)
    ]


def through_walls(found: Mapping[str, Source], edges: Mapping[str, set[str]]) -> list[str]:
    """Imports that enter a package by another way than its doors.

    The lowest floor and its packages stand open: `ducha` and `ducha.files` are only the walls
    around the others.
    """
    packages = {source.package for source in found.values()} - {"", *FLOORS[-1]}
    return [
        f"{name} must not enter {package} by {other}"
        for name, others in edges.items()
        for other in sorted(others)
        for package in shut(name, other, packages)
    ]


def faults(root: Path) -> list[str]:
    """What is wrong with the order of the modules below `root`."""
    found = sources(root)
    edges = uses(found)
    return unplaced(found) or [*upward(edges), *cycles(edges), *through_walls(found, edges)]


def cycles(edges: Mapping[str, set[str]]) -> list[str]:
    """One cycle of imports, if there is any."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return ["cycle: " + " -> ".join(reversed(error.args[1]))]
    return []


def guests(root: Path) -> list[str]:
    """Libraries that are imported where they do not live."""
    return [
        f"{name} must not import {library}"
        for name, source in sources(root).items()
        for library in sorted({other.partition(".")[0] for other in imports(source)} & {*HOMES})
        if not inside(name, HOMES[library])
    ]


def forbidden(source: Source) -> set[str]:
    """What a module must not call: files may open, the process where it starts and ends may all."""
    if inside(source.name, PROCESS):
        return set()
    if inside(source.name, ("ducha.files",)):
        return CLOCK_AND_EXIT
    return CLOCK_AND_EXIT | OPENING


def calls(root: Path) -> list[str]:
    """Calls that print, end the program, ask the clock or open a file where they must not."""
    return [
        f"{name}:{line} must not call {full}"
        for name, source in sources(root).items()
        for line, full in ends_or_calls(source.tree)
        if {full, re.sub(r".*(?=\.)", "", full)} & forbidden(source)
    ]


def test_imports_point_strictly_down_and_go_through_doors() -> None:
    """Every module has its floor, and none sees what is beside or above it, or behind a wall."""
    assert faults(ROOT) == []


def test_every_door_is_used_and_leads_to_a_module() -> None:
    """A door that nobody needs is walled up."""
    found = sources(ROOT)
    edges = uses(found)
    doors = {f"{package}.{door}" for package, named in DOORS.items() for door in named}
    entered = {
        other
        for name, others in edges.items()
        for other in others
        if not inside(name, (found[other].package,))
    }
    assert doors - entered == set()


def test_no_folder_is_crowded() -> None:
    """A reader takes in a folder at a glance: at most 16 modules."""
    crowded = {
        str(folder.relative_to(ROOT)): len(modules)
        for folder in (ROOT / "ducha").rglob("*")
        if folder.is_dir()
        and len(modules := [*folder.glob("*.py")]) - ((folder / "__init__.py") in modules) > 16
    }
    assert crowded == {}


def test_a_package_says_one_line_and_re_exports_nothing() -> None:
    """Whoever imports a module of a package loads that module only: workers stay without rules."""
    wordy = {
        name: source.tree.body
        for name, source in sources(ROOT).items()
        if source.package == name and name != "process"
        if len(source.tree.body) != 1 or not ast.get_docstring(source.tree)
    }
    assert wordy == {}


def test_only_the_workflow_calls_files() -> None:
    """What opens files is asked for by a verb."""
    callers = {
        name
        for name, others in uses(sources(ROOT)).items()
        if not inside(name, ("ducha.files",)) and any(inside(o, ("ducha.files",)) for o in others)
    }
    assert {name for name in callers if not inside(name, ("ducha.workflow",))} == set()


def test_libraries_stay_in_their_homes() -> None:
    """Pandas in the merge, Excel in files, click in the process."""
    assert guests(ROOT) == []


def test_only_the_process_prints_ends_or_asks_the_clock() -> None:
    """And only files/ opens files."""
    assert calls(ROOT) == []


def test_a_class_name_stands_once() -> None:
    """Whoever reads a name knows which class is meant."""
    homes: dict[str, list[str]] = {}
    for name, source in sources(ROOT).items():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(name)
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def _fields(node: ast.ClassDef) -> int:
    """How many fields a data class states, whatever it inherits."""
    stated = (line for line in node.body if isinstance(line, ast.AnnAssign))
    return sum(ast.unparse(line.annotation) not in {"ClassVar", "KW_ONLY"} for line in stated)


def test_what_has_many_fields_is_made_by_their_names() -> None:
    """Nobody counts to the seventh of eleven texts: over five fields only keywords are taken."""
    by_position = [
        f"{name}.{node.name}"
        for name, source in sources(ROOT).items()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and _fields(node) > 5
        for decorator in map(ast.unparse, node.decorator_list)
        if decorator.startswith("dataclass") and "kw_only=True" not in decorator
        if "KW_ONLY" not in ast.unparse(node)
    ]
    assert by_position == []


def test_long_tuples_are_made_by_the_names_of_their_fields() -> None:
    """A named tuple takes positions too, so nobody gives it any over five fields."""
    found = sources(ROOT)
    long = {
        node.name
        for source in found.values()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and "NamedTuple" in map(ast.unparse, node.bases)
        if _fields(node) > 5
    }
    assert "FigureEntry" in long
    by_position = [
        f"{name}:{node.lineno} {node.func.id}"
        for name, source in found.items()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in long and node.args
    ]
    assert by_position == []


def test_help_imports_no_heavy_library() -> None:
    """The first answer comes at once."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "process.py", "--help"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=600,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "click" in loaded
    heavy = {
        *("pandas", "numpy", "openpyxl", "xlsxwriter", "python_calamine"),
        *("jinja2", "docx", "pebble", "chinese_calendar"),
    }
    assert not loaded & heavy


# The test of the test: small trees, each with one fault.


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("merge/month", "from ducha.standing.table import Table"),
        ("merge/month", "import ducha.standing.table"),
        ("merge/month", "from ducha.standing import table"),
        ("merge/month", "from ..standing import table"),
        ("merge/month", "from ..standing.table import Table"),
        ("merge/month", "def late():\n    from ducha.standing import table"),
        (
            "merge/month",
            "import typing\nif typing.TYPE_CHECKING:\n    from ducha.standing import table",
        ),
        ("merge/month", "import importlib\nimportlib.import_module('ducha.standing.table')"),
        ("merge/deeper/totals", "from ducha.standing.table import Table"),
    ],
)
def test_an_import_that_points_up_is_found(tmp_path: Path, module: str, text: str) -> None:
    """However it is written, wherever it stands."""
    files = {f"ducha/{module}.py": text, "ducha/standing/table.py": ""}
    name = module.replace("/", ".")
    assert faults(planted(tmp_path, files))[0] == (
        f"ducha.{name} must not import ducha.standing.table"
    )


def test_an_import_beside_is_found(tmp_path: Path) -> None:
    """Two packages of one floor do not see each other, through no door."""
    files = {
        "ducha/form/monthly.py": "from ducha.checks.catalogue import RULES",
        "ducha/checks/catalogue.py": "",
    }
    assert "ducha.form.monthly must not import ducha.checks.catalogue" in faults(
        planted(tmp_path, files)
    )


def test_imports_that_point_down_are_no_fault(tmp_path: Path) -> None:
    """Down through a door, within the package, out of a package into the one around it."""
    files = {
        "process.py": "def run():\n    from ducha.workflow import generate",
        "ducha/__init__.py": "",
        "ducha/files/__init__.py": "",
        "ducha/workflow/generate.py": "from ducha.files.inbox import arrivals\nimport json",
        "ducha/files/inbox/arrivals.py": "from ducha.files.inbox import kinds",
        "ducha/files/inbox/kinds.py": "from ducha.findings import Finding",
        "ducha/files/writing/sheet.py": "",
        "ducha/files/writing/form/book.py": "from ducha.files.writing.sheet import text",
        "ducha/findings.py": "",
    }
    assert faults(planted(tmp_path, files)) == []


def test_a_wall_is_no_door(tmp_path: Path) -> None:
    """Downwards too a package is entered only where it has a door; so is one within another."""
    files = {
        "ducha/workflow/generate.py": "from ducha.files.inbox import kinds",
        "ducha/files/inbox/kinds.py": "",
        "ducha/merge/month.py": "from ducha.intake.numbers import read_row",
        "ducha/intake/numbers.py": "",
        "ducha/circular/draft.py": "from ducha.circular.page import marks",
        "ducha/circular/page/marks.py": "",
    }
    assert sorted(faults(planted(tmp_path, files))) == [
        "ducha.circular.draft must not enter ducha.circular.page by ducha.circular.page.marks",
        "ducha.merge.month must not enter ducha.intake by ducha.intake.numbers",
        "ducha.workflow.generate must not enter ducha.files.inbox by ducha.files.inbox.kinds",
    ]


def test_readers_and_writers_do_not_see_each_other(tmp_path: Path) -> None:
    """In neither direction; and what both stand on sees neither."""
    files = {
        "ducha/files/inbox/arrivals.py": "from ducha.files.writing import mail",
        "ducha/files/writing/mail.py": "",
        "ducha/files/writing/form/book.py": "from ducha.files.workbook import reading",
        "ducha/files/workbook/reading.py": "",
        "ducha/files/disk/plan.py": "from ducha.files.workbook import reading",
    }
    assert sorted(fault for fault in faults(planted(tmp_path, files)) if "import" in fault) == [
        "ducha.files.disk.plan must not import ducha.files.workbook.reading",
        "ducha.files.inbox.arrivals must not import ducha.files.writing.mail",
        "ducha.files.writing.form.book must not import ducha.files.workbook.reading",
    ]


def test_a_cycle_within_a_package_is_found(tmp_path: Path) -> None:
    """Modules of a package may see each other, but not in a circle."""
    files = {
        "ducha/values/reading.py": "import ducha.values.cases",
        "ducha/values/cases.py": "def late():\n    import ducha.values.reading",
    }
    (fault,) = faults(planted(tmp_path, files))
    assert fault.startswith("cycle: ")


@pytest.mark.parametrize("name", ["tools", "tools/text", "files/tools", "valuesunits/numbers"])
def test_a_module_without_a_floor_is_found(tmp_path: Path, name: str) -> None:
    """A module or a package that nobody has thought about."""
    (fault,) = faults(planted(tmp_path, {f"ducha/{name}.py": ""}))
    assert "has no floor" in fault


def test_a_module_with_a_floor_of_its_own_is_not_its_packages(tmp_path: Path) -> None:
    """The longest name counts: what a reader stands on does not see the reader."""
    files = {
        "ducha/files/workbook/gate/refusals.py": "from ducha.files.workbook import reading",
        "ducha/files/workbook/reading.py": "",
    }
    assert faults(planted(tmp_path, files)) == [
        "ducha.files.workbook.gate.refusals must not import ducha.files.workbook.reading"
    ]


def test_a_library_away_from_home_is_found(tmp_path: Path) -> None:
    """Late imports count here too; whatever is in a home is at home."""
    files = {
        "ducha/merge/totals.py": "import pandas as pd",
        "ducha/files/writing/form/book.py": "from xlsxwriter import Workbook",
        "ducha/intake/rows.py": "def late():\n    from pandas import DataFrame",
        "ducha/workflow/generate.py": "import click",
    }
    assert guests(planted(tmp_path, files)) == [
        "ducha.intake.rows must not import pandas",
        "ducha.workflow.generate must not import click",
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
    root = planted(tmp_path, {"ducha/values/reading.py": text, "process.py": text})
    (wrong,) = calls(root)
    assert wrong.startswith("ducha.values.reading:")
    assert wrong.endswith(f" must not call {call}")


def test_files_may_open_but_not_print(tmp_path: Path) -> None:
    """Files are what files/ is for; the clock and the screen are not."""
    text = "def read(path):\n    print(path)\n    return open(path).read()"
    root = planted(tmp_path, {"ducha/files/disk/plan.py": text})
    assert calls(root) == ["ducha.files.disk.plan:2 must not call print"]
