"""Letters made in workers: of a path, several at once, and what a worker cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.word import FACTS, template, texts

from ducha.files.sandbox.limits import Allowance
from ducha.files.sandbox.pool import JobFailure, WorkerPool
from ducha.files.writing.letters import letter
from ducha.files.writing.letters.filling import Filling
from ducha.files.writing.letters.letter import letter_bytes, render, render_all
from ducha.findings import Problem


def test_letters_are_made_of_templates_at_their_paths(tmp_path: Path) -> None:
    """The same bytes in any worker; what is wrong names the file (R9.2, R9.5)."""
    path = tmp_path / "通报.docx"
    path.write_bytes(template("{{ 机关 }}"))
    made = letter_bytes(path, FACTS)
    assert texts(made) == ["市政府督查局"]
    assert render(path.read_bytes(), FACTS) == made
    path.write_bytes(template("{{ 期数 }}"))
    with pytest.raises(Problem, match=r"模板〔通报\.docx〕“{{ 期数 }}”一段"):
        letter_bytes(path, FACTS)
    with pytest.raises(Problem, match=r"没有\.docx"):
        letter_bytes(tmp_path / "没有.docx", FACTS)


def test_every_broken_template_is_told_once() -> None:
    """All mistakes at once, in order (R9.5)."""
    broken = [Filling(name, template("{{ x }}"), FACTS) for name in ("甲", "乙", "甲")]
    with pytest.raises(Problem) as caught:
        render_all(broken)
    assert [message[:7] for message in caught.value.messages] == ["模板〔甲〕“{", "模板〔乙〕“{"]


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (JobFailure.SLOW, "模板〔甲〕要算的太多，没有做完。"),
        (JobFailure.DEAD, "模板〔甲〕没有做完，可能占用的内存太多。"),
        (JobFailure.LARGE, "模板〔甲〕做出来的文件太大。"),
    ],
)
def test_what_the_worker_could_not_do_is_the_template_s_fault(
    monkeypatch: pytest.MonkeyPatch, failure: JobFailure, sentence: str
) -> None:
    """Where nothing inside could say the place (R9.6)."""
    monkeypatch.setattr(WorkerPool, "answers", lambda _, jobs: ((job, failure) for job in jobs))
    with pytest.raises(Problem, match=sentence):
        letter.render(b"", FACTS, "甲")


def test_a_loop_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """By processor time, in the worker (R9.6)."""
    monkeypatch.setattr(letter, "_ALLOWANCE", Allowance(0.5, 2**28))
    endless = "{% for a in 大 %}" * 3 + "{% endfor %}" * 3
    with pytest.raises(Problem, match="模板〔甲〕要算的太多，没有做完"):
        render(template(endless), {"大": ("x",) * 2000}, "甲")
