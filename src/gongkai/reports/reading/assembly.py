"""From rows of figures to the cells of a report: which columns, which form, what is blank, absent or not to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from gongkai.law.forms import Forms
from gongkai.reports.model import CellValue, PrintedHead, PrintedRow, Report, TableState, Trouble
from gongkai.reports.reading.folding import fold
from gongkai.reports.reading.rows import Found, Head, TableRow, arrange
from gongkai.reports.reading.values import parse_cell
from gongkai.reports.reading.vocabulary import Entry, Shape, Variant, Vocabulary

_WIDE = 5
"""Of so many figures in a row, a single one with as many digits is all of them run together."""


def fill_report(report: Report, found: Found, forms: Forms, vocabulary: Vocabulary) -> None:
    """Put the figures found into the report, and tell its form. `report.year` must be known before, if it is at all."""
    _Assembly(report, found, forms, vocabulary).run()


class _Assembly:
    def __init__(self, report: Report, found: Found, forms: Forms, vocabulary: Vocabulary) -> None:
        self.report = report
        self.found = found
        self.forms = forms
        self.vocabulary = vocabulary
        self.votes: Counter[str] = Counter()
        self.shapes: dict[int, Shape] = {}
        """The shape chosen for each row, by the row's place in the list."""

    def run(self) -> None:
        rows = self._once_each(self.found.rows)
        undecided = self._choose_shapes(rows)
        self._vote_by_rows(rows)
        form = self._form()
        self.report.form = form
        for at in undecided:
            entry = rows[at].entry
            self.shapes[at] = next((shape for shape in entry.shapes if form in shape.forms), entry.shapes[0])
        for at, row in enumerate(rows):
            self._print(row, self.shapes[at])
        for table, message, place in self.found.troubles:
            self.report.troubles.append(Trouble(table, message, place))
        for table, label, place in self.found.extra:
            message = f"表中“{_short(label)}”一行不在格式之内，没有读入。"
            self.report.troubles.append(Trouble(table, message, place, extra_row=True))
        if form is not None:
            self._states(form)
            cells = self.forms[form].cells
            absent = set(cells).difference(self.report.cells, self.report.blank)
            self.report.missing = [cell for cell in cells if cell in absent] if absent else []

    def _once_each(self, rows: Sequence[TableRow]) -> list[TableRow]:
        """The rows without those printed again; a second printing with other figures is said."""
        kept: dict[int, TableRow] = {}
        for row in rows:
            key = id(row.entry)
            first = kept.setdefault(key, row)
            if first is row:
                continue
            texts = [slot.text.strip() for slot in row.slots]
            if not any(slot.text.strip() for slot in first.slots) and any(texts):
                kept[key] = row
            elif any(texts) and texts != [slot.text.strip() for slot in first.slots]:
                name = row.label or self.vocabulary.table_titles[row.entry.table]
                message = f"“{name}”一行出现两次而数字不同，只读入了前一次。"
                self.report.troubles.append(Trouble(row.entry.table, message, row.source))
        return list(kept.values())

    # ------------------------------------------------------------ columns and form

    def _choose_shapes(self, rows: Sequence[TableRow]) -> list[int]:
        """Choose each row's columns by its head, else by its number of cells; return the rows where neither tells."""
        undecided: list[int] = []
        printed: set[tuple[int, int]] = set()
        for at, row in enumerate(rows):
            shape, forms, decisive = self._shape(row)
            if shape is None:
                undecided.append(at)
                continue
            self.shapes[at] = shape
            key = (id(row.head) if row.head is not None else -at - 1, id(shape.variants[0].names))
            if key in printed:
                continue
            printed.add(key)
            if decisive:
                self._vote(set(forms))
            if row.head is not None:
                self._print_head(row.head, row.entry, shape, forms)
        return undecided

    def _shape(self, row: TableRow) -> tuple[Shape | None, tuple[str, ...], bool]:
        """The row's columns, the forms that print its head like this, and whether that says something of the form."""
        entry = row.entry
        shapes = entry.shapes
        if len(shapes) == 1 and len(shapes[0].variants) == 1:
            return shapes[0], shapes[0].forms, False
        count = len(row.slots)
        head = row.head
        fitting = head.fitting(shapes) if head is not None else []
        if fitting and head is not None:
            shape = fitting[0][0]
            if not row.trouble and max([len(each.cells) for each, _ in fitting]) < count:
                # More cells than the head has columns: the head is damaged, and place and number decide.
                roomy = [(each, variant) for each in shapes if len(each.cells) == count for variant in each.variants]
                if roomy and not head.positions(shape):
                    shape, variant = max(roomy, key=lambda pair: head.score(pair[1]))
                    return shape, variant.forms, True
            if len(fitting) == 1:
                return shape, fitting[0][1].forms, True
            if all(each is shape for each, _ in fitting):
                return shape, tuple(form for _, variant in fitting for form in variant.forms), True
        exact = [shape for shape in shapes if len(shape.cells) in (count, count + len(row.trailing))]
        if len(exact) == 1:
            return exact[0], exact[0].forms, True
        if len(shapes) == 1:
            return shapes[0], shapes[0].forms, False
        return None, (), False

    def _vote_by_rows(self, rows: Sequence[TableRow]) -> None:
        """Let each run of rows that only some forms have speak for these."""
        before: tuple[str, frozenset[str]] | None = None
        everywhere = set(self.forms)
        for row in sorted(rows, key=lambda row: (row.entry.table, row.entry.order)):
            if not row.slots:
                continue
            now = (row.entry.table, row.entry.forms)
            if now != before and now[1] != everywhere:
                self._vote(now[1])
            before = now

    def _vote(self, forms: Iterable[str]) -> None:
        for form in forms:
            self.votes[form] += 1

    def _form(self) -> str | None:
        by_year = self.forms.for_year(self.report.year) if self.report.year is not None else None
        if not self.votes:
            return by_year.id if by_year is not None else None
        most = max(self.votes.values())
        first = [form for form in self.forms if self.votes[form] == most]
        return by_year.id if by_year is not None and by_year.id in first else first[0]

    def _print_head(self, head: Head, entry: Entry, shape: Shape, forms: tuple[str, ...]) -> None:
        labels = [label for label in head.labels if fold(label) not in self.vocabulary.group_heads]
        columns = _columns_of(tuple(labels), shape.variants[0])
        caption = head.caption or entry.caption
        ids = [None if at is None else _column(shape.cells[at], entry) for at in columns]
        self.report.heads.append(PrintedHead(entry.table, caption, labels, ids, list(forms), head.source))

    # ------------------------------------------------------------ cells

    def _print(self, row: TableRow, shape: Shape) -> None:
        entry = row.entry
        expected = len(shape.cells)
        if len(row.slots) == 1 and expected >= _WIDE and len(row.slots[0].text.strip()) >= expected:
            row.trouble = "这一行的数字连在一起，无法分开"
        arranged = None if row.trouble else arrange(row, shape, self.vocabulary.units)
        if arranged is None:
            name = row.label or self.vocabulary.table_titles[entry.table]
            reason = row.trouble or f"这一行有{len(row.slots)}格，多于格式的{expected}格，无法判定各属哪一栏"
            self.report.troubles.append(Trouble(entry.table, f"“{name}”：{reason}，没有读入。", row.source))
            return
        printed, cells, places = 0, self.report.cells, row.places()
        for cell, slot in zip(shape.cells, arranged, strict=True):
            if slot is None:
                continue
            printed += 1
            parsed = parse_cell(slot.text)
            place = slot.place or places[slot.column]
            if (value := parsed.value) is not None:
                cells[cell] = CellValue(value, parsed.raw, place)
            else:
                self._nothing(entry.table, cell, parsed.raw, place, parsed.readable)
        self.report.rows.append(PrintedRow(entry.table, entry.key, row.label, expected, printed, row.source))

    def _nothing(self, table: str, cell: str, raw: str, place: str, readable: bool) -> None:
        """A cell without a figure: blank, or not to be read."""
        if readable:
            self.report.blank[cell] = raw
            self.report.blank_sources[cell] = place
        else:
            message = f"{self.forms.describe(cell)}一格的“{_short(raw)}”读不成一个数，没有读入。"
            self.report.troubles.append(Trouble(table, message, place))

    def _states(self, form: str) -> None:
        for table, cells in self.vocabulary.table_cells[form].items():
            self.report.tables[table] = self._state(table, cells)

    def _state(self, table: str, cells: frozenset[str]) -> TableState:
        if not cells.isdisjoint(self.report.cells):
            return "found"
        # Figures in columns of another form are that table's too.
        rows = {row.row for row in self.report.rows if row.table == table and row.printed}
        if any(cell.rpartition(".")[0] in rows for cell in self.report.cells):
            return "found"
        if table in self.found.unreadable or any(
            trouble.table == table and not trouble.extra_row for trouble in self.report.troubles
        ):
            return "unreadable"
        return "blank" if any(row.table == table for row in self.report.rows) else "missing"


@lru_cache(maxsize=512)
def _columns_of(labels: tuple[str, ...], variant: Variant) -> list[int | None]:
    """Which column each printed label stands for: by its words, or by its place where more speaks for that."""
    names = variant.names
    folded = [fold(label) for label in labels]
    in_place = -1
    if len(folded) == len(names):
        in_place = sum([label in spellings for label, spellings in zip(folded, names, strict=True)])
        if in_place == len(names):
            return [*range(len(names))]
    unused = list(range(len(names)))
    by_words: list[int | None] = []
    for label in folded:
        at = next((at for at in unused if label in names[at]), None)
        if at is not None:
            unused.remove(at)
        by_words.append(at)
    return [*range(len(names))] if in_place >= len(by_words) - by_words.count(None) else by_words


def _column(cell: str, entry: Entry) -> str:
    """The column's id: what follows the row's in the cell's."""
    return cell.removeprefix(f"{entry.key}.") if entry.key else cell


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 20 else text[:20] + "…"
