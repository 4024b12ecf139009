"""What counts as a quantity in official prose, and what is only a number."""

from decimal import Decimal

import pytest

from gongkai.reports.checking.prose.quantities import spelled_number
from gongkai.reports.checking.prose.text import passages, simplified
from gongkai.reports.model import Report, SectionLine


def sentences_of(*lines):
    report = Report("x", lines=[SectionLine(1, text, f"line {at}") for at, text in enumerate(lines, 1)])
    return [sentence for passage in passages(report) for sentence in passage.sentences]


def read(text):
    return [(q.value, q.measure, q.exact) for sentence in sentences_of(text) for q in sentence.quantities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发布信息2312 条", (2312, "条", True)),
        ("发布信息２３１２条", (2312, "条", True)),
        ("发布信息1,245条", (1245, "条", True)),
        ("发布信息1，245条", (1245, "条", True)),
        ("办件1.2万件", (12000, "件", False)),
        ("办件209万余件", (2090000, "件", False)),
        ("公开6800余条", (6800, "条", False)),
        ("公开近300条", (300, "条", False)),
        ("公开300条以上", (300, "条", False)),
        ("收费412.36万元", (Decimal("412.36"), "万元", True)),
        ("服务120人次", (120, "人次", True)),
        ("信函申请三件", (3, "件", True)),
        ("通过网上17件", (17, "件", True)),
    ],
)
def test_a_number_with_its_measure_word(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "根据国办公开办函〔2021〕30号文件",
        "2023年1月26日",
        "第二十条第（一）项",
        "第3批名单",
        "拨打12345热线",
        "电话0299-6612345",
        "在20个工作日内答复",
        "提高2.3个百分点",
        "位列全省前3名",
        "落实“一件事”改革",
        "栏目“30件实事”",
        "实行7×24小时监测",
        "《2023年10件民生实事》",
    ],
)
def test_other_numbers_are_no_quantities(text):
    assert read(text) == []


def test_a_list_may_name_its_measure_once():
    assert read("其中要闻类838、专题类2312条") == [(838, "条", True), (2312, "条", True)]


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("十五", 15), ("三十", 30), ("一百零八", 108), ("两千三百", 2300)]
)
def test_chinese_numerals(text, value):
    assert spelled_number(text) == value


def test_lines_wrapped_by_the_page_are_one_sentence_and_keep_their_places():
    first, second = "2024年，县府办牵头汇总全县收到的政府信息公开申", "请17件，均已办理。"
    (sentence,) = sentences_of(first, "-1-", second)
    (quantity,) = sentence.quantities
    assert quantity.before == "县府办牵头汇总全县收到的政府信息公开申请"
    passage, start, end = sentence.words.span(quantity.start, quantity.end)
    assert passage.source(start) == "line 3"
    assert passage.raw[start:end] == "17件"


def test_a_heading_is_not_joined_to_what_follows():
    assert [sentence.text for sentence in sentences_of("依申请公开情况", "收到申请3件。")] == [
        "依申请公开情况",
        "收到申请3件",
    ]


def test_brackets_become_notes_where_they_stood():
    (sentence,) = sentences_of("收到申请12件（含上年结转2件（均为信函）），办结11件。")
    assert sentence.text == "收到申请12件,办结11件"
    ((place, note),) = sentence.notes
    assert sentence.text[:place] == "收到申请12件"
    assert note.text == "含上年结转2件"
    assert [inner.text for _, inner in note.notes] == ["均为信函"]


def test_traditional_characters_are_read_as_simplified_ones_at_the_same_places():
    assert simplified("發布數據條，網站總結") == "发布数据条，网站总结"
    assert simplified("发布信息") == "发布信息"
