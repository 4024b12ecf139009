"""The grid that every writer draws: whole, with the official merges, and with what a document really prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.law.forms import PACKAGED, Form, Forms, packaged_forms
from gongkai.reports.figures import report_from_figures
from gongkai.reports.layout import LayoutCell, LayoutTable, layout, layout_for
from gongkai.reports.model import CellValue, Report
from gongkai.reports.tests.samples import FORM_2019, FORM_2021, LATER_FORMS, SMALL_2019, SMALL_2021

ALL_FORMS = Forms(PACKAGED, LATER_FORMS)
TABLES = [(form, table) for form in ALL_FORMS.values() for table in form.tables]


def positions(table: LayoutTable) -> list[tuple[int, int]]:
    return [
        (row, column)
        for cell in table.cells()
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    ]


def find(table: LayoutTable, text: str) -> LayoutCell:
    return next(cell for cell in table.cells() if cell.text == text)


def printed(form: Form, *cells: str) -> Report:
    return Report("x", form=form.id, cells={cell: CellValue(7, "7", "") for cell in cells})


def labels(table: LayoutTable) -> list[str]:
    return [cell.text for cell in table.cells() if cell.role != "value"]


def ids(table: LayoutTable) -> list[str]:
    return [cell.cell for cell in table.cells() if cell.cell]


@pytest.mark.parametrize(("form", "table"), TABLES, ids=lambda item: item.id)
def test_cells_cover_the_grid_once(form, table):
    grid = layout(table)
    assert sorted(positions(grid)) == [(row, column) for row in range(len(grid.rows)) for column in range(grid.width)]
    assert sum(grid.widths) == pytest.approx(1)


@pytest.mark.parametrize(("form", "table"), TABLES, ids=lambda item: item.id)
def test_every_figure_of_the_table_has_one_cell_in_printing_order(form, table):
    assert ids(layout(table)) == list(table.ids())


@pytest.mark.parametrize(("form", "table"), TABLES, ids=lambda item: item.id)
def test_headers_of_a_figure_are_the_words_that_name_it(form, table):
    grid = layout(table)
    by_place = {(cell.row, cell.column): cell for cell in grid.cells()}
    for cell in grid.cells():
        if cell.role == "value":
            place = form.places[cell.cell]
            row = (*place.row.stub, place.row.printed) if place.row.label else place.row.stub
            expected = (*place.column.heads, place.column.label, *row)
            assert tuple(by_place[header].text for header in cell.headers) == expected


def test_table_three_has_the_merges_of_the_form():
    grid = layout(FORM_2021.table("applications"))
    corner = next(cell for cell in grid.cells() if cell.role == "corner")
    assert (corner.row, corner.column, corner.rowspan, corner.colspan) == (0, 0, 3, 3)
    assert (find(grid, "申请人情况").colspan, find(grid, "法人或其他组织").colspan) == (7, 5)
    assert find(grid, "自然人").rowspan == find(grid, "总计").rowspan == 2
    assert find(grid, "三、本年度办理结果").rowspan == 22
    assert find(grid, "（三）不予公开").rowspan == 8
    assert find(grid, "（一）予以公开").colspan == 2
    assert find(grid, "四、结转下年度继续办理").colspan == 3


def test_table_two_lays_its_blocks_on_one_grid():
    grid = layout(FORM_2021.table("proactive"))
    assert grid.width == 4
    assert [cell.colspan for cell in grid.cells() if cell.role == "caption"] == [4, 4, 4, 4]
    assert find(grid, "本年制发件数").colspan == 1
    assert find(grid, "本年处理决定数量").colspan == 3


def test_a_block_that_does_not_divide_the_grid_widens_its_last_column():
    grid = layout(FORM_2019.table("proactive"))
    assert [find(grid, label).colspan for label in ("采购项目数量", "采购总金额")] == [1, 2]


def test_table_four_has_its_double_head_and_no_stub():
    grid = layout(FORM_2021.table("disputes"))
    assert grid.stub_columns == 0
    assert (find(grid, "行政复议").colspan, find(grid, "行政诉讼").colspan) == (5, 10)
    assert find(grid, "未经复议直接起诉").colspan == 5
    assert find(grid, "结果维持").rowspan == 2


def test_figures_are_shown_as_printed_and_blanks_as_blanks():
    report = report_from_figures(FORM_2021, "甲局", 2023, {"proactive.licences.decided": 3})
    report.cells["proactive.licences.decided"].raw = " 3件 "
    report.blank["proactive.penalties.decided"] = "/"
    cells = {cell.cell: cell.text for cell in layout_for(report, FORM_2021, packaged_forms())[0].cells()}
    assert cells["proactive.licences.decided"] == "3件"
    assert cells["proactive.penalties.decided"] == "/"
    assert cells["proactive.fees.amount"] == ""


def test_a_report_on_its_own_form_is_laid_out_as_the_form():
    for form, figures in ((FORM_2021, SMALL_2021), (FORM_2019, SMALL_2019)):
        shown = layout_for(report_from_figures(form, "甲局", 2020, figures), form, packaged_forms())
        assert [replace_texts(table) for table in shown] == [layout(table) for table in form.tables]


def replace_texts(table: LayoutTable) -> LayoutTable:
    rows = tuple(tuple(replace(cell, text="") if cell.role == "value" else cell for cell in row) for row in table.rows)
    return replace(table, rows=rows)


def test_other_outcomes_printed_as_one_row_stand_as_one_row():
    cells = [cell for cell in FORM_2021.cells if not cell.startswith("applications.other.")]
    report = printed(FORM_2021, *cells, "applications.other.natural_person", "applications.other.total")
    table = layout_for(report, FORM_2021, packaged_forms())[1]
    assert find(table, "（六）其他处理").colspan == 2
    assert "3.其他" not in labels(table)
    assert not any(cell.startswith("applications.other.not_supplemented") for cell in ids(table))
    assert labels(table).index("（六）其他处理") == labels(table).index("（七）总计") - 1


def test_other_outcomes_printed_in_parts_on_the_older_form_stand_in_parts():
    report = printed(FORM_2019, *FORM_2019.cells, "applications.other.fee_unpaid.total")
    table = layout_for(report, FORM_2019, packaged_forms())[1]
    assert "applications.other.fee_unpaid.total" in ids(table)
    assert "applications.other.total" in ids(table)  # printed as well, so nothing is hidden


def test_an_older_block_replaces_the_forms_columns_that_are_not_printed():
    report = printed(
        FORM_2021,
        *(cell for cell in FORM_2021.cells if not cell.endswith((".repealed", ".in_force"))),
        *(cell for cell in FORM_2019.cells if cell.endswith((".published", ".public_total"))),
        "proactive.other_services.decided",
        "proactive.procurement.amount",
    )
    table = layout_for(report, FORM_2021, packaged_forms())[0]
    assert sorted(positions(table)) == [
        (row, column) for row in range(len(table.rows)) for column in range(table.width)
    ]
    assert set(report.cells) >= {cell.cell for cell in table.cells() if cell.text == "7"}
    words = labels(table)
    assert "现行有效件数" not in words
    assert words.index("对外公开总数量") < words.index("第二十条第（五）项") < words.index("其他对外管理服务事项")
    assert words.index("第二十条第（九）项") > words.index("第二十条第（八）项")


@pytest.mark.parametrize("other", ALL_FORMS.values(), ids=lambda form: form.id)
def test_whatever_is_printed_is_shown_once(other):
    report = printed(FORM_2021, *dict.fromkeys((*FORM_2021.cells, *other.cells)))
    shown = [cell for table in layout_for(report, FORM_2021, ALL_FORMS) for cell in ids(table)]
    assert len(shown) == len(set(shown))
    assert set(shown) >= set(report.cells)


def test_figures_that_the_form_has_no_place_for_are_refused():
    with pytest.raises(KeyError, match=r"proactive\.procurement\.items"):
        report_from_figures(FORM_2021, "甲局", 2023, {"proactive.procurement.items": 1})
