"""The door: every file gets exactly one verdict, and one bad file stops nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns, sample
from kit.returns import APRIL, JUNE, MAY, arrival, claim, desk, foreign, merged
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, ROADS

from ducha.cells import Cells, Sheet
from ducha.findings import Severity
from ducha.intake.sorting import sort_inbox
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.submission.arrival import Arrival, Verdict

BOOK = returns.book(sample.COUNT, targets={QIXIAN: 60.0, LANKAO: 60.0, LONGTING: 60.0})
ONE_ROW = f"| 三.2-1 | {QIXIAN} | 30 |"
PROBLEM = "| 编码 | 存在问题 |\n| 三.2 | 师资不足 |"


def sent(claimed: object, figures: str = ONE_ROW, file: str = "a.xlsx") -> Arrival:
    """One file with this hidden sheet."""
    return Arrival(returns.source(file), returns.cells(claimed, figures))


def only(merge: MergedInbox) -> tuple[str, str]:
    """Verdict and reason of the only file."""
    (judgement,) = merge.judgements
    return str(judgement.verdict), judgement.reason


def test_a_good_return_is_accepted() -> None:
    """Signed by us, a unit of ours, a month of ours: 采用, nothing to add."""
    merge = merged(BOOK, sent(claim(QIXIAN, figures=ONE_ROW)))
    (judgement,) = merge.judgements
    assert (judgement.verdict, judgement.reason) == (Verdict.ACCEPTED, "")
    assert (judgement.unit, judgement.period, judgement.version) == (QIXIAN, "2024-05", 1)
    assert merge.findings == ()


def forged(**changes: str) -> Arrival:
    """A form whose hidden sheet was changed after it was signed."""
    return sent(replace(claim(QIXIAN, figures=ONE_ROW), **changes))


def issued(unit: str = QIXIAN, period: Period = MAY, **changes: bytes) -> Arrival:
    """A form as issued to anybody, for any month, with any key."""
    return sent(claim(unit, period, ONE_ROW, **changes))


FORGED = "表单标识的内容与签名不符，单位、期次等可能被改动"
LATER = "2024年6月的报送件，本次汇总到2024年5月，留待该月汇总"

# file, verdict, reason
AT_THE_DOOR = (
    (foreign("b.doc", Verdict.UNKNOWN, "打不开"), "无法识别", "打不开"),
    (foreign("b.eml", Verdict.NOT_A_RETURN, "邮件正文"), "非填报件", "邮件正文"),
    (sent(None), "退回", "像是填报表，但隐藏的〔表单标识〕没有了，表上也看不出填报单位和期次"),
    (forged(unit=LANKAO), "退回", FORGED),
    (forged(period="2024-06"), "退回", FORGED),
    (forged(issued="0"), "退回", FORGED),
    (forged(signature="0"), "退回", FORGED),
    (issued("市气象局"), "退回", "“市气象局”不在应报单位之列"),
    (issued(ROADS), "采用", "所填各行台账里现在都没有了，没有并入"),  # it leads nothing any more
    (issued(ROADS, key=b"another key"), "退回", f"“{ROADS}”不在应报单位之列"),
    (issued(period=Period(2024, 3)), "退回", "期次“2024-03”不在2024-04至2024-12之内"),
    (issued(period=Period(2025, 5)), "退回", "期次“2025-05”不在2024-04至2024-12之内"),
    (issued(period=JUNE), "采用", LATER),
    (issued(key=b"another key"), "采用", ""),
)


@pytest.mark.parametrize(("file", "verdict", "why"), AT_THE_DOOR)
def test_who_sent_what_for_which_month(file: Arrival, verdict: str, why: str) -> None:
    """What cannot be taken is sent back or laid aside, with the reason in words.

    (R6.7, R6.23, R6.25, R6.33)
    """
    assert only(merged(BOOK, file)) == (verdict, why)


def test_a_form_of_another_version_or_kind_is_sent_back() -> None:
    """Signed by an unknown key, or it would be a forgery; still not to be read as ours (R6.33)."""
    strange = claim(QIXIAN, figures=ONE_ROW, key=b"another key")
    version = merged(BOOK, sent(replace(strange, version="9")))
    assert only(version) == ("退回", "表版本“9”与现用版本不同")
    kind = merged(BOOK, sent(replace(strange, kind="日报")))
    assert only(kind) == ("退回", "表类“日报”不认识")


def test_a_form_without_its_sheet_is_sent_back() -> None:
    """The claim is ours, but 进度填报 is gone (R6.34)."""
    claimed = claim(QIXIAN)
    whole = returns.cells(claimed)
    torn = Arrival(returns.source(), Cells(whole.sheets[1:]))
    assert only(merged(BOOK, torn)) == (
        "退回",
        (
            "找不到〔进度填报〕表：表头须有 编码、县区、本月累计"
            "（编码、县区没有了的，须有 事项、指标、计量单位）"
        ),
    )


def test_any_other_workbook_is_not_ours() -> None:
    """No hidden sheet and no headings of ours (R6.26)."""
    other = Cells((Sheet(name="Sheet1", rows=(("姓名", "电话"), ("张三", 1.0))),))
    merge = merged(BOOK, Arrival(returns.source(), other))
    assert only(merge) == ("无法识别", "不是本局发出的填报表")


def test_sheets_are_found_by_what_stands_on_them() -> None:
    """A renamed sheet, and a hidden sheet under another name, are found all the same."""
    whole = returns.cells(claim(QIXIAN, figures=ONE_ROW), ONE_ROW)
    renamed = Cells(
        tuple(replace(sheet, name=f"Sheet{n}") for n, sheet in enumerate(reversed(whole.sheets)))
    )
    merge = merged(BOOK, Arrival(returns.source(), renamed))
    assert returns.line(merge, QIXIAN).figure.done == 30


# who reports, unit, whether it owes a return
WHO_REPORTS = (
    (("牵头单位", "县区"), HEALTH, True),
    (("牵头单位", "县区"), QIXIAN, True),
    (("牵头单位",), QIXIAN, False),
    (("县区",), HEALTH, False),
)


@pytest.mark.parametrize(("reporters", "unit", "taken"), WHO_REPORTS)
def test_only_those_who_owe_a_return_are_heard(
    reporters: tuple[str, ...], unit: str, *, taken: bool
) -> None:
    """`reporters` in config.toml says who reports (R6.33)."""
    at = desk(BOOK, reporters=frozenset(reporters))
    inbox = sort_inbox([issued(unit)], at)
    assert bool(inbox.monthly) is taken


def severity(merge: MergedInbox) -> dict[str, Severity]:
    """Findings by their code."""
    return {finding.code: finding.severity for finding in merge.findings}


def test_an_unknown_key_is_for_the_officer() -> None:
    """Merged, but somebody should look: the key may have been made anew (R6.24)."""
    merge = merged(BOOK, issued(key=b"another key"))
    assert severity(merge) == {"密钥": Severity.VERIFY}
    assert returns.line(merge, QIXIAN).figure.done == 30


def test_without_a_key_every_form_is_in_doubt() -> None:
    """A workspace that lost signing.key still merges (R6.24)."""
    at = replace(desk(BOOK), key=None)
    inbox = sort_inbox([issued()], at)
    assert [finding.code for finding in inbox.findings] == ["密钥"]
    assert len(inbox.monthly[MAY]) == 1


def test_every_refusal_is_a_finding() -> None:
    """What was sent back or not understood stands in 数据核查 too, with the file's name (R6.3)."""
    merge = merged(
        BOOK,
        sent(None, file="b.xlsx"),
        foreign("c.doc"),
        replace(forged(unit=LANKAO), source=returns.source("d.xlsx")),
        foreign("e.txt", Verdict.NOT_A_RETURN),
    )
    findings = {(finding.file, finding.code, finding.severity) for finding in merge.findings}
    assert findings == {
        ("b.xlsx", "整份退回", Severity.RETURN),
        ("c.doc", "无法识别", Severity.VERIFY),
        ("d.xlsx", "整份退回", Severity.RETURN),
    }


