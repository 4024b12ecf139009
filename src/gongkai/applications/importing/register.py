"""A whole file of past cases: the heading found, each line read, what is wrong named by line and column."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.applications.importing import words
from gongkai.applications.importing.columns import BY_ID, COLUMNS, Headings, headings
from gongkai.applications.importing.past_case import PastCase
from gongkai.documents import cell_values as values
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sheets import UNCALCULATED, Line, Sheet

MOST_LINES = 300_000
HEADING_WITHIN = 40
"""A heading stands among the first lines with something in them; titles and notes may stand above it."""
RECOGNISED = 4
"""As many known columns make a line a heading."""
_FOOTERS = (
    "合计",
    "总计",
    "小计",
    "共计",
    "填表人",
    "填报人",
    "审核人",
    "制表",
    "备注",
    "说明",
    "注:",
    "注：",
    "单位负责人",
)
_LENGTHS = {"receipt_no": 60, "applicant_name": 200, "region": 60, "topic": 60}
LONGEST_SUBJECT = 300
LONGEST_TEXT = 20_000
Step = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be taken over."""

    line: str
    column: str
    """As the file calls it, with its letter; "" where the whole line is meant."""
    reason: str

    def __str__(self) -> str:
        return f"{self.line}{self.column}：{self.reason}"


@dataclass(slots=True)
class Register:
    """What a file holds. Nothing may be taken over while there are problems."""

    cases: list[PastCase] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Columns that are not known and were left aside."""


def read_register(sheets: Iterable[Sheet], today: date, step: Step = lambda lines: None) -> Register:
    """The cases of all tables with a heading. `step` is told, now and then, how many lines have been read.

    Raises UnusableDocument where no table has a heading, or one that lacks a column.
    """
    found = Register()
    first_at: dict[str, str] = {}
    headed, without = 0, []
    lines = 0
    for sheet in sheets:
        reader = _SheetReader(sheet, found, today, first_at)
        if not reader.find_heading():
            if reader.has_something:
                without.append(sheet.name)
            continue
        headed += 1
        for line in reader.rest:
            reader.read(line)
            lines += 1
            if lines > MOST_LINES:
                raise UnusableDocument(f"台账超过{MOST_LINES}行，请按年度分成几个文件转入。")
            if lines % 500 == 0:
                step(lines)
        reader.tell()
    if not headed:
        needed = "、".join(f"{column.label}（{column.id}）" for column in COLUMNS if column.required)
        raise UnusableDocument(f"没有找到表头：前{HEADING_WITHIN}行中应有一行写明各列的名称，至少有{needed}。")
    found.remarks += [f"工作表“{name}”没有台账的表头，未读取。" for name in without]
    if not found.cases and not found.problems:
        raise UnusableDocument("表头下面没有任何案件。")
    return found


class _SheetReader:
    """Reads one table into the register."""

    def __init__(self, sheet: Sheet, register: Register, today: date, first_at: dict[str, str]) -> None:
        self.sheet, self.register, self.today, self.first_at = sheet, register, today, first_at
        self.rest: Iterator[Line] = iter(())
        self.columns = Headings({}, {}, ())
        self.has_something = False
        self.hidden = self.left_out = 0

    def find_heading(self) -> bool:
        """Look among the first lines for the one (or two) that name most columns; what follows is `rest`.

        Raises UnusableDocument where a required column is not among them, or two stand for the same.
        """
        lines = (line for line in self.sheet.lines if any(text.strip("\0 ") for text in line.texts))
        first = list(itertools.islice(lines, HEADING_WITHIN))
        self.has_something = bool(first)
        best, begin = Headings({}, {}, ()), 0
        for number, line in enumerate(first):
            below = first[number + 1].texts if number + 1 < len(first) else []
            for tried, after in ((headings(line.texts), 1), (headings(line.texts, below), 2)):
                if len(tried.places) > len(best.places):
                    best, begin = tried, number + after
        if len(best.places) < RECOGNISED:
            return False
        self.columns = best
        if best.missing:
            names = "、".join(f"“{column.label}”（{column.id}）" for column in best.missing)
            where = f"工作表“{self.sheet.name}”的" if self.sheet.name else ""
            raise UnusableDocument(f"{where}表头中没有{names}这{len(best.missing)}列。")
        self.register.others += [name for name in best.others if name not in self.register.others]
        self.rest = itertools.chain(first[begin:], lines)
        return True

    def read(self, line: Line) -> None:
        """Add the line's case, or what is wrong with it."""
        texts = {
            column: values.text_of(line.texts[place]) if line.texts[place] != UNCALCULATED else UNCALCULATED
            for column, place in self.columns.places.items()
            if place < len(line.texts)
        }
        texts = {column: text for column, text in texts.items() if not values.is_nothing(text)}
        if self._is_no_case(line, texts):
            self.left_out += 1
            return
        self.hidden += line.hidden
        where = f"工作表“{self.sheet.name}”第{line.number}行" if self.sheet.name else f"第{line.number}行"
        case, faults = case_of(texts, where, self.sheet.epoch)
        # What could not be read would only seem to contradict the rest.
        faults = faults or [(fault.column, fault.reason) for fault in case.faults(self.today)]
        if case.receipt_no and (earlier := self.first_at.setdefault(case.receipt_no, where)) != where:
            faults.append(("receipt_no", f"登记编号“{case.receipt_no}”与{earlier}重复。"))
        self.register.problems += [Problem(where, self._named(column), reason) for column, reason in faults]
        if not faults:
            self.register.cases.append(case)
            self.register.remarks += [f"{where}：{remark}" for remark in case.remarks()]

    def _is_no_case(self, line: Line, texts: dict[str, str]) -> bool:
        """Blank lines, headings repeated on each printed page, totals and signatures below the table."""
        if not texts:
            return True
        if sum(texts.get(column) == words for column, words in self.columns.printed.items()) >= RECOGNISED:
            return True
        first = next((text.strip() for text in line.texts if text.strip()), "")
        return "received_on" not in texts and len(texts) <= 4 and first.startswith(_FOOTERS)

    def _named(self, column: str) -> str:
        place, letters = self.columns.places.get(column), ""
        if place is None:
            return f"“{BY_ID[column].label}”列"
        number = place + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        return f"“{self.columns.printed[column]}”列（{letters}列）"

    def tell(self) -> None:
        """Say what was read that is not shown."""
        where = f"工作表“{self.sheet.name}”" if self.sheet.name else "表中"
        if self.hidden:
            self.register.remarks.append(f"{where}有{self.hidden}行是隐藏的，也一并读取。")


