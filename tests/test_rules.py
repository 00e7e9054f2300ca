"""docs/rules.md holds: every rule stands once, is cited where it is carried out, and is proved."""

from __future__ import annotations

import ast
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RULES = ROOT / "docs" / "rules.md"
MANUAL = ROOT / "docs" / "使用手册.md"

NUMBER = re.compile(r"\bR\d+\.\d+\b")
RULE = re.compile(r"^- \*\*(R\d+\.\d+)\*\* ", re.MULTILINE)
FINDING = re.compile(r"^\| ([^|]+) \| (R\d+\.\d+(?:, R\d+\.\d+)*) \|$", re.MULTILINE)

Cited = tuple[str, str]
"""A number and the file that cites it."""


def docstrings(tree: ast.AST) -> Iterator[str]:
    """Every text that stands alone as a statement: of modules, classes, functions, constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def proofs_in(tree: ast.Module) -> Iterator[str]:
    """The docstrings of a file's tests: a helper proves nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield ast.get_docstring(node) or ""


def comments(text: str) -> Iterator[str]:
    """The comments of a file."""
    for token in tokenize.generate_tokens(StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def numbers(file: str, texts: Iterable[str]) -> Iterator[Cited]:
    """What these texts of a file cite."""
    return ((number, file) for text in texts for number in NUMBER.findall(text))


def cited_by_code() -> list[Cited]:
    """What the docstrings of the package cite, and of the scripts that make what is shipped."""
    return [
        cited
        for folder in ("ducha", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for cited in numbers(
            str(path.relative_to(ROOT)), docstrings(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]


def cited_by_tests() -> list[Cited]:
    """What the docstrings of tests, and comments beside their cases, cite."""
    found: list[Cited] = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if path != Path(__file__):
            text = path.read_text(encoding="utf-8")
            proofs = (*proofs_in(ast.parse(text)), *comments(text))
            found.extend(numbers(str(path.relative_to(ROOT)), proofs))
    return found


def faults(book: str, code: Iterable[Cited], tests: Iterable[Cited]) -> list[str]:
    """What is wrong between the rule book, the code and the tests, in a sentence each."""
    rules = RULE.findall(book)
    proved, carried = (dict(cited) for cited in (tests, code))
    elsewhere = ((number, "docs/rules.md") for number in NUMBER.findall(book))
    everywhere = dict.fromkeys((*carried.items(), *proved.items(), *elsewhere))
    return [
        *(f"{number} is written {n} times" for number, n in Counter(rules).items() if n > 1),
        *(f"{number} has no test" for number in rules if number not in proved),
        *(
            f"{number} is cited by no docstring of ducha/ or tools/"
            for number in rules
            if number not in carried
        ),
        *(
            f"{number}, cited in {file}, is no rule"
            for number, file in everywhere
            if number not in rules
        ),
    ]


def test_every_rule_is_carried_out_and_proved() -> None:
    """No rule without a docstring and a test, no citation of a rule that is not there."""
    book = RULES.read_text(encoding="utf-8")
    assert len(RULE.findall(book)) > 100
    assert faults(book, cited_by_code(), cited_by_tests()) == []


BOOK = "- **R1.1** One.\n- **R1.2** Two, unlike R1.1.\n"
CODE, TESTS = [("R1.1", "a.py"), ("R1.2", "a.py")], [("R1.1", "t.py"), ("R1.2", "t.py")]

# the book, what code and tests cite, what is wrong
FAULTS = (
    (BOOK, CODE, TESTS, []),
    (BOOK, CODE, TESTS[:1], ["R1.2 has no test"]),
    (BOOK, CODE[1:], TESTS, ["R1.1 is cited by no docstring of ducha/ or tools/"]),
    (BOOK, CODE, [*TESTS, ("R1.3", "t.py")], ["R1.3, cited in t.py, is no rule"]),
    (BOOK, [*CODE, ("R2.1", "a.py")], TESTS, ["R2.1, cited in a.py, is no rule"]),
    (f"{BOOK}- **R1.1** Again.\n", CODE, TESTS, ["R1.1 is written 2 times"]),
    (f"{BOOK}See R1.9.\n", CODE, TESTS, ["R1.9, cited in docs/rules.md, is no rule"]),
)


@pytest.mark.parametrize(("book", "code", "tests", "told"), FAULTS)
def test_the_checker_sees_a_planted_fault(
    book: str, code: list[Cited], tests: list[Cited], told: list[str]
) -> None:
    """Each kind of fault in a book of two rules."""
    assert faults(book, code, tests) == told


def test_a_helper_and_a_case_prove_nothing() -> None:
    """Only the docstring of a test and a comment count, not what a case or a helper says."""
    text = '''
def helper() -> None:
    """Not a test (R1.1)."""


CASES = ("R1.2",)  # a case of its own (R1.3)


def test_it() -> None:
    """It holds (R1.4)."""
'''
    proofs = (*proofs_in(ast.parse(text)), *comments(text))
    assert list(numbers("t.py", proofs)) == [("R1.4", "t.py"), ("R1.3", "t.py")]
    assert [number for number, _ in numbers("t.py", docstrings(ast.parse(text)))] == [
        "R1.1",
        "R1.4",
    ]


def test_rules_stand_in_the_order_of_their_numbers() -> None:
    """So that a rule is found, and a new one gets a number of its own."""
    found = RULE.findall(RULES.read_text(encoding="utf-8"))
    assert found == sorted(found, key=lambda number: [*map(int, number[1:].split("."))])


def listed(text: str, start: str, end: str) -> set[str]:
    """Codes of findings between two marks of a text, however they are set apart."""
    part = text[text.index(start) + len(start) : text.index(end)]
    return set(re.sub(r"[#、：\n]|不能改为退回的", " ", part).split())


def test_every_code_of_a_finding_has_its_rule() -> None:
    """Whatever config.toml lets a bureau grade, and whatever the manual explains."""
    told = {
        code
        for codes, _ in FINDING.findall(RULES.read_text(encoding="utf-8"))
        for code in codes.split("、")
    }
    config = (ROOT / "config.toml").read_text(encoding="utf-8")
    graded = listed(config, "# 可以改为任何一级的：", "[checks]")
    manual = MANUAL.read_text(encoding="utf-8")
    table = manual[manual.index("| 代码 | 级别 |") :].split("\n\n")[0]
    explained = {
        code for row in table.split("\n")[2:] for code in row.split(" | ")[0][2:].split("、")
    }
    assert {"远超", "先后待核"} <= graded
    assert {"超全部", "处置落空"} <= explained
    assert (graded | explained) - told == set()
