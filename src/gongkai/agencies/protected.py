"""Personal data at rest: encrypted with keys that lie outside the database, found again by a keyed digest.

The keys stand in a file of their own, a line each, `cipher KEY` or `digest KEY`. The first cipher key encrypts; every
one decrypts, so that a new one may be put on top while the old values are written anew (`gongkai keys rotate`). The
digest key stays: with another one nothing could be found that was kept before. Fernet (AES-128-CBC with HMAC-SHA-256)
comes from the `cryptography` package; each value names its scheme, so that another can follow (SM4, where commercial
cryptography is assessed).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

SCHEME = "fernet:"


@dataclass(frozen=True)
class Keys:
    """The keys of this installation, the cipher key in use first."""

    ciphers: tuple[str, ...]
    digest: str


def read_keys(path: Path) -> Keys:
    """The keys in the file, which is made with new ones where it is missing. Raises ImproperlyConfigured."""
    if not path.exists():
        _write_new(path, f"cipher {Fernet.generate_key().decode()}\ndigest {secrets.token_urlsafe(48)}\n")
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    ciphers = tuple(line[1] for line in lines if len(line) == 2 and line[0] == "cipher")
    digests = [line[1] for line in lines if len(line) == 2 and line[0] == "digest"]
    if len(ciphers) + len(digests) != len(lines) or not ciphers or len(digests) != 1:
        raise ImproperlyConfigured(f"密钥文件 {path} 应每行一个密钥：至少一行 cipher，恰好一行 digest。")
    return Keys(ciphers, digests[0])


def add_cipher_key(path: Path) -> None:
    """Put a new cipher key on top of the file; the old ones stay until everything is written anew."""
    keys = read_keys(path)
    fresh = [Fernet.generate_key().decode(), *keys.ciphers]
    _replace(path, fresh, keys.digest)


def keep_first_cipher_key(path: Path) -> None:
    """Take away all cipher keys but the one in use: nothing is encrypted with the others any more."""
    keys = read_keys(path)
    _replace(path, [keys.ciphers[0]], keys.digest)


def _replace(path: Path, ciphers: list[str], digest: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    _write_new(fresh, "".join(f"cipher {key}\n" for key in ciphers) + f"digest {digest}\n")
    fresh.replace(path)


def _write_new(path: Path, text: str) -> None:
    """Write a file that only we may read; another process of the same start may have been first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _keys() -> Keys:
    return _keys_as_of(_version())


def _cipher() -> MultiFernet:
    return _cipher_as_of(_version())


_Version = tuple[str, int, int]


def _version() -> _Version:
    """Which file, and which writing of it: a process that is running hears of a new key at once."""
    path = settings.PROTECTION_KEYS
    try:
        file = os.stat(path)
    except FileNotFoundError:
        read_keys(path)
        file = os.stat(path)
    return str(path), file.st_mtime_ns, file.st_ino


@lru_cache(maxsize=2)
def _keys_as_of(version: _Version) -> Keys:
    return read_keys(Path(version[0]))


@lru_cache(maxsize=2)
def _cipher_as_of(version: _Version) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys_as_of(version).ciphers])


def encrypt(text: str) -> str:
    """The text under the key in use; an empty text stays empty."""
    return SCHEME + _cipher().encrypt(text.encode()).decode() if text else ""


def decrypt(kept: str) -> str:
    """The text that was kept. Raises ImproperlyConfigured where none of the keys fits."""
    if not kept:
        return ""
    try:
        return _cipher().decrypt(kept.removeprefix(SCHEME).encode()).decode()
    except InvalidToken:
        raise ImproperlyConfigured("受保护的数据无法用现有密钥解开，请检查密钥文件。") from None


def keyed_digest(text: str) -> str:
    """What a value is found again by: the same for the same value however it is typed, and telling nothing without
    the key. Widths, spaces, hyphens and case do not matter. "" for nothing."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum() or c in "@._").upper()
    return hmac.new(_keys().digest.encode(), plain.encode(), hashlib.sha256).hexdigest() if plain else ""


class ProtectedField(models.TextField):
    """A text that is encrypted in the database and plain in the program."""

    def get_prep_value(self, value: Any) -> Any:
        """As it is written."""
        value = super().get_prep_value(value)
        return value if value is None else encrypt(value)

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """As the program sees it."""
        return value if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only emptiness can be asked for: the same text is encrypted differently each time."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


def masked(text: str, head: int = 3, tail: int = 4) -> str:
    """What a screen shows of a number: its first and last characters, `head` of `tail` where it is long enough."""
    if len(text) <= head + tail:
        return "*" * len(text)
    return f"{text[:head]}{'*' * (len(text) - head - tail)}{text[-tail:]}"
