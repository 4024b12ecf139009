"""Where a text stands on the pages of a PDF, as boxes to be masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium

from gongkai.documents.disclosure.finding import Finding
from gongkai.documents.disclosure.folding import fold
from gongkai.documents.limits import DEFAULT_LIMITS, Deadline, Limits
from gongkai.documents.pdf import opened
from gongkai.documents.pdf_page import Char, read_page


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points on the page as one holds it, measured from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, char: Char) -> bool:
        """Whether more of the character than its rim is inside."""
        across = min(self.right, char.right) - max(self.left, char.left)
        down = min(self.bottom, char.bottom) - max(self.top, char.top)
        return across > 0.2 * (char.right - char.left) and down > 0.2 * (char.bottom - char.top)


@dataclass(frozen=True, slots=True)
class FoundBox:
    """One line of a finding on a page."""

    page: int
    """Counted from 1."""
    box: Box
    finding: Finding


def find_boxes(data: bytes, findings: Iterable[Finding], limits: Limits = DEFAULT_LIMITS) -> list[FoundBox]:
    """The boxes of findings wherever their text stands in a PDF, on every page: what is masked once is masked
    throughout. A text over several lines has a box for each.

    Raises UnusableDocument where the file is damaged, encrypted or beyond the limits.
    """
    wanted = {compact(finding.text): finding for finding in findings}
    wanted.pop("", None)
    found: list[FoundBox] = []
    deadline = Deadline(limits)
    with opened(data, limits) as pdf:
        for number in range(len(pdf)):
            deadline.check()
            chars = page_chars(pdf, number, limits)
            text = compact("".join(char.text for char in chars))
            for sought, finding in wanted.items():
                for start in _occurrences(text, sought):
                    for box in _line_boxes(chars[start : start + len(sought)]):
                        found.append(FoundBox(number + 1, box, finding))
    return found


def page_chars(pdf: pdfium.PdfDocument, number: int, limits: Limits) -> list[Char]:
    """The characters of a page counted from 0, blanks left out: one for each of `compact`'s text."""
    page = pdf[number]
    try:
        chars = read_page(page, limits).chars
    finally:
        page.close()
    return [char for char in chars if compact(char.text)]


def compact(text: str) -> str:
    """A text as it is looked for: of one width and without blanks, in which writing and printing differ."""
    return "".join(character for character in fold(text) if not character.isspace() and character not in "\u200b\ufeff")


def _occurrences(text: str, sought: str) -> Iterator[int]:
    at = text.find(sought)
    while at >= 0:
        yield at
        at = text.find(sought, at + len(sought))


def _line_boxes(chars: list[Char]) -> Iterator[Box]:
    """The boxes around characters that stand in one line each, which runs across the page or down it."""
    line: list[Char] = []
    for char in chars:
        if line and not _goes_on(line, char):
            yield _around(line)
            line = []
        line.append(char)
    if line:
        yield _around(line)


def _goes_on(line: list[Char], char: Char) -> bool:
    first = line[0]
    if len(line) > 1 and not _beside(first, line[1]):
        return _below(first, char)
    return _beside(first, char) or (len(line) == 1 and _below(first, char))


def _beside(first: Char, char: Char) -> bool:
    return first.top <= char.middle[1] <= first.bottom


def _below(first: Char, char: Char) -> bool:
    return first.left <= char.middle[0] <= first.right


def _around(chars: list[Char]) -> Box:
    return Box(
        min(char.left for char in chars), min(char.top for char in chars),
        max(char.right for char in chars), max(char.bottom for char in chars),
    )  # fmt: skip
