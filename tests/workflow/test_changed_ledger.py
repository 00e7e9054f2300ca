"""A ledger that is being changed: open in Excel, or changed so that earlier months read anew."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from kit import sample
from kit.faults import tree
from kit.posted import spoiled
from kit.returns import APRIL
from kit.sample import QIXIAN
from kit.towns import COUNT, Town, founded

import process
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.ledger.model import Ledger

EXCEL = (
    "台账正在 Excel 中打开，没有保存的改动不会算进去；请先保存，再运行一次（都保存过的，不用管）。"
    "并没有打开的，是上次没有正常关闭，删掉旁边的〔~$ledger.xlsx〕（隐藏文件）即可"
)
SIGN = "~$ledger.xlsx"
CIRCULAR = """开封市2024年民生实事分解
附件
一、养老服务
1.新建养老驿站40个，培训护理员300名。
责任单位：市民政局，各县区
"""
APRIL_REPORT, MAY_REPORT = "督查汇总_2024年4月.xlsx", "督查汇总_2024年5月.xlsx"

Screen = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small city with its forms for April and May; April is answered and merged."""
    town = founded(tmp_path_factory.mktemp("town"))
    town.merge(APRIL)
    return town.root


@pytest.fixture
def town(reported: Path, tmp_path: Path) -> Town:
    """A copy of it."""
    return Town(shutil.copytree(reported, tmp_path / "town"))


def verb(town: Town, *arguments: str) -> int:
    """Run a verb in the workspace."""
    return process.run(["--config", str(town.root), "--today", "2024-05-20", *arguments])


def lines(screen: Screen) -> list[str]:
    """What stands on the screen since it was asked last."""
    shown = screen.readouterr()
    return f"{shown.out}{shown.err}".splitlines()


def rewrite(town: Town, ledger: Ledger) -> None:
    """The clerk changes the ledger."""
    (town.root / "ledger.xlsx").write_bytes(ledger_xlsx.write(ledger))


def with_target(target: float) -> Ledger:
    """The city's target of the count put right, as if it had always been that."""
    count = replace(sample.COUNT, target=target)
    return sample.ledger(indicators=(count, *sample.INDICATORS[1:]))


# ---- open in Excel ----

VERBS = (
    ("generate", "--period", "2024-05"),
    ("generate", "--breakdown"),
    ("generate", "--period", "2024-05", "--dry-run"),
    ("merge", "--period", "2024-05"),
    ("merge", "--period", "2024-05", "--dry-run"),
    ("status", "--period", "2024-05"),
)


@pytest.mark.parametrize("arguments", VERBS, ids=" ".join)
def test_a_ledger_that_is_open_is_told(
    town: Town, capsys: Screen, arguments: tuple[str, ...]
) -> None:
    """Once, before the last line; the work is done, and needs a person (R6.354)."""
    (town.root / SIGN).write_bytes(b"")
    capsys.readouterr()
    assert verb(town, *arguments) == 1
    shown = lines(capsys)
    assert shown.count(EXCEL) == 1
    assert shown[-2] == EXCEL
    (town.root / SIGN).unlink()
    verb(town, *arguments)
    assert not any("中打开" in line for line in lines(capsys))


def test_todays_situation_tells_it_too(town: Town, capsys: Screen) -> None:
    """By whichever program it is (R6.354)."""
    (town.root / ".~lock.ledger.xlsx#").write_bytes(b"")
    capsys.readouterr()
    verb(town)
    assert lines(capsys)[-2].startswith("台账正在 LibreOffice 中打开，")


def imported(town: Town, *options: str) -> int:
    """Import a circular."""
    (town.root / "通知.txt").write_text(CIRCULAR, encoding="utf-8")
    return verb(town, "import", str(town.root / "通知.txt"), *options)


def test_an_import_does_not_replace_a_ledger_that_is_open(town: Town, capsys: Screen) -> None:
    """Whoever then saved in Excel would undo it; a dry run only says so (R6.355)."""
    (town.root / SIGN).write_bytes(b"")
    (town.root / "通知.txt").write_text(CIRCULAR, encoding="utf-8")
    before = tree(town.root)
    capsys.readouterr()
    sentence = (
        "台账 ledger.xlsx 正在 Excel 中打开，要换掉它的导入不能做。请先保存、关闭，再运行一次。"
    )
    assert imported(town, "--force") == 2
    assert [line for line in lines(capsys) if sentence in line] != []
    assert imported(town, "--force", "--dry-run") == 1
    assert [line for line in lines(capsys) if sentence in line] != []
    assert tree(town.root) == before
    (town.root / SIGN).unlink()
    imported(town, "--force")
    assert tree(town.root) != before


def test_an_import_elsewhere_does_not_mind(town: Town) -> None:
    """Nor does one into a name whose ledger is gone though a sign of it was left (R6.355)."""
    (town.root / SIGN).write_bytes(b"")
    (town.root / "~$新台账.xlsx").write_bytes(b"")
    imported(town, "--ledger", str(town.root / "新台账.xlsx"))
    assert (town.root / "新台账.xlsx").is_file()


