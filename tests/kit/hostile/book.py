"""Hostile workbooks: sheets, lists and references that are not as Excel writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from kit.hostile.parts import (
    BOOK,
    FIGURE,
    GUIDE,
    HIDDEN,
    MAIN,
    NARRATIVE,
    OFFICE,
    PROGRESS,
    RELS,
    SHEET_RELS,
    STRINGS,
    STYLES,
    TYPES,
    Genuine,
    Hostile,
    Variant,
    swapped,
    with_cell,
)

_SHEETS = (GUIDE, PROGRESS, NARRATIVE, HIDDEN)
_EMPTY = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode()
_LISTED = re.compile(r"<sheet [^>]*/>")


def _relisted(genuine: Genuine, sheets: list[str], **parts: bytes) -> bytes:
    """The form with another list of sheets."""
    book = genuine.parts[BOOK].decode()
    old = book[book.index("<sheets>") : book.index("</sheets>")]
    return genuine.plus(
        {BOOK: swapped(genuine.parts[BOOK], old, "<sheets>" + "".join(sheets)), **parts}
    )


def _entries(genuine: Genuine) -> list[str]:
    return _LISTED.findall(genuine.parts[BOOK].decode())


def _lost(genuine: Genuine, _: Random) -> Iterator[Variant]:
    entries = _entries(genuine)
    for number, name in enumerate(_SHEETS):
        yield Variant(f"no {name}", genuine.without(name))
        yield Variant(
            f"{name} not listed", _relisted(genuine, entries[:number] + entries[number + 1 :])
        )
        relation = f'Id="rId{number + 1}"'
        yield Variant(f"{name} without a relation", genuine.changed(RELS, relation, 'Id="rId99"'))
    for name in (BOOK, RELS, TYPES, "_rels/.rels", STRINGS, STYLES, "xl/theme/theme1.xml"):
        yield Variant(f"no {name}", genuine.without(name))


def _listed(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    guide, progress, narrative, hidden = _entries(genuine)
    lists = {
        "reversed": [hidden, narrative, progress, guide],
        "hidden first": [hidden, guide, progress, narrative],
        "one name twice": [guide, progress, narrative.replace("情况说明", "进度填报"), hidden],
        "one sheet twice": [
            guide,
            progress,
            progress.replace("进度填报", "进度填报 (2)"),
            narrative,
            hidden,
        ],
        "names by case": [
            progress,
            progress.replace("进度填报", "A"),
            progress.replace("进度填报", "a"),
            hidden,
        ],
        "sheets swapped": [
            guide,
            progress.replace("rId2", "rId3"),
            narrative.replace("rId3", "rId2"),
            hidden,
        ],
        "none": [],
        "400": [guide, progress, narrative, hidden]
        + [guide.replace("填报说明", f"表{n}").replace('"1"', f'"{n}"') for n in range(10, 406)],
        "all hidden": [
            one.replace("visible", "veryHidden") for one in (guide, progress, narrative, hidden)
        ],
        "without names": [
            re.sub(r' name="[^"]*"', "", one) for one in (guide, progress, narrative, hidden)
        ],
    }
    for what, entries in lists.items():
        yield Variant(what, _relisted(genuine, entries))
    for name in (
        "",
        "Sheet1",
        " 进度填报 ",
        "进度填报&#10;",
        "进度&#x202E;填报",
        "a" * 5000,
        "'[x]y'!*?:",
        "=1+1",
        "进度塡报",
    ):
        yield Variant(
            f"named {name[:20]!a}", genuine.changed(BOOK, 'name="进度填报"', f'name="{name}"')
        )
    for kind in ("chartsheet", "dialogsheet", "xlMacrosheet", "externalLink", "styles"):
        other = f'/{kind}" Target="/{PROGRESS}"'
        yield Variant(
            f"a {kind}", genuine.changed(RELS, f'/worksheet" Target="/{PROGRESS}"', other)
        )
    chance.shuffle(entries := [guide, progress, narrative, hidden])
    yield Variant("shuffled", _relisted(genuine, entries))


def _endless(genuine: Genuine, _: Random) -> Iterator[Variant]:
    progress = _entries(genuine)[1]
    yield Variant("70,000 times one sheet", _relisted(genuine, [progress] * 70_000))
    yield Variant("5000 times one sheet", _relisted(genuine, [progress] * 5000))
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><f t="array" ref="A1:CV200">1</f><v>1</v></c></row>'
        for n in range(100, 400)
    )
    yield Variant("300 arrays", genuine.changed(PROGRESS, "</sheetData>", rows + "</sheetData>"))


def _claims(genuine: Genuine, _: Random) -> Iterator[Variant]:
    """What becomes of the hidden sheet."""
    entries = _entries(genuine)
    target = 'Target="/xl/worksheets/sheet50.xml" Id="rId50"'
    relation = f'<Relationship Type="{OFFICE}/worksheet" {target}/></Relationships>'
    second = entries[3].replace("rId4", "rId50").replace('"4"', '"50"')
    for what, name, part in (
        ("once more", "表单标识 (2)", genuine.parts[HIDDEN]),
        ("another one more, of this name", "表单标识", _EMPTY),
        ("an empty one more", "表单标识 (2)", _EMPTY),
    ):
        rels = swapped(genuine.parts[RELS], "</Relationships>", relation)
        more = {RELS: rels, "xl/worksheets/sheet50.xml": part}
        listed = second.replace("表单标识", name)
        yield Variant(what, _relisted(genuine, [*entries, listed], **more))
        yield Variant(f"{what}, before it", _relisted(genuine, [listed, *entries], **more))
    yield Variant("empty", genuine.with_parts(HIDDEN=_EMPTY))
    yield Variant("a copy of the guide", genuine.with_parts(HIDDEN=genuine.parts[GUIDE]))
    blank = re.sub(rb'<c r="B\d".*?</c>', b"", genuine.parts[HIDDEN])
    yield Variant("labels without values", genuine.with_parts(HIDDEN=blank))
    yield Variant("visible", genuine.changed(BOOK, "veryHidden", "visible"))


def _kinds(genuine: Genuine, _: Random) -> Iterator[Variant]:
    plain = "spreadsheetml.sheet.main+xml"
    for kind in ("spreadsheetml.template.main+xml", "wordprocessingml.document.main+xml", "x", ""):
        yield Variant(f"the book is {kind!r}", genuine.changed(TYPES, plain, kind))
    yield Variant(
        "the sheets are pictures",
        genuine.changed(TYPES, "spreadsheetml.worksheet+xml", "image/png"),
    )
    yield Variant("of nothing", genuine.plus({TYPES: b"<Types/>"}))
    yield Variant("a text document too", genuine.plus({"word/document.xml": b"<a/>"}))
    yield Variant(
        "an OpenDocument too",
        genuine.plus(
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}
        ),
    )
    yield Variant("a binary book too", genuine.plus({"xl/workbook.bin": b"\x83\x01\x00"}))


def _ways_out(genuine: Genuine, _: Random) -> Iterator[Variant]:
    sheet = f'Target="/{PROGRESS}"'
    for target in (
        *(
            "../../../../etc/passwd",
            "/../../etc/passwd",
            "file:///etc/passwd",
            "%2e%2e/%2e%2e/etc/passwd",
        ),
        *("\\\\127.0.0.1\\a\\b.xml", "//127.0.0.1/a.xml", "http://127.0.0.1:9/a.xml", "C:\\a.xml"),
        *(
            "",
            ".",
            "..",
            "/",
            "worksheets",
            "worksheets/",
            f"/{PROGRESS}\0",
            f"/{PROGRESS}#x",
            f"/{PROGRESS}?x",
        ),
        *(
            "styles.xml",
            "sharedStrings.xml",
            "workbook.xml",
            "_rels/workbook.xml.rels",
            "theme/theme1.xml",
        ),
        *(f"/{HIDDEN}", f"/{NARRATIVE}", "/XL/Worksheets/SHEET2.XML", "./worksheets/./sheet2.xml"),
        "worksheets/../worksheets/sheet2.xml",
    ):
        written = target.replace("\0", "%00")
        yield Variant(
            f"the sheet is {written[:40]}", genuine.changed(RELS, sheet, f'Target="{written}"')
        )
    outward = f'{sheet} TargetMode="External"'
    yield Variant("the sheet is outside", genuine.changed(RELS, sheet, outward))
    yield Variant("one identity twice", genuine.changed(RELS, 'Id="rId3"', 'Id="rId2"'))
    yield Variant(
        "the book is outside",
        genuine.changed("_rels/.rels", 'Target="xl/workbook.xml"', 'Target="../a.xml"'),
    )
    for kind in ("externalLinkPath", "attachedTemplate", "image", "oleObject", "frame"):
        target = 'Target="http://127.0.0.1:9/a" TargetMode="External"'
        link = f'<Relationship Id="rId9" Type="{OFFICE}/{kind}" {target}/>'
        yield Variant(f"an outward {kind}", genuine.related(link, SHEET_RELS))


def _strings(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for index in ("99999", "-1", "1e3", "0x1", "", " 1", "1.5", "4294967296", "9" * 40, "NaN"):
        cell = f'<c r="{FIGURE}" t="s"><v>{index}</v></c>'
        yield Variant(f"the figure is text {index[:12]}", genuine.cell(cell))
    part = genuine.parts[STRINGS]
    yield Variant("none", genuine.with_parts(STRINGS=f'<sst xmlns="{MAIN}"/>'.encode()))
    yield Variant(
        "one", genuine.with_parts(STRINGS=f'<sst xmlns="{MAIN}"><si><t>x</t></si></sst>'.encode())
    )
    yield Variant(
        "a count that lies",
        genuine.changed(STRINGS, "<sst ", '<sst count="4294967295" uniqueCount="4294967295" '),
    )
    yield Variant(
        "the first one gone",
        genuine.with_parts(STRINGS=re.sub(rb"<si>.*?</si>", b"", part, count=1)),
    )
    yield Variant(
        "all of them phonetic",
        genuine.with_parts(
            STRINGS=part.replace(b"<t ", b"<rPh><t ").replace(b"</t>", b"</t></rPh>")
        ),
    )
    runs = re.sub(rb"<t ([^>]*)>([^<]+)</t>", rb"<r><t \1>\2</t></r><rPh><t>x</t></rPh>", part)
    yield Variant("all of them in runs", genuine.with_parts(STRINGS=runs))


def _styles(genuine: Genuine, _: Random) -> Iterator[Variant]:
    yield Variant("none", genuine.without(STYLES))
    yield Variant("empty", genuine.with_parts(STYLES=f'<styleSheet xmlns="{MAIN}"/>'.encode()))
    for style in ("99999", "-1", "x", "4294967296", ""):
        yield Variant(f"style {style}", genuine.cell(f'<c r="{FIGURE}" s="{style}"><v>37</v></c>'))
    many = "".join(f'<numFmt numFmtId="{n}" formatCode="0"/>' for n in range(200, 60_000))
    new = f"<styleSheet><numFmts>{many}</numFmts></styleSheet>"
    yield Variant(
        "60,000 formats",
        genuine.with_parts(
            STYLES=new.replace("<styleSheet", f'<styleSheet xmlns="{MAIN}"').encode()
        ),
    )
    xfs = genuine.parts[STYLES].decode()
    for code in ("yyyy-mm-dd", "0%", "[h]:mm", ";;;", '"38"', "[Red]General" + "0" * 5000, "\\"):
        told = code.replace('"', "&quot;")
        formats = f'<numFmts><numFmt numFmtId="170" formatCode="{told}"/></numFmts>'
        styled = re.sub(r"<numFmts.*?</numFmts>", "", xfs, flags=re.DOTALL)
        styled = re.sub(
            r"(<styleSheet[^>]*>)", lambda match, new=formats: match[1] + new, styled, count=1
        )
        styled = re.sub(
            r'(<cellXfs.*?numFmtId=")\d+"', r'\g<1>170"', styled, count=1, flags=re.DOTALL
        )
        sheet = with_cell(genuine.parts[PROGRESS], FIGURE, f'<c r="{FIGURE}" s="0"><v>37</v></c>')
        yield Variant(
            f"shown as {code[:16]}", genuine.with_parts(STYLES=styled.encode(), PROGRESS=sheet)
        )


def _far(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for at in (
        *("XFD1048576", "A1048576", "XFD1", "A1048577", "XFE1", "ZZZZ1", "A0", "A-1", "A99999999"),
        *(
            "A4294967296",
            "5M",
            "M",
            "5",
            "",
            "m6",
            "$M$6",
            "M6:N6",
            "Sheet1!M6",
            "Ｍ６",
            "R6C13",
            "AAAAAAAAAAAAA1",
        ),
        *("A20001", "OK1", "A20000"),
    ):
        more = f'<c r="{at}"><v>1</v></c></row>'
        yield Variant(f"a cell at {at[:20]!a}", genuine.changed(PROGRESS, "</row>", more))
    for number in ("0", "-1", "1048577", "4294967296", "x", "", "1.5", "20001", "9" * 30):
        row = f'<row r="{number}"><c><v>1</v></c></row></sheetData>'
        yield Variant(f"a row {number[:12]!r}", genuine.changed(PROGRESS, "</sheetData>", row))


def _unordered(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    part = genuine.parts[PROGRESS].decode()
    start, end = part.index("<sheetData>") + 11, part.index("</sheetData>")
    rows = re.findall(r"<row.*?</row>", part[start:end], re.DOTALL)
    figure = f'<c r="{FIGURE}"><v>38</v></c>'
    shuffled = chance.sample(rows, len(rows))
    without = [re.sub(r'<row r="\d+"', "<row", row) for row in rows]
    lists = {
        "backwards": rows[::-1],
        "shuffled": shuffled,
        "rows without numbers": without,
        "cells without references": [re.sub(r'<c r="\w+"', "<c", row) for row in rows],
        "rows of one number": [re.sub(r'<row r="\d+"', '<row r="5"', row) for row in rows],
        "all twice": rows * 2,
        "a row once more": [*rows, f'<row r="5">{figure}</row>'],
        "a cell once more": [
            row.replace("</row>", figure + "</row>") if 'r="M5"' in row else row for row in rows
        ],
        "a cell of another row": [*rows, f'<row r="99">{figure}</row>'],
        "a cell before its row": [f'<row r="1">{figure}</row>', *rows[1:]],
        "cells backwards": [
            "".join(
                (
                    row[: row.index(">") + 1],
                    *re.findall(r"<c .*?(?:</c>|(?<=/)>)", row)[::-1],
                    "</row>",
                )
            )
            for row in rows
        ],
        "rows within rows": [rows[0].replace("</row>", rows[1] + "</row>"), *rows[2:]],
        "cells outside rows": [*rows, figure],
        "a table once more": [
            *rows,
            *(
                re.sub(r'r="([A-Z]*)(\d+)"', lambda m: f'r="{m[1]}{int(m[2]) + 100}"', row).replace(
                    "<v>37</v>", "<v>38</v>"
                )
                for row in rows
            ),
        ],
    }
    for what, found in lists.items():
        yield Variant(
            what, genuine.with_parts(PROGRESS=(part[:start] + "".join(found) + part[end:]).encode())
        )


def _dimensions(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for told in (
        "A1",
        "A1:XFD1048576",
        "B2:A1",
        "",
        "x",
        "A1:A840314",
        "A1:ZZZZZ99999999999",
        "A0:A0",
        "M5:M5",
    ):
        new = f'<dimension ref="{told}"/>'
        yield Variant(
            f"said to be {told!r}", genuine.changed(PROGRESS, '<dimension ref="A1:V10"/>', new)
        )


def _furniture(genuine: Genuine, _: Random) -> Iterator[Variant]:
    end = "</sheetData>"
    merged = "".join(f'<mergeCell ref="A{n}:Z{n}"/>' for n in range(1, 60_000))
    rules = "".join(
        f'<conditionalFormatting sqref="A1:XFD1048576"><cfRule priority="{n}"><formula>1</formula>'
        "</cfRule></conditionalFormatting>"
        for n in range(1, 5000)
    )
    lists = "".join(
        f'<dataValidation type="list" sqref="M{n}"><formula1>[1]a!A1</formula1></dataValidation>'
        for n in range(1, 9000)
    )
    for what, more in (
        ("60,000 merged ranges", f"<mergeCells>{merged}</mergeCells>"),
        ("all cells merged", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        (
            "keys merged",
            '<mergeCells><mergeCell ref="A5:A7"/><mergeCell ref="H5:H7"/></mergeCells>',
        ),
        ("5000 rules", rules),
        ("9000 drop-downs", f"<dataValidations>{lists}</dataValidations>"),
        ("a filter that hides", '<autoFilter ref="A4:V10"><filterColumn colId="0"/></autoFilter>'),
        ("page breaks", "<rowBreaks>" + '<brk id="1"/>' * 50_000 + "</rowBreaks>"),
        (
            "protected ranges",
            '<protectedRanges><protectedRange sqref="A1:XFD1048576" name="x"/></protectedRanges>',
        ),
    ):
        yield Variant(what, genuine.changed(PROGRESS, end, end + more))
    yield Variant(
        "a million columns",
        genuine.changed(PROGRESS, "<cols>", '<cols><col min="1" max="4294967295" hidden="1"/>'),
    )
    names = "".join(f'<definedName name="n{n}">A1:XFD1048576</definedName>' for n in range(30_000))
    yield Variant("30,000 names", genuine.changed(BOOK, "<definedNames>", "<definedNames>" + names))
    yield Variant("since 1904", genuine.changed(BOOK, "<workbookPr", '<workbookPr date1904="1"'))
    hidden = genuine.parts[PROGRESS].replace(b'<row r="5"', b'<row hidden="1" r="5"')
    yield Variant("a hidden row", genuine.with_parts(PROGRESS=hidden))


def _headings(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for name in ("编码", "县区", "本月累计", "分子", "分母", "年度目标"):
        tag = f">{name}</t>"
        yield Variant(f"no {name}", genuine.changed(STRINGS, tag, "></t>"))
        yield Variant(f"{name} spaced", genuine.changed(STRINGS, tag, f"> {' '.join(name)}\n</t>"))
        yield Variant(f"{name} otherwise", genuine.changed(STRINGS, tag, f">{name}2</t>"))
    yield Variant("two figures swapped", _two(genuine, "分子", "分母"))
    yield Variant("target and figure swapped", _two(genuine, "年度目标", "本月累计"))
    yield Variant("codes of other rows", _two(genuine, "三.2-1", "十.1-3"))
    yield Variant("a figure twice", genuine.changed(STRINGS, ">备注</t>", ">本月累计</t>"))


def _two(genuine: Genuine, one: str, other: str) -> bytes:
    """The form with two texts in each other's place."""
    part = swapped(genuine.parts[STRINGS], f">{one}</t>", ">#</t>")
    part = swapped(part, f">{other}</t>", f">{one}</t>")
    return genuine.with_parts(STRINGS=swapped(part, ">#</t>", f">{other}</t>"))


CLASSES = (
    Hostile("lost parts", "sheets and lists that are not there", _lost),
    Hostile("sheet lists", "sheets in another order, twice, 400, under other names", _listed),
    Hostile("endless lists", "sheets and ranges told again and again", _endless, slow=True),
    Hostile("claims", "the hidden sheet gone, emptied, doubled", _claims),
    Hostile("content types", "a workbook that says it is something else", _kinds),
    Hostile("ways out", "relations that leave the file or lead to a wrong part", _ways_out),
    Hostile("shared strings", "texts by numbers that do not exist", _strings),
    Hostile("styles", "styles missing, without end, or showing another number", _styles),
    Hostile("far cells", "cells and rows far out, or at no place at all", _far),
    Hostile("out of order", "rows and cells twice, backwards, without references", _unordered),
    Hostile("dimensions", "a size of the sheet that is not so", _dimensions),
    Hostile("furniture", "merged ranges, rules, names and filters without end", _furniture),
    Hostile("headings", "headings and keys changed or swapped", _headings),
)
