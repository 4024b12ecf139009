"""What other rooms hear when something before the public changes: pages written, caches, search, feeds follow it."""

from django.dispatch import Signal

record_changed = Signal()
"""A record was published, changed, withdrawn, restored or purged: `record`, `kind` (an `EventKind` or "purged").

Sent inside the transaction, after the rows are right: what lies in the same database is changed in the receiver, what
lies outside (written pages, caches) in `transaction.on_commit`.
"""

column_changed = Signal()
"""A column or a home page was made, changed, closed or moved: `page`. Sent inside the transaction."""
