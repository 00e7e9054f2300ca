"""Values of a JSON record by their keys, each of the kind it must be, or the record is torn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

T = TypeVar("T")

FORMAT = 1


class TornRecordError(ValueError):
    """A record that is not as this program writes it: it stops the run (R8.15)."""


def read_record(data: bytes) -> dict[str, object]:
    """The record that a file holds, of the format that this program writes."""
    try:
        record = as_record(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise TornRecordError from error
    if record.get("格式") != FORMAT:
        raise TornRecordError
    return record


def as_record(value: object) -> dict[str, object]:
    """A value that must be a record."""
    if not isinstance(value, dict):
        raise TornRecordError
    return value


def get(record: Mapping[str, object], key: str, kind: type[T]) -> T:
    """A value of this kind; a truth is no number."""
    value = record.get(key)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TornRecordError
    return value


def get_or_none(record: Mapping[str, object], key: str, kind: type[T]) -> T | None:
    """A value of this kind, or none."""
    return None if record.get(key) is None else get(record, key, kind)


def get_list(record: Mapping[str, object], key: str) -> list[object]:
    """A list of anything."""
    return list(get(record, key, list))


def get_texts(record: Mapping[str, object], key: str) -> list[str]:
    """A list of texts."""
    texts = [text for text in get_list(record, key) if isinstance(text, str)]
    if len(texts) != len(get_list(record, key)):
        raise TornRecordError
    return texts


def get_text_map(record: Mapping[str, object], key: str) -> dict[str, str]:
    """Texts by name."""
    texts = as_record(record.get(key))
    return {name: get(texts, name, str) for name in texts}


def get_day(record: Mapping[str, object], key: str) -> date:
    """A day as 2024-06-03."""
    try:
        return date.fromisoformat(get(record, key, str))
    except ValueError as error:
        raise TornRecordError from error
