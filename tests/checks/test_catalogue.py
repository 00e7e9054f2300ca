"""The catalogue of rules: what each says, how it is graded, and where else it is written down."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from ducha import settings
from ducha.checks.catalogue import GRADED, RULES
from ducha.checks.returns import RULING
from ducha.findings import (
    ANY_GRADE,
    NEVER_RETURNED,
    Finding,
    FindingCollector,
    Grades,
    Place,
    Problem,
    Rule,
    Severity,
)

ROOT = Path(__file__).parents[2]
EXCUSABLE = [rule for rule in RULES if rule.excusable]
RETURN, VERIFY, NOTE = Severity.RETURN, Severity.VERIFY, Severity.NOTE


def grade(rule: Rule, grades: Grades, **how: str) -> str | None:
    """What a finding by the rule counts as; None when nobody hears of it."""
    notes = FindingCollector("杞县", "a.xlsx", grades)
    finding = Finding(rule=rule, severity=rule.severity, sentence="")
    notes.add(finding, **how)
    return str(notes.kept[0].severity) if notes.kept else None


# ---- how a finding is graded ----


@pytest.mark.parametrize("rule", EXCUSABLE, ids=lambda rule: rule.code)
def test_writing_the_default_grade_changes_nothing(rule: Rule) -> None:
    """What config.toml says is then what the program does anyhow: 备注 excuses as before."""
    written = {rule.code: VERIFY}
    assert grade(rule, written) == grade(rule, {}) == "需核实"
    assert grade(rule, written, excuse="集中开班") == grade(rule, {}, excuse="集中开班") == "提示"


# rule's own grade, its kind, in config.toml, remark, ruling, what comes of it
ORDER = (
    ("需核实", "excusable", {}, "", "", "需核实"),
    ("需核实", "excusable", {}, "属实", "", "提示"),
    ("需核实", "hard", {}, "属实", "", "需核实"),
    ("需核实", "excusable", {"甲": VERIFY}, "属实", "", "提示"),
    (
        "需核实",
        "excusable",
        {"甲": RETURN},
        "属实",
        "",
        "退回",
    ),  # made harder: a remark frees nothing
    ("需核实", "excusable", {"甲": NOTE}, "", "", "提示"),
    ("需核实", "excusable", {"甲": None}, "", "", None),
    ("需核实", "hard", {"甲": RETURN}, "", "人工采用", "提示"),  # whoever decides has the last word
    ("需核实", "hard", {"甲": None}, "", "人工采用", None),
    ("需核实", "hard", {"乙": RETURN}, "", "", "需核实"),
    ("退回", "hard", {}, "属实", "", "退回"),
)


@pytest.mark.parametrize(("own", "kind", "grades", "remark", "ruling", "expected"), ORDER)
def test_the_order_of_grading(
    own: str, kind: str, grades: Grades, remark: str, ruling: str, expected: str | None
) -> None:
    """Its own grade, config.toml's, the unit's excuse, a clerk's decision."""
    may_be_excused = kind == "excusable"
    rule = Rule("甲", Severity(own), "x", source="x", grades=ANY_GRADE, excusable=may_be_excused)
    assert grade(rule, grades, excuse=remark, ruling=ruling) == expected


def test_what_nobody_may_grade_stays_as_it_is() -> None:
    """Two rules may bear one code; only the one that is open to config.toml follows it."""
    rule = Rule("甲", RETURN, "x", source="x")
    assert grade(rule, {"甲": NOTE}) == "退回"
    assert grade(rule, {"甲": None}) == "退回"


def test_a_finding_that_holds_a_figure_out_is_told_of() -> None:
    """Whoever reads the row must know; a note lets the figure pass."""
    hard, soft = Rule("甲", RETURN, "x", source="x"), Rule("乙", NOTE, "x", source="x")
    notes = FindingCollector("杞县", "a.xlsx")
    assert notes.add(soft.finding(), hard.finding())
    assert not notes.add(soft.finding())
    assert [(finding.code, finding.unit, finding.file) for finding in notes.kept] == [
        ("乙", "杞县", "a.xlsx"),
        ("甲", "杞县", "a.xlsx"),
        ("乙", "杞县", "a.xlsx"),
    ]


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (Place(), ""),
        (Place("进度填报"), ""),
        (Place("进度填报", 6, "done", ("M",)), "M7"),
        (Place("进度填报", 6, letters=("N", "O")), "N7,O7"),
        (Place("进度填报", 6, "denominator", ("?",)), "?7"),
        (Place("县区分解", key="三.2-1"), "三.2-1"),
    ],
)
def test_a_place_is_shown_as_a_person_finds_it(place: Place, address: str) -> None:
    """Rows are counted from 1 there; a column that is not on the sheet has no letter."""
    assert place.address == address


