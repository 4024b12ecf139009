"""Documents of an existing site: taken over once, again without change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.agencies.tests.factories import AgencyFactory
from gongkai.library.document_models import Document
from gongkai.library.takeover import Row, take_over_documents
from gongkai.library.tests.factories import TODAY, policy_column
from gongkai.publishing.tests.factories import RecordFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    agency = AgencyFactory()
    numbers = ("旧规〔2019〕1号", "旧规〔2022〕5号", "旧规〔2018〕9号")
    days = (date(2019, 3, 1), date(2022, 3, 1), date(2018, 3, 1))
    for number, day in zip(numbers, days, strict=True):
        RecordFactory(
            agency=agency, column=policy_column(agency), published=True, document_number=number, signed_on=day
        )
    old, new, stated = (
        Row(agency, "规范性文件", number=number, place=f"第{at}行：") for at, number in enumerate(numbers)
    )
    return [
        replace(old, registration_number="DJ-1", issuers=("甲局", "乙局")),
        replace(new, number="旧规[2022]5号", repeals=("旧规[2019]1号",), implements=("国办发〔2018〕37号",)),
        replace(stated, status="失效", status_on=date(2023, 3, 1)),
    ]


def test_rows_become_documents_with_their_relations_and_stated_validity(rows):
    done = take_over_documents(rows, today=TODAY)
    assert (done.made, done.related, done.problems) == (3, 2, [])
    old, new, stated = done.documents
    assert {each.record.document_number: each.status for each in Document.objects.all()} == {
        "旧规〔2019〕1号": "repealed",
        "旧规〔2022〕5号": "in_force",
        "旧规〔2018〕9号": "expired",
    }
    assert old.registration_number == "DJ-1"
    assert [issuer.name for issuer in old.issuers.all()] == ["甲局", "乙局"]
    assert new.acts_on.get(kind="implements").elsewhere == "国办发〔2018〕37号"
    assert stated.declarations.count() == 1


def test_the_same_rows_again_change_nothing_and_another_value_does(rows):
    take_over_documents(rows, today=TODAY)
    again = take_over_documents(rows, today=TODAY)
    assert (again.made, again.changed, again.unchanged, again.related) == (0, 0, 3, 0)
    rows[0] = replace(rows[0], expires_on=date(2021, 12, 31))
    changed = take_over_documents(rows, today=TODAY)
    assert (changed.made, changed.changed, changed.unchanged) == (0, 1, 2)


def test_a_bad_row_is_named_and_the_others_are_done(rows):
    rows.insert(0, replace(rows[0], number="没有〔2020〕1号", place="第9行："))
    rows.append(replace(rows[3], status="废止", status_on=None, number="旧规〔2018〕9号"))
    done = take_over_documents(rows, today=TODAY)
    assert done.made == 3
    assert any(problem.startswith("第9行：没有〔2020〕1号：没有找到") for problem in done.problems)
