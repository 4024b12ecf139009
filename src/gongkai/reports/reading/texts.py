"""Rows of figures from lines of text, in any of the layouts in which tables come out as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.reports.reading.folding import fold, without_enumerator
from gongkai.reports.reading.matching import closest
from gongkai.reports.reading.rows import Found, Head, Slot, TableRow
from gongkai.reports.reading.tokens import Line, Token, tokenise
from gongkai.reports.reading.values import parse_cell
from gongkai.reports.reading.vocabulary import Entry, Vocabulary

_LONGEST_LABEL = 8
"""Of so many pieces at most a row's label is put together again."""
_WIDEST_GAP = 14
"""Runs of text without a known row between two rows of one table: more of them part two tables."""
_SURELY_A_TABLE = 8
_SHORTEST_PART = 3
_PROSE = 45
"""A longer line that is no label ends the heads of a table."""
_GLUED = re.compile(r"(?P<label>.*?[^\d.,+\-\s])\s?(?P<digits>[+\-]?\d[\d.,+\-]*)(?:万?元)?")


@dataclass(slots=True)
class Segment:
    """A run of labels and the run of values that follows it."""

    labels: list[Token]
    values: list[Token]
    entry: Entry | None = None
    label_tokens: int = 0
    """How many of the last labels make up the row's label."""
    candidates: Sequence[Entry] = ()

    @property
    def figures(self) -> list[Token]:
        return [token for token in self.values if token.kind == "value"]

    @property
    def label(self) -> str:
        return "".join(token.text for token in self.labels[len(self.labels) - self.label_tokens :])


@dataclass(slots=True)
class Cluster:
    """Rows of one table that stand together."""

    table: str
    segments: list[int] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


def read_texts(lines: Sequence[Line], wanted: Sequence[int], vocabulary: Vocabulary) -> Found:
    """The rows of figures in the lines with the `wanted` indices."""
    return _TextReader(lines, wanted, vocabulary).read()


