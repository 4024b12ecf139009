"""What the library's screens share: who comes in, which document, whose agencies, how an act is tried."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin.auth import permission_required

from gongkai.agencies.action import Action, Refused
from gongkai.agencies.models import Agency, User
from gongkai.agencies.office.requests import OfficeRequest, perform, screen, typed, typed_day
from gongkai.library.cleanup_models import CleanUpRound
from gongkai.library.document_models import Document
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.rights import KEEPERS

__all__ = [
    "TITLE",
    "OfficeRequest",
    "address_of",
    "agencies_for",
    "agency_among",
    "document_crumb",
    "document_for",
    "form_screen",
    "interpretation_for",
    "keeps_anything",
    "list_crumb",
    "may_read",
    "perform",
    "round_for",
    "screen",
    "tried",
    "typed",
    "typed_day",
]

TITLE = "文件库"
may_read = permission_required("library.view_document")


def list_crumb() -> tuple[str, str]:
    """The way back to the list."""
    return TITLE, reverse("library:list")


def document_crumb(document: Document) -> tuple[str, str]:
    """The way back to a document."""
    return document.record.document_number or "本文件", address_of(document)


def address_of(document: Document) -> str:
    """The document's page in the back office."""
    return reverse("library:document", args=[document.public_id])


def document_for(request: HttpRequest, public_id: str) -> Document:
    """The document, if the person may see it; else it is not there (404)."""
    documents = Document.objects.inside(request.user).select_related("record", "agency__library_office")
    return get_object_or_404(documents, public_id=public_id)


def round_for(request: HttpRequest, public_id: str) -> CleanUpRound:
    """The clean-up round, if the person may see it; else it is not there (404)."""
    rounds = CleanUpRound.objects.inside(request.user).select_related("agency", "result__record", "applied_by")
    return get_object_or_404(rounds, public_id=public_id)


def interpretation_for(request: HttpRequest, public_id: str) -> Interpretation:
    """The interpretation, if the person may see it; else it is not there (404)."""
    rows = Interpretation.objects.inside(request.user).select_related("record", "agency", "series")
    return get_object_or_404(rows, public_id=public_id)


def agencies_for(user: User, *roles: str) -> list[Agency]:
    """The agencies in which the person has one of the roles (any, where none is named), with the settings."""
    condition = user.scope.condition("", *roles)
    if condition is None:
        return []
    return list(Agency.objects.filter(condition).select_related("library_office").order_by("path"))


def agency_among(agencies: list[Agency], code: str) -> Agency:
    """The one with this code, else the first. Raises PermissionDenied where there is none at all."""
    if not agencies:
        raise PermissionDenied
    return next((agency for agency in agencies if agency.code == code), agencies[0])


def keeps_anything(user: User) -> bool:
    """Whether the person keeps some agency's library."""
    return bool(set(KEEPERS) & user.scope.all_roles())


def tried(action: Action[Any]) -> tuple[Any, list[str]]:
    """What the action made, or why not."""
    try:
        return action.perform(), []
    except Refused as refused:
        return None, refused.reasons


def form_screen(
    request: HttpRequest, context: dict[str, Any], *, title: str, crumbs: tuple[tuple[str, str], ...]
) -> HttpResponse:
    """A form with what refuses it above; `context` has `form`, `refusals`, `button`, `back`, and maybe `about`."""
    status = 422 if context["refusals"] or context["form"].errors else 200
    return screen(request, "library/office/form.html", context, title=title, crumbs=crumbs, status=status)
