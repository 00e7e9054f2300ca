"""A month is frozen, registered as issued and made again, through the verbs themselves."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from kit import word
from kit.returns import APRIL, MAY
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN
from kit.towns import COUNT, Town, founded
from openpyxl import load_workbook

from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.findings import Problem
from ducha.ledger.handed.records import Decision, Naming
from ducha.period import Period
from ducha.workflow import month
from ducha.workflow.merge import merge_month
from ducha.workflow.month import MonthTerms
from ducha.workflow.publishing import frozen, verify
from ducha.workflow.publishing.issue import IssueDetails, register_issue
from ducha.workflow.publishing.publish import Confirm, publish_month
from ducha.workflow.publishing.verify import verify_month
from ducha.workflow.status import show_home, show_status
from ducha.workflow.workspace import Outcome, locked_workspace, open_workspace

DAY = date(2024, 6, 3)
REPORT = "督查汇总_2024年5月.xlsx"


def publish(
    town: Town,
    period: Period = MAY,
    *,
    again: bool = False,
    dry_run: bool = False,
    confirm: Confirm | None = None,
) -> Outcome:
    """Freeze a month of the town."""
    with locked_workspace(town.root / "config.toml") as space:
        terms = MonthTerms(period=period, today=DAY)
        return publish_month(space, terms, again=again, dry_run=dry_run, confirm=confirm)


def check(town: Town, period: Period = MAY, number: int | None = None) -> Outcome:
    """Make it again and compare."""
    return verify_month(open_workspace(town.root / "config.toml"), period, number)


def issue(town: Town, *paths: Path, again: bool = False, number: str = "第5期") -> Outcome:
    """Register what was signed of May."""
    details = IssueDetails(number=number, signer="王五", issued=DAY, registered=DAY)
    with locked_workspace(town.root / "config.toml") as space:
        return register_issue(space, MAY, paths, details, again=again)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town whose April and May have been merged and published, one with a figure held out."""
    root = tmp_path_factory.mktemp("town")
    town = founded(root)
    town.merge(APRIL)
    publish(town, APRIL)
    town.send({(COUNT, QIXIAN, "done"): 25.0, (COUNT, LANKAO, "done"): "12+13"})
    town.merge()
    publish(town)
    return root


@pytest.fixture
def town(once: Path, tmp_path: Path) -> Town:
    """A copy of it, file times included, somewhere else."""
    root = tmp_path / "copy"
    shutil.copytree(once, root, symlinks=True)
    return Town(root)


def edition(town: Town, number: int = 1, period: Period = MAY) -> Path:
    """Where an edition lies."""
    return town.root / "archive" / str(period) / f"第{number}稿"


def test_everything_that_the_month_was_made_from_is_frozen(town: Town) -> None:
    """Documents, ledgers, settings, templates, facts, and a manifest with digests (R8.1, R8.4)."""
    folder = edition(town)
    names = {name for name in tree(folder) if not name.startswith("templates/")}
    assert names == {
        *(REPORT, "ledger.xlsx", "现行台账_只读.xlsx"),
        *("督查通报_2024年5月.docx", "督查专报_2024年5月.docx"),
        *("config.toml", "数据.json", "清单.json"),
    }
    assert (folder / "ledger.xlsx").read_bytes() == (town.root / "ledger.xlsx").read_bytes()
    manifest = json.loads((folder / "清单.json").read_bytes())
    assert {**manifest["归档文件"], "清单.json": ""}.keys() == tree(folder).keys()
    assert [file["文件"] for file in manifest["收件箱"]] == sorted(tree(town.root / "inbox"))
    assert manifest["以前的定稿"][0]["期次"] == "2024-04"
    assert (manifest["日期"], manifest["年终结算"]) == ("2024-06-03", False)
    assert {"程序", "Python", "zlib", "XlsxWriter", "pandas"} <= manifest["版本"].keys()
    assert len(manifest["密钥编号"]) == 12


def test_the_frozen_report_is_what_a_merge_had_written(town: Town) -> None:
    """Nothing came between (R8.1)."""
    written = (town.root / "outbox" / str(MAY) / REPORT).read_bytes()
    assert (edition(town) / REPORT).read_bytes() == written


def test_a_month_is_published_once(town: Town) -> None:
    """Again only when told so, as the next edition; the first stays as it is (R8.7, R8.2)."""
    first = tree(edition(town))
    with pytest.raises(Problem, match=r"已经送审（第1稿，2024-06-03）.*--again"):
        publish(town)
    assert "第2稿" in publish(town, again=True).lines[0]
    assert tree(edition(town)) == first
    assert edition(town, 2).is_dir()
    assert (check(town).code, check(town, number=1).code, check(town, number=2).code) == (0, 0, 0)


