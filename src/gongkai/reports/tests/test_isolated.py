"""A file from the web is read in a process of its own: whatever it is, an answer comes back in time."""

import io
import time
import zipfile

import pytest

from gongkai.reports.isolated import blocks_to_json, read_and_check
from gongkai.reports.tests import layouts
from gongkai.reports.tests.samples import FORM_2021, SMALL_2021
from gongkai.reports.workers import MEBIBYTE


def text_of(changes=None):
    texts = layouts.texts_of({**SMALL_2021, **(changes or {})})
    return "\n".join(layouts.report_lines(FORM_2021, texts, layouts.piped_rows_filled)).encode()


def test_a_report_comes_back_with_findings_and_its_source():
    result = read_and_check(text_of({"review.total": 30}), "报告.txt")
    assert result["file"] == "报告.txt"
    assert result["cells"]["review.total"]["value"] == 30
    (error,) = [finding for finding in result["findings"] if finding["level"] == "error"]
    assert error["rule"] == "disputes.total"
    assert error["advice"]
    assert result["tables"] == {"proactive": "found", "applications": "found", "disputes": "found"}
    assert error["source"] in {block["place"] for block in result["blocks"]}
    assert result["blocks_cut"] is False


@pytest.mark.parametrize("data", [b"", b"\x00" * 100, b"%PDF-1.4 nothing", b"PK\x03\x04 nothing"])
def test_what_is_no_report_gives_one_sentence(data):
    result = read_and_check(data, "x.pdf")
    assert set(result) == {"file", "error"}
    assert result["error"].endswith("。")


def test_a_zip_bomb_is_refused_in_time():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as entry:
            for _ in range(300):
                entry.write(b" " * MEBIBYTE)
    started = time.monotonic()
    assert "error" in read_and_check(packed.getvalue(), "bomb.docx", seconds=15)
    assert time.monotonic() - started < 16


def test_a_file_that_takes_too_long_is_given_up():
    result = read_and_check(text_of(), "x.txt", seconds=0.01)
    assert "0.01 秒" in result["error"]


def test_memory_is_bounded():
    result = read_and_check(text_of(), "x.txt", memory=16 * MEBIBYTE)
    assert result["error"].endswith("。")


def test_the_source_view_is_cut_where_it_would_be_too_long():
    document = layouts.grid_document(FORM_2021, layouts.texts_of(SMALL_2021))
    blocks, cut = blocks_to_json(document)
    assert not cut
    assert {tuple(sorted(block)) for block in blocks} == {("place", "text"), ("place", "rows")}
    short, cut = blocks_to_json(document, characters=50)
    assert cut
    assert len(short) < len(blocks)


def test_blank_lines_take_no_room_in_the_source_view():
    data = text_of() + b"\n" * 100_000
    shown = read_and_check(data, "x.txt")["blocks"]
    assert shown == read_and_check(text_of(), "x.txt")["blocks"]
    assert all(block.get("rows") or block["text"].strip() for block in shown)
