"""What neither a form nor a mail may carry, said on each of them (R5.8)."""

from __future__ import annotations

from ducha.cells import squeeze

NOT_BY_MAIL = "涉密和敏感信息不得通过本表和互联网邮箱报送"


def with_warning(body: str) -> str:
    """The body of a mail, with the sentence at its end unless its template says it (R5.8)."""
    return body if NOT_BY_MAIL in squeeze(body) else f"{body.rstrip()}\n\n{NOT_BY_MAIL}。\n"
