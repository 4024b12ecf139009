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


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DISCIPLINE])
def test_supervising_and_discipline_office_see_all_units_below_and_none_beside(role):
    city = AgencyFactory()
    bureau = AgencyFactory(parent=city)
    office = AgencyFactory(parent=bureau)
    AgencyFactory()
    user = MembershipFactory(agency=city, role=role).user
    assert set(Agency.objects.for_user(user)) == {city, bureau, office}
    assert user.scope.may_see(office)
    assert user.scope.may_act(office, Role.SUPERVISOR) is (role == Role.SUPERVISOR)
    assert not user.scope.may_act(office, Role.EDITOR)


def test_a_role_above_reaches_down_with_itself_only():
    city = AgencyFactory()
    bureau = AgencyFactory(parent=city)
    user = MembershipFactory(agency=city, role=Role.EDITOR).user
    MembershipFactory(user=user, agency=city, role=Role.DISCIPLINE)
    assert user.scope.roles_at(bureau) == {Role.DISCIPLINE}
    assert not user.scope.may_act(bureau)


def test_a_code_that_begins_like_another_is_not_below_it():
    city, other = AgencyFactory(code="CITY"), AgencyFactory(code="CITY-2")
    supervisor = MembershipFactory(agency=city, role=Role.SUPERVISOR).user
    assert other not in Agency.objects.for_user(supervisor)


@pytest.mark.parametrize(("role", "sees"), [(Role.DISCIPLINE, True), (Role.RESEARCHER, False)])
def test_reading_roles_change_nothing_and_research_sees_no_agencys_inside(role, sees):
    held = MembershipFactory(role=role)
    DepartmentFactory(agency=held.agency)
    assert held.user.scope.may_see(held.agency) is sees
    assert Department.objects.for_user(held.user).exists() is sees
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
