"""What an indicator is called: the verb and the noun around its number, shortened."""

from __future__ import annotations

import re

from ducha.circular.vocabulary import (
    AT_LEAST_BEFORE,
    AT_MOST_BEFORE,
    EQUAL_BEFORE,
    LEADING,
    MORE_BEFORE,
    NAME_VERBS_DROPPED,
    STRIVE,
    VERBS,
    alternation,
)

_BOUNDS = re.compile(
    rf"(?:{alternation(AT_LEAST_BEFORE + MORE_BEFORE + AT_MOST_BEFORE)}"
    rf"|{alternation(EQUAL_BEFORE)})$"
)
_VERB_AT_END = re.compile(rf"{alternation(VERBS)}$")
_VERB_AT_START = re.compile(alternation(VERBS))
_ADVERBS = alternation(tuple(word for word in LEADING if word != "共"))
_LEADING = rf"(?:共(?!享|同|青团|建共|有产权|有住房)|{_ADVERBS})"
"""共 is an adverb, but not in 共享 and its like."""
_LEAD_IN = re.compile(
    rf"^(?:20\d\d年|\d{{1,2}}月(?:份|底|末)?(?:\d{{1,2}}日)?|{_LEADING}|[一二三四五六]是|其中|\d{{1,2}}\.(?!\d)|[—●■▪·•]+|[：:、，“①②③④⑤⑥⑦⑧⑨⑩])(?:之?前)?"
)
AND = r"、|以及|和(?![谐平睦])|(?<![普涉波惠顾以])及(?![时格早])"
"""What joins peers; 与 is left out, it stands inside too many words."""
_ENDING = re.compile(r"(?:标准|覆盖率|比例|率|数量|人数|数)$")
_STEM = 2
"""So many characters stay when verbs are taken off a name."""
_LIMIT = 40
"""A name has so many characters at most."""
_ASPIRATION = "（力争）"


def split_bounds(left: str) -> tuple[str, tuple[str, ...]]:
    """Take the words of comparison off the end: 排查不少于 -> (排查, (不少于,))."""
    bounds: list[str] = []
    while match := _BOUNDS.search(left):
        verb = _VERB_AT_END.search(left)
        if (
            verb
            and len(verb[0]) > len(match[0])
            and verb[0] not in {*AT_LEAST_BEFORE, *AT_MOST_BEFORE}
        ):
            break
        bounds.append(match[0])
        left = left[: match.start()]
    return left, tuple(bounds)


def strip_lead_in(text: str) -> str:
    """Take time, place and adverbs off the head: 全年共培训 -> 培训."""
    while (match := _LEAD_IN.match(text)) and match.end():
        verb = _VERB_AT_START.match(text)
        if verb and verb.end() > match.end():
            break
        text = text[match.end() :]
    return text


def is_only_verbs(text: str) -> bool:
    """Whether a phrase holds verbs alone and no object."""
    rest = re.sub(r"[、和并再（）]", "", text)
    while rest and (match := _VERB_AT_END.search(rest) or _VERB_AT_START.match(rest)):
        rest = rest[: match.start()] + rest[match.end() :]
    return rest in {"", "新", "共"}


def object_of(name: str) -> str:
    """A name without the verbs that it starts with: 新建、改扩建公办幼儿园 -> 公办幼儿园."""
    while (match := _VERB_AT_START.match(name)) and len(name) > match.end() + 1:
        name = name[match.end() :].lstrip("、和")
    return name


def leading_verb(text: str) -> str:
    """The verb that a phrase starts with, for the peers after a 、."""
    match = _VERB_AT_START.match(strip_lead_in(text))
    return match[0] if match else ""


def split_names(text: str) -> list[str]:
    """Names joined by 、 or 和, brackets kept whole."""
    parts, depth, start = [], 0, 0
    for match in re.finditer(rf"[（(]|[）)]|{AND}", text):
        if match[0] in "（(":
            depth += 1
        elif match[0] in "）)":
            depth -= 1
        elif depth <= 0 and match.start() > start:
            parts.append(text[start : match.start()])
            start = match.end()
    return [part for part in (*parts, text[start:]) if part]


def complete_peers(names: list[str]) -> list[str]:
    """Give back what peers share: 城市、农村低保标准 -> 城市低保标准, 农村低保标准."""
    last = names[-1]
    verb = leading_verb(names[0])
    if verb and is_only_verbs(names[0]) and leading_verb(last):
        tail = last[len(leading_verb(last)) :]
        return [name + tail if is_only_verbs(name) else name for name in names]
    return [_with_ending(name, verb, last) for name in names]


