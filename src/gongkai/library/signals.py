"""What other rooms hear of documents: search entries and written pages follow it."""

from django.dispatch import Signal

document_changed = Signal()
"""A document's status, relations, interpretations or fields changed: `document`. Sent inside the transaction."""
