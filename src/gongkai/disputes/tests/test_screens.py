"""The screens: who sees what, what is shown first, what a form does and says, and that long lists cost no more."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.conf import settings
from django.test import RequestFactory, override_settings
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import MembershipFactory, UserFactory
from gongkai.applications.casefile import CaseFile
from gongkai.applications.reminders import DIGEST_PARTS
from gongkai.applications.tests.factories import taken_in
from gongkai.disputes.actions import OrderReAnswer
from gongkai.disputes.digest import digest_part
from gongkai.disputes.enums import Kind
from gongkai.disputes.models import Dispute
from gongkai.disputes.office.panels import case_panel
from gongkai.disputes.tests.factories import TODAY, appealed, ended, registered, suit

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def address(name: str, *parts: object) -> str:
    return reverse(f"disputes:{name}", args=parts, urlconf=settings.OFFICE_URLCONF)


@pytest.fixture
def client(people, office_client):
    return office_client(people.handler)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def case_address(case) -> str:
    return reverse("applications:case", args=[case.public_id], urlconf=settings.OFFICE_URLCONF)


DETAILS = {
    "kind": "review",
    "part": "",
    "body": "澄湖市人民政府",
    "procedure": "ordinary",
    "claimant": "申请人乙",
    "subject": "不服答复",
    "filed_on": "2026-02-02",
    "copy_received_on": "2026-02-06",
}


class TestWhoSees:
    def test_a_stranger_finds_nothing(self, people, office_client):
        review = registered(people.agency, number="澄复〔2026〕1号")
        stranger = office_client(people.stranger)
        assert "澄复〔2026〕1号" not in text(stranger.get(address("list")))
        assert stranger.get(address("dispute", review.public_id)).status_code == 404
        assert stranger.get(address("act", review.public_id, "jieguo")).status_code == 404
        assert stranger.get(address("amend", review.public_id)).status_code == 404
        assert "澄复" not in text(stranger.get(address("export", "csv")))
        case = taken_in(people.agency)
        assert stranger.get(f"{address('register')}?case={case.public_id}").status_code == 404

    def test_a_cell_of_another_agency_opens_nothing(self, people, office_client):
        ended(registered(people.agency, number="澄复〔2026〕1号"), "upheld", date(2026, 3, 2))
        asked = f"{address('list')}?agency={people.agency.code}&year=2026&cell=review.upheld"
        assert "澄复〔2026〕1号" not in text(office_client(people.stranger).get(asked))

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.RESEARCHER])
    def test_who_reads_no_cases_reads_no_disputes(self, people, office_client, role):
        person = MembershipFactory(agency=people.agency, role=role).user
        assert office_client(person).get(address("list")).status_code == 302

    def test_administrators_and_the_public_do_not_come_in(self, office_client):
        assert office_client(UserFactory(system=True)).get(address("list")).status_code == 302
        assert office_client().get(address("list")).status_code == 302

    def test_discipline_reads_and_changes_nothing(self, people, office_client):
        person = office_client(MembershipFactory(agency=people.agency, role=Role.DISCIPLINE).user)
        review = registered(people.agency)
        page = text(person.get(address("dispute", review.public_id)))
        assert "登记结果" not in page
        assert "更正登记" not in page
        assert person.post(address("act", review.public_id, "jieguo"), {"result": "upheld"}).status_code == 302
        assert Dispute.objects.get().result == ""


class TestList:
    def test_what_is_due_comes_first(self, people, client):
        registered(people.agency, number="澄复〔2026〕1号")
        page = text(client.get(address("list")))
        assert page.index("要办的期限") < page.index("全部登记")
        assert "已超期" in page
        assert "2026-02-27" in page

    def test_it_is_narrowed_down_to_what_a_figure_counts(self, people, client):
        ended(registered(people.agency, number="澄复〔2026〕1号"), "upheld", date(2026, 3, 2))
        registered(people.agency, number="澄复〔2026〕2号")
        page = text(client.get(f"{address('list')}?agency={people.agency.code}&year=2026&cell=review.upheld"))
        assert "澄复〔2026〕1号" in page
        assert "澄复〔2026〕2号" not in page
        assert "行政复议 · 结果维持" in page

    @pytest.mark.parametrize("asked", ["year=99999", "year=二零", "cell=review.nothing", "kind=x", "state=x", "page=x"])
    def test_what_no_filter_takes_is_left_out(self, client, asked):
        assert client.get(f"{address('list')}?{asked}").status_code == 200

    def test_the_number_of_queries_does_not_grow(self, people, client, django_assert_max_num_queries):
        case = taken_in(people.agency)
        for n in range(6):
            registered(people.agency, number=f"{n}号", application=case)
        client.get(address("list"))
        with django_assert_max_num_queries(14):
            client.get(address("list"))
        with django_assert_max_num_queries(16):
            client.get(address("dispute", Dispute.objects.first().public_id))

    def test_the_spreadsheet_says_where_each_counts_and_makes_no_formula(self, people, client):
        ended(registered(people.agency, claimant="=1+1"), "upheld", date(2026, 3, 2))
        book = load_workbook(BytesIO(client.get(address("export", "xlsx")).content))
        row = [cell.value for cell in list(book.active.rows)[1]]
        assert row[5] == "=1+1"
        assert book.active["F2"].data_type == "s"
        assert row[12:14] == ["维持", "结果维持"]
        assert "\n行政复议," in client.get(address("export", "csv")).content.decode("utf-8-sig")
        assert client.get(address("export", "pdf")).status_code == 404


class TestForms:
    def test_it_is_registered_from_its_case(self, people, client):
        case = taken_in(people.agency)
        asked = f"{address('register')}?case={case.public_id}"
        assert case.subject in text(client.get(asked))
        answer = client.post(asked, DETAILS | {"receipt_no": case.receipt_no})
        made = Dispute.objects.get()
        assert answer.url == address("dispute", made.public_id)
        assert (made.application, made.kind) == (case, Kind.REVIEW)
        assert made.registered_by == people.handler
        page = text(client.get(case_address(case)))
        assert address("dispute", made.public_id) in page
        assert asked in page

    def test_what_refuses_it_is_said_and_nothing_typed_is_lost(self, client):
        answer = client.post(address("register"), DETAILS | {"copy_received_on": "2026-02-01"})
        assert answer.status_code == 422
        assert "收到副本日期（2026-02-01）早于提出日期（2026-02-02）。" in text(answer)
        assert "申请人乙" in text(answer)
        assert not Dispute.objects.exists()

    def test_script_is_shown_as_text(self, client):
        client.post(address("register"), DETAILS | {"subject": "<script>alert(1)</script>"})
        made = Dispute.objects.get()
        for page in (address("list"), address("dispute", made.public_id)):
            assert "<script>alert(1)" not in text(client.get(page))

    def test_a_suit_after_its_review_keeps_the_case(self, people, client):
        case = taken_in(people.agency)
        review = ended(registered(people.agency, application=case), "upheld", date(2026, 3, 2))
        client.post(
            f"{address('register')}?after={review.public_id}",
            DETAILS
            | {"kind": "litigation_after_review", "body": "澄湖区人民法院", "previous": review.public_id,
               "receipt_no": case.receipt_no, "filed_on": "2026-03-10", "copy_received_on": "2026-03-12"},
        )  # fmt: skip
        made = Dispute.objects.get(kind=Kind.AFTER_REVIEW)
        assert (made.previous, made.application) == (review, case)

    def test_all_acts_open_and_the_whole_course_is_walked(self, people, client):
        case = suit(people.agency, application=taken_in(people.agency))

        def act(name: str, **fields: object) -> None:
            place = address("act", case.public_id, name)
            assert client.get(place).status_code == 200, name
            answer = client.post(place, fields)
            assert answer.status_code == 302, text(answer)

        act("dafu", replied_on="2026-02-20")
        act("jieguo", result="claim_rejected", decided_on="2026-04-01", served_on="2026-04-03")
        act("shangsu", body="市中级人民法院", filed_on="2026-04-10", copy_received_on="2026-04-15")
        act("jieguo", result="remanded", decided_on="2026-05-01")
        act("chongshen", body="澄湖区人民法院")
        act("jieguo", result="quashed", decided_on="2026-05-20")
        act("shengxiao", effective_on="2026-06-10")
        act("zeling", ordered="重新答复", from_on="2026-06-10", days="20", unit="working_days")
        act("chongxin", done_on="2026-06-20", letter_number="公开答〔2026〕9号")
        act("zaishen", body="高级人民法院", filed_on="2026-06-25")
        case.refresh_from_db()
        assert (case.result, case.concluded_on) == ("quashed", date(2026, 6, 10))
        page = text(client.get(address("dispute", case.public_id)))
        assert "公开答〔2026〕9号" in page
        assert "（再审）" in page
        retrial = Dispute.objects.get(retrial=True)
        assert client.get(address("amend", retrial.public_id)).status_code == 200

    def test_an_appeals_number_comes_later_and_finds_it(self, people, client):
        case = appealed(ended(suit(people.agency), "quashed", date(2026, 4, 1)), date(2026, 4, 10))
        place = address("act", case.public_id, "benshen")
        assert "澄湖市中级人民法院" in text(client.get(place))
        said = {"body": "澄湖市中级人民法院", "number": "（2026）澄01行终1号", "filed_on": "2026-04-10"}
        assert client.post(place, said).status_code == 422
        assert client.post(place, said | {"filed_on": "2026-03-10", "ground": "补案号"}).status_code == 422
        assert client.post(place, said | {"ground": "补案号"}).status_code == 302
        assert "共 1 件" in text(client.get(f"{address('list')}?q=澄01行终1号"))

    def test_what_was_free_standing_is_linked_to_its_case_later(self, people, client):
        case, review = taken_in(people.agency), registered(people.agency)
        place = address("amend", review.public_id)
        said = DETAILS | {"ground": "补关联"}
        assert "没有这个登记编号" in text(client.post(place, said | {"receipt_no": "没有"}))
        assert client.post(place, said | {"receipt_no": case.receipt_no}).status_code == 302
        review.refresh_from_db()
        assert review.application == case

    def test_an_act_that_does_not_fit_has_no_page(self, people, client):
        review = registered(people.agency)
        for name in ("shengxiao", "shangsu", "zaishen", "zeling", "chongxin", "nothing"):
            assert client.get(address("act", review.public_id, name)).status_code == 404, name

    def test_a_registration_is_put_right(self, people, client):
        review = registered(people.agency)
        place = address("amend", review.public_id)
        assert client.get(place).status_code == 200
        assert client.post(place, DETAILS | {"ground": "当事人姓名录入有误"}).status_code == 302
        review.refresh_from_db()
        assert review.claimant == "申请人乙"


class TestPracticeScreen:
    def test_a_registrar_edits_the_table_a_handler_reads_it(self, people, client, office_client):
        registrar = office_client(MembershipFactory(agency=people.agency, role=Role.REGISTRAR).user)
        edit = {"ending": "review.claim_rejected", "column": "other", "ground": "省口径"}
        assert "没有全国统一口径" in text(client.get(address("practice")))
        assert client.post(address("practice"), edit).status_code == 422
        assert registrar.post(address("practice"), edit).status_code == 302
        assert "本机关改动" in text(registrar.get(address("practice")))
        choices = {"counts_instance": "first", "recounts": "on", "retrial_counts": "on", "ground": "市口径"}
        assert registrar.post(address("practice"), choices).status_code == 302
        assert registrar.post(address("practice"), choices).status_code == 422


def test_the_dashboard_tells_what_is_over(people, client):
    review = ended(registered(people.agency), "quashed", date(2026, 3, 2))
    OrderReAnswer(None, review, ordered="重新答复", from_on=date(2026, 3, 4), days=20, today=TODAY).perform()
    page = text(client.get(reverse("wagtailadmin_home", urlconf=settings.OFFICE_URLCONF)))
    assert "复议诉讼" in page
    assert "期限已过" in page


def test_the_case_page_shows_its_disputes_by_two_queries(people, client, django_assert_num_queries):
    case = taken_in(people.agency)
    registered(people.agency, application=case, number="澄复〔2026〕1号")
    registered(people.agency, number="澄复〔2026〕2号")
    page = text(client.get(case_address(case)))
    assert "登记复议、诉讼" in page
    assert "澄复〔2026〕1号" in page
    assert "澄复〔2026〕2号" not in page
    file = CaseFile(case, people.handler, TODAY)
    assert file.roles
    with override_settings(ROOT_URLCONF=settings.OFFICE_URLCONF), django_assert_num_queries(2):
        assert case_panel(RequestFactory().get("/"), file) is not None


class TestDigest:
    def test_a_registrar_hears_of_all_a_handler_of_his_own(self, people):
        registrar = MembershipFactory(agency=people.agency, role=Role.REGISTRAR).user
        registered(people.agency, number="澄复〔2026〕1号")
        assert digest_part(people.handler, TODAY) == ""
        assert digest_part(people.stranger, TODAY) == ""
        said = digest_part(registrar, TODAY)
        assert "澄复〔2026〕1号，提交复议答复和证据，期限 2026-02-27，已超期" in said
        assert "申请人甲" not in said
        Dispute.objects.update(registered_by=people.handler)
        assert "1 项" in digest_part(people.handler, TODAY)

    def test_it_is_part_of_the_daily_digest(self):
        assert digest_part in DIGEST_PARTS
