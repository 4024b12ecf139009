"""Entries are added, chained, and refused where they could not be hashed again."""

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.ledger import triggers
from gongkai.ledger.actions import append, reference
from gongkai.ledger.hashing import EMPTY, check_payload, entry_hash, salted_digest
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db


def test_each_agency_has_a_chain_of_its_own():
    first, other, second = (append("case.received", actor="a", agency=agency) for agency in ("A1", "B1", "A1"))
    assert [first.sequence, other.sequence, second.sequence] == [1, 1, 2]
    assert [first.previous, other.previous, second.previous] == [EMPTY, EMPTY, first.hash]


def test_what_the_database_gives_back_has_the_same_hash():
    append(
        "report.published",
        actor="账号",
        agency="A1",
        subject=reference("annual_reports.report", "x2"),
        ground="条例第四十九条",
        payload={"年": 2023, "b": [1, None, True, "é"], "a": {"大": 10**30}},
    )
    entry = Entry.objects.get()
    assert entry.hash == entry.computed_hash()


def test_an_entry_goes_with_the_callers_transaction():
    class Stopped(Exception):
        pass

    def record_and_stop():
        append("case.received", actor="a")
        raise Stopped

    with pytest.raises(Stopped), transaction.atomic():
        record_and_stop()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("payload", [{"x": 0.1}, {"x": b""}, {"x": {1: 2}}, {"x": ("a",)}])
def test_a_payload_that_would_come_back_otherwise_is_refused(payload):
    with pytest.raises(TypeError):
        append("case.received", actor="a", payload=payload)


@pytest.mark.parametrize("text", ["\0", "\ud800"])
def test_a_text_that_no_database_keeps_is_refused(text):
    with pytest.raises(ValueError, match=r"NUL|surrogates"):
        check_payload({"x": text})


def change_by_query():
    Entry.objects.update(actor="b")


def delete_by_query():
    Entry.objects.all().delete()


def replace_by_sql():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry")
        else:
            cursor.execute("TRUNCATE ledger_entry")


@pytest.mark.parametrize("attempt", [change_by_query, delete_by_query, replace_by_sql])
def test_the_database_refuses_to_change_what_is_written(attempt):
    append("case.received", actor="a")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt()
    assert Entry.objects.get().actor == "a"


def test_no_migration_has_lost_the_triggers():
    assert triggers.missing(connection) == frozenset()


def test_the_hash_is_that_of_canonical_json():
    """The digest that any other program computes from the published rule; it must never change."""
    from datetime import UTC, datetime

    known = entry_hash(
        chain="A1",
        sequence=1,
        at=datetime(2026, 1, 5, 1, 2, 3, 4, tzinfo=UTC),
        actor="account:x",
        kind="case.received",
        subject="",
        ground="",
        payload={"b": 1, "a": "中"},
        previous=EMPTY,
    )
    assert known == "sha256:0515e5f670e0915fb4764a7777a061efec3b6d15ac0c896082395bcff22fbb92"


def test_a_salted_digest_proves_a_value_and_only_with_its_salt():
    digest = salted_digest("11010519491231002X")
    salt = digest.partition(":")[0]
    assert salted_digest("11010519491231002X", salt) == digest
    assert salted_digest("11010519491231002X") != digest
