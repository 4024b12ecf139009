"""A person sees what belongs to the own agency; the supervising office also what is below; administrators nothing."""

import pytest
from django.utils import timezone

from gongkai.agencies.actions import AddDepartment
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.models import Agency, Department
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_handler_sees_own_agency_only(people):
    here = DepartmentFactory(agency=people.agency)
    DepartmentFactory(agency=people.other_agency)
    assert list(Department.objects.for_user(people.handler)) == [here]
    assert list(Agency.objects.for_user(people.handler)) == [people.agency]


def test_the_public_sees_nothing(people):
    DepartmentFactory(agency=people.agency)
    assert not Department.objects.for_user(people.public)


def test_supervisor_sees_all_units_below_and_none_beside():
    city = AgencyFactory()
    bureau = AgencyFactory(parent=city)
    office = AgencyFactory(parent=bureau)
    AgencyFactory()
    supervisor = MembershipFactory(agency=city, role=Role.SUPERVISOR).user
    assert set(Agency.objects.for_user(supervisor)) == {city, bureau, office}
    assert supervisor.scope.may_act(office, Role.SUPERVISOR)
    assert not supervisor.scope.may_act(office, Role.EDITOR)


def test_a_code_that_begins_like_another_is_not_below_it():
    city, other = AgencyFactory(code="CITY"), AgencyFactory(code="CITY-2")
    supervisor = MembershipFactory(agency=city, role=Role.SUPERVISOR).user
    assert other not in Agency.objects.for_user(supervisor)


@pytest.mark.parametrize("role", [Role.DISCIPLINE, Role.RESEARCHER])
def test_reading_roles_see_and_change_nothing(role):
    held = MembershipFactory(role=role)
    assert held.user.scope.may_see(held.agency)
    assert not held.user.scope.may_act(held.agency)


@pytest.mark.parametrize("part", Administrator.values)
def test_administrators_see_no_agencys_records(part):
    held = MembershipFactory()
    held.user.administrator = part
    held.user.save()
    assert not Agency.objects.for_user(held.user)


def test_an_ended_role_counts_no_more():
    held = MembershipFactory(ended_at=timezone.now())
    assert not Agency.objects.for_user(held.user)


def test_an_account_that_is_switched_off_sees_nothing():
    held = MembershipFactory(user=UserFactory(is_active=False))
    assert not Agency.objects.for_user(held.user)


def test_scope_costs_one_query_however_many_questions(people, django_assert_num_queries):
    with django_assert_num_queries(3):
        list(Agency.objects.for_user(people.handler))
        list(Department.objects.for_user(people.handler))
        people.handler.scope.may_act(people.agency, Role.HANDLER)


def test_what_an_action_adds_is_seen_by_its_agency(people):
    system = UserFactory(system=True)
    AddDepartment(system, people.agency, name="办公室").perform()
    assert [unit.name for unit in Department.objects.for_user(people.handler)] == ["办公室"]
