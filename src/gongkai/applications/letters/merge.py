"""A template filled with the facts of a case. Whatever the facts say stays plain text: only the template is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.applications.letters import template as parsed
from gongkai.applications.letters.facts import LetterFacts, MergeField, is_known, printed
from gongkai.applications.letters.kinds import LetterKind
from gongkai.applications.letters.letter import GAP, Block, Cell, Heading, Letter, Paragraph, Slip, Table
from gongkai.applications.letters.remedy import remedy_for
from gongkai.applications.letters.template import Inline, Template

_SELF_WORDS = ("答复书", "告知书", "通知书", "意见书", "决定书", "回执", "函")
_END_MARKS = "。；，、"


def merge(template: Template, kind: LetterKind, facts: LetterFacts) -> Letter:
    """The letter. A fact that is not known shows as 【缺：name】 and is listed in `missing`; nothing is raised."""
    return _Merger(template, kind, facts).letter()


@dataclass(slots=True)
class _Merger:
    template: Template
    kind: LetterKind
    facts: LetterFacts
    missing: dict[str, None] = field(default_factory=dict)

    def letter(self) -> Letter:
        title = tuple(filter(None, (self.line(line) for line in self.template.header.get("标题", ()))))
        number, addressee = self.head("文号"), self.head("主送")
        own_name = self.head("自称") or _own_name("".join(title))
        parts = list(self.parts(self.template.blocks, own_name))
        return Letter(
            title=title,
            number=number,
            addressee=addressee,
            blocks=parts[0].blocks,
            attachments=tuple(self.attachments()),
            signer=self.head("落款"),
            dated=self.head("日期"),
            note=self.head("附注"),
            copy_to=self.head("抄送"),
            slips=tuple(parts[1:]),
            missing=tuple(self.missing),
        )

    def head(self, key: str) -> str:
        return "".join(map(self.line, self.template.header.get(key, ())))

    def attachments(self) -> Iterator[str]:
        """A line that is a list alone gives an attachment an item."""
        for line in self.template.header.get("附件", ()):
            merges = [inline for inline in line if isinstance(inline, parsed.Merge)]
            if len(line) == 1 and merges and merges[0].field.kind == "items":
                yield from getattr(self.facts, merges[0].field.attribute) or ()
            elif text := self.line(line):
                yield text

    def parts(self, blocks: Iterable[parsed.Block], own_name: str) -> Iterator[Slip]:
        """The text of the letter itself, without a title, then each slip behind it."""
        title, collected = "", list[Block]()
        for block in blocks:
            if isinstance(block, parsed.NewPage):
                yield Slip(title, tuple(collected))
                title, collected = block.title, list[Block]()
            else:
                collected.extend(self.block(block, own_name))
        yield Slip(title, tuple(collected))

    def block(self, block: parsed.Block, own_name: str) -> Iterator[Block]:
        if isinstance(block, parsed.Line):
            for text in filter(str.strip, self.line(block.inlines).splitlines()):
                yield Heading(text.strip()) if block.heading else Paragraph(text.strip())
        elif isinstance(block, parsed.OptionalBlocks):
            if is_known(self.facts, block.field) == block.known:
                for inner in block.blocks:
                    yield from self.block(inner, own_name)
        elif isinstance(block, parsed.Remedy):
            told = remedy_for(self.kind, self.facts, own_name)
            self.missing.update(dict.fromkeys(told.missing))
            if told.text:
                yield Paragraph(told.text, remedy=True)
        elif isinstance(block, parsed.Each):
            yield from self.each(block)
        elif isinstance(block, parsed.Rows):
            yield self.table(block)

    def each(self, block: parsed.Each) -> Iterator[Block]:
        if not is_known(self.facts, block.field):
            yield Paragraph(self.gap(block.field))
            return
        items = getattr(self.facts, block.field.attribute)
        if not block.as_table:
            last = len(items) - 1
            for number, item in enumerate(items):
                end = "。" if number == last else "；"
                yield Paragraph(f"{number + 1}. {item.strip().rstrip(_END_MARKS)}{end}")
            return
        heads = ("序号", *block.field.columns)
        rows = [heads]
        for number, item in enumerate(items, start=1):
            texts = (str(number), *item, *("",) * len(heads))
            rows.append(texts[: len(heads)])
        yield Table(
            tuple(
                tuple(Cell(text, number, column, label=number == 0 or column == 0) for column, text in enumerate(row))
                for number, row in enumerate(rows)
            ),
            _widths(rows),
            head_rows=1,
        )

    def table(self, block: parsed.Rows) -> Table:
        rows = []
        for number, row in enumerate(block.rows):
            cells: list[Cell] = []
            for column, inlines in enumerate(row.cells):
                if inlines is None:
                    left = cells.pop()
                    cells.append(Cell(left.text, left.row, left.column, left.colspan + 1, left.lines_high, left.label))
                else:
                    label = bool(inlines) and all(isinstance(inline, str) for inline in inlines) and column % 2 == 0
                    cells.append(Cell(self.line(inlines), number, column, 1, row.lines_high, label))
            rows.append(tuple(cells))
        return Table(tuple(rows), block.widths)

    # ------------------------------------------------------------ a line

    def line(self, inlines: Iterable[Inline]) -> str:
        """The line's text. Marks that a fact brings along and the template sets too are not set twice."""
        text, after_fact, quoted_from = "", False, -1
        for piece, is_fact in self.pieces(inlines):
            if after_fact and not is_fact:
                if quoted_from >= 0 and piece.startswith("”"):
                    # What is quoted within a quotation stands in single marks (GB/T 15834, 4.8.3.3).
                    inner = text[quoted_from:].rstrip("。").replace("“", "‘").replace("”", "’")
                    text = text[:quoted_from] + inner
                elif piece.startswith(tuple(_END_MARKS)):
                    text = text.rstrip(_END_MARKS)
            if not is_fact:
                quoted_from = len(text) + len(piece) if piece.endswith("“") else -1
            text, after_fact = text + piece, is_fact
        return text

    def pieces(self, inlines: Iterable[Inline]) -> Iterator[tuple[str, bool]]:
        for inline in inlines:
            if isinstance(inline, str):
                yield inline, False
            elif isinstance(inline, parsed.Merge):
                yield printed(self.facts, inline.field) or self.gap(inline.field), True
            elif is_known(self.facts, inline.field) == inline.known:
                yield from self.pieces(inline.inlines)

    def gap(self, merge_field: MergeField) -> str:
        self.missing[merge_field.name] = None
        return GAP.format(merge_field.name)


def _own_name(title: str) -> str:
    """How the letter speaks of itself: 本答复书."""
    bare = re.sub(r"（[^（）]*）$", "", title)
    return "本" + next((word for word in _SELF_WORDS if bare.endswith(word)), "文书")


def _widths(rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Shares of the width by the longest text of each column, within bounds."""
    lengths = [min(max(3, *(len(text) for text in column)), 16) for column in zip(*rows, strict=True)]
    return tuple(length / sum(lengths) for length in lengths)
