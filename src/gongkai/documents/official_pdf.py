"""PDF documents in the official look of GB/T 9704-2012, typeset by typst with a Chinese font that comes as a package.

Typst without a Chinese font exits well and leaves the characters out, and the text can even be extracted from such a
file. So the fonts are looked at before: no Chinese font, or a character that no font has, is an error in words.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from gongkai.documents.official import SEAL_LINES, Align, TableCell, mark_size, signature_insets

# The faces of GB/T 9704 where the machine has them, then free ones; the packaged ones are Noto Serif SC and Sans SC.
_SERIF = ("Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun")
_SANS = ("Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")
_WANTED: dict[str, tuple[str, ...]] = {
    "body": ("FangSong", "FangSong_GB2312", "STFangsong", *_SERIF, *_SANS),
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", *_SERIF, *_SANS),
    "hei": ("SimHei", "STHeiti", *_SANS, *_SERIF),
    "kai": ("KaiTi", "KaiTi_GB2312", "STKaiti", *_SERIF, *_SANS),
    "song": (*_SERIF, *_SANS),
}
_PACKAGE = "pylopdf_fonts_zh_cn"


class NoFont(Exception):
    """There is no Chinese font, or none has some character. The message is one Chinese sentence."""


class OfficialPdf:
    """An `OfficialWriter` of PDF; a table of less than a page stays on one page."""

    def __init__(self, title: str, author: str = "") -> None:
        self._content: dict[str, Any] = {"title": title, "author": author, "blocks": []}

    def _add(self, kind: str, **block: object) -> None:
        self._content["blocks"].append({"kind": kind, **block})

    def red_head(self, issuer: str, number: str = "") -> None:
        self._add("red-head", issuer=issuer, number=number, size=mark_size(issuer))

    def title(self, text: str, new_page: bool = False) -> None:
        self._add("title", text=text, new_page=new_page)

    def line(self, text: str, align: Align = "left") -> None:
        self._add("line", text=text, align=align)

    def heading(self, text: str, new_page: bool = False) -> None:
        self._add("heading", text=text, new_page=new_page)

    def paragraph(self, text: str, lead: str = "", keep: bool = False) -> None:
        self._add("paragraph", text=text, lead=lead, keep=keep)

    def attachments(self, lines: Sequence[str]) -> None:
        first, *rest = lines
        self._add("attachments", names=[first.removeprefix("附件："), *rest])

    def signature(self, signer: str, signed: str, seal: bool = False, remark: str = "") -> None:
        insets = signature_insets(signer, signed, seal)
        lines = SEAL_LINES if seal else 1
        self._add("signature", signer=signer, signed=signed, insets=insets, lines=lines, remark=remark)

    def imprint(self, copy_to: str, printed_by: str, printed_on: str) -> None:
        self._add("imprint", copy_to=copy_to, printed_by=printed_by, printed_on=printed_on)

    def table(
        self,
        rows: Sequence[Sequence[TableCell]],
        widths: Sequence[float],
        head_rows: int = 0,
        size: float = 10.5,
        min_height: float = 7.0,
        caption: str = "",
    ) -> None:
        self._add(
            "table",
            widths=list(widths),
            head_rows=head_rows,
            size=size,
            min_height=min_height,
            caption=caption,
            breakable=len(rows) > 28,
            cells=[
                {
                    "text": cell.text, "x": cell.column, "y": cell.row, "rowspan": cell.rowspan,
                    "colspan": cell.colspan, "align": cell.align, "shade": cell.shade,
                    "height": cell.height,
                }
                for row in rows
                for cell in row
            ],
        )  # fmt: skip

    def space(self) -> None:
        self._add("space")

    def to_bytes(self) -> bytes:
        """The document as PDF. Raises NoFont."""
        content = _printable(self._content)
        typesetter = _typesetter()
        content["fonts"] = typesetter.families
        text = json.dumps(content, ensure_ascii=False)
        typesetter.require(text)
        return typesetter.typeset(text)


class _Typesetter:
    """The compiler with its fonts, made once a process."""

    def __init__(self, font_folders: Sequence[Path], system_fonts: bool) -> None:
        self._lock = threading.Lock()
        self._fonts = typst.Fonts(include_system_fonts=system_fonts, font_paths=list(font_folders))
        present = set(self._fonts.families())
        self.families = {role: [name for name in wanted if name in present] for role, wanted in _WANTED.items()}
        if not all(self.families.values()):
            raise NoFont(
                "没有找到中文字体，无法生成PDF文件；请安装 Python 包 pylopdf-fonts-zh-cn 或系统软件包 fonts-noto-cjk。"
            )
        self._template = files(__package__).joinpath("official.typ").read_bytes()
        self._compiler = typst.Compiler(font_paths=self._fonts)

    def require(self, text: str) -> None:
        """Raises NoFont where no font at hand has some character of the text."""
        unknown = {character for character in set(text) if not character.isspace()}
        # What a private character looks like is each font's own affair, so no font has it for certain.
        private = {character for character in unknown if unicodedata.category(character) == "Co"}
        lacking = unknown - private
        body = self.families["body"][0]
        for font in sorted(self._fonts.fonts(), key=lambda font: font.family != body):
            if not lacking:
                break
            if font.path is None:
                continue
            lacking -= _characters(font.path, font.index)
        if lacking or private:
            raise NoFont(f"现有字体里没有这些字，无法生成PDF文件：{'、'.join(sorted(lacking | private)[:20])}。")

    def typeset(self, content: str) -> bytes:
        with self._lock:
            result = self._compiler.compile(self._template, format="pdf", sys_inputs={"content": content})
        if not isinstance(result, bytes):
            raise TypeError("typst gave no single PDF")
        return result


@cache
def _typesetter() -> _Typesetter:
    return _Typesetter(_packaged_fonts(), system_fonts=True)


@lru_cache(maxsize=8)
def _characters(font: str, index: int) -> frozenset[str]:
    """What the font has. Read once a process: a Chinese font has tens of thousands, and every letter asks."""
    with TTFont(font, fontNumber=index, lazy=True) as face:
        return frozenset(map(chr, face.getBestCmap()))


def _packaged_fonts() -> list[Path]:
    spec = find_spec(_PACKAGE)
    return [Path(place) for place in spec.submodule_search_locations or ()] if spec else []


def _printable(value: Any) -> Any:
    """The content without control characters and lone surrogates, which no font can print."""
    if isinstance(value, str):
        return "".join(c for c in value if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    if isinstance(value, list):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return value
