"""Workbooks become a grid a sheet, with values as they are shown."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
import xlsxwriter

from gongkai.documents import read_document
from gongkai.documents.limits import Limits
from gongkai.documents.model import Grid, UnusableDocument
from gongkai.documents.tests.office import package
from gongkai.documents.xlsx import read


def table(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet(rows: list[list[object]], **formats: str) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in formats.items():
        book.active[cell].number_format = number_format
    return saved(book)


def test_values_places_and_blanks() -> None:
    (grid,) = read(sheet([["甲", 1, None], [None, None, None], ["乙", 2.5, "x "]])).grids()
    assert table(grid) == [["甲", "1", ""], [], ["乙", "2.5", "x"]]
    assert grid.rows[2][2].place == "Sheet!C3"
    assert (grid.rows[2][2].row, grid.rows[2][2].column) == (2, 2)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3240.5700000000002, "3240.57"), (0.1 + 0.2, "0.3"), (12.0, "12"), (-7, "-7"), (1e-7, "0.0000001"),
        (123456789012, "123456789012"), (1.5e15, "1500000000000000"), (True, "是"), ("007", "007"), (0, "0"),
    ],
)  # fmt: skip
def test_numbers_are_as_they_were_typed(value: object, text: str) -> None:
    (grid,) = read(sheet([["甲", value]])).grids()
    assert grid.rows[0][1].text == text


def test_formats_show_as_printed() -> None:
    data = sheet([[45311, 0.256, 2596.5, 1234567]], A1="yyyy/m/d", B1="0.0%", C1="0.00", D1="#,##0")
    (grid,) = read(data).grids()
    assert table(grid) == [["2024-01-20", "25.6%", "2596.50", "1,234,567"]]


def test_dates() -> None:
    (grid,) = read(sheet([["甲", datetime.date(2024, 1, 20)]])).grids()
    assert grid.rows[0][1].text == "2024-01-20"


def test_merged_cells_hide_what_is_below_them() -> None:
    book = openpyxl.Workbook()
    for row in (["角", None, "甲"], [None, None, "乙"], ["丙", 1, 2]):
        book.active.append(row)
    book.active.merge_cells("A1:B2")
    (grid,) = read(saved(book)).grids()
    assert [[(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in row] for row in grid.rows] == [
        [("角", 0, 0, 2, 2), ("甲", 0, 2, 1, 1)],
        [("乙", 1, 2, 1, 1)],
        [("丙", 2, 0, 1, 1), ("1", 2, 1, 1, 1), ("2", 2, 2, 1, 1)],
    ]


def test_formulas_give_the_values_that_were_stored() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet("年 报")
    page.write("A1", "总计")
    page.write_formula("B1", "=1+2", None, 3)
    page.write_rich_string("A2", "富", book.add_format({"bold": True}), "文本")
    page.write("B2", "甲")
    book.close()
    (grid,) = read(target.getvalue()).grids()
    assert table(grid) == [["总计", "3"], ["富文本", "甲"]]
    assert grid.place == "年 报"


def test_sheets_rows_and_columns_that_are_hidden_are_left_out() -> None:
    book = openpyxl.Workbook()
    for row in (["甲", 9, 1], ["藏", 9, 9], ["乙", 9, 2]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("藏").append(["藏", 1])
    book["藏"].sheet_state = "hidden"
    (grid,) = read(saved(book)).grids()
    assert table(grid) == [["甲", "1"], ["乙", "2"]]
    assert grid.rows[1][1].place == "Sheet!C3"
    assert (grid.rows[1][1].row, grid.rows[1][1].column) == (1, 1)


def test_every_sheet_is_a_grid() -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", 1])
    book.create_sheet("二").append(["乙", 2])
    assert [grid.place for grid in read(saved(book)).grids()] == ["Sheet", "二"]


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(UnusableDocument, match="文字"):
        read_document(saved(openpyxl.Workbook()), "x.xlsx")


def test_a_million_cells_are_refused() -> None:
    with pytest.raises(UnusableDocument, match="单元格"):
        read(sheet([[1] * 100] * 60), Limits(cells=5000))


def test_a_cell_in_the_last_corner_takes_no_room() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.active["XFD1048576"] = "乙"
    try:
        (grid,) = read(saved(book)).grids()
    except UnusableDocument:
        return
    assert sum(len(row) for row in grid.rows) < 10


def test_a_workbook_without_its_parts_is_refused() -> None:
    with pytest.raises(UnusableDocument):
        read_document(package({"xl/workbook.xml": "<a/>"}), "x.xlsx")
