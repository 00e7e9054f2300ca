"""The least that the libraries need: calamine reads the same bytes, xlsxwriter repeats the calls.

A writer of ours runs once while every call that it makes on its workbook is noted. Repeating the
noted calls gives the same bytes without any work of ours; the time for that is the bare time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import wraps
from inspect import isfunction
from io import BytesIO
from typing import Any
from unittest.mock import patch

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from benchmarks.clock import Stopwatch

MAKERS = frozenset({"add_format", "add_worksheet"})


def read(files: Iterable[bytes]) -> None:
    """Every row of every sheet, as values of Python."""
    for data in files:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for index in range(len(book.sheet_names)):
            book.get_sheet_by_index(index).to_python(skip_empty_area=False)


@dataclass(frozen=True)
class Call:
    """One call on a workbook, a sheet or a format."""

    owner: object
    name: str
    arguments: tuple[Any, ...]
    options: dict[str, Any]


@dataclass
class Notes:
    """What a writer did: the workbook it opened, what it made there, what else it called."""

    opening: dict[str, Any] = field(default_factory=dict)
    making: list[Call] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    made: list[object] = field(default_factory=list)
    inside: bool = False

    @contextmanager
    def within(self) -> Iterator[None]:
        """What the library calls inside itself is not noted."""
        self.inside = True
        try:
            yield
        finally:
            self.inside = False


def note(write: Callable[[], bytes]) -> tuple[Notes, bytes]:
    """Run a writer of ours; what it called, and what it wrote."""
    notes = Notes()
    with ExitStack() as patches:
        patches.enter_context(patch.object(Workbook, "__init__", _note_opening(notes)))
        for kind in (Workbook, Worksheet):
            for name, method in vars(kind).items():
                if isfunction(method) and not name.startswith("_"):
                    patches.enter_context(patch.object(kind, name, _note_calls(notes, method)))
        return notes, write()


def _note_opening(notes: Notes) -> Callable[..., None]:
    original = Workbook.__init__

    def opened(book: Workbook, target: BytesIO, options: dict[str, Any]) -> None:
        notes.opening = deepcopy(options)  # the library writes into it
        notes.made.append(book)
        with notes.within():
            original(book, target, options)

    return opened


def _note_calls(notes: Notes, method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def called(owner: object, *arguments: object, **options: object) -> object:
        if notes.inside:
            return method(owner, *arguments, **options)
        call = Call(owner, method.__name__, arguments, options)
        with notes.within():
            result = method(owner, *arguments, **options)
        (notes.making if call.name in MAKERS else notes.calls).append(call)
        if call.name in MAKERS:
            notes.made.append(result)
        return result

    return called


def repeat(notes: Notes, watch: Stopwatch) -> bytes:
    """Repeat what was noted on a fresh workbook; finding the counterparts is not timed."""
    buffer = BytesIO()
    with watch.running():
        book = Workbook(buffer, deepcopy(notes.opening))
        made = [getattr(book, call.name)(*call.arguments, **call.options) for call in notes.making]
    twin = {id(old): new for old, new in zip(notes.made, (book, *made), strict=True)}
    calls = [_prepare(call, twin) for call in notes.calls]
    with watch.running():
        for method, arguments, options in calls:
            method(*arguments, **options)
    return buffer.getvalue()


def _prepare(
    call: Call, twin: dict[int, Any]
) -> tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]:
    arguments = tuple(_counterpart(value, twin) for value in call.arguments)
    options = {key: _counterpart(value, twin) for key, value in call.options.items()}
    return getattr(twin[id(call.owner)], call.name), arguments, options


def _counterpart(argument: object, twin: dict[int, Any]) -> object:
    if isinstance(argument, dict):
        return {key: _counterpart(value, twin) for key, value in argument.items()}
    return twin.get(id(argument), argument)
