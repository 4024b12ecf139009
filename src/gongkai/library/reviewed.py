"""What reviewers of a record read of the interpretation that it is: approved with the record, public with it."""

from __future__ import annotations

from gongkai.library.interpretation_models import Interpretation
from gongkai.publishing.models import Record


def words_of(record: Record, *, public: bool = False) -> list[tuple[str, str]]:
    """The words that go out with the record's draft, each with its label; one query, and one more for each file that
    waits in place of the one that is public. `public`: those that the public has."""
    found = Interpretation.objects.filter(record=record.pk).select_related("file", "captions").first()
    if found is None or (public and found.unreviewed):
        return []
    return list((found if public else found.as_drafted()).told())
