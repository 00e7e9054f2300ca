"""Hostile archives of forms: names, nesting, bombs."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from random import Random

from kit.hostile.parts import Genuine, Hostile, Variant, zeros
from kit.hostile.parts import zipped as pack
from kit.zips import Part, zipped


def _names(genuine: Genuine, _: Random) -> Iterator[Variant]:
    names = (
        *(
            "../../../../tmp/a.xlsx",
            "/etc/a.xlsx",
            "C:\\a.xlsx",
            "\\\\h\\s\\a.xlsx",
            "..",
            ".",
            "",
            "/",
            "//",
        ),
        *(
            "a\0.xlsx",
            "a\n.xlsx",
            "\u202exslx.exe",
            "CON.xlsx",
            "=1+1.xlsx",
            "-a.xlsx",
            "~$a.xlsx",
            "a.xlsx/",
        ),
        *(
            "x/" * 3000 + "a.xlsx",
            "a" * 60_000,
            "月报.xlsx",
            "__MACOSX/._a.xlsx",
            "a.xlsx/b.xlsx",
            "#2",
            "a.xlsx#2",
        ),
    )
    for name in names:
        data = zipped([Part(name, genuine.data, 0x800), Part("a.xlsx", b"no workbook", 0x800)])
        yield Variant(f"{name[:24]!a}", data, "{}.zip")
    plain = pack({"aaaa.xlsx": genuine.data, "bbbb.xlsx": b"x"}, stored=True)
    for what, new in (
        ("GBK", "月报".encode("gbk")),
        ("noise", b"\xff\xfe\x80\x81"),
        ("cp437", b"\x80\x9b\xe1\x2f"),
    ):
        yield Variant(f"a name in {what}", plain.replace(b"aaaa", new), "{}.zip")
    yield Variant("one name twice", plain.replace(b"bbbb", b"aaaa"), "{}.zip")
    yield Variant("by case only", plain.replace(b"bbbb", b"AAAA"), "{}.zip")
    yield Variant(
        "a name that is no UTF-8",
        zipped([Part("aaaa", b"x", 0x800)]).replace(b"aaaa", b"\xff\xfe\x80\x81"),
        "{}.zip",
    )
    yield Variant("a link", plain.replace(b"PK\1\2\x14\0", b"PK\1\2\x14\3"), "{}.zip")


def _nests(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for depth in (3, 4, 60):
        data = genuine.data
        for level in range(depth):
            data = pack({f"{level}.zip": data, "a.txt": b"x"})
        yield Variant(f"{depth} in each other", data, "{}.zip")
    wide = {
        f"{n}.zip": pack({f"{m}.zip": pack({f"{k}.txt": b"x" for k in range(9)}) for m in range(9)})
        for n in range(9)
    }
    yield Variant("9 by 9 by 9", pack(wide), "{}.zip")
    mail = b"From: a@b.cn\r\nContent-Type: application/zip; name=a.zip\r\n\r\n" + pack(
        {"a.txt": b"x"}
    )
    yield Variant("a mail with an archive", pack({"a.eml": mail}), "{}.zip")
    for count in (499, 501, 3000):
        yield Variant(f"{count} files", pack({f"{n}.xlsx": b"x" for n in range(count)}), "{}.zip")
    same = zipped([Part("a.xlsx", b"", 0x800, 0) for _ in range(9000)])
    yield Variant("9000 files of one name", same, "{}.zip")
    yield Variant("600 folders", pack({f"{n}/": b"" for n in range(600)}), "{}.zip")
    yield Variant("nothing", pack({}), "{}.zip")
    yield Variant(
        "the form many times", pack({f"{n}.xlsx": genuine.data for n in range(20)}), "{}.zip"
    )
    yield Variant("called .xlsx", pack({"a.xlsx": genuine.data}))


def _entry(number: int) -> bytes:
    """A line of the list of an archive, for a file that is not there."""
    name = f"{number:06d}".encode()
    start = struct.pack("<4s6H3L", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0)
    return start + struct.pack("<5H2L", len(name), 0, 0, 0, 0, 0, 0) + name


def _bombs(genuine: Genuine, _: Random) -> Iterator[Variant]:
    form = Part("a.xlsx", genuine.data, 0x800)
    for what, part in (
        ("a password", Part("b.xlsx", genuine.data, 0x801)),
        ("a way of packing", Part("b.xlsx", genuine.data, 0x800, 98)),
        ("a wrong sum", Part("b.xlsx", genuine.data, 0x800, crc=7)),
        ("a wrong size", Part("b.xlsx", genuine.data, 0x800, size=9)),
        ("a place beyond", Part("b.xlsx", genuine.data, 0x800, offset=2**31)),
        ("another name", Part("b.xlsx", genuine.data, 0x800, other_name="c.xlsx")),
        (
            "LZMA of noise",
            Part("b.xlsx", b"x" * 99, 0x800, 14, raw=b"\x09\x04\x05\0" + b"\xff" * 99),
        ),
        (
            "LZMA of a window of 4 GB",
            Part("b.xlsx", b"x", 0x800, 14, raw=b"\x09\x04\x05\0\x5d\xff\xff\xff\xff" + b"\0" * 99),
        ),
        ("bzip2 of noise", Part("b.xlsx", b"x" * 99, 0x800, 12, raw=b"BZh9" + b"\xff" * 99)),
        ("a strong password", Part("b.xlsx", b"x" * 99, 0x841)),
        ("a patch", Part("b.xlsx", b"x" * 99, 0x820)),
    ):
        yield Variant(f"beside {what}", zipped([form, part]), "{}.zip")
    yield Variant("cut", zipped([form])[:-40], "{}.zip")
    yield Variant("two joined", zipped([form]) + zipped([form]), "{}.zip")
    yield Variant("a program before", zipped([form], start=b"MZ" + bytes(99)), "{}.zip")
    yield Variant("a beginning before", zipped([form], start=b"PK\3\4" + bytes(99)), "{}.zip")
    yield Variant("80 MB", zipped([form, zeros(80, "b.xlsx")]), "{}.zip")


def _big_bombs(genuine: Genuine, _: Random) -> Iterator[Variant]:
    form = Part("a.xlsx", genuine.data, 0x800)
    names = b"".join(_entry(number) for number in range(600_000))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0, 0, len(names), 0, 0)
    yield Variant("600,000 names", names + end, "{}.zip")
    yield Variant(
        "6 by 60 MB", zipped([form, *(zeros(60, f"{n}.xlsx") for n in range(6))]), "{}.zip"
    )
    inner = zipped([zeros(60, "b.xlsx")])
    yield Variant(
        "bombs in bombs", zipped([form, *(Part(f"{n}.zip", inner) for n in range(8))]), "{}.zip"
    )
    yield Variant(
        "400 MB that say 9 bytes",
        zipped([form, Part("b", b"", size=9, crc=7, raw=zeros(400, "b").raw)]),
        "{}.zip",
    )


CLASSES = (
    Hostile("archive names", "forms in archives under names that are paths, or none", _names),
    Hostile("nests", "archives in archives, and crowds in them", _nests),
    Hostile("archive bombs", "an archive with a form and something bad beside it", _bombs),
    Hostile("big bombs", "archives that would fill the memory", _big_bombs, slow=True),
)
