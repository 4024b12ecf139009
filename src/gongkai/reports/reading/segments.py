"""Runs of labels and values in running text, and the rows that they are told to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gongkai.reports.reading.folding import fold, without_enumerator
from gongkai.reports.reading.matching import closest
from gongkai.reports.reading.rows import Head
from gongkai.reports.reading.tokens import Token
from gongkai.reports.reading.vocabulary import Entry, Vocabulary

_LONGEST_LABEL = 8
"""Of so many pieces at most a row's label is put together again."""
_WIDEST_GAP = 14
"""Runs of text without a known row between two rows of one table: more of them part two tables."""
SURELY_A_TABLE = 8
"""So many rows' labels stand together in tables only."""
_SHORTEST_PART = 3
_LONGEST_HEAD = 80
"""Of so many pieces at most the heads over a row are made, broken letter by letter as they may be."""
PROSE = 45
"""A longer line that is no label ends the heads of a table."""


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
    def before(self) -> list[Token]:
        """The labels in front of the row's own."""
        return self.labels[: len(self.labels) - self.label_tokens]

    @property
    def own(self) -> list[Token]:
        """The pieces of the row's own label."""
        return self.labels[len(self.labels) - self.label_tokens :]


@dataclass(slots=True)
class Cluster:
    """Rows of one table that stand together."""

    table: str
    segments: list[int] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


class Matcher:
    """Tells of each segment which row of the forms it is, and which rows are a table together."""

    def __init__(self, tokens: Sequence[Token], vocabulary: Vocabulary, place: Callable[[Token], str]) -> None:
        self.vocabulary = vocabulary
        self.place = place
        self.segments = _segments(tokens, self._is_row, vocabulary.is_label)
        self.copies = 1

    def clusters(self) -> list[Cluster]:
        """The tables found, the one with most rows first; the segments of their rows know their entries."""
        for segment in self.segments:
            self._match(segment)
        clusters = self._clusters()
        for cluster in clusters:
            self._match_by_likeness(cluster)
        return clusters

    def _is_row(self, text: str, cells: int) -> bool:
        """Whether empty cells behind a label are a row's; a group's label is one only where they are as many."""
        entries = self.vocabulary.find(text)
        return bool(entries) and (fold(text) not in self.vocabulary.stubs or cells >= entries[0].width)

    def is_section(self, token: Token) -> bool:
        """Whether a label is a section's heading, with or without its number."""
        return fold(without_enumerator(token.text)) in self.vocabulary.sections

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
            if len(segment.values) * 2 < entry.width or not 0 < figures <= 2 * entry.width:
                continue
            head = fold("".join(token.text for token in segment.labels[-_LONGEST_HEAD:]))
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
        if longest >= SURELY_A_TABLE:
            self.copies = sum(2 * len(cluster.keys) > longest for cluster in clusters)

    def _is_table(self, cluster: Cluster) -> bool:
        """Whether rows that stand together are a table, and not words of the prose."""
        rows = [self.segments[at] for at in cluster.segments]
        if len(rows) >= min(3, len(self.vocabulary.entries[cluster.table])):
            return True
        if any(not row.label_tokens for row in rows):
            return True
        return any(self._head_fits(row) for row in rows)

    def _head_fits(self, segment: Segment) -> bool:
        head = self.head(segment)
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

    def head(self, segment: Segment) -> Head | None:
        """The heads in front of a row: what stands between its label and the prose or the section's heading."""
        tokens: list[Token] = []
        caption = ""
        for token in reversed(segment.before[-_LONGEST_HEAD:]):
            folded = fold(token.text)
            if folded in self.vocabulary.captions:
                caption = token.text.strip()
                break
            if len(folded) > PROSE and not self.vocabulary.is_label(token.text):
                break
            if self.is_section(token):
                break
            if folded and folded not in self.vocabulary.corners and folded not in self.vocabulary.stubs:
                tokens.insert(0, token)
        text = "".join(fold(token.text) for token in tokens)
        if not text:
            return None
        return Head(text, self._whole_labels(tokens), caption, self.place(tokens[0]))

    def _whole_labels(self, tokens: Sequence[Token]) -> list[str]:
        """The heads' labels, those put together again that are broken over several lines."""
        texts = ["".join(token.text.split()) for token in tokens]
        labels: list[str] = []
        while texts:
            count = next((n for n in range(6, 1, -1) if fold("".join(texts[:n])) in self.vocabulary.words), 1)
            labels.append("".join(texts[:count]))
            texts = texts[count:]
        return labels


def _segments(
    tokens: Sequence[Token], is_row: Callable[[str, int], bool], is_label: Callable[[str], bool]
) -> list[Segment]:
    """The tokens as runs; empty cells behind a label that is no row's are the filling of merged cells."""
    segments: list[Segment] = []
    current, valued = Segment([], []), False
    for token in tokens:
        if token.kind != "label":
            current.values.append(token)
            valued = valued or token.kind == "value"
            continue
        if current.values:
            labels, values = current.labels, current.values
            if labels and len(values) == 1 and valued and _is_slash(labels[-1], values[0], token, is_label):
                labels.append(values[0])
            elif valued or not labels or is_row(labels[-1].text, len(values)):
                segments.append(current)
                current = Segment([], [])
            current.values = []  # else filling behind a head
            valued = False
        current.labels.append(token)
    if current.labels or current.values:
        segments.append(current)
    return segments


def _is_slash(before: Token, mark: Token, after: Token, is_label: Callable[[str], bool]) -> bool:
    """Whether a slash on a line of its own is a part of the label that is broken around it."""
    return mark.text.strip() in ("/", "／") and is_label(f"{before.text}{after.text}")
