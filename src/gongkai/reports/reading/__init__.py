"""From a document of any format to an annual report's cells, sections, agency and dates.

    document ─ repaired ─┬─ grids ───┐
                         ├─ texts ───┴─ rows ── assembly ── cells, blanks, form
                         └─ sections, identity, dates

`grids` and `texts` are two producers of one thing, rows of figures with their label (`rows`); `assembly` is their only
consumer. All labels come from the forms, through `vocabulary`.
"""

from gongkai.reports.reading.reader import read_report

__all__ = ["read_report"]
