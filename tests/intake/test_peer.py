"""Twenty-one things that break the nearest peer, all in one inbox and one merge.

Every county sends one of them. What it costs falls on its own file alone: the figure that counts,
the verdict and the finding are in the consolidated workbook, and the neighbours are merged.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from kit import posted, returns, sample
from kit.office import Office
from kit.posted import at, filled, put, spoiled
from kit.returns import APRIL
from kit.sample import HEALTH
from openpyxl import Workbook, load_workbook

from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.form.monthly import PROGRESS_SHEET
from ducha.ledger.model import Group
from ducha.workflow.merge import merge_month
from ducha.workflow.workspace import locked_workspace

CODE = sample.COUNT.code
COUNTIES = tuple(f"第{number}县" for number in range(1, 22))
BOOK = returns.book(
    sample.indicator(target=2100.0),
    targets=dict.fromkeys(COUNTIES, 100.0),
    units=(sample.unit(HEALTH), *(sample.unit(name, Group.COUNTY) for name in COUNTIES)),
)
TEMPLATES = Path(__file__).parents[2] / "templates"
NOTE, VERIFY, RETURN = "提示", "需核实", "退回"
FORMULA = '=HYPERLINK("http://example.com","点我")'


@dataclass(frozen=True)
class Case:
    """What a county sends: `make` lays its files into the folder; then what must come of it."""

    name: str
    make: Callable[[Path, str, Office], None]
    figure: float | None
    verdicts: tuple[str, ...]
    severities: tuple[str, ...] = ()


def plain(county: str, figure: str | float = 40.0, **how: object) -> bytes:
    """A form as it should be."""
    return filled({(CODE, county, "done"): figure}, county, BOOK, **how)


def changed(*changes: posted.Change) -> Callable[[Path, str, Office], None]:
    """A good form after somebody has had it."""
    return lambda folder, county, _: _put(folder, county, spoiled(plain(county), *changes))


def typed(figure: str | float) -> Callable[[Path, str, Office], None]:
    """A form with this figure."""
    return lambda folder, county, _: _put(folder, county, plain(county, figure))


def _put(folder: Path, county: str, data: bytes, name: str = "", day: str = "05-20") -> None:
    put(folder, f"{county}/{name or 'a.xlsx'}", data, day)


def inserted_row(book: Workbook) -> None:
    """A row above the table."""
    book[PROGRESS_SHEET].insert_rows(5)


def inserted_column(book: Workbook) -> None:
    """A column among ours."""
    book[PROGRESS_SHEET].insert_cols(6)


def renamed_sheet(book: Workbook) -> None:
    """进度填报 is called otherwise."""
    book[PROGRESS_SHEET].title = "Sheet1"


def lost_claim(book: Workbook) -> None:
    """The hidden sheet is gone."""
    del book["表单标识"]


def second_row(book: Workbook) -> None:
    """The row stands there twice."""
    sheet = book[PROGRESS_SHEET]
    row = at(book, CODE, str(sheet.cell(5, 8).value), "本月累计")[0]
    sheet.insert_rows(row + 1)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(row + 1, column).value = sheet.cell(row, column).value


def error_cell(book: Workbook) -> None:
    """#REF! in the cell."""
    sheet = book[PROGRESS_SHEET]
    cell = sheet.cell(*at(book, CODE, str(sheet.cell(5, 8).value), "本月累计"))
    cell.value, cell.data_type = "#REF!", "e"


def corrupt(folder: Path, county: str, _: Office) -> None:
    """Only the first bytes have arrived."""
    _put(folder, county, plain(county)[:4000])


def lock_file(folder: Path, county: str, _: Office) -> None:
    """What Excel leaves behind, beside the return."""
    _put(folder, county, b"\x05" * 165, "~$a.xlsx")
    _put(folder, county, plain(county))


def old_excel(folder: Path, county: str, office: Office) -> None:
    """Saved by an old program."""
    path = put(folder.parent / "made", "a.xlsx", plain(county))
    data = office.convert(path, "xls", folder.parent / "made").read_bytes()
    _put(folder, county, data, "a.xls")


def capitals(folder: Path, county: str, _: Office) -> None:
    """As Windows sometimes writes it."""
    _put(folder, county, plain(county), "A.XLSX")


def wrong_name(folder: Path, county: str, _: Office) -> None:
    """Called as another county's form of another month."""
    _put(folder, county, plain(county), "第1县_2024年4月_月报表.xlsx")


def april(folder: Path, county: str, _: Office) -> None:
    """The form of another month."""
    _put(folder, county, plain(county, period=APRIL))


def two_files(folder: Path, county: str, _: Office) -> None:
    """A correction two days later."""
    _put(folder, county, plain(county, 30.0), "b.xlsx", "05-18")
    _put(folder, county, plain(county), "a.xlsx", "05-20")


def formula_text(folder: Path, county: str, _: Office) -> None:
    """Texts that begin as formulas do."""
    words = {("三.2", "problem"): FORMULA, ("三.2", "progress"): "=1+1"}
    _put(folder, county, plain(county, words=words))


def mail(folder: Path, county: str, _: Office) -> None:
    """The form and its stamped scan, forwarded."""
    message = EmailMessage()
    message["From"], message["Date"] = "a@example.com", "Mon, 20 May 2024 09:00:00 +0800"
    message.set_content("请查收")
    for name, data in (("月报.xlsx", plain(county)), ("盖章件.pdf", b"%PDF-1.4")):
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    _put(folder, county, message.as_bytes(), "转发.eml")


