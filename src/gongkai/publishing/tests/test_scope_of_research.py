"""Research is done on what the public reads: it opens no other agency's records in the back office, nor counts them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import MembershipFactory
from gongkai.publishing import queries
from gongkai.publishing.actions import PassStage, SaveDraft
from gongkai.publishing.counting import Counted, Dimension, figures, records_behind
from gongkai.publishing.desk import Desk
from gongkai.publishing.models import Record
from gongkai.publishing.tests.line import Line

pytestmark = pytest.mark.django_db
SECRET = "尚未公开的改动"


@pytest.fixture
def theirs() -> Line:
    """Another agency, with a published record that has a draft in review and a reviewer's note on it."""
    line = Line()
    record = SaveDraft(line.editor, line.published(), {"body": f"<p>{SECRET}</p>"}).perform()
    PassStage(line.handler, line.send(record), f"{SECRET}待核").perform()
    return line


@pytest.mark.parametrize("role", [Role.HANDLER, Role.EDITOR, Role.REVIEWER, Role.SIGNER, Role.SUPERVISOR])
def test_a_researcher_who_works_in_an_agency_sees_no_other_agencys_records_from_inside(
    theirs: Line, role: Role, office_client: Any
) -> None:
    own = Line()
    mine = own.published()
    who = MembershipFactory(agency=own.agency, role=role).user
    MembershipFactory(agency=theirs.agency, role=Role.RESEARCHER, user=who)
    today = timezone.localdate()
    record = Record.objects.get(agency=theirs.agency)
    assert list(queries.desk(who)) == [mine]
    assert not any(Desk(who, today).counts().values())
    client = office_client(who)
    for name, arguments in (
        ("record", []), ("preview", []), ("review", []), ("edit_record", []), ("pin", []), ("record_version", [1]),
        ("record_act", ["tongguo"]),
    ):  # fmt: skip
        answer = client.get(reverse(f"publishing:{name}", args=[record.public_id, *arguments]))
        assert answer.status_code == 404, name
    for address in ("publishing:records", "publishing:export_records"):
        assert SECRET not in client.get(reverse(address), {"tab": "all"}).content.decode(errors="ignore")
    for agency, seen in ((theirs.agency, []), (own.agency, [mine])):
        (figure,) = figures(Counted(agency, today, today), Dimension.CLASS)
        assert (figure.count, list(records_behind(figure, who))) == (1, seen)


def test_what_is_public_of_all_is_the_researchers_to_read(theirs: Line) -> None:
    who = MembershipFactory(agency=Line().agency, role=Role.RESEARCHER).user
    assert list(Record.objects.for_user(who)) == list(Record.objects.filter(agency=theirs.agency))
    assert not Record.objects.inside(who)
