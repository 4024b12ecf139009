"""Text files become a paragraph a line, whatever they are encoded in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.documents import read_document
from gongkai.documents.limits import Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.text import read

TEXT = "一、总体情况\n\n　　2024年，主动公开信息 5 条。\t1|2|\r\n结转（朱镕基㛃）"


def lines(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(data).paragraphs()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_lines_stand_as_they_are_in_any_encoding(encoding: str) -> None:
    document = read(TEXT.encode(encoding))
    assert [paragraph.text for paragraph in document.paragraphs()] == [
        "一、总体情况", "", "　　2024年，主动公开信息 5 条。\t1|2|", "结转（朱镕基㛃）",
    ]  # fmt: skip
    assert [paragraph.place for paragraph in document.paragraphs()] == ["line 1", "line 2", "line 3", "line 4"]
    assert document.format == "text"
    assert not document.damage


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("规章；1；0；5", "规章|1|0|5"),
        ("三、本年度办理结果; （一）予以公开 ;14;;3.5;-1;", "三、本年度办理结果|（一）予以公开|14||3.5|-1|"),
        ("0；0；1", "0|0|1"),
        ("一是公开12条；二是答复3件；三是培训。", None),
        ("收到申请；3；件", None),
        ("甲；乙；丙；丁；5", None),
        ("结果维持；结果纠正；", None),
    ],
)
def test_rows_of_figures_between_semicolons_are_rows_and_prose_is_prose(line: str, expected: str | None) -> None:
    assert lines(line.encode()) == [expected or line]


def test_a_line_of_millions_of_semicolons_stays_a_line() -> None:
    assert lines(b";" * 1_000_000) == [";" * 1_000_000]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0\ufeff;；")), min_size=1))
def test_every_line_comes_back_unchanged(expected: list[str]) -> None:
    if expected[-1] == "":
        expected.append("尾")
    try:
        assert lines("\n".join(expected).encode()) == expected
    except UnusableDocument:  # nothing but control characters is no text
        assert any(not character.isprintable() for line in expected for character in line)


def test_only_line_ends_end_lines() -> None:
    assert lines("甲\x0b乙\u2028丙\x85丁\r戊\r\n己\n".encode()) == ["甲\x0b乙\u2028丙\x85丁", "戊", "己"]


def test_a_few_bytes_that_fit_nothing_are_replaced_and_said() -> None:
    document = read(("主动公开政府信息数量为十条" * 10 + "\n").encode() + b"\xe4\xb8\n" + "尾".encode())
    assert [paragraph.text for paragraph in document.paragraphs()][1] == "\ufffd"
    assert document.damage == [("line 2", document.damage[0][1])]
    assert "1处" in document.damage[0][1]


@pytest.mark.parametrize("data", [bytes(range(256)) * 10, b"\x01\x02\x03" * 1000, b"\x80\x81\xff" * 500])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableDocument, match="无法识别"):
        read_document(data, "x.txt")


def test_more_text_than_any_report_has_is_refused() -> None:
    with pytest.raises(UnusableDocument, match="未予读取"):
        read(b"a" * 1001, Limits(characters=1000))
