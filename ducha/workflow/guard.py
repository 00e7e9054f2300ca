"""Before any verb: whether foreign workbooks can be opened without fear."""

from __future__ import annotations

from ducha.files.workbook.xml_safety import assert_guarded


def assert_safe() -> None:
    """A `Problem` unless they can; loads no library, so that help may come at once."""
    assert_guarded()
