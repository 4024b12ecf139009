"""The same report printed as text in every layout in which tables of real pages come out.

The tables are drawn from the forms (`gongkai.reports.layout`); the prose around them is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gongkai.documents.model import Document, Grid, GridCell, Paragraph
from gongkai.law.forms import Form
from gongkai.reports.layout import LayoutTable, layout
from gongkai.reports.model import Number

Layout = Callable[["Drawn"], list[str]]

AGENCY = "云溪市城乡水务局"
YEAR = 2023
NUMERALS = "一二三四五六"


@dataclass(frozen=True)
class DrawnRow:
    """A physical row: its own cells' texts, how many grid columns the merged ones leave unfilled, and where."""

    cells: tuple[str, ...]
    fill: int
    left: int
    """How many columns at the left belong to labels that hang down from above."""
    is_head: bool


@dataclass(frozen=True)
class Drawn:
    """A table as physical rows."""

    rows: tuple[DrawnRow, ...]


def draw(table: LayoutTable, texts: Mapping[str, str | None]) -> Drawn:
    """The table with the texts in its value cells; a cell whose text is None is not printed at all."""
    rows = []
    for row in table.rows:
        cells = [cell for cell in row if cell.cell is None or texts.get(cell.cell, "0") is not None]
        rows.append(
            DrawnRow(
                tuple(cell.text if cell.cell is None else str(texts.get(cell.cell, "0")) for cell in cells),
                table.width - len(cells),
                cells[0].column if cells else 0,
                all(cell.cell is None for cell in cells),
            )
        )
    return Drawn(tuple(rows))


def texts_of(figures: Mapping[str, Number]) -> dict[str, str | None]:
    """Figures as they are printed."""
    return {cell: str(value) for cell, value in figures.items()}


def report_lines(form: Form, texts: Mapping[str, str | None], printer: Layout, year: int = YEAR) -> list[str]:
    """A whole report as lines of text, its tables printed in one layout."""
    lines = [
        f"{AGENCY}{year}年政府信息公开工作年度报告",
        f"本报告由{AGENCY}编制，所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        "一、总体情况",
        f"{year}年，我局办理供水许可和水费事项，公开行政许可信息，做到应公开尽公开。",
        "（一）主动公开。全年发布各类信息，其中行政处罚信息及时上网。",
    ]
    for number in range(2, 7):
        section = next((section for section in form.sections if section.number == number), None)
        title = section.title if section else "其他"
        lines.append(f"{NUMERALS[number - 1]}、{title}")
        tables = [table for table in form.tables if table.section == number]
        for table in tables:
            lines.extend(printer(draw(layout(table), texts)))
        if not tables:
            lines.append(f"第{number}部分无需要说明的内容，明年继续努力。")
    lines += [AGENCY, f"{year + 1}年1月18日"]
    return list(dict.fromkeys(lines)) if printer is kept_once else lines


def text_document(lines: list[str]) -> Document:
    """Lines as the document that a text file of them is read into."""
    split = "\n".join(lines).split("\n")
    return Document("text", [Paragraph(line, f"line {at}") for at, line in enumerate(split, 1)])


def grid_document(form: Form, texts: Mapping[str, str | None], year: int = YEAR) -> Document:
    """The same report with its tables as grids."""
    document = Document("html", [])
    marker = "\ufffftable"
    for line in report_lines(form, texts, lambda drawn: [marker], year):
        if line != marker:
            document.blocks.append(Paragraph(line, f"paragraph {len(document.blocks) + 1}"))
            continue
        number = sum(isinstance(block, Grid) for block in document.blocks)
        document.blocks.append(grid_of(layout(form.tables[number]), texts, f"table {number + 1}"))
    return document


def grid_of(table: LayoutTable, texts: Mapping[str, str | None], place: str) -> Grid:
    """A table as a grid with merged cells."""
    rows = [
        [
            GridCell(
                cell.text if cell.cell is None else str(texts.get(cell.cell, "0")),
                cell.row,
                cell.column,
                cell.rowspan,
                cell.colspan,
            )
            for cell in row
            if cell.cell is None or texts.get(cell.cell, "0") is not None
        ]
        for row in table.rows
    ]
    return Grid(rows, place)


# ---------------------------------------------------------------- the layouts, most frequent first


def paragraphs(drawn: Drawn) -> list[str]:
    return [line for row in drawn.rows for cell in row.cells for line in ("", cell)] + [""]


def piped_rows_filled(drawn: Drawn) -> list[str]:
    return [" | ".join(row.cells) + " |" + (" " + "|" * row.fill if row.fill else "") for row in drawn.rows]


def piped_cells_filled(drawn: Drawn) -> list[str]:
    lines = []
    for row in drawn.rows:
        lines += [f"{cell} |" if cell else "|" for cell in row.cells]
        if row.fill:
            lines.append("|" * row.fill)
    return lines


def piped_rows_closed(drawn: Drawn) -> list[str]:
    return [" | ".join(row.cells) + " |" for row in drawn.rows]


