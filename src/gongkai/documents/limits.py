"""How much of a file is read before it is refused. Every reader of a format keeps to these."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from gongkai.documents.model import UnusableDocument

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on size, content and time. The defaults hold a hundred annual reports in one file."""

    size: int = 50 * MEGABYTE
    """Bytes of the file itself."""
    inflated: int = 200 * MEGABYTE
    """Bytes of everything unpacked from a container (DOCX, XLSX, streams of a PDF)."""
    members: int = 5_000
    """Files inside a container."""
    cells: int = 200_000
    """Table cells, spanned ones counted as often as they span."""
    characters: int = 20_000_000
    """Characters of text."""
    figures: int = 200_000
    """Figures in running text, which are looked at one by one like cells."""
    elements: int = 1_000_000
    """Tags of a web page or an XML file."""
    pages: int = 1_000
    """Pages of a PDF."""
    nesting: int = 40
    """Tables inside tables."""
    seconds: float = 30.0
    """Time for a single file. Checked between pieces of work; converters run as processes that are ended by it."""
    memory: int = 2_048 * MEGABYTE
    """Memory of a process of its own that reads or converts a file."""


DEFAULT_LIMITS = Limits()


@dataclass(slots=True)
class Deadline:
    """The moment when reading a file has taken too long."""

    limits: Limits
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.at = time.monotonic() + self.limits.seconds

    def check(self) -> None:
        """Raises UnusableDocument once the time is over."""
        if time.monotonic() > self.at:
            raise UnusableDocument(TOO_SLOW)


TOO_SLOW = "读取这个文件用时过长，已停止；请检查文件是否损坏。"


def too_many_cells(limits: Limits) -> UnusableDocument:
    return UnusableDocument(f"文件中的表格单元格超过{limits.cells}个，不像一份年度报告，未予读取。")


def too_many_tags(limits: Limits) -> UnusableDocument:
    return UnusableDocument(f"网页中的标签超过{limits.elements // 10_000}万个，不像一份年度报告，未予读取。")


def too_much_text(limits: Limits) -> UnusableDocument:
    return UnusableDocument(f"文件中的文字超过{limits.characters // 10_000}万字，不像一份年度报告，未予读取。")


def too_many_figures(limits: Limits) -> UnusableDocument:
    return UnusableDocument(f"文件中的数字超过{limits.figures}个，不像一份年度报告，未予读取。")
