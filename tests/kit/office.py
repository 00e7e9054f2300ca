"""A real LibreOffice for the tests: types, recalculates, re-saves and prints workbooks.

`Office` drives one headless LibreOffice through `office_driver.py`; a test gets it as the
fixture `office`. The rest looks at what was printed: `pages`, `text`, `Picture`.
"""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cache, cached_property
from itertools import chain, count
from pathlib import Path
from typing import Any, Literal

Ending = Literal["pdf", "xlsx", "xls", "ods", "docx", "doc", "odt"]
Value = str | float
Edit = tuple[str, str, Value]
"""Sheet, address, what is typed there; the empty string is the Delete key."""
Colour = tuple[int, int, int]

DRIVER = Path(__file__).with_name("office_driver.py")
START_SECONDS = 900
REQUEST_SECONDS = 600
WHITE = "#FFFFFF"


class OfficeError(Exception):
    """LibreOffice did not do what it was asked, or not in time."""


@dataclass(frozen=True, slots=True)
class Format:
    """A cell as LibreOffice understands it; conditional formats are not applied here."""

    locked: bool
    protected: bool  # the sheet is
    hidden: bool  # its row or column is
    background: str  # "" for none, else #RRGGBB
    number_format: str
    font: str
    size: float
    bold: bool
    colour: str
    wrapped: bool
    validation: str  # any, whole, decimal, date, time, text_len, list, custom
    operator: str
    formulas: tuple[str, str]
    drop_down: bool
    hint: str
    refusal: str
    strict: bool  # a wrong value is refused, not only remarked

    @property
    def refuses(self) -> bool:
        """Whether a person cannot type here."""
        return self.locked and self.protected

    @property
    def choices(self) -> tuple[str, ...]:
        """What a drop-down offers, if the list stands in the rule itself."""
        if self.validation != "list":
            return ()
        return tuple(re.findall(r'"((?:[^"]|"")*)"', self.formulas[0]))


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet's name, whether it is seen, and whether it is protected."""

    name: str
    visible: bool
    protected: bool


def rgb(colour: str) -> Colour:
    """Read #RRGGBB."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def is_near(one: Colour, other: Colour, tolerance: int) -> bool:
    """Whether two colours differ by at most `tolerance` in each of red, green and blue."""
    return all(abs(a - b) <= tolerance for a, b in zip(one, other, strict=True))


@dataclass(frozen=True)
class Picture:
    """A printed page as pixels, three bytes each, row by row."""

    width: int
    height: int
    pixels: bytes

    @cached_property
    def colours(self) -> Counter[Colour]:
        """How many pixels there are of each colour."""
        reds, greens, blues = (self.pixels[start::3] for start in range(3))
        return Counter(zip(reds, greens, blues, strict=True))

    def count(self, colour: str, tolerance: int = 8) -> int:
        """How many pixels have a colour, or nearly."""
        wanted = rgb(colour)
        found = self.colours.items()
        return sum(number for seen, number in found if is_near(seen, wanted, tolerance))

    def shows(self, colour: str, tolerance: int = 8, at_least: int = 20) -> bool:
        """Whether a colour is there, in more than a stray pixel."""
        return self.count(colour, tolerance) >= at_least

    def corner(self, width: int, height: int) -> Picture:
        """Cut out the upper left corner."""
        width, height = min(width, self.width), min(height, self.height)
        starts = range(0, height * self.width * 3, self.width * 3)
        rows = (self.pixels[start : start + width * 3] for start in starts)
        return Picture(width, height, b"".join(rows))

    @property
    def main_colour(self) -> str:
        """The colour of most pixels, as #RRGGBB."""
        ((colour, _number),) = self.colours.most_common(1)
        return "#" + bytes(colour).hex().upper()


def read_ppm(data: bytes) -> Picture:
    """Read a picture in the plainest of forms: P6, width, height, 255, pixels."""
    header = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
    if header is None:
        message = "not a PPM picture"
        raise OfficeError(message)
    return Picture(int(header[1]), int(header[2]), data[header.end() :])


def run(*command: str | Path) -> str:
    """Run a program of poppler to its end and hand back what it said."""
    done = subprocess.run(
        command, capture_output=True, check=False, timeout=REQUEST_SECONDS, encoding="utf-8"
    )
    if done.returncode:
        message = f"{command[0]}: {done.stderr}"
        raise OfficeError(message)
    return done.stdout


def pages(pdf: Path) -> int:
    """How many pages a PDF has."""
    (number,) = re.findall(r"^Pages:\s+(\d+)$", run("pdfinfo", pdf), re.MULTILINE)
    return int(number)


