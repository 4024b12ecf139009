"""The real PDF and the blank Word form come out as sound grids."""

from __future__ import annotations

from tests.support.real_reports import real_report

from gongkai.documents import read_document
from gongkai.documents.model import Document, Grid


def whole(name: str) -> Document:
    return read_document(real_report(name).read_bytes(), name)


def columns_taken(grid: Grid) -> list[list[int]]:
    """By row: how many cells lie over each column."""
    taken = [[0] * grid.width for _ in grid.rows]
    for cell in (cell for row in grid.rows for cell in row):
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                taken[row][column] += 1
    return taken


def test_every_place_of_every_grid_is_covered_once() -> None:
    for name in ("hongze-2024.pdf", "form-2021-blank.docx"):
        for grid in whole(name).grids():
            assert all(count == 1 for row in columns_taken(grid) for count in row), (name, grid.place)


def test_the_pdf_has_its_three_tables_over_their_page_breaks() -> None:
    document = whole("hongze-2024.pdf")
    proactive, applications, disputes = document.grids()
    assert [grid.width for grid in (proactive, applications, disputes)] == [4, 10, 15]
    assert [len(grid.rows) for grid in (proactive, applications, disputes)] == [14, 26, 4]
    figures = [[cell.text for cell in row if cell.column >= 3] for row in applications.rows[3:]]
    assert all(len(row) == 7 for row in figures)
    assert sum(len(row) for row in figures) == 161
    assert [row[0] for row in figures if row[0] != "0"] == ["95", "50", "9", "1", "1", "1", "31", "1", "1", "95"]
    assert [cell.text for cell in disputes.rows[-1]] == list("110021000120103")
    assert applications.rows[-1][0].place.startswith("page 4 ")
    assert not any("- 3 -" in paragraph.text for paragraph in document.paragraphs())


def test_the_blank_form_invents_no_figure() -> None:
    document = whole("form-2021-blank.docx")
    assert [grid.width for grid in document.grids()] == [4, 10, 15]
    assert not [cell.text for grid in document.grids() for row in grid.rows for cell in row if cell.text.isdigit()]
