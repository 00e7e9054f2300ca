"""The little language of a template: facts, conditions and loops over facts, and nothing else."""

from __future__ import annotations

from html import escape

from jinja2 import StrictUndefined, Undefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ducha.texts import one_line

_FILTERS = (
    *("count", "d", "default", "first", "float", "int", "join", "last", "length", "list"),
    *("reverse", "round", "string", "trim"),
)
"""Filters that can neither undo the escaping of a fact nor blow one up."""

_LARGEST = 10**6
"""A number that a template may reckon with: rows and pages, no megabytes."""

_BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})
"""So that the library, which looks for braces in what has been filled in, finds none of a fact."""


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """Strict and escaping, without ways to the machine, other files or endless numbers (R9.7)."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        """Take away what the library offers besides."""
        super().__init__(
            undefined=StrictUndefined, autoescape=True, finalize=shown, keep_trailing_newline=True
        )
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Multiply and divide small numbers; never repeat a text."""
        for side in (left, right):
            if not isinstance(side, int | float) or abs(side) > _LARGEST:
                message = "a template reckons with small numbers only"
                raise SecurityError(message)
        if operator == "**":
            message = "a template takes no powers"
            raise SecurityError(message)
        result: object = super().call_binop(context, operator, left, right)
        return result

    def wrap_str_format(self, value: object) -> None:
        """Let no text be a pattern for others."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Facts are named by their tags; only a loop has more to say."""
        return isinstance(obj, LoopContext) and super().is_safe_attribute(obj, attr, value)


def shown(fact: object) -> Markup:
    """A fact as it stands in a letter: on one line, as text, whatever it looks like (R9.1).

    Raises:
        TypeError: It has parts, of which a template shows one after the other.
    """
    if not isinstance(fact, str | int | float | Undefined):
        message = "not a text"
        raise TypeError(message)
    text = fact if isinstance(fact, Markup) else escape(one_line(str(fact)), quote=True)
    return Markup(text.translate(_BRACES))  # noqa: S704 - it has been escaped
