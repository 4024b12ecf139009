"""Plain text: a paragraph a line."""

from __future__ import annotations

import re

from gongkai.documents.encoding import decode, misfit_damage
from gongkai.documents.limits import DEFAULT_LIMITS, Limits, too_much_text
from gongkai.documents.model import Document, Paragraph

LINE_END = re.compile(r"\r\n|\n|\r")


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Every line of the file as a paragraph, blank lines too, as it stands and without its end.

    Raises UnusableDocument where the bytes are no text.
    """
    decoded = decode(data)
    if len(decoded.text) > limits.characters:
        raise too_much_text(limits)
    lines = LINE_END.split(decoded.text)
    if lines and not lines[-1]:
        lines.pop()  # the end of the last line begins no line of its own
    blocks = [Paragraph(line, f"line {number}") for number, line in enumerate(lines, 1)]
    damaged = next((block.place for block in blocks if "\ufffd" in block.text), "")
    return Document("text", list(blocks), damage=misfit_damage(decoded, damaged))
