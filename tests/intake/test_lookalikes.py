"""Look-alike names are nobody's, and nobody reports for someone else in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns, sample
from kit.breakdowns import HEADINGS
from kit.breakdowns import arrival as breakdown
from kit.returns import APRIL, MAY, Arrival, arrival, claim, merged
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, ROADS

from ducha.cells import Cells, oddities, spelled
from ducha.findings import Severity
from ducha.form.claim import Claim
from ducha.form.monthly import PROGRESS_SHEET
from ducha.ledger.model import Ledger, Unit
from ducha.ledger.names import same_mail
from ducha.ledger.year.decisions import Override
from ducha.merge.year import MergedInbox

CODE = sample.COUNT.code
ROW = f"| {CODE} | {QIXIAN} | 30 |"
BOOK = returns.book(sample.COUNT, targets={QIXIAN: 60.0, LANKAO: 60.0, LONGTING: 60.0})


# as typed, as a person is told
SPELLINGS = (
    ("杞县", "杞县"),
    ("杞縣", "杞縣"),
    ("市教体局（市政府教育督导室）", "市教体局（市政府教育督导室）"),
    ("a-b@x.cn 12", "a-b@x.cn 12"),
    ("杞县\u200b", "杞县[U+200B]"),
    ("\ufeff杞县", "[U+FEFF]杞县"),
    ("杞\u200d县", "杞[U+200D]县"),
    ("杞\u00ad县", "杞[U+00AD]县"),
    ("\u202e杞县\u202c", "[U+202E]杞县[U+202C]"),
    ("杞县\u0301", "杞县[U+0301]"),
    ("杞县\ufe00", "杞县[U+FE00]"),
    ("杞县\U000e0100", "杞县[U+E0100]"),
    ("杞\u00a0县", "杞[U+00A0]县"),
    ("杞\u3000县", "杞[U+3000]县"),
    ("\u2f00县", "\u2f00[U+2F00]县"),  # the radical of 一
    ("\uf9d1县", "\uf9d1[U+F9D1]县"),  # 六 of the compatibility forms
    ("Ａ区", "Ａ[U+FF21]区"),
    ("А区", "А[U+0410]区"),
    ("１区", "１[U+FF11]区"),
    ("○区", "○[U+25CB]区"),
    ("〇区", "〇[U+3007]区"),
    ("三．2", "三．[U+FF0E]2"),
    ("2‐1", "2‐[U+2010]1"),
    ("\ud800县", "[U+D800]县"),
)


@pytest.mark.parametrize(("text", "shown"), SPELLINGS)
def test_a_character_that_nobody_can_tell_is_named(text: str, shown: str) -> None:
    """Chinese, ASCII and the usual punctuation stand as they are."""
    assert spelled(text) == shown
    assert bool(oddities(text)) is (text != shown)


# other spellings of 杞县 and of A10区, each no name of theirs
ALIKE = (
    *((QIXIAN, spelling) for spelling, _ in SPELLINGS if "杞" in spelling and spelling != QIXIAN),
    *(
        ("A10区", spelling)
        for spelling in (
            *("Ａ10区", "А10区", "A１0区", "A1０区", "A1○区", "A1〇区", "A1O区", "Al0区"),
            *("a10区", "A10區", "A10区\u200b", "\u2066A10区\u2069", "A\u030a10区"),
        )
    ),
)
SEEN_WHOLE = tuple(pair for pair in ALIKE if not set(pair[1]) & {"\u00a0", "\u3000"})
CITY_OF_TWO = replace(
    BOOK,
    units=(*sample.UNITS, sample.unit("A10区", sample.Group.COUNTY, aliases=("A10区政府",))),
)


def page(unit: str, claimed: Claim | None, county: str = QIXIAN) -> Arrival:
    """A workbook that bears this name above its headings."""
    lines = [["2024年5月重点民生实事进度填报"], [f"填报单位：{unit}　　期次：2024年5月"]]
    table = returns.rows(f"| {CODE} | {county} | 30 |", ("编码", "县区", "本月累计"))
    sheets = [returns.sheet(PROGRESS_SHEET, [*lines, *table])]
    sheets += [returns.hidden(claimed)] if claimed else []
    return Arrival(returns.source(), Cells(tuple(sheets)))


def only(merge: MergedInbox) -> tuple[str, str]:
    """Verdict and reason of the only file."""
    (judgement,) = merge.judgements
    return str(judgement.verdict), judgement.reason


@pytest.mark.parametrize(("unit", "spelling"), SEEN_WHOLE)
def test_a_spelling_that_looks_like_the_unit_is_not_the_unit(unit: str, spelling: str) -> None:
    """On a signed form it contradicts the claim, on an unsigned one it is a unit of nobody.

    (R6.28)
    """
    given = claim(unit, figures=f"| {CODE} | {unit} | 30 |")
    assert only(merged(CITY_OF_TWO, page(unit, given, unit))) == ("采用", "")
    assert only(merged(CITY_OF_TWO, page(spelling, given, unit))) == (
        "退回",
        f"表上写的填报单位是“{spelled(spelling)}”，表单标识却是“{unit}”的",
    )
    unsigned = merged(CITY_OF_TWO, page(spelling, None, unit))
    assert only(unsigned) == ("退回", f"“{spelled(spelling)}”不在应报单位之列")
    assert unsigned.judgements[0].unit == spelled(spelling)
    assert returns.line(unsigned, unit).figure.done is None


def test_what_the_difference_is_can_be_seen() -> None:
    """The two names would look the same on the screen."""
    given = claim(QIXIAN, figures=ROW)
    assert only(merged(BOOK, page("杞县\u200b", given))) == (
        "退回",
        "表上写的填报单位是“杞县[U+200B]”，表单标识却是“杞县”的",
    )


def test_a_registered_alias_counts_and_what_looks_like_it_does_not() -> None:
    """别名 is another name; its look-alikes are none (R6.28)."""
    given = claim("A10区", figures=f"| {CODE} | A10区 | 30 |")
    assert only(merged(CITY_OF_TWO, page("A10区政府", given, "A10区")))[0] == "采用"
    assert only(merged(CITY_OF_TWO, page("A10区政府", None, "A10区")))[0] == "采用"
    for spelling in ("Ａ10区政府", "A10区政府\u200b", "А10区政府"):
        assert only(merged(CITY_OF_TWO, page(spelling, given, "A10区")))[0] == "退回"
        assert only(merged(CITY_OF_TWO, page(spelling, None, "A10区")))[0] == "退回"


# code and county as typed on a row, what the sentence adds
KEYS = (
    (CODE, "杞县\u200b", "“杞县[U+200B]”"),
    (CODE, "\ufeff杞县", "“[U+FEFF]杞县”"),
    (CODE, "杞\u00ad县", "“杞[U+00AD]县”"),
    (CODE, "杞縣", ""),
    ("三.2-1\u200b", QIXIAN, "“三.2-1[U+200B]”"),
    ("三．2-1", QIXIAN, "“三．[U+FF0E]2-1”"),
    ("三.２-1", QIXIAN, "“三.２[U+FF12]-1”"),
    ("三.2‐1", QIXIAN, "“三.2‐[U+2010]1”"),
    ("三.2-l", QIXIAN, ""),
    ("三\ufe00.2-1", "杞县\ufe00", "“三[U+FE00].2-1”、“杞县[U+FE00]”"),
)


@pytest.mark.parametrize(("code", "county", "named"), KEYS)
def test_a_row_key_that_looks_right_is_not_right(code: str, county: str, named: str) -> None:
    """It is held, and what nobody can see in it is named (R6.81)."""
    merge = merged(BOOK, arrival(QIXIAN, f"| {code} | {county} | 30 |", issued=ROW))
    assert returns.line(merge, QIXIAN).figure.done is None
    (finding,) = (finding for finding in merge.findings if finding.code == "未知行")
    tail = f"。注意方括号标出的字符，看不见或与常用字形似：{named}" if named else ""
    assert (finding.severity, finding.sentence) == (
        Severity.RETURN,
        f"这一行的编码、县区不在本单位的任务之内，没有并入{tail}",
    )


def test_a_code_of_the_narrative_that_looks_right() -> None:
    """The same for 情况说明."""
    words = "| 编码 | 存在问题 |\n| 三.2\u200b | 师资不足 |"
    merge = merged(BOOK, arrival(QIXIAN, ROW, words))
    (finding,) = (finding for finding in merge.findings if finding.code == "未知行")
    assert finding.sentence.endswith("形似：“三.2[U+200B]”")


def test_a_county_of_the_breakdown_that_looks_right() -> None:
    """Its column is none of ours, and the county has no target from it."""
    headings = tuple("杞县\u200b" if name == QIXIAN else name for name in HEADINGS)
    table = f"| {' | '.join(headings)} |\n| 三.2-1 | 120 | 60 | 60 | 0 | | |"
    merge = merged(replace(BOOK, targets={}), breakdown(table))
    sentences = {finding.code: finding.sentence for finding in merge.findings}
    assert sentences["未知县区"] == "台账中没有“杞县[U+200B]”这个县区，这一列没有采用"
    assert returns.line(merge, QIXIAN).plan.target is None
    row = breakdown("| 三.2-1\u200b | 120 | 60 | 60 | 0 | | |")
    (finding,) = (f for f in merged(BOOK, row).findings if f.code == "未知行")
    assert finding.sentence.endswith("形似：“三.2-1[U+200B]”")


@pytest.mark.parametrize("spelling", ["杞县\u200b", "杞縣", "\ufeff杞县"])
def test_a_decision_on_another_spelling_meets_nothing(spelling: str) -> None:
    """人工处置 for a unit or a county that only looks like one takes nothing out (R6.250)."""
    empty = dict.fromkeys((*("file", "period", "code", "field", "value"), "unit", "county"), "")
    for aim in ({"unit": spelling}, {"unit": QIXIAN, "code": CODE, "county": spelling}):
        out = Override(**(empty | aim), action="排除", reason="核实", officer="王五", day="")
        merge = merged(replace(BOOK, overrides=(out,)), arrival(QIXIAN, ROW))
        assert returns.line(merge, QIXIAN).figure.done == 30
        assert [finding.code for finding in merge.findings] == ["处置落空"]
    assert spelling not in BOOK.own_names


# ---- who sent it ----


def registered(**mails: str) -> Ledger:
    """The small city with addresses: qixian, lankao, health."""
    names = {"qixian": QIXIAN, "lankao": LANKAO, "health": HEALTH}
    of = {names[key]: tuple(mail.split()) for key, mail in mails.items()}
    units: tuple[Unit, ...] = tuple(
        replace(unit, mails=of.get(unit.name, ())) for unit in BOOK.units
    )
    return replace(BOOK, units=units)


def mailed(sender: str, figures: str = ROW, at: str = "05-20", unit: str = QIXIAN) -> Arrival:
    """A return that came by mail from this address."""
    sent = arrival(unit, figures, at=at)
    return replace(sent, source=replace(sent.source, sender=sender))


def questions(merge: MergedInbox) -> list[tuple[str, str, str]]:
    """Code, severity and words of what an officer is asked, file by file."""
    return [
        (finding.code, str(finding.severity), finding.sentence)
        for finding in merge.findings
        if finding.severity != Severity.NOTE
    ]


NOT_ITS_OWN = ("发件人", "需核实", "发件邮箱没有登记在该单位名下")
ANOTHER_S = ("发件人", "需核实", "发件邮箱登记在“兰考县”名下，报的却是“杞县”的表")

# addresses registered, sender, what an officer is asked
SENDERS = (
    (registered(), "a@x.cn", []),
    (registered(lankao="lk@x.cn"), "a@x.cn", []),
    (registered(lankao="lk@x.cn"), "lk@x.cn", [ANOTHER_S]),  # 杞县 has none of its own
    (registered(lankao="LK@x.cn"), "lk@X.CN", [ANOTHER_S]),
    (registered(qixian="qx@x.cn", lankao="lk@x.cn"), "lk@x.cn", [ANOTHER_S]),
    (registered(qixian="both@x.cn", lankao="both@x.cn"), "both@x.cn", []),
    (registered(qixian="qk@x.cn"), "QK@x.cn", []),
    (registered(qixian="qk@x.cn"), "q\u212a@x.cn", [NOT_ITS_OWN]),  # the sign for kelvin
    (registered(qixian="qk@x.cn"), "qк@x.cn", [NOT_ITS_OWN]),
    (registered(qixian="qk@x.cn"), "ｑk@x.cn", [NOT_ITS_OWN]),
    (registered(qixian="qk@x.cn"), "qk\u200b@x.cn", [NOT_ITS_OWN]),
    (registered(lankao="lk@x.cn"), "", []),
    (registered(lankao="lk@x.cn"), "a@x.cn、lk@x.cn", [ANOTHER_S]),  # a mail of two authors
    (registered(qixian="qx@x.cn", lankao="lk@x.cn"), "qx@x.cn、lk@x.cn", [ANOTHER_S]),
    (registered(qixian="qx@x.cn"), "qx@x.cn、a@x.cn", [NOT_ITS_OWN]),
    (registered(qixian="qx@x.cn"), "（没有写发件人）", [NOT_ITS_OWN]),
    (registered(lankao="lk@x.cn"), "（没有写发件人）", []),
)


@pytest.mark.parametrize(("book", "sender", "expected"), SENDERS)
def test_who_may_send(book: Ledger, sender: str, expected: list[tuple[str, str, str]]) -> None:
    """The address of another unit is asked about even where the unit has none registered.

    (R6.36)
    """
    assert questions(merged(book, mailed(sender))) == expected


def test_an_address_in_another_script_is_shown_as_such() -> None:
    """原值 names the letter."""
    merge = merged(registered(qixian="qk@x.cn"), mailed("q\u212a@x.cn"))
    assert [finding.found for finding in merge.findings] == ["q\u212a[U+212A]@x.cn"]
    assert same_mail("QK@X.cn") == "qk@x.cn"


def two(first: str, second: str, figures: str = ROW) -> tuple[Arrival, Arrival]:
    """Two returns of 杞县 for May, a day apart."""
    return mailed(first, at="05-18"), mailed(second, figures, at="05-19")


FROM_TWO = (
    "发件人不一",
    "需核实",
    "该单位没有登记邮箱，此前的报送件由 a@x.cn 发来，这一份却由 b@x.cn 发来",
)
OTHER_ROW = f"| {CODE} | {QIXIAN} | 35 |"

# addresses registered, the two returns, what an officer is asked
TWO_MAILS = (
    (registered(), two("a@x.cn", "b@x.cn"), [FROM_TWO]),  # the same figures
    (registered(), two("a@x.cn", "b@x.cn", OTHER_ROW), [FROM_TWO]),
    (registered(), two("a@x.cn", "A@x.cn", OTHER_ROW), []),
    (registered(), two("", "b@x.cn"), []),
    (registered(), two("a@x.cn", ""), []),
    (registered(qixian="a@x.cn b@x.cn"), two("a@x.cn", "b@x.cn"), []),
    (registered(qixian="a@x.cn"), two("a@x.cn", "b@x.cn"), [NOT_ITS_OWN]),
    (
        registered(lankao="b@x.cn"),
        two("a@x.cn", "b@x.cn"),
        [("发件人", "需核实", "发件邮箱登记在“兰考县”名下，报的却是“杞县”的表")],
    ),
)


@pytest.mark.parametrize(("book", "inbox", "expected"), TWO_MAILS)
def test_two_senders_of_one_unit(
    book: Ledger, inbox: tuple[Arrival, ...], expected: list[tuple[str, str, str]]
) -> None:
    """The same file or another one: whether the second address is the unit's, somebody asks.

    (R6.37)
    """
    for order in (inbox, inbox[::-1]):
        merge = merged(book, *order)
        assert questions(merge) == expected
        assert {finding.file for finding in merge.findings if finding.code == "发件人不一"} <= {
            inbox[1].source.file
        }


def test_two_senders_of_other_units_and_months() -> None:
    """Each unit and each month for itself; a breakdown form beside another one (R6.37)."""
    apart = (
        mailed("a@x.cn"),
        mailed("b@x.cn", f"| {CODE} | {LANKAO} | 5 |", unit=LANKAO),
        replace(
            arrival(QIXIAN, ROW, period=APRIL),
            source=replace(returns.source("april.xlsx", "04-20"), sender="c@x.cn"),
        ),
    )
    assert questions(merged(BOOK, *apart)) == []
    table = "| 三.2-1 | 120 | 60 | 60 | 0 | | |"
    forms = [
        replace(given, source=replace(given.source, sender=sender))
        for given, sender in (
            (breakdown(table), "a@x.cn"),
            (breakdown(table, at="04-11"), "b@x.cn"),
        )
    ]
    sentences = questions(merged(replace(BOOK, targets={}), *forms))
    assert [code for code, _, _ in sentences if code == "发件人不一"] == ["发件人不一"]


# ---- a form that proves nothing ----


def unsigned(figures: str, at: str = "05-21") -> Arrival:
    """杞县's form without its hidden sheet."""
    sent = arrival(QIXIAN, figures, at=at)
    assert sent.cells is not None
    visible = tuple(sheet for sheet in sent.cells.sheets if sheet.name != "表单标识")
    return Arrival(returns.source("b.xlsx", at), Cells(visible))


