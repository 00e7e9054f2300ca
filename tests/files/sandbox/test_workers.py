"""What a job does to its worker costs that job only, whatever it does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import psutil
import pytest
from kit.calamities import CALAMITIES, WORK
from kit.tables import workbook as tabled

from ducha.cells import Sheet
from ducha.files.inbox import arrivals as inbox
from ducha.files.inbox.opening import FileContents, Job, OpenedFile, open_job
from ducha.files.sandbox import pool as workers
from ducha.files.sandbox.pool import JobFailure, WorkerPool, WorkerTask
from ducha.files.workbook import reading as workbook
from ducha.findings import Problem
from ducha.submission.arrival import Verdict
from ducha.submission.clock import Clock

ROOT = Path(__file__).parents[3]
FORM = tabled({"进度填报": "| 编码 | 县区 | 本月累计 |\n| 三.3-2 | 杞县 | 12 |"})


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that an honest job is far from even here."""
    monkeypatch.setattr(workers, "LIMIT", 1.0)


@pytest.fixture(autouse=True)
def _all_went_home() -> Iterator[None]:
    """No worker is left when a pool has ended."""
    yield
    deadline = time.monotonic() + 5
    while (remaining := hands()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not remaining


def hands() -> list[psutil.Process]:
    """Workers of this process that are alive."""
    children = psutil.Process().children()
    return [child for child in children if "spawn_main" in "".join(_line(child))]


def _line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.mark.parametrize("calamity", CALAMITIES)
def test_a_calamity_costs_its_own_job_only(
    calamity: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Those before and after it have their answers, and nothing is said on the screen."""
    jobs = ["one", "two", calamity, "three", "four", "five"]
    with WorkerPool(WORK, len(jobs)) as pool:
        answers = dict(pool.answers(jobs))
    assert answers == {
        "one": "eno",
        "two": "owt",
        calamity: CALAMITIES[calamity][1],
        "three": "eerht",
        "four": "ruof",
        "five": "evif",
    }
    assert capfd.readouterr() == ("", "")


def test_calamities_one_after_the_other() -> None:
    """The pool goes on after each, and every honest job has its answer."""
    jobs = [f"{name} {n}" if n % 3 else name for n, name in enumerate(["aborts", "ok", "ok"] * 3)]
    with WorkerPool(WORK, len(jobs)) as pool:
        answers = list(pool.answers(jobs))
    assert [job for job, _ in answers] == jobs
    assert [answer for job, answer in answers if job == "aborts"] == [JobFailure.DEAD] * 3
    assert all(answer == job[::-1] for job, answer in answers if job != "aborts")


def test_answers_come_in_the_order_of_the_jobs() -> None:
    """Whoever is done first; and jobs are taken a few at a time only."""
    taken: list[str] = []

    def jobs() -> Iterator[str]:
        for number in range(100):
            taken.append(str(number))
            yield str(number)

    with WorkerPool(WORK, 100) as pool:
        for number, (job, answer) in enumerate(pool.answers(jobs())):
            assert (job, answer) == (str(number), str(number)[::-1])
            assert len(taken) <= number + 10


def test_large_jobs_are_not_taken_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program holds their bytes meanwhile."""
    monkeypatch.setattr(workers, "_MAX_AHEAD", 1000)
    taken: list[str] = []

    def jobs() -> Iterator[str]:
        for letter in "abcd":
            taken.append(letter)
            yield letter * 900

    with WorkerPool(WORK, 4) as pool:
        for number, (job, answer) in enumerate(pool.answers(jobs())):
            assert job == answer
            assert len(taken) <= number + 2


def twice(job: str) -> str:
    """Die the first time, as a worker does that the system takes for the greediest."""
    mark = Path(job)
    if mark.suffix and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def test_who_dies_of_something_else_gets_a_second_chance(tmp_path: Path) -> None:
    """Then the file is read as if nothing had happened."""
    jobs = ["a", str(tmp_path / "mark.1"), "b"]
    with WorkerPool(WorkerTask(twice, len, ""), 3) as pool:
        assert [answer for _, answer in pool.answers(jobs)] == ["done", "done", "done"]


def die(_: str) -> str:
    """Nothing can be done here at all."""
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def test_where_no_worker_lives_nobody_is_blamed() -> None:
    """Not even a harmless job is done: the run is given up, and no file gets a verdict."""
    with WorkerPool(WorkerTask(die, len, ""), 3) as pool, pytest.raises(Problem, match="反复中止"):
        list(pool.answers(["a", "b", "c"]))


class NoPool:
    """A pool that takes a job and never answers, or takes none."""

    active = False

    def __init__(self, *, takes: bool) -> None:
        """Say which."""
        self.takes = takes

    def schedule(self, *_: object, **__: object) -> Future[bytes]:
        """Take it, or refuse it as a broken pool does."""
        if not self.takes:
            message = "The Pool is not active"
            raise RuntimeError(message)
        return Future()

    def stop(self) -> None:
        """Nothing to stop."""

    def join(self) -> None:
        """Nothing to wait for."""


@pytest.mark.parametrize("takes", [True, False])
def test_a_pool_that_is_stuck_or_broken_is_replaced(
    monkeypatch: pytest.MonkeyPatch, *, takes: bool
) -> None:
    """What it had is done by others."""
    monkeypatch.setattr(workers, "_PATIENCE", 1.0)
    real = workers._start_pool  # noqa: SLF001
    useless = NoPool(takes=takes)
    pools: Iterator[object] = iter([useless])
    monkeypatch.setattr(workers, "_start_pool", lambda workers: next(pools, None) or real(workers))
    with WorkerPool(WORK, 4) as pool:
        answers = [answer for _, answer in pool.answers(["ab", "cd", "ef", "gh"])]
    assert answers == ["ba", "dc", "fe", "hg"]


def test_pools_that_break_again_and_again_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of trying for ever."""
    monkeypatch.setattr(workers, "_start_pool", lambda _: NoPool(takes=False))
    with WorkerPool(WORK, 4) as pool, pytest.raises(Problem, match="反复中止"):
        list(pool.answers(["ab", "cd"]))


# Files of the inbox.


def lethal(job: Job) -> FileContents:
    """Open a file, but for those whose name says what they do to their worker."""
    for calamity in ("aborts", "hangs"):
        if job.origin.file.endswith(f"{calamity}.xlsx") and job.data:
            CALAMITIES[calamity][0]()
    return open_job(job)


@pytest.fixture
def _dangerous(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files may be lethal by their names."""
    task = WorkerTask(lethal, inbox._TASK.size, inbox._TASK.harmless)  # noqa: SLF001
    monkeypatch.setattr(inbox, "_TASK", task)


def packed(names: Sequence[str]) -> bytes:
    """An archive of forms with these names."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, FORM)
    return buffer.getvalue()


def verdicts(folder: Path) -> dict[str, str]:
    """What became of every file: 表 for a workbook that was read, else how its reason begins."""
    return {
        arrival.source.file: "表" if arrival.cells else arrival.reason[:6]
        for arrival in inbox.read_inbox(folder, Clock(2024))
    }


@pytest.mark.usefixtures("_dangerous")
def test_a_lethal_file_has_its_verdict_and_its_digest(tmp_path: Path) -> None:
    """With a sentence that says what to do; the others are read."""
    for name in ("a.xlsx", "b aborts.xlsx", "c hangs.xlsx", "d.xlsx"):
        (tmp_path / name).write_bytes(FORM)
    first, dead, slow, last = inbox.read_inbox(tmp_path, Clock(2024))
    assert first.cells == last.cells is not None
    digest = sha256(FORM).hexdigest()
    assert [arrival.source.sha256 for arrival in (first, dead, slow, last)] == [digest] * 4
    assert (dead.verdict, slow.verdict) == (Verdict.UNKNOWN, Verdict.UNKNOWN)
    remedy = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再放进收件箱；仍不行的，请单位重新填报"
    assert dead.reason == f"文件的内部写法使读取程序中止，没有读取。{remedy}"
    again = f"请重新运行一次；仍然如此的，{remedy}"
    assert slow.reason == f"读了3秒以上还没有读完，已经停止，没有读取。{again}"


@pytest.mark.usefixtures("_dangerous")
def test_a_lethal_member_costs_itself_only(tmp_path: Path) -> None:
    """Its neighbours in the archive are read, and those in the archive within it."""
    inner = BytesIO(packed(["内.xlsx"])).getvalue()
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.xlsx", FORM)
        archive.writestr("2 aborts.xlsx", FORM)
        archive.writestr("3.zip", inner)
        archive.writestr("4.xlsx", FORM)
    assert verdicts(tmp_path) == {
        "a.zip": "压缩包，含4",
        "a.zip/1.xlsx": "表",
        "a.zip/2 aborts.xlsx": "文件的内部写",
        "a.zip/3.zip": "压缩包，含1",
        "a.zip/3.zip/内.xlsx": "表",
        "a.zip/4.xlsx": "表",
    }


@pytest.mark.usefixtures("_dangerous")
def test_an_archive_of_lethal_files_is_left_alone_in_the_end(tmp_path: Path) -> None:
    """One file of the inbox may not take for ever."""
    names = ["1.xlsx", "2 hangs.xlsx", "3.xlsx", "4 hangs.xlsx", "5.xlsx", "6.xlsx"]
    (tmp_path / "a.zip").write_bytes(packed(names))
    (tmp_path / "b.xlsx").write_bytes(FORM)
    by_file = verdicts(tmp_path)
    assert [by_file[f"a.zip/{name}"] for name in names] == [
        *("表", "读了3秒以上", "表", "读了3秒以上"),
        *["同一个邮件或"] * 2,
    ]
    assert by_file["b.xlsx"] == "表"


def test_a_mail_full_of_scans_is_within_the_limits(tmp_path: Path) -> None:
    """As large as mailboxes let through, with the form at its end."""
    letter = EmailMessage()
    letter["From"] = "a@b.cn"
    scans = b"\xff\xd8\xff" + bytes(36 * 1024**2)
    for name, data in (("盖章.jpg", scans), ("月报.xlsx", FORM)):
        letter.add_attachment(data, maintype="application", subtype="x", filename=name)
    (tmp_path / "a.eml").write_bytes(letter.as_bytes())
    assert verdicts(tmp_path) == {
        "a.eml": "邮件，含2个",
        "a.eml/盖章.jpg": "是盖章扫描件",
        "a.eml/月报.xlsx": "表",
    }


def test_a_worker_loads_no_rules_and_no_heavy_library() -> None:
    """It reads and knows a form when it sees one; what counts is none of its business."""
    code = "import sys, ducha.files.inbox.opening, ducha.files.inbox.mail; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    loaded = set(done.stdout.split())
    assert {"ducha.submission.reading", "python_calamine"} <= loaded
    rules = {"intake", "checks", "breakdown", "merge", "standing", "circular", "settings"}
    unwanted = {"pandas", "numpy", "openpyxl", "xlsxwriter", *(f"ducha.{name}" for name in rules)}
    assert not loaded & unwanted


def test_the_harmless_file_is_a_workbook() -> None:
    """It takes the same way as any form, so it proves that a worker can go it."""
    (opened,) = open_job(inbox._TASK.harmless)  # noqa: SLF001
    assert isinstance(opened, OpenedFile)
    assert opened.cells is not None
    assert workbook.read(inbox._TASK.harmless.data).sheets == (Sheet(name="1", rows=((1.0,),)),)  # noqa: SLF001


# The limits themselves.


def alone(code: str) -> subprocess.CompletedProcess[bytes]:
    """Run a few lines in an interpreter of their own."""
    start = "from ducha.files.sandbox import limits\n"
    return subprocess.run(
        [sys.executable, "-c", start + code], cwd=ROOT, check=False, capture_output=True, timeout=30
    )


EATING = """
kept = []
for _ in range(400):
    kept.append(b"x" * 2**20)
    time.sleep(0.001)
"""


def test_memory_is_watched_where_the_system_sets_no_limit() -> None:
    """As on Windows."""
    done = alone(f"import time\nlimits.watch_memory(100 * 2**20)\n{EATING}")
    assert done.returncode == -signal.SIGTERM


def test_a_worker_may_take_what_an_honest_file_needs() -> None:
    """And no more: on Linux the system refuses."""
    assert alone("limits.confine()\nx = bytes(limits.MEMORY - 2**26)").returncode == 0
    assert alone("limits.confine()\nx = bytes(limits.MEMORY + 2**20)").returncode == 1


def test_a_worker_whose_program_was_killed_does_not_run_for_ever() -> None:
    """Nobody is left to stop it, so the system does."""
    done = alone("limits.PROCESSOR = 1\nlimits.allow_time()\nwhile True: pass")
    assert done.returncode == -signal.SIGXCPU


def test_every_job_has_its_own_time() -> None:
    """What earlier ones took is not counted."""
    code = "import time\nlimits.PROCESSOR = 1\nfor _ in range(4):\n limits.allow_time()\n"
    spent = " end = time.process_time() + 0.4\n while time.process_time() < end: pass\n"
    assert alone(code + spent).returncode == 0


PARENT = """
import sys
sys.path.insert(0, "tests")
from kit.calamities import WORK
from ducha.files.sandbox.pool import WorkerPool
with WorkerPool(WORK, 2) as pool:
    print(*(answer for _, answer in pool.answers(["one", "two"])), flush=True)
    sys.stdin.readline()
"""


def test_workers_of_a_killed_program_go_too(tmp_path: Path) -> None:
    """They notice that nobody is there any more. Its script is not run again in each of them."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_with_path(),
    )
    assert program.stdout
    assert program.stdout.readline() == b"eno owt\n"
    orphans = psutil.Process(program.pid).children(recursive=True)
    assert orphans
    program.kill()
    program.communicate()
    assert psutil.wait_procs(orphans, timeout=10)[1] == []


def _with_path() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
