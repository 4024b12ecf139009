"""PDF files made for tests, by typst with the packaged Chinese font."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

PAGE = '#set page(width: 595pt, height: {height}pt, margin: 50pt{more})\n#set text(font: "{font}", size: 10pt)\n'


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, font_paths=[Path(str(files("pylopdf_fonts_zh_cn")))])


@cache
def _family() -> str:
    return next(family for family in _fonts().families() if family in ("Noto Sans SC", "Noto Sans CJK SC"))


def pdf(body: str, height: int = 842, more: str = "") -> bytes:
    """The pages that typst makes of this markup."""
    source = PAGE.format(height=height, more=more, font=_family()) + body
    return typst.compile(source.encode(), font_paths=_fonts())


def table(columns: int, cells: list[str], options: str = "") -> str:
    """Typst's markup of a ruled table."""
    return f"#table(columns: {columns}, {options}{', '.join(cells)})\n"
