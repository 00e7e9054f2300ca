"""What comes with mails and is no return, and what only points to one."""

from __future__ import annotations

import hashlib
import zipfile
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from kit.inboxes import OURS, OneHand, lay, read
from kit.tables import workbook as tabled

from ducha.files.inbox import archive
from ducha.files.inbox import arrivals as inbox
from ducha.files.inbox import folder as inbox_folder

FORM = tabled({"进度填报": "| 编码 | 县区 | 本月累计 |\n| 三.3-2 | 杞县 | 12 |"})
PDF = b"%PDF-1.7\n" + bytes(200)


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in a file does not depend on who opens it."""
    monkeypatch.setattr(inbox, "WorkerPool", OneHand)
    monkeypatch.setattr(inbox, "_PAUSE", 0.0)


def mail(
    subject: str = "5月报表",
    body: str = "请查收。",
    sender: str = "lihong@kf.gov.cn",
    attached: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """A mail with any headers."""
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def zipped(**members: bytes) -> bytes:
    """An archive."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in members.items():
            packed.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


# a file beside a form in a mail, its verdict, words that say what it is
BESIDE = (
    ("smime.p7s", b"0\x80\x06\x09*\x86H", "非填报件", "数字签名"),
    ("李红.vcf", b"BEGIN:VCARD\r\nVERSION:3.0", "非填报件", "名片"),
    ("invite.ics", b"BEGIN:VCALENDAR\r\n", "非填报件", "日程"),
    ("calendar", b"BEGIN:VCALENDAR\r\n", "非填报件", "日程"),
    ("ATT00001.txt", "此致敬礼".encode(), "非填报件", "正文片段"),
    ("ATT00002.htm", b"<html><body>x</body></html>", "非填报件", "正文片段"),
    ("盖章件.ofd", zipped(OFD_xml=b"<x/>", Doc_0=b""), "非填报件", "OFD"),
    ("5月报表.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(60), "无法识别", "快捷方式（.lnk）"),
    ("报表.url", b"[InternetShortcut]\r\nURL=http://x", "无法识别", "网址快捷方式"),
    ("smime.p7m", b"0\x80\x06\x09*\x86H", "无法识别", "加密或签名"),
    ("下载.html", b"<a href='https://pan.baidu.com/s/1'>x</a>", "无法识别", "网盘"),
    ("说明.txt", "文件在 https://www.kdocs.cn/l/abc".encode("gb18030"), "无法识别", "网盘"),
)


@pytest.mark.parametrize(("name", "data", "verdict", "words"), BESIDE)
def test_what_lies_beside_a_form(
    name: str, data: bytes, verdict: str, words: str, tmp_path: Path
) -> None:
    """It is told for what it is, and costs the form nothing (R6.463, R6.464, R6.465)."""
    sent = mail(attached=(("表.xlsx", FORM), (name, data)))
    whole, form, other = read(lay(tmp_path, {"a.eml": sent}))
    assert (str(whole.verdict), form.cells is not None) == ("非填报件", True)
    assert str(other.verdict) == verdict
    assert words in other.reason


def test_a_form_is_a_form_under_any_name(tmp_path: Path) -> None:
    """A workbook called ATT00001.bin or .p7s is read (R6.463)."""
    files = {"ATT00001.bin": FORM, "smime.p7s": FORM}
    assert all(arrival.cells for arrival in read(lay(tmp_path, files)))


NAMELESS = b'<?xml version="1.0"?>\n<cp:coreProperties xmlns:cp="http://x"/>'
SIGNED = b'<cp:coreProperties xmlns:cp="http://x"><dc:creator>x</dc:creator></cp:coreProperties>'


@pytest.mark.parametrize(("properties", "verdict"), [(NAMELESS, "非填报件"), (SIGNED, "无法识别")])
def test_a_word_file_of_ours(properties: bytes, verdict: str, tmp_path: Path) -> None:
    """Nobody has saved it since; whoever saves one leaves his name or a time (R6.460)."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in ("[Content_Types].xml", "word/document.xml"):
            packed.writestr(name, b"<x/>")
        packed.writestr("docProps/core.xml", properties)
    (arrival,) = read(lay(tmp_path, {"督查通报.docx": buffer.getvalue()}))
    assert str(arrival.verdict) == verdict


# a mail without a form, whether it is a matter for the clerk, words of the reason
WITHOUT = (
    (mail("自动回复：5月报表"), "非填报件", "自动回执"),
    (mail("已读: 填报表"), "非填报件", "自动回执"),
    (mail("Out of Office: x"), "非填报件", "自动回执"),
    (mail("x", Auto_Submitted="auto-replied"), "非填报件", "自动回执"),
    (mail("系统退信", sender="postmaster@126.com"), "非填报件", "退信"),
    (mail("系统退信/Systems bounce", sender="MAILER-DAEMON@qq.com"), "非填报件", "退信"),
    (mail("x", X_Failed_Recipients="a@b.cn"), "非填报件", "退信"),
    (mail("提醒", sender=OURS), "非填报件", "本局自己的邮件"),
    (mail("报表", "链接: https://pan.baidu.com/s/1 提取码: 8k"), "无法识别", "网盘"),
    (mail("报表", "从QQ邮箱发来的超大附件"), "无法识别", "网盘"),
    (mail("Re: 系统退信"), "无法识别", "没有附件"),
    (mail("外出务工人员培训情况"), "无法识别", "没有附件"),
)


@pytest.mark.parametrize(("sent", "verdict", "words"), WITHOUT)
def test_a_mail_without_a_form(sent: bytes, verdict: str, words: str, tmp_path: Path) -> None:
    """Nobody is asked about what a program has written (R6.460, R6.462, R6.464)."""
    (whole,) = read(lay(tmp_path, {"a.eml": sent}))
    assert (str(whole.verdict), words in whole.reason) == (verdict, True)


def test_what_a_bounce_carries_is_nobody_s_return(tmp_path: Path) -> None:
    """Our own form comes back with it (R6.462)."""
    sent = mail("系统退信", sender="postmaster@126.com", attached=(("表.xlsx", FORM),))
    assert [str(a.verdict) for a in read(lay(tmp_path, {"a.eml": sent}))] == ["非填报件"] * 2


def test_a_form_with_a_link_beside_it(tmp_path: Path) -> None:
    """The form is read; that there is more is said of the mail (R6.464)."""
    sent = mail(body="扫描件见 https://pan.baidu.com/s/1", attached=(("表.xlsx", FORM),))
    whole, form = read(lay(tmp_path, {"a.eml": sent}))
    assert (str(whole.verdict), "正文里另有网盘" in whole.reason) == ("非填报件", True)
    assert form.cells


def test_a_scan_larger_than_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept as proof, with its digest; anything else so large is not read (R6.465)."""
    for module in (archive, inbox_folder):
        monkeypatch.setattr(module, "MAX_SIZE", 100)
    scan, other = read(lay(tmp_path, {"a.pdf": PDF, "b.xlsx": FORM}))
    assert (str(scan.verdict), scan.attempt) == ("非填报件", True)
    assert scan.source.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (str(other.verdict), "太大" in other.reason) == ("无法识别", True)
