"""What is taken away, and written anew, when something before the public changes.

A page is removed the moment the change is committed: what was withdrawn is gone at once, and what is new is there with
the next reader, or before him (`writer`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.library.models import Document, Interpretation
from gongkai.portal.models import PublicChange
from gongkai.portal.written.keeping import ALL_SITES, agency_tag, record_tag, store
from gongkai.portal.written.store import EVERYTHING
from gongkai.publishing.models import ColumnPage, Record

# A change that its own process has not dealt with by then has lost it: the process died.
_ABANDONED = timedelta(seconds=2)


def change_public(tags: Iterable[str], addresses: Iterable[str] = ()) -> None:
    """Take away what hangs on the tags, and these addresses, when the transaction is committed; then write it anew.

    To be called inside the transaction of the change.
    """
    change = PublicChange.objects.create(tags=sorted(set(tags)), addresses=list(addresses))
    transaction.on_commit(lambda: _follow(change))


def follow_abandoned() -> int:
    """Deal with changes whose process died between commit and clearing away. Returns how many there were."""
    left = PublicChange.objects.filter(made_at__lt=timezone.now() - _ABANDONED)
    for change in left:
        _follow(change)
    return len(left)


def _follow(change: PublicChange) -> None:
    """Safe to do twice."""
    if EVERYTHING in change.tags:
        store().take_away_everything()
        store().ask_for([*change.addresses, _address("portal:home")])
    else:
        removed = store().take_away(change.tags, change.addresses)
        store().ask_for([*removed, *change.addresses])
    change.delete()


def _address(name: str, *arguments: str) -> str:
    """An address of the public site, whichever process this is."""
    return reverse(name, args=arguments, urlconf=settings.PUBLIC_URLCONF)


# ---------------------------------------------------------------- receivers, connected in apps.py


def record_changed(record: Record, kind: str, **_: Any) -> None:
    """A record was put out or taken away: its page, and whatever lists records of the agencies concerned."""
    columns = ColumnPage.objects.filter(pk__in=[record.column_id, *record.also_in.values_list("pk", flat=True)])
    codes = {record.agency.code, *columns.filter(issuer__isnull=False).values_list("issuer__code", flat=True)}
    change_public(
        [record_tag(record.public_id), ALL_SITES, *map(agency_tag, codes)],
        [_address("portal:record", record.public_id)],
    )


def document_changed(document: Document, **_: Any) -> None:
    """A document's validity or what bears on it: its page says so, and the lists of its agency."""
    change_public([record_tag(document.record.public_id), agency_tag(document.agency.code)])


def interpretation_changed(interpretation: Interpretation, **_: Any) -> None:
    """What an interpretation's page shows beside its record."""
    change_public([record_tag(interpretation.record.public_id)])


def everything_changed(**_: Any) -> None:
    """A column, a home page or the site's marks: they stand in the frame of every page."""
    change_public([EVERYTHING])


def lists_changed(**_: Any) -> None:
    """Something that the first page lists besides records: an annual report, an answer made public."""
    change_public([ALL_SITES])
