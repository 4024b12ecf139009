"""`gongkai keys rotate`: everything under the new key, nothing lost on the way, the old keys gone."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from gongkai.agencies import rotation
from gongkai.agencies.protected import decrypt, encrypt, keyed_digest, read_keys
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.applications.models import Party
from gongkai.applications.tests.factories import taken_in
from gongkai.ledger.models import Entry
from gongkai.site.cli import main

NUMBER = "110101199003070038"


@pytest.fixture
def keys(settings, tmp_path, monkeypatch, db):
    """A key file of this test alone, three people's data under its key, pieces of one record."""
    settings.PROTECTION_KEYS = tmp_path / "protection-keys"
    monkeypatch.setattr(rotation, "A_PIECE", 1)
    agency = AgencyFactory()
    for number in range(3):
        taken_in(agency, subject=f"事项{number}")
    return settings.PROTECTION_KEYS


def kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM applications_party ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_everything_is_under_the_new_key_and_the_old_one_is_gone(keys, capsys):
    before, old, digest = kept(), read_keys(keys), keyed_digest(NUMBER)
    assert main(["keys", "rotate"]) == 0
    assert "重新加密 3 条记录" in capsys.readouterr().out
    now = read_keys(keys)
    assert len(now.ciphers) == 1
    assert now.ciphers != old.ciphers
    assert now.digest == old.digest
    assert not set(before) & set(kept())
    assert [party.id_number for party in Party.objects.all()] == [NUMBER] * 3
    assert Party.objects.filter(id_digest=digest).count() == 3
    assert Entry.objects.get(kind="keys.rotated").payload == {"records": 3, "resumed": False}


def test_interrupted_in_the_middle_everything_can_be_read_and_the_next_run_finishes(keys, capsys):
    steps = []

    def interrupt():
        steps.append(1)
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(interrupt)
    assert len(read_keys(keys).ciphers) == 2
    assert [party.id_number for party in Party.objects.all()] == [NUMBER] * 3
    half = kept()
    assert main(["keys", "rotate"]) == 0
    assert len(read_keys(keys).ciphers) == 1
    assert [party.id_number for party in Party.objects.all()] == [NUMBER] * 3
    assert len(set(half) & set(kept())) == 2, "what was under the new key already is left alone"
    assert Entry.objects.get(kind="keys.rotated").payload == {"records": 1, "resumed": True}


def test_what_was_written_under_the_old_key_meanwhile_is_found(keys):
    old = encrypt("13800138000")
    done = []

    def late():
        # Somebody who had read the old keys writes after his record was passed.
        if not done:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE applications_party SET phone = %s", [old])
            done.append(1)

    rotation.rotate(late)
    assert [party.phone for party in Party.objects.all()] == ["13800138000"] * 3
    assert len(read_keys(keys).ciphers) == 1


def test_a_value_that_no_key_opens_stops_the_run_and_keeps_the_old_keys(keys, capsys):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE applications_party SET phone = 'fernet:nonsense'")
    assert main(["keys", "rotate"]) == 2
    assert "无法用现有密钥解开" in capsys.readouterr().err
    assert len(read_keys(keys).ciphers) == 2


def test_a_running_process_hears_of_a_new_key_at_once(keys):
    before = encrypt("甲")
    rotation.add_cipher_key(keys)
    after = encrypt("甲")
    keys.write_text(f"cipher {read_keys(keys).ciphers[0]}\ndigest x\n", encoding="utf-8")
    assert decrypt(after) == "甲"
    with pytest.raises(ImproperlyConfigured):
        decrypt(before)
