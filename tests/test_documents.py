"""What README, the manual, config.toml and the templates list is what the program has.

Each test names what is missing and what is too much. That the shipped config.toml says the
defaults stands in test_settings, the tables of check codes in the tests of the checks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click
import pytest
from docxtpl import DocxTemplate
from jinja2 import Environment, meta
from kit import returns, sample, word
from kit.reminded import reminded
from kit.tables import table
from openpyxl import load_workbook
from test_layout import FLOOR, stem

import process
from ducha.console.choices import menu_lines
from ducha.files.writing.report.styles import SYMBOLS
from ducha.findings import Severity
from ducha.form.breakdown import BreakdownCorrection, issue_breakdown
from ducha.form.monthly import FOOT, NARRATIVE, PROGRESS, Correction
from ducha.ledger.columns import ACTIONS
from ducha.letters import facts as letters
from ducha.letters.notice import notice_facts
from ducha.letters.order import order_facts
from ducha.letters.parts import LetterFacts
from ducha.letters.reminders import reminder_letter
from ducha.letters.upward import upward_facts
from ducha.makes import ENDINGS, MAKES, UNTELLING_ENDINGS
from ducha.settings import SECTIONS
from ducha.settings import read as read_settings
from ducha.standing.report import SHEETS, report
from ducha.standing.reporting import Calendar, State
from ducha.status.rating import Status
from ducha.submission.arrival import Verdict
from ducha.values.reading import read as read_value

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RULES = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
MANUAL = (ROOT / "docs/使用手册.md").read_text(encoding="utf-8")
SHIPPED = tomllib.loads((ROOT / "config.toml").read_text(encoding="utf-8"))
TEMPLATES = ROOT / "templates"
DOCUMENTS = pytest.mark.parametrize("document", [README, MANUAL], ids=["README", "manual"])

OPEN_SECTIONS = ("deadlines", "colours", "checks")
"""Sections of config.toml that the manual describes as a whole."""


def drift(document: Iterable[str], program: Iterable[str]) -> list[str]:
    """What only one of them has, each as a sentence."""
    said, real = set(document), set(program)
    return [
        *(f"missing in the document: {name}" for name in sorted(real - said)),
        *(f"too much in the document: {name}" for name in sorted(said - real)),
    ]


def rows(document: str, begins: str) -> list[list[str]]:
    """The first table below the line of a document that begins so, without its heading."""
    lines = [re.sub("^> *", "", line) for line in document.splitlines()]
    start = next(n for n, line in enumerate(lines) if line.startswith(begins))
    first = next(n for n in range(start, len(lines)) if lines[n].startswith("|"))
    last = next(n for n in range(first, len(lines) + 1) if not lines[n : n + 1] or lines[n] == "")
    _, *body = table("\n".join(lines[first:last]))
    return [[str(cell).strip() for cell in row] for row in body]


def names(cell: str) -> list[str]:
    """What a cell lists: 迟报、待报（未到截止日） are two."""
    return re.sub("（[^）]*）", "", cell).split("、")


def spans(text: str) -> list[str]:
    """What stands between grave accents."""
    return re.findall("`([^`]+)`", text)


def listed(document: str, begins: str, ends: str) -> list[str]:
    """A list within a sentence: what stands between these words, at its first place."""
    return names(document.partition(begins)[2].partition(ends)[0])


def test_drift_is_told_in_both_directions() -> None:
    """Whatever the order."""
    assert drift(["甲", "乙"], ["丙", "甲"]) == [
        "missing in the document: 丙",
        "too much in the document: 乙",
    ]
    assert drift(["乙", "甲"], ["甲", "乙"]) == []


# Verbs and options.


def options(command: click.Command) -> set[str]:
    """The options of a verb; --help and --version speak for themselves."""
    found = {name for option in command.params for name in option.opts if name[:2] == "--"}
    return found - {"--help", "--version"}


def test_readme_lists_every_verb_with_its_options() -> None:
    """Verbs that help does not list are left out."""
    lines = [spans(verb)[0] for verb, _ in rows(README, "## Verbs") if "`" in verb]
    said = {f"{line.split()[0]} {name}" for line in lines for name in re.findall("--[a-z-]+", line)}
    said |= {line.split()[0] for line in lines}
    verbs = {name: verb for name, verb in process.main.commands.items() if not verb.hidden}
    real = {f"{name} {option}" for name, verb in verbs.items() for option in options(verb)}
    assert drift(said, real | set(verbs)) == []


def test_readme_lists_the_options_before_the_verb() -> None:
    """In the sentence below the table."""
    sentence = re.search(r"Before the verb stand .*?\.\n", README, re.DOTALL)
    assert sentence
    assert drift(re.findall("--[a-z-]+", sentence[0]), options(process.main)) == []


def after_the_workspace(words: list[str]) -> list[str]:
    """A command line from its verb on: what names the workspace stands before."""
    return words[2:] if words[0] == "--config" and words[2:] else words


@DOCUMENTS
def test_every_command_line_can_be_run(document: str) -> None:
    """As it stands there, options and all."""
    lines = [line.split() for line in re.findall(r"process\.py ([a-z-][^`\n]*)", document)]
    assert lines
    for verb, *arguments in map(after_the_workspace, lines):
        if verb != "--help":
            process.main.commands[verb].make_context(verb, arguments)


def test_the_manual_shows_the_menu() -> None:
    """As the window shows it."""
    assert "```text\n" + "\n".join(menu_lines()) + "\n```" in MANUAL


# The map of the house.


def test_readme_maps_every_package_and_module() -> None:
    """Packages by their folders, the modules that lie in none by their names."""
    said = [place for cell, _ in rows(README, "## The map") for place in spans(cell)]
    packages = (path.parent for path in ROOT.glob("ducha/*/**/__init__.py"))
    real = {"process.py", *(f"{path.relative_to(ROOT / 'ducha').as_posix()}/" for path in packages)}
    modules = {path.stem for path in ROOT.glob("ducha/*.py")} - {"__init__"}
    assert drift(said, real | modules) == []


def test_the_map_goes_down_from_the_roof() -> None:
    """As the layout test has them; the wall around files/ has no floor, a room its house's."""
    said = [place for cell, _ in rows(README, "## The map") for place in spans(cell)]
    homes = [f"ducha.{place.strip('/').replace('/', '.')}" for place in said[1:]]
    floors = [FLOOR[stem(home)] for home in homes if home != "ducha.files"]
    assert floors == sorted(floors)


