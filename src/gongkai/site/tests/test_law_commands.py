"""`gongkai law due`: what it answers, what it explains, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.site.cli import main

CASE = [
    {"kind": "received", "on": "2026-01-28", "method": "counter"},
    {"kind": "consultation_sent", "on": "2026-02-03", "with": "third_party", "delivered_on": "2026-02-05", "id": "a"},
    {"kind": "consultation_received", "on": "2026-02-12", "answers": "a"},
    {"kind": "extended", "on": "2026-03-10", "days": 10, "note": "another system's field"},
]


@pytest.fixture
def file_of(tmp_path: Path):
    def write(content: Any) -> str:
        path = tmp_path / "events.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return write


def test_json_has_exactly_the_fields_of_the_contract(file_of, capsys) -> None:
    assert main(["law", "due", file_of(CASE), "--on", "2026-03-12", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    steps = answer.pop("steps")
    assert answer == {
        "on": "2026-03-12", "state": "open", "due": "2026-03-26", "days_counted": 20, "days_left": 10,
        "overdue": False, "provisional": False, "defects": [],
    }  # fmt: skip
    assert [list(step) for step in steps] == [["from", "to", "counted", "days", "reason", "article"]] * 3
    assert [(step["counted"], step["days"]) for step in steps] == [(True, 4), (False, 7), (True, 16)]


def test_a_defect_is_said_with_its_article(file_of, capsys) -> None:
    late = [{"kind": "received", "on": "2026-01-05"}, {"kind": "extended", "on": "2026-02-03"}]
    assert main(["law", "due", file_of(late), "--on", "2026-02-03", "--json"]) == 0
    [defect] = json.loads(capsys.readouterr().out)["defects"]
    assert (defect["kind"], defect["on"], defect["article"]) == ("extended", "2026-02-03", "33")
    assert "不增加天数" in defect["message"]


def test_the_answer_explains_why_this_day(file_of, capsys) -> None:
    assert main(["law", "due", file_of(CASE), "--on", "2026-03-12"]) == 0
    out = capsys.readouterr().out
    assert "答复期限至2026-03-26（周四）24时，还剩10个工作日" in out
    assert "2026-02-04（周三）至2026-02-12（周四）：不计（7个工作日）" in out
    assert "2月16日至23日春节放假" in out
    assert "延长的答复期限" in out
    assert "条例第三十三条" in out


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2026-02-06", "如果到2026-03-04（周三）仍未收到意见"),
        ("2026-04-01", "超期4个工作日"),
    ],
)
def test_the_answer_says_what_is_to_come_or_over(on: str, words: str, file_of, capsys) -> None:
    assert main(["law", "due", file_of(CASE), "--on", on]) == 0
    assert words in capsys.readouterr().out


def test_an_unannounced_year_is_provisional(file_of, capsys) -> None:
    assert main(["law", "due", file_of([{"kind": "received", "on": "2031-03-03"}]), "--on", "2031-03-04"]) == 0
    assert "暂定" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "第1行第2列不是正确的 JSON"),
        ("", "不是正确的 JSON"),
        ("[" * 100_000, "JSON 的层次太深"),
        ({"kind": "received"}, "应为一个 JSON 列表"),
        ([], "第一个事件应为"),
        (["received"], "第1项应为一个 JSON 对象"),
        ([{"on": "2026-01-05"}], "第1项的事件种类（缺 kind）不认识"),
        ([{"kind": ["received"], "on": "2026-01-05"}], "（缺 kind）"),
        ([{"kind": "received"}], "缺少日期 on"),
        ([{"kind": "received", "on": "2026-02-30"}], "“2026-02-30”不是这样的日期"),
        ([{"kind": "received", "on": 20260105}], "日期 on 应写成 2026-01-05 的样子"),
        ([{"kind": "received", "on": "２０２６-01-05"}], "应写成 2026-01-05 的样子"),
        ([{"kind": "received", "on": "2026-01-05", "days": True}], "应为正整数"),
        ([{"kind": "received", "on": "2026-01-05", "days": 0}], "应为正整数"),
        ([{"kind": "received", "on": "2026-01-05", "id": 7}], "id 应为文字"),
        ([{"kind": "received", "on": "2026-01-05", "partial": "yes"}], "应为 true 或 false"),
        ([{"kind": "received", "on": "2026-01-05"}, {"kind": "consultation_sent", "on": "2026-01-06", "with": []}],
         "with 只能是"),
        ([{"kind": "received", "on": "2026-01-05"}, {"kind": "served", "on": "2026-01-04"}], "应按时间先后排列"),
        ([{"kind": "received", "on": "0001-01-01"}], "工作日历只有2008年至2099年"),
        (b"\xff\xfe\x00[", "不是 UTF-8 编码"),
    ],
)  # fmt: skip
def test_bad_input_gives_one_sentence_and_status_2(content: Any, sentence: str, file_of, capsys) -> None:
    assert main(["law", "due", file_of(content), "--on", "2026-02-01", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize("days", [10**9, 10**30])
def test_a_term_beyond_every_calendar_is_refused(days: int, file_of, capsys) -> None:
    case = [{"kind": "received", "on": "2026-01-05"}, {"kind": "deferred", "on": "2026-01-06", "days": days}]
    assert main(["law", "due", file_of(case), "--on", "2026-02-01"]) == 2
    assert "超出工作日历的范围" in capsys.readouterr().err


def test_missing_files_folders_and_dates_give_one_sentence(tmp_path: Path, file_of, capsys) -> None:
    assert main(["law", "due", str(tmp_path / "none.json")]) == 2
    assert "没有这个文件" in capsys.readouterr().err
    assert main(["law", "due", str(tmp_path)]) == 2
    assert "这是文件夹" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stop:
        main(["law", "due", file_of(CASE), "--on", "2026-02-30"])
    assert stop.value.code == 2
    assert "日期应写成 2026-01-05 的样子" in capsys.readouterr().err


def test_an_event_after_today_needs_a_day_to_look_from(file_of, capsys) -> None:
    path = file_of([{"kind": "received", "on": "2090-01-05"}])
    assert main(["law", "due", path]) == 2
    assert "晚于今天" in capsys.readouterr().err
    assert main(["law", "due", path, "--on", "2090-01-06"]) == 0
