"""The key that forms are signed with, and the inbox: what is lost is said, never made up for."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from kit.faults import tree
from kit.sample import HEALTH, QIXIAN
from kit.tables import workbook
from kit.towns import COUNT, Town, founded

import process
from ducha.files.disk.plan import make_key

KEY = "signing.key"
MERGE = ("merge", "--period", "2024-05")
MAY_FORMS = ("generate", "--period", "2024-05")
JUNE_FORMS = ("generate", "--period", "2024-06")
BREAKDOWN = ("generate", "--breakdown")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small city; a return of May has a figure that goes back, and went back."""
    town = founded(tmp_path_factory.mktemp("town"))
    town.send({(COUNT, QIXIAN, "done"): "12+13"})
    town.merge()
    return town.root


@pytest.fixture
def town(made: Path, tmp_path: Path) -> Town:
    """A copy of it."""
    return Town(shutil.copytree(made, tmp_path / "town"))


Screen = pytest.CaptureFixture[str]


def verb(town: Town, *arguments: str) -> int:
    """Run a verb in the workspace."""
    return process.run(["--config", str(town.root), "--today", "2024-06-03", *arguments])


def said(screen: Screen, word: str) -> list[str]:
    """The lines with this word since it was asked last."""
    shown = screen.readouterr()
    return [line.strip() for line in f"{shown.out}{shown.err}".splitlines() if word in line]


def lost(town: Town, example: str) -> str:
    """What is said where forms know a key that is gone."""
    return (
        f"原来的 {KEY} 不见了：{town.root / KEY}。以前发出的表是用它签名的（{example}），"
        f"另做一把，这些表收回来就核不了签名。请从备份或另一台电脑把原来的 {KEY} 拷回来，"
        "再重新运行；确实找不回来的，运行 python process.py generate --new-key 另做一把，"
        "以前发出的表仍能汇总，但每一份都要人工核实（密钥）"
    )


def emptied(town: Town) -> None:
    """Nothing is left that knows a key."""
    shutil.rmtree(town.root / "outbox")
    shutil.rmtree(town.root / "inbox")
    (town.root / "inbox").mkdir()


def forms_only(town: Town) -> str:
    """Forms in the outbox; one of them a person has opened and saved."""
    form = town.root / "outbox" / "2024-04" / "填报表" / f"{HEALTH}_2024年4月_月报表.xlsx"
    kept = form.read_bytes()
    emptied(town)
    form.parent.mkdir(parents=True)
    form.write_bytes(kept + b"\0")
    return f"outbox 里的〔{form.name}〕"


def return_only(town: Town) -> str:
    """A return in the inbox, beside what is none."""
    (kept,) = (town.root / "inbox").rglob("*05-20.xlsx")
    data = kept.read_bytes()
    emptied(town)
    (town.root / "inbox" / "a.xlsx").write_bytes(workbook({"通讯录": "| 姓名 |\n| 甲 |"}))
    (town.root / "inbox" / "b.xlsx").write_bytes(data)
    return "收件箱里的〔b.xlsx〕"


def breakdown_only(town: Town) -> str:
    """Breakdown forms in the outbox."""
    assert verb(town, *BREAKDOWN) == 0
    kept = town.root / "分解"
    shutil.move(town.root / "outbox" / "分解", kept)
    emptied(town)
    (town.root / "outbox").mkdir()
    shutil.move(kept, town.root / "outbox" / "分解")
    return "outbox 里的〔市交通运输局_任务分解表.xlsx〕"


@pytest.mark.parametrize("arguments", [MAY_FORMS, BREAKDOWN, (*JUNE_FORMS, "--dry-run")], ids=str)
@pytest.mark.parametrize("knowing", [forms_only, return_only, breakdown_only])
def test_no_key_is_made_where_another_one_has_signed(
    knowing: Callable[[Town], str], arguments: tuple[str, ...], town: Town, capsys: Screen
) -> None:
    """(R6.13) Outbox or inbox know that there was one; nothing is written."""
    example = knowing(town)
    (town.root / KEY).unlink()
    before = tree(town.root)
    capsys.readouterr()
    assert verb(town, *arguments) == 2
    assert said(capsys, KEY) == [lost(town, example)]
    assert tree(town.root) == before