# ---- what a change would do to the months before ----


def past(town: Town, screen: Screen, period: str = "2024-05") -> list[str]:
    """What a dry run says of the months before."""
    screen.readouterr()
    verb(town, "merge", "--period", period, "--dry-run")
    shown = lines(screen)
    first = next((n for n, line in enumerate(shown) if "以前" in line), len(shown))
    return shown[first:-1]


def test_an_unchanged_ledger_changes_nothing_before(town: Town, capsys: Screen) -> None:
    """Said in one line; the month that is merged is no earlier one (R6.356)."""
    assert past(town, capsys) == [f"与〔{APRIL_REPORT}〕相比，以前月份（2024-04）没有变化"]
    assert past(town, capsys, "2024-04") == []


def test_a_corrected_target_shows_what_april_would_read(town: Town, capsys: Screen) -> None:
    """20 of 120 with a third of the year gone is 16.7 points behind, of 240 25.0 (R6.356)."""
    rewrite(town, with_target(240))
    assert past(town, capsys) == [
        f"与〔{APRIL_REPORT}〕相比，以前月份（2024-04）有1处不同（2024-04有1处）：",
        f"　　2024-04　{COUNT} 基层卫生技术人员在线培训　全市：年度目标120→240，差距16.7→25",
    ]


def test_a_plain_merge_says_nothing_of_it(town: Town, capsys: Screen) -> None:
    """It writes the months as they read now (R6.356)."""
    rewrite(town, with_target(240))
    capsys.readouterr()
    verb(town, "merge", "--period", "2024-05")
    assert not any("相比" in line for line in lines(capsys))
    assert past(town, capsys) == [f"与〔{MAY_REPORT}〕相比，以前月份（2024-04）没有变化"]


def test_long_lists_are_cut(town: Town, capsys: Screen) -> None:
    """Twenty of them, the whole city's first, and how many there are in all (R6.356)."""
    counts = tuple(replace(sample.COUNT, code=f"三.2-{n}", target=100.0 + n) for n in range(1, 13))
    targets = {(one.code, QIXIAN): 50.0 for one in counts}
    rewrite(town, sample.ledger(indicators=counts, targets=targets))
    town.merge(APRIL)
    more = dict.fromkeys(targets, 60.0)
    later = tuple(replace(one, target=300.0) for one in counts)
    rewrite(town, sample.ledger(indicators=later, targets=more))
    said = past(town, capsys)
    assert said[0].endswith("以前月份（2024-04）有24处不同（2024-04有24处）：")
    assert len(said) == 22
    assert ["　全市：" in line for line in said[1:-1]] == [True] * 12 + [False] * 8
    assert said[-1] == "　　等24处"


def test_the_newest_report_is_compared(town: Town, capsys: Screen) -> None:
    """For June with none of May there is April's, which says nothing of May (R6.357)."""
    assert past(town, capsys, "2024-06") == [
        f"与〔{APRIL_REPORT}〕相比，以前月份（2024-04）没有变化"
    ]
    town.merge()
    assert past(town, capsys, "2024-06") == [
        f"与〔{MAY_REPORT}〕相比，以前月份（2024-04至2024-05）没有变化"
    ]


def test_a_report_that_a_person_changed_is_said_to_be_one(town: Town, capsys: Screen) -> None:
    """The program's own edition beside it goes first; a broken one is passed over (R6.357)."""
    folder = town.root / "outbox" / "2024-04"
    report = folder / APRIL_REPORT
    own = report.read_bytes()
    report.write_bytes(spoiled(own))
    edited = "（生成以后被人改过，按里面现有的内容）"
    assert past(town, capsys) == [f"与〔{APRIL_REPORT}〕{edited}相比，以前月份（2024-04）没有变化"]
    town.merge(APRIL)
    assert past(town, capsys) == [
        "与〔督查汇总_2024年4月（新生成）.xlsx〕相比，以前月份（2024-04）没有变化"
    ]
    (folder / "督查汇总_2024年4月（新生成）.xlsx").unlink()
    report.write_bytes(b"PK\x03\x04 broken")
    none = ["outbox 里没有以前的督查汇总表，比不出以前月份有没有变化"]
    assert past(town, capsys) == none
    report.unlink()
    assert past(town, capsys) == none


@pytest.mark.parametrize(("aliases", "gone"), [((QIXIAN,), False), ((), True)])
def test_a_county_that_was_renamed_is_the_same_county(
    town: Town, capsys: Screen, aliases: tuple[str, ...], *, gone: bool
) -> None:
    """By its 别名; without it the rows of the one are gone and those of the other new (R6.357)."""
    units = tuple(
        replace(unit, name="杞州区", aliases=aliases) if unit.name == QIXIAN else unit
        for unit in sample.UNITS
    )
    targets = {
        (code, "杞州区" if place == QIXIAN else place): target
        for (code, place), target in sample.TARGETS.items()
    }
    rewrite(town, sample.ledger(units=units, targets=targets))
    assert any("没有这一行" in line for line in past(town, capsys)) is gone
