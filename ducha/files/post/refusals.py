"""What a provider's refusals mean, in a sentence each; whether going on makes any sense."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ducha.files.post.smtp import Refusal
from ducha.texts import brief, one_line

_LIMIT_CODE = re.compile(r"\b(?:MI|RP):(?:CEL|DMC|CCL|SFQ|IMF|DRC|RCL|TRC)\b")
"""NetEase's own words for it: too many mails, connections or recipients in too short a time."""

_LIMIT = re.compile(
    r"frequen|too many|too much|\brate.?limit|limit.{0,20}exceed|exceed.{0,20}limit"
    r"|\b(?:daily|hourly|sending) (?:quota|limit)|频率|过于频繁|上限",
    re.IGNORECASE,
)
"""How others say that a mailbox has sent enough for now."""

_FULL = re.compile(r"mailbox.{0,12}full|quota|insufficient|storage|\b[45]\.2\.2\b", re.IGNORECASE)
_SPAM = re.compile(r"DT:SPM|spam|suspicio|reject.{0,20}content|垃圾", re.IGNORECASE)
_NO_PERMISSION = re.compile(
    r"\bDT:SUM\b|must equal|mismatch|no permission|not permit|not authori[sz]ed|relay|suspend",
    re.IGNORECASE,
)
"""How they say that the sender is not who has logged in, or may send nothing."""

_PERMANENT = 500
_FULL_CODES = (422, 452, 552)
_QUOTED = 120


def ends_run(refusals: Sequence[Refusal]) -> bool:
    """Whether the provider wants no more mails from this mailbox, for now or at all (R10.16).

    What it says of one recipient's mailbox is no word on ours.
    """
    ours = [refusal for refusal in refusals if not refusal.about]
    return any(map(_is_limit, refusals)) or any(
        _NO_PERMISSION.search(refusal.words) for refusal in ours
    )


def _is_limit(refusal: Refusal) -> bool:
    if _LIMIT_CODE.search(refusal.words):
        return True
    full = refusal.code in _FULL_CODES or (refusal.about and _FULL.search(refusal.words))
    return not full and bool(_LIMIT.search(refusal.words))


def say_recipient(refusal: Refusal) -> str:
    """Why an address was refused, and what to do."""
    said = _said(refusal)
    if refusal.code in _FULL_CODES or _FULL.search(refusal.words):
        return f"{refusal.about} 的邮箱满了{said}。请打电话请对方清理，再发一次"
    if refusal.code < _PERMANENT:
        return f"{refusal.about} 暂时收不了{said}。过一会儿再运行一次，只补发这个地址"
    return f"{refusal.about} 被拒收，地址可能无效{said}。请核对台账〔责任单位〕的邮箱，改正后再发"


def say_mail(refusals: Sequence[Refusal]) -> str:
    """Why a mail was refused as a whole, and what to do."""
    named = [refusal for refusal in refusals if refusal.about]
    if named:
        return "；".join(map(say_recipient, named))
    (refusal,) = refusals[:1]
    said = _said(refusal)
    if _SPAM.search(refusal.words):
        return f"被当作垃圾邮件拒收{said}。请改一改主题或正文的措辞，或者用网页邮箱发"
    if refusal.code in _FULL_CODES:
        return f"邮件太大或对方邮箱已满{said}。请用网页邮箱发，再用 --by-hand 登记"
    if refusal.code < _PERMANENT:
        return f"服务器暂时不收{said}。过一会儿再运行一次"
    return f"服务器不收这封邮件{said}。请用网页邮箱发，再用 --by-hand 登记"


def say_stop(refusals: Sequence[Refusal]) -> str:
    """Why nothing more can be sent now, and what to do."""
    said = "".join(_said(refusal) for refusal in refusals[:1])
    if any(map(_is_limit, refusals)):
        return f"邮箱的发信限额或频率到了{said}，其余没有发。请过几小时或明天再运行，已发的不会重发"
    if any(_NO_PERMISSION.search(refusal.words) for refusal in refusals):
        return (
            f"邮箱不允许这样发信{said}，其余没有发。"
            "请核对发件邮箱和登录名是不是同一个、SMTP 服务有没有开启"
        )
    return f"服务器不让这个邮箱再发{said}，其余没有发。请过一会儿再运行，已发的不会重发"


def _said(refusal: Refusal) -> str:
    """The server's own words, for whoever has to ask the provider."""
    words = brief(one_line(refusal.words), _QUOTED)
    return f"（{refusal.code} {words}）" if words else f"（{refusal.code}）"
