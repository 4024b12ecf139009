"""Work points: evidence is what the public can read; what has none is counted as open."""

from datetime import date

import pytest

from gongkai.agencies.action import Refused
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory
from gongkai.publishing import live_gate
from gongkai.publishing.columns.actions import RemoveColumn
from gongkai.publishing.enums import ColumnView
from gongkai.publishing.models import WorkPoint
from gongkai.publishing.tests.factories import RecordFactory, column_of
from gongkai.publishing.work_points import Done, SaveWorkPoint, SetEvidence, done, next_number, points_of, years_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def column():
    return column_of(AgencyFactory(), "工作要点", view=ColumnView.WORK_POINTS)


def enter(column, text="做好某项公开", **fields):
    number = next_number(column, 2026)
    return SaveWorkPoint(None, WorkPoint(column=column), year=2026, number=number, text=text, **fields).perform()


def test_points_are_done_by_public_records(column, django_assert_num_queries):
    first = enter(column, due_on=date(2026, 5, 31))
    enter(column, due_on=date(2026, 5, 31))
    enter(column)
    record, draft = RecordFactory(agency=column.issuer, published=True), RecordFactory(agency=column.issuer)
    stranger = RecordFactory(published=True)
    with pytest.raises(Refused, match="还没有公开"):
        SetEvidence(None, first, [draft]).perform()
    with pytest.raises(Refused, match="不是本机关"):
        SetEvidence(None, first, [stranger]).perform()
    SetEvidence(None, first, [record]).perform()
    with django_assert_num_queries(2):
        assert done(column, 2026, TODAY) == Done(3, 1, 1)
    # What was taken away shows nothing any more.
    with live_gate.opened():
        type(record).objects.filter(pk=record.pk).update(live=False)
    assert done(column, 2026, TODAY).open == 3
    assert [point.number for point in points_of(column, 2026)] == [1, 2, 3]
    assert years_of(column) == [2026]


def test_a_column_with_points_is_not_removed(column):
    enter(column)
    with pytest.raises(Refused, match="栏目中有工作要点"):
        RemoveColumn(None, column).perform()


def test_what_is_wrong_is_said(column):
    enter(column)
    with pytest.raises(Refused, match="已有第1项"):
        SaveWorkPoint(None, WorkPoint(column=column), year=2026, number=1, text="x").perform()
    with pytest.raises(Refused, match="内设机构"):
        enter(column, unit=DepartmentFactory())
    with pytest.raises(Refused, match="不是工作要点栏目"):
        enter(column_of(column.issuer))
    with pytest.raises(Refused, match="没有此项权限"):
        SaveWorkPoint(MembershipFactory().user, WorkPoint(column=column), year=2026, number=9, text="x").perform()
