"""The sample city's reports as the files that agencies really put on their pages, in the layouts met there.

Each writer draws the grid of `gongkai.reports.layout`, so that merged cells, heads and stubs are those of the form.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.layout import LayoutTable
from gongkai.reports.model import Report
from gongkai.reports.writing import write
from gongkai.reports.writing.outline import Outline, outline


def _paragraphs(content: Outline, table_text: dict[str, str], signed: str, title: bool) -> list[str]:
    lines = [content.title] if title else []
    lines += [prose.lead + prose.text for prose in content.preamble]
    for part in content.parts:
        lines.append(part.heading)
        lines += [prose.lead + prose.text for prose in part.prose]
        lines += [table_text[table.id] for table in part.tables if table.id in table_text]
    return [*lines, content.signer, signed]


def _pipe_table(table: LayoutTable) -> str:
    """One cell a line behind a broken pipe, as a page's table comes out of a copy; empty cells close the row."""
    lines = []
    for row in table.rows:
        lines += [f"{cell.text} |" for cell in row if cell.text or cell.role == "value"]
        lines[-1] += "||"
    return "\n".join(lines)


def _cell_lines(table: LayoutTable) -> str:
    """One cell a line, numbers padded with full-width and no-break spaces, long heads broken one character a line."""
    lines = []
    for row in table.rows:
        cells = []
        for index, cell in enumerate(row):
            narrow = cell.role == "head" and cell.colspan == 1 and table.id == "applications"
            text = "\n\t".join(cell.text) if narrow else cell.text
            pad = ("\u3000", "\u00a0", "")[index % 3] if cell.role == "value" else ""
            cells.append(f"\t{pad}{text}")
        lines.append("\n".join(cells) + "\n")
    return "\n".join(lines)


def _plain_lines(table: LayoutTable) -> str:
    """One cell a line, nothing else."""
    return "\n".join(cell.text for row in table.rows for cell in row if cell.text)


def _html_table(table: LayoutTable) -> str:
    """A table as an office program saves it: spans, a paragraph and a span in every cell, no header cells."""
    rows = []
    for row in table.rows:
        cells = "".join(
            f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}"><p class="MsoNormal" align="center">'
            f'<span style="font-family:宋体">{escape(cell.text) or "&nbsp;"}</span></p></td>'
            for cell in row
        )
        rows.append(f"<tr>{cells}</tr>")
    return f'<table border="1" cellspacing="0">{"".join(rows)}</table>'


def _html_page(lines: Iterable[str], title: str, site: str, published: str, *, chrome: bool) -> str:
    """A page as a site serves it; with `chrome`, what sites put behind the text is there too."""
    tools = '<div class="tools">打印 关闭窗口</div><div class="code">扫一扫在手机打开当前页</div>\n' if chrome else ""
    body = "\n".join(line if line.startswith(("<table", "<img")) else f"<p>{escape(line)}</p>" for line in lines)
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>"
        f'<meta name="PubDate" content="{escape(published)}"></head><body>\n'
        f'<div class="top"><a href="/">{escape(site)}</a> &gt; 政府信息公开 &gt; 政府信息公开年报</div>\n'
        f'<h1>{escape(title)}</h1>\n<div class="info">时间：{escape(published)}　【字体：大 中 小】</div>\n'
        f'<div class="content">\n{body}\n</div>\n'
        f"{tools}</body></html>\n"
    )


def render(layout: str, report: Report, form: Form, *, signed: str, published: str, site: str) -> tuple[str, bytes]:
    """The report as a file of that layout: its suffix and bytes. Raises KeyError for a layout that does not exist."""
    forms = packaged_forms()
    if layout == "docx":
        return ".docx", write(report, form, "docx")
    content = outline(report, form, forms)
    tables = [table for part in content.parts for table in part.tables]
    text_tables = {"pipes": _pipe_table, "cells": _cell_lines, "lines": _plain_lines}
    if layout in text_tables:
        drawn = {table.id: text_tables[layout](table) for table in tables}
        lines = _paragraphs(content, drawn, signed, title=layout != "pipes")
        if published:
            lines.insert(1, f"时间：{published}访问量：")
        return ".txt", "\n".join(lines).encode()
    if layout == "pictures":
        drawn = {table.id: f'<img src="biao{number}.png">' for number, table in enumerate(tables, start=1)}
    else:
        drawn = {"page": {}, "html": {}}[layout] | {table.id: _html_table(table) for table in tables}
    lines = _paragraphs(content, drawn, signed, title=False)
    page = _html_page(lines, content.title, site, published or signed, chrome=layout != "html")
    return ".html", page.encode()
