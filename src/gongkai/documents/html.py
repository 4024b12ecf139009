"""Web pages as sites serve them: Word and WPS markup, tables for data and for layout, a site's chrome around it all.

A page is cut into tags and text by one regular expression, as the HTML standard cuts it, and read in one pass that
keeps what a report needs: blocks, line breaks and tables, with the standard's rules on where cells, rows and misplaced
text go. Nine tenths of a Word page are attributes of the same few tags, so each distinct tag is looked at once and
only text is ever decoded. Building the page's whole tree with a C library and visiting its nodes alone costs about as
much (docs/decisions/0006); tests hold that both see the same.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from itertools import count, islice
from typing import ClassVar

from gongkai.documents.encoding import Decoded, decode, misfit_damage
from gongkai.documents.grids import SpanPlacer, Unfolder
from gongkai.documents.html_tags import BLOCK, NOTHING, Action, Kind, attributes, classify, classify_shown, open_quote
from gongkai.documents.limits import DEFAULT_LIMITS, Deadline, Limits, too_many_tags, too_much_text
from gongkai.documents.memory import remembering
from gongkai.documents.model import Document, GridCell

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_\-]{1,40})""", re.IGNORECASE)
INLINE = b"span|a|font|b|strong|em|u|i"
IN_CELL = b"span|p|o:p|font|a|b|strong|em|u|i|div"
HARMLESS = rb'(?: (?:class|href|target|title|id|(?!style|hidden)[a-z-]++)="[^"]*+")*+'
"""Attributes that cannot hide an element; the usual ones by name, since classes of characters are slow."""
ANY_TAG = rb"([a-zA-Z/!?][^>]*)>"
TAG = re.compile(
    rb"<(?:"
    # A cell with a single run of text: the tags before the text, the text. What the tags ask for is looked at later. In
    # most cells they are the very ones that Word and WPS write, which takes half the time that looking for any takes.
    rb"(td\b[^>]*+>\s*+(?><p\b[^>]*+>\s*+<span\b[^>]*+>(?:<font\b[^>]*+>|)|)(?:<(?:%b)\b[^>]*+>\s*+)*+)([^<]*+)"
    rb"(?:<o:p></o:p></span></p>\s*+|</font></span></p>\s*+|(?:<o:p>)?+(?:</(?:%b)>\s*+)*+)</td>\s*+|"
    # A paragraph or an item of a list with a single run of text, and nothing in its tags to look at: the text.
    rb"(?:p|li)%b>\s*+(?:<a%b>|(?:<(?:%b)%b>\s*+)*+)([^<]*+)(?:</a></li>\s*+|(?:</(?:%b)>\s*+)*+</(?:p|li)>\s*+)|"
    # The beginning of a link with nothing in it to look at; any tag, that of a row together with the end of the last.
    rb"a%b>|(?:/tr>\s*+<(?=tr\b))?+%b)"
    % (IN_CELL, IN_CELL, HARMLESS, HARMLESS, INLINE, HARMLESS, INLINE, HARMLESS, ANY_TAG)
)
"""A tag; or several that are a whole. Nearly all cells of a report are simple, as are the menus of a site, and a dozen
tags are thus one step; each link has an address of its own, so that its tag is not worth remembering."""
PLAIN_TAG = re.compile(rb"<()()()" + ANY_TAG)
STRIDE = 5
"""Pieces that a match leaves: the text before it and its four groups."""
SIMPLE = frozenset((b"p|li|" + INLINE).decode().split("|"))
"""Elements whose ends simple lines hold."""
UNFINISHED_TAG = re.compile(rb"<[a-zA-Z/!?]")
LINE_END = re.compile(r"\r\n|\n|\r")
SPACE = b" \t\r\n\f"
SPACES = re.compile(r"[ \t\r\n\f]+")
SHORTEST_TAG = 3
"""Bytes of a tag at least."""
LONGEST_TAG = 200
"""Pieces that a tag with `>` inside quoted values may be cut into."""

