"""Numbers as people type them, from the saved form to 数据 and 数据核查."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kit import posted, returns, sample
from kit.office import Office
from kit.sample import HEALTH

from ducha.cells import as_text
from ducha.form.monthly import PROGRESS_SHEET
from ducha.ledger.model import Group, Kind
from ducha.merge.year import MergedInbox
from ducha.standing.figures.data import data_table
from ducha.standing.words.findings import finding_table

NOTE, VERIFY, RETURN = "提示", "需核实", "退回"
Case = tuple[object, float | None, str, str]

WHOLE: tuple[Case, ...] = (
    # typed, read, severity, code: 年度目标 2000户, 整数
    (1200.0, 1200, "", ""),
    (0.0, 0, "", ""),
    ("1200", 1200, NOTE, "文本数字"),
    (" 1200 ", 1200, NOTE, "文本数字"),
    ("1,200", 1200, NOTE, "千分位"),
    ("1，200", 1200, NOTE, "千分位"),
    ("1200户", 1200, NOTE, "带单位"),
    ("0.12万", 1200, NOTE, "带万亿"),
    ("１２００", 1200, NOTE, "全角数字"),
    ("一千二百", 1200, NOTE, "中文数字"),
    ("约1200", 1200, VERIFY, "约数"),
    ("1200左右", 1200, VERIFY, "约数"),
    ("1200余", 1200, VERIFY, "约数"),
    ("无", None, VERIFY, "未给数"),
    ("—", None, VERIFY, "未给数"),
    ("/", None, VERIFY, "未给数"),
    ("待统计", None, VERIFY, "未给数"),
    ("同上", None, VERIFY, "未给数"),
    ("1200人", None, RETURN, "单位不符"),
    ("1200+300", None, RETURN, "算式"),
    ("1200/1500", None, RETURN, "算式"),
    ("95%", None, RETURN, "百分数"),
    ("2024年5月28日", None, RETURN, "日期"),
    (date(2024, 5, 28), None, RETURN, "日期"),
    (True, None, RETURN, "逻辑值"),
    ("TRUE", None, RETURN, "逻辑值"),
    ("NaN", None, RETURN, "不是数"),
    ("inf", None, RETURN, "不是数"),
    (1e308, None, RETURN, "位数过多"),
    ("1234567890123456", None, RETURN, "位数过多"),
    (-5.0, None, RETURN, "负数"),
    ("-5", None, RETURN, "负数"),
    (0.95, None, RETURN, "不是整数"),
    ("完成过半", None, RETURN, "文字"),
    ("1200 300", None, RETURN, "夹空格"),
    ("=1200", None, RETURN, "算式"),
)


def counties(cases: Iterable[Case]) -> dict[str, Case]:
    """Each case has a county of its own."""
    return {f"第{n}县": case for n, case in enumerate(cases, start=1)}


def chain(folder: Path, cases: tuple[Case, ...], **indicator: object) -> MergedInbox:
    """One form with a county per case, filled, saved, laid into the inbox and merged."""
    places = counties(cases)
    units = (sample.unit(HEALTH), *(sample.unit(name, Group.COUNTY) for name in places))
    owed = sample.indicator(target=2000.0 * len(places), measure="户", **indicator)
    book = returns.book(owed, targets=dict.fromkeys(places, 2000.0), units=units)
    key = "numerator" if owed.kind is Kind.RATE else "done"
    figures = {(owed.code, name, key): case[0] for name, case in places.items()}
    if key == "numerator":
        figures |= {(owed.code, name, "denominator"): 1500.0 for name in places}
    posted.put(folder, "a.xlsx", posted.filled(figures, HEALTH, book))
    return posted.merged(folder, book)


def outcome(merge: MergedInbox, column: str = "累计") -> dict[str, tuple[object, str, str]]:
    """Per county what stands in 数据, and severity and code from 数据核查."""
    findings: dict[str, tuple[str, str]] = {}
    at = {row.place.address.partition(",")[0]: row.county for row in merge.examined[0].figures}
    typed = merge.examined[0].submission.progress
    at |= {
        typed.at(key, n): typed.text("county", n)
        for n in range(len(typed.rows))
        for key in ("done", "numerator")
    }
    for finding in merge.findings:
        cell = finding.place.address
        if finding.place.sheet == PROGRESS_SHEET and cell:
            assert at[cell] not in findings, finding
            findings[at[cell]] = (str(finding.severity), finding.code)
    shown = returns.records(finding_table(merge.findings))
    assert sum(row["条数"] for row in shown) == len(merge.findings)
    rows = returns.records(data_table(merge.table.data))
    return {
        row["县区"]: (row[column], *findings.get(row["县区"], ("", "")))
        for row in rows
        if row["县区"] in at.values()
    }


def test_every_form_of_a_number_through_the_whole_chain(tmp_path: Path) -> None:
    """The exact value meant, or a finding with the text as typed; never another value (R6.100)."""
    outcomes = outcome(chain(tmp_path, WHOLE))
    for name, (typed, number, severity, code) in counties(WHOLE).items():
        assert outcomes[name] == (number, severity, code), typed


def test_the_text_as_typed_is_kept(tmp_path: Path) -> None:
    """原值 in 数据 and in 数据核查, to the letter but for the blanks around it (R6.100)."""
    merge = chain(tmp_path, WHOLE)
    texts = {row.county: row.typed for row in merge.examined[0].figures}
    for name, (typed, number, severity, _) in counties(WHOLE).items():
        if number is not None and isinstance(typed, str):
            assert texts[name] == typed.strip()
        if severity == RETURN and isinstance(typed, str):
            quoted = [f.sentence for f in merge.findings if f.found == as_text(typed)]
            assert quoted
            assert all(f"“{as_text(typed)}”" in sentence for sentence in quoted)


FRACTIONS: tuple[Case, ...] = (
    (12.5, 12.5, "", ""),
    ("12.5户", 12.5, NOTE, "带单位"),
    (0.30000000000000004, 0.3, VERIFY, "像百分数"),  # seen as 0.3 of 2000
    (0.95, 0.95, VERIFY, "像百分数"),
    (1.2, 1.2, "", ""),
)


def test_a_share_where_fractions_are_allowed(tmp_path: Path) -> None:
    """0.95 may be 95% that lost its format: it is taken, and an officer looks at it (R6.134)."""
    outcomes = outcome(chain(tmp_path, FRACTIONS, whole=False))
    for name, (typed, number, severity, code) in counties(FRACTIONS).items():
        assert outcomes[name] == (number, severity, code), typed


PARTS: tuple[Case, ...] = (
    (1200.0, 1200, "", ""),
    ("1200户", 1200, VERIFY, "带量词"),
    ("1.2万", 12000, NOTE, "带万亿"),
    ("80%", None, RETURN, "百分数"),
    ("1200/1500", None, RETURN, "算式"),
)


def test_the_parts_of_a_rate_are_numbers_too(tmp_path: Path) -> None:
    """A percentage where a 分子 is asked is held out."""
    outcomes = outcome(chain(tmp_path, PARTS[:2] + PARTS[3:], kind=Kind.RATE), "分子")
    for name, (typed, number, severity, code) in counties(PARTS[:2] + PARTS[3:]).items():
        assert outcomes[name] == (number, severity, code), typed


# what is typed at the keyboard, what is read, severity, code
KEYBOARD = (
    ("95%", None, RETURN, "百分数"),  # kept as 0.95 in the format 0%
    ("100%", None, RETURN, "百分数"),  # kept as 1
    ("'1200户", 1200, NOTE, "带单位"),
    ("'一千二百", 1200, NOTE, "中文数字"),
    ("'约1200", 1200, VERIFY, "约数"),
    ("=600*2", 1200, VERIFY, "公式"),
    ("=1/0", None, RETURN, "错误值"),
    ("=无此函数()", None, RETURN, "错误值"),
    ("2024/5/28", None, RETURN, "日期"),
    ("TRUE", None, RETURN, "逻辑值"),
    ("1200", 1200, "", ""),
)


def test_what_a_person_types_in_another_program(office: Office, tmp_path: Path) -> None:
    """LibreOffice turns some of it into dates, shares, formulas and errors, and saves it so."""
    places = counties(KEYBOARD)
    units = (sample.unit(HEALTH), *(sample.unit(name, Group.COUNTY) for name in places))
    owed = sample.indicator(target=22000.0, measure="户")
    book = returns.book(owed, targets=dict.fromkeys(places, 2000.0), units=units)
    data = posted.form(HEALTH, book)
    edits = [
        ("进度填报", posted.address(data, owed.code, name), case[0])
        for name, case in places.items()
    ]
    blank = posted.put(tmp_path, "blank/a.xlsx", data)
    office.edit(blank, tmp_path / "inbox" / "a.xlsx", edits)
    merge = posted.merged(tmp_path / "inbox", book)
    found_by_county = outcome(merge)
    for name, (typed, number, severity, code) in places.items():
        assert found_by_county[name] == (number, severity, code), typed


def test_a_held_figure_is_not_in_the_sum(tmp_path: Path) -> None:
    """The city's line is the sum of what was accepted (R6.8)."""
    merge = chain(tmp_path, ((1200.0, 0, "", ""), ("95%", 0, "", ""), ("约300", 0, "", "")))
    assert returns.line(merge, "全市").figure.done == 1500