@pytest.mark.parametrize("period", ["2024-03", "2025-05", "五月", ""])
def test_a_month_that_never_comes_is_told_now(period: str) -> None:
    """A refused file whose month is none of ours would otherwise be told in no month at all.

    (R6.4)
    """
    strange = sent(replace(claim(QIXIAN, key=b"another key"), period=period))
    assert severity(merged(BOOK, strange)) == {"整份退回": Severity.RETURN}


def test_a_refusal_of_another_month_is_told_in_that_month() -> None:
    """A forged form for April is April's matter (R6.4)."""
    forgery = sent(replace(claim(QIXIAN, APRIL), signature="0"))
    assert severity(merged(BOOK, forgery, period=APRIL)) == {"整份退回": Severity.RETURN}
    assert severity(merged(BOOK, forgery, period=MAY)) == {}


def test_returns_are_read_in_the_order_of_receipt() -> None:
    """By the moment, then by the file's name; never by how the folder lists them (R6.62)."""
    files = [
        replace(issued(), source=returns.source("z.xlsx", "05-20 08:00")),
        replace(issued(), source=returns.source("b.xlsx", "05-20 09:00")),
        replace(issued(), source=returns.source("a.xlsx", "05-20 09:00")),
        replace(issued(period=APRIL), source=returns.source("y.xlsx", "06-01")),
    ]
    for order in (files, files[::-1]):
        inbox = sort_inbox(order, desk(BOOK))
        assert [s.source.file for s in inbox.monthly[MAY]] == ["z.xlsx", "a.xlsx", "b.xlsx"]
        assert list(inbox.monthly) == [APRIL, MAY]


