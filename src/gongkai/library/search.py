"""What the search knows of documents and interpretations beside their records' words: the kind, and the validity that
filters go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.library.document_models import Document
from gongkai.library.interpretation_models import Interpretation
from gongkai.publishing.models import Record

DOCUMENT = "document"
INTERPRETATION = "interpretation"


def added(records: Sequence[Record]) -> Mapping[int, Mapping[str, str]]:
    """By record: its kind, and a document's status (`Status`'s codes); two queries."""
    keys = [record.pk for record in records]
    statuses = Document.objects.filter(record__in=keys).values_list("record", "status")
    found = {key: {"kind": DOCUMENT, "validity": status} for key, status in statuses}
    explaining = Interpretation.objects.filter(record__in=keys, unreviewed=False).values_list("record", flat=True)
    return {**found, **{key: {"kind": INTERPRETATION} for key in explaining}}
