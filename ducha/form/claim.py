"""What a form claims to be, and whether the claim is ours: signed with the bureau's key."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from enum import StrEnum

SHEET = "表单标识"
FORM_VERSION = "1"
MONTHLY = "月报表"
BREAKDOWN = "任务分解表"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The hidden sheet of a form, all derived from what was issued: no clock, no chance."""

    unit: str
    period: str
    kind: str
    version: str
    ledger: str
    issued: str
    key_id: str
    form_id: str
    signature: str


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
"""Labels of the hidden sheet, in the order of the fields of `Claim`."""


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


def sign(key: bytes, unit: str, period: str, kind: str, ledger: str, issued: str) -> Claim:
    """Make the claim of a form.

    Args:
        key: The bureau's secret.
        unit: Who is to fill it in.
        period: The month, such as 2024-05, or the year of a breakdown form.
        kind: `MONTHLY` or `BREAKDOWN`.
        ledger: The fingerprint of the ledger that the form is made from.
        issued: The digest of its locked rows, see `issued_digest`.
    """
    form_id = digest((unit, period, kind, issued))[:12]
    claim = Claim(
        unit=unit,
        period=period,
        kind=kind,
        version=FORM_VERSION,
        ledger=ledger,
        issued=issued,
        key_id=key_id(key),
        form_id=form_id,
        signature="",
    )
    return replace(claim, signature=_signature(key, claim))


def verify(key: bytes | None, claim: Claim) -> Trust:
    """Whether the claim was signed with `key`, None when this workspace has none (R6.23)."""
    if key is None or claim.key_id != key_id(key):
        return Trust.UNKNOWN_KEY
    genuine = hmac.compare_digest(_signature(key, claim).encode(), claim.signature.encode())
    return Trust.GENUINE if genuine else Trust.FORGED


def _signature(key: bytes, claim: Claim) -> str:
    text = json.dumps(astuple(claim)[:-1], ensure_ascii=False)
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
