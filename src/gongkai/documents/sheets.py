"""A spreadsheet's bytes as sheets of lines: CSV in any encoding, XLSX with the values of its formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.documents.cell_values import EXCEL
from gongkai.documents.encoding import decode
from gongkai.documents.file_types import has_macros
from gongkai.documents.limits import Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.package import Package
from gongkai.documents.sniff import sniff
from gongkai.documents.xlsx import VISIBLE, Workbook

LARGEST = 50 * 1024 * 1024
"""Bytes of a file that is read at all."""
LIMITS = Limits(size=LARGEST, cells=8_000_000, characters=200_000_000, seconds=600.0)
MOST_COLUMNS = 200
UNCALCULATED = "\0"
"""What stands for a formula of which the file holds no result."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number as Excel (or a text editor) shows it, its texts by column, and whether it is hidden."""

    number: int
    texts: list[str]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the file. `lines` can be gone through once."""

    name: str
    lines: Iterator[Line]
    epoch: date = EXCEL


def sheets(data: bytes, name: str, limits: Limits = LIMITS) -> Iterator[Sheet]:
    """The tables of a CSV or XLSX file. Raises UnusableDocument with one sentence for any other, or a harmful one."""
    suffix = name.lower().rpartition(".")[2]
    if suffix == "xlsm" or (data.startswith(b"PK") and has_macros(data)):
        raise UnusableDocument("文件含有宏，不能接收；请另存为不含宏的 XLSX 或者 CSV 文件。")
    # By its name `sniff` would refuse a CSV file, which is no document.
    kind = sniff(data, "table.txt" if suffix == "csv" else name, limits)
    if kind == "xlsx":
        yield from _xlsx(data, limits)
    elif suffix in ("csv", "txt") and kind in ("text", "html"):
        yield Sheet("", _csv(data))
    else:
        raise UnusableDocument("只能读取 CSV 或者 XLSX 格式的表格；请另存为其中一种后再试。")


def _csv(data: bytes) -> Iterator[Line]:
    decoded = decode(data)
    if decoded.misfits:
        raise UnusableDocument(
            f"文件中有{decoded.misfits}处字节不是有效的{decoded.encoding.upper()}编码，请另存为 UTF-8 的 CSV。"
        )
    first = decoded.text[:10_000].partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter)
    start = 1
    try:
        for texts in reader:
            yield Line(start, [_unescaped(text) for text in texts])
            start = reader.line_num + 1
    except csv.Error:
        raise UnusableDocument(f"第{start}行不是正确的 CSV：单元格过长，或者引号没有成对。") from None


def _unescaped(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:2] in _FORMULA_STARTS and len(text) > 1 else text


def _xlsx(data: bytes, limits: Limits) -> Iterator[Sheet]:
    book = Workbook(Package.open(data, limits), limits)
    for name, part, state in book.sheets():
        if state == VISIBLE:
            yield Sheet(name, _lines(book, part), book.epoch)


def _lines(book: Workbook, part: str) -> Iterator[Line]:
    for row in book.rows(part):
        texts: list[str] = []
        for column, text in row.texts:
            if column >= MOST_COLUMNS:
                continue
            texts.extend([""] * (column + 1 - len(texts)))
            texts[column] = text
        for column in row.uncalculated:
            if column < len(texts) and not texts[column]:
                texts[column] = UNCALCULATED
        yield Line(row.number + 1, texts, row.hidden)