def test_a_merge_of_a_published_month_goes_on_and_says_so(town: Town) -> None:
    """To the outbox as ever; the archive stays as it is (R8.5)."""
    frozen_files = tree(town.root / "archive")
    outcome = town.merge()
    assert any(line.startswith("本月已送审（第1稿，2024-06-03）") for line in outcome.lines)
    assert not any("已送审" in line for line in town.merge(Period(2024, 6)).lines)
    assert tree(town.root / "archive") == frozen_files


def test_what_is_open_is_listed_and_asked(town: Town) -> None:
    """退回 and 待报; no is no, and nothing is written (R8.6)."""
    asked: list[Sequence[str]] = []

    def no(opened: Sequence[str]) -> bool:
        asked.append(opened)
        return False

    town.generate(Period(2024, 6))
    refused = publish(town, Period(2024, 6), confirm=no)
    assert (refused.code, refused.lines) == (1, ("没有送审，什么也没有写入",))
    assert not (town.root / "archive" / "2024-06").exists()
    (opened,) = asked
    assert opened[-1].startswith("　待报6个：")
    done = publish(town, again=True)
    assert done.code == 1
    assert any("退回1条" in line for line in done.lines)


def test_a_dry_run_shows_the_plan(town: Town) -> None:
    """And writes nothing (R8.1)."""
    before = tree(town.root)
    outcome = publish(town, again=True, dry_run=True)
    assert any(line.endswith(f"第2稿/{REPORT}") for line in outcome.lines)
    assert tree(town.root) == before


def test_what_a_person_changed_is_frozen_as_it_is(town: Town) -> None:
    """Beside the program's own; a notice of the program's lies there as it was (R8.3)."""
    outbox = town.root / "outbox" / str(MAY)
    (outbox / REPORT).write_bytes(b"edited")
    (outbox / "督查通报_2024年5月.docx").write_bytes(b"written by hand")
    (outbox / "督查通报_2024年4月.docx").write_bytes(b"another month")
    (outbox / "~$督查通报_2024年5月.docx").write_bytes(b"open in Word")
    outcome = publish(town, again=True)
    folder = tree(edition(town, 2))
    assert folder["督查汇总_2024年5月_正式稿.xlsx"] == b"edited"
    assert folder["督查通报_2024年5月_正式稿.docx"] == b"written by hand"
    assert folder[REPORT][:2] == b"PK"
    assert not any("2024年4月" in name or "~" in name for name in folder)
    assert sum("您改过的，原样归档" in line for line in outcome.lines) == 2
    assert (outbox / REPORT).read_bytes() == b"edited"
    assert check(town).code == 0


