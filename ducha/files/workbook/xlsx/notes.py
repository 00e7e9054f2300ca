"""The comments on the cells of an .xlsx, as people wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath, split

from ducha.cells import NOTE_AUTHOR
from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.xml import Attributes, elements, walk_xml

_MAX_NOTES = 500
_LONGEST_NOTE = 500
"""Of a comment so many signs are kept; more is no word about a figure."""


@dataclass(slots=True)
class _NoteWalk:
    """The comments of one sheet: whose they are, on which cells, what they say."""

    authors: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    place: str = ""
    within: str = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        """Come to a tag."""
        name = tag.rpartition(":")[2]
        if name == "author":
            self.authors.append("")
            self.within = name
        elif name in {"comment", "threadedComment"}:
            number = attributes.get("authorId", "")
            author = int(number) if number.isdecimal() else len(self.authors)
            ours = author < len(self.authors) and self.authors[author] == NOTE_AUTHOR
            self.place = "" if ours else attributes.get("ref", "")
        elif name in {"t", "text"}:
            self.within = name

    def end(self, tag: str) -> None:
        """Leave a tag."""
        if tag.rpartition(":")[2] in {"author", "t", "text"}:
            self.within = ""

    def text(self, text: str) -> None:
        """Keep what is written."""
        if self.within == "author":
            self.authors[-1] += text
        elif self.within and self.place:
            self.notes[self.place] = (self.notes.get(self.place, "") + text)[:_LONGEST_NOTE]


def notes_on(parts: Mapping[str, bytes], part: str) -> tuple[tuple[str, str], ...]:
    """The comments on a sheet, in the order of their cells' names; those of ours left out.

    `parts` go by their names in lower case, `part` is the sheet's (R6.431).
    """
    folder, name = split(part)
    relations = parts.get(f"{folder}/_rels/{name}.rels", b"")
    if b"omment" not in relations:
        return ()
    said: dict[str, str] = {}
    for target in _note_parts(relations, folder):
        if target in parts:
            walk = _NoteWalk()
            walk_xml(parts[target], RemainingBounds(), walk.start, walk.end, walk.text)
            said |= walk.notes  # a thread stands in both parts, in the second without a preamble
    return tuple(sorted((cell, text.strip()) for cell, text in said.items()))[:_MAX_NOTES]


def _note_parts(relations: bytes, folder: str) -> Iterable[str]:
    """The parts with comments, those with threads last."""
    pairs = elements(relations, RemainingBounds(), "Relationship")
    kinds = {pair.get("Target", ""): pair.get("Type", "").rpartition("/")[2] for pair in pairs}
    for wanted in ("comments", "threadedComment"):
        for target, kind in kinds.items():
            if kind == wanted:
                yield normpath(join(folder, target.replace("\\", "/"))).lstrip("/").lower()