def text(pdf: Path) -> str:
    """The text of a PDF, laid out as on paper, pages parted by form feeds."""
    return run("pdftotext", "-layout", "-enc", "UTF-8", pdf, "-")


def draw(pdf: Path, out_dir: Path, dpi: int, *options: str) -> list[Path]:
    """Draw every page of a PDF into a folder, in the order of the pages."""
    out_dir.mkdir(parents=True, exist_ok=True)
    before = set(out_dir.iterdir())
    run("pdftoppm", "-r", str(dpi), *options, pdf, out_dir / pdf.stem)
    return sorted(set(out_dir.iterdir()) - before)


@cache
def missing() -> str:
    """What this machine lacks for the tests with LibreOffice; nothing is the empty string."""
    if find_soffice() is None:
        return "LibreOffice (soffice) is not installed"
    if find_python() is None:
        return "no Python on this machine has LibreOffice's module uno (package python3-uno)"
    absent = [name for name in ("pdftoppm", "pdfinfo", "pdftotext") if shutil.which(name) is None]
    return f"poppler-utils is not installed: {', '.join(absent)}" if absent else ""


def find_soffice() -> str | None:
    """Find the program of LibreOffice."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@cache
def find_python() -> str | None:
    """Find a Python that can talk to LibreOffice: the system's, or LibreOffice's own."""
    own = Path(find_soffice() or "").resolve().with_name("python")
    for python in ("/usr/bin/python3", str(own), shutil.which("python3")):
        if python is None or not Path(python).exists():
            continue
        tried = subprocess.run([python, "-I", "-c", "import uno"], check=False, capture_output=True)
        if tried.returncode == 0:
            return python
    return None


class Office:
    """One LibreOffice, started at the first request and again after it died."""

    def __init__(self) -> None:
        """Nothing is started yet."""
        self.folder = Path(tempfile.mkdtemp(prefix="office-"))
        self.numbers = count(1)
        self.driver: subprocess.Popen[bytes] | None = None

    # what a person does

    def convert(self, path: Path, fmt: Ending, out_dir: Path) -> Path:
        """Open a file, recalculate it and save it in another form, under the same stem."""
        out = out_dir / f"{path.stem}.{fmt}"
        if out.resolve() == path.resolve():
            message = f"{path} would be overwritten"
            raise OfficeError(message)
        self._ask("convert", path=path, out=out, form=fmt)
        return out

    def edit(
        self,
        path: Path,
        out_path: Path,
        edits: Iterable[Edit],
        fmt: Ending = "xlsx",
        unprotect: Sequence[str] = (),
    ) -> list[bool]:
        """Type values, save as `out_path`; False where the sheet's protection refused.

        A text is typed as a person types it: "12" becomes a number, "=A1" a formula, "'12" the
        text 12, "" empties the cell; in a cell of the format text everything is a text.
        Sheets in `unprotect` lose their protection before.
        """
        return self._ask(
            "edit",
            path=path,
            out=out_path,
            form=fmt,
            edits=[list(edit) for edit in edits],
            unprotect=list(unprotect),
        )

    # what a person sees

    def recalculated(self, path: Path) -> dict[str, list[list[Value]]]:
        """Every sheet's values from A1 on, after a hard recalculation; blanks are ''."""
        return self._ask("recalculated", path=path, displayed=False)

    def displayed(self, path: Path) -> dict[str, list[list[str]]]:
        """The same as `recalculated`, in the number formats that the screen shows."""
        return self._ask("recalculated", path=path, displayed=True)

    def sheets(self, path: Path) -> list[SheetFacts]:
        """Every sheet in its order, hidden ones too."""
        return [SheetFacts(**facts) for facts in self._ask("sheets", path=path)]

    def formats(self, path: Path, sheet: str, address: str, *, asian: bool = True) -> Format:
        """A cell's format; `asian` asks for the font of its Chinese text, else of its Latin."""
        facts = self._ask("formats", path=path, sheet=sheet, address=address, asian=asian)
        facts["formulas"] = tuple(facts["formulas"])
        return Format(**{field.name: facts[field.name] for field in fields(Format)})

    def effective_backgrounds(
        self, path: Path, sheet: str, addresses: Sequence[str], dpi: int = 100
    ) -> list[str]:
        """The colours that cells really show, conditional formats applied, as #RRGGBB."""
        folder = self._new_folder()
        pdf = folder / "alone.pdf"
        sizes = self._ask("alone", path=path, sheet=sheet, addresses=list(addresses), out=pdf)
        drawn = rasters(pdf, folder, dpi)
        if len(drawn) != len(sizes):
            message = f"{len(addresses)} cells, but {len(drawn)} pages"
            raise OfficeError(message)
        return [
            picture.corner(*(int(side * dpi / 2540) - 1 for side in size)).main_colour
            for picture, size in zip(drawn, sizes, strict=True)
        ]

    def effective_background(self, path: Path, sheet: str, address: str) -> str:
        """The colour that a cell really shows, conditional formats applied, as #RRGGBB."""
        (colour,) = self.effective_backgrounds(path, sheet, [address])
        return colour

    def pictures(self, path: Path, out_dir: Path, dpi: int = 70) -> list[Path]:
        """Print a file and draw every page as PNG, to be looked at."""
        return draw(self._pdf(path), out_dir, dpi, "-png")

    def printed(self, path: Path, dpi: int = 50) -> list[Picture]:
        """Print a file and draw every page in pure colours, to be counted."""
        return rasters(self._pdf(path), self._new_folder(), dpi)

    # how it is done

    def _pdf(self, path: Path) -> Path:
        """Print a file, unless it is printed already."""
        return path if path.suffix == ".pdf" else self.convert(path, "pdf", self._new_folder())

    def _new_folder(self) -> Path:
        """Make a folder for what nobody keeps."""
        folder = self.folder / f"printed{next(self.numbers)}"
        folder.mkdir()
        return folder

    def _ask(self, what: str, **details: Any) -> Any:  # noqa: ANN401 - whatever JSON can say
        """Have one thing done, and raise what went wrong."""
        names = {key: str(value) for key, value in details.items() if isinstance(value, Path)}
        line = json.dumps({"do": what, **details, **names})
        driver = self.driver if self.driver is not None else self._start()
        answer = self._exchange(driver, line, REQUEST_SECONDS)
        if "error" in answer:
            message = f"{what} {names}: {answer['error']}"
            raise OfficeError(message)
        return answer["result"]

    def _start(self) -> subprocess.Popen[bytes]:
        """Start LibreOffice and its driver, in a process group of their own."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        command = [find_python() or "", "-I", str(DRIVER), find_soffice() or "", str(folder)]
        self.driver = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env=os.environ | {"TMPDIR": str(folder)},
        )
        self._exchange(self.driver, json.dumps({"do": "hello"}), START_SECONDS)
        return self.driver

    def _exchange(
        self, driver: subprocess.Popen[bytes], line: str, seconds: float
    ) -> dict[str, Any]:
        """Hand over a line and wait for the answer; a driver that is late or dead is ended."""
        try:
            driver.stdin.write(line.encode() + b"\n")
            driver.stdin.flush()
            return json.loads(read_line(driver.stdout.fileno(), seconds))
        except (OSError, TimeoutError) as wrong:
            self._kill()
            message = f"LibreOffice failed: {wrong!r} at {line}"
            raise OfficeError(message) from wrong

    def _kill(self) -> None:
        """End the driver and LibreOffice at once."""
        driver, self.driver = self.driver, None
        if driver is not None:
            with suppress(ProcessLookupError):
                os.killpg(driver.pid, signal.SIGKILL)
            driver.communicate()

    def close(self) -> None:
        """End LibreOffice, politely first, and take its folder away."""
        if self.driver is not None:
            with suppress(subprocess.TimeoutExpired, OSError):
                self.driver.communicate(timeout=10)
        self._kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def rasters(pdf: Path, folder: Path, dpi: int) -> list[Picture]:
    """Draw every page of a PDF with hard edges, so that colours stay pure."""
    drawn = draw(pdf, folder / "drawn", dpi, "-aa", "no", "-aaVector", "no")
    return [read_ppm(page.read_bytes()) for page in drawn]


def read_line(source: int, seconds: float) -> bytes:
    """Read one line, or give up after so many seconds."""
    end = time.monotonic() + seconds
    parts: list[bytes] = []
    while not (parts and parts[-1].endswith(b"\n")):
        ready, _, _ = select.select([source], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            message = f"no answer in {seconds} seconds"
            raise TimeoutError(message)
        part = os.read(source, 1 << 16)
        if not part:
            message = "the driver is gone"
            raise BrokenPipeError(message)
        parts.append(part)
    return b"".join(parts)


def has_colour(pictures: Iterable[Picture], colour: str, tolerance: int = 8) -> bool:
    """Whether any of these pages shows a colour."""
    return any(picture.shows(colour, tolerance) for picture in pictures)


def flat(grid: Iterable[Iterable[Value]]) -> list[Value]:
    """All values of a sheet in one list, for asking whether something is there."""
    return list(chain.from_iterable(grid))
