"""Reading and checking a file from the web in a process of its own, with bounds on time, memory and output.

Nothing is written to disk: the file goes in by standard input, the result comes back as JSON by standard output.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gongkai.documents import read_document
from gongkai.documents.model import Document, Grid, UnusableDocument
from gongkai.reports.checking import check
from gongkai.reports.figures import raw_figure
from gongkai.reports.json import error_to_json, report_to_json
from gongkai.reports.model import CellValue, Number, Report
from gongkai.reports.reading import read_report
from gongkai.reports.workers import CRASHED, MEBIBYTE, Failed, guarded, limit_resources, timed_out

SECONDS = 20
MEMORY = 1024 * MEBIBYTE

SOURCE_CHARACTERS = 2_000_000
"""How much of the document is given back for the source view; the reader has limits of its own."""
MARKUP = 60
"""What a line or a cell takes up beside its text, on the page that shows it: in characters."""


def read_and_check(
    data: bytes,
    name: str,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    corrections: Mapping[str, Number | None] | None = None,
) -> dict[str, Any]:
    """A file's report as the contract's JSON object with `findings`, and beside it what a page shows:

    `tables` (state by table id), `blank_sources`, `blocks` (the document for the source view: paragraphs as
    {"place", "text"}, tables as {"place", "rows": [[{"place", "text", "rowspan", "colspan"}]]}), `blocks_cut` (whether
    blocks were left off) and `format`. A file that cannot be used, takes longer than `seconds`, needs more than
    `memory` bytes or brings the process down gives {"file", "error"} with one Chinese sentence. Raises nothing.

    `corrections` are figures that somebody put right by hand (None: there is no figure); they are checked in the place
    of what is printed.
    """
    # As text, since JSON has no decimal numbers.
    by_hand = {cell: None if value is None else str(value) for cell, value in (corrections or {}).items()}
    header = json.dumps({"name": name, "seconds": seconds, "memory": memory, "corrections": by_hand}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "gongkai.reports.isolated"],
            input=header + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
        if done.returncode == 0:
            result: dict[str, Any] = json.loads(done.stdout)
            return result
    except subprocess.TimeoutExpired:
        return error_to_json(name, timed_out(seconds).sentence)
    except (OSError, ValueError):
        return error_to_json(name, CRASHED.sentence)
    return error_to_json(name, CRASHED.sentence)


def answer(data: bytes, name: str, corrections: Mapping[str, Number | None] | None = None) -> dict[str, Any]:
    """What `read_and_check` gives, in this process and without its bounds."""
    try:
        document = read_document(data, name)
        report = read_report(document, name)
    except UnusableDocument as error:
        return error_to_json(name, str(error))
    correct(report, corrections or {})
    blocks, cut = blocks_to_json(document)
    return report_to_json(
        report,
        check(report),
        {
            "tables": dict(report.tables),
            "blank_sources": dict(report.blank_sources),
            "format": document.format,
            "blocks": blocks,
            "blocks_cut": cut,
        },
    )


def correct(report: Report, corrections: Mapping[str, Number | None]) -> None:
    """Puts figures given by hand in the place of those that were read."""
    for cell, value in corrections.items():
        read = report.cells.pop(cell, None)
        source = read.source if read else report.blank_sources.get(cell, "")
        if value is None:
            report.blank.setdefault(cell, "")
            continue
        report.cells[cell] = CellValue(value, raw_figure(value), source)
        report.blank.pop(cell, None)
        if cell in report.missing:
            report.missing.remove(cell)


def blocks_to_json(document: Document, characters: int = SOURCE_CHARACTERS) -> tuple[list[dict[str, Any]], bool]:
    """The document's paragraphs and tables with their places, up to so many characters; and whether some were cut.

    Blank lines are left out: nothing points at them, and a file of nothing else would make a page of millions.
    """
    blocks: list[dict[str, Any]] = []
    for block in document.blocks:
        if characters <= 0:
            return blocks, True
        if isinstance(block, Grid):
            rows = [
                [
                    {
                        "place": block.place_of(cell),
                        "text": cell.text,
                        "rowspan": cell.rowspan,
                        "colspan": cell.colspan,
                    }
                    for cell in row
                ]
                for row in block.rows
            ]
            blocks.append({"place": block.place, "rows": rows})
            characters -= sum(len(cell.text) + MARKUP for row in block.rows for cell in row)
        elif block.text and not block.text.isspace():
            blocks.append({"place": block.place, "text": block.text})
            characters -= len(block.text) + MARKUP
    return blocks, False


def main() -> None:
    """The process's own part: header line and file in, JSON out."""
    header = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    limit_resources(header["memory"], cpu_seconds=int(header["seconds"]) + 1)
    name = header["name"]
    corrections = {cell: None if text is None else _number(text) for cell, text in header["corrections"].items()}
    result = guarded(lambda content: answer(content, name, corrections), data)
    if isinstance(result, Failed):
        result = error_to_json(name, result.sentence)
    sys.stdout.buffer.write(json.dumps(result, ensure_ascii=False).encode(errors="replace"))


def _number(text: str) -> Number:
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value


if __name__ == "__main__":
    main()
