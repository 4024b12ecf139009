"""Wholesale replacement of a word, as a careless "replace all" leaves it in every sentence and even in the form.

The statutory labels prove it: an office may word its sentences as it likes, but not the form's labels. The repair is
certain, and made, where all of this holds:

* A label of a form stands in the document with one phrase in place of one of its words, all the rest of the label being
  as the form prints it (at least eight characters and seven tenths of it).
* The phrase, of five characters or more and longer than the word, stands three times or more, each time between other
  words; a phrase that short is a word that an author may have chosen.
* The word itself, which such a text can hardly do without, stands nowhere in the document.
* The phrase is no part of any label.

The phrase is then replaced by the word wherever it stands, each time said with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from gongkai.documents.damage.passages import Passage, Work, work_on
from gongkai.documents.model import Document, Repair
from gongkai.law.forms import Form, Forms

_SHORTEST_LABEL = 10
_SHORTEST_PHRASE = 5
_LONGEST_PHRASE = 60
_LONGEST_WORD = 6
_LEAST_KEPT = 8
_MOST_WINDOWS = 5
_WORD = re.compile(r"[\u4e00-\u9fff]+")
_SEED = 5
"""With so many characters of a label at either end, it is worth looking for the label with a phrase in it."""

_LONGEST_TEXT = 300_000
"""No report is longer; what is, is not searched, so that a hostile file costs no time here."""

_WIDTHS = str.maketrans("():;,", "（）：；，")
"""Punctuation that a document may print in either width; one to one, so that places stay the same."""


def repair_replaced_words(document: Document, forms: Forms) -> Document:
    """The document with a wholesale replacement undone where the forms' labels prove it, else the document itself.

    Neither the document given nor its blocks are changed; the result's blocks stand one to one with its own.
    """
    labels = _labels(forms)

    def undo(work: Work) -> None:
        replaced = _find(work.passages, labels)
        if replaced is not None:
            _undo(work, *replaced)

    return work_on(document, undo)


def _labels(forms: Forms) -> tuple[str, ...]:
    """All labels of the forms that are long enough to be known again with a word lost, longest first."""
    labels = {label.translate(_WIDTHS) for form in forms.values() for label in _labels_of(form)}
    return tuple(sorted((label for label in labels if len(label) >= _SHORTEST_LABEL), key=len, reverse=True))


def _labels_of(form: Form) -> Iterator[str]:
    for section in form.sections:
        yield from (section.title, *section.aliases)
    for table in form.tables:
        yield table.title
        for block in table.blocks:
            yield from (block.caption, block.corner)
            for column in block.columns:
                yield from (column.label, *column.aliases, *column.heads)
            for row in block.rows:
                yield from (row.label, row.note, row.printed, *row.aliases, *row.stub)


def _find(passages: list[Passage], labels: tuple[str, ...]) -> tuple[str, str, str] | None:
    """The phrase, the word that it stands for and the label that proves it; None where nothing is proved."""
    whole = "\n".join(passage.text for passage in passages).translate(_WIDTHS)
    if len(whole) > _LONGEST_TEXT:
        return None
    proved: list[tuple[int, int, str, str, str]] = []
    for label in labels:
        if label in whole:
            continue
        candidates = {item for window in _windows(label, whole) for item in _replacements(label, window)}
        for phrase, word in candidates:
            if word not in whole and not any(phrase in other for other in labels):
                contexts = _contexts(phrase, whole)
                if len(contexts) >= 3:
                    proved.append((len(contexts), -len(word), phrase, word, label))
    if not proved:
        return None
    *_, phrase, word, label = max(proved)
    return phrase, word, label


def _windows(label: str, whole: str) -> set[str]:
    """The first surroundings in which the label's beginning or end stands, wide enough for it with a phrase in it."""
    reach = len(label) + _LONGEST_PHRASE + 1
    windows = set()
    for seed in (label[:_SEED], label[-_SEED:]):
        for found in islice(re.finditer(re.escape(seed), whole), _MOST_WINDOWS):
            start = max(whole.rfind("\n", 0, found.start()) + 1, found.start() - reach)
            line_end = whole.find("\n", found.end())
            end = min(len(whole) if line_end < 0 else line_end, found.end() + reach)
            windows.add(whole[start:end])
    return windows


def _replacements(label: str, text: str) -> Iterator[tuple[str, str]]:
    """Each phrase that stands in the text in place of a word of the label, with the word."""
    for start in range(len(label)):
        before = label[:start]
        if before not in text:
            return
        for end in range(start + 2, min(len(label), start + _LONGEST_WORD) + 1):
            word, after = label[start:end], label[end:]
            kept = len(before) + len(after)
            if kept < max(_LEAST_KEPT, 0.7 * len(label)) or after not in text or not _WORD.fullmatch(word):
                continue
            shortest = max(_SHORTEST_PHRASE, len(word) + 1)
            # A phrase at either end of the label has nothing there to bound it but the passage's own end.
            pattern = f"{re.escape(before) or '^'}(.{{{shortest},{_LONGEST_PHRASE}}}?){re.escape(after) or '$'}"
            found = re.search(pattern, text)
            if found:
                yield found[1], word


def _contexts(phrase: str, whole: str) -> set[tuple[str, str]]:
    """The different surroundings in which the phrase stands."""
    found = re.finditer(re.escape(phrase), whole)
    return {(whole[max(0, match.start() - 2) : match.start()], whole[match.end() : match.end() + 2]) for match in found}


def _undo(work: Work, phrase: str, word: str, label: str) -> None:
    """Puts the word back wherever the phrase stands."""
    reason = (
        f"法定表样文字“{label}”中的“{word}”在本文件中被印成这一短语，"
        f"而全文再无“{word}”一词：系全文替换失误，已逐处还原。"
    )
    for passage in work.passages:
        printed = passage.text
        kept, end = [], 0
        for found in re.finditer(re.escape(phrase), printed.translate(_WIDTHS)):
            kept.append(printed[end : found.start()])
            end = found.end()
            raw = printed[found.start() : end]
            work.repairs.append(Repair(passage.place, raw, word, reason, "replacement"))
        if kept:
            work.change(passage, word.join([*kept, printed[end:]]))