# ---- what config.toml may say ----


@pytest.mark.parametrize("code", [c for c, rule in GRADED.items() if rule.grades == NEVER_RETURNED])
def test_what_cannot_hold_a_figure_cannot_be_made_to(code: str) -> None:
    """A missing signature is never 退回: config.toml is told so, with what may be written.

    (R6.9)
    """
    with pytest.raises(Problem, match="应为 需核实、提示、关 中的一个"):
        settings.read(f'[checks]\n"{code}" = "退回"\n', Path("/w"))


@pytest.mark.parametrize("code", list(GRADED))
def test_every_rule_may_be_switched_off(code: str) -> None:
    """By its code, as it stands in 数据核查 (R6.9)."""
    assert settings.read(f'[checks]\n"{code}" = "关"\n', Path("/w")).grades == {code: None}


# ---- what each rule says ----


def test_every_rule_says_what_it_is() -> None:
    """In Chinese, with what to do and where it comes from; a ruling asks for nothing."""
    for rule in RULES:
        assert re.fullmatch(r"[\u4e00-\u9fff]{2,6}", rule.code), rule
        assert rule.sentence, rule
        assert rule.source, rule
        assert rule.remedy or rule is RULING, rule


def test_every_rule_names_its_number_in_the_rule_book() -> None:
    """What the catalogue says of a code's numbers is what the rule book's table says."""
    book = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| (R[^|]+) \|$", book, re.MULTILINE)
    told = {code: set(numbers.split(", ")) for codes, numbers in rows for code in codes.split("、")}
    stated = defaultdict(set)
    for rule in RULES:
        stated[rule.code] |= set(re.findall(r"R\d+\.\d+", rule.source))
    assert stated == told


def test_one_code_is_open_to_one_grade() -> None:
    """Rules that share a code and may be graded are graded alike: config.toml names the code."""
    alike = defaultdict(set)
    for rule in RULES:
        if rule.grades:
            alike[rule.code].add((rule.severity, rule.grades, rule.excusable))
    assert {code for code, kinds in alike.items() if len(kinds) > 1} == set()
    assert "超百" in alike


# ---- where the codes are listed ----


def listed(text: str, start: str, end: str) -> list[str]:
    """The words of a comment in config.toml between two words of it."""
    part = text[text.index(start) + len(start) : text.index(end)]
    return part.replace("#", " ").split()


def test_config_toml_lists_what_may_be_graded() -> None:
    """Each code once, under what may be made of it, and none that the program does not know."""
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    anything = listed(text, "可以改为任何一级的：", "# 不能改为退回的：")
    softer = listed(text, "不能改为退回的：", "[checks]")
    assert sorted(anything) == sorted(c for c, r in GRADED.items() if r.grades == ANY_GRADE)
    assert sorted(softer) == sorted(c for c, r in GRADED.items() if r.grades == NEVER_RETURNED)


MANUAL = (ROOT / "docs/使用手册.md").read_text(encoding="utf-8")


def in_manual() -> Iterator[tuple[str, str]]:
    """Codes of the manual's table with their grades: 甲、乙 | 退回、提示; 甲 | 退回或提示."""
    table = MANUAL[MANUAL.index("| 代码 | 级别 | 是什么 |") :].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        codes, grades = (cell.strip().split("、") for cell in line.split("|")[1:3])
        grades = grades * len(codes) if len(grades) == 1 else grades
        for code, either in zip(codes, grades, strict=True):
            yield from ((code, grade) for grade in either.split("或"))


def test_the_manual_lists_every_code_with_its_grade() -> None:
    """None missing, none made up, none twice."""
    written = list(in_manual())
    ours = {(rule.code, str(rule.severity)) for rule in RULES}
    assert sorted(ours - set(written)) == []
    assert sorted(set(written) - ours) == []
    assert len(written) == len(set(written))


def test_the_manual_says_what_a_remark_excuses() -> None:
    """The sentence below the table names just the rules that are excusable."""
    (sentence,) = re.findall(r"^(.*)在备注里写明原因的，降为提示。", MANUAL, re.MULTILINE)
    assert sorted(sentence.split("、")) == sorted({rule.code for rule in EXCUSABLE})
