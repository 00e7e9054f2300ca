"""The sheet 填报说明: one printed page that tells a clerk what to fill, how, by when, to whom."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.form import formulas
from ducha.files.writing.form.guide_writer import GuideWriter, begin_guide
from ducha.files.writing.form.page import day
from ducha.files.writing.form.printed import is_long
from ducha.files.writing.form.styles import ENTRY, IDLE, FormStyles
from ducha.form.handed import HANDED_SHEET
from ducha.form.monthly import NARRATIVE_SHEET, PROGRESS_SHEET, Duty, Form
from ducha.ledger.model import Kind, Level

_COUNT = ("指标（例）", "年度目标", "上月累计", "本月新增", "本月累计填", "完成率")
_RATE = ("指标（例）", "年度目标", "已筛查人数", "新生儿总数", "分子、分母填", "完成率")


def write(sheet: Worksheet, form: Form, styles: FormStyles) -> None:
    """Write the whole sheet."""
    guide = begin_guide(sheet, styles, f"{form.period.label}重点民生实事月报　填报说明")
    guide.facts(form, ("报送截止", f"{day(form)}前（含当日）"))
    if is_long(form):
        guide.beside(("指标（点击跳到该行）", "填报情况"), _jumps(form))
    _steps(guide, form)
    _examples(guide, form)
    _legend(guide)
    _notes(guide, form)
    guide.finish(f"{form.unit}　{form.period.label}")


def _jumps(form: Form) -> list[tuple[str, str, str]]:
    """A link to the first row of each indicator, and how many of its rows wait for a figure.

    Rows are found by their code, wherever they have been sorted to (R5.7).
    """
    names = {row.task.indicator.code: row.task.indicator.name for row in form.progress}
    return [(name, *formulas.jump(code, name, len(form.progress))) for code, name in names.items()]


def _steps(guide: GuideWriter, form: Form) -> None:
    by_county = any(row.task.duty is Duty.TOTAL for row in form.progress)
    whose = (
        "每个县区一行，逐行填写；“全市”行自动合计，“市本级”没有任务的不填。"
        if by_county
        else "每项指标一行，填本县区的数。"
    )
    guide.section("一、怎么填、怎么报")
    guide.steps(
        form,
        f"打开“{PROGRESS_SHEET}”表，填浅黄色格子。{whose}",
        f"打开“{NARRATIVE_SHEET}”表，每项工作写一行：进展、问题、建议、下步措施。",
        *_handed_step(form),
        f"在“{PROGRESS_SHEET}”表最下面填好填报人、审核人、单位负责人、联系电话和填报日期。",
    )


def _handed_step(form: Form) -> tuple[str, ...]:
    if not form.handed:
        return ()
    number = len(form.handed)
    return (f"打开“{HANDED_SHEET}”表，逐项写办理情况（共{number}件）；办完的申请办结。",)


def _examples(guide: GuideWriter, form: Form) -> None:
    guide.section("二、数字怎么填（举例）")
    guide.example(_COUNT, ("新建公厕", "20座", "6", "3", "9", "45.0%"))
    guide.paragraph(
        "累计指标：填1月至本月的累计数 6+3=9，不是当月的3。本月没有进展填6；从未开展填0。"
    )
    guide.example(_RATE, ("新生儿筛查率", "95%", "1900", "2000", "1900 和 2000", "95.0%"))
    guide.paragraph(
        "比率指标：分子、分母都填1月至本月的累计数，比率自动算，不用填。没有对象的都填0。"
    )
    if any(row.task.indicator.kind is Kind.QUALITATIVE for row in form.progress):
        guide.paragraph(f"定性指标：在本月累计的下拉列表里选一项：{'、'.join(Level)}。")


def _legend(guide: GuideWriter) -> None:
    guide.section("三、颜色的意思")
    guide.pair("浅黄色", "要填的格子。其他格子都不用填，也填不进去。", ENTRY)
    guide.pair("灰色", "这一格不用填（如无任务的行）。", IDLE)
    guide.pair("红色", "填错了，必须改。不改，这个数会被退回，不计入汇总。", "returned_box")
    guide.pair("橙色", "请再核对一遍。确实无误的，在备注里写明原因。", "verify_box")
    guide.paragraph(
        "变红、变橙的原因写在同一行的“校验提示”里。“状态预判”：累计指标按应达进度评"
        "（没有时间节点的就是序时进度），比率、标准按目标线评。"
    )


def _notes(guide: GuideWriter, form: Form) -> None:
    guide.section("四、请注意")
    guide.cautions(
        form,
        "格子里只写数字，不写“约”“余”“户”等文字；要说明的写在备注里。",
        "不要改表名、编码和县区名称，不要另做新表；没有变化也要报。",
        "报出后发现有误，改正后把整个文件再发一次，以最后收到的为准。",
        "年度目标空着的，是任务还没有分解到县区，本月数照样要填。",
    )
