"""GBK bytes out of step, as a tool leaves them that searches and replaces in bytes without minding characters.

How it comes about. In GBK a Chinese character is two bytes. Such a tool finds the bytes of "。" or of a character that
it annotates with pinyin also across the border of two characters, and inserts something there. A decoder then loses the
byte that stands alone ("?", with an opening bracket swallowed after it) and reads all that follows one byte late:
（一）指导 becomes ?。ㄒ唬┲傅. It falls into step again at a byte below 0x80: where another byte was lost, or where the
second byte of a character is an ASCII letter, which then stands there by itself.

How it is put back. The passage's bytes, without what was inserted, are the original's, but for the byte that each "?"
stands for; so they are read again with every such byte open, and an ASCII character also as its full-width twin, which
a dump may have folded. All readings are followed at once.

When that is certain. A reading is accepted if all of this holds, else the passage is left and said to be damaged:

* Everything it puts back is a common character (GB 2312's first level; in a traditional document, once simplified), one
  that stands elsewhere in the document, or Chinese punctuation: bytes out of step are read as such by chance only for
  a character or two.
* It leaves fewer characters that do not belong in a text than the passage has as printed, and no other reading leaves
  as few.
* Each lost byte is settled: by the pinyin beside it; or as the indent before a heading at the start of the line; or
  because exactly one character of those possible completes a known word: a whole word of three characters or more in
  `words.txt`, or a whole clause of four or more in the sound part of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from gongkai.documents.damage.characters import COMMON, HAN, PUNCTUATION, is_common, is_han, simplified
from gongkai.documents.damage.passages import Passage, Work, excerpt
from gongkai.documents.damage.readings import SYLLABLE, agrees
from gongkai.documents.damage.script import is_traditional
from gongkai.documents.damage.traces import PRIVATE, TONED
from gongkai.documents.model import Repair

_NOTE_AFTER_LOSS = re.compile(rf"[(（]?({SYLLABLE})[)）]")
_NOTE = re.compile(rf"[(（]({SYLLABLE})[)）]")
_TRACE = re.compile(rf"\?(?=。|[(（]?[a-z]{{0,5}}[{TONED}][a-zɡ]{{0,4}}[)）])|[{PRIVATE}]")
_LOSS = re.compile(rf"\?(?=。|$|[(（]?{SYLLABLE}[)）])")
"""Where nothing but a byte of the original is lost: before an insertion, or at the passage's end."""
_MISFIT = re.compile(rf"[{PRIVATE}\u0370-\u058f\u2550-\u257f\u3040-\u312f\ufe50-\ufe6f]")
"""What bytes out of step are often read as, and Chinese texts do not hold: kana, bopomofo, Cyrillic, frames."""

_CLAUSE = re.compile(f"(?<![{HAN}])[{HAN}]{{4,12}}(?![{HAN}])")
_NEIGHBOURS = 12
"""How far the context of a lost byte reaches."""

_LEADS = bytes(range(0x81, 0xFF))
_TRAILS = bytes([*range(0x40, 0x7F), *range(0x80, 0xFF)])
_LOST_IS_STRANGE = 3
"""A "?" that stands as if a byte were lost there counts as so many characters that do not belong in the text."""
_MOST_BRANCHES = 32
_LONGEST = 20_000
_HEADING = re.compile(r"[（(一二三四五六七八九十\d]")


@dataclass(slots=True, frozen=True)
class _Piece:
    """A character of a reading: what it can be, and which characters as printed it comes from."""

    options: str
    start: int
    end: int
    moved: bool
    """Whether it was put together from bytes other than those of one printed character."""


@dataclass(slots=True, frozen=True)
class _Chain:
    piece: _Piece
    before: _Chain | None


@dataclass(slots=True, frozen=True)
class _Reading:
    """One way to read the passage up to some character."""

    chain: _Chain | None = None
    pending: bytes | None = None
    """The possible values of a first byte that waits for its second; None: in step."""
    begun: int = 0
    """The printed character in which that byte stands."""
    strange: int = 0
    """How many characters it leaves that do not belong in a text."""

    def add(self, options: str, start: int, end: int, *, moved: bool, strange: int = 0) -> _Reading:
        piece = _Piece(options, start, end, moved)
        return _Reading(_Chain(piece, self.chain), None, end, self.strange + strange)

    def wait(self, pending: bytes, begun: int) -> _Reading:
        return replace(self, pending=pending, begun=begun)

    def pieces(self) -> list[_Piece]:
        result = []
        chain = self.chain
        while chain is not None:
            result.append(chain.piece)
            chain = chain.before
        return result[::-1]


