"""Pages saved as a single file."""

from __future__ import annotations

import quopri
from base64 import encodebytes

import pytest

from gongkai.documents import read_document
from gongkai.documents.model import Paragraph, UnusableDocument

PAGE = "<html><body><p>甲市水利局</p><table><tr><td>规章</td><td>0</td></tr></table></body></html>"
PICTURE = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n"


def saved(charset: str, encoding: str, first: str = "MIME-Version: 1.0") -> bytes:
    content = PAGE.encode(charset)
    body = quopri.encodestring(content) if encoding == "quoted-printable" else encodebytes(content)
    return (
        f'{first}\nContent-Type: multipart/related;\n\tboundary="----=_Part"\n\n单个文件网页\n\n'
        f"------=_Part\n{PICTURE}\n------=_Part\nContent-Location: file:///C:/1.htm\n"
        f'Content-Transfer-Encoding: {encoding}\nContent-Type: text/html; charset="{charset}"\n\n'
    ).encode() + body + b"\n------=_Part--\n"  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("name", ["report.mht", "report.doc"])
@pytest.mark.parametrize("first", ["MIME-Version: 1.0", "From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0"])
def test_a_page_saved_as_a_single_file_is_read_like_the_page(
    charset: str, encoding: str, name: str, first: str
) -> None:
    document = read_document(saved(charset, encoding, first), name)
    assert document.format == "html"
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["甲市水利局"]
    assert [cell.text for grid in document.grids() for row in grid.rows for cell in row] == ["规章", "0"]


def test_a_message_without_a_page_is_refused() -> None:
    with pytest.raises(UnusableDocument, match="损坏"):
        read_document(
            f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n{PICTURE}--x--".encode(), "a.mht"
        )


def test_messages_within_messages_without_end_are_refused_at_once() -> None:
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(3000))
    with pytest.raises(UnusableDocument):
        read_document(f"MIME-Version: 1.0\n{nested}".encode(), "a.mht")


def test_a_text_that_names_the_header_is_a_text() -> None:
    assert read_document("说明\nMIME-Version: 1.0\n".encode(), "a.txt").format == "text"
