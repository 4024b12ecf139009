"""Older Word files become what the converted document holds, or a sentence says that nothing here can convert them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx as python_docx
import pytest

from gongkai.documents import legacy, read_document
from gongkai.documents.limits import Limits
from gongkai.documents.model import Paragraph, UnusableDocument
from gongkai.documents.sniff import OLE

LIBREOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_libreoffice = pytest.mark.skipif(LIBREOFFICE is None, reason="LibreOffice is not installed")

NOT_WORD = OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600
RICH = rb"{\rtf1\ansi\ansicpg936\deff0 \u24180?\u25253?\par 2023\par}"


@pytest.fixture(scope="module")
def word_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A binary Word file with a table of merged cells, by LibreOffice."""
    if LIBREOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder: Path = tmp_path_factory.mktemp("doc")
    document = python_docx.Document()
    document.add_paragraph("一、总体情况")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "组"
    table.cell(2, 0).merge(table.cell(2, 1)).text = "丙"
    for row, column, text in ((0, 1, "甲"), (0, 2, "1"), (1, 1, "乙"), (1, 2, "2"), (2, 2, "3")):
        table.cell(row, column).text = text
    document.add_paragraph("尾")
    document.save(str(folder / "a.docx"))
    profile = (folder / "profile").as_uri()
    command = [LIBREOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc:MS Word 97"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(folder / "a.docx")], check=True, capture_output=True, timeout=120
    )
    return (folder / "a.doc").read_bytes()


def content(data: bytes, name: str) -> list[object]:
    blocks = read_document(data, name).blocks
    return [
        block.text if isinstance(block, Paragraph)
        else [[(cell.text, cell.column, cell.rowspan, cell.colspan) for cell in row] for row in block.rows]
        for block in blocks
    ]  # fmt: skip


EXPECTED = [
    "一、总体情况",
    [
        [("组", 0, 2, 1), ("甲", 1, 1, 1), ("1", 2, 1, 1)],
        [("乙", 1, 1, 1), ("2", 2, 1, 1)],
        [("丙", 0, 1, 2), ("3", 2, 1, 1)],
    ],
    "尾",
]


def test_a_word_file_is_read_without_libreoffice(word_file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "PROGRAMS", ())
    assert content(word_file, "a.doc") == EXPECTED
    assert read_document(word_file, "a.doc").format == "doc"
    assert read_document(word_file, "a.wps").format == "wps"


def test_libreoffice_takes_what_the_converter_cannot(word_file: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def cannot(data: bytes, limits: Limits) -> bytes:
        raise UnusableDocument("不能。")

    monkeypatch.setattr(legacy, "convert_apart", cannot)
    assert content(word_file, "a.doc") == EXPECTED


@needs_libreoffice
def test_rich_text_is_read_by_libreoffice() -> None:
    assert content(RICH, "a.doc") == ["年报", "2023"]


def test_where_nothing_serves_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "PROGRAMS", ())
    for data in (RICH, NOT_WORD):
        with pytest.raises(UnusableDocument, match="另存为"):
            read_document(data, "a.doc")


@needs_libreoffice
def test_libreoffice_is_ended_in_time() -> None:
    with pytest.raises(UnusableDocument, match="用时过长"):
        legacy._by_libreoffice(str(LIBREOFFICE), RICH, Limits(seconds=0.05))
