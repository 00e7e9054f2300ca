"""The key that forms are signed with: made once, missed when it is gone, told when another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ducha.files.disk import plan as disk
from ducha.files.disk.plan import read_bytes
from ducha.files.workbook import reading as workbook
from ducha.findings import Problem
from ducha.form.claim import key_id
from ducha.submission.arrival import Arrival
from ducha.submission.hidden import claim_of
from ducha.workflow.command import PROGRAM
from ducha.workflow.outbox.parcels import FORMS
from ducha.workflow.workspace import Workspace

NEW_KEY = "--new-key"
"""The option by which a clerk says that the old key will never be found again."""

_LOST = (
    "原来的 {name} 不见了：{path}。以前发出的表是用它签名的（{example}），"
    "另做一把，这些表收回来就核不了签名。请从备份或另一台电脑把原来的 {name} 拷回来，再重新运行；"
    "确实找不回来的，运行 {program} generate {option} 另做一把，"
    "以前发出的表仍能汇总，但每一份都要人工核实（密钥）"
)
_THERE = "{name} 还在，没有另做：{path}。确实要换的，先把它移到别处保存，再重新运行"
_ANOTHER = (
    "现有的 {name} 与以前发出的表（{example}）不是同一把：那些表收回后每一份都要人工核实（密钥）。"
    "请找回原来的 {name} 放好，再重新生成；有意换的，不用处理"
)
_OPEN = (
    "{name} 别的用户也能读，读到的人就能冒充本局签发填报表。"
    "请改为只有自己能读，在命令行运行：chmod 600 {path}"
)
_NO_RETURNS = "没有 {name}，本次没有生成退回件{left}。请把原来的 {name} 放回，再重新汇总"
_LEFT = "，以前生成的原样留着"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """What forms are signed with, whether it was made just now, and what a clerk must look into."""

    key: bytes
    made: bool = False
    doubts: tuple[str, ...] = ()


def signing_key(
    space: Workspace, arrivals: Sequence[Arrival], *, new_key: bool, dry_run: bool
) -> SigningKey:
    """The key for a run that issues forms; made where none was ever used.

    Args:
        space: The workspace.
        arrivals: The inbox, whose forms may be signed.
        new_key: The clerk has given up the key that is gone.
        dry_run: One that must be made is kept nowhere.

    Raises:
        Problem: The key is gone and forms that it signed are about (R6.13); or `new_key` while
            there is one.
    """
    if space.key is not None:
        if new_key:
            raise Problem(_say(space, _THERE))
        return SigningKey(space.key, doubts=_doubts(space, space.key, arrivals))
    example = next(_signs_of_a_key(space, arrivals), "")
    if example and not new_key:
        raise Problem(_say(space, _LOST, example=example, program=PROGRAM, option=NEW_KEY))
    if dry_run:
        return SigningKey(disk.new_key())
    return SigningKey(disk.make_key(space.settings.key), made=True)


def first_forms(space: Workspace) -> bool:
    """Whether no form was ever issued here: no key, none in the outbox, so no return anywhere."""
    return space.key is None and not _forms(space)


def key_notes(space: Workspace) -> tuple[str, ...]:
    """A sentence where others than the owner may read the key (R6.15)."""
    return (_say(space, _OPEN),) if disk.others_may_read(space.settings.key) else ()


def say_no_returns(space: Workspace, *, left: bool) -> str:
    """That a merge without the key made no 退回件; whether those of an earlier one are `left`."""
    return _say(space, _NO_RETURNS, left=_LEFT if left else "")


def _say(space: Workspace, sentence: str, **words: str) -> str:
    path = space.settings.key
    return sentence.format(name=path.name, path=path, **words)


def _signs_of_a_key(space: Workspace, arrivals: Sequence[Arrival]) -> Iterator[str]:
    """Forms in the outbox, whatever has become of them, and signed ones in the inbox, as named."""
    yield from (f"outbox 里的〔{path.name}〕" for path in _forms(space))
    yield from (example for example, _ in _signed_arrivals(arrivals))


def _doubts(space: Workspace, key: bytes, arrivals: Sequence[Arrival]) -> tuple[str, ...]:
    """A sentence where every signed form that is about was signed with another key (R6.13)."""
    example = ""
    for name, signed_with in chain(_signed_arrivals(arrivals), _own_forms(space)):
        if signed_with == key_id(key):
            return ()
        example = example or name
    return (_say(space, _ANOTHER, example=example),) if example else ()


def _signed_arrivals(arrivals: Sequence[Arrival]) -> Iterator[tuple[str, str]]:
    """Forms of the inbox that claim a signature, and the id of the key."""
    for arrival in arrivals:
        claim = claim_of(arrival.cells) if arrival.cells else None
        if claim:
            yield f"收件箱里的〔{arrival.source.file}〕", claim.key_id


def _own_forms(space: Workspace) -> Iterator[tuple[str, str]]:
    """Forms of the outbox that are still as we wrote them, and the id of the key."""
    for path in disk.own(_forms(space), space.settings.outbox):
        with suppress(workbook.Unreadable):
            claim = claim_of(workbook.read(read_bytes(path)))
            if claim:
                yield f"outbox 里的〔{path.name}〕", claim.key_id


def _forms(space: Workspace) -> list[Path]:
    """Every form in the outbox, for a month or for the breakdown."""
    return sorted(space.settings.outbox.glob(f"*/{FORMS}/*.xlsx"))
