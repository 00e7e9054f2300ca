"""Hostile files of other formats: the older workbooks, and what is no workbook at all."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from random import Random

from ducha.cells import Value
from ducha.files.workbook import reading as workbook
from kit import xlsb
from kit.hostile.parts import Genuine, Hostile, Variant, unzipped, zipped

Rows = Sequence[Sequence[Value]]


def _sheets(genuine: Genuine) -> dict[str, list[list[str | float]]]:
    """The form's cells without what only .xlsx can hold."""
    return {
        sheet.name: [
            [one if isinstance(one, str | float) else "" for one in row] for row in sheet.rows
        ]
        for sheet in workbook.read(genuine.data).sheets
    }


def _binary(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    data = xlsb.workbook(_sheets(genuine))
    parts = unzipped(data)
    sheet = "xl/worksheets/sheet2.bin"
    yield Variant("whole", data, "{}.xlsb")
    yield Variant("called .xlsx", data)
    for end in (len(data) // 2, len(data) - 30):
        yield Variant(f"cut at {end}", data[:end], "{}.xlsb")
    for number in range(8):
        name = chance.choice((sheet, "xl/workbook.bin"))
        part = bytearray(parts[name])
        part[chance.randrange(len(part))] ^= 0xFF
        yield Variant(f"a byte turned, {number}", zipped(parts | {name: bytes(part)}), "{}.xlsb")
    for what, record in (
        ("no end", b"\xff\xff\xff\xff"),
        ("a length", b"\x06\xff\xff\xff\x7f"),
        ("nothing", b""),
    ):
        yield Variant(f"records: {what}", zipped(parts | {sheet: record}), "{}.xlsb")


_ODS = """<?xml version="1.0" encoding="UTF-8"?>{}<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
{}</office:spreadsheet></office:body></office:document-content>"""


_MANIFEST = b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def _ods(tables: str, before: str = "", **more: bytes) -> bytes:
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": _ODS.format(before, tables).encode(),
        "META-INF/manifest.xml": _MANIFEST,
    }
    return zipped(
        parts | {name.replace("__", "/"): part for name, part in more.items()}, stored=True
    )


def _ods_cell(value: str | float, more: str = "") -> str:
    if value == "":
        return f"<table:table-cell{more}/>"
    if isinstance(value, float):
        return f'<table:table-cell office:value-type="float" office:value="{value:g}"{more}/>'
    text = value.replace("&", "&amp;").replace("<", "&lt;")
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}{more}><text:p>{text}</text:p></table:table-cell>"


