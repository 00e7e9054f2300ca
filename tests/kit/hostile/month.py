"""A month under attack: three good forms with known figures, and what must be true afterwards."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from functools import cache
from math import isfinite
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from python_calamine import CalamineWorkbook

from ducha.cells import Value
from ducha.files.demo.answer import fill_form
from ducha.files.writing.form import book as form_xlsx
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.form import monthly as forms
from ducha.form.monthly import NOTHING_BEFORE, FormSeal
from ducha.ledger.model import CITY
from ducha.merge.year import MergedInbox
from ducha.period import CHINA, Period
from ducha.status.rating import Thresholds
from kit import sample
from kit.hostile.parts import Genuine, Variant, as_excel_saves, unzipped
from kit.sample import COUNT, LANKAO, LENGTH, LONGTING, QIXIAN, RATE, ROADS, STANDARD, TARGETS

REPOSITORY = Path(__file__).parents[3]
BOOK = sample.ledger(targets={**TARGETS, (COUNT.code, LONGTING): 60.0, (RATE.code, LONGTING): 65.0})
MAY = Period(2024, 5)
KEY = bytes(range(32))
REPORT = "督查汇总_2024年5月.xlsx"

Figures = Mapping[tuple[str, str, str], float]
Row = dict[str, Value]

GOOD: Mapping[str, Figures] = {
    LANKAO: {
        (COUNT.code, LANKAO, "done"): 41.0,
        (STANDARD.code, LANKAO, "numerator"): 29.0,
        (STANDARD.code, LANKAO, "denominator"): 31.0,
        (RATE.code, LANKAO, "numerator"): 57.0,
        (RATE.code, LANKAO, "denominator"): 83.0,
    },
    LONGTING: {
        (COUNT.code, LONGTING, "done"): 23.0,
        (RATE.code, LONGTING, "numerator"): 44.0,
        (RATE.code, LONGTING, "denominator"): 66.0,
    },
    ROADS: {(LENGTH.code, LANKAO, "done"): 33.5},
}
"""What the three good forms say, by unit."""

ARRIVED = {
    ("2024-05", COUNT.code, LANKAO): (41.0, "", ""),
    ("2024-05", COUNT.code, LONGTING): (23.0, "", ""),
    ("2024-05", STANDARD.code, LANKAO): ("", 29.0, 31.0),
    ("2024-05", RATE.code, LANKAO): ("", 57.0, 83.0),
    ("2024-05", RATE.code, LONGTING): ("", 44.0, 66.0),
    ("2024-05", LENGTH.code, LANKAO): (33.5, "", ""),
}
"""累计, 分子 and 分母 of these rows of 数据, whatever lies beside the good forms."""

VICTIM = QIXIAN
"""Whose form is attacked: the first county, so that what it says comes before all others."""

ATTACKED = {
    (COUNT.code, QIXIAN): (37.0, "", ""),
    (STANDARD.code, QIXIAN): ("", 7.0, 9.0),
    (RATE.code, QIXIAN): ("", 61.0, 88.0),
}
"""The same of the form that is attacked: these figures, none, or others with a finding."""

_TYPED: Figures = {
    (COUNT.code, QIXIAN, "done"): 37.0,
    (STANDARD.code, QIXIAN, "numerator"): 7.0,
    (STANDARD.code, QIXIAN, "denominator"): 9.0,
    (RATE.code, QIXIAN, "numerator"): 61.0,
    (RATE.code, QIXIAN, "denominator"): 88.0,
}
_ITEMS = {QIXIAN: "三.2", LANKAO: "三.2", LONGTING: "三.2", ROADS: "五.1"}
_FOOT = {"填报人": "张三", "审核人": "李四", "联系电话": "0371-1"}
_GOOD_DAY = datetime(2024, 5, 20, 9, tzinfo=CHINA)
_HOSTILE_DAY = datetime(2024, 5, 21, 9, tzinfo=CHINA)
_PEEKED = 2**26


def words(unit: str, column: str) -> str:
    """What a good form says in its texts."""
    return f"{unit}的{column}原话"


def _issued(unit: str, key: bytes = KEY, period: Period = MAY) -> forms.Form:
    """A unit's form as the program makes it."""
    seal = FormSeal(key, forms.fingerprint(BOOK), Thresholds())
    due = date(period.year, period.month, 28)
    return forms.issue_form(BOOK, unit, period, due, NOTHING_BEFORE, seal)


