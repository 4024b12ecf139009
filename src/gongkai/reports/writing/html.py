"""A report as HTML: its tables for a page of ours, or the whole as a page of its own that an authority can publish.

Classes, for style sheets: `div.table-scroll` around each `table.statutory`, which is also `.stepped` (a stub in several
steps), `.blocks` (blocks one below the other), `.wide` (more than 4 columns of figures) or `.very-wide` (more than 9);
in it `th.caption`, `th.corner`, `th.head`, `th.stub.step-N`, `td.figure` with `.wrong` (error), `.doubtful` (warning)
or `.missing` (the document lacks it); in a marked cell `span.printed` and beneath it `a.computed`; `a.records` around
a figure that opens what it counts. A figure's cell has the id `cell-<cell id>`; the place of a finding is expected at
`#finding-<number>`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from gongkai.law.forms import Form, Forms, packaged_forms
from gongkai.reports.layout import LayoutCell, LayoutTable, layout_for
from gongkai.reports.model import Finding, Report
from gongkai.reports.writing.marks import Mark, marks
from gongkai.reports.writing.outline import Prose, outline

Links = Callable[[str], str | None]
"""The address behind a figure, by cell id; None where there is none."""

_CLASSES = {"error": "wrong", "warning": "doubtful"}


@cache
def stylesheet() -> str:
    """The style of the statutory tables and of a page of its own, for screens, phones and paper."""
    return files(__package__).joinpath("statutory.css").read_text(encoding="utf-8")


def tables_html(
    report: Report,
    form: Form,
    findings: Sequence[Finding] = (),
    links: Links | None = None,
    forms: Forms | None = None,
    id_prefix: str = "",
) -> str:
    """The report's tables in the official layout, wrong cells marked, each under a hidden caption.

    `findings` are numbered from 1 in the order given; `links` says where a figure leads; `id_prefix` keeps element
    ids apart where two reports stand on one page.
    """
    marked = marks(findings, form, report.cells.keys() | report.blank.keys())
    return "\n".join(
        table_html(table, marked, links, id_prefix, missing=frozenset(report.missing))
        for table in layout_for(report, form, forms or packaged_forms())
    )


def table_html(
    table: LayoutTable,
    marked: Mapping[str, Mark] | None = None,
    links: Links | None = None,
    id_prefix: str = "",
    missing: frozenset[str] = frozenset(),
    labelled_by: str = "",
) -> str:
    """One table. With `labelled_by`, the id of a heading that names it, it has no caption of its own."""
    prefix = escape(id_prefix)
    name = f'aria-labelledby="{escape(labelled_by)}"' if labelled_by else f'aria-label="{escape(table.title)}"'
    caption = "" if labelled_by else f'<caption class="visually-hidden">{escape(table.title)}</caption>'
    figures = table.width - table.stub_columns
    kinds = ["step"] * (table.stub_columns - 1) + ["label"] * bool(table.stub_columns)
    columns = "".join(f'<col class="{kind}">' for kind in (*kinds, *["number"] * figures))
    rows = [
        "<tr>" + "".join(_cell(cell, table, marked or {}, links, prefix, missing) for cell in row) + "</tr>"
        for row in table.rows
    ]
    head, body = rows[: table.head_rows], rows[table.head_rows :]
    thead = f"<thead>{''.join(head)}</thead>" if head else ""
    classes = ["statutory"]
    classes += ["stepped"] * (table.stub_columns > 1) + ["blocks"] * (not table.head_rows)
    classes += ["very-wide"] if figures > 9 else ["wide"] * (figures > 4)
    return (
        f'<div class="table-scroll" role="region" tabindex="0" {name}>'
        f'<table class="{" ".join(classes)}" id="{prefix}table-{escape(table.id)}" {name}>'
        f"{caption}<colgroup>{columns}</colgroup>{thead}<tbody>{''.join(body)}</tbody></table></div>"
    )


def _cell(
    cell: LayoutCell,
    table: LayoutTable,
    marked: Mapping[str, Mark],
    links: Links | None,
    prefix: str,
    missing: frozenset[str],
) -> str:
    spans = f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    if cell.role == "value":
        return _value(cell, table, spans, marked, links, prefix, missing)
    classes: str = cell.role
    scope = ""
    if cell.role == "stub":
        classes = f"stub step-{cell.column}"
        scope = ' scope="rowgroup"' if cell.rowspan > 1 else ' scope="row"'
    elif cell.role == "head":
        scope = ' scope="colgroup"' if cell.colspan > 1 else ' scope="col"'
    elif cell.role == "caption":
        scope = ' scope="rowgroup"'
    return f'<th id="{_header_id(table, (cell.row, cell.column), prefix)}" class="{classes}"{scope}{spans}>' + (
        f"{escape(cell.text)}</th>"
    )


def _value(
    cell: LayoutCell,
    table: LayoutTable,
    spans: str,
    marked: Mapping[str, Mark],
    links: Links | None,
    prefix: str,
    missing: frozenset[str],
) -> str:
    headers = " ".join(_header_id(table, place, prefix) for place in cell.headers)
    classes = "figure"
    content = escape(cell.text)
    href = links(cell.cell) if links and cell.cell and content else None
    if href:
        content = f'<a class="records" href="{escape(href)}">{content}</a>'
    mark = marked.get(cell.cell or "")
    if mark:
        classes += f" {_CLASSES[mark.level]}"
        content = f'<span class="printed">{content}</span>'
        if mark.words:
            href = f"#{prefix}finding-{mark.number}"
            content += f' <a class="computed" href="{href}">{escape(mark.words)}</a>'
    if cell.cell in missing:
        classes += " missing"
    place = f' id="{prefix}cell-{escape(cell.cell)}"' if cell.cell else ""
    title = f' title="{escape(mark.message)}"' if mark else ""
    return f'<td{place} class="{classes}" headers="{headers}"{spans}{title}>{content}</td>'


def _header_id(table: LayoutTable, place: tuple[int, int], prefix: str) -> str:
    return f"{prefix}{escape(table.id)}-r{place[0]}c{place[1]}"


def report_html(report: Report, form: Form, forms: Forms | None = None) -> str:
    """The whole report as a page of its own: one file, no script, nothing fetched from elsewhere."""
    content = outline(report, form, forms or packaged_forms())
    body = [f"<h1>{escape(content.title)}</h1>", *map(_paragraph, content.preamble)]
    for number, part in enumerate(content.parts, start=1):
        heading = f"part-{number}"
        body.append(f'<section aria-labelledby="{heading}"><h2 id="{heading}">{escape(part.heading)}</h2>')
        body.extend(map(_paragraph, part.prose))
        body.extend(table_html(table, labelled_by=heading) for table in part.tables)
        body.append("</section>")
    if content.signer or content.signed:
        lines = "".join(f"<p>{escape(line)}</p>" for line in (content.signer, content.signed) if line)
        body.append(f'<footer class="signature">{lines}</footer>')
    return (
        '<!DOCTYPE html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(content.title)}</title>\n<style>\n{stylesheet()}</style>\n</head>\n"
        f'<body class="annual-report">\n<main>\n' + "\n".join(body) + "\n</main>\n</body>\n</html>\n"
    )


def _paragraph(paragraph: Prose) -> str:
    lead = f"<b>{escape(paragraph.lead)}</b>" if paragraph.lead else ""
    return f"<p>{lead}{escape(paragraph.text)}</p>"


def write(report: Report, form: Form, forms: Forms) -> bytes:
    """The whole report as a page, UTF-8."""
    return report_html(report, form, forms).encode()
