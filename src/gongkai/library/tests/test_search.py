"""The search knows documents and whether they hold; a purge takes what the library had written."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.library.enums import DeclarationKind
from gongkai.library.interpretation_models import Interpretation
from gongkai.library.projection import refresh
from gongkai.library.tests.factories import DocumentFactory, declare
from gongkai.publishing.models import Record
from gongkai.publishing.search_models import SearchEntry
from gongkai.publishing.signals import record_changed
from gongkai.publishing.tests.factories import RecordFactory

pytestmark = pytest.mark.django_db


def found(record: Record) -> tuple[str, str]:
    entry = SearchEntry.objects.get(ref__endswith=f":{record.public_id}")
    return entry.kind, entry.validity


def test_the_filters_follow_the_status_on_the_day_it_turns():
    document = DocumentFactory(expires_on=date(2026, 6, 30))
    assert found(document.record) == ("document", "in_force")
    refresh(date(2026, 7, 1))
    assert found(document.record) == ("document", "expired")


def test_an_interpretation_is_found_as_one_and_a_plain_record_as_such():
    record, plain = RecordFactory(published=True), RecordFactory(published=True)
    Interpretation.objects.create(record=record, agency=record.agency)
    for each in (record, plain):
        record_changed.send(Record, record=each, kind="published")
    assert (found(record), found(plain)) == (("interpretation", ""), ("record", ""))


def test_a_purge_takes_the_librarys_words_and_leaves_the_status():
    document = DocumentFactory(title_note="某年公布")
    declare(DeclarationKind.REPEALED, document, date(2025, 1, 1))
    record_changed.send(Record, record=document.record, kind="purged")
    document.refresh_from_db()
    assert (document.title_note, document.status) == ("", "repealed")
    assert "清理结果" not in "".join(document.turns.values_list("because", flat=True))
