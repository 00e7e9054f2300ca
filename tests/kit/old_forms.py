"""Claims and forms of version 1, as they were issued before: a digest in place of the rows."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace

from ducha.form.claim import Claim, digest, key_id
from ducha.form.monthly import Form
from kit import sample


def sign_old(
    unit: str, period: str, kind: str, ledger: str, issued: str, *, key: bytes = sample.KEY
) -> Claim:
    """The hidden sheet of version 1, signed as it then was."""
    said = (unit, period, kind, "1", ledger, issued, key_id(key))
    form_id = digest((unit, period, kind, issued))[:12]
    text = json.dumps((*said, form_id), ensure_ascii=False)
    signature = hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    names = ("unit", "period", "kind", "version", "ledger", "issued", "key_id")
    return Claim(**dict(zip(names, said, strict=True)), form_id=form_id, signature=signature)


def as_old(claim: Claim) -> Claim:
    """The claim that the same form would have had."""
    return sign_old(claim.unit, claim.period, claim.kind, claim.ledger, claim.issued)


def old_form(form: Form) -> Form:
    """The same form with a hidden sheet of version 1."""
    return replace(form, claim=as_old(form.claim))
