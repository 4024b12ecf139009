"""Pages drawn as text: labels broken around their row's figures, or columns one below the other."""

from __future__ import annotations

import pytest

from gongkai.law.forms import Form, packaged_forms
from gongkai.reports.checking import check
from gongkai.reports.layout import LayoutTable, layout
from gongkai.reports.model import Report
from gongkai.reports.reading import read_report
from gongkai.reports.tests import layouts

FORMS = packaged_forms()
YEARS = {"2021": 2023, "2019": 2020}


def narrow(form: Form, texts: dict[str, str], width: int = 4) -> list[str]:
    """Table 三 with labels cut to a few characters a line, the figures on the first of them, groups upright."""
    lines = [
        "（本列数据的勾稽",
        "关系为：第一项加  申请人情况",
        "和）   自然  法人或其他组织",
        "     人  商业  科研  总计",
    ]
    for row in form.table("applications").blocks[0].rows:
        label = row.label
        pieces = [label[at : at + width] for at in range(0, len(label), width)]
        figures = "   ".join(texts[f"applications.{row.id}.{column.id}"] for column in columns(form))
        group = row.stub[-1][:2] if row.stub and len(row.stub) > 1 else ""
        lines.append(f"{group:　<4}{pieces[0]}   {figures}")
        lines.extend(f"      {piece}" for piece in pieces[1:])
    return lines


def columns(form: Form):
    return form.table("applications").blocks[0].columns


def column_by_column(table: LayoutTable, texts: dict[str, str]) -> list[str]:
    """All labels first, then each column of figures with its head in front."""
    cells = [cell for row in table.rows for cell in row]
    lines = [cell.text for cell in cells if cell.cell is None and cell.column < 3]
    for column in range(3, table.width):
        lines.append("")
        for cell in cells:
            if cell.column == column:
                lines.append(cell.text if cell.cell is None else texts[cell.cell])
    return lines


def report_of(form: Form, texts: dict[str, str], lines: list[str]) -> Report:
    whole = layouts.report_lines(form, texts, layouts.READABLE[0], YEARS[form.id])
    start = next(at for at, line in enumerate(whole) if line.startswith("三、收到和处理"))
    end = next(at for at, line in enumerate(whole) if line.startswith("四、") and "行政复议" in line)
    return read_report(layouts.text_document([*whole[: start + 1], *lines, *whole[end:]]), "page.txt")


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("width", [2, 3, 4, 7])
def test_labels_broken_around_their_figures_are_told_by_their_order(form_id: str, width: int) -> None:
    form = FORMS[form_id]
    texts = {cell: str(at) for at, cell in enumerate(form.cells, 1)}
    report = report_of(form, texts, narrow(form, texts, width))
    assert {cell: figure.raw for cell, figure in report.cells.items()} == texts
    assert (report.form, report.missing, report.troubles) == (form_id, [], [])


def test_rows_are_not_told_by_order_where_one_is_wanting() -> None:
    form = FORMS["2021"]
    texts = {cell: str(at) for at, cell in enumerate(form.cells, 1)}
    lines = narrow(form, texts)
    del lines[next(at for at, line in enumerate(lines) if "8.属于" in line)]
    report = report_of(form, texts, lines)
    assert all(figure.raw == texts[cell] for cell, figure in report.cells.items())
    assert any(finding.rule in ("form.missing_cells", "form.unreadable") for finding in check(report))


@pytest.mark.parametrize("form_id", ["2021", "2019"])
def test_a_table_whose_columns_stand_one_below_the_other_is_unreadable_and_not_blank(form_id: str) -> None:
    form = FORMS[form_id]
    texts = {cell: str(at) for at, cell in enumerate(form.cells, 1)}
    report = report_of(form, texts, column_by_column(layout(form.table("applications")), texts))
    assert not any(cell.startswith("applications.") for cell in (*report.cells, *report.blank))
    assert report.tables["applications"] == "unreadable"
    assert len([trouble for trouble in report.troubles if trouble.table == "applications"]) == 1


def test_rows_that_are_all_short_are_read_from_the_left() -> None:
    form = FORMS["2021"]
    texts: dict[str, str | None] = {cell: str(at) for at, cell in enumerate(form.cells, 1)}
    short = {c: (None if c.startswith("applications.") and c.endswith((".total", "_organisation")) else t)
             for c, t in texts.items()}  # fmt: skip
    report = read_report(
        layouts.text_document(layouts.report_lines(form, short, layouts.READABLE[0], 2023)), "short.txt"
    )
    rows = [row for row in report.rows if row.table == "applications"]
    assert {(row.printed, row.expected) for row in rows} == {(4, 7)}
    assert report.cells["applications.granted.social_organisation"].raw == texts["applications.granted.legal_service"]
