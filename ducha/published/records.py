"""What is written of an edition beside its documents: JSON that a person can read too."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, get_args, get_type_hints

from ducha.merge.data import DataRow
from ducha.period import Period, parse_period
from ducha.published.edition import EditionFacts, EditionName, UnitStanding
from ducha.published.fields import (
    FORMAT,
    TornRecordError,
    as_record,
    get,
    get_day,
    get_list,
    get_or_none,
    get_text_map,
    get_texts,
    read_record,
)

PROGRAM = "程序"

_UNDECIDED = "未定"
"""Units that the notice proposes to name; an edition without any says nothing of it."""


class InboxRecord(NamedTuple):
    """A file of the inbox that was read.

    `filed` is its time in ns where that tells when something in it came, else None. The digest is
    blank of what could not be read.
    """

    file: str
    sha256: str
    filed: int | None


class EditionRecord(NamedTuple):
    """An edition of another month, or of this one, that was compared with."""

    period: Period
    number: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """All that an edition was made from, by digest, and all that was frozen in it.

    `sent` and `frozen` are digests by path, `versions` those of the program and its libraries.
    """

    name: EditionName
    final: bool
    key_id: str
    versions: Mapping[str, str]
    inbox: tuple[InboxRecord, ...]
    sent: Mapping[str, str]
    editions: tuple[EditionRecord, ...]
    frozen: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class IssueRecord:
    """登记印发: what was signed. `files` are digests by name; words are blank where not given."""

    number: str
    signer: str
    issued: date
    registered: date
    files: Mapping[str, str]


class Comparison(StrEnum):
    """How an edition that is made again is compared with the frozen one (R8.22)."""

    BYTES = "逐字节"
    PARTS = "解压后逐个部件"
    DATA = "〔数据〕逐格"


def comparison_of(then: Mapping[str, str], now: Mapping[str, str]) -> Comparison:
    """The strictest comparison that these versions, then and now, can pass (R8.22)."""
    if then.get(PROGRAM) != now.get(PROGRAM):
        return Comparison.DATA
    return Comparison.BYTES if dict(then) == dict(now) else Comparison.PARTS


def digest_of(data: bytes) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(data).hexdigest()


# Writing


def write_facts(facts: EditionFacts) -> bytes:
    """The facts of a month; numbers are written so that they read as the very same ones."""
    return _written(
        {
            **_name_record(facts.name),
            "单位": [_unit_record(standing) for standing in facts.units],
            **({_UNDECIDED: list(facts.undecided)} if facts.undecided else {}),
            "列": list(DataRow._fields),
            "行": [list(row) for row in facts.rows],
        }
    )


def write_manifest(manifest: Manifest) -> bytes:
    """清单: what a person can check with any program that knows SHA-256."""
    return _written(
        {
            **_name_record(manifest.name),
            "年终结算": manifest.final,
            "密钥编号": manifest.key_id,
            "版本": dict(manifest.versions),
            "收件箱": [_inbox_record(each) for each in manifest.inbox],
            "已发送": dict(manifest.sent),
            "以前的定稿": [
                {"期次": str(e.period), "稿": e.number, "SHA-256": e.sha256}
                for e in manifest.editions
            ],
            "归档文件": dict(manifest.frozen),
        }
    )


def write_issue(record: IssueRecord) -> bytes:
    """登记: 期号, 签发人, 印发日期 and the files."""
    return _written(
        {
            "格式": FORMAT,
            "期号": record.number,
            "签发人": record.signer,
            "印发日期": str(record.issued),
            "登记日期": str(record.registered),
            "文件": dict(record.files),
        }
    )


def _name_record(name: EditionName) -> dict[str, object]:
    return {"格式": FORMAT, "期次": str(name.period), "稿": name.number, "日期": str(name.day)}


def _unit_record(standing: UnitStanding) -> dict[str, object]:
    return {
        "单位": standing.unit,
        "类别": standing.group,
        "名次": standing.place,
        "得分": standing.score,
        "说明": standing.note,
        "报送": standing.state,
        "迟报": standing.late,
        "整份退回": standing.returned,
    }


def _inbox_record(file: InboxRecord) -> dict[str, object]:
    time = {} if file.filed is None else {"文件时间（纳秒）": file.filed}
    return {"文件": file.file, "SHA-256": file.sha256, **time}


def _written(record: Mapping[str, object]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8", "surrogatepass")


# Reading


def read_facts(data: bytes) -> EditionFacts:
    """The facts of a month.

    Raises:
        TornRecordError: They are not whole.
    """
    record = read_record(data)
    columns = get_texts(record, "列")
    return EditionFacts(
        name=_name(record),
        rows=tuple(_data_row(columns, row) for row in get_list(record, "行")),
        units=tuple(_standing(as_record(unit)) for unit in get_list(record, "单位")),
        undecided=tuple(get_texts(record, _UNDECIDED)) if _UNDECIDED in record else (),
    )


def read_manifest(data: bytes) -> Manifest:
    """The manifest of an edition.

    Raises:
        TornRecordError: It is not whole.
    """
    record = read_record(data)
    return Manifest(
        name=_name(record),
        final=get(record, "年终结算", bool),
        key_id=get(record, "密钥编号", str),
        versions=get_text_map(record, "版本"),
        inbox=tuple(_inbox(as_record(each)) for each in get_list(record, "收件箱")),
        sent=get_text_map(record, "已发送"),
        editions=tuple(_edition(as_record(each)) for each in get_list(record, "以前的定稿")),
        frozen=get_text_map(record, "归档文件"),
    )


def read_issue(data: bytes) -> IssueRecord:
    """What was issued.

    Raises:
        TornRecordError: It is not whole.
    """
    record = read_record(data)
    return IssueRecord(
        number=get(record, "期号", str),
        signer=get(record, "签发人", str),
        issued=get_day(record, "印发日期"),
        registered=get_day(record, "登记日期"),
        files=get_text_map(record, "文件"),
    )


def _period(record: Mapping[str, object]) -> Period:
    period = parse_period(get(record, "期次", str))
    if period is None:
        raise TornRecordError
    return period


def _name(record: Mapping[str, object]) -> EditionName:
    return EditionName(_period(record), get(record, "稿", int), get_day(record, "日期"))


def _edition(record: Mapping[str, object]) -> EditionRecord:
    number, digest = get(record, "稿", int), get(record, "SHA-256", str)
    return EditionRecord(_period(record), number, digest)


def _inbox(record: Mapping[str, object]) -> InboxRecord:
    filed = get_or_none(record, "文件时间（纳秒）", int)
    return InboxRecord(get(record, "文件", str), get(record, "SHA-256", str), filed)


def _standing(record: Mapping[str, object]) -> UnitStanding:
    return UnitStanding(
        unit=get(record, "单位", str),
        group=get(record, "类别", str),
        place=get_or_none(record, "名次", int),
        score=get_or_none(record, "得分", float),
        note=get(record, "说明", str),
        state=get(record, "报送", str),
        late=get(record, "迟报", bool),
        returned=get(record, "整份退回", int),
    )


_KINDS = {
    name: frozenset(get_args(hint) or (hint,)) for name, hint in get_type_hints(DataRow).items()
}
"""Types of a cell in each column; one that an older program did not know is blank."""

_BLANK = {str: "", bool: False}


def _data_row(columns: Sequence[str], cells: object) -> DataRow:
    if not isinstance(cells, list) or len(cells) != len(columns):
        raise TornRecordError
    given = dict(zip(columns, cells, strict=True))
    return DataRow._make(_cell(given.get(name), kinds) for name, kinds in _KINDS.items())


def _cell(value: object, kinds: frozenset[type]) -> object:
    if value is None and type(None) not in kinds:
        return next((blank for kind, blank in _BLANK.items() if kind in kinds), None)
    if type(value) not in kinds:
        raise TornRecordError
    return value