class _TextReader:
    def __init__(self, lines: Sequence[Line], wanted: Sequence[int], vocabulary: Vocabulary) -> None:
        self.lines = lines
        self.vocabulary = vocabulary
        self.tokens = tokenise((index, lines[index]) for index in wanted)
        self.segments = _segments(self.tokens)
        self.found = Found(unknown_labels=True)  # text is never so clean that a look would not be worth while
        self.usual_gap = self._usual_gap()
        self.fills: dict[int, int] = {}

    def read(self) -> Found:
        for segment in self.segments:
            self._match(segment)
        clusters = self._clusters()
        for cluster in clusters:
            self._match_by_likeness(cluster)
        if self._kept_once():
            return self.found
        for cluster in clusters:
            self._read_cluster(cluster)
        if not clusters:
            self._empty_tables()
        self.found.rows.sort(key=lambda row: row.order)
        self._glued()
        return self.found

    # ------------------------------------------------------------ which row is it

    def _match(self, segment: Segment) -> None:
        """Find the row that the end of the label run names: the longest run of pieces that is a label."""
        labels = segment.labels
        while labels and labels[-1].text.strip() in self.vocabulary.units:
            labels = labels[:-1]  # a column with the unit between label and figure
        if not labels:
            return
        segment.labels = labels
        joined = ""
        for count in range(1, min(len(labels), _LONGEST_LABEL) + 1):
            joined = labels[-count].text + joined
            if len(joined) > 300:
                break
            found = self.vocabulary.find(joined)
            if found:
                segment.candidates, segment.label_tokens = found, count
        if not segment.candidates and (found := self.vocabulary.find_after_group(labels[-1].text)):
            segment.candidates, segment.label_tokens = found, 1
        if not segment.candidates:
            self._match_words_for_a_figure(segment)
        if not segment.candidates:
            self._match_unlabelled(segment)

    def _match_words_for_a_figure(self, segment: Segment) -> None:
        """Take words between a row's label and its figures for the first cell, where just that one is wanting."""
        found = self._row_before_words(segment)
        if found and any(len(segment.figures) + 1 == len(shape.cells) for shape in found[0].shapes):
            words = segment.labels.pop()
            segment.values.insert(0, Token("value", words.text, words.line))
            segment.candidates, segment.label_tokens = found, 1

    def _match_unlabelled(self, segment: Segment) -> None:
        for entry in self.vocabulary.unlabelled:
            figures = len(segment.figures)
            if figures * 2 < entry.width or figures > 2 * entry.width:
                continue
            head = fold("".join(token.text for token in segment.labels[-80:]))
            words = sum(word in head for word in entry.head_words)
            title = fold(self.vocabulary.table_titles[entry.table]) in head
            if words * 2 >= min(len(entry.head_words), 8) or (title and figures == entry.width):
                segment.candidates, segment.label_tokens = (entry,), 0
                return

    def _clusters(self) -> list[Cluster]:
        """Runs of rows of one table, the best for each table first; rows that only look like some are left out."""
        clusters: list[Cluster] = []
        current: dict[str, Cluster] = {}
        last: dict[str, Entry] = {}
        for at, segment in enumerate(self.segments):
            if not segment.candidates:
                continue
            entry = segment.candidates[0]
            for candidate in segment.candidates:
                before = last.get(candidate.table)
                if before is not None and candidate.order > before.order:
                    entry = candidate
                    break
            cluster = current.get(entry.table)
            if cluster is None or entry.key in cluster.keys or at - cluster.segments[-1] > _WIDEST_GAP:
                cluster = current[entry.table] = Cluster(entry.table)
                clusters.append(cluster)
            segment.entry = entry
            cluster.segments.append(at)
            cluster.keys.add(entry.key)
            last[entry.table] = entry
        self._count_copies(clusters)
        kept: list[Cluster] = []
        taken: dict[str, set[str]] = {}
        for cluster in sorted(clusters, key=lambda each: -len(each.segments)):
            seen = taken.setdefault(cluster.table, set())
            if self._is_table(cluster) and not seen & cluster.keys:
                seen |= cluster.keys
                kept.append(cluster)
            else:
                for at in cluster.segments:
                    self.segments[at].entry = None
        return kept

    def _count_copies(self, clusters: Sequence[Cluster]) -> None:
        """How often the document prints its longest table: more than once where it holds several reports."""
        longest = max((len(cluster.keys) for cluster in clusters), default=0)
        if longest >= _SURELY_A_TABLE:
            self.found.copies = sum(2 * len(cluster.keys) > longest for cluster in clusters)

    def _is_table(self, cluster: Cluster) -> bool:
        """Whether rows that stand together are a table, and not words of the prose."""
        rows = [self.segments[at] for at in cluster.segments]
        if len(rows) >= min(3, len(self.vocabulary.entries[cluster.table])):
            return True
        if any(not row.label_tokens for row in rows):
            return True
        return any(self._head_fits(row) for row in rows)

    def _head_fits(self, segment: Segment) -> bool:
        head = self._head(segment)
        entry = segment.entry
        if head is None or entry is None:
            return False
        return any(variant.score(head.text) > 0 for shape in entry.shapes for variant in shape.variants)

    def _match_by_likeness(self, cluster: Cluster) -> None:
        """Give the runs among a table's rows whose label no form has to the row that is due there and most like."""
        known = cluster.segments
        first, last = max(0, known[0] - 2), min(len(self.segments), known[-1] + 3)
        for at in range(first, last):
            segment = self.segments[at]
            if segment.entry is not None or not segment.labels or not segment.figures:
                continue
            if self._row_before_words(segment):
                continue  # a part of that row with a label of its own
            before = next((self.segments[i].entry for i in reversed(known) if i < at), None)
            after = next((self.segments[i].entry for i in known if i > at), None)
            texts: list[str] = []
            joined = ""
            for token in reversed(segment.labels[-4:]):
                joined = token.text + joined
                texts.append(joined)
            entry = closest(self.vocabulary, texts, before, after, cluster.keys)
            if entry is None:
                continue
            segment.entry = entry
            segment.label_tokens = 1
            cluster.segments = known = sorted([*known, at])
            cluster.keys.add(entry.key)

    def _row_before_words(self, segment: Segment) -> Sequence[Entry]:
        """The rows named by the last label but one, where the last is words that no form has."""
        if len(segment.labels) < 2:
            return ()
        *_, whole, last = segment.labels
        if len(last.text) < _SHORTEST_PART or self.vocabulary.is_label(last.text):
            return ()
        return () if fold(whole.text) in self.vocabulary.stubs else self.vocabulary.find(whole.text)

    # ------------------------------------------------------------ what are its cells

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
            if segment.label_tokens < len(segment.labels):
                before = segment.labels[: len(segment.labels) - segment.label_tokens]
                self._rows_left_empty(cluster.table, cluster.keys, before[-40:] if at == first else before)
            head = self._head(segment) or head
            row = self._row(segment, head)
            self._sentence_at_end(row, at)
            self.found.rows.append(row)
        if last + 1 < len(self.segments):
            following = self.segments[last + 1].labels
            end = next((i for i, token in enumerate(following) if self._is_section(token)), len(following))
            self._rows_left_empty(cluster.table, cluster.keys, following[:end])
        self._mark_lines(first, last)

    def _is_section(self, token: Token) -> bool:
        """Whether a label is a section's heading, with or without its number."""
        return fold(without_enumerator(token.text)) in self.vocabulary.sections

    def _row(self, segment: Segment, head: Head | None) -> TableRow:
        entry = segment.entry
        if entry is None:
            raise ValueError("a run of text that is no row")
        slots, trailing, trouble = self._slots(segment, entry)
        labels = segment.labels[len(segment.labels) - segment.label_tokens :]
        place = self._place(labels[0] if labels else segment.values[0])
        order = (labels or segment.values)[0].line
        label = "".join("".join(token.text.split()) for token in labels)
        return TableRow(entry, label, slots, head, place, trailing, trouble, order)

    def _slots(self, segment: Segment, entry: Entry) -> tuple[list[Slot], list[Slot], str]:
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
        room = width - len(figures)
        leading = before[max(0, len(before) - room) :] if figures else []
        # Behind the last value an empty cell cannot be told from the filling of merged cells, unless there is none.
        trailing = tokens[end:] if self.fills.get(width, 1) == 0 else []
        cells = [*leading, *figures]
        return [self._slot(token) for token in cells], [self._slot(token) for token in trailing], ""

    def _slot(self, token: Token) -> Slot:
        return Slot(token.text, self._place(token))

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
        """By the number of a row's cells: how many empty ones the layout puts behind a full row at least."""
        fills: dict[int, int] = {}
        for at in cluster.segments:
            segment = self.segments[at]
            entry = segment.entry
            if entry is None or len(segment.figures) != entry.width:
                continue
            behind = 0
            for token in reversed(segment.values):
                if token.kind == "value":
                    break
                behind += 1
            if at + 1 < len(self.segments) and self.segments[at + 1].labels:
                fills[entry.width] = max(behind, fills.get(entry.width, 0))
        return fills

    # ------------------------------------------------------------ heads, and text that is no row

    def _head(self, segment: Segment) -> Head | None:
        """The heads in front of a row: what stands between its label and the prose or the section's heading."""
        tokens: list[Token] = []
        caption = ""
        before = segment.labels[: len(segment.labels) - segment.label_tokens]
        for token in reversed(before):
            folded = fold(token.text)
            if folded in self.vocabulary.captions:
                caption = token.text.strip()
                break
            if len(folded) > _PROSE and not self.vocabulary.is_label(token.text):
                break
            if self._is_section(token):
                break
            if folded and folded not in self.vocabulary.corners and folded not in self.vocabulary.stubs:
                tokens.insert(0, token)
        text = "".join(fold(token.text) for token in tokens)
        if not text:
            return None
        return Head(text, self._whole_labels(tokens), caption, self._place(tokens[0]))

    def _whole_labels(self, tokens: Sequence[Token]) -> list[str]:
        """The heads' labels, those put together again that are broken over several lines."""
        texts = ["".join(token.text.split()) for token in tokens]
        labels: list[str] = []
        while texts:
            count = next((n for n in range(6, 1, -1) if fold("".join(texts[:n])) in self.vocabulary.words), 1)
            labels.append("".join(texts[:count]))
            texts = texts[count:]
        return labels

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
            self.found.troubles.append((cluster.table, f"表中“{label}”一行不在格式之内，没有读入。", place))

    def _is_cell_text(self, token: Token) -> bool:
        known = self.vocabulary.is_label(token.text) or self._is_section(token)
        return len(token.text) <= _PROSE and not known

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
            slots: list[Slot] = []
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
            if self._is_section(token) or not (self.vocabulary.is_label(token.text) or token in segment.labels[-1:]):
                break
            start = token.line
        end = self.segments[last].values[-1].line
        self.found.lines.update(range(start, end + 1))

    def _place(self, token: Token) -> str:
        return self.lines[token.line].place

    def _empty_tables(self) -> None:
        """The rows of tables in which no figure stands at all, as on a form not filled in."""
        labels = self._rows_without_figures()
        for table in self.vocabulary.entries:
            self._rows_left_empty(table, set(), labels)
        self.found.lines.update(token.line for token in labels)

    # ------------------------------------------------------------ what cannot be read

    def _rows_without_figures(self) -> list[Token]:
        """Labels of rows, as many as only a table has, also where no figure follows them."""
        labels = [token for token in self.tokens if token.kind == "label" and self.vocabulary.find(token.text)]
        return labels if len(labels) >= _SURELY_A_TABLE else []

    def _kept_once(self) -> bool:
        """Whether every text of the tables stands only once, so that most figures and their columns are lost."""
        labels = self._rows_without_figures()
        if not labels:
            return False
        first, last = labels[0].line, labels[-1].line
        inside = [token for token in self.tokens if first <= token.line <= last and token.kind != "empty"]
        figures = [token for token in inside if token.kind == "value"]
        kept = Counter(fold(token.text) or token.text for token in (*labels, *figures))
        if any(count > 1 for count in kept.values()) or len(figures) >= len(labels):
            return False
        corners = sum(fold(token.text) in self.vocabulary.corners for token in self.tokens)
        captions = sum(fold(token.text) in self.vocabulary.captions for token in self.tokens)
        if not figures and not (captions > 1 and corners == 1):
            return False
        place = self._place(labels[0])
        sections = {entry.table for token in labels for entry in self.vocabulary.find(token.text)}
        head = fold("".join(token.text for token in self.tokens if token.kind == "label"))
        for entry in self.vocabulary.unlabelled:
            if sum(word in head for word in entry.head_words) * 2 >= len(entry.head_words):
                sections.add(entry.table)
        for table in self.vocabulary.entries:
            if table not in sections:
                continue
            self.found.unreadable.add(table)
            title = self.vocabulary.table_titles[table]
            message = f"“{title}”表中相同的文字和数字只保留了一次，无法判定各数属于哪一格，没有读入。"
            self.found.troubles.append((table, message, place))
        self.found.rows.clear()
        self.found.lines.update(token.line for token in inside)
        return True

    def _glued(self) -> None:
        """Say which tables have labels and figures run together without anything between them."""
        glued: dict[str, list[Token]] = {}
        for token in self.tokens:
            if token.kind != "label" or not token.text[-1].isdigit() or len(token.text) > 120:
                continue
            match = _GLUED.fullmatch(token.text.strip())
            if match is None:
                continue
            for entry in self.vocabulary.find(match["label"])[:1]:
                glued.setdefault(entry.table, []).append(token)
        present = {row.entry.table for row in self.found.rows if row.slots}
        for table, tokens in glued.items():
            if table in present and len(tokens) < 2:
                continue
            self.found.unreadable.add(table)
            title = self.vocabulary.table_titles[table]
            example = tokens[0].text.strip()
            message = f"“{title}”表中文字与数字连在一起（如“{example}”），无法分开，没有读入。"
            self.found.troubles.append((table, message, self._place(tokens[0])))
            self.found.lines.update(token.line for token in tokens)
        self._glued_unlabelled(bool(glued))

    def _glued_unlabelled(self, others: bool) -> None:
        for entry in self.vocabulary.unlabelled:
            if any(row.entry is entry for row in self.found.rows):
                continue
            for token in self.tokens:
                text = token.text.strip()
                if text.isdigit() and len(text) >= entry.width and (others or parse_cell(text).value is None):
                    self.found.unreadable.add(entry.table)
                    title = self.vocabulary.table_titles[entry.table]
                    message = f"“{title}”表中的数字连在一起（“{text}”），无法分开，没有读入。"
                    self.found.troubles.append((entry.table, message, self._place(token)))
                    self.found.lines.add(token.line)
                    return


def _segments(tokens: Sequence[Token]) -> list[Segment]:
    segments: list[Segment] = []
    current = Segment([], [])
    for token in tokens:
        if token.kind == "label":
            if any(each.kind == "value" for each in current.values) or (current.values and not current.labels):
                segments.append(current)
                current = Segment([], [])
            elif current.values:
                current.values = []  # filling behind a head
            current.labels.append(token)
        else:
            current.values.append(token)
    if current.labels or current.values:
        segments.append(current)
    return segments
