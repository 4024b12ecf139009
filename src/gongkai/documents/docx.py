"""Word documents (DOCX), read from their XML: what is shown, with merged cells and automatic numbers."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from gongkai.documents.docx_numbers import NUMPR, PSTYLE, VAL, Numbering, W
from gongkai.documents.grids import Unfolder
from gongkai.documents.limits import DEFAULT_LIMITS, Deadline, Limits, too_many_cells, too_much_text
from gongkai.documents.model import Document, GridCell, UnusableDocument
from gongkai.documents.package import DAMAGED, Package, parse_xml

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
OFFICE_DOCUMENT = "/officeDocument"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = W[1:-1].encode()

P, R, T, TBL, TR, TC = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
PPR, RPR, TRPR, TCPR = (W + name for name in ("pPr", "rPr", "trPr", "tcPr"))
GRID_SPAN, VERTICAL_MERGE, HORIZONTAL_MERGE = (W + name for name in ("gridSpan", "vMerge", "hMerge"))
VANISH = f"{W}vanish"
TAB, BR, CR, NO_BREAK_HYPHEN = (W + name for name in ("tab", "br", "cr", "noBreakHyphen"))
TEXT_BOX = f"{W}txbxContent"
CHOICE, FALLBACK = f"{COMPATIBILITY}Choice", f"{COMPATIBILITY}Fallback"
RUBY, RUBY_BASE = f"{W}ruby", f"{W}rubyBase"
TRANSPARENT = frozenset(
    W + name
    for name in ["ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"]
)
"""Elements around content that are shown with it. Deleted text, and text where it was before it was moved, are not."""
PARTICULAR = (
    TAB, BR, CR, NO_BREAK_HYPHEN, VANISH, RUBY, TEXT_BOX, f"{W}moveFrom", f"{W}drawing", f"{W}pict", f"{W}object",
)  # fmt: skip
"""What a paragraph has in it whose text cannot simply be taken."""
SPANNING = (GRID_SPAN, VERTICAL_MERGE, HORIZONTAL_MERGE)
"""The properties of a cell that takes more than one place, or none."""
PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", f"{COMPATIBILITY}AlternateContent"})

SLIVER = 60
"""Twips: grid columns narrower than this come from cell edges that were meant to be one."""
ONLY_PICTURES = "这份 Word 文件里只有图片、没有文字，暂不能识别图片；请提供带文字的文件。"


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Paragraphs and tables of the document's body and its text boxes, without tracked deletions and hidden text.

    Raises UnusableDocument where the file is damaged, encrypted or beyond the limits.
    """
    package = Package.open(data, limits)
    content = package.read(main_part(package))
    if content is None:
        raise UnusableDocument(DAMAGED)
    body = _body(content)
    reader = _Reader(Numbering(package, content), body, limits)
    lines = reader.lines(body)
    document = Document("docx", reader.unfolder.blocks("\n".join(lines).split("\n")), _title(package))
    if not document.blocks and reader.pictures:
        raise UnusableDocument(ONLY_PICTURES)
    return document


