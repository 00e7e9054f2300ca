"""Hostile containers: what a zip can say that is not so."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from unicodedata import normalize

from kit.hostile.parts import BOOK, PROGRESS, STRINGS, Genuine, Hostile, Variant, zeros
from kit.hostile.parts import zipped as plain_zip
from kit.zips import Part, known, parts_of, zipped

_END, _ENTRY, _LOCAL = b"PK\5\6", b"PK\1\2", b"PK\3\4"
_ENTRY_FIELDS = {
    "made by": (4, 2),
    "needs": (6, 2),
    "flags": (8, 2),
    "method": (10, 2),
    "crc": (16, 4),
    "packed": (20, 4),
    "size": (24, 4),
    "name length": (28, 2),
    "extra": (30, 2),
    "comment": (32, 2),
    "disk": (34, 2),
    "offset": (42, 4),
}
_LOCAL_FIELDS = {
    "needs": (4, 2),
    "flags": (6, 2),
    "method": (8, 2),
    "crc": (14, 4),
    "packed": (18, 4),
    "size": (22, 4),
    "name length": (26, 2),
    "extra": (28, 2),
}
_END_FIELDS = {
    "disk": (4, 2),
    "first disk": (6, 2),
    "here": (8, 2),
    "count": (10, 2),
    "directory size": (12, 4),
    "directory offset": (16, 4),
    "comment": (20, 2),
}


def _cut(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    data = genuine.data
    ends = [1, 2, 3, 4, 29, 30, 31, 512, len(data) // 2, len(data) - 23, len(data) - 22]
    ends += [len(data) - 21, len(data) - 1, data.rfind(_ENTRY), data.find(_ENTRY)]
    ends += [chance.randrange(len(data)) for _ in range(7)]
    for end in ends:
        yield Variant(f"cut at {end}", data[:end])


def _added(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    noise = chance.randbytes(4096)
    pieces = {
        "zero": b"\0",
        "line": b"\r\n",
        "mark": b"\xef\xbb\xbf",
        "program": b"MZ" + noise,
        "page": b"<html><script>alert(1)</script>",
        "noise": noise,
        "zeros": bytes(2**20),
        "mail": b"From: a@b.cn\r\nDate: x\r\n\r\n",
        "print": b"%PDF-1.4\n",
        "link": b"#!/bin/sh\n",
    }
    for what, piece in pieces.items():
        yield Variant(f"{what} before", piece + genuine.data)
        yield Variant(f"{what} after", genuine.data + piece)


def _joined(genuine: Genuine, _: Random) -> Iterator[Variant]:
    data, other = genuine.data, genuine.others["neighbour"]
    parts = parts_of(data)
    yield Variant("the form twice", data + data)
    yield Variant("another form behind", data + other)
    yield Variant("another form before", other + data)
    yield Variant("another form as the comment", zipped(parts, comment=other[:65_535]))
    yield Variant("an end in the comment", zipped(parts, comment=data[-22:]))
    yield Variant("another form between", zipped([replace(parts[0], after=other), *parts[1:]]))
    yield Variant("a second end", data + data[-22:])
    yield Variant("a form in the form", genuine.plus({"xl/embeddings/book.xlsx": other}))


def _lies(data: bytes, sign: bytes, field: tuple[int, int], chance: Random) -> Iterator[bytes]:
    """One field of one header set to what it is not: to nothing, to the most, to one more."""
    starts = [at for at in range(len(data) - 3) if data.startswith(sign, at)]
    offset, size = field
    most = 256**size - 1
    for change in (lambda _: 0, lambda _: most, lambda old: (old + 1) & most):
        at = chance.choice(starts) + offset
        old = int.from_bytes(data[at : at + size], "little")
        new = change(old)
        if new != old:
            yield data[:at] + new.to_bytes(size, "little") + data[at + size :]


def _directory_lies(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    for what, field in _ENTRY_FIELDS.items():
        for number, data in enumerate(_lies(genuine.data, _ENTRY, field, chance)):
            yield Variant(f"{what} {number}", data)


def _local_lies(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    for what, field in _LOCAL_FIELDS.items():
        for number, data in enumerate(_lies(genuine.data, _LOCAL, field, chance)):
            yield Variant(f"{what} {number}", data)


def _end_lies(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    for what, field in _END_FIELDS.items():
        for number, data in enumerate(_lies(genuine.data, _END, field, chance)):
            yield Variant(f"{what} {number}", data)


def _names(genuine: Genuine, _: Random) -> Iterator[Variant]:
    parts = parts_of(genuine.data)
    sheet = next(part for part in parts if part.name == PROGRESS)
    forged = sheet.content.replace(b"<v>37</v>", b"<v>38</v>")
    names = (
        *(PROGRESS, PROGRESS.upper(), f"/{PROGRESS}", f"./{PROGRESS}", f"xl//{PROGRESS[3:]}"),
        *(f"../{PROGRESS}", "../../../../etc/passwd", "/etc/passwd", "C:\\windows\\a.xml"),
        *("xl\\worksheets\\sheet2.xml", f"{PROGRESS}\0.png", "", " ", f"{PROGRESS} ", "xl/"),
        *(
            "\uff58l/worksheets/sheet2.xml",
            normalize("NFD", "xl/é.xml"),
            "a" * 60_000,
            "xl/a\n.xml",
        ),
    )
    for name in names:
        yield Variant(f"a part {name[:30]!a} more", zipped([*parts, Part(name, forged, 0x800)]))
    yield Variant("the twin first", zipped([replace(sheet, content=forged), *parts]))
    yield Variant(
        "a name not in UTF-8", genuine.data.replace(b"docProps/app", b"docPr\xff\xfe/app")
    )


def _crowds(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for count in (501, 5000):
        yield Variant(f"{count} parts more", _crowd(genuine, count))
    yield Variant("5000 names alone", plain_zip({f"{n}.txt": b"" for n in range(5000)}))


def _crowd(genuine: Genuine, count: int) -> bytes:
    return plain_zip(genuine.parts | {f"xl/{number}.xml": b"" for number in range(count)})


def _long_lies(genuine: Genuine, _: Random) -> Iterator[Variant]:
    data = genuine.data
    end = len(data) - 22
    _, _, _, here, count, size, start, _ = struct.unpack_from("<4s4H2LH", data, end)
    lies = {
        "true": (count, size, start),
        "another count": (count + 1, size, start),
        "a count beyond all": (2**63, size, start),
        "another size": (count, size + 1, start),
        "a start beyond all": (count, size, 2**63),
        "no size": (count, 0, start),
    }
    for what, (told, long, at) in lies.items():
        record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, here, told, long, at)
        place = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
        yield Variant(what, data[:end] + record + place + data[end:])
        yield Variant(
            f"{what}, the place beyond",
            data[:end] + record + place[:8] + b"\xff" * 8 + place[16:] + data[end:],
        )
    short = data[:end] + data[end : end + 8] + b"\xff" * 12 + data[end + 20 :]
    yield Variant("told elsewhere, and nowhere", short)


def _locked(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    parts = parts_of(genuine.data)
    for what, flags, method in (
        *(("a password", 0x1, 8), ("a strong one", 0x41, 8), ("AES", 0x1, 99)),
        *(("hidden headers", 0x2000, 8), ("patched", 0x20, 8)),
    ):
        yield Variant(what, zipped([replace(one, flags=flags, method=method) for one in parts]))
    one = [replace(p, flags=1) if p.name == PROGRESS else p for p in parts]
    yield Variant("a password on one part", zipped(one))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    yield Variant(
        "locked in Excel", ole + "EncryptedPackage".encode("utf-16-le") + chance.randbytes(9000)
    )


def _bombs(genuine: Genuine, _: Random) -> Iterator[Variant]:
    parts = parts_of(genuine.data)
    rest = [part for part in parts if part.name != PROGRESS]
    yield Variant("33 MB beside", zipped([*parts, zeros(33, "xl/a.bin")]))
    yield Variant("33 MB as the sheet", zipped([*rest, zeros(33, PROGRESS)]))
    yield Variant("150 MB in five", zipped([*parts, *(zeros(30, f"xl/{n}.bin") for n in range(5))]))
    lying = replace(zeros(400, PROGRESS), size=4096)
    yield Variant("400 MB that says 4 kB", zipped([*rest, lying]))
    yield Variant("a bomb in a bomb", zipped([*parts, Part("xl/a.zip", zipped([zeros(300, "b")]))]))
    blanks = genuine.parts[PROGRESS].replace(b"<sheetData>", b"<sheetData>" + b" " * (30 * 2**20))
    yield Variant("30 MB of blanks in a sheet", genuine.with_parts(PROGRESS=blanks))
    long = genuine.parts[STRINGS].replace(b"</t>", b"x" * (30 * 2**20) + b"</t>", 1)
    yield Variant("a text of 30 MB", genuine.with_parts(STRINGS=long))


def _tag_bombs(genuine: Genuine, _: Random) -> Iterator[Variant]:
    yield Variant("70,000 parts", _crowd(genuine, 70_000))
    cells = genuine.parts[PROGRESS].replace(b"</row>", b"<c/>" * (5 * 2**20) + b"</row>", 1)
    yield Variant("5 million cells in a row", genuine.with_parts(PROGRESS=cells))
    rows = genuine.parts[PROGRESS].replace(
        b"</sheetData>", b"<row/>" * (4 * 2**20) + b"</sheetData>", 1
    )
    yield Variant("4 million rows", genuine.with_parts(PROGRESS=rows))
    many = genuine.parts[STRINGS].replace(b"</sst>", b"<si><t/></si>" * (2 * 2**20) + b"</sst>")
    yield Variant("2 million texts", genuine.with_parts(STRINGS=many))


def _overlaps(genuine: Genuine, _: Random) -> Iterator[Variant]:
    parts = parts_of(genuine.data)
    yield Variant(
        "two at one place", zipped([*parts, replace(parts[0], name="xl/b.xml", offset=0, raw=b"")])
    )
    quilt = [replace(part, offset=number) for number, part in enumerate(parts)]
    yield Variant("one within the other", zipped(quilt))
    sheet = next(part for part in parts if part.name == PROGRESS)
    many = [replace(sheet, name=f"xl/{n}.xml", offset=0, raw=b"") for n in range(300)]
    yield Variant("300 at one place", zipped([sheet, *many]))
    yield Variant(
        "behind the directory", zipped([*parts, replace(parts[0], name="a", offset=2**31)])
    )


def _streamed(genuine: Genuine, _: Random) -> Iterator[Variant]:
    parts = parts_of(genuine.data)
    for what, off in (("crc", (1, 0, 0)), ("packed", (0, 1, 0)), ("size", (0, 0, 1))):
        told = [
            struct.pack(
                "<4s3L",
                b"PK\7\x08",
                *((a + b) % 2**32 for a, b in zip(known(one), off, strict=True)),
            )
            for one in parts
        ]
        wrong = [
            replace(part, flags=8, other_sizes=(0, 0), after=after)
            for part, after in zip(parts, told, strict=True)
        ]
        yield Variant(f"another {what} after a part", zipped(wrong))
    yield Variant(
        "no sizes at all", zipped([replace(p, flags=8, other_sizes=(0, 0)) for p in parts])
    )


def _methods(genuine: Genuine, _: Random) -> Iterator[Variant]:
    parts = parts_of(genuine.data)
    for method in (1, 6, 9, 12, 14, 93, 95, 97, 98):
        packed = [replace(p, method=method, raw=p.content) for p in parts]
        yield Variant(f"method {method}", zipped(packed))
    mixed = [replace(p, method=12) if p.name == BOOK else p for p in parts]
    yield Variant("one part by another method", zipped(mixed))
    stored = [replace(p, raw=p.content) if p.name == BOOK else p for p in parts]
    yield Variant("not packed, said to be", zipped(stored))


CLASSES = (
    Hostile("cut", "a copy or a download that broke off", _cut),
    Hostile("added", "bytes before or after the workbook", _added),
    Hostile("joined", "two workbooks in one file, each parser sees its own", _joined),
    Hostile("directory lies", "a list of parts that is not so", _directory_lies),
    Hostile("local lies", "a part whose own header says otherwise", _local_lies),
    Hostile("end lies", "an end of the archive that is not so", _end_lies),
    Hostile("part names", "parts twice, by case only, or outside the file", _names),
    Hostile("crowds", "more parts than any workbook has", _crowds),
    Hostile("long lies", "the marks of very long archives, wrongly", _long_lies),
    Hostile("locked", "passwords of every kind", _locked),
    Hostile("bombs", "small files that become huge", _bombs),
    Hostile("bombs of tags", "small files of millions of cells and texts", _tag_bombs, slow=True),
    Hostile("overlaps", "parts that lie in each other", _overlaps),
    Hostile("streamed", "sizes told after the part, wrongly", _streamed),
    Hostile("methods", "ways of packing that nobody uses", _methods),
)
