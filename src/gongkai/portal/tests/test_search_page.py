"""The search page: what it shows, what narrows it, what is taken along, and what no query can do to it."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from conftest import role_settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.annual_reports.actions import WithdrawReport
from gongkai.annual_reports.tests.made import published
from gongkai.applications.models import PublicAnswer
from gongkai.library.tests.factories import DocumentFactory
from gongkai.portal import search_archive, search_feed
from gongkai.portal.views import search as views
from gongkai.publishing import search
from gongkai.publishing import search_feed as record_feed
from gongkai.publishing.live_gate import opened
from gongkai.publishing.models import Attachment, Record, RecordFile
from gongkai.publishing.search import Entry
from gongkai.publishing.search_models import SearchEntry
from gongkai.publishing.tests.factories import RecordFactory

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def fresh_minute():
    cache.clear()


def put_out(agency, title: str, body: str = "<p>测试正文。</p>", **fields) -> Record:
    """A published record that can be found."""
    record = RecordFactory(agency=agency, title=title, body=body, published=True, **fields)
    record_feed.put_anew([record])
    return record


def page(client, query: str = "", **more: str) -> str:
    response = client.get("/sousuo/", {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def titles(text: str) -> list[str]:
    """The titles of the hits, in their order, without marks."""
    return [re.sub(r"<[^>]+>", "", title) for title in re.findall(r"<h3>(.*?)</h3>", text)]


def test_hits_are_marked_and_say_what_they_are(people, public_client):
    record = put_out(people.agency, "关于水库大坝安全鉴定的通知", "<p>先说别的。各水库大坝应当按时鉴定。</p>")
    text = page(public_client, "水库大坝")
    assert f'<h3><a href="/wz/{record.public_id}/">关于<mark>水库大坝</mark>安全鉴定的通知</a></h3>' in text
    assert "各<mark>水库大坝</mark>应当按时鉴定" in text
    assert people.agency.name in text
    assert str(timezone.localdate()) in text
    assert record.index_number in text
    assert 'name="robots" content="noindex' in text
    assert '<meta name="ColumnName" content="检索">' in text


def test_an_exact_number_comes_first_though_others_name_it_in_their_titles(people, public_client):
    put_out(people.agency, "关于废止测规〔2024〕77号的决定")
    document = DocumentFactory(agency=people.agency, title="户外广告管理办法", number="测规〔2024〕77号")
    record_feed.put_anew([document.record])
    text = page(public_client, "测规[2024]77号")
    assert titles(text) == ["户外广告管理办法", "关于废止测规〔2024〕77号的决定"]
    assert "<mark>测规〔2024〕77号</mark></span>" in text
    assert '<span class="state good">有效</span>' in text
    assert titles(page(public_client, document.record.index_number))[0] == "户外广告管理办法"


def test_filters_are_links_with_counts_and_an_agency_stands_for_its_units(people, public_client):
    unit = AgencyFactory(parent=people.agency, name="澄湖市测试局执法队")
    put_out(people.agency, "水库巡查通知", theme="agriculture")
    put_out(unit, "水库执法通报")
    put_out(people.other_agency, "水库移民公告")
    answer = PublicAnswer.objects.create(agency=unit, title="水库清单", published_on=date(2024, 5, 6))
    text = page(public_client, "水库")
    options = re.findall(r'<li><a href="([^"]+)" rel="nofollow">([^<]+) <span class="quiet number">(\d+)<', text)
    counts = {label: int(count) for _, label, count in options}
    assert counts["依申请转主动公开"] == 1
    assert counts["2024 年"] == 1
    assert counts[people.agency.name] == 3
    assert counts[unit.name] == 2
    assert counts["农业、林业、水利"] == 1
    for address, label, count in options:
        narrowed = public_client.get(address.replace("&amp;", "&")).content.decode()
        assert f'共 <b class="number">{count}</b> 条' in narrowed, label
    assert titles(page(public_client, "水库", nian="2024", lx="answer")) == [answer.title]
    assert titles(page(public_client, "水库", px="shijian"))[-1] == answer.title


def test_only_titles_can_be_asked(people, public_client):
    put_out(people.agency, "通知", "<p>水库大坝。</p>")
    assert titles(page(public_client, "水库大坝")) == ["通知"]
    assert titles(page(public_client, "水库大坝", bt="1")) == []


def test_pages_follow_each_other_and_the_last_is_shown_for_any_beyond(people, public_client):
    search.put(
        Entry(
            ref=f"{search_feed.REPORTS}:ch-{2000 + number}", kind="report", title=f"第{number}号水库", body="",
            agency="ch", on=date(2026, 1, 1),
        )
        for number in range(views.A_PAGE + 1)
    )  # fmt: skip
    first, second = page(public_client, "水库"), page(public_client, "水库", page="2")
    assert len(set(titles(first) + titles(second))) == views.A_PAGE + 1
    assert 'rel="next"' in first
    assert titles(page(public_client, "水库", page="999")) == titles(second)


def test_nothing_found_leads_to_an_application_with_the_words_as_its_subject(people, public_client):
    text = page(public_client, "没有这样的水库", lx="document", jg=people.agency.code)
    assert "去掉全部筛选条件" in text
    address = re.search(r'<a class="button first" href="([^"]+)"', text)[1].replace("&amp;", "&")
    form = public_client.get(address).content.decode()
    assert f"向{people.agency.name}申请公开政府信息" in form
    assert re.search(r'name="subject"[^>]*>\s*没有这样的水库</textarea>', form)
    choose = public_client.get("/xxgk/shenqing/", {"neirong": SCRIPT}).content.decode()
    assert SCRIPT not in choose
    assert f"?jg={people.agency.code}&amp;neirong=%3Cscript" in choose


def test_reports_and_answers_are_found_while_they_are_public(people, public_client):
    report = published(people.agency)
    answer = PublicAnswer.objects.create(agency=people.agency, title="安置房分配清单", text="按户公开。")
    assert titles(page(public_client, "安置房分配")) == []
    answer.published_on = timezone.localdate()
    answer.save()
    assert f'href="/xxgk/yishenqing-gongkai/{answer.public_id}/"' in page(public_client, "按户公开")
    words = f"{people.agency.name} 年度报告"
    assert f'href="/xxgk/nianbao/{people.agency.code}/{report.year}/"' in page(public_client, words)
    before = set(SearchEntry.objects.values_list("ref", flat=True))
    rebuilt = search.rebuild(fresh=True)
    assert rebuilt.put == len(before)
    assert set(SearchEntry.objects.values_list("ref", flat=True)) == before
    WithdrawReport(None, report, reason="数据有误").perform()
    answer.withdrawn_at = timezone.now()
    answer.save()
    assert titles(page(public_client, words)) == []
    assert titles(page(public_client, "安置房分配")) == []
    assert search.rebuild().put == 0


def test_a_report_of_an_agency_whose_code_has_a_stroke_is_found_at_its_address():
    assert search_feed.report_place("ch-zrzy-2025") == ("ch-zrzy", 2025)


@pytest.mark.parametrize("more", [{}, {"jg": True}, {"px": "shijian"}, {"lx": "record"}, {"page": "2"}])
def test_the_page_costs_few_queries(people, public_client, django_assert_max_num_queries, more):
    # PostgreSQL's index is asked year by year, newest first, and its texts apart.
    most = 8 if connection.vendor == "sqlite" else 12
    for number in range(views.A_PAGE + 3):
        put_out(people.agency, f"第{number}号水库通知" if number % 2 else f"第{number}号", "<p>水库水库。</p>")
    if "jg" in more:
        more = {"jg": people.agency.code}
    with django_assert_max_num_queries(most):
        assert titles(page(public_client, "水库", **more))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.text(max_size=120),
    more=st.dictionaries(
        st.sampled_from(["lx", "jg", "nian", "xl", "zt", "bt", "px", "page"]),
        st.one_of(st.text(max_size=12), st.sampled_from(["0000", "９９９９", "-1", "document", "'", "%00", "1e9"])),
    ),
)
def test_no_query_breaks_it(people, public_client, query, more):
    cache.clear()
    for address in ("/sousuo/", "/sousuo/tishi.json"):
        assert public_client.get(address, {"q": query, **more}).status_code == 200
    assert public_client.get("/sousuo/xiazai.zip", {"q": query, **more}).status_code in (200, 404)


def test_what_is_typed_and_what_is_found_are_text(people, public_client):
    put_out(people.agency, f"水库{SCRIPT}", "<p>水库 &lt;script&gt;alert(1)&lt;/script&gt;</p>")
    assert SCRIPT not in page(public_client, "水库") + page(public_client, SCRIPT) + page(
        public_client, "水库", jg=SCRIPT
    )


def test_one_address_may_not_search_without_end(people, public_client, monkeypatch):
    for name in ("SEARCHES_PER_MINUTE", "SUGGESTIONS_PER_MINUTE", "ARCHIVES_PER_MINUTE"):
        monkeypatch.setattr(views, name, 1)
    for address in ("/sousuo/", "/sousuo/tishi.json", "/sousuo/xiazai.zip"):
        asked = [public_client.get(address, {"q": "水库"}).status_code for _ in range(2)]
        assert asked[1] == 429


def test_suggestions_go_on_with_what_is_typed(people, public_client):
    put_out(people.agency, "关于水库大坝安全鉴定的通知")
    assert public_client.get("/sousuo/tishi.json", {"q": "水库"}).json() == {"words": ["水库大坝安全鉴定的通知"]}
    assert public_client.get("/sousuo/tishi.json").json() == {"words": []}


# ---------------------------------------------------------------- taken along


def with_file(record: Record, name: str, data: bytes) -> Attachment:
    """The record with a file that the public may have."""
    stored = Attachment(title=name, agency=record.agency)
    stored.file.save(name, ContentFile(data), save=False)
    stored.save()
    with opened():
        RecordFile.objects.create(record=record, file=stored, title=name)
    return stored


def taken(client, **asked: str) -> ZipFile:
    response = client.get("/sousuo/xiazai.zip", asked)
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    with override_settings(**role_settings("public")):  # it is written while it is read
        return ZipFile(BytesIO(b"".join(response.streaming_content)))


def test_the_hits_are_one_zip_with_texts_files_and_an_index(people, public_client, monkeypatch):
    monkeypatch.setattr(search_archive, "LARGEST_FILE", 1000)
    first = put_out(people.agency, "水库/大坝:名单？=1+1", "<p>水库正文。</p>")
    with_file(first, "清单.csv", b"a,b\n")
    large = with_file(first, "很大.csv", b"x" * 1001)
    report = published(people.agency)
    search.put(
        [Entry(ref=f"{search_feed.REPORTS}:{people.agency.code}-{report.year}", kind="report", title="水库年报",
               body="", agency=people.agency.code, on=date(2024, 1, 20))]
    )  # fmt: skip
    put_out(people.agency, "水库已撤的通知")
    with opened():
        Record.objects.filter(title="水库已撤的通知").update(live=False)
    put_out(people.agency, "别的通知")
    made = taken(public_client, q="水库", px="shijian")
    assert made.testzip() is None
    texts = {name: made.read(name).decode("utf-8-sig") for name in made.namelist() if name.endswith(".txt")}
    [name] = [name for name in texts if "大坝" in name]
    assert "/" not in name
    assert "水库正文。" in texts[name]
    assert f"索引号：{first.index_number}" in texts[name]
    assert len(texts) == 2
    assert not any("已撤" in one or "别的" in one for one in texts)
    files = {name.rpartition("/")[2]: made.read(name) for name in made.namelist() if "附件/" in name}
    assert [data for name, data in files.items() if name.endswith(".csv")] == [b"a,b\n"]
    sheet = load_workbook(BytesIO(made.read("目录.xlsx"))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][2] == "标题"
    assert {row[2] for row in rows[1:]} == {first.title, "水库年报"}
    assert f"/fj/{large.public_id}/" in str(rows)
    index = made.read("目录.html").decode()
    assert first.title in index
    assert "很大.csv" in index


def test_the_files_of_a_zip_have_one_bound_together_and_its_papers_another(people, public_client, monkeypatch):
    monkeypatch.setattr(search_archive, "ALL_FILES", 1000)
    for number in range(3):
        with_file(put_out(people.agency, f"水库{number}"), f"{number}.csv", b"x" * 450)
    assert sum("附件/" in name for name in taken(public_client, q="水库").namelist()) == 2
    monkeypatch.setattr(search_archive, "MOST_PAPERS", 1)
    assert sum(name.endswith(".txt") for name in taken(public_client, q="水库").namelist()) == 1


def test_nothing_found_is_no_zip(people, public_client):
    response = public_client.get("/sousuo/xiazai.zip", {"q": "没有"})
    assert response.status_code == 404
    assert views.NOTHING_TO_PACK in response.content.decode()
