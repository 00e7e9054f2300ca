"""What is written of an edition reads back as the very same, and nothing torn is believed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from kit import returns, sample
from kit.sample import HEALTH, QIXIAN

from ducha.merge.data import data_rows
from ducha.period import Period
from ducha.published.edition import EditionFacts, EditionName, UnitStanding
from ducha.published.fields import TornRecordError
from ducha.published.records import (
    Comparison,
    EditionRecord,
    InboxRecord,
    IssueRecord,
    Manifest,
    comparison_of,
    read_facts,
    read_issue,
    read_manifest,
    write_facts,
    write_issue,
    write_manifest,
)

NAME = EditionName(Period(2024, 5), 2, date(2024, 6, 3))
THIRD = 1 / 3
MERGED = returns.merged(
    sample.ledger(), returns.arrival(HEALTH, f"| 三.2-1 | {QIXIAN} | {THIRD!r} |")
)
FACTS = EditionFacts(
    name=NAME,
    rows=tuple(data_rows(MERGED.data)),
    units=(
        UnitStanding(
            unit=HEALTH,
            group="市直",
            place=1,
            score=0.1 + 0.2,
            note="",
            state="迟报",
            late=True,
            returned=2,
        ),
        UnitStanding(
            unit=QIXIAN,
            group="县区",
            place=None,
            score=None,
            note="未参评",
            state="未报",
            late=False,
            returned=0,
        ),
    ),
)
MANIFEST = Manifest(
    name=NAME,
    final=False,
    key_id="0123",
    versions={"程序": "0.1.0", "Python": "3.11.7"},
    inbox=(
        InboxRecord("2024-05/甲.eml", "aa", None),
        InboxRecord("乙\udcff.xlsx", "bb", 1_716_000_000_123_456_789),
        InboxRecord("丙", "", 0),
    ),
    sent={"a.eml": "cc"},
    editions=(EditionRecord(Period(2024, 4), 1, "dd"),),
    frozen={"数据.json": "ee", "templates/a.txt": "ff"},
)
ISSUE = IssueRecord(
    number="第5期",
    signer="王五",
    issued=date(2024, 6, 5),
    registered=date(2024, 6, 6),
    files={"通报.pdf": "aa"},
)


def test_facts_read_back_as_they_were() -> None:
    """Every float to its last bit, what is missing as missing (R8.1)."""
    assert len(FACTS.rows) > 10
    assert read_facts(write_facts(FACTS)) == FACTS


def test_manifest_and_issue_read_back_as_they_were() -> None:
    """Times in ns, names of files that are no text, blank digests (R8.4)."""
    assert read_manifest(write_manifest(MANIFEST)) == MANIFEST
    assert read_issue(write_issue(ISSUE)) == ISSUE


def test_what_a_newer_program_adds_or_an_older_one_lacked_does_no_harm() -> None:
    """A column that is not known is left out, one that is not there is blank."""
    record = json.loads(write_facts(FACTS))
    at = record["列"].index("sheet")
    record["列"][at] = "新列"
    read = read_facts(json.dumps(record).encode())
    assert [row.sheet for row in read.rows] == [None] * len(FACTS.rows)
    assert read.rows == tuple(row._replace(sheet=None) for row in FACTS.rows)


TORN = (
    lambda record: record.pop("格式"),
    lambda record: record.update({"格式": 2}),
    lambda record: record.update({"期次": "2024-13"}),
    lambda record: record.update({"期次": None}),
    lambda record: record.update({"稿": True}),
    lambda record: record.update({"日期": "6月3日"}),
    lambda record: record["列"].pop(),
    lambda record: record["列"].append(3),
    lambda record: record["行"].append("x"),
    lambda record: record["行"][0].__setitem__(0, 5),
    lambda record: record["单位"][0].update({"得分": "高"}),
    lambda record: record["单位"][0].update({"迟报": 1}),
    lambda record: record.update({"单位": {}}),
)


@pytest.mark.parametrize("tear", TORN)
def test_facts_that_are_not_as_we_write_them_are_torn(tear: object) -> None:
    """Nothing is guessed (R8.15)."""
    record = json.loads(write_facts(FACTS))
    assert callable(tear)
    tear(record)
    with pytest.raises(TornRecordError):
        read_facts(json.dumps(record).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"3", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_record_is_torn(data: bytes) -> None:
    """Half a file too: every beginning of one (R8.15)."""
    for read in (read_facts, read_manifest, read_issue):
        with pytest.raises(TornRecordError):
            read(data)


def test_half_a_manifest_is_torn() -> None:
    """Wherever it is cut (R8.15)."""
    whole = write_manifest(MANIFEST).rstrip()
    for end in range(0, len(whole), 37):
        with pytest.raises(TornRecordError):
            read_manifest(whole[:end])


THEN = {"程序": "1", "Python": "3.11.7", "zlib": "1.2"}


@pytest.mark.parametrize(
    ("changed", "how"),
    [
        ({}, Comparison.BYTES),
        ({"zlib": "1.3"}, Comparison.PARTS),
        ({"Python": "3.12.0"}, Comparison.PARTS),
        ({"pandas": "3"}, Comparison.PARTS),
        ({"程序": "2"}, Comparison.DATA),
        ({"程序": "2", "zlib": "1.3"}, Comparison.DATA),
    ],
)
def test_how_strictly_an_edition_can_be_compared(changed: dict[str, str], how: Comparison) -> None:
    """As strictly as the versions allow (R8.22)."""
    assert comparison_of(THEN, THEN | changed) is how