def _with_ending(name: str, verb: str, last: str) -> str:
    """One of the peers with the first one's verb and the last one's ending."""
    bare = verb and not name.startswith(verb) and not leading_verb(name)
    whole = verb + name if bare else name
    ending = _ENDING.search(last)
    shared = ending and not name.endswith(ending[0]) and len(last) > len(name) + 1
    return whole + last[len(name) :] if shared else whole


def compose_name(left: str, right: str, *, per: bool) -> str:
    """Put verb and noun together: 建成 + 老年助餐场所."""
    core = strip_lead_in(split_bounds(left)[0])
    noun = re.sub(r"^(?:以上|左右|（含）以上|及以上|（[^）]{1,4}）|的|余)+", "", right)
    if core.endswith("的"):
        return shorten_name(re.sub(rf"^{alternation(NAME_VERBS_DROPPED)}", "", core) + noun)
    if per:
        return shorten_name(core + re.sub(r"^.*的(?=[^的]{2,})", "", noun))
    if core in {"对", "为", "给", "向"}:
        return shorten_name(noun)
    if not core or is_only_verbs(core):
        core = "" if core in NAME_VERBS_DROPPED and noun else core
        return shorten_name(core + re.sub(r"全覆盖$", "覆盖", noun))
    return shorten_name(core)


def name_share(left: str, right: str) -> str:
    """Name a percentage: 实现老年助餐服务覆盖 + 的城镇社区 -> 老年助餐服务覆盖城镇社区比例."""
    core = re.sub(
        rf"^{alternation(NAME_VERBS_DROPPED)}(?!率)", "", strip_lead_in(split_bounds(left)[0])
    )
    core = re.sub(r"(?:覆盖全市|覆盖全县|覆盖全省|覆盖全区)$", "覆盖", core)
    plain = re.sub(r"^(?:以上|左右|及以上)", "", right)
    noun = plain[1:] if plain.startswith("的") else ""
    noun = re.split(r"(?<=.{2})(?:实现|完成|达到|建有|设有)", noun)[0]
    return shorten_name(core + noun + "比例") if noun else shorten_name(core)


def shorten_name(name: str) -> str:
    """Trim a name: no outer signs, no long list before 等, a length that fits a cell."""
    name = re.sub(r"（[^（）]*\d[^（）]*）", "", name)
    plain = re.sub(r"^[、，：“和及与并再的]+|(?:[、，：和与的“]|(?<![惠涉普波])及)+$", "", name)
    if plain.count("“") != plain.count("”"):
        plain = plain.replace("“", "").replace("”", "")
    if plain.count("（") != plain.count("）"):
        plain = re.sub(r"[（）]", "", plain)
    if len(plain) > _LIMIT and "等" in plain[:-4]:
        plain = plain[plain.rindex("等", 0, -2) + 1 :]
    if len(plain) > _LIMIT and "的" in plain[:-3]:
        plain = plain[plain.rindex("的", 0, -2) + 1 :]
    return plain[-_LIMIT:]


def name_from_earlier(verb: str, clause: str) -> str:
    """Name a bare verb by the clause before it: 开展…在线培训，全年培训N人."""
    subject = re.match(
        r"^(?:对|为|给|向)(?P<whom>.+?)(?:免费)?(?:开展|进行|实施|给予|提供)(?P<what>.+)$", clause
    )
    plain = strip_lead_in(clause)
    if subject:
        whom = re.sub(r"^.*[的等](?=[^的等]{2,})", "", subject["whom"])
        plain = whom + subject["what"]
    plain = re.sub(r"^(?:推进|开展|实施|加强|推动|做好|组织|深化|加快)", "", strip_lead_in(plain))
    bare = re.sub(rf"^{alternation(NAME_VERBS_DROPPED)}", "", verb)
    if not bare or plain.endswith(bare):
        return shorten_name(plain)
    stripped = plain
    while (match := _VERB_AT_END.search(stripped)) and match.start() >= _STEM:
        stripped = stripped[: match.start()]
    return shorten_name(bare + stripped)


def is_aspiration(bounds: tuple[str, ...], left: str) -> bool:
    """Whether the number is a wish (力争) above the target."""
    return any(word in STRIVE for word in bounds) or bool(
        re.search(rf"{alternation(STRIVE)}[^，；。]*$", left)
    )


def mark_aspiration(name: str) -> str:
    """The name with （力争） behind it, once."""
    return name.removesuffix(_ASPIRATION) + _ASPIRATION


def aspiration_mark(name: str) -> str:
    """（力争） where the name bears it; else empty."""
    return _ASPIRATION if name.endswith(_ASPIRATION) else ""
