"""Forms and drafts of units that are renamed or send nothing any more leave the outbox."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from kit import sample
from kit.faults import tree
from kit.sample import HEALTH, LANKAO, QIXIAN, ROADS
from kit.towns import Town, founded
from openpyxl import load_workbook

import process
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.ledger.model import Ledger

NEW = "市交通局"
MAY_FORMS = ("generate", "--period", "2024-05")
BREAKDOWN = ("generate", "--breakdown")
LAST_DRY = "以上是试运行。去掉 --dry-run 再运行一次，才会写入"

Screen = pytest.CaptureFixture[str]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """The small city with its forms for April and May, and those of the breakdown."""
    made = founded(tmp_path)
    assert verb(made, *BREAKDOWN) == 0
    return made


def verb(town: Town, *arguments: str) -> int:
    """Run a verb in the workspace."""
    return process.run(["--config", str(town.root), "--today", "2024-05-20", *arguments])


def rewrite(town: Town, ledger: Ledger) -> None:
    """The clerk changes the ledger."""
    (town.root / "ledger.xlsx").write_bytes(ledger_xlsx.write(ledger))


def renamed() -> Ledger:
    """市交通运输局 is called 市交通局 from now on."""
    units = tuple(
        replace(unit, name=NEW, aliases=(ROADS,)) if unit.name == ROADS else unit
        for unit in sample.UNITS
    )
    length = replace(sample.LENGTH, leads=(NEW,))
    indicators = tuple(length if i is sample.LENGTH else i for i in sample.INDICATORS)
    return sample.ledger(units=units, indicators=indicators)


def stopped(*names: str) -> Ledger:
    """These units are not asked any more."""
    units = tuple(
        replace(unit, reports=False) if unit.name in names else unit for unit in sample.UNITS
    )
    return sample.ledger(units=units)


def made(town: Town, folder: str) -> set[str]:
    """Files of a folder of the outbox by their unit, with their ending."""
    paths = (town.root / "outbox" / folder).rglob("*")
    return {
        f"{path.name.partition('_')[0]}{path.suffix}"
        for path in paths
        if path.suffix and path.name != "发送清单.xlsx"
    }


def lines(screen: Screen) -> list[str]:
    """What stands on the screen since it was asked last."""
    shown = screen.readouterr()
    return f"{shown.out}{shown.err}".splitlines()


def test_a_renamed_unit_leaves_no_form_under_its_old_name(town: Town, capsys: Screen) -> None:
    """Form and draft go and the new ones are there, in the list too; nothing else goes (R6.350)."""
    before = made(town, "2024-05")
    rewrite(town, renamed())
    capsys.readouterr()
    assert verb(town, *MAY_FORMS) == 0
    old = {f"{ROADS}.xlsx", f"{ROADS}.eml"}
    assert made(town, "2024-05") == (before - old) | {f"{NEW}.xlsx", f"{NEW}.eml"}
    assert made(town, "2024-04") == before
    assert [line for line in lines(capsys) if "撤掉" in line] == [
        f"撤掉了2个不再需要的文件：〔{ROADS}_2024年5月_月报表.xlsx〕〔{ROADS}_2024年5月_月报表.eml〕"
    ]
    listed = load_workbook(town.root / "outbox/2024-05/邮件/发送清单.xlsx").active
    assert listed
    cells = [str(cell.value) for row in listed.iter_rows() for cell in row]
    assert NEW in cells
    assert ROADS not in cells
    assert verb(town, *MAY_FORMS) == 0
    assert not any("撤掉" in line for line in lines(capsys))


def test_the_breakdown_forms_likewise(town: Town, capsys: Screen) -> None:
    """Under their own folder; those of the month stay until it is made again (R6.350)."""
    rewrite(town, renamed())
    capsys.readouterr()
    assert verb(town, *BREAKDOWN) == 0
    assert f"{ROADS}.xlsx" not in made(town, "分解")
    assert {f"{NEW}.xlsx", f"{NEW}.eml"} <= made(town, "分解")
    assert f"{ROADS}.xlsx" in made(town, "2024-05")
    assert any(line.startswith("撤掉了2个不再需要的文件：") for line in lines(capsys))


def test_where_nothing_is_divided_any_more_the_breakdown_forms_go(
    town: Town, capsys: Screen
) -> None:
    """With their list (R6.350)."""
    rewrite(town, sample.ledger(indicators=(sample.LEVEL,), targets={}))
    capsys.readouterr()
    assert verb(town, *BREAKDOWN) == 0
    assert made(town, "分解") == set()
    assert lines(capsys)[-1] == "台账里没有要分解到县区的指标，不用发任务分解表"


def test_for_named_units_nothing_is_withdrawn(town: Town, capsys: Screen) -> None:
    """What this run does not make may still be owed (R6.350)."""
    before = made(town, "2024-05")
    rewrite(town, stopped(ROADS))
    capsys.readouterr()
    assert verb(town, *MAY_FORMS, "--unit", QIXIAN) == 0
    assert made(town, "2024-05") == before
    assert not any("撤掉" in line for line in lines(capsys))


def test_a_dry_run_lists_what_would_go(town: Town, capsys: Screen) -> None:
    """And leaves the tree as it was (R6.352)."""
    rewrite(town, stopped(LANKAO))
    before = tree(town.root)
    capsys.readouterr()
    assert verb(town, *MAY_FORMS, "--dry-run") == 0
    assert tree(town.root) == before
    shown = lines(capsys)
    at = shown.index("将撤掉（不再需要）：")
    folder = town.root / "outbox" / "2024-05"
    assert shown[at + 1 :] == [
        f"　　{folder / '填报表' / f'{LANKAO}_2024年5月_月报表.xlsx'}",
        f"　　{folder / '邮件' / f'{LANKAO}_2024年5月_月报表.eml'}",
        LAST_DRY,
    ]


def test_what_a_person_has_changed_stays_and_is_named(town: Town, capsys: Screen) -> None:
    """Every time, and it needs a person (R6.351)."""
    path = town.root / "outbox/2024-05/填报表" / f"{ROADS}_2024年5月_月报表.xlsx"
    path.write_bytes(path.read_bytes() + b"\0")
    rewrite(town, stopped(ROADS))
    capsys.readouterr()
    for number in (1, 0):
        assert verb(town, *MAY_FORMS) == 1
        shown = lines(capsys)
        assert sum(line.startswith(f"〔{path.name}〕已经不需要了") for line in shown) == 1
        assert sum(line.startswith("撤掉了1个") for line in shown) == number
        assert path.exists()


def test_many_are_counted_and_the_first_are_named(town: Town, capsys: Screen) -> None:
    """Only one department is asked any more: of ten files six are named (R6.350)."""
    rewrite(town, stopped(*(unit.name for unit in sample.UNITS if unit.name != HEALTH)))
    capsys.readouterr()
    verb(town, *MAY_FORMS)
    (said,) = (line for line in lines(capsys) if line.startswith("撤掉了"))
    assert said.startswith("撤掉了10个不再需要的文件：〔")
    assert said.count("〔") == 6
    assert said.endswith("〕等")
    assert made(town, "2024-05") == {f"{HEALTH}.xlsx", f"{HEALTH}.eml"}


def test_a_merge_without_the_key_withdraws_nothing(town: Town, capsys: Screen) -> None:
    """A 退回件 that was answered goes with the key, and stays without it (R6.13, R6.350)."""
    town.send({(sample.COUNT.code, QIXIAN, "done"): "12+13"})
    verb(town, "merge", "--period", "2024-05")
    town.send({(sample.COUNT.code, QIXIAN, "done"): 25.0}, day="05-21")
    key = town.root / "signing.key"
    kept = key.read_bytes()
    key.unlink()
    capsys.readouterr()
    verb(town, "merge", "--period", "2024-05")
    assert not any("撤掉了" in line for line in lines(capsys))
    assert len(list(town.returned.iterdir())) == 2
    key.write_bytes(kept)
    verb(town, "merge", "--period", "2024-05", "--dry-run")
    assert "将撤掉（不再需要）：" in lines(capsys)
    assert len(list(town.returned.iterdir())) == 2
    verb(town, "merge", "--period", "2024-05")
    assert any(line.startswith("撤掉了2个不再需要的文件：") for line in lines(capsys))
    assert list(town.returned.iterdir()) == []
