"""Plain text: a paragraph a line."""

from __future__ import annotations

import re

from gongkai.documents.encoding import decode, misfit_damage
from gongkai.documents.limits import DEFAULT_LIMITS, Limits, too_much_text
from gongkai.documents.model import Document, Paragraph

LINE_END = re.compile(r"\r\n|\n|\r")
SEMICOLON = re.compile("[；;]")
FIGURE = re.compile(r"[-+]?\d{1,9}(?:\.\d{1,6})?")
LONGEST_ROW = 300
MOST_LABELS = 3


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Every line of the file as a paragraph, blank lines too, as it stands and without its end.

    Only a row of figures between semicolons gets the bars that tables in text have, since prose has semicolons too and
    nothing later could tell them apart so well.

    Raises UnusableDocument where the bytes are no text.
    """
    decoded = decode(data)
    if len(decoded.text) > limits.characters:
        raise too_much_text(limits)
    lines = LINE_END.split(decoded.text)
    if lines and not lines[-1]:
        lines.pop()  # the end of the last line begins no line of its own
    blocks = [Paragraph(_barred(line), f"line {number}") for number, line in enumerate(lines, 1)]
    damaged = next((block.place for block in blocks if "\ufffd" in block.text), "")
    return Document("text", list(blocks), damage=misfit_damage(decoded, damaged))


def _barred(line: str) -> str:
    """A row of a table, labels and then nothing but figures and blanks, with bars for semicolons; else the line."""
    if len(line) > LONGEST_ROW or ("；" not in line and ";" not in line):
        return line
    fields = [field.strip() for field in SEMICOLON.split(line)]
    figures = [bool(FIGURE.fullmatch(field)) for field in fields]
    if not any(figures):
        return line
    first = figures.index(True)
    labels, values = fields[:first], fields[first:]
    if len(list(filter(None, labels))) > MOST_LABELS or any(value and not FIGURE.fullmatch(value) for value in values):
        return line
    return "|".join(fields)
