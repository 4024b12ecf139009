"""What storage, conversion and copying have done to a document's characters: found, and put back where that is certain.

`repair` makes these passes, in this order:

1. `mojibake`: text decoded by the wrong table is encoded back and decoded by the right one, where nothing was lost.
2. `invisible`: control characters are deleted and said; zero-width characters, soft hyphens and look-alike glyphs of
   PDF fonts (Kangxi radicals) stand for nothing or for the very same character and are normalised without a word.
3. `shifted`: GBK bytes that a tool working on bytes has put out of step are read in step again.
4. `readings`: pinyin that was inserted behind characters is deleted.
5. `script`: a document in traditional script is converted to simplified, for the forms' labels are simplified.

Every pass either knows what stood there or leaves the text and says so in `Document.damage`; each module states its
criterion of certainty. Text without any trace of damage costs two regular expression scans.
"""

from __future__ import annotations

from gongkai.documents.damage import invisible, mojibake, readings, script, shifted
from gongkai.documents.damage.passages import texts, work_on
from gongkai.documents.damage.traces import has_traces
from gongkai.documents.model import Document

__all__ = ["repair", "restore", "simplify"]


def repair(document: Document) -> Document:
    """The document with its certain damage mended and in simplified script.

    The document given is left as it is and stays the witness of what is printed: blocks, rows and cells of the result
    stand one to one with its own. Where there is nothing to do, it is itself returned. `repairs` and `damage` of the
    result add to those that the document had. Raises nothing.
    """
    return simplify(restore(document))


def restore(document: Document) -> Document:
    """`repair` without the last pass: the text as its author printed it, traditional script kept."""
    if not _is_suspect(document):
        return document
    return work_on(document, mojibake.decode_again, invisible.clean, shifted.realign, readings.strip)


def simplify(document: Document) -> Document:
    """The document in simplified script, converted if most of it is in traditional script."""
    return work_on(document, script.convert) if _is_suspect(document) else document


def _is_suspect(document: Document) -> bool:
    return has_traces("\n".join(texts(document)))