def case_of(texts: Mapping[str, str], where: str, epoch: date) -> tuple[PastCase, list[tuple[str, str]]]:
    """The case of a line's texts by column, as far as they can be read; and which cannot, with the reason."""
    faults = [
        (column.id, "没有填写。") for column in COLUMNS if column.required and not texts.get(column.id)
    ]  # fmt: skip
    case = PastCase(where, values.receipt_no(texts.get("receipt_no", "")), "", texts.get("applicant_name", ""), "", "")
    for column, text in texts.items():
        try:
            if text == UNCALCULATED:
                raise ValueError("单元格是公式，文件中没有保存计算结果；请用表格软件打开、重新计算后保存。")
            _put(case, column, text, epoch)
        except ValueError as error:
            faults.append((column, str(error)))
    return case, faults


def _put(case: PastCase, column: str, text: str, epoch: date) -> None:
    """What one cell says. Raises ValueError with one Chinese sentence."""
    if values.ERRORS.fullmatch(text):
        raise ValueError(f"单元格的公式出错（{text}）。")
    if len(text) > _LENGTHS.get(column, LONGEST_TEXT):
        raise ValueError(f"内容有{len(text)}个字，不能超过{_LENGTHS.get(column, LONGEST_TEXT)}个字。")
    if BY_ID[column].is_date:
        case.days[column] = values.day(text, epoch)
    elif column == "applicant_type":
        case.applicant_type = words.applicant_type(text)
    elif column == "channel":
        case.channel = words.channel(text)
    elif column == "outcome":
        result = words.result(text)
        case.outcome, case.outcome_row = result.outcome, result.row
    elif column == "information_year":
        case.information_year = values.year(text)
    elif column == "subject" and len(text) > LONGEST_SUBJECT:
        case.subject, case.description = f"{text[: LONGEST_SUBJECT - 1]}…", text
    elif column in ("subject", "region", "topic"):
        setattr(case, column, text)
