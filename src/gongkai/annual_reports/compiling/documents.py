"""The figures of 规章 and 行政规范性文件 as the document library counts them, and the documents behind each."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.agencies.models import Agency
from gongkai.law.forms import Form
from gongkai.library import counting
from gongkai.library.document_models import Document, DocumentQuerySet
from gongkai.reports.model import Number

CELLS = frozenset(counting.CELLS)


def counted(agency: Agency, year: int, form: Form) -> dict[str, int]:
    """The cells that the agency's library gives; none of an empty one, none in a form that asks for other figures."""
    return counting.cells(agency, year) if form.id == counting.FORM else {}


def documents_of(agency: Agency, year: int, cell: str) -> DocumentQuerySet:
    """Exactly the documents that a cell counts. KeyError for another cell."""
    return counting.documents_of(agency, year, cell)


def documents_behind(agency: Agency, year: int, figures: Mapping[str, Number]) -> dict[str, list[str]]:
    """The documents by their public numbers, of every cell of `figures` that counts some."""
    return {
        cell: list(documents_of(agency, year, cell).order_by("pk").values_list("public_id", flat=True))
        for cell, value in figures.items()
        if value
    }


def kept(agency: Agency, public_ids: list[str]) -> DocumentQuerySet:
    """The documents that a frozen cell counted."""
    return Document.objects.filter(agency=agency, public_id__in=public_ids)