Handler = Callable[["_Page", int, Action], int | None]
"""Takes a tag's number and what it asks for; gives the number of the tag to go on with, if not the next."""
Step = tuple[Handler | None, Action]
PASS: Step = (None, NOTHING)
LINE: Step = (None, BLOCK)
UNSIMPLE = frozenset({Kind.CUT, Kind.UNSHOWN})
SINGLE = (1, 1)
"""The spans of a cell that spans nothing: looked for by identity."""


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The page's paragraphs and tables, its title and its named meta tags.

    Raises UnusableDocument where the bytes are no text, or go beyond the limits.
    """
    if len(data) > SHORTEST_TAG * limits.elements and data.count(b"<") > limits.elements:
        raise too_many_tags(limits)
    data = data.removeprefix(BOM_UTF8)
    decoded = Decoded("", "utf-8")
    page = None
    if b"\0" not in data:
        with suppress(UnicodeDecodeError):  # not UTF-8 then, whatever is declared
            page = _read_page(data, limits)
    if page is None:
        declared = DECLARED.search(data, 0, 4096)
        decoded = decode(data, declared[1].decode("ascii") if declared else None)
        page = _read_page(decoded.text.encode("utf-8", "replace"), limits)
    if page.shown > limits.characters:
        raise too_much_text(limits)
    blocks = page.unfolder.blocks(page.lines)
    return Document("html", blocks, page.title or None, page.metadata, damage=misfit_damage(decoded, ""))


def _read_page(markup: bytes, limits: Limits) -> _Page:
    page = _Page(markup, limits, TAG)
    page.read()
    if page.overhasty:
        page = _Page(markup, limits, PLAIN_TAG)
        page.read()
    if page.hidden and page.hidden[0] > page.shown:
        # What holds most of the page's text is shown by a script once the page has loaded.
        page = _Page(markup, limits, PLAIN_TAG, unhidden=page.hidden[1])
        page.read()
    return page


@dataclass(slots=True)
class _Table:
    """A table that is being read."""

    outside: list[str]
    """The lines that the table stands among."""
    groups: list[list[list[GridCell]]] = field(default_factory=lambda: [[]])
    row: list[GridCell] | None = None
    cell: str = ""
    """The open cell's tag, "" where none is open."""
    spans: tuple[int, int] = (1, 1)
    """Rowspan and colspan of the open cell."""
    lines: list[str] = field(default_factory=list)
    """Lines of the open cell."""
    caption: list[str] = field(default_factory=list)

    def open_row(self) -> list[GridCell]:
        if self.row is None:
            self.row = []
            self.groups[-1].append(self.row)
        return self.row


