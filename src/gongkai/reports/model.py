"""An annual report as read from a document, and what a check finds in it.

The JSON of `gongkai report read` and `report check` is made from these objects (see `gongkai.reports.json`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from gongkai.documents.model import Document, Repair

Level = Literal["error", "warning", "hint"]
Number = int | Decimal


@dataclass(slots=True)
class CellValue:
    """A printed figure: its value, the raw text of the cell and where it stands."""

    value: Number
    raw: str
    source: str


@dataclass(slots=True)
class PrintedRow:
    """A row of a statutory table as the document prints it, for rules that look at the row and not at its cells."""

    table: str
    """Table id of the form: proactive, applications, disputes ..."""
    row: str
    """The row's id: "applications.refused.state_secret", "proactive.licences"; "" for a single unlabelled row."""
    label: str
    """The label as printed, without white space; heads and stub labels not included."""
    expected: int
    """How many figures the form has in this row."""
    printed: int
    """How many cells the document prints in it, blanks that are certainly cells included."""
    source: str


@dataclass(slots=True)
class PrintedHead:
    """Column heads of a block as printed, left to right, and the columns they were taken for (None: no such one)."""

    table: str
    caption: str
    labels: list[str]
    columns: list[str | None]
    forms: list[str]
    """Ids of the forms that this head belongs to: one or more."""
    source: str


@dataclass(slots=True)
class Heading:
    """A section heading as printed: its ordinal (None if unnumbered), the section it was taken for, its place."""

    section: int
    ordinal: int | None
    title: str
    source: str


TableState = Literal["found", "missing", "unreadable", "blank"]


@dataclass(slots=True)
class Trouble:
    """Something that the reader left out and must not guess. Becomes a finding of rule `form.unreadable`, an error,
    or of `form.extra_row`, a hint."""

    table: str
    message: str
    """One Chinese sentence."""
    source: str
    extra_row: bool = False
    """It is a row that no form has: all of the form's own may be there."""


@dataclass(slots=True)
class SectionLine:
    """A paragraph of a section, after repairs, with its place. Tables are not among them."""

    section: int
    """0: from the title to the first section (preamble); 7: after the sign-off."""
    text: str
    source: str


@dataclass(slots=True)
class Finding:
    """What a rule found. `expected` is what the parts give, `actual` what is printed."""

    rule: str
    level: Level
    message: str
    """One Chinese sentence that an official understands."""
    cells: list[str] = field(default_factory=list)
    expected: Number | str | None = None
    actual: Number | str | None = None
    source: str = ""
    """The place in the document, as of the cell or paragraph concerned."""
    excerpt: str = ""
    """The words of the document that the finding is about, where it is about words."""
    advice: str = ""
    """What would mend it, where that can be told: the smallest change, a swapped digit."""


@dataclass(slots=True)
class Report:
    """An annual report. Cells are as printed; nothing is corrected."""

    file: str
    agency: str | None = None
    agency_printed: str | None = None
    year: int | None = None
    form: str | None = None
    title: str | None = None
    signed: date | None = None
    published: date | None = None
    cells: dict[str, CellValue] = field(default_factory=dict)
    blank: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)

    # What the rules need beside the contract's fields.
    tables: dict[str, TableState] = field(default_factory=dict)
    rows: list[PrintedRow] = field(default_factory=list)
    heads: list[PrintedHead] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    lines: list[SectionLine] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    signed_source: str = ""
    """Where the date of the sign-off stands."""
    date_hints: list[Finding] = field(default_factory=list)
    """Hints on dates that have two readings."""
    blank_sources: dict[str, str] = field(default_factory=dict)
    """Where each blank cell stands."""
    document: Document | None = None
