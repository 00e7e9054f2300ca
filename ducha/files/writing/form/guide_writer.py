"""How the sheet 填报说明 is written: one line after another, each as high as it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.form.page import set_up_paper
from ducha.files.writing.form.styles import ENTRY, IDLE, LOCKED, TOTAL, FormStyles, height
from ducha.files.writing.sheet import formula, text, write_merged
from ducha.form.breakdown import BreakdownForm
from ducha.form.monthly import GUIDE_SHEET, Form
from ducha.form.secrecy import NOT_BY_MAIL

_LEFT, _RIGHT = 1, 6
_WIDTH = 14
_SPAN = _WIDTH * (_RIGHT - _LEFT + 1)
_BESIDE, _BESIDE_WIDTHS = (8, 9), (36, 11)
_TONES = (ENTRY, TOTAL, IDLE, LOCKED)


@dataclass(slots=True)
class GuideWriter:
    """Where the next line goes."""

    sheet: Worksheet
    styles: FormStyles
    row: int = 0

    def across(self, content: str, style: Format, least: float, size: float = 11) -> None:
        """Write a text over the whole width, as high as it needs."""
        write_merged(self.sheet, (self.row, _LEFT, _RIGHT), content, style)
        self.sheet.set_row(self.row, height([(content, _SPAN, size)], least))
        self.row += 1

    def section(self, content: str) -> None:
        """Write the heading of a section."""
        self.across(content, self.styles.plain["section"], 34)

    def paragraph(self, content: str) -> None:
        """Write a paragraph."""
        self.across(content, self.styles.plain["paragraph"], 22)

    def pair(self, label: str, content: str, tone: str) -> None:
        """Write a label in its own colour and beside it what it means."""
        style = self.styles.cell["centre", tone] if tone in _TONES else self.styles.plain[tone]
        text(self.sheet, self.row, _LEFT, label, style)
        beside = self.styles.cell["text", LOCKED]
        write_merged(self.sheet, (self.row, _LEFT + 1, _RIGHT), content, beside)
        self.sheet.set_row(self.row, height([(content, _SPAN - _WIDTH + 2, 11)], 24))
        self.row += 1

    def facts(self, form: Form | BreakdownForm, *when: tuple[str, str]) -> None:
        """Write whose form it is, what `when` says of its time, to whom it goes and why."""
        facts = (
            ("填报单位", form.unit),
            *when,
            ("报送邮箱", form.mailbox),
            ("收表单位", form.host),
            ("联系电话", form.phone),
            ("工作依据", form.title),
        )
        for label, content in facts:
            if content:
                self.pair(label, content, TOTAL)

    def steps(self, form: Form | BreakdownForm, *filling: str) -> None:
        """Write what to do, step by step: the `filling`, then how the form goes back."""
        where = f"发送到 {form.mailbox}" if form.mailbox else "发回"
        self.numbered(*filling, f"保存，把这个文件作为附件{where}。不要截图、拍照或转成PDF。")

    def cautions(self, form: Form | BreakdownForm, *cautions: str) -> None:
        """Write what to mind, and whom to ask."""
        ask = (f"有疑问请联系：{form.phone}。",) if form.phone else ()
        self.numbered(f"{NOT_BY_MAIL}。", *cautions, *ask)

    def numbered(self, *paragraphs: str) -> None:
        """Write paragraphs with a number before each."""
        for number, paragraph in enumerate(paragraphs, start=1):
            self.paragraph(f"{number}. {paragraph}")

    def example(self, headings: tuple[str, ...], values: tuple[str, ...]) -> None:
        """Write a small table; cells under a heading that ends in 填 are tinted."""
        for offset, (heading, value) in enumerate(zip(headings, values, strict=True)):
            entry = heading.endswith("填")
            above = self.styles.plain["heading_entry" if entry else "heading"]
            below = self.styles.plain["sample"] if entry else self.styles.cell["centre", LOCKED]
            text(self.sheet, self.row, _LEFT + offset, heading, above)
            text(self.sheet, self.row + 1, _LEFT + offset, value, below)
        for row in (self.row, self.row + 1):
            self.sheet.set_row(row, 24)
        self.row += 2

    def beside(self, titles: tuple[str, str], lines: Sequence[tuple[str, str, str]]) -> None:
        """Write a list right of what is printed, from here on: names, their links and counts.

        What stands beside label and content of `facts` would be read for a part of them.
        """
        for column, width in zip(_BESIDE, _BESIDE_WIDTHS, strict=True):
            self.sheet.set_column(column, column, width)
        for column, title in zip(_BESIDE, titles, strict=True):
            text(self.sheet, self.row, column, title, self.styles.plain["heading"])
        for row, (name, jump, left) in enumerate(lines, start=self.row + 1):
            formula(self.sheet, (row, _BESIDE[0]), jump, self.styles.plain["jump"], name)
            formula(self.sheet, (row, _BESIDE[1]), left, self.styles.plain["left"])

    def finish(self, footer: str) -> None:
        """Protect the sheet and make it one printed page."""
        self.sheet.protect()
        self.sheet.hide_gridlines(2)
        set_up_paper(self.sheet, f"{footer}　{GUIDE_SHEET}")
        self.sheet.print_area(0, 0, self.row - 1, _RIGHT)
        self.sheet.fit_to_pages(1, 1)


def begin_guide(sheet: Worksheet, styles: FormStyles, title: str) -> GuideWriter:
    """Set the columns and write the title."""
    sheet.set_column(0, 0, 2)
    sheet.set_column(_LEFT, _RIGHT, _WIDTH)
    guide = GuideWriter(sheet, styles)
    guide.across(title, styles.plain["title"], 36)
    return guide
