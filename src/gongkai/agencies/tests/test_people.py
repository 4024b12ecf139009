"""Three administrators, three people: what each may do, and what nobody may."""

import pytest
from django.db import IntegrityError, transaction

from gongkai.agencies.action import NOT_YOURS, Refused
from gongkai.agencies.actions import AppointAdministrator, CreateUser, EndRole, GrantRole, SwitchUser
from gongkai.agencies.actions.people import NOT_ONESELF
from gongkai.agencies.backends import grant_permissions, permissions_of
from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.models import Membership, User
from gongkai.agencies.tests.factories import AgencyFactory, DepartmentFactory, MembershipFactory, UserFactory
from gongkai.ledger.models import Entry

pytestmark = pytest.mark.django_db
SYSTEM, SECURITY, AUDIT = Administrator.SYSTEM, Administrator.SECURITY, Administrator.AUDIT


def test_a_new_account_may_do_nothing():
    user = CreateUser(UserFactory(system=True), username="new", display_name="新", password="x").perform()
    assert permissions_of(user) == frozenset()
    assert not user.has_perm("wagtailadmin.access_admin")
    assert user.check_password("x")


def test_the_ledger_learns_no_name_of_a_person():
    user = CreateUser(None, username="zhangsan", display_name="张三", password="x", email="z@example.cn").perform()
    entry = Entry.objects.get()
    written = f"{entry.actor} {entry.subject} {entry.ground} {entry.payload}"
    assert entry.subject == f"agencies.user:{user.public_id}"
    for personal in ("zhangsan", "张三", "z@example.cn"):
        assert personal not in written


@pytest.mark.parametrize("part", [SECURITY, AUDIT, ""])
def test_only_the_system_administrator_makes_accounts(part):
    actor = UserFactory(administrator=part)
    assert NOT_YOURS in CreateUser(actor, username="new", display_name="新", password="x").refusals()


@pytest.mark.parametrize("part", [SYSTEM, AUDIT, ""])
def test_only_the_security_administrator_gives_roles(part):
    actor, held = UserFactory(administrator=part), MembershipFactory()
    assert NOT_YOURS in GrantRole(actor, UserFactory(), Role.EDITOR, held.agency).refusals()
    assert NOT_YOURS in EndRole(actor, held).refusals()


def test_a_role_is_given_ended_and_given_again():
    security, user, agency = UserFactory(security=True), UserFactory(), AgencyFactory()
    assert not user.scope.may_see(agency)
    held = GrantRole(security, user, Role.EDITOR, agency).perform()
    assert user.scope.may_act(agency, Role.EDITOR)
    assert GrantRole(security, user, Role.EDITOR, agency).refusals() == ["此人已有该角色。"]
    EndRole(security, held).perform()
    assert not user.scope.may_see(agency)
    GrantRole(security, user, Role.EDITOR, agency).perform()
    assert list(Entry.objects.filter(chain=agency.code).values_list("kind", flat=True)) == [
        "user.role_granted",
        "user.role_ended",
        "user.role_granted",
    ]


@pytest.mark.parametrize("department", [False, True])
def test_the_database_too_refuses_the_same_role_twice(department):
    held = MembershipFactory()
    if department:
        held.department = DepartmentFactory(agency=held.agency)
        held.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=held.user, agency=held.agency, department=held.department, role=held.role)


def test_a_department_of_another_agency_is_refused():
    action = GrantRole(None, UserFactory(), Role.HANDLER, AgencyFactory(), department=DepartmentFactory())
    assert action.refusals() == ["内设机构不属于该机关。"]


@pytest.mark.parametrize("part", Administrator.values)
def test_an_administrator_has_no_duty_beside(part):
    assert GrantRole(None, UserFactory(administrator=part), Role.EDITOR, AgencyFactory()).refusals()
    assert AppointAdministrator(None, MembershipFactory().user, part).refusals()


@pytest.mark.parametrize("has", Administrator.values)
@pytest.mark.parametrize("gets", Administrator.values)
def test_nobody_is_two_of_the_three(has, gets):
    reasons = AppointAdministrator(None, UserFactory(administrator=has), gets).refusals()
    assert bool(reasons) == (has != gets)


@pytest.mark.parametrize(
    ("actor", "part", "allowed"),
    [
        (SECURITY, SYSTEM, True),
        (SECURITY, AUDIT, True),
        (SECURITY, SECURITY, False),
        (SYSTEM, SYSTEM, False),
        (SYSTEM, AUDIT, False),
        (SYSTEM, SECURITY, False),
        (AUDIT, SYSTEM, False),
        (AUDIT, AUDIT, False),
        (AUDIT, SECURITY, False),
        ("", AUDIT, False),
    ],
)
def test_who_appoints_whom_while_there_is_a_security_administrator(actor, part, allowed):
    UserFactory(security=True)
    action = AppointAdministrator(UserFactory(administrator=actor), UserFactory(), part)
    assert (action.refusals() == []) is allowed


def test_the_first_security_administrator_is_appointed_by_the_system_administrator_and_no_second():
    system = UserFactory(system=True)
    AppointAdministrator(system, UserFactory(), SECURITY).perform()
    with pytest.raises(Refused):
        AppointAdministrator(system, UserFactory(), SECURITY).perform()


def test_nobody_gives_to_himself():
    security = UserFactory(security=True)
    assert NOT_ONESELF in GrantRole(security, security, Role.EDITOR, AgencyFactory()).refusals()
    assert NOT_ONESELF in AppointAdministrator(security, security, AUDIT).refusals()
    system = UserFactory(system=True)
    assert SwitchUser(system, system, active=False).refusals()


def test_an_account_that_is_switched_off_acts_no_more():
    user = MembershipFactory().user
    SwitchUser(UserFactory(system=True), user, active=False).perform()
    assert not user.has_perm("wagtailadmin.access_admin")
    assert permissions_of(user) == frozenset()
    assert (
        NOT_YOURS
        in CreateUser(
            UserFactory(system=True, is_active=False), username="n", display_name="n", password="x"
        ).refusals()
    )


def test_there_is_no_superuser():
    with pytest.raises(NotImplementedError, match="三员分立"):
        User.objects.create_superuser("root", "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=UserFactory().pk).update(is_superuser=True)


def test_rights_come_from_roles(monkeypatch):
    from gongkai.agencies import backends

    monkeypatch.setattr(backends, "_GRANTED", backends.defaultdict(set))
    grant_permissions([Role.EDITOR], "agencies.view_department")
    editor, handler = MembershipFactory(role=Role.EDITOR).user, MembershipFactory(role=Role.HANDLER).user
    assert editor.has_perm("agencies.view_department")
    assert not handler.has_perm("agencies.view_department")
    assert handler.has_perm("wagtailadmin.access_admin")
