"""Files beyond documents: what they are told to be, and what presentations, old workbooks, archives and recordings
give away."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from gongkai.documents import archives
from gongkai.documents.disclosure.finding import Finding
from gongkai.documents.disclosure.hidden.recording import LISTEN
from gongkai.documents.disclosure.inspection import inspect_file
from gongkai.documents.disclosure.publication import Publication
from gongkai.documents.file_types import EVERYTHING, file_type, kind_of, media_type
from gongkai.documents.limits import DEFAULT_LIMITS
from gongkai.documents.tests.office import docx, p, package
from gongkai.documents.tests.recordings import compound, mp3, mp4, wav, webm, xls

NUMBER = "11010519491231002X"
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SLIDES = {
    "[Content_Types].xml": "<Types/>",
    "ppt/slides/slide1.xml": f"<p {A}><a:p><a:r><a:t>联系</a:t></a:r><a:r><a:t>13800138000</a:t></a:r></a:p></p>",
    "ppt/notesSlides/notesSlide1.xml": f"<p {A}><a:p><a:r><a:t>内部口径</a:t></a:r></a:p></p>",
    "docProps/core.xml": "<c><creator>王五</creator></c>",
}
VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\n请致电13800138000\n".encode()
SRT = "1\r\n00:00:00,000 --> 00:00:02,000\r\n您好\r\n".encode()


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def locked(data: bytes) -> bytes:
    """The archive with its members marked as encrypted."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            changed[start + at] |= 1
            start = data.find(mark, start + 4)
    return bytes(changed)


