"""A workbook's cells written anew: found words in numbers and results of formulas, and all that the workbook hides."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from gongkai.documents.disclosure.hidden.excel import unseen_styles
from gongkai.documents.disclosure.rewriting.parts import Parts
from gongkai.documents.disclosure.rewriting.strands import replaced
from gongkai.documents.limits import Limits
from gongkai.documents.package import Package
from gongkai.documents.xlsx import MAIN, VISIBLE, Workbook, address

_C, _F, _V, _IS, _T = (MAIN + name for name in ("c", "f", "v", "is", "t"))
_STRINGS = "xl/sharedStrings.xml"
_NUMBER = re.compile(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?")


def replace_in_cells(parts: Parts, package: Package, words: Mapping[str, str], limits: Limits) -> int:
    """Cells that show one of the words and are no shared text become texts of their own, without their formula."""
    book, count, formulas = Workbook(package, limits), 0, False
    for _, part, _ in book.sheets():
        cells = _cells(parts, part)
        for (row, column), text in book.read_sheet(part).texts.items():
            cell = cells.get(address("", row, column)[1:])
            if cell is None or (cell.get("t") == "s" and cell.find(_F) is None):
                continue
            new, often = replaced(text, words)
            if often:
                formulas |= cell.find(_F) is not None
                _set_text(cell, new)
                count += often
    if formulas:
        # Another cell may share the formula that went, and any may find what it showed again.
        _freeze(parts)
    return count


def tidy_numbers(parts: Parts) -> None:
    """Numbers remembered by charts and pivot tables that a mask has made texts: the file would be broken."""
    for name, root in parts.trees():
        if name.startswith("xl/charts/"):
            for point in list(root.iter("{*}pt")):
                value = point.findtext("{*}v") or ""
                if etree.QName(point.getparent()).localname == "numCache" and not _NUMBER.fullmatch(value):
                    point.getparent().remove(point)
        elif name.startswith("xl/pivotCache/"):
            for item in root.iter(f"{MAIN}n"):
                if not _NUMBER.fullmatch(item.get("v", "")):
                    item.tag = f"{MAIN}s"


def clear_excel(parts: Parts, package: Package, limits: Limits) -> None:
    """Take out hidden sheets, what stands in hidden rows and columns and in unseen cells, comments and old versions.

    Where anything hidden goes, formulas give way to their results: they might have read it.
    """
    book = Workbook(package, limits)
    every, unseen = list(book.sheets()), unseen_styles(package)
    hidden = [(name, part) for name, part, state in every if state != VISIBLE]
    emptied = False
    for _, part, state in every:
        if state != VISIBLE:
            continue
        sheet = book.read_sheet(part)
        cells = _cells(parts, part)
        for row, column in sheet.texts:
            cell = cells.get(address("", row, column)[1:])
            out_of_sight = row in sheet.hidden_rows or any(column in columns for columns in sheet.hidden_columns)
            if cell is not None and (out_of_sight or cell.get("s", "0") in unseen):
                _empty(cell)
                emptied = True
        root = parts.xml(part)
        for drawing in [] if root is None else list(root.iter(f"{MAIN}legacyDrawing")):
            drawing.getparent().remove(drawing)
    _drop_sheets(parts, {name: at for at, (name, _, state) in enumerate(every) if state != VISIBLE})
    dropped = {part for _, part in hidden}
    if parts.unlink(lambda word, target: target in dropped):
        parts.collect()
    parts.drop("comments", "threadedComment", "person", "vmlDrawing", "revisionHeaders", "usernames")
    if emptied or hidden:
        _freeze(parts)
        _forget_strings(parts)


def _cells(parts: Parts, part: str) -> dict[str, etree._Element]:
    root = parts.xml(part)
    return {} if root is None else {each.get("r", ""): each for each in root.iter(_C)}


def _set_text(cell: etree._Element, text: str) -> None:
    _empty(cell)
    cell.set("t", "inlineStr")
    written = etree.SubElement(etree.SubElement(cell, _IS), _T)
    written.text = text


def _empty(cell: etree._Element) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)


def _drop_sheets(parts: Parts, hidden: Mapping[str, int]) -> None:
    """Their lines in the workbook, and the names that mean places in them."""
    root = parts.xml("xl/workbook.xml")
    if root is None or not hidden:
        return
    for sheet in list(root.iterfind(f"{MAIN}sheets/{MAIN}sheet")):
        if sheet.get("name") in hidden:
            sheet.getparent().remove(sheet)
    for view in root.iter(f"{MAIN}workbookView"):
        view.attrib.pop("activeTab", None)
        view.attrib.pop("firstSheet", None)
    for each in list(root.iter(f"{MAIN}definedName")):
        at = int(each.get("localSheetId", "-1"))
        if at in hidden.values() or any(name in (each.text or "") for name in hidden):
            each.getparent().remove(each)
        elif at >= 0:
            each.set("localSheetId", str(at - sum(gone < at for gone in hidden.values())))
    for names in list(root.iterfind(f"{MAIN}definedNames")):
        if not len(names):
            root.remove(names)


def _sheet_trees(parts: Parts) -> list[etree._Element]:
    return [root for name, root in parts.trees() if name.startswith("xl/worksheets/") and name.endswith(".xml")]


def _freeze(parts: Parts) -> None:
    """Every formula gives way to the result that the file holds."""
    for root in _sheet_trees(parts):
        for formula in list(root.iter(_F)):
            formula.getparent().remove(formula)
    parts.drop("calcChain")


def _forget_strings(parts: Parts) -> None:
    """Shared texts that no cell uses any more."""
    strings = parts.xml(_STRINGS)
    if strings is None:
        return
    used = {cell.findtext(_V) for root in _sheet_trees(parts) for cell in root.iter(_C) if cell.get("t") == "s"}
    for at, item in enumerate(strings.iterfind(f"{MAIN}si")):
        if str(at) not in used:
            for child in list(item):
                item.remove(child)
            etree.SubElement(item, _T)
