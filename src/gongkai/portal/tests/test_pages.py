"""The public pages: what they show, what they do not, and what they cost."""

import json
import re
from decimal import Decimal

import pytest

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.annual_reports.actions import CorrectCell, PublishReport, ShowFindings, WithdrawReport
from gongkai.annual_reports.tests.made import TOTAL, draft, published, report_file
from gongkai.portal.models import SiteMarks

pytestmark = pytest.mark.django_db

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
CONTENT_TAGS = ("ArticleTitle", "PubDate", "ContentSource")


def text(client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def report_url(report) -> str:
    return f"/xxgk/nianbao/{report.agency.code}/{report.year}/"


@pytest.fixture
def marks(db):
    return SiteMarks.objects.create(
        pk=1, name="测试市政府信息公开", domain="www.test.example", id_code="1234567890", organiser="测试市政府办公室",
        contact="0000-0000000", icp="测ICP备1号", police_record="测公网安备1号",
        mark_url="https://mark.example/", report_errors_url="https://errors.example/",
    )  # fmt: skip


def test_home_shows_the_latest_reports_and_the_tool(people, public_client):
    published(people.agency)
    page = text(public_client, "/")
    assert people.agency.name in page
    assert "/tijian/" in page


def test_every_mark_of_a_government_site_is_in_the_foot(public_client, marks):
    foot = text(public_client, "/").partition("<footer")[2]
    for word in (marks.organiser, marks.contact, marks.id_code, marks.icp, marks.police_record):
        assert word in foot
    for link in (marks.mark_url, marks.report_errors_url, "/ditu/"):
        assert f'href="{link}"' in foot


def test_page_tags_stand_once_each_and_are_not_empty(people, public_client, marks):
    report = published(people.agency)
    expected = {
        "/": SITE_TAGS + COLUMN_TAGS,
        "/xxgk/nianbao/": SITE_TAGS + COLUMN_TAGS,
        f"/xxgk/nianbao/{people.agency.code}/": SITE_TAGS + COLUMN_TAGS,
        "/tijian/": SITE_TAGS + COLUMN_TAGS,
        report_url(report): SITE_TAGS + COLUMN_TAGS + CONTENT_TAGS,
    }
    for url, names in expected.items():
        head = text(public_client, url).partition("</head>")[0]
        tags = re.findall(r'<meta name="(\w+)" content="([^"]*)">', head)
        ours = [(name, content) for name, content in tags if name[0].isupper()]
        assert sorted(name for name, _ in ours) == sorted(names), url
        assert all(content for _, content in ours), url
    published_tag = dict(tags).get("PubDate", "")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", published_tag)


def test_no_page_has_inline_script_or_style_or_an_asset_from_elsewhere(people, public_client, marks):
    report = published(people.agency, total=9)
    for url in ("/", "/xxgk/nianbao/", f"/xxgk/nianbao/{people.agency.code}/", report_url(report), "/tijian/"):
        response = public_client.get(url)
        page = response.content.decode()
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page), url
        assert not re.search(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//', page), url


def test_the_list_is_filtered_by_name_and_year(people, public_client):
    published(people.agency, 2022)
    published(people.other_agency, 2023)
    page = text(public_client, "/xxgk/nianbao/?year=2023")
    assert people.other_agency.name in page
    assert people.agency.name not in page
    page = text(public_client, f"/xxgk/nianbao/?q={people.agency.name}")
    assert people.other_agency.name not in page
    assert "没有找到符合条件的年度报告" in text(public_client, "/xxgk/nianbao/?q=不存在的机关")


@pytest.mark.parametrize("query", ["year=abc", "year=９９", "page=x", "page=-1", "q=%00", "q=<script>", "year=99999"])
def test_a_strange_question_is_answered_calmly(people, public_client, query):
    published(people.agency)
    assert "<script>" not in text(public_client, f"/xxgk/nianbao/?{query}").partition("<main")[2].replace(
        "<script src", ""
    )


def test_a_long_list_is_paged_and_keeps_its_filter(public_client):
    agencies = [AgencyFactory(code=f"PAGED-{number:02}") for number in range(21)]
    for agency in agencies:
        published(agency)
    page = text(public_client, "/xxgk/nianbao/?year=2023")
    assert "第 1 页，共 2 页" in page
    assert "year=2023&amp;page=2" in page
    assert agencies[20].name in text(public_client, "/xxgk/nianbao/?year=2023&page=2")


def test_a_report_has_six_sections_three_tables_and_its_files(people, public_client):
    page = text(public_client, report_url(published(people.agency)))
    assert [int(number) for number in re.findall(r'<h2 id="part-(\d)">', page)] == [1, 2, 3, 4, 5, 6]
    assert page.count('<table class="statutory') == 3
    assert f'id="cell-{TOTAL}"' in page
    for name in ("yuanjian", "nianbao.json", "nianbao.csv", "nianbao.xlsx", "nianbao.docx", "nianbao.pdf"):
        assert f'/{name}"' in page


def test_findings_are_shown_only_where_somebody_chose_to(people, public_client):
    report = published(people.agency, total=9)
    url = report_url(report)
    assert "核对说明" not in text(public_client, url)
    number = report.findings.get(rule="applications.row_total").number
    ShowFindings(None, report, numbers=[number]).perform()
    page = text(public_client, url)
    assert page.count('<li class="finding"') == 1
    assert f'<td id="cell-{TOTAL}" class="figure wrong"' in page


def test_a_correction_is_shown_with_what_was_read_and_why(people, public_client):
    report = draft(people.agency)
    CorrectCell(people.handler, report, cell=TOTAL, value=Decimal(7), reason="原件为 7").perform()
    PublishReport(None, report).perform()
    page = text(public_client, report_url(report))
    assert "更正说明" in page
    assert "程序读为“5”" in page
    assert "原件为 7" in page
    data = json.loads(text(public_client, report_url(report) + "nianbao.json"))[0]
    assert data["cells"][TOTAL]["value"] == 7
    assert data["cells"][TOTAL]["printed"] == {"value": 5, "raw": "5"}


@pytest.mark.parametrize("format", ["json", "csv", "xlsx", "docx", "html"])
def test_each_format_can_be_downloaded(people, public_client, format):
    response = public_client.get(report_url(published(people.agency)) + f"nianbao.{format}")
    assert response.status_code == 200
    assert len(response.content) > 1000
    assert public_client.get(report_url(published(people.other_agency)) + "nianbao.exe").status_code == 404


def test_json_is_the_contracts(people, public_client):
    data = json.loads(text(public_client, report_url(published(people.agency)) + "nianbao.json"))[0]
    assert (data["agency"], data["year"], data["form"]) == (people.agency.name, 2023, "2021")
    assert data["cells"][TOTAL] == {"value": 5, "raw": "5", "source": data["cells"][TOTAL]["source"]}
    assert sorted(data["sections"]) == ["1", "2", "3", "4", "5", "6"]


def test_the_original_comes_as_it_was_given(people, public_client):
    response = public_client.get(report_url(published(people.agency)) + "yuanjian")
    assert b"".join(response.streaming_content) == report_file(people.agency.name)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("part", ["", "yuanjian", "nianbao.json", "nianbao.csv"])
def test_what_is_not_public_is_not_there(people, public_client, part):
    report = draft(people.agency)
    assert public_client.get(report_url(report) + part).status_code == 404
    report = published(people.agency, 2022)
    WithdrawReport(None, report, reason="附件有误").perform()
    assert public_client.get(report_url(report) + part).status_code == 404


def test_one_agency_over_the_years(people, public_client):
    for year in (2021, 2022, 2023):
        published(people.agency, year, received=year - 2000)
    page = text(public_client, f"/xxgk/nianbao/{people.agency.code}/")
    assert page.count("<svg") == 3
    assert page.count('class="chart-data"') == 3
    assert text(public_client, f"/xxgk/nianbao/{people.other_agency.code}/", 404)


def test_a_picture_of_broken_totals_has_a_footnote(people, public_client):
    for year in (2021, 2022):
        report = published(people.agency, year)
    address = f"/xxgk/nianbao/{people.agency.code}/"
    assert "注：" not in text(public_client, address)
    report.cells.filter(cell="applications.concluded.total").update(printed_value=7)
    assert text(public_client, address).count("注：2022年报告所印的总计与各分项之和不一致") == 1


def test_what_is_not_there_says_so_in_chinese(public_client):
    page = text(public_client, "/xxgk/nianbao/nobody/2023/", 404)
    assert "没有这个页面" in page
    assert '<nav aria-label="主导航">' in page


@pytest.mark.parametrize(("url", "most"), [("/", 5), ("/xxgk/nianbao/", 6), ("{agency}", 5), ("{report}", 6)])
def test_a_page_costs_few_queries_however_many_reports(people, public_client, django_assert_max_num_queries, url, most):
    report = published(people.agency)
    url = url.format(agency=f"/xxgk/nianbao/{people.agency.code}/", report=report_url(report))
    with django_assert_max_num_queries(most):
        text(public_client, url)
    for year in range(2012, 2020):
        published(people.agency, year)
        published(people.other_agency, year)
    with django_assert_max_num_queries(most):
        text(public_client, url)


def test_elder_mode_is_a_form_that_works_without_script(public_client):
    assert "data-elder" not in text(public_client, "/")
    answer = public_client.post("/zhangbei/", {"size": "2", "next": "/xxgk/nianbao/"})
    assert (answer.status_code, answer["Location"]) == (302, "/xxgk/nianbao/")
    assert '<html lang="zh-CN" data-elder="2">' in text(public_client, "/")
    public_client.post("/zhangbei/", {"size": "", "next": "/"})
    assert "data-elder" not in text(public_client, "/")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_elder_mode_leads_nowhere_else(public_client, target):
    assert public_client.post("/zhangbei/", {"size": "1", "next": target})["Location"] == "/"


def test_a_strange_size_is_no_size(public_client):
    public_client.cookies["elder"] = '9" onload="x'
    assert "data-elder" not in text(public_client, "/")


def test_the_public_process_has_no_back_office(public_client):
    assert public_client.get("/office/").status_code == 404
