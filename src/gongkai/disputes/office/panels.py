"""What other screens show of disputes: the dashboard, and the page of the case that they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from gongkai.agencies.models import User
from gongkai.agencies.office.dashboard import Panel, Row
from gongkai.applications.casefile import CaseFile
from gongkai.disputes.actions.base import ROLES
from gongkai.disputes.models import Dispute
from gongkai.disputes.terms import open_terms, ordered_until


@dataclass(frozen=True)
class CasePanel:
    """A part of the case page."""

    title: str
    html: SafeString


def case_panel(request: HttpRequest, file: CaseFile) -> CasePanel | None:
    """The case's reviews and suits, what is to be answered anew, and the way to register one; None for nothing to show.

    One query, two where there are disputes.
    """
    disputes = list(Dispute.objects.filter(application=file.case).order_by("id").prefetch_related("reanswers"))
    may_register = bool(set(ROLES) & file.roles)
    if not disputes and not may_register:
        return None
    tasks = [task for dispute in disputes for task in dispute.reanswers.all() if not task.done_on]
    again = [(task.dispute, task.ordered, ordered_until(task, file.calendar)) for task in tasks]
    context = {"disputes": disputes, "case": file.case, "may_register": may_register, "again": again}
    return CasePanel("复议、诉讼", render_to_string("disputes/office/case_panel.html", context))


def waiting_disputes(user: User, today: date) -> Panel | None:
    """What is over and what is near in the person's disputes; None for whoever may not read them."""
    if not user.has_perm("disputes.view_dispute"):
        return None
    terms = open_terms(Dispute.objects.for_user(user), today)
    kinds = (("期限已过", "late"), ("5个工作日内到期", "soon"))
    counts = ((label, sum(term.look == look for term in terms)) for label, look in kinds)
    address = reverse("disputes:list")
    return Panel("复议诉讼", tuple(Row(label, count, address) for label, count in counts if count))
