"""What is taken for an annual report, and what is refused: other documents, several in one file, half a report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.documents.model import UnusableDocument
from gongkai.law.forms import Forms
from gongkai.reports.model import Report
from gongkai.reports.reading import identity
from gongkai.reports.reading.flow import Flow
from gongkai.reports.reading.rows import Found, TableRow
from gongkai.reports.reading.sections import Outline
from gongkai.reports.reading.tokens import Line
from gongkai.reports.reading.values import is_value
from gongkai.reports.reading.vocabulary import Vocabulary

_ABOUT = re.compile(r"(?:政府信息|政务)公开")
_REPORTED = re.compile(r"(?<!关于)(?:发布|公布|晒出|出炉|解读|图解|读懂)|[？?！!]$")
_NEWS = re.compile(r"本报讯|本网讯|记者|据悉|据了解|责任编辑")
_SEVERAL = 3
_FEWEST_ROWS = 3
_FEWEST_HEADINGS = 2
_SHORTEST_REPORT = 200
_LONGEST_PIECE = 25
"""Longer than what may be left of a row: the document goes on after its table."""


def refuse_others(lines: Sequence[Line], found: Found, outline: Outline, head_title: str | None) -> None:
    """Raise UnusableDocument, with one Chinese sentence, for what is no annual report and for several in one file.

    `head_title` is the title that the format carries beside the text.
    """
    # What is printed twice, for large screens and small, is one report; the headings of a list of contents are none.
    different = len(set(filter(None, outline.openings)))
    copies = max(found.copies, len(outline.openings))
    if different > 1 or copies >= _SEVERAL:
        raise UnusableDocument(f"文件里有{max(different, copies)}份年度报告，请分成单独的文件再读。")
    if found.unreadable or len(outline.headings) >= _FEWEST_HEADINGS or _is_table(found.rows):
        return
    listed = identity.titles_in(lines)
    if len(listed) >= _SEVERAL and not found.rows:
        raise UnusableDocument(
            f"这是年度报告的目录页，列有{len(listed)}份报告的标题，不是报告本身；请打开其中的报告再读。"
        )
    text = "".join(line.text for line in lines)
    title = identity.find_title(lines, len(lines)) or identity.title_from_head(head_title)
    if title is None or not _ABOUT.search(text):
        raise UnusableDocument("文件不是政府信息公开工作年度报告：没有报告标题，也没有规定的章节和表格。")
    if found.rows:
        return
    if _REPORTED.search(title.text) or _NEWS.search(text):
        raise UnusableDocument("文件是关于年度报告的报道或解读，不是年度报告本身：没有规定的章节和表格。")
    if len(text.strip()) < _SHORTEST_REPORT and not outline.headings:
        raise UnusableDocument("文件内容不完整：只有年度报告的标题，没有正文和表格。")


def refuse_cut_off(report: Report, forms: Forms, found: Found, flow: Flow, vocabulary: Vocabulary) -> None:
    """Raise UnusableDocument where the document ends within a table: its last rows are not there, nor anything after.

    A table that lacks rows and has the rest of the report after it is the report's own fault, and read.
    """
    end = max(found.lines, default=-1) + 1
    rows = [row for row in found.rows if row.grid is None]
    in_grids = [row for row in found.rows if row.grid is not None]
    if in_grids:
        last = in_grids[-1].grid
        at = next(at for at, grid in flow.grids if grid is last)
        if at >= end:
            end, rows = at, [row for row in in_grids if row.grid is last]
    after = [text for line in flow.lines[end:] if (text := line.text.strip())]
    # What is left of the row in which it ends: figures, words of labels, and at the very end a piece of either.
    of_a_row = all(is_value(text) or vocabulary.is_debris(text) for text in after[:-1])
    if not rows or report.form is None or not of_a_row or any(len(text) > _LONGEST_PIECE for text in after):
        return
    table = forms[report.form].table(sorted(rows, key=lambda row: row.order)[-1].entry.table)
    block = table.blocks[-1]
    if {block.cell_id(block.rows[-1], column) for column in block.columns} <= set(report.missing):
        raise UnusableDocument(f"文件内容不完整：“{table.title}”的表格没有到底，后面什么也没有了。")


def _is_table(rows: Sequence[TableRow]) -> bool:
    """Whether the rows are a form's table, and not a budget's that has a word or two in common with it."""
    keys: dict[str, set[str]] = {}
    for row in rows:
        keys.setdefault(row.entry.table, set()).add(row.entry.key)
    return any(len(found) >= _FEWEST_ROWS for found in keys.values()) or any(
        not row.entry.names
        or (
            row.head is not None and any(each.score(row.head.text) > 0 for s in row.entry.shapes for each in s.variants)
        )
        for row in rows
    )
