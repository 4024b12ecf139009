"""A case in dispute is not erased; when it is, its disputes lose their names and go on counting."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.applications.actions.erasing import ERASERS, KEEPERS
from gongkai.applications.tests.factories import decided, step, taken_in
from gongkai.disputes.counting import count
from gongkai.disputes.keeping import erase_names, keep_open_disputes
from gongkai.disputes.tests.factories import TODAY, ended, registered

pytestmark = pytest.mark.django_db


def test_an_open_review_keeps_the_case_and_a_finished_one_loses_its_names() -> None:
    agency = AgencyFactory()
    case = decided(taken_in(agency, today=TODAY), date(2026, 1, 12), today=TODAY)
    case = step(case, "served", date(2026, 1, 13), today=TODAY, method="post")
    dispute = registered(agency, application=case)
    assert "没有审结" in keep_open_disputes(case)
    dispute = ended(dispute, "upheld", date(2026, 4, 1))
    assert keep_open_disputes(case) == ""
    counted = count(agency, 2026)
    assert erase_names(case) == 1
    dispute.refresh_from_db()
    assert "申请人甲" not in f"{dispute.claimant}{dispute.subject}{dispute.note}"
    assert count(agency, 2026) == counted


def test_the_acts_of_erasing_ask_this_room() -> None:
    assert keep_open_disputes in KEEPERS
    assert erase_names in ERASERS
