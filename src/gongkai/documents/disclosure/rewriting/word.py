"""A Word file cleared: changes accepted, comments, hidden text and what names people taken out."""

from __future__ import annotations

from lxml import etree

from gongkai.documents.disclosure.hidden.word import hidden_styles, hides
from gongkai.documents.disclosure.rewriting.parts import Parts
from gongkai.documents.docx import is_on
from gongkai.documents.docx_numbers import VAL, W
from gongkai.documents.package import Package

_P, _R, _PPR, _RPR = f"{W}p", f"{W}r", f"{W}pPr", f"{W}rPr"
_INSERTED = (f"{W}ins", f"{W}moveTo")
_DELETED = (f"{W}del", f"{W}moveFrom")
_TRACES = tuple(
    W + name
    for name in [
        "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange",
        "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "moveFromRangeStart", "moveFromRangeEnd",
        "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd",
        "customXmlDelRangeStart", "customXmlDelRangeEnd", "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd", "commentRangeStart", "commentRangeEnd",
        "commentReference",
    ]
)  # fmt: skip
"""What is left of changes and comments once these are decided."""
_COMMENTS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")


def clear_word(parts: Parts, package: Package) -> None:
    """Take out what Word hides. `package` is the file as it was."""
    styles = hidden_styles(package)
    for name in parts.names:
        root = parts.xml(name) if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1 else None
        if root is not None:
            _accept_changes(root)
            _take_out_hidden(root, styles)
    settings = parts.xml("word/settings.xml")
    if settings is not None:
        for each in list(settings.iter(f"{W}docVars", f"{W}trackRevisions", f"{W}rsids")):
            each.getparent().remove(each)
    parts.drop(*_COMMENTS)


def _accept_changes(root: etree._Element) -> None:
    for row in [each for each in root.iter(f"{W}tr") if each.find(f"{W}trPr/{W}del") is not None]:
        row.getparent().remove(row)
    for paragraph in [each for each in root.iter(_P) if _mark_deleted(each)]:
        _join_with_next(paragraph)
    for change in list(root.iter(*_DELETED)):
        change.getparent().remove(change)
    for change in list(root.iter(*_INSERTED)):
        _unwrap(change)
    for trace in list(root.iter(*_TRACES)):
        trace.getparent().remove(trace)


def _mark_deleted(paragraph: etree._Element) -> bool:
    return any(paragraph.find(f"{_PPR}/{_RPR}/{each}") is not None for each in _DELETED)


def _join_with_next(paragraph: etree._Element) -> None:
    """A paragraph whose end was deleted goes on with the next one's text, in that one's place."""
    following = paragraph.getnext()
    if following is None or following.tag != _P:
        return  # the last of a cell stays, or the cell would be damaged
    at = 1 if following.find(_PPR) is not None else 0
    for child in reversed([each for each in paragraph if each.tag != _PPR]):
        following.insert(at, child)
    paragraph.getparent().remove(paragraph)


def _unwrap(element: etree._Element) -> None:
    parent, at = element.getparent(), element.getparent().index(element)
    for child in reversed(list(element)):
        parent.insert(at, child)
    parent.remove(element)


def _take_out_hidden(root: etree._Element, styles: set[str]) -> None:
    for row in [each for each in root.iter(f"{W}tr") if is_on(each.find(f"{W}trPr/{W}hidden"))]:
        row.getparent().remove(row)
    for paragraph in list(root.iter(_P)):
        style = paragraph.find(f"{_PPR}/{W}pStyle")
        hidden = style is not None and style.get(VAL) in styles
        for run in list(paragraph.iter(_R)):
            own = next(run.iterancestors(_P), None) is paragraph
            if own and hides(run, hidden, styles) and "".join(run.itertext(f"{W}t", with_tail=False)).strip():
                run.getparent().remove(run)
