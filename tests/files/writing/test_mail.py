"""Mails as files: templates a clerk can edit, drafts that every mail program reads."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from kit import sample
from openpyxl import load_workbook

from ducha.files.writing import list as list_xlsx
from ducha.files.writing import mail
from ducha.findings import Problem
from ducha.letters import facts as letters
from ducha.letters.facts import MailDraft
from ducha.period import CHINA

TEMPLATE = Path(__file__).parents[3] / "templates/填报邮件.txt"
NAME = "市卫生健康委_2024年5月_月报表.xlsx"
LONG = "开封市城乡一体化示范区管理委员会经济发展局_2024年12月_月报表（更正后第二次报送）.xlsx"
LETTER = MailDraft(
    to=("wj@kf.gov.cn", "wj2@kf.gov.cn"),
    subject="请报送2024年5月重点民生实事工作进展情况（市卫生健康委）",
    body="市卫生健康委：\n\n    请按时填报。\n",
    attachment_name=NAME,
    attachment=bytes(range(256)) * 40,
)


def facts(**changes: letters.Fact) -> dict[str, letters.Fact]:
    """The facts for one unit of the small city."""
    unit = sample.unit(sample.HEALTH, contact="李红", mails=("wj@kf.gov.cn",))
    book = sample.ledger(units=(unit, *sample.UNITS[1:]))
    return {**letters.form_letter(sample.form(sample.HEALTH), book).facts, **changes}


def opened(data: bytes) -> EmailMessage:
    """Read a mail as a modern program does."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


# The template.


def test_the_shipped_template_gives_an_official_letter() -> None:
    """As it reads, with everything that a unit has to know."""
    text = mail.render(mail.load_template(TEMPLATE), facts(), TEMPLATE.name)
    assert text.startswith(
        "主题：请报送2024年5月重点民生实事工作进展情况（市卫生健康委）\n市卫生健康委（联系人：李红）：\n"
    )
    for words in (
        "《关于印发2024年重点民生实事工作方案的通知》",
        "本期应填数据8行，涉及以下3个事项：\n    1. 提升基层医疗卫生服务能力：",
        "    3. 提高妇女、儿童和青少年健康保障水平：孕早中期产前筛查覆盖率达到65%。\n\n    二、",
        "请于2024年5月28日（星期二）前（含当日）",
        "发送至 ducha@example.gov.cn。",
        "电话：0371-00000000。",
    ):
        assert words in text
    assert text.endswith("\n市政府督查局")
    assert not re.search(r"[{}]|\n\n\n|None", text)


def test_what_the_ledger_does_not_say_leaves_no_gap() -> None:
    """No contact, no mailbox, no telephone."""
    text = mail.render(mail.load_template(TEMPLATE), facts(联系人="", 报送邮箱="", 联系电话=""))
    assert "市卫生健康委：\n" in text
    assert "Excel 文件报我单位。" in text
    assert "电话" not in text
    assert "\n\n\n" not in text


