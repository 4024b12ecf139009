"""Public numbers: what stands in addresses and ledger entries instead of a database key."""

import secrets

# No 0/o, 1/l/i: the id may be read out on the telephone.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 12


def short_id() -> str:
    """A random id of 12 characters; 31^12 of them, so a guess or a collision need not be thought of."""
    # One draw for all characters: a hundred thousand ids are made at once where a register is taken over. Of twice the
    # bits that are needed, so that no id is likelier than another in any way that could be noticed.
    drawn = int.from_bytes(secrets.token_bytes(16), "big")
    letters = []
    for _ in range(LENGTH):
        drawn, place = divmod(drawn, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)
