"""Tables of pages drawn as text, where labels are broken over lines around their row's figures, or apart from them.

Printed pages with narrow columns come out so: "7.属  0 0 0 0 0 0 0", and "于行政执法案卷" in pieces below. No label is
whole on any line, but each row's figures are, and all rows are there in the form's order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from gongkai.documents.model import GridCell
from gongkai.reports.reading.folding import fold
from gongkai.reports.reading.rows import Found, TableRow
from gongkai.reports.reading.tokens import Token
from gongkai.reports.reading.vocabulary import Entry, Vocabulary

_NARROW = 5
"""A table with fewer columns has labels that fit on a line."""
_OWN_LABELS = 0.6
"""At least so many of the rows show a piece of their own label on the line of their figures."""
_LEFT_OVER = 10
"""So many lines of nothing but figures that belong to no row are those of tables that could not be read."""

Place = Callable[[Token], str]


def read_scattered(tokens: Sequence[Token], vocabulary: Vocabulary, found: Found, place: Place) -> None:
    """Take the rows of tables whose labels are broken around the figures, in the place of what was made of them.

    Only where the lines with a row's number of figures are as many as a form has rows, and every piece of a label on
    them belongs to the row that is due there.
    """
    by_line: dict[int, list[Token]] = {}
    for token in tokens:
        by_line.setdefault(token.line, []).append(token)
    for table, entries in vocabulary.entries.items():
        width = max(entry.width for entry in entries)
        if width < _NARROW or not entries[0].names:
            continue
        read = [row for row in found.rows if row.entry.table == table and len(row.slots) == width]
        drawn = [line for line in by_line.values() if _cells(line, width)]
        for form in vocabulary.forms:
            rows = [entry for entry in entries if form in entry.forms]
            if len(rows) == len(drawn) > len(read) and _fit(rows, drawn):
                found.rows = [row for row in found.rows if row.entry.table != table]
                found.troubles = [trouble for trouble in found.troubles if trouble[0] != table]
                found.extra = [row for row in found.extra if row[0] != table]
                found.rows += [_row(entry, line, width, place) for entry, line in zip(rows, drawn, strict=True)]
                found.lines.update(range(drawn[0][0].line, drawn[-1][0].line + 1))
                break


def _cells(line: Sequence[Token], width: int) -> list[Token]:
    """The cells of a line that holds a row's figures, behind its labels; none where it holds no such row."""
    cells = line[-width:]
    kinds = [token.kind for token in cells]
    if len(line) < width or "label" in kinds or "value" not in kinds:
        return []
    return [] if any(token.kind == "value" for token in line[:-width]) else list(cells)


def _fit(entries: Sequence[Entry], lines: Sequence[Sequence[Token]]) -> bool:
    """Whether the pieces of labels on the lines are those of the rows, in order."""
    own = 0
    for entry, line in zip(entries, lines, strict=True):
        pieces = [fold(word) for token in line if token.kind == "label" for word in token.text.split()]
        if not all(any(piece in text for text in (*entry.names, *entry.stubs)) for piece in pieces):
            return False
        own += any(piece in name for piece in pieces for name in entry.names)
    return own >= _OWN_LABELS * len(entries)


def _row(entry: Entry, line: Sequence[Token], width: int, place: Place) -> TableRow:
    source = place(line[0])
    slots = [GridCell(token.text, 0, -1, place=source) for token in _cells(line, width)]
    return TableRow(entry, entry.label, slots, None, source, order=line[0].line)


def drop_misfits(found: Found, vocabulary: Vocabulary) -> None:
    """Leave out a wide table whose figures are not its rows': few rows have the form's number, one has far too many.

    Rows that are merely short are read from the left.
    """
    for table, entries in vocabulary.entries.items():
        if max(entry.width for entry in entries) < _NARROW or not entries[0].names:
            continue
        rows = [row for row in found.rows if row.entry.table == table and (row.slots or row.trouble)]
        whole = sum(
            any(len(row.slots) <= len(shape.cells) <= len(row.slots) + len(row.trailing) for shape in row.entry.shapes)
            for row in rows
        )
        if 2 * whole >= len(rows) or not any(row.trouble for row in rows):
            continue
        found.rows = [row for row in found.rows if row.entry.table != table]
        say_apart(found, vocabulary, table, rows[0].source)


def say_left_over(tokens: Sequence[Token], vocabulary: Vocabulary, found: Found, place: Place) -> None:
    """Say of tables without any figure that theirs stand apart from the labels, where the text is full of such."""
    kinds: dict[int, set[str]] = {}
    for token in tokens:
        kinds.setdefault(token.line, set()).add(token.kind)
    left = [
        token
        for token in tokens
        if kinds[token.line] == {"value"} and token.line not in found.lines and any(map(str.isdigit, token.text))
    ]
    if len(left) < _LEFT_OVER:
        return
    filled = {row.entry.table for row in found.rows if any(slot.text for slot in row.slots)}
    printed = Counter(_tables(tokens, vocabulary))
    for table in vocabulary.entries:
        if table not in filled and table not in found.unreadable and printed[table] >= 2:
            found.rows = [row for row in found.rows if row.entry.table != table]
            say_apart(found, vocabulary, table, place(left[0]))


def _tables(tokens: Sequence[Token], vocabulary: Vocabulary) -> Iterator[str]:
    """For each label of a table among the tokens, its table."""
    words = {
        table: {word for entry in entries for word in (*entry.names, *entry.head_words)}
        | {name for entry in entries for s in entry.shapes for v in s.variants for names in v.names for name in names}
        for table, entries in vocabulary.entries.items()
    }
    for folded in {fold(token.text) for token in tokens if token.kind == "label"}:
        yield from (table for table, known in words.items() if folded in known)


def say_apart(found: Found, vocabulary: Vocabulary, table: str, place: str) -> None:
    """Say that a table's labels and figures stand apart."""
    found.unreadable.add(table)
    message = f"“{vocabulary.table_titles[table]}”表的项目与数字分开排列，无法判定各数属于哪一格，没有读入。"
    found.troubles = [trouble for trouble in found.troubles if trouble[0] != table]
    found.troubles.append((table, message, place))
