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

from dataclasses import replace

from gongkai.documents.damage import invisible, mojibake, readings, script, shifted
from gongkai.documents.damage.passages import Passage, Work
from gongkai.documents.damage.traces import has_traces
from gongkai.documents.model import Document, Grid, GridCell, Paragraph

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
    work = _open(document)
    if work is None:
        return document
    for step in (mojibake.decode_again, invisible.clean, shifted.realign, readings.strip):
        step(work)
    return _rebuild(document, work)


def simplify(document: Document) -> Document:
    """The document in simplified script, converted if most of it is in traditional script."""
    work = _open(document)
    if work is None:
        return document
    script.convert(work)
    return _rebuild(document, work)


def _open(document: Document) -> Work | None:
    """The document's texts as passages to work on; None where no trace of damage is in any."""
    passages = [Passage(document.title or "", "title")]
    passages += [Passage(value, f"meta {name}") for name, value in document.metadata.items()]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            passages.append(Passage(block.text, block.place))
        else:
            passages += [Passage(cell.text, "", (block, cell)) for row in block.rows for cell in row]
    if not has_traces("\n".join(passage.text for passage in passages)):
        return None
    return Work(passages)


def _rebuild(document: Document, work: Work) -> Document:
    """A new document with the passages' texts in the places they were taken from."""
    if not (work.changed or work.damage):
        return document
    texts = iter(work.passages)
    title = next(texts).text
    metadata = {name: next(texts).text for name in document.metadata}
    blocks: list[Paragraph | Grid] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            blocks.append(Paragraph(next(texts).text, block.place))
        else:
            blocks.append(
                Grid([[_with_text(cell, next(texts).text) for cell in row] for row in block.rows], block.place)
            )
    return replace(
        document,
        blocks=blocks,
        title=None if document.title is None else title,
        metadata=metadata,
        repairs=document.repairs + work.repairs,
        damage=document.damage + work.damage,
    )


def _with_text(cell: GridCell, text: str) -> GridCell:
    return cell if cell.text == text else replace(cell, text=text)
