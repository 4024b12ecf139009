"""What other rooms hear of documents: search entries and written pages follow it."""

from django.dispatch import Signal

document_changed = Signal()
"""A document's status, relations, interpretations or fields changed: `document`. Sent inside the transaction."""

interpretation_changed = Signal()
"""What is told of an interpretation beside its record has changed: `interpretation`. Sent inside the transaction."""
