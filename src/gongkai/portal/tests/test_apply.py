"""依申请公开: the form, from the empty page to the receipt."""

import pytest

from gongkai.applications.models import Application
from gongkai.portal.tests.citizens import applied, form_page

pytestmark = pytest.mark.django_db


def test_who_applies_gets_a_receipt_and_sees_his_case(people, public_client):
    case = applied(public_client, people.agency)
    assert Application.objects.count() == 1
    receipt = public_client.get(f"/xxgk/chaxun/{case.public_id}/huizhi/").content.decode()
    assert case.receipt_no in receipt
    assert "不是收到申请的确认" in receipt
    shown = public_client.get(f"/xxgk/chaxun/{case.public_id}/")
    assert shown.status_code == 200
    assert "等待工作人员与申请人确认收到" in shown.content.decode()
    paper = public_client.get(f"/xxgk/chaxun/{case.public_id}/huizhi.pdf")
    assert paper.content.startswith(b"%PDF")


def test_the_empty_form_costs_two_queries(people, public_client, django_assert_num_queries):
    form_page(public_client, people.agency)
    with django_assert_num_queries(2):
        form_page(public_client, people.agency)
