"""The screens of compiling, tried by people of the agency, of another one, and the public."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import UserFactory
from gongkai.annual_reports.compiled_models import CompiledReport, Stage, TypedFigure
from gongkai.annual_reports.compiling.actions import ApproveReport, SubmitReport
from gongkai.annual_reports.tests.compiled import TODAY, YEAR, begun, person, ready, served, some_cases
from gongkai.annual_reports.tests.made import published
from gongkai.applications.models import Application
from gongkai.disputes.models import Dispute

pytestmark = pytest.mark.django_db

SCREENS = {
    "compiled": (),
    "compiled_edges": (),
    "compiled_moved": (),
    "compiled_figures": (),
    "compiled_text": ("1",),
    "compiled_download": ("json",),
}
STEPS = ("songpi", "tuihui", "pizhun", "gongbu", "chongbian", "shuoming")


def address(name: str, *args: object) -> str:
    return reverse(f"annual_reports:{name}", args=args, urlconf=settings.OFFICE_URLCONF)


def page(client, *args, **query):
    response = client.get(address(*args), query)
    assert response.status_code == 200, response
    return response.content.decode()


def frozen(agency):
    report = SubmitReport(None, ready(agency), today=TODAY).perform()
    return ApproveReport(None, report, today=TODAY).perform()


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_for_the_agencys_people(people, office_client, name):
    url = address(name, begun(people.agency).public_id, *SCREENS[name])
    assert office_client(people.handler).get(url).status_code == 200
    assert office_client(people.stranger).get(url).status_code == 404
    assert office_client().get(url).status_code == 302
    assert office_client(person(people.agency, Role.RESEARCHER)).get(url).status_code in (302, 404)
    assert office_client(UserFactory(system=True)).get(url).status_code == 302


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_for_the_agencys_people_and_not_taken_by_a_link(people, office_client, step):
    report = begun(people.agency)
    url = address("compiled_step", report.public_id, step)
    assert office_client(people.stranger).post(url, {"reason": "x"}).status_code == 404
    assert "login" in office_client().post(url)["Location"]
    assert office_client(people.handler).get(url).status_code == 405
    report.refresh_from_db()
    assert report.stage == Stage.DRAFTING


def test_no_other_step_exists(people, office_client):
    url = address("compiled_step", begun(people.agency).public_id, "shanchu")
    assert office_client(people.handler).post(url).status_code == 404


def test_an_editor_prepares_but_opens_no_cases(people, office_client):
    some_cases(people.agency)
    report, client = begun(people.agency), office_client(person(people.agency, Role.EDITOR))
    text = page(client, "compiled", report.public_id)
    assert "anjian/" not in text
    assert "填报这张表的数字" in text
    for name in ("compiled_cases", "compiled_edges", "compiled_moved"):
        assert client.get(address(name, report.public_id) + "?cell=applications.received.total").status_code in (
            302,
            403,
        )


def test_beginning_a_report(people, office_client):
    client = office_client(people.handler)
    assert people.other_agency.name not in page(client, "compiled_list")
    client.post(address("compiled_list"), {"agency": people.other_agency.code, "year": YEAR})
    for year in ("", "x", "99999", "2018", "2999"):
        client.post(address("compiled_list"), {"agency": people.agency.code, "year": year})
    assert not CompiledReport.objects.exists()
    response = client.post(address("compiled_list"), {"agency": people.agency.code, "year": YEAR})
    report = CompiledReport.objects.get()
    assert response["Location"] == address("compiled", report.public_id)
    assert (
        "已在编制"
        in client.post(
            address("compiled_list"), {"agency": people.agency.code, "year": YEAR}, follow=True
        ).content.decode()
    )
    assert str(YEAR) in page(client, "compiled_list")
    assert people.agency.name not in page(office_client(people.stranger), "compiled_list")


def test_a_figure_opens_exactly_its_cases(people, office_client):
    cases = some_cases(people.agency)
    report, client = begun(people.agency), office_client(people.handler)
    cell = "applications.carried_out.total"
    assert f'href="{address("compiled_cases", report.public_id)}?cell={cell}"' in page(
        client, "compiled", report.public_id
    )
    text = page(client, "compiled_cases", report.public_id, cell=cell)
    for name, case in cases.items():
        link = reverse("applications:case", args=[case.public_id], urlconf=settings.OFFICE_URLCONF)
        assert (link in text) == (name in ("carried_out", "next_year"))
    for nothing in ("applications.no.total", "proactive.fees.amount", "", "\0"):
        assert client.get(address("compiled_cases", report.public_id), {"cell": nothing}).status_code == 404
    assert client.get(address("compiled_cases", report.public_id), {"edge": "no"}).status_code == 404


def test_a_figure_of_table_four_opens_its_disputes(people, office_client):
    Dispute.objects.create(
        agency=people.agency, kind="review", part="respondent", claimant="申请人甲", subject="不服答复",
        body="澄湖市人民政府", began_on=date(2025, 7, 1),
    )  # fmt: skip
    client, report = office_client(people.handler), begun(people.agency)
    assert "不服答复" in page(client, "compiled_cases", report.public_id, cell="review.pending")
    assert "没有这样的案件" in page(client, "compiled_cases", report.public_id, cell="review.upheld")


def test_stating_figures_keeps_what_was_typed_when_something_is_wrong(people, office_client):
    client, report = office_client(people.handler), begun(people.agency)
    url = address("compiled_figures", report.public_id)
    typed = {"proactive.regulations.made": "二", "proactive.licences.decided": "1,280", "source": "台账"}
    response = client.post(url, typed)
    assert response.status_code == 422
    assert 'value="1,280"' in response.content.decode()
    assert "不是数字" in response.content.decode()
    assert not TypedFigure.objects.exists()
    client.post(url, typed | {"proactive.regulations.made": "2", "proactive.regulations.made:source": "法规科"})
    stated = {entry.cell: (entry.value, entry.source, entry.entered_by) for entry in TypedFigure.objects.all()}
    assert stated == {
        "proactive.regulations.made": (2, "法规科", people.handler),
        "proactive.licences.decided": (1280, "台账", people.handler),
    }
    assert "1280" in page(client, "compiled", report.public_id)


def test_last_years_figures_stand_beside(people, office_client):
    published(people.agency, YEAR - 1)
    assert '<td class="number">0</td>' in page(
        office_client(people.handler), "compiled_figures", begun(people.agency).public_id
    )


def test_writing_a_section(people, office_client):
    client, report = office_client(people.handler), begun(people.agency)
    url = address("compiled_text", report.public_id, "6")
    bad = client.post(url, {"text": "收到{{新受}}件<script>alert(1)</script>", "was": ""})
    assert bad.status_code == 422
    assert "<script>alert" not in bad.content.decode()
    assert "新受" in bad.content.decode()
    client.post(url, {"text": "没有其他事项。\r\n<b>第二段</b>", "was": ""})
    text = page(client, "compiled", report.public_id)
    assert "没有其他事项。" in text
    assert "<b>第二段</b>" not in text
    assert client.get(address("compiled_text", report.public_id, "3")).status_code == 404


def test_a_frozen_report_shows_its_own_figures_and_what_has_changed(people, office_client):
    case = served(people.agency, date(2025, 5, 6), date(2025, 5, 20))
    report, client = frozen(people.agency), office_client(people.handler)
    assert "冻结以后没有变动" in page(client, "compiled", report.public_id)
    Application.objects.filter(pk=case.pk).update(outcome="privacy")
    text = page(client, "compiled", report.public_id)
    assert "冻结以后记录有变动：4 个数字、1 件案件" in text
    assert report.head_hash in text
    assert case.receipt_no in page(client, "compiled_cases", report.public_id, cell="applications.granted.total")
    empty = page(client, "compiled_cases", report.public_id, cell="applications.refused.third_party.total")
    assert "没有这样的案件" in empty
    text = page(client, "compiled_moved", report.public_id)
    assert case.receipt_no in text
    assert "（一）予以公开" in text
    assert client.post(address("compiled_figures", report.public_id), {"source": "x"}).status_code == 422
    assert client.get(address("compiled_text", report.public_id, "1")).status_code == 404


@pytest.mark.parametrize("format", ["html", "docx", "pdf", "xlsx", "json"])
def test_downloads(people, office_client, format):
    url = address("compiled_download", begun(people.agency).public_id, format)
    response = office_client(people.handler).get(url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_no_download_in_a_format_that_is_none(people, office_client):
    url = address("compiled_download", begun(people.agency).public_id, "exe")
    assert office_client(people.handler).get(url).status_code == 404


def test_the_screens_ask_as_much_for_few_cases_as_for_many(people, office_client, django_assert_max_num_queries):
    client = office_client(people.handler)
    some_cases(people.agency)
    report = begun(people.agency)
    asked = {}
    for name in ("compiled", "compiled_cases", "compiled_edges"):
        url = address(name, report.public_id) + "?cell=applications.received.total"
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        asked[url] = len(queries)
    for day in range(1, 28):
        served(people.agency, date(2025, 4, 1), date(2025, 4, day + 1))
    for url, number in asked.items():
        with django_assert_max_num_queries(number):
            client.get(url)


def test_a_frozen_report_needs_few_queries(people, office_client, django_assert_max_num_queries):
    some_cases(people.agency)
    client, url = office_client(people.handler), address("compiled", frozen(people.agency).public_id)
    client.get(url)
    client.get(address("upload"))
    with CaptureQueriesContext(connection) as empty:
        client.get(address("upload"))
    with django_assert_max_num_queries(len(empty) + 14):
        client.get(url)
