"""What can be found: an entry for everything that is public, put in by the room that owns it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """One public thing as the search knows it, in plain text.

    `ref` is "<model label>:<public id>" and names it for good; `kind` what sort of thing it is, in the word that
    filters use; `agency` the code of whose it is; `on` the day by which it is ordered. `theme` and `validity` are codes
    too.
    """

    ref: str
    kind: str
    title: str
    body: str
    agency: str
    on: date
    index_number: str = ""
    document_number: str = ""
    theme: str = ""
    validity: str = ""
    summary: str = ""
