"""Drafts: the latest revision of a record as an object, and what of it people write."""

from __future__ import annotations

from gongkai.publishing.record_models import Record

FIELDS = (
    "column",
    "also_in",
    "unit",
    "title",
    "summary",
    "body",
    "document_number",
    "formed_on",
    "signed_on",
    "theme",
    "genre",
    "key_field",
    "keywords",
    "source",
    "attribute",
    "attribute_ground",
    "responsible",
    "map_number",
    "channels",
    "go_live_at",
    "expire_at",
)
"""What a draft holds of its own; everything else (numbers, states, dates of publication) stands on the row."""


def draft_of(record: Record) -> Record:
    """The record as its latest draft has it, with the attachments of that draft in `files`; not to be saved.

    The row itself where there is no newer draft than what the public reads.
    """
    raise NotImplementedError
