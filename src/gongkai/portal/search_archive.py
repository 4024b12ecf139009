"""The hits of a search as one ZIP, written while it is sent: each paper as text with its files, and an index.

Never more than a piece of one file is in memory. The index stands last, since only then is it known what went in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import RawIOBase
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from gongkai.portal.search_kinds import KINDS
from gongkai.portal.search_papers import Paper, PaperFile, paper_of
from gongkai.publishing.search import Hit
from gongkai.reports.writing.spreadsheet import write_list

MEGABYTE = 1024 * 1024
MOST_PAPERS = 50
LARGEST_FILE = 20 * MEGABYTE
ALL_FILES = 100 * MEGABYTE
_PIECE = 64 * 1024
_LONGEST_NAME = 60
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')
_HEADER = (
    ("序号", 6), ("类别", 16), ("标题", 60), ("发布机关", 30), ("发文字号", 22), ("索引号", 26), ("公开日期", 12),
    ("文字", 40), ("附件", 60), ("网址", 60),
)  # fmt: skip


@dataclass(slots=True)
class Row:
    """A line of the index."""

    number: int
    hit: Hit
    issuer: str
    text: str = ""
    """The name of its text in the ZIP."""
    files: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """Name and address of each file that is not in the ZIP."""
    url: str = ""

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return KINDS.get(self.hit.kind, "")


class _Sink(RawIOBase):
    """Takes what the ZIP writes, until it is sent."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        """It is written to, and not sought in."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Keep a piece."""
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """All since the last time."""
        data = b"".join(self.pieces)
        self.pieces.clear()
        return data


def archive(hits: Sequence[Hit], issuers: dict[str, str], asked: str) -> Iterator[bytes]:
    """The ZIP of these hits, piece by piece. `issuers` names agencies by code; `asked` is what was looked for."""
    sink = _Sink()
    rows: list[Row] = []
    room = ALL_FILES
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=1) as out:
        for number, hit in enumerate(hits[:MOST_PAPERS], start=1):
            if (paper := paper_of(hit.ref)) is None:
                continue
            row = Row(number, hit, issuers.get(hit.agency, ""), url=settings.PUBLIC_URL + paper.url)
            rows.append(row)
            row.text = f"{number:02d} {_safe(hit.title.text)}.txt"
            out.writestr(_member(row.text), paper.as_text(row.url).encode("utf-8-sig"))
            yield sink.taken()
            for file in paper.files:
                if file.size > min(LARGEST_FILE, room):
                    row.left_out.append((file.name, settings.PUBLIC_URL + file.url))
                    continue
                room -= file.size
                yield from _copied(out, sink, row, paper, file)
        out.writestr(_member("目录.xlsx"), write_list("目录", _HEADER, map(_line, rows), "xlsx"))
        out.writestr(_member("目录.html"), _page(rows, asked).encode())
    yield sink.taken()


def _copied(out: ZipFile, sink: _Sink, row: Row, paper: Paper, file: PaperFile) -> Iterator[bytes]:
    """One file, a piece at a time; told of as left out where it is not on the disk."""
    try:
        opened: IO[bytes] = file.stored.open("rb")
    except OSError:
        row.left_out.append((file.name, settings.PUBLIC_URL + file.url))
        return
    name = _free_name(f"{row.number:02d} {_safe(paper.title)} 附件", _safe(file.name), row.files)
    with opened, out.open(_member(name), "w") as member:
        while piece := opened.read(_PIECE):
            member.write(piece)
            yield sink.taken()
    row.files.append(name)


def _free_name(folder: str, name: str, taken: Sequence[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    found, number = f"{folder}/{name}", 1
    while found in taken:
        number += 1
        found = f"{folder}/{stem or ending}（{number}）{dot}{ending if stem else ''}"
    return found


def _safe(text: str) -> str:
    """A text as the name of a file on any system: its ending kept where it is cut."""
    text = _NOT_IN_NAMES.sub("_", text).strip(" .") or "无题"
    if len(text) <= _LONGEST_NAME:
        return text
    stem, dot, ending = text.rpartition(".")
    if not stem or len(ending) > 8:
        return text[:_LONGEST_NAME].strip(" .")
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}{dot}{ending}"


def _member(name: str) -> ZipInfo:
    now = timezone.localtime().timetuple()
    info = ZipInfo(name, now[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _line(row: Row) -> list[str | int]:
    left_out = [f"{name}（未收入，见 {url}）" for name, url in row.left_out]
    return [
        row.number, row.kind, row.hit.title.text, row.issuer, row.hit.document_number, row.hit.index_number,
        str(row.hit.on), row.text, "\n".join([*row.files, *left_out]), row.url,
    ]  # fmt: skip


def _page(rows: Sequence[Row], asked: str) -> str:
    context = {"rows": rows, "asked": asked, "made": timezone.localtime(), "limits": limits()}
    return render_to_string("portal/search/catalogue.html", context)


def limits() -> dict[str, int]:
    """The bounds, for the sentence that says them."""
    return {"papers": MOST_PAPERS, "file": LARGEST_FILE // MEGABYTE, "all": ALL_FILES // MEGABYTE}
