"""Tables in running text that have lost what tells their figures apart: said, and never read for blank or 0."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from gongkai.reports.reading.folding import fold
from gongkai.reports.reading.rows import Found
from gongkai.reports.reading.segments import SURELY_A_TABLE
from gongkai.reports.reading.tokens import Token
from gongkai.reports.reading.values import parse_cell
from gongkai.reports.reading.vocabulary import Vocabulary

_GLUED = re.compile(r"(?P<label>.*?[^\d.,+\-\s])\s?[+\-]?\d[\d.,+\-]*(?:万?元)?")
_LONGEST_ROW = 120

Place = Callable[[Token], str]


def row_labels(tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """The labels of rows among the tokens, where there are as many as only a table has, with figures or without."""
    labels = [token for token in tokens if token.kind == "label" and vocabulary.find(token.text)]
    return labels if len(labels) >= SURELY_A_TABLE else []


def kept_once(tokens: Sequence[Token], vocabulary: Vocabulary, found: Found, place: Place) -> bool:
    """Whether every text of the tables stands only once, so that most figures and their columns are lost; says so."""
    labels = row_labels(tokens, vocabulary)
    if not labels:
        return False
    first, last = labels[0].line, labels[-1].line
    inside = [token for token in tokens if first <= token.line <= last and token.kind != "empty"]
    figures = [token for token in inside if token.kind == "value"]
    copies = Counter(fold(token.text) or token.text for token in (*labels, *figures))
    if max(copies.values()) > 1 or len(figures) >= len(labels):
        return False
    corners = sum(fold(token.text) in vocabulary.corners for token in tokens)
    captions = sum(fold(token.text) in vocabulary.captions for token in tokens)
    if not figures and not (captions > 1 and corners == 1):
        return False
    tables = {entry.table for token in labels for entry in vocabulary.find(token.text)}
    head = fold("".join(token.text for token in tokens if token.kind == "label"))
    for entry in vocabulary.unlabelled:
        if sum(word in head for word in entry.head_words) * 2 >= len(entry.head_words):
            tables.add(entry.table)
    for table in (table for table in vocabulary.entries if table in tables):
        reason = "相同的文字和数字只保留了一次，无法判定各数属于哪一格"
        _say(found, vocabulary, table, reason, place(labels[0]))
    found.lines.update(token.line for token in inside)
    return True


def say_glued(tokens: Sequence[Token], vocabulary: Vocabulary, found: Found, place: Place) -> None:
    """Say which tables, or rows of a table else sound, have label and figures run together without a gap."""
    glued: dict[str, list[Token]] = {}
    for token in tokens:
        text = token.text.strip()
        if token.kind == "label" and text[-1].isdigit() and len(text) <= _LONGEST_ROW:
            match = _GLUED.fullmatch(text)
            for entry in vocabulary.find(match["label"])[:1] if match else ():
                glued.setdefault(entry.table, []).append(token)
    present = {row.entry.table for row in found.rows if row.slots}
    for table, rows in glued.items():
        if table not in present:
            reason = f"文字与数字连在一起（如“{rows[0].text.strip()}”），无法分开"
            _say(found, vocabulary, table, reason, place(rows[0]))
            found.lines.update(token.line for token in rows)
            continue
        for token in rows:
            if token.line in found.lines:
                message = f"“{token.text.strip()}”一行的文字与数字连在一起，无法分开，没有读入。"
                found.troubles.append((table, message, place(token)))
    for entry in vocabulary.unlabelled:
        if any(row.entry is entry for row in found.rows):
            continue
        for token in tokens:
            text = token.text.strip()
            if text.isdigit() and len(text) >= entry.width and (glued or parse_cell(text).value is None):
                _say(found, vocabulary, entry.table, f"数字连在一起（“{text[:40]}”），无法分开", place(token))
                found.lines.add(token.line)
                break


def _say(found: Found, vocabulary: Vocabulary, table: str, reason: str, place: str) -> None:
    found.unreadable.add(table)
    title = vocabulary.table_titles[table]
    found.troubles.append((table, f"“{title}”表中{reason}，没有读入。", place))