class _Page:
    """One pass over a page. `lines` are its lines outside tables; a table is a line of its own, the mark for it."""

    def __init__(self, markup: bytes, limits: Limits, tag: re.Pattern[bytes], unhidden: bytes = b"") -> None:
        end = markup.rfind(b">") + 1  # no `<` behind it can begin a tag: without this a row of them takes squared time
        parts = tag.split(markup[:end])
        parts[-1] += UNFINISHED_TAG.split(markup[end:], 1)[0]
        self.texts = parts[::STRIDE]
        self.tags = parts[4::STRIDE]
        """By number; None where something simple stands."""
        self.cells = parts[1::STRIDE], parts[2::STRIDE]
        """Tags and text of simple cells, by number."""
        self.simple_lines = parts[3::STRIDE]
        """Text of simple lines, by number."""
        self.overhasty = False
        """Whether what seemed simple turned out not to be: the page has to be read again tag by tag."""
        self.lines: list[str] = []
        self.title = ""
        self.metadata: dict[str, str] = {}
        self.unfolder = Unfolder(limits)
        self.hidden: tuple[int, bytes] | None = None
        """The hidden element with most text: how much, and its tag."""
        self.shown = 0
        """How much text is shown."""
        self._unhidden = unhidden
        self._whole_cells = tag is TAG
        self._deadline = Deadline(limits)
        self._placer = SpanPlacer(limits)
        self._tables: list[_Table] = []
        self._sink = self.lines
        self._row: list[GridCell] | None = None
        """The row that a simple cell joins without more ado: open, and no cell open in it."""
        self._run: list[bytes] = []
        self._preformatted = 0
        self._unclosed: set[str] = set()

    def read(self) -> None:
        """Reads the page. Raises UnicodeDecodeError where its text is not UTF-8."""
        run = self._run
        end_line = self._end_line
        resume: int | None = None
        usual = b""
        pieces = zip(count(), self.texts, self.tags, *self.cells, self.simple_lines, strict=False)
        for number, text, tag, cell_tags, cell_text, line in pieces:
            if text and (run or text.strip(SPACE)):
                run.append(text)
            if tag is None:
                if cell_tags is not None:
                    if run:
                        end_line()
                    row = self._row
                    # To compare costs a tenth of looking so long a text up.
                    spans = SINGLE if cell_tags == usual else _spans(cell_tags)
                    if row is None or spans is None:
                        self._simple_cell(spans, cell_text)
                    elif spans is SINGLE:
                        usual = cell_tags
                        row.append(GridCell(_cell_text(cell_text), 0, 0))
                    else:
                        row.append(GridCell(_cell_text(cell_text), 0, 0, *spans))
                elif line is not None:
                    if run:
                        end_line()
                    if shown := _line_text(line):
                        self._sink.append(shown)
                continue
            step = _step(tag)
            if step is PASS:
                continue
            if step is LINE:
                if run:
                    end_line()
                continue
            handler, action = step
            self._row = None
            resume = handler(self, number, action)  # type: ignore[misc]
            if resume is not None:  # the numbers up to there are passed over
                passed = resume - number - 1
                next(islice(pieces, passed, passed), None)
        if (resume or 0) <= len(self.tags) and self.texts[-1].strip(SPACE):
            run.append(self.texts[-1])
        end_line()
        while self._tables:
            self._end_table()
        self.shown = sum(map(len, self.lines)) + self.unfolder.characters

    # ------------------------------------------------------------ lines

    def _end_line(self) -> None:
        """Ends the line of text that is being gathered."""
        run = self._run
        if not run:
            return
        text = b"".join(run)
        run.clear()
        if self._preformatted:
            self._sink.extend(filter(None, LINE_END.split(unescape(text.decode()).replace("\f", " "))))
        elif line := _as_shown(text):
            self._sink.append(line)

    def _begin_preformatted(self, number: int, action: Action) -> None:
        self.overhasty |= self._whole_cells  # where white space is text, nothing is simple
        self._end_line()
        self._preformatted += 1

    def _end_preformatted(self, number: int, action: Action) -> None:
        self._end_line()
        self._preformatted = max(0, self._preformatted - 1)

    # ------------------------------------------------------------ tables

    def _begin_table(self, number: int, action: Action) -> None:
        self._end_line()
        if self._tables and not self._tables[-1].cell and self._sink is not self._tables[-1].caption:
            self._end_table()  # not inside a cell: the standard ends the table that is open
        self._deadline.check()
        self._tables.append(_Table(self._sink))

    def _end_table_tag(self, number: int, action: Action) -> None:
        self._end_line()
        if self._tables:
            self._end_table()

    def _end_table(self) -> None:
        self._end_cell()
        table = self._tables.pop()
        rows: list[list[GridCell]] = []
        for group in table.groups:
            self._placer.place(group)
            if rows:
                for cell in (cell for row in group for cell in row):
                    cell.row += len(rows)
            rows.extend(group)
        if _ends_in_widths(rows):
            rows.pop()
        while rows and not rows[-1]:
            rows.pop()
        self._sink = table.outside
        self._sink.extend(table.caption)
        self._sink += self.unfolder.keep(rows).split("\n")

    def _begin_group(self, number: int, action: Action) -> None:
        self._end_row_tag(number, action)
        if self._tables and self._tables[-1].groups[-1]:
            self._tables[-1].groups.append([])

    def _begin_row(self, number: int, action: Action) -> None:
        self._end_row_tag(number, action)
        if self._tables:
            self._row = self._tables[-1].open_row()

    def _end_row_tag(self, number: int, action: Action) -> None:
        if self._run:
            self._end_line()
        if self._tables:
            self._end_cell()
            self._tables[-1].row = None

    def _begin_cell(self, number: int, action: Action) -> None:
        self._end_line()
        if self._tables:
            self._end_cell()
            table = self._tables[-1]
            table.open_row()
            table.cell, table.spans = action.name, action.spans
            table.lines = self._sink = []

    def _end_cell_tag(self, number: int, action: Action) -> None:
        self._end_line()
        if self._tables and self._tables[-1].cell == action.name:
            self._end_cell()

    def _end_cell(self) -> None:
        """Ends the open cell, if one is. Text between cells stands in front of the table, as in a browser."""
        table = self._tables[-1]
        if table.cell:
            lines = (line.strip("\xa0 ") for line in table.lines)
            table.open_row().append(GridCell("\n".join(lines), 0, 0, *table.spans))
            table.cell = ""
        self._sink = table.outside

    def _simple_cell(self, spans: tuple[int, int] | None, content: bytes) -> None:
        """A whole cell that joins no open row, or of which it turns out that it is not simple."""
        if spans is None:
            self.overhasty, spans = True, SINGLE
        text = _cell_text(content)
        if not self._tables:
            self._sink.append(text)
            return
        self._end_cell()
        self._row = self._tables[-1].open_row()
        self._row.append(GridCell(text, 0, 0, *spans))

    def _begin_caption(self, number: int, action: Action) -> None:
        self._end_row_tag(number, action)
        if self._tables:
            self._sink = self._tables[-1].caption

    def _end_caption(self, number: int, action: Action) -> None:
        self._end_line()
        if self._tables and self._sink is self._tables[-1].caption:
            self._sink = self._tables[-1].outside

    # ------------------------------------------------------------ what is passed over

    def _meta(self, number: int, action: Action) -> None:
        values = attributes(self.tags[number])
        name, content = values.get("name") or values.get("property"), values.get("content", "").strip()
        if name and content:
            self.metadata.setdefault(name.strip(), content)

    def _cut_tag(self, number: int, action: Action) -> int | None:
        """A tag with `>` inside a quoted value: put together from its pieces, and read again from where it ends."""
        self.overhasty |= self._whole_cells
        tag = self.tags[number]
        quote = open_quote(tag)
        for at in range(number + 1, min(number + LONGEST_TAG, len(self.texts))):
            text = self.texts[at]
            end = text.find(b">", text.find(quote)) if quote in text else -1
            if end >= 0:
                self.texts[at] = text[end + 1 :]
                return self._take(at - 1, tag + b">" + text[:end])
            if at == len(self.tags) or self.tags[at] is None:
                break
            tag += b">" + text + b"<" + self.tags[at]
            if quote in text or quote in self.tags[at]:
                return self._take(at, tag)
        return None

    def _take(self, number: int, tag: bytes) -> int:
        """Does at once what a tag asks for that was put together from pieces; gives the number to go on with."""
        self.tags[number] = tag
        handler, action = _step(tag)
        resume = None
        if action is BLOCK:
            self._end_line()
        elif handler is not None and action.kind is not Kind.CUT:
            resume = handler(self, number, action)
        return number + 1 if resume is None else resume

    def _comment(self, number: int, action: Action) -> int:
        """Everything up to `-->`."""
        if self.tags[number] in (b"!--", b"!---") or self.tags[number].endswith((b"--", b"--!")):
            return number + 1
        for at in range(number + 1, len(self.texts)):
            _, end, rest = self.texts[at].partition(b"-->")
            if end:
                self.texts[at] = rest
                return at
            if at == len(self.tags):
                break
            tag = self.tags[at]
            if tag is None:
                self.overhasty |= b"--" in self._simple_at(at)
            elif tag.endswith((b"--", b"--!")):
                return at + 1
        return len(self.texts) + 1

    def _simple_at(self, at: int) -> bytes:
        """Of what is simple at a number, all that can hold more than its words."""
        return b" ".join(part[at] or b"" for part in (*self.cells, self.simple_lines))

    def _raw(self, number: int, action: Action) -> int:
        """An element whose content is not markup; a text area's is shown, a title's is the page's title."""
        name = action.name
        begin_tag, end_tag = _tags_of(name)
        commented = nested = False
        pieces = [self.texts[number + 1]]
        resume = len(self.texts) + 1
        for at in range(number + 1, len(self.tags)):
            tag = self.tags[at]
            if tag is None:
                tag = self._simple_at(at)
                self.overhasty |= b"</" in tag or b"--" in tag
            if name == "script":  # inside <!-- --> a script may hold a script
                commented = (commented or tag.startswith(b"!--")) and b"-->" not in self.texts[at]
                nested = commented and (nested or begin_tag.search(tag) is not None)
            if end := end_tag.search(tag):
                if not nested:
                    pieces.append(b"<" + tag[: end.start()] if end.start() else b"")
                    resume = at + 1
                    break
                nested = False
            self.overhasty |= name in ("title", "textarea") and self._whole_cells  # these tags are text
            pieces.append(b"<" + tag + b">" + self.texts[at + 1])
        if name == "title" and not self.title:
            self.title = _as_shown(b"".join(pieces))
        elif name == "textarea":
            self._end_line()
            self._preformatted += 1
            self._run.extend(pieces)
            self._end_preformatted(number, action)
        return resume

    def _unshown(self, number: int, action: Action) -> int | None:
        """An element that is not shown, with all that is in it. Where no end of it is found it is taken for shown."""
        own_tag = self.tags[number]
        self.overhasty |= action.name == "tr" and self._whole_cells  # to find its end, the ends of others count
        if action.name in self._unclosed or (action.hidden and own_tag == self._unhidden):
            return self._shown_after_all(number)
        if self._separates(action):
            self._end_line()
        depth, tables, size = 1, 0, 0
        for at in range(number + 1, len(self.tags)):
            size += len(self.texts[at].strip(SPACE))
            tag = self.tags[at]
            if tag is None:
                cell = self.cells[1][at]
                size += len((self.simple_lines[at] or b"") if cell is None else cell)
                ended = action.name in SIMPLE if cell is None else not action.ended_by.isdisjoint(("td", "p"))
                self.overhasty |= ended
                continue
            name = tag.split(None, 1)[0].rstrip(b"/").decode("ascii", "replace").lower()
            if tables == 0 and (name in action.ended_by or name == "/table"):
                self.texts[at] = b""
                resume = at
            else:
                depth += (name == action.name) - (name == "/" + action.name)
                tables += (name == "table") - (name == "/table")
                if depth:
                    continue
                resume = at + 1
            if action.hidden and (self.hidden is None or size > self.hidden[0]):
                self.hidden = (size, own_tag)
            return resume
        self._unclosed.add(action.name)
        return self._shown_after_all(number)

    @staticmethod
    def _separates(action: Action) -> bool:
        shown = classify_shown(action.name.encode())
        return shown is not NOTHING and shown.kind is not Kind.UNSHOWN

    def _shown_after_all(self, number: int) -> int | None:
        shown = classify_shown(self.tags[number])
        if shown is BLOCK:
            self._end_line()
        elif shown is not NOTHING and shown.kind is not Kind.UNSHOWN:
            return self._handlers[shown.kind](self, number, shown)
        return None

    _handlers: ClassVar[dict[Kind, Handler]] = {
        Kind.CELL: _begin_cell,
        Kind.CELL_END: _end_cell_tag,
        Kind.ROW: _begin_row,
        Kind.ROW_END: _end_row_tag,
        Kind.TABLE: _begin_table,
        Kind.TABLE_END: _end_table_tag,
        Kind.GROUP: _begin_group,
        Kind.CAPTION: _begin_caption,
        Kind.CAPTION_END: _end_caption,
        Kind.PRE: _begin_preformatted,
        Kind.PRE_END: _end_preformatted,
        Kind.RAW: _raw,
        Kind.COMMENT: _comment,
        Kind.UNSHOWN: _unshown,
        Kind.META: _meta,
        Kind.CUT: _cut_tag,
    }
    """The class's and not the page's, which would refer to itself and be freed late."""

    @classmethod
    def step(cls, tag: bytes) -> Step:
        """What is done at a tag."""
        action = classify(tag)
        if action is NOTHING:
            return PASS
        return LINE if action is BLOCK else (cls._handlers[action.kind], action)


