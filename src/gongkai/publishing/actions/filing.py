"""Records are filed anew in bulk: column, theme, genre, key field, unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.agencies.action import Action
from gongkai.agencies.models import Agency
from gongkai.publishing.record_models import Record, RecordQuerySet

if TYPE_CHECKING:
    from gongkai.agencies.models import User

FIELDS = ("column", "unit", "theme", "genre", "key_field")
"""What may be changed in bulk without a review: where a record is filed, nothing that it says."""


@dataclass(frozen=True, slots=True)
class Refiling:
    """One record before and after: `before` and `after` in words, by field name, only what differs."""

    record: Record
    before: dict[str, str]
    after: dict[str, str]


class Reclassify(Action[list[Refiling]]):
    """File many records of one agency anew. `preview()` tells what would change; `perform()` does it, with the ledger.

    Past publication events keep what they were counted under. Drafts take the new filing along.
    """

    kind = "record.reclassified"

    def __init__(self, actor: User | None, agency: Agency, records: RecordQuerySet, values: Mapping[str, Any]) -> None:
        """`values` by field name, of `FIELDS`."""
        raise NotImplementedError

    def preview(self) -> list[Refiling]:
        """What `perform()` would change now, record by record; changes nothing. Raises Refused."""
        raise NotImplementedError
