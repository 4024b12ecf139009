"""What reviewers of a record read of the interpretation that it is: approved with the record, public with it."""

from __future__ import annotations

from gongkai.library.interpretation_models import Interpretation
from gongkai.publishing.models import Record


def words_of(record: Record) -> list[tuple[str, str]]:
    """The words that go out with the record's draft, each with its label; one query, and one more for each file that
    waits in place of the one that is public."""
    found = Interpretation.objects.filter(record=record.pk).select_related("file", "captions").first()
    return list(found.as_drafted().told()) if found else []
