"""What can be wrong with a template that a bureau has changed: where, and what to do about it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

MISTAKES = (
    TemplateError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    MemoryError,
)
"""What a template can raise: its own errors, and those of the little sums it may do."""

_UNDEFINED = re.compile(r"'([^']+)' is undefined")
_NO_PART = re.compile(r"has no attribute '(.+)'")


def line_of(error: BaseException) -> int:
    """Line of the template where it went wrong; 0 when that is unknown."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    steps = traceback.extract_tb(error.__traceback__)
    return next((step.lineno or 0 for step in reversed(steps) if step.filename == "<template>"), 0)


def describe_mistake(error: BaseException, known: Iterable[str], guide: str) -> str:
    """What is wrong, and what to do: `known` are the facts, `guide` is where they are explained."""
    unknown = _UNDEFINED.search(str(error)) if isinstance(error, UndefinedError) else None
    if unknown:
        return f"没有“{unknown[1]}”这个占位符，可用的有：{'、'.join(known)}。请改正后重新运行。"
    part = _NO_PART.search(str(error)) if isinstance(error, UndefinedError) else None
    if part:
        return f"没有“{part[1]}”这一项。请对照{guide}改正。"
    if isinstance(error, SecurityError):
        return f"用了不允许的写法。请只用{guide}里列出的占位符。"
    if isinstance(error, TemplateSyntaxError):
        return f"写法有误，可能是 {{{{ }}}} 或 {{% %}} 没有成对，或中间有错字。请对照{guide}改正。"
    return f"这一处算不出结果。请对照{guide}改正。"
