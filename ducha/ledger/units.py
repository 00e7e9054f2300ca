"""The ledger's sheets 文件信息 and 责任单位: which year it is, and who answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ducha.cells import Cells, narrow, spelled, squeeze
from ducha.ledger.cells import Line, chosen, names, needed, needed_lines, place, repeated, yes
from ducha.ledger.columns import DOCUMENT, DOCUMENT_ITEMS, UNITS
from ducha.ledger.model import CITY, OWN, Document, Group, Unit
from ducha.period import Period
from ducha.values.months import month_of

ALL_COUNTIES = "各县区"
_RESERVED = frozenset({CITY, OWN, ALL_COUNTIES})
_EARLIEST, _LATEST = 2000, 2100
_LAST_DAY = 31
_GROUPS = {
    "市直": Group.CITY,
    "市直单位": Group.CITY,
    "市直部门": Group.CITY,
    "县区": Group.COUNTY,
    "县(市、区)": Group.COUNTY,
    "县": Group.COUNTY,
    "区": Group.COUNTY,
}


def read_document(cells: Cells, wrong: list[str]) -> Document:
    """Read 文件信息; year 0 stands for a year that was not understood."""
    table = needed_lines(cells, DOCUMENT, wrong)
    found = {squeeze(line.value("项")): line for line in table}
    if table:
        missing = [item for item in ("年度", "报送日", "首报期") if item not in found]
        wrong += [f"{place(DOCUMENT.sheet)}缺少“{item}”一行，请补上。" for item in missing]
    year = _number(found, "年度", _EARLIEST, _LATEST)
    texts = {item: found[item].text("值") if item in found else "" for item in DOCUMENT_ITEMS}
    return Document(
        title=texts["标题"],
        year=year,
        report_day=_number(found, "报送日", 1, _LAST_DAY),
        first=Period(year, _first_month(found, year)),
        number=texts["文号"],
        issuer=texts["发文机关"],
        issued=texts["成文日期"],
        host=texts["主办"],
        mailbox=texts["邮箱"],
        phone=texts["联系电话"],
    )


def _number(found: Mapping[str, Line], item: str, low: int, high: int) -> int:
    """Read a whole number such as 2024, 2024年 or 28日; 0 when it is none."""
    if item not in found:
        return 0
    line = found[item]
    text = narrow(line.value("值")).rstrip("年度日号").removeprefix("每月")
    if text.isdecimal() and low <= int(text) <= high:
        return int(text)
    line.say("值", f"{item}“{line.text('值')}”不对，请填 {low} 到 {high} 之间的整数。")
    return 0


def _first_month(found: Mapping[str, Line], year: int) -> int:
    if "首报期" not in found:
        return 1
    line = found["首报期"]
    month = month_of(line.value("值"), year)
    if month is None:
        example = f"{year or 2024}-04"
        line.say("值", f"首报期“{line.text('值')}”不是年度内的月份，请填如 {example}。")
    return month or 1


@dataclass(frozen=True, slots=True)
class Names:
    """Every name and alias of a unit, without white space, to the unit's own name."""

    known: Mapping[str, str]

    def of(self, line: Line, column: str, text: str) -> str:
        """Give the unit's own name; a name that nobody bears is a mistake, once units are known."""
        name = self.known.get(squeeze(text))
        if name is None and self.known:
            line.say(
                column,
                f"{column}里的“{spelled(text)}”不在〔责任单位〕中。"
                "请改正，或在〔责任单位〕的单位、别名里补上。",
            )
        return name or text


def read_units(cells: Cells, wrong: list[str]) -> tuple[Unit, ...]:
    """Read 责任单位."""
    table = needed_lines(cells, UNITS, wrong)
    seen: dict[str, int] = {}
    return tuple(_unit(line, seen) for line in table)


def _unit(line: Line, seen: dict[str, int]) -> Unit:
    name = squeeze(needed(line, "单位"))
    if name in _RESERVED:
        line.say("单位", f"“{name}”有专门含义，不能作单位名称，请改用单位全称。")
    aliases = tuple(alias for alias in names(line, "别名") if alias != name)
    if name:
        repeated(line, "单位", name, seen)
    for alias in aliases:
        repeated(line, "别名", alias, seen)
    return Unit(
        name=name,
        group=chosen(line, "类别", _GROUPS) or Group.CITY,
        aliases=aliases,
        reports=yes(line, "报送", default=True),
        counted=yes(line, "计入全市", default=True),
        contact=line.text("联系人"),
        phone=line.text("电话"),
        mails=_mails(line),
    )


def _mails(line: Line) -> tuple[str, ...]:
    mails = names(line, "邮箱")
    for mail in mails:
        before, _, after = mail.partition("@")
        if not before or "." not in after:
            line.say("邮箱", f"“{mail}”不是邮箱地址，请改正；多个邮箱用、隔开。")
    return mails


def names_of(units: tuple[Unit, ...]) -> Names:
    """Gather names and aliases; where two units clash the first keeps the name."""
    known: dict[str, str] = {}
    for unit in units:
        for name in (unit.name, *unit.aliases):
            known.setdefault(squeeze(name), unit.name)
    known.pop("", None)
    return Names(known)
