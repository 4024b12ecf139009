"""The heads of the chains as the file that leaves the machine and that `gongkai ledger verify --heads` reads."""

import json
from dataclasses import asdict
from datetime import datetime

from gongkai.ledger.queries import Head


def heads_to_json(heads: list[Head], at: datetime) -> str:
    """The heads of that moment."""
    written = {"written_at": at.isoformat(), "heads": [asdict(head) for head in heads]}
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"
