"""`gongkai report read` and `check` as a person or a script calls them."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.documents.sniff import OLE
from gongkai.reports.tests import layouts
from gongkai.reports.tests.samples import FORM_2021, SMALL_2021

GONGKAI = [sys.executable, "-m", "gongkai.site.cli"]


def gongkai(*arguments, **options):
    """A run of the command line in a process of its own."""
    return subprocess.run([*GONGKAI, *map(str, arguments)], capture_output=True, text=True, timeout=60, **options)


def written(path: Path, changes=None, year=layouts.YEAR):
    """A report as a text file, sound but for the changes."""
    texts = layouts.texts_of({**SMALL_2021, **(changes or {})})
    path.write_text(
        "\n".join(layouts.report_lines(FORM_2021, texts, layouts.piped_rows_filled, year)), encoding="utf-8"
    )
    return path


@pytest.fixture
def sound(tmp_path):
    return written(tmp_path / "sound.txt")


@pytest.fixture
def broken(tmp_path):
    return written(tmp_path / "broken.txt", {"review.total": 30})


def test_read_gives_the_figures_as_json(sound):
    done = gongkai("report", "read", sound, "--json")
    (report,) = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert {cell: printed["value"] for cell, printed in report["cells"].items()} == {
        cell: float(value) if cell.endswith("amount") else value for cell, value in SMALL_2021.items()
    }
    assert (report["file"], report["year"], report["form"]) == (str(sound), layouts.YEAR, "2021")
    assert "findings" not in report
    assert done.stderr == ""


def test_read_shows_a_person_the_key_figures(sound):
    done = gongkai("report", "read", sound)
    assert layouts.AGENCY in done.stdout
    assert "36  一、本年新收政府信息公开申请数量" in done.stdout
    assert "\033" not in done.stdout
    assert "检查" not in done.stdout


def test_check_succeeds_on_a_sound_report_and_fails_on_a_wrong_one(sound, broken):
    assert gongkai("report", "check", sound).returncode == 0
    done = gongkai("report", "check", broken)
    assert done.returncode == 1
    assert "[错误]" in done.stdout
    assert "“行政复议—总计”由 30 改为 3" in done.stdout
    (report,) = json.loads(gongkai("report", "check", broken, "--json").stdout)
    errors = [finding for finding in report["findings"] if finding["level"] == "error"]
    assert [(finding["rule"], finding["expected"], finding["actual"]) for finding in errors] == [
        ("disputes.total", 3, 30)
    ]


def test_a_file_that_cannot_be_used_is_told_in_one_line_and_the_others_are_done(tmp_path, sound, broken):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = gongkai("report", "check", empty, tmp_path / "none.txt", sound, broken, "--json")
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("gongkai：") for line in lines)
    first, second, third, fourth = json.loads(done.stdout)
    assert set(first) == set(second) == {"file", "error"}
    assert second["error"] == "没有这个文件。"
    assert third["cells"]
    assert fourth["findings"]


def test_a_folder_means_the_documents_in_it_in_order_of_name(tmp_path):
    for name in ("c.txt", "a.txt", "b.txt", "notes.md", ".hidden.txt"):
        written(tmp_path / name)
    done = gongkai("report", "read", tmp_path, "--json", "--workers", "2")
    assert [Path(report["file"]).name for report in json.loads(done.stdout)] == ["a.txt", "b.txt", "c.txt"]
    assert done.returncode == 0


def test_what_cannot_be_read_in_a_folder_is_said_and_not_passed_over(tmp_path):
    written(tmp_path / "a.txt")
    (tmp_path / "b.xls").write_bytes(OLE + b"\0" * 500 + "Workbook".encode("utf-16-le"))
    (tmp_path / "c.et").write_bytes(OLE + b"\0" * 500 + "Workbook".encode("utf-16-le"))
    done = gongkai("report", "read", tmp_path)
    assert done.returncode == 2
    assert layouts.AGENCY in done.stdout
    assert [line.partition("这是")[2] for line in done.stderr.splitlines()] == [
        "旧版 Excel 文件（XLS）；请另存为 XLSX 后再试。"
    ] * 2


def test_an_empty_folder_cannot_be_used(tmp_path):
    done = gongkai("report", "read", tmp_path)
    assert done.returncode == 2
    assert "文件夹里没有可以读取的文档" in done.stderr
    assert done.stdout == ""


def test_previous_checks_from_year_to_year(tmp_path, sound):
    last = written(tmp_path / "last.txt", {"applications.carried_out.enterprise": 7}, layouts.YEAR - 1)
    done = gongkai("report", "check", sound, "--previous", last, "--json")
    rules = {finding["rule"] for finding in json.loads(done.stdout)[0]["findings"]}
    assert "year.carry" in rules
    assert "year.carry" not in gongkai("report", "check", sound, "--json").stdout


def test_a_previous_report_that_cannot_be_used_is_told_and_the_check_still_made(tmp_path, broken):
    done = gongkai("report", "check", broken, "--previous", tmp_path / "none.txt", "--json")
    assert done.returncode == 2
    assert "上一年度报告" in done.stderr
    assert json.loads(done.stdout)[0]["findings"]


def test_a_damaged_file_brings_no_traceback(tmp_path):
    for name, data in {
        "a.pdf": b"%PDF-1.7\n" + os.urandom(500),
        "b.docx": b"PK\x03\x04" + os.urandom(500),
        "c.xlsx": b"PK\x03\x04",
        "d.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(2000),
        "e.html": b"<table>" * 3000,
        "f.txt": os.urandom(2000),
    }.items():
        (tmp_path / name).write_bytes(data)
    done = gongkai("report", "check", tmp_path, "--json")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == len([r for r in json.loads(done.stdout) if "error" in r])
    assert len(json.loads(done.stdout)) == 6


def test_reading_never_imports_django(sound):
    code = (
        "import sys; from gongkai.site.cli import main; status = main(['report', 'check', sys.argv[1]]); "
        "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'wagtail')]; sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(sound)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    for number in range(30):
        written(tmp_path / f"{number}.txt")
    process = subprocess.Popen([*GONGKAI, "report", "read", str(tmp_path), "--json"], stdout=-1, stderr=-1)
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=30) == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs Linux's disk that is always full")
def test_a_full_disk_is_one_sentence(sound):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*GONGKAI, "report", "check", str(sound)], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert (done.returncode, done.stderr) == (2, "gongkai：磁盘已满，没有写完。\n")


def test_interrupting_stops_cleanly(tmp_path):
    for number in range(1000):  # more than a pipe holds: it cannot be done before it is interrupted
        written(tmp_path / f"{number}.txt")
    process = subprocess.Popen([*GONGKAI, "report", "read", str(tmp_path), "--json"], stdout=-1, stderr=-1)
    process.stdout.read(10)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.decode() == "已中断。\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "read"], "缺少参数：文件"),
        (["report", "read", "a.txt", "--jsn"], "不认识的参数：--jsn"),
        (["report", "read", "a.txt", "--workers", "none"], "参数 --workers 的内容不对"),
        (["report", "check", "a.txt", "--previous"], "参数 --previous 后面缺少内容"),
        (["reprot"], "可选"),
        ([], "缺少参数：命令"),
    ],
)
def test_wrong_arguments_are_told_in_chinese(arguments, words):
    done = gongkai(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["--help"], ["report", "--help"], ["report", "check", "--help"]])
def test_help_is_in_chinese(arguments):
    done = gongkai(*arguments)
    assert done.returncode == 0
    assert "用法：" in done.stdout
    assert "显示本说明" in done.stdout
    assert not {"usage", "options", "positional", "show this"} & set(done.stdout.split())
