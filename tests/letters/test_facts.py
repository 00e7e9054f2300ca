"""What a mail says: the facts, the subject, the list of what is to be sent."""

from __future__ import annotations

from datetime import date

import pytest
from kit import sample

from ducha.ledger.model import Group
from ducha.letters import facts as letters

HEALTH = sample.unit(
    sample.HEALTH, contact="李红", phone="0371-1", mails=("wj@kf.gov.cn", "wj2@kf.gov.cn")
)


def test_the_facts_are_those_of_the_form_and_the_unit() -> None:
    """Every one of them, worked out by hand from the small city of the tests."""
    facts = letters.form_letter(sample.form(sample.HEALTH), HEALTH)
    assert facts == letters.LetterFacts(
        to=("wj@kf.gov.cn", "wj2@kf.gov.cn"),
        unit="市卫生健康委",
        contact="李红",
        period="2024年5月",
        deadline="2024年5月28日（星期二）",
        title="关于印发2024年重点民生实事工作方案的通知",
        host="市政府督查局",
        mailbox="ducha@example.gov.cn",
        phone="0371-00000000",
        rows=8,  # three counties for each of three indicators, less 龙亭区 without a task in one
        items=(
            "提升基层医疗卫生服务能力：开展基层卫生技术人员在线培训，全年培训120人以上。",
            "提升基层医疗卫生服务能力：开展基层卫生技术人员在线培训，全年培训120人以上。",
            "提高妇女、儿童和青少年健康保障水平：孕早中期产前筛查覆盖率达到65%。",
        ),
    )


def test_a_template_calls_every_fact_by_a_chinese_name() -> None:
    """The names that the template's own explanation lists, in this order."""
    named = letters.form_letter(sample.form(sample.HEALTH), HEALTH).named()
    assert list(named) == [
        "单位",
        "联系人",
        "期次",
        "截止日期",
        "文件标题",
        "主办单位",
        "报送邮箱",
        "联系电话",
        "应填行数",
        "事项",
    ]
    assert named["应填行数"] == 8


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
    assert letters.day(when) == words


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
    """The draft is called after the form that it brings."""
    facts = letters.form_letter(sample.form(sample.HEALTH), HEALTH)
    assert letters.draft(
        facts, "主题：请报送\n正文", "市卫生健康委_5月.xlsx", b"form"
    ) == letters.Draft(
        to=("wj@kf.gov.cn", "wj2@kf.gov.cn"),
        subject="请报送",
        body="正文\n",
        attachment_name="市卫生健康委_5月.xlsx",
        attachment=b"form",
        file_name="市卫生健康委_5月.eml",
    )


def test_a_draft_without_a_subject_line_still_has_a_subject() -> None:
    """A clerk may have deleted the line."""
    facts = letters.form_letter(sample.form(sample.HEALTH), HEALTH)
    assert letters.draft(facts, "正文", "a.xlsx", b"").subject == "市卫生健康委2024年5月月报表"


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
    assert letters.form_letter(sample.form(sample.HEALTH), unit).to == ("good@kf.gov.cn",)


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
