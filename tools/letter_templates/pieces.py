"""What several templates have in common: the red head, the text, the attachments, the imprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from tools.letter_templates.page import (
    TEXT_WIDTH,
    add,
    element,
    end_section,
    repeat_head,
    rule,
    set_cell,
    tabs,
)

if TYPE_CHECKING:
    from docx.document import Document

_WIDE = 8844
"""Twips of the type area."""
_CONTROL = "公文正文"
"""Paragraphs that hold a tag for the program are not printed; they look like the text."""


def add_all(document: Document, *lines: tuple[str, ...]) -> None:
    """Paragraphs, each a style and its texts; a tag for the program needs no style."""
    for style, *texts in lines:
        add(document, style, *texts) if texts else add(document, _CONTROL, style)


def red_head(document: Document, *, number: str, signer: bool) -> None:
    """Who speaks, in red; number, and who signs; the red rule (R9.23)."""
    add_all(
        document,
        ("{%p for 行 in 机关分行 %}",),
        ("红头机关", "{{ 行 }}"),
        ("{%p endfor %}",),
        ("红头文种", "{{ 文种 }}"),
    )
    line = add(document, "红头期号", f"\t{number}" + ("\t签发人：{{ 签发人 }}" if signer else ""))
    tabs(line, ("center", _WIDE // 2), ("right", _WIDE))
    rule(line, "bottom", 18, "C00000")


def title(document: Document) -> None:
    """The title on its lines, in the middle."""
    add(document, "公文正文")
    add_all(
        document,
        ("{%p for 行 in 标题 %}",),
        ("公文标题", "{{ 行 }}"),
        ("{%p endfor %}",),
    )


def text(document: Document) -> None:
    """Opening, then the sections: 一、 in 黑体, （一） in 楷体."""
    add_all(
        document,
        ("{%p for 段 in 开头 %}",),
        ("公文正文", "{{ 段 }}"),
        ("{%p endfor %}",),
        ("{%p for 节 in 正文 %}",),
        ("一级标题", "{{ 节.编号 }}{{ 节.标题 }}"),
        ("{%p for 段 in 节.段落 %}",),
        ("{%p if 段.末段 %}",),
        ("公文末段", "*{{ 段.编号 }}{{ 段.引语 }}*", "{{ 段.文字 }}"),
        ("{%p else %}",),
        ("公文正文", "*{{ 段.编号 }}{{ 段.引语 }}*", "{{ 段.文字 }}"),
        ("{%p endif %}",),
        ("{%p endfor %}",),
        ("{%p endfor %}",),
    )


def demands(document: Document) -> None:
    """下步要求: the bureau's own words, in the template (R9.42)."""
    add_all(
        document,
        ("一级标题", "{{ 要求编号 }}下步要求"),
        (
            "公文正文",
            "*（一）压实工作责任。*",
            "各县区、市直有关单位要对照年度目标和时间节点，逐项排查，把责任落实到单位、到人，确保按序时进度推进。",
        ),
        (
            "公文正文",
            "*（二）抓紧整改问题。*",
            "对滞后、严重滞后的事项，责任单位要查明原因，制定措施，明确完成时限，尽快赶上进度；所报数据被退回的，要及时核实更正。",
        ),
        ("{%p if 下月 %}",),
        (
            "公文末段",
            "*（三）按时规范报送。*",
            "请各责任单位于{{ 下次报送截止 }}前报送{{ 下月 }}进展情况，数据要真实、完整。",
        ),
        ("{%p else %}",),
        (
            "公文末段",
            "*（三）做好总结收尾。*",
            "各责任单位要对全年任务完成情况逐项核对，未完成的要说明原因和后续安排。",
        ),
        ("{%p endif %}",),
    )


def last_words(document: Document, name: str) -> None:
    """Sentences behind the text, on the page of what follows: no signature stands alone."""
    add(document, _CONTROL, f"{{%p for 条 in {name} %}}")
    add(document, "公文末段", "{{ 条 }}")
    add(document, _CONTROL, "{%p endfor %}")