def test_every_path_in_readme_is_there() -> None:
    """From the root of the project or below ducha/."""
    paths = re.findall(r"(?<![\w/.])[a-z_/]+(?:\.py|/)(?=[\s`,])", README)
    assert len(paths) > 50
    made = {"inbox/", "outbox/", "sent/", "archive/", "wheels/"}
    gone = [
        path
        for path in paths
        if path not in made and not any((ROOT / below / path).exists() for below in ("", "ducha"))
    ]
    assert gone == []


# The makes of workbook.


def _endings(text: str) -> list[str]:
    return re.findall(r"\.[a-z]+", text)


def _between(document: str, begins: str, ends: str) -> str:
    return document.partition(begins)[2].partition(ends)[0]


def test_the_manual_lists_every_make_of_workbook() -> None:
    """Where it says what may be put into the inbox."""
    said = _between(MANUAL, "能直接放进来的：Excel、WPS 表格（", "）")
    assert drift(_endings(said), ENDINGS) == []


def test_the_documents_say_which_makes_hide_formulas() -> None:
    """The manual among the checks, the rule itself (R6.39)."""
    in_manual = _between(MANUAL, "| 看不到公式 | 提示 |", "里看不到")
    in_rules = _between(RULES, "hides formulas and error cells (", ")")
    assert drift(_endings(in_manual), UNTELLING_ENDINGS) == []
    assert drift(_endings(in_rules), UNTELLING_ENDINGS) == []


def test_readme_lists_the_makes_that_are_not_the_first() -> None:
    """The first one has a package of its own."""
    said = _between(README, "files/workbook/legacy/       the same for ", "\n")
    others = [ending for make in MAKES[1:] for ending in make.endings]
    assert drift(_endings(said), others) == []


