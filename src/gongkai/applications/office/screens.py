"""What all screens of the desk share: who comes in, how a screen is drawn, whose agencies and cases it works with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.auth import permission_required

from gongkai.agencies.models import Agency, User
from gongkai.agencies.office.requests import OfficeRequest, perform, screen, typed, typed_day
from gongkai.applications.models import Application

LIST_CRUMB = "依申请公开"


__all__ = [
    "LIST_CRUMB",
    "OfficeRequest",
    "agencies_for",
    "agency_among",
    "case_crumb",
    "case_for",
    "list_crumb",
    "may_read",
    "perform",
    "screen",
    "typed",
    "typed_day",
]

may_read = permission_required("applications.view_application")


def list_crumb() -> tuple[str, str]:
    """The way back to the work list."""
    return LIST_CRUMB, reverse("applications:list")


def case_crumb(case: Application) -> tuple[str, str]:
    """The way back to a case."""
    return case.receipt_no, reverse("applications:case", args=[case.public_id])


def case_for(request: HttpRequest, public_id: str) -> Application:
    """The case, if the person may see it; else it is not there (404)."""
    cases = Application.objects.for_user(request.user).select_related(
        "agency__disclosure_office", "department", "handler", "parent", "same_as"
    )
    return get_object_or_404(cases, public_id=public_id)


def agencies_for(user: User, *roles: str) -> list[Agency]:
    """The agencies in which the person has one of the roles, those below too where the role reaches down."""
    condition = user.scope.condition("", *roles)
    if condition is None:
        return []
    return list(Agency.objects.filter(condition).select_related("disclosure_office"))


def agency_among(agencies: list[Agency], code: str) -> Agency:
    """The one with this code, else the first. Raises PermissionDenied where there is none at all."""
    if not agencies:
        raise PermissionDenied
    return next((agency for agency in agencies if agency.code == code), agencies[0])
