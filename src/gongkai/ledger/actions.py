"""Adding to the ledger."""

import zlib
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from gongkai.ledger.hashing import EMPTY, check_payload
from gongkai.ledger.models import INSTALLATION, Entry

# The first half of PostgreSQL's two-part advisory lock key: "ours, not another use of advisory locks".
_LOCK_SPACE = 0x1ED6E2


def append(
    kind: str,
    *,
    actor: str,
    agency: str = INSTALLATION,
    subject: str = "",
    ground: str = "",
    payload: dict[str, Any] | None = None,
) -> Entry:
    """Add one entry at the end of an agency's chain, in the caller's transaction if there is one.

    `kind` is a dotted name as `agency.renamed`; `actor` an opaque label of an account or of a program; `agency` the
    agency's code; `subject` a reference made by `reference()`; `payload` references and salted digests only, never
    personal data, since what is written here can not be erased.

    Whoever appends holds the chain until the transaction ends, so append last. Several agencies' chains in one
    transaction are to be taken in the order of their codes, or two such transactions could wait for each other.

    Raises TypeError or ValueError for a payload that could not be hashed again from the database.
    """
    payload = {} if payload is None else payload
    check_payload([kind, actor, agency, subject, ground, payload])
    with transaction.atomic():
        _hold(agency)
        last = Entry.objects.filter(chain=agency).order_by("-sequence").values_list("sequence", "hash").first()
        sequence, previous = last or (0, EMPTY)
        entry = Entry(
            chain=agency,
            sequence=sequence + 1,
            at=datetime.now(UTC),
            actor=actor,
            kind=kind,
            subject=subject,
            ground=ground,
            payload=payload,
            previous=previous,
        )
        entry.hash = entry.computed_hash()
        entry.save(force_insert=True)
    return entry


def reference(model_label: str, public_id: str) -> str:
    """How an entry names a record: the model's label and the record's public number, never a database key."""
    return f"{model_label}:{public_id}"


def _hold(chain: str) -> None:
    """Let nobody else append to this chain until the transaction ends.

    On SQLite a transaction has the only write lock already (transaction_mode IMMEDIATE); the unique sequence is the
    second guard on both.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            key = zlib.crc32(chain.encode()) - 2**31
            cursor.execute("SELECT pg_advisory_xact_lock(%s::int, %s::int)", [_LOCK_SPACE, key])
