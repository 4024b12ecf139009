"""Tables of a PDF page, put together from the rules that are drawn around their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from gongkai.documents.limits import Limits
from gongkai.documents.pdf_page import Char, PageContent, Rule

NEAR = 3.0
"""Points: rules closer than this are one; rules that miss one another by no more than this meet."""
LINE = 0.5
"""Of a character's height: characters whose middles differ by less stand on one line."""


@dataclass(slots=True)
class PdfCell:
    """A cell of a table on one page: between which row edges it stands, and where it is left and right."""

    top: int
    bottom: int
    left: float
    right: float
    chars: list[Char] = field(default_factory=list)
    text: str = ""

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(slots=True)
class PdfTable:
    """A table, or the part of one that stands on this page."""

    page: int
    xs: list[float]
    """Its columns' edges, left to right."""
    ys: list[float]
    """Its rows' edges, downwards."""
    cells: list[PdfCell]


def find_tables(content: PageContent, page: int, limits: Limits) -> tuple[list[PdfTable], list[Char]]:
    """The page's tables with the characters in their cells, and the characters outside."""
    horizontal, vertical = _merged(content.horizontal), _merged(content.vertical)
    tables = []
    for rows, columns in _connected(horizontal, vertical):
        table = _table(rows, columns, page, limits)
        if table is not None:
            tables.append(table)
    outside = _fill(tables, content.chars)
    for table in tables:
        for cell in table.cells:
            cell.text = cell_text(cell.chars)
    tables = [table for table in tables if any(cell.text for cell in table.cells)]
    return tables, outside


