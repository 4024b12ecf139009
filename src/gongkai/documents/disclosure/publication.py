"""What is looked for besides in a file that is to be published: how it is written, and whether it is a map."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.documents.disclosure.wording import Entry


@dataclass(frozen=True, slots=True)
class Publication:
    """What the guard must know of where a file is published."""

    words: tuple[Entry, ...] = ()
    """Wrong words of the installation's own."""
    map_number: str = ""
    """审图号, as the record states it."""
    names: tuple[str, ...] = ()
    """What the file is called beside its file name."""
