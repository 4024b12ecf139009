"""Rows of figures from grids: HTML, DOCX and XLSX tables, and PDF tables with drawn lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from gongkai.documents.model import Grid, GridCell
from gongkai.reports.reading.folding import fold, without_enumerator
from gongkai.reports.reading.matching import closest
from gongkai.reports.reading.rows import Found, Head, TableRow
from gongkai.reports.reading.values import is_value
from gongkai.reports.reading.vocabulary import Entry, Vocabulary

_FEWEST_UNLABELLED = 8
"""A row of figures without any label is the one of table 四 only if it has about as many cells as that."""
_SURELY_A_TABLE = 8
_LONGEST_HEAD = 1000
"""A head of more characters is not worth remembering."""


class GridReader:
    """Reads the grids of a document in order; heads and the row reached carry over from one to the next."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.found = Found()
        self._head_rows: list[list[GridCell]] = []
        self._head: Head | None = None
        self._last: Entry | None = None
        self._unknown: list[tuple[int, Grid, list[GridCell], int, Head | None]] = []

    def read(self, grid: Grid) -> None:
        """Add the grid's rows of figures to what was found."""
        for row in grid.rows:
            if row:
                self._read_row(grid, row)

    def finish(self) -> Found:
        """What was found, after rows with damaged labels have been told by their neighbours."""
        self._place_unknown()
        if len(self.found.rows) >= _SURELY_A_TABLE:
            printed = Counter((row.entry.table, row.entry.key) for row in self.found.rows)
            counts = sorted(printed.values())
            self.found.copies = counts[len(counts) // 2]
        return self.found

    def _read_row(self, grid: Grid, row: list[GridCell]) -> None:
        entries, label_at = self._label(row)
        if entries:
            entry = self._next(entries)
            if label_at == len(row) - 1 and entry.width > 1 and fold(row[label_at].text) in self.vocabulary.stubs:
                return  # a group's label on a row of its own
            self._add(grid, row, entry, label_at)
            return
        first_value = next((at for at, cell in enumerate(row) if is_value(cell.text)), None)
        figures = sum(any(map(str.isdigit, cell.text)) for cell in row[first_value:]) if first_value is not None else 0
        if first_value is None or not figures:
            if not self._add_unlabelled(grid, row):
                self._add_head(row)
            return
        if self._add_unlabelled(grid, row):
            return
        label = [cell for cell in row[:first_value] if fold(cell.text)]
        if label:
            at = row.index(label[-1])
            self._unknown.append((len(self.found.rows), grid, row, at, self._current_head(grid)))

    def _label(self, row: list[GridCell]) -> tuple[Sequence[Entry], int]:
        """The rows that the last label before the figures can be, and which cell holds it."""
        entries: Sequence[Entry] = ()
        label_at = -1
        for at, cell in enumerate(row):
            text = cell.text
            if not text or text.isspace():
                continue
            if entries and is_value(text):
                break
            found = self.vocabulary.find(text) or self.vocabulary.find_after_group(text)
            if found:
                entries, label_at = found, at
            elif not entries and text.strip().isdigit():
                break
        return entries, label_at

    def _next(self, entries: Sequence[Entry]) -> Entry:
        """Of the rows with one label, the first that comes after the row before."""
        if len(entries) > 1 and self._last is not None:
            for entry in entries:
                if entry.table == self._last.table and entry.order > self._last.order:
                    return entry
        return entries[0]

    def _add(self, grid: Grid, row: list[GridCell], entry: Entry, label_at: int) -> None:
        slots = row[label_at + 1 :]
        label = row[label_at] if label_at >= 0 else row[0]
        text = label.text if label_at >= 0 else ""
        head = self._current_head(grid)
        self.found.rows.append(TableRow(entry, text, slots, head, grid.place_of(label), grid=grid))
        self._last = entry

    def _add_unlabelled(self, grid: Grid, row: list[GridCell]) -> bool:
        """Take a row of nothing but figures, or of nothing at all, for the one that a form prints without label."""
        if len(row) < _FEWEST_UNLABELLED or not self._head_rows:
            return False
        if any(cell.text and not cell.text.isspace() and not is_value(cell.text) for cell in row):
            return False
        words = {fold(cell.text) for head_row in self._head_rows for cell in head_row}
        for entry in self.vocabulary.unlabelled:
            if sum(word in words for word in entry.head_words) * 2 >= min(len(entry.head_words), 8):
                self._add(grid, row, entry, -1)
                return True
        return False

    def _add_head(self, row: list[GridCell]) -> None:
        text = only_text(row)
        if text is not None:
            folded = fold(text)
            if folded in self.vocabulary.captions or fold(without_enumerator(text)) in self.vocabulary.sections:
                self._head_rows = []
            elif not self.vocabulary.is_label(text):
                return  # a line of prose, as sheets of a workbook hold it beside their tables
        words = [folded for cell in row if (folded := fold(cell.text))]
        if words:
            self._head_rows.append(row)
            if not self.found.unknown_labels:
                self.found.unknown_labels = not self.vocabulary.words.issuperset(words)

    def _current_head(self, grid: Grid) -> Head | None:
        """The head made of the rows since the last row of figures; the one before where there are none."""
        if self._head_rows:
            self._head = _head(grid, self._head_rows, self.vocabulary)
            self._head_rows = []
        return self._head

    def _place_unknown(self) -> None:
        """Rows whose labels no form has: a damaged one goes by likeness to a row that is due here, others are said."""
        rows = self.found.rows
        placed = 0
        for at, grid, row, label_at, head in self._unknown:
            at += placed
            before = rows[at - 1].entry if at else None
            after = rows[at].entry if at < len(rows) else None
            label, slots = row[label_at], row[label_at + 1 :]
            seen = {found.entry.key for found in rows}
            entry = closest(self.vocabulary, [label.text], before, after, seen)
            place = grid.place_of(label)
            if entry is not None:
                rows.insert(at, TableRow(entry, label.text, slots, head, place, grid=grid))
                placed += 1
                continue
            neighbour = before or after
            if neighbour is not None and len(slots) >= neighbour.width > 1:
                text = "".join(label.text.split())
                self.found.extra.append((neighbour.table, text, place))


def only_text(row: Sequence[GridCell]) -> str | None:
    """The text of a row's only cell that has any; None where there are several or none."""
    only: str | None = None
    for cell in row:
        text = cell.text
        if text and not text.isspace():
            if only is not None:
                return None
            only = text
    return only


def _head(grid: Grid, head_rows: Sequence[Sequence[GridCell]], vocabulary: Vocabulary) -> Head:
    """The head that some rows make up, with the text over each column from the top down."""
    words = tuple([(cell.text, cell.column, cell.colspan) for row in head_rows for cell in row])
    known = sum([len(text) for text, _, _ in words]) <= _LONGEST_HEAD
    head = (_head_of if known else _head_of.__wrapped__)(words, vocabulary)
    for cell in (cell for row in head_rows for cell in row):
        if (folded := fold(cell.text)) and folded not in vocabulary.captions:
            return head.standing(grid.place_of(cell))
    return head.standing("")


@lru_cache(maxsize=256)
def _head_of(cells: tuple[tuple[str, int, int], ...], vocabulary: Vocabulary) -> Head:
    """The head of some texts, with the columns over which they stand. Nearly all reports have the same few."""
    columns: dict[int, str] = {}
    own: dict[int, str] = {}  # by column: the text that stands over it alone
    text, caption = "", ""
    for words, first, colspan in cells:
        folded = fold(words)
        if folded in vocabulary.captions:
            caption = words.strip()
            continue
        if not folded:
            continue
        text += folded
        if folded not in vocabulary.corners and folded not in vocabulary.group_heads:
            own[first] = own.get(first, "") + "".join(words.split())
        for column in range(first, first + colspan):
            columns[column] = columns.get(column, "") + folded
    return Head(text, [own[column] for column in sorted(own)], caption, "", columns)
