"""Hostile XML: definitions, encodings, depths, and what a reader and a person see differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from random import Random

from kit.hostile.parts import (
    BOOK,
    FIGURE,
    HIDDEN,
    MAIN,
    NARRATIVE,
    PROGRESS,
    RELS,
    STRINGS,
    STYLES,
    TYPES,
    Genuine,
    Hostile,
    Variant,
    swapped,
    with_cell,
)

_ALTERNATIVE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_HEAD = '<?xml version="1.0" encoding="{}"?>'
_LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
)
_DEFINITIONS = {
    "laughs": _LAUGHS,
    "quadratic": f"<!DOCTYPE a [<!ENTITY a0 '{'ha' * 50_000}'>]>",
    "a file of ours": "<!DOCTYPE a [<!ENTITY a0 SYSTEM 'file:///etc/passwd'>]>",
    "a server": "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x.dtd'> %p;]>",
    "a public one": "<!DOCTYPE a PUBLIC '-//X//EN' 'http://127.0.0.1:9/x.dtd'>",
    "default attributes": "<!DOCTYPE c [<!ATTLIST c t CDATA 'e'>]>",
    "bare": "<!DOCTYPE html>",
}
_CORE = (TYPES, "_rels/.rels", RELS, BOOK, STYLES, STRINGS, PROGRESS, HIDDEN, "docProps/core.xml")


def _defined(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for name in _CORE:
        part = genuine.parts[name]
        for what in ("laughs", "a file of ours"):
            yield Variant(
                f"{what} in {name}", genuine.plus({name: _DEFINITIONS[what].encode() + part})
            )
    for what, definition in _DEFINITIONS.items():
        used = swapped(genuine.parts[STRINGS], "</t>", "&a0;</t>")
        yield Variant(f"{what}, used", genuine.plus({STRINGS: definition.encode() + used}))
    late = swapped(genuine.parts[PROGRESS], "<sheetData>", "<!DOCTYPE a><sheetData>")
    yield Variant("after the root", genuine.plus({PROGRESS: late}))


_ODD_ENCODINGS = (
    *("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7", "cp500"),
    *("cp037", "utf-8-sig", "gb18030", "hz", "iso2022_jp", "shift_jis", "punycode"),
)


def _hidden_definitions(genuine: Genuine, _: Random) -> Iterator[Variant]:
    text = genuine.parts[STRINGS].decode()
    for encoding in _ODD_ENCODINGS:
        bare = _DEFINITIONS["a file of ours"] + text
        data = (_HEAD.format(encoding) + bare).encode(encoding, "xmlcharrefreplace")
        yield Variant(f"a definition in {encoding}", genuine.with_parts(STRINGS=data))
    for encoding in ("utf-16", "utf-16-be", "utf-7"):
        data = (_DEFINITIONS["bare"] + text).encode(encoding)
        yield Variant(f"{encoding}, not said", genuine.with_parts(STRINGS=data))


def _encodings(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for name in (PROGRESS, STRINGS, BOOK):
        text = genuine.parts[name].decode()
        for said, true in (
            *(("utf-16", "utf-16"), ("utf-8", "utf-16"), ("utf-16", "utf-8"), ("gbk", "gb18030")),
            *(
                ("utf-8", "gb18030"),
                ("utf-32", "utf-32"),
                ("latin-1", "utf-8"),
                ("no-such", "utf-8"),
            ),
        ):
            data = (_HEAD.format(said) + text).encode(true)
            yield Variant(f"{name} said {said}, is {true}", genuine.plus({name: data}))
    broken = genuine.parts[STRINGS].replace("杞县".encode(), b"\xff\xfe\xc0\x80\xed\xa0\x80")
    yield Variant("bytes that are no UTF-8", genuine.with_parts(STRINGS=broken))


def _invalid(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    for name in (TYPES, "_rels/.rels", RELS, BOOK, STYLES, STRINGS, PROGRESS, NARRATIVE, HIDDEN):
        part = genuine.parts[name]
        short = name.rpartition("/")[2]
        yield Variant(f"{short} empty", genuine.plus({name: b""}))
        yield Variant(f"{short} cut", genuine.plus({name: part[: chance.randrange(1, len(part))]}))
        yield Variant(f"{short} twice", genuine.plus({name: part + part}))
    part = genuine.parts[PROGRESS]
    for what, old, new in (
        ("an unknown entity", "<v>37</v>", "<v>&bad;37</v>"),
        ("a bare ampersand", "<v>37</v>", "<v>37&</v>"),
        ("no quotes", f'<c r="{FIGURE}"', f"<c r={FIGURE}"),
        ("an attribute twice", f'<c r="{FIGURE}"', f'<c r="A1" r="{FIGURE}"'),
        ("a tag not closed", "<v>37</v>", "<v>37"),
        ("tags crossed", "<v>37</v></c>", "<v>37</c></v>"),
        ("no sheetData", "<sheetData>", "<sheetDate>"),
        (
            "sheetData twice",
            "</sheetData>",
            f'</sheetData><sheetData><row r="5"><c r="{FIGURE}"><v>38</v></c></row></sheetData>',
        ),
        ("text among the cells", "<v>37</v></c>", "<v>37</v></c>38"),
        ("a zero byte", "<v>37</v>", "<v>3\x007</v>"),
        ("a control character", "<v>37</v>", "<v>37\x01</v>"),
        ("a value twice", "<v>37</v>", "<v>37</v><v>38</v>"),
        ("a value in a value", "<v>37</v>", "<v><v>38</v>37</v>"),
    ):
        yield Variant(what, genuine.plus({PROGRESS: swapped(part, old, new)}))


def _torn(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    """Anywhere a bracket, a quote or a name of a tag gone."""
    for number in range(24):
        name = chance.choice((BOOK, RELS, PROGRESS, STRINGS, HIDDEN, STYLES))
        part = bytearray(genuine.parts[name])
        at = chance.choice([n for n, one in enumerate(part) if one in b'<>"/'])
        del part[at]
        yield Variant(
            f"{number}: {chr(genuine.parts[name][at])} gone", genuine.plus({name: bytes(part)})
        )


def _prefixed(part: bytes, prefix: str) -> bytes:
    """Every element of the main namespace with a prefix, the namespace told at the root."""
    text = re.sub(r"<(/?)(?![\w.]+:)(?=\w)", rf"<\1{prefix}:", part.decode())
    return text.replace(f'xmlns="{MAIN}"', f'xmlns:{prefix}="{MAIN}"', 1).encode()


def _namespaces(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for name, prefix in product((PROGRESS, STRINGS, BOOK), ("x", "c", "r")):
        data = genuine.plus({name: _prefixed(genuine.parts[name], prefix)})
        yield Variant(f"{name} with the prefix {prefix}", data)
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    yield Variant(
        "strict",
        genuine.plus(
            {n: p.replace(MAIN.encode(), strict.encode()) for n, p in genuine.parts.items()}
        ),
    )
    part = genuine.parts[PROGRESS]
    for what, old, new in (
        ("undeclared", "<v>37</v>", "<y:v>37</y:v>"),
        ("another namespace", "<v>37</v>", '<v xmlns="urn:x">38</v><v>37</v>'),
        ("a namespace changed half-way", "<sheetData>", '<sheetData xmlns="urn:x">'),
        ("no namespace", f' xmlns="{MAIN}"', ""),
        (
            "an alternative",
            "<v>37</v>",
            (
                f'<mc:AlternateContent xmlns:mc="{_ALTERNATIVE}"><mc:Choice Requires="q"><v>38'
                "</v></mc:Choice><mc:Fallback><v>37</v></mc:Fallback></mc:AlternateContent>"
            ),
        ),
    ):
        yield Variant(what, genuine.plus({PROGRESS: swapped(part, old, new)}))


def _deep(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for depth, (name, old) in product(
        (1000, 300_000),
        (
            (PROGRESS, "<sheetData>"),
            (STRINGS, "<si>"),
            (STYLES, "<fonts"),
            (BOOK, "<sheets>"),
            (RELS, "<Relationship "),
        ),
    ):
        nest = "<a>" * depth + "</a>" * depth
        yield Variant(f"{depth} in {name}", genuine.changed(name, old, nest + old))
    unclosed = swapped(genuine.parts[PROGRESS], "<sheetData>", "<a>" * 2_000_000)
    yield Variant("2 million, never closed", genuine.with_parts(PROGRESS=unclosed))
    rich = "<si>" + "<r>" * 100_000 + "<t>x</t>" + "</r>" * 100_000 + "</si></sst>"
    yield Variant("a text within texts", genuine.changed(STRINGS, "</sst>", rich))


def _huge(genuine: Genuine, _: Random) -> Iterator[Variant]:
    figure = f'<c r="{FIGURE}"'
    for what, old, new in (
        ("an attribute of 8 MB", figure, f'<c z="{"9" * 2**23}" r="{FIGURE}"'),
        (
            "50,000 attributes",
            figure,
            "<c " + "".join(f'a{n}="" ' for n in range(50_000)) + f'r="{FIGURE}"',
        ),
        ("a name of 1 MB", "<sheetData>", f"<{'a' * 2**20}/><sheetData>"),
        (
            "50,000 namespaces",
            "<sheetData>",
            "<sheetData " + "".join(f'xmlns:a{n}="u" ' for n in range(50_000)) + ">",
        ),
        ("a reference of 1 MB", figure, f'<c r="{"A" * 2**20}5"'),
        ("a row number of 1 MB", '<row r="5"', f'<row r="{"1" * 2**20}"'),
        ("a value of 1 MB", "<v>37</v>", f"<v>{'0' * 2**20}37</v>"),
        ("a tag never closed, 4 MB", "<sheetData>", "<sheetData " + "<" * 2**22),
        ("quotes, 1 MB", "<sheetData>", '"' * 2**20 + "<sheetData>"),
        ("2 MB of openings of comments", "<sheetData>", "<!--" * 2**19 + "<sheetData>"),
    ):
        yield Variant(what, genuine.changed(PROGRESS, old, new))
    for name in (BOOK, RELS):
        yield Variant(
            f"2 MB of openings in {name}",
            genuine.changed(name, "><", "><!--" + "<!--" * 2**19 + "--><"),
        )
        yield Variant(
            f"a tag of 2 MB in {name}", genuine.changed(name, "><", f'><a b="{">" * 2**21}"/><')
        )


def _unseen(genuine: Genuine, _: Random) -> Iterator[Variant]:
    """A person's program shows 37; nothing else may arrive in silence."""
    part = genuine.parts[PROGRESS]
    for what, value in (
        *(
            ("a comment within", "<v>3<!-- 8 -->7</v>"),
            ("a comment about", "<!--<v>38</v>--><v>37</v>"),
        ),
        *(("CDATA", "<v><![CDATA[37]]></v>"), ("CDATA half", "<v>3<![CDATA[7]]></v>")),
        *(("an instruction", "<v>3<?x 8?>7</v>"), ("references", "<v>&#51;&#x37;</v>")),
        *(("blanks", "<v>\n 37 \n</v>"), ("CDATA with a cell", "<v>37<![CDATA[</v></c>]]></v>")),
        ("kept blanks", '<v xml:space="preserve"> 37</v>'),
    ):
        yield Variant(what, genuine.plus({PROGRESS: swapped(part, "<v>37</v>", value)}))
    cell = f'<c r="{FIGURE}"><v>38</v></c>'
    commented = with_cell(part, FIGURE, f'<!--{cell}--><c r="{FIGURE}"><v>37</v></c>')
    yield Variant("a cell in a comment", genuine.with_parts(PROGRESS=commented))
    commented = with_cell(part, FIGURE, f'<![CDATA[{cell}]]><c r="{FIGURE}"><v>37</v></c>')
    yield Variant("a cell in CDATA", genuine.with_parts(PROGRESS=commented))
    book = genuine.parts[BOOK].decode()
    sheets = book[book.index("<sheets>") : book.index("</sheets>") + 9]
    for what, new in (
        ("the list in a comment", f"<!--{sheets}-->"),
        ("the list in CDATA", f"<![CDATA[{sheets}]]>"),
        ("a list in a comment, then the list", f"<!--{sheets.replace('rId2', 'rId3')}-->{sheets}"),
        ("a list in an instruction", f"<?x {sheets.replace('rId2', 'rId3')}?>{sheets}"),
        ("two lists", sheets.replace("rId2", "rId3") + sheets),
    ):
        yield Variant(what, genuine.changed(BOOK, sheets, new))
    rows = part[part.index(b"<sheetData>") : part.index(b"</sheetData>") + 12].decode()
    yield Variant(
        "the rows in a comment", genuine.changed(PROGRESS, rows, f"<!--{rows}--><sheetData/>")
    )


CLASSES = (
    Hostile("definitions", "DOCTYPE and entities in every part", _defined),
    Hostile(
        "hidden definitions",
        "the same in encodings that a filter may not know",
        _hidden_definitions,
    ),
    Hostile("encodings", "parts in another encoding than they say", _encodings),
    Hostile("invalid", "parts that are no XML", _invalid),
    Hostile("torn", "a bracket or a quote lost anywhere", _torn),
    Hostile(
        "namespaces", "prefixes and namespaces as other programs write them, or nobody", _namespaces
    ),
    Hostile("deep", "tags within tags", _deep),
    Hostile("huge tags", "attributes, names and openings without end", _huge),
    Hostile("unseen", "comments, CDATA and instructions that hide a figure or a list", _unseen),
)
