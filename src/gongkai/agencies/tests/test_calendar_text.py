"""Notices as the State Council's office words them, read into the days that the packaged years have."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.agencies.calendar_text import NamedDay, doubts_about, read_lines, read_notice, write_lines
from gongkai.law.calendar import Arrangement, packaged_calendar, statutory_feasts

HEAD = """国务院办公厅关于{0}年部分节假日安排的通知
国办发明电〔{1}〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将{0}年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
"""
TAIL = "\n节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。\n国务院办公厅\n{1}年11月4日"

NOTICES = {
    2012: """一、元旦：2012年1月1日至3日放假公休，共3天。2011年12月31日（星期六）上班。
二、春节：1月22日至28日放假调休，共7天。1月21日（星期六）、1月29日（星期日）上班。
三、清明节：4月2日至4日放假公休，共3天。3月31日（星期六）、4月1日（星期日）上班。
四、劳动节：4月29日至5月1日放假公休，共3天。4月28日（星期六）上班。
五、端午节：6月22日至24日放假公休，共3天。
六、中秋节、国庆节：9月30日至10月7日放假调休，共8天。9月29日（星期六）上班。""",
    2015: """一、元旦：1月1日至3日放假调休，共3天。1月4日（星期日）上班。
二、春节：2月18日至24日放假调休，共7天。2月15日（星期日）、2月28日（星期六）上班。
三、清明节：4月5日放假，4月6日（星期一）补休。
四、劳动节：5月1日放假，与周末连休。
五、端午节：6月20日放假，6月22日（星期一）补休。
六、抗战胜利70周年纪念日：9月3日至5日调休放假，共3天。其中9月3日（星期四）放假，9月4日（星期五）调休，9月6日（星期日）上班。
七、中秋节：9月27日放假。
八、国庆节：10月1日至7日放假调休，共7天。10月10日（星期六）上班。""",
    2020: """一、元旦：2020年1月1日放假，共1天。
二、春节：1月24日至30日放假调休，共7天。1月19日（星期日）、2月1日（星期六）上班。
三、清明节：4月4日至6日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
五、端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
六、国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。""",
    2023: """一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。""",
    2024: """一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2025: """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。""",
}
LATER = {
    # What was announced only afterwards, by a notice of its own: the longer Spring Festival.
    2020: {date(2020, 1, 31): False, date(2020, 2, 1): False},
}


def notice(year, body=None):
    return (HEAD + (body or NOTICES[year]) + TAIL).format(year, year - 1)


def worked(arrangement, year):
    calendar = packaged_calendar().with_year(year, arrangement)
    days = [date(year, 1, 1) + timedelta(n) for n in range(366 if year % 4 == 0 else 365)]
    return {day: calendar.is_working_day(day) for day in days}


@pytest.mark.parametrize("year", NOTICES)
def test_a_real_years_notice_gives_the_packaged_working_days(year):
    read = read_notice(notice(year), year)
    assert read.doubts == []
    assert read.year == year
    given_ = Arrangement(
        {it.day: it.name for it in read.days if not it.works}, {it.day: it.name for it in read.days if it.works}
    )
    known = worked(packaged_calendar().years[year], year)
    assert worked(given_, year) | LATER.get(year, {}) == known


def test_the_source_is_its_title_and_number():
    assert (
        read_notice(notice(2026), 2026).source == "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）"
    )


def test_new_years_days_of_the_year_before_are_kept_apart():
    assert read_notice(notice(2023), 2023).elsewhere == [NamedDay(date(2022, 12, 31), False, "元旦")]
    assert read_notice(notice(2012), 2012).elsewhere == [NamedDay(date(2011, 12, 31), True, "元旦")]
    read = read_notice("一、元旦：12月31日至1月2日放假，共3天。", 2023)
    assert [it.day for it in read.elsewhere] == [date(2022, 12, 31)]
    assert [it.day for it in read.days] == [date(2023, 1, 1), date(2023, 1, 2)]


def test_full_width_figures_other_dashes_spaces_and_broken_lines_are_read():
    read = read_notice("一、春 节：１月２８日－２月\n４日放假，共８天。２月８日\n（周六）上班。", 2025)
    assert read.doubts == []
    assert write_lines(it for it in read.days if not it.works) == "春节 1月28日至2月4日"
    assert write_lines(it for it in read.days if it.works) == "春节 2月8日"