def _ods_tables(sheets: dict[str, list[list[str | float]]]) -> str:
    return "".join(
        f'<table:table table:name="{name}">'
        + "".join(
            f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )


def _open_documents(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    whole = _ods_tables(_sheets(genuine))
    data = _ods(whole)
    yield Variant("whole", data, "{}.ods")
    yield Variant("called .xlsx", data)
    yield Variant("cut", data[: len(data) // 2], "{}.ods")
    yield Variant(
        "a definition",
        _ods(whole, '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "{}.ods",
    )
    figure = (
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="37"/>'
    )
    yield Variant("a formula", _ods(whole.replace(_ods_cell(37.0), figure)), "{}.ods")
    for value in ("NaN", "INF", "1e309", "x", ""):
        cell = _ods_cell(37.0).replace('"37"', f'"{value}"')
        yield Variant(
            f"the figure is {value!r}", _ods(whole.replace(_ods_cell(37.0), cell)), "{}.ods"
        )
    yield Variant("deep", _ods("<table:table>" * 200_000), "{}.ods")
    yield Variant(
        "locked", _ods(whole, META__INF=b"", manifest=b"<manifest:encryption-data/>"), "{}.ods"
    )
    torn = bytearray(data)
    for _ in range(5):
        torn[chance.randrange(len(torn))] ^= 1 << chance.randrange(8)
    yield Variant("five bits turned", bytes(torn), "{}.ods")


def _far(genuine: Genuine, _: Random) -> Iterator[Variant]:
    """Cells at the ends of the world, or repeated up to them."""
    far = xlsb.workbook({"表": [[1.0]]})
    body = unzipped(far)["xl/worksheets/sheet1.bin"]
    row = struct.pack("<IIHBBBI", 0, 0, 0x12C, 0, 0, 0, 0)
    for number, size in ((1_048_575, 16_383), (2**32 - 1, 2**32 - 1), (2**31, 0)):
        moved = body.replace(row, struct.pack("<IIHBBBI", number, 0, 0x12C, 0, 0, 0, 0))
        told = moved.replace(
            struct.pack("<IIII", 0, 0, 0, 0), struct.pack("<IIII", 0, number, 0, size)
        )
        for what, new in (("far", moved), ("far and told", told)):
            yield Variant(
                f"{what} {number}",
                zipped(unzipped(far) | {"xl/worksheets/sheet1.bin": new}),
                "{}.xlsb",
            )
    whole = _ods_tables(_sheets(genuine))
    for columns, rows in (
        (16_384, 1),
        (1, 1_048_576),
        (16_384, 1_048_576),
        (2**31, 2**31),
        (-1, -1),
        (0, 0),
    ):
        cell = _ods_cell(1.0, f' table:number-columns-repeated="{columns}"')
        row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
        yield Variant(
            f"repeated {columns} by {rows}",
            _ods(f'<table:table table:name="a">{row}</table:table>'),
            "{}.ods",
        )
        more = whole.replace("</table:table>", row + "</table:table>")
        yield Variant(f"the form, repeated {columns} by {rows}", _ods(more), "{}.ods")
    spaces = whole.replace("<text:p>", '<text:p><text:s text:c="2000000000"/>', 1)
    yield Variant("2 billion spaces", _ods(spaces), "{}.ods")


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _old_text(row: int, column: int, text: str) -> bytes:
    coded = text[:2000].encode("utf-16-le", "replace")
    return _record(0x204, struct.pack("<HHHHB", row, column, 15, len(coded) // 2, 1) + coded)


def _old_sheet(rows: Rows, more: bytes = b"") -> bytes:
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
    cells = b"".join(
        _old_text(r, c, one)
        if isinstance(one, str)
        else _record(0x203, struct.pack("<HHHd", r, c, 15, one))
        for r, row in enumerate(rows)
        for c, one in enumerate(row)
        if isinstance(one, str | float) and one != ""
    )
    return begin + _record(0x200, size) + cells + more + _record(0xA)


def _old_book(sheets: dict[str, bytes], more: bytes = b"") -> bytes:
    """The stream of an .xls: what it lists, then the sheets."""
    begin = (
        _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
        + _record(0x42, b"\xb0\x04")
        + more
    )
    listed = {
        name: struct.pack("<HBB", 0, len(name), 1) + name.encode("utf-16-le") for name in sheets
    }
    at = len(begin) + sum(8 + len(entry) for entry in listed.values()) + 4
    out, body = begin, b""
    for name, entry in listed.items():
        out += _record(0x85, struct.pack("<I", at + len(body)) + entry)
        body += sheets[name]
    return out + _record(0xA) + body


_FREE, _CHAIN_END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _ole(stream: bytes, name: str = "Workbook", **lies: int) -> bytes:
    """The least compound file: one table of sectors, one directory, one stream."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % 512)
    sectors = len(stream) // 512
    tables = 1 + (sectors + 20) // 127
    first = tables + 1
    chain = [_FAT] * tables + [_CHAIN_END]
    chain += [first + n + 1 for n in range(sectors - 1)] + [_CHAIN_END]
    if "loop" in lies:
        chain[-1] = first
    if "beyond" in lies:
        chain[first] = 0x7FFFFFF0
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * 512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, lies.get("shift", 9), 6) + bytes(6)
    head += struct.pack(
        "<IIIII", 0, lies.get("tables", tables), lies.get("folder", tables), 0, 4096
    )
    head += struct.pack("<IIII", _CHAIN_END, 0, lies.get("more", _CHAIN_END), lies.get("mores", 0))
    head += struct.pack(f"<{tables}I", *range(tables)).ljust(436, b"\xff")
    size = lies.get("size", len(stream))
    folder = _ole_entry("Root Entry", 5, 1, _CHAIN_END, 0) + _ole_entry(name, 2, _FREE, first, size)
    return head + table + folder.ljust(512, b"\0") + stream


def _ole_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    coded = name.encode("utf-16-le")
    entry = coded.ljust(64, b"\0") + struct.pack("<HBB", len(coded) + 2, kind, 1)
    entry += struct.pack("<III", _FREE, _FREE, child) + bytes(36)
    return entry + struct.pack("<IQ", start, size)


def _old(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    sheets = {name: _old_sheet(rows) for name, rows in _sheets(genuine).items()}
    stream = _old_book(sheets)
    data = _ole(stream)
    yield Variant("whole", data, "{}.xls")
    yield Variant("called .xlsx", data)
    for end in (8, 512, 1024, len(data) // 2):
        yield Variant(f"cut at {end}", data[:end], "{}.xls")
    lies = {
        "a loop": {"loop": 1},
        "a way out": {"beyond": 1},
        "tables without end": {"tables": 2**31},
        "a folder far away": {"folder": 2**30},
        "more tables": {"more": 0, "mores": 2**31},
        "sectors of 4 GB": {"shift": 32},
        "sectors of a byte": {"shift": 0},
        "a size": {"size": 2**63},
    }
    for what, lie in lies.items():
        yield Variant(what, _ole(stream, **lie), "{}.xls")
    for what, record in (
        ("far", _record(0x203, struct.pack("<HHHd", 65_535, 65_535, 15, 1.0))),
        (
            "blanks",
            _record(
                0xBE, struct.pack("<HH", 65_535, 0) + b"\x0f\0" * 255 + struct.pack("<H", 65_535)
            ),
        ),
        ("a length", b"\x03\x02\xff\xff"),
        ("texts", _record(0xFC, struct.pack("<II", 2**31 - 1, 2**31 - 1))),
        ("merged", _record(0xE5, struct.pack("<H", 65_535))),
        ("a formula", _record(6, struct.pack("<HHHdHIH", 4, 12, 15, 37.0, 0, 0, 65_535))),
    ):
        more = {**sheets, "进度填报": _old_sheet(_sheets(genuine)["进度填报"], record)}
        yield Variant(f"a record: {what}", _ole(_old_book(more)), "{}.xls")
        yield Variant(f"at the top: {what}", _ole(_old_book(sheets, record)), "{}.xls")
    yield Variant("locked", _ole(_old_book(sheets, _record(0x2F, b"\0" * 6))), "{}.xls")
    for number in range(8):
        torn = bytearray(data)
        torn[chance.randrange(512, len(torn))] ^= 0xFF
        yield Variant(f"a byte turned, {number}", bytes(torn), "{}.xls")
    yield Variant("called Book", _ole(stream, "Book"), "{}.xls")
    yield Variant("a document", _ole(bytes(4096), "WordDocument"), "{}.xls")
    yield Variant("old macros", _ole(stream, "_VBA_PROJECT_CUR"), "{}.xls")


def _foreign(_: Genuine, chance: Random) -> Iterator[Variant]:
    noise = chance.randbytes(3000)
    for what, data in (
        ("nothing", b""),
        ("a zero", b"\0"),
        ("zeros", bytes(2**20)),
        ("noise", noise),
        ("PK alone", b"PK"),
        ("PK and noise", b"PK\3\4" + noise),
        ("a page", b"<html><body><table><tr><td>=1+1</td></tr></table><script>alert(1)</script>"),
        (
            "a page of Excel",
            b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table/></html>',
        ),
        (
            "XML of 2003",
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        ),
        ("XML with a definition", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "x">]><a>&x;</a>'),
        ("a table in text", "编码,县区,本月累计\n三.2-1,杞县,=1+1\n".encode()),
        ("the same in GBK", "编码,县区,本月累计\n三.2-1,杞县,38\n".encode("gbk")),
        ("the same in UTF-16", "编码\t县区\t本月累计\n".encode("utf-16")),
        (
            "a web archive",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--\r\n",
        ),
        ("rich text", b"{\\rtf1\\ansi{\\*\\generator x;}{\\object\\objocx}}"),
        ("a print", b"%PDF-1.7\n" + noise),
        ("a picture", b"\x89PNG\r\n\x1a\n" + noise),
        ("a photo", b"\xff\xd8\xff\xe0" + noise),
        ("a program", b"MZ\x90\0" + noise),
        ("a program of Linux", b"\x7fELF" + noise),
        ("a script", b"#!/bin/sh\nrm -rf /\n"),
        ("an archive", b"Rar!\x1a\x07\x01\0" + noise),
        ("another", b"7z\xbc\xaf\x27\x1c" + noise),
        ("a third", b"\x1f\x8b\x08\0" + noise),
        ("a shortcut", b"L\0\0\0\x01\x14\x02\0" + noise),
        ("a database", b"SQLite format 3\0" + noise),
        ("JSON", b'{"a": ' + b"[" * 100_000),
        ("a disk", bytes(32_768) + b"\x01CD001" + noise),
        ("winmail", b"\x78\x9f\x3e\x22" + noise),
        ("an OLE of nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("an OLE of noise", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise),
        ("the test of virus scanners", b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-ST"),
        ("a Word file", zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"})),
        ("Numbers", zipped({"Index/Document.iwa": noise, "Metadata/a.plist": b""})),
    ):
        yield Variant(what, data)


CLASSES = (
    Hostile("xlsb", "the form as .xlsb, and what its records can say", _binary),
    Hostile("ods", "the form as .ods, and what its cells can say", _open_documents),
    Hostile("ends of the world", "far and repeated cells of .xlsb and .ods", _far, slow=True),
    Hostile("xls", "the form as .xls of 1997, with chains and records that lie", _old),
    Hostile("foreign", "what is no workbook, called .xlsx", _foreign),
)
