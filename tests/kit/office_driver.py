"""Drives one headless LibreOffice for the tests: a JSON request a line in, an answer a line out.

Run by the system's Python, which has LibreOffice's `uno`; the tests' own environment need not
have it. The first argument is the soffice program, the second a folder for the profile and for
copies of what is opened: the files of a test are never opened where they lie.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import BorderLine2
from com.sun.star.uno import Exception as UnoError

Request = dict[str, Any]
Thing = Any  # whatever LibreOffice hands out

START_SECONDS = 600
CLEAR_CONTENTS = 1 | 2 | 4 | 16  # numbers, dates, texts, formulas: what the Delete key takes away
ERROR_RESULTS = 4
SPREADSHEET, TEXT = "com.sun.star.sheet.SpreadsheetDocument", "com.sun.star.text.TextDocument"
FILTERS = {
    (SPREADSHEET, "pdf"): "calc_pdf_Export",
    (SPREADSHEET, "xlsx"): "Calc MS Excel 2007 XML",
    (SPREADSHEET, "xls"): "MS Excel 97",
    (SPREADSHEET, "ods"): "calc8",
    (TEXT, "pdf"): "writer_pdf_Export",
    (TEXT, "docx"): "MS Word 2007 XML",
    (TEXT, "doc"): "MS Word 97",
    (TEXT, "odt"): "writer8",
}


def properties(**named: object) -> tuple[Thing, ...]:
    """Write keyword arguments as LibreOffice wants them."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in named.items())


