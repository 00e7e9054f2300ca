"""What a mail says: the facts, the subject, the list of what is to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from kit import sample

from ducha.findings import Finding, Rule, Severity
from ducha.form.breakdown import issue_breakdown
from ducha.form.monthly import Correction
from ducha.ledger.model import Group
from ducha.letters import facts as letters
from ducha.letters.facts import MailFile

HEALTH = sample.unit(
    sample.HEALTH, contact="李红", phone="0371-1", mails=("wj@kf.gov.cn", "wj2@kf.gov.cn")
)
BOOK = sample.ledger(units=(HEALTH, *sample.UNITS[1:]))
LETTER = letters.form_letter(sample.form(sample.HEALTH), BOOK)
FAULT = Rule("文字", Severity.RETURN, "填了文字", "请填数字", source="").finding()


def sent_back(
    faults: Mapping[tuple[str, str, str], Finding], others: tuple[Finding, ...]
) -> Correction:
    """A return on its way back, of which only the faults matter."""
    return Correction({}, {}, faults, others, {})


def test_the_letter_with_a_form() -> None:
    """Every fact in the order that the template explains, worked out by hand."""
    assert LETTER.to == ("wj@kf.gov.cn", "wj2@kf.gov.cn")
    assert LETTER.usual_subject == "市卫生健康委2024年5月月报表"
    assert list(LETTER.facts.items()) == [
        ("单位", "市卫生健康委"),
        ("联系人", "李红"),
        ("期次", "2024年5月"),
        ("截止日期", "2024年5月28日（星期二）"),
        ("文件标题", "关于印发2024年重点民生实事工作方案的通知"),
        ("主办单位", "市政府督查局"),
        ("报送邮箱", "ducha@example.gov.cn"),
        ("联系电话", "0371-00000000"),
        # Three counties for each of three indicators, less 龙亭区 without a task in one.
        ("应填行数", 8),
        (
            "事项",
            (
                "提升基层医疗卫生服务能力：开展基层卫生技术人员在线培训，全年培训120人以上。",
                "提升基层医疗卫生服务能力：开展基层卫生技术人员在线培训，全年培训120人以上。",
                "提高妇女、儿童和青少年健康保障水平：孕早中期产前筛查覆盖率达到65%。",
            ),
        ),
    ]


def test_the_letter_with_a_breakdown_form() -> None:
    """The department's three indicators that have a target and counties to divide it among."""
    form = issue_breakdown(BOOK, sample.HEALTH, sample.KEY, "")
    letter = letters.breakdown_letter(form, BOOK)
    assert letter.to == ("wj@kf.gov.cn", "wj2@kf.gov.cn")
    assert letter.usual_subject == "市卫生健康委2024年任务分解表"
    assert list(letter.facts.items()) == [
        ("单位", "市卫生健康委"),
        ("联系人", "李红"),
        ("年度", "2024年"),
        ("文件标题", "关于印发2024年重点民生实事工作方案的通知"),
        ("主办单位", "市政府督查局"),
        ("报送邮箱", "ducha@example.gov.cn"),
        ("联系电话", "0371-00000000"),
        (
            "指标",
            (
                "提升基层医疗卫生服务能力：基层卫生技术人员在线培训",
                "提升基层医疗卫生服务能力：村卫生室运行经费补助标准",
                "提高妇女、儿童和青少年健康保障水平：孕早中期产前筛查覆盖率",
            ),
        ),
    ]


def test_the_letter_with_a_returned_form() -> None:
    """What is wrong with a cell names its row; what concerns no cell stands below.

    Counted is what the form shows red (R6.466); by when it is wanted stands there (R6.468).
    """
    back = sent_back({(sample.COUNT.code, "杞县", "done"): FAULT}, (FAULT,))
    letter = letters.return_letter(sample.form(sample.HEALTH), BOOK, back, date(2024, 6, 3))
    assert letter.to == ("wj@kf.gov.cn", "wj2@kf.gov.cn")
    assert letter.usual_subject == "请更正2024年5月月报表（市卫生健康委）"
    assert list(letter.facts.items()) == [
        ("单位", "市卫生健康委"),
        ("联系人", "李红"),
        ("期次", "2024年5月"),
        ("主办单位", "市政府督查局"),
        ("报送邮箱", "ducha@example.gov.cn"),
        ("联系电话", "0371-00000000"),
        ("更正期限", "2024年6月3日（星期一）"),
        ("重填", False),
        ("问题数", 1),  # what is red
        ("另有", 1),
        (
            "问题",
            (
                "基层卫生技术人员在线培训（杞县）：填了文字。请填数字",
                "填了文字。请填数字",
            ),
        ),
    ]


