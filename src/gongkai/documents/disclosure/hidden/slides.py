"""What a PowerPoint file hides: slides left out of the show, speaker's notes, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.package import Package

_PART = re.compile(r"ppt/(?P<folder>slides|notesSlides|comments)/[A-Za-z_]+(?P<number>\w*)\.xml")
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def find_in_slides(package: Package) -> Iterator[Finding]:
    """What the presentation's parts hide. Raises UnusableDocument where one is damaged."""
    for name in package.names:
        part = _PART.fullmatch(name)
        root = package.xml(name) if part else None
        if part is None or root is None:
            continue
        text = "".join(root.itertext(_TEXT, with_tail=False)).strip()
        if part["folder"] == "slides" and root.get("show") in ("0", "false"):
            yield found("hidden_slide", text, f"幻灯片{part['number']}")
        elif part["folder"] == "notesSlides" and not re.fullmatch(r"[\d\s‹›#<>]*", text):
            yield found("notes", text, f"备注页{part['number']}")
        elif part["folder"] == "comments":
            for comment in root.iter("{*}cm"):
                yield found("comment", "".join(comment.itertext()).strip(), "批注")


def slide_texts(package: Package) -> Iterator[tuple[str, str]]:
    """Place and text of every paragraph that the slides show."""
    for name in package.names:
        part = _PART.fullmatch(name)
        if part and part["folder"] == "slides" and (root := package.xml(name)) is not None:
            for paragraph in root.iter(_TEXT[:-1] + "p"):
                yield f"幻灯片{part['number']}", "".join(paragraph.itertext(_TEXT, with_tail=False))
