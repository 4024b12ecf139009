"""Rows of figures from lines of text, in any of the layouts in which tables come out as text."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from gongkai.documents.model import GridCell
from gongkai.reports.reading.folding import fold
from gongkai.reports.reading.rows import Found, Head, TableRow
from gongkai.reports.reading.scattered import drop_misfits, read_scattered, say_left_over
from gongkai.reports.reading.segments import PROSE, Cluster, Matcher, Segment
from gongkai.reports.reading.tokens import Line, Token, tabs_separate, tokenise
from gongkai.reports.reading.unreadable import kept_once, row_labels, say_glued
from gongkai.reports.reading.vocabulary import Entry, Vocabulary

_LABELS_BEFORE = 40
"""In front of a table's first row with figures, so many labels are looked at for rows without any."""


def read_texts(lines: Sequence[Line], wanted: Sequence[int], vocabulary: Vocabulary) -> Found:
    """The rows of figures in the lines with the `wanted` indices."""
    return _TextReader(lines, wanted, vocabulary).read()


class _TextReader:
    def __init__(self, lines: Sequence[Line], wanted: Sequence[int], vocabulary: Vocabulary) -> None:
        self.lines = lines
        self.vocabulary = vocabulary
        texts = [(index, lines[index]) for index in wanted]
        self.tabbed = tabs_separate(line.text for _, line in texts)
        self.tokens = tokenise(texts, self.tabbed)
        self.matcher = Matcher(self.tokens, vocabulary, self._place)
        self.segments = self.matcher.segments
        self.found = Found(unknown_labels=True)  # text is never so clean that a look would not be worth while
        self.usual_gap = self._usual_gap()
        self.fills: dict[int, int] = {}

    def read(self) -> Found:
        clusters = self.matcher.clusters()
        self.found.copies = self.matcher.copies
        if not self.tabbed and kept_once(self.tokens, self.vocabulary, self.found, self._place):
            return self.found
        for cluster in clusters:
            self._read_cluster(cluster)
        if not clusters:
            self._empty_tables()
        read_scattered(self.tokens, self.vocabulary, self.found, self._place)
        drop_misfits(self.found, self.vocabulary)
        say_left_over(self.tokens, self.vocabulary, self.found, self._place)
        self.found.rows.sort(key=lambda row: row.order)
        say_glued(self.tokens, self.vocabulary, self.found, self._place)
        return self.found

    # ------------------------------------------------------------ the cells of a row

    def _read_cluster(self, cluster: Cluster) -> None:
        first, last = cluster.segments[0], cluster.segments[-1]
        self.fills = self._usual_fills(cluster)
        head: Head | None = None
        row: TableRow | None = None
        for at in range(first, last + 1):
            segment = self.segments[at]
            if segment.entry is None:
                self._unknown_run(cluster, segment, row)
                continue
            if segment.entry.table != cluster.table:
                continue
            before = segment.before[-_LABELS_BEFORE:] if at == first else segment.before
            self._rows_left_empty(cluster.table, cluster.keys, before)
            head = self.matcher.head(segment) or head
            row = self._row(segment, head)
            self._sentence_at_end(row, at)
            self.found.rows.append(row)
        if last + 1 < len(self.segments):
            following = self.segments[last + 1].labels
            end = next((i for i, token in enumerate(following) if self.matcher.is_section(token)), len(following))
            self._rows_left_empty(cluster.table, cluster.keys, following[:end])
        self._mark_lines(first, last)

    def _row(self, segment: Segment, head: Head | None) -> TableRow:
        entry = segment.entry
        if entry is None:
            raise ValueError("a run of text that is no row")
        segment.values = _unrepeated(segment.values, head, entry)
        slots, trailing, trouble = self._slots(segment, entry)
        labels = segment.own
        first = (labels or segment.values)[0]
        label = "".join("".join(token.text.split()) for token in labels)
        return TableRow(entry, label, slots, head, self._place(first), trailing, trouble, first.line)

    def _slots(self, segment: Segment, entry: Entry) -> tuple[list[GridCell], list[GridCell], str]:
        """The row's values with the empty cells before and between them, empty cells behind them, and any trouble."""
        width = entry.width
        tokens = self._with_gaps(segment, entry)
        start = next((at for at, token in enumerate(tokens) if token.kind == "value"), len(tokens))
        end = next((at for at in range(len(tokens), 0, -1) if tokens[at - 1].kind == "value"), 0)
        figures = tokens[start:end]
        if len(figures) > width:
            # A page's number, or the like, on a line of its own behind a row that has a line to itself.
            same_line = [token for token in figures if token.line == figures[0].line]
            if len(same_line) == width > 1:
                figures = same_line
        if len(figures) > width:
            return [], [], f"这一行有{len(figures)}个数，多于格式的{width}个，无法判定各属哪一栏"
        before = tokens[:start]
        if not segment.label_tokens:
            before = [token for token in before if token.alone]
        # Behind the last value an empty cell cannot be told from the filling of merged cells, unless there is none.
        unknown = 0 if self.tabbed else 1
        fill = self.fills.get(width, unknown if figures else max(self.fills.values(), default=unknown))
        trailing = tokens[end:] if fill == 0 else []
        room = max(0, width - len(figures) - len(trailing))
        leading = before[max(0, len(before) - room) :] if figures else []
        cells = [*leading, *figures]
        return [self._slot(token) for token in cells], [self._slot(token) for token in trailing], ""

    def _slot(self, token: Token) -> GridCell:
        return GridCell(token.text, 0, -1, place=self._place(token))

    def _with_gaps(self, segment: Segment, entry: Entry) -> list[Token]:
        """The row's values with the blank lines that stand for empty cells, where the layout has such."""
        tokens = segment.values
        if any(token.kind == "empty" for token in tokens) or len(tokens) >= entry.width:
            return tokens
        filled: list[Token] = []
        for at, token in enumerate(tokens):
            if at or (segment.label_tokens and self.usual_gap == 0):
                extra = token.gap if self.usual_gap == 0 else token.gap // 2 if self.usual_gap == 1 else 0
                filled.extend(Token("empty", "", token.line) for _ in range(extra))
            filled.append(token)
        return filled if len(filled) <= entry.width else tokens

    def _usual_gap(self) -> int:
        """How many blank lines usually stand between two values of a row."""
        gaps = Counter(
            after.gap
            for segment in self.segments
            for before, after in zip(segment.values, segment.values[1:], strict=False)
            if before.kind == after.kind == "value" and before.line != after.line
        )
        return gaps.most_common(1)[0][0] if gaps else 0

    def _usual_fills(self, cluster: Cluster) -> dict[int, int]:
        """By the number of a row's cells: how many empty ones the layout puts behind a full row at least.

        Only where no row is full do those without any figure tell.
        """
        full: dict[int, int] = {}
        bare: dict[int, int] = {}
        for at in cluster.segments:
            segment = self.segments[at]
            entry = segment.entry
            if entry is None or at + 1 >= len(self.segments):
                continue
            figures = len(segment.figures)
            behind = sum(1 for _ in takewhile(lambda token: token.kind == "empty", reversed(segment.values)))
            if figures == entry.width:
                full[entry.width] = max(behind, full.get(entry.width, 0))
            elif not figures and behind >= entry.width:
                bare[entry.width] = max(behind - entry.width, bare.get(entry.width, 0))
        return bare | full

    # ------------------------------------------------------------ heads, and text that is no row

    def _unknown_run(self, cluster: Cluster, segment: Segment, row: TableRow | None) -> None:
        """A run of values among a table's rows that belongs to no row of any form."""
        if not segment.figures or not segment.labels:
            return
        if row is not None and not row.trouble:
            sentence = segment.labels[-1]
            together = len(row.slots) + 1 + len(segment.figures)
            if len(segment.labels) == 1 and together <= row.entry.width and self._is_cell_text(sentence):
                row.slots.extend(map(self._slot, (sentence, *segment.figures)))
                return
        expected = max(entry.width for entry in self.vocabulary.entries[cluster.table])
        label = "".join(segment.labels[-1].text.split())
        if len(segment.figures) * 2 >= expected and not self.vocabulary.is_label(label):
            place = self._place(segment.labels[-1])
            self.found.extra.append((cluster.table, label, place))

    def _is_cell_text(self, token: Token) -> bool:
        known = self.vocabulary.is_label(token.text) or self.matcher.is_section(token)
        return len(token.text) <= PROSE and not known

    def _sentence_at_end(self, row: TableRow, at: int) -> None:
        """A few words in place of the last figure, where pipes show that they are a cell."""
        widths = {len(shape.cells) for shape in row.entry.shapes}
        if at + 1 >= len(self.segments) or row.trouble or len(row.slots) in widths:
            return
        if len(row.slots) + 1 not in widths:
            return
        following = self.segments[at + 1].labels
        if following and following[0].piped and self._is_cell_text(following[0]) and len(following) > 1:
            row.slots.append(self._slot(following[0]))

    def _rows_left_empty(self, table: str, seen: set[str], labels: Sequence[Token]) -> None:
        """Rows whose label stands among other labels, with no value behind it."""
        for at, token in enumerate(labels):
            found = self.vocabulary.find(token.text)
            entry = next((each for each in found if each.table == table and each.key not in seen), None)
            if entry is None or (fold(token.text) in self.vocabulary.stubs and entry.width > 1):
                continue
            seen.add(entry.key)
            slots: list[GridCell] = []
            words = labels[at + 1] if at + 1 < len(labels) else None
            if words is not None and words.piped and entry.width <= 3 and self._is_cell_text(words):
                slots.append(self._slot(words))
            label = "".join(token.text.split())
            self.found.rows.append(TableRow(entry, label, slots, None, self._place(token), order=token.line))

    def _mark_lines(self, first: int, last: int) -> None:
        """Note which lines are the table's: from its first head to its last value."""
        segment = self.segments[first]
        start = (segment.labels or segment.values)[-1].line
        for token in reversed(segment.labels):
            if self.matcher.is_section(token) or not (
                self.vocabulary.is_label(token.text) or token in segment.labels[-1:]
            ):
                break
            start = token.line
        end = [*self.segments[last].labels, *self.segments[last].values][-1].line
        self.found.lines.update(range(start, end + 1))

    def _place(self, token: Token) -> str:
        return self.lines[token.line].place

    def _empty_tables(self) -> None:
        """The rows of tables in which no figure stands at all, as on a form not filled in."""
        labels = row_labels(self.tokens, self.vocabulary)
        for table in self.vocabulary.entries:
            self._rows_left_empty(table, set(), labels)
        self.found.lines.update(token.line for token in labels)


def _unrepeated(tokens: list[Token], head: Head | None, entry: Entry) -> list[Token]:
    """The row's values without those that repeat a merged cell's under its head, which is repeated likewise.

    So Markdown and sheets give merged cells; heads that are repeated by mistake stand over figures of their own.
    """
    count = len(head.labels) if head is not None else 0
    if head is None or len(tokens) < count or any(token.kind != "empty" for token in tokens[count:]):
        return tokens
    columns = list(zip(head.labels, tokens, strict=False))
    kept = [
        (label, token)
        for at, (label, token) in enumerate(columns)
        if not at or (label, token.text) != (columns[at - 1][0], columns[at - 1][1].text)
    ]
    labels = [fold(label) for label, _ in kept]
    printed = any(
        len(labels) == len(variant.names) and all(map(operator.contains, variant.names, labels))
        for shape in entry.shapes
        for variant in shape.variants
    )
    return [*(token for _, token in kept), *tokens[count:]] if len(kept) < count and printed else tokens
