"""How long writing a report takes, format by format, beside the obvious other way: `python benchmarks/writing.py`.

Each figure is the median of some runs, after one run that loads what is loaded once (fonts, templates, libraries).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from statistics import median
from time import perf_counter

from docx import Document
from openpyxl import Workbook

from gongkai.documents import official_pdf
from gongkai.law.forms import Form, Forms, packaged_forms
from gongkai.reports.figures import report_from_figures
from gongkai.reports.layout import layout_for
from gongkai.reports.model import Finding, Report
from gongkai.reports.writing import FORMATS
from gongkai.reports.writing.findings_docx import findings_docx

RUNS = 15


def sample(form: Form) -> Report:
    """A report with a figure in each cell and a page of prose."""
    figures = {cell: number % 97 for number, cell in enumerate(form.cells)}
    prose = "\n".join("（一）主动公开情况。" + "公开政府信息并按时更新。" * 12 for _ in range(6))
    return report_from_figures(form, "清源县自然资源局", 2023, figures, {"1": prose, "5": prose}, date(2024, 1, 22))


def docx_by_merging(report: Report, form: Form, forms: Forms) -> bytes:
    """The tables alone, with python-docx's own cells and merging."""
    document = Document()
    for table in layout_for(report, form, forms):
        written = document.add_table(len(table.rows), table.width)
        grid = [row.cells for row in written.rows]  # read before merging: `Table.cell` is slower still
        for cell in table.cells():
            first = grid[cell.row][cell.column]
            if cell.rowspan > 1 or cell.colspan > 1:
                first = first.merge(grid[cell.row + cell.rowspan - 1][cell.column + cell.colspan - 1])
            first.text = cell.text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx_by_openpyxl(report: Report, form: Form, forms: Forms) -> bytes:
    """The tables alone, with openpyxl."""
    book = Workbook()
    for table in layout_for(report, form, forms):
        sheet = book.create_sheet(table.id)
        for cell in table.cells():
            sheet.cell(cell.row + 1, cell.column + 1, cell.text)
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=cell.row + 1, end_row=cell.row + cell.rowspan,
                    start_column=cell.column + 1, end_column=cell.column + cell.colspan,
                )  # fmt: skip
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def pdf_with_a_compiler_each(report: Report, form: Form, forms: Forms) -> bytes:
    """The same PDF, but with fonts looked for and a compiler made each time."""
    official_pdf._typesetter.cache_clear()
    return FORMATS["pdf"].write(report, form, forms)


def milliseconds(action: Callable[[], object]) -> float:
    """The median of RUNS runs, after one that is not counted."""
    action()
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return median(times) * 1000


def main() -> None:
    """Prints a line a format."""
    forms = packaged_forms()
    form = forms["2021"]
    report = sample(form)
    baselines = {
        "docx": ("python-docx merge", docx_by_merging),
        "xlsx": ("openpyxl", xlsx_by_openpyxl),
        "pdf": ("compiler each time", pdf_with_a_compiler_each),
    }
    print(f"ms per report, median of {RUNS}")
    for name, writer in FORMATS.items():
        ours = milliseconds(lambda writer=writer: writer.write(report, form, forms))
        line = f"{name:14} {ours:8.1f} ms"
        if name in baselines:
            label, other = baselines[name]
            theirs = milliseconds(lambda other=other: other(report, form, forms))
            line += f"   {label} {theirs:8.1f} ms   ratio {ours / theirs:.2f}"
        print(line)
    findings = [Finding("applications.row_total", "error", "总计不符。" * 8, [form.cells[20]], 3, 4)] * 30
    print(f"{'findings_docx':14} {milliseconds(lambda: findings_docx([(report, findings)])):8.1f} ms   (30 findings)")


if __name__ == "__main__":
    main()
