"""What a form claims to be, and whether the claim is ours: signed with the bureau's key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from ducha.cells import squeeze
from ducha.texts import clean

SHEET = "表单标识"
WITHOUT_ROWS = "1"
"""The version of forms that carry a digest in place of their rows."""
FORM_VERSION = "2"
VERSIONS = frozenset({WITHOUT_ROWS, FORM_VERSION})
"""Those that are taken (R6.321)."""

MONTHLY = "月报表"
BREAKDOWN = "任务分解表"
ITEM = "情况说明"
HANDED = "督办事项"
"""These stand for the 类型 of a row of texts: of an item, of a matter handed over."""
TEXTS = frozenset({ITEM, HANDED})


class IssuedRow(NamedTuple):
    """A row of a form as it was issued, every cell as text (R6.320).

    A row of texts has no county, and `ITEM` or `HANDED` for its kind: with the item's code, or with
    编号 and, in place of a measure, what its locked cells said.
    """

    code: str
    county: str
    kind: str
    measure: str
    target: str

    @property
    def key(self) -> tuple[str, str]:
        """Code and county."""
        return self.code, self.county


def issued_row(
    code: str, county: str = "", kind: str = ITEM, measure: str = "", target: str = ""
) -> IssuedRow:
    """A row in the form in which a workbook keeps it, whichever program saves it again."""
    cells = (code, county, kind, measure, target)
    return IssuedRow(*(squeeze(clean(cell)) for cell in cells))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The hidden sheet of a form, all derived from what was issued: no clock, no chance.

    `rows` are all that were issued; none where the version knows of none, or nobody can vouch for
    them.
    """

    unit: str
    period: str
    kind: str
    version: str
    ledger: str
    issued: str
    key_id: str
    form_id: str
    signature: str
    rows: tuple[IssuedRow, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands beside the labels of the hidden sheet, the signature last."""
        return (
            *(self.unit, self.period, self.kind, self.version, self.ledger),
            *(self.issued, self.key_id, self.form_id, self.signature),
        )


LABELS = (
    "单位",
    "期次",
    "表类",
    "表版本",
    "台账指纹",
    "发放内容摘要",
    "密钥编号",
    "表单编号",
    "签名",
)
"""Labels of the hidden sheet, in the order of `Claim.texts`."""

ROW_LABELS = ("编码", "县区", "类型", "计量单位", "年度目标")
"""Headings of the issued rows below them, in the order of the fields of `IssuedRow`."""


class Trust(StrEnum):
    """What the signature of a claim says (R6.24)."""

    GENUINE = "签名有效"
    UNKNOWN_KEY = "密钥不是本局的"
    FORGED = "签名与内容不符"


def digest(parts: Iterable[object]) -> str:
    """A short fingerprint of content: the first 32 hex digits of its SHA-256, order counting."""
    text = json.dumps([str(part) for part in parts], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def key_id(key: bytes) -> str:
    """A public name for a secret key."""
    return hashlib.sha256(b"key id:" + key).hexdigest()[:12]


def issued_digest(rows: Iterable[tuple[str, str, str]]) -> str:
    """Fingerprint of the locked part of a form: code, county and target of every row, as text."""
    return digest(sorted("|".join(row) for row in rows))


def sign(
    key: bytes, unit: str, period: str, kind: str, ledger: str, rows: Iterable[IssuedRow]
) -> Claim:
    """Make the claim of a form (R6.320).

    Args:
        key: The bureau's secret.
        unit: Who is to fill it in.
        period: The month, such as 2024-05, or the year of a breakdown form.
        kind: `MONTHLY` or `BREAKDOWN`.
        ledger: The fingerprint of the ledger that the form is made from.
        rows: All that the form asks, see `issued_row`.
    """
    issued = tuple(rows)
    claim = Claim(
        unit=unit,
        period=period,
        kind=kind,
        version=FORM_VERSION,
        ledger=ledger,
        issued=issued_digest(
            (row.code, row.county, row.target) for row in issued if row.kind not in TEXTS
        ),
        key_id=key_id(key),
        form_id=digest((unit, period, kind, *issued))[:12],
        signature="",
        rows=issued,
    )
    return replace(claim, signature=_signature(key, claim))


def verify(key: bytes | None, claim: Claim) -> Trust:
    """Whether the claim was signed with `key`, None when this workspace has none (R6.23)."""
    if key is None or claim.key_id != key_id(key):
        return Trust.UNKNOWN_KEY
    genuine = hmac.compare_digest(_signature(key, claim).encode(), claim.signature.encode())
    return Trust.GENUINE if genuine else Trust.FORGED


def _signature(key: bytes, claim: Claim) -> str:
    """Over everything but itself; a version without rows is signed as it always was."""
    said = claim.texts[:-1]
    text = json.dumps(
        said if claim.version == WITHOUT_ROWS else (*said, claim.rows), ensure_ascii=False
    )
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
