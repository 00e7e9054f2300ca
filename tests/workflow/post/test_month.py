"""A month by mail, in one go: out, filled in, back, judged, sent back, corrected, urged."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest
from kit.dovecot import Dovecot
from kit.mailplace import book, mailplace, settings
from kit.postoffice import PASSWORD, USER, PostOffice
from kit.sample import COUNT, LANKAO, LENGTH, LEVEL, QIXIAN, RATE, STANDARD
from kit.workplaces import Workplace
from openpyxl import load_workbook

from ducha.files.demo.answer import fill_form

ADDRESSES = {QIXIAN: ("qixian@example.com",), LANKAO: ("lankao@example.com",)}
UNITS = {addresses[0]: unit for unit, addresses in ADDRESSES.items()}
FOOT = {"填报人": "张三", "审核人": "李四", "联系电话": "0371-1"}
Figures = Mapping[tuple[str, str], str | float]

GOOD: Figures = {
    (COUNT.code, "done"): 30,
    (STANDARD.code, "numerator"): 10,
    (STANDARD.code, "denominator"): 10,
    (RATE.code, "numerator"): 7,
    (RATE.code, "denominator"): 10,
    (LENGTH.code, "done"): 40,
}
BAD: Figures = {**GOOD, (LEVEL.code, "done"): "推进中", (COUNT.code, "done"): -5}
CORRECTED: Figures = {(COUNT.code, "done"): 31}


class Town:
    """The bureau's workspace, its provider, and the units behind their own mailboxes."""

    def __init__(self, place: Workplace, provider: PostOffice, dovecot: Dovecot) -> None:
        """Read nothing yet."""
        self.place, self.provider, self.dovecot = place, provider, dovecot

    def run(self, day: str, *arguments: str) -> int:
        """Run a verb for May on a day of it."""
        return self.place.run(*arguments, today=day)

    def received(self) -> dict[str, EmailMessage]:
        """What has come to the units since they last looked, by unit."""
        mails = zip(self.provider.arrived, self.provider.mails(), strict=True)
        found = {UNITS[to[0]]: mail for (to, _), mail in mails if to[0] in UNITS}
        self.provider.arrived.clear()
        return found

    def answer(self, unit: str, mail: EmailMessage, figures: Figures, came: str) -> None:
        """Fill in the form that came, and answer by SMTP; the provider lays it into the mailbox."""
        (form,) = mail.iter_attachments()
        typed = {(code, unit, key): value for (code, key), value in figures.items()}
        content = form.get_content()
        answer = EmailMessage()
        answer["From"], answer["To"] = ADDRESSES[unit][0], USER
        answer["Subject"] = f"Re: {mail['Subject']}"
        answer["In-Reply-To"] = str(mail["Message-ID"])
        answer["Date"] = came
        answer.set_content("见附件")
        answer.add_attachment(
            fill_form(content, typed, {}, FOOT),
            "application",
            "octet-stream",
            filename=f"{unit}填好.xlsx",
        )
        self._post(answer)
        ((_, data),) = self.provider.arrived
        self.provider.arrived.clear()
        received = f"Received: from x by imap.example.com; {came}\r\n".encode()
        self.dovecot.fill([received + data])

    def _post(self, answer: EmailMessage) -> None:
        context = ssl.create_default_context()
        self.dovecot.certificates.authority.configure_trust(context)
        with smtplib.SMTP_SSL("127.0.0.1", self.provider.port, context=context) as smtp:
            smtp.login(USER, PASSWORD)
            smtp.send_message(answer)

    def states(self) -> dict[str, str]:
        """How the units stand in the report."""
        report = self.place.root / "outbox/2024-05/督查汇总_2024年5月.xlsx"
        sheet = load_workbook(report)["报送情况"]
        rows = [[str(cell or "") for cell in row] for row in sheet.values]
        top = next(number for number, row in enumerate(rows) if row[0] == "单位")
        return {row[0]: row[rows[top].index("状态")] for row in rows[top + 1 :]}


@pytest.fixture
def town(tmp_path: Path, provider: PostOffice, dovecot: Dovecot) -> Town:
    """Make the workspace; both servers are there."""
    dovecot.empty()
    ca_file = dovecot.certificates.ca_file
    config = settings(smtp=provider.port, imap=dovecot.port, ca_file=ca_file)
    return Town(mailplace(tmp_path, config, book(ADDRESSES)), provider, dovecot)


@pytest.mark.dovecot
def test_a_month_by_mail(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Sent once each, collected, sent back, corrected, urged by what lies in sent/ (R10.62)."""
    assert town.run("2024-05-20", "generate") == 0
    town.run("2024-05-20", "send", "forms")
    forms = town.received()
    assert list(forms) == [QIXIAN, LANKAO]

    town.run("2024-05-24", "remind")
    town.run("2024-05-24", "send", "reminders")
    friendly = town.received()
    assert "提醒" in str(friendly[QIXIAN]["Subject"])

    town.answer(LANKAO, forms[LANKAO], BAD, "Fri, 24 May 2024 10:00:00 +0800")
    assert town.run("2024-05-27", "collect") == 0
    assert town.run("2024-05-27", "merge") == 1

    assert town.run("2024-05-27", "send", "returned") == 0
    (returned,) = town.received().items()
    assert returned[0] == LANKAO
    town.answer(*returned, CORRECTED, "Mon, 27 May 2024 15:00:00 +0800")

    assert town.run("2024-05-29", "collect") == 0
    town.run("2024-05-29", "merge")
    assert not list((town.place.root / "outbox/2024-05/退回件").glob("兰考县*"))
    town.run("2024-05-29", "remind")
    town.run("2024-05-29", "send", "reminders")
    urged = town.received()
    assert list(urged) == [QIXIAN]
    assert "催报" in str(urged[QIXIAN]["Subject"])

    town.answer(QIXIAN, urged[QIXIAN], GOOD, "Thu, 30 May 2024 09:00:00 +0800")
    assert town.run("2024-05-30", "collect") == 0
    town.run("2024-05-30", "merge")
    states = town.states()
    assert (states[QIXIAN], states[LANKAO]) == ("迟报", "按时")
    capsys.readouterr()
    town.run("2024-05-30", "send", "forms")
    assert "发出0封，以前已发2封，不重发" in capsys.readouterr().out
    assert sorted(path.name for path in town.place.root.glob("sent/2024-05/*")) == [
        "催报_兰考县_提醒.eml",
        "催报_杞县_提醒.eml",
        "催报_杞县_第1次.eml",
        "填报表_兰考县_第1次.eml",
        "填报表_杞县_第1次.eml",
        "退回件_兰考县_第1次.eml",
    ]
    assert (town.dovecot.flags(), len(town.dovecot.mails())) == ([], 3)
