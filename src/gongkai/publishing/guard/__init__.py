"""The guard: reads what is about to be published before it goes out (条例 Arts 14, 15, 17; 政府网站发展指引).

- `arrange(record)`, `examine(record, today)`: have the latest draft looked through; sending to review arranges it.
- `refusals(record)`: why the latest draft may not go out, asked by the release.
- `latest_run`, `noted`, `marked`: what was found, for screens: as a list, and in the text.
- `actions`: look again, decide on a finding, mask one, clear a file of what it hides.

The look itself is pure (`documents.disclosure`). What is kept of a finding says what and where it is, never a secret:
its key finds it again in the next draft, as long as the line that it stands in does not change.
"""

from gongkai.publishing.guard.examining import arrange, examine
from gongkai.publishing.guard.runs import Noted, latest_run, noted, open_blocks, refusals
from gongkai.publishing.guard.showing import MarkedPart, MarkedPiece, marked

__all__ = [
    "MarkedPart",
    "MarkedPiece",
    "Noted",
    "arrange",
    "examine",
    "latest_run",
    "marked",
    "noted",
    "open_blocks",
    "refusals",
]
