"""Nothing that anybody sends costs more than seconds: far-out cells, lies, and much of anything."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from kit import killers, xls, xlsb
from kit.killers import KILLERS, Killer, ods, ods_cell, ods_row, xlsx
from kit.office import Ending, Office
from kit.sample import UNITS, ledger, unit

from ducha.files.workbook.reading import read
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.files.writing.sheet import new_workbook, number, text
from ducha.ledger.model import Group

ALONE = Path(__file__).parents[3] / "kit" / "alone.py"
MAX_SECONDS, MAX_MEGABYTES = 8.0, 500.0


@dataclass
class Alone:
    """A process that reads what is handed to it, and that nobody misses if it dies."""

    folder: Path
    running: subprocess.Popen[str] | None = None

    def read(self, data: bytes) -> tuple[float, float, str]:
        """Seconds, MiB, and what became of it; a dead process answers nothing."""
        if self.running is None:
            self.running = subprocess.Popen(
                [sys.executable, ALONE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env={"PYTHONIOENCODING": "utf-8"},
            )
        path = self.folder / "file"
        path.write_bytes(data)
        assert self.running.stdin
        assert self.running.stdout
        self.running.stdin.write(f"{path}\n")
        self.running.stdin.flush()
        line = self.running.stdout.readline()
        if not line:
            self.close()
            pytest.fail("the reader died of it")
        seconds, most, answer = line.rstrip("\n").split(" ", 2)
        return float(seconds), float(most), answer

    def close(self) -> None:
        """End the process."""
        if self.running:
            self.running.kill()
            self.running.communicate()
            self.running = None


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    """Give a reader of its own."""
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not tell what a process costs")
    reader = Alone(tmp_path_factory.mktemp("alone"))
    yield reader
    reader.close()


@pytest.mark.parametrize("killer", KILLERS, ids=[one.name for one in KILLERS])
def test_it_costs_nothing_and_gets_a_plain_sentence(alone: Alone, killer: Killer) -> None:
    """Or its cells, in seconds and without gigabytes: in every make of workbook."""
    seconds, most, answer = alone.read(killer.build())
    if killer.words:
        assert killer.words in answer
        assert answer.endswith("。")
    else:
        assert answer.isdigit(), answer
    assert (seconds < MAX_SECONDS, most < MAX_MEGABYTES) == (True, True), (seconds, most)


FAR_CELL = killers.cells("A1") + b'<row r="20000"><c r="OJ20000"/></row>'
FARTHEST_CELL = killers.cells("A1") + b'<row r="1048576"><c r="XFD1048576"/></row>'
BLANK_COLUMNS = ods_row(ods_cell("1"), ods_cell(repeat=16_383))
BLANK_ROWS = ods_row(ods_cell(repeat=16_384), repeat=1_048_575)

# name, a workbook with content in A1 alone
FORMATS_ONLY = [
    ("xlsx", xlsx(killers.sheet(FAR_CELL))),
    ("xlsx, far out", xlsx(killers.sheet(FARTHEST_CELL))),
    ("xls", xls.workbook({"a": xls.cell(0, 0, 1.0) + xls.cell(65_535, 255, "")})),
    ("xlsb", xlsb.packed({"a": xlsb.sheet(xlsb.row(0, [1.0]) + xlsb.blank(1_048_575, 16_383))})),
    ("ods", ods(BLANK_COLUMNS + BLANK_ROWS)),
]


@pytest.mark.parametrize(
    "data", [case[1] for case in FORMATS_ONLY], ids=[case[0] for case in FORMATS_ONLY]
)
def test_formats_without_content_may_lie_anywhere(data: bytes) -> None:
    """A whole column that somebody coloured is honest, and the parser passes over it."""
    (sheet,) = read(data).sheets
    assert [len(row) for row in sheet.rows] == [1]


# name, a workbook with a million cells from A1 on
LARGEST = [
    ("xlsx", xlsx(killers.sheet(killers.cells("A1", "AX20000")))),
    ("xlsx, unusually", xlsx(killers.sheet(b" " + killers.cells("A1", "AX20000")))),
    ("xls", xls.workbook({"a": xls.cell(0, 0, 1.0) + xls.cell(19_999, 49, 1.0)})),
    ("xlsb", xlsb.packed({"a": xlsb.sheet(xlsb.row(0, [1.0]) + xlsb.row(19_999, [1.0], 49))})),
    (
        "ods",
        ods(
            ods_row(ods_cell("1"))
            + ods_row(ods_cell(), repeat=19_998)
            + ods_row(ods_cell(repeat=49), ods_cell("1"))
        ),
    ),
]


@pytest.mark.parametrize("data", [case[1] for case in LARGEST], ids=[case[0] for case in LARGEST])
def test_a_million_cells_are_read(data: bytes) -> None:
    """The limit itself is included, in every make."""
    (sheet,) = read(data).sheets
    assert (len(sheet.rows), len(sheet.rows[0])) == (20_000, 50)


def test_a_ledger_of_500_counties_is_read() -> None:
    """Its widest sheet has a column for each."""
    counties = tuple(unit(f"示例县{number:03d}", Group.COUNTY) for number in range(500))
    data = ledger_xlsx.write(ledger(units=(*UNITS, *counties)))
    cells = read(data, columns=16_384)
    sheet = cells.sheet("县区分解")
    assert sheet is not None
    assert len(sheet.rows[0]) > 500


@pytest.mark.office
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_what_libreoffice_saves_passes_with_its_cells(
    office: Office, tmp_path: Path, ending: Ending
) -> None:
    """A table, a remark far down, columns and rows coloured to the end of the sheet."""
    source = tmp_path / "form.xlsx"
    source.write_bytes(coloured())
    saved = office.convert(source, ending, tmp_path / "saved").read_bytes()
    (sheet,) = read(saved).sheets
    assert (len(sheet.rows), len(sheet.rows[0])) == (3000, 5)
    values = {value for row in sheet.rows for value in row} - {""}
    assert values == {"指标", "甲" * 20_000, 1.5, "备注"}


def coloured() -> bytes:
    """A workbook that a clerk has coloured generously."""
    buffer = BytesIO()
    book = new_workbook(buffer)
    colour = book.add_format({"bg_color": "#FFFF99"})
    sheet = book.add_worksheet("表")
    sheet.set_column(0, 200, 12, colour)
    for row in (5, 4000, 65_535):
        sheet.set_row(row, 30, colour)
    text(sheet, 0, 0, "指标")
    text(sheet, 0, 4, "甲" * 20_000)
    number(sheet, 1, 1, 1.5)
    text(sheet, 2999, 2, "备注")
    book.close()
    return buffer.getvalue()
