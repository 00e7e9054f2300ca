"""What 督办单 says: a row of 督办事项, and who gives it."""

from __future__ import annotations

from ducha.ledger.handed.records import Assignment
from ducha.ledger.model import Ledger
from ducha.letters.order import SupervisionOrder
from ducha.letters.parts import BLANK
from ducha.letters.wording.notice import issuer
from ducha.texts import brief

_LONGEST_ITEM = 60


def order_of(assignment: Assignment, ledger: Ledger) -> SupervisionOrder:
    """The order for a matter, in the words of the ledger (R9.80).

    Whom to ask at the bureau is left to be written in: the ledger names a telephone alone.
    """
    document = ledger.document
    names = [each.name for each in ledger.indicators if each.item == assignment.code]
    return SupervisionOrder(
        issuer=issuer(document),
        year=document.year,
        number=assignment.number,
        unit=assignment.unit,
        problem=assignment.problem,
        demand=assignment.demand,
        due=assignment.due,
        handed_over=assignment.handed,
        item=brief("、".join(names), _LONGEST_ITEM),
        source=str(assignment.occasion or ""),
        leader=assignment.leader,
        extended_to=assignment.extended,
        contact=BLANK * 4,
        phone=document.phone,
    )
