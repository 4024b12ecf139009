"""Public numbers: what stands in addresses and ledger entries instead of a database key."""

import secrets

# No 0/o, 1/l/i: the id may be read out on the telephone.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12


def short_id() -> str:
    """A random id of 12 characters; 31^12 of them, so a guess or a collision need not be thought of."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
