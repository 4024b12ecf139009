"""What an Excel workbook hides: sheets, rows, columns, comments, unseen cells, cached data, formulas reaching out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from lxml import etree

from gongkai.documents.disclosure.finding import Finding, found
from gongkai.documents.package import Package
from gongkai.documents.xlsx import MAIN, VISIBLE, Sheet, Workbook, address

_DDE = re.compile(r"(?i)\bcmd\||\bDDE\s*\(|[A-Za-z0-9_.]+\|'[^']*'!")
_OUTSIDE = re.compile(r"(?i)\b(?:WEBSERVICE|FILTERXML|RTD)\s*\(")
_UNSEEN_FORMAT = re.compile(r"\s*;\s*;\s*;?\s*")
_WHITE = re.compile(r"(?i)(?:ff)?f{6}")
_BETWEEN = " | "
"""Between the cells of a finding's text, so that digits of two cells are never one number."""


def find_in_excel(package: Package) -> Iterator[Finding]:
    """What the workbook's parts hide. Raises UnusableDocument where one is damaged or beyond the limits."""
    workbook = Workbook(package, package.limits)
    unseen = unseen_styles(package)
    for name, part, state in workbook.sheets():
        sheet = workbook.read_sheet(part)
        if state == VISIBLE:
            yield from _hidden_lines(name, sheet)
        else:
            note = "深度隐藏，在界面上无法取消隐藏。" if state == "veryHidden" else ""
            text = _joined(sheet, sheet.texts)
            yield found("hidden_sheet", text, f"工作表“{name}”", level=None if text else "warn", note=note)
        yield from _cells(package, name, part, sheet, unseen)
        yield from _comments(package, name, part)
    yield from _workbook_parts(package)


def _hidden_lines(name: str, sheet: Sheet) -> Iterator[Finding]:
    for first, last in _ranges({row for row, _ in sheet.texts} & sheet.hidden_rows):
        cells = [cell for cell in sheet.texts if first <= cell[0] <= last]
        where = f"第{first + 1}行" if first == last else f"第{first + 1}至{last + 1}行"
        yield found("hidden_row", _joined(sheet, cells), f"工作表“{name}”{where}")
    used = {column for _, column in sheet.texts}
    hidden = {column for column in used if any(column in columns for columns in sheet.hidden_columns)}
    for first, last in _ranges(hidden):
        cells = [cell for cell in sheet.texts if first <= cell[1] <= last]
        where = f"{_letters(first)}列" if first == last else f"{_letters(first)}至{_letters(last)}列"
        yield found("hidden_column", _joined(sheet, cells), f"工作表“{name}”{where}")


def _cells(package: Package, name: str, part: str, sheet: Sheet, unseen: set[str]) -> Iterator[Finding]:
    """Cells whose format hides them, and formulas that start or ask something outside."""
    hidden = []
    for cell in package.elements(part, f"{MAIN}c"):
        where = f"{name}!{cell.get('r', '')}"
        formula = cell.findtext(f"{MAIN}f") or ""
        if _DDE.search(formula):
            yield found("dde", formula, where)
        elif _OUTSIDE.search(formula):
            yield found("external_link", formula, where, note="公式会访问外部数据。")
        if cell.get("s", "0") in unseen and len(cell):
            hidden.append(cell.get("r", ""))
    cells = [cell for cell in sheet.texts if address("", *cell)[1:] in set(hidden)]
    if cells:
        shown = "、".join(address("", *cell)[1:] for cell in cells[:5]) + ("等" if len(cells) > 5 else "")
        place = f"工作表“{name}”{shown}单元格"
        yield found("invisible_text", _joined(sheet, cells), place, note="格式使内容不显示，或字为白色。")


def unseen_styles(package: Package) -> set[str]:
    """Numbers of cell styles that show nothing: the number format ;;; or white letters without a fill."""
    root = package.xml("xl/styles.xml")
    if root is None:
        return set()
    formats = {
        each.get("numFmtId")
        for each in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
        if _UNSEEN_FORMAT.fullmatch(each.get("formatCode", ""))
    }
    white = {
        str(index)
        for index, font in enumerate(root.iterfind(f"{MAIN}fonts/{MAIN}font"))
        if (color := font.find(f"{MAIN}color")) is not None
        and (_WHITE.fullmatch(color.get("rgb", "")) or (color.get("theme") == "0" and not color.get("tint")))
    }
    filled = {
        str(index)
        for index, fill in enumerate(root.iterfind(f"{MAIN}fills/{MAIN}fill"))
        if (pattern := fill.find(f"{MAIN}patternFill")) is None or pattern.get("patternType", "none") != "none"
    }
    return {
        str(index)
        for index, style in enumerate(root.iterfind(f"{MAIN}cellXfs/{MAIN}xf"))
        if style.get("numFmtId") in formats
        or (style.get("fontId", "0") in white and style.get("fillId", "0") not in filled)
    }


def _comments(package: Package, name: str, part: str) -> Iterator[Finding]:
    folder, file = posixpath.split(part)
    relations = package.xml(f"{folder}/_rels/{file}.rels")
    for relation in () if relations is None else relations.iter("{*}Relationship"):
        if not relation.get("Type", "").endswith(("/comments", "/threadedComment")):
            continue
        target = posixpath.normpath(posixpath.join(folder, relation.get("Target", ""))).lstrip("/")
        root = package.xml(target)
        if root is None:
            continue
        authors = [author.text or "" for author in root.iterfind("{*}authors/{*}author")]
        for comment in root.iter("{*}comment", "{*}threadedComment"):
            number = comment.get("authorId", "")
            author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
            text = "".join(comment.itertext("{*}t", "{*}text", with_tail=False))
            note = f"署名：{author}" if author else ""
            yield found("comment", text.strip(), f"{name}!{comment.get('ref', '')}", note=note)


def _workbook_parts(package: Package) -> Iterator[Finding]:
    connections = package.xml("xl/connections.xml")
    for connection in () if connections is None else connections.iterchildren(etree.Element):
        details = [value for each in connection.iter(etree.Element) for key, value in each.items() if key != "id"]
        yield found("data_connection", _BETWEEN.join(details), "文件内部")
    for name in package.names:
        if re.fullmatch(r"xl/externalLinks/externalLink\d+\.xml", name):
            for link in package.elements(name, f"{MAIN}ddeLink"):
                yield found("dde", f"{link.get('ddeService', '')}|{link.get('ddeTopic', '')}", "外部链接")
        elif re.fullmatch(r"xl/pivotCache/pivotCache(?:Records|Definition)\d+\.xml", name):
            values = [item.get("v", "") for item in package.elements(name, f"{MAIN}s")]
            if any(values):
                yield found("cached_data", _BETWEEN.join(values), "数据透视表")
        elif name.startswith("xl/revisions/revisionLog"):
            yield found("old_revision", posixpath.basename(name), "文件内部", note="共享工作簿保留着修订记录。")


def _joined(sheet: Sheet, cells: Iterable[tuple[int, int]]) -> str:
    return _BETWEEN.join(sheet.texts[cell] for cell in sorted(cells))


def _ranges(numbers: set[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of consecutive numbers."""
    for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]


def _letters(column: int) -> str:
    return address("", 0, column)[1:-1]