# config.toml.


def test_the_shipped_config_has_every_key() -> None:
    """Nothing that can be set is a secret; months and codes come as comments."""
    real = {
        f"[{section}] {key}"
        for section, keys in SECTIONS.items()
        for key in (keys if section != "checks" else ())
    }
    tops = {f"[] {key}" for key, value in SHIPPED.items() if not isinstance(value, dict)}
    sections = {key: value for key, value in SHIPPED.items() if isinstance(value, dict)}
    inner = {f"[{section}] {key}" for section, keys in sections.items() for key in keys}
    assert drift(tops | inner, real) == []
    assert drift(sections, set(SECTIONS) - {""}) == []


def test_the_manual_lists_every_key_with_its_default() -> None:
    """What stands in the shipped file, which says the defaults."""
    said: dict[str, str] = {}
    for cell, default, _ in rows(MANUAL, "## 九、"):
        section, keys = re.fullmatch(r"(\[\w+\])? ?(.*)", cell).groups("")
        values = [default] if "、" not in keys else names(default)
        said |= {
            f"{section} {key}".strip(): value
            for key, value in zip(names(keys), values, strict=True)
        }
    real = {
        f"[{section}] {key}" if section else key: shown(
            SHIPPED[section][key] if section else SHIPPED[key]
        )
        for section, keys in SECTIONS.items()
        for key in keys
        if section not in OPEN_SECTIONS
    }
    whole = [f"[{section}]" for section in OPEN_SECTIONS]
    assert drift(said, [*real, *whole]) == []
    assert {key: said[key] for key in real} == real


