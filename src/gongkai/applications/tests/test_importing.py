"""Reading registers of past cases: untidy files are understood, and what cannot be is named by line and column."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.applications.importing.columns import COLUMNS
from gongkai.applications.importing.register import Register, read_register
from gongkai.documents import cell_values as values
from gongkai.documents.limits import Limits
from gongkai.documents.model import UnusableDocument
from gongkai.documents.sheets import LIMITS, sheets

TODAY = date(2026, 1, 20)
HEADER = ["receipt_no", "applicant_type", "applicant_name", "channel", "subject", "received_on", "decided_on",
          "outcome", "served_on"]  # fmt: skip
ROW = ["2025-1", "natural_person", "某甲", "web", "某事", "2025-03-03", "2025-03-20", "granted", "2025-03-21"]


def as_csv(rows: Sequence[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, name: str = "t.csv") -> Register:
    return read_register(sheets(data, name), TODAY)


def row(**fields: Any) -> list[Any]:
    return [fields.get(name, value) for name, value in zip(HEADER, ROW, strict=True)]


def problems(*rows: Sequence[Any], header: Sequence[str] = HEADER) -> list[str]:
    return [str(problem) for problem in read(as_csv([header, *rows])).problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_every_usual_encoding(encoding: str) -> None:
    [case] = read(
        as_csv(
            [[column.label for column in COLUMNS], ["甲1", "自然人", "某甲", "网上提交", "某事", "2025-3-3"]], encoding
        )
    ).cases
    assert (case.receipt_no, case.channel, case.days) == ("甲1", "web", {"received_on": date(2025, 3, 3)})


def test_titles_blank_lines_other_columns_totals_and_any_order_do_no_harm() -> None:
    found = read(as_csv([
        ["某局依申请公开台账"], [], ["填表日期：2025年12月"],
        ["序号", "收到日期", "申请事项", "申请方式", "申请人类别", "登记编号"],
        [1, "2025/3/3", " 某事 ", "当面", "公民", "1"], [], ["", "", ""],
        ["序号", "收到日期", "申请事项", "申请方式", "申请人类别", "登记编号"],
        [2, "2025/3/4", "某事", "邮寄", "企业", "2"], ["合计", "", "2件"],
    ]))  # fmt: skip
    assert [(case.receipt_no, case.channel, case.applicant_type) for case in found.cases] == [
        ("1", "counter", "natural_person"), ("2", "letter", "enterprise"),
    ]  # fmt: skip
    assert (found.others, found.problems) == (["序号"], [])


def test_a_heading_of_two_rows_with_merged_cells_is_understood() -> None:
    rows = [
        ["依申请公开台账"],
        ["登记编号", "申请人", None, "提交方式", "申请事项", "收到日期", "办理情况", None, None],
        [None, "类别", "姓名", None, None, None, "决定日期", "办理结果", "送达日期"],
        ["1", "自然人", "某甲", "传真", "某事", date(2025, 3, 3), "2025.3.20", "部分公开", 45737],
    ]
    merged = ("A1:I1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "F2:F3", "G2:I2")
    [case] = read(as_xlsx(rows, merged), "t.xlsx").cases
    assert (case.applicant_type, case.applicant_name, case.outcome_row) == ("natural_person", "某甲", "granted_in_part")
    assert case.days == {
        "received_on": date(2025, 3, 3), "decided_on": date(2025, 3, 20), "served_on": date(2025, 3, 21),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["2025-03-01", "2025/3/1", "2025.3.1", "2025．3．1", "２０２５年３月１日", "2025年3月1日 ", "20250301", "45717",
     "45717.375", "2025-03-01 09:30:00", "2025-03-01T09:30:00", "2025年3月1日（星期六）", "二〇二五年三月一日",
     "2025 年 3 月 1 日", "2025年3月1日上午9时30分"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert values.day(text) == date(2025, 3, 1)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_way_of_writing_a_day_means_the_same_day(day: date) -> None:
    written = [f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}"]
    written.append(str((day - date(1899, 12, 30)).days))
    assert {values.day(text) for text in written} == {day}


@pytest.mark.parametrize(
    "text", ["2025-02-30", "2025-13-01", "3月1日", "25.3.1", "明天", "#N/A", "1025-03-01", "2025年3月", "12"]
)
def test_what_is_no_day_is_said(text: str) -> None:
    [problem] = problems(row(received_on=text))
    assert problem.startswith("第2行“received_on”列（F列）：")


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_cell(text: str) -> None:
    for reads in (values.day, values.year):
        try:
            reads(text)
        except ValueError as error:
            assert str(error).endswith("。")  # noqa: PT017


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"served_on": "2025-03-01"}, "送达答复的日期（2025-03-01）早于"),
        ({"decided_on": "2025-03-22"}, "早于作出答复决定的日期"),
        ({"decided_on": "", "served_on": ""}, "却没有决定日期和送达日期"),
        ({"outcome": ""}, "却没有办理结果"),
        ({"served_on": "2026-03-01"}, "晚于今天"),
        ({"outcome": "granted_in_parts"}, "是不是“granted_in_part”"),
        ({"outcome": "concluded"}, "不是办理结果"),
        ({"channel": "信鸽"}, "网上提交"),
        ({"applicant_type": "natural_persn"}, "是不是“natural_person”"),
        ({"applicant_type": "total"}, "不是申请人类别"),
        ({"receipt_no": ""}, "没有填写"),
        ({"subject": "  "}, "没有填写"),
        ({"receipt_no": "9" * 61}, "不能超过60个字"),
    ],
)
def test_what_contradicts_itself_is_named_with_line_column_and_reason(fields: dict[str, str], said: str) -> None:
    found = problems(row(receipt_no="0"), row(**fields))
    assert found
    assert all(sentence.startswith("第3行“") for sentence in found)
    assert any(said in sentence for sentence in found)


def test_the_same_number_twice_in_a_file_names_both_lines() -> None:
    [problem] = problems(row(), row(receipt_no="２０２５－1"))
    assert problem == "第3行“receipt_no”列（A列）：登记编号“2025-1”与第2行重复。"


def test_steps_in_between_may_lack() -> None:
    header = [*HEADER, "supplement_received_on"]
    rows = [
        [*row(receipt_no="1", decided_on="", outcome="other.not_supplemented"), ""],
        [*row(receipt_no="2", decided_on="2025-12-20", served_on="2025-12-21"), ""],
        [*row(receipt_no="3"), "2025-03-10"],
        [*row(receipt_no="4", served_on=""), ""],
    ]
    found = read(as_csv([header, *rows]))
    assert not found.problems
    assert [case.events()[-1][0] for case in found.cases] == ["abandoned", "served", "served", "decided"]
    assert [remark[:3] for remark in found.remarks] == ["第4行", "第5行"]


def test_a_formula_counts_by_its_value_and_is_refused_without_one() -> None:
    data = as_xlsx([HEADER, row(received_on="=DATE(2025,3,3)")])
    [problem] = read(data, "t.xlsx").problems
    assert "公式" in problem.reason
    calculated = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(calculated, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"<v></v>", b"<v>45719</v>").replace(b"<v />", b"<v>45719</v>")
            target.writestr(name, part)
    [case] = read(calculated.getvalue(), "t.xlsx").cases
    assert case.days["received_on"] == date(2025, 3, 3)


def test_macros_bombs_and_what_is_no_register_are_refused() -> None:
    with_macro = io.BytesIO(as_xlsx([HEADER, row()]))
    with zipfile.ZipFile(with_macro, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (2 << 20))
    for data, name, said in (
        (with_macro.getvalue(), "t.xlsx", "含有宏"),
        (b"PK\x03\x04", "t.xlsm", "含有宏"),
        (b"%PDF-1.7 x", "t.csv", "CSV"),
        (as_csv([["甲", "乙"], ["1", "2"]]), "t.csv", "没有找到表头"),
        (as_csv([HEADER[:5], ROW[:5]]), "t.csv", "“收到日期”（received_on）"),
        (as_csv([HEADER]), "t.csv", "没有任何案件"),
        (b"", "t.csv", "空的"),
        (as_csv([HEADER, row()])[:-30] + b'"unfinished', "t.csv", ""),
    ):
        if said:
            with pytest.raises(UnusableDocument, match=said):
                read(data, name)
    with pytest.raises(UnusableDocument, match="压缩炸弹"):
        list(sheets(bomb.getvalue(), "t.xlsx", Limits(inflated=1 << 20)))
    with pytest.raises(UnusableDocument, match="兆字节"):
        list(sheets(b"a" * (LIMITS.size + 1), "t.csv"))


def test_a_subject_too_long_for_a_list_stays_whole() -> None:
    [case] = read(as_csv([HEADER, row(subject="某" * 400)])).cases
    assert (len(case.subject), len(case.description)) == (300, 400)


def test_every_sheet_with_a_heading_is_read_and_named() -> None:
    book = openpyxl.Workbook()
    book.active.title = "2024"
    for line in (HEADER, row(receipt_no="1")):
        book.active.append(line)
    other = book.create_sheet("2025")
    for line in (HEADER, row(receipt_no="1")):
        other.append(line)
    book.create_sheet("说明").append(["随便写的"])
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue(), "t.xlsx")
    assert [str(problem) for problem in found.problems] == [
        "工作表“2025”第2行“receipt_no”列（A列）：登记编号“1”与工作表“2024”第2行重复。"
    ]
    assert found.remarks == ["工作表“说明”没有台账的表头，未读取。"]