def test_a_ledger_saved_meanwhile_is_not_frozen_with_an_older_report(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is frozen is what the report was made from (R8.1)."""
    made = month.make_month

    def slow(*arguments: object, **named: object) -> object:
        result = made(*arguments, **named)  # type: ignore[arg-type] - handed through
        space = open_workspace(town.root / "config.toml")
        targets = space.ledger.targets | {(COUNT, QIXIAN): 61.0}
        ledger = ledger_xlsx.write(replace(space.ledger, targets=targets))
        (town.root / "ledger.xlsx").write_bytes(ledger)
        return result

    monkeypatch.setattr("ducha.workflow.publishing.publish.make_month", slow)
    with pytest.raises(Problem, match="刚刚被改动过，没有送审"):
        publish(town, again=True)
    assert not edition(town, 2).exists()


# ---- 前期更正 and what is compared ----


def correct_april(town: Town) -> None:
    """A correction of April that comes in June."""
    town.send(
        {(COUNT, QIXIAN, "done"): 12.0, (COUNT, LANKAO, "done"): 3.0}, period=APRIL, day="06-02"
    )


def test_later_reports_list_what_reads_differently(town: Town) -> None:
    """With the file that changed it; 杞县 had 20, 兰考县 nothing (R8.10, R8.11)."""
    correct_april(town)
    town.merge()
    rows = [row for row in town.shown("前期更正") if row["编码"] == COUNT]
    shown = [(r["期次"], r["县区"], r["发布值"], r["现值"], r["来源文件"]) for r in rows]
    file = f"2024-04/{HEALTH}06-02.xlsx"
    assert ("2024-04", QIXIAN, 20, 12, file) in shown
    assert ("2024-04", LANKAO, None, 3, file) in shown
    assert ("2024-04", "全市", 20, 15, file) in shown


def test_units_have_their_year(town: Town) -> None:
    """April and May, as published (R8.14)."""
    town.merge()
    rows = {row["单位"]: row for row in town.shown("年度考核")}
    assert {"4月得分", "5月得分", "平均分"} <= rows[HEALTH].keys()
    assert rows[LONGTING]["漏报"] == 2


# ---- 登记印发 ----


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """What was signed."""
    path = tmp_path / "通报.pdf"
    path.write_bytes(b"%PDF-1.4 signed")
    return path


def test_what_was_signed_is_kept_beside_the_edition(town: Town, signed: Path) -> None:
    """With its number, signer and day; what was frozen is not touched (R8.8)."""
    before = tree(edition(town))
    assert issue(town, signed).code == 0
    after = tree(edition(town))
    assert {name: after[name] for name in before} == before
    assert after.keys() - before.keys() == {"印发/通报.pdf", "印发/登记.json"}
    record = json.loads(after["印发/登记.json"])
    assert (record["期号"], record["签发人"], record["印发日期"]) == ("第5期", "王五", "2024-06-03")
    with pytest.raises(Problem, match=r"已经登记过印发.*--again"):
        issue(town, signed)
    assert issue(town, signed, again=True, number="").code == 1
    assert {"印发2/通报.pdf", "印发2/登记.json"} <= tree(edition(town)).keys()
    assert check(town).code == 0


def test_only_signed_documents_are_registered(town: Town, tmp_path: Path, signed: Path) -> None:
    """Every fault at once, and nothing is written (R8.8)."""
    (tmp_path / "b.docx").write_bytes(b"no document")
    (tmp_path / "c.xlsx").write_bytes(b"PK")
    (tmp_path / "d").mkdir()
    shutil.copy(signed, tmp_path / "d" / "通报.PDF")
    with pytest.raises(Problem) as caught:
        issue(town, signed, *(tmp_path / name for name in ("b.docx", "c.xlsx", "d/通报.PDF")))
    assert [message.partition("：")[0] for message in caught.value.messages] == [
        *("b.docx", "c.xlsx", "通报.PDF")
    ]
    assert not (edition(town) / "印发").exists()


def test_a_month_that_is_not_published_is_not_issued(town: Town, signed: Path) -> None:
    """It says what comes first (R8.8)."""
    shutil.rmtree(town.root / "archive" / str(MAY))
    with pytest.raises(Problem, match="还没有送审，不能登记印发"):
        issue(town, signed)


def test_the_month_says_where_it_stands(town: Town, signed: Path) -> None:
    """On the home page and in status (R8.5)."""
    space = open_workspace(town.root / "config.toml")
    assert "已送审：4月（第1稿）、5月（第1稿）" in show_status(space, MAY, DAY).lines
    assert (
        show_home(space, MAY, DAY).lines[-1].startswith("本月已送审（第1稿，2024-06-03）。下一步")
    )
    issue(town, signed)
    assert "已送审：4月（第1稿）、5月（第1稿，已印发）" in show_home(space, MAY, DAY).lines
    assert "已登记印发" in show_home(space, MAY, DAY).lines[-1]


# ---- verify ----


def test_a_published_month_can_be_made_again(town: Town) -> None:
    """In another folder, at other file times, after much has come and changed (R8.20, R8.22)."""
    for number, path in enumerate(sorted((town.root / "inbox").rglob("*.xlsx"))):
        os.utime(path, ns=(number, 1_500_000_000_000_000_000 + number))
    correct_april(town)
    space = open_workspace(town.root / "config.toml")
    ledger = replace(space.ledger, targets=space.ledger.targets | {(COUNT, QIXIAN): 99.0})
    (town.root / "ledger.xlsx").write_bytes(ledger_xlsx.write(ledger))
    (town.root / "config.toml").write_text("[status]\non_track = 1\n", encoding="utf-8")
    shutil.rmtree(town.root / "outbox")
    outcome = check(town)
    assert outcome.lines[0].startswith("2024年5月第1稿，2024-06-03：逐字节比对")
    assert (outcome.code, outcome.lines[-1]) == (0, "核对完毕，没有问题")
    assert "送审以后新来的1个文件没有算在内" in outcome.lines


def reminded(town: Town, unit: str, name: str) -> None:
    """A by-hand record of a 催报 for May."""
    record = {"类型": "催报", "期次": "2024-05", "单位": unit, "次数": 1, "方式": "电话"}
    path = town.root / "sent" / "2024-05" / f"{name}.记录"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def proposed(town: Town) -> dict[str, str]:
    """What 排名 says of whom."""
    rows = [row for row in town.shown("排名") if row["建议"] not in {None, "建议"}]
    return {str(row["单位"]): str(row["建议"]) for row in rows}


def test_a_reminder_sent_since_does_not_change_a_published_month(town: Town) -> None:
    """Silent after a 催报 on record; one recorded later is of the next edition (R7.125, R7.142)."""
    reminded(town, QIXIAN, "a")
    publish(town, again=True)
    town.merge()
    assert proposed(town) == {QIXIAN: "拟批评（未按要求报送）"}
    reminded(town, LANKAO, "b")
    assert check(town).lines[-1] == "核对完毕，没有问题"
    town.merge()
    assert proposed(town) == dict.fromkeys((QIXIAN, LANKAO), "拟批评（未按要求报送）")


def test_leaders_decide_in_the_ledger(town: Town) -> None:
    """不点名 in place of the proposal; no form is another one for it (R7.126, R7.163)."""
    reminded(town, QIXIAN, "a")
    space = open_workspace(town.root / "config.toml")
    decision = Decision(period="2024-05", unit=QIXIAN, naming=Naming.NOT_NAMED)
    ledger = replace(space.ledger, decisions=(decision,))
    (town.root / "ledger.xlsx").write_bytes(ledger_xlsx.write(ledger))
    before = town.form()
    town.generate(MAY)
    town.merge()
    assert (proposed(town), town.form()) == ({QIXIAN: "不点名"}, before)


def decide(town: Town, *decisions: Decision) -> None:
    """Let a clerk write down what leaders decided."""
    space = open_workspace(town.root / "config.toml")
    ledger = replace(space.ledger, decisions=decisions)
    (town.root / "ledger.xlsx").write_bytes(ledger_xlsx.write(ledger))


def test_nothing_is_issued_while_a_proposal_stands(town: Town, signed: Path) -> None:
    """Each unit that the edition proposes to name needs a 决定 for the month (R9.61)."""
    reminded(town, QIXIAN, "a")
    publish(town, again=True)
    with pytest.raises(Problem, match=f"拟批评还没有定：{QIXIAN}。不能登记印发"):
        issue(town, signed)
    decide(town, Decision(period="2024-04", unit=QIXIAN, naming=Naming.CRITICISED))
    with pytest.raises(Problem, match="没有定"):
        issue(town, signed)
    decide(town, Decision(period="2024-05", unit=QIXIAN, naming=Naming.NOT_NAMED))
    assert issue(town, signed).code == 0


def letter_text(path: Path) -> str:
    """The paragraphs of a Word file."""
    return "\n".join(word.texts(path.read_bytes()))


def test_a_decision_stands_in_the_notice_without_a_proposal(town: Town) -> None:
    """拟 until 通报名单 says so (R9.36)."""
    reminded(town, QIXIAN, "a")
    notice = town.root / "outbox/2024-05/督查通报_2024年5月.docx"
    town.merge()
    assert f"拟对{QIXIAN}予以通报批评：催报1次后仍未报送。" in letter_text(notice)
    decision = Decision(period="2024-05", unit=QIXIAN, naming=Naming.CRITICISED, grounds="两次未报")
    decide(town, decision)
    town.merge()
    text = letter_text(notice)
    assert f"对{QIXIAN}予以通报批评：两次未报。" in text
    assert "拟" not in text


def test_letters_are_made_again_and_compared(town: Town) -> None:
    """A frozen notice that reads otherwise is told; of other versions none is compared (R9.62)."""
    folder = edition(town)
    name = "督查通报_2024年5月.docx"
    manifest = json.loads((folder / "清单.json").read_bytes())
    other = word.template("另一份通报")
    (folder / name).write_bytes(other)
    manifest["归档文件"][name] = hashlib.sha256(other).hexdigest()
    (folder / "清单.json").write_text(json.dumps(manifest), encoding="utf-8")
    told = check(town)
    assert (told.code, f"重做的〔{name}〕与归档的不一致" in told.lines) == (1, True)
    manifest["版本"]["程序"] = "0.0.1"
    (folder / "清单.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert f"重做的〔{name}〕与归档的不一致" not in check(town).lines


def test_a_notice_that_a_person_changed_is_kept_and_frozen(town: Town) -> None:
    """The new one goes beside it; both are in the edition (R8.3, R9.60)."""
    town.merge()
    folder = town.root / "outbox/2024-05"
    changed = word.template("改过的通报")
    (folder / "督查通报_2024年5月.docx").write_bytes(changed)
    town.merge()
    assert (folder / "督查通报_2024年5月.docx").read_bytes() == changed
    assert len(list(folder.glob("督查通报_2024年5月（新生成*.docx"))) == 1
    publish(town, again=True)
    frozen = tree(edition(town, 2))
    assert frozen["督查通报_2024年5月_正式稿.docx"] == changed
    assert "现将有关情况通报如下" in letter_text(edition(town, 2) / "督查通报_2024年5月.docx")


def test_without_a_template_there_is_no_letter(town: Town) -> None:
    """Which is said; the report comes all the same (R9.60)."""
    shutil.rmtree(town.root / "outbox")
    (town.root / "templates/督查专报.docx").unlink()
    outcome = town.merge()
    assert "templates 里没有 督查专报.docx，没有生成督查专报" in "\n".join(outcome.lines)
    made = {path.name for path in (town.root / "outbox/2024-05").glob("*.docx")}
    assert made == {"督查通报_2024年5月.docx"}


def test_a_broken_template_stops_the_merge_with_its_place(town: Town) -> None:
    """In one sentence (R9.5)."""
    path = town.root / "templates/督查通报.docx"
    path.write_bytes(word.template("{{ 期数 }}"))
    with pytest.raises(Problem, match=r"模板〔督查通报\.docx〕“{{ 期数 }}”一段：没有“期数”"):
        town.merge()


def test_a_second_edition_does_not_change_the_first(town: Town) -> None:
    """Each is made again beside the editions that it was compared with (R8.20)."""
    correct_april(town)
    publish(town, APRIL, again=True)
    publish(town, again=True)
    assert [check(town, APRIL, 1).code, check(town, APRIL, 2).code] == [0, 0]
    assert [check(town, MAY, 1).code, check(town, MAY, 2).code] == [0, 0]


def _first(folder: Path) -> Path:
    return min(path for path in folder.rglob("*") if path.is_file())


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


INBOX_FILE = f"2024-04/{HEALTH}04-20.xlsx"
# what happens to the workspace, what is said of it
DAMAGES: tuple[tuple[Callable[[Path], object], str], ...] = (
    (lambda root: (root / "inbox" / INBOX_FILE).unlink(), f"收件箱里的〔{INBOX_FILE}〕不见了"),
    (lambda root: _append(root / "inbox" / INBOX_FILE), f"收件箱里的〔{INBOX_FILE}〕与送审时不同"),
    (lambda root: (root / "signing.key").write_text("0" * 64), "signing.key 不是送审时的那一把"),
    (lambda root: (root / "signing.key").unlink(), "signing.key 不是送审时的那一把"),
    (lambda root: _append(root / "archive/2024-05/第1稿" / REPORT), f"归档里的〔{REPORT}〕不见了"),
    (lambda root: (root / "archive/2024-05/第1稿" / REPORT).unlink(), f"归档里的〔{REPORT}〕不见"),
    (lambda root: (root / "archive/2024-05/第1稿/ledger.xlsx").unlink(), "归档里的〔ledger.xlsx〕"),
    (lambda root: _append(root / "archive/2024-05/第1稿/config.toml"), "归档里的〔config.toml〕"),
    (
        lambda root: _append(_first(root / "archive/2024-05/第1稿/templates")),
        "归档里的〔templates/",
    ),
    (lambda root: shutil.rmtree(root / "archive/2024-04"), "2024-04/第1稿〕不见了"),
    (lambda root: _append(root / "archive/2024-04/第1稿/数据.json"), "2024-04/第1稿〕不见了"),
)


@pytest.mark.parametrize(("damage", "told"), DAMAGES, ids=[told for _, told in DAMAGES])
def test_what_is_missing_or_changed_is_named(
    town: Town, damage: Callable[[Path], object], told: str
) -> None:
    """And the month is not the same (R8.23)."""
    damage(town.root)
    outcome = check(town)
    assert outcome.code == 1
    assert any(told in line for line in outcome.lines), outcome.lines


def test_there_must_be_something_to_verify(town: Town) -> None:
    """No such month, no such edition, no inbox: it could not run (R8.23)."""
    for period, number in ((Period(2024, 6), None), (MAY, 2)):
        with pytest.raises(Problem, match="还没有送审"):
            check(town, period, number)
    shutil.rmtree(town.root / "inbox")
    with pytest.raises(Problem, match="收件箱文件夹不见了"):
        check(town)


@pytest.mark.parametrize(
    ("library", "how", "same"),
    [("zlib", "解压后逐个部件", True), ("程序", "〔数据〕逐格", True)],
)
def test_other_versions_are_compared_less_strictly(
    town: Town, monkeypatch: pytest.MonkeyPatch, library: str, how: str, *, same: bool
) -> None:
    """Parts as inflated; or the cells of 数据, whatever the other sheets look like (R8.22)."""
    path, report = edition(town) / "清单.json", edition(town) / REPORT
    frozen_report = report.read_bytes()
    parts = verify.container.admit(frozen_report)
    if library == "程序":
        parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"sz val", b"sz  val")
    other = verify.container.plain_zip(parts)
    report.write_bytes(other)
    manifest = json.loads(path.read_bytes())
    manifest["归档文件"][REPORT] = verify.digest_of(other)
    manifest["版本"][library] = "0"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    outcome = check(town)
    assert f"：{how}比对" in outcome.lines[0]
    assert (outcome.code == 0) is same
    monkeypatch.setattr(verify, "versions", lambda: {**manifest["版本"]})
    strict = check(town)
    assert (strict.code, "逐字节比对" in strict.lines[0]) == (1, True)


def test_a_figure_that_differs_is_found_by_its_cells(town: Town) -> None:
    """Where only 数据 is compared (R8.22)."""
    path, report = edition(town) / "清单.json", edition(town) / REPORT
    book = load_workbook(report)
    heading = [cell.value for cell in book["数据"][1]]
    book["数据"].cell(2, heading.index("差距") + 1).value = 99
    book.save(report)
    manifest = json.loads(path.read_bytes())
    manifest["归档文件"][REPORT] = verify.digest_of(report.read_bytes())
    manifest["版本"]["程序"] = "0"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    outcome = check(town)
    assert (outcome.code, outcome.lines[1]) == (1, "重做的汇总表与归档的不一致")


# ---- a torn archive ----

TORN = ("清单.json", "数据.json")


@pytest.mark.parametrize("name", TORN)
def test_nothing_is_compared_with_half_an_archive(town: Town, name: str) -> None:
    """A sentence that names the file, for every verb that looks there (R8.15)."""
    path = edition(town, period=APRIL) / name
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(Problem, match=f"归档的〔.*{name}〕"):
        town.merge()
    with pytest.raises(Problem, match=f"归档的〔.*{name}〕"):
        publish(town, again=True)


def test_an_edition_in_another_place_is_told(town: Town) -> None:
    """As when a folder was renamed (R8.15)."""
    edition(town).rename(edition(town, 7))
    with pytest.raises(Problem, match="放的是2024年5月（第1稿）"):
        town.merge()


def test_the_archive_is_written_under_the_lock_only(town: Town) -> None:
    """A fault of the program otherwise."""
    space = open_workspace(town.root / "config.toml")
    with pytest.raises(AssertionError, match="under the lock only"):
        publish_month(space, MonthTerms(period=MAY, today=DAY), again=True)


def test_the_year_is_closed_with_its_last_month(town: Town) -> None:
    """As with merge (R7.74)."""
    with locked_workspace(town.root / "config.toml") as space:
        terms = MonthTerms(period=MAY, today=DAY, final=True)
        with pytest.raises(Problem, match="--final"):
            publish_month(space, terms, again=True)


def test_versions_that_are_not_known_are_blank() -> None:
    """A library that is not installed."""
    assert frozen.versions()["XlsxWriter"]
    assert frozen._version("no such library") == ""  # noqa: SLF001 - nothing else asks for one


def test_december_is_made_again_as_it_was_closed(town: Town) -> None:
    """--final is kept in the manifest (R8.20)."""
    december = Period(2024, 12)
    with locked_workspace(town.root / "config.toml") as space:
        terms = MonthTerms(period=december, today=date(2025, 1, 5), final=True)
        publish_month(space, terms)
        merge_month(space, december, date(2025, 1, 5))
    assert check(town, december).code == 0
    outbox = town.root / "outbox" / "2024-12" / "督查汇总_2024年12月.xlsx"
    assert outbox.read_bytes() != (edition(town, 1, december) / outbox.name).read_bytes()
