"""Templates filled in: hostile facts are text, a broken or hostile template is one sentence."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from kit import word
from kit.word import FACTS, template, texts, with_body, with_part, with_relation

from ducha.files.writing.letters.filling import Filling, fill
from ducha.letters.parts import LetterFact

PLAIN = template("前", "{{ 机关 }}", "后")
NAME = "督查通报.docx"


def said(broken: bytes) -> str:
    """The sentence about a template."""
    answer = fill(Filling(NAME, broken, FACTS))
    assert isinstance(answer, str)
    return answer


def filled(whole: bytes, **facts: LetterFact) -> bytes:
    """The letter of a template."""
    answer = fill(Filling(NAME, whole, FACTS | facts))
    assert isinstance(answer, bytes), answer
    return answer


HOSTILE = (
    ("</w:t></w:r></w:p>", "</w:t></w:r></w:p>"),
    ("<w:br/>&amp;<b>粗</b>", "<w:br/>&amp;<b>粗</b>"),
    ("{{ 7*7 }}{% for a in b %}{# x #}", "{{ 7*7 }}{% for a in b %}{# x #}"),
    ("{_{ 机关 }_}{_% x %_}", "{_{ 机关 }_}{_% x %_}"),
    ("\"引'号'“”‘’", "\"引'号'“”‘’"),
    ("零\x00清\x1b[2J\x07\x0c", "零�清�[2J��"),
    ("甲\n一、假标题\t乙\r\n丙", "甲 一、假标题 乙 丙"),
    ("反\u202egnp.xslx", "反�gnp.xslx"),
    ("半\ud800\ufffe", "半��"),
    ("=1+1", "=1+1"),
    ("http://x.example/", "http://x.example/"),
    ("\U00020000\U0001f600", "\U00020000\U0001f600"),
)


@pytest.mark.parametrize(("fact", "shown"), HOSTILE)
def test_a_hostile_fact_stands_as_text(fact: str, shown: str) -> None:
    """On one line; what must not be shown is marked (R9.1)."""
    letter = filled(template("前", "〔{{ 机关 }}〕", "后"), 机关=fact)
    assert texts(letter) == ["前", f"〔{shown}〕", "后"]


def test_a_very_long_fact_stands_whole() -> None:
    """Word has no longest paragraph (R9.1)."""
    assert texts(filled(PLAIN, 机关="长" * 100_000)) == ["前", "长" * 100_000, "后"]


def test_the_same_template_and_facts_are_the_same_bytes() -> None:
    """No clock in parts or properties, whoever saved the template when (R9.2)."""
    letter = filled(PLAIN)
    assert letter == filled(word.zipped(dict(reversed(word.parts_of(PLAIN).items()))))
    properties = docx.Document(BytesIO(letter)).core_properties
    assert (properties.author, properties.created, properties.modified) == ("", None, None)


LOOPS = (
    ("{{ 标题[0] }}与{{ 标题|last }}", ["前", "第一行与第二行", "后"]),
    (
        "{% for 行 in 标题 %}{{ loop.index }}.{{ 行 }}；{% endfor %}",
        ["前", "1.第一行；2.第二行；", "后"],
    ),
    ("{% if 机关 == '市政府督查局' %}是{% else %}否{% endif %}", ["前", "是", "后"]),
    ("{{ 节[0].标题 }}{{ 标题|length * 2 }}", ["前", "总体进展4", "后"]),
    (
        "{% if 标题 %}有{% endif %}{% autoescape false %}{{ 机关 }}{% endautoescape %}",
        ["前", "有市政府督查局", "后"],
    ),
)


@pytest.mark.parametrize(("paragraph", "shown"), LOOPS)
def test_a_template_may_loop_and_ask(paragraph: str, shown: list[str]) -> None:
    """What a bureau needs to restyle a letter (R9.7)."""
    assert texts(filled(template("前", paragraph, "后"))) == shown


def test_a_paragraph_with_a_tag_for_the_program_is_not_printed() -> None:
    """It stands for each line of the title (R9.7)."""
    loop = template("{%p for 行 in 标题 %}", "第{{ loop.index }}：{{ 行 }}", "{%p endfor %}")
    assert texts(filled(loop)) == ["第1：第一行", "第2：第二行"]


def test_a_tag_that_word_has_split_is_still_one() -> None:
    """Word splits text by spelling and by format (R9.7)."""
    document = docx.Document()
    paragraph = document.add_paragraph("前{")
    for piece in ("{ ", "机", "关", " }", "}后"):
        paragraph.add_run(piece).bold = True
    assert texts(filled(word.saved(document))) == ["前市政府督查局后"]


BROKEN = (
    ("{{ 期数 }}", "“{{ 期数 }}”一段：没有“期数”这个占位符，可用的有：机关、标题、节。"),
    ("{{ 节[0].标体 }}", "“{{ 节[0].标体 }}”一段：没有“标体”这一项。"),
    ("{{ 机关", "“{{ 机关后”一段：写法有误"),
    ("{{ 机关 }", "“{{ 机关 }后”一段：写法有误"),
    ("机关 }}", "“机关 }}”一段：有不成对的"),
    ("{ { 机关 } }", "“{ { 机关 } }”一段：有不成对的"),
    ("｛｛ 机关 ｝｝", "“｛｛ 机关 ｝｝”一段：有不成对的"),
    ("{% if 机关 %}甲", "“{% if 机关 %}甲”一段：写法有误"),
    ("{%p if 机关 %}", "写法有误"),
    ("{{ 机关|safe }}", "“{{ 机关|safe }}”一段：写法有误"),
    ("{{r 机关 }}", "“{{r 机关 }}”一段：{{ }} 里不能写 r、p、tr、tc"),
    ("{{ 机关.__class__ }}", "一段：用了不允许的写法"),
    ("{{ 机关.format }}", "一段：用了不允许的写法"),
    ("{{ 'x'*10**10 }}", "“{{ 'x'*10**10 }}”一段：用了不允许的写法"),
    ("{{ [1]*100000000000 }}", "一段：用了不允许的写法"),
    ("{{ '%10000000000d' % 1 }}", "一段：用了不允许的写法"),
    ("{{ 10**10**10 }}", "一段：用了不允许的写法"),
    ("{% for a in range(9) %}x{% endfor %}", "一段：没有“range”这个占位符"),
    ("{% include 'x' %}", "“{% include 'x' %}”一段：这一处算不出结果"),
    ("{{ 节 }}", "“{{ 节 }}”一段：这一处算不出结果"),
    ("{{ 机关 + 1 }}", "“{{ 机关 + 1 }}”一段：这一处算不出结果"),
    ("{{ 1 // 0 }}", "“{{ 1 // 0 }}”一段：这一处算不出结果"),
    ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "一段：这一处算不出结果"),
    ("{% for a in 标题 %}" * 25 + "{% endfor %}" * 25, "：循环和条件套了太多层"),
    ("{% for a in 标题 %}" * 19 + "长" * 99 + "{% endfor %}" * 19, "一段：做出来的内容太大"),
)


@pytest.mark.parametrize(("paragraph", "sentence"), BROKEN)
def test_a_broken_template_is_one_sentence_with_its_place(paragraph: str, sentence: str) -> None:
    """The file, the words of the paragraph, what is wrong (R9.5)."""
    told = said(template("前", paragraph, "后"))
    assert told.startswith(f"模板〔{NAME}〕")
    assert sentence in told
    assert "\n" not in told


def test_tags_that_break_the_document_are_told() -> None:
    """A loop that begins within a paragraph and ends behind it loses no text in silence (R9.5)."""
    assert "标记没有放对" in said(template("{% for 行 in 标题 %}{{ 行 }}", "{%p endfor %}"))


def test_a_mistake_in_header_or_footer_is_found_too() -> None:
    """They are filled in as the body is (R9.5)."""
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "{{ 机关 }}第{{ 期数 }}期"
    assert "“{{ 机关 }}第{{ 期数 }}期”一段：没有“期数”" in said(word.saved(document))


W = "<w:p><w:r>{}</w:r></w:p>"
BEGIN, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
FIELD = (
    f"<w:p>{BEGIN}<w:r><w:instrText>DDE</w:instrText></w:r>"
    f"<w:r><w:instrText>AUTO c x</w:instrText></w:r>{END}</w:p>"
)
SIMPLE = '<w:p><w:fldSimple w:instr="{}"/></w:p>'
REFUSED = (
    (b"", "不是 Word 文档"),
    (b"PK\x03\x04 torn", "不是 Word 文档"),
    (b"\xd0\xcf\x11\xe0" + bytes(600), "旧格式（.doc）或加了打开密码"),
    (word.zipped({"a.txt": b"x"}), "不是 Word 文档"),
    (PLAIN[:-9], "不是 Word 文档"),
    (with_part(PLAIN, "word/vbaProject.bin"), "带有宏"),
    (
        word.changed(
            PLAIN,
            "[Content_Types].xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "带有宏",
    ),
    (with_part(PLAIN, "word/embeddings/oleObject1.bin"), "带有嵌入的对象"),
    (with_part(PLAIN, "word/activeX/activeX1.xml"), "带有嵌入的对象"),
    (with_relation(PLAIN, "oleObject", "embeddings/a.bin", external=False), "带有嵌入的对象"),
    (with_body(PLAIN, W.format("<w:object/>")), "带有嵌入的对象"),
    (with_relation(PLAIN, "aFChunk", "a.html", external=False), "带有插入的外部文件"),
    (with_relation(PLAIN, "image", "http://x.cn/a.png", external=True), "有链接的图片"),
    (with_relation(PLAIN, "attachedTemplate", "file:///c:/a.dotm", external=True), "另一个模板"),
    (with_relation(PLAIN, "hyperlink", "http://x.cn/", external=True), "有超链接"),
    (with_relation(PLAIN, "frame", "\\\\host\\share", external=False), "文件以外的内容"),
    (with_part(PLAIN, "word/a.xml", b'<v xmlns:o="u" o:href="http://x"/>'), "文件以外的内容"),
    (with_body(PLAIN, FIELD), "带有域“DDEAUTO c x”"),
    (with_body(PLAIN, SIMPLE.format(" INCLUDETEXT a ")), "带有域“INCLUDETEXT a”"),
    (with_part(PLAIN, "word/a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "损坏的或不常见"),
    (with_part(PLAIN, "word/a.xml", b"<a>"), "损坏的或不常见"),
    (word.zipped({f"{n}.xml": b"<a/>" for n in range(501)}), "里面的内容太多"),
)  # fmt: skip


@pytest.mark.parametrize(("hostile", "sentence"), REFUSED)
def test_a_hostile_template_is_refused_in_one_sentence(hostile: bytes, sentence: str) -> None:
    """Not a document, macros, objects, fields that fetch, ways out of the file (R9.3, R9.4)."""
    told = said(hostile)
    assert told.startswith(f"模板〔{NAME}〕")
    assert sentence in told
    assert told.endswith("。")


def test_a_field_for_the_page_number_is_allowed() -> None:
    """It makes a number of the document itself (R9.4)."""
    field = SIMPLE.format(" PAGE \\* MERGEFORMAT ")
    assert fill(Filling(NAME, with_body(PLAIN, field), FACTS)).startswith(b"PK")


def test_a_fact_in_a_field_makes_no_other_field() -> None:
    """What is filled in is looked at again (R9.4)."""
    field = SIMPLE.format("{{ 机关 }}")
    told = fill(Filling(NAME, with_body(PLAIN, field), FACTS | {"机关": "DDE c x"}))
    assert isinstance(told, str)
    assert "带有域" in told