@cache
def returned(unit: str, *, key: bytes = KEY, period: Period = MAY) -> bytes:
    """A unit's form, filled with its figures and words, as the demo's clerk saves it."""
    texts = {
        (_ITEMS[unit], column): words(unit, name)
        for column, name in (("progress", "进展"), ("problem", "问题"), ("suggestion", "建议"))
    }
    issued = _issued(unit, key, period)
    return fill_form(form_xlsx.write(issued), {**GOOD, VICTIM: _TYPED}[unit], texts, _FOOT)


@cache
def genuine() -> Genuine:
    """The form that is attacked: of a county that none of the good forms speaks for."""
    others = {
        "neighbour": returned(LANKAO),
        "another key": returned(VICTIM, key=b"somebody else's"),
        "another month": returned(VICTIM, period=Period(2024, 4)),
        "a month to come": returned(VICTIM, period=Period(2024, 6)),
        "another year": returned(VICTIM, period=Period(2023, 5)),
    }
    return Genuine(as_excel_saves(returned(VICTIM)), others)


def workspace(root: Path, config: Path = REPOSITORY) -> Path:
    """A workspace with the small city's ledger and key, its inbox with the three good forms."""
    root.mkdir(parents=True)
    shutil.copy(config / "config.toml", root)
    shutil.copytree(config / "templates", root / "templates")
    (root / "ledger.xlsx").write_bytes(ledger_xlsx.write(BOOK))
    (root / "signing.key").write_text(KEY.hex(), encoding="ascii")
    (root / "inbox").mkdir()
    for number, unit in enumerate(GOOD, start=1):
        path = root / "inbox" / f"good_{number}.xlsx"
        path.write_bytes(returned(unit))
        _date(path, _GOOD_DAY)
    return root


def _date(path: Path, day: datetime) -> None:
    follows = os.utime in os.supports_follow_symlinks
    if follows or not path.is_symlink():
        os.utime(path, (day.timestamp(), day.timestamp()), follow_symlinks=not follows)


@dataclass(frozen=True)
class Laid:
    """One variant in the inbox, and the mark in its name."""

    mark: str
    path: Path
    variant: Variant


def lay(inbox: Path, found: Iterable[Variant]) -> tuple[Laid, ...]:
    """Lay the variants into the inbox, each under its mark; what this system cannot hold is not."""
    laid = []
    for number, variant in enumerate(found, start=1):
        mark = f"v{number:04d}_"
        path = inbox / variant.name.format(mark)
        path.parent.mkdir(parents=True, exist_ok=True)
        if variant.lay:
            variant.lay(path)
        else:
            path.write_bytes(variant.data)
        _date(path, _HOSTILE_DAY)
        laid.append(Laid(mark, path, variant))
    return tuple(laid)


@dataclass(frozen=True)
class Seen:
    """What lies somewhere: by name its kind, size, time and digest."""

    things: Mapping[str, tuple[int, int, int, str]]


def seen(folder: Path) -> Seen:
    """Everything below a folder, nothing of it opened that is no plain file of usual size."""
    found = {}
    for top, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(top, name)
            status = path.lstat()
            plain = stat.S_ISREG(status.st_mode) and status.st_size < _PEEKED
            kept = hashlib.sha256(path.read_bytes()).hexdigest() if plain and _opens(path) else ""
            at = str(path.relative_to(folder))
            found[at] = (status.st_mode, status.st_size, status.st_mtime_ns, kept)
    return Seen(found)


