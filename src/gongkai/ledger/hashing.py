"""How an entry becomes its digest: canonical JSON under SHA-256.

JSON with sorted keys and no spaces can be made again in any language from what the entry says, so that somebody else's
program can check our chain. SHA-256 is in every standard library; each digest names its algorithm, so that another
(SM3, where commercial cryptography is assessed) can follow in the same chain.
"""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

ALGORITHM = "sha256"
EMPTY = f"{ALGORITHM}:{'0' * 64}"

_PLAIN_ONLY = "台账附记只能含文字、整数、真假值、空值及其列表和字典。"


def entry_hash(
    *,
    chain: str,
    sequence: int,
    at: datetime,
    actor: str,
    kind: str,
    subject: str,
    ground: str,
    payload: dict[str, Any],
    previous: str,
) -> str:
    """The digest of one entry, `sha256:` and 64 hexadecimal digits."""
    said = {
        "actor": actor,
        "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "chain": chain,
        "ground": ground,
        "kind": kind,
        "payload": payload,
        "previous": previous,
        "sequence": sequence,
        "subject": subject,
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{ALGORITHM}:{hashlib.sha256(text.encode()).hexdigest()}"


def check_payload(value: object) -> None:
    """Raise TypeError or ValueError for what a database would not give back exactly as it was put in.

    A decimal fraction may come back as another spelling of the same number, and PostgreSQL keeps no NUL character: the
    digest would then no longer fit although nobody touched the entry.
    """
    if value is None or isinstance(value, bool | int):
        return
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("台账附记不能含 NUL 字符。")
        value.encode()  # a lone surrogate has no UTF-8, and so no digest
        return
    if isinstance(value, list):
        for item in value:
            check_payload(item)
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(_PLAIN_ONLY)
            check_payload(key)
            check_payload(item)
        return
    raise TypeError(_PLAIN_ONLY)


def salted_digest(value: str, salt: str | None = None) -> str:
    """A digest that proves a value to whoever has it with its salt, and tells nothing to anybody else.

    Returns `salt:sha256:hex`; the salt is made new unless given. For personal data that must be erasable: the entry
    keeps this, the record keeps the value.
    """
    salt = secrets.token_hex(16) if salt is None else salt
    return f"{salt}:{ALGORITHM}:{hashlib.sha256((salt + value).encode()).hexdigest()}"
