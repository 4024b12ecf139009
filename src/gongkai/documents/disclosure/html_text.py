"""The text of an HTML body with, for every character, where it stands in the source: what is found in the text can be
put right in the source without touching its markup.

Only for bodies as an editor keeps them. `documents.html` reads whole pages of other sites.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

BODY = "正文"
# A tag ends before the next one begins: else text of nothing but beginnings would be looked through again from each.
_PIECE = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z)|<!\[[^<>]{0,200}\]>)"
    r"|(?P<raw><(?P<rawname>script|style|template)\b[^>]*>.*?(?:</(?P=rawname)\s*>|\Z))"
    r"|(?P<tag></?(?P<name>[a-zA-Z][\w:\-]*)(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
    r"|(?P<plain>[^<&]+|[<&])",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?P<name>[\w:\-]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))")
_SPOKEN = {
    "alt": "图片说明", "title": "提示文字", "href": "链接地址", "src": "图片地址", "content": "隐含内容",
    "value": "填写值", "placeholder": "填写提示", "aria-label": "朗读文字", "cite": "引用地址",
}  # fmt: skip
_CELLS = frozenset({"td", "th"})
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "input", "ins",
    "kbd", "label", "mark", "o:p", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
CELL_SEPARATOR = "\t|\t"
"""Three characters: no number is read over the edge of a cell."""


@dataclass(slots=True)
class Strand:
    """A text of the body: what is shown, or what an attribute or a comment says."""

    place: str
    """Which: "正文", "第2处链接地址"."""
    text: str
    at: list[tuple[int, int]] = field(repr=False)
    """For each character where it stands in the source; empty for a line's end that a tag makes."""
    tabled: bytearray = field(default_factory=bytearray, repr=False)
    """For each character 1 where it stands in a table's cell; empty where there is no table."""

    def in_cell(self, at: int) -> bool:
        """Whether a character stands in a table."""
        return bool(self.tabled) and bool(self.tabled[at])


def strands(html: str) -> list[Strand]:
    """The shown text first (always, maybe empty), then the texts of attributes and comments that say anything."""
    reading = _Reading()
    for piece in _PIECE.finditer(html):
        if piece["comment"] is not None:
            reading.aside("注释", piece["comment"], piece.start())
        elif piece["raw"] is not None:
            reading.aside("不显示的代码", piece["raw"], piece.start())
        elif piece["tag"] is not None:
            reading.tag(piece)
        elif piece["entity"] is not None:
            reading.show(unescape(piece["entity"]), piece.span(), whole=True)
        else:
            reading.show(piece["plain"], piece.span(), whole=False)
    return [Strand(BODY, "".join(reading.characters), reading.at, reading.tabled()), *reading.asides]


class _Reading:
    """What has been read so far."""

    def __init__(self) -> None:
        self.characters: list[str] = []
        self.at: list[tuple[int, int]] = []
        self.asides: list[Strand] = []
        self._counts: dict[str, int] = {}
        self._cell_starts: list[int] = []
        self._cells: list[tuple[int, int]] = []
        self._row_begun = False

    def show(self, text: str, span: tuple[int, int], *, whole: bool) -> None:
        """Text as shown. `whole`: all of it stands for the span, as of `&amp;`."""
        start = span[0]
        for offset, character in enumerate(text):
            self.characters.append(" " if character in "\r\n" else character)
            if not whole:
                self.at.append((start + offset, start + offset + 1))
            else:
                self.at.append(span if offset == 0 else (span[1], span[1]))

    def tag(self, piece: re.Match[str]) -> None:
        name, closing = piece["name"].lower(), piece["tag"].startswith("</")
        if name in _CELLS:
            if not closing:
                self._end_cell()
                self._break(piece.start(), CELL_SEPARATOR if self._row_begun else "\n")
                self._cell_starts.append(len(self.characters))
            else:
                self._end_cell()
        elif name not in _INLINE:
            if name in ("tr", "table"):
                self._end_cell()
                self._row_begun = False
            self._break(piece.start(), "\n")
        if not closing:
            for attribute in _ATTRIBUTE.finditer(piece["attributes"]):
                label = _SPOKEN.get(attribute["name"].lower())
                group = next(each for each in ("double", "single", "bare") if attribute[each] is not None)
                if label and attribute[group].strip():
                    self.aside(label, attribute[group], piece.start("attributes") + attribute.start(group))

    def aside(self, label: str, source: str, start: int) -> None:
        """What an attribute or a comment says, read as text."""
        self._counts[label] = number = self._counts.get(label, 0) + 1
        characters: list[str] = []
        at: list[tuple[int, int]] = []
        for part in re.finditer(r"&(?:#\w{1,7}|[a-zA-Z]\w{1,31});|.", source, re.DOTALL):
            for offset, character in enumerate(unescape(part[0])):
                characters.append(character)
                span = (start + part.start(), start + part.end())
                at.append(span if offset == 0 else (span[1], span[1]))
        self.asides.append(Strand(f"第{number}处{label}", "".join(characters), at))

    def tabled(self) -> bytearray:
        """Which characters stand in cells."""
        self._end_cell()
        if not self._cells:
            return bytearray()
        marks = bytearray(len(self.characters))
        for start, end in self._cells:
            marks[start:end] = b"\1" * (end - start)
        return marks

    def _end_cell(self) -> None:
        if self._cell_starts:
            self._row_begun = True
            self._cells.append((self._cell_starts.pop(), len(self.characters)))

    def _break(self, start: int, text: str) -> None:
        if text == "\n" and (not self.characters or self.characters[-1] == "\n"):
            return
        self.characters.extend(text)
        self.at.extend([(start, start)] * len(text))