class Desktop:
    """The running LibreOffice: opens copies and keeps the last one that was only read."""

    def __init__(self, soffice: str, folder: Path) -> None:
        """Start LibreOffice with a profile of its own, once to set it up and once to work."""
        self.soffice, self.folder = soffice, folder
        self.numbers = count(1)
        self.kept: tuple[tuple[object, ...], Thing] | None = None
        self._start()
        self._speak_chinese()
        self.stop()
        self._start()

    def _start(self) -> None:
        """Start LibreOffice and wait until it answers."""
        pipe = f"office{os.getpid()}"
        self.process = subprocess.Popen(
            [
                self.soffice,
                f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
                f"--accept=pipe,name={pipe};urp;",
                *("--headless", "--invisible", "--norestore", "--nologo", "--nodefault"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        )
        self.context = self._connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.desktop = self._service("com.sun.star.frame.Desktop")

    def _connect(self, address: str) -> Thing:
        """Ask again until LibreOffice has come up."""
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                return resolver.resolve(address)
            except UnoError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def _service(self, name: str) -> Thing:
        """Create one of LibreOffice's services."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def _speak_chinese(self) -> None:
        """Take up the habits of a Chinese installation: dates typed as 2024/5/28, A4 paper.

        LibreOffice asks for this when it starts; changed later, it confuses number formats.
        """
        provider = self._service("com.sun.star.configuration.ConfigurationProvider")
        view = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            properties(nodepath="/org.openoffice.Setup/L10N"),
        )
        view.setPropertyValue("ooSetupSystemLocale", "zh-CN")
        view.commitChanges()

    def _load(self, path: Path) -> Thing:
        """Open a copy of `path`, recalculated hard."""
        copy = self.folder / "copies" / str(next(self.numbers)) / path.name
        copy.parent.mkdir(parents=True)
        shutil.copyfile(path, copy)
        document = self.desktop.loadComponentFromURL(
            copy.as_uri(), "_blank", 0, properties(Hidden=True, MacroExecutionMode=0)
        )
        if document is None:
            message = f"LibreOffice does not open {path}"
            raise ValueError(message)
        if document.supportsService(SPREADSHEET):
            document.calculateAll()
        return document

    @contextmanager
    def opened(self, path: Path) -> Iterator[Thing]:
        """Open a document to change it, and close it."""
        document = self._load(path)
        try:
            yield document
        finally:
            document.close(True)  # noqa: FBT003 - LibreOffice knows no keywords

    def reading(self, path: Path) -> Thing:
        """Open a document to read it; it stays open until another one is read."""
        facts = path.stat()
        key = (path, facts.st_mtime_ns, facts.st_size, facts.st_ino)
        if self.kept is None or self.kept[0] != key:
            self.forget()
            self.kept = (key, self._load(path))
        return self.kept[1]

    def forget(self) -> None:
        """Close the document that was kept."""
        kept, self.kept = self.kept, None
        if kept is not None:
            kept[1].close(True)  # noqa: FBT003 - LibreOffice knows no keywords

    def stop(self) -> None:
        """End LibreOffice, politely first."""
        with suppress(UnoError):
            self.desktop.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()


def store(document: Thing, path: Path, form: str) -> None:
    """Write a document in the form `form`."""
    kind = SPREADSHEET if document.supportsService(SPREADSHEET) else TEXT
    path.parent.mkdir(parents=True, exist_ok=True)
    document.storeToURL(path.as_uri(), properties(FilterName=FILTERS[kind, form]))


def convert(office: Desktop, request: Request) -> None:
    """Write a document in another form."""
    store(office.reading(Path(request["path"])), Path(request["out"]), request["form"])


def type_into(cell: Thing, value: str | float) -> bool:
    """Type a value as a person does, or be refused by the protection of the sheet.

    Only setDataArray asks about protection, so it goes first, with a number: a text would turn
    the cell's format into text. What a person types is then read by LibreOffice itself.
    """
    typed = isinstance(value, str)
    try:
        cell.setDataArray(((0 if typed else value,),))
    except UnoError:
        return False
    if value == "":
        cell.clearContents(CLEAR_CONTENTS)
    elif typed and value.startswith("'"):
        cell.String = value[1:]
    elif typed:
        cell.FormulaLocal = value
    return True


def edit(office: Desktop, request: Request) -> list[bool]:
    """Type values into cells and save; say of each whether the sheet took it."""
    with office.opened(Path(request["path"])) as document:
        for name in request["unprotect"]:
            document.Sheets.getByName(name).unprotect("")
        taken = [
            type_into(document.Sheets.getByName(sheet).getCellRangeByName(address), value)
            for sheet, address, value in request["edits"]
        ]
        document.calculateAll()
        store(document, Path(request["out"]), request["form"])
    return taken


def used_range(sheet: Thing) -> Thing:
    """Everything from A1 to the last cell that holds something."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 - LibreOffice knows no keywords
    last = cursor.RangeAddress
    return sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)


def raw_values(sheet: Thing) -> list[list[str | float]]:
    """Every value of a sheet; an error is the text that LibreOffice shows for it."""
    rows = [list(row) for row in used_range(sheet).getDataArray()]
    for area in used_range(sheet).queryFormulaCells(ERROR_RESULTS).RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                rows[row][column] = sheet.getCellByPosition(column, row).String
    return rows


def displayed_values(sheet: Thing) -> list[list[str]]:
    """Every cell as the screen shows it, number formats applied."""
    return [
        [
            sheet.getCellByPosition(column, row).String if isinstance(value, float) else value
            for column, value in enumerate(values)
        ]
        for row, values in enumerate(raw_values(sheet))
    ]


def recalculated(office: Desktop, request: Request) -> dict[str, list[list[Any]]]:
    """Every sheet's values after a hard recalculation."""
    sheets = office.reading(Path(request["path"])).Sheets
    read = displayed_values if request["displayed"] else raw_values
    return {name: read(sheets.getByName(name)) for name in sheets.ElementNames}


def sheet_facts(office: Desktop, request: Request) -> list[dict[str, Any]]:
    """Every sheet's name, and whether it is seen and protected."""
    sheets = office.reading(Path(request["path"])).Sheets
    found = [sheets.getByName(name) for name in sheets.ElementNames]
    return [
        {"name": sheet.Name, "visible": sheet.IsVisible, "protected": sheet.isProtected()}
        for sheet in found
    ]


def colour(number: int) -> str:
    """A colour as #RRGGBB; no colour is the empty string."""
    return "" if number < 0 else f"#{number & 0xFFFFFF:06X}"


def validation_facts(cell: Thing) -> dict[str, Any]:
    """What may be entered into a cell, and the words that say so."""
    rule = cell.Validation
    return {
        "validation": rule.Type.value.lower(),
        "operator": rule.getOperator().value.lower(),
        "formulas": [rule.getFormula1(), rule.getFormula2()],
        "drop_down": rule.ShowList > 0,
        "hint": rule.InputMessage if rule.ShowInputMessage else "",
        "refusal": rule.ErrorMessage if rule.ShowErrorMessage else "",
        "strict": rule.ShowErrorMessage and rule.ErrorAlertStyle.value == "STOP",
    }


def cell_facts(office: Desktop, request: Request) -> dict[str, Any]:
    """A cell's lock, colours, font, number format, and what may be entered."""
    document = office.reading(Path(request["path"]))
    sheet = document.Sheets.getByName(request["sheet"])
    cell = sheet.getCellRangeByName(request["address"])
    return {
        "locked": cell.CellProtection.IsLocked,
        "protected": sheet.isProtected(),
        "hidden": not (cell.Columns.getByIndex(0).IsVisible and cell.Rows.getByIndex(0).IsVisible),
        "background": colour(cell.CellBackColor),
        "number_format": document.NumberFormats.getByKey(cell.NumberFormat).FormatString,
        "font": cell.CharFontNameAsian if request["asian"] else cell.CharFontName,
        "size": cell.CharHeight,
        "bold": cell.CharWeight > 100,  # com.sun.star.awt.FontWeight.NORMAL
        "colour": colour(cell.CharColor),
        "wrapped": cell.IsTextWrapped,
        **validation_facts(cell),
    }


def show_alone(document: Thing, sheet: Thing, cells: list[Thing]) -> None:
    """Make a document print nothing but these cells, each on a page that fits."""
    for name in document.Sheets.ElementNames:
        document.Sheets.getByName(name).setPrintAreas(())
    sheet.unprotect("")
    sheet.IsVisible = True
    sheet.setPrintTitleRows(False)
    sheet.setPrintTitleColumns(False)
    page = document.StyleFamilies.getByName("PageStyles").getByName(sheet.PageStyle)
    for name in ("HeaderIsOn", "FooterIsOn", "PrintHeaders", "PrintGrid"):
        page.setPropertyValue(name, False)  # noqa: FBT003 - LibreOffice knows no keywords
    page.CenterHorizontally = page.CenterVertically = False
    page.LeftMargin = page.RightMargin = page.TopMargin = page.BottomMargin = 0
    page.PageScale = 100
    page.Width = max(cell.Size.Width for cell in cells) + 200
    page.Height = max(cell.Size.Height for cell in cells) + 200
    edge = BorderLine2(OuterLineWidth=2, LineWidth=2)
    for cell in cells:  # an empty page would be left out: an edge makes every page count
        cell.LeftBorder = edge
    sheet.setPrintAreas(tuple(cell.RangeAddress for cell in cells))


def alone(office: Desktop, request: Request) -> list[list[float]]:
    """Print cells alone, a page for each, as PDF; say how large each is in hundredths of a mm."""
    with office.opened(Path(request["path"])) as document:
        sheet = document.Sheets.getByName(request["sheet"])
        cells = [sheet.getCellRangeByName(address) for address in request["addresses"]]
        show_alone(document, sheet, cells)
        store(document, Path(request["out"]), "pdf")
        return [[cell.Size.Width, cell.Size.Height] for cell in cells]


def hello(_office: Desktop, _request: Request) -> None:
    """Say that LibreOffice is up."""


OPERATIONS: dict[str, Callable[[Desktop, Request], object]] = {
    "alone": alone,
    "convert": convert,
    "edit": edit,
    "formats": cell_facts,
    "hello": hello,
    "recalculated": recalculated,
    "sheets": sheet_facts,
}


def answer(office: Desktop, line: str) -> dict[str, object]:
    """Do what one line asks; what goes wrong is an answer too."""
    request = json.loads(line)
    try:
        return {"result": OPERATIONS[request["do"]](office, request)}
    except (UnoError, ArithmeticError, LookupError, OSError, ValueError) as wrong:
        return {"error": f"{type(wrong).__name__}: {wrong}"}


def main() -> None:
    """Answer requests until there are no more."""
    office = Desktop(sys.argv[1], Path(sys.argv[2]))
    try:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(answer(office, line)) + "\n")
            sys.stdout.flush()
    finally:
        office.stop()


if __name__ == "__main__":
    main()