def test_what_a_unit_is_called_is_never_run() -> None:
    """Braces in a name stay braces."""
    assert mail.render("{{ 单位 }}", facts(单位="{{ 7*7 }}<b>")) == "{{ 7*7 }}<b>"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        (
            "主题\n\n{{ 单未 }}",
            (
                "模板〔填报邮件.txt〕第3行：没有“单未”这个占位符，可用的有：单位、联系人、期次、"
                "截止日期、文件标题、主办单位、报送邮箱、联系电话、应填行数、事项。请改正后重新运行。"
            ),
        ),
        (
            "一\n{{ 单位 }",
            (
                "模板〔填报邮件.txt〕第2行：写法有误，可能是 {{ }} 或 {% %} 没有成对，"
                "或中间有错字。请对照模板开头的说明改正。"
            ),
        ),
        ("{% if 单位 %}\n没有结尾", "模板〔填报邮件.txt〕第2行：写法有误"),
        ("{{ 单位|大写 }}", "模板〔填报邮件.txt〕第1行：写法有误"),
        ("一\n{{ 1/0 }}", "模板〔填报邮件.txt〕第2行：这一处算不出结果。"),
        ("一\n{{ 单位 + 1 }}", "模板〔填报邮件.txt〕第2行：这一处算不出结果。"),
        ("{% include 'x' %}", "模板〔填报邮件.txt〕第1行：这一处算不出结果。"),
        (
            "{{ 单位.__class__.__mro__ }}",
            "模板〔填报邮件.txt〕第1行：用了不允许的写法。请只用模板开头的说明里列出的占位符。",
        ),
        ("{% for i in range(10**9) %}x{% endfor %}", "模板〔填报邮件.txt〕第1行：这一处算不出结果"),
    ],
)
def test_a_mistake_in_a_template_is_named_with_its_line(template: str, message: str) -> None:
    """In plain words, and nothing else happens."""
    with pytest.raises(Problem) as problem:
        mail.render(template, facts(), "填报邮件.txt")
    assert str(problem.value).startswith(message)


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x' * 10**10 }}",
        "{{ 10**10 * 'x' }}",
        "{{ 2 ** 999999999 }}",
        "{{ [单位] * 10**9 }}",
        "{{ 'x' * 1000 * 1000 * 1000 }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ '{:9999999999}'.format(1) }}",
        "{{ 'x'.ljust(10**10) }}",
        "{{ 'x'|center(10**10) }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ " + "(" * 5000,
    ],
    ids=lambda template: template[:30],
)
def test_a_template_that_would_fill_the_memory_is_a_mistake(template: str) -> None:
    """One sentence, and nothing is made of it (R6.377)."""
    with pytest.raises(Problem, match=r"模板〔信〕.*(不允许|写法有误|算不出)") as problem:
        mail.render(template, {"单位": "市教体局"}, "信")
    assert len(problem.value.messages) == 1


def test_a_template_may_count() -> None:
    """Small sums, and the filters that a letter needs."""
    text = "{{ 3 * 4 }} {{ '=' * 5 }} {{ 7 % 2 }} {{ 2 ** 3 }} {{ 单位|upper }} {{ 各|join('、') }}"
    assert mail.render(text, {"单位": "a", "各": ("甲", "乙")}) == "12 ===== 1 8 A 甲、乙"


def test_a_template_saved_by_an_old_notepad_is_read(tmp_path: Path) -> None:
    """In GBK, or in UTF-8 with a mark; a picture is refused, and so is nothing."""
    for encoding in ("gbk", "utf-8", "utf-8-sig"):
        (tmp_path / "a.txt").write_bytes("主题：{{ 单位 }}".encode(encoding))
        assert mail.load_template(tmp_path / "a.txt") == "主题：{{ 单位 }}"
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\xff\xff\xff")
    with pytest.raises(Problem, match="请用记事本打开，另存为 UTF-8 编码"):
        mail.load_template(tmp_path / "a.txt")
    with pytest.raises(Problem, match="找不到文件"):
        mail.load_template(tmp_path / "b.txt")


# The envelope.


@pytest.mark.parametrize("name", [NAME, LONG, "plain.xlsx", "a b;c=d'e%f.xlsx", "带 空格.xls"])
def test_a_draft_comes_back_as_it_went_in(name: str) -> None:
    """Addresses, subject, text, file name and every byte of the form."""
    message = opened(mail.draft(replace(LETTER, attachment_name=name)))
    assert message["X-Unsent"] == "1"
    assert message["To"] == "wj@kf.gov.cn, wj2@kf.gov.cn"
    assert message["Subject"] == LETTER.subject
    body = message.get_body(("plain",))
    assert body
    assert body.get_content().replace("\r\n", "\n") == LETTER.body
    (form,) = message.iter_attachments()
    assert form.get_filename() == name
    assert form.get_content() == LETTER.attachment


@pytest.mark.parametrize("name", [NAME, LONG])
def test_the_name_is_spelt_in_both_ways(name: str) -> None:
    """As RFC 2231 for new programs, as RFC 2047 for old ones, each alone enough."""
    (form,) = opened(mail.draft(replace(LETTER, attachment_name=name))).iter_attachments()
    headers = dict(form.raw_items())
    del form["Content-Type"]
    assert form.get_filename() == name
    old = re.search(r'name="([^"]+)"', headers["Content-Type"])
    assert old
    assert str(make_header(decode_header(old[1]))) == name
    assert all(len(word) <= 75 for word in re.findall(r"=\?\S+\?=", old[1]))


def test_a_draft_is_plain_ascii_with_the_line_ends_of_mail() -> None:
    """No line is longer than mail allows, and no header begins with an empty line."""
    data = mail.draft(replace(LETTER, attachment_name=LONG))
    lines = data.split(b"\r\n")
    assert data.isascii()
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert max(map(len, lines)) < 998
    assert not [line for line in lines if line.endswith(b": ")]


