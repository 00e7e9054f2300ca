"""Word documents of templates and facts, each made in a worker of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ducha.files.disk.words import read_bytes
from ducha.files.sandbox.limits import Allowance
from ducha.files.sandbox.pool import JobFailure, WorkerPool, WorkerTask
from ducha.files.writing.letters.filling import Filling, fill
from ducha.findings import Problem
from ducha.letters.parts import LetterFacts

_ALLOWANCE = Allowance(seconds=20.0, memory=512 * 1024**2)
"""For one letter; an honest one takes a second."""

_FAILURES = {
    JobFailure.SLOW: "要算的太多，没有做完。请检查模板里的循环和运算；模板太大的，请删去大图片。",
    JobFailure.DEAD: "没有做完，可能占用的内存太多。请检查循环和运算，或改用程序自带的模板。",
    JobFailure.LARGE: "做出来的文件太大。请检查模板里的循环，或删去大图片。",
}


def render(template: bytes, facts: LetterFacts, name: str = "模板") -> bytes:
    """Fill a template in, in a worker: the same template and facts are the same bytes (R9.2).

    Args:
        template: A Word file with tags.
        facts: What it may show; each stands there as text (R9.1).
        name: What the template is called in messages.

    Raises:
        Problem: What is wrong with the template, and where.
    """
    (letter,) = render_all([Filling(name, template, facts)])
    return letter


def letter_bytes(template_path: Path, facts: LetterFacts) -> bytes:
    """Fill in the template that lies at a path.

    Raises:
        Problem: It is missing, or what is wrong with it, and where.
    """
    return render(read_bytes(template_path), facts, template_path.name)


def render_all(fillings: Sequence[Filling]) -> tuple[bytes, ...]:
    """Fill in several templates, in order; workers are started once for all of them.

    Raises:
        Problem: What is wrong with each template that cannot be filled in, once.
    """
    task = WorkerTask(fill, _size, Filling("", b"", {}), _ALLOWANCE)
    with WorkerPool(task, len(fillings)) as pool:
        answers = [_said(filling, answer) for filling, answer in pool.answers(fillings)]
    mistakes = dict.fromkeys(answer for answer in answers if isinstance(answer, str))
    if mistakes:
        raise Problem(*mistakes)
    return tuple(_letters(answers))


def _size(filling: Filling) -> int:
    return len(filling.template)


def _said(filling: Filling, answer: bytes | str | JobFailure) -> bytes | str:
    """The letter, or the sentence about its template (R9.6)."""
    if isinstance(answer, JobFailure):
        return f"模板〔{filling.name}〕{_FAILURES[answer]}"
    return answer


def _letters(answers: Iterable[bytes | str]) -> Iterable[bytes]:
    return (answer for answer in answers if isinstance(answer, bytes))
