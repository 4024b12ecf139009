"""The letters' template language: lines of text with merge fields in Chinese, nothing that runs.

    标题：{{机关名称}}
    标题：政府信息公开申请答复书
    主送：{{申请人}}
    ----
    本机关于{{收到日期}}收到{{称谓}}的申请。{{如有：延长后的答复期限}}答复期限已延长。{{完}}
    {{逐项：补正事项}}
    {{救济}}

Before the line of dashes stands what surrounds the text, after it the text, a paragraph a line:
`# ` a heading; `|a|b|` a table's row (`<` belongs to the cell before it, `|×3` at its end makes it three lines high,
a first row of numbers gives the widths); `{{如有：X}}` or `{{如无：X}}` … `{{完}}` within a line, or alone around
lines; alone on a line `{{逐项：X}}`, `{{表格：X}}`, `{{救济}}`, and `{{另页：title}}`, which begins a slip
behind the letter.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from gongkai.applications.letters.facts import FieldKind, MergeField, merge_fields

SYNTAX: tuple[tuple[str, str], ...] = (
    ("{{申请人}}", "填入办件的内容；没有的显示为“【缺：申请人】”"),
    ("{{如有：文号}}…{{完}}", "有这项内容才出现的文字；写在同一行里，或者各占一行、把整段围起来"),
    ("{{如无：文号}}…{{完}}", "没有这项内容才出现的文字"),
    ("{{逐项：补正事项}}", "单独一行：把各项编号列出"),
    ("{{表格：材料清单}}", "单独一行：把各项列成表格"),
    ("{{救济}}", "单独一行：按办理结果和日期写出行政复议、行政诉讼的途径"),
    ("{{另页：回执单}}", "单独一行：此后另起一页，作为附在后面的单据"),
    ("# 一、标题", "一级标题"),
    ("|甲|{{文号}}|<|×3", "表格的一行：“<”并入左边一格，末尾“×3”表示三行高；第一行全为数字时是各列的宽度"),
)
"""For the screen on which a template is edited: what can be written, and what it does."""

MAX_LENGTH = 50_000
HEADER_KEYS = ("标题", "自称", "文号", "主送", "附件", "落款", "日期", "附注", "抄送")
_REQUIRED = ("标题", "落款", "日期")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge field in a line."""

    field: MergeField


@dataclass(frozen=True, slots=True)
class Optional:
    """Part of a line that is there only if a fact is known (or unknown)."""

    field: MergeField
    known: bool
    inlines: tuple[Inline, ...]


Inline = str | Merge | Optional


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a heading."""

    inlines: tuple[Inline, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row; None is a cell that belongs to the one before it."""

    cells: tuple[tuple[Inline, ...] | None, ...]
    lines_high: int = 1


@dataclass(frozen=True, slots=True)
class Rows:
    """A table drawn in the template. `widths` are shares of 1."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """All of a fact's items, numbered, or its table."""

    field: MergeField
    as_table: bool


@dataclass(frozen=True, slots=True)
class Remedy:
    """Where the remedy paragraph stands."""


@dataclass(frozen=True, slots=True)
class NewPage:
    """The begin of a slip behind the letter."""

    title: str


@dataclass(frozen=True, slots=True)
class OptionalBlocks:
    """Blocks that are there only if a fact is known (or unknown)."""

    field: MergeField
    known: bool
    blocks: tuple[Block, ...]


Block = Line | Rows | Each | Remedy | NewPage | OptionalBlocks


@dataclass(frozen=True, slots=True)
class Template:
    """A template, understood."""

    header: Mapping[str, tuple[tuple[Inline, ...], ...]]
    """By key, its lines in order."""
    blocks: tuple[Block, ...]

    def fields(self) -> tuple[MergeField, ...]:
        """Every merge field that it names, each once, in order of appearance."""
        found: dict[str, MergeField] = {}
        for lines in self.header.values():
            for line in lines:
                found.update((each.name, each) for each in _fields_of_line(line))
        found.update((each.name, each) for each in _fields_of_blocks(self.blocks))
        return tuple(found.values())

    @property
    def has_remedy(self) -> bool:
        """Whether it has a place for the remedy paragraph."""
        return _has_remedy(self.blocks)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a template, with its place counted from 1."""

    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"第{self.line}行第{self.column}字：{self.message}"


class TemplateError(ValueError):
    """A text that is no template; every problem found is told."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


def parse_template(text: str) -> Template:
    """The template written in `text`. Raises TemplateError, in Chinese, with all problems and their places."""
    if len(text) > MAX_LENGTH:
        raise TemplateError([Problem(1, 1, f"模板不能超过{MAX_LENGTH}字。")])
    return _Parser().parse(text)