def realign(work: Work) -> None:
    """Reads passages in step again where that is certain, and reports those where it is not."""
    suspects = [passage for passage in work.passages if _TRACE.search(passage.text)]
    if not suspects:
        return
    context = _Context(is_traditional(work))
    for passage in work.passages:
        if not _TRACE.search(passage.text):
            context.add(passage.text)
    for passage in suspects:
        context.add(_sound_part(passage.text))
    for passage in suspects:
        _realign(work, passage, context)


def _sound_part(text: str) -> str:
    """What stands in a suspect passage beyond its last trace of damage and the run that may follow it."""
    last = [match.end() for match in _TRACE.finditer(text)][-1]
    return text[last + 40 :]


class _Context:
    """The sound part of the document: the characters it uses and the words it has."""

    def __init__(self, traditional: bool) -> None:
        self._traditional = traditional
        self._clauses: set[str] = set()
        self._characters: set[str] = set()

    def add(self, text: str) -> None:
        if not _MISFIT.search(text):
            text = _NOTE.sub("", text)
            self._characters.update(filter(is_han, text))
            self._clauses.update(_CLAUSE.findall(simplified(text)))

    def admits(self, character: str) -> bool:
        """Whether a character put back may be believed to have stood there."""
        if is_han(character):
            common = is_common(character) if self._traditional else character in COMMON
            return common or character in self._characters
        return character in PUNCTUATION

    def support(self, before: str, character: str, after: str) -> int:
        """The length of the longest known word that the character completes with its neighbours."""
        text = simplified(before + character + after)
        at = len(before)
        return max(
            (
                end - start
                for start in range(at + 1)
                for end in range(max(at + 1, start + 3), len(text) + 1)
                if text[start:end] in _words() or text[start:end] in self._clauses
            ),
            default=0,
        )


@cache
def _words() -> frozenset[str]:
    """Words and set phrases of the field, of three characters and more."""
    return frozenset(files(__package__).joinpath("words.txt").read_text(encoding="utf-8").split())


def _realign(work: Work, passage: Passage, context: _Context) -> None:
    text = passage.text
    best = _best_reading(text, context) if len(text) <= _LONGEST else None
    settled = None if best is None else list(_settle(best, text, context))
    if settled is None or None in settled:
        _report(work, passage)
        return
    pieces = [piece for piece in settled if piece is not None]
    if not any(piece.moved for piece in pieces):
        # Read in step it is best, and sound if all that is odd about it is a question mark before a full stop.
        losses = sum(match[0] == "?" for match in _TRACE.finditer(text))
        if best is not None and best.strange > _LOST_IS_STRANGE * losses:
            _report(work, passage)
        return
    repaired = "".join(piece.options for piece in pieces)
    runs = list(_runs(pieces))
    work.change(passage, repaired)
    for run in runs:
        raw = text[run[0].start : run[-1].end]
        words = "".join(piece.options for piece in run)
        work.repaired(passage, repaired, Repair(passage.place, raw, words, _REASON, "shifted"))
    if re.search(f"[{PRIVATE}]", repaired):
        _report(work, passage)


_REASON = "汉字编码（GBK）的字节错位一字节，重新对齐后还原；所缺字节仅有一种读法成立，还原后逐字节与原文相符。"


