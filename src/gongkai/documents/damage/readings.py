"""Pinyin that a converter has inserted behind characters: 網(wǎng).

A note is deleted only where pypinyin's table has that very reading, tone included, for the character before it, and
only in a document where this is plainly done by a machine: at least two notes on common characters, or one in a text in
traditional script. Authors, too, print the reading of a rare character or a place name; such notes stay.
"""

from __future__ import annotations

import re

from gongkai.documents.damage.characters import HAN, is_common, readings
from gongkai.documents.damage.passages import Work
from gongkai.documents.damage.script import is_traditional
from gongkai.documents.damage.traces import TONED
from gongkai.documents.model import Repair

SYLLABLE = f"[a-zɡ{TONED}]{{1,6}}"
_NOTE = re.compile(rf"([{HAN}])[(（]({SYLLABLE})[)）]")


def agrees(character: str, note: str) -> bool:
    """Whether the note is one of the character's readings."""
    return note.replace("ɡ", "g") in readings(character)


def strip(work: Work) -> None:
    """Deletes inserted readings."""
    found = [
        (passage, [note for note in _NOTE.finditer(passage.text) if agrees(note[1], note[2])])
        for passage in work.passages
        if "(" in passage.text or "（" in passage.text
    ]
    on_common = sum(is_common(note[1]) for _, notes in found for note in notes)
    if on_common < 2 and not (on_common and is_traditional(work)):
        return
    for passage, notes in found:
        if not notes:
            continue
        text = _NOTE.sub(lambda note: note[1] if agrees(note[1], note[2]) else note[0], passage.text)
        different = {note[0]: note[1] for note in notes}
        reason = f"删去插入字后的拼音{len(notes)}处：所注读音与前一字的读音逐一相符。"
        raw, right = "、".join(different), "、".join(different.values())
        work.repaired(passage, text, Repair(passage.place, raw, right, reason, "reading", len(notes)))