def archive(folder: Path, county: str, _: Office) -> None:
    """The form, packed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("x.xlsx", plain(county))
    _put(folder, county, out.getvalue(), "打包.zip")


CASES = (
    Case("an inserted row", changed(inserted_row), 40, ("采用",)),
    Case("an inserted column", changed(inserted_column), 40, ("采用",)),
    Case("a renamed sheet", changed(renamed_sheet), 40, ("采用",)),
    Case("a lost hidden sheet", changed(lost_claim), 40, ("采用",), (VERIFY,)),
    Case("a corrupt file", corrupt, None, ("无法识别",), (VERIFY,)),
    Case("a lock file", lock_file, 40, ("采用", "非填报件")),
    Case("an old .xls", old_excel, 40, ("采用",), (NOTE,)),
    Case("an ending in capitals", capitals, 40, ("采用",)),
    Case("another county's file name", wrong_name, 40, ("采用",)),
    Case("the wrong month", april, None, ("采用",), (NOTE,)),  # told as supplied later
    Case("a negative figure", typed(-40.0), None, ("退回",), (RETURN, RETURN)),
    Case("a second file", two_files, 40, ("采用", "被替代"), (VERIFY,)),
    Case("= as text", formula_text, 40, ("采用",)),
    Case("a unit behind the figure", typed("40人"), 40, ("采用",), (NOTE,)),
    Case("words for a figure", typed("完成40%"), None, ("退回",), (RETURN, RETURN)),
    Case("nothing for zero", typed("无"), None, ("退回",), (VERIFY, RETURN)),
    Case("a row copied", changed(second_row), None, ("退回",), (RETURN, RETURN)),
    Case("an error cell", changed(error_cell), None, ("退回",), (RETURN, RETURN)),
    Case("a figure out of scale", typed(400000.0), 400000, ("采用",), (VERIFY, VERIFY)),
    Case("a mail with a scan", mail, 40, ("非填报件", "采用", "非填报件")),
    Case("an archive", archive, 40, ("非填报件", "采用")),
)


@pytest.fixture(scope="module")
def book(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    """The consolidated workbook of an inbox with all of them."""
    root = tmp_path_factory.mktemp("peer")
    (root / "config.toml").write_text("", encoding="utf-8")
    (root / "ledger.xlsx").write_bytes(ledger_xlsx.write(BOOK))
    shutil.copytree(TEMPLATES, root / "templates")
    for county, case in zip(COUNTIES, CASES, strict=True):
        case.make(root / "inbox", county, office)
    with locked_workspace(root / "config.toml") as space:
        merge_month(replace(space, key=sample.KEY), returns.MAY, date(2024, 6, 3))
    return load_workbook(root / "outbox" / "2024-05" / "督查汇总_2024年5月.xlsx")


def records(book: Workbook, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet by heading."""
    rows = list(book[sheet].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if sum(value is not None for value in row) > 3)
    names = [str(name) for name in rows[top]]
    return [dict(zip(names, row, strict=True)) for row in rows[top + 1 :] if any(row)]


@pytest.mark.parametrize(("county", "case"), list(zip(COUNTIES, CASES, strict=True)), ids=COUNTIES)
def test_what_becomes_of_it(book: Workbook, county: str, case: Case) -> None:
    """The figure in 数据, the verdict in 文件清单, the finding in 数据核查."""
    data = [r for r in records(book, "数据") if (r["期次"], r["县区"]) == ("2024-05", county)]
    assert [row["累计"] for row in data] == [case.figure], case.name
    files = [r for r in records(book, "文件清单") if str(r["文件"]).startswith(f"{county}/")]
    assert tuple(row["结论"] for row in files) == case.verdicts, case.name
    assert all(len(str(row["SHA-256"])) == 64 for row in files)
    findings = [r for r in records(book, "数据核查") if str(r["文件"]).startswith(f"{county}/")]
    severities = sorted(str(row["级别"]) for row in findings if row["代码"] != "未说明问题")
    assert severities == sorted(case.severities), case.name
    assert all(row["说明"] and row["处理建议"] for row in findings)


def test_the_wrong_month_is_in_its_own_month(book: Workbook) -> None:
    """April's figure is April's."""
    county = COUNTIES[[case.name for case in CASES].index("the wrong month")]
    rows = [row for row in records(book, "数据") if row["县区"] == county]
    assert {row["期次"]: row["累计"] for row in rows} == {"2024-04": 40, "2024-05": None}


def test_the_city_is_the_sum_of_what_was_taken(book: Workbook) -> None:
    """No more and no less, and 40 of April from the one that took the wrong month (R6.160)."""
    rows = records(book, "数据")
    (city,) = [row for row in rows if (row["期次"], row["县区"]) == ("2024-05", "全市")]
    assert city["沿用"] == 40
    assert city["累计"] == sum(case.figure or 0 for case in CASES) + 40


def test_nothing_typed_becomes_a_formula(book: Workbook) -> None:
    """= text is text wherever it is shown; links lead within the workbook alone."""
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == FORMULA]
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    assert not [link.ref for link in links if link.target]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