def lone_pipes(drawn: Drawn) -> list[str]:
    return [line for row in drawn.rows for cell in row.cells for line in (cell, "|")]


def kept_once(drawn: Drawn) -> list[str]:
    """One cell a line; `report_lines` then keeps each line of the whole page only once."""
    return plain_cells(drawn)


def piped_cells(drawn: Drawn) -> list[str]:
    return [f"{cell} |" for row in drawn.rows for cell in row.cells]


def boxed_rows_filled(drawn: Drawn) -> list[str]:
    return ["| " + " | ".join(row.cells) + " |" + (" " + "|" * row.fill if row.fill else "") for row in drawn.rows]


def opened_and_closed_rows(drawn: Drawn) -> list[str]:
    lines = []
    for row in drawn.rows:
        lines += ["|", *(f"{cell} |" for cell in row.cells[:-1]), *(f"{cell} | |" for cell in row.cells[-1:])]
    return lines


def closed_rows(drawn: Drawn) -> list[str]:
    lines = []
    for row in drawn.rows:
        lines += [*(f"{cell} |" for cell in row.cells[:-1]), *(f"{cell} | |" for cell in row.cells[-1:])]
    return lines


def pdf_page(drawn: Drawn) -> list[str]:
    """Rows on a line with single spaces; labels that hang over several rows come out letter by letter among them."""
    lines: list[str] = []
    letters: list[str] = []
    for at, row in enumerate(drawn.rows):
        cells = list(row.cells)
        while len(cells) > 1 and cells[0].startswith(("三、本", "（三）不", "（四）无", "（五）不")):
            letters.extend(cells.pop(0))
        lines.append(" ".join(cells))
        if letters and not row.is_head:
            lines.append("".join(letters[:2]))
            letters = letters[2:]
        if at == len(drawn.rows) // 2:
            lines += ["- 3 -", ""]
    return lines


def piped_rows_with_blanks(drawn: Drawn) -> list[str]:
    return [" | ".join([""] * row.left + list(row.cells)).strip(" ") for row in drawn.rows]


def one_line(drawn: Drawn) -> list[str]:
    return [" ".join(cell for row in drawn.rows for cell in row.cells)]


def opened_rows_lone_pipes(drawn: Drawn) -> list[str]:
    lines = []
    for row in drawn.rows:
        lines.append(f"| {row.cells[0]}")
        for cell in row.cells[1:]:
            lines += ["|", cell]
        lines.append("|" * (row.fill + 1))
    return lines


def paragraphs_with_trailing_spaces(drawn: Drawn) -> list[str]:
    lines = []
    for row in drawn.rows:
        for at, cell in enumerate(row.cells):
            lines += ["", cell + ("   " if row.fill and at == len(row.cells) - 1 else "")]
    return [*lines, ""]


def piped_cells_lone_blanks(drawn: Drawn) -> list[str]:
    return piped_cells_filled(drawn)


def lone_pipes_filled(drawn: Drawn) -> list[str]:
    lines = []
    for row in drawn.rows:
        for cell in row.cells:
            lines += [cell, "|"]
        if row.fill:
            lines += ["", "|" * row.fill]
    return lines


def wide_piped_rows(drawn: Drawn) -> list[str]:
    return ["  | ".join(row.cells) + "  | " for row in drawn.rows]


def source_tabs(drawn: Drawn) -> list[str]:
    return ["\n\t\t\t".join(f"{cell}  | " for cell in row.cells) for row in drawn.rows]


def plain_cells(drawn: Drawn) -> list[str]:
    return [cell for row in drawn.rows for cell in row.cells]


def opened_rows(drawn: Drawn) -> list[str]:
    return [line for row in drawn.rows for line in ("|", *(f"{cell} |" for cell in row.cells))]


def opened_rows_padded(drawn: Drawn) -> list[str]:
    return [line for row in drawn.rows for line in ("|", *(f" {cell}  |" for cell in row.cells))]


def glued_rows(drawn: Drawn) -> list[str]:
    return ["".join(row.cells) for row in drawn.rows]


READABLE: tuple[Layout, ...] = (
    paragraphs,
    piped_rows_filled,
    piped_cells_filled,
    piped_rows_closed,
    lone_pipes,
    piped_cells,
    boxed_rows_filled,
    opened_and_closed_rows,
    closed_rows,
    pdf_page,
    piped_rows_with_blanks,
    one_line,
    opened_rows_lone_pipes,
    paragraphs_with_trailing_spaces,
    piped_cells_lone_blanks,
    lone_pipes_filled,
    wide_piped_rows,
    source_tabs,
    plain_cells,
    opened_rows,
    opened_rows_padded,
)
UNREADABLE: tuple[Layout, ...] = (kept_once, glued_rows)

SHOWS_BLANKS: tuple[Layout, ...] = tuple(
    printer for printer in READABLE if printer not in (pdf_page, one_line, paragraphs_with_trailing_spaces)
)
"""Layouts in which an empty cell between two figures leaves a trace."""
