"""Guessing at numbers and codes on the public site: after a few failures a number or an address has to wait.

Counted in the database, for all processes. Each try is written down before the code is looked at, so that many at once
get no more tries than one after the other; a right code takes its own try back. Numbers and addresses are kept as
keyed digests only, and a number that nobody has is held back like any other.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import normalize

from django.conf import settings
from django.db.models import Count

from gongkai.applications.models import FailedLookup

WAIT = timedelta(minutes=15)
TRIES = 5
"""Failures within WAIT, for a number and for an address."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that has been counted as failed; `allowed` says whether the code may be looked at."""

    rows: tuple[int, ...]
    allowed: bool

    def succeeded(self) -> None:
        """Take the try back."""
        FailedLookup.objects.filter(pk__in=self.rows).delete()


def begin(number: str, address: str, now: datetime) -> Attempt:
    """Count a try for this number from this address. Where either has to wait nothing is written down."""
    FailedLookup.objects.filter(at__lte=now - WAIT).delete()
    keys = [_key("number", number), *([_key("address", address)] if address else [])]
    rows = [FailedLookup.objects.create(key=key).pk for key in keys]
    counts = FailedLookup.objects.filter(key__in=keys).values("key").annotate(tries=Count("pk"))
    attempt = Attempt(tuple(rows), all(row["tries"] <= TRIES for row in counts))
    if not attempt.allowed:
        attempt.succeeded()
    return attempt


def _key(kind: str, value: str) -> str:
    text = f"lookup:{kind}:{normalize('NFKC', value).strip().lower()}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