def test_a_draft_is_the_same_every_time() -> None:
    """No clock, no random number: neither a date nor an id nor a boundary by chance."""
    message = opened(mail.draft(LETTER))
    assert mail.draft(LETTER) == mail.draft(replace(LETTER))
    assert message["Date"] is None
    assert message["Message-ID"] is None
    assert message["From"] is None
    changed = opened(mail.draft(replace(LETTER, attachment=b"other")))
    assert message.get_boundary() != changed.get_boundary()


def test_an_attachment_like_the_boundary_does_no_harm() -> None:
    """It travels in base64, where the boundary's characters do not occur."""
    boundary = opened(mail.draft(LETTER)).get_boundary() or ""
    trick = f"\r\n--{boundary}--\r\n".encode()
    (form,) = opened(mail.draft(replace(LETTER, attachment=trick))).iter_attachments()
    assert form.get_content() == trick


def test_nothing_in_a_name_begins_a_header() -> None:
    """Line breaks of every kind, in every place that a ledger fills."""
    evil = "a\r\nBcc: x@y.cn\nX-Evil: 1\u2028X-Evil: 2\x0b\x85\r\n\r\nbody\x00\ud800"
    letter = MailDraft(
        to=(evil, "ok@kf.gov.cn"),
        subject=evil,
        body=evil,
        attachment_name=evil + '".xlsx',
        attachment=b"x",
    )
    for data in (mail.draft(letter, evil), mail.draft(letter, f"{evil} <a@b.cn>")):
        message = opened(data)
        assert data.isascii()
        assert {*message.keys()} <= {
            *("Content-Type", "MIME-Version", "X-Unsent", "From", "To", "Subject")
        }
        assert message["To"] == "ok@kf.gov.cn"
        (form,) = message.iter_attachments()
        assert form.get_content() == b"x"
        assert not re.search(r'[\r\n"/\\:]', form.get_filename() or "")


def test_a_mail_as_it_arrives_has_a_date_and_a_sender() -> None:
    """For the demo: no draft any more."""
    at = datetime(2024, 5, 27, 16, 5, tzinfo=CHINA)
    message = opened(mail.compose(LETTER, at, "李红 <wj@kf.gov.cn>"))
    assert message["Date"].datetime == at
    assert message["From"].addresses[0].display_name == "李红"
    assert message["From"].addresses[0].addr_spec == "wj@kf.gov.cn"
    assert message["X-Unsent"] is None


def test_a_letter_without_a_form_has_no_attachment() -> None:
    """Reminders may go without."""
    message = opened(mail.draft(replace(LETTER, attachment_name="", attachment=b"")))
    assert list(message.iter_attachments()) == []


# The list.


def test_a_list_holds_texts_only() -> None:
    """What looks like a formula or a link is a text like any other."""
    rows = [("=1+1", "http://x"), ("@SUM(A1)", "市直\x07")]
    data = list_xlsx.write(("单位", "文件"), rows, "发送清单", "说明")
    sheet = load_workbook(BytesIO(data)).active
    assert sheet
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values == [
        ["发送清单", None],
        ["说明", None],
        ["单位", "文件"],
        ["=1+1", "http://x"],
        ["@SUM(A1)", "市直\ufffd"],
    ]
    assert {cell.data_type for row in sheet.iter_rows(min_row=3) for cell in row} == {"s"}
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_a_list_prints_on_landscape_with_its_headings_repeated() -> None:
    """And its columns are as wide as their texts, within reason."""
    rows = [("城乡一体化示范区", "长" * 60)]
    data = list_xlsx.write(("单位", "文件"), rows, "发送清单")
    sheet = load_workbook(BytesIO(data)).active
    assert sheet
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.freeze_panes == "B3"
    widths = [round(sheet.column_dimensions[letter].width) for letter in "AB"]
    assert widths == [19, 45]
    assert sheet.row_dimensions[3].height > 40


def test_a_list_without_rows_and_the_same_list_again() -> None:
    """No clock in it."""
    empty = list_xlsx.write(letters.LIST_HEADINGS, [], "发送清单")
    assert empty == list_xlsx.write(letters.LIST_HEADINGS, [], "发送清单")