def _opens(path: Path) -> bool:
    return os.access(path, os.R_OK)


def rows(report: Path, name: str) -> list[Row]:
    """The rows of a sheet of the report by heading."""
    book = CalamineWorkbook.from_path(report)
    headings, *found = book.get_sheet_by_name(name).to_python()
    return [dict(zip(map(str, headings), row, strict=True)) for row in found]


def breaches(root: Path, laid: Iterable[Laid]) -> Iterator[str]:
    """Everything that is not as it must be after a merge; nothing where all is well."""
    report = root / "outbox" / str(MAY) / REPORT
    if not report.is_file():
        yield "no report"
        return
    yield from _figures(report, {one.mark: one.variant.means for one in laid})
    yield from _words(report)
    yield from _verdicts(report, laid)
    for path in sorted((root / "outbox").rglob("*")):
        yield from _live(path)


def _figures(report: Path, meant: Mapping[str, tuple[float, ...]]) -> Iterator[str]:
    told = {row["文件"] for row in rows(report, "数据核查")}
    missing = set(ARRIVED)
    for row in rows(report, "数据"):
        key = (str(row["期次"]), str(row["编码"]), str(row["县区"]))
        figures = (row["累计"], row["分子"], row["分母"])
        if key in ARRIVED:
            missing.discard(key)
            if figures != ARRIVED[key] or not str(row["来源文件"]).startswith("good_"):
                yield f"lost figures: {key} is {figures} of {row['来源文件']}"
        elif figures[0] in _meant(str(row["来源文件"]), meant):
            continue
        elif not _may_be(key, figures, said=row["来源文件"] in told):
            yield f"another figure in silence: {key} is {figures} of {row['来源文件']}"
    if missing:
        yield f"lost figures: {sorted(missing)}"


def _meant(file: str, meant: Mapping[str, tuple[float, ...]]) -> tuple[float, ...]:
    """The figures that a file honestly says, found by the mark in its name."""
    return next((figures for mark, figures in meant.items() if mark in file), ())


def _may_be(key: tuple[str, str, str], figures: tuple[Value, ...], *, said: bool) -> bool:
    """Whether figures beside the good ones may be so: sums follow from the others."""
    if key[2] == CITY or figures in {("", "", ""), ATTACKED.get(key[1:])}:
        return True
    return key[2] == VICTIM and said


def alone(merged: MergedInbox, one: Laid) -> Iterator[str]:
    """What is wrong with the figures where this variant alone lies beside the good forms."""
    said = any(one.mark in finding.file for finding in merged.findings)
    for table in merged.tables:
        for line in table.lines:
            key = (str(table.period), line.code, line.county)
            told = (line.figure.done, line.figure.numerator, line.figure.denominator)
            figures = tuple("" if figure is None else figure for figure in told)
            if not all(isfinite(figure) for figure in told if figure is not None):
                yield f"{one.variant.what}: {key} is {figures}"
            elif key in ARRIVED:
                if figures != ARRIVED[key]:
                    yield f"{one.variant.what}: lost figures: {key} is {figures}"
            elif figures[0] not in one.variant.means and not _may_be(key, figures, said=said):
                yield f"{one.variant.what}: another figure in silence: {key} is {figures}"


def _words(report: Path) -> Iterator[str]:
    progress = {(row["单位"], row["工作进展情况"]) for row in rows(report, "情况明细")}
    problems, advice = rows(report, "问题清单"), rows(report, "工作建议")
    for unit in GOOD:
        if (unit, words(unit, "进展")) not in progress:
            yield f"lost words: 进展 of {unit}"
        for what, found, heading in (("问题", problems, "存在问题"), ("建议", advice, "工作建议")):
            told = [row[heading] for row in found if row["单位"] == unit]
            if told != [words(unit, what)]:
                yield f"lost words: {what} of {unit} is {told!a:.80}"


VERDICTS = {"采用", "部分采用", "被替代", "退回", "无法识别", "已排除", "非填报件"}


