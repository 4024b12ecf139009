"""What reading a report whole costs, beside merely parsing the page: `python -m benchmarks.reading`.

Whole means: from bytes to cells, sections, agency and dates. Each round parses a page with `lxml.html` and reads it, in
turn and on pages with other figures and prose, so that both meet the same machine in the same state; the garbage
collector runs as it does anywhere. Figures are medians over the rounds, in CPU time of this process.

Held: HTML at most 1.2 times the parse on pages as sites serve them (100 to 300 KB); a DOCX 10 ms; a PDF 30 ms a page.
A light page, without Word's attributes, is shown and not held: there is little to parse and as much to read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from io import BytesIO
from statistics import median
from time import process_time

import lxml.html
import pypdfium2
from benchmarks.pages import SampleReport, page, sample_report

from gongkai.documents import read_document
from gongkai.law.forms import packaged_forms
from gongkai.reports.figures import report_from_figures
from gongkai.reports.reading import read_report
from gongkai.reports.writing import FORMATS

ROUNDS = 80
PANDAS_ROUNDS = 10
PAGES = ROUNDS
"""Different pages of each kind: none is read twice, so that only what pages share can have been remembered."""
HTML_LIMIT = 1.2
DOCX_LIMIT = 10.0
PDF_LIMIT = 30.0
HELD_FROM = 100 * 1024
"""Smaller pages are not held to the limit."""

KINDS = (("word", 120), ("word", 20), ("wps", 120), ("plain", 300))
"""Markup, and links of the site around the report."""

Action = Callable[[bytes], object]


def read_whole(data: bytes, name: str = "page.html") -> object:
    """A report read from a file's bytes."""
    return read_report(read_document(data, name), name)


def medians(actions: Sequence[Action], files: Sequence[bytes], rounds: int) -> list[float]:
    """Milliseconds of CPU that each action takes, all of them done in turn in every round."""
    for action in actions:
        action(files[-1])  # what is loaded once is not counted
    times: list[list[float]] = [[] for _ in actions]
    for number in range(rounds):
        data = files[number % len(files)]
        for action, taken in zip(actions, times, strict=True):
            start = process_time()
            action(data)
            taken.append(process_time() - start)
    return [median(taken) * 1000 for taken in times]


def html() -> bool:
    """Prints a line for each kind of page and each form; whether all that are held keep to the limit."""
    kept = True
    for form_id in ("2021", "2019"):
        for markup, links in KINDS:
            pages = [
                page(sample_report(seed, form_id), markup, links=links, seed=seed).encode() for seed in range(PAGES)
            ]
            parsing, reading = medians([lxml.html.document_fromstring, read_whole], pages, ROUNDS)
            size = sum(map(len, pages)) // PAGES
            ratio = reading / parsing
            held = size >= HELD_FROM
            kept &= ratio <= HTML_LIMIT or not held
            limit = f"at most {HTML_LIMIT}" if held else "not held"
            print(
                f"HTML {form_id} {markup:5} {size // 1024:4} KB, {links:3} links: read {reading:5.2f} ms, "
                f"lxml.html parse {parsing:5.2f} ms, ratio {ratio:.2f} ({limit}){_pandas(pages, reading)}"
            )
    return kept


def _pandas(pages: Sequence[bytes], reading: float) -> str:
    """What `pandas.read_html` takes for the tables alone, where it is installed."""
    if find_spec("pandas") is None:
        return "; pandas is not installed"
    import pandas

    (taken,) = medians([lambda data: pandas.read_html(BytesIO(data), encoding="utf-8")], pages, PANDAS_ROUNDS)
    return f"; pandas.read_html {taken:.0f} ms, {taken / reading:.1f} times ours"


def written(sample: SampleReport, suffix: str) -> bytes:
    """The sample as a file in the official layout."""
    values = {cell: Decimal(text) if "." in text else int(text) for cell, text in sample.cells.items()}
    prose = {str(number): "\n".join(texts) for number, texts in sample.prose.items()}
    signed = date(sample.year + 1, 1, 20)
    report = report_from_figures(sample.form, sample.agency, sample.year, values, prose, signed)
    return FORMATS[suffix].write(report, sample.form, packaged_forms())


def docx() -> bool:
    """Prints what a DOCX takes; whether that keeps to the limit."""
    files = [written(sample_report(seed), "docx") for seed in range(4)]
    (taken,) = medians([lambda data: read_whole(data, "report.docx")], files, ROUNDS // 4)
    print(f"DOCX {len(files[0]) // 1024:4} KB: read {taken:.1f} ms (at most {DOCX_LIMIT:.0f} ms)")
    return taken <= DOCX_LIMIT


def pdf() -> bool:
    """Prints what a PDF with text takes; whether that keeps to the limit."""
    files = [written(sample_report(seed), "pdf") for seed in range(4)]
    pages = sum(len(pypdfium2.PdfDocument(data)) for data in files) / len(files)
    (taken,) = medians([lambda data: read_whole(data, "report.pdf")], files, ROUNDS // 8)
    print(f"PDF {pages:.1f} pages: read {taken:.0f} ms, {taken / pages:.1f} ms a page (at most {PDF_LIMIT:.0f} ms)")
    return taken / pages <= PDF_LIMIT


def main() -> int:
    """Prints the figures; 1 if something takes longer than is promised."""
    kept = [measure() for measure in (html, docx, pdf)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
