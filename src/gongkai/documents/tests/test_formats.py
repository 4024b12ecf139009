"""What a file is, is told by its content; what cannot be used is said in one sentence."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from gongkai.documents import SUFFIXES, read_document, read_document_apart
from gongkai.documents.limits import Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sniff import OLE
from gongkai.documents.tests.office import docx, p, package


def reason(data: bytes, name: str = "x", limits: Limits | None = None) -> str:
    with pytest.raises(UnusableDocument) as caught:
        read_document(data, name, limits or Limits())
    sentence = str(caught.value)
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
    return sentence


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf", b"\0\0\0"])
def test_an_empty_file(data: bytes) -> None:
    assert "空" in reason(data)


def test_nothing_but_markup_is_no_text() -> None:
    assert "没有任何文字" in reason(b"<html><body><p>&nbsp;</p></body></html>")


def test_a_file_that_is_too_large() -> None:
    assert "超过" in reason(b"a" * 2_000_000, limits=Limits(size=1_000_000))


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "图片"), (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "图片"), (b"GIF89a\0\0", "图片"),
        (b"BM\0\0\0\0", "图片"), (b"II*\0\0\0", "图片"), (b"Rar!\x1a\x07\0", "压缩包"), (b"7z\xbc\xaf", "压缩包"),
        (b"\x1f\x8b\x08\0", "压缩包"), (b"\x7fELF\x02\0\0", "程序"), (OLE + b"\0" * 600, "无法识别"),
        (OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + b"\0" * 500 + "Workbook".encode("utf-16-le"), "XLS"), (b"\0\x01\x02\x03\xfe" * 300, "无法识别"),
    ],
)  # fmt: skip
def test_other_things_are_named(start: bytes, word: str) -> None:
    assert word in reason(start)


@pytest.mark.parametrize(
    ("member", "word"), [("OFD.xml", "OFD"), ("ppt/presentation.xml", "演示文稿"), ("a.txt", "压缩包")]
)
def test_other_packages_are_named(member: str, word: str) -> None:
    assert word in reason(package({member: "x"}))


@pytest.mark.parametrize("name", ["年报.docx", "年报.DOCX", "年报.xlsx"])
def test_an_office_file_that_lost_its_parts_is_damaged_and_no_packet_to_unpack(name: str) -> None:
    assert "已损坏" in reason(package({"[Content_Types].xml": "<Types/>"}), name)
    assert "解压" in reason(package({"年报.docx": "x"}), "年报.zip")


def test_every_kind_of_name_that_is_offered_has_a_reader_or_its_content_one() -> None:
    page = "<html><body><p>甲</p></body></html>".encode()
    assert {read_document(page, f"x{suffix}").format for suffix in SUFFIXES} == {"html"}


def test_the_content_counts_and_not_the_name() -> None:
    assert read_document(docx(p("甲")), "x.txt").format == "docx"
    assert read_document("甲".encode(), "x.pdf").format == "text"
    assert read_document("<p>甲</p>".encode(), "x.html").format == "html"
    assert read_document("1<2, 3>2 甲".encode(), "x.txt").format == "text"


def test_a_picture_renamed_is_a_picture_and_a_text_that_begins_like_one_a_text() -> None:
    assert read_document("BM 是一家公司的名字，本年收到申请".encode(), "x.txt").format == "text"


@pytest.mark.parametrize("line", ["7 ", "7|", "7件", "7\n"])
def test_text_of_millions_of_figures_is_refused_at_once(line: str) -> None:
    begun = time.process_time()
    assert "数字超过200000个" in reason((line * 1_000_000).encode(), "x.txt")
    assert time.process_time() - begun < 10
    assert "数字超过1个" in reason(("<p>" + line * 3 + "</p>").encode(), "x.html", Limits(figures=1))


def test_a_truncated_package_is_refused() -> None:
    whole = docx(p("甲" * 1000))
    for end in (3, 10, 100, len(whole) // 2, len(whole) - 30):
        reason(whole[:end], "x.docx")


def test_a_zip_bomb_is_refused_by_its_directory_and_by_what_comes_out() -> None:
    bomb = package({"word/document.xml": b"<a>" + b" " * 30_000_000})
    assert "压缩炸弹" in reason(bomb, limits=Limits(inflated=10_000_000))
    # The same with a directory that tells less than the truth.
    size = (30_000_003).to_bytes(4, "little")
    assert size in bomb
    reason(bomb.replace(size, (1000).to_bytes(4, "little")), limits=Limits(inflated=10_000_000))


def test_too_many_members_are_refused() -> None:
    assert "压缩炸弹" in reason(package({f"word/{n}": "" for n in range(30)}), limits=Limits(members=20))


def test_reading_text_loads_no_library_for_other_formats() -> None:
    program = (
        "import sys; from gongkai.documents import read_document; read_document('甲'.encode(), 'x.txt');"
        "print([name for name in ('lxml', 'openpyxl', 'pypdfium2', 'django', 'docx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


# ---------------------------------------------------------------- in a process of its own


def test_reading_apart_gives_the_same() -> None:
    data = "<title>题</title><meta name=a content=b><p>甲</p><table><tr><td rowspan=2>乙<td>1<tr><td>2</table>".encode()
    assert read_document_apart(data, "x.html") == read_document(data, "x.html")


def test_reading_apart_says_why_not() -> None:
    with pytest.raises(UnusableDocument, match="空"):
        read_document_apart(b"", "x")


def test_reading_apart_is_held_to_its_time_and_memory() -> None:
    with pytest.raises(UnusableDocument, match="用时过长"):
        read_document_apart(b"x", "x", Limits(seconds=0.001))
    with pytest.raises(UnusableDocument, match="停止"):
        read_document_apart(("<p>甲</p>" * 400_000).encode(), "x", Limits(memory=60_000_000))


def test_a_file_of_comma_separated_values_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnusableDocument, match="另存为 XLSX"):
        read_document("信息内容,本年制发件数\n规章,0\n".encode(), "tables.CSV")
    assert read_document("规章，0\n".encode(), "tables.txt").format == "text"