def _verdicts(report: Path, laid: Iterable[Laid]) -> Iterator[str]:
    found = rows(report, "文件清单")
    told = {str(row["文件"]): row for row in found}
    if len(told) != len(found):
        yield "one file has two verdicts"
    for number in range(1, 1 + len(GOOD)):
        if told.pop(f"good_{number}.xlsx", {}).get("结论") != "采用":
            yield f"good form {number} is not 采用"
    for one in laid:
        names = [name for name in told if one.mark in name]
        own = [name for name in names if "/" not in name.partition(one.mark)[2]]
        if len(own) != 1:
            yield f"{len(own)} verdicts for {one.variant.what}"
            continue
        row = told[own[0]]
        if row["结论"] not in VERDICTS:
            yield f"a verdict {row['结论']} for {one.variant.what}"
        if not row["原因"] and row["结论"] in {"退回", "无法识别", "非填报件"}:
            yield f"no reason for {one.variant.what}"
        if one.variant.members not in {None, len(names) - 1}:
            yield f"{len(names) - 1} members of {one.variant.what}"
        if not one.variant.lay and row["SHA-256"] != hashlib.sha256(one.variant.data).hexdigest():
            yield f"another digest of {one.variant.what}"


_OURS = re.compile(rb"<f>[^<]*</f>")
_LIVE = re.compile(
    rb"TargetMode|<f[ >]|<(?:hyperlink|oleObject|control|externalReference|ddeLink)\b[^>]*r:id"
)
_KNOWN = re.compile(
    r"/退回件/[^/]+\.(?:xlsx|eml)$|/督查汇总_2024年5月\.xlsx$|/现行台账_只读\.xlsx$"
    r"|/督查(?:通报|专报)_2024年5月\.docx$|/\.已生成\.json$"
)


def _live(path: Path) -> Iterator[str]:
    """What could run or reach out in an output."""
    if path.is_dir():
        return
    if not _KNOWN.search(path.as_posix()):
        yield f"litter: {path.name}"
    elif path.suffix in {".xlsx", ".docx"}:
        allowed = _own_formulas() if path.parent.name == "退回件" else frozenset()
        for name, part in unzipped(path.read_bytes()).items():
            yield from (f"{path.name}: {one}" for one in live_part(name, part, allowed))
    elif path.suffix == ".eml":
        yield from _live_mail(path)


def live_part(name: str, part: bytes, allowed: frozenset[bytes]) -> Iterator[str]:
    """What could run or reach out in a part of a workbook, but for these formulas."""
    if not name.endswith((".xml", ".rels", ".vml")):
        yield f"an odd part {name}"
        return
    try:
        ParserCreate().Parse(part, True)  # noqa: FBT003 - the library has it so
    except ExpatError as error:
        yield f"{name} is no XML: {error}"
    bare = _OURS.sub(lambda match: b"" if match[0] in allowed else match[0], part)
    live = _LIVE.search(bare)
    if live:
        yield f"live content in {name}: {bare[live.start() : live.start() + 80]!r}"


@cache
def _own_formulas() -> frozenset[bytes]:
    """The formulas that the program itself puts on forms of these units."""
    found: set[bytes] = set()
    for unit in (*GOOD, VICTIM):
        issued = unzipped(form_xlsx.write(_issued(unit)))
        found.update(one for part in issued.values() for one in _OURS.findall(part))
    return frozenset(found)


_HEADERS = {"from", "to", "cc", "subject", "date", "mime-version", "content-type", "x-unsent"}
_HEADERS |= {"content-transfer-encoding", "message-id"}


def _live_mail(path: Path) -> Iterator[str]:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    odd = {name.lower() for name in mail} - _HEADERS
    if odd or mail.defects:
        yield f"{path.name}: headers {sorted(odd)} {mail.defects}"
    kinds = {part.get_content_type() for part in mail.walk()}
    if "text/html" in kinds or "message/rfc822" in kinds:
        yield f"{path.name}: {sorted(kinds)}"