_TOKEN = re.compile(r"\{\{(?P<inside>[^{}\n]*)\}\}")
_STRAY = re.compile(r"\{\{|\}\}|｛｛|｝｝")
_HEADER = re.compile(r"(?P<key>[^：:\s]{1,8})[：:](?P<value>.*)")
_DIRECTIVE = re.compile(r"(?P<word>如有|如无|逐项|表格|另页)[：:](?P<name>.+)")
_END_OF_ROW = re.compile(r"\|(?:×(?P<high>\d{1,2}))?\s*$")
_NUMBERS = re.compile(r"\|(?:\s*\d{1,3}\s*\|)+\s*$")


@dataclass(slots=True)
class _Open:
    """A conditional that waits for its end."""

    line: int
    condition: MergeField | None
    known: bool
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Parser:
    problems: list[Problem] = field(default_factory=list)
    line: int = 0

    def parse(self, text: str) -> Template:
        lines = text.lstrip("\ufeff").splitlines()
        border = next((number for number, line in enumerate(lines) if re.fullmatch(r"\s*-{3,}\s*", line)), None)
        if border is None:
            raise TemplateError([Problem(1, 1, "缺少把版头和正文隔开的横线“----”。")])
        header = self.header(lines[:border])
        blocks = self.body(lines[border + 1 :], border + 1)
        if not blocks:
            self.line = border + 1
            self.say("正文是空的。")
        if self.problems:
            raise TemplateError(sorted(self.problems, key=lambda problem: (problem.line, problem.column)))
        return Template(header, blocks)

    def say(self, message: str, column: int = 0) -> None:
        self.problems.append(Problem(self.line, column + 1, message))

    # ------------------------------------------------------------ header

    def header(self, lines: list[str]) -> Mapping[str, tuple[tuple[Inline, ...], ...]]:
        found: dict[str, list[tuple[Inline, ...]]] = {}
        for number, text in enumerate(lines, start=1):
            self.line = number
            if not text.strip():
                continue
            parts = _HEADER.match(text)
            if parts is None or parts["key"] not in HEADER_KEYS:
                self.say(f"横线以上每行应以“{'、'.join(HEADER_KEYS)}”之一和冒号开头。")
                continue
            found.setdefault(parts["key"], []).append(self.inlines(parts["value"].rstrip(), parts.start("value")))
        self.line = 1
        for key in _REQUIRED:
            if not any(found.get(key, ())):
                self.say(f"横线以上缺少“{key}：”一行。")
        return {key: tuple(values) for key, values in found.items()}

    # ------------------------------------------------------------ body

    def body(self, lines: list[str], before: int) -> tuple[Block, ...]:
        stack = [_Open(before, None, True)]
        table: list[str] = []
        for number, text in enumerate([*lines, ""], start=before + 1):
            if text.lstrip().startswith("|"):
                table.append(text.strip())
                continue
            if table:
                stack[-1].blocks.extend(self.table(table, number - len(table)))
                table = []
            self.line = number
            if text.strip():
                self.text_line(text.rstrip(), stack)
        for left in stack[1:]:
            self.line = left.line
            self.say("这里的条件没有用“{{完}}”结束。")
        return tuple(stack[0].blocks)

    def text_line(self, text: str, stack: list[_Open]) -> None:
        alone = _TOKEN.fullmatch(text.strip())
        inside = alone["inside"].strip() if alone else ""
        blocks = stack[-1].blocks
        if inside == "完":
            self.close(stack)
        elif inside == "救济":
            blocks.append(Remedy())
        elif alone and (directive := _DIRECTIVE.fullmatch(inside)):
            word, name = directive["word"], directive["name"].strip()
            column = text.index("{{")
            if word in ("如有", "如无"):
                stack.append(_Open(self.line, self.lookup(name, column), word == "如有"))
            elif word == "另页":
                if len(stack) > 1:
                    self.say("“另页”不能放在条件里面。", column)
                blocks.append(NewPage(name))
            elif merge := self.lookup(name, column):
                kind: Literal["rows", "items"] = "rows" if word == "表格" else "items"
                if merge.kind != kind:
                    self.say(f"“{name}”不能用“{word}”列出。", column)
                blocks.append(Each(merge, as_table=word == "表格"))
        else:
            heading = text.startswith("# ")
            offset = 2 if heading else len(text) - len(text.lstrip())
            blocks.append(Line(self.inlines(text[offset:], offset), heading))

    def close(self, stack: list[_Open]) -> None:
        if len(stack) == 1:
            self.say("这里的“{{完}}”没有对应的条件。")
            return
        done = stack.pop()
        if done.condition is not None:
            stack[-1].blocks.append(OptionalBlocks(done.condition, done.known, tuple(done.blocks)))

    def table(self, lines: list[str], first: int) -> Iterator[Rows]:
        widths: tuple[float, ...] = ()
        rows: list[Row] = []
        for number, text in enumerate(lines, start=first):
            self.line = number
            if number == first and _NUMBERS.fullmatch(text):
                shares = [int(share) for share in re.findall(r"\d+", text)]
                widths = tuple(share / (sum(shares) or 1) for share in shares)
            elif (end := _END_OF_ROW.search(text)) is None or end.start() == 0:
                self.say("表格的一行应以“|”结束。")
            else:
                rows.append(self.row(text[1 : end.start()], int(end["high"] or 1)))
        self.line = first
        columns = len(widths) or (len(rows[0].cells) if rows else 0)
        if not columns or 0 in widths or any(len(row.cells) != columns for row in rows):
            self.say("表格各行的列数不一致，或者列宽为0。")
        elif any(row.cells[0] is None for row in rows):
            self.say("“<”表示并入左边一格，不能用在第一列。")
        else:
            yield Rows(widths or (1 / columns,) * columns, tuple(rows))

    def row(self, text: str, high: int) -> Row:
        cells: list[tuple[Inline, ...] | None] = []
        offset = 1
        for cell in text.split("|"):
            cells.append(None if cell.strip() == "<" else self.inlines(cell.strip(), offset))
            offset += len(cell) + 1
        return Row(tuple(cells), high)

    # ------------------------------------------------------------ a line

    def inlines(self, text: str, offset: int) -> tuple[Inline, ...]:
        """What the line consists of; `offset` is how many characters stand before it."""
        levels: list[tuple[MergeField | None, bool, list[Inline]]] = [(None, True, [])]
        end = 0
        for token in _TOKEN.finditer(text):
            self.literal(text[end : token.start()], offset + end, levels[-1][2])
            end = token.end()
            inside, column = token["inside"].strip(), offset + token.start()
            directive = _DIRECTIVE.fullmatch(inside)
            if inside == "完":
                if len(levels) == 1:
                    self.say("这里的“{{完}}”没有对应的条件。", column)
                    continue
                condition, known, inner = levels.pop()
                if condition is not None:
                    levels[-1][2].append(Optional(condition, known, tuple(inner)))
            elif directive and directive["word"] in ("如有", "如无"):
                levels.append((self.lookup(directive["name"].strip(), column), directive["word"] == "如有", []))
            elif directive or inside == "救济":
                self.say(f"“{{{{{inside}}}}}”应单独占一行。", column)
            elif merge := self.lookup(inside, column):
                if merge.kind in ("rows", "flag"):
                    use: Mapping[FieldKind, str] = {"rows": "{{表格：…}}", "flag": "{{如有：…}}"}
                    self.say(f"“{inside}”不能写在文字里，请用“{use[merge.kind]}”。", column)
                levels[-1][2].append(Merge(merge))
        self.literal(text[end:], offset + end, levels[-1][2])
        if len(levels) > 1:
            self.say("这一行的条件没有用“{{完}}”结束。", offset)
        return tuple(levels[0][2])

    def literal(self, text: str, offset: int, into: list[Inline]) -> None:
        if stray := _STRAY.search(text):
            self.say("合并字段应写在一对半角花括号“{{”“}}”之间。", offset + stray.start())
        if text:
            into.append(text)

    def lookup(self, name: str, column: int) -> MergeField | None:
        merge = merge_fields().get(name)
        if merge is None:
            close = difflib.get_close_matches(name, merge_fields(), n=1, cutoff=0.5)
            self.say(f"没有“{name}”这个合并字段" + (f"，是否应为“{close[0]}”？" if close else "。"), column)
        return merge


def _fields_of_line(inlines: tuple[Inline, ...]) -> Iterator[MergeField]:
    for inline in inlines:
        if isinstance(inline, str):
            continue
        yield inline.field
        if isinstance(inline, Optional):
            yield from _fields_of_line(inline.inlines)


def _fields_of_blocks(blocks: tuple[Block, ...]) -> Iterator[MergeField]:
    for block in blocks:
        if isinstance(block, Line):
            yield from _fields_of_line(block.inlines)
        elif isinstance(block, Rows):
            for row in block.rows:
                for cell in row.cells:
                    yield from _fields_of_line(cell or ())
        elif isinstance(block, Each):
            yield block.field
        elif isinstance(block, OptionalBlocks):
            yield block.field
            yield from _fields_of_blocks(block.blocks)


def _has_remedy(blocks: tuple[Block, ...]) -> bool:
    return any(
        isinstance(block, Remedy) or (isinstance(block, OptionalBlocks) and _has_remedy(block.blocks))
        for block in blocks
    )