def test_versions_are_counted_per_unit() -> None:
    """The second return of a unit is its version 2; another unit's first is 1 (R6.62)."""
    merge = merged(
        BOOK,
        arrival(QIXIAN, ONE_ROW, at="05-18"),
        arrival(QIXIAN, ONE_ROW, at="05-19"),
        arrival(LANKAO, f"| 三.2-1 | {LANKAO} | 3 |", at="05-19"),
    )
    assert [(judgement.unit, judgement.version) for judgement in merge.judgements] == [
        (LANKAO, 1),
        (QIXIAN, 1),
        (QIXIAN, 2),
    ]


def test_files_in_are_verdicts_out() -> None:
    """A crowd of good and bad files: each once, none lost, whatever stands beside it (R6.1)."""
    crowd = [
        replace(sent_file, source=returns.source(f"{n:02d}"))
        for n, (sent_file, _, _) in enumerate(AT_THE_DOOR)
    ]
    merge = merged(BOOK, *crowd)
    assert [judgement.source.file for judgement in merge.judgements] == [
        f"{n:02d}" for n in range(14)
    ]
    assert returns.line(merge, QIXIAN).figure.done == 30


# ---- what a return as a whole comes to ----

# figures, words, verdict, reason
WHOLE_RETURNS = (
    ("", "", "退回", "空表：没有填任何内容"),
    (f"| 三.2-1 | {QIXIAN} | |", "", "退回", "空表：没有填任何内容"),
    ("", PROBLEM, "采用", ""),
    (ONE_ROW, PROBLEM, "采用", ""),
    (f"| 三.2-1 | {QIXIAN} | -3 |", "", "退回", "所填内容全部退回，原因见〔数据核查〕"),
    ("| 九.9-9 | 杞县 | 3 |", "", "退回", "所填内容全部退回，原因见〔数据核查〕"),
    (f"| 三.2-1 | {QIXIAN} | -3 |", PROBLEM, "部分采用", "1行退回，其余采用，原因见〔数据核查〕"),
)


@pytest.mark.parametrize(("figures", "words", "verdict", "why"), WHOLE_RETURNS)
def test_a_return_is_taken_in_whole_in_part_or_not(
    figures: str, words: str, verdict: str, why: str
) -> None:
    """Only what is truly blank is called 空表; a row of nobody's was filled in and refused.

    (R6.6)
    """
    came = arrival(QIXIAN, figures, words, issued=ONE_ROW)
    assert only(merged(BOOK, came)) == (verdict, why)
