"""A record's text on a page. Publishing has cleaned it when it was saved; here it gets what a page of ours adds.

The one place where stored HTML becomes part of a page: tables get a frame in which they scroll, links that lead away
their notice, pictures their sizes, headings the level that comes after the page's title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from lxml import etree, html

from gongkai.portal.leaving import departure, is_trusted

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FEWEST_CONTENTS = 4
"""So many headings make a text long enough for a table of contents."""
Size = Callable[[str], tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text, for its table of contents."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Body:
    """A text as the page shows it."""

    html: SafeString
    contents: tuple[Heading, ...] = ()


def public_body(stored: str, *, trusted: Iterable[str] = (), size: Size = lambda _address: None) -> Body:
    """The text of a record for its page. `size` tells a picture's width and height by its address."""
    if not stored.strip():
        return Body(SafeString())
    if "<" not in stored:
        stored = "".join(f"<p>{line}</p>" for line in stored.splitlines() if line.strip())
    root = html.fragment_fromstring(stored, create_parent="div")
    contents = _headings(root)
    trusted = frozenset(trusted)
    for link in root.iter("a"):
        _link(link, trusted)
    for picture in root.iter("img"):
        _picture(picture, size)
    for number, table in enumerate(list(root.iter("table")), start=1):
        _frame(table, number)
    written = (root.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)
    return Body(mark_safe(written), contents if len(contents) >= FEWEST_CONTENTS else ())  # noqa: S308 - cleaned on saving


def plain_text(stored: str) -> str:
    """The text alone, a line for each paragraph and row: to be copied, and for descriptions."""
    if "<" not in stored:
        return stored.strip()
    root = html.fragment_fromstring(stored, create_parent="div")
    for cell in root.iter("td", "th"):
        cell.tail = "\t"
    for block in root.iter("p", "div", "tr", "li", "br", "caption", *_HEADINGS):
        block.tail = "\n" + (block.tail or "")
    lines = (re.sub(r"[ \t\r\f\v]*\t[ \t]*", "\t", line).strip() for line in root.text_content().splitlines())
    return "\n".join(line for line in lines if line)


def _headings(root: html.HtmlElement) -> tuple[Heading, ...]:
    """Make the highest level the second, leave no level out on the way down, and give each an anchor."""
    found = list(root.iter(*_HEADINGS))
    levels = sorted({int(heading.tag[1]) for heading in found})
    before = 1
    contents = []
    for number, heading in enumerate(found, start=1):
        level = min(levels.index(int(heading.tag[1])) + 2, before + 1, 6)
        heading.tag = f"h{level}"
        before = level
        heading.set("id", f"bt-{number}")
        if level == 2:
            contents.append(Heading(f"bt-{number}", heading.text_content().strip()))
    return tuple(contents)


def _link(link: html.HtmlElement, trusted: frozenset[str]) -> None:
    address = link.get("href", "")
    link.attrib.pop("target", None)
    if not address or is_trusted(address, trusted):
        return
    link.set("href", departure(address, trusted))
    link.set("rel", "nofollow noopener")
    link.set("class", "leaving")


def _picture(picture: html.HtmlElement, size: Size) -> None:
    picture.set("loading", "lazy")
    picture.set("decoding", "async")
    picture.set("alt", picture.get("alt", ""))
    if known := size(picture.get("src", "")):
        picture.set("width", str(known[0]))
        picture.set("height", str(known[1]))


def _frame(table: html.HtmlElement, number: int) -> None:
    """A frame that scrolls by itself, by finger and by keyboard, with its hint; the page never does."""
    caption = table.find("caption")
    name = (caption.text_content().strip() if caption is not None else "") or f"表格{number}"
    frame = html.Element("div", {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": name})
    parent = table.getparent()
    tail, table.tail = table.tail, None
    parent.replace(table, frame)
    frame.append(table)
    frame.tail = tail
    columns = max((len(row) for row in table.iter("tr")), default=0)
    if columns > 3:
        hint = html.Element("p", {"class": "scroll-hint small quiet"})
        hint.text = "表格较宽时可左右滑动查看"
        frame.addprevious(hint)