def told(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(each.kind, each.place) for each in findings}


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pptx", package(SLIDES), "pptx"), ("a.xls", xls({"表": ["一"]}), "xls"),
        ("a.et", xls({"表": ["一"]}), "xls"), ("a.ppt", compound("PowerPoint Document", b""), "ppt"),
        ("a.csv", "序号,名称\n1,甲\n".encode("gb18030"), "csv"), ("a.zip", packed({"a.txt": b"1"}), "zip"),
        ("a.mp3", mp3(TIT2="解读"), "mp3"), ("b.mp3", mp3()[10:], "mp3"), ("a.wav", wav(), "wav"),
        ("a.ogg", b"OggS" + b"\0" * 24 + b"\x01vorbis", "ogg"), ("a.m4a", mp4(film=False), "m4a"),
        ("a.mp4", mp4(), "mp4"), ("a.webm", webm(), "webm"), ("a.vtt", VTT, "vtt"), ("a.srt", SRT, "srt"),
        ("a.wps", compound("WordDocument", b""), "doc"),
    ],
)  # fmt: skip
def test_kind_is_told_by_content_and_has_its_name_on_the_web(name: str, data: bytes, kind: str) -> None:
    assert file_type(data, name, EVERYTHING) == kind
    assert media_type(name) != "application/octet-stream"
    if kind != "doc":
        with pytest.raises(ValueError, match="不能接收"):
            file_type(data, name)  # elsewhere, as from the public, papers and pictures only


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.mp3", wav(), "内容是WAV"), ("a.mp4", b"\0\0\0\x14ftypqt  \0\0\0\0", "不能接收"),
        ("a.zip", b"Rar!\x1a\x07\0", "不能接收"), ("a.csv", b"\0\1\2" * 99, "不能接收"),
        ("a.vtt", b"no subtitles", "内容是TEXT"), ("a.mp4", b"MZ" + b"\0" * 99, "不能接收"),
        ("a.pptx", package(SLIDES | {"ppt/vbaProject.bin": b"x"}), "宏"),
        ("a.xls", compound("_VBA_PROJECT", xls({"表": ["一"]})), "宏"),
        ("a.xls", compound("EncryptedPackage", b""), "不能接收"),
        ("a.webm", webm().replace(b"webm", b"xxxx"), "不能接收"),
    ],
)  # fmt: skip
def test_what_is_something_else_or_carries_a_program_is_refused(name: str, data: bytes, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        file_type(data, name, EVERYTHING)


def test_slides_are_read_with_notes_and_properties() -> None:
    found = told(inspect_file(package(SLIDES), "a.pptx", publication=Publication()))
    assert {("mobile", "幻灯片1"), ("notes", "备注页1"), ("property", "文档属性“作者”")} <= found
    assert not any(kind == "unchecked" for kind, _ in found)


def test_old_workbook_is_read_and_what_cannot_be_told_of_it_is_said() -> None:
    found = told(inspect_file(xls({"表": ["手机13800138000"], "藏": [NUMBER]}, hidden=("藏",)), "a.xls"))
    hidden = "工作表“藏”"
    assert {
        ("mobile", "表!A1"),
        ("hidden_sheet", hidden),
        ("identity_number", hidden),
        ("unchecked", "整个文件"),
    } == found


def test_table_of_commas_and_subtitles_are_read() -> None:
    table = inspect_file("姓名,手机\n甲,13800138000\n".encode("gb18030"), "a.csv")
    assert told(table) == {("mobile", "第2行第2列")}
    assert [each.kind for each in inspect_file(VTT, "a.vtt")] == ["mobile"]


def test_recording_says_what_stands_in_its_data_and_that_nobody_listened() -> None:
    sound = inspect_file(mp3(TPE1="张三", TXXX="x\0" + NUMBER), "a.mp3")
    assert {("unchecked", LISTEN), ("recording_data", "")} <= {(each.kind, each.note) for each in sound}
    assert {"identity_number"} == {each.kind for each in sound if each.level == "block"}
    film = inspect_file(mp4("+31.2304+121.4737/"), "a.mp4")
    assert [(each.text, each.masked) for each in film if each.kind == "location"] == [
        ("+31.2304，+121.4737", "+31.****")
    ]
    assert "李四" in [each.text for each in inspect_file(webm("李四"), "a.webm")]


def test_members_of_an_archive_are_looked_through_with_their_names() -> None:
    inner = packed({"深.docx": docx(p(f"身份证{NUMBER}"))})
    data = packed({"甲/名单.txt": "手机13800138000".encode(), "里.zip": inner, f"{NUMBER}.txt": b"1", "空.txt": b""})
    assert told(inspect_file(data, "a.zip")) == {
        ("mobile", "压缩包内“甲/名单.txt”第1行"),
        ("identity_number", "压缩包内“里.zip”压缩包内“深.docx”第1段"),
        ("identity_number", f"压缩包内“{NUMBER}.txt”的文件名"),
    }


def test_locked_damaged_and_too_deep_members_are_said_not_to_be_looked_into() -> None:
    deep = packed({"a.txt": "手机13800138000".encode()})
    for _ in range(archives.DEEPEST):
        deep = packed({"里.zip": deep})
    for data in (
        locked(packed({"密.txt": b"secret"})),
        deep,
        packed({"未知.bin": b"\0\1" * 9}),
        packed({"x.rar": b"Rar!\x1a"}),
    ):
        assert "unchecked" in {each.kind for each in inspect_file(data, "a.zip")}
    assert archives.fault(locked(packed({"密.txt": b"secret"})), "a.zip") == ""


def test_names_in_gbk_are_read() -> None:
    data = packed({"abcd.txt": b"x"}).replace(b"abcd.txt", "名单".encode("gb18030") + b".txt")
    assert [each.name for each in archives.members(data)] == ["名单.txt"]


def test_bombs_programs_and_names_that_lead_out_are_not_taken_in() -> None:
    assert "过大" in archives.fault(packed({"a.txt": b"0" * 5_000_000}), "a.zip")
    assert "过多" in archives.fault(packed({f"{n}.txt": b"" for n in range(6_000)}), "a.zip")
    assert "指向" in archives.fault(packed({"../a.txt": b"1"}), "a.zip")
    assert "程序" in archives.fault(packed({"甲/setup.EXE": b"1"}), "a.zip")
    assert "没有文件" in archives.fault(packed({"甲/": b""}), "a.zip")


def test_what_comes_out_of_archives_within_archives_is_counted_together() -> None:
    inner = packed({f"{n}.txt": bytes([65 + n]) * 600_000 for n in range(3)})
    data = packed({f"{n}.zip": inner for n in range(3)})
    limits = replace(DEFAULT_LIMITS, inflated=2_500_000)
    assert "unchecked" in {each.kind for each in inspect_file(data, "a.zip", limits=limits)}


def test_lying_directory_does_not_let_a_bomb_out() -> None:
    data = bytearray(packed({"a.txt": b"0" * 4_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.find(mark)
        data[start + at : start + at + 4] = struct.pack("<I", 1000)
    found = inspect_file(bytes(data), "a.zip", limits=replace(DEFAULT_LIMITS, inflated=100_000))
    assert {each.kind for each in found} == {"unchecked"}


@pytest.mark.parametrize(
    "whole", [xls({"表": ["一二三"]}), mp4("+31.2304+121.4737/"), webm("李四"), packed({"a.txt": b"1"})]
)
def test_damaged_files_give_findings(whole: bytes) -> None:
    for cut in range(0, len(whole), max(len(whole) // 25, 1)):
        for data in (whole[:cut], whole[:cut] + b"\xff" * 9 + whole[cut + 9 :]):
            if data:
                inspect_file(data, "a." + (kind_of(whole, "") or "bin"))