def _runs(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """The pieces that were moved, each row of neighbours by itself."""
    run: list[_Piece] = []
    for piece in pieces:
        if piece.moved:
            run.append(piece)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _best_reading(text: str, context: _Context) -> _Reading | None:
    """The reading that leaves the fewest strange characters; None where two leave as few, or none comes through."""
    skip = _inserted_notes(text)
    readings = [_Reading()]
    for index, character in enumerate(text):
        if index in skip:
            readings = [_skip(reading, index) for reading in readings]
            continue
        readings = [longer for reading in readings for longer in _read(reading, text, index, character, context)]
        readings.sort(key=lambda reading: reading.strange)
        del readings[_MOST_BRANCHES:]
    complete = [reading for reading in readings if reading.pending is None]
    if not complete:
        return None
    best = complete[0]
    rivals = [reading for reading in complete[1:] if reading.strange == best.strange]
    return None if rivals else best


def _inserted_notes(text: str) -> frozenset[int]:
    """The places of pinyin that follows a lost byte, which is no part of the original."""
    skip: set[int] = set()
    for loss in _LOSS.finditer(text):
        note = _NOTE_AFTER_LOSS.match(text, loss.end())
        if note is not None:
            skip.update(range(note.start(), note.end()))
    return frozenset(skip)


def _skip(reading: _Reading, index: int) -> _Reading:
    """The reading beyond an inserted character: it belongs to the piece before it, if that was moved."""
    chain = reading.chain
    if reading.pending is None and chain is not None and chain.piece.moved and chain.piece.end == index:
        return replace(reading, chain=_Chain(replace(chain.piece, end=index + 1), chain.before))
    return reading


def _read(reading: _Reading, text: str, index: int, character: str, context: _Context) -> Iterator[_Reading]:
    """The ways to read on by one printed character."""
    if reading.pending is None:
        yield from _read_in_step(reading, text, index, character, context)
    elif character == "?":
        # Elsewhere than before an insertion, something else may have gone with the lost byte: nobody can tell what.
        if _LOSS.match(text, index):
            note = _NOTE_AFTER_LOSS.match(text, index + 1)
            options = _join(reading.pending, _TRAILS, context)
            if note is not None:
                options = "".join(option for option in options if agrees(option, note[1]))
            if options:
                yield reading.add(options, reading.begun, index + 1, moved=True)
        yield from _join_wide(reading, index, character, context)
    elif character.isascii() or character == "€":
        byte = b"\x80" if character == "€" else character.encode()  # Windows has the euro sign for a single 0x80
        options = _join(reading.pending, byte, context) if byte[0] in _TRAILS else ""
        if options:
            yield reading.add(options, reading.begun, index + 1, moved=True)
        yield from _join_wide(reading, index, character, context)
    else:
        data = _bytes(character)
        options = _join(reading.pending, data[:1], context)
        if options:
            yield reading.add(options, reading.begun, index, moved=True).wait(data[1:], index)


def _read_in_step(reading: _Reading, text: str, index: int, character: str, context: _Context) -> Iterator[_Reading]:
    odd = character == "?" or not (character.isascii() or context.admits(character))
    lost = character == "?" and _TRACE.match(text, index) is not None
    yield reading.add(character, index, index + 1, moved=False, strange=_LOST_IS_STRANGE if lost else int(odd))
    if not lost:
        return
    note = _NOTE_AFTER_LOSS.match(text, index + 1)
    if note is None:
        yield reading.wait(_LEADS, index)
        return
    # The annotated "character" was the second byte of the one before and the first of the one after.
    before = _bytes(text[index - 1])[1:] if index else b""
    first = bytes(byte for byte in _TRAILS if before and any(agrees(char, note[1]) for char in _pair(before[0], byte)))
    if first:
        yield reading.wait(first, index)


def _join_wide(reading: _Reading, index: int, character: str, context: _Context) -> Iterator[_Reading]:
    """Reads on by an ASCII character as if a dump had folded it from its full-width twin."""
    assert reading.pending is not None
    wide = bytes((0xA3, ord(character) + 0x80)) if "!" <= character <= "~" else b"\xa1\xa1" * (character == " ")
    options = _join(reading.pending, wide[:1], context)
    if options:
        yield reading.add(options, reading.begun, index, moved=True).wait(wide[1:], index)


@cache
def _pair(lead: int, trail: int) -> str:
    """The character of two bytes, or nothing."""
    try:
        return bytes((lead, trail)).decode("gb18030")
    except UnicodeDecodeError:
        return ""


def _bytes(character: str) -> bytes:
    """The two bytes of a character; none where it is not of two."""
    try:
        data = character.encode("gb18030")
    except UnicodeEncodeError:
        return b""
    return data if len(data) == 2 else b""


def _join(leads: bytes, trails: bytes, context: _Context) -> str:
    """All characters that may be believed, made of one of these first bytes and one of these second bytes."""
    characters = (_pair(lead, trail) for lead in leads for trail in trails)
    return "".join(character for character in characters if character and context.admits(character))


def _settle(reading: _Reading, text: str, context: _Context) -> Iterator[_Piece | None]:
    """The pieces, each with the one character that it certainly is; None for one that is not certain."""
    pieces = reading.pieces()
    for index, piece in enumerate(pieces):
        yield piece if len(piece.options) == 1 else _settled(piece, pieces, index, text, context)


def _settled(piece: _Piece, pieces: list[_Piece], index: int, text: str, context: _Context) -> _Piece | None:
    start = max(0, index - _NEIGHBOURS)
    near = [other.options if len(other.options) == 1 else "\n" for other in pieces[start : index + _NEIGHBOURS]]
    before, after = "".join(near[: index - start]), "".join(near[index - start + 1 :])
    if "　" in piece.options and not text[: piece.start].strip() and _HEADING.match(after):
        return replace(piece, options="　")
    support = {option: context.support(before, option, after) for option in piece.options if is_han(option)}
    best = max(support, key=lambda option: support[option], default="")
    if not best or not support[best] or sum(length == support[best] for length in support.values()) > 1:
        return None
    return replace(piece, options=best)


def _report(work: Work, passage: Passage) -> None:
    found = _TRACE.search(passage.text)
    assert found is not None
    words = excerpt(passage.text, found.start(), found.end(), margin=12)
    work.damaged(passage, f"文字编码损坏，原字无法确定，未作还原（“{words}”）。")
