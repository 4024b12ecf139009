"""Reminders of the term of publication at five, one and no working days; the digest of records and consultations."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.calendar import calendar_for, current_calendars
from gongkai.agencies.enums import Role
from gongkai.agencies.tests.factories import DepartmentFactory, MembershipFactory, UserFactory
from gongkai.publishing import reminders
from gongkai.publishing.actions import AskBody, SaveDraft
from gongkai.publishing.models import TermReminder
from gongkai.publishing.tests.line import Line

pytestmark = pytest.mark.django_db
FORMED = date(2026, 1, 12)


@pytest.fixture
def line() -> Line:
    line = Line()
    line.editor.email = "editor@example.org"
    line.editor.save()
    return line


def before_due(line: Line, days: int) -> date:
    """The day on which so many working days are left."""
    return calendar_for(line.agency).add_working_days(FORMED, 20 - days)


def sent(today: date) -> list[tuple[str, str]]:
    """What is sent on the day: to whom and of what; kept, as the mails of the day keep it."""
    found = []
    for claims, made in reminders.reminders(today, current_calendars()):
        TermReminder.objects.bulk_create(claims)
        found.append((made.to[0], made.subject.rpartition("最近的")[2]))
    return found


def test_who_wrote_it_is_reminded_once_at_each_threshold(line: Line) -> None:
    line.draft()
    assert sent(before_due(line, 6)) == []
    for days, words in ((5, "剩5个工作日"), (1, "剩1个工作日"), (0, "今日到期")):
        assert sent(before_due(line, days)) == [("editor@example.org", words)]
        assert sent(before_due(line, days)) == []
    assert TermReminder.objects.count() == 3


def test_a_threshold_that_was_missed_is_made_up_for_and_what_is_public_is_not_told(line: Line) -> None:
    line.draft()
    line.published()
    line.draft(attribute="on_application", attribute_ground="涉及第三方")
    line.draft(formed_on=None)
    late = calendar_for(line.agency).add_working_days(FORMED, 22)
    [(claims, made)] = list(reminders.reminders(late, current_calendars()))
    assert [(claim.days_left, claim.recipient) for claim in claims] == [(0, "editor@example.org")]
    assert "已超期2个工作日" in made.subject
    assert "停水" not in f"{made.subject}{made.body}"
    assert f"/fabu/xinxi/{claims[0].record.public_id}/" in made.body


def test_the_editors_of_the_unit_are_reminded_and_the_agencys_where_there_are_none(line: Line) -> None:
    unit, empty = DepartmentFactory(agency=line.agency), DepartmentFactory(agency=line.agency)
    MembershipFactory(agency=line.agency, role=Role.EDITOR, department=unit, user=UserFactory(email="unit@example.org"))
    line.draft(unit=unit)
    assert sorted(to for to, _ in sent(before_due(line, 5))) == ["editor@example.org", "unit@example.org"]
    line.editor.is_active = False
    line.editor.save()
    MembershipFactory(agency=line.agency, role=Role.EDITOR, user=UserFactory(email="agency@example.org"))
    SaveDraft(None, line.draft(), {"unit": empty}).perform()
    assert [to for to, _ in sent(before_due(line, 4))] == ["agency@example.org"]


def test_a_column_with_a_term_of_its_own_and_the_agencys_setting_count(line: Line) -> None:
    line.column.publication_days = 7
    line.column.save()
    line.draft()
    assert sent(calendar_for(line.agency).add_working_days(FORMED, 2)) == [("editor@example.org", "剩5个工作日")]


def test_the_digest_tells_each_what_waits_for_him(line: Line) -> None:
    today, other = FORMED, Line()
    line.send(line.draft())
    day = date(2026, 1, 12)
    AskBody(line.handler, line.draft(), "", "问", sent_on=day, due_on=day, agency=other.agency).perform()
    AskBody(line.handler, line.draft(), "乙局", "问", sent_on=day, due_on=date(2026, 1, 9 + 20)).perform()
    handling = reminders.digest_part(line.handler, date(2026, 1, 20))
    assert "待我审核 1 条" in handling
    assert f"尚未答复：2 件\n- {other.agency}，答复期限 2026-01-12，已过期限" in handling
    assert "- 乙局，答复期限 2026-01-29\n" in handling
    answering = reminders.digest_part(other.signer, today)
    assert f"征求本机关意见，待答复：1 件\n- {line.agency}" in answering
    assert reminders.digest_part(other.editor, today) == ""
    assert "停水" not in handling + answering