def test_a_key_is_made_where_none_was_used(town: Town, capsys: Screen) -> None:
    """(R6.13) A new year: a workbook of somebody else's knows nothing."""
    return_only(town)
    (town.root / "inbox" / "b.xlsx").unlink()
    (town.root / KEY).unlink()
    assert verb(town, *MAY_FORMS, "--dry-run") == 0
    assert not (town.root / KEY).exists()
    assert verb(town, *MAY_FORMS) == 0
    assert (town.root / KEY).stat().st_size == 65
    assert said(capsys, f"新建签名密钥 {town.root / KEY}") != []


def test_a_key_that_is_given_up_is_made_anew(town: Town, capsys: Screen) -> None:
    """(R6.13) Forms of the old one are merged and 需核实; the next run finds nothing strange."""
    old = (town.root / KEY).read_bytes()
    (town.root / KEY).unlink()
    assert verb(town, *JUNE_FORMS, "--new-key", "--dry-run") == 0
    assert not (town.root / KEY).exists()
    assert verb(town, *JUNE_FORMS, "--new-key") == 0
    assert (town.root / KEY).read_bytes() != old
    capsys.readouterr()
    assert verb(town, *JUNE_FORMS) == 0
    assert said(capsys, KEY) == []
    assert verb(town, *MERGE) == 1
    assert [row["级别"] for row in town.shown("数据核查") if row["代码"] == "密钥"] == ["需核实"]


def test_a_key_that_is_there_is_not_given_up(town: Town, capsys: Screen) -> None:
    """(R6.13) Nobody loses one by an option."""
    before = tree(town.root)
    assert verb(town, *JUNE_FORMS, "--new-key") == 2
    assert said(capsys, KEY) == [
        f"{KEY} 还在，没有另做：{town.root / KEY}。确实要换的，先把它移到别处保存，再重新运行"
    ]
    assert tree(town.root) == before


@pytest.mark.parametrize(
    ("knowing", "example"),
    [
        (
            lambda town: shutil.rmtree(town.root / "outbox"),
            f"收件箱里的〔2024-04/{HEALTH}04-20.xlsx〕",
        ),
        (
            lambda town: [path.unlink() for path in (town.root / "inbox").rglob("*.xlsx")],
            "outbox 里的〔兰考县_2024年4月_月报表.xlsx〕",
        ),
    ],
    ids=["inbox", "outbox"],
)
def test_another_key_is_said_once(
    knowing: Callable[[Town], object], example: str, town: Town, capsys: Screen
) -> None:
    """(R6.13) Copied from another year: told until the first forms of its own are there."""
    knowing(town)
    (town.root / KEY).unlink()
    make_key(town.root / KEY)
    assert verb(town, *JUNE_FORMS) == 1
    (sentence,) = said(capsys, "不是同一把")
    assert sentence == (
        f"现有的 {KEY} 与以前发出的表（{example}）不是同一把："
        f"那些表收回后每一份都要人工核实（密钥）。请找回原来的 {KEY} 放好，再重新生成；"
        "有意换的，不用处理"
    )
    assert verb(town, *JUNE_FORMS) == 0
    assert said(capsys, "不是同一把") == []


def returned(town: Town) -> dict[str, bytes]:
    """May's 退回件 and their mails."""
    return {path.name: path.read_bytes() for path in town.returned.iterdir()}


NO_RETURNS = f"没有 {KEY}，本次没有生成退回件{{}}。请把原来的 {KEY} 放回，再重新汇总"


def test_a_merge_without_the_key_leaves_what_was_sent_back(town: Town, capsys: Screen) -> None:
    """(R6.13) Even when it is answered: nothing is withdrawn because the key is missing."""
    before = returned(town)
    assert len(before) == 2
    town.send({(COUNT, QIXIAN, "done"): 25.0}, day="05-21")
    kept = (town.root / KEY).rename(town.root / "另一处")
    for _ in range(2):
        assert verb(town, *MERGE) == 1
        assert said(capsys, KEY) == [NO_RETURNS.format("，以前生成的原样留着")]
        assert returned(town) == before
    kept.rename(town.root / KEY)
    assert verb(town, *MERGE) == 1
    assert said(capsys, KEY) == []
    assert list(town.returned.glob("*")) == []


