"""Links that lead away: which sites are trusted, and the notice before leaving to any other.

A link to a site that is no government's goes by way of `/likai/`, which says so first. The address it carries is
signed, so that nobody can make our notice lead where he wants.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from gongkai.publishing.models import PublishingOffice

# .政务 is the other name under which only public bodies are registered (国办函〔2018〕55号), plain and as it travels.
GOVERNMENT = (".gov.cn", ".政务", ".xn--zfr164b")
_signer = Signer(salt="gongkai.portal.leaving")


def trusted_hosts(*offices: PublishingOffice | None) -> frozenset[str]:
    """The hosts that the agencies' settings name, and our own."""
    named = [line.strip().lower() for office in offices if office for line in office.trusted_hosts.splitlines()]
    return frozenset({host for host in named if host} | {urlsplit(settings.PUBLIC_URL).hostname or ""})


def is_trusted(address: str, trusted: Iterable[str] = ()) -> bool:
    """Whether a link may be followed without a notice: within the site, to a government's, to a named one."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:
        return False
    if not host:
        return parts.scheme in ("", "mailto", "tel")
    own = urlsplit(settings.PUBLIC_URL).hostname or ""
    return host in {own, *trusted} or host == "gov.cn" or host.endswith(GOVERNMENT)


def departure(address: str, trusted: Iterable[str] = ()) -> str:
    """The address to write into a link: the address itself where it is trusted, else that of the notice."""
    if is_trusted(address, trusted):
        return address
    signature = _signer.signature(address)
    return f"{reverse('portal:leaving')}?{urlencode({'u': address, 's': signature})}"


def destination(address: str, signature: str) -> str | None:
    """Where a notice leads; None for an address that we did not sign, or that is none of the web."""
    try:
        plain = _signer.unsign(f"{address}{_signer.sep}{signature}")
    except BadSignature:
        return None
    return plain if urlsplit(plain).scheme in ("http", "https") else None
