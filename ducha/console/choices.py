"""What the menu offers: every verb, with its options and what it must be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LEAVE = "0"


@dataclass(frozen=True, slots=True)
class Question:
    """What a verb must be told: the words, the option that takes the answer (none: an argument).

    Without an answer the verb is not run, unless it need not be told (`needed`).
    """

    words: str
    option: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One number of the menu: a verb with its options, and what it asks before it runs.

    What cannot be taken back (`confirm`) is shown first, by a trial run, and done after a 是 only
    (R8.80); `answered` then tells the verb not to ask again. What has no trial run and yet writes
    (`tries` false) waits until the trial is over.
    """

    title: str
    verb: str
    options: tuple[str, ...] = ()
    asks: tuple[Question, ...] = ()
    confirm: bool = False
    answered: tuple[str, ...] = ()
    tries: bool = True


FORMS_UNIT = Question("单位名称", "--unit")
CIRCULAR = Question("通知文件（可以把文件拖进这个窗口）")
DEMO_FOLDER = Question("放在哪个文件夹（直接按回车就放在 outbox/demo）", needed=False)
UPDATE = ("--force",)
SENT_UNIT = Question("单位名称", "--unit")
HOW = Question("怎么发的（电话、微信、OA）", "--how")
BY_HAND = ("--by-hand",)
ISSUED = (Question("签发的文件，.docx 或 .pdf（可以拖进这个窗口）", "--issued"),)
"""期号 and the rest are asked by the verb itself."""
NEW_SPACE = (
    Question("新工作区放在哪个文件夹"),
    Question("通知文件（没有的直接按回车）", "--from", needed=False),
    Question("上一年的工作区文件夹（没有的直接按回车）", "--after", needed=False),
)
RESTORED = (Question("备份文件（可以拖进这个窗口）"), Question("恢复到哪个新文件夹"))

# One line for each number, the longer ones too: a verb that is added is one line more.
# fmt: off
CHOICES: tuple[tuple[str, tuple[Choice, ...]], ...] = (
    ("每月", (
        Choice(title="生成填报表", verb="generate"),
        Choice(title="看谁没报", verb="status"),
        Choice(title="汇总", verb="merge"),
        Choice(title="只给一个单位生成", verb="generate", asks=(FORMS_UNIT,)),
    )),
    ("收发", (
        Choice(title="发填报表", verb="send", options=("forms",), confirm=True),
        Choice(title="发分解表", verb="send", options=("breakdown",), confirm=True),
        Choice(title="发退回件", verb="send", options=("returned",), confirm=True),
        Choice(title="收信", verb="collect"),
        Choice(title="做提醒、催报", verb="remind"),
        Choice(title="发提醒、催报", verb="send", options=("reminders",), confirm=True),
        Choice(title="登记电话催报", verb="send", options=("reminders", *BY_HAND), asks=(SENT_UNIT, HOW)),  # noqa: E501 - see above
        Choice(title="存授权码", verb="password", tries=False),
        Choice(title="检查邮箱", verb="mail-check"),
    )),
    ("全年", (
        Choice(title="生成任务分解表", verb="generate", options=("--breakdown",)),
        Choice(title="12月年终结算", verb="merge", options=("--final",)),
    )),
    ("定稿", (
        Choice(title="送审", verb="publish", confirm=True, answered=("--yes",)),
        Choice(title="登记印发", verb="publish", asks=ISSUED, confirm=True),
        Choice(title="核对送审的月份", verb="verify"),
    )),
    ("台账", (
        Choice(title="从通知生成台账", verb="import", asks=(CIRCULAR,)),
        Choice(title="按更正的通知更新台账", verb="import", options=UPDATE, asks=(CIRCULAR,), confirm=True),  # noqa: E501 - see above
    )),
    ("其他", (
        Choice(title="新建另一年或另一地的工作区", verb="init", asks=NEW_SPACE),
        Choice(title="备份", verb="backup"),
        Choice(title="恢复备份", verb="restore", asks=RESTORED),
        Choice(title="演示", verb="demo", asks=(DEMO_FOLDER,), tries=False),
    )),
)
# fmt: on
"""Every verb, by the headings of the menu; a number is the place among all of them."""

MONTH, WORKSPACE, TRIAL = "换期次", "换工作区", "试运行（只看不写）"
SETTINGS = (MONTH, WORKSPACE, TRIAL)
"""What holds for the verbs that follow, and is forgotten when the menu ends; numbered on."""


def numbered() -> dict[str, Choice | str]:
    """What each number stands for: a choice, or one of the settings."""
    listed: list[Choice | str] = [choice for _, choices in CHOICES for choice in choices]
    return {str(place): offered for place, offered in enumerate([*listed, *SETTINGS], start=1)}


def menu_lines() -> Iterator[str]:
    """The menu as it is shown, a line for each heading."""
    number = 0
    headings = [(heading, [each.title for each in listed]) for heading, listed in CHOICES]
    for heading, titles in (*headings, ("设置", SETTINGS)):
        shown = [f"{place} {title}" for place, title in enumerate(titles, number + 1)]
        number += len(shown)
        yield "　".join((f"{heading}：", *shown))
    yield f"离开：　{LEAVE} 退出"
