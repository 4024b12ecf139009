"""`gongkai records import`: an existing site becomes records and documents, with a report of what became of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.agencies.models import Agency
from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.library.models import Document
from gongkai.publishing.models import PublishingOffice, Record
from gongkai.publishing.tests.factories import column_of
from gongkai.site.cli import main


@pytest.fixture
def agency(db: None) -> Agency:
    """A city's department with a column."""
    made = AgencyFactory(code="SHUILI", level="municipal")
    PublishingOffice.objects.create(agency=made, organisation_code="014184867")
    column_of(made, "政策文件")
    return made


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """What the old site exports: a document that was repealed, a plain notice, a line without a title."""
    rows: list[dict[str, Any]] = [
        {
            "标题": "水库管理办法", "正文": "<p>第一条　为加强水库管理，制定本办法。</p>", "栏目": "政策文件",
            "发布时间": "2020-03-01 09:30", "文号": "某水规[2020]1号", "文件类别": "行政规范性文件",
            "施行日期": "2020-04-01", "有效性": "废止", "废止日期": "2024-04-01", "网址": "http://old.example.gov.cn/1",
        },
        {"标题": "=HYPERLINK(1)通知", "正文": "通知内容。", "栏目": "政策文件", "发布时间": "2021-05-06"},
        {"标题": "", "正文": "x", "发布时间": "2021-05-06"},
    ]  # fmt: skip
    file = tmp_path / "site.json"
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return file


def test_records_and_documents_are_taken_over_and_a_second_run_changes_nothing(
    agency: Agency, exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.csv"
    call = ["records", "import", str(exported), "--agency", "SHUILI", "--report", str(report)]
    assert main(call) == 1  # one line could not be taken
    said = capsys.readouterr()
    assert "新增 2 条" in said.out
    assert "入库 1 件" in said.out
    assert "没有标题" in said.err
    document = Document.objects.get()
    assert (document.record.document_number, document.status) == ("某水规〔2020〕1号", "repealed")
    assert "'=HYPERLINK" in report.read_text(encoding="utf-8-sig")
    assert main(call) == 1
    assert "未变 2 条" in capsys.readouterr().out
    assert Record.objects.count() == 2


def test_a_dry_run_leaves_nothing(agency: Agency, exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["records", "import", str(exported), "--agency", "SHUILI", "--dry-run"]) == 1
    assert "新增 2 条" in capsys.readouterr().out
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--agency", "NONE"], "没有代码为 NONE 的机关"),
        (["--agency", "SHUILI", "--column", "没有的"], "没有可以收录信息的栏目"),
        (["--agency", "SHUILI", "--files", "nowhere"], "不是文件夹"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(
    agency: Agency, exported: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert main(["records", "import", str(exported), *arguments]) == 2
    assert why in capsys.readouterr().err