def attachment_list(document: Document) -> None:
    """附件：1. … below the text."""
    add_all(document, ("{%p if 附件 %}",), ("公文末段", ""))
    add_all(document, ("{%p for 件 in 附件 %}",), ("{%p if loop.first %}",))
    first = add(
        document, "附件说明", "附件：{{ 件.编号 }}{% if 件.编号 %}. {% endif %}{{ 件.名称 }}"
    )
    shape = first.paragraph_format
    shape.first_line_indent = Twips(-3 * 320)
    first._p.pPr.ind.set(qn("w:hangingChars"), "300")  # noqa: SLF001 - in characters as well
    add_all(
        document,
        ("{%p else %}",),
        ("附件说明", "{{ 件.编号 }}. {{ 件.名称 }}"),
        ("{%p endif %}",),
        ("{%p endfor %}",),
        ("{%p endif %}",),
    )


def signature(document: Document, *, room: int = 2) -> None:
    """So many lines of room for the seal, who speaks, and the day (R9.23)."""
    add_all(
        document,
        *[("公文末段", "")] * room,
        ("署名", "{{ 机关 }}"),
        ("署名", "{{ 成文日期 }}"),
    )


def attachments(document: Document) -> None:
    """Each on a page of its own, the wide ones on a page that lies (R9.24)."""
    add_all(
        document,
        ("{%p for 件 in 附件 %}",),
        ("{%p if loop.first or not loop.previtem.横排 %}",),
    )
    end_section(document, landscape=False)
    add_all(
        document,
        ("{%p endif %}",),
        ("附件编号", "附件{{ 件.编号 }}"),
        ("{%p for 行 in 件.标题 %}",),
        ("附件标题", "{{ 行 }}"),
        ("{%p endfor %}",),
        ("{%p if 件.横排 %}",),
    )
    _table(document, Mm(225))
    _remark(document)
    end_section(document, landscape=True)
    add_all(document, ("{%p else %}",))
    _table(document, TEXT_WIDTH)
    _remark(document)
    add_all(document, ("{%p endif %}",), ("{%p endfor %}",))


def _remark(document: Document) -> None:
    add_all(
        document,
        ("{%p if 件.说明 %}",),
        ("表注", "{{ 件.说明 }}"),
        ("{%p endif %}",),
    )


def _table(document: Document, width: int) -> None:
    """A table of as many columns and rows as there are; its head stands on every page."""
    table = document.add_table(4, 3, "Table Grid")
    table.autofit = True
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    cells = (
        ("表头", ("{%tc for 列名 in 件.列 %}", "{{ 列名 }}", "{%tc endfor %}")),
        ("表格", ("{%tr for 行 in 件.行 %}", "", "")),
        ("表格", ("{%tc for 格 in 行 %}", "{{ 格 }}", "{%tc endfor %}")),
        ("表格", ("{%tr endfor %}", "", "")),
    )
    for row, (style, texts) in zip(table.rows, cells, strict=True):
        for cell, words in zip(row.cells, texts, strict=True):
            set_cell(cell, style, words)
    for column in table.columns:
        column.width = width // 3
        for cell in column.cells:
            cell.width = width // 3
    repeat_head(table)
    air = element("w:tblCellMar")
    for side, free in (("top", 30), ("left", 70), ("bottom", 30), ("right", 70)):
        air.append(element(f"w:{side}", w=free, type="dxa"))
    table._tbl.tblPr.insert_element_before(air, "w:tblLook")  # noqa: SLF001 - the API has none


_IMPRINT = 8550
"""Twips of 版记: wider, and LibreOffice takes the table for one that does not float."""


def imprint(document: Document) -> None:
    """版记 at the foot of the last page: who else gets it; who had it printed, and when (R9.23)."""
    table = document.add_table(4, 1)
    table.autofit = False
    lines = (
        "{%tr if 抄送 %}",
        "抄送：{{ 抄送 }}",
        "{%tr endif %}",
        "{{ 机关 }}\t{{ 成文日期 }}印发",
    )
    for row, words in zip(table.rows, lines, strict=True):
        set_cell(row.cells[0], "版记", words)
        row.cells[0].width = Twips(_IMPRINT)
    table.columns[0].width = Twips(_IMPRINT)
    tabs(table.rows[-1].cells[0].paragraphs[0], ("right", _IMPRINT - 500))
    place = element(
        "w:tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="margin",
        tblpXSpec="center",
        tblpYSpec="bottom",
    )
    borders = element("w:tblBorders")
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):
        borders.append(element(f"w:{side}", val="single", sz=eighths, space=0, color="000000"))
    properties = table._tbl.tblPr  # noqa: SLF001 - the API has neither place nor borders
    properties.insert_element_before(place, "w:tblOverlap", "w:tblW", "w:jc", "w:tblLayout")
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    add(document, "分节")  # a table that floats hangs on the paragraph behind it
