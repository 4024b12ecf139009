"""Columns and records on the public site: what is shown, what is not there, and what it costs."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.portal.bodies import plain_text, public_body
from gongkai.portal.leaving import departure, is_trusted
from gongkai.portal.listing import A_PAGE, column_page, newest_in
from gongkai.portal.traditional import to_traditional
from gongkai.publishing import live_gate
from gongkai.publishing.enums import ColumnKind, ColumnStatus, ColumnView, Part, WithdrawalKind
from gongkai.publishing.models import Attachment, Placement, PublishingOffice, Record, RecordFile, ViewCount, Withdrawal
from gongkai.publishing.tests.factories import RecordFactory, column_of, site_of

pytestmark = pytest.mark.django_db
BROWSER = {"user-agent": "Mozilla/5.0 Firefox/140.0"}


def text(client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def address(record: Record) -> str:
    return f"/wz/{record.public_id}/"


@pytest.fixture(autouse=True)
def own_pages(settings, tmp_path):
    """No test reads a page that another has written."""
    from gongkai.portal.written import keeping

    settings.PAGES = tmp_path / "pages"
    settings.ROOT_URLCONF = settings.PUBLIC_URLCONF
    keeping.store.cache_clear()
    yield
    keeping.store.cache_clear()


@pytest.fixture
def column(people):
    return column_of(people.agency, "通知公告", kind=ColumnKind.NOTICES)


@pytest.fixture
def record(people, column):
    return RecordFactory(
        agency=people.agency, column=column, published=True, title="关于办事时间的通知",
        document_number="测政发〔2026〕3号", source="测试局", body="<p>自下月起施行。</p>",
    )  # fmt: skip


def file_of(record: Record, name: str = "办事指南.pdf") -> Attachment:
    made = Attachment(title="办事指南", agency=record.agency, file_size=8)
    made.file.save(name, ContentFile(b"%PDF-1.4"), save=True)
    with live_gate.opened():
        RecordFile.objects.create(record=record, file=made, title="办事指南")
    return made


# ---------------------------------------------------------------- a record


def test_a_record_shows_its_facts_its_way_back_and_its_page_tags_once(public_client, record):
    page = text(public_client, address(record))
    for words in (record.title, record.document_number, record.index_number, record.agency.name, "自下月起施行"):
        assert words in page
    tags = re.findall(r'<meta name="([A-Z]\w+)" content="([^"]+)">', page.partition("</head>")[0])
    names = [name for name, _ in tags]
    assert len(names) == len(set(names))
    assert {"SiteName", "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource"} <= set(names)
    assert dict(tags)["ColumnType"] == "通知公告"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", dict(tags)["PubDate"])
    assert f'href="/lm/{record.column.public_id}/"' in page


def test_a_draft_is_not_there_nor_what_was_withdrawn_in_silence(public_client, record, column):
    draft = RecordFactory(agency=record.agency, column=column)
    assert text(public_client, address(draft), 404)
    _withdraw(record)
    assert text(public_client, address(record), 404)


def test_a_withdrawal_with_a_notice_says_so_and_nothing_of_the_text(public_client, record):
    file = file_of(record)
    assert public_client.get(f"/fj/{file.public_id}/a.pdf").status_code == 200
    _withdraw(record, "名单有误，已撤回。")
    page = text(public_client, address(record), 410)
    assert "名单有误，已撤回。" in page
    assert "自下月起施行" not in page
    assert public_client.get(f"/fj/{file.public_id}/a.pdf").status_code == 404
    assert text(public_client, f"/wz/{record.public_id}/wenben.txt", 404)


def _withdraw(record: Record, notice: str = "") -> None:
    with live_gate.opened():
        Record.objects.filter(pk=record.pk).update(live=False, state="withdrawn")
    Placement.objects.filter(record=record).delete()
    Withdrawal.objects.create(
        record=record, agency=record.agency, kind=WithdrawalKind.ERROR, ground="有误", notice=notice,
        on=timezone.localdate(),
    )  # fmt: skip


def test_a_file_is_a_download_by_its_chinese_name_and_runs_nowhere(public_client, record):
    file = file_of(record, "办事 指南.html")
    response = public_client.get(f"/fj/{file.public_id}/x")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%8A%9E")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_picture_that_the_editor_put_in_is_had_by_its_address_without_a_name(public_client, record):
    file = file_of(record, "图.png")
    assert public_client.get(f"/fj/{file.public_id}/").status_code == 200


def test_a_file_of_a_draft_is_private(public_client, column):
    draft = RecordFactory(agency=column.issuer, column=column)
    assert public_client.get(f"/fj/{file_of(draft).public_id}/x.pdf").status_code == 404


def test_readers_are_counted_and_robots_are_not(public_client, record):
    url = f"/fw/{record.public_id}/"
    assert public_client.post(url, headers=BROWSER).json() == {"views": 1}
    assert public_client.post(url, headers=BROWSER).json() == {"views": 2}
    assert public_client.post(url, headers={"user-agent": "Examplebot/1.0"}).json() == {"views": 2}
    assert public_client.get(url, headers=BROWSER).json() == {"views": 2}
    assert ViewCount.objects.get().views == 2


def test_one_address_cannot_count_without_end(public_client, record):
    for _ in range(40):
        public_client.post(f"/fw/{record.public_id}/", headers=BROWSER)
    assert ViewCount.objects.get().views <= 31


def test_the_qr_code_and_the_plain_text(public_client, record):
    assert b"<svg" in public_client.get(f"/wz/{record.public_id}/erweima.svg").content
    plain = public_client.get(f"/wz/{record.public_id}/wenben.txt")
    assert plain["Content-Type"].startswith("text/plain")
    assert "自下月起施行。" in plain.content.decode()


# ---------------------------------------------------------------- traditional characters


def test_traditional_characters_for_readers_only(public_client, record):
    page = text(public_client, address(record) + "?script=hant")
    assert '<html lang="zh-Hant">' in page
    assert "關於辦事時間的通知" in page
    assert f'<meta name="ArticleTitle" content="{record.title}">' in page
    assert "關於" in text(public_client, address(record)), "remembered"
    assert "关于" in text(public_client, address(record) + "?script=hans")


def test_values_and_addresses_stay_as_they_are():
    page = '<a href="/国/" title="国">国</a><input value="电子" aria-label="电子"><textarea>国</textarea>'
    assert to_traditional(page) == (
        '<a href="/国/" title="國">國</a><input value="电子" aria-label="電子"><textarea>国</textarea>'
    )


# ---------------------------------------------------------------- bodies and links


def test_links_tables_and_headings_of_a_body():
    body = public_body(
        '<h1>一</h1><h4>二</h4><p><a href="https://example.com/a?b=1&amp;c=2">外</a> <a href="https://x.gov.cn/">政</a></p>'
        "<table><tr><td>1</td><td>2</td><td>3</td><td>4</td></tr></table>尾"
    ).html
    assert re.findall(r"<h(\d)", body) == ["2", "3"]
    assert 'href="/likai/?u=https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3D2&amp;s=' in body
    assert 'href="https://x.gov.cn/"' in body
    assert 'role="region" tabindex="0" aria-label="表格1"' in body
    assert body.index("左右滑动") < body.index("<table")
    assert body.endswith("尾")


def test_plain_text_keeps_rows_apart():
    assert plain_text("<p>甲</p><table><tr><td>乙</td><td>丙</td></tr></table>") == "甲\n乙\t丙"


@pytest.mark.parametrize(
    ("link", "trusted"),
    [
        ("/lm/x/", True), ("#a", True), ("mailto:a@example.com", True), ("https://www.gov.cn/", True),
        ("http://a.b.gov.cn/x", True), ("https://a.政务/", True), ("https://named.example/", True),
        ("https://gov.cn.example.com/", False), ("https://evilgov.cn/", False), ("//example.com/", False),
        ("https://www.gov.cn@example.com/", False), ("javascript:alert(1)", False), ("http://[", False),
    ],
)  # fmt: skip
def test_which_links_are_trusted(link, trusted):
    assert is_trusted(link, {"named.example"}) is trusted


def test_the_notice_leads_only_where_we_said(public_client):
    link = departure("https://example.com/a")
    assert "https://example.com/a" in text(public_client, link)
    asked = parse_qs(urlsplit(link).query)
    assert text(public_client, f"/likai/?u=https://evil.example/&s={asked['s'][0]}", 404)
    assert text(public_client, departure("javascript:alert(1)"), 404)


# ---------------------------------------------------------------- columns


def fill(column, number: int, **fields) -> None:
    now = timezone.now()
    for at in range(number):
        RecordFactory(
            agency=column.issuer, column=column, published=True, title=f"第{at}号",
            published_at=now - timedelta(days=at * 40), **fields,
        )  # fmt: skip


def test_a_list_has_what_is_pinned_first_then_the_newest(public_client, column):
    fill(column, A_PAGE + 5)
    Placement.objects.filter(record__title=f"第{A_PAGE + 4}号").update(pinned=True)
    page = column_page(column)
    assert [row.title for row in page.rows] == [f"第{A_PAGE + 4}号", *(f"第{at}号" for at in range(A_PAGE - 1))]
    assert (page.pages, page.count, page.more) == (2, A_PAGE + 5, False)
    assert [row.title for row in column_page(column, 2).rows] == [f"第{at}号" for at in range(A_PAGE - 1, A_PAGE + 4)]
    assert column_page(column, 99).number == 2


def test_every_record_is_on_one_page_of_one_year(public_client, column):
    fill(column, 30)
    Placement.objects.filter(record__title="第3号").update(pinned=True)
    years = {timezone.localtime(one.published_at).year for one in Placement.objects.all()}
    found = [row.title for year in years for row in column_page(column, year=year).rows]
    assert sorted(found) == sorted(f"第{at}号" for at in range(30))


def test_a_long_list_goes_on_by_its_last_day(monkeypatch, column):
    monkeypatch.setattr("gongkai.portal.listing.MOST", A_PAGE)
    fill(column, A_PAGE + 3)
    page = column_page(column)
    assert page.more
    assert page.until == page.rows[-1].on
    assert {row.title for row in column_page(column, until=page.until).rows} >= {
        f"第{at}号" for at in range(A_PAGE, A_PAGE + 3)
    }


def test_an_archived_topic_says_so_with_its_day(public_client, column):
    column.status, column.archived_on = ColumnStatus.ARCHIVED, timezone.localdate()
    column.save()
    page = text(public_client, f"/lm/{column.public_id}/")
    assert "已归档" in page
    assert f'<time datetime="{column.archived_on}">' in page


def test_a_column_of_another_site_begins_with_its_unit(public_client, people):
    site_of(people.agency)
    unit = people.other_agency
    unit.parent, unit.path = people.agency, f"{people.agency.path}{unit.code}/"
    unit.save()
    shown = column_of(unit, "公告栏")
    assert f'href="/jg/{unit.code}/"' in text(public_client, f"/lm/{shown.public_id}/")


@pytest.mark.parametrize("view", [view for view in ColumnView if view != ColumnView.LINK])
def test_every_kind_of_column_can_be_read(public_client, people, view):
    shown = column_of(people.agency, "某栏目", view=view)
    assert public_client.get(f"/lm/{shown.public_id}/", follow=True).status_code == 200


# ---------------------------------------------------------------- the section


@pytest.fixture
def section(people):
    whole = column_of(people.agency, "政府信息公开", kind=ColumnKind.STATUTORY, view=ColumnView.GROUP)
    column_of(people.agency, "规定", parent=whole, part=Part.RULES)
    third = column_of(
        people.agency, "法定内容", parent=whole, part=Part.STATUTORY, kind=ColumnKind.STATUTORY, view=ColumnView.GROUP
    )
    return column_of(people.agency, "财政预算", parent=third)


def test_the_four_parts_stand_in_their_order_with_the_entry_for_applications(public_client, section):
    page = text(public_client, "/xxgk/")
    side = page.partition('aria-label="政府信息公开"')[2].partition("</nav>")[0]
    words = [part.label for part in Part] + ["依申请公开"]
    places = [side.index(word) for word in words]
    assert places == sorted(places)
    assert "财政预算" in side


def test_only_sites_that_are_named_may_hold_the_section(public_client, section):
    RecordFactory(agency=section.issuer, column=section, published=True)
    code = section.issuer.code
    PublishingOffice.objects.create(agency=section.issuer, embedding_hosts="www.city.example\nbad;host\n")
    response = public_client.get(f"/qianru/{code}/")
    assert "frame-ancestors 'self' www.city.example" in response["Content-Security-Policy"]
    assert "bad" not in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert "<header" not in response.content.decode()
    assert 'target="_blank" rel="noopener"' in text(public_client, f"/qianru/{code}/lm/{section.public_id}/")
    assert "X-Frame-Options" in public_client.get("/xxgk/")


def test_guide_and_catalogue(public_client, section, people):
    shown = RecordFactory(agency=people.agency, column=section, published=True)
    assert "信息的分类和编排" in text(public_client, f"/xxgk/jg/{people.agency.code}/zhinan/")
    assert shown.index_number in text(public_client, f"/xxgk/jg/{people.agency.code}/mulu/")
    assert shown.index_number not in text(public_client, f"/xxgk/jg/{people.agency.code}/mulu/?nian=1990")


# ---------------------------------------------------------------- for programs


def test_site_map_and_feeds_have_what_is_public(public_client, record, column):
    draft = RecordFactory(agency=column.issuer, column=column)
    maps = re.findall(r"<loc>[^<]*?(/[^/<]+\.xml)</loc>", text(public_client, "/sitemap.xml"))
    every = "".join(b"".join(public_client.get(one)).decode() for one in maps)
    assert address(record) in every
    assert f"/lm/{column.public_id}/" in every
    assert address(draft) not in every
    for feed in ("/dingyue/atom.xml", "/dingyue/rss.xml", f"/lm/{column.public_id}/atom.xml"):
        found = text(public_client, feed)
        assert address(record) in found
        assert address(draft) not in found
    assert text(public_client, "/dingyue/other.xml", 404)
    assert "Sitemap: " in text(public_client, "/robots.txt")


# ---------------------------------------------------------------- what it costs


@pytest.mark.parametrize("what", ["record", "list", "year", "group"])
def test_at_most_eight_queries_however_much_there_is(public_client, people, django_assert_max_num_queries, what):
    group = column_of(people.agency, "政务公开", view=ColumnView.GROUP)
    columns = [column_of(people.agency, f"栏目{at}", parent=group) for at in range(3)]
    for one in columns:
        fill(one, 4)
    shown = Record.objects.first()
    assert shown is not None
    file_of(shown)
    column = columns[0]
    url = {
        "record": address(shown), "list": f"/lm/{column.public_id}/?page=2", "group": f"/lm/{group.public_id}/",
        "year": f"/lm/{column.public_id}/?nian={timezone.localdate().year}",
    }[what]  # fmt: skip
    with django_assert_max_num_queries(8):
        text(public_client, url)


def test_the_newest_of_many_columns_are_two_queries(people, django_assert_num_queries):
    columns = [column_of(people.agency, f"栏目{at}") for at in range(4)]
    for one in columns:
        fill(one, 8)
    with django_assert_num_queries(2):
        newest = newest_in(columns, 3)
    assert [[row.title for row in newest[one.pk]] for one in columns] == [["第0号", "第1号", "第2号"]] * 4
