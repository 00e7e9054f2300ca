"""Small files that would cost a reader gigabytes or minutes, and how they are built."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from string import ascii_uppercase
from zipfile import ZIP_DEFLATED, ZipFile

from ducha.cells import letters
from kit import xls, xlsb

MEGA = 1024**2
LARGE = 4 * MEGA
"""Bytes of a large part: enough for what takes time by their square to be seen."""
TALL = 5_000
"""Rows of a sheet that is as large as a large form may be."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = b"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
_KIND = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Killer:
    """A file, and words of the sentence with which it is refused; none where it is read."""

    name: str
    build: Callable[[], bytes]
    words: str


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def xlsx(*sheets: bytes, book: bytes = b"", more: dict[str, bytes] | None = None) -> bytes:
    """A workbook of these rows of XML, written as the usual programs write them."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    links += f'<Relationship Id="s" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="t" Type="{_LINKS}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{_LINKS}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'.encode(),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>".encode(),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{listed}'
        "</sheets>".encode()
        + book
        + b"</workbook>",
        **{f"xl/worksheets/sheet{n}.xml": one for n, one in zip(numbers, sheets, strict=True)},
    }
    return archive(parts | (more or {}))


def sheet(rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """A sheet around its rows."""
    return b"".join(
        (
            f'<worksheet xmlns="{_MAIN}" xmlns:r="{_LINKS}">'.encode(),
            *(before, b"<sheetData>", rows, b"</sheetData>", after, b"</worksheet>"),
        )
    )


def cells(*references: str) -> bytes:
    """One number in each of these, each in a row of its own."""
    return b"".join(
        f'<row r="{name.lstrip(ascii_uppercase)}"><c r="{name}"><v>1</v></c></row>'.encode()
        for name in references
    )


CORNERS = sheet(cells("A1", "OJ20000"))
SHORT = sheet(cells("A1"))


def bracketed() -> bytes:
    """A sheet whose name ends a tag for whoever does not look at quotes."""
    with ZipFile(BytesIO(xlsx(CORNERS))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("表1".encode(), b"a>b")
    return archive(parts)


def strings(*texts: bytes, told: int = 1) -> dict[str, bytes]:
    """The part with the shared strings."""
    listed = b"".join(b"<si><t>" + text + b"</t></si>" for text in texts)
    start = f'<sst xmlns="{_MAIN}" count="{told}" uniqueCount="{told}">'.encode()
    return {"xl/sharedStrings.xml": start + listed + b"</sst>"}


def many(form: str, count: int) -> bytes:
    """The same, so many times, with the number in its place."""
    return "".join(form.format(number) for number in range(1, count + 1)).encode()


def styles(inside: bytes) -> dict[str, bytes]:
    """The part with the formats."""
    return {"xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'.encode() + inside + b"</styleSheet>"}


def ods(table: str, *, content: str | None = None, more: dict[str, bytes] | None = None) -> bytes:
    """A workbook of these rows of XML, or of a whole part."""
    body = content or (
        f"<office:document-content {_SPACES}><office:body><office:spreadsheet>"
        f'<table:table table:name="表">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {
        "mimetype": _KIND.encode(),
        "META-INF/manifest.xml": b"<manifest/>",
        "content.xml": body.encode(),
    }
    return archive(parts | (more or {}))


def ods_row(*inside: str, repeat: int = 1) -> str:
    """A row, so many times."""
    told = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
    return f"<table:table-row{told}>{''.join(inside)}</table:table-row>"


def ods_cell(text: str = "", repeat: int = 1) -> str:
    """A cell with a text or a blank one, so many times."""
    told = f' table:number-columns-repeated="{repeat}"' if repeat > 1 else ""
    if not text:
        return f"<table:table-cell{told}/>"
    inside = f"<text:p>{text}</text:p>"
    return f'<table:table-cell{told} office:value-type="string">{inside}</table:table-cell>'


def renamed(data: bytes, *pairs: tuple[bytes, bytes]) -> bytes:
    """The same .ods with other names in its content."""
    with ZipFile(BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for old, new in pairs:
        parts["content.xml"] = parts["content.xml"].replace(old, new)
    return archive(parts)


def xlsb_corners() -> bytes:
    """Two cells in opposite corners."""
    return xlsb.sheet(xlsb.row(0, [1.0]) + xlsb.row(19_999, [1.0], 399))


def long_record(kind: int, told: int) -> bytes:
    """A record that tells of more bytes than there are."""
    steps = [told >> shift & 0x7F | 0x80 for shift in (0, 7, 14)]
    name = [kind] if kind < 0x80 else [kind & 0x7F | 0x80, kind >> 7]
    return bytes([*name, *steps, told >> 21])


def nested(depth: int) -> bytes:
    """Tags within tags."""
    return b"<a>" * depth + b"</a>" * depth


def grid(form: str, columns: int, rows: int) -> bytes:
    """Cells of so many columns and rows."""
    names = [letters(column) for column in range(columns)]
    return "".join(
        f'<row r="{row}">' + "".join(form.format(name, row) for name in names) + "</row>"
        for row in range(1, rows + 1)
    ).encode()


def shared_cells(count: int) -> bytes:
    """Cells that all show the first of the shared strings."""
    rows = range(1, count // 16 + 1)
    return "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{column}{row}" t="s"><v>0</v></c>' for column in "ABCDEFGHIJKLMNOP")
        + "</row>"
        for row in rows
    ).encode()


LONG = 32_000


def xlsb_shared() -> bytes:
    """The same for an .xlsb."""
    text = struct.pack("<BI", 0, LONG) + b"x\0" * LONG
    listed = xlsb.record(159, struct.pack("<II", 1, 1)) + xlsb.record(19, text) + xlsb.record(160)
    rows = b"".join(
        xlsb.row(row, [])
        + b"".join(xlsb.record(7, struct.pack("<III", column, 0, 0)) for column in range(16))
        for row in range(2000)
    )
    return xlsb.packed({"a": xlsb.sheet(rows)}, {"xl/sharedStrings.bin": listed})


def xlsb_names() -> bytes:
    """A formula under a name that says a long name again and again."""
    name = struct.pack("<I", 30_000) + "名".encode("utf-16-le") * 30_000
    token = b"\x23" + struct.pack("<I", 1)
    formula = struct.pack("<I", 5 * 200_000) + token * 200_000
    first = xlsb.record(39, bytes(9) + name + struct.pack("<I", 0))
    second = xlsb.record(39, bytes(9) + struct.pack("<I", 1) + b"b\0" + formula)
    book = xlsb.book(["a"], first + second + xlsb.record(157))
    return xlsb.packed({"a": xlsb.sheet(xlsb.row(0, [1.0]))}, {"xl/workbook.bin": book})


def xls_shared() -> bytes:
    """The same for an .xls."""
    told = b"".join(xls.shared(row, column, 0) for row in range(2000) for column in range(16))
    return xls.workbook({"a": told}, xls.strings(["x" * LONG]))


def xls_formulas() -> bytes:
    """Formulas that say a long name again and again."""
    name = "名" * 255
    head = struct.pack("<HBBHHHBBBB", 0, 0, len(name), 0, 0, 0, 0, 0, 0, 0)
    named = xls.record(0x18, head + b"\1" + name.encode("utf-16-le"))
    tokens = (b"\x23" + struct.pack("<HH", 1, 0)) * 1600
    formulas = b"".join(
        xls.record(
            6,
            struct.pack("<3Hd", row, 0, 0, 1.0)
            + bytes(6)
            + struct.pack("<H", len(tokens))
            + tokens,
        )
        for row in range(700)
    )
    return xls.workbook({"a": formulas}, named)


STREAM = xls.book({"a": xls.cell(0, 0, 1.0)}).ljust(8192, b"\0")

KILLERS: tuple[Killer, ...] = (
    # far out
    Killer("xlsx: opposite corners", lambda: xlsx(CORNERS), "OJ20000"),
    Killer("xlsx: corners in every sheet", lambda: xlsx(*[CORNERS] * 60), "OJ20000"),
    Killer(
        "xlsx: middling corners in every sheet",
        lambda: xlsx(*[sheet(cells("A1", "OJ999"))] * 60),
        "100万格",
    ),
    Killer(
        "xlsx: corners, unusually", lambda: xlsx(CORNERS.replace(b"<row r", b"<row  r")), "OJ20000"
    ),
    Killer("xlsx: far out", lambda: xlsx(sheet(cells("A1", "XFD1048576"))), "XFD1048576"),
    Killer(
        "xlsx: far out behind a prefix",
        lambda: xlsx(
            sheet(
                cells("A1") + b'<row r="2"><x:c xmlns:x="u" r="XFD1048576"><x:v>1</x:v></x:c></row>'
            )
        ),
        "XFD1048576",
    ),
    Killer(
        "xlsx: far out in rows before the rows",
        lambda: xlsx(sheet(cells("A1"), b"<sheetData >" + cells("XFD1048576") + b"</sheetData>")),
        "XFD1048576",
    ),
    Killer(
        "xlsx: far out where the rows stand in a comment",
        lambda: xlsx(
            sheet(b" " + cells("XFD1048576"), b"<!--<sheetData>" + cells("A1") + b"</sheetData>-->")
        ),
        "XFD1048576",
    ),
    Killer(
        "xlsx: far out after a bracket in an attribute",
        lambda: xlsx(sheet(b'<row x=">" r="9"><c x=">" r="XFD1048576"><v>1</v></c></row>')),
        "XFD1048576",
    ),
    Killer(
        "xlsx: far out in a sheet with a bracket in its name",
        bracketed,
        "OJ20000",
    ),
    Killer(
        "xlsx: far out in a part that is not listed",
        lambda: xlsx(SHORT, more={"xl/odd.xml": CORNERS}),
        "OJ20000",
    ),
    Killer(
        "xlsx: rows that lie",
        lambda: xlsx(sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="OJ20000"><v>1</v></c></row>')),
        "OJ20000",
    ),
    Killer("xlsb: opposite corners", lambda: xlsb.packed({"a": xlsb_corners()}), "OJ20000"),
    Killer(
        "xlsb: far out",
        lambda: xlsb.packed(
            {"a": xlsb.sheet(xlsb.row(0, [1.0]) + xlsb.row(1_048_575, [1.0], 16_383))}
        ),
        "XFD1048576",
    ),
    Killer(
        "xls: opposite corners",
        lambda: xls.workbook({"a": xls.cell(0, 0, 1.0) + xls.cell(19_999, 255, 1.0)}),
        "IV20000",
    ),
    Killer(
        "xls: far down",
        lambda: xls.workbook({"a": xls.cell(0, 0, 1.0) + xls.cell(65_535, 255, 1.0)}),
        "IV65536",
    ),
    Killer(
        "xls: corners in every sheet",
        lambda: xls.workbook(
            {f"a{n}": xls.cell(0, 0, 1.0) + xls.cell(3_999, 255, 1.0) for n in range(200)}
        ),
        "IV4000",
    ),
    Killer(
        "ods: far down and right",
        lambda: ods(
            ods_row(ods_cell("x"))
            + ods_row(ods_cell(), repeat=1_048_574)
            + ods_row(ods_cell(repeat=16_383), ods_cell("x"))
        ),
        "XFD1048576",
    ),
    Killer(
        "ods: corners",
        lambda: ods(
            ods_row(ods_cell("x"))
            + ods_row(ods_cell(), repeat=19_998)
            + ods_row(ods_cell(repeat=399), ods_cell("x"))
        ),
        "OJ20000",
    ),
    Killer("ods: a cell repeated", lambda: ods(ods_row(ods_cell("x", repeat=16_384))), "XFD1"),
    Killer(
        "ods: a cell repeated more often than there are columns",
        lambda: ods(ods_row(ods_cell("x", repeat=1_000_000))),
        "损坏",
    ),
    Killer(
        "ods: a row repeated", lambda: ods(ods_row(ods_cell("x"), repeat=1_000_000)), "处还有内容"
    ),
    Killer("ods: both", lambda: ods(ods_row(ods_cell("x", repeat=400), repeat=20_000)), "OJ20000"),
    # words
    Killer(
        "xlsx: one long string in many cells",
        lambda: xlsx(sheet(shared_cells(50_000)), more=strings(b"x" * LONG)),
        "文字过多",
    ),
    Killer("xlsb: one long string in many cells", xlsb_shared, "文字过多"),
    Killer("xls: one long string in many cells", xls_shared, "文字过多"),
    Killer(
        "ods: one long string in many cells",
        lambda: ods(ods_row(ods_cell("x" * LONG, repeat=16), repeat=2000)),
        "文字过多",
    ),
    Killer(
        "ods: blanks by a number",
        lambda: ods(ods_row(ods_cell('<text:s text:c="900000000"/>'))),
        "不常见",
    ),
    Killer(
        "ods: blanks by many numbers",
        lambda: ods(ods_row(ods_cell('<text:s text:c="9000000"/>' * 40))),
        "文字过多",
    ),
    Killer(
        "ods: white space between as many tags as may be",
        lambda: ods("\n".join([ods_row("\n", *[ods_cell()] * 390)] * 1250)),
        "",
    ),
    Killer(
        "ods: white space between more tags than are written anew",
        lambda: ods("\n".join([ods_row("\n", *[ods_cell()] * 390)] * 1350)),
        "过多",
    ),
    Killer("xls: formulas that would be spelt out", xls_formulas, ""),
    Killer("xlsb: names that would be spelt out", xlsb_names, ""),
    Killer(
        "xlsx: one cell of many MiB",
        lambda: xlsx(
            sheet(
                b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
                + b"x" * LARGE
                + b"</t></is></c></row>"
            )
        ),
        "",
    ),
    Killer(
        "xlsx: shared strings of many MiB",
        lambda: xlsx(
            SHORT,
            more={
                "xl/sharedStrings.xml": strings()["xl/sharedStrings.xml"].replace(
                    b"</sst>", b"<si><t/></si>" * (LARGE // 13) + b"</sst>"
                )
            },
        ),
        "",
    ),
    Killer(
        "xlsx: all of it, with long strings",
        lambda: xlsx(
            sheet(shared_cells(300_000)),
            more={
                "xl/sharedStrings.xml": strings(b"x" * LONG)["xl/sharedStrings.xml"].replace(
                    b"</sst>", b"<si><t/></si>" * (LARGE // 13) + b"</sst>"
                )
            },
        ),
        "文字过多",
    ),
    # lies
    Killer(
        "xlsx: a dimension that lies",
        lambda: xlsx(sheet(cells("A1"), b'<dimension ref="A1:XFD1048576"/>')),
        "",
    ),
    Killer(
        "xlsx: a dimension that lies upwards",
        lambda: xlsx(sheet(cells("A1"), b'<dimension ref="B9:A1"/>')),
        "",
    ),
    Killer(
        "xlsx: counts that lie", lambda: xlsx(SHORT, more=strings(b"x", told=4_294_967_295)), "损坏"
    ),
    Killer(
        "xlsx: counts that lie in the styles",
        lambda: xlsx(
            SHORT,
            more=styles(
                b'<numFmts count="4294967295"/><fonts count="4294967295"/>'
                b'<cellXfs count="4294967295"><xf numFmtId="0"/></cellXfs>'
            ),
        ),
        "",
    ),
    Killer(
        "xlsx: counts that lie in a sheet",
        lambda: xlsx(
            sheet(
                cells("A1"),
                after=b'<mergeCells count="4294967295"/><tableParts count="4294967295"/>',
            )
        ),
        "",
    ),
    Killer(
        "xlsb: a dimension that lies",
        lambda: xlsb.packed({"a": xlsb.sheet(xlsb.row(0, [1.0]), (0, 1_048_575, 0, 16_383))}),
        "",
    ),
    Killer(
        "xlsb: a record over the end",
        lambda: xlsb.packed({"a": xlsb.sheet(xlsb.row(0, [1.0]) + long_record(6, 2**28 - 1))}),
        "损坏",
    ),
    Killer(
        "xlsb: the same in the strings",
        lambda: xlsb.packed(
            {"a": xlsb.sheet(xlsb.row(0, [1.0]))},
            {"xl/sharedStrings.bin": long_record(159, 2**28 - 1)},
        ),
        "损坏",
    ),
    Killer(
        "xlsb: one part as many sheets",
        lambda: xlsb.packed({"a": b""}, {"xl/workbook.bin": xlsb.book(["a"] * 2)}),
        "损坏",
    ),
    Killer(
        "xls: a dimension that lies",
        lambda: xls.workbook({"a": xls.size(2**32 - 1, 65_535) + xls.cell(0, 0, 1.0)}),
        "",
    ),
    Killer(
        "xls: strings that are not there",
        lambda: xls.workbook({"a": xls.cell(0, 0, 1.0)}, xls.strings(["x"], told=2**31 - 1)),
        "损坏",
    ),
    Killer(
        "xls: a record over the end",
        lambda: xls.compound(
            {"Workbook": xls.book({"a": xls.cell(0, 0, 1.0) + struct.pack("<2H", 0x203, 60_000)})}
        ),
        "损坏",
    ),
    Killer(
        "xlsb: a part that ends too early",
        lambda: xlsb.packed({"a": xlsb.sheet(xlsb.row(0, [1.0]))[:-6]}),
        "损坏",
    ),
    Killer(
        "xls: a stream in a circle", lambda: xls.compound({"Workbook": STREAM}, table={3: 2}), ""
    ),
    Killer(
        "xls: a directory in a circle",
        lambda: xls.compound({"Workbook": STREAM}, table={1: 1}),
        "不常见",
    ),
    Killer(
        "xls: a table in a circle",
        lambda: xls.compound({"Workbook": STREAM}, header={44: 2**32 - 1, 68: 0, 72: 2**32 - 1}),
        "",
    ),
    Killer(
        "xls: a directory of gigabytes",
        lambda: xls.compound({"Workbook": STREAM}, header={40: 2**32 - 1, 64: 2**32 - 1, 60: 0}),
        "",
    ),
    Killer(
        "xls: a chain into nowhere",
        lambda: xls.compound({"Workbook": STREAM}, table={3: 9999}),
        "损坏",
    ),
    Killer(
        "xls: 40,000 streams", lambda: xls.compound({"Workbook": STREAM}, entries=40_000), "不常见"
    ),
    Killer(
        "ods: a table without its end",
        lambda: ods("", content=f"<office:document-content {_SPACES}><table:table table:name='a'>"),
        "损坏",
    ),
    Killer(
        "ods: another prefix",
        lambda: renamed(
            ods(ods_row(ods_cell("x", repeat=10**6))),
            (b"xmlns:table=", b"xmlns:t="),
            (b"<table:", b"<t:"),
            (b"</table:", b"</t:"),
        ),
        "不常见",
    ),
    # many
    Killer("xlsx: 480 sheets", lambda: xlsx(*[sheet(cells("A1", "P99"))] * 480), ""),
    Killer(
        "xlsx: many MiB of blank cells",
        lambda: xlsx(sheet(b'<row r="1">' + b"<c/>" * (LARGE // 4) + b"</row>")),
        "过多",
    ),
    Killer("xlsx: many MiB of blank rows", lambda: xlsx(sheet(b"<row/>" * 2_100_000)), "过多"),
    Killer(
        "xlsx: many MiB of blank cells, usually",
        lambda: xlsx(
            sheet(
                many('<row r="{0}"/>', 20_000)
                + many('<row r="3{0:06d}"><c r="A3{0:06d}"/></row>', LARGE // 50)
            )
        ),
        "",
    ),
    Killer(
        "xlsx: many merged cells",
        lambda: xlsx(
            sheet(
                cells("A1"),
                after=b"<mergeCells>"
                + many('<mergeCell ref="A{0}:B{0}"/>', LARGE // 70)
                + b"</mergeCells>",
            )
        ),
        "",
    ),
    Killer(
        "xlsx: many names",
        lambda: xlsx(
            SHORT,
            book=b"<definedNames>"
            + many('<definedName name="n{0}">表1!$A${0}</definedName>', LARGE // 70)
            + b"</definedNames>",
        ),
        "",
    ),
    Killer(
        "xlsx: many conditional formats",
        lambda: xlsx(
            sheet(
                cells("A1"),
                after=many(
                    '<conditionalFormatting sqref="A{0}"><cfRule/></conditionalFormatting>',
                    LARGE // 80,
                ),
            )
        ),
        "",
    ),
    Killer(
        "xlsx: many percentages in styles",
        lambda: xlsx(
            sheet(shared_cells(TALL * 16).replace(b' t="s"', b' s="9999"')),
            more=styles(
                b"<numFmts>"
                + many('<numFmt numFmtId="{0}" formatCode="0%"/>', LARGE // 300)
                + b"</numFmts><cellXfs>"
                + many('<xf numFmtId="9"/>', LARGE // 70)
                + b"</cellXfs>"
            ),
        ),
        "",
    ),
    Killer(
        "xlsx: array formulas",
        lambda: xlsx(
            sheet(
                b'<row r="1">'
                + b"".join(b'<c><f t="array" ref="A1:XFD1048576">1</f></c>' for _ in range(300))
                + b"</row>"
            )
        ),
        "过多",
    ),
    Killer(
        "xlsb: many records",
        lambda: xlsb.packed({"a": xlsb.sheet(b"\x7f\0" * (LARGE // 2))}),
        "过多",
    ),
    Killer(
        "xls: many records",
        lambda: xls.compound({"Workbook": xls.book({"a": b"\0\1\0\0" * 1_500_000})}),
        "",
    ),
    Killer(
        "xlsx: many tags in the list of sheets",
        lambda: xlsx(SHORT, book=b"<a/>" * 2_000_000),
        "过多",
    ),
    Killer(
        "xlsx: many relations",
        lambda: xlsx(
            SHORT,
            more={
                "xl/drawings/_rels/a.xml.rels": b"<Relationships>"
                + many('<Relationship Target="x" TargetMode="y" Id="r{0}"/>', 200_000)
                + b"</Relationships>"
            },
        ),
        "过多",
    ),
    # as much as is allowed
    Killer(
        "xlsx: 600,000 blank cells",
        lambda: xlsx(sheet(grid('<c r="{0}{1}"/>', 30, 20_000))),
        "",
    ),
    Killer(
        "xlsx: very many cells",
        lambda: xlsx(
            sheet(grid('<c r="{0}{1}" t="str"><v>{1}</v></c>', 50, TALL * 3 // 4)),
            sheet(grid('<c r="{0}{1}"><v>1.{1}</v></c>', 50, TALL // 5)),
        ),
        "",
    ),
    Killer(
        "xlsx: very many cells, unusually",
        lambda: xlsx(sheet(b" " + grid('<c  r="{0}{1}"><v>1.{1}</v></c>', 24, TALL))),
        "",
    ),
    Killer(
        "xlsb: very many cells",
        lambda: xlsb.packed(
            {"a": xlsb.sheet(b"".join(xlsb.row(row, [1.5] * 50) for row in range(TALL)))}
        ),
        "",
    ),
    Killer(
        "xls: very many cells",
        lambda: xls.workbook(
            {
                "a": b"".join(
                    xls.record(0xBD, struct.pack("<2H", row, 0) + b"\0\0\0\0\1\2" * 50 + b"\x31\0")
                    for row in range(TALL)
                )
            }
        ),
        "",
    ),
    Killer(
        "ods: a million cells", lambda: ods(ods_row(ods_cell("x", repeat=50), repeat=20_000)), ""
    ),
    Killer(
        "ods: as many, one by one",
        lambda: ods("".join(ods_row(*[ods_cell("x")] * 12) for _ in range(TALL))),
        "",
    ),
    Killer(
        "xlsx: 16 million rare characters",
        lambda: xlsx(sheet(shared_cells(1500)), more=strings(("x" * 32_000 + "😀").encode())),
        "",
    ),
    Killer(
        "xlsx: parts of 66 MiB",
        lambda: xlsx(
            SHORT, more={f"xl/odd{n}.xml": b"<a>" + b"x" * (22 * MEGA) + b"</a>" for n in range(3)}
        ),
        "过大",
    ),
    Killer(
        "xlsx: large parts",
        lambda: xlsx(
            SHORT, more={f"xl/odd{n}.xml": b"<a>" + b"x" * LARGE + b"</a>" for n in range(2)}
        ),
        "",
    ),
    # long
    Killer(
        "xlsx: 100,000 levels", lambda: xlsx(sheet(b" " + cells("A1"), after=nested(100_000))), ""
    ),
    Killer(
        "xlsx: 100,000 levels in the styles", lambda: xlsx(SHORT, more=styles(nested(100_000))), ""
    ),
    Killer(
        "ods: 100,000 levels",
        lambda: ods(ods_row(ods_cell("<a>" * 100_000 + "</a>" * 100_000))),
        "",
    ),
    Killer(
        "xlsx: an attribute of many MiB",
        lambda: xlsx(sheet(b'<row r="1"><c r="A1" x="' + b"a" * LARGE + b'"><v>1</v></c></row>')),
        "",
    ),
    Killer(
        "xlsx: an attribute of many MiB, unusually",
        lambda: xlsx(sheet(b'<row r="1"><c x="' + b"a" * LARGE + b'" r="A1"><v>1</v></c></row>')),
        "",
    ),
    Killer(
        "xlsx: a row number of many MiB",
        lambda: xlsx(sheet(b'<row  r="' + b"1" * LARGE + b'"/>')),
        "",
    ),
    Killer(
        "xlsx: a name in a relation of many MiB",
        lambda: xlsx(
            SHORT,
            more={
                "xl/drawings/_rels/a.xml.rels": b'<Relationships><Relationship TargetMode="x" '
                + b"a" * LARGE
                + b"/></Relationships>"
            },
        ),
        "",
    ),
    Killer(
        "xlsx: a number of 9,000 digits in a relation",
        lambda: xlsx(
            SHORT,
            more={
                "xl/drawings/_rels/a.xml.rels": b'<Relationships><Relationship TargetMode="x"'
                b' Target="&#' + b"1" * 9000 + b';"/></Relationships>'
            },
        ),
        "不常见",
    ),
    Killer(
        "xlsx: lists that never end",
        lambda: xlsx(SHORT, more=styles(b"<cellXfs>" * (LARGE // 9))),
        "损坏",
    ),
    Killer(
        "xlsx: comments that never end",
        lambda: xlsx(SHORT, book=b"<!--" * (LARGE // 4)),
        "损坏",
    ),
)
"""Far out, wordy, lying, many, long; in every make of workbook."""
