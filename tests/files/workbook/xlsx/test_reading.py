"""Which sheets of an .xlsx are tables, whatever its list and the sheets themselves say."""

from __future__ import annotations

import pytest
from kit import killers
from kit.killers import archive, cells, sheet, xlsx
from kit.workbooks import changed, only, parts_in, sentence

from ducha.files.workbook.reading import read

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MACROS = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"

TWO = xlsx(sheet(cells("A1", "B2")), sheet(cells("A1")))
MODULE = changed(TWO, BOOK, (b"</sheets>", b'<sheet name="Module1" sheetId="9" r:id=""/></sheets>'))
TARGET = b'/worksheet" Target="worksheets/sheet2.xml"'


def macro_sheet() -> bytes:
    """The second sheet is one of macros as Excel 4 had them."""
    parts = parts_in(TWO)
    parts["xl/macrosheets/sheet1.xml"] = parts.pop("xl/worksheets/sheet2.xml")
    links = parts[RELATIONS]
    start = links.rindex(b'Type="', 0, links.index(TARGET))
    replaced = f'Type="{MACROS}" Target="macrosheets/sheet1.xml"'.encode()
    parts[RELATIONS] = links[:start] + replaced + links[links.index(TARGET) + len(TARGET) :]
    return archive(parts)


def test_sheets_of_old_macros_are_no_tables() -> None:
    """The parser gives up at them; the others are read."""
    assert [one.name for one in read(MODULE).sheets] == ["表1", "表2"]
    assert only(macro_sheet()).rows == ((1.0, ""), ("", 1.0))


def test_the_list_of_sheets_keeps_names_and_the_calendar() -> None:
    """Written anew without the macros: a date counted from 1904 stays the same day."""
    style = killers.styles(b'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>')
    day = xlsx(sheet(b'<row r="1"><c r="A1" s="1"><v>1</v></c></row>'), more=style)
    module = (b"</sheets>", b'<sheet name="M" sheetId="9" r:id=""/></sheets>')
    named = ("表1".encode(), b"a&amp;b&quot;")
    data = changed(day, BOOK, (b"<sheets>", b'<workbookPr date1904="1"/><sheets>'), module, named)
    assert only(data).name == 'a&b"'
    assert str(only(data).rows[0][0]) == "1904-01-02"


def test_a_sheet_that_leads_nowhere_is_not_passed_over() -> None:
    """Only sheets of macros may be missing without a word."""
    assert "损坏" in sentence(changed(TWO, BOOK, (b'r:id="rId2"', b'r:id="rId7"')))


SIZES = ('ref="1:5"', 'ref="A1:XFD1048576"', 'ref=""', "ref='A1'")


@pytest.mark.parametrize("size", SIZES)
def test_what_a_sheet_says_of_its_own_size_is_not_handed_on(size: str) -> None:
    """Some programs write rows or columns only, at which the parser gives up."""
    replaced = xlsx(sheet(cells("A1", "B2"), before=f"<dimension {size}/>".encode()))
    assert only(replaced).rows == ((1.0, ""), ("", 1.0))


def test_what_is_remembered_of_other_workbooks_is_no_sheet() -> None:
    """It gives the first row once for each of their sheets."""
    rows = b'<sheetData sheetId="%d"><row r="1"><cell r="A1"><v>1</v></cell></row></sheetData>'
    link = b"<externalLink><externalBook><sheetDataSet>" + rows % 0 + rows % 1
    part = {"xl/externalLinks/externalLink1.xml": link + b"</sheetDataSet></externalBook>"}
    assert only(xlsx(sheet(cells("A1")), more=part)).rows == ((1.0,),)


def test_a_formula_in_a_rule_for_colours_is_no_cell_s() -> None:
    """It stands behind the cells, under the same name but for its prefix."""
    rule = b'<extLst xmlns:xm="m"><ext><xm:f>A1</xm:f></ext></extLst>'
    row = b' <row r="3"><c r="C3"><f>1+1</f><v>2</v></c><c r="D3"><v>1</v></c></row>'
    assert only(xlsx(sheet(row, after=rule))).formulas == {"C3"}
