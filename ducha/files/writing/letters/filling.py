"""A template filled in, within a worker: the library for Word, and what it leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from io import BytesIO
from typing import NamedTuple

from defusedxml.ElementTree import fromstring
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import Part
from docxtpl import DocxTemplate
from jinja2 import Template, TemplateSyntaxError
from lxml import etree

from ducha.files.writing.letters.environment import LetterEnvironment
from ducha.files.writing.letters.package import Refused, pack_parts, read_parts, repack
from ducha.files.writing.letters.refusals import check_parts, check_tree
from ducha.files.writing.letters.widths import fit_tables
from ducha.files.writing.mistakes import MISTAKES, describe_mistake, line_of
from ducha.letters.parts import LetterFacts
from ducha.texts import brief, one_line

_GUIDE = "使用手册“改模板”一节"
_QUOTED = 40
_TOO_DEEP = "：循环和条件套了太多层。请减少层数。"
_TOO_MUCH = "做出来的内容太大，放不下。请检查这一处。"
_UNPAIRED = (
    "：标记没有放对：{%p %} 要独占一段、{%tr %} 独占一行、{%tc %} 独占一格，"
    "有 for 和 if 的，要有同样写法的 endfor 和 endif。"
)
_RAW = re.compile(r"\{\{(?:r|p|tr|tc)\s")
_NO_RAW = "{{ }} 里不能写 r、p、tr、tc 开头的标记。请改为 {{ 占位符 }}。"
_STRAY = re.compile(r"[{｛][ \u3000]?[{｛%％]|[}｝%％][ \u3000]?[}｝]|\{#|#\}")
_NOT_PAIRED = (
    "有不成对的 {{ }} 或 {% %}，或者用了全角的、中间有空格的花括号。请对照" + _GUIDE + "改正。"
)
_MOST_MARKUP = 8 * 1024**2
"""Characters of a part with its markup; a notice with 1,000 rows of tables has a third."""

_TAG = re.compile(r"<[^>]*>")


class TooMuch(Exception):  # noqa: N818 - a template's fault, not an error of ours
    """What is made of a template grows without measure."""


class Filling(NamedTuple):
    """A template, what it is called in messages, and what it may show."""

    name: str
    template: bytes
    facts: LetterFacts


def fill(filling: Filling) -> bytes | str:
    """The letter as a Word file; else a sentence that says what is wrong with its template."""
    try:
        parts = read_parts(filling.template)
        check_parts(parts)
        return _letter(pack_parts(parts), filling.facts)
    except Refused as refusal:
        return f"模板〔{filling.name}〕{refusal}"
    except MemoryError:
        return f"模板〔{filling.name}〕：{_TOO_MUCH}"


def _letter(template: bytes, facts: LetterFacts) -> bytes:
    document = _LetterTemplate(BytesIO(template))
    try:
        document.render(dict(facts), LetterEnvironment())
    except (KeyError, PackageNotFoundError, etree.LxmlError, UnicodeError) as error:
        message = "的内部结构有误，打不开。请用 Word 或 WPS 打开后另存，再重新运行。"
        raise Refused(message) from error
    fit_tables(document.docx)
    written = BytesIO()
    document.save(written)
    return repack(written.getvalue())


class _LetterTemplate(DocxTemplate):  # type: ignore[misc]  # the library has no types
    """The library's template, with every mistake said where it is."""

    def patch_xml(self, src_xml: str) -> str:
        """Join tags that Word has split, once it is known that none brings in markup.

        Raises:
            Refused: One does.
        """
        for paragraph in _by_paragraphs(src_xml).split("\n"):
            words = _TAG.sub("", paragraph)
            if _RAW.search(words):
                raise _refusal(words, 1, _NO_RAW)
        patched: str = super().patch_xml(src_xml)
        return patched

    def render_xml_part(
        self, src_xml: str, part: Part, context: Mapping[str, object], jinja_env: LetterEnvironment
    ) -> str:
        """One part of the document filled in: its body, a header, a footer, the footnotes.

        Raises:
            Refused: What is wrong with it, and in which paragraph (R9.5).
        """
        source = _by_paragraphs(src_xml)
        _check_tags(source, jinja_env)
        self.current_rendering_part = part
        try:
            filled = _generate(jinja_env.from_string(source), context)
        except (TooMuch, MemoryError) as error:
            raise _refusal(source, line_of(error), _TOO_MUCH) from error
        except SyntaxError as error:  # of Python, into which the template is turned
            raise Refused(_TOO_DEEP) from error
        except MISTAKES as error:
            mistake = describe_mistake(error, context, _GUIDE)
            raise _refusal(source, line_of(error), mistake) from error
        _check_filled(filled)
        return filled

    def render_properties(self, *_: object) -> None:
        """Leave the properties of the document alone: they are written without a clock."""


def _check_tags(source: str, environment: LetterEnvironment) -> None:
    """Whether braces that are no tags stand in the text, or tags that would bring in markup."""
    try:
        tokens = list(environment.lex(source))
    except TemplateSyntaxError as error:
        raise _refusal(source, error.lineno, describe_mistake(error, (), _GUIDE)) from error
    for line, kind, text in tokens:
        stray = _STRAY.search(_TAG.sub("", text)) if kind == "data" else None
        if stray:
            before = _TAG.sub("", text).partition(stray[0])[0]
            raise _refusal(source, line + before.count("\n"), _NOT_PAIRED)


def _generate(template: Template, context: Mapping[str, object]) -> str:
    """The part filled in, unless it grows too large (R9.6).

    Raises:
        TooMuch: It does; raised where the template is, so that its line is known.
    """
    pieces, room, stream = [], _MOST_MARKUP, template.generate(context)
    for piece in stream:
        pieces.append(piece)
        room -= len(piece)
        if room < 0 and isinstance(stream, Generator):
            stream.throw(TooMuch())
    return "".join(pieces)


def _by_paragraphs(markup: str) -> str:
    """Markup with each paragraph on a line of its own, by whose number it is found."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", markup.replace("\n", " "))


def _check_filled(filled: str) -> None:
    """Whether what was filled in is whole, and holds nothing that acts.

    The library itself would mend what is not, and lose text by it.
    """
    try:
        tree = fromstring(filled, forbid_dtd=True)
    except (SyntaxError, ValueError) as error:
        raise Refused(_UNPAIRED) from error
    check_tree(tree)


def _refusal(source: str, line: int, mistake: str) -> Refused:
    """What is wrong, after the words of the paragraph where it is."""
    paragraphs = source.split("\n")
    words = one_line(_TAG.sub("", paragraphs[line - 1]).strip()) if line <= len(paragraphs) else ""
    place = f"“{brief(words, _QUOTED)}”一段" if line and words else ""
    return Refused(f"{place}：{mistake}")
