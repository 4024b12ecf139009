"""What the public forms have in common: values and errors for the page, answers for a script, one key a sending.

The fields themselves are written by the tags of `templatetags/portal_forms.py`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse

from gongkai.applications.actions import Upload
from gongkai.applications.kept_files import refused_upload

_SALT = "portal.submission"
ANY_FIELD = ""
"""The place of an error that belongs to no field."""


@dataclass
class Form:
    """A form as it is shown: what was typed, and what is wrong with it by field, in the fields' order."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What was typed into a field."""
        return self.values.get(name, "")

    def wrong(self, name: str, sentence: str) -> None:
        """Say what is wrong with a field, unless something was said of it already."""
        self.errors.setdefault(name, sentence)

    def uploads(self, request: HttpRequest, name: str, kind: str, prefix: str = "") -> list[Upload]:
        """The files of a field as uploads of a kind; those that are not taken are told of as the field's error."""
        taken = []
        if refusal := getattr(request, "upload_refusals", {}).get(name):
            self.wrong(name, refusal)
        for file in request.FILES.getlist(name):
            upload = Upload(prefix + (file.name or "文件"), file.read(), kind)
            if sentence := refused_upload(upload):
                self.wrong(name, sentence)
            taken.append(upload)
        return taken


def typed(request: HttpRequest) -> dict[str, str]:
    """What was typed; without NUL, which PostgreSQL takes in no text."""
    return {name: value.replace("\0", "") for name, value in request.POST.items() if isinstance(value, str)}


def new_key() -> str:
    """A key for one sending, signed: a form with a key of somebody's own making is not taken."""
    return signing.Signer(salt=_SALT).sign(secrets.token_urlsafe(24))


def read_key(value: str) -> str:
    """The key's random part, "" where we did not make it."""
    try:
        return signing.Signer(salt=_SALT).unsign(value)
    except signing.BadSignature:
        return ""


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's own script sent the form and puts the answer into the page itself."""
    return request.headers.get("Accept") == "application/json"


def errors_json(errors: Mapping[str, str], status: int = 422, **more: str) -> JsonResponse:
    """What is wrong, for the script."""
    listed = [{"field": name, "sentence": sentence} for name, sentence in errors.items()]
    return JsonResponse({"errors": listed, **more}, status=status)


def gone_to(request: HttpRequest, location: str) -> HttpResponse:
    """The answer to a form that was taken: where to go on."""
    if wants_json(request):
        return JsonResponse({"location": location})
    response = HttpResponse(status=303)
    response["Location"] = location
    return response
