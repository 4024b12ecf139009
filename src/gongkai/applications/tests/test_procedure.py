"""The procedure's table has no hole, and every state × act × role does what it says."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks

from gongkai.agencies.action import NOT_YOURS
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import AgencyFactory, MembershipFactory, UserFactory
from gongkai.applications import procedure
from gongkai.applications.actions import CaseAction
from gongkai.applications.enums import State
from gongkai.applications.tests.factories import TODAY, taken_in
from gongkai.law.events import KINDS


def test_the_packaged_table_is_sound() -> None:
    assert list(procedure.problems()) == []


def test_a_hole_in_the_table_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procedure, "problems", lambda: iter(["no way on"]))
    assert [error.id for error in run_checks() if error.id and error.id.startswith("applications.")] == [
        "applications.E001"
    ]


def test_every_step_of_the_clock_has_its_row() -> None:
    assert set(KINDS) <= set(procedure.acts())


@pytest.mark.django_db
def test_each_act_is_for_its_roles_and_states_alone() -> None:
    agency, other = AgencyFactory(), AgencyFactory()
    case = taken_in(agency)
    for role in Role:
        user, stranger = UserFactory(), UserFactory()
        MembershipFactory(user=user, agency=agency, role=role)
        MembershipFactory(user=stranger, agency=other, role=role)
        for act in procedure.acts().values():
            for state in State.values:
                case.state = state
                action = type("Any", (CaseAction,), {"act": act.id, "kind": "x"})
                refused = action(user, case, today=TODAY).not_allowed()
                if role not in act.roles:
                    assert refused == NOT_YOURS, (act.id, state, role)
                else:
                    assert bool(refused) != act.possible(state), (act.id, state, role)
                assert action(stranger, case, today=TODAY).not_allowed() == NOT_YOURS
