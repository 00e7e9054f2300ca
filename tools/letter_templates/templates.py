"""The three templates as they are shipped: 督查通报, 督查专报, 督办单."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.shared import Mm

from ducha.files.writing.letters.package import repack
from tools.letter_templates import pieces
from tools.letter_templates.page import TEXT_WIDTH, add, official_page, rule, set_cell

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table


def notice() -> Document:
    """督查通报: to the units, with tables on pages of their own."""
    document = official_page()
    pieces.add_all(
        document,
        ("{%p if 征求意见稿 %}",),
        ("征求意见稿", "{{ 征求意见稿 }}"),
        ("{%p endif %}",),
    )
    pieces.red_head(document, number="（{{ 年 }}年第{{ 期号 }}期）", signer=True)
    pieces.title(document)
    add(document, "主送机关", "{{ 主送 }}：")
    pieces.text(document)
    pieces.demands(document)
    pieces.add_all(
        document,
        ("{%p if 未决事项 %}",),
        ("一级标题", "（征求意见稿说明，正式印发时删去）"),
    )
    pieces.last_words(document, "未决事项")
    pieces.add_all(document, ("{%p endif %}",))
    pieces.attachment_list(document)
    pieces.signature(document)
    pieces.attachments(document)
    pieces.imprint(document)
    return document


def upward() -> Document:
    """督查专报: to the leaders, with room for their words at the head."""
    document = official_page()
    box = document.add_table(1, 2, "Table Grid")
    box.autofit, box.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    box.rows[0].height, box.rows[0].height_rule = Mm(32), WD_ROW_HEIGHT_RULE.AT_LEAST
    set_cell(box.rows[0].cells[0], "表单栏目", "领导批示")
    set_cell(box.rows[0].cells[1], "表单", "")
    _set_widths(box, (24, 132))
    pieces.red_head(document, number="（{{ 年 }}年第{{ 期号 }}期）", signer=True)
    pieces.title(document)
    pieces.add_all(
        document,
        ("{%p if 呈报 %}",),
        ("主送机关", "{{ 呈报 }}："),
        ("{%p endif %}",),
    )
    pieces.text(document)
    pieces.last_words(document, "数据说明")
    pieces.signature(document, room=1)
    pieces.add_all(
        document,
        ("{%p if 联系人 or 联系电话 %}",),
        (
            "公文正文",
            "（{% if 联系人 %}联系人：{{ 联系人 }}　{% endif %}联系电话：{{ 联系电话 }}）",
        ),
        ("{%p endif %}",),
    )
    return document


_ORDER_ROWS = (
    (("编　　号", "{{ 编号 }}"), ("交办日期", "{{ 交办日期 }}"), 11),
    (("承办单位", "{{ 单位 }}"), ("办结时限", "{{ 办结时限 }}"), 11),
    (("事项来源", "{{ 来源 }}"), ("批示领导", "{{ 批示领导 }}"), 11),
    (("督办事项", "{{ 事项 }}"), 11),
    (("存在问题", "{{ 问题 }}"), 20),
    (("交办要求", "{{ 交办要求 }}"), 20),
    (("办理情况", ""), 32),
    (("承办单位意见", "主要负责人（签字、盖章）：　　　　　　年　月　日"), 16),
    (("督查意见", ""), 16),
)
"""The rows of an order: each field with what stands in it, and the least height, in millimetres."""


def order() -> Document:
    """督办单: one matter for one unit, on one page (R9.26)."""
    document = official_page()
    pieces.add_all(
        document,
        ("{%p for 行 in 机关分行 %}",),
        ("红头机关", "{{ 行 }}"),
        ("{%p endfor %}",),
    )
    rule(add(document, "红头文种", "督办单"), "bottom", 18, "C00000")
    table = document.add_table(len(_ORDER_ROWS), 4, "Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, (28, 54, 28, 46))
    for row, (*fields, height) in zip(table.rows, _ORDER_ROWS, strict=True):
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        cells = list(row.cells)
        if len(fields) == 1:
            cells = [cells[0], cells[1].merge(cells[3])]
        for cell, (style, words) in zip(cells, _styled(fields), strict=True):
            set_cell(cell, style, words)
    add(
        document,
        "表注",
        "请于办结时限前书面反馈{{ 机关 }}。{% if 延期至 %}经批准，延期至{{ 延期至 }}。{% endif %}"
        "联系人：{{ 联系人 }}　联系电话：{{ 联系电话 }}",
    )
    return document


def _styled(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for name, words in fields for pair in (("表单栏目", name), ("表单", words))]


def _set_widths(table: Table, millimetres: tuple[int, ...]) -> None:
    assert Mm(sum(millimetres)) == TEXT_WIDTH  # noqa: S101 - a mistake of this script's own
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


TEMPLATES = {"督查通报.docx": notice, "督查专报.docx": upward, "督办单.docx": order}


def template_bytes(name: str) -> bytes:
    """A template as it is shipped: the same bytes each time (R9.20)."""
    written = BytesIO()
    TEMPLATES[name]().save(written)
    return repack(written.getvalue())