def main_part(package: Package) -> str:
    """The name of the part that holds the document itself."""
    relations = package.xml("_rels/.rels")
    for relation in () if relations is None else relations:
        if relation.get("Type", "").endswith(OFFICE_DOCUMENT):
            return posixpath.normpath(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _body(content: bytes) -> etree._Element:
    if STRICT in content[:5000]:
        content = content.replace(STRICT, TRANSITIONAL)
    body = parse_xml(content).find(f"{W}body")
    if body is None:
        raise UnusableDocument(DAMAGED)
    return body


def _title(package: Package) -> str | None:
    core = package.xml("docProps/core.xml")
    title = None if core is None else core.findtext("{http://purl.org/dc/elements/1.1/}title")
    return (title or "").strip() or None


class _Reader:
    """Turns a document's elements into lines, tables among them as the marks that the unfolder gives."""

    def __init__(self, numbering: Numbering, body: etree._Element, limits: Limits) -> None:
        self.limits = limits
        self.unfolder = Unfolder(limits)
        self.pictures = False
        self._numbering = numbering
        self._of_note = _OfNote(body)
        self._deadline = Deadline(limits)
        self._cells = 0
        self._characters = 0

    def lines(self, container: etree._Element, depth: int = 0) -> list[str]:
        """The lines of everything in a container: the body, a cell, a text box."""
        if depth > self.limits.nesting:
            raise UnusableDocument("文件中的表格层层嵌套过深，未予读取。")
        lines: list[str] = []
        self._add_lines(container, lines, depth)
        return lines

    def _add_lines(self, container: etree._Element, lines: list[str], depth: int) -> None:
        for child in container:
            tag = child.tag
            if tag == P:
                self._paragraph(child, lines, depth)
            elif tag == TBL:
                lines.append(self._table(child, depth))
            elif tag in TRANSPARENT:
                self._add_lines(child, lines, depth)

    # ------------------------------------------------------------ paragraphs

    def _paragraph(self, paragraph: etree._Element, lines: list[str], depth: int) -> None:
        boxes: list[etree._Element] = []
        if paragraph in self._of_note.particular:
            pieces: list[str] = []
            self._runs(paragraph, pieces, boxes)
            text = "".join(pieces)
        else:
            text = "".join(paragraph.itertext(T, with_tail=False))
        counted = self._numbering and paragraph in self._of_note.numbered
        number = self._numbering.label(_child(paragraph, PPR)) if counted else ""
        if text and not text.isspace():
            self._characters += len(text)
            if self._characters > self.limits.characters:
                raise too_much_text(self.limits)
            if number:
                text = number + text.lstrip()
            if "\f" in text or "\n" in text:
                lines.extend(text.replace("\f", " ").split("\n"))
            else:
                lines.append(text)
        for box in boxes:
            lines.extend(self.lines(box, depth + 1))

    def _runs(self, parent: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
        for child in parent:
            tag = child.tag
            if tag == R:
                self._run(child, pieces, boxes)
            elif tag in TRANSPARENT:
                self._runs(child, pieces, boxes)

    def _run(self, run: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
        for child in run:
            tag = child.tag
            if tag == T:
                pieces.append(child.text or "")
            elif tag == RPR:
                if is_on(_child(child, VANISH)):
                    return
            elif tag == TAB:
                pieces.append("\t")
            elif tag in (BR, CR):
                if child.get(f"{W}type", "textWrapping") == "textWrapping":
                    pieces.append("\n")
            elif tag == NO_BREAK_HYPHEN:
                pieces.append("-")
            elif tag == RUBY:
                # The reading beside a character annotates it; only the character is text.
                for base in child.iterfind(RUBY_BASE):
                    self._runs(base, pieces, boxes)
            elif tag in PICTURES:
                self.pictures = True
                boxes.extend(_text_boxes(child))

    # ------------------------------------------------------------ tables

    def _table(self, table: etree._Element, depth: int) -> str:
        self._deadline.check()
        widths = [_integer(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        rows: list[list[GridCell]] = []
        merged: dict[int, GridCell] = {}
        for row in _shown(table):
            if row.tag != TR or _is_dropped(row):
                continue
            cells: list[GridCell] = []
            column = _before(row)
            for element in _shown(row):
                if element.tag == TC:
                    column = self._cell(element, len(rows), column, cells, merged, depth)
            rows.append(cells)
        _drop_slivers(rows, widths)
        return self.unfolder.keep(rows)

    def _cell(
        self,
        element: etree._Element,
        row: int,
        column: int,
        cells: list[GridCell],
        merged: dict[int, GridCell],
        depth: int,
    ) -> int:
        """Adds a cell to its row, or to the cell above that it is merged into. Gives the column after it."""
        span, down, across = 1, None, None
        properties = _child(element, TCPR) if element in self._of_note.spanning else None
        for each in () if properties is None else properties:
            if each.tag == GRID_SPAN:
                span = max(1, min(_integer(each.get(VAL)), 1000))
            elif each.tag == VERTICAL_MERGE:
                down = each.get(VAL, "continue")
            elif each.tag == HORIZONTAL_MERGE:
                across = each.get(VAL, "continue")
        self._cells += span
        if self._cells > self.limits.cells:
            raise too_many_cells(self.limits)
        above = merged.get(column)
        if down == "continue" and above is not None and above.row + above.rowspan == row:
            above.rowspan += 1
        elif across == "continue" and cells and cells[-1].column + cells[-1].colspan == column:
            cells[-1].colspan += span
        else:
            lines = self.lines(element, depth + 1)
            text = "\n".join([line.strip(" \xa0") for line in lines]).strip("\n") if lines else ""
            cell = GridCell(text, row, column, 1, span)
            cells.append(cell)
            merged.pop(column, None)
            if down is not None:
                merged[column] = cell
        return column + span


def _shown(parent: etree._Element) -> Iterator[etree._Element]:
    """The children, those inside elements that only wrap content among them."""
    for child in parent:
        if child.tag in TRANSPARENT:
            yield from _shown(child)
        else:
            yield child


class _OfNote:
    """The paragraphs and cells that need a closer look, found in one go: of all others the text is simply taken."""

    def __init__(self, body: etree._Element) -> None:
        self.particular: set[etree._Element] = set()
        """Paragraphs with more in them than text that is shown as it stands."""
        self.numbered: set[etree._Element] = set()
        """Paragraphs that may have an automatic number: in a list, or of a style."""
        self.spanning: set[etree._Element] = set()
        """Cells that take more than one place, or are merged into another."""
        for element in body.iter(*PARTICULAR, *SPANNING, PSTYLE, NUMPR):
            if element.tag in SPANNING:
                self.spanning.add(element.getparent().getparent())
            elif element.tag in (PSTYLE, NUMPR):
                self.numbered.add(element.getparent().getparent())
            else:
                self.particular.update(element.iterancestors(P))


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The outermost text boxes of a drawing. Of its renderings for newer and older programs, one."""
    children = list(element)
    if any(child.tag == CHOICE for child in children):
        children = [child for child in children if child.tag == CHOICE][:1]
    for child in children:
        if child.tag == TEXT_BOX:
            yield child
        else:
            yield from _text_boxes(child)


def is_on(switch: etree._Element | None) -> bool:
    """Whether a property that is there is not switched off."""
    return switch is not None and switch.get(VAL, "true") not in ("0", "false", "off")


def _is_dropped(row: etree._Element) -> bool:
    """Whether a row was deleted with changes tracked, or is hidden."""
    properties = _child(row, TRPR)
    if properties is None:
        return False
    return _child(properties, f"{W}del") is not None or is_on(_child(properties, f"{W}hidden"))


def _before(row: etree._Element) -> int:
    """How many grid columns a row leaves out at its left."""
    properties = _child(row, TRPR)
    before = None if properties is None else _child(properties, f"{W}gridBefore")
    return 0 if before is None else min(_integer(before.get(VAL)), 1000)


def _child(element: etree._Element, tag: str) -> etree._Element | None:
    """The first child with that tag: three times as fast as `find`."""
    return next(element.iterchildren(tag), None)


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _drop_slivers(rows: list[list[GridCell]], widths: list[int]) -> None:
    """Takes out the grid columns that are too narrow to be meant, with the empty cells in them."""
    slivers = {index for index, width in enumerate(widths) if 0 < width < SLIVER}
    if not slivers or not any(width >= SLIVER for width in widths):
        return
    for cell in (cell for row in rows for cell in row):
        if cell.text:  # a column that holds a text of its own stays, however narrow it is said to be
            own = set(range(cell.column, cell.column + cell.colspan))
            if own <= slivers:
                slivers.discard(cell.column)
    widest = max((cell.column + cell.colspan for row in rows for cell in row), default=0)
    new = [0]
    for index in range(widest):
        new.append(new[-1] + (index not in slivers))
    for row in rows:
        for cell in row:
            end = new[cell.column + cell.colspan]
            cell.column = new[cell.column]
            cell.colspan = end - cell.column
        row[:] = [cell for cell in row if cell.colspan]
