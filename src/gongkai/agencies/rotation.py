"""Writing protected data anew under a new key (`gongkai keys rotate`): in pieces, to be interrupted and repeated.

The new key is put on top, every protected value of every model is written anew, then the old keys are taken away. Until
then both are in the file, so that whatever is read or written in between can be read. An interrupted run goes on where
it was: what is under the new key already is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, TextField
from django.db.models.functions import Cast

from gongkai.agencies.protected import (
    SCHEME,
    ProtectedField,
    add_cipher_key,
    keep_first_cipher_key,
    read_keys,
)

A_PIECE = 500
MOST_ROUNDS = 5


class StillOld(Exception):
    """Values under the old key keep appearing: another process has not heard of the new one."""


@dataclass(frozen=True)
class Rotated:
    """What a rotation did."""

    written: int
    """Records that were written anew in this run."""
    resumed: bool
    """Whether it went on with one that was interrupted."""


def protected_models() -> list[tuple[type[models.Model], list[str]]]:
    """Every model with protected fields, and their names."""
    found = []
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, ProtectedField)]
        if names:
            found.append((model, names))
    return found


def count_records() -> int:
    """How many records a rotation looks at."""
    return sum(model._base_manager.count() for model, _ in protected_models())


def rotate(step: Callable[[], object] = lambda: None) -> Rotated:
    """Put a new key on top (or go on with the one of an interrupted run), write everything anew, drop the old keys.

    `step` is called once for each record of the first round. Raises StillOld, and keeps the old keys, where values
    under an old key are found round after round.
    """
    path = settings.PROTECTION_KEYS
    resumed = len(read_keys(path).ciphers) > 1
    if not resumed:
        add_cipher_key(path)
    written = _round(step)
    # Whoever had read the old keys before the file changed may have written with them since.
    for _ in range(MOST_ROUNDS):
        late = _round()
        written += late
        if not late:
            keep_first_cipher_key(path)
            return Rotated(written, resumed)
    raise StillOld


def _round(step: Callable[[], object] = lambda: None) -> int:
    cipher = Fernet(read_keys(settings.PROTECTION_KEYS).ciphers[0])
    return sum(
        _rewrite(model, names, keys, cipher, step) for model, names in protected_models() for keys in _pieces(model)
    )


def _pieces(model: type[models.Model]) -> Iterator[list[object]]:
    last: object = None
    while True:
        rows = model._base_manager.order_by("pk")
        keys = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:A_PIECE])
        if not keys:
            return
        yield keys
        last = keys[-1]


def _rewrite(
    model: type[models.Model], names: list[str], keys: list[object], cipher: Fernet, step: Callable[[], object]
) -> int:
    """Write a piece anew, all or nothing; what is under the new key already stays."""
    kept = {f"kept_{name}": Cast(F(name), TextField()) for name in names}
    with transaction.atomic():
        held = model._base_manager.select_for_update().filter(pk__in=keys).annotate(**kept)
        old = [
            record for record in held if any(_is_old(getattr(record, f"kept_{name}"), cipher) for name in names)
        ]  # fmt: skip
        model._base_manager.bulk_update(old, names)
    for _ in keys:
        step()
    return len(old)


def _is_old(kept: str | None, cipher: Fernet) -> bool:
    if not kept:
        return False
    try:
        cipher.decrypt(kept.removeprefix(SCHEME).encode())
    except InvalidToken:
        return True
    return False