def test_the_old_wording_of_moved_rest_days_takes_only_what_is_worked():
    read = read_notice(
        "一、元旦：1月1日至3日放假，共3天。其中，1月1日（星期四、新年）为法定节假日，1月3日（星期六）照常公休；"
        "1月4日（星期日）公休日调至1月2日（星期五），1月4日（星期日）上班。",
        2009,
    )
    assert read.doubts == []
    assert write_lines(it for it in read.days if not it.works) == "元旦 1月1日至3日"
    assert write_lines(it for it in read.days if it.works) == "元旦 1月4日"


def test_dates_named_one_after_the_other_share_their_month():
    read = read_notice("一、国庆节：10月1日至7日放假。9月26日、27日上班。", 2026)
    assert [it.day for it in read.days if it.works] == [date(2026, 9, 26), date(2026, 9, 27)]


@pytest.mark.parametrize(
    ("body", "doubt"),
    [
        ("一、元旦：1月1日（周五）放假。", "元旦：1月1日是周四，原文写的是“周五”。"),
        ("一、元旦：1月1日至3日放假，共4天。", "元旦：写的是共4天，读出来是3天。"),
        ("一、元旦：1月1日放假。1月5日上班。", "元旦：1月5日是周一，平日上班不算调休，没有列入上班日期。"),
        ("一、元旦：1月1日放假。1月4日另行安排。", "元旦：没有读懂“1月4日”是放假还是上班。"),
        ("一、清明节：4月31日放假。", "清明节：“4月31日”不是有效的日期。"),
        ("一、元旦：1月4日放假，1月4日上班。", "1月4日既写了放假又写了上班，请核对。"),
        ("没有日期的文字", "没有读出放假日期：每个节日应写成“一、元旦：1月1日至3日放假”这样的条目。"),
    ],
)
def test_what_the_text_contradicts_or_leaves_open_is_said(body, doubt):
    assert doubt in read_notice(body, 2026).doubts


def test_another_years_notice_is_not_read():
    read = read_notice(notice(2025), 2026)
    assert read.doubts == ["这是2025年的通知，现在录入的是2026年。"]
    assert read.days == []


def test_lines_in_both_ways_of_writing_dates():
    days, wrong = read_lines(
        "元旦 1月1日至3日\n2026-02-16 春节\n5月1日、3日 劳动节\n\n2026-10-01/2026-10-02 国庆节", 2026, works=False
    )
    assert wrong == []
    assert write_lines(days) == "元旦 1月1日至3日\n春节 2月16日\n劳动节 5月1日\n劳动节 5月3日\n国庆节 10月1日至2日"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("元旦", "没有日期"),
        ("元旦 1.1", "没有日期"),
        ("元旦 2月30日", "不是有效的日期"),
        ("元旦 1月3日至1日", "起止日期不对"),
        ("元旦 2026-13-01", "不是有效的日期"),
        ("元旦 1月1日 1.2", "没有全部读懂"),
        ("0日", "不是有效的日期"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line, said):
    _, wrong = read_lines(line, 2026, works=False)
    assert len(wrong) == 1
    assert said in wrong[0]


def test_a_statutory_feast_left_out_is_asked_about():
    feasts = statutory_feasts(2026)
    days = [NamedDay(day, False, name) for day, name in feasts.items() if name != "国庆节"]
    assert doubts_about(days, feasts) == ["国庆节（10月1日至2日）是法定节日，没有列入放假日期，请核对。"]
    assert (
        doubts_about([*days, NamedDay(date(2026, 10, 1), False, ""), NamedDay(date(2026, 10, 2), False, "")], feasts)
        == []
    )


@given(
    st.sets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=40),
    st.sampled_from(["春节", "三月三", "古尔邦节"]),
)
def test_lines_say_what_they_were_written_from(days, name):
    named = sorted(NamedDay(day, False, name) for day in days)
    read, wrong = read_lines(write_lines(named), 2027, works=False)
    assert (sorted(read), wrong) == (named, [])


@given(st.text(alphabet="一二元旦春节、：:。，,;至日月年天0123456789（）()周放假上班补休共调鼓励\n -", max_size=120))
def test_no_text_breaks_the_reader(text):
    read_notice(text, 2027)
    read_lines(text, 2027, works=True)
