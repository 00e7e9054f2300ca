"""Which of two returns came later, and how surely that is known."""

from __future__ import annotations

from datetime import timedelta

from ducha.submission.arrival import FILE_TIME, MAIL_TIME, RULED_TIME, Source

_SLACK = timedelta(hours=12)
"""Clocks and time zones of units differ by less."""


def receipt_order(source: Source) -> tuple[float, str, str]:
    """What returns are sorted by, newest last: time, then digest, then path (R6.62)."""
    return source.received.timestamp(), source.sha256, source.file


def why_unsure(earlier: Source, later: Source) -> str:
    """Why nobody knows that one return came before the other, in words; blank where it is known.

    The time of a file is that of its last copy. Saved times that stand the other way round, or
    that lie after their own mail, contradict the times of the mails; a time that a clerk has
    settled is contradicted by nothing.
    (R6.63, R6.73)
    """
    if earlier.received == later.received:
        return "两份是同一时刻收到的"
    bases = {earlier.basis, later.basis}
    if FILE_TIME in bases:
        return "先后只凭文件时间，复制文件就会改变"
    if RULED_TIME in bases:
        return ""
    if earlier.saved and later.saved and earlier.saved - later.saved > _SLACK:
        return "后收到的一份存盘反而更早"
    if _is_saved_after_mail(earlier) or _is_saved_after_mail(later):
        return "存盘时间比邮件时间还晚，有一个时间不准"
    return ""


def _is_saved_after_mail(source: Source) -> bool:
    if source.basis != MAIL_TIME or source.saved is None:
        return False
    return source.saved - source.received > _SLACK
