"""Verification finds the first entry that does not fit: changed, missing, cut off, rewritten."""

import pytest
from django.db import connection

from gongkai.ledger import triggers
from gongkai.ledger.actions import append
from gongkai.ledger.models import Entry
from gongkai.ledger.queries import Head, head, heads, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    for number in range(5):
        append("case.received", actor="a", agency="A1", payload={"n": number})
    append("case.received", actor="a", agency="B1")


@pytest.fixture
def tampering():
    """Somebody with the database's password took the triggers off and puts them back afterwards."""
    triggers.remove(connection)
    yield
    triggers.install(connection)


def rewrite_from(sequence):
    """What a careful forger does: every hash after the change made anew."""
    entries = list(Entry.objects.filter(chain="A1").order_by("sequence"))
    for before, entry in zip(entries[sequence - 2 :], entries[sequence - 1 :], strict=False):
        entry.previous = before.hash
        entry.hash = entry.computed_hash()
        entry.save()


def test_a_whole_ledger_is_sound(chain):
    found = verify()
    assert found.sound
    assert (found.entries, found.chains) == (6, 2)


def test_an_empty_ledger_is_sound():
    assert verify().sound
    assert heads() == []
    assert head("A1") is None


@pytest.mark.parametrize(
    "change",
    [{"actor": "b"}, {"kind": "x"}, {"subject": "x"}, {"ground": "x"}, {"payload": {"n": 9}}, {"payload": {}}],
)
def test_a_changed_entry_is_named(chain, tampering, change):
    Entry.objects.filter(chain="A1", sequence=3).update(**change)
    (fault,) = verify().faults
    assert (fault.chain, fault.sequence) == ("A1", 3)
    assert "第 3 条" in fault.sentence


def test_a_changed_time_is_named(chain, tampering):
    entry = Entry.objects.get(chain="A1", sequence=3)
    Entry.objects.filter(pk=entry.pk).update(at=entry.at.replace(year=2020))
    assert [fault.sequence for fault in verify().faults] == [3]


def test_a_missing_entry_is_named_by_the_one_after_it(chain, tampering):
    Entry.objects.filter(chain="A1", sequence=3).delete()
    assert [(fault.chain, fault.sequence) for fault in verify().faults] == [("A1", 4)]


def test_a_change_whose_hash_was_made_anew_breaks_the_next(chain, tampering):
    entry = Entry.objects.get(chain="A1", sequence=3)
    entry.actor = "b"
    entry.hash = entry.computed_hash()
    entry.save()
    assert [fault.sequence for fault in verify().faults] == [4]


def test_a_cut_tail_shows_only_against_heads_kept_elsewhere(chain, tampering):
    kept = heads()
    Entry.objects.filter(chain="A1", sequence__gte=4).delete()
    assert not verify().faults
    assert [(fault.chain, fault.sequence) for fault in verify(kept).faults] == [("A1", 4)]


def test_a_chain_that_is_wholly_gone_shows_against_heads(chain, tampering):
    kept = heads()
    Entry.objects.filter(chain="B1").delete()
    assert [(fault.chain, fault.sequence) for fault in verify(kept).faults] == [("B1", 1)]


def test_a_rewritten_chain_shows_against_heads(chain, tampering):
    kept = heads()
    entry = Entry.objects.get(chain="A1", sequence=2)
    entry.actor = "b"
    entry.hash = entry.computed_hash()
    entry.save()
    rewrite_from(3)
    assert not verify().faults
    assert [(fault.chain, fault.sequence) for fault in verify(kept).faults] == [("A1", 5)]


def test_older_heads_still_fit_a_chain_that_grew(chain):
    kept = heads()
    append("case.received", actor="a", agency="A1")
    assert verify(kept).sound


def test_a_head_of_another_ledger_does_not_fit(chain):
    assert not verify([Head("A1", 5, "sha256:" + "1" * 64)]).sound


def test_triggers_that_are_gone_are_said(chain, tampering):
    found = verify()
    assert found.missing_triggers == triggers.names(connection.vendor)
    assert not found.sound
