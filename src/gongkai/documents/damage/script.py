"""Traditional script. A document in it is converted character by character and phrase by phrase (OpenCC, t2s).

It counts as traditional when, of the frequent characters whose two forms differ, at least three stand in traditional
form and more than in simplified form; the simplified characters of a mixed document are not touched by the conversion.
A few traditional characters in a simplified document are names or quotations and stay.
"""

from __future__ import annotations

import re

from gongkai.documents.damage.characters import simplified
from gongkai.documents.damage.passages import Work, excerpt
from gongkai.documents.damage.traces import SIMPLIFIED, TRADITIONAL
from gongkai.documents.model import Repair

_TRADITIONAL = re.compile(f"[{TRADITIONAL}]")
_SIMPLIFIED = re.compile(f"[{SIMPLIFIED}]")


def is_traditional(work: Work) -> bool:
    """Whether the document as a whole is in traditional script."""
    count = sum(len(_TRADITIONAL.findall(passage.text)) for passage in work.passages)
    return count >= 3 and count > sum(len(_SIMPLIFIED.findall(passage.text)) for passage in work.passages)


def convert(work: Work) -> None:
    """Converts the document to simplified script, said once for the whole of it."""
    if not is_traditional(work):
        return
    first: Repair | None = None
    characters = places = 0
    for passage in work.passages:
        text = simplified(passage.text)
        if text == passage.text:
            continue
        characters += sum(old != new for old, new in zip(passage.text, text, strict=False))
        places += 1
        if first is None and passage.text.strip():
            at = next(index for index, old in enumerate(passage.text) if simplified(old) != old)
            start = max(0, at - 12)
            raw = excerpt(passage.text, start, start + 30, margin=0)
            first = Repair(passage.place, raw, simplified(raw), "", "script")
        work.change(passage, text)
    if first is not None:
        first.reason = f"全文为繁体字，已按字词对应转换为简体（{places}段，共{characters}字），文字内容未改动。"
        first.count = characters
        work.repairs.append(first)
