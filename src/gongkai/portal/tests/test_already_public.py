"""What is public already: found before somebody applies, and read without applying."""

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gongkai.annual_reports.tests.made import published
from gongkai.applications.models import Material, PublicAnswer
from gongkai.applications.tests.factories import taken_in
from gongkai.portal import already_public
from gongkai.portal.already_public import Hit, pieces, score
from gongkai.portal.tests.citizens import PDF
from gongkai.portal.views import answers
from gongkai.publishing.models import BasePage

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def fresh_minute():
    cache.clear()


def public_answer(agency, title="东湖街道老旧小区改造项目清单", **fields) -> PublicAnswer:
    return PublicAnswer.objects.create(agency=agency, title=title, published_on=timezone.localdate(), **fields)


def test_an_answer_made_public_is_found_by_words_like_its_title(people, public_client):
    made = public_answer(people.agency)
    public_answer(people.agency, "某水库除险加固工程概算")
    found = public_client.get("/xxgk/yigongkai.json", {"q": "申请公开老旧小区改造的项目有哪些"}).json()["hits"]
    assert [hit["url"] for hit in found] == [f"/xxgk/yishenqing-gongkai/{made.public_id}/"]
    page = public_client.get("/xxgk/yigongkai/", {"q": "老旧小区改造"}).content.decode()
    assert made.title in page


def test_an_annual_report_is_found(people, public_client):
    report = published(people.agency)
    found = public_client.get("/xxgk/yigongkai.json", {"q": f"{people.agency.name}{report.year}年年度报告"}).json()[
        "hits"
    ]
    assert found[0]["url"] == f"/xxgk/nianbao/{people.agency.code}/{report.year}/"


def test_a_published_page_is_found_and_a_draft_is_not(db):
    root = BasePage.objects.get(depth=1)
    for slug, title, live in (("jihua", "老旧小区改造计划", True), ("caogao", "老旧小区改造草稿", False)):
        root.add_child(instance=BasePage(title=title, slug=slug, live=live, first_published_at=timezone.now()))
    found = already_public.published_pages(pieces("老旧小区改造"))
    # A page outside of every site has no address, and what has none cannot be shown.
    assert found == []
    with_site = [page.title for page in already_public.live_pages(pieces("老旧小区改造"))]
    assert with_site == ["老旧小区改造计划"]


@pytest.mark.parametrize("words", ["", " ", "的", "申请公开政府信息", "！？", "\0", "%", "_", "'\"", "x" * 5000])
def test_words_that_say_nothing_find_nothing(people, public_client, words):
    public_answer(people.agency)
    response = public_client.get("/xxgk/yigongkai.json", {"q": words})
    assert (response.status_code, response.json()) == (200, {"hits": []})
    assert public_client.get("/xxgk/yigongkai/", {"q": words}).status_code == 200


def test_withdrawn_is_withdrawn_everywhere(people, public_client):
    made = public_answer(people.agency, withdrawn_at=timezone.now())
    assert public_client.get("/xxgk/yigongkai.json", {"q": made.title}).json() == {"hits": []}
    assert public_client.get(f"/xxgk/yishenqing-gongkai/{made.public_id}/").status_code == 404
    assert made.title not in public_client.get("/xxgk/yishenqing-gongkai/").content.decode()


def test_an_answer_shows_its_text_as_text_and_hands_out_its_own_files_only(people, public_client):
    case = taken_in(people.agency)
    ours, other = (
        Material(application=case, kind="answer", name=name, size=len(PDF), sha256="0" * 64)
        for name in ("清单.pdf", "别的.pdf")
    )
    for material in (ours, other):
        material.file.save(material.name, ContentFile(PDF), save=False)
        material.save()
    made = public_answer(people.agency, SCRIPT, text=SCRIPT, application=case)
    made.materials.add(ours)
    page = public_client.get(f"/xxgk/yishenqing-gongkai/{made.public_id}/").content.decode()
    assert SCRIPT not in page
    assert "清单.pdf" in page
    assert case.applicant_name not in page
    at = f"/xxgk/yishenqing-gongkai/{made.public_id}/"
    assert b"".join(public_client.get(f"{at}{ours.public_id}/").streaming_content) == PDF
    assert public_client.get(f"{at}{other.public_id}/").status_code == 404


def test_the_list_is_paged_searched_and_costs_the_same_for_many(people, public_client, django_assert_max_num_queries):
    for number in range(answers.A_PAGE + 1):
        public_answer(people.agency, f"第{number}号清单")
    with django_assert_max_num_queries(4):
        page = public_client.get("/xxgk/yishenqing-gongkai/").content.decode()
    assert page.count("/xxgk/yishenqing-gongkai/") > answers.A_PAGE
    assert "共 1 项" in public_client.get("/xxgk/yishenqing-gongkai/", {"q": "第7号"}).content.decode()


def test_one_address_may_not_ask_without_end_and_nothing_is_kept(people, public_client, monkeypatch):
    monkeypatch.setattr(answers, "PER_MINUTE", 2)
    statuses = [public_client.get("/xxgk/yigongkai.json", {"q": "清单"}).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_a_room_adds_a_source_of_its_own(monkeypatch):
    monkeypatch.setattr(already_public, "_sources", [])
    source = already_public.register_source(lambda grams: [Hit("水库大坝安全鉴定", "/x/", "文件")])
    already_public.register_source(source)
    assert already_public._sources == [source]
    assert [hit.url for hit in already_public.already_public("水库大坝")] == ["/x/"]


@given(st.text(max_size=300))
def test_any_words_can_be_looked_for(words):
    grams = pieces(words)
    assert len(grams) <= 24
    if grams:
        assert 0 <= score("水库大坝安全鉴定报告", grams) <= 1
        assert score(words, grams) <= 1
