"""Hostile cells: numbers, texts, formulas and live things in the places that a unit fills in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

from kit.hostile.parts import (
    BOOK,
    FIGURE,
    NARRATIVE,
    NUMERATOR,
    OFFICE,
    PROGRESS,
    REMARK,
    SHEET_RELS,
    STRINGS,
    TEXT,
    TYPES,
    Genuine,
    Hostile,
    Variant,
    inline,
    swapped,
    with_cell,
)


def _figure(value: str, more: str = "") -> str:
    return f'<c r="{FIGURE}"{more}><v>{value}</v></c>'


def _numbers(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for value in (
        *(
            "NaN",
            "nan",
            "INF",
            "-INF",
            "Infinity",
            "1e308",
            "1e309",
            "-1e308",
            "5e-324",
        ),
        *("37e0", "3700e-2", "37.0000000000000001", "36.9999999999999999", "123456789012345678"),
        *(
            "9007199254740993",
            "0x25",
            "3_7",
            "37,0",
            "3 7",
            "+37",
            "37.",
            ".37e2",
            "1e",
            "--37",
            "37%",
        ),
        *(
            "",
            " ",
            "３７",
            "٣٧",
            "三十七",
            "-37",
            "1e16",
            "37" + "0" * 400,
            "0" * 5000 + "37",
            "=37",
            "#N/A",
        ),
    ):
        yield Variant(f"{value[:24]}", genuine.cell(_figure(value)))
    for zero in ("-0", "0.0", "0e99"):
        yield Variant(zero, genuine.cell(_figure(zero)), means=(0.0,))


_SCRIPTS = (
    *(
        "３７",
        "三十七",
        "叁拾柒",
        "卅七",
        "〇三七",
        "٣٧",
        "۳۷",
        "३७",
        "๓๗",
        "ⅩⅩⅩⅦ",
        "㊲",
        "𝟑𝟕",
        "³⁷",
        "₃₇",
    ),
    *(
        "37人",
        "＋37",
        "37.",
        "37。0",
        "3 7",
        "3\u200b7",
        "\u202e73",
        "\u206673\u2069",
        "3\u00ad7",
        "\u00a037\u3000",
    ),
    *(
        "37，",
        "0,037",
        "3.7e1",
        "37%",
        "37±1",
        "-37",
        "37-40",
        "约37",
        "37左右",
        "超过37",
        "37/60",
        "1月至5月37",
    ),
    *(
        "37（含上年5）",
        "37\n38",
        "O37",
        "l7",
        "З7",
        "37元",
        "0.0037万",
        "37；其中新增5",
        "同上",
        "无",
        "/",
        "——",
        "#37",
    ),
    *(
        "'37",
        '="37"',
        "37\x00",
        "_x0033_7",
        "3_x0037_",
        "１Ｅ３０８",
        "9" * 400,
        "-" * 5000,
        "一" * 5000,
        "亿" * 300,
    ),
)


def _texts(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for number, value in enumerate(_SCRIPTS):
        yield Variant(f"{number}: {value[:16]!a}", genuine.cell(inline(value)))


def _types(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for kind, value in (
        *(
            ("b", "1"),
            ("b", "0"),
            ("b", "37"),
            ("d", "2024-05-31"),
            ("d", "37"),
            ("d", "x"),
            ("n", "37"),
        ),
        *(
            ("str", "37"),
            ("str", "=1+1"),
            ("inlineStr", "37"),
            ("s", "37"),
            ("zz", "37"),
            ("", "37"),
        ),
        *(
            ("e", error)
            for error in ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#SPILL!", "37", "")
        ),
    ):
        yield Variant(f"type {kind}, {value}", genuine.cell(_figure(value, f' t="{kind}"')))
    for what, inside in (
        ("runs", "<is><r><t>3</t></r><r><t>7</t></r></is>"),
        ("phonetic", "<is><t>37</t><rPh sb='0' eb='1'><t>38</t></rPh></is>"),
        ("text and value", "<is><t>37</t></is><v>38</v>"),
        ("two texts", "<is><t>37</t></is><is><t>38</t></is>"),
        ("no text", "<is/>"),
        ("nothing", ""),
    ):
        yield Variant(what, genuine.cell(f'<c r="{FIGURE}" t="inlineStr">{inside}</c>'))
    yield Variant(
        "text beside a number type",
        genuine.cell(f'<c r="{FIGURE}" t="n"><is><t>38</t></is><v>37</v></c>'),
    )


def _formulas(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for what, formula, value in (
        ("no value", "<f>30+7</f>", ""),
        ("an empty value", "<f>30+7</f>", "<v/>"),
        ("a value of 0", "<f>30+7</f>", "<v>0</v>"),
        ("a value that differs", "<f>1+1</f>", "<v>37</v>"),
        ("after its value", "", "<v>37</v><f>30+7</f>"),
        ("without text", "<f/>", "<v>37</v>"),
        ("in a comment", "<!--<f>1</f>-->", "<v>37</v>"),
        ("circular", f"<f>{FIGURE}+1</f>", "<v>37</v>"),
        ("another file", "<f>[1]a!A1</f>", "<v>37</v>"),
        ("8000 brackets", f"<f>{'(' * 8000}1{')' * 8000}</f>", "<v>37</v>"),
        ("1 MB long", f"<f>{'1+' * 2**19}1</f>", "<v>37</v>"),
        ("an array", f'<f t="array" ref="{FIGURE}">30+7</f>', "<v>37</v>"),
        ("an array over all", '<f t="array" ref="A1:XFD1048576">1</f>', "<v>37</v>"),
        ("an array backwards", '<f t="array" ref="Z9:A1">1</f>', "<v>37</v>"),
        ("an array nowhere", '<f t="array" ref="x">1</f>', "<v>37</v>"),
        ("a table over all", '<f t="dataTable" ref="A1:XFD1048576" r1="A1"/>', "<v>37</v>"),
        ("shared over all", '<f t="shared" si="0" ref="A1:XFD1048576">A1</f>', "<v>37</v>"),
        ("shared, of nobody", '<f t="shared" si="4294967295"/>', "<v>37</v>"),
    ):
        yield Variant(what, genuine.cell(f'<c r="{FIGURE}">{formula}{value}</c>'))


LIVE = (
    *(
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("http://127.0.0.1:9/","x")',
    ),
    *(
        '=WEBSERVICE("http://127.0.0.1:9/")',
        '=DDE("cmd","/C calc","")',
        "\t=1+1",
        "\n=1+1",
        "＝1+1",
        "'=1+1",
    ),
    *(
        "http://127.0.0.1:9/",
        "file:///etc/passwd",
        "mailto:a@b.cn",
        "internal:'总览'!A1",
        "external:a.xlsx",
        "{=1+1}",
    ),
    *(
        "\\\\127.0.0.1\\a",
        "javascript:alert(1)",
        '=IMPORTXML("http://127.0.0.1:9/","//a")',
        "\ufeff=1+1",
        "\u200b=1+1",
    ),
)


def _live_formulas(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for what, at in (("figure", FIGURE), ("numerator", NUMERATOR)):
        for number, one in enumerate(LIVE[:9]):
            formula = one.lstrip("=").replace("&", "&amp;").replace('"', "&quot;")
            cell = f'<c r="{at}" t="str"><f>{formula}</f><v>37</v></c>'
            yield Variant(f"a formula as the {what}, {number}", genuine.cell(cell, at))


def _live_texts(genuine: Genuine, _: Random) -> Iterator[Variant]:
    places = ((FIGURE, PROGRESS), (REMARK, PROGRESS), (TEXT, NARRATIVE), ("E5", NARRATIVE))
    for (number, one), (at, sheet) in product(enumerate(LIVE), places):
        if at in {FIGURE, TEXT} or number % 4 == 0:
            yield Variant(f"{number} in {at}", genuine.cell(inline(one, at), at, sheet))
    claimed = genuine.parts[STRINGS].replace(">杞县<".encode(), b">=1+1<")
    yield Variant("in place of its name", genuine.with_parts(STRINGS=claimed))


def _link(place: str, more: str) -> str:
    return f'<hyperlinks><hyperlink ref="{place}" {more}/></hyperlinks>'


def _attached(genuine: Genuine, _: Random) -> Iterator[Variant]:
    """What hangs on a sheet: links, remarks, drawings, connections."""
    relation = '<Relationships><Relationship Id="rId1" Type="{}" Target="{}"{}/></Relationships>'
    outward = ' TargetMode="External"'
    sheet = genuine.parts[PROGRESS]
    reference = _link(FIGURE, f'xmlns:r="{OFFICE}" r:id="rId1"')
    linked = "</sheetData>" + reference
    for target in (
        "http://127.0.0.1:9/",
        "file:///etc/passwd",
        "\\\\127.0.0.1\\a",
        "javascript:alert(1)",
        "../../x",
    ):
        rels = relation.format(f"{OFFICE}/hyperlink", target, outward).encode()
        parts = {PROGRESS: swapped(sheet, "</sheetData>", linked), SHEET_RELS: rels}
        yield Variant(f"a link to {target}", genuine.plus(parts))
    for kind, part, content in (
        (
            "comments",
            "xl/comments1.xml",
            "<comments><comment ref='M5'><text><t>=1+1</t></text></comment></comments>",
        ),
        ("threadedComment", "xl/threadedComments/t1.xml", "<ThreadedComments/>"),
        ("drawing", "xl/drawings/drawing1.xml", "<wsDr/>"),
        ("vmlDrawing", "xl/drawings/v1.vml", "<xml><v:shape><br></xml>"),
        ("oleObject", "xl/embeddings/oleObject1.bin", "\x00MZ"),
        (
            "control",
            "xl/activeX/activeX1.xml",
            "<ax:ocx ax:classid='{D27CDB6E-AE6D-11cf-96B8-444553540000}'/>",
        ),
        ("queryTable", "xl/queryTables/q1.xml", "<queryTable connectionId='1'/>"),
        ("table", "xl/tables/table1.xml", "<table ref='A4:V10'/>"),
        ("pivotTable", "xl/pivotTables/p1.xml", "<pivotTableDefinition/>"),
        ("slicer", "xl/slicers/s1.xml", "<slicers/>"),
        ("printerSettings", "xl/printerSettings/p1.bin", "\x00" * 99),
        ("image", "xl/media/image1.svg", "<svg onload='alert(1)'/>"),
    ):
        rels = relation.format(f"{OFFICE}/{kind}", f"/{part}", "").encode()
        yield Variant(f"a {kind}", genuine.plus({SHEET_RELS: rels, part: content.encode()}))


def _embedded(genuine: Genuine, chance: Random) -> Iterator[Variant]:
    """What hangs on a workbook: macros, connections, other data."""
    macros = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(4096)}
    book = genuine.parts[TYPES].replace(
        b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    yield Variant("macros", genuine.plus(macros), "{}.xlsm")
    yield Variant("macros, said", genuine.plus(macros | {TYPES: book}), "{}.xlsm")
    yield Variant("macros in .xlsx", genuine.plus(macros | {TYPES: book}))
    for what, part, content in (
        (
            "an old macro sheet",
            "xl/macrosheets/sheet1.xml",
            '<xm:macrosheet><sheetData><row><c><f>EXEC("calc")</f></c></row></sheetData></xm:macrosheet>',
        ),
        (
            "connections",
            "xl/connections.xml",
            "<connections><connection command='cmd' url='http://127.0.0.1:9/'/></connections>",
        ),
        (
            "an outward book",
            "xl/externalLinks/externalLink1.xml",
            "<externalLink><ddeLink ddeService='cmd' ddeTopic='/C calc'/></externalLink>",
        ),
        ("custom XML", "customXml/item1.xml", "<a xmlns='urn:x'>" + "<b/>" * 9999 + "</a>"),
        ("a ribbon", "customUI/customUI.xml", "<customUI onLoad='Auto_Open'/>"),
        ("a web extension", "xl/webextensions/webextension1.xml", "<we:webextension id='x'/>"),
        (
            "a calculation chain",
            "xl/calcChain.xml",
            "<calcChain>" + "<c r='M5' i='2'/>" * 99_999 + "</calcChain>",
        ),
        ("a signature", "_xmlsignatures/sig1.xml", "<Signature/>"),
        ("a program", "xl/media/a.exe", "MZ" + "\x00" * 999),
        (
            "properties",
            "docProps/custom.xml",
            "<Properties><property name='=1+1'><vt:lpwstr>=1+1</vt:lpwstr></property></Properties>",
        ),
    ):
        yield Variant(what, genuine.plus({part: content.encode()}))
    for name in ("Auto_Open", "_xlnm.Auto_Open", "_xlnm.Print_Area", "=1+1"):
        defined = f'<definedNames><definedName name="{name}">[1]a!$A$1</definedName>'
        yield Variant(f"the name {name}", genuine.changed(BOOK, "<definedNames>", defined))


_STRINGS = (
    *(
        "_x0000_",
        "_x0007_",
        "_x000D_",
        "_xD800_",
        "_xD83D__xDE00_",
        "_xFFFF_",
        "_x005F_x0041_",
        "_x00",
        "_x" * 900,
    ),
    *(
        "\ufffe",
        "\uffff",
        "\u202egnp.exe",
        "\u2028\u2029",
        "e" + "\u0301" * 3000,
        "\U0001f468\u200d\U0001f469" * 50,
    ),
    *(
        "\U0010ffff",
        "\ue000",
        "a\u0000b",
        "\x01\x1f\x7f\x85\x9f",
        "\r\n" * 2000,
        "\t" * 3000,
        " " * 40_000,
    ),
    *(
        "<script>alert(1)</script>",
        "]]>",
        "<![CDATA[",
        "&amp;lt;b&amp;gt;",
        "{{ 7*7 }}{% include 'x' %}",
        "%s%n${x}",
        "$(calc)",
    ),
    *(
        "'; DROP TABLE x; --",
        "\\u0000\\x00",
        '&C&"Arial"&72',
        "{=1}",
        "[Red]0",
        "a" * 32_767,
        "a" * 32_768,
        "字" * 100_000,
    ),
    *("\U0001f600" * 20_000, "=" * 5000, "无", "-", "\u3000", "\u200b", "\ufeff"),
)


def _words(genuine: Genuine, _: Random) -> Iterator[Variant]:
    for number, one in enumerate(_STRINGS):
        yield Variant(f"{number}: {one[:16]!a}", genuine.cell(inline(one, TEXT), TEXT, NARRATIVE))
    for reference in (
        "&#0;",
        "&#1;",
        "&#xD800;",
        "&#xDFFF;",
        "&#xFFFE;",
        "&#x110000;",
        "&#x1F600;",
        "&#99999999999;",
    ):
        cell = inline("#", TEXT).replace("#", reference)
        yield Variant(f"a reference {reference}", genuine.cell(cell, TEXT, NARRATIVE))
    lone = with_cell(genuine.parts[NARRATIVE], TEXT, inline("a\ud800b", TEXT))
    yield Variant("half a character", genuine.with_parts(NARRATIVE=lone))
    for at in ("E5", "F5", "G5", "H5", "J5", "A6", "C6"):
        yield Variant(
            f"long words in {at}", genuine.cell(inline("字\x07" * 9000, at), at, NARRATIVE)
        )


def _floods(genuine: Genuine, _: Random) -> Iterator[Variant]:
    """Texts that no cell may hold, and cells that hold too many of them."""
    long = inline("字" * 2**20, TEXT)
    yield Variant("3 MB", genuine.cell(long, TEXT, NARRATIVE))
    one = '<c t="inlineStr"><is><t>' + "字" * 30_000 + "</t></is></c>"
    rows = "".join(f'<row r="{n}">{one}</row>' for n in range(100, 300))
    yield Variant(
        "200 long texts", genuine.changed(NARRATIVE, "</sheetData>", rows + "</sheetData>")
    )
    yield Variant("30 MB", genuine.cell(inline("字" * (10 * 2**20), TEXT), TEXT, NARRATIVE))
    cells = "".join(
        f'<row r="{n}">' + '<c t="s"><v>0</v></c>' * 200 + "</row>" for n in range(100, 1100)
    )
    part = swapped(genuine.parts[NARRATIVE], "</sheetData>", cells + "</sheetData>")
    text = swapped(genuine.parts[STRINGS], "</t>", "字" * 30_000 + "</t>")
    yield Variant(
        "200,000 cells of one long text", genuine.with_parts(NARRATIVE=part, STRINGS=text)
    )
    wide = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="OJ{n}"><v>1</v></c></row>'
        for n in range(100, 20_001)
    )
    yield Variant(
        "8 million cells, nearly all blank",
        genuine.changed(PROGRESS, "</sheetData>", wide + "</sheetData>"),
    )


CLASSES = (
    Hostile("numbers", "what is no number in a cell of numbers", _numbers),
    Hostile("numbers in words", "37 as people and tricksters write it", _texts),
    Hostile("cell types", "truth values, dates, errors, texts in parts", _types),
    Hostile("formulas", "formulas without a value, over everything, of other files", _formulas),
    Hostile("live formulas", "formulas that run or fetch something", _live_formulas),
    Hostile("live texts", "texts that become a formula or a link elsewhere", _live_texts),
    Hostile("attached", "links, remarks, objects on a sheet", _attached),
    Hostile("embedded", "macros, connections and data in a workbook", _embedded),
    Hostile("words", "characters that break what is written from them", _words),
    Hostile("floods", "texts and cells without end", _floods, slow=True),
)
