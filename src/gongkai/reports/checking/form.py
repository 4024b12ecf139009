"""The report against its statutory form: what is missing, short, unreadable, or from another year's form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.law.forms import Block, CellPlace, Form, Forms, Table, packaged_forms
from gongkai.reports.checking.basis import form_of, place_of, source_of
from gongkai.reports.model import Finding, Report

NAMED = 6
"""How many rows, columns and cells a sentence names; the rest is counted."""


def findings(report: Report, forms: Forms | None = None) -> list[Finding]:
    """Findings of the rules `form.*` that compare the tables with the form."""
    forms = forms or packaged_forms()
    form = form_of(report, forms)
    return [
        *_unreadable(report),
        *_missing(report, form),
        *_row_length(report, form, forms),
        *_wrong_form(report, form, forms),
    ]


# ------------------------------------------------------------------ unreadable


def _unreadable(report: Report) -> list[Finding]:
    return [
        Finding("form.extra_row", "hint", trouble.message, source=trouble.source)
        if trouble.extra_row
        else Finding("form.unreadable", "error", trouble.message, source=trouble.source)
        for trouble in report.troubles
    ]


# ------------------------------------------------------------------ missing


def _missing(report: Report, form: Form) -> list[Finding]:
    """One finding a table on the figures that are not there, whether the cell is blank or not printed at all."""
    found = []
    for table in form.tables:
        cells = [cell for cell in table.ids() if cell not in report.cells]
        if not cells:
            continue
        state = report.tables.get(table.id, "found")
        whole = len(cells) == len(list(table.ids()))
        if state == "unreadable" and any(
            trouble.table == table.id and not trouble.extra_row for trouble in report.troubles
        ):
            continue  # said by form.unreadable, in the reader's words
        name = f"第{_numeral(table.section)}部分“{table.title}”的表格" if table.section else f"“{table.title}”"
        if whole:
            printed_blank = any(cell in report.blank for cell in cells)
            if state == "unreadable":
                message = f"{name}无法读取，全部 {len(cells)} 项数据未能核对。"
            elif state == "blank" or printed_blank:
                message = f"{name}是空白的，全部 {len(cells)} 项数据都没有填写。"
            else:
                message = f"缺少{name}，全部 {len(cells)} 项数据无法核对。"
            found.append(_missing_finding(report, "error", message, cells))
            continue
        blank = [cell for cell in cells if cell in report.blank]
        how = "留空或只填了“/”“—”“无”" if len(blank) == len(cells) else "没有数据"
        some = f"（其中 {len(blank)} 项是留空或只填了“/”“—”“无”）" if blank and len(blank) < len(cells) else ""
        names = named_cells(table, cells)
        listed = "、".join(names[:NAMED]) + (f"等 {len(names)} 处" if len(names) > NAMED else "")
        message = f"{name}有 {len(cells)} 项{how}{some}：{listed}。"
        found.append(_missing_finding(report, "warning", message, cells))
    return found


def _missing_finding(report: Report, level: str, message: str, cells: list[str]) -> Finding:
    advice = "没有发生的事项应填 0，不宜留空。" if any(cell in report.blank for cell in cells) else ""
    return Finding(
        "form.missing_cells",
        "error" if level == "error" else "warning",
        message,
        cells=cells,
        source=source_of(report, cells),
        advice=advice,
    )


def named_cells(table: Table, cells: Sequence[str]) -> list[str]:
    """Cells of a table in few words: whole columns and whole rows by their names, only the rest one by one."""
    wanted = set(cells)
    names: list[str] = []
    for block in table.blocks:
        left = [cell for cell in block.ids() if cell in wanted]
        if not left:
            continue
        if len(left) == len(list(block.ids())):
            names.append(f"“{block.caption}”整块" if block.caption else f"“{table.title}”整表")
            continue
        for column in block.columns if len(block.rows) > 1 else ():
            ids = [block.cell_id(row, column) for row in block.rows]
            if wanted.issuperset(ids):
                names.append(f"“{_column(block, ids[0], table)}”整列")
                left = [cell for cell in left if cell not in ids]
        rows: dict[str, list[str]] = {}
        for row in block.rows if len(block.columns) > 1 else ():
            ids = [block.cell_id(row, column) for column in block.columns]
            if wanted.issuperset(ids) and not set(left).isdisjoint(ids):
                group = row.stub[-1] if len(row.stub) > 1 else ""
                rows.setdefault(group or row.label, []).append(CellPlace(table, block, row, block.columns[0]).row_words)
                left = [cell for cell in left if cell not in ids]
        for group, words in rows.items():
            names.append(f"“{words[0]}”整行" if len(words) == 1 else f"“{group}”的 {len(words)} 行")
        places = {
            block.cell_id(row, column): CellPlace(table, block, row, column)
            for row in block.rows
            for column in block.columns
        }
        names.extend(places[cell].words for cell in left)
    return names


def _column(block: Block, cell: str, table: Table) -> str:
    for column in block.columns:
        if block.cell_id(block.rows[0], column) == cell:
            return CellPlace(table, block, block.rows[0], column).column_words
    raise KeyError(cell)


# ------------------------------------------------------------------ row length


def _row_length(report: Report, form: Form, forms: Forms) -> list[Finding]:
    found = []
    for row in report.rows:
        if row.printed == row.expected or report.tables.get(row.table) == "unreadable":
            continue
        cells = _cells_of_row(row.row, form, forms)
        label = f"“{row.label}”一行" if row.label else "这一行"
        few = row.printed < row.expected
        absent = [cell for cell in cells if cell not in report.cells and cell not in report.blank]
        last = f"，从左数起，缺的是{'、'.join(f'“{_head(cell, form, forms)}”' for cell in absent)}" if absent else ""
        message = (
            f"{label}只有 {row.printed} 个单元格，应为 {row.expected} 个{last}。"
            if few
            else f"{label}有 {row.printed} 个单元格，多于应有的 {row.expected} 个。"
        )
        found.append(Finding("form.row_length", "warning", message, cells, row.expected, row.printed, row.source))
    return found


def _cells_of_row(row_id: str, form: Form, forms: Forms) -> list[str]:
    """The cells of a row by its id, on the form or on the newest form that has the row."""
    for candidate in (form, *forms.values()):
        for table in candidate.tables:
            for block in table.blocks:
                for row in block.rows:
                    ids = [block.cell_id(row, column) for column in block.columns]
                    if ".".join(part for part in (block.prefix, row.id) if part) == row_id:
                        return ids
    return []


def _head(cell: str, form: Form, forms: Forms) -> str:
    return place_of(cell, form, forms).column_words


# ------------------------------------------------------------------ another year's form


def _wrong_form(report: Report, form: Form, forms: Forms) -> list[Finding]:
    proper = forms.for_year(report.year) if report.year else None
    has_cells = any(cell in form.places for cell in (*report.cells, *report.blank))
    if proper and report.form in forms and proper is not form and has_cells:
        message = (
            f"{report.year} 年度的报告应使用“{proper.title}”（{proper.notice}），"
            f"报告用的是“{form.title}”（{form.notice}）。"
        )
        found = [Finding("form.wrong_form", "warning", message, expected=proper.id, actual=form.id)]
    else:
        found = []
    foreign = [cell for cell in (*report.cells, *report.blank) if cell not in form.places and cell in forms.places]
    groups: dict[tuple[str, str, str], list[str]] = {}
    for cell in foreign:
        origin, place = _origin(cell, form, forms)
        line = "" if _has_row(form, place) else place.row.id
        groups.setdefault((origin.id, place.block.caption or place.table.id, line), []).append(cell)
    for (origin_id, _, _), cells in groups.items():
        found.append(_foreign_cells(report, form, forms[origin_id], cells))
    found.extend(_foreign_heads(report, form, forms, [cell for finding in found for cell in finding.cells]))
    return found


def _origin(cell: str, form: Form, forms: Forms) -> tuple[Form, CellPlace]:
    """The form that a foreign cell belongs to: the nearest one before this form, else any that has it."""
    older = [other for other in forms.values() if cell in other.places and other.first_year < form.first_year]
    newer = [other for other in reversed(list(forms.values())) if cell in other.places]
    origin = (older or newer)[0]
    return origin, origin.places[cell]


def _has_row(form: Form, place: CellPlace) -> bool:
    return any(
        place.row.id == row.id and block.prefix == place.block.prefix
        for table in form.tables
        for block in table.blocks
        for row in block.rows
    )


def _foreign_cells(report: Report, form: Form, origin: Form, cells: list[str]) -> Finding:
    places = [origin.places[cell] for cell in cells]
    rows = _unique(place.row_words for place in places)
    if _has_row(form, places[0]):
        columns = _unique(place.column_words for place in places)
        where = f"{places[0].block.caption}的" if places[0].block.caption else ""
        what = f"{where}{_quoted(columns)}栏（{_quoted(rows)}）"
    else:
        what = f"{_quoted(rows)}一行" if len(rows) == 1 else f"{_quoted(rows)}各行"
    parts = next((item.parts for item in form.alternatives if item.row == places[0].row.id), ())
    instead = f"，后者在这里是 {len(parts)} 行分项" if parts else ""
    message = f"{what}是{_years(origin)}格式的内容，不属于{_years(form)}的格式{instead}。"
    return Finding(
        "form.wrong_form", "warning", message, cells, form.id, origin.id, source_of(report, cells),
        excerpt="、".join(rows),
    )  # fmt: skip


def _foreign_heads(report: Report, form: Form, forms: Forms, said: Sequence[str]) -> list[Finding]:
    """Heads of another form over columns that both forms have; the rest has been said with the cells."""
    captions = {forms.places[cell].block.caption for cell in said}
    found = []
    for head in report.heads:
        ids = [form_id for form_id in head.forms if form_id in forms]
        if not ids or form.id in ids or head.caption in captions or report.form is None:
            continue
        origin = forms[ids[0]]
        message = (
            f"“{head.caption or '表格'}”的栏目名称（{_quoted(head.labels)}）是{_years(origin)}格式的，"
            f"应改用{_years(form)}的格式。"
        )
        found.append(
            Finding("form.wrong_form", "warning", message, [], form.id, origin.id, head.source, "、".join(head.labels))
        )
    return found


def _years(form: Form) -> str:
    """The years that a form is for, as officials name forms."""
    if form.last_year is None:
        return f" {form.first_year} 年起"
    return f" {form.first_year}—{form.last_year} 年"


def _quoted(words: Iterable[str]) -> str:
    return "".join(f"“{word}”" for word in words)


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _numeral(section: int) -> str:
    return "〇一二三四五六七八九十"[section]
