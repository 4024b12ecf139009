"""Files that nobody reaches by an address of their own: views hand them out, or not."""

from __future__ import annotations

from typing import NoReturn

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """A folder without addresses."""

    def url(self, name: str | None) -> NoReturn:
        """There is none. Raises ValueError."""
        raise ValueError("private files have no address")


def private_storage() -> PrivateStorage:
    """The place of private files in this installation's home."""
    return PrivateStorage(location=settings.HOME / "private")
