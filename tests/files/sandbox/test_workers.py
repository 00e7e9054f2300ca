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
from ducha.files.sandbox import limits, worker
from ducha.files.sandbox import pool as workers
from ducha.files.sandbox.fresh import _FreshProcess
from ducha.files.sandbox.pool import JobFailure, WorkerPool, WorkerTask
from ducha.files.sandbox.worker import Patience
from ducha.files.workbook import reading as workbook
from ducha.findings import Problem
from ducha.submission.arrival import Verdict
from ducha.submission.clock import Clock

ROOT = Path(__file__).parents[3]
LONG = 600
"""Seconds after which something waited for will never come, however busy the machine."""

FORM = tabled({"进度填报": "| 编码 | 县区 | 本月累计 |\n| 三.3-2 | 杞县 | 12 |"})


@pytest.fixture(autouse=True)
def _all_went_home() -> Iterator[None]:
    """No worker is left when a pool has ended."""
    yield
    wait_until_gone()


def hands() -> list[psutil.Process]:
    """Workers of this process that are alive."""
    children = psutil.Process().children()
    return [child for child in children if "spawn_main" in "".join(_line(child))]


def wait_until_gone() -> None:
    """Wait for their end and leave it to the program to take note of it."""
    latest = time.monotonic() + LONG
    while hands():
        assert time.monotonic() < latest
        time.sleep(0.02)


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
    """Then the file is read as if nothing had happened (R6.372)."""
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


def test_a_job_that_neither_ends_nor_works_ends_the_run() -> None:
    """It uses no processor, so nothing but the wall limit ends it; no file is blamed (R6.371)."""
    with (
        WorkerPool(WORK, 2, Patience(start=LONG, job=0.3)) as pool,
        pytest.raises(Problem, match="没有回音"),
    ):
        list(pool.answers(["sleeps"]))


class NoPool:
    """A pool that takes a job and never begins it, or takes none."""

    active = True

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


def test_a_worker_that_does_not_start_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, and no file is blamed (R6.371)."""
    monkeypatch.setattr(worker, "start_pool", lambda _: NoPool(takes=True))
    with (
        WorkerPool(WORK, 4, Patience(start=0.1, job=LONG)) as pool,
        pytest.raises(Problem, match="没有启动起来"),
    ):
        list(pool.answers(["ab", "cd"]))


def test_a_pool_that_is_broken_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it was to have is done by another."""
    real = worker.start_pool
    pools: Iterator[object] = iter([NoPool(takes=False)])
    monkeypatch.setattr(worker, "start_pool", lambda long: next(pools, None) or real(long))
    with WorkerPool(WORK, 4) as pool:
        answers = [answer for _, answer in pool.answers(["ab", "cd", "ef", "gh"])]
    assert answers == ["ba", "dc", "fe", "hg"]


def test_where_the_system_starts_no_process_the_run_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence."""

    def refuse(_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(_FreshProcess, "_Popen", staticmethod(refuse))
    with WorkerPool(WORK, 4) as pool, pytest.raises(Problem, match="系统不让启动"):
        list(pool.answers(["ab", "cd"]))


def test_a_worker_that_died_between_two_jobs_is_started_anew() -> None:
    """It was idle, so no job is to blame."""
    with WorkerPool(WORK, 1) as pool:
        assert list(pool.answers(["ab"])) == [("ab", "ba")]
        for hand in hands():
            hand.kill()
        wait_until_gone()
        assert list(pool.answers(["cd"])) == [("cd", "dc")]


# Files of the inbox.


QUICK = limits.Allowance(2.0, workers.MEMORY)
"""So much time that no honest form of these takes a tenth of it."""


def lethal(job: Job) -> FileContents:
    """Open a file, but for those whose name says what they do to their worker."""
    for calamity in ("aborts", "hangs"):
        if job.origin.file.endswith(f"{calamity}.xlsx") and job.data:
            CALAMITIES[calamity][0]()
    return open_job(job)


@pytest.fixture
def _dangerous(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files may be lethal by their names."""
    task = WorkerTask(lethal, inbox._TASK.size, inbox._TASK.harmless, QUICK)  # noqa: SLF001
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
    assert slow.reason == f"处理器算了10秒以上还没有读完，已经停止，没有读取。{remedy}"


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
        *("表", "处理器算了1", "表", "处理器算了1"),
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
    start = "import time\nfrom threading import Event\nfrom ducha.files.sandbox import limits\n"
    return subprocess.run(
        [sys.executable, "-c", start + code], cwd=ROOT, check=False, capture_output=True
    )


EATING = """
kept = []
while True:
    kept.append(b"x" * 2**20)
    time.sleep(0.001)
"""
WITHIN = "with limits.within(limits.Allowance({}, {})):\n"
WATCHED = "limits.watch(limits.Allowance({}, {}), Event())\n"


def test_memory_is_watched_where_the_system_sets_no_limit() -> None:
    """As on Windows."""
    assert alone(WATCHED.format(LONG, 100 * 2**20) + EATING).returncode == limits.OVERSIZE


def test_time_is_watched_where_the_system_sets_no_limit() -> None:
    """As on Windows (R6.370)."""
    done = alone(WATCHED.format(0.5, 2**30) + "while True: pass")
    assert done.returncode == limits.OVERTIME
    assert limits.OVERTIME in limits.OVERTIME_CODES


def test_what_is_done_is_watched_no_more() -> None:
    """The next job has its own watch."""
    code = "done = Event()\nlimits.watch(limits.Allowance(0.2, 2**30), done)\ndone.set()\n"
    assert alone(code + SPENT.format(1)).returncode == 0


def test_a_job_may_take_what_an_honest_file_needs() -> None:
    """And no more: on Linux the system refuses; and every job has its own (R6.370)."""
    code = f"x = []\nfor _ in range(3):\n {WITHIN.format(LONG, 2**27)}  x.append(bytes({{}}))"
    assert alone(code.format(2**27 - 2**24)).returncode == 0
    done = alone(code.format(2**27 + 2**20))
    assert done.returncode == 1
    assert b"MemoryError" in done.stderr


SPENT = "end = time.process_time() + {}\nwhile time.process_time() < end: pass\n"


def test_a_worker_does_not_run_for_ever_though_nobody_watches() -> None:
    """The program may have been killed; the system ends the worker, inside C too (R6.370)."""
    code = WITHIN.format(0.5, 2**30) + " import re\n re.match(r'(a+)+b', 'a' * 64)"
    assert alone(code).returncode == -signal.SIGPROF


def test_a_second_limit_holds_where_the_first_does_not() -> None:
    """As where a parser has set the clock to its own use."""
    code = "import signal\nlimits._GRACE = 1\n" + WITHIN.format(0.5, 2**30)
    done = alone(f"{code} signal.setitimer(signal.ITIMER_PROF, 0)\n while True: pass")
    assert done.returncode == -signal.SIGXCPU
    assert done.returncode in limits.OVERTIME_CODES


def test_every_job_has_its_own_time() -> None:
    """What earlier ones took is not counted (R6.370)."""
    code = f"for _ in range(4):\n {WITHIN.format(1.0, 2**30)}"
    spent = "  end = time.process_time() + 0.4\n  while time.process_time() < end: pass\n"
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
    assert psutil.wait_procs(orphans, timeout=LONG)[1] == []


def _with_path() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