# ---------------------------------------------------------------- rules


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules at one place, overlapping or touching, as one: cells draw their borders each for itself."""
    merged: list[Rule] = []
    for group in _clusters(sorted(rules, key=lambda rule: rule.at)):
        at = sum(rule.at for rule in group) / len(group)
        group.sort(key=lambda rule: rule.start)
        start, end = group[0].start, group[0].end
        for rule in group[1:]:
            if rule.start <= end + NEAR:
                end = max(end, rule.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        merged.append(Rule(at, start, end))
    return merged


def _clusters(rules: list[Rule]) -> Iterable[list[Rule]]:
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[-1].at > 1.0:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _connected(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or meet, directly or through others: each such set is a table, if it is one at all."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    ats = [rule.at for rule in horizontal]  # sorted, as `_merged` leaves them
    for number, rule in enumerate(vertical, len(horizontal)):
        for index in range(bisect_right(ats, rule.start - NEAR), bisect_right(ats, rule.end + NEAR)):
            if horizontal[index].start - NEAR <= rule.at <= horizontal[index].end + NEAR:
                parent[root(index)] = root(number)
    sets: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*horizontal, *vertical]):
        found = sets.setdefault(root(index), ([], []))
        found[index >= len(horizontal)].append(rule)
    return list(sets.values())


def _edges(positions: Iterable[float]) -> list[float]:
    """Positions in order, those that are near one another as one."""
    edges: list[list[float]] = []
    for position in sorted(positions):
        if edges and position - edges[-1][-1] <= NEAR:
            edges[-1].append(position)
        else:
            edges.append([position])
    return [sum(edge) / len(edge) for edge in edges]


def _table(rows: list[Rule], columns: list[Rule], page: int, limits: Limits) -> PdfTable | None:
    """The cells between the rules; None where they enclose none, or only one (a frame around something)."""
    if not rows or not columns or len(rows) + len(columns) < 3:
        return None
    ys = [rule.at for rule in rows]
    # A table that goes on over the page's end may have no rule there: its columns' rules end where it ends.
    # In the same way a table without rules at its sides ends where its rows' rules end.
    ys += [min(rule.start for rule in columns), max(rule.end for rule in columns)]
    xs = [rule.at for rule in columns]
    xs += [min(rule.start for rule in rows), max(rule.end for rule in rows)]
    xs, ys = _edges(xs), _edges(ys)
    wide, high = len(xs) - 1, len(ys) - 1
    if wide * high < 2 or wide * high > limits.cells:
        return None
    right_wall = [[False] * wide for _ in range(high)]
    for rule in columns:
        column = _index(xs, rule.at) - 1
        if 0 <= column < wide:
            for row in range(high):
                if rule.start - NEAR <= ys[row] + NEAR and rule.end + NEAR >= ys[row + 1] - NEAR:
                    right_wall[row][column] = True
    bottom_wall = [[False] * wide for _ in range(high)]
    for rule in rows:
        row = _index(ys, rule.at) - 1
        if 0 <= row < high:
            for column in range(wide):
                if rule.start - NEAR <= xs[column] + NEAR and rule.end + NEAR >= xs[column + 1] - NEAR:
                    bottom_wall[row][column] = True
    cells = _cells(xs, right_wall, bottom_wall)
    return PdfTable(page, xs, ys, cells) if len(cells) > 1 else None


def _index(edges: list[float], position: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))


def _cells(xs: list[float], right_wall: list[list[bool]], bottom_wall: list[list[bool]]) -> list[PdfCell]:
    """Rectangles without a wall in them, each grown from its top left corner to the right, then downwards."""
    high, wide = len(right_wall), len(right_wall[0])
    taken = [[False] * wide for _ in range(high)]
    cells = []
    for top in range(high):
        for left in range(wide):
            if taken[top][left]:
                continue
            right = left
            while right + 1 < wide and not right_wall[top][right] and not taken[top][right + 1]:
                right += 1
            bottom = top
            while bottom + 1 < high and not any(bottom_wall[bottom][left : right + 1]):
                below = right_wall[bottom + 1]
                if any(below[left:right]) or any(taken[bottom + 1][left : right + 1]):
                    break
                bottom += 1
            for row in range(top, bottom + 1):
                taken[row][left : right + 1] = [True] * (right - left + 1)
            cells.append(PdfCell(top, bottom + 1, xs[left], xs[right + 1]))
    return cells


# ---------------------------------------------------------------- text


def _fill(tables: list[PdfTable], chars: list[Char]) -> list[Char]:
    """Puts each character into the cell that it stands in; of tables in tables, the innermost. Gives the others."""
    inner_first = sorted(tables, key=lambda table: (table.xs[-1] - table.xs[0]) * (table.ys[-1] - table.ys[0]))
    lookup = []
    for table in inner_first:
        at: dict[tuple[int, int], PdfCell] = {}
        for cell in table.cells:
            for column in range(bisect_right(table.xs, cell.left + 0.01) - 1, len(table.xs) - 1):
                if table.xs[column] >= cell.right - 0.01:
                    break
                for row in range(cell.top, cell.bottom):
                    at[row, column] = cell
        lookup.append((table, at))
    outside = []
    for char in chars:
        x, y = char.middle
        for table, at in lookup:
            if table.xs[0] < x < table.xs[-1] and table.ys[0] < y < table.ys[-1]:
                at[bisect_right(table.ys, y) - 1, bisect_right(table.xs, x) - 1].chars.append(char)
                break
        else:
            outside.append(char)
    return outside


def cell_text(chars: list[Char]) -> str:
    """The text of a cell: characters in the order in which they were written, which holds in upright writing too."""
    lines: list[list[Char]] = []
    for char in chars:
        if lines and _on_line(lines[-1][-1], char):
            lines[-1].append(char)
        else:
            lines.append([char])
    return "\n".join(text for line in lines if (text := line_text(line)))


def text_lines(chars: list[Char]) -> list[tuple[float, str]]:
    """Lines of running text, from the top: where each stands, and its text."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: char.middle[1]):
        if lines and _on_line(lines[-1][-1], char):
            lines[-1].append(char)
        else:
            lines.append([char])
    found = ((line[0].middle[1], line_text(sorted(line, key=lambda char: char.left))) for line in lines)
    return [(at, text) for at, text in found if text]


def _on_line(a: Char, b: Char) -> bool:
    return abs(a.middle[1] - b.middle[1]) <= LINE * max(min(a.size, b.size), 1.0)


def line_text(line: list[Char]) -> str:
    """The characters of a line, with a space where there is a gap."""
    text = ""
    last: Char | None = None
    for char in line:
        if last is not None and not text.endswith(" ") and char.text != " ":
            letters = last.text.isascii() and char.text.isascii()
            if char.left - last.right > (0.3 if letters else 0.6) * max(last.size, 1.0):
                text += " "
        text += char.text
        last = char
    return text.strip(" ")
