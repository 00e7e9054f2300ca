"""Which circulars are of the ledger's own year and place."""

from __future__ import annotations

import pytest

from ducha.circular.draft import read
from ducha.circular.place import is_of_another_place, place_of, why_another
from ducha.ledger.model import Document

OURS = """岭南市人民政府办公室
关于印发2024年民生实事的通知
一、养老服务
1.新建养老驿站40个，培训护理员300名。
责任单位：市民政局，白石县、青溪县
2.新建社区食堂12处，方便老年人就近用餐。
责任单位：市民政局
"""
PLAIN = OURS.replace("岭南市人民政府办公室\n", "").replace("，白石县、青溪县", "，各县区")
OTHER = """江北市人民政府办公室
关于印发2024年民生实事的通知
一、道路交通
1.改造背街小巷25条，硬化路面三十公里。
责任单位：市城管局，红山县、黄陂县
"""
PLAIN_OTHER = OTHER.replace("江北市人民政府办公室\n", "").replace("，红山县、黄陂县", "，各县区")

CASES = [
    # the circular, the ledger's, why it is another's
    (OURS, OURS, ""),
    (OURS.replace("40个", "45个"), OURS, ""),
    (OURS.replace("2024年", "2025年"), OURS, "这份通知是2025年度的，台账是2024年度的"),
    (OTHER, OURS, "这份通知是江北市的，台账是岭南市的"),
    # tasks may be the same everywhere in a province
    (OURS.replace("岭南市", "江北市"), OURS, "这份通知是江北市的，台账是岭南市的"),
    # a misprint in the issuer's name, and another city whose name differs as little
    (OURS.replace("岭南市", "领南市"), OURS, ""),
    (
        OTHER.replace("江北市", "江南市"),
        OURS.replace("岭南市", "江北市"),
        "这份通知是江南市的，台账是江北市的",
    ),
    # the same city, all of whose tasks were replaced
    (OTHER.replace("江北市", "岭南市"), OURS, ""),
    (OURS.replace("岭南市", "广南省岭南市"), OURS, ""),
    # no place is named
    (PLAIN.replace("40个", "45个"), PLAIN, ""),
    (PLAIN_OTHER, PLAIN, "这份通知的县区、任务与台账的完全不同，是另一个地方的，或另一份通知"),
    (
        OTHER.replace("江北市人民政府办公室\n", ""),
        OURS.replace("岭南市人民政府办公室\n", ""),
        "这份通知的县区、任务与台账的完全不同，是另一个地方的，或另一份通知",
    ),
]


@pytest.mark.parametrize(("new", "old", "why"), CASES)
def test_another_year_or_place_is_told(new: str, old: str, why: str) -> None:
    """By the names of places, then by counties and tasks; a misprint is none (R8.41, R8.42)."""
    assert why_another(read(new).ledger, read(old).ledger) == why


PLACES = [
    ("开封市人民政府办公室", "", "开封市"),
    ("中共开封市委办公室", "", "开封市"),
    ("河南省开封市人民政府", "", "河南省开封市"),
    ("上海市浦东新区人民政府", "", "上海市浦东新区"),
    ("市政府督查局", "", ""),
    ("", "岭南市2024年民生实事分解", "岭南市"),
    ("", "2024年岭南市民生实事", "岭南市"),
    ("", "关于印发岭南市2024年民生实事的通知", "岭南市"),
    ("", "关于印发2024年河南省重点民生实事工作方案的通知", ""),
    ("", "全市2024年民生实事", ""),
]


@pytest.mark.parametrize(("issuer", "title", "place"), PLACES)
def test_the_place_is_read_of_issuer_or_title(issuer: str, title: str, place: str) -> None:
    """The province whose matters they are is no place of the circular's."""
    assert place_of(Document(issuer=issuer, title=title)) == place


def test_next_years_tasks_make_no_other_place() -> None:
    """Places, or counties where they are not named, decide alone (R8.55)."""
    ours = read(OURS).ledger
    assert not is_of_another_place(read(OTHER.replace("江北市", "岭南市")).ledger, ours)
    assert is_of_another_place(read(OURS.replace("岭南市", "江北市")).ledger, ours)
    assert is_of_another_place(read(OTHER.partition("\n")[2]).ledger, ours)
    assert not is_of_another_place(read(PLAIN_OTHER).ledger, ours)
