"""`gongkai report compile`: what it writes where, and its exit status."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.utils import timezone

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.annual_reports.tests.compiled import YEAR, some_cases
from gongkai.documents import read_document
from gongkai.reports.reading import read_report
from gongkai.site import cli

pytestmark = pytest.mark.django_db

FORMATS = ("html", "docx", "pdf", "xlsx")


@pytest.fixture
def agency(db):
    made = AgencyFactory(code="ABC", name="澄湖市测试局")
    some_cases(made)
    return made


@pytest.fixture
def compiled(capsysbinary):
    """`compiled(*arguments)`: exit status, standard output as bytes, standard error."""

    def run(*arguments, year=YEAR, code="ABC"):
        try:
            status = cli.main(["report", "compile", "--agency", code, "--year", str(year), *arguments])
        except SystemExit as stopped:
            status = stopped.code
        out, error = capsysbinary.readouterr()
        return status, out, error.decode()

    return run


def test_json_is_a_list_with_one_report_whose_cells_say_how_many_records_they_count(agency, compiled):
    status, out, _error = compiled("--format", "json")
    (report,) = json.loads(out)
    assert status == 0
    assert (report["agency"], report["year"], report["form"]) == ("澄湖市测试局", YEAR, "2021")
    cells = {cell: figure for cell, figure in report["cells"].items() if cell.startswith("applications.")}
    assert len(cells) == 175
    assert all(figure["records"] == figure["value"] for figure in cells.values())
    assert cells["applications.received.total"]["value"] == 3
    assert "proactive.licences.decided" in report["missing"]


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_goes_whole_into_a_file_and_reads_back(agency, compiled, tmp_path, format):
    path = tmp_path / f"年报.{format}"
    status, out, _error = compiled("--format", format, "--out", str(path))
    assert (status, out) == (0, b"")
    assert os.listdir(tmp_path) == [path.name]
    figures = json.loads(compiled("--format", "json")[1])[0]["cells"]
    back = read_report(read_document(path.read_bytes(), path.name), path.name)
    assert {cell: figure.value for cell, figure in back.cells.items()} == {
        cell: figure["value"] for cell, figure in figures.items()
    }


def test_standard_output_gets_the_bytes_alone(agency, compiled):
    status, out, error = compiled("--format", "docx")
    assert (status, out[:2]) == (0, b"PK")
    assert "10项数据还没有填报" in error


@pytest.mark.skipif(not shutil.which("soffice"), reason="没有安装 LibreOffice（soffice），不能检验能否打开")
def test_libreoffice_opens_the_document_and_finds_its_figures(agency, compiled, tmp_path):
    path = tmp_path / "report.docx"
    compiled("--format", "docx", "--out", str(path))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    before = read_report(read_document(path.read_bytes(), "a.docx"), "a")
    after = read_report(read_document((tmp_path / "report.pdf").read_bytes(), "a.pdf"), "a")
    assert {cell: figure.value for cell, figure in after.cells.items()} == {
        cell: figure.value for cell, figure in before.cells.items()
    }


def test_a_file_that_is_there_is_replaced_or_left_alone(agency, compiled, tmp_path):
    path = tmp_path / "report.json"
    path.write_text("旧")
    assert compiled("--format", "json", "--out", str(path))[0] == 0
    assert json.loads(path.read_bytes())[0]["year"] == YEAR
    path.write_text("旧")
    assert compiled("--format", "json", "--out", str(path), year=2018)[0] == 2
    assert path.read_text() == "旧"


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        (("--format", "json"), {"code": "NONE"}, "没有代码为 NONE 的机关"),
        (("--format", "json"), {"year": 2018}, "只能编制2019年及以后"),
        (("--format", "json"), {"year": "今年"}, "--year"),
        (("--format", "json"), {"year": -5}, "只能编制2019年及以后"),
        (("--format", "json"), {"year": 99999}, "还没有开始"),
        (("--format", "odt"), {}, "--format"),
        ((), {}, "--format"),
    ],
)
def test_what_cannot_be_used_is_status_2_and_one_line(agency, compiled, arguments, options, sentence):
    status, out, error = compiled(*arguments, **options)
    assert (status, out) == (2, b"")
    assert sentence in error
    assert len(error.strip().splitlines()) == 1


def test_a_folder_that_is_not_there_is_status_2(agency, compiled, tmp_path):
    status, _out, error = compiled("--format", "json", "--out", str(tmp_path / "no" / "x.json"))
    assert status == 2
    assert "无法写入" in error


def test_no_binary_format_goes_to_a_terminal(agency, compiled, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    status, out, error = compiled("--format", "pdf")
    assert (status, out) == (2, b"")
    assert "--out" in error


def test_a_year_without_cases_is_all_zeros_and_said(agency, compiled):
    status, out, error = compiled("--format", "json", year=2022)
    cells = json.loads(out)[0]["cells"]
    assert (status, {figure["value"] for figure in cells.values()}) == (0, {0})
    assert "2022年没有任何案件" in error


def test_a_year_that_runs_is_told(agency, compiled):
    assert "尚未结束" in compiled("--format", "json", year=timezone.localdate().year)[2]