def shown(value: object) -> str:
    """A value of config.toml as the manual writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "、".join(value) if isinstance(value, list) else str(value)


# Words of the report.


def test_the_manual_lists_every_status_with_its_symbol() -> None:
    """In the order of the legend."""
    said = [(status, look[-1]) for status, look, _ in rows(MANUAL, "### 2. 各种状态")]
    assert said == [(str(status), SYMBOLS[status]) for status in Status]


def test_the_manual_lists_every_verdict_on_a_file() -> None:
    """What 文件清单 can say of a file."""
    assert drift((row[0] for row in rows(MANUAL, "### 1. 文件的结论")), Verdict) == []


def test_the_manual_lists_every_severity() -> None:
    """Worst first."""
    assert [row[0] for row in rows(MANUAL, "### 2. 发现的级别")] == list(Severity)


def test_the_manual_lists_how_a_unit_can_stand() -> None:
    """What 报送情况 can say of a unit."""
    assert drift(listed(MANUAL, "每个应报单位：", "；"), State) == []


def test_the_manual_lists_every_sheet_of_the_report() -> None:
    """In the order in which they lie."""
    book = sample.ledger()
    merged = returns.merged(book)
    calendar = Calendar(sample.MAY, date(2024, 5, 28), date(2024, 6, 1))
    states = tuple(returns.states(book, merged).values())
    found = report(book, merged, calendar, states, read_settings("", ROOT).awards)
    said = [name for cell, _ in rows(MANUAL, "## 七、") for name in names(cell)]
    assert said == [name for name in SHEETS if name in said]
    assert {each.name for each in found.pages} <= set(said)


# Forms and the ledger.


def test_the_manual_lists_the_cells_that_a_decision_can_be_about() -> None:
    """All that a unit fills in on its form but 备注, which no decision reaches."""
    entries = [column.heading for column in (*PROGRESS, *NARRATIVE) if column.entry]
    entries.remove("备注")
    assert listed(MANUAL, "- 字段：", "。") == entries


def test_the_manual_lists_who_signs_the_form() -> None:
    """The foot of the sheet 进度填报."""
    assert listed(MANUAL, "表格最下面填好", "，") == list(FOOT)


def test_the_manual_lists_every_decision_of_a_clerk() -> None:
    """In the order of the drop-down."""
    assert [row[0] for row in rows(MANUAL, "### 3. 人工处置")] == list(ACTIONS)


def test_the_manual_describes_every_sheet_of_the_ledger() -> None:
    """Each begins a paragraph."""
    sheets = load_workbook(ROOT / "ledger.xlsx", read_only=True).sheetnames
    chapter = MANUAL.partition("### 1. 每张表、每一列")[2].partition("\n### ")[0]
    assert drift(re.findall(r"^\*\*(\w+)\*\*", chapter, re.MULTILINE), sheets) == []


@pytest.mark.parametrize("sheet", ["文件信息", "指标", "责任单位"])
def test_the_manual_explains_every_column_of_the_ledger(sheet: str) -> None:
    """Those of the sheets that have a table in the manual; 文件信息 has rows for columns."""
    cells = load_workbook(ROOT / "ledger.xlsx")[sheet]
    real = [line[0].value for line in cells.iter_rows(min_row=2) if line[0].value]
    if sheet != "文件信息":
        real = [cell.value for cell in cells[1] if cell.value]
    said = [name for row in rows(MANUAL, f"**{sheet}**") for name in names(row[0])]
    assert drift(said, real) == []


@pytest.mark.parametrize(
    ("row", "number", "severities"),
    [
        (0, 1200.0, {Severity.NOTE}),
        (1, 1200.0, {Severity.VERIFY}),
        (2, None, {Severity.VERIFY}),
        (3, None, {Severity.RETURN}),
    ],
)
def test_the_manual_says_how_a_typed_number_is_read(
    row: int, number: float | None, severities: set[Severity]
) -> None:
    """Each example of the page that units get, where 户 are asked for."""
    examples = spans(rows(MANUAL, "3. 数字格只写数字")[row][0])
    readings = [read_value(example, "户") for example in examples]
    assert examples
    assert {reading.number for reading in readings} == {number}
    assert {reading.severity for reading in readings} == severities


# Templates.

LETTERS = {
    "填报邮件.txt": letters.form_letter(sample.form(), sample.ledger()),
    "分解邮件.txt": letters.breakdown_letter(
        issue_breakdown(sample.ledger(), sample.HEALTH, sample.KEY, ""), sample.ledger()
    ),
    "分解退回邮件.txt": letters.breakdown_return_letter(
        issue_breakdown(sample.ledger(), sample.HEALTH, sample.KEY, ""),
        sample.ledger(),
        BreakdownCorrection({}, {}, ()),
    ),
    "催报邮件.txt": reminder_letter(reminded(2), sample.ledger()),
    "提醒邮件.txt": reminder_letter(reminded(0), sample.ledger()),
    "退回邮件.txt": letters.return_letter(
        sample.form(), sample.ledger(), Correction({}, {}, {}, (), {}), date(2024, 6, 3)
    ),
}


WORD_LETTERS: dict[str, LetterFacts] = {
    "督查通报.docx": notice_facts(word.notice()),
    "督查专报.docx": upward_facts(word.upward()),
    "督办单.docx": order_facts(word.order()),
}


def test_every_template_is_tried() -> None:
    """One for each kind of letter."""
    assert drift((path.name for path in TEMPLATES.iterdir()), [*LETTERS, *WORD_LETTERS]) == []


@pytest.mark.parametrize("name", WORD_LETTERS)
def test_a_word_template_uses_and_the_manual_lists_every_fact(name: str) -> None:
    """In the order in which a mistake is answered (R9.14)."""
    (listed_facts,) = (row[1] for row in rows(MANUAL, "### 改模板") if row[0] == name)
    assert names(listed_facts) == list(WORD_LETTERS[name])
    used = DocxTemplate(TEMPLATES / name).get_undeclared_template_variables()
    assert drift(used, WORD_LETTERS[name]) == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_template_explains_and_uses_every_fact_of_its_letter(name: str) -> None:
    """The clerk finds the whole list at the top, in the order in which a mistake is answered."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    explained = re.findall(r"^    (\S+) {2,}", text.partition("#}")[0], re.MULTILINE)
    assert explained == list(LETTERS[name].facts)
    used = meta.find_undeclared_variables(Environment(autoescape=True).parse(text))
    assert drift(used, LETTERS[name].facts) == []
