"""Who may see a case on the public site: whoever gave its number and code a short while ago, in this browser.

No session: a signed cookie for the addresses of this one case, which scripts cannot read and which ends by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from gongkai.applications.models import Application

COOKIE = "case"
MINUTES = 30
_SALT = "portal.case"


def grant(request: HttpRequest, response: HttpResponse, case: Application) -> None:
    """Let this browser see the case for the next MINUTES."""
    response.set_cookie(
        COOKIE,
        signing.dumps(case.public_id, salt=_SALT),
        max_age=MINUTES * 60,
        path=reverse("portal:case", args=[case.public_id]),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def granted(request: HttpRequest, public_id: str) -> bool:
    """Whether this browser may see the case."""
    try:
        return bool(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=MINUTES * 60) == public_id)
    except signing.BadSignature:
        return False


def leave(response: HttpResponse, public_id: str) -> None:
    """Forget the case in this browser."""
    response.delete_cookie(COOKIE, path=reverse("portal:case", args=[public_id]), samesite="Lax")


def for_applicant(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of one case: others are sent to ask for it. What it shows is kept by no cache and no search engine."""

    @never_cache
    @wraps(view)
    def check(request: HttpRequest, public_id: str, **more: Any) -> HttpResponseBase:
        if not granted(request, public_id):
            return HttpResponseRedirect(f"{reverse('portal:lookup')}?guoqi=1")
        response = view(request, public_id, **more)
        response["X-Robots-Tag"] = "noindex"
        return response

    return check