_step = remembering(_Page.step, 4096)


@cache
def _tags_of(name: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """What the begin and the end tag of an element whose content is not markup look like inside it."""
    begin, end = (re.compile(rf"(?:^|<){slash}{name}(?=[\s/]|$)".encode(), re.IGNORECASE) for slash in ("", "/"))
    return begin, end


def _spans_of(head: bytes) -> tuple[int, int] | None:
    cell, *others = (classify(tag.strip(SPACE + b">")) for tag in head.split(b"<"))
    if cell.kind is not Kind.CELL or any(other.kind in UNSIMPLE for other in others):
        return None
    return SINGLE if cell.spans == SINGLE else cell.spans


_spans = remembering(_spans_of, 4096)
"""The spans that a simple cell's tags ask for; None where one of them hides it, or is cut at a quoted `>`."""


def _as_shown(data: bytes) -> str:
    """A line of text with its character references resolved and its white space as a browser shows it."""
    text = data.decode()
    if "&" in text:
        text = unescape(text)
    if not text.isprintable() or "  " in text:
        text = SPACES.sub(" ", text)
    return text.strip(" ")


_line_text = remembering(_as_shown, 2048)
"""The text of a simple line. A site has the same menus around all of its pages."""


def _trimmed(data: bytes) -> str:
    return _as_shown(data).strip("\xa0 ")


_cell_text = remembering(_trimmed)
"""The text of a simple cell. Most are labels and small figures, of which pages have the same."""


def _ends_in_widths(rows: list[list[GridCell]]) -> bool:
    """Whether the last row is the one that Word adds to set the widths of the columns: blank, no cell spanning any."""
    if len(rows) < 2 or any(cell.text or cell.colspan > 1 or cell.rowspan > 1 for cell in rows[-1]):
        return False
    return len(rows[-1]) > max(map(len, rows[:-1]))