def test_a_merge_without_the_key_says_that_nothing_goes_back(town: Town, capsys: Screen) -> None:
    """(R6.13) Where there is something to send back; a dry run says it too."""
    shutil.rmtree(town.returned)
    (town.root / KEY).unlink()
    for more in (("--dry-run",), ()):
        assert verb(town, *MERGE, *more) == 1
        assert said(capsys, KEY) == [NO_RETURNS.format("")]
    assert not town.returned.exists()
    assert verb(town, "merge", "--period", "2024-04") == 1
    assert said(capsys, KEY) == []


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such bits")
@pytest.mark.parametrize(
    ("arguments", "code"), [(JUNE_FORMS, 0), (BREAKDOWN, 0), (MERGE, 1), (("status",), 1)], ids=str
)
def test_a_key_that_others_may_read_is_said_once(
    arguments: tuple[str, ...], code: int, town: Town, capsys: Screen
) -> None:
    """(R6.15) Where forms are signed, as a line beside the others; nothing else changes."""
    (town.root / KEY).chmod(0o644)
    assert verb(town, *arguments) == code
    sentence = (
        f"{KEY} 别的用户也能读，读到的人就能冒充本局签发填报表。"
        f"请改为只有自己能读，在命令行运行：chmod 600 {town.root / KEY}"
    )
    assert said(capsys, KEY) == ([] if arguments == ("status",) else [sentence])
    (town.root / KEY).chmod(0o600)
    assert verb(town, *arguments) == code
    assert said(capsys, KEY) == []


EVERY_VERB = ((), ("status",), MERGE, (*MERGE, "--dry-run"), JUNE_FORMS, BREAKDOWN)


@pytest.mark.parametrize("arguments", EVERY_VERB, ids=str)
def test_no_verb_does_with_less_than_a_key(
    arguments: tuple[str, ...], town: Town, capsys: Screen
) -> None:
    """(R6.12) An empty one, and a link to nothing: no form is signed with it."""
    for lay in (Path.touch, lambda path: path.symlink_to(town.root / "U盘" / KEY)):
        (town.root / KEY).unlink()
        lay(town.root / KEY)
        before = tree(town.root)
        assert verb(town, *arguments) == 2
        assert len(said(capsys, "密钥文件")) == 1
        assert tree(town.root) == before


@pytest.mark.parametrize("arguments", EVERY_VERB, ids=str)
def test_every_verb_misses_the_inbox(
    arguments: tuple[str, ...], town: Town, capsys: Screen
) -> None:
    """(R6.14) Nobody is 未报 because a folder has been moved."""
    (town.root / "inbox").rename(town.root / "收件箱")
    before = tree(town.root)
    assert verb(town, *arguments) == 2
    (sentence,) = said(capsys, "收件箱文件夹不见了")
    assert sentence == (
        f"收件箱文件夹不见了：{town.root / 'inbox'}。"
        "请从备份恢复，或把移走的文件夹、网络盘放回原处，再重新运行；"
        "确实还没有收过表的，在这个位置新建一个空文件夹。"
    )
    assert tree(town.root) == before


def test_the_first_forms_make_the_inbox(town: Town, capsys: Screen) -> None:
    """(R6.14) Nothing was ever issued, so nothing can have come; a dry run makes none."""
    emptied(town)
    (town.root / "inbox").rmdir()
    (town.root / KEY).unlink()
    assert verb(town, *MERGE) == 2
    assert len(said(capsys, "收件箱文件夹不见了")) == 1
    for arguments in (MAY_FORMS, BREAKDOWN):
        assert verb(town, *arguments, "--dry-run") == 0
    assert not (town.root / "inbox").exists()
    assert verb(town, *MAY_FORMS) == 0
    assert list((town.root / "inbox").iterdir()) == []
    (town.root / "inbox").rmdir()
    assert verb(town, *MAY_FORMS) == 2
