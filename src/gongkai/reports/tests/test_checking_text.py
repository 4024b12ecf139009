"""The rules on the words: each finds its fault, and leaves alone the sound sentences that look like it."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.documents.model import Document
from gongkai.reports.checking.text import RULES, findings
from gongkai.reports.model import Heading, Report, SectionLine


def report(*texts: str, section: int = 1, **fields: Any) -> Report:
    lines = [SectionLine(section, text, f"line {number}") for number, text in enumerate(texts, 1)]
    return Report("sample.txt", lines=lines, document=Document("text", []), **fields)


def found(*texts: str, section: int = 1, **fields: Any) -> list[str]:
    return [finding.rule for finding in findings(report(*texts, section=section, **fields))]


FAULTS = [
    ("text.residue", "[bookmark: _GoBack]全年公开信息12条。"),
    ("text.residue", "详见门户网站 HYPERLINK \"http://www.example.cn\" 。"),
    ("text.residue", "见Error! Reference source not found.所列。"),
    ("text.residue", "见错误！未找到引用源。所列。"),
    ("text.residue", "主动公开&nbsp;信息12条。"),
    ("text.residue", "<span style=\"color:red\">主动公开</span>信息12条。"),
    ("text.placeholder", "全年主动公开信息XX条。"),
    ("text.placeholder", "自2023年__月__日起施行。"),
    ("text.placeholder", "全年{{count}}件。"),
    ("text.masked_name", "XX局高度重视信息公开。"),
    ("text.brackets", "印发《某市人民政府关于印发《某市工作要点的通知》，抓好落实。"),
    ("text.brackets", "公开文件5件（含规范性文件2件，均已解读。"),
    ("text.brackets", "按照某政办〔2023〕5号），认真执行。"),
    ("text.brackets", "按照某政办〔2023 5号认真执行。"),
    ("text.quotes", "开设“政策解读专栏，公开政策。"),
    ("text.empty_brackets", "开设“”专栏，公开政策。"),
    ("text.number_missing", "组织召开培训、推进会议次，安排专人负责。"),
    ("text.number_missing", "主动公开政府信息条，群众满意。"),
    ("text.number_missing", "全年收到申请共计件，均已答复。"),
    ("text.number_missing", "全年共收到政府信息公开申请  件，均已答复。"),
    ("text.number_missing", "共收到申请件，均已答复。"),
    ("text.number_missing", "全年召开会议 次。"),
    ("text.number_missing", "比上年增长%，群众满意。"),
    ("text.number_missing", "自2023年月日起施行。"),
    ("text.year_mark", "2023,我局认真落实条例。"),
    ("text.year_mark", "定期重置密码。2020根据要求开展自查。"),
    ("text.year_mark", "截至2023底，全部办结。"),
    ("text.date", "2023年13月起施行。"),
    ("text.date", "2023年2月30日发布。"),
    ("text.enumeration", "一是加强领导。二是完善制度。四是抓好落实。"),
    ("text.enumeration", "一是加强领导，落实责任。二加大公开力度，提高透明度。"),
    ("text.law_title", "落实《中华人民共和国信息公开条例》要求。"),
    ("text.law_title", "落实《中华人民共和国信息公开条例（2019年修订）》要求。"),
    ("text.law_title", "落实《中华人民共和国保密法》要求。"),
    ("text.term", "收到政务信息公开申请8件。"),
    ("text.term", "截止2023年12月31日，全部办结。"),
    ("text.doubled_character", "提供优质的的服务。"),
    ("text.doubled_word", "做好信息公开信息公开工作。"),
    ("text.cut_sentence", "公众可以查询信息。可以参与互动，可以预约登记。"),
    ("text.cut_sentence", "我局把政府信息公开作为重要工作来抓，健全机制，"),
    ("text.punctuation", "严格执行制度，，定时反馈。"),
    ("text.punctuation_width", "我局收到申请,均已答复，群众满意，社会认可。"),
    ("text.spacing", "现 将 情 况 报告如下。 总 结 如 下。"),
    ("text.spacing", "发布信息43 条，公告12条。"),
    ("text.contact", "联系人：政务科 王某，电话：0000-12345678", ),
    ("text.contact", "如有疑问请致电13800000000。"),
    ("text.identity_number", "申请人身份证号11010519491231002X。"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text"), FAULTS)
def test_a_fault_is_found(rule: str, text: str) -> None:
    assert rule in found(text)


SOUND = [
    "2023年，我局认真贯彻《中华人民共和国政府信息公开条例》（以下简称《条例》）。",
    "依据《中华人民共和国政府信息公开条例》（中华人民共和国国务院令第711号）编制本报告。",
    "落实《中华人民共和国政府信息公开条例（2019年修订）》《某省政府信息公开规定》要求。",
    "印发《关于转发〈某省2023年政务公开工作要点〉的通知》（某政办发〔2023〕5号）。",
    "印发《关于转发《某省2023年政务公开工作要点》的通知》，抓好落实。",
    "主要做法：1)加强领导；2)完善制度；a）分类；b）归档。",
    "一）加强领导，压实责任。",
    "首次公开，其次解读，三次会商，层次分明，档次提升，人次增加，频次合理，依次办理。",
    "增加会议场次，提高培训频次，扩大参会人次。",
    "召开会议3次，开展培训十余次，检查多次，培训5期，发布信息120条。",
    "谢谢支持，往往如此，常常沟通，等等事项，一一答复，人人参与，处处用心，刚刚完成，仅仅一年。",
    "以便民为目的的服务，公众参与与监督并重，以及及时答复，不了了之的情况没有发生，为了了解需求开展调查。",
    "县人民政府政府信息公开专栏更新及时，一件一件办，一次一次改，反复研究研究再答复。",
    "该局局长任组长，党组书记记在心上。",
    "2021年、2022年、2023年分别受理10件、12件、15件。",
    "2023年10月日常监测全部合格，2023年1月1日起至2023年12月31日止。",
    "2023 年公开 2023 条，同比增长5.3%，占比达到90%。",
    "全年公开信息2020条。2023年公开2035条，比上年多15条。",
    "一是加强领导；二是完善制度：一是建章，二是立制；三是抓好落实。",
    "一要提高认识，二要压实责任，三要强化监督。",
    "一是加强领导。一方面抓学习，另一方面抓考核。二十大精神入脑入心。",
    "坚持第一时间回应，第二次会议专题研究，三公经费全部公开，四级联动，一网通办。",
    "申请人张××诉某局一案已经审结，李XX人身权不受影响。",
    "R&D投入公开，A<B，时间为8:30-17:30，网址为http://www.example.cn/a_b_c/index.html。",
    "“双公示”“双随机、一公开”信息全部公开，设立‘一窗’服务。",
    "是否公开？请来电，电话：0000-12345678。",
    "联系人：局办公室，联系电话：0000-12345678。",
    "办理“12345”热线转办件100余件，“互联网+政务服务”持续推进。",
    "区政府及其部门、街道以及社区共同参与，部署到位，安装到位。",
    "本年度重点公开领域1个，共计12件，合计公开30次，总计5万字。",
    "其他需要报告的事项：无。",
    "对2022年1月1日至2022年12月31日印发的文件开展了清理。",
    "市、县（区）、乡镇（街道）（含开发区）三级联动。",
    "工作中仍存在一些不足：（1）解读形式单一；（2）更新不够及时。",
    "对收到的申请件，当日登记；转来的申请件，次日转送。",
    "开展“我为群众办实事”活动，“活动期”“申请件”“信息条目”等用语已统一。",
    "年初制定计划，年中开展检查，年底组织考核，年度目标全部完成。",
    "切实做到公开、公平、公正……。",
]


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_sentence_raises_no_warning(text: str) -> None:
    warnings = [finding for finding in findings(report(text, year=2023)) if finding.level != "hint"]
    assert warnings == []


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_sentence_raises_hardly_a_hint(text: str) -> None:
    assert set(found(text, year=2023)) <= {"text.masked_name"}


def test_all_sound_sentences_together_raise_no_warning() -> None:
    together = report("".join(SOUND), *SOUND, year=2023)
    assert [finding for finding in findings(together) if finding.level != "hint"] == []


def test_every_finding_is_of_a_listed_rule_and_level() -> None:
    levels = {rule.id: rule.level for rule in RULES}
    assert len(levels) == len(RULES)
    for _, text in FAULTS:
        for finding in findings(report(text)):
            assert levels[finding.rule] == finding.level
            assert finding.source == "line 1"
            assert finding.message.endswith("。")


class TestBrackets:
    def test_they_may_be_closed_in_the_next_paragraph(self) -> None:
        assert found("主动公开信息（含政务微博", "微信）共12条。") == []

    def test_not_in_another_section(self) -> None:
        lines = [SectionLine(1, "公开信息（共12条。", "line 1"), SectionLine(5, "见附表）。", "line 2")]
        rules = [finding.source for finding in findings(Report("x", lines=lines)) if finding.rule == "text.brackets"]
        assert rules == ["line 1", "line 2"]

    def test_half_and_full_width_pair(self) -> None:
        assert "text.brackets" not in found("公开信息(含公告）12条。")


class TestEnumeration:
    def test_lists_in_lists_and_over_paragraphs(self) -> None:
        texts = [
            "一是抓学习。二是抓制度。三是抓考核：一是日常考核，二是年终考核。",
            "四是抓整改。",
            "一是再学习。二是再提高。",
        ]
        assert found(*texts) == []

    def test_headings_with_a_gap_are_a_hint(self) -> None:
        assert found("（一）主动公开", "（二）依申请公开", "（四）监督保障") == ["text.numbering"]
        assert found("（一）主动公开", "（二）依申请公开", "（三）监督保障") == []


class TestYears:
    def test_last_years_text(self) -> None:
        assert found("2022年，我局主动公开信息12条。", year=2023) == ["text.year_differs"]
        assert found("2022年，我局主动公开信息12条。2023年公开15条。", year=2023) == []

    def test_a_number_at_the_start_of_a_broken_line_is_no_year(self) -> None:
        first = "全年通过门户网站政务微博微信公众号移动客户端以及公告栏等渠道主动公开各类政府信息合计"
        assert found(first + "共", "2035，较上年有所增加。") == []

    def test_a_sign_off_of_digits(self) -> None:
        assert "text.date" in found("某市自然资源局", "2021122", section=7)
        assert "text.date" not in found("某市自然资源局", "2021年1月22日", section=7)
        assert "text.date" not in found("邮政编码", "202100", section=7)


class TestPage:
    def test_a_number_after_the_sign_off(self) -> None:
        assert "text.page_number" in found("某市自然资源局", "2024年1月26日", "1", section=7)
        assert "text.page_number" not in found("某市自然资源局", "2024年1月26日", section=7)

    def test_parts_of_the_page_are_one_hint(self) -> None:
        assert found("无。", "打印", "关闭本页", "扫一扫在手机打开当前页", section=6).count("text.page_parts") == 1

    def test_what_stands_before_the_report_is_no_part_of_it(self) -> None:
        assert found("当前位置：首页 > 政务公开", "【字体：", "访问量：", section=0) == []


class TestParts:
    HEADINGS = (
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
        "存在的主要问题及改进情况",
        "其他需要报告的事项",
    )

    def rules(self, preamble: str, headings: tuple[str, ...] = HEADINGS) -> list[str]:
        sample = report(preamble, section=0)
        sample.title = "清源县自然资源局2023年政府信息公开工作年度报告"
        sample.headings = [Heading(number, number, title, "line 9") for number, title in enumerate(headings, 1)]
        return [finding.rule for finding in findings(sample)]

    def test_all_named(self) -> None:
        assert self.rules(f"本报告由{'、'.join(self.HEADINGS)}六部分组成，现予公布。") == []

    def test_named_by_another_name(self) -> None:
        named = "总体情况、主动公开、依申请公开、行政复议和行政诉讼、存在的问题及改进情况、其他需要报告的事项"
        assert self.rules(f"本报告由{named}等部分组成，现予公布。") == []

    def test_one_left_out(self) -> None:
        assert self.rules(f"本报告由{'、'.join(self.HEADINGS[:5])}等部分组成，现予公布。") == ["text.parts"]

    def test_another_number(self) -> None:
        assert self.rules(f"本报告由{'、'.join(self.HEADINGS)}七部分组成，现予公布。") == ["text.parts"]


class TestTitle:
    def test_missing(self) -> None:
        sample = report("全年办理情况良好，群众满意。")
        sample.title = None
        assert [finding.rule for finding in findings(sample)] == []  # a passage, and no whole report
        sample.headings = [Heading(number, number, "情况", "line 9") for number in range(1, 5)]
        assert [(finding.rule, finding.level) for finding in findings(sample)] == [("text.title_missing", "hint")]

    def test_printed_twice(self) -> None:
        title = "某局2023年政府信息公开工作年度报告"
        assert found(title, title, section=0, title=title) == ["text.title_repeated"]
        assert found(title, section=0, title=title) == []

    def test_year_word_twice(self) -> None:
        title = "某局2023年度政府信息公开工作年度报告"
        assert found(title, section=0, title=title) == ["text.title_wording"]


def test_repeated_sentences_are_one_hint() -> None:
    sentence = "为规范网上公开程序并保证日常工作的顺利开展安排专人负责信息发布。"
    assert found(sentence + "群众满意。", "同时，" + "群众认可。" + sentence) == ["text.repeated"]


def test_a_contact_number_is_not_repeated_in_the_finding() -> None:
    (finding,) = findings(report("申请人身份证号11010519491231002X。"))
    assert "110105" not in finding.message + finding.excerpt
