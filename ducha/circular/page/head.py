"""Facts about the document itself: title, number, issuer, date, year, report day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ducha.circular.model import Doubt, TextLine
from ducha.circular.page import marks
from ducha.circular.page.lines import NUMBER_OF_DOCUMENT
from ducha.circular.vocabulary import LABEL
from ducha.ledger.model import Document
from ducha.period import Period, ReportDay
from ducha.values.numerals import read_ordinal

_TITLE = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff（）、]{3,40}?(?:人民政府|办公室|委员会|办公厅|领导小组|局|委|政府))?"
    r"(?P<about>关于[^。；：]{4,120}的?(?:通知|意见|公告|通报|函|决定|方案|通告|批复))"
)
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,24}(?:人民政府|办公室|委员会|办公厅|领导小组|局)$")
_DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
_CHINESE_DATE = re.compile(
    r"(二[〇○零O0][一二三四五六七八九〇○零]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_ZEROS = str.maketrans("○零O0", "〇〇〇〇")
_MAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—]?)?[1-9]\d{6,7}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)")
_NUMBER = r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]"
_OF_LAST = r"(?=(?:(?!本月|当月)[^。；\n]){0,25}(?:上个?月|前一个月))"
_REPORT_DAYS = (
    (re.compile(rf"(?:次月|下个?月|翌月)的?{_NUMBER}(?=[^。；\n]{{0,30}}(?<!通)报)"), True),
    (re.compile(rf"每月(?:的)?{_NUMBER}{_OF_LAST}"), True),
    (re.compile(rf"每月(?:的)?{_NUMBER}"), False),
)
"""How a report day is put, and whether the month after is meant: 次月5日前报, 每月5日前将上月…"""
_HOST = re.compile(r"主办[：:]([\u4e00-\u9fff]{3,20})")
_REPORT_TO = re.compile(
    r"(?:报送?至?|反馈至?|报送到)((?:市|县|区|州|省)[\u4e00-\u9fff]{2,14}?(?:督查局|督查室|督查科|办公室|督办室|督查处|考核办))"
)
_PAIR = re.compile(
    r"(?P<pieces>\d{1,3}|[一二三四五六七八九十]{1,3})(?:大)?件(?:民生|重点|实事|事项|[，、，（(])?"
    r"[^。；\d]{0,12}?(?P<items>\d{1,3})项"
)
_SHORTEST, _LINE = 6, 60
_DEFAULT_DAY = 28
_END_OF_MONTH = 31


@dataclass(frozen=True, slots=True)
class Head:
    """The document's facts, what is doubtful among them, and what it says of all its items.

    `all_lead` means that every department leads where nobody is named a lead; `sizes` holds how
    many 件 and 项 the document says it has, a sum and its parts.
    """

    document: Document
    doubts: tuple[Doubt, ...]
    all_lead: bool
    sizes: tuple[tuple[str, tuple[int, ...]], ...]


def read_head(lines: Sequence[TextLine]) -> Head:
    """Collect the facts from the whole text; what is not there gets a default and a doubt."""
    texts = [line.text for line in lines if not line.cells] or [""]
    whole = "\n".join(texts)
    title, issuer = _title(texts)
    issued = _issued(texts)
    year = _year(title, issued, whole)
    day, doubts = _report_day(whole)
    document = Document(
        title=title,
        year=year,
        report_day=day,
        first=_first_period(issued, year),
        number=_number(whole),
        issuer=issuer or _signature(texts),
        issued=issued,
        host=_host(whole),
        mailbox="、".join(dict.fromkeys(_MAIL.findall(whole))),
        phone="、".join(_phones(texts)),
    )
    return Head(
        document, (*doubts, *_missing_doubts(document)), _all_lead(whole), _stated_sizes(whole)
    )


def _title(texts: Sequence[str]) -> tuple[str, str]:
    """The title and its issuer; the issuer may stand on the line above 关于…的通知."""
    top = [re.sub(r"^.*文件(?=.)", "", NUMBER_OF_DOCUMENT.sub("", text)) for text in texts[:8]]
    for before, text in zip(["", *top], top, strict=False):
        match = _TITLE.search(text)
        if match and "印发给你们" not in text:
            issuer = match["issuer"] or (before if _ISSUER.fullmatch(before) else "")
            return issuer + match["about"], issuer
    plain = [text for text in top if _may_be_title(text)]
    named = next((t for t in plain if re.search(r"实事|公告|方案|清单|项目|任务|意见|通知", t)), "")
    return re.sub(
        r"^附件\d?[：:]|^附件$", "", named or next((t for t in plain if t in top[:3]), "")
    ), ""


def _may_be_title(text: str) -> bool:
    if LABEL.match(text) or marks.mark_at(text) or re.search(r"[，。；]", text):
        return False
    return _SHORTEST <= len(text) <= _LINE


def _signature(texts: Sequence[str]) -> str:
    for before, text in pairwise(texts):
        if _DATE.match(text) and re.fullmatch(
            r"[\u4e00-\u9fff]{4,24}(?:政府|办公室|办公厅|委员会|局|领导小组)", before
        ):
            return before
    head = r"([\u4e00-\u9fff]{2,16}(?:政府|委员会)(?:办公室|办公厅)?)(?:文件)?"
    heads = (re.fullmatch(head, text) for text in texts[:6])
    return next((match[1] for match in heads if match), "")


def _issued(texts: Sequence[str]) -> str:
    """The date that stands on a line of its own; else any full date."""
    for pattern in (_DATE, _CHINESE_DATE):
        matches = [
            m
            for t in texts
            if len(t) <= _LINE
            and (m := pattern.search(t))
            and re.search(r"日[\s）)]*(?:印发)?$", t)
        ]
        if matches:
            return _iso(matches[0])
    return ""


def _iso(match: re.Match[str]) -> str:
    if match[1].isdigit():
        return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"
    year = read_ordinal(match[1].translate(_ZEROS))
    return f"{year}-{read_ordinal(match[2]) or 1:02d}-{read_ordinal(match[3]) or 1:02d}"


def _year(title: str, issued: str, whole: str) -> int:
    for text in (title, whole[:2000]):
        match = re.search(r"(20\d\d)年", text)
        if match:
            return int(match[1])
    if issued:
        return int(issued[:4])
    number = re.search(r"[〔\[（(](20\d\d)[〕\])）]", whole)
    return int(number[1]) if number else 0


def _first_period(issued: str, year: int) -> Period:
    if issued and int(issued[:4]) == year:
        return Period(year, int(issued[5:7]))
    return Period(year, 1)


def _number(whole: str) -> str:
    match = re.search(
        r"(?:^|文件|\n)([\u4e00-\u9fff]{1,10}[〔\[（(【［]20\d\d[〕\])）】］]第?\d{1,4}号)",
        whole[:600],
    )
    return match[1] if match else ""


def _report_day(whole: str) -> tuple[ReportDay, tuple[Doubt, ...]]:
    stated = [
        (match.start(), ReportDay(day, following))
        for pattern, following in _REPORT_DAYS
        if (match := pattern.search(whole)) and (day := read_ordinal(match["day"]))
        if 1 <= day <= _END_OF_MONTH
    ]
    if stated:  # the first in the text; of two readings of the same words the fuller one
        return min(stated, key=lambda place: place[0])[1], ()
    if re.search(r"每月(?:月)?底|每月末", whole):
        return ReportDay(_END_OF_MONTH), ()
    sentence = f"没有读到每月报送日，暂按{_DEFAULT_DAY}日，请在“文件信息”改为实际的日"
    return ReportDay(_DEFAULT_DAY), (Doubt("文件信息", "报送日", "", sentence),)


def _host(whole: str) -> str:
    for pattern in (_HOST, _REPORT_TO):
        match = pattern.search(whole)
        if match:
            return match[1]
    return ""


def _phones(texts: Sequence[str]) -> list[str]:
    lines = [t for t in texts if re.search(r"电话|联系人|传真|手机", t)]
    return list(
        dict.fromkeys(number for text in lines for number in _PHONE.findall(_MAIL.sub("", text)))
    )[:3]


def _missing_doubts(document: Document) -> tuple[Doubt, ...]:
    facts = {
        "标题": document.title,
        "文号": document.number,
        "发文机关": document.issuer,
        "成文日期": document.issued,
        "年度": document.year,
    }
    return tuple(
        Doubt("文件信息", name, "", f"没有读到{name}，请在“文件信息”补上")
        for name, value in facts.items()
        if not value
    )


def _all_lead(whole: str) -> bool:
    return bool(
        re.search(r"(?:无|没有|未明确|未列)牵头单位的.{0,8}责任单位(?:均|即)?为牵头单位", whole)
    )


def _stated_sizes(whole: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Counts that the document states of itself: 10件14项; of two lists, their sum first."""
    pairs = {(read_ordinal(f["pieces"]) or 0, int(f["items"])): None for f in _PAIR.finditer(whole)}
    if pairs:
        return tuple(
            (word, _sum_and_parts(list(n)))
            for word, n in zip("件项", zip(*pairs, strict=True), strict=True)
        )
    match = re.search(r"(\d{1,3}|[一二三四五六七八九十]{1,3})件(?:重点)?(?:民生)?实事", whole)
    return (("件", (read_ordinal(match[1]) or 0,)),) if match else ()


def _sum_and_parts(stated: list[int]) -> tuple[int, ...]:
    """The sum of what is stated of several lists, and each of the numbers."""
    return tuple(dict.fromkeys((sum(stated), *stated)))