def test_a_long_list_of_faults_is_cut() -> None:
    """Twenty of them stand in the mail, the number of the others below."""
    form, back = sample.form(sample.HEALTH), sent_back({}, (FAULT,) * 23)
    letter = letters.return_letter(form, BOOK, back, date(2024, 6, 3))
    faults = letter.facts["问题"]
    assert isinstance(faults, tuple)
    assert (letter.facts["问题数"], letter.facts["另有"]) == (0, 23)
    assert (len(faults), faults[-1]) == (21, "另有3处，见附件〔退回原因〕表")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (date(2024, 7, 28), "2024年7月28日（星期日）"),
        (date(2024, 12, 28), "2024年12月28日（星期六）"),
        (date(2024, 2, 5), "2024年2月5日（星期一）"),
    ],
)
def test_a_day_is_written_with_its_weekday(when: date, words: str) -> None:
    """The clerk sees at once when the deadline falls on a weekend."""
    assert letters.long_day(when) == words


@pytest.mark.parametrize(
    ("text", "subject", "body"),
    [
        ("主题：请报送\n正文\n", "请报送", "正文\n"),
        ("\n\n主题: 请报送 \n\n\n    正文\n\n完\n\n", "请报送", "    正文\n\n完\n"),
        ("主题：请报送", "请报送", "\n"),
        ("正文\n主题：这不是标题\n", "", "正文\n主题：这不是标题\n"),
    ],
)
def test_the_first_line_may_give_the_subject(text: str, subject: str, body: str) -> None:
    """Only the first one."""
    assert letters.subject_and_body(text) == (subject, body)


def test_a_draft_has_everything_for_the_envelope() -> None:
    """To whom, about what, in which words, with which file (R5.8)."""
    assert letters.draft_mail(
        LETTER,
        "主题：请报送\n正文",
        MailFile("市卫生健康委_5月.xlsx", b"form"),
        MailFile("市卫生健康委_分解.xlsx", b"more"),
    ) == letters.MailDraft(
        to=("wj@kf.gov.cn", "wj2@kf.gov.cn"),
        subject="请报送",
        body="正文\n\n涉密和敏感信息不得通过本表和互联网邮箱报送。\n",
        attachment_name="市卫生健康委_5月.xlsx",
        attachment=b"form",
        more=(MailFile("市卫生健康委_分解.xlsx", b"more"),),
    )


def test_a_draft_without_a_subject_line_still_has_a_subject() -> None:
    """A clerk may have deleted the line."""
    draft = letters.draft_mail(LETTER, "正文", MailFile("a.xlsx", b""))
    assert draft.subject == "市卫生健康委2024年5月月报表"


@pytest.mark.parametrize("mail", ["a@b.cn", "kaifengducha@126.com", "a.b+c@x-y.gov.cn"])
def test_an_address_is_one(mail: str) -> None:
    """As people have them."""
    assert letters.is_address(mail)


@pytest.mark.parametrize(
    "mail",
    [
        "",
        "a",
        "a@b",
        "李红@kf.gov.cn",
        "a＠b.cn",
        "a@b.cn ",
        "a@b.cn\r\nBcc: x@y.cn",
        "a@b.cn,x@y.cn",
    ],
)
def test_what_is_no_address_is_not_sent_to(mail: str) -> None:
    """Nor can it smuggle a header in."""
    unit = sample.unit(sample.HEALTH, mails=(mail, "good@kf.gov.cn"))
    assert letters.addresses(unit) == ("good@kf.gov.cn",)


def test_the_list_says_where_everything_is() -> None:
    """A row under the headings that the list is known by."""
    row = letters.list_row(HEALTH, "填报表/a.xlsx", "邮件/a.eml")
    assert dict(zip(letters.LIST_HEADINGS, row, strict=True)) == {
        "单位": "市卫生健康委",
        "类别": "市直",
        "收件邮箱": "wj@kf.gov.cn；wj2@kf.gov.cn",
        "联系人": "李红",
        "电话": "0371-1",
        "填报表文件": "填报表/a.xlsx",
        "邮件草稿": "邮件/a.eml",
        "已发时间": "",
        "备注": "",
    }


@pytest.mark.parametrize(
    ("mails", "remark"),
    [
        ((), "没有收件邮箱，发送前请自行填写，并补进台账〔责任单位〕表"),
        (("李红",), "邮箱“李红”写法不对，草稿里没有填；请在台账〔责任单位〕表改正"),
    ],
)
def test_the_list_says_what_keeps_a_mail_back(mails: tuple[str, ...], remark: str) -> None:
    """Missing or wrong addresses, and where to mend them."""
    unit = sample.unit("杞县", Group.COUNTY, mails=mails)
    assert letters.list_row(unit, "a", "b")[-1] == remark