SIGNED = Arrival(returns.source("a.xlsx", "05-20"), returns.cells(claim(QIXIAN, MAY, ROW), ROW))
REPLACED = (
    "顶替",
    "需核实",
    (
        "这一份没有有效的〔表单标识〕，却比该单位带有效标识的报送件“a.xlsx”晚到，"
        "所填有1处与其不同，按后到的这一份采用"
    ),
)
UNSIGNED = (
    "无标识",
    "需核实",
    "隐藏的〔表单标识〕没有了，按表上写的填报单位、期次和编码认定",
)

# the second return, what an officer is asked
SECONDS = (
    (unsigned(OTHER_ROW), [UNSIGNED, REPLACED]),
    (unsigned(ROW), [UNSIGNED]),  # says the same
    (unsigned(OTHER_ROW, "05-19"), [UNSIGNED]),  # came before it
    (
        unsigned(f"| {CODE} | {QIXIAN} | |"),
        [("整份退回", "退回", "空表：没有填任何内容"), UNSIGNED],
    ),
)


@pytest.mark.parametrize(("second", "expected"), SECONDS)
def test_an_unsigned_form_after_a_genuine_one(
    second: Arrival, expected: list[tuple[str, str, str]]
) -> None:
    """That it takes the place of a signed one is said (R6.38)."""
    assert sorted(questions(merged(BOOK, SIGNED, second))) == sorted(expected)


def test_a_form_under_another_key_after_a_genuine_one() -> None:
    """It proves as little; a correction by the unit's own form is nobody's business (R6.38)."""
    foreign = returns.cells(claim(QIXIAN, MAY, OTHER_ROW, key=b"another"), OTHER_ROW)
    later = Arrival(returns.source("b.xlsx", "05-21"), foreign)
    assert [code for code, _, _ in questions(merged(BOOK, SIGNED, later))] == ["密钥", "顶替"]
    own = Arrival(
        returns.source("b.xlsx", "05-21"), returns.cells(claim(QIXIAN, MAY, OTHER_ROW), OTHER_ROW)
    )
    assert questions(merged(BOOK, SIGNED, own)) == []


def test_a_valid_form_of_a_unit_that_owes_none_any_more() -> None:
    """Signed and untouched: it was issued, though today's ledger asks nothing of it (R6.33)."""
    given = page(ROADS, claim(ROADS, figures=ROW))
    assert only(merged(BOOK, given)) == ("采用", "所填各行台账里现在都没有了，没有并入")
