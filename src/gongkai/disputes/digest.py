"""What the daily digest says of disputes. Mail goes through other machines: numbers and dates, no names or subjects."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.agencies.due import NEAR
from gongkai.agencies.enums import Role
from gongkai.agencies.mails import listed, office_address
from gongkai.disputes.models import Dispute, DisputeQuerySet
from gongkai.disputes.terms import DueTerm, open_terms

if TYPE_CHECKING:
    from gongkai.agencies.models import User


def digest_part(user: User, today: date) -> str:
    """What is over or near: to registrars all of their agency's, to handlers that of their cases and registrations."""
    terms = [term for term in open_terms(_his(user), today) if term.days_left <= NEAR]
    if not terms:
        return ""
    lines = listed([_line(term) for term in terms], "项")
    return "\n".join([f"复议、诉讼的期限：{len(terms)} 项", *lines])


def _his(user: User) -> DisputeQuerySet:
    conditions = [
        (Role.REGISTRAR, Q()),
        (Role.HANDLER, Q(registered_by=user) | Q(application__handler=user)),
    ]
    his = Q(pk__in=[])
    for role, more in conditions:
        scope = user.scope.condition("agency", role)
        if scope is not None:
            his |= scope & more
    return Dispute.objects.filter(his)


def _line(term: DueTerm) -> str:
    address = office_address("disputes:dispute", term.dispute.public_id)
    named = f"{term.dispute.get_kind_display()} {term.dispute.number}".strip()
    return f"- {named}，{term.name}，期限 {term.until}，{term.words}\n  {address}"
