"""The sheet 填报说明 of the breakdown form: what to fill, with an example, to whom it goes."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.form.guide_writer import GuideWriter, begin_guide
from ducha.files.writing.form.styles import ENTRY, IDLE, FormStyles
from ducha.form.breakdown import BREAKDOWN_SHEET, BreakdownForm
from ducha.ledger.model import OWN

_SPLIT = ("指标（例）", "全市目标", "甲县 填", "乙县 填", f"{OWN} 填", "合计")
_PLAN = ("指标（例）", "全市目标", "3月底 填", "6月底 填", "9月底 填", "12月底 填")
_LINE = ("指标（例）", "全市目标", "甲县 填", "乙县 填", f"{OWN} 填", "合计")


def write(sheet: Worksheet, form: BreakdownForm, styles: FormStyles) -> None:
    """Write the whole sheet."""
    guide = begin_guide(sheet, styles, f"{form.year}年重点民生实事任务分解　填报说明")
    guide.facts(
        form,
        ("分解年度", f"{form.year}年"),
        ("报送时间", "以发表的通知或邮件为准，请尽快报送"),
    )
    _steps(guide, form)
    if any(row.adds_up for row in form.rows):
        _split(guide)
    if not all(row.adds_up for row in form.rows):
        _lines(guide)
    _milestones(guide)
    _legend(guide)
    _notes(guide, form)
    guide.finish(f"{form.unit}　{form.year}年")


def _steps(guide: GuideWriter, form: BreakdownForm) -> None:
    guide.section("怎么填、怎么报")
    guide.steps(
        form,
        f"打开下方的“{BREAKDOWN_SHEET}”表，每项指标一行，在浅黄色格子里填各县区和市本级的任务。",
        "没有任务的县区填0；还定不下来的空着，以后补报。先报一部分也可以。",
        "填各季度末的时间节点、完成时限，以及这项工作的联系人和电话。",
    )


def _split(guide: GuideWriter) -> None:
    guide.section("累计指标：把全市目标分到县区（举例）")
    guide.example(_SPLIT, ("新建公厕", "20座", "8", "10", "2", "20"))
    guide.paragraph(
        "8+10+2=20，合计自动算。合计比全市目标少时，合计、差额变红；多一些可以。"
        f"{OWN}指不在任何县区、由市级直接做的任务，没有就空着。"
    )


def _lines(guide: GuideWriter) -> None:
    guide.section("比率、标准：填各县区自己的目标线，不拆分（举例）")
    guide.example(_LINE, ("新生儿筛查率", "95%", "96", "（空着）", "（空着）", "不相加"))
    guide.paragraph("填百分数本身，96%填96。空着的县区就按全市目标95%，不要把95拆成几份。")


def _milestones(guide: GuideWriter) -> None:
    guide.section("时间节点：到季度末应完成全年任务的百分之几（举例）")
    guide.example(_PLAN, ("新建公厕", "20座", "10%", "40%", "80%", "100%"))
    guide.paragraph(
        "是1月到那时的累计比例，不是每季度各完成多少（不填25%、25%、25%、25%），只能不变或增加，"
        "完成时限当月是100%，各县区通用。整行空着，就按月平均（6月底50%）。"
    )


def _legend(guide: GuideWriter) -> None:
    guide.section("颜色的意思")
    guide.pair("浅黄色", "要填的格子。其他格子都不用填，也填不进去。", ENTRY)
    guide.pair("灰色", "这个县区不承担这项指标，不用填。", IDLE)
    guide.pair("红色", "填错了，或合计还不够。原因写在同一行的“校验提示”里。", "returned_box")
    guide.pair("橙色", "可能填错了，请核对；没有错的照报。", "verify_box")


def _notes(guide: GuideWriter, form: BreakdownForm) -> None:
    guide.section("请注意")
    guide.cautions(
        form,
        "格子里只写数字，不写单位和文字。不要改表名、编码和县区名称，不要另做新表。",
        "已经填好的是目前掌握的数，没有变化的不用动；清空不改动，没有任务的填0。",
        "报出后要改的，改好后把整个文件再发一次；同一格以最后收到的为准，空着的不改动。",
    )
